"""The language of a text, by its name; only English is read so far.

py3langid (BSD) judges each longer paragraph, the majority of letters decides. Ukrainian, Russian and
Belarusian are told apart by letters that the others do not have. Short texts stay "und".
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from allegata.reading.lines import lines

UNDETERMINED = "und"
LEAST_LETTERS = 20
"""Below this many letters no language is named: names and numbers alone look like any language."""

SAMPLE = 40_000
"""At most this many characters are judged, from the first pages of a long text and from its last."""

_CODE = re.compile(r"\b(?=\w*\d)\w{16,}\b", re.ASCII)
"""Digests, tokens and keys: letters that are of no language."""
_LONG = 60
_DOUBT = 0.5

NAMES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian",
    "kk": "Kazakh", "km": "Khmer", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lt": "Lithuanian",
    "lv": "Latvian", "mk": "Macedonian", "mn": "Mongolian", "my": "Burmese", "ne": "Nepali",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "so": "Somali",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
"""The languages that are told apart: those with a press; rarer ones only drew short texts away from them."""

_ENGLISH = frozenset(
    {
        "the", "of", "and", "to", "in", "that", "was", "were", "is", "are", "on", "for", "with", "by",
        "from", "at", "as", "said", "has", "have", "had", "who", "which", "not", "been", "after", "his",
        "her", "their", "they", "he", "she", "it", "this", "an",
    }
)  # fmt: skip


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    # part of the program, not of a casebook: loaded once for each process, late because it takes 0.8 s
    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(made.nb_classes)
    made.set_languages([code for code in NAMES if code in known])
    return made


def identify(text: str) -> tuple[str, float]:
    """The language of most of a text as a BCP 47 tag, with a confidence from 0 to 1.

    >>> identify("The ministry said on Friday that the men had been taken to a hospital nearby.")[0]
    'en'
    >>> identify("12 km, 14:35")
    ('und', 0.0)
    """
    return most(shares(text))


def most(found: Mapping[str, tuple[float, float]]) -> tuple[str, float]:
    """The language with the largest of these shares, as `identify` gives it."""
    if not found:
        return UNDETERMINED, 0.0
    language, (share, confidence) = max(found.items(), key=lambda entry: (entry[1][0], entry[0]))
    return language, round(share * confidence, 4)


def shares(text: str) -> dict[str, tuple[float, float]]:
    """Language → (share of the judged letters, mean confidence); empty when nothing could be judged."""
    pieces = _pieces(text)
    letters: Counter[str] = Counter()
    weighted: dict[str, float] = {}
    for piece in pieces:
        language, confidence = _judge(piece)
        size = _letters(piece)
        letters[language] += size
        weighted[language] = weighted.get(language, 0.0) + size * confidence
    total = sum(letters.values())
    return {
        language: (size / total, weighted[language] / size)
        for language, size in letters.items()
        if language != UNDETERMINED
    }


def name_of(tag: str) -> str:
    """The English name of a language, or its tag."""
    return NAMES.get(tag.split("-", maxsplit=1)[0], tag)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _pieces(text: str) -> list[str]:
    sample = text if len(text) <= SAMPLE else text[: SAMPLE // 2] + "\n" + text[-SAMPLE // 2 :]
    sample = _CODE.sub(" ", sample)
    found = [sample[a:b].strip() for a, b in lines(sample)]
    long = [piece for piece in found if _letters(piece) >= _LONG]
    if long:
        return long
    whole = " ".join(piece for piece in found if piece)
    return [whole] if _letters(whole) >= LEAST_LETTERS else []


def _judge(piece: str) -> tuple[str, float]:
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in piece)
    if cyrillic > 0.5 * _letters(piece):
        told = _east_slavic(piece.lower())
        if told:
            return told, 0.99
    (language, confidence), (_, second) = _identifier().rank(piece)[:2]
    words = piece.lower().split()
    function = sum(word.strip(".,“”\"'’") in _ENGLISH for word in words)
    if confidence < 0.9 and function >= (1 if language == "en" else 2) and function >= 0.1 * len(words):
        # many foreign names in a short English text mislead the byte model; its small words do not
        return "en", _DOUBT
    clear = confidence >= _DOUBT or (confidence >= 0.3 and confidence >= 3 * second)
    return (language, float(confidence)) if clear else (UNDETERMINED, 0.0)


def _east_slavic(piece: str) -> str | None:
    """Ukrainian, Belarusian or Russian by letters of their own; None when none of them stands there."""
    ukrainian = sum(piece.count(c) for c in "їєґ")
    belarusian = piece.count("ў")
    russian = sum(piece.count(c) for c in "ыэё")
    shared_i, other_i = piece.count("і"), piece.count("и")
    if belarusian and not ukrainian and not other_i:
        return "be"
    if (ukrainian or shared_i) and not russian and not belarusian:
        return "uk"
    if russian and not shared_i and not ukrainian and not belarusian:
        # Bulgarian and Macedonian have no ы, э, ё; Kazakh, Kyrgyz and Mongolian have letters beside them
        return "ru" if not any(c in piece for c in "әғқңөұүһө") else None
    return None
