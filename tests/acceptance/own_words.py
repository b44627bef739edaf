"""What of a page the software says by itself: everything outside quotations of the items."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

QUOTING = frozenset({"blockquote", "q", "mark", "style", "code"})
VOID = frozenset({"meta", "br", "hr", "img", "link", "input", "col", "area", "base", "wbr", "source"})
DISCLAIMER = re.compile(r"Nothing here says that [^.]*\.")
"""The one sentence that names a verdict in order to say that there is none."""


class _Own(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        original = ("lang" in given and tag != "html") or "original" in (given.get("class") or "").split()
        if tag not in VOID:
            self.open.append((tag, tag in QUOTING or original))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(quoting for _, quoting in self.open):
            self.texts.append(" ".join(data.split()))


def own_words(page: str, originals: Iterable[str] = ()) -> list[str]:
    """The texts of a page that are not quotations: neither elements that quote, nor words in quotation
    marks, nor a headline that stands as it is in one of the originals."""
    parser = _Own()
    parser.feed(page)
    lines = {" ".join(line.split()) for text in originals for line in text.splitlines()}
    texts = [DISCLAIMER.sub("", text) for text in parser.texts if text not in lines]
    return [without_quotes(text) for text in texts]


def without_quotes(text: str) -> str:
    """The text with everything inside quotation marks taken out."""
    return re.sub(r"“[^”]*”|\"[^\"\n]*\"|«[^»]*»|„[^“”]*[“”]", " ", text)
