"""Words of others never pass through `_()`: it marks what it returns as safe HTML."""

import re
from pathlib import Path

import pytest

SAFE = {"secondfactor.html.j2": ["picture|safe"]}
"""What may stand in a page as it is: drawn by ourselves, out of nothing that anybody sent."""

TEMPLATES = Path(__file__).parents[3] / "src" / "allegata" / "web" / "templates" / "app"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.j2")), ids=lambda path: path.name)
def test_only_literals_are_translated_by_calls(path: Path) -> None:
    """A value is translated by the filter `|t`, which escapes it like every other."""
    calls = re.findall(r"\b(?:_|gettext|ngettext)\(\s*([^\s])", path.read_text(encoding="utf-8"))
    assert set(calls) <= {'"', "'"}, "use `value|t`: `_(value)` would put it into the page unescaped"
    assert re.findall(r"[\w.]+\s*\|\s*safe\b", path.read_text(encoding="utf-8")) == SAFE.get(path.name, [])
