"""Words that are family names and English words too: alone they call nobody, unless a title or a given name stands beside them.

Counted, not chosen: the words by which persons of the Office of the Historian's authority file and of its register of officials
are called, and which six volumes use in small letters at least four times.
"""

_ALSO_WORDS = """
affairs awkward ball bar battle begin bill bitter black blessing blood blow blue blunt brand bridges brink brown brush bull
burden can cargo case cash chain child church cotton cousin covert craft crane cross dam day doc drain drew dry edge elder eve
fair felt field fields fine fish flood foot fore forward foster frank friendly garrison glass good grant gravel green grew gross
guest hammer hand heard hills home hook hope house key kitchen land later law lay leader levy light little loan long love low
mainland mark marks masters may merchant miles minor moon more mount named non noon north ones page passage peak persons petty
post power powers president press price pride prime read render ret rice rich root rose rush said sales salt service sessions
settle sharp short sick slim sober south steel sterling stern stock stone story strong sun swift swing tack tape tell tempo then
tiger tip ton trail train trend wall ward waters weeks wells west white wing winter wise you young
"""
ALSO_WORDS = frozenset(_ALSO_WORDS.split())

_THINGS = """
act administration agreement airport amendment avenue bank collection college commission committee company corporation
declaration doctrine field fort foundation fund hospital hotel institute island islands library line materials pact papers party
plan presidential report river round street treaty university
"""
NOT_AFTER_A_PERSON = frozenset(_THINGS.split())
"""A name before one of these is part of the name of a thing: the Johnson Library, the Rogers Plan."""

_WATERS = """
bay bulletin canal country desk gulf peninsula program radio river sea strait straits
"""
WATERS = frozenset(_WATERS.split())
"""A place before one of these is part of the name of something else: the Taiwan Strait."""

_OFFICES = """
agency archives assembly bank board bureau command commission committee consulate council delegation department division embassy
headquarters legation library ministry mission office organization party service staff station
"""
OFFICES = frozenset(_OFFICES.split())
"""A name with one of these words is that of an organisation, even where a dateline gives it as a place."""
