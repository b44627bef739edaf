"""Must-nots 1, 3, 4, 5, 9, 12, 15 on the public profile of a dossier, over the five articles of the acceptance case."""

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pytest
from tests.acceptance.forbidden import verdicts
from tests.acceptance.swap import swapped_texts

from allegata.actions import run, show
from allegata.actions.assess import assess
from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.dossier import Wish, dossier
from allegata.actions.link import link
from allegata.actions.public import refuse
from allegata.actions.review import review
from allegata.dossier.language import without_quotes
from allegata.errors import AllegataError, BadDecision, DossierRefused, VerdictInOwnWords
from allegata.model.decision import DecisionVerb
from allegata.model.dossier import SINGLE_PERSON, Profile
from allegata.model.vocabulary import RecordState

SEARCH = json.dumps({"places": ["the ministry's pages", "its channel"], "as_of": "2026-11-27"})
MEDIA = re.compile(r"\.(jpe?g|png|gif|webp|mp4|webm|mov|mp3|ogg|wav)$", re.I)


@dataclass(frozen=True)
class Published:
    """One incident's public package."""

    incident: str
    title: str
    documents: tuple[str, ...]
    folder: Path

    @property
    def pages(self) -> list[str]:
        """The text of every page of the record."""
        pdf = pypdfium2.PdfDocument(self.folder / "data/record.pdf")
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]

    @property
    def everything(self) -> str:
        """Every text in the package, the pages included."""
        texts = [
            p.read_text("utf-8", "replace")
            for p in sorted(self.folder.rglob("*"))
            if p.is_file() and p.suffix != ".pdf"
        ]
        return "\n".join([*texts, *self.pages])

    @property
    def record(self) -> dict:
        return json.loads((self.folder / "data/record.json").read_bytes())

    def table(self, name: str) -> list[dict[str, str]]:
        text = (self.folder / "data" / name).read_text("utf-8")
        return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="session")
def articles_book(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five articles, read, linked and assessed. Nobody has looked for an answer yet."""
    reports = tmp_path_factory.mktemp("articles")
    for path in articles.glob("*.txt"):
        shutil.copy(path, reports)
    folder = tmp_path_factory.mktemp("public") / "casebook"
    run.run(reports, folder)
    return folder


def searched(folder: Path, opening: bool = True) -> None:
    """Open the record of every incident, and record where an answer was looked for."""
    with opened_to_write(folder, Outside(by="A. Analyst")) as book:
        for line in show.incident_lines(book):
            id = line.incident.id
            review(book, DecisionVerb.SEARCHED, id, "A. Analyst", "before publication", (), SEARCH)
            if opening:
                review(book, DecisionVerb.STATE, id, "A. Analyst", "looked at", (), "open")
        link(book)
        assess(book)


def ask(incident: str, target: Path, **more: object) -> Wish:
    return Wish(incident, Profile.PUBLIC, target, "for the public", **more)  # type: ignore[arg-type]


def let_out(book_folder: Path, folder: Path) -> list[Published]:
    """Every incident of a casebook as a public package below a folder, let out by two persons."""
    searched(book_folder)
    made = []
    with opened_to_write(book_folder, Outside(by="A. Analyst")) as book:
        for number, line in enumerate(show.incident_lines(book)):
            target = folder / f"package {number}"
            dossier(book, ask(line.incident.id, target, second="B. Reviewer"))
            made.append(Published(line.incident.id, line.assessment.title, line.documents, target))
    return made


@pytest.fixture(scope="session")
def published(articles_book: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Published]:
    """Every incident of the five articles, let out by two persons."""
    folder = tmp_path_factory.mktemp("published")
    return let_out(Path(shutil.copytree(articles_book, folder / "casebook")), folder)


@pytest.fixture
def book_folder(articles_book: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    return Path(shutil.copytree(articles_book, tmp_path / "casebook"))


def one(folder: Path, told: Callable[[str], bool] = lambda title: True) -> str:
    with opened(folder) as book:
        return next(line.incident.id for line in show.incident_lines(book) if told(line.assessment.title))


def incidents_of(published: list[Published], seed: str, articles_book: Path) -> Iterator[Published]:
    with opened(articles_book) as book:
        wanted = {
            row.document for row in show.item_lines(book) if row.item.capture.received_name.startswith(seed)
        }
    yield from (package for package in published if wanted.intersection(package.documents))


# --- 1: no verdict --------------------------------------------------------------------------------------------


def test_01_the_dossier_says_no_verdict_in_its_own_words(published: list[Published]) -> None:
    assert len(published) == 11
    for package in published:
        record = package.record
        own = [record["title"], *record["method"], *record["withheld"]]
        for part in record["parts"]:
            own += [
                part["title"],
                part["empty"],
                *part["footnotes"],
                *(line["what"] for line in part["lines"]),
            ]
        for row in record["matrix"]:
            own += [row["derivation"], row["code_words"], *row["flags"]]
        assert verdicts([without_quotes(text) for text in own]) == [], package.title


@pytest.mark.parametrize(
    "words", ["This was a war crime.", "The general is guilty.", "It did happen as told."]
)
def test_01_a_summary_that_judges_is_refused(book_folder: Path, tmp_path: Path, words: str) -> None:
    searched(book_folder)
    with opened_to_write(book_folder) as book, pytest.raises(VerdictInOwnWords, match="summary"):
        plain = next(line.incident.id for line in show.incident_lines(book) if not line.assessment.pinned)
        dossier(book, ask(plain, tmp_path / "out", second="B", summary=words))
    assert not (tmp_path / "out").exists()


# --- 3: both sides alike ------------------------------------------------------------------------------------------


def shape(package: Published) -> tuple[object, ...]:
    """How much of a record went out: lines of the five parts, pinned ones, rows of tables, quotations shown."""
    record = package.record
    return (
        tuple(len(part["lines"]) for part in record["parts"]),
        *(len(record[name]) for name in ("pinned", "accounts", "statements", "citations")),
        sum(not cited["withheld"] for cited in record["citations"]),
    )


def test_03_with_the_sides_exchanged_the_packages_are_as_complete(
    published: list[Published], articles: Path, tmp_path: Path
) -> None:
    (tmp_path / "reports").mkdir()
    texts = {path.name: path.read_bytes() for path in articles.glob("*.txt")}
    for name, text in swapped_texts(texts).items():
        (tmp_path / "reports" / name).write_bytes(text)
    run.run(tmp_path / "reports", tmp_path / "casebook")
    ours, theirs = (
        Counter(map(shape, published)),
        Counter(map(shape, let_out(tmp_path / "casebook", tmp_path))),
    )
    assert (ours - theirs, theirs - ours) == (Counter(), Counter())


# --- 4: no accusation without the answer ---------------------------------------------------------------------------


def test_04_without_a_record_of_the_search_nothing_goes_out(book_folder: Path, tmp_path: Path) -> None:
    with opened_to_write(book_folder) as book:
        for line in show.incident_lines(book):
            with pytest.raises(DossierRefused, match="review searched"):
                dossier(book, ask(line.incident.id, tmp_path / "out", second="B"))
    assert not (tmp_path / "out").exists()


def test_04_kursk_cannot_be_published_without_it_and_shows_it_with_it(
    book_folder: Path, published: list[Published], tmp_path: Path
) -> None:
    kursk = one(book_folder, lambda title: "Kursk" in title)
    with opened_to_write(book_folder) as book, pytest.raises(DossierRefused):
        dossier(book, ask(kursk, tmp_path / "out", second="B"))
    package = next(p for p in published if "Kursk" in p.title)
    answer = package.record["parts"][1]
    assert (answer["number"], answer["title"]) == (2, "What the accused side says")
    assert any(
        "Searched: the ministry's pages, its channel, as of 27 November 2026." in f
        for f in answer["footnotes"]
    )


def test_04_the_answer_stands_in_second_place_in_every_package(published: list[Published]) -> None:
    for package in published:
        assert [part["number"] for part in package.record["parts"]] == [1, 2, 3, 4, 5]
        answer = package.record["parts"][1]
        assert answer["footnotes"] and (answer["lines"] or answer["empty"]), package.title
        text = " ".join(package.pages)
        heads = [text.index(f"{part['number']} {part['title']}") for part in package.record["parts"]]
        assert heads == sorted(heads)


def test_04_a_search_names_places_and_a_day(book_folder: Path) -> None:
    incident = one(book_folder)
    for value in ("", "{}", '{"places": [], "as_of": "2026-11-27"}', '{"places": ["x"], "as_of": "soon"}'):
        with opened_to_write(book_folder) as book, pytest.raises(BadDecision):
            review(book, DecisionVerb.SEARCHED, incident, "A. Analyst", "r", (), value)


def test_04_a_summary_that_drops_a_pinned_circumstance_is_refused_and_named(
    book_folder: Path, tmp_path: Path
) -> None:
    searched(book_folder)
    with opened_to_write(book_folder) as book:
        for line in show.incident_lines(book):
            if line.assessment.pinned:
                words = "Servicemen are reported killed. The ministry alleges it."
                with pytest.raises(DossierRefused, match=line.assessment.pinned[0]):
                    dossier(book, ask(line.incident.id, tmp_path / "out", second="B", summary=words))
                cited = words + "".join(f" [[{id}]]" for id in line.assessment.pinned)
                dossier(book, ask(line.incident.id, tmp_path / "out", second="B", summary=cited))
                return
    raise AssertionError("no incident of the five articles holds a pinned circumstance")


# --- 5: captives, victims and the dead stay unexposed -----------------------------------------------------------------


def test_05_the_captives_origin_is_in_no_package_of_the_second_article(
    published: list[Published], articles_book: Path
) -> None:
    packages = list(incidents_of(published, "002", articles_book))
    assert len(packages) == 4
    for package in packages:
        assert "sumy" not in package.everything.casefold(), package.title


def test_05_no_picture_no_sound_no_original_and_no_file_name_goes_out(
    published: list[Published], articles: Path
) -> None:
    names = [path.stem for path in articles.glob("*.txt")]
    for package in published:
        files = [p.relative_to(package.folder).as_posix() for p in package.folder.rglob("*") if p.is_file()]
        assert [f for f in files if MEDIA.search(f) or "originals" in f or f.endswith("entries.jsonl")] == []
        pdf = pypdfium2.PdfDocument(package.folder / "data/record.pdf")
        kinds = {thing.type for page in pdf for thing in page.get_objects()}
        assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
        assert [name for name in names if name in package.everything] == []


def test_05_protected_words_are_in_no_package(published: list[Published], articles_book: Path) -> None:
    with opened(articles_book) as book:
        for package in published:
            texts = " ".join(package.everything.split())
            for detail in show.incident(book, package.incident).records:
                if type(detail).__name__ == "ProtectedDetail":
                    assert " ".join(detail.span.quote.split()) not in texts, package.title


def test_05_a_captives_words_are_withheld_and_marked(published: list[Published]) -> None:
    captive = [
        row
        for package in published
        for row in package.table("statements.csv")
        if "adverse party" in row["notes"]
    ]
    assert captive
    assert {row["quote"] for row in captive} == {"[withheld]"}


# --- 9: one person alone -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("second", [" a. analyst ", "A.  Analyst", "Ａ. Analyst"])
def test_09_the_same_person_cannot_be_both(book_folder: Path, tmp_path: Path, second: str) -> None:
    searched(book_folder)
    with (
        opened_to_write(book_folder, Outside(by="A. Analyst")) as book,
        pytest.raises(DossierRefused, match="both"),
    ):
        dossier(book, ask(one(book_folder), tmp_path / "out", second=second))


def test_09_what_one_person_lets_out_says_so_on_every_page(
    book_folder: Path, published: list[Published], tmp_path: Path
) -> None:
    searched(book_folder)
    with opened_to_write(book_folder, Outside(by="A. Analyst")) as book:
        result = dossier(book, ask(one(book_folder), tmp_path / "out"))
    assert result.marks == (SINGLE_PERSON,)
    alone = Published("", "", (), tmp_path / "out").pages
    assert len(alone) > 2 and all(SINGLE_PERSON in page.casefold() for page in alone)
    assert not any(SINGLE_PERSON in page.casefold() for page in published[0].pages)


def test_09_a_candidate_that_nobody_opened_is_not_published(book_folder: Path, tmp_path: Path) -> None:
    searched(book_folder, opening=False)
    incident = one(book_folder)
    with opened_to_write(book_folder, Outside(by="A. Analyst")) as book:
        with pytest.raises(DossierRefused, match=f"review state {incident} --value open"):
            dossier(book, ask(incident, tmp_path / "out", second="B"))
        assert not (tmp_path / "out").exists()
        review(book, DecisionVerb.STATE, incident, "A. Analyst", "looked at", (), "open")
        link(book)
        assess(book)
        dossier(book, ask(incident, tmp_path / "out", second="B"))
    assert (tmp_path / "out" / "seal.sig").is_file()


@pytest.mark.parametrize("state", [RecordState.DISCARDED_PROPOSAL, RecordState.MERGED, RecordState.SPLIT])
def test_09_what_is_no_record_of_its_own_is_refused(book_folder: Path, state: RecordState) -> None:
    with opened(book_folder) as book:
        record = show.incident(book, one(book_folder))
    gone = replace(record, incident=replace(record.incident, state=state))
    with pytest.raises(DossierRefused, match=state.value):
        refuse(gone, unmasked=False)


@pytest.mark.parametrize("state", [RecordState.SEALED, RecordState.WITHDRAWN])
def test_09_a_sealed_or_withdrawn_record_is_not_published(
    book_folder: Path, tmp_path: Path, state: RecordState
) -> None:
    searched(book_folder)
    incident = one(book_folder)
    with opened_to_write(book_folder) as book:
        review(book, DecisionVerb.STATE, incident, "A. Analyst", "somebody is at risk", (), state.value)
        link(book)
        assess(book)
        with pytest.raises(AllegataError, match=state.value):  # a withdrawn one is in no list any more
            dossier(book, ask(incident, tmp_path / "out", second="B"))


def test_09_masked_words_cannot_be_shown_in_public(book_folder: Path, tmp_path: Path) -> None:
    searched(book_folder)
    with opened_to_write(book_folder) as book, pytest.raises(DossierRefused, match="unmasked"):
        dossier(book, ask(one(book_folder), tmp_path / "out", second="B", unmasked=True))


# --- 12: no patterns, no scores ------------------------------------------------------------------------------------------

PATTERN = re.compile(
    r"\b(systematic|widespread|policy|policies|worst|pattern of (?!sources)|score|ranking|likelihood)", re.I
)


def test_12_no_pattern_and_no_score_in_our_own_words(published: list[Published]) -> None:
    for package in published:
        record = package.record
        own = [record["title"], *record["method"], *(part["title"] for part in record["parts"])]
        own += [row["derivation"] for row in record["matrix"]]
        assert [text for text in own if PATTERN.search(without_quotes(text))] == []
        assert "PatternClaim" not in (package.folder / "data/record.json").read_text()
        for table in (package.folder / "data").glob("*.csv"):
            head = table.read_text("utf-8").splitlines()[0]
            assert not re.search(r"score|rank|weight|confidence|probab", head), table.name


# --- 15: no aid for aiming -------------------------------------------------------------------------------------------------


def test_15_recent_places_are_told_no_finer_than_the_district(published: list[Published]) -> None:
    package = next(p for p in published if "Makij" in p.title)
    text = package.everything.casefold()
    assert "makij" not in text and "makiivka" not in text
    assert "luhansk" in text
    assert "makij" in package.title.casefold()  # the internal record has it


def test_15_no_coordinates_no_unit_and_no_day_of_the_event(published: list[Published]) -> None:
    for package in published:
        text = package.everything
        assert not re.search(r"latitude|longitude", text)
        rows = package.table("accounts.csv")
        assert not [row for row in rows if row["attribute"] == "unit named"]
        for row in rows:
            if row["attribute"] in {"time of the alleged act", "time of filming", "footage first seen"}:
                assert not re.fullmatch(r"\d{1,2} [A-Z][a-z]+( \d{4}| \(year not stated\))", row["words"]), (
                    row
                )
