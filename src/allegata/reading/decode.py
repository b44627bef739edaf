"""Bytes → text, exactly: nothing is normalised, line ends and no-break spaces stay as they are."""

import codecs

import charset_normalizer

from allegata.errors import Problem, Severity
from allegata.reading.media import utf16_without_bom

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = [
    "cp1252", "cp1251", "koi8_u", "koi8_r", "cp866", "cp1250", "iso8859_2", "iso8859_5", "cp1253", "cp1254",
    "cp1255", "cp1256", "cp1257", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
_SAMPLE = 100_000
_WESTERN_MARKS = frozenset(bytes(range(0x91, 0x98))) | {
    0x80,
    0x82,
    0x84,
    0x85,
    0xA0,
    0xA3,
    0xA7,
    0xA9,
    0xAB,
    0xBB,
    0xB0,
}
_FEW = 0.02
_MOSTLY_LOST = 0.1
"""Bytes that lose more than every tenth character to a codec are not text in it."""


def decode(data: bytes, subject: str, declared: str | None = None) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of some bytes, with what had to be guessed; None when they are no text in any known encoding.

    A byte order mark is no part of the text. `declared` is an encoding that the file itself names.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _strict_or_damaged(data[len(mark) :], codec, subject)
    for codec in filter(None, ("utf-8", declared if declared and _usable(declared) else None)):
        if codec == "utf-8" and utf16_without_bom(data):
            continue  # its zero bytes are valid UTF-8 too
        try:
            return data.decode(codec), ()
        except UnicodeDecodeError:
            continue  # a declaration may be wrong; the bytes are judged below
    return _judged(data, subject)


def _judged(data: bytes, subject: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of bytes that say nothing valid of their encoding."""
    codec = utf16_without_bom(data)
    if codec is None:
        damaged = data.decode("utf-8", errors="replace")
        lost = damaged.count("\ufffd")
        if sum(ord(c) > 0x7F for c in damaged) - lost > 4 * lost:
            return _strict_or_damaged(data, "utf-8", subject)
        codec = _guess(data)
    if codec is None:
        return None, ()
    text, problems = _strict_or_damaged(data, codec, subject)
    return text, problems if text is None else (*problems, _guessed(subject, codec))


def _guess(data: bytes) -> str | None:
    high = [byte for byte in data[:_SAMPLE] if byte >= 0x80]
    if len(high) <= _FEW * len(data[:_SAMPLE]) and sum(b in _WESTERN_MARKS for b in high) >= 0.5 * len(high):
        return "cp1252"  # English text whose only wide characters are curly marks
    best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=_CANDIDATES).best()
    return None if best is None else best.encoding


def _usable(name: str) -> bool:
    try:
        return codecs.lookup(name).name not in {
            "utf-7",
            "undefined",
            "idna",
            "punycode",
            "rot13",
            "unicode_escape",
        }
    except LookupError:
        return False


def _strict_or_damaged(data: bytes, codec: str, subject: str) -> tuple[str | None, tuple[Problem, ...]]:
    try:
        return data.decode(codec), ()
    except UnicodeDecodeError as fault:
        text = data.decode(codec, errors="replace")
        if text.count("\ufffd") > _MOSTLY_LOST * len(text):
            return None, ()
        return text, (_damaged(subject, codec, fault.start),)


def _guessed(subject: str, codec: str) -> Problem:
    return Problem(
        "encoding_guessed",
        subject,
        f"The file is not UTF-8 and names no encoding; it was read as {codec}.",
        "Look at names and quotation marks in the text; if they are wrong, supply the file as UTF-8 as well.",
        Severity.NOTICE,
    )


def _damaged(subject: str, codec: str, at: int) -> Problem:
    return Problem(
        "encoding_damaged",
        subject,
        f"Some bytes are not valid {codec} (the first at byte {at}); each stands as U+FFFD in the text.",
        "Ask for an undamaged copy of the file.",
        Severity.PARTIAL,
    )
