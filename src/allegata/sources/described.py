"""The capture that sidecars describe, checked against the file that they lie beside."""

import hashlib
import json
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from allegata.errors import Problem
from allegata.model.item import Capture, Stated
from allegata.model.vocabulary import ContentPresent, DateBasis
from allegata.sources.sidecar import CHECKED, DESCRIBING, Fields, Sidecar, contradicts, short


def capture(
    path: Path, name: str, length: int, sidecars: tuple[Sidecar, ...]
) -> tuple[Capture, tuple[Problem, ...]]:
    """The capture that sidecars describe, checked against the file.

    The first sidecar that states a field wins; a later one that differs is a Problem. The file's bytes
    are read, in a stream, only where a sidecar states their SHA-256.
    """
    problems: list[Problem] = []
    fields: dict[str, str] = {}
    stated_by: dict[str, str] = {}
    stated: list[Stated] = []
    for sidecar in sidecars:
        for key, value in sidecar.fields.items():
            if key not in DESCRIBING:
                stated.append(Stated(key, value))
            if key not in DESCRIBING + CHECKED:
                continue
            if key in fields and fields[key] != value:
                stated.append(Stated(f"{key} in {sidecar.origin}", value))
                first = f"“{short(fields[key])}” in {stated_by[key]}, which was followed"
                what = f"{key} is “{short(value)}” here and {first}"
                problems.append(contradicts(sidecar.origin, what, name))
            else:
                fields.setdefault(key, value)
                stated_by.setdefault(key, sidecar.origin)
    problems.extend(_checked(path, name, length, fields, stated_by))
    made = _made(name, fields, stated_by, problems)
    return replace(made, stated=tuple(dict.fromkeys(stated))), tuple(problems)


def _made(name: str, fields: dict[str, str], stated_by: Fields, problems: list[Problem]) -> Capture:
    notes = [fields["note"]] if "note" in fields else []

    def refuse(key: str, why: str) -> None:
        problems.append(contradicts(stated_by[key], f"{key} “{short(fields[key])}”: {why}", name))
        notes.append(f"{key} as stated: {fields[key]}")  # nothing that a collector wrote is lost

    published: date | None = None
    if "published" in fields:
        try:
            published = _day(fields["published"])
        except ValueError:
            refuse("published", "this is no calendar day in the form 2024-05-03")
    basis = DateBasis.STATED_BY_COLLECTOR if published else DateBasis.NONE
    if "published_basis" in fields:
        try:
            basis = DateBasis(fields["published_basis"]) if published else basis
        except ValueError:
            refuse("published_basis", f"not one of {', '.join(b.value for b in DateBasis)}")
    retrieved = _moment("retrieved_at", fields, refuse)
    present = ContentPresent.NOT_CHECKED
    if "content_present" in fields:
        try:
            present = ContentPresent(fields["content_present"])
        except ValueError:
            refuse("content_present", f"not one of {', '.join(p.value for p in ContentPresent)}")
    claimed = _moment("claimed_at", fields, refuse)
    # a day may begin fourteen hours before it begins in UTC
    if published and retrieved and (published - retrieved.date()).days > 1:
        why = f"the file was retrieved before that, on {retrieved.date().isoformat()}"
        problems.append(
            contradicts(stated_by["published"], f"published {published.isoformat()}: {why}", name)
        )
    return Capture(
        received_name=name,
        url=fields.get("url"),
        publisher=fields.get("publisher"),
        published=published,
        published_basis=basis,
        retrieved_at=retrieved,
        collector=fields.get("collector"),
        method=fields.get("method", "received_from_third_party"),
        note="; ".join(notes) or None,
        url_final=fields.get("url_final"),
        redirects=_several(fields.get("redirects", ""), None),
        claimed_at=claimed,
        clock_source=fields.get("clock_source"),
        tool=fields.get("tool"),
        content_present=present,
        transformations=_several(fields.get("transformations", ""), ";"),
    )


def _moment(key: str, fields: Fields, refuse: Callable[[str, str], None]) -> datetime | None:
    """The instant under a field, in UTC; refused when it is none."""
    if key not in fields:
        return None
    try:
        moment = datetime.fromisoformat(fields[key])
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        refuse(key, "it names no time zone, so that it is no instant")
    except (ValueError, OverflowError):
        refuse(key, "this is no instant in the form 2024-05-03T10:12:00Z")
    return None


def _several(words: str, mark: str | None) -> tuple[str, ...]:
    """The values of a field that has several: a JSON list, or words parted by a mark (None: by space)."""
    if words.lstrip().startswith("["):
        try:
            values = json.loads(words)
            return tuple(value if isinstance(value, str) else json.dumps(value) for value in values)
        except (ValueError, RecursionError):
            pass
    return tuple(part.strip() for part in words.split(mark) if part.strip())


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return datetime.fromisoformat(words).date()


def _checked(path: Path, name: str, length: int, fields: Fields, stated_by: Fields) -> Iterator[Problem]:
    if "length" in fields and fields["length"] != str(length):
        what = f"it states {short(fields['length'])} bytes, the file has {length}"
        yield contradicts(stated_by["length"], what, name)
    if "sha256" in fields:
        try:
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return  # the walk names files that cannot be opened
        if found != fields["sha256"].strip().lower():
            what = f"it states SHA-256 {short(fields['sha256'])}, the file has {found}"
            yield contradicts(stated_by["sha256"], what, name)
    if "media_type" in fields:
        stated = fields["media_type"].split(";")[0].strip().lower()
        guessed, _ = mimetypes.guess_type(name)
        if guessed is not None and stated != guessed:
            yield contradicts(
                stated_by["media_type"], f"it states {short(stated)}, the name says {guessed}", name
            )
