"""The originals behind a dossier, and what was done with them since they came in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from allegata.model import days, phrases
from allegata.model.dossier import ItemLine
from allegata.model.item import CustodyEvent, Item, Post
from allegata.model.result import IncidentRecord
from allegata.model.vocabulary import CustodyType

ARRIVALS = (CustodyType.RECEIVED, CustodyType.COLLECTED, CustodyType.DERIVATIVE_CREATED)


def instant(at: datetime | None) -> str:
    """An instant as ISO 8601 in UTC, to the second; empty for None."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else ""


def item_lines(
    record: IncidentRecord,
    containers: Sequence[Item],
    custody: Iterable[CustodyEvent],
    files: Mapping[str, str],
) -> tuple[ItemLine, ...]:
    """One line for each original, in the order in which they came in, then for what they lay in.

    :param files: item → its path in the package; an item without one is there by its hash only.
    """
    arrived: dict[str, str] = {}
    for event in custody:
        if event.type in ARRIVALS:
            arrived.setdefault(event.item, instant(event.at))
    names = {document.item: phrases.outlet(document) for document in record.documents}
    every = (*record.items, *containers)
    held: dict[str, list[int]] = {}
    for number, item in enumerate(every, 1):
        if item.capture.member_of:
            held.setdefault(item.capture.member_of.container, []).append(number)
    return tuple(
        _line(
            number,
            item,
            names.get(item.id, ""),
            arrived.get(item.id, ""),
            files.get(item.id, ""),
            tuple(held.get(item.id, ())),
        )
        for number, item in enumerate(every, 1)
    )


def _line(number: int, item: Item, source: str, received: str, file: str, holds: tuple[int, ...]) -> ItemLine:
    capture = item.capture
    published = days.day(capture.published) if capture.published else "not stated"
    inside = capture.member_of
    return ItemLine(
        number,
        item.id,
        item.length,
        item.media_type,
        capture.received_name,
        source,
        f"{published} ({phrases.plain(capture.published_basis)})" if capture.published else published,
        capture.url_final or capture.url or "",
        instant(capture.retrieved_at),
        received,
        phrases.plain(capture.method),
        capture.collector or "not stated",
        phrases.plain(item.completeness),
        phrases.plain(capture.content_present),
        f"{inside.container}, {inside.path}" if inside else "",
        file,
        instant(capture.claimed_at),
        capture.clock_source or "",
        capture.tool or "",
        capture.redirects,
        capture.transformations,
        _post(capture.post) if capture.post else "",
        holds,
        (*([capture.note] if capture.note else []), *(f"{one.name}: {one.value}" for one in capture.stated)),
    )


def _post(post: Post) -> str:
    """Where a post stood, and whose words it passes on."""
    told = [post.platform, *(words for words in (post.channel, post.channel_id) if words)]
    told += [
        f"{what} {words}" for what, words in (("post", post.post_id), ("reply to", post.reply_to)) if words
    ]
    told += [f"forwarded from {post.forwarded_from}"] if post.forwarded_from else []
    told += [f"edited {instant(post.edited_at)}"] if post.edited_at else []
    return ", ".join(told)


def custody_of(items: Iterable[Item], custody: Iterable[CustodyEvent]) -> tuple[CustodyEvent, ...]:
    """The events of these originals, item by item, oldest first."""
    order = {item.id: number for number, item in enumerate(items)}
    mine = [event for event in custody if event.item in order]
    return tuple(sorted(mine, key=lambda event: (order[event.item], event.at)))
