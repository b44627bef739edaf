"""One real casebook of the example reports, made once, for the tests of what the software must not do."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from allegata.actions import run, show  # noqa: E402 - the path comes first
from allegata.actions.casebook import opened  # noqa: E402
from allegata.model.result import IncidentRecord, ItemRecord, RunResult  # noqa: E402
from allegata.web.report import Casebook, write  # noqa: E402

REPORTS = ROOT / "examples" / "reports"


@dataclass(frozen=True)
class Made:
    """A casebook with everything that a door shows of it."""

    folder: Path
    result: RunResult
    incidents: tuple[IncidentRecord, ...]
    items: tuple[ItemRecord, ...]
    report: Path

    @property
    def pages(self) -> dict[str, str]:
        """Name → HTML of every page of the report."""
        return {
            str(p.relative_to(self.report)): p.read_text("utf-8") for p in sorted(self.report.rglob("*.html"))
        }

    @property
    def texts(self) -> list[str]:
        """The originals' texts."""
        return [i.document.text for i in self.items if i.document is not None]


def make(reports: Path, folder: Path) -> Made:
    """The main job and the report over a folder of reports."""
    result = run.run(reports, folder / "casebook")
    with opened(folder / "casebook") as book:
        incidents, items = show.every_incident_record(book), show.every_item_record(book)
        write(Casebook(result.overview, incidents, items), folder / "report")
    return Made(folder / "casebook", result, incidents, items, folder / "report")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The example reports, read, linked and assessed. Tests do not write to it."""
    return make(REPORTS, tmp_path_factory.mktemp("must_nots"))
