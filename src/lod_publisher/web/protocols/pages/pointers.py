"""What points at a thing, found by one walk along the index unless so much does that each property is asked for on its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from lod_publisher.web.site import Site

_MAX_SUBJECTS = 60_000
# On the page of a thing, where a dozen of each list are shown, no more is looked at: Washington is pointed at 17,000 times.
_MAX_GLANCED = 200
# A walk along 2,000 statements takes 25 ms, and is for nothing when it turns out that there are more.
_MAX_WALKED = 500
_PREDICATES = "SELECT DISTINCT ?entity ?predicate WHERE { ?subject ?predicate ?entity }"
_SUBJECTS = f"SELECT ?entity ?predicate ?subject WHERE {{ ?subject ?predicate ?entity }} LIMIT {_MAX_SUBJECTS}"
_GLANCED = f"SELECT ?entity ?predicate ?subject WHERE {{ ?subject ?predicate ?entity }} LIMIT {_MAX_GLANCED}"


@dataclass(frozen=True, slots=True)
class Pointers:
    """The properties by which something points at a thing, and what does; `walked` holds all of it when that is little."""

    here: Site
    iri: str
    predicates: frozenset[str]
    walked: Mapping[str, list[str]] | None

    @staticmethod
    def of(here: Site, iri: str) -> "Pointers":
        """Look at what points at a thing from elsewhere, not from its own parts."""
        found = here.snapshot.pointers(iri, _MAX_WALKED)
        if len(found) == _MAX_WALKED:
            rows = here.snapshot.select(_PREDICATES, {"entity": iri})
            return Pointers(here, iri, frozenset(row["predicate"] for row in rows), None)
        walked: dict[str, list[str]] = {}
        for subject, predicate in found:
            walked.setdefault(predicate, []).append(subject)
        return Pointers(here, iri, frozenset(walked), walked)

    def by(self, predicate: str, in_full: bool) -> tuple[list[str], bool]:
        """What points at the thing by a property, and whether there is more than was looked at; a glance unless all is wanted."""
        if self.walked is not None:
            return self.walked.get(predicate, []), False
        own = (f"{self.iri}#", f"{self.iri}/")
        query = _SUBJECTS if in_full else _GLANCED
        rows = self.here.snapshot.select(query, {"entity": self.iri, "predicate": predicate})
        found = [subject for row in rows if (subject := row["subject"]) != self.iri and not subject.startswith(own)]
        return found, len(rows) >= (_MAX_SUBJECTS if in_full else _MAX_GLANCED)
