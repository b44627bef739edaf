"""A state's forces and an armed group are read by the same rules: exchange them, and the record is mirrored."""

import pytest
from tests.acceptance.material import run_texts
from tests.acceptance.swap import differences

ARTICLES = {
    "active": """Open Eyes reports on video of shot captives

EAST PROVINCE — {A} shot dead three captured members of {B} near a village on 3 May 2024, the monitoring \
group Open Eyes said on Friday.

The monitors placed the video by its landmarks but could not say who had filmed it.

{A} denied the accusation and said that the video was staged. {B} called it a war crime.

Two days later {B} burned nine houses in the same district, residents said. {B} did not answer questions \
that were sent in writing.
""",
    "passive": """Two accounts of one night

EAST PROVINCE — Eleven civilians were killed by {A} during the night of 9 June 2024, {B} claimed in a statement.

{A} rejected the claim. {B} fired at the town, a spokesman of {A} said.

It was {B} that had shelled the village before, residents said.

The mission of the United Nations was not able to establish who had fired. It counted nine dead.
""",
}
SIDES = {
    "Sudan": ("state:SD", "the Sudanese army", "group:rapid-support-forces", "the Rapid Support Forces"),
    "Israel and Hamas": ("state:IL", "the Israeli army", "group:hamas", "Hamas"),
    "Congo": ("state:CD", "the Congolese army", "group:m23", "M23"),
    "Myanmar": ("state:MM", "the Myanmar military", "group:arakan-army", "the Arakan Army"),
    "Yemen": ("state:YE", "the Yemeni army", "group:houthis", "the Houthis"),
    "Turkey": ("state:TR", "the Turkish army", "group:pkk", "the PKK"),
}


def written(text: str, one: str, other: str) -> bytes:
    """The article with its two sides put in, each with a capital where a sentence begins."""
    for mark, name in (("{A}", one), ("{B}", other)):
        for before in ("\n", ". ", "— "):
            text = text.replace(before + mark, before + name[0].upper() + name[1:])
        text = text.replace(mark, name)
    return text.encode()


@pytest.mark.parametrize("case", SIDES)
def test_a_state_and_a_group_are_mirrored(case: str) -> None:
    state, army, group, fighters = SIDES[case]
    first = run_texts({name: written(text, army, fighters) for name, text in ARTICLES.items()})
    second = run_texts({name: written(text, fighters, army) for name, text in ARTICLES.items()})
    accused = {f.thing.actor.party for f in first.found if getattr(f.thing, "actor", None)}
    assert {state, group} <= accused, "both sides have to be read before their mirror says anything"
    assert differences(first, second, {state: group, group: state}) == []
