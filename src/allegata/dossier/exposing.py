"""What gives somebody or some place away without a name: addresses, numbers, positions, units, days.

Every function takes a text and gives it back with gaps. They take too much; that is the side on which to err.
"""

import re
from functools import lru_cache

GAP = "[withheld]"
I = re.IGNORECASE  # noqa: E741 - as the library calls it
DECIMAL = r"-?\d{1,3}(?:\.\d+|,(?!\d{3}\b)\d+)(?:\s*[°º˚])?(?:\s*[NSEW]\b)?"
ORDINAL = r"\d+(?:st|nd|rd|th)\b"
UNITS_OF_TEN = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
SPELLED = (
    rf"(?:(?:one\s+)?hundred(?:\s+and)?[\s-]+)?(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[\s-]+(?:{UNITS_OF_TEN})|"
    rf"{UNITS_OF_TEN}|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|hundredth)"
)
WITHIN = r"(?:\s+(?!(?:of|the|in|from|and|by|at|to)\b)[\w-]+){0,3}?\s+"
"""Words between a unit's number and what it is: "separate mechanised"."""

CONTACTS = (
    re.compile(
        r"(?<![^\s@＠<>()\[\],;:])[^\s@＠<>()\[\],;:]*[@＠][\w.\-]*\w", I
    ),  # mail addresses and handles
    re.compile(r"(?<![\w+.\-])[\w+.\-]*://\S+|\bwww\.\S+", I),
    re.compile(r"(?<![\w.-])[.-]*(?:\w[\w-]*\.)+[^\W\d_]{2,}/\S*", I),
    re.compile(r"(?<![\w.-])[.-]*(?:[^\W_][\w-]*\.)+[a-z]{2,}\b"),  # a host by itself
    re.compile(r"(?:\+|\b00)\s?\(?\d[\d\s().\-–]{4,}\d"),
    re.compile(r"(?<![\d,.])\(?(?!\d{4}-\d{2}-\d{2}\b)\d(?:[\s().\-–]{0,2}\d){8,}"),
)
POSITIONS = (
    re.compile(rf"(?:\b[NSEW]\s?)?{DECIMAL}\s*[,;/\s]\s*(?:\b[NSEW]\s?)?{DECIMAL}"),
    re.compile(r"(?:\b[NSEW]\s?)?-?\d{1,3}\.\d{3,}(?:\s*[°º˚])?(?:\s*[NSEW]\b)?"),
    re.compile(
        r"\d{1,3}(?:[.,]\d+)?\s*(?:[°º˚]|deg(?:rees?)?\b)(?:\s*\d{1,2}(?:[.,]\d+)?\s*(?:['′’]|min\w*))?"
        r"(?:\s*\d{1,2}(?:[.,]\d+)?\s*(?:[\"″”]|['’]{2}|sec\w*))?(?:\s*[NSEW]\b)?"
    ),
    re.compile(r"\b\d{1,2}\s?[C-X]\s?[A-Z]{2}(?:\s?\d{2,5}){2}\b"),  # MGRS
    re.compile(r"\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b"),  # plus codes
)
CLOCK = re.compile(
    r"\b\d{1,2}[:h]\d{2}(?::\d{2})?\b(?:\s*[ap]\.?m\b\.?)?"
    r"|\b\d{1,2}(?:\.\d{2})?\s*[ap]\.?\s?m\b\.?|(?<=\bat )\d{1,2}\.\d{2}\b",
    I,
)
TELEPHONE = re.compile(r"(?<![\d,.])\(?(?!\d{4}-\d{2}-\d{2}\b)\d(?:[\s().\-–]{0,2}\d){6,}")
LONG = re.compile(r"(?<!\w)\w*\d{4,}\w*")
YEAR = re.compile(r"(?:1[89]|20)\d\ds?")
MIXED = re.compile(r"\b[^\W\d_]{2,}[\d_]*\d{2,}\w*|\b\w*[^\W_]_+[^\W_]\w*")
RANKED = re.compile(rf"\b{ORDINAL}(?!\s+century)", I)
DATES = re.compile(
    r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\b\d{4}[-/.]\d{2}\b|\b\d{1,2}/\d{1,2}\b|\b\d{2}\.\d{2}\b(?!\s*(?:%|per|million))"
)
LEADS = (
    *("in", "of", "on", "since", "until", "by", "during", "early", "late", "mid"),
    *("before", "after", "from", "last", "this", "next"),
)
"""Words after which such a word is a month."""
VERBS = frozenset({"may", "march", "mar", "dec", "sep", "jun", "jan"})
"""Months that are ordinary words too, in small letters."""


def unaddressed(text: str) -> str:
    """Without mail addresses, handles, web addresses, telephone numbers and positions."""
    for pattern in (*POSITIONS, *CONTACTS):
        text = pattern.sub(GAP, text)
    return text


def unnumbered(text: str, years: bool) -> str:
    """Somebody's words without clock times, long runs of digits, ordinals, and names made of letters and digits.

    :param years: whether years may stay.
    """
    for pattern in (CLOCK, TELEPHONE):
        text = pattern.sub(GAP, text)
    text = LONG.sub(lambda m: m.group() if years and YEAR.fullmatch(m.group()) else GAP, text)
    for pattern in (MIXED, RANKED):
        text = pattern.sub(GAP, text)
    return text


def without_units(text: str, units: frozenset[str]) -> str:
    """Without the numbers of military units, in digits or in words."""
    if not units:
        return text
    before, after = _units(units)
    text = before.sub(GAP, text)
    return after.sub(lambda m: m.group("unit") + GAP, text)


def undated(text: str, months: frozenset[str]) -> str:
    """Without days and months in whatever case; a month goes with its day and year."""
    text = DATES.sub(GAP, text)
    if not months:
        return text
    dated, alone = _months(months)
    text = dated.sub(GAP, text)
    return alone.sub(GAP, text)


def undated_small(text: str, months: frozenset[str]) -> str:
    """Without days whose month is not written as this program writes it: in small letters or another script."""
    if not months:
        return text
    dated, _ = _months(months)
    ours = re.compile(r"[A-Z][a-z]+")
    return dated.sub(lambda m: m.group() if ours.search(m.group()) else GAP, text)


@lru_cache(maxsize=8)
def _units(units: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(units, key=len, reverse=True))
    number = rf"(?:{ORDINAL}|\d+(?:-?[^\W\d_]{{1,3}}\b)?|(?:{SPELLED}))"
    before = re.compile(rf"\b{number}(?={WITHIN}(?:{words})\b)", I)
    after = re.compile(
        rf"(?P<unit>\b(?:{words})\s*(?:no\.?|number|nr\.?|№|#)?\s*)(?!\[)(?:[^\W\d_]{{0,3}}-?\d[\w-]*|{SPELLED}\b)",
        I,
    )
    return before, after


@lru_cache(maxsize=8)
def _months(months: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    def any_of(words: frozenset[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    folded = frozenset(word.casefold() for word in months)
    day = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-–/]\s*\d{{1,2}}(?:st|nd|rd|th)?)?|(?:{SPELLED}))"
    month = rf"(?:{any_of(folded)})\b\.?"
    year = r"(?:,?\s*\d{4}\b)?"
    dated = re.compile(
        rf"\b{day}(?:\s+of)?(?:\s+the)?[\s,-]*{month}{year}|\b{month},?\s*(?:the\s+)?{day}\b{year}|\b{month},?\s*\d{{4}}\b",
        I,
    )
    plain = any_of(folded - VERBS) or "(?!)"
    verbs = any_of(folded & VERBS) or "(?!)"
    led = "|".join(rf"(?<=\b{word}[\s-])" for word in LEADS)
    alone = re.compile(rf"\b(?:{plain})\b\.?|(?:{led})(?:{verbs})\b", I)
    return dated, alone
