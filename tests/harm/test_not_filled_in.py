"""What a text does not say of deaths and of sides stays unsaid, in sentences of our own."""

import pytest
from tests.acceptance.material import run_texts

from allegata.model.vocabulary import ActType, Attribute, TranslationStatus


def read(text: str, head: str = "Reports on fighting"):
    material = run_texts({"x": f"{head}\n\nEAST PROVINCE — {text}\n".encode()})
    return material.documents["x"], material.readings["x"]


def killed(text: str) -> set[tuple[int | None, int | None]]:
    _, reading = read(text)
    return {(a.value.low, a.value.high) for a in reading.accounts if a.attribute is Attribute.VICTIMS_KILLED}


def test_who_is_shot_at_is_not_read_as_killed() -> None:
    text = "Kenyan soldiers shot at an unarmed Somali prisoner near the village but missed, residents said."
    _, reading = read(text)
    assert killed(text) == set()
    assert ActType.KILLING not in {act.type for mention in reading.mentions for act in mention.acts}


def test_one_death_does_not_make_three() -> None:
    text = (
        "Kenyan soldiers shot three Somali farmers near the village, residents said. "
        "One of the farmers was killed, residents said."
    )
    assert (3, 3) not in killed(text)


@pytest.mark.parametrize(
    ("owner", "party"),
    [
        ("South Sudanese", "state:SS"),
        ("Sudanese", "state:SD"),
        ("North Korean", "state:KP"),
        ("Somali and Kenyan", None),
    ],
)
def test_a_pattern_is_ascribed_to_the_party_that_is_named(owner: str, party: str | None) -> None:
    _, reading = read(f"It was a deliberate {owner} policy of killing prisoners, the monitors said.")
    assert {p.alleged_party for p in reading.patterns} <= {party, None}
    if party is not None and reading.patterns:
        assert party in {p.alleged_party for p in reading.patterns}


def test_a_persons_name_makes_no_translation() -> None:
    text = "Soldiers killed two people near the village, said Khadija Noor of the council.\n\nSource: Example News"
    document, _ = read(text)
    assert document.translation_status is not TranslationStatus.SUSPECTED_MACHINE_TRANSLATION


@pytest.mark.parametrize("body", ["Bundestag", "Knesset", "Duma", "Rada", "Majlis", "Sejm"])
def test_no_parliament_is_a_medium(body: str) -> None:
    _, reading = read(
        f"Soldiers had killed two people near the village, officials told the {body} on Friday."
    )
    links = {link.wording for statement in reading.statements for link in statement.chain}
    assert not any(body in wording for wording in links)
