"""The name index, read: find whom a name may mean, begin while it is typed, exactly for known labels, facts of each."""

import heapq
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import fold
from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.snapshot.namesakes.facts import Facts
from lod_publisher.snapshot.namesakes.kept import Kept
from lod_publisher.snapshot.namesakes.likeness import Typed, alike
from lod_publisher.snapshot.namesakes.scoring import (
    HELD,
    LEAST_SCORE,
    NO_FIT,
    SAID_MOST,
    Best,
    Limit,
    Scored,
    order,
    scored,
)
from lod_publisher.snapshot.namesakes.spelling import as_spoken, is_light, joined, name_words
from lod_publisher.snapshot.namesakes.tables import Row, Tables

# Longer names are cut: nobody is called so, and each word costs a look-up.
_LONGEST = 200
_MOST_WORDS = 12
# A word that many bear only sorts those who bear a rarer one too; of its bearers so many are taken when there is none rarer.
_MANY = 1_200
# As many are compared name by name.
_COMPARED = 40
# After so many, those are left out whose words weigh less than this part of the best one's.
_AT_LEAST = 5
_HOPELESS = 0.6
_CERTAIN = 82.0
_APART = 9.0
# So much alike is another spelling of a word that somebody looks for in texts.
_ALIKE = 0.75
# Entities that are kept at hand: those that were found come again, with other namesakes.
_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean: the form of its name that matched, and how well (0 to 100).

    `features` are the parts of the score, each from 0 to 1: "typed", the share of what was typed that the name holds; "known", the share of the
    name that was typed; "family", how well the family fits; "agrees", 0 when given names contradict; "said", how much the dataset says of the entity.
    It is `certain` only when one entity stands clearly alone. `description` is the line of its facts.
    """

    entity: Entity
    name: str
    score: float
    features: dict[str, float]
    certain: bool
    description: str


class NameIndex:
    """The names of a snapshot, opened for reading; shared by the threads of a process."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        """Open the index beside a catalogue; without one, as in a snapshot from before there was any, nothing is found."""
        self._catalog = catalog
        self._tables = Tables(folder)
        self._entities: Kept[int, Entity] = Kept(_KEPT)

    def find(self, text: str, kinds: Sequence[Kind] = (), limit: int = 10) -> list[Candidate]:
        """Whom a name may mean, the best first; kinds none for all."""
        text = text[:_LONGEST]
        wanted = frozenset(kinds or Kind)
        best = Best(max(limit, _AT_LEAST))
        if Kind.PERSON in wanted:
            self._fitting(self._typed(text, is_person=True), (Kind.PERSON,), best)
        if others := wanted - {Kind.PERSON}:
            self._fitting(self._typed(text, is_person=False), others, best)
        return self._candidates(best.in_order(), text)[:limit]

    def begin(self, prefix: str, kinds: Sequence[Kind] = (), limit: int = 10, cursor: int = 0) -> list[Candidate]:
        """Whose name begins so, while it is typed; `cursor` leaves out as many of the first.

        Every word but the last is complete, in any spelling; the last goes on. Nobody's beginning is looked for as a name.
        """
        words = fold(prefix[:_LONGEST]).split()[:_MOST_WORDS]
        if not words or limit <= 0:
            return []
        wanted = [str(kind) for kind in kinds or Kind]
        rows = [*self._tables.rows(self._tables.beginning(words, wanted))]
        scored = [each for row in rows if (each := _begun(row, words)) is not None]
        if len(scored) < limit + cursor:
            known = {each.number for each in scored}
            rows = [*self._tables.rows(self._tables.beginning(words, wanted, heard=True) - known)]
            alike_begun = [row for row in rows if _begins_alike(row, words[-1])]
            scored += [_heard(row, words[-1]) for row in alike_begun or ([] if known else rows)]
        scored = heapq.nlargest(limit + cursor, scored, key=order)[cursor:]
        return self._candidates(scored) if scored or cursor else self.find(prefix, kinds, limit)

    def exactly(self, name: str, kinds: Sequence[Kind] = ()) -> list[Entity]:
        """The entities one of whose known names this is, whatever its case and marks; of which the dataset says most, first.

        Names that only texts use count when no source gives this one.
        """
        numbers = self._tables.labelled(fold(name[:_LONGEST]))
        entities = self._catalog.numbered(numbers)
        wanted = frozenset(kinds or Kind)
        return [entities[number] for number in numbers if number in entities and entities[number].kind in wanted]

    def spellings_of(self, word: str) -> list[str]:
        """Other spellings of a word that occur in names, the likeliest first."""
        return [each.word for each in self._tables.spellings(fold(word)).words if each.likeness >= _ALIKE]

    def facts(self, entity: Entity) -> Facts:
        """What the dataset says of an entity in short; of an unknown one, nothing."""
        number = self._catalog.number(entity.kind, entity.local_id)
        return Facts() if number is None else self._tables.facts(number)

    def _typed(self, text: str, is_person: bool) -> Typed:
        """What somebody typed, with the words of the index that may be meant by each of its words."""
        family, given = name_words(text, is_person)
        family, given = family[:_MOST_WORDS], given[:_MOST_WORDS]
        words = (*given, *family)
        found = {word: self._tables.spellings(word) for word in words}
        if any(not spellings.is_known for spellings in found.values()):  # perhaps two words are one elsewhere
            found |= {word: self._tables.spellings(word) for word in joined(words)}
        size = self._tables.size
        rarity = {word: math.log(1 + size / max(found[word].first_bearers, 1)) for word in words}
        return Typed(family, given, rarity, found)

    def _fitting(self, typed: Typed, kinds: Collection[Kind], best: Best) -> None:
        """Compare those who may be meant name by name, the most promising first, for as long as one may be among the best."""
        promising, is_whole = self._promising(typed, tuple(sorted(kinds)))
        if not promising:
            return
        limit = Limit(typed, is_whole)
        best_hope = max(hope for hope, _ in promising.values())
        fitting = 0
        for row in self._tables.rows(sorted(promising, key=lambda number: (-promising[number][0], number))):
            hope, borne = promising[row.number]
            if fitting >= _AT_LEAST and hope < _HOPELESS * best_hope:
                break
            if limit.of(row, hope, borne) >= best.least:
                found = scored(row, typed)
                fitting += found.score >= LEAST_SCORE
                best.add(found)

    def _promising(self, typed: Typed, kinds: tuple[str, ...]) -> tuple[dict[int, tuple[float, int]], bool]:
        """Who bears the words, or other spellings of them: the weight of those borne, and how many; the rarest words choose.

        And whether all who bear them were looked at.
        """
        heavy = [word for word in typed.spellings if not is_light(word)] or list(typed.spellings)
        bearers = {word: typed.spellings[word].bearers for word in heavy}
        scores: dict[int, float] = {}
        reached: list[dict[int, float]] = []
        is_whole = True
        for word in sorted(heavy, key=bearers.__getitem__):
            only_known = bool(scores) and bearers[word] > _MANY
            weight = typed.weights.get(word) or _of_both(typed, word)
            gains, has_all = self._tables.likely_bearers(word, kinds, None if only_known else _MANY)
            is_whole = is_whole and has_all
            for number in scores.keys() & gains.keys() if only_known else gains:
                scores[number] = scores.get(number, 0.0) + weight * gains[number]
            reached.append(gains)
        chosen = heapq.nlargest(_COMPARED, scores.items(), key=itemgetter(1))
        return {number: (hope, sum([number in gains for gains in reached])) for number, hope in chosen}, is_whole

    def _candidates(self, found: list[Scored], text: str = "") -> list[Candidate]:
        entities = self._living([each.number for each in found])
        told = self._tables.descriptions(entities)
        living = [each for each in found if each.number in entities]
        sure = bool(text and living) and _is_certain(living, entities[living[0].number], text)
        return [
            Candidate(
                entities[each.number],
                each.name,
                round(each.score, 1),
                _features(each),
                sure and place == 0,
                told[each.number],
            )
            for place, each in enumerate(living)
        ]

    def _living(self, numbers: Sequence[int]) -> dict[int, Entity]:
        """The living entities of some numbers, at hand or from the catalogue."""
        known = {number: entity for number in numbers if (entity := self._entities.get(number))}
        if unknown := [number for number in numbers if number not in known]:
            read = self._catalog.numbered(unknown)
            for number, entity in read.items():
                self._entities.keep(number, entity)
            known |= read
        return known


def _of_both(typed: Typed, word: str) -> float:
    """How much a word tells that somebody typed as two."""
    both = ((one, other) for one, other in pairwise((*typed.given, *typed.family)) if one + other == word)
    return max((typed.weights[one] + typed.weights[other] for one, other in both), default=0.0)


def _begun(row: Row, words: Sequence[str]) -> Scored | None:
    """The name of an entity that begins as was typed: from its start rather than within, and rather one that a source gives."""
    whole = " ".join(words)
    top, name = 0.0, ""
    for known in row.names:
        folded = fold(known.text)
        spaced = f" {folded}"
        score = 60.0 if folded.startswith(whole) else 45.0 if f" {words[-1]}" in spaced else 0.0
        if folded == whole:
            score += 10.0
        if known.is_surface:
            score *= 0.7
        if score > top:
            top, name = score, known.text
    return Scored(row.number, name, top + 30 * row.weight, NO_FIT, row.weight) if name else None


def _heard(row: Row, last: str) -> Scored:
    """The name of an entity whose beginning sounds most like what was typed last."""
    heard = [(alike(last, word[: len(last)]), name.text) for name in row.names for word in name.words.every]
    likeness, name = max(heard, default=(0.0, row.names[0].text))
    return Scored(row.number, name, 40 * likeness + SAID_MOST * row.weight, NO_FIT, row.weight)


def _begins_alike(row: Row, last: str) -> bool:
    """Whether a word of an entity's names is what was typed last, spelled in another way; not only something like it.

    Beside those whose names do begin so, Okazaki Katsuo is no answer to "kass", while Qasim and Kasavubu are.
    """
    typed = as_spoken(last)
    words = (word for name in row.names for word in name.words.every)
    return any(as_spoken(word).startswith(typed) for word in words)


def _features(scored: Scored) -> dict[str, float]:
    fits = scored.fit
    told = {
        "typed": fits.typed,
        "known": fits.known,
        "family": fits.family,
        "agrees": 1 - fits.against,
        "said": scored.weight,
    }
    return {name: round(value, 3) for name, value in told.items()}


def _is_certain(found: Sequence[Scored], best: Entity, text: str) -> bool:
    """Whether the first stands clearly alone.

    Somebody typed by one word alone is only sure when that is all her name; a place or a body when nothing else is called just so.
    """
    first, others = found[0], found[1:]
    is_whole = fold(text) == fold(best.label)
    if best.kind is not Kind.PERSON and is_whole:
        return not any(fold(other.name) == fold(text) for other in others)
    if len([word for word in name_words(text, is_person=True)[1] if not is_light(word)]) < 1 and not is_whole:
        return False
    if best.kind is Kind.PERSON and "," in text and not first.fit.family:
        return False  # the family that was typed is a given name of hers
    second = others[0].score if others else 0.0
    is_clear = first.score >= _CERTAIN and first.score - second >= _APART
    return is_clear and first.fit.typed >= HELD and not first.fit.against
