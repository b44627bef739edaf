"""Write `key.toml` out of the gold as it is written in `gold_*.py`: exact quotations become offsets.

python tests/heldout/build.py
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

if __package__ in (None, ""):  # run as a script: the tests are imported from the repository's root
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.heldout import gold_first, gold_second
from tests.heldout.form import Sheet

KEY_FILE = Path(__file__).with_name("key.toml")
HEAD = """\
# The gold of the invented articles beside this file, in the form of tests/acceptance/key.toml.
# Written by build.py from the quotations in gold_*.py: change those, never this.
"""


def sheets() -> list[Sheet]:
    """The gold of every article."""
    return [make() for make in (*gold_first.SHEETS, *gold_second.SHEETS)]


def written() -> str:
    """The whole key as TOML."""
    all_sheets = sheets()
    lines = [HEAD, f"articles = {_value([s.seed for s in all_sheets])}"]
    lines += [f"{name} = []" for name in ("forbidden", "expected", "sum", "total", "inside")]
    pairs = [
        {"left": a, "right": b, "expected": "different"}
        for s in all_sheets
        for i, a in enumerate(s.incidents)
        for b in list(s.incidents)[i + 1 :]
    ]
    lines += ["", "[not_stated]", "incidents = []"]
    lines += _table("speakers", {"outlet": {"pattern": ""}, **gold_first.SPEAKERS, **gold_second.SPEAKERS})
    lines += _table("places", {**gold_first.PLACES, **gold_second.PLACES})
    lines += _table("incidents", {k: v for s in all_sheets for k, v in s.incidents.items()})
    for name, entries in {
        "row": [r for s in all_sheets for r in s.rows],
        "trap": [t for s in all_sheets for t in s.traps],
        "pair": pairs,
        "statement": [t for s in all_sheets for t in s.statements],
    }.items():
        for entry in entries:
            lines += ["", f"[[{name}]]", *(f"{k} = {_value(v)}" for k, v in entry.items())]
    return "\n".join(lines) + "\n"


def _table(name: str, entries: Mapping[str, Any]) -> list[str]:
    return ["", f"[{name}]", *(f"{k} = {_value(v)}" for k, v in entries.items())]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    KEY_FILE.write_text(written(), encoding="utf-8")
    print(f"{KEY_FILE.name} written")
