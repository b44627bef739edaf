"""What became of incidents: every linking stays in the vault, so that an id that is gone still answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions
from allegata.errors import UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.model.canonical import parse_json
from allegata.store.tables import EVENTS, INCIDENTS, MEMBERS


@dataclass(frozen=True, slots=True)
class Linking:
    """One linking: its ledger entry, and which mentions each incident held after it."""

    seq: int
    mentions: Mapping[str, tuple[str, ...]]


def linkings(book: Casebook, *, newest_first: bool = False) -> Iterator[Linking]:
    """Every linking on record; one is read from the vault at a time.

    :raises UnknownThing, CasebookCorrupt: when the vault no longer holds one as it was.
    """
    order = EVENTS.c.seq.desc() if newest_first else EVENTS.c.seq
    query = select(EVENTS.c.seq, EVENTS.c.subject).where(EVENTS.c.kind == EntryKind.LINKED)
    for row in list(book.index.rows(query.order_by(order))):
        output = parse_json(book.vault.read(row.subject))
        yield Linking(row.seq, {one["id"]: tuple(one["mentions"]) for one in output["incidents"]})


def last_held(book: Casebook, name: str) -> tuple[str, tuple[str, ...]] | None:
    """The full id of an incident, present or past, and the mentions it held last.

    :param name: its id, or the beginning of it where that is enough to tell.
    """
    if not name.startswith("inc_"):
        return None
    for linking in linkings(book, newest_first=True):
        found = [id for id in linking.mentions if id.startswith(name)]
        if len(found) == 1:
            return found[0], linking.mentions[found[0]]
    return None


def missing(book: Casebook, name: str) -> UnknownThing:
    """Why there is no incident of that name: merged into which, taken out, or never there."""
    held = last_held(book, name)
    if held is None or book.index.count(INCIDENTS, INCIDENTS.c.id == held[0]):
        return UnknownThing(f"there is no incident {name!r}; `allegata show` lists them")
    id, mentions = held
    told = f"`allegata history {id}` tells by whom and why"
    now = holders(book, mentions)
    if not now:
        return UnknownThing(f"{id} was taken out by decision: none of its mentions counts any more; {told}")
    how = f"merged into {now[0]}" if len(now) == 1 else f"divided among {', '.join(now)}"
    return UnknownThing(f"{id} was {how}; {told}", now)


def holders(book: Casebook, mentions: tuple[str, ...]) -> tuple[str, ...]:
    """The incidents that hold any of these mentions now, sorted by id."""
    found: set[str] = set()
    for portion in portions(mentions):
        query = select(MEMBERS.c.incident).where(MEMBERS.c.mention.in_(portion))
        found.update(row.incident for row in book.index.rows(query))
    return tuple(sorted(found))
