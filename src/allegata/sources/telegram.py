"""Telegram Desktop exports: `result.json` of one chat or of a whole account, and what is left in HTML ones.

What the exporter writes: a chat has `name`, `type`, `id` and `messages`; an account has many of them under
`chats.list` and `left_chats.list`. `date` is the local time of the exporter's machine without a zone,
`date_unixtime` the instant. A file that was not exported stands as words in brackets where its path
should be. Control characters are written as `\\xHH`, which is no JSON.

A message with text becomes a piece of plain text, exactly as composed; a photo or file beside the export
is spoken of (`About`). Names of persons stay in the original: a publisher is a channel, or unknown.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from allegata.errors import Severity
from allegata.model.item import Capture, Item, Post, Stated
from allegata.model.unpacked import About
from allegata.model.vocabulary import ContentPresent, DateBasis
from allegata.sources.importer import Spool
from allegata.sources.jsonstream import Broken, JsonCursor, Unusable
from allegata.sources.telegrampost import (
    NOT_NAMED,
    apart,
    files_of,
    instant,
    kind_without_text,
    leads_outside,
    number_of,
    text_of,
)

PLATFORM = "telegram"
TOOL = "Telegram Desktop, export as JSON"
CHANNELS = frozenset({"public_channel", "private_channel"})
NAMED = CHANNELS | {"public_supergroup"}
"""Chats whose name is no person's and was given to be seen."""
TYPES = NAMED | {
    "saved_messages", "replies", "verification_codes", "personal_chat", "bot_chat",
    "private_group", "private_supergroup",
}  # fmt: skip
MESSAGE_LIMIT = 8 << 20
LINKS = 40
"""Link targets of one message that are kept as stated; the platform itself allows about a hundred runs."""

_TYPES = "|".join(sorted(TYPES))
_ONE_CHAT = re.compile(
    rf'\s*\{{\s*(?:"name"\s*:\s*(?:null|"(?:[^"\\]|\\.)*")\s*,\s*)?"type"\s*:\s*"(?:{_TYPES})"'.encode()
)
_ACCOUNT = re.compile(rb'\s*\{\s*"about"\s*:\s*"(?:[^"\\]|\\.)*Telegram', re.DOTALL)
_NO_FILE = re.compile(r"(?:^|\s)\((?:File|Photo) (unavailable|exceeds|not included)[^()]*\)$")
_REASONS = {
    "unavailable": "were unavailable when the export was made",
    "exceeds": "are larger than the export was set to take",
    "not included": "were left out by the export's settings",
}
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


@dataclass(slots=True)
class _Chat:
    """One chat as far as it was read, with what is to be said of it as a whole."""

    pointer: str
    name: str | None = None
    type: str = ""
    id: str | None = None
    username: str | None = None
    absent: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def shown(self) -> str | None:
        """Its name, where that is no person's."""
        return self.name if self.type in NAMED else None

    @property
    def publisher(self) -> str | None:
        return self.name if self.type in CHANNELS else None


class Telegram:
    """`result.json`."""

    name = "telegram"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By the first members of the object, whatever the file is called."""
        head = head.removeprefix(b"\xef\xbb\xbf")
        return _ONE_CHAT.match(head) is not None or _ACCOUNT.match(head) is not None

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Every message with text as a piece, every file beside the export spoken of."""
        with path.open("rb") as file:
            _Export(JsonCursor(file, MESSAGE_LIMIT), item, spool).read()


class TelegramPages:
    """`messages.html`: recognised, so that nobody takes it for an article."""

    name = "telegram-html"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By the title and the style sheet that the exporter writes into each page."""
        return b"<title>Exported Data</title>" in b"".join(head.split(b"\n")) and b'class="page_wrap' in head

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Nothing is taken out of it: its dates have no instant, and its messages no export's fields."""
        spool.problem(
            "telegram_html",
            item.capture.received_name,
            "This is a Telegram export as HTML. It is kept; its messages were not taken out.",
            "Export the same chat again in the format “Machine-readable JSON”, and add that folder.",
            Severity.UNREADABLE,
        )


class _Export:
    """One export under way."""

    def __init__(self, cursor: JsonCursor, item: Item, spool: Spool) -> None:
        self._cursor, self._spool = cursor, spool
        self._subject = item.capture.received_name
        self._channels: set[str] = set()  # names that the export shows to be a channel's
        self._many = False
        self._passed: list[str] = []

    def read(self) -> None:
        try:
            chat = _Chat("")
            try:
                self._chat(chat, top=True)
            finally:
                self._said(chat)
        except Broken as fault:
            self._spool.problem(
                "export_truncated",
                self._subject,
                f"The export breaks off: {fault}. Everything before that was taken out.",
                "Ask for the file again, or for a new export of the same chat.",
            )
        self._closing()

    def _chat(self, chat: _Chat, top: bool = False) -> None:
        """The object that comes: a chat, or at the top an account."""
        for key in self._cursor.members():
            if key == "messages" and self._cursor.kind() == "[":
                self._messages(chat)
            elif key in ("name", "type", "id", "username"):
                value = self._small()
                setattr(chat, key, str(value) if isinstance(value, str | int) else None)
                chat.type = chat.type or ""
                if key != "id" and chat.publisher:
                    self._channels.add(chat.publisher)
            elif top and key in ("chats", "left_chats") and self._cursor.kind() == "{":
                self._many = True
                self._chats(f"/{key}")
            elif top and key != "about":
                self._passed.append(key)

    def _chats(self, pointer: str) -> None:
        for key in self._cursor.members():
            if key != "list" or self._cursor.kind() != "[":
                continue
            for number in self._cursor.elements():
                if self._cursor.kind() != "{":
                    continue
                chat = _Chat(f"{pointer}/list/{number}")
                try:
                    self._chat(chat)
                finally:
                    self._said(chat)

    def _small(self) -> object:
        try:
            return self._cursor.value() if self._cursor.kind() not in ("{", "[") else None
        except Unusable:
            return None

    def _messages(self, chat: _Chat) -> None:
        for number in self._cursor.elements():
            pointer = f"{chat.pointer}/messages/{number}"
            try:
                message = self._cursor.value()
            except Unusable as fault:
                self._spool.problem(
                    "message_unusable",
                    self._subject,
                    f"The message {pointer} was passed over: {fault}.",
                    "Look at it in the file itself, or ask for a new export.",
                )
                continue
            if isinstance(message, dict):
                self._message(chat, pointer, message)
            else:
                self._spool.leave_out("entries that are no message")

    # --- one message ----------------------------------------------------------------------------

    def _message(self, chat: _Chat, pointer: str, message: Mapping[str, object]) -> None:
        if str(message.get("from_id", "")).startswith("channel") and isinstance(message.get("from"), str):
            self._channels.add(str(message["from"]))
        if message.get("type") != "message":
            self._spool.leave_out(
                "service message" if message.get("type") == "service" else "unsupported message"
            )
            return
        capture = self._capture(chat, message)
        text, runs, links = text_of(message)
        if text.strip():
            clean = text.encode("utf-8", errors="surrogatepass").decode("utf-8", errors="replace")
            if clean != text:
                chat.faults["half a character (a lone surrogate), replaced by U+FFFD"] += 1
            done = f"message text joined from {runs} run{'' if runs == 1 else 's'}"
            stated = tuple(Stated("link", link) for link in links[:LINKS])
            self._spool.add(
                pointer,
                self._name(chat, message),
                clean.encode(),
                replace(
                    capture,
                    content_present=ContentPresent.YES,
                    transformations=(done,),
                    stated=capture.stated + stated,
                ),
                "text/plain",
            )
        named = list(files_of(message))
        for key, where in named:
            self._media(chat, f"{pointer}/{key}", where, capture, message)
        if not text.strip() and not named:
            self._spool.leave_out(kind_without_text(message))

    def _name(self, chat: _Chat, message: Mapping[str, object]) -> str:
        name = f"message-{number_of(message.get('id')) or 'without-id'}.txt"
        return f"chat-{chat.id or 'without-id'}/{name}" if self._many else name

    def _capture(self, chat: _Chat, message: Mapping[str, object]) -> Capture:
        at = instant(message.get("date_unixtime"))
        local = message.get("date")
        if at is None:
            chat.faults["date without an instant (only the local time of an unknown zone)"] += 1
        elif isinstance(local, str) and apart(local, at):
            chat.faults["date that contradicts its own instant; the instant was followed"] += 1
        number = number_of(message.get("id"))
        passed_on = self._forwarded(chat, message, message.get("forwarded_from"))
        publisher = (
            chat.publisher if passed_on in (None, chat.publisher) else None
        )  # a forward is another's text
        public = chat.username is not None and _USERNAME.fullmatch(chat.username) and number
        stated = [Stated("chat type", chat.type)] if chat.type else []
        if isinstance(local, str):
            stated.append(Stated("date (local time of the exporting machine)", local[:40]))
        if "forwarded_from" in message or "forwarded_from_id" in message:
            stated.append(Stated("forwarded", "passed on from elsewhere, as the export states"))
        if isinstance(message.get("via_bot"), str):
            stated.append(Stated("via bot", str(message["via_bot"])[:80]))
        return Capture(
            received_name="",
            url=f"https://t.me/{chat.username}/{number}" if public else None,
            publisher=publisher,
            published=at.date() if at else None,
            published_basis=DateBasis.EXPORT_METADATA if at else DateBasis.NONE,
            claimed_at=at,
            tool=TOOL,
            post=Post(
                platform=PLATFORM,
                channel=chat.shown,
                channel_id=chat.id,
                post_id=number,
                author=publisher,
                forwarded_from=passed_on,
                reply_to=number_of(message.get("reply_to_message_id")),
                edited_at=instant(message.get("edited_unixtime")),
            ),
            stated=tuple(stated),
        )

    def _forwarded(self, chat: _Chat, message: Mapping[str, object], name: object) -> str | None:
        """Whose words are passed on.

        A channel shows that label to everybody. Elsewhere it may be the name of a private person, and
        is kept only where the export shows it to be a channel's.
        """
        whose = str(message.get("forwarded_from_id", ""))
        if "forwarded_from" not in message and not whose:
            return None
        if not isinstance(name, str) or not name.strip() or whose.startswith("user"):
            return NOT_NAMED
        channel = whose.startswith("channel") or name in self._channels
        return name if channel or chat.type in CHANNELS else NOT_NAMED

    def _media(
        self, chat: _Chat, pointer: str, where: str, capture: Capture, message: Mapping[str, object]
    ) -> None:
        sticker = message.get("media_type") == "sticker"
        missing = _NO_FILE.search(where)
        if missing:
            if sticker:
                self._spool.leave_out("sticker")
                return
            chat.absent[_REASONS[missing.group(1)]] += 1
            said = Stated("file", where[:300])
            self._spool.about(About(pointer, "", replace(capture, stated=(*capture.stated, said))))
            return
        if leads_outside(where):
            self._spool.problem(
                "path_leads_outside",
                self._subject,
                f"{pointer} names a file outside the export's folder; it was not followed.",
                "Find out who changed the export: Telegram Desktop writes no such path.",
            )
            return
        stated = [*capture.stated]
        for key in ("file_name", "mime_type", "media_type", "duration_seconds", "width", "height"):
            value = message.get(key)
            if isinstance(value, str | int):
                stated.append(Stated(key, str(value)[:200]))
        self._spool.about(About(pointer, where, replace(capture, stated=tuple(stated))))

    # --- what is said of a whole ----------------------------------------------------------------

    def _said(self, chat: _Chat) -> None:
        """The counts of one chat, as problems."""
        which = f"chat {chat.id or chat.pointer or 'without id'}"
        for reason, number in sorted(chat.absent.items()):
            self._spool.problem(
                "media_absent",
                self._subject,
                f"In {which}, {number} photo(s) or file(s) {reason}; only words are left of them.",
                "Export the chat again with photos, videos and files, and a size limit that takes them in.",
            )
        for fault, number in sorted(chat.faults.items()):
            self._spool.problem(
                "message_faulty",
                self._subject,
                f"In {which}, {number} message(s) hold a {fault}.",
                "Look at the original where it matters.",
                Severity.NOTICE,
            )

    def _closing(self) -> None:
        for number, what in (
            (self._cursor.escapes, "escapes that JSON does not know (control characters)"),
            (self._cursor.not_utf8, "bytes that are no UTF-8, replaced by U+FFFD"),
        ):
            if number:
                self._spool.problem(
                    "export_not_json",
                    self._subject,
                    f"{number} message(s) or values hold {what}; they were read all the same.",
                    "Nothing need be done; the original is kept as it came.",
                    Severity.NOTICE,
                )
        if self._passed:
            self._spool.problem(
                "account_left_out",
                self._subject,
                f"Parts of an account that are no chats were left in the export: {', '.join(self._passed[:20])}.",
                "Nothing need be done; ask for an export of single chats if these should not be in the casebook.",
                Severity.NOTICE,
            )
