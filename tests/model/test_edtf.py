"""Dates as people type them, and nothing that no calendar has."""

from datetime import date

import pytest

from allegata.model.edtf import parsed
from allegata.model.vocabulary import TimePrecision


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022-11-09", date(2022, 11, 9), date(2022, 11, 9), TimePrecision.DAY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), TimePrecision.MONTH),
        ("2022", date(2022, 1, 1), date(2022, 12, 31), TimePrecision.YEAR),
        ("XXXX-11-09", None, None, TimePrecision.DAY),
        ("2022-24", date(2022, 12, 1), date(2023, 2, 28), TimePrecision.SEASON),
        ("2022-11-09/2022-11-12", date(2022, 11, 9), date(2022, 11, 12), TimePrecision.PERIOD),
        ("2022-11-09/..", date(2022, 11, 9), None, TimePrecision.PERIOD),
        ("../2022-11", None, date(2022, 11, 30), TimePrecision.PERIOD),
    ],
)
def test_forms(text: str, earliest: date | None, latest: date | None, precision: TimePrecision) -> None:
    found = parsed(text)
    assert (found.earliest, found.latest, found.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text", ["", "XXXX", "2022-13", "2022-02-30", "9.11.2022", "last week", "../..", "2022-12/2022-11", "22"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed(text)
