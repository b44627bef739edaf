"""PDF → text, page by page, with PDFium (BSD). Pictures of pages hold no text and are said to."""

import pypdfium2
from pypdfium2 import raw

from allegata.errors import Problem, Severity
from allegata.reading.extracted import Extracted, nothing

PAGE_LIMIT = 2_000
"""Pages that are read: the longest report of an inquiry has fewer; a larger file is a collection."""

_SPLIT_WORD = "\ufffe"
"""PDFium's mark for a hyphen at the end of a line."""


def read_pdf(data: bytes, name: str, limit: int) -> Extracted:
    """The text of a PDF.

    `offset_map` counts on its second side the characters that PDFium gives for the pages one after
    another, breaks as it gives them.

    :param limit: at most this many characters are taken; more is a Problem, and nothing is read.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        return _not_opened(fault, name)
    try:
        return _read(pdf, name, limit)
    finally:
        pdf.close()


def _read(pdf: pypdfium2.PdfDocument, name: str, limit: int) -> Extracted:
    count = len(pdf)
    if count > PAGE_LIMIT:
        what = f"The PDF has {count:,} pages; up to {PAGE_LIMIT:,} are read. Nothing of it was read."
        return nothing("too_large_to_read", name, what, "Split it into its single reports.")
    pieces: list[str] = []
    pairs: list[tuple[int, int]] = []
    broken: list[int] = []
    here = there = 0
    for number in range(count):
        text = _page(pdf, number)
        if text is None:
            broken.append(number + 1)
            continue
        if there + len(text) > limit:
            what = f"The text of the PDF has more than {limit:,} characters; none of it was read."
            return nothing("too_large_to_read", name, what, "Split it into its single reports.")
        piece, breaks = _joined(text)
        pairs.extend((here + mine, there + theirs) for mine, theirs in breaks)
        pieces.append(piece)
        here += len(piece) + 1
        there += len(text)
    whole = "\n".join(pieces)
    problems: tuple[Problem, ...] = ()
    if broken:
        what = f"Pages {', '.join(map(str, broken[:10]))} could not be read; the others were."
        remedy = "Ask for an undamaged copy."
        problems = (Problem("pdf_broken", name, what, remedy, Severity.PARTIAL),)
    if not whole.strip():
        what = "The PDF holds no text; its pages may be pictures."
        remedy = "Have it read by a text recognition program, and add that text beside it."
        return nothing("pdf_without_text", name, what, remedy, problems)
    return Extracted(whole, problems, offset_map=tuple(pairs))


def _page(pdf: pypdfium2.PdfDocument, number: int) -> str | None:
    try:
        page = pdf[number]
        try:
            words: str = page.get_textpage().get_text_bounded()
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return None
    return words


def _joined(text: str) -> tuple[str, list[tuple[int, int]]]:
    """One page with line breaks as single characters and divided words joined, and where offsets shift."""
    made: list[str] = []
    breaks = [(0, 0)]
    at = length = 0
    while at < len(text):
        if text.startswith("\r\n", at):
            step, letter = 2, "\n"
        elif text[at] == _SPLIT_WORD:
            after = text[at + 1 :].lstrip("\r\n")
            step = len(text) - at - len(after)
            letter = "" if after[:1].islower() else "-"  # a name's own hyphen stays
        else:
            step, letter = 1, "\ufffd" if "\ud800" <= text[at] <= "\udfff" or text[at] == "\x00" else text[at]
        made.append(letter)
        at += step
        length += len(letter)
        if step != len(letter):
            breaks.append((length, at))
    return "".join(made), breaks


def _not_opened(fault: pypdfium2.PdfiumError, name: str) -> Extracted:
    if fault.err_code == raw.FPDF_ERR_PASSWORD:
        remedy = "Ask for an unlocked copy, or unlock it and add that copy beside it."
        return nothing("pdf_locked", name, "The PDF is locked with a password.", remedy)
    if fault.err_code == raw.FPDF_ERR_SECURITY:
        what = "The PDF is encrypted in a way that is not supported."
        return nothing("pdf_locked", name, what, "Ask for an unlocked copy.")
    return nothing("pdf_broken", name, f"The PDF cannot be opened: {fault}.", "Ask for an undamaged copy.")
