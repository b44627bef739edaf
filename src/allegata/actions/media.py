"""What is on record of one file of footage: its facts, its content log, what was made from it."""

from dataclasses import replace

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.decided import decided
from allegata.errors import UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.model.codec import parse
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.media import Derivative, LogLine, MediaFacts
from allegata.model.user import same_person
from allegata.store.tables import MEDIA


def media_facts(book: Casebook, item: str) -> MediaFacts | None:
    """What a file of footage says of itself, as last read; None when it was not examined."""
    query = select(MEDIA.c.data).where(MEDIA.c.item == item, MEDIA.c.kind == EntryKind.EXAMINED)
    row = book.index.first(query.order_by(MEDIA.c.seq.desc()))
    return parse(MediaFacts, row.data) if row else None


def log_of(book: Casebook, item: str) -> tuple[LogLine, ...]:
    """The content log of one item, in the order of the film."""
    query = select(MEDIA.c.data).where(MEDIA.c.item == item, MEDIA.c.kind == EntryKind.NOTED)
    lines = (parse(LogLine, row.data) for row in book.index.rows(query.order_by(MEDIA.c.seq)))
    return tuple(sorted(lines, key=lambda line: (line.start, line.end)))


def derivatives(book: Casebook, item: str | None = None) -> tuple[Derivative, ...]:
    """Derivatives that were made, oldest first, with who confirmed each."""
    query = select(MEDIA.c.data).where(MEDIA.c.kind == EntryKind.DERIVED).order_by(MEDIA.c.seq)
    every = (parse(Derivative, row.data) for row in book.index.rows(query))
    word: dict[str, list[Decision]] = {}
    for one in decided(book).force:
        word.setdefault(one.subject, []).append(one)

    def confirmed(made: Derivative) -> str | None:
        counting = [
            d for d in word.get(made.object, ()) if d.verb is DecisionVerb.REJECT or not made_by(made, d.by)
        ]
        return counting[-1].by if counting and counting[-1].verb is DecisionVerb.ACCEPT else None

    return tuple(
        replace(one, confirmed_by=confirmed(one)) for one in every if item is None or one.item == item
    )


def made_by(made: Derivative, name: str) -> bool:
    """Whether somebody made this: what they say of it lets nothing out."""
    return same_person(made.by, name)


def derivative_named(book: Casebook, name: str) -> Derivative:
    """One derivative by the digest of its bytes or the beginning of it.

    :raises UnknownThing: when there is none, or several.
    """
    found = {one.object: one for one in derivatives(book) if one.object.startswith(name)}
    if len(found) != 1:
        raise UnknownThing(f"no one derivative begins with {name!r}; `allegata show ITEM` lists them")
    return next(iter(found.values()))
