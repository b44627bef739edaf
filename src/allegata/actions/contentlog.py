"""`allegata footage log`: one person watches and notes, so that others need not (DOMAIN 1.7 and 6.1)."""

from collections.abc import Iterable

from allegata.actions.casebook import Casebook
from allegata.actions.media import log_of, media_facts
from allegata.actions.wording import linter
from allegata.errors import BadDecision, VerdictInOwnWords
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.codec import to_data
from allegata.model.item import Item
from allegata.model.media import GraphicLevel, LogLine, TimeRange

LONGEST = 500
"""Characters of one note: distinctive features, not a retelling."""


def note(
    book: Casebook, item: Item, during: TimeRange, words: str, level: GraphicLevel, *, sound: bool = False
) -> LogLine:
    """Keep one line of the content log.

    :raises BadDecision: when the words are empty or too long, or the times lie outside the file.
    :raises VerdictInOwnWords: when a word judges outside quotation marks.
    """
    said = " ".join(words.split())
    if not said or len(said) > LONGEST:
        raise BadDecision(
            f"a note has 1 to {LONGEST} characters; note what can be seen or heard, in plain words"
        )
    facts = media_facts(book, item.id)
    length = facts.duration if facts else None
    if during.end < during.start or (length and during.start > length + 1_000):
        raise BadDecision(f"the times of the note do not lie in the file ({(length or 0) // 1000} s long)")
    judging = linter().texts([said])
    if judging:
        found = ", ".join(repr(one.word) for one in judging)
        raise VerdictInOwnWords(
            f"the note was not kept, because it judges ({found}); say what can be seen or heard, and put "
            "other people's words in quotation marks"
        )
    line = LogLine(item.id, during.start, during.end, said, level, sound, book.outside.by, book.now())
    payload = {"tool": "a person", "record": to_data(line)}
    book.keep(book.batch(), [Draft(EntryKind.NOTED, line.at, line.by, item.id, payload)])
    return line


def notes(book: Casebook, item: Item) -> tuple[LogLine, ...]:
    """The content log of a file, in its order."""
    return log_of(book, item.id)


def level_at(lines: tuple[LogLine, ...], at: int) -> GraphicLevel:
    """The worst that the log says of a moment; what nobody assessed counts as not assessed."""
    order = list(GraphicLevel)
    found = [line.level for line in lines if line.start <= at <= line.end]
    return max(found, key=order.index, default=GraphicLevel.UNASSESSED)


def level_of(lines: Iterable[LogLine]) -> GraphicLevel | None:
    """The worst that the log says of a whole file; None when nobody noted anything.

    A line that was not assessed counts as the worst.
    """
    return max((line.level for line in lines), key=list(GraphicLevel).index, default=None)
