"""The reading room: original and reading side by side, and the way back to the bytes."""

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape

import pytest
from sqlalchemy import select
from tests.web.app.conftest import Site, serving
from tests.web.app.deciding import RIDGE, in_room, item_of, site_book, text_path

from allegata.actions.casebook import Outside
from allegata.actions.current import every_item
from allegata.actions.room import room
from allegata.actions.run import run
from allegata.store.tables import DOCUMENTS
from allegata.web.room import page_of


def test_the_whole_text_is_there_word_for_word(site: Site) -> None:
    one = in_room(site)
    assert one.record.document
    page = site.get(text_path(site)).text
    shown = "".join(re.findall(r'<p class="(?:para|headline)"[^>]*>(.*?)</p>', page, re.S))
    words = unescape(re.sub(r"<[^>]+>", "", shown)).split()
    assert "".join(words) == "".join(one.record.document.text.split())


def test_every_thing_read_stands_beside_its_words(site: Site) -> None:
    one, page = in_room(site), site.get(text_path(site)).text
    assert one.standing
    for id, standing in one.standing.items():
        assert f'id="{id}"' in page
        assert f'id="p{standing.span.start}"' in page or standing.kind == "statements"


def test_the_original_is_handed_out_as_bytes_to_be_saved(site: Site) -> None:
    item = item_of(site, "wad-al-noura-open-ground.pdf")
    answer = site.get(f"original/{item[:20]}")
    assert sha256(answer.content).hexdigest() == item
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{item[:20]}.pdf"'
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert site.get("original/..%2f..%2fledger").status_code == 404
    assert site.get("original/ffffffffffffffffffff").status_code == 404


def test_capture_and_custody_are_told(site: Site) -> None:
    page = site.get(f"{text_path(site)}/capture").text
    assert item_of(site, RIDGE) in page
    assert "Custody" in page and "received" in page


def test_two_texts_stand_side_by_side(site: Site) -> None:
    path = text_path(site)
    offered = site.get(f"{path}/beside").text
    others = re.findall(r'/beside/([0-9a-f]{20})"', offered)
    assert others
    assert site.get(f"{path}/beside/{others[0]}").status_code == 200
    same = site.get(f"{path}/beside/{path[6:]}").text
    assert "100 % of the words of both" in same and 'class="k-differs' not in same
    ukrainian = item_of(site, "pokrovsk-visnyk-peredmistia.txt")[:20]
    page = site.get(f"{path}/beside/{ukrainian}").text
    assert 'class="k-differs' not in page and "nothing is marked" in page


HOSTILE = """<script>alert(1)</script> "quoted" </mark></p><img src=x onerror=alert(2)>

The Ridge ministry said that Lowland soldiers shot two captives near <b>Miry</b> on Friday.

See javascript:alert(3) and [a link](javascript:alert(4)) \u202eabc\u202c; the Lowland army denied it.
"""
HEBREW = "משרד החוץ מסר כי שני אנשים נהרגו ביום שישי סמוך לכפר.\n\nהצבא לא הגיב לדברים עד יום ראשון בערב.\n"


def paragraph(number: int) -> str:
    return (
        f"The Ridge ministry said on Friday that Lowland soldiers shot {number + 2} captives near the village of "
        "Makiivka. The Lowland army denied the accusation. Nobody has been able to verify the video.\n\n"
    )


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A casebook of a hostile text under a hostile name, one written from right to left, and a long one."""
    folder = tmp_path_factory.mktemp("odd")
    reports = folder / "reports"
    reports.mkdir()
    (reports / "<script>alert(5)<&script>\u202e.txt").write_text(HOSTILE, encoding="utf-8")
    (reports / "hebrew.txt").write_text(HEBREW, encoding="utf-8")
    (reports / "long.txt").write_text("".join(map(paragraph, range(500))), encoding="utf-8")
    run(reports, folder / "casebook", outside=Outside(by="Odd Desk"))
    with serving(folder / "casebook", folder / "office") as made:
        yield made


def odd_path(odd: Site, start: str) -> str:
    items = every_item(site_book(odd))
    return f"texts/{next(i.id for i in items if i.capture.received_name.startswith(start))[:20]}"


def test_what_a_text_says_is_never_markup(odd: Site) -> None:
    path = odd_path(odd, "<script>")
    for address in (path, f"{path}/capture", f"{path}/missed?words=Ridge", f"{path}/beside/{path[6:]}"):
        page = odd.get(address).text
        assert "<script>alert" not in page and "onerror=alert(2)>" not in page.replace("&gt;", "")
        assert not re.search(r'(?:href|src|action)="(?!/|#)', page)
        assert "<img" not in page and "</mark></p>&lt;img" not in page
        assert "\u202e" not in page
    answer = odd.get(f"original/{path[6:]}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert re.fullmatch(r'attachment; filename="[0-9a-f]{20}\.txt"', answer.headers["content-disposition"])


def test_a_text_keeps_its_own_direction(odd: Site) -> None:
    page = odd.get(odd_path(odd, "hebrew")).text
    assert re.search(r'<div class="original" lang="he" dir="rtl">', page)


def test_a_long_text_comes_in_parts_and_a_page_stays_small(odd: Site) -> None:
    path = odd_path(odd, "long")
    first = odd.get(path)
    assert len(first.content) < 300_000
    parts = max(int(n) for n in re.findall(r"[?&]part=(\d+)", unescape(first.text)))
    assert parts >= 3
    lines = []
    for number in range(1, parts + 1):
        page = odd.get(path, params={"part": number})
        assert len(page.content) < 300_000
        lines += re.findall(r'data-line="(\d+)"', page.text)
    assert [int(n) for n in lines] == list(range(1, 1000, 2))
    assert 'data-start="50' in odd.get(path, params={"at": 50_500}).text


def test_every_quotation_leads_to_the_statement_that_it_is_read_from(site: Site) -> None:
    """Statements lie within one another: the one that began last need not be it."""
    book = site.server.desks[site.casebook].book
    seen = 0
    for row in book.index.rows(select(DOCUMENTS.c.id).where(DOCUMENTS.c.statements > 0)):
        one = room(book, row.id)
        parts = [s for s in one.standing.values() if getattr(s.proposed, "statement", None)]
        for standing in parts:
            focus = page_of(one, at=standing.span.start).focus
            beginning = {s.proposed.statement for s in parts if s.span.start == standing.span.start}
            assert focus in beginning, f"{row.id} at {standing.span.start}"
            seen += 1
    assert seen > 100
