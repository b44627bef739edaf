"""HTML → text: the main text of a page, and what its metadata state. Nothing is fetched, no script runs."""

from typing import Any

import trafilatura

from allegata.errors import Problem, Severity
from allegata.reading.decode import decode


def read_html(data: bytes, name: str, url: str | None) -> dict[str, Any]:
    """The fields of `Extracted` for an HTML page."""
    text, problems = decode(data, name)
    body = trafilatura.extract(text or "", include_comments=False) or ""
    if not body:
        problem = Problem(
            "no_text_found", name, "The page holds no text.", "Save the page again.", Severity.UNREADABLE
        )
        return {"problems": (*problems, problem)}
    return {"text": body, "problems": problems}
