"""The veil of a public dossier: a capitalised word stays only when it is on a list, or ordinary."""

import pytest

from allegata.dossier.screen import Names

NAMED = frozenset({"Northland", "Northland's", "Ministry", "Eastmark"})
ORDINARY = frozenset({"the", "soldiers", "video", "a", "on"})
MONTHS = frozenset({"March", "May", "November", "Friday"})
ELSEWHERE = frozenset({"листопада", "novembre"})
UNITS = frozenset({"brigade", "unit", "бригад*"})
PERSONS = frozenset({"Marija Horvat"})
OPEN = Names(NAMED, ORDINARY, MONTHS, True, PERSONS, ELSEWHERE, UNITS)
RECENT = Names(NAMED, ORDINARY, MONTHS, False, PERSONS, ELSEWHERE, UNITS)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The soldiers of Northland shot Ivan Petrenko", "The soldiers of Northland shot [withheld]"),
        ("Petrenko, a miller, said so", "[withheld], a miller, said so"),
        ("the video shows O'Neil-Smith in Eastmark", "the video shows [withheld]-[withheld] in Eastmark"),
        ("SOLDIERS OF NORTHLAND", "SOLDIERS [withheld] NORTHLAND"),
        ("on Friday, 4 March", "on Friday, 4 March"),
        ("от Ивана", "от [withheld]"),
        ("he is from سومي", "he is from [withheld]"),
    ],
)
def test_names_that_no_list_holds_are_withheld(text: str, shown: str) -> None:
    assert OPEN.quoted(text) == shown.replace("[withheld]-[withheld]", "[withheld]")


def test_days_are_withheld_from_quotations_of_a_recent_incident() -> None:
    assert RECENT.quoted("on Friday, 4 March, or 2026-03-04") == "on [withheld], or [withheld]"
    assert RECENT.own("on Friday, 4 March") == "on Friday, 4 March"


@pytest.mark.parametrize("names", [OPEN, RECENT])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("said d’Angelo at 47.4434, 35.8362", "said [withheld] at [withheld]"),
        ("said o'Brien, mcDonald and ivanPetrenko", "said [withheld] and [withheld]"),
        ("posted on t.me/ivan_petrenko today", "posted on [withheld] today"),
        ("posted on https://t.me/x today", "posted on [withheld] today"),
        ("-ivan.net/x or (t.me/ivan)", "[withheld] or ([withheld]"),
        ("the host ivan-petrenko.com, too", "the host [withheld], too"),
        ("by @ivan_petrenko88 or ivan_petrenko or petrenko88", "by [withheld] or [withheld] or [withheld]"),
        ("call +380501234567 now", "call [withheld] now"),
        ("call +380 (50) 123-45-67 or 050 123 45 67 now", "call [withheld] or [withheld] now"),
        ("write to ivan.petrenko@example.org now", "write to [withheld] now"),
        ("the 47th brigade, military unit 12345", "the [withheld] brigade, military unit [withheld]"),
        ("the forty-seventh mechanised brigade", "the [withheld] mechanised brigade"),
        ("47 separate brigade, unit a1234", "[withheld] separate brigade, unit [withheld]"),
        ("бойцы 47-й бригады", "бойцы [withheld] бригады"),
        ("at 4:30 or 04:30 in the morning", "at [withheld] or [withheld] in the morning"),
        ("at 47°26'36\"N 35°50'10\"E there", "at [withheld] there"),
        ("at 47,4434 35,8362 there", "at [withheld] there"),
        ("grid 37T DP 12345 67890 there", "grid [withheld] there"),
        ("he said ივანე პეტრიაშვილი there", "he said [withheld] there"),
        ("on 11月9日 there", "on [withheld] there"),
        ("from سومي 12 on", "from [withheld] on"),
        ("𝐈𝐯𝐚𝐧 and Ｐetrenko said", "[withheld] and [withheld] said"),
        ("about 1,200 people, 12 of them soldiers, in 3 places", None),
        ("Marija Horvat and Marija said", "Marija Horvat and [withheld] said"),
    ],
)
def test_what_tells_as_much_as_a_name_is_withheld(names: Names, text: str, shown: str | None) -> None:
    assert names.quoted(text) == (text if shown is None else shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("on 2 may 2026", "on [withheld]"),
        ("on the second of may", "on the [withheld]"),
        ("on friday, march 4", "on [withheld]"),
        ("in march and since may", "in [withheld] and since [withheld]"),
        ("they may march on", "they may march on"),
        ("on 2026/11/09 or 9.11.26 or 2026.11.09", "on [withheld] or [withheld] or [withheld]"),
        ("загинув 9 листопада 2026 року", "загинув [withheld] року"),
        ("le 9 novembre", "le [withheld]"),
        ("in 2026", "in [withheld]"),
    ],
)
def test_days_of_a_recent_incident_are_withheld_however_they_are_written(text: str, shown: str) -> None:
    assert RECENT.quoted(text) == shown


def test_the_year_of_an_incident_long_ago_may_stand() -> None:
    assert OPEN.quoted("on 4 March 1999, case 123456") == "on 4 March 1999, case [withheld]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Searched: t.me/ivan_petrenko, Ivan, +380501234567", "[withheld]: [withheld]"),
        ("the week of 2 March 2026, 1200 persons", "the week of 2 March 2026, 1200 persons"),
        ("near 47.4434, 35.8362, on 2 may", "near [withheld], on [withheld]"),
        ("soldiers of the 47th brigade", "soldiers of the [withheld] brigade"),
    ],
)
def test_our_own_words_hold_no_address_no_position_and_no_unit(text: str, shown: str) -> None:
    assert RECENT.own(text) == shown
