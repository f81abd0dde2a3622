"""The small card of an entity: for the frame in which a client shows it, and as a fragment beside a suggestion."""

from dataclasses import dataclass

from flask import render_template

from lod_publisher.model.authorities import register_of
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.protocols.reconcile.manifests import HEIGHT, WIDTH
from lod_publisher.web.protocols.reconcile.service import Service
from lod_publisher.web.site import KIND_NAMES
from lod_publisher.web.words import spoken_edtf

_MAX_FORMS = 6
_MAX_OFFICES = 4
_MAX_CODES = 4
_MAX_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and what stands beside it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows: name, kind, a line of description, and the facts by which namesakes are told apart."""

    label: str
    kind: str
    iri: str
    description: str
    rows: tuple[Row, ...]


def card_of(here: Service, entity: Entity) -> Card:
    """Gather the card of an entity. Texts are cut to what could be seen at most."""
    snapshot = here.here.snapshot
    facts = snapshot.name_index.facts(entity)
    forms = [name for name in snapshot.catalog.names(entity.kind, entity.local_id) if name != entity.label]
    codes = [
        f"{register.name}: {values[0]}"
        for scheme, values in facts.identifiers.items()
        if values and (register := register_of(scheme))
    ]
    volumes = len(facts.volumes)
    years = [str(year) for year in dict.fromkeys((facts.first_year, facts.last_year)) if year is not None]
    rows = (
        Row("Date", spoken_edtf(entity.edtf) or entity.date),
        Row("Life", _life(spoken_edtf(facts.birth), spoken_edtf(facts.death))),
        Row("Offices", "; ".join(facts.offices[:_MAX_OFFICES])),
        Row("Countries", ", ".join(facts.countries)),
        Row("Also", " · ".join(forms[:_MAX_FORMS])),
        Row("Years", "–".join(years)),
        Row(
            "Sources", _counted(facts.documents, "document") + (f" · {_counted(volumes, 'volume')}" if volumes else "")
        ),
        Row("Identifiers", " · ".join(codes[:_MAX_CODES])),
    )
    return Card(
        entity.label[:_MAX_CHARACTERS],
        KIND_NAMES[entity.kind][0],
        here.here.iri(entity),
        facts.description[:_MAX_CHARACTERS],
        tuple(Row(row.name, row.text[:_MAX_CHARACTERS]) for row in rows if row.text),
    )


def _life(born: str, died: str) -> str:
    if born and died:
        return f"{born} – {died}"
    return f"born {born}" if born else f"died {died}" if died else ""


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}" if number else ""


def page(card: Card) -> str:
    """The card as a page of its own that fits its frame."""
    return render_template("reconcile_card.html", card=card, width=WIDTH, height=HEIGHT, is_page=True)


def fragment(card: Card) -> str:
    """The card as a piece of HTML without any style of its own."""
    return render_template("reconcile_card.html", card=card, is_page=False)
