"""`allegata link`: from the mentions of all documents to incidents. The machine proposes, people win."""

from allegata.actions.casebook import Casebook
from allegata.actions.current import Current, current, every_decision, every_incident
from allegata.actions.outcome import keep_if_changed
from allegata.actions.turns import Turns
from allegata.evidence.custody import EntryKind
from allegata.knowledge import load
from allegata.linking.incidents import identified, incidents
from allegata.linking.pairs import originals, spelled_out
from allegata.linking.resolve import contradictions, propose, resolve
from allegata.model.result import LinkResult, Progress, Silent, Step

PREFIX = "inc"


def link(
    book: Casebook,
    progress: Progress | None = None,
    now: Current | None = None,
    turns: Turns | None = None,
) -> LinkResult:
    """Link everything that was read; the ledger gets an entry only when something changed.

    :param now: the casebook as it counts, where the caller has it at hand.
    :param turns: compute without the casebook's lock, and keep in a turn.
    """
    progress = progress or Silent()
    now = now or current(book)
    progress.begin(Step.LINK, None)
    knowledge = load(book.knowledge)
    mentions = tuple(mention for reading in now.readings for mention in reading.mentions)
    pairs = spelled_out(now.decisions)
    proposals = propose(now.readings, now.documents, knowledge)
    partition = resolve(mentions, proposals, pairs, now.readings, now.documents)
    groups = identified(
        partition,
        every_incident(book),
        lambda: book.outside.new_id(PREFIX),
        originals(every_decision(book)),
        [mention.id for mention in mentions],
    )
    made = incidents(groups, mentions, proposals, pairs, now.decisions)
    changed = keep_if_changed(book, EntryKind.LINKED, {"incidents": made, "proposals": proposals}, turns)
    progress.end(Step.LINK)
    return LinkResult(made, proposals, changed, contradictions(mentions, pairs))
