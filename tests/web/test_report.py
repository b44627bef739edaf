"""The static report: what every page must hold, must not hold, and must never lose."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from allegata.web.report import Casebook, page_name, write

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """Collects what the tests ask about, and whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.styles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


def outline(path: Path) -> Outline:
    parser = Outline()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    assert parser.open == []
    return parser


@pytest.fixture(scope="module")
def report(casebook: Casebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(casebook, tmp_path_factory.mktemp("report")).parent


@pytest.fixture(scope="module")
def pages(report: Path) -> list[Path]:
    return sorted(report.rglob("*.html"))


def test_it_has_an_index_and_a_page_for_every_incident_and_item(report: Path, casebook: Casebook) -> None:
    assert (report / "index.html").is_file()
    for incident in casebook.incidents:
        assert (report / "incidents" / f"{incident.incident.id}.html").is_file()
    for item in casebook.items:
        assert (report / "items" / page_name(item.item.id)).is_file()


def test_it_needs_no_script_and_nothing_from_outside(pages: list[Path]) -> None:
    for page in pages:
        found = outline(page)
        assert not found.tags & {
            "script",
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "video",
            "audio",
            "form",
        }
        for tag, name, value in found.attributes:
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src"}:
                assert not re.match(r"[a-z]+:|//", value), f"<{tag} {name}={value}> leaves the report"
        policy = next(value for tag, name, value in found.attributes if "default-src" in value)
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_every_link_has_its_end(pages: list[Path]) -> None:
    ids = {page.resolve(): {v for _, n, v in outline(page).attributes if n == "id"} for page in pages}
    for page in pages:
        for _, name, value in outline(page).attributes:
            if name != "href":
                continue
            path, _, anchor = value.partition("#")
            target = (page.parent / path).resolve() if path else page.resolve()
            assert target in ids, f"{page.name}: {value}"
            assert not anchor or anchor in ids[target], f"{page.name}: {value}"


def test_the_five_parts_stand_in_their_order_even_when_empty(report: Path, casebook: Casebook) -> None:
    for incident in casebook.incidents:
        html = (report / "incidents" / f"{incident.incident.id}.html").read_text()
        order = [html.index(f'id="part-{number}"') for number in range(1, 6)]
        assert order == sorted(order)
    empty = (report / "incidents" / "inc_2.html").read_text()
    assert "No response by the accused side known" in empty


def test_protected_words_are_withheld_everywhere_unless_asked_for(
    pages: list[Path], casebook: Casebook, tmp_path: Path
) -> None:
    assert not any("Westford" in page.read_text() for page in pages)
    open_report = write(casebook, tmp_path, withhold=False).parent
    assert any("Westford" in page.read_text() for page in open_report.rglob("*.html"))


def test_the_original_text_is_whole(report: Path, casebook: Casebook) -> None:
    item = casebook.items[0]
    assert item.document is not None
    shown = "".join(outline(report / "items" / page_name(item.item.id)).text)
    for line in item.document.text.splitlines():
        if line.strip() and "Westford" not in line:
            assert line in shown


def test_a_publisher_that_nobody_states_is_not_stated(report: Path, casebook: Casebook) -> None:
    unstated = [
        record
        for record in casebook.items
        if record.document and not (record.document.publisher or record.item.capture.publisher)
    ]
    assert unstated
    for record in unstated:
        words = " ".join(outline(report / "items" / page_name(record.item.id)).text)
        publisher = re.search(r"Publisher\s+(.+?)\s{2,}", words)
        assert publisher and publisher[1] == "not stated", words[:300]


def test_an_unread_text_is_named_and_shown_in_its_language(report: Path, casebook: Casebook) -> None:
    page = report / "items" / page_name(casebook.items[1].item.id)
    assert ("div", "lang", "uk") in outline(page).attributes
    assert "kept, named and not read" in page.read_text()


def test_pinned_circumstances_are_on_the_page(report: Path) -> None:
    assert "Circumstances that stay in view" in (report / "incidents" / "inc_1.html").read_text()


def test_text_from_a_report_is_never_markup(casebook: Casebook, tmp_path: Path) -> None:
    from dataclasses import replace

    item = casebook.items[1]
    assert item.document is not None
    evil = '<script>alert(1)</script><a href="https://x.example">x</a>\n'
    document = replace(item.document, text=evil, segments=())
    changed = Casebook(casebook.overview, (), (replace(item, document=document),))
    write(changed, tmp_path)
    page = tmp_path / "items" / page_name(item.item.id)
    assert "<script" not in page.read_text()
    assert "&lt;script&gt;" in page.read_text()


def test_a_report_that_judges_in_its_own_words_is_not_written(casebook: Casebook, tmp_path: Path) -> None:
    from dataclasses import replace

    from allegata.errors import VerdictInOwnWords

    record = casebook.incidents[0]
    judging = replace(record, assessment=replace(record.assessment, title="Killing committed by Southland"))
    with pytest.raises(VerdictInOwnWords, match="committed by"):
        write(Casebook(casebook.overview, (judging,), casebook.items), tmp_path)
    assert not list(tmp_path.rglob("*.html"))
