"""A clock that ticks, ids that count, and a small reader, so that two runs come out alike."""

import os
import re
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from allegata.actions.casebook import Outside
from allegata.errors import Problem, Severity
from allegata.model.document import Document, PublishedAt, Segment, derived_id
from allegata.model.incident import Account, Act, Mention
from allegata.model.item import Item
from allegata.model.reading import Reading
from allegata.model.record import Response
from allegata.model.source import OUTLET
from allegata.model.statement import Statement
from allegata.model.value import Count
from allegata.model.vocabulary import (
    ActType,
    Attribute,
    CountRole,
    DateBasis,
    Exactness,
    ResponseKind,
    Scope,
    SegmentRole,
    Unit,
)
from allegata.store.writes import Announce, unannounced

START = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def fixed_clock() -> datetime:
    return START


def outside(announce: Announce = unannounced, by: str = "tester", start: int = 0) -> Outside:
    """A world in which it is always the same moment, and chance counts: `inc_000001`, `inc_000002` …"""
    numbers = count(start + 1)
    return Outside(by, fixed_clock, lambda prefix: f"{prefix}_{next(numbers):06}", announce)


def ticking() -> Outside:
    ticks = count()
    numbers = count(1)
    return Outside(
        "tester",
        lambda: START + timedelta(seconds=next(ticks)),
        lambda prefix: f"{prefix}_{next(numbers):06}",
    )


class LineReads:
    """Reads "N killed" as a mention of its own, "denied" as a response to the mention before."""

    name = "lines"
    version = "1"

    def read(self, data: bytes, item: Item) -> tuple[Document, Reading]:
        text = data.decode()
        if "BREAK" in text:
            raise ValueError("this text breaks the reader")
        segments = (Segment(SegmentRole.BODY, 0, len(text)),) if text else ()
        document = Document(
            derived_id("doc", item.id, self.name), item.id, text, "en", segments, item.capture.received_name,
            published=PublishedAt(None, DateBasis.NONE), extractor=self.name,
        )  # fmt: skip
        return document, self._reading(document)

    def _reading(self, document: Document) -> Reading:
        statements, mentions, accounts, responses = [], [], [], []
        for line in re.finditer(r"[^\n]+", document.text):
            span = document.span(*line.span())
            statement = Statement(derived_id("st", document.id, span.start), span, (span,))
            statements.append(statement)
            if found := re.search(r"(\d+) killed", line.group()):
                start = span.start + found.start()
                value = document.span(start, start + len(found.group()))
                act = Act(derived_id("act", document.id, start), ActType.KILLING, value, statement.id)
                mention = Mention(
                    derived_id("men", document.id, start), document.id, (act,), (value,), (statement.id,)
                )
                mentions.append(mention)
                number = int(found.group(1))
                accounts.append(
                    Account(
                        derived_id("acc", document.id, start), mention.id, Attribute.VICTIMS_KILLED,
                        Count(number, number, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED),
                        value, statement.id,
                    )
                )  # fmt: skip
            elif "denied" in line.group() and mentions:
                responses.append(
                    Response(
                        derived_id("res", document.id, span.start), span, statement.id, (mentions[-1].id,),
                        ResponseKind.DENIAL, OUTLET, None, Scope.THIS_INCIDENT,
                    )
                )  # fmt: skip
        problems = ()
        if not mentions:
            what, remedy = "Nothing was found", "Nothing need be done."
            problems = (Problem("nothing_found", document.name, what, remedy, Severity.NOTICE),)
        return Reading(
            document.id, document.item, self.name, self.version, tuple(statements), tuple(mentions),
            tuple(accounts), responses=tuple(responses), problems=problems,
        )  # fmt: skip


def line_reads(folder: Path) -> LineReads:
    return LineReads()


class LaterReads(LineReads):
    version = "2"


def later_reads(folder: Path) -> LaterReads:
    return LaterReads()


def reports(folder: Path, number: int = 4) -> Path:
    """A folder of small texts; each tells of its own matter."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(number):
        lines = [f"Report {n} of town {n}.", f"{n + 2} killed near hill {n}.", "The ministry denied it."]
        (folder / f"{n:03}.txt").write_text("\n".join(lines))
    return folder


def dies(*_: object) -> None:
    """What a confined child is called with, so that it comes to grief."""
    os.abort()
