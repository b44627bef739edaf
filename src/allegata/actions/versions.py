"""What an incident's assessment was after each time that incidents were assessed: every result stays in the vault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.errors import UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.model import phrases
from allegata.model.assessment import IncidentAssessment
from allegata.model.canonical import parse_json
from allegata.model.codec import from_data
from allegata.store.tables import EVENTS

LISTED = 50
"""Versions offered for comparison: the latest ones."""


@dataclass(frozen=True, slots=True)
class Version:
    """One time that incidents were assessed: its ledger entry, and when and by whom."""

    entry: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an assessment in two versions; empty where a version has no such line."""

    what: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the two versions say different things."""
        return self.before != self.after


def versions(book: Casebook) -> tuple[Version, ...]:
    """The latest times that incidents were assessed, newest first. No result is opened for this."""
    query = select(EVENTS.c.seq, EVENTS.c.at, EVENTS.c.by).where(EVENTS.c.kind == EntryKind.ASSESSED)
    rows = book.index.rows(query.order_by(EVENTS.c.seq.desc()).limit(LISTED))
    return tuple(Version(row.seq, from_data(datetime, row.at), row.by) for row in rows)


def assessed_at(book: Casebook, entry: int, incident: str) -> IncidentAssessment | None:
    """An incident's assessment as of one entry; None when it was not among the incidents then.

    :raises UnknownThing: when no incidents were assessed in that entry.
    """
    query = select(EVENTS.c.subject).where(EVENTS.c.seq == entry, EVENTS.c.kind == EntryKind.ASSESSED)
    row = book.index.first(query)
    if row is None:
        raise UnknownThing(f"incidents were not assessed in entry {entry}; choose a version from the list")
    for one in parse_json(book.vault.read(row.subject))["assessments"]:
        if one["incident"] == incident:
            return from_data(IncidentAssessment, one)
    return None


def compared(
    book: Casebook, incident: str, before: int, after: int, *, withhold: bool = False
) -> tuple[Change, ...]:
    """Two versions line by line, in a fixed order.

    :param withhold: without titles and numbers: what stood in them may have been restricted since.
    :raises UnknownThing: as `assessed_at`.
    """
    left, right = (_lines(assessed_at(book, entry, incident), withhold) for entry in (before, after))
    return tuple(Change(what, left.get(what, ""), right.get(what, "")) for what in {**left, **right})


def _lines(assessed: IncidentAssessment | None, withhold: bool) -> dict[str, str]:
    """What an assessment says, in words, by what it is about; ids of sides stay as they are."""
    if assessed is None:
        return {}
    lines = {} if withhold else {"title": assessed.title}
    lines |= {"alleged against": _joined(assessed.alleged_against)}
    for side in assessed.contestation:
        searched = f"; searched: {side.searched}" if side.searched else ""
        lines[f"answer of {side.party or 'a side not named'}"] = f"{phrases.answers(side)}{searched}"
    for row in assessed.attributes:
        opposed = " + X" if row.corroboration.contradicted_by else ""
        counts = None if withhold else row.counts
        known = f", {phrases.span_of(counts.minimum, counts.maximum, counts.open_ended)}" if counts else ""
        bounds = phrases.bounds(row.origins.lower, row.origins.upper)
        number = f"{len(row.accounts)} account{'' if len(row.accounts) == 1 else 's'}"
        lines[phrases.ATTRIBUTES[row.attribute]] = (
            f"{row.corroboration.code}{opposed}, origins {bounds}{known}, {number}"
        )
    for cell in assessed.verification:
        what = f"check of {phrases.aspect(cell.aspect)} by {phrases.named(cell.verifier)}"
        lines[what] = phrases.RESULTS[cell.result]
    lines["no check read of"] = _joined([phrases.aspect(aspect) for aspect in assessed.not_checked])
    for step in assessed.process:
        named = f" ({'; '.join(step.articles)})" if step.articles else ""
        lines[f"legal step of {phrases.named(step.authority)}"] = f"{phrases.stage(step.stage)}{named}"
    for to in assessed.addressed:
        what = f"address by {phrases.named(to.by)} to {phrases.body(to.addressed)}"
        lines[what] = phrases.REFERRAL_STATUS[to.status]
    lines["circumstances that stay in view"] = str(len(assessed.pinned))
    return lines


def _joined(words: Sequence[str]) -> str:
    return ", ".join(words) or "none"
