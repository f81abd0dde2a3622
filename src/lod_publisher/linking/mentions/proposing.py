"""From a document's passages to proposals: what each of its names means, how sure that is, and why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance.Indel import normalized_similarity as ratio

from lod_publisher.linking.mentions.common import OFFICES
from lod_publisher.linking.mentions.dates import dates_in
from lod_publisher.linking.mentions.lexicon import Known, Lexicon
from lod_publisher.linking.mentions.reading import Reading, read
from lod_publisher.linking.mentions.spans import Span, person_spans, thing_spans
from lod_publisher.model.bearers import Bearer, Choice, Document, Said, fits, heads, telling, titled
from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import fold
from lod_publisher.model.records import Passage

# What each kind of evidence was worth on documents that served to find out, not on those that judge.
_NAMED, _ABBREVIATED_BY_HEAD, _STATED_DATE, _DATE_OF_DOCUMENT, _YEAR = 0.97, 0.92, 0.98, 0.93, 0.9
_ELSEWHERE, _BY_SOUND = 0.9, 0.88  # factors: somebody of no list of this volume; another spelling
_STEM = 4  # letters that Iraq and Iraqi, Turkey and Turkish share
_GENERATION = 15  # years beyond those in which somebody is known to have been active
_LEAST = 0.5
_ALIKE, _ALIKE_WITH_TITLE = 0.8, 0.5  # of the letters, for a word that only sounds like a name
_EMBASSY = re.compile(r"^(?:Embassy|Legation|Consulate|Consulate General|Mission) (?:in|at|to) ")
_BARE_OFFICE = re.compile(r"\b(Embassy|Legation|Department)\b(?! (?:of|in|at|to|for)\b)")
_DEPARTMENT = "department of state"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words of a passage, and what they probably mean: an entity, or a date (kind PERIOD, the key in EDTF)."""

    passage: str
    start: int
    words: str
    kind: Kind
    key: str
    label: str
    confidence: float
    reason: str


@dataclass(slots=True)
class Proposer:
    """Reads one document with a lexicon. `volume` is the edition whose list of persons is the document's own, `year` its date."""

    lexicon: Lexicon
    volume: str = ""
    year: int | None = None
    said: Document = field(default_factory=Document)
    _heads_offices: list[Known] = field(default_factory=list)
    _places: set[str] = field(default_factory=set)
    _small: set[str] = field(default_factory=set)  # words that the document writes in small letters

    def propose(self, passages: Sequence[Passage], title: str = "") -> Iterator[Proposal]:
        """What the names and dates of the passages mean, in the order of the text; what is left open is left out.

        The title tells between which offices a letter went; nothing is proposed for it.
        """
        self._take_head(title)
        readings = [(passage, read(passage.text)) for passage in passages]
        for _, reading in readings:
            self._small.update(word.folded for n, word in enumerate(reading.words) if not reading.capital(n))
        spans = [(passage, reading, self._spans(reading, passage.kind)) for passage, reading in readings]
        for _, _, found in spans:
            for span in found:
                self._places |= {fold(thing.label)[:_STEM] for thing in span.things if thing.kind is Kind.PLACE}
                if span.said and span.said.given and (choice := Document().meant(span.said, span.bearers)):
                    self.said.foresee(span.said.head, choice.key)
        for passage, reading, found in spans:
            local = passage.local_id
            proposals = list(self._dates(local, reading.text))
            for span in found:
                if span.said is not None:
                    proposals += self._person(passage, reading, span)
                else:
                    proposals += self._thing(local, reading, span)
            proposals += self._bare_offices(local, reading.text, proposals)
            yield from sorted(proposals, key=lambda proposal: proposal.start)

    def _spans(self, reading: Reading, kind: str) -> list[Span]:
        """The names that stand there, none within another: the longest win, then things over bare names of persons."""
        found = list(self.lexicon.forms([word.folded for word in reading.words]))
        persons = [self._narrowed(span) for span in person_spans(reading, found, self.lexicon)]
        spans = [span for span in persons if span.bearers and self._is_name(span, reading, kind)]
        spans += thing_spans(reading, found)
        spans.sort(key=lambda span: (-_strength(span), span.first))
        taken: set[int] = set()
        chosen = []
        for span in spans:
            places = set(range(span.first, span.last + 1))
            if not places & taken:
                taken |= places
                chosen.append(span)
        return sorted(chosen, key=lambda span: span.first)

    def _narrowed(self, span: Span) -> Span:
        """Leave the bearers of the document's own list, if any is left; else those who were active then."""
        own = [bearer for bearer in span.bearers if self.volume in self.lexicon.persons[bearer.key].volumes]
        if span.said and any(fits(span.said, bearer) for bearer in own):
            return replace(span, bearers=tuple(own))
        return replace(span, bearers=tuple(bearer for bearer in span.bearers if self._was_active(bearer)))

    def _was_active(self, bearer: Bearer) -> bool:
        first, last = self.lexicon.persons[bearer.key].years
        if self.year is None or first is None or last is None:
            return True
        return first - _GENERATION <= self.year <= last + _GENERATION

    def _belongs(self, bearer: Bearer) -> bool:
        """Whether what is known of somebody speaks of a country or city of which the document speaks too."""
        return any(word.startswith(stem) for word in bearer.about.split() for stem in self._places)

    def _take_head(self, title: str) -> None:
        """Take note of the offices that a title names."""
        reading = read(title)
        found = list(self.lexicon.forms([word.folded for word in reading.words]))
        for span in sorted(thing_spans(reading, found), key=lambda span: (span.first - span.last, span.first)):
            for known in span.things:
                self._take_office(known)

    def _take_office(self, known: Known) -> None:
        if _EMBASSY.match(known.label) or fold_label(known) == _DEPARTMENT:
            self._heads_offices.append(known)

    def _is_own(self, span: Span) -> bool:
        return bool(span.bearers) and self.volume in self.lexicon.persons[span.bearers[0].key].volumes

    def _is_name(self, span: Span, reading: Reading, kind: str) -> bool:
        """Whether there is enough to take a word for the name of one of the bearers."""
        said = span.said
        if said is None or (span.weak and kind != "signature"):
            return False
        if span.sounding and not self._sounds_alike(span, reading):
            return False
        if self._is_own(span) or said.given:
            return True
        return bool(said.titles) or (not reading.begins_sentence(span.first) and len(said.head) > 3)

    def _sounds_alike(self, span: Span, reading: Reading) -> bool:
        """Whether a word that nobody is called may be another spelling of somebody's name: not the Turks, not Saudi."""
        said = span.said
        if said is None or said.head in self._small or (span.first and reading.words[span.first - 1].folded == "the"):
            return False
        if any(said.head == f"{word}i" for bearer in span.bearers for word in heads(bearer.name)):
            return False
        return _likeness(said, span.bearers) >= _ALIKE_WITH_TITLE

    def _is_heard(self, span: Span, said: Said, meant: Bearer, reading: Reading) -> bool:
        """Whether enough speaks for another spelling: the title, the document's own list, its country, or that it was so before."""
        if meant.key in self.said.named.get(said.head, []) or titled(telling(said), meant):
            return True
        near = _likeness(said, (meant,)) >= _ALIKE and not reading.begins_sentence(span.first)
        return near and (bool(said.given) or self._is_own(span) or self._belongs(meant))

    def _signer(self, said: Said) -> Said:
        """Whoever signs for an office is its head: the Secretary of State for the Department, else the Ambassador."""
        for office in self._heads_offices[:1]:
            where = fold(office.label).split()[2:]
            return replace(
                said, role=("secretary", "state") if fold_label(office) == _DEPARTMENT else ("ambassador", *where)
            )
        return said

    def _person(self, passage: Passage, reading: Reading, span: Span) -> Iterator[Proposal]:
        said = span.said
        if said is None:
            return
        if passage.kind == "signature" and not said.given:
            said = self._signer(said)
        choice = self.said.meant(said, span.bearers)
        if choice is None:
            return
        meant = [bearer for bearer in span.bearers if bearer.key == choice.key]
        if span.sounding and not any(self._is_heard(span, said, bearer, reading) for bearer in meant):
            return
        own = self._is_own(span)
        confidence = choice.confidence * (1.0 if own else _ELSEWHERE) * (_BY_SOUND if span.sounding else 1.0)
        titles = telling(said)
        if not own and not said.given and choice.key not in self.said.named.get(said.head, []):
            holds = any(titled(titles, bearer) for bearer in meant)
            if not holds and not self._belongs(meant[0]):
                return
        known = self.lexicon.persons[choice.key]
        for head in {said.head, *said.given}:
            self.said.remember(head, choice.key)
        yield self._proposal(passage.local_id, reading, span, known, round(confidence, 2), choice)

    def _thing(self, passage: str, reading: Reading, span: Span) -> Iterator[Proposal]:
        office = bool(OFFICES & {word.folded for word in reading.words[span.first : span.last + 1]})
        likelier = Kind.ORGANISATION if office else Kind.PLACE
        things = sorted(span.things, key=lambda thing: (thing.kind is not likelier, -thing.documents, thing.key))
        known = things[0]
        self._take_office(known)
        share = _NAMED if len(things) == 1 else _NAMED - 0.05
        reason = f"the name of {known.label}"
        yield self._proposal(passage, reading, span, known, share, Choice(known.key, share, reason))

    def _proposal(
        self, passage: str, reading: Reading, span: Span, known: Known, confidence: float, choice: Choice
    ) -> Proposal:
        words = reading.written(span.first, span.last)
        end = reading.words[span.last].end
        if words.rpartition(" ")[2] in ("Jr", "Sr") and reading.text[end : end + 1] == ".":
            words += "."
        start = reading.words[span.first].start
        if reading.text[end : end + 1] == "." and re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", words):
            words += "."
        return Proposal(passage, start, words, known.kind, known.key, known.label, confidence, choice.reason)

    def _dates(self, passage: str, text: str) -> Iterator[Proposal]:
        for dated in dates_in(text, self.year):
            year_only = len(dated.edtf) == 4
            confidence = _YEAR if year_only else _STATED_DATE if dated.stated else _DATE_OF_DOCUMENT
            reason = (
                "a date" if dated.stated else f"a date without a year, taken for one of {self.year}, the document's own"
            )
            yield Proposal(passage, dated.start, dated.words, Kind.PERIOD, dated.edtf, dated.edtf, confidence, reason)

    def _bare_offices(self, passage: str, text: str, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
        """The Embassy and the Department of a telegram, by those that its head names."""
        offices: dict[str, Known] = {}
        for known in self._heads_offices:
            word = "Department" if fold_label(known) == _DEPARTMENT else known.label.split()[0]
            offices.setdefault(word, known)
        for match in _BARE_OFFICE.finditer(text):
            if match[1] not in offices:
                continue
            known, start = offices[match[1]], match.start(1)
            covered = any(each.start <= start < each.start + len(each.words) for each in proposals)
            if not covered and not _qualified(text[: match.start()]):
                reason = f"the document's head names the {known.label}"
                yield Proposal(
                    passage, start, match[1], known.kind, known.key, known.label, _ABBREVIATED_BY_HEAD, reason
                )


def _likeness(said: Said, bearers: Sequence[Bearer]) -> float:
    """How much of the letters a word shares with the nearest that calls one of the bearers."""
    return max(ratio(said.head, word) for bearer in bearers for word in heads(bearer.name))


def fold_label(known: Known) -> str:
    """The label of an office in small letters."""
    return known.label.lower()


def _qualified(before: str) -> bool:
    """Whether a capitalised word stands right before: the British Embassy is another's."""
    return re.search(r"\b[A-Z]\w+ $", before) is not None and not re.search(
        r"\b(?:The|This|Our|Your|If|That|As|To|By|From) $", before
    )


def _strength(span: Span) -> float:
    """Which of two overlapping names is the likelier: the longer, then one with a title, then a thing."""
    length = span.last - span.first + 1
    if span.said is None:
        return length + 0.3
    return length + (0.5 if telling(span.said) or span.said.given else 0.2 if span.said.titles else 0)


def at_least(proposals: Sequence[Proposal], confidence: float = _LEAST) -> list[Proposal]:
    """The proposals that are as sure as somebody wants them."""
    return [proposal for proposal in proposals if proposal.confidence >= confidence]
