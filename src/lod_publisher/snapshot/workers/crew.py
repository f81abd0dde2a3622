"""The workers of a pool and the jobs they do: started ahead, watched, ended, replaced."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from lod_publisher.errors import QueryError, SnapshotError
from lod_publisher.snapshot.workers.fairness import Ticket, Turns, busy
from lod_publisher.snapshot.workers.limits import Counters, Limits
from lod_publisher.snapshot.workers.nursery import NURSERY
from lod_publisher.snapshot.workers.process import WorkerSettings
from lod_publisher.snapshot.workers.verdicts import Reason, of_death
from lod_publisher.snapshot.workers.worker import START_S, Job, Worker

# How often jobs are looked at while there are any.
_LOOK_S = 0.05
_LOOK_RESTING_S = 5.0
# Looking goes on for so long after the last job: waking the thread that looks for each of many short ones takes longer than they do.
_WAKEFUL_S = 1.0
_TRY_AGAIN_S = 1.0
# A query for which the room has no place is ended when it has had a quick query's processor time. On a busy machine (a new
# snapshot is being opened) one of 5 ms may wait longer than that for its turn at the processor; but it keeps a seat from
# others, so that it may do so only for so many times as long by the clock.
_WAITING = 4
# Workers ready beyond the free seats, so that a query never waits for one to start.
_AHEAD = 1
# A worker that gives way to others does so for good, but what it has read of the store makes the next long query a third faster.
# It is kept so long for that.
_RESTING_S = 60.0

# Takes what is to be done when a client goes away.
Leaving = Callable[[Callable[[], object]], object]


class Crew:
    """All workers of a pool. One thread starts them ahead, another watches what they do."""

    def __init__(self, settings: WorkerSettings, seats: int, limits: Limits) -> None:
        self._settings = settings
        self._limits = limits
        self._lock = threading.Lock()
        self._lacking = threading.Condition(self._lock)
        self._working = threading.Condition(self._lock)
        self._turns: Turns[Job] = Turns(seats, max(1, seats), limits.queue, limits.quick_s)
        self._idle: list[Worker] = []
        self._resting: list[tuple[float, Worker]] = []  # since when, and who has had a long query
        self._starting: Worker | None = None
        self._dead: list[Worker] = []
        self._jobs: set[Job] = set()
        self._counters = Counters()
        self._trouble = ""
        self._wakeful_until = 0.0
        self._is_asleep = False  # the thread that looks at jobs
        self._closed = threading.Event()
        NURSERY.join()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._start_ahead, self._watch)]
        for thread in self._threads:
            thread.start()

    def counters(self) -> Counters:
        with self._lock:
            return replace(
                self._counters,
                ended=dict(self._counters.ended),
                waiting=self._turns.waiting,
                busy=len(self._jobs),
                long=self._turns.long,
                ready=len(self._idle),
            )

    def take(self, client: str, wait_s: float, timeout_s: float, leaving: Leaving) -> Job:
        """A worker for a query, when it is the client's turn; `leaving` is told what to do when the client goes.

        Raises:
            BusyError: there was none in time. SnapshotError: no worker can be started.
        """
        ticket: Ticket[Job] = Ticket(client, monotonic(), timeout_s)
        with self._lock:
            self._counters.asked += 1
            try:
                self._turns.queue(ticket)
            except QueryError:
                self._counters.refused += 1
                raise
            self._call()
        leaving(lambda: self._left(ticket))
        if not ticket.called.wait(wait_s):
            with self._lock:
                self._send_away(ticket)
        if ticket.place is None:
            with self._lock:
                self._counters.refused += 1
            raise ticket.refusal or busy()
        return ticket.place

    def _left(self, ticket: Ticket[Job]) -> None:
        """The client of a query has gone, whether it waits or is answered."""
        with self._lock:
            self._send_away(ticket)
            if ticket.place is not None:
                self._end(ticket.place, Reason.CANCELLED)

    def _send_away(self, ticket: Ticket[Job]) -> None:
        """Have a query wait no longer, if it does. Under the lock."""
        if not ticket.called.is_set():
            self._turns.leave(ticket)
            ticket.refusal = busy()
            ticket.called.set()

    def _call(self) -> None:
        """Give workers to those whose turn it is. Under the lock."""
        while self._idle:
            if not self._idle[-1].is_alive():  # the system has ended it
                self._give_up(self._idle.pop())
                continue
            ticket = self._turns.next(monotonic())
            if ticket is None:
                return
            worker = self._rested(ticket.client) or self._idle.pop()
            ticket.place = Job(ticket.client, worker, monotonic(), worker.worked_s(), ticket.timeout_s)
            self._jobs.add(ticket.place)
            ticket.called.set()
            self._wakeful_until = ticket.place.began + _WAKEFUL_S
            if self._is_asleep:
                self._working.notify()
            if self._is_short():
                self._lacking.notify()

    def _rested(self, client: str) -> Worker | None:
        """A worker that has had a long query, for a client whose queries take long. Under the lock."""
        while self._resting and self._turns.takes_long(client):
            _, worker = self._resting.pop()
            if worker.is_alive():
                return worker
            self._give_up(worker)
        return None

    def _give_up(self, worker: Worker) -> None:
        """Have a worker without a job ended and buried by the thread that also starts them. Under the lock."""
        worker.kill()
        self._dead.append(worker)
        self._lacking.notify()

    def finish(self, job: Job, *, tired: bool = False, answered: bool = True) -> None:
        """A job is done and its worker lives: it takes the next, unless it is tired."""
        with self._lock:
            self._counters.answered += answered
            lives = self._over(job) and not (tired or self._closed.is_set())
            if lives and job.worker.is_slow:
                self._resting.append((monotonic(), job.worker))
                self._working.notify()
            elif lives:
                self._idle.append(job.worker)
            self._call()
        if not lives:
            job.worker.kill()
            job.worker.bury()

    def drop(self, job: Job, reason: Reason) -> None:
        """End a job with its worker, if it is not over; bury a worker that was ended while nobody listened."""
        with self._lock:
            self._end(job, reason)
        if job.reason is not None:
            job.worker.bury()

    def buried(self, job: Job) -> Reason:
        """A job's worker has died: why."""
        code = job.worker.bury()
        with self._lock:
            self._end(job, of_death(code))
        return job.reason or Reason.MEMORY

    def _end(self, job: Job, reason: Reason) -> None:
        """End a job with its worker, if it is not over. Under the lock."""
        if not self._over(job):
            return
        job.reason = reason
        job.worker.kill()
        self._counters.ended[reason.value] = self._counters.ended.get(reason.value, 0) + 1
        self._lacking.notify()
        self._call()

    def _over(self, job: Job) -> bool:
        """Strike a job off the books; False when somebody did before. Under the lock."""
        if job not in self._jobs:
            return False
        self._jobs.discard(job)
        self._turns.end(job.client, monotonic() - job.began, was_long=job.is_long)
        return True

    def _start_ahead(self) -> None:
        while True:
            with self._lock:
                while not (self._closed.is_set() or self._dead or self._is_short()):
                    self._lacking.wait()
                if self._closed.is_set():
                    return
                dead, self._dead = self._dead, []
                is_short = self._is_short()
            for worker in dead:
                worker.bury()
            if not is_short:
                continue
            new = self._started()
            with self._lock:
                self._starting = None
                if new is not None and not self._closed.is_set():
                    self._counters.started += 1
                    self._idle.append(new)
                    self._call()
                    continue
                for ticket in self._turns.empty():
                    ticket.refusal = SnapshotError(
                        f"{self._settings.store}: a query worker did not start. Look at the server's log, then verify "
                        "the snapshot."
                    )
                    ticket.called.set()
                if not self._closed.is_set():
                    self._lacking.wait(_TRY_AGAIN_S)
            if new is not None:
                new.bury()

    def _is_short(self) -> bool:
        """Whether there are fewer workers ready than may soon be wanted. Under the lock."""
        seats = self._turns.seats
        return seats > 0 and len(self._idle) < seats - self._turns.in_seats + _AHEAD

    def _started(self) -> Worker | None:
        try:
            worker = Worker(self._settings)
        except OSError as problem:
            self._note(f"there is no process for it ({problem})")
            return None
        with self._lock:
            self._starting = worker
            if self._closed.is_set():  # too late for `close` to see it
                worker.kill()
        if worker.wait_ready():
            self._trouble = ""
            return worker
        worker.bury()
        self._note("it ended before the store was open")
        return None

    def _note(self, trouble: str) -> None:
        """Say in the log why no worker starts, once for as long as it stays so; one that starts as the pool closes is none the worse."""
        if trouble != self._trouble and not self._closed.is_set():
            logging.getLogger(__name__).warning(
                "%s: a query worker did not start: %s. Queries are refused until one does; another is tried each second.",
                self._settings.store,
                trouble,
            )
        self._trouble = trouble

    def _watch(self) -> None:
        with self._lock:
            while not self._closed.is_set():
                now = monotonic()
                for job in list(self._jobs):
                    self._look(job, now)
                while self._resting and (self._resting[0][0] < now - _RESTING_S or not self._is_room_to_rest()):
                    self._give_up(self._resting.pop(0)[1])
                self._is_asleep = not self._jobs and now > self._wakeful_until
                self._working.wait(_LOOK_S if not self._is_asleep else _LOOK_RESTING_S if self._resting else None)

    def _is_room_to_rest(self) -> bool:
        """Whether those that rest and those that work on long queries are no more than may work on long ones. Under the lock."""
        return len(self._resting) + self._turns.long <= self._turns.room

    def _look(self, job: Job, now: float) -> None:
        """End a job that is over a limit; take a seat from one that turns out to be long. Under the lock."""
        spent = now - job.began
        if not job.has_begun and spent > job.timeout_s:
            self._end(job, Reason.TIMEOUT)
        elif spent > self._limits.stream_s:
            self._end(job, Reason.LONG)
        elif job.untaken_since is not None and now - job.untaken_since > self._limits.stalled_s:
            self._end(job, Reason.STALLED)
        elif not job.is_long and spent > self._limits.quick_s:
            if self._turns.lengthen(job.client):
                job.is_long = True
                job.worker.slow_down()
                self._lacking.notify()
                self._call()
            elif not job.has_begun and (
                spent > _WAITING * self._limits.quick_s or job.worked_s() > self._limits.quick_s
            ):
                self._end(job, Reason.ROOM)

    def close(self) -> None:
        """End every worker and refuse whoever waits."""
        with self._lock:
            if self._closed.is_set():
                return
            self._closed.set()
            for ticket in self._turns.empty():  # first of all, lest one gets a worker that another query frees
                ticket.refusal = busy()
                ticket.called.set()
            idle, self._idle = [*self._idle, *(worker for _, worker in self._resting)], []
            self._resting = []
            jobs = list(self._jobs)
            for job in jobs:
                self._end(job, Reason.CANCELLED)
            if self._starting is not None:
                self._starting.kill()
            self._lacking.notify_all()
            self._working.notify_all()
        for worker in idle:
            worker.bury()
        for job in jobs:
            job.worker.end()  # whoever reads its answer buries it
        for thread in self._threads:
            thread.join(START_S)
        for worker in self._dead:
            worker.bury()
        NURSERY.leave()
