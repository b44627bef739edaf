"""The shipped places, and a casebook's own files of places."""

import lzma
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allegata.errors import BadKnowledge
from allegata.knowledge import placetable
from allegata.knowledge.gazetteer import Gazetteer
from allegata.knowledge.names import fold
from allegata.model.value import Place
from allegata.model.vocabulary import PlaceKind


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return Gazetteer()


def _one(places: tuple[Place, ...], country: str, kind: PlaceKind) -> Place:
    (place,) = [p for p in places if p.country == country and p.kind is kind]
    return place


def test_hierarchy_and_namesakes(shipped: Gazetteer) -> None:
    table = shipped.lookup(["New York", "Sumy", "Kursk", "Pokrovsk", "Donetsk", "nothing of this name"])
    assert "nothing of this name" not in table
    niu_york = _one(table["new york"], "UA", PlaceKind.VILLAGE)
    donetsk = _one(table["donetsk"], "UA", PlaceKind.REGION)
    assert niu_york.within(donetsk) and niu_york.path[-1] == "iso:UA"
    assert any(p.country == "US" and p.kind is PlaceKind.CITY for p in table["new york"])
    city, region = _one(table["sumy"], "UA", PlaceKind.CITY), _one(table["sumy"], "UA", PlaceKind.REGION)
    assert city.within(region)
    assert _one(table["kursk"], "RU", PlaceKind.REGION).path == ("iso:RU",)
    assert _one(table["pokrovsk"], "UA", PlaceKind.DISTRICT).within(donetsk)


@pytest.mark.parametrize(
    ("one", "other"),
    (
        ("Lugansk", "Luhansk"),
        ("Київ", "Kyiv"),
        ("Kupʼyansk", "Kupyansk"),
        ("Homs", "حمص"),
        ("KYIV", "Kyiv"),
        ("Port-au-Prince", "Port au Prince"),
    ),
)
def test_spellings_and_scripts_meet(one: str, other: str, shipped: Gazetteer) -> None:
    table = shipped.lookup([one, other])
    assert {p.id for p in table[one.casefold()]} & {p.id for p in table[other.casefold()]}


def test_every_path_leads_to_a_place(shipped: Gazetteer) -> None:
    ids = set()
    paths = set()
    for place, _ in shipped.everything():
        assert place.id not in ids
        ids.add(place.id)
        paths |= set(place.path)
    assert len(ids) > 280_000
    assert paths <= ids


def test_unpacking_shows_progress_and_is_done_once(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    Gazetteer(cache=tmp_path, progress=lambda done, whole: seen.append((done, whole))).close()
    assert seen[-1][0] == seen[-1][1] and len(seen) > 5
    (file,) = tmp_path.iterdir()
    before = file.stat().st_mtime_ns
    Gazetteer(cache=tmp_path, progress=lambda done, whole: pytest.fail("unpacked again")).close()
    assert file.stat().st_mtime_ns == before


MEMORY = """
import sys
from pathlib import Path
from allegata.engines.fences import peak_memory
from allegata.knowledge.gazetteer import Gazetteer
Gazetteer(cache=Path(sys.argv[1])).close()
print(peak_memory())
"""


def test_unpacking_takes_little_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MEMORY, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) < 250 << 20  # bytes, in a process that does nothing else


def test_a_damaged_shipped_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placetable, "_shipped", lambda: lzma.compress(b"7\nP\tbroken\n"))
    placetable.shipped_digest.cache_clear()
    try:
        with pytest.raises(BadKnowledge, match="damaged"):
            Gazetteer(cache=tmp_path)
        assert not list(tmp_path.iterdir())
    finally:
        placetable.shipped_digest.cache_clear()


@example("𝘈")
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


# --- additions -------------------------------------------------------------------------------------

WHOSE = (
    "wof_id\tname\tplacetype\tlat\tlon\tregion\tcounty\tname_uk\tname_en\tvariants\tgeonames_id\tpopulation\n"
    "1\tВидуманівкове\tlocality\t49.0\t38.5\tLuhansk\t\tВидуманівкове\tVydumanivkove\tVydumanifkove|Wydumaniwkowe\t\t120\n"
    "2\tСуми\tlocality\t50.92\t34.80\tSumy\t\tСуми\tSumy\tSoumy-on-Psel\t692194\t250000\n"
    "3\tКупʼянськ\tlocality\t49.71\t37.61\tKharkiv\t\tКупʼянськ\tKupiansk\tCoupianske\t\t\n"
    "4\tЗламане\tlocality\tnorth\t38.5\tLuhansk\t\t\t\t\t\t\n"
)
DUMP = (
    "990001\tTestville\tTestville\tTestovo,Тестово\t48.5\t38.0\tP\tPPL\tUA\t\t05\t1416\t\t\t90\t\t100\tEurope/Kyiv\t2024-01-01\n"
    "990002\tTest Raion\tTest Raion\t\t48.5\t38.0\tA\tADM2\tUA\t\t05\t9999\t\t\t0\t\t100\tEurope/Kyiv\t2024-01-01\n"
    "990003\tTest Hill\tTest Hill\t\t48.5\t38.0\tT\tHLL\tUA\t\t05\t9999\t\t\t0\t\t100\tEurope/Kyiv\t2024-01-01\n"
    "990004\tshort line\n"
)


def _add(name: str, content: str, casebook: Path) -> tuple[Gazetteer, int, int, int, int]:
    file = casebook / name
    file.write_text(content, "utf-8")
    result = Gazetteer.add(file, casebook)
    return Gazetteer(casebook), result.read, result.added, result.named, len(result.problems)


def test_a_headed_table_is_tied_to_regions_and_known_places(tmp_path: Path) -> None:
    gazetteer, read, added, named, problems = _add("places.tsv", WHOSE, tmp_path)
    assert (read, added, named, problems) == (4, 1, 2, 1)
    table = gazetteer.lookup(
        ["Vydumanivkove", "Видуманівкове", "Wydumaniwkowe", "Soumy-on-Psel", "Coupianske"]
    )
    (village,) = table["vydumanivkove"]
    assert village.id == "wof:1" and village.kind is PlaceKind.VILLAGE and village.country == "UA"
    assert village.path == ("geonames:702657", "iso:UA")
    assert table["видуманівкове"] == table["wydumaniwkowe"] == (village,)
    assert [p.id for p in table["soumy-on-psel"]] == ["geonames:692194"]
    assert [p.id for p in table["coupianske"]] == ["geonames:703656"]


def test_a_geonames_dump_uses_the_codes(tmp_path: Path) -> None:
    gazetteer, read, added, named, problems = _add("UA.txt", DUMP, tmp_path)
    assert (read, added, named, problems) == (4, 2, 0, 1)
    table = gazetteer.lookup(["Testville", "Тестово", "Test Raion"])
    (village,) = table["testville"]
    assert village.path == ("geonames:704417", "geonames:709716", "iso:UA")
    assert table["тестово"] == (village,)
    (district,) = table["test raion"]
    assert district.kind is PlaceKind.DISTRICT and district.path == ("geonames:709716", "iso:UA")


def test_a_code_table_names_regions(tmp_path: Path) -> None:
    gazetteer, _, added, named, _ = _add(
        "admin2Codes.txt", "UA.05.7777\tNeuraion\tNeuraion\t990010\n", tmp_path
    )
    assert (added, named) == (1, 0)
    (place,) = gazetteer.lookup(["Neuraion"])["neuraion"]
    assert place.kind is PlaceKind.DISTRICT and place.path[0] == "geonames:709716"


def test_adding_the_same_bytes_twice_adds_nothing(tmp_path: Path) -> None:
    first, *_ = _add("places.tsv", WHOSE, tmp_path)
    again, read, added, named, _ = _add("copy.tsv", WHOSE, tmp_path)
    assert (read, added, named) == (0, 0, 0)
    assert first.version == again.version != Gazetteer().version


@pytest.mark.parametrize("content", ("", "one\ttwo\n1\t2\n", "just words\n"))
def test_an_unknown_form_says_what_is_taken(content: str, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(content, "utf-8")
    with pytest.raises(BadKnowledge, match="known form"):
        Gazetteer.add(file, tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadKnowledge, match="cannot be read"):
        Gazetteer.add(tmp_path / "none.tsv", tmp_path)


def test_a_table_of_a_casebook_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "gazetteer.sqlite").write_text("not a database" * 100, "utf-8")
    with pytest.raises(BadKnowledge, match="no table of places"):
        Gazetteer(tmp_path)
