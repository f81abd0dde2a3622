"""What a finished snapshot says of each entity in short, read once when it is built: from its dumps, catalogue and store."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.snapshot.namesakes.facts import Facts, in_one_line, is_alive, shortened, years_of
from lod_publisher.snapshot.namesakes.own_words import OwnWords, own_words
from lod_publisher.snapshot.namesakes.writing import FILE, Named, write_names
from lod_publisher.snapshot.slices import Slice, Slices

Countries = Callable[[str], tuple[str, ...]]
Select = Callable[[str], Iterable[dict[str, str]]]

_DESCRIBED = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)
READ = (*_DESCRIBED, Kind.APPOINTMENT)
"""The kinds whose descriptions are read; of all others, only what the catalogue and the queries say."""

# The engine counts what would take ten times as long to read row by row.
_PREFIX = "PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>"
_SPOKEN_OF = f"""{_PREFIX} SELECT ?thing (COUNT(?document) AS ?documents) {{
  ?document a crm:E31_Document ; crm:P67_refers_to ?thing
}} GROUP BY ?thing"""
# Apart from the counts, since one undated document would leave a thing without its first and last day.
_WHEN = f"""{_PREFIX} SELECT ?thing (MIN(?day) AS ?first) (MAX(?day) AS ?last) {{
  ?document a crm:E31_Document ; crm:P94i_was_created_by ?creation ; crm:P67_refers_to ?thing .
  ?creation crm:P4_has_time-span ?span . ?span crm:P82a_begin_of_the_begin ?day
}} GROUP BY ?thing"""
_MOST_ROLES = 12
_SCHEME_OF_ENTRIES = "volume-entry"


@dataclass(frozen=True, slots=True)
class _Spoken:
    """How many documents speak of an entity, and the years of the first and last dated one."""

    documents: int = 0
    first: int | None = None
    last: int | None = None


def write_name_index(folder: Path, select: Select, base: str, countries: Countries = lambda _: ()) -> int:
    """Write the name index of a snapshot whose catalogue, dumps and store stand; returns how many entities it names.

    `select` answers a query on the store. `countries` finds the countries that a text speaks of.
    """
    catalog = Catalog(folder / "catalog.sqlite")
    with ThreadPoolExecutor(1) as beside:  # the engine works outside of Python's lock
        counting = beside.submit(_spoken_of, select, IriScheme(base))
        entities = catalog.living()
        offices = _Offices(folder, catalog, entities, IriScheme(base))
        described = {number: own_words(lines) for number, lines in _lines(folder, catalog, _DESCRIBED)}
        gathered = _Gathered(catalog, entities, described, counting.result(), offices, countries)
    return write_names(folder / FILE, gathered.named())


def _lines(folder: Path, catalog: Catalog, kinds: tuple[Kind, ...]) -> Iterator[tuple[int, bytes]]:
    """The lines of every description of some kinds, by the catalogue's numbers."""
    slices = Slices(folder)
    for kind in kinds:
        places: dict[int, list[Slice]] = defaultdict(list)
        rows = catalog.database.execute(
            "SELECT entity, b.file, start, length FROM blocks AS b JOIN entities ON id = entity"
            " WHERE kind = ? AND deleted IS NULL ORDER BY entity, place",
            (str(kind),),
        )
        for number, *where in rows:
            places[number].append(Slice(*where))
        for number, found in places.items():
            yield number, slices.read(found)


def _spoken_of(select: Select, iris: IriScheme) -> dict[tuple[Kind, str], _Spoken]:
    days = {
        row["thing"]: [year for name in ("first", "last") for year in years_of(row[name][:10])] for row in select(_WHEN)
    }
    found = {}
    for row in select(_SPOKEN_OF):
        thing = row["thing"]
        key = iris.split(thing)
        if key is not None and "#" not in thing:
            years = days.get(thing, ())
            found[key] = _Spoken(int(row["documents"]), min(years, default=None), max(years, default=None))
    return found


class _Offices:
    """Who held which offices when, as appointments say it: by the person's key."""

    def __init__(self, folder: Path, catalog: Catalog, entities: dict[int, Entity], iris: IriScheme) -> None:
        self.held: dict[tuple[Kind, str], dict[str, list[int]]] = defaultdict(dict)
        labels = {(entity.kind, entity.local_id): entity.label for entity in entities.values()}
        for number, lines in _lines(folder, catalog, (Kind.APPOINTMENT,)):
            told, appointment = own_words(lines), entities[number]
            offices = [labels.get(key, "") for iri in sorted(told.roles) if (key := iris.split(iri))]
            missions = [labels.get(key, "") for iri in sorted(told.missions) if (key := iris.split(iri))]
            role = ", ".join(filter(None, (*offices, *missions))) or appointment.label
            for person in map(iris.split, told.persons):
                if person is not None:
                    self.held[person].setdefault(role, []).extend(years_of(appointment.edtf))


class _Gathered:
    """What was read of all entities, from which the facts of each are put together."""

    def __init__(
        self,
        catalog: Catalog,
        entities: dict[int, Entity],
        described: dict[int, OwnWords],
        spoken: dict[tuple[Kind, str], _Spoken],
        offices: _Offices,
        countries: Countries,
    ) -> None:
        self._catalog = catalog
        self._described = described
        self._spoken = spoken
        self._offices = offices
        self._countries = countries
        self._entities = entities
        self._volumes = {entity.local_id for entity in self._entities.values() if entity.kind is Kind.VOLUME}

    def named(self) -> Iterator[Named]:
        """Every living entity with its names and what is said of it."""
        known: dict[int, list[str]] = defaultdict(list)
        for number, name in self._catalog.database.execute("SELECT entity, name FROM names ORDER BY rowid"):
            known[number].append(name)
        for number, entity in self._entities.items():
            names = tuple(name for name in dict.fromkeys((entity.label, *known.get(number, ()))) if name.strip())
            if not names:
                continue
            told = self._described.get(number)
            formal = names if told is None else tuple(n for n in names if n == entity.label or n in told.formal)
            surface = tuple(name for name in names if name not in formal)
            yield Named(number, entity.kind, formal, surface, self._facts(entity, told or OwnWords()))

    def _facts(self, entity: Entity, told: OwnWords) -> Facts:
        key = entity.kind, entity.local_id
        spoken = self._spoken.get(key, _Spoken())
        held = self._offices.held.get(key, {})
        notes = [shortened(note) for note in told.notes[:_MOST_ROLES]]
        offices = tuple(dict.fromkeys((*held, *notes))) if entity.kind is Kind.PERSON else ()
        years = {year for spent in held.values() for year in spent} | {spoken.first, spoken.last}
        active = {year for year in years if year is not None and is_alive(year, told.life)}
        if not active and entity.kind not in _DESCRIBED:
            active = set(years_of(entity.edtf))
        facts = Facts(
            birth=told.life.get("birth", ""),
            death=told.life.get("death", ""),
            first_year=min(active, default=None),
            last_year=max(active, default=None),
            offices=offices,
            countries=self._countries(" ; ".join((*offices, *notes))) if entity.kind in _DESCRIBED else (),
            volumes=tuple(sorted(self._volumes_of(entity, told))),
            identifiers={scheme: tuple(sorted(codes)) for scheme, codes in sorted(told.codes.items())},
            documents=spoken.documents,
        )
        return replace(facts, description=in_one_line(facts, offices or notes, entity.edtf))

    def _volumes_of(self, entity: Entity, told: OwnWords) -> set[str]:
        """The volumes that list an entity, or of which it is a part."""
        entries = {code.partition("#")[0] for code in told.codes.get(_SCHEME_OF_ENTRIES, ())}
        passages = {iri.partition(f"/id/{Kind.DOCUMENT}/")[2].partition("/")[0] for iri in told.introduced_by}
        return (entries | passages | {entity.local_id.partition("/")[0]}) & self._volumes - {entity.local_id}
