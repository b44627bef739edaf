"""Names of people as they are compared: one person in other letters is still one person."""

import pytest

from allegata.model import phrases
from allegata.model.incident import Incident
from allegata.model.user import same_person


@pytest.mark.parametrize("name", ["Ana Kovač", " ana  kovač ", "ANA KOVAČ", "Ana Kovac\u030c", "Ａna Kovač"])
def test_one_person_in_other_letters_is_the_same(name: str) -> None:
    assert same_person("Ana Kovač", name)
    assert not same_person("Ana Kovac", name)


def test_a_merge_by_one_person_under_two_spellings_is_marked() -> None:
    """Must-not 9: what one person did alone says so."""
    assert "not reviewed" in phrases.made(Incident("inc_1", ("men_1",), joined_by=("Ana", "ana ")))
    assert "not reviewed" not in phrases.made(Incident("inc_1", ("men_1",), joined_by=("Ana", "Ben")))
