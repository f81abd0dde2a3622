"""A generator of faults: real records, and a seeded hand that spoils them in every way that a source or a mapping could.

Most faults are aimed: a rule is taken, a node that it looks at, and a property that it names. The others hit any statement.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from rdflib import RDF, XSD
from tests.validation.aims import Aim

from lod_publisher.build.inputs import gather
from lod_publisher.mapping import Context, describe
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import IriScheme
from lod_publisher.model.records import Record
from lod_publisher.model.terms import Term, Triple
from lod_publisher.sources import READERS
from lod_publisher.validation import Subject

_TYPE = f"<{RDF.type}>"
_STRANGER = "<https://data.example.org/id/place/nowhere>"
_LONGEST = 800  # triples; a list of two hundred persons would leave no room for documents in a slice
_AIMED = 0.75
_FIRST = ["left out", "said of two strangers", "left out"]  # what most rules are about
_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
_ACTING = (f"<{_CRM}P14_carried_out_by>", f"<{_CRM}P11_had_participant>")


def records(path: Path, base: str, most: int) -> list[Subject]:
    """The mapped records of a source, as a build would judge them: who is named in it, then what it tells, up to some triples."""
    context = Context(IriScheme(base), Concordance())
    found: list[Subject] = []
    count = 0
    for record in _records(path, base):
        for description in describe(record, context):
            if len(description.triples) > _LONGEST:
                continue
            iri = description.elsewhere or context.iris.entity(description.kind, description.local_id)
            found.append(
                Subject(str(description.kind), description.local_id, iri, description.origin, list(description.triples))
            )
            count += len(description.triples)
        if count >= most:
            break
    return found


def _records(path: Path, base: str) -> Iterator[Record]:
    """Alternating between what a source surveys and what it reads, so that a slice has both."""
    for source in gather([path], base).sources:
        reader = READERS[source.reader]
        own = replace(source, options={**source.options, "base": base})
        surveyed = (item for item in reader.survey(own) if isinstance(item, Record))
        read = (item for item in reader.read(own) if isinstance(item, Record))
        yield from _alternating(surveyed, read)


def _alternating(*sequences: Iterator[Record]) -> Iterator[Record]:
    waiting = list(sequences)
    while waiting:
        for each in list(waiting):
            item = next(each, None)
            if item is None:
                waiting.remove(each)
            else:
                yield item


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done to which statement; `property` may be one that the node did not have."""

    kind: str
    node: Term
    property: Term


class Spoiler:
    """Spoils copies of records; equal turns spoil equally. The `turn` goes through every rule, and slowly through every kind."""

    def __init__(self, subjects: Sequence[Subject], aims: Sequence[Aim], turn: int) -> None:
        self._random = Random(turn)  # noqa: S311 - no secrets here
        self._aims = aims
        self._turn = turn
        self._homes: list[list[Triple]] = [list(subject.triples) for subject in subjects]
        self.subjects = [replace(subject, triples=home) for subject, home in zip(subjects, self._homes, strict=True)]
        self._values: dict[Term, list[Term]] = {}
        for _, verb, value in sorted({triple for home in self._homes for triple in home}):
            self._values.setdefault(verb, []).append(value)
        self._verbs = sorted(self._values)

    def spoil(self, times: int) -> list[Fault]:
        """Inject so many faults; returns what was done."""
        done: list[Fault] = []
        while len(done) < times:
            self._turn += 1
            aim = self._aims[self._turn % len(self._aims)] if self._random.random() < _AIMED else None
            home, node, verb = self._anywhere() if aim is None else self._aimed(aim)
            own = [triple for triple in home if triple[0] == node]
            also = verb if aim is None else self._random.choice(aim.properties)
            kinds = list(KINDS)
            due = (_FIRST + kinds)[self._turn // len(self._aims) % len(_FIRST + kinds)]
            for kind in (due, *self._random.sample(kinds, len(kinds))):  # not every kind can befall every statement
                spoilt = KINDS[kind](_Chance(self._random, node, verb, also, own, self._values))
                if spoilt is not None and sorted(set(spoilt)) != sorted(set(own)):
                    home[:] = [triple for triple in home if triple[0] != node] + spoilt
                    done.append(Fault(kind, node, verb))
                    break
        return done

    def _anywhere(self) -> tuple[list[Triple], Term, Term]:
        verb = self._random.choice(self._verbs)
        places = [(home, triple[0]) for home in self._homes for triple in home if triple[1] == verb]
        if not places:  # an earlier fault took the last one
            return self._anywhere()
        return (*self._random.choice(places), verb)

    def _aimed(self, aim: Aim) -> tuple[list[Triple], Term, Term]:
        """A node that the rule looks at, and where its statements are kept; where there is none, one that now passes for one."""
        verb = self._random.choice(aim.properties + tuple(sorted(aim.spoken_of)))
        places = [
            (home, triple[0])
            for home in self._homes
            for triple in home
            if triple[1] in aim.speaking | aim.spoken_of or (triple[1] == _TYPE and triple[2] in aim.classes)
        ]
        if places:
            return (*self._random.choice(places), verb)
        home, node, _ = self._anywhere()
        home += [(node, _TYPE, each) for each in sorted(aim.classes)[:1]]
        home += [(node, each, _STRANGER) for each in sorted(aim.speaking | aim.spoken_of)[:1]]
        return home, node, verb


@dataclass(frozen=True, slots=True)
class _Chance:
    """What a fault may use: a node's statements, one of the properties, and the values that properties have elsewhere."""

    random: Random
    node: Term
    verb: Term
    also: Term
    own: list[Triple]
    values: dict[Term, list[Term]]

    def altered(self, change: Callable[[Term], Term | None]) -> list[Triple] | None:
        """The node's statements with one value of the property changed; None when no value can be changed so."""
        values = [(place, change(triple[2])) for place, triple in enumerate(self.own) if triple[1] == self.verb]
        possible = [(place, value) for place, value in values if value is not None]
        if not possible:
            return None
        place, value = self.random.choice(possible)
        return [*self.own[:place], (self.node, self.verb, value), *self.own[place + 1 :]]

    def more(self, value: Term) -> list[Triple]:
        return [*self.own, (self.node, self.verb, value)]

    def elsewhere(self, verb: Term) -> Term:
        return self.random.choice(self.values.get(verb, [_STRANGER]))


def _is_link(value: Term) -> bool:
    return value.startswith("<")


def _text(value: Term) -> tuple[str, str] | None:
    """A literal's text as it is spelled, and its language or datatype; None of a link."""
    if _is_link(value):
        return None
    text, _, suffix = value[1:].rpartition('"')
    return text, suffix


def _with_text(change: Callable[[str], str]) -> Callable[[Term], Term | None]:
    def changed(value: Term) -> Term | None:
        parts = _text(value)
        return None if parts is None else f'"{change(parts[0])}"{parts[1]}'

    return changed


def _with_suffix(suffix: str) -> Callable[[Term], Term | None]:
    def changed(value: Term) -> Term | None:
        parts = _text(value)
        return None if parts is None else f'"{parts[0]}"{suffix}'

    return changed


def _swapped(chance: _Chance) -> list[Triple] | None:
    """The property's value and another property's change places, as when begin and end are confused."""
    others = sorted({triple[1] for triple in chance.own} - {chance.verb, _TYPE})
    near = [verb for verb in others if verb[:-12] == chance.verb[:-12]] or others
    if not near or all(triple[1] != chance.verb for triple in chance.own):
        return None
    other = chance.random.choice(near)
    turned = {chance.verb: other, other: chance.verb}
    return [(subject, turned.get(verb, verb), value) for subject, verb, value in chance.own]


def _said_so_too(chance: _Chance) -> list[Triple] | None:
    """What one property of the rule says is said by another as well."""
    values = [triple[2] for triple in chance.own if triple[1] == chance.verb] or [_STRANGER]
    value = chance.random.choice(values)
    return [*chance.own, (chance.node, chance.verb, value), (chance.node, chance.also, value)]


def _retyped(chance: _Chance) -> list[Triple]:
    rest = [triple for triple in chance.own if triple[1] != _TYPE]
    return [*rest, (chance.node, _TYPE, chance.elsewhere(_TYPE))]


def _long_dead(chance: _Chance) -> list[Triple] | None:
    """Whoever acted had died in 1700."""
    actors = [triple[2] for triple in chance.own if triple[1] in _ACTING and _is_link(triple[2])]
    if not actors:
        return None
    actor = chance.random.choice(actors)
    death, time = f"{actor[:-1]}/death>", f"{actor[:-1]}/death-time>"
    end = f'"1700-01-01T23:59:59Z"^^<{XSD.dateTime}>'
    return [*chance.own, (actor, f"<{_CRM}P100i_died_in>", death), (death, f"<{_CRM}P4_has_time-span>", time),
            (time, f"<{_CRM}P82b_end_of_the_end>", end)]  # fmt: skip


KINDS: dict[str, Callable[[_Chance], list[Triple] | None]] = {
    "left out": lambda c: [triple for triple in c.own if triple[1] != c.verb],
    "said twice": lambda c: c.more(c.elsewhere(c.verb)),
    "said of a stranger": lambda c: c.more(_STRANGER),
    "said of two strangers": lambda c: [*c.more(_STRANGER), (c.node, c.verb, f"{_STRANGER[:-1]}-else>")],
    "of itself": lambda c: c.more(c.node),
    "said so too": _said_so_too,
    "a text where a link should be": lambda c: c.altered(lambda value: '"Saigon"' if _is_link(value) else None),
    "a link where a text should be": lambda c: c.altered(lambda value: None if _is_link(value) else c.node),
    "to itself": lambda c: c.altered(lambda value: c.node if _is_link(value) else None),
    "to nowhere": lambda c: c.altered(lambda value: f"{value[:-1]}-unknown>" if _is_link(value) else None),
    "empty": lambda c: c.altered(_with_text(lambda text: "")),
    "ill-formed": lambda c: c.altered(_with_text(lambda text: f"{text}?")),
    "numbers out of range": lambda c: c.altered(_with_text(lambda text: re.sub(r"\d{2,}", "95", text))),
    "a century later": lambda c: c.altered(_with_text(lambda text: re.sub(r"\b1[89]", "20", text))),
    "of the wrong datatype": lambda c: c.altered(_with_suffix(f"^^<{XSD.integer}>")),
    "of no datatype": lambda c: c.altered(_with_suffix("")),
    "in another language": lambda c: c.altered(_with_suffix("@hu")),
    "swapped": _swapped,
    "of the wrong class": _retyped,
    "of a second class": lambda c: [*c.own, (c.node, _TYPE, c.elsewhere(_TYPE))],
    "of no class": lambda c: [triple for triple in c.own if triple[1] != _TYPE],
    "a blank node": lambda c: c.more("_:nobody") if any(t[1] == c.verb and _is_link(t[2]) for t in c.own) else None,
    "by somebody long dead": _long_dead,
    "lost": lambda c: [],
}
