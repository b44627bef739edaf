"""Write `key.toml` out of the gold as it is written in `gold_*.py`: exact quotations become offsets.

python tests/heldout/build.py
python tests/heldout/build.py --set tests/unseen   another set of articles in the same form
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

if __package__ in (None, ""):  # run as a script: the tests are imported from the repository's root
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.heldout.form import Sheet

HELDOUT = Path(__file__).resolve().parent
KEY_NAME = "key.toml"
KEY_FILE = HELDOUT / KEY_NAME
HEAD = """\
# The gold of the invented articles beside this file, in the form of tests/acceptance/key.toml.
# Written by build.py from the quotations in gold_*.py: change those, never this.
"""


def gold(folder: Path = HELDOUT) -> list[ModuleType]:
    """The modules of a set that hold its gold: each with SHEETS, SPEAKERS and PLACES."""
    return [import_module(f"tests.{folder.name}.{path.stem}") for path in sorted(folder.glob("gold_*.py"))]


def sheets(folder: Path = HELDOUT) -> list[Sheet]:
    """The gold of every article."""
    return [make() for module in gold(folder) for make in module.SHEETS]


def written(folder: Path = HELDOUT) -> str:
    """The whole key as TOML."""
    modules, all_sheets = gold(folder), sheets(folder)
    speakers = {name: who for module in modules for name, who in module.SPEAKERS.items()}
    places = {name: where for module in modules for name, where in module.PLACES.items()}
    lines = [HEAD, f"articles = {_value([s.seed for s in all_sheets])}"]
    lines += [f"{name} = []" for name in ("forbidden", "expected", "sum", "total", "inside")]
    pairs = [
        {"left": a, "right": b, "expected": "different"}
        for s in all_sheets
        for i, a in enumerate(s.incidents)
        for b in list(s.incidents)[i + 1 :]
    ]
    lines += ["", "[not_stated]", "incidents = []"]
    lines += _table("speakers", {"outlet": {"pattern": ""}, **speakers})
    lines += _table("places", places)
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the key of a set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--set", type=Path, default=HELDOUT, help="the folder with articles and gold")
    folder = parser.parse_args(arguments).set.resolve()
    (folder / KEY_NAME).write_text(written(folder), encoding="utf-8")
    print(f"{folder.name}/{KEY_NAME} written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
