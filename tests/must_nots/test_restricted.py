"""Must-nots 5 and 15: a value that a person restricted reaches nobody who does not ask, and no public package."""

import json
import shutil
from pathlib import Path

import pypdfium2
import pytest
from tests.must_nots.test_public_dossier import Published, ask

from allegata.actions import run, show
from allegata.actions.assess import assess
from allegata.actions.casebook import Outside, opened_to_write
from allegata.actions.dossier import dossier
from allegata.actions.facts import facts
from allegata.actions.link import link
from allegata.actions.listing import listing
from allegata.actions.review import review
from allegata.model.codec import to_data
from allegata.model.decision import DecisionVerb
from allegata.model.listing import WITHHELD, Facet, Selection
from allegata.model.vocabulary import Attribute

REPORT = """Ministry alleges that Russian soldiers shot captives

The Ukrainian Ministry of Defence said on 2 May 2022 that Russian soldiers shot dead three captured Ukrainian \
soldiers in Toretsk on 1 May 2022.

The Russian Ministry of Defence denied that its soldiers had shot the captives.
"""
PLACE = "toretsk"
SEARCH = json.dumps({"places": ["the ministry's pages"], "as_of": "2026-11-27"})
WHO, WHY = "A. Analyst", "before publication"


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook of one old report that names a town, read and assessed."""
    folder = tmp_path_factory.mktemp("restricted")
    (folder / "reports").mkdir()
    (folder / "reports" / "a.txt").write_text(REPORT, "utf-8")
    sidecar = {"publisher": "A. Paper", "published": "2022-05-03", "published_basis": "url"}
    (folder / "reports" / "a.txt.meta.json").write_text(json.dumps(sidecar))
    run.run(folder / "reports", folder / "casebook")
    return folder / "casebook"


@pytest.mark.parametrize("again", [True, False], ids=["assessed again", "not assessed again"])
def test_05_15_no_file_of_a_public_package_holds_a_restricted_value(
    reported: Path, tmp_path: Path, again: bool
) -> None:
    folder = Path(shutil.copytree(reported, tmp_path / "casebook"))
    with opened_to_write(folder, Outside(by=WHO)) as book:
        (line,) = show.incident_lines(book)
        incident = line.incident.id
        assert PLACE in line.assessment.title.casefold()
        review(book, DecisionVerb.SEARCHED, incident, WHO, WHY, (), SEARCH)
        review(book, DecisionVerb.STATE, incident, WHO, WHY, (), "open")
        link(book)
        assess(book)
        places = [a for a in show.incident(book, incident).accounts if a.attribute is Attribute.PLACE_EVENT]
        assert places
        for account in places:
            value = json.dumps({"sensitivity": "restricted"})
            review(book, DecisionVerb.CORRECT, account.id, WHO, "risk to people there", (), value)
        if again:
            link(book)
            assess(book)
        dossier(book, ask(incident, tmp_path / "package", second="B. Reviewer"))
    package = Published(incident, "", (), tmp_path / "package")
    assert "place withheld" in package.record["title"]
    described = pypdfium2.PdfDocument(tmp_path / "package/data/record.pdf").get_metadata_dict()
    names = " ".join(str(path) for path in (tmp_path / "package").rglob("*"))
    everything = f"{package.everything} {described} {names}".casefold()
    assert PLACE not in everything


def test_05_15_what_lists_and_maps_are_made_of_holds_no_restricted_value(
    reported: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(reported, tmp_path / "casebook"))
    with opened_to_write(folder, Outside(by=WHO)) as book:
        (line,) = show.incident_lines(book)
        incident = line.incident.id
        assert facts(book).settings[0].positions and facts(book).settings[0].days
        for account in show.incident(book, incident).accounts:
            if account.attribute in (Attribute.PLACE_EVENT, Attribute.TIME_EVENT, Attribute.VICTIMS_KILLED):
                value = json.dumps({"sensitivity": "restricted"})
                review(book, DecisionVerb.CORRECT, account.id, WHO, "risk to people there", (), value)
        link(book)
        assess(book)
        made = facts(book)
        (setting,) = made.settings
        assert (setting.positions, setting.coarse, setting.days) == ((), (), ())
        assert setting.places == ((WITHHELD, ""),)
        assert setting.years == (WITHHELD,)
        assert set(made.values[Facet.PLACE]) == {WITHHELD}
        told = listing(book, Selection())
        assert PLACE not in json.dumps(to_data(told)).casefold()
        assert told.rows[0].title.startswith("Unknown number of")
        assert show.incident(book, incident).assessment.attributes  # the accounts stay on record
