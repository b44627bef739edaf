"""What a page's metadata state: title, publisher, address, day of publication. Only what is stated."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import lxml.html

_DAY_NAMES = frozenset(
    {
        "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
        "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "dc.date",
        "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "parsely-pub-date",
        "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "published_time",
        "og:pubdate", "article:published",
    }
)  # fmt: skip
_JSON_LIMIT = 1_000_000
"""Characters of one JSON-LD block: those of news pages hold a few thousand."""
_ARTICLE_TYPES = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "blogposting",
    "liveblogposting",
    "webpage",
    "socialmediaposting",
)


@dataclass(frozen=True, slots=True)
class PageData:
    """Stated metadata; `days` in order of authority, each with the words it was read from."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    days: tuple[tuple[date, str], ...] = ()


def page_data(tree: lxml.html.HtmlElement) -> PageData:
    """The metadata of a parsed page."""
    metas = list(_metas(tree))
    blocks = list(_blocks(tree))
    names = dict(reversed(metas))  # the first statement of a name wins
    site = names.get("og:site_name") or next(filter(None, (_publisher(b) for b in blocks)), None)
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    url = canonical or names.get("og:url")
    return PageData(
        title=_title(tree, names),
        publisher=_one_line(site),
        url=url if url and url.startswith(("http://", "https://")) else None,
        days=tuple(_days(tree, metas, blocks)),
    )


def _metas(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if key and content and content.strip():
            yield key.strip().lower(), content.strip()


def _blocks(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe the page's article."""
    for script in tree.iter("script"):
        words = script.text
        if (script.get("type") or "").strip().lower() != "application/ld+json" or not words:
            continue
        if len(words) > _JSON_LIMIT:
            continue
        try:
            data = json.loads(words)
        except (ValueError, RecursionError):
            continue  # broken metadata state nothing
        graph = data.get("@graph") if isinstance(data, dict) else data
        for block in graph if isinstance(graph, list) else [data]:
            if isinstance(block, dict) and str(_first(block.get("@type"))).lower() in _ARTICLE_TYPES:
                yield block


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _publisher(block: dict[str, Any]) -> str | None:
    publisher = _first(block.get("publisher"))
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return name if isinstance(name, str) else None


def _days(
    tree: lxml.html.HtmlElement, metas: list[tuple[str, str]], blocks: list[dict[str, Any]]
) -> Iterator[tuple[date, str]]:
    stated = [content for key, content in metas if key in _DAY_NAMES]
    stated.extend(str(_first(block["datePublished"])) for block in blocks if block.get("datePublished"))
    for element in tree.iter("time", "span", "div"):
        marked = "datePublished" in (element.get("itemprop") or "") or element.get("pubdate") is not None
        if marked:
            stated.append(element.get("datetime") or element.get("content") or "")
    for words in stated:
        day = _day(words)
        if day:
            yield day, words[:60]


def _day(words: str) -> date | None:
    """The day as the publisher writes it: the first ten characters of an ISO date or instant."""
    try:
        return date.fromisoformat(words.strip()[:10])
    except ValueError:
        return None


def _title(tree: lxml.html.HtmlElement, names: dict[str, str]) -> str | None:
    headings = [_one_line(h.text_content()) for h in tree.iter("h1")]
    stated = _one_line(names.get("og:title") or names.get("twitter:title"))
    found = [heading for heading in headings if heading]
    if len(found) == 1:
        return found[0]
    if stated:
        return stated
    element = tree.find(".//title")
    whole = _one_line(element.text_content()) if element is not None else None
    return found[0] if found else whole


def _one_line(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None
