"""Days, months and EDTF as words: one spelling for titles, pages and screens, the same in every locale."""

from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NO_YEAR = "XXXX"
"""EDTF for a year that is not stated."""


def day(of: date) -> str:
    """A day in words."""
    return f"{of.day} {MONTHS[of.month - 1]} {of.year}"


def edtf(text: str) -> str:
    """EDTF as words where it is a plain day, month or year; any other form stays as it stands.

    >>> edtf("XXXX-11-09"), edtf("2022-11"), edtf("2022/..")
    ('9 November (year not stated)', 'November 2022', '2022/..')
    """
    year, *rest = text.split("-")
    if len(rest) > 2 or not (year.isdigit() or year == NO_YEAR) or not all(part.isdigit() for part in rest):
        return text
    if not rest:
        return year
    month = int(rest[0])
    if not 1 <= month <= len(MONTHS):
        return text
    words = [str(int(rest[1]))] if len(rest) == 2 else []
    words += [MONTHS[month - 1], "(year not stated)" if year == NO_YEAR else year]
    return " ".join(words)


def has_day(text: str) -> bool:
    """Whether EDTF names a day, not only a month or a year."""
    return text.count("-") == 2


def clock(ms: int) -> str:
    """A place in a film: `0:03`, `1:02:03`.

    :param ms: milliseconds from its beginning.
    """
    seconds = ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
