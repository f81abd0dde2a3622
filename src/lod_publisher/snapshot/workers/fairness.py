"""Whose turn it is: seats for quick queries, room for long ones, and clients that take turns by what they cost.

Every query begins in a seat. One that is not done after a moment (`Limits.quick_s`) gives its seat back and runs on in the
room for long queries, where a client may not take the last place; when the room is full the query is ended, unless the machine
is so busy that it has hardly begun. So a seat is free again within a moment, whoever asks what. The last free seat is kept for clients whose queries have been quick.
"""

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lod_publisher.errors import BusyError

Place = TypeVar("Place")

# How many clients are remembered, and how much of a client's average a new query makes.
_REMEMBERED = 10_000
_NEW_SHARE = 0.3
# So many seconds of average cost weigh as much as one second of waiting: an expensive client comes late, but it comes.
_PATIENCE = 0.1


@dataclass(slots=True)
class Ticket(Generic[Place]):
    """A place in the queue; `called` is set when there is a place to work (`place`) or none will come (`refusal`)."""

    client: str
    since: float
    timeout_s: float
    called: threading.Event = field(default_factory=threading.Event)
    place: Place | None = None
    refusal: Exception | None = None


@dataclass(slots=True)
class _Client(Generic[Place]):
    average_s: float
    served: int = 0
    in_seats: int = 0
    long: int = 0
    last: float = 0.0
    waiting: deque[Ticket[Place]] = field(default_factory=deque)


class Turns(Generic[Place]):
    """The book of who waits, who sits and who takes long. Called under the pool's lock only."""

    def __init__(self, seats: int, room: int, queue: int, quick_s: float) -> None:
        self.seats = seats
        self.room = room
        self._queue = queue
        self._quick_s = quick_s
        self._clients: OrderedDict[str, _Client[Place]] = OrderedDict()
        self.in_seats = 0
        self.long = 0
        self.waiting = 0

    def _client(self, name: str) -> _Client[Place]:
        client = self._clients.get(name)
        if client is None:
            client = self._clients[name] = _Client(self._quick_s / 2)
            if len(self._clients) > _REMEMBERED:
                self._forget()
        else:
            self._clients.move_to_end(name)
        return client

    def _forget(self) -> None:
        for name, client in self._clients.items():
            if not (client.waiting or client.in_seats or client.long):
                del self._clients[name]
                return

    def queue(self, ticket: Ticket[Place]) -> None:
        """Have a query wait; when the queue is full, the last of whoever waits with most goes, if that is another.

        Raises:
            BusyError: the queue is full, and nobody waits with more than this client would.
        """
        client = self._client(ticket.client)
        if self.waiting >= self._queue:
            greedy = max(self._clients.values(), key=lambda one: len(one.waiting))
            if len(greedy.waiting) <= len(client.waiting) + 1:
                raise busy()
            refused = greedy.waiting.pop()
            self.waiting -= 1
            refused.refusal = busy()
            refused.called.set()
        client.waiting.append(ticket)
        self.waiting += 1

    def leave(self, ticket: Ticket[Place]) -> None:
        """A query waits no longer."""
        self._client(ticket.client).waiting.remove(ticket)
        self.waiting -= 1

    def next(self, now: float) -> Ticket[Place] | None:
        """The query whose turn it is, if a seat is free for it; it sits down."""
        ready = [client for client in self._clients.values() if client.waiting and self._may_sit(client)]
        if not ready:
            return None
        client = min(ready, key=lambda one: (self._rank(one, now), one.last))
        ticket = client.waiting.popleft()
        self.waiting -= 1
        client.last = now
        client.in_seats += 1
        self.in_seats += 1
        return ticket

    def takes_long(self, name: str) -> bool:
        """Whether the queries of a client have taken long so far, on the whole."""
        return self._client(name).average_s >= self._quick_s

    def _rank(self, client: _Client[Place], now: float) -> float:
        """Clients of quick queries come first and take turns; others follow by what they cost and how long they waited."""
        if client.average_s < self._quick_s:
            return 0.0
        return max(0.0, client.average_s - _PATIENCE * (now - client.waiting[0].since))

    def _may_sit(self, client: _Client[Place]) -> bool:
        free = self.seats - self.in_seats
        if free <= 0:
            return False
        is_quick = client.served > 0 and client.average_s < self._quick_s / 2
        if is_quick:
            return True
        if free == 1 and self.seats > 1:
            return False
        takes_long = client.average_s >= self._quick_s
        return client.long < self._share() and not (takes_long and self.long >= self.room)

    def _share(self) -> int:
        """How much of the room for long queries one client may take."""
        return max(1, self.room - 1)

    def lengthen(self, name: str) -> bool:
        """A query goes from its seat into the room for long ones; False when there is no place for it."""
        client = self._client(name)
        if self.long >= self.room or client.long >= self._share():
            return False
        client.in_seats -= 1
        self.in_seats -= 1
        client.long += 1
        self.long += 1
        return True

    def end(self, name: str, seconds: float, *, was_long: bool) -> None:
        """A query is over, after so many seconds of work."""
        client = self._client(name)
        if was_long:
            client.long -= 1
            self.long -= 1
        else:
            client.in_seats -= 1
            self.in_seats -= 1
        client.served += 1
        client.average_s += _NEW_SHARE * (seconds - client.average_s)

    def empty(self) -> list[Ticket[Place]]:
        """Everybody who waits, who from now on does not."""
        left = [ticket for client in self._clients.values() for ticket in client.waiting]
        for client in self._clients.values():
            client.waiting.clear()
        self.waiting = 0
        return left


def busy() -> BusyError:
    """What a query is told for which there is no turn."""
    return BusyError("All query workers are busy. Try again in a few seconds.")
