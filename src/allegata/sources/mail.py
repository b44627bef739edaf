"""Mail as `.eml`: its bodies, its attachments, and what its headers state.

Read as far as it goes, however broken. Addresses and names of correspondents stay in the original; a mail
has no publisher and no day of publication, and its `Date` is what the sender's machine claims.
"""

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, TypeAlias

from allegata.errors import Severity
from allegata.model.item import Capture, Item, Stated
from allegata.model.vocabulary import ContentPresent
from allegata.sources.importer import Spool

_Part: TypeAlias = "Message[Any, Any]"  # not subscriptable at run time before Python 3.13

LIMIT = 256 << 20
"""Bytes of a mail that are parsed: it is in memory, several times over."""
PARTS = 1000
DEPTH = 50

_HEADER = re.compile(rb"^([!-9;-~]+):[ \t]?")
_KNOWN = frozenset(
    {b"from", b"to", b"date", b"subject", b"message-id", b"received", b"mime-version", b"return-path",
     b"delivered-to", b"content-type", b"reply-to"}
)  # fmt: skip
_STATED = ("Date", "Message-ID", "Subject", "In-Reply-To", "List-Id", "User-Agent", "X-Mailer")
_EXACT = email.policy.default.clone(refold_source="none")
_DEFECTS = {
    "StartBoundaryNotFoundDefect": "a boundary that its header names does not occur",
    "CloseBoundaryNotFoundDefect": "it ends before its last part is closed",
    "MultipartInvariantViolationDefect": "a part said to hold others holds none",
    "NoBoundaryInMultipartDefect": "a part said to hold others names no boundary",
    "InvalidBase64PaddingDefect": "a part in base64 ends unfinished",
    "InvalidBase64CharactersDefect": "a part in base64 holds other characters",
    "InvalidBase64LengthDefect": "a part in base64 has an impossible length",
    "MissingHeaderBodySeparatorDefect": "a line among the headers is none",
    "FirstHeaderLineIsContinuationDefect": "its first line continues a header that is not there",
    "MisplacedEnvelopeHeaderDefect": "an envelope line stands among the headers",
}


class Mail:
    """One mail."""

    name = "mail"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By at least three headers of mail before the first empty line; by two where it is called so."""
        lines = head.lstrip(b"\xef\xbb\xbf\r\n").splitlines()
        if lines and lines[0].startswith(b"From "):
            lines = lines[1:]
        found: set[bytes] = set()
        for line in lines:
            match = _HEADER.match(line)
            if match:
                found.add(match.group(1).lower())
            elif not line.startswith((b" ", b"\t")):
                break
        return len(found & _KNOWN) >= (2 if name.lower().endswith(".eml") else 3)

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Bodies and attachments as pieces, defects as problems."""
        name = item.capture.received_name
        if item.length > LIMIT:
            what = f"The mail has {item.length:,} bytes; up to {LIMIT:,} are parsed. It is kept."
            spool.problem(
                "mail_too_large", name, what, "Save its attachments and add these.", Severity.UNREADABLE
            )
            return
        try:
            with path.open("rb") as file:
                message = email.message_from_binary_file(file, policy=_EXACT)
            _Mail(message, name, spool).read()
        except RecursionError:
            what = "The mail's parts are nested deeper than any program writes; it was read as far as that."
            spool.problem("mail_nested", name, what, "Ask where the mail comes from.")


class _Mail:
    """One mail under way."""

    def __init__(self, message: _Part, name: str, spool: Spool) -> None:
        self._message, self._name, self._spool = message, name, spool
        self._names: set[str] = set()

    def read(self) -> None:
        capture = self._capture()
        bodies = 0
        for count, (address, part) in enumerate(_leaves(self._message, "", 0)):
            if count >= PARTS:
                what = f"The mail has more than {PARTS} parts; the rest was left in it."
                self._spool.problem("mail_parts", self._name, what, "Save them one by one, and add these.")
                break
            bodies += self._part(address, part, capture)
        defects = Counter(type(defect).__name__ for part in self._message.walk() for defect in part.defects)
        for defect, number in sorted(defects.items()):
            what = f"The mail is damaged: {_DEFECTS.get(defect, defect)}"
            times = f" ({number} times)" if number > 1 else ""
            self._spool.problem(
                "mail_damaged",
                self._name,
                f"{what}{times}. It was read as far as it goes.",
                "Ask for it again.",
            )
        if not bodies:
            what = "The mail has no text of its own."
            self._spool.problem(
                "mail_without_text", self._name, what, "Nothing need be done.", Severity.NOTICE
            )

    def _capture(self) -> Capture:
        stated = [Stated(name, value) for name in _STATED if (value := _header(self._message, name))]
        for value in (self._message.get_all("DKIM-Signature") or ())[:5]:
            if domain := re.search(r"\bd=([\w.-]+)", str(value)):
                stated.append(Stated("DKIM-Signature, not checked", f"d={domain.group(1)}"))
        return Capture(
            received_name="",
            claimed_at=_instant(_header(self._message, "Date")),
            content_present=ContentPresent.YES,
            stated=tuple(stated),
        )

    def _part(self, address: str, part: _Part, capture: Capture) -> bool:
        """Keep one part; whether it is a body."""
        kind = part.get_content_type()
        if kind == "message/rfc822":
            return self._nested(address, part, capture)
        data, done = _payload(part)
        given = _file_name(part)
        body = (
            kind in ("text/plain", "text/html")
            and not given
            and part.get_content_disposition() != "attachment"
        )
        if not data and body:
            return False
        ending = {"text/plain": ".txt", "text/html": ".html"}.get(kind, "")
        name = self._unique(f"body{ending}" if body else given or f"part-{address}{ending}")
        made = replace(capture, transformations=(done,)) if done else capture
        self._spool.add(address, name, data, made, kind)
        return body

    def _nested(self, address: str, part: _Part, capture: Capture) -> bool:
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            try:
                data = inner[0].as_bytes(policy=_EXACT)
            except (ValueError, LookupError, AttributeError, TypeError, KeyError):
                what = f"The mail inside this mail (part {address}) cannot be written out."
                self._spool.problem(
                    "mail_nested", self._name, what, "Save it with a mail program, and add it."
                )
                return False
            name = self._unique(_file_name(part) or f"part-{address}.eml")
            name = name if name.lower().endswith(".eml") else f"{name}.eml"
            done = "written out anew from its headers and parts"
            self._spool.add(address, name, data, replace(capture, transformations=(done,)), "message/rfc822")
        return False

    def _unique(self, name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        made, number = name, 2
        while made in self._names:
            made = f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"
            number += 1
        self._names.add(made)
        return made


def _leaves(part: _Part, address: str, depth: int) -> Iterator[tuple[str, _Part]]:
    """The parts that hold no others, with their addresses as mail programs count them: `1`, `2.1` …"""
    inner = part.get_payload()
    if (part.get_content_type() == "message/rfc822" and depth) or not part.is_multipart():
        yield address or "1", part
    elif depth > DEPTH:
        raise RecursionError
    elif isinstance(inner, list):
        for number, child in enumerate(inner, start=1):
            if isinstance(child, Message):
                yield from _leaves(child, f"{address}.{number}" if address else str(number), depth + 1)


def _payload(part: _Part) -> tuple[bytes, str]:
    """The part's bytes out of their transport encoding; text in UTF-8, with the charset that it came in."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    if not isinstance(data, bytes):
        raw = part.get_payload()
        data = raw.encode("utf-8", errors="replace") if isinstance(raw, str) else b""
    if part.get_content_maintype() != "text":
        return data, ""
    charset = (part.get_content_charset("") or "").lower()
    if not charset or charset in ("utf-8", "us-ascii", "ascii", "utf8"):
        return data, ""
    try:
        text = data.decode(charset)
    except (UnicodeDecodeError, LookupError, ValueError):
        return data, ""  # the reader tells the encoding by the bytes
    if part.get_content_subtype() == "html":
        text = "\ufeff" + text  # wins over what the page says of its own encoding
    return text.encode("utf-8", errors="replace"), f"text converted from {charset} to UTF-8"


def _header(message: _Part, name: str) -> str | None:
    try:
        value = message[name]
        words = " ".join(str(value).split()) if value is not None else ""
    except (ValueError, LookupError, AttributeError, TypeError):  # the library's parsers of broken headers
        return None
    return words.encode("utf-8", errors="replace").decode()[:2000] or None


def _instant(words: str | None) -> datetime | None:
    """The instant of a `Date` that names its zone; `-0000` says that the zone is unknown (RFC 5322 3.3)."""
    try:
        moment = parsedate_to_datetime(words) if words else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _file_name(part: _Part) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""
    name = re.split(r"[\\/]", name)[-1].encode("utf-8", errors="replace").decode()
    name = "".join(letter for letter in name if letter.isprintable()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:100]}.{ending[:20]}" if dot and stem else name[:120]
