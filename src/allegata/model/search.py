"""Words as people search for them: one folding for texts and questions, whatever the script.

Case, accents, Arabic vowel signs and lengthening, Hebrew points and stress marks make no difference; ё is
е. Scripts without spaces between words (Han, kana, Hangul, Thai, Lao, Khmer, Burmese) are kept in pairs of
characters. What a question means is decided here and never by a database's own language, so that no input
is an error and both databases answer alike.

    word        the word itself                  wor*        words that begin so
    "two words" these words one after another    several words: all of them, anywhere in the text
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 300
"""Characters of a question that are looked at."""
TERMS = 24
"""Words and phrases of a question that are looked for."""

_PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
FIRST_PAIRED = "\u0e00"
_DROPPED = (
    "\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\u20d0-\u20ff\ufe20-\ufe2f\ufeff"
)


def _marks() -> str:
    """Signs that belong to the letter before them in scripts whose signs are not dropped: Devanagari, Thai …"""
    found = (chr(c) for c in range(0x0900, 0x1CFF) if unicodedata.category(chr(c)) in ("Mn", "Mc"))
    return "".join(found)


LETTER = rf"[^\W_{_PAIRED}]|[{_marks()}]"
_WORD = re.compile(rf"[{_PAIRED}]+|(?:{LETTER})+")
_RUN = re.compile(f"[{_PAIRED}]")
_RUNS = re.compile(f"[{_PAIRED}]+")
_STRIP = re.compile(f"[{_DROPPED}]")
_CLUSTER = re.compile(rf"[^{_DROPPED}][{_DROPPED}\u3099\u309a]*|[{_DROPPED}]+")
# the same, with what folds sign by sign taken together; its last sign may begin a longer cluster
_STRETCH = re.compile(rf"(?P<plain>[\x00-\x7f]+(?![^\x00-\x7f]))|{_CLUSTER.pattern}")
_PIECE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?(\*?)|([^\s"“”„«»]+)')
# letters that NFKD would take apart and that are letters of their own; and letters that are written for others
_KEPT = str.maketrans("йїў", "\ue000\ue001\ue002")
_BACK = str.maketrans("\ue000\ue001\ue002", "йїў")
_SAME = str.maketrans("ёىیکة", "еييكه")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after another; with `prefix`, the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False


def folded(text: str) -> str:
    """The text with everything left out that makes no difference.

    >>> folded("Ёлка Café قَتْـل")
    'елка cafe قتل'
    """
    if text.isascii():
        return text.lower()
    text = text.casefold().translate(_SAME).translate(_KEPT)
    text = _STRIP.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", text).translate(_BACK).translate(_SAME)


def tokens(text: str) -> Iterator[str]:
    """The words of a text in their order, scripts without spaces in overlapping pairs and a last single one.

    >>> list(tokens("The NGO's report 北京市"))
    ['the', 'ngo', 's', 'report', '北京', '京市', '市']
    """
    for match in _WORD.finditer(folded(text)):
        word = match.group()
        if _RUN.match(word):
            yield from (word[at : at + 2] for at in range(len(word)))
        else:
            yield word


def body(text: str) -> str:
    """The folded text with runs of scripts without spaces as words: any search engine then finds `tokens`.

    >>> body("Near 北京市.")
    'near  北京 京市 市 .'
    """
    text = folded(text)
    return text if not text or max(text) < FIRST_PAIRED else _RUNS.sub(_paired, text)


def _paired(match: re.Match[str]) -> str:
    run = match.group()
    return f" {' '.join(run[at : at + 2] for at in range(len(run)))} "


def question(words: str) -> tuple[Term, ...]:
    """What is asked for; empty where the words hold nothing to search for.

    >>> [" ".join(term.tokens) for term in question('shot* "near the river" al-Noura')]
    ['shot', 'near the river', 'al noura']
    """
    terms: dict[Term, None] = {}
    for match in _PIECE.finditer(words[:LONGEST]):
        quoted, star, bare = match.groups()
        piece = quoted if bare is None else bare
        prefix = bool(star) or (bare or "").endswith("*")
        for term in _terms(piece, prefix):
            terms[term] = None
    return tuple(terms)[:TERMS]


def _terms(piece: str, prefix: bool) -> Iterator[Term]:
    """One term for a stretch of words; runs of pairs are terms of their own, a single character a beginning."""
    words = _WORD.findall(folded(piece))
    plain: list[str] = []
    for number, word in enumerate(words):
        if not _RUN.match(word):
            plain.append(word)
            continue
        if plain:
            yield Term(tuple(plain))
            plain = []
        pairs = tuple(word[at : at + 2] for at in range(len(word) - 1))
        yield Term(pairs) if pairs else Term((word,), prefix=True)
        prefix = prefix and number < len(words) - 1
    if plain:
        yield Term(tuple(plain), prefix)


def places(text: str, terms: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    """Where words of a question stand in a text: (start, end) in code points of the text as it is.

    The longest phrase first, each from the beginning of the text on.
    """
    if text.isascii():
        yield from _spans(text.lower(), terms)
        return
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _STRETCH.finditer(text):
        start, end = match.span()
        if match.lastgroup == "plain":
            pieces.append(match.group().lower())
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            piece = _folded_cluster(match.group())
            pieces.append(piece)
            starts += [start] * len(piece)
            ends += [end] * len(piece)
    for start, end in _spans("".join(pieces), terms):
        yield starts[start], ends[end - 1]


@lru_cache(maxsize=8192)
def _folded_cluster(cluster: str) -> str:
    return folded(cluster)


def _spans(text: str, terms: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    for term in sorted(terms, key=lambda term: -len(term.tokens)):
        first, pattern = term.tokens[0], _pattern(term)
        at = text.find(first)  # far quicker than a pattern that looks at every place
        while at >= 0:
            match = pattern.match(text, at)
            if match:
                yield match.span()
            at = text.find(first, match.end() if match else at + 1)


@lru_cache(maxsize=256)
def _pattern(term: Term) -> re.Pattern[str]:
    if _RUN.match(term.tokens[0]):
        return re.compile(re.escape("".join(token[0] for token in term.tokens) + term.tokens[-1][1:]))
    words = [re.escape(token) for token in term.tokens]
    between = rf"(?:(?!{LETTER}|[{_PAIRED}])[\s\S])+"
    end = f"(?:{LETTER})*" if term.prefix else f"(?!{LETTER})"
    return re.compile(rf"(?<![^\W_{_PAIRED}]){between.join(words)}{end}")
