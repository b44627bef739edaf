"""PDF → text, page by page."""

from typing import Any

import pypdfium2

from allegata.errors import Problem, Severity


def read_pdf(data: bytes, name: str, limit: int) -> dict[str, Any]:
    """The fields of `Extracted` for a PDF."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        problem = Problem("pdf_broken", name, str(fault), "Ask for an undamaged copy.", Severity.UNREADABLE)
        return {"problems": (problem,)}
    return {"text": "\n\n".join(page.get_textpage().get_text_range() for page in pdf)[:limit]}
