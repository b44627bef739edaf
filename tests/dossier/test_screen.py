"""The veil of a public dossier: a capitalised word stays only when it is on a list, or ordinary."""

import pytest

from allegata.dossier.screen import Names

NAMED = frozenset({"Northland", "Northland's", "Ministry", "Eastmark"})
ORDINARY = frozenset({"the", "soldiers", "video", "a", "on"})
OPEN = Names(NAMED, ORDINARY, frozenset({"March", "Friday"}), days=True)
RECENT = Names(NAMED, ORDINARY, frozenset({"March", "Friday"}), days=False)


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
    assert RECENT.quoted("on Friday, 4 March, or 2026-03-04") == "on [withheld], 4 [withheld], or [withheld]"
    assert RECENT.own("on Friday, 4 March") == "on Friday, 4 March"
