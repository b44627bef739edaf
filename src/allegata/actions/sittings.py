"""Looking at footage over the web: a person sits down for one file, takes one still at a time, and stops.

What is decoded lies in the server's memory for a minute, under an address that works once and for that
session only; it is never written to a disk. Going on after some stills needs a step of its own, and each
person sets how many a day are enough (DOMAIN 6.1).
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from allegata.actions.casebook import Casebook
from allegata.actions.contentlog import level_at, notes
from allegata.actions.desk import Desk
from allegata.actions.looking import COLOURS, GREY, GREY_BLURRED, decoded, looked
from allegata.errors import BadDecision, Problem
from allegata.model.item import Item
from allegata.model.media import Derivative, GraphicLevel, LogLine
from allegata.model.user import SignedIn
from allegata.store.exposure import Exposure
from allegata.store.office import Office

BREAK = 10
"""Stills after which a break is offered before the next one."""
USUAL_LIMIT = 30
"""Stills a day, until a person sets their own."""
IDLE = 15 * 60.0
"""Seconds after which a sitting ends by itself."""
KEPT = 60.0
"""Seconds that a still waits to be fetched by the page that asked for it."""
REASON = 200
"""Characters of a reason."""
HOWS = (GREY_BLURRED, GREY, COLOURS)
"""From the first to the last step: each is taken from the one before, at the same moment."""


@dataclass(slots=True)
class Sitting:
    """One person with one file open. It changes with every still."""

    item: str
    of: Derivative | None
    reason: str
    at: int  # ms, where the person is
    how: str = GREY_BLURRED
    stills: int = 0
    since_break: int = 0
    touched: float = 0.0
    told: tuple[Problem, ...] = ()

    @property
    def pausing(self) -> bool:
        """Whether a break is offered before the next still."""
        return self.since_break >= BREAK


@dataclass(frozen=True, slots=True)
class Kept:
    """A still that waits for the page that asked for it."""

    session: str
    data: bytes
    until: float


class Sittings:
    """All that are open on a server. In memory only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._open: dict[tuple[str, str, str], Sitting] = {}
        self._stills: dict[str, Kept] = {}
        self._lock = Lock()

    def begin(
        self, session: str, casebook: str, item: Item, reason: str, at: int, of: Derivative | None = None
    ) -> Sitting:
        """Sit down for a file; nothing is decoded yet.

        :raises BadDecision: without a reason.
        """
        said = " ".join(reason.split())[:REASON]
        if not said:
            raise BadDecision("looking needs a reason: what has to be seen that the notes do not tell?")
        made = Sitting(item.id, of, said, max(0, at), touched=self.clock())
        with self._lock:
            self._open[session, casebook, item.id] = made
        return made

    def find(self, session: str, casebook: str, item: str) -> Sitting | None:
        """The sitting of a session for a file, when it is open and was not left alone for too long."""
        with self._lock:
            now = self.clock()
            for key in [key for key, one in self._open.items() if now - one.touched > IDLE]:
                del self._open[key]
            return self._open.get((session, casebook, item))

    def end(self, session: str, casebook: str, item: str) -> Sitting | None:
        """Stop. Stills that were not fetched are forgotten, too."""
        with self._lock:
            self._stills = {name: one for name, one in self._stills.items() if one.session != session}
            return self._open.pop((session, casebook, item), None)

    def put(self, session: str, data: bytes) -> str:
        """Keep a still for the page that asked for it; the name under which it can be had once."""
        name = secrets.token_urlsafe(24)
        with self._lock:
            now = self.clock()
            held = {
                key: one for key, one in self._stills.items() if one.until > now and one.session != session
            }
            self._stills = held | {name: Kept(session, data, now + KEPT)}
        return name

    def take(self, session: str, name: str) -> bytes | None:
        """Hand out a still and forget it; None when it is gone, or another session's."""
        with self._lock:
            found = self._stills.get(name)
            if found is None or found.session != session:
                return None
            del self._stills[name]
            return found.data if found.until > self.clock() else None


def still(
    desk: Desk, sittings: Sittings, exposure: Exposure, who: SignedIn, item: Item, at: int, how: str
) -> str | None:
    """Decode one still of an open sitting: the look is kept in the ledger first, then the still in memory.

    :param how: one of `HOWS`; a later one only at the moment at which the one before was looked at.
    :returns: the name under which the still can be had once; None when nothing could be decoded.
    :raises BadDecision: when none is open, a break is due, the day's limit is reached, or a step was left out.
    """
    one = sittings.find(who.session, desk.id, item.id)
    if one is None:
        raise BadDecision("nobody is looking at this file any more; begin again, with a reason")
    if one.pausing:
        raise BadDecision("a break is due; say that you go on, or stop")
    day = f"{desk.book.now():%Y-%m-%d}"
    if exposure.on(who.user.id, day) >= limit_of(exposure, who):
        raise BadDecision(
            "this is as many stills as you set for a day; work from the notes, or set another limit"
        )
    if how not in HOWS:
        raise BadDecision(f"a still is shown {', '.join(HOWS)}")
    if HOWS.index(how) > (HOWS.index(one.how) + 1 if one.stills and one.at == at else 0):
        raise BadDecision("blur is taken off for one still at a time: look at it blurred first")
    found, one.told = decoded(desk.book, item, [at], how, one.of)
    one.touched = sittings.clock()
    if not found:
        return None
    with desk.writing(who.name) as book:
        looked(book, item, [found[0].at], how, one.reason, one.of)
    one.at, one.how = found[0].at, how
    one.stills += 1
    one.since_break += 1
    exposure.add(who.user.id, day, 1)
    return sittings.put(who.session, found[0].data)


def rested(one: Sitting) -> None:
    """A person says, after the break that was offered, that they go on."""
    one.since_break = 0


# --- what is said before ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is known of a file before anybody looks."""

    lines: tuple[LogLine, ...]
    worst: GraphicLevel  # of the whole file; not assessed where nobody noted
    sound: bool  # whether the log says that something can be heard


def announcement(book: Casebook, item: Item) -> Announcement:
    """Level and content, from the notes of those who looked before."""
    lines = notes(book, item)
    order = list(GraphicLevel)
    worst = max((line.level for line in lines), key=order.index, default=GraphicLevel.UNASSESSED)
    return Announcement(lines, worst, any(line.sound for line in lines))


def level_now(book: Casebook, item: Item, at: int) -> GraphicLevel:
    """What the log says of one moment."""
    return level_at(notes(book, item), at)


# --- the person's own record ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What a person looked at, for that person only."""

    today: int
    limit: int
    set_by_person: bool
    days: tuple[tuple[str, int], ...]

    @property
    def left(self) -> int:
        """Stills until the limit of the day."""
        return max(0, self.limit - self.today)


def limit_of(exposure: Exposure, who: SignedIn) -> int:
    """The daily limit of a person."""
    own = exposure.limit(who.user.id)
    return USUAL_LIMIT if own is None else own


def own_record(exposure: Exposure, who: SignedIn, day: str) -> OwnRecord:
    """The record of the person who asks; there is no way to ask for somebody else's."""
    own = exposure.limit(who.user.id)
    days = exposure.days(who.user.id)
    return OwnRecord(exposure.on(who.user.id, day), limit_of(exposure, who), own is not None, days)


def set_limit(exposure: Exposure, who: SignedIn, stills: int) -> None:
    """Set the daily limit of the person who asks.

    :raises BadDecision: for a number that is none of 0 to 1000.
    """
    if not 0 <= stills <= 1000:
        raise BadDecision("a daily limit is a number of stills from 0 to 1000")
    exposure.set_limit(who.user.id, stills)


def records(office: Office) -> Exposure:
    """Where a server keeps them."""
    return Exposure(office)
