"""What stands in a page: values that are put into a translation are shown and escaped like every other.

And how it is laid out: by where a line begins and ends, so that it can be read from right to left as well.
"""

import re

import pytest
from jinja2 import DictLoader

from allegata.web.language import Words
from allegata.web.rendering import TEMPLATES, Renderer


@pytest.fixture
def renderer() -> Renderer:
    made = Renderer("0", lambda name: f"/assets/x/{name}")
    for environment in made._environments.values():
        environment.loader = DictLoader(
            {
                "one": '{% trans name=name %}file {{ name }}{% endtrans %}|{{ _("100 %(of)s", of=name) }}',
                "many": "{% trans n=n %}{{ n }} file{% pluralize %}{{ n }} files{% endtrans %}",
            }
        )
    return made


def test_words_of_others_in_a_translation_are_inert(renderer: Renderer) -> None:
    said = renderer.render("one", "en", name="<b>\u202egnp.exe\x07</b>")
    assert "<b>" not in said
    assert "\u202e" not in said
    assert "\x07" not in said
    assert said.count("&lt;b&gt;") == 2


@pytest.mark.parametrize(("number", "words"), [(1, "1 file"), (2, "2 files"), (0, "0 files")])
def test_a_number_takes_its_form(renderer: Renderer, number: int, words: str) -> None:
    assert renderer.render("many", "en", n=number) == words


@pytest.mark.parametrize(
    ("number", "form"), [(1, 0), (21, 0), (2, 1), (24, 1), (5, 2), (11, 2), (14, 2), (0, 2)]
)
def test_ukrainian_has_three_forms(number: int, form: int) -> None:
    words = Words("uk")
    words._many["one"] = ("звіт", "звіти", "звітів")
    assert words.ngettext("one", "many", number) == ("звіт", "звіти", "звітів")[form]


PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|text-align: ?(?:left|right)|float: ?(?:left|right)|[;{ ](?:left|right):"
)


def test_no_style_says_left_or_right() -> None:
    styles = sorted((TEMPLATES.parents[1] / "assets" / "css").glob("*.css"))
    assert len(styles) > 10
    assert not [(one.name, found) for one in styles for found in PHYSICAL.findall(one.read_text("utf-8"))]
