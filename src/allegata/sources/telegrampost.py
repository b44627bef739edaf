"""One message of a Telegram export: its text as composed, its files, its instant. Pure; no chat, no file."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath

NOT_NAMED = "an account that the export does not show to be a channel"
"""What stands in `Post.forwarded_from` instead of a name that may be a private person's."""

_DAY_SECONDS = 86_400


def text_of(message: Mapping[str, object]) -> tuple[str, int, list[str]]:
    """The text as composed, the number of runs it is joined from, and the targets of its links."""
    for key in ("text_entities", "text"):
        runs = message.get(key)
        if isinstance(runs, str):
            return runs, 1, []
        if isinstance(runs, list) and runs:
            words, links = [], []
            for run in runs:
                if isinstance(run, str):
                    words.append(run)
                elif isinstance(run, dict) and isinstance(run.get("text"), str):
                    words.append(run["text"])
                    if isinstance(run.get("href"), str):
                        links.append(run["href"][:2000])
            return "".join(words), len(words), links
    return "", 0, []


def files_of(message: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The files that a message names, each with the member that names it."""
    for key in ("photo", "file", "thumbnail"):
        where = message.get(key)
        if isinstance(where, str) and where:
            yield key, where


def kind_without_text(message: Mapping[str, object]) -> str:
    """What a message is that has neither text nor file."""
    for key, kind in (
        ("poll", "poll"),
        ("todo_list", "to-do list"),
        ("contact_information", "contact"),
        ("location_information", "location"),
        ("giveaway_information", "giveaway"),
        ("invoice_information", "invoice"),
    ):
        if key in message:
            return kind
    return "message without text"


def instant(value: object) -> datetime | None:
    """Seconds since 1970 as an instant; the exporter writes them as text."""
    try:
        return datetime.fromtimestamp(int(str(value)), UTC) if isinstance(value, str | int) else None
    except (ValueError, OverflowError, OSError):
        return None


def apart(local: str, at: datetime) -> bool:
    """Whether a local time and an instant lie further apart than any time zone explains."""
    try:
        there = datetime.fromisoformat(local)
    except ValueError:
        return False
    return there.tzinfo is None and abs((there.replace(tzinfo=UTC) - at).total_seconds()) > _DAY_SECONDS


def number_of(value: object) -> str | None:
    """A message's number, as text."""
    return str(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else None


def leads_outside(where: str) -> bool:
    """Whether a path leads out of the export's folder, on whatever system."""
    path = PurePosixPath(where.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in where[:2] or not path.parts or "\x00" in where
