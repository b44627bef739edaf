"""HTML → text: the main text of a page, and what its metadata state. Nothing is fetched, no script runs.

trafilatura (Apache-2.0) tells the main text from the page around it. Where it finds nothing, every
paragraph of the body is taken, and the segment rules sort the furniture out.
"""

import re
from typing import Any

import lxml.etree
import lxml.html
import trafilatura

from allegata.errors import Problem, Severity
from allegata.reading.decode import decode
from allegata.reading.extracted import Extracted, nothing
from allegata.reading.pagedata import PageData, page_data
from allegata.reading.sourcemap import source_map

NESTING_LIMIT = 250
"""Elements inside each other. Pages people write stay under 60; the parser cuts off what lies below 256."""

TAG_LIMIT = 20_000
"""Tags in a page up to which its main text is told from the rest: that takes time with the square of
some of them (50,000 table rows took 85 seconds). Larger pages give every paragraph, in one pass."""

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,40})""", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b")
_BLOCKS = frozenset(
    {
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "section",
        "article", "header", "footer", "table", "tr", "td", "th", "br", "hr", "pre", "figure",
        "figcaption", "main", "aside", "nav", "form", "body", "dl", "dt", "dd", "address",
    }
)  # fmt: skip
_SKIPPED = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "svg", "head", "title", "object", "embed",
        "canvas", "select",
    }
)  # fmt: skip
_FRAME = re.compile(r"<(html|body)\b", re.I)
_OPEN_AT_END = re.compile(r"<[/a-zA-Z!][^<>]*\Z")
_FRAME_END = re.compile(r"</(html|body)\s*>", re.I)
_VOID = frozenset(
    {
        "br", "hr", "img", "input", "meta", "link", "source", "area", "base", "col", "embed", "param",
        "track", "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option",
    }
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def read_html(data: bytes, name: str) -> Extracted:
    """The main text of an HTML page."""
    declared = _CHARSET.search(data[:4096])
    source, found = decode(data, name, _web_name(declared.group(1).decode("ascii")) if declared else None)
    if source is None:
        what = "The bytes are no text in any known encoding."
        return nothing("binary_file", name, what, "Supply the page as UTF-8 beside it.", found)
    deepest, tags = _nesting(source)
    if deepest > NESTING_LIMIT:
        what = f"More than {NESTING_LIMIT} elements lie inside each other; the page was not parsed."
        remedy = "Save the page again from a browser, or add its text."
        return nothing("html_too_deep", name, what, remedy, found)
    tree = _parsed(source)
    stated = PageData() if tree is None else page_data(tree)
    text = "" if tree is None else _text(tree, stated, large=tags > TAG_LIMIT)
    if not text:
        what = "No text was found in the page; it may be an empty shell that a script fills."
        return nothing("no_text_found", name, what, "Save the page as the browser shows it.", found)
    day, wording = stated.days[0] if stated.days else (None, "")
    return Extracted(
        text=text,
        problems=(*found, *_cut_off(source, name), *_differing_days(stated, name)),
        published=day,
        published_wording=wording,
        publisher=stated.publisher,
        url=stated.url,
        offset_map=source_map(text, source),
    )


def _cut_off(source: str, name: str) -> tuple[Problem, ...]:
    """A page that ends inside a tag, or opens its frame and never closes it, was cut while it was saved.

    A page without any frame is a fragment that somebody may have meant so (HTML Living Standard 13.1.2.4
    lets the tags of `html` and `body` be left out): nothing is said of it.
    """
    inside_a_tag = _OPEN_AT_END.search(source) is not None
    opened = {match[1].lower() for match in _FRAME.finditer(source)}
    closed = {match[1].lower() for match in _FRAME_END.finditer(source)}
    if not inside_a_tag and (not opened or closed & {"html", "body"}):
        return ()
    what = "The page is damaged: it breaks off before its end. What stands before that was read."
    remedy = "Save the page again, or ask for the whole file; add it beside this one."
    return (Problem("html_damaged", name, what, remedy, Severity.PARTIAL),)


def _differing_days(stated: PageData, name: str) -> tuple[Problem, ...]:
    days = sorted({day.isoformat() for day, _ in stated.days})
    if len(days) < 2:
        return ()
    what = f"The page's metadata name several days of publication ({', '.join(days)}); the first was taken."
    remedy = "State the right one in a sidecar."
    return (Problem("published_days_differ", name, what, remedy, Severity.NOTICE),)


def _web_name(codec: str) -> str:
    """The encoding that browsers use under this name: pages that say Latin-1 or ASCII are Windows-1252."""
    return "cp1252" if codec.lower() in {"iso-8859-1", "latin1", "us-ascii", "ascii"} else codec


def _nesting(source: str) -> tuple[int, int]:
    """How many elements lie inside each other at most, and how many tags there are, by a count of tags.

    Elements that close by themselves do not count as open.
    """
    deepest = depth = tags = 0
    for match in _TAG.finditer(source):
        tags += 1
        if match[2].lower() in _VOID:
            continue
        depth = max(depth - 1, 0) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest, tags


def _parsed(source: str) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False)
    bare = source.replace("\x00", "").encode("utf-8", errors="replace")
    try:
        tree = lxml.html.document_fromstring(bare, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None  # the parser's word for "there is no element in this"
    return tree if isinstance(tree, lxml.html.HtmlElement) else None


def _text(tree: lxml.html.HtmlElement, stated: PageData, large: bool) -> str:
    body = (
        None
        if large
        else trafilatura.extract(tree, include_comments=False, include_tables=True, deduplicate=False)
    )
    text = (body or "").strip() or _every_paragraph(tree)
    title = stated.title
    if text and title and _bare(title) not in _bare("\n".join(text.split("\n")[:4])):
        return f"{title}\n{text}"
    return text


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _every_paragraph(tree: lxml.html.HtmlElement) -> str:
    """The text of the body, one block a line."""
    pieces: list[str] = []
    body = tree.find("body")
    for event, element in lxml.etree.iterwalk(tree if body is None else body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            pieces.append("\n")
        if event == "start" and tag and not _hidden(element):
            pieces.append(_SPACE.sub(" ", element.text or ""))
        if event == "end" and element is not body and not _hidden(element.getparent()):
            pieces.append(_SPACE.sub(" ", element.tail or ""))
    found = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in found if line)


def _hidden(element: Any) -> bool:
    while element is not None:
        if element.tag in _SKIPPED:
            return True
        element = element.getparent()
    return False
