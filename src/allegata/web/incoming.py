"""An upload as it comes in: parsed piece by piece and written to the disk, never held in memory.

The form's token has to come first, in a header or as the first field: of what is sent in somebody's name
from elsewhere not one byte is kept.
"""

from secrets import compare_digest
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.status_codes import (
    HTTP_400_BAD_REQUEST,
    HTTP_403_FORBIDDEN,
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_422_UNPROCESSABLE_ENTITY,
)
from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from allegata.actions.uploads import Upload, too_large
from allegata.errors import AllegataError
from allegata.web.gate import FORM_FIELD, FORM_HEADER
from allegata.web.numbers import number_of

MOST_FILES = 20_000
MOST_FIELD = 64 << 10
MOST_FIELDS, ALL_FIELDS = 40, 1 << 20
"""Fields of a form beside its files, and their bytes together: these are held in memory."""
HEADER = 16 << 10
DRAINED = 512 << 20
"""Bytes of a refused upload that are still let in: a browser that may not finish shows no answer at all."""


class Refused(Exception):
    """An upload that was not taken in, with its status and what to say."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Incoming:
    """One request with files."""

    def __init__(self, request: Request[Any, Any, Any], upload: Upload, token: str) -> None:
        self.request, self.upload, self._token = request, upload, token
        self._fields: dict[str, bytearray] = {}
        self._together = 0
        self._segment: MultipartSegment | None = None
        self._trusted = compare_digest(request.headers.get(FORM_HEADER, "").encode(), token.encode())
        self._into_file = False

    async def taken(self) -> dict[str, str]:
        """Take everything in; the form's fields.

        :raises Refused: when that cannot be; nothing is left of it then.
        """
        kind, options = parse_options_header(self.request.headers.get("content-type", ""))
        try:
            if kind != "multipart/form-data" or not options.get("boundary"):
                raise Refused(HTTP_400_BAD_REQUEST, "this is no form with files; send it from the page")
            length = self.request.headers.get("content-length", "")
            if (number_of(length) or 0) > self.upload.most + (1 << 20):  # whatever it says, bytes are counted
                raise Refused(HTTP_413_REQUEST_ENTITY_TOO_LARGE, too_large(self.upload.most))
            await self._parsed(options["boundary"])
        except Refused as fault:
            await self._turned_away(fault)
        except AllegataError as fault:
            await self._turned_away(Refused(HTTP_413_REQUEST_ENTITY_TOO_LARGE, str(fault)))
        except ParserLimitReached:
            words = f"this is more than {MOST_FILES:,} files, or a name of endless length; send it in parts"
            await self._turned_away(Refused(HTTP_413_REQUEST_ENTITY_TOO_LARGE, words))
        except MultipartError:
            words = "the upload broke off, or is no form; nothing of it was taken in. Send it again"
            await self._turned_away(Refused(HTTP_400_BAD_REQUEST, words))
        except BaseException:  # the sender is gone
            self.upload.abandon()
            raise
        return {name: bytes(data).decode("utf-8", "replace") for name, data in self._fields.items()}

    async def _parsed(self, boundary: str) -> None:
        parser = PushMultipartParser(boundary, max_segment_count=MOST_FILES, max_header_size=HEADER)
        with parser:
            self._stream = self.request.stream()
            async for chunk in self._stream:
                if chunk:
                    await sync_to_thread(self._fed, parser, chunk)
        if not self._trusted:
            raise _foreign()
        if not self.upload.files:
            raise Refused(HTTP_422_UNPROCESSABLE_ENTITY, "choose at least one file, or drop some on the page")

    def _fed(self, parser: PushMultipartParser, chunk: bytes) -> None:
        for part in parser.parse(chunk):
            if isinstance(part, MultipartSegment):
                self._begun(part)
            elif part:
                self._more(part)
            else:
                self._ended()

    def _begun(self, segment: MultipartSegment) -> None:
        if not self._trusted and segment.name != FORM_FIELD:
            raise _foreign()
        self._segment = segment
        self._into_file = bool(segment.filename)
        if self._into_file:
            self.upload.begin(segment.filename or "")
        elif segment.filename is None and segment.content_type is None:
            self._fields[segment.name] = bytearray()
            self._bounded()

    def _more(self, data: bytes | bytearray) -> None:
        assert self._segment is not None
        if self._into_file:
            self.upload.write(data)
            return
        field = self._fields.setdefault(self._segment.name, bytearray())
        field.extend(data)
        self._together += len(data)
        if len(field) > MOST_FIELD:
            raise Refused(HTTP_413_REQUEST_ENTITY_TOO_LARGE, "a field of the form is too long")
        self._bounded()

    def _bounded(self) -> None:
        """:raises Refused: when the fields are more than a form of ours has."""
        if len(self._fields) > MOST_FIELDS or self._together > ALL_FIELDS:
            raise Refused(
                HTTP_413_REQUEST_ENTITY_TOO_LARGE, "the form has more fields than ours; send it from the page"
            )

    def _ended(self) -> None:
        if self._into_file:
            self.upload.end()
        elif self._segment is not None and self._segment.name == FORM_FIELD and not self._trusted:
            if not compare_digest(bytes(self._fields[FORM_FIELD]), self._token.encode()):
                raise _foreign()
            self._trusted = True
        self._into_file = False

    async def _turned_away(self, fault: Refused) -> None:
        """:raises Refused: always, once the sender has been heard out."""
        self.upload.abandon()
        left = DRAINED
        stream = getattr(self, "_stream", None) or self.request.stream()
        async for chunk in stream:
            left -= len(chunk)
            if left < 0:
                break
        raise fault


def _foreign() -> Refused:
    words = (
        "this form does not belong to your session, or the session is over; open the page again and send it "
        "from there"
    )
    return Refused(HTTP_403_FORBIDDEN, words)
