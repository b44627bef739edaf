"""`allegata footage timeline`: where the same pictures were met, in the order in which they were first seen.

"The same" is the same bytes, or what people decided to be the same. Times that mean different things stay
apart; a time that a file carries inside itself orders nothing.
"""

from datetime import UTC, datetime, time

from allegata.actions.casebook import Casebook
from allegata.actions.current import appearances
from allegata.actions.footage import decisions, footage_items, kept_matches
from allegata.actions.media import media_facts
from allegata.linking.components import components
from allegata.model.codec import from_data
from allegata.model.item import Appearance, Item
from allegata.model.media import AssetAppearance, FirstSeen
from allegata.model.result import Timeline
from allegata.model.vocabulary import DateBasis


def timeline(book: Casebook, item: Item) -> Timeline:
    """The appearances of one asset, earliest first; files that are only proposed stand apart."""
    decided = decisions(book)
    same = [pair for pair, verb in decided.items() if verb == "same"]
    inside = next((group for group in components(same).values() if item.id in group), (item.id,))
    items = {one.id: one for one in footage_items(book)}
    found = [
        _appearance(book, items[id], met, item.id)
        for id in sorted(inside)
        if id in items
        for met in _met(book, items[id])
    ]
    found.sort(key=lambda one: (one.seen.earliest or one.seen.latest, one.seen.latest, one.item))
    asset = frozenset(inside)
    proposed = tuple(
        one
        for one in kept_matches(book)
        if len(asset & {one.left, one.right}) == 1 and (one.left, one.right) not in decided
    )
    names = tuple((id, items[id].capture.received_name) for id in sorted(items))
    return Timeline(item.id, tuple(sorted(inside)), tuple(found), proposed, names)


def _met(book: Casebook, item: Item) -> tuple[Appearance, ...]:
    held = appearances(book, item.id)
    return held or (Appearance(item.id, item.capture, 1),)


def _appearance(book: Casebook, item: Item, met: Appearance, asked: str) -> AssetAppearance:
    capture = met.capture
    ingested = from_data(datetime, book.ledger.entry(met.entry).data["at"])
    stated: list[tuple[datetime, str]] = []
    if capture.claimed_at:
        stated.append((capture.claimed_at, "its platform or export says so"))
    if capture.published and capture.published_basis is not DateBasis.WIDGET_OR_RENDER:
        at = datetime.combine(capture.published, time(), UTC)
        stated.append((at, f"publication day ({capture.published_basis.value.replace('_', ' ')})"))
    if capture.retrieved_at:
        stated.append((capture.retrieved_at, "captured then, as stated"))
    earliest, basis = min(stated, default=(None, "nobody stated a time"))
    facts = media_facts(book, item.id)
    return AssetAppearance(
        item.id,
        capture.received_name,
        "this file" if item.id == asked else "decided to be the same",
        FirstSeen(earliest, basis, ingested),
        capture.url,
        capture.post.channel if capture.post else capture.publisher,
        capture.claimed_at,
        capture.published.isoformat() if capture.published else None,
        capture.retrieved_at,
        facts.times if facts else (),
    )
