"""The language linter: what the software says by itself holds no word that judges (DOMAIN 2.5, rule 2).

Whatever a text, a person or a file name says is somebody else's and may hold any word: elements that
quote, words in quotation marks, and words that stand in one of the originals. Pure: the word list comes
in as a lexicon.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from allegata.model.knowledge import Lexicon

LEXICON = "verdicts"
QUOTING = frozenset({"blockquote", "q", "mark", "style", "code"})
VOID = frozenset({"meta", "br", "hr", "img", "link", "input", "col", "area", "base", "wbr", "source"})
DISCLAIMER = re.compile(r"Nothing here says that [^.]*\.")
"""The one sentence that names a verdict in order to say that there is none."""
QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|«[^»]*»|„[^“”]*[“”]")
TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word that judges, outside quotations, with the text that it stands in."""

    word: str
    text: str


class Linter:
    """Finds words that judge in texts and pages.

    :param originals: texts of items, and other words of people: whatever stands in them is quoted.
    """

    def __init__(self, words: Lexicon, originals: Iterable[str] = ()) -> None:
        patterns = "|".join(entry for entries in words.groups.values() for entry in entries)
        self.pattern = re.compile(rf"\b(?:{patterns})\b", re.IGNORECASE)
        texts = tuple(originals)
        self._lines = frozenset(" ".join(line.split()) for text in texts for line in text.splitlines())
        self._quoted = " ".join(f" {' '.join(text.casefold().split())} " for text in texts)

    def texts(self, texts: Iterable[str]) -> tuple[Verdict, ...]:
        """The words that judge in these texts, each once for each text."""
        found = []
        for text in texts:
            own = without_quotes(text)
            for hit in self.pattern.finditer(own):
                if not self._is_of_an_original(own, hit):
                    found.append(Verdict(hit.group().strip(), text.strip()[:90]))
        return tuple(dict.fromkeys(found))

    def page(self, html: str) -> tuple[Verdict, ...]:
        """The words that judge in what a page of HTML says by itself."""
        return self.texts(DISCLAIMER.sub("", text) for text in own_texts(html) if text not in self._lines)

    def template(self, source: str) -> tuple[Verdict, ...]:
        """The words that judge in the fixed text of a template, whatever it is filled with."""
        return self.page(TEMPLATE_CODE.sub(" ", source))

    def _is_of_an_original(self, text: str, hit: re.Match[str]) -> bool:
        """Whether an original holds the word together with the word before or behind it.

        A value without a neighbouring word ("terrorists — X") has to stand there by itself.
        """
        word = hit.group().strip()
        before = re.search(r"([\w'’-]+) $", text[: hit.start()])
        behind = re.match(r" ?([\w'’-]+)", text[hit.end() :])
        phrases = [f"{before.group(1)} {word}"] if before else []
        phrases += [f"{word} {behind.group(1)}"] if behind else []
        return any(" ".join(p.casefold().split()) in self._quoted for p in phrases or [word])


def without_quotes(text: str) -> str:
    """The text with everything inside quotation marks taken out."""
    return QUOTED.sub(" ", text)


def own_texts(page: str) -> list[str]:
    """The texts of a page of HTML outside the elements that quote or are in a language of their own."""
    parser = _Own()
    parser.feed(page)
    parser.close()
    return parser.texts


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
