"""What a memorandum of conversation records: who met whom, where and when."""

import re

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Event, Evidence, Origin, Participation
from lod_publisher.sources.frus_tei._passages import Piece

_CONVERSATIONS = {
    "memorandum-of-conversation": "conversation",
    "memorandum-of-telephone-conversation": "telephone-conversation",
    "memorandum-of-discussion": "meeting",
    "memorandum-of-meeting": "meeting",
}
# Heads such as PARTICIPANTS, OTHERS PRESENT, [PRINCIPAL PARTICIPANTS], THOSE ATTENDING THE MEETING WERE, IN ATTENDANCE.
PARTICIPANTS = re.compile(
    r"^.{0,40}\b(?:participants?|participation|attend(?:ees|ance|ed|ing)|present(?! (?:situation|position|polic|stat)))\b",
    re.I,
)


def meeting_of(
    local_id: str,
    origin: Origin,
    title: str,
    genre: str,
    date: PartialDate | None,
    places: tuple[EntityRef, ...],
    head: Piece | None,
    lists: list[tuple[str, list[Piece]]],
) -> Event | None:
    """The meeting that a document records; None when it is no such document.

    Participants are the persons tagged in the list of participants, or those tagged in the head when there is no list or it tags
    nobody. A name that nobody resolved stays in its passage.
    """
    present = [piece for heading, items in lists if PARTICIPANTS.match(heading) for piece in items]
    type_ = _CONVERSATIONS.get(genre)
    if type_ is None and not present:
        return None
    people = _people(present) or _people([head] if head else [])
    evidence = tuple(
        Evidence(EntityRef(Kind.DOCUMENT, piece.passage.local_id), "editor" if piece is head else "source")
        for piece in ([head] if head else []) + present[:1]
    )
    words = {"conversation": "Conversation", "telephone-conversation": "Telephone conversation"}.get(
        type_ or "", "Meeting"
    )
    where = f" in {places[0].label}" if places and places[0].label else ""
    when = f", {date.text}" if date else ""
    return Event(
        f"{local_id}/meeting",
        origin,
        f"{words}{where}{when}" if where or when else f"{words}: {title}",
        type_ or "meeting",
        date=date,
        places=places,
        participants=tuple(Participation(person, "participant") for person in dict.fromkeys(people)),
        evidence=evidence,
    )


def _people(pieces: list[Piece]) -> list[EntityRef]:
    mentioned = (mention.entity for piece in pieces for mention in piece.passage.mentions)
    return [entity for entity in mentioned if entity is not None and entity.kind is Kind.PERSON]
