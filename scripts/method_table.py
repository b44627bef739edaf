"""Write the table of comparisons in docs/method.md from their docstrings: the docstring is the method.

python scripts/method_table.py
"""

import re
from collections.abc import Iterable
from pathlib import Path

from allegata.linking import blockers, compare

PAGE = Path(__file__).resolve().parent.parent / "docs" / "method.md"
BEGIN, END = "<!-- comparisons -->", "<!-- end of comparisons -->"


def rows() -> Iterable[str]:
    """One row a comparison, in its published order."""
    yield "| comparison | kind | definition |"
    yield "|---|---|---|"
    for kind, comparisons in (
        ("blocker", blockers.BLOCKERS),
        ("strong", compare.STRONG),
        ("weak", compare.WEAK),
    ):
        for one in comparisons:
            first = (one.__doc__ or "").strip().split("\n\n")[0]
            words = re.sub(r" \(`[\w.]+`\)", "", " ".join(first.split()))
            yield f"| `{one.__name__}` | {kind} | {words} |"


def written(page: str) -> str:
    """The page with its table renewed."""
    table = f"{BEGIN}\n" + "\n".join(rows()) + f"\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: table, page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
