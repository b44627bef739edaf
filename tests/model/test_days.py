"""One spelling of days for titles, pages and screens."""

from datetime import date

import pytest

from allegata.model import days


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("XXXX-11-09", "9 November (year not stated)"),
        ("XXXX-11", "November (year not stated)"),
        ("2022-11-09", "9 November 2022"),
        ("2022-11", "November 2022"),
        ("2022", "2022"),
        ("2022/..", "2022/.."),
        ("2022-13", "2022-13"),
        ("2022-11-09/2022-11-12", "2022-11-09/2022-11-12"),
    ],
)
def test_edtf_is_spelt_where_it_is_plain(edtf: str, words: str) -> None:
    assert days.edtf(edtf) == words


def test_a_day_is_the_same_in_every_locale() -> None:
    assert days.day(date(2022, 11, 9)) == "9 November 2022"
