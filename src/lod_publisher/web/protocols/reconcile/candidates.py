"""The answer to a question: whom the names may mean, weighed by what else the client knows, and matched only when sure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lod_publisher.model.authorities import identifier_of
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Identifier
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.namesakes import Facts
from lod_publisher.web.protocols.reconcile.keys import bearers, entity_of, key_of
from lod_publisher.web.protocols.reconcile.questions import MAX_LIMIT, Condition, Question, Refused
from lod_publisher.web.protocols.reconcile.service import Service
from lod_publisher.web.protocols.reconcile.values import span_of, words_of

# How many namesakes are looked at for each that is wanted, so that one further down can come up by what else is known.
_DEPTH = 5
# A name this good (whole, not only a surname) and something that hardly two namesakes share make a match.
_GOOD_NAME = 92.0
_AGREES = 0.9
_CONTRADICTS = -0.9
_SATISFIED = 0.5
_MOST_KNOWN = 50
_DATED = (Kind.DOCUMENT, Kind.EVENT)
_MOST_DAYS = 31
_MOST_WORDS = 0.6
_FOUND_BY_CODE = 60.0
_LEAST = 0.005  # no name is impossible or beyond doubt, so that evidence can always move it


@dataclass(slots=True)
class Candidate:
    """An entity in its place among the answers, and why: `features` are the parts of the score.

    `by_name` is how well its name fits, before anything else is weighed. It is `identified` by an identifier of ours or of others,
    `certain` when its name alone leaves no doubt, `strong` when something fits that hardly two namesakes share.
    """

    entity: Entity
    score: float
    features: dict[str, float]
    by_name: float = 0.0
    is_identified: bool = False
    is_certain: bool = False
    match: bool = False
    facts: Facts | None = None
    description: str | None = None
    evidence: dict[str, float] = field(default_factory=dict)
    strong: bool = False

    @property
    def is_contradicted(self) -> bool:
        """Whether something that the client knows speaks plainly against it."""
        return any(agreement <= _CONTRADICTS for agreement in self.evidence.values())


def answer(here: Service, question: Question) -> list[Candidate]:
    """The candidates for a question, the best first; at most one of them is a match.

    Raises:
        Refused: it has no name and no identifier to begin with.
    """
    pool = _pool(here, question)
    found = []
    for candidate in pool.values():
        if question.conditions:
            candidate.facts = here.here.snapshot.name_index.facts(candidate.entity)
        if _weigh(here, candidate, question.conditions):
            found.append(candidate)
    found.sort(key=lambda candidate: -candidate.score)
    _decide(found, question)
    found = found[: question.limit]
    for candidate in found:
        if candidate.description is None:
            facts = candidate.facts or here.here.snapshot.name_index.facts(candidate.entity)
            candidate.description = facts.description
    return found


def _pool(here: Service, question: Question) -> dict[str, Candidate]:
    """All that the names, identifiers and codes of a question lead to, each once."""
    codes = [one for one in question.conditions if one.property.is_code and one.quantifier != "none"]
    if not question.names and not question.keys and not codes:
        raise Refused("it needs a name, or an identifier here or in an authority file, to begin with")
    pool: dict[str, Candidate] = {}
    for text in (*question.keys, *question.names):
        for entity in _identified(here, text):
            pool[key_of(entity)] = Candidate(entity, 100.0, {"identifier": 1.0}, is_identified=True)
    _add_namesakes(here, question, pool)
    _add_of_the_day(here, question, pool)
    for condition in codes:
        for value in condition.values:
            code = identifier_of(value.text) or Identifier(condition.property.id, value.text)
            for entity in bearers(here.here, code):
                pool.setdefault(key_of(entity), Candidate(entity, _FOUND_BY_CODE, {}))
    unwanted = {key_of(entity) for text in question.unwanted for entity in _unwanted(here, question, text)}
    return {key: one for key, one in pool.items() if key not in unwanted and one.entity.kind in question.kinds}


def _add_namesakes(here: Service, question: Question, pool: dict[str, Candidate]) -> None:
    """Add those of a name like one of the question's; further down the list when more is known by which one may come up."""
    depth = min(question.limit * _DEPTH, MAX_LIMIT) if question.conditions else question.limit
    for name in question.names:
        for one in here.here.snapshot.name_index.find(name, question.kinds, depth):
            before = pool.get(key_of(one.entity))
            if before is None or before.score < one.score:
                pool[key_of(one.entity)] = Candidate(
                    one.entity,
                    one.score,
                    dict(one.features),
                    one.score,
                    is_certain=one.certain,
                    description=one.description,
                )


def _add_of_the_day(here: Service, question: Question, pool: dict[str, Candidate]) -> None:
    """Add what was written or happened then and is called alike: hundreds of telegrams have the same title, on one day a few."""
    names = [words_of(name) for name in question.names]
    kinds = [kind for kind in question.kinds if kind in _DATED]
    days = [value for one in question.conditions if one.property.id == "date" for value in one.values]
    for span in filter(None, (span_of(day.text) for day in days if names and kinds)):
        first, last = (day.isoformat() for day in span)
        if (span[1] - span[0]).days > _MOST_DAYS:
            continue
        for entity in (one for kind in kinds for one in here.here.snapshot.catalog.dated(kind, first, last, MAX_LIMIT)):
            label = words_of(entity.label)
            shared = max((len(label & name) / len(name) for name in names if name), default=0.0)
            if shared >= _MOST_WORDS and key_of(entity) not in pool:
                known = len(label) and max(len(label & name) for name in names) / len(label)
                features = {"typed": round(shared, 3), "known": round(known, 3)}
                pool[key_of(entity)] = Candidate(entity, 100 * shared * (1 + known) / 2, features)


def _identified(here: Service, text: str) -> Sequence[Entity]:
    """What a text identifies when it is no name: an identifier of ours, or the code or address of an authority file."""
    if entity := entity_of(here.here, text):
        return () if entity.deleted else (entity,)
    code = identifier_of(text)
    if code is None:  # a numbering of the collection's own, written as those of authority files are
        scheme, _, value = text.partition(":")
        known = here.property_of(scheme) if value else None
        code = Identifier(known.id, value.strip()) if known and known.is_code else None
    return bearers(here.here, code) if code else ()


def _unwanted(here: Service, question: Question, text: str) -> Iterable[Entity]:
    return _identified(here, text) or here.here.snapshot.name_index.exactly(text, question.kinds)


def _weigh(here: Service, candidate: Candidate, conditions: Sequence[Condition]) -> bool:
    """Move a candidate's score by what else is known; False when something that is required is missing.

    Scores are taken as chances in a hundred, and evidence adds to the logarithm of their odds: so an agreement raises somebody
    above namesakes of whom nothing is known, however well their names fit.
    """
    gain = 0.0
    for condition in conditions:
        wanted = condition.property
        agreement, satisfied = _agreement(here, candidate, condition)
        if condition.required and not satisfied:
            return False
        if agreement is None:
            continue
        candidate.evidence[wanted.id] = agreement
        candidate.features[wanted.id] = round(agreement, 3)
        gain += agreement * (wanted.support if agreement > 0 else wanted.doubt)
        candidate.strong = candidate.strong or (wanted.is_strong and agreement >= _AGREES)
    if gain:
        chance = min(max(candidate.score / 100, _LEAST), 1 - _LEAST)
        candidate.score = 100 / (1 + (1 - chance) / chance * math.exp(-gain))
    return True


def _agreement(here: Service, candidate: Candidate, condition: Condition) -> tuple[float | None, bool]:
    """How far an entity agrees with a condition (None: nothing is known of it), and whether it meets it."""
    wanted = condition.property
    if candidate.entity.kind not in wanted.kinds:
        return None, condition.quantifier == "none"
    known = list(islice(wanted.known(here.here, candidate.entity, candidate.facts or Facts()), _MOST_KNOWN))
    each = [wanted.compare(value, known, condition.qualifier) for value in condition.values]
    told = [agreement for agreement in each if agreement is not None]
    if condition.quantifier == "none":
        worst = max(told, default=0.0)
        return (-worst if worst > 0 else None), worst < _SATISFIED
    if not told or (condition.quantifier == "all" and len(told) < len(each)):
        return None, False
    best = min(told) if condition.quantifier == "all" else max(told)
    return best, best >= _SATISFIED


def _decide(found: Sequence[Candidate], question: Question) -> None:
    """Match the first, if it is sure: by an identifier, alone with its name, or its name fits and so does something strong.

    Nothing is sure that something contradicts, that has an equal, or beside another that something strong fits.
    """
    if not found:
        return
    first, *others = found
    if first.is_contradicted or any(other.score >= first.score for other in others):
        return
    fits = first.by_name >= _GOOD_NAME or not question.names
    has_rival = any(other.strong and not other.is_contradicted for other in others)
    first.match = first.is_identified or (not has_rival and (first.is_certain or (first.strong and fits)))
