"""The page of an incident: five equal parts, the answer always there, copies folded, words on hover and focus."""

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.web.app.conftest import Open, Site

from allegata.actions.assess import assess
from allegata.actions.casebook import Outside, opened_to_write
from allegata.actions.link import link
from allegata.actions.readlog import read_count, read_log
from allegata.actions.review import review
from allegata.actions.viewing import FULL, incident_view, lead, mask_of
from allegata.dossier.lines import Numbers, lines
from allegata.dossier.lookup import Lookup
from allegata.model import phrases
from allegata.model.decision import DecisionVerb
from allegata.model.marks import Piece
from allegata.model.view import Cell, Column, Mark, Matrix, Quotation, Row, Spot, unmarked
from allegata.model.vocabulary import Scope
from allegata.web.firstscreen import short
from allegata.web.rendering import Renderer
from allegata.web.routes.incident import Composed, Reader, body
from allegata.web.whole import COLUMNS, SECTIONS, entries, pages, short_matrix


def quoted(words: str, masked: bool = False) -> Quotation:
    return Quotation((Piece(0, words, (), (), masked=masked),), ())


def parts_of(html: str) -> list[str]:
    return re.findall(r'<section class="part".*?</section>', html, re.S)


def test_every_incident_has_all_five_parts_and_a_second_one_in_full(site: Site, records: list[Any]) -> None:
    """Must-not 4: part 2 is rendered always, and neither a voice of it nor its being empty is folded away."""
    for record in records:
        html = site.get(f"incidents/{record.incident.id}").text
        parts = parts_of(html)
        assert [re.search(r'id="part-(\d)"', part).group(1) for part in parts] == list("12345")  # type: ignore[union-attr]
        open_part = re.sub(r"<details.*?</details>", "", parts[1], flags=re.S)
        view = incident_view(record)
        answers = view.parts[1].entries
        assert open_part.count('<div class="voice">') == len({entry.who.casefold() for entry in answers})
        assert open_part.count('<p class="said-what">') == len(answers)
        if not answers:
            assert "No response by" in open_part
        assert "Searched:" in open_part or "No search for an answer is on record." in open_part


def test_no_voice_is_hidden_in_any_part(records: list[Any]) -> None:
    for record in records:
        view = incident_view(record)
        for part, brief in zip(view.parts, short(view), strict=True):
            said = [(voice.who, saying) for voice in brief.voices for saying in voice.sayings]
            assert len(said) == len(part.entries)
            for entry in part.entries:
                notes = tuple(note for note in entry.notes if note)
                mine = [s for who, s in said if who.casefold() == entry.who.casefold()]
                mine = [s for s in mine if (s.what, s.notes) == (entry.what, notes)]
                shown = [{s.lead, *s.more} - {None} for s in mine]
                assert set(entry.quotations) in shown


def test_the_quotation_that_leads_is_chosen_by_length_alone() -> None:
    short_one, fuller, long = quoted("a b"), quoted("a b c"), quoted("x" * (FULL + 1))
    gap = quoted("", masked=True)
    assert lead([short_one, long, fuller]) is fuller
    assert lead([long]) is long
    assert lead([gap, short_one]) is short_one
    assert lead([]) is None


def test_where_an_answer_was_looked_for_is_shown(own_site: Site, records: list[Any]) -> None:
    silent = next(one for one in records if not incident_view(one).parts[1].entries)
    path = f"incidents/{silent.incident.id}"
    assert "No search for an answer is on record." in own_site.get(path).text
    folder = next(iter(own_site.server.desks.values())).folder
    value = '{"places": ["archive of the ministry"], "as_of": "2026-01-02"}'
    with opened_to_write(folder, Outside(by="Analyst Two")) as book:
        review(book, DecisionVerb.SEARCHED, silent.incident.id, "Analyst Two", "looked", value=value)
        link(book)
        assess(book)
    html = own_site.get(path).text
    assert "archive of the ministry, as of 2 January 2026" in html
    changes = own_site.get(f"{path}/history").text
    before, after = sorted(int(n) for n in set(re.findall(r'<option value="(\d+)"', changes)))
    compared = own_site.get(f"{path}/history?before={before}&after={after}").text
    assert "archive of the ministry" in compared


@pytest.mark.parametrize("size", [(1280, 900)])
def test_all_five_parts_stand_on_the_first_screen_in_one_size(
    window: Open, records: list[Any], size: tuple[int, int]
) -> None:
    one = window(width=size[0], height=size[1])
    for record in records[:3]:
        one.go(f"incidents/{record.incident.id}")
        boxes = one.page.evaluate(
            """[...document.querySelectorAll('.part')].map(part => {
              const box = part.getBoundingClientRect();
              const first = part.querySelector('.voice, .none').getBoundingClientRect();
              return {left: box.left, width: box.width, top: box.top, first: first.top,
                      type: getComputedStyle(part.querySelector('h2')).fontSize};
            })"""
        )
        assert len(boxes) == 5
        assert [box["left"] for box in boxes] == sorted(box["left"] for box in boxes)
        assert len({round(box["width"]) for box in boxes}) == 1
        assert len({box["type"] for box in boxes}) == 1
        assert len({round(box["top"]) for box in boxes}) == 1
        assert all(box["first"] < size[1] - 100 for box in boxes)


def test_the_words_of_a_value_come_by_pointing_and_by_keyboard_and_go_again(
    window: Open, records: list[Any]
) -> None:
    one = window()
    one.go(f"incidents/{records[0].incident.id}")
    value = one.page.locator(".held .value").first
    words = one.page.locator(".held .said").first
    value.scroll_into_view_if_needed()
    assert not words.is_visible()
    value.hover()
    assert words.is_visible()
    one.page.mouse.move(1, 1)
    assert not words.is_visible()
    value.focus()
    assert words.is_visible()
    box = words.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    one.page.keyboard.press("Escape")
    assert not words.is_visible()
    value.evaluate("element => element.blur()")
    value.focus()
    assert words.is_visible()
    value.evaluate("element => element.blur()")
    assert not words.is_visible()


def test_the_words_of_a_value_come_without_javascript(window: Open, records: list[Any]) -> None:
    one = window(javascript=False)
    one.go(f"incidents/{records[0].incident.id}")
    last = one.page.locator("tbody tr").first.locator(".held").last
    last.locator(".value").focus()
    assert last.locator(".said").is_visible()
    box = last.locator(".said").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280


def test_the_words_of_a_value_open_in_place_on_a_small_screen(window: Open, records: list[Any]) -> None:
    one = window(width=400)
    one.go(f"incidents/{records[0].incident.id}")
    value = one.page.locator(".held .value").first
    value.focus()
    words = one.page.locator(".held .said").first
    assert words.evaluate("element => getComputedStyle(element).position") == "static"
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_denied_value_is_marked_by_sign_edge_and_word(site: Site, records: list[Any]) -> None:
    html = site.get(f"incidents/{records[0].incident.id}").text
    denied = re.findall(r'<div class="held marked denied">.*?<div class="said"', html, re.S)
    assert denied
    assert all("⊘" in cell and ">denied<" in cell for cell in denied)


def test_the_dossier_leads_each_line_with_the_words_of_the_page(records: list[Any]) -> None:
    """One choice for both: a step is not shown on paper with words that do not carry it."""
    moved = 0
    for record in records:
        view = incident_view(record)
        mask, _ = mask_of(record.records, record.accounts, record.statements, record.documents, True)
        numbers = Numbers(Lookup(record, mask))
        for part, on_page in zip(view.parts, short(view), strict=True):
            leading = {s.lead.words for voice in on_page.voices for s in voice.sayings if s.lead}
            for entry, line in zip(part.entries, lines(part.entries, numbers), strict=True):
                first = lead(entry.quotations)
                assert (first is None) == (line.quotes == ())
                if first is not None:
                    assert line.quotes[0].words == unmarked(first.words)
                    assert first.words in leading
                    moved += first is not entry.quotations[0]
                assert len(line.quotes) == len(entry.quotations)
    assert moved, "no example has a line whose first words are not the fullest"


def test_the_head_says_all_that_part_two_lists_of_a_side(records: list[Any]) -> None:
    """One text found an answer and another none yet: both are said, in the head and in the dossier's notes."""
    both = 0
    for record in records:
        view = incident_view(record)
        said = " ".join(side.said for side in view.answering)
        for entry in view.parts[1].entries:
            if entry.what == phrases.UNANSWERED and phrases.SCOPES[Scope.THIS_INCIDENT] in entry.notes:
                assert phrases.UNANSWERED in said, record.assessment.title
                assert any(phrases.UNANSWERED in note for note in view.parts[1].footnotes)
        both += any(";" in side.said and phrases.UNANSWERED in side.said for side in view.answering)
    assert both, "no example has a side with an answer in one text and none in another"


def test_history_tells_who_why_and_what_was_superseded(own_site: Site, records: list[Any]) -> None:
    incident = records[0].incident
    folder = next(iter(own_site.server.desks.values())).folder
    with opened_to_write(folder, Outside(by="Analyst Two")) as book:
        first = review(book, DecisionVerb.STATE, incident.id, "Analyst Two", "looked through", value="open")
        review(book, DecisionVerb.UNDO, first.decision.id, "Analyst Two", "set too early")
    html = own_site.get(f"incidents/{incident.id}/history").text
    assert "Analyst Two" in html
    assert "looked through" in html
    assert "set too early" in html
    assert "no longer in force" in html


def test_only_whoever_may_decide_is_offered_it_and_sees_withheld_words(
    site: Site, records: list[Any]
) -> None:
    page = site.get(f"incidents/{records[0].incident.id}")
    assert page.status_code == 200
    assert "/decide" in page.text
    assert site.get("incidents/inc_nothing").status_code == 404
    assert site.get("incidents/inc_nothing/origins").status_code == 404
    assert site.get("incidents/inc_nothing/history").status_code == 404


def test_withheld_words_are_shown_when_asked_and_the_asking_is_kept(site: Site, records: list[Any]) -> None:
    held = records[0]
    path = f"incidents/{held.incident.id}"
    before = read_count(site.server, site.casebook)
    assert "Protected words are shown" not in site.get(path).text
    assert "Protected words are shown" in site.get(f"{path}?unmasked=1").text
    assert read_count(site.server, site.casebook) == before + 2
    last = read_log(site.server, site.casebook, unmasked=True)[0]
    assert (last.kind, last.thing) == ("incident", held.incident.id)


def test_what_the_page_leaves_out_stands_in_its_section_in_full(site: Site, records: list[Any]) -> None:
    for record in records[:4]:
        view = incident_view(record)
        for section in SECTIONS:
            every = entries(view, section)
            held = pages(every, weight=5)
            assert [q for page in held for e in page for q in e.quotations] == [
                q for e in every for q in e.quotations
            ]
            assert {(e.who, e.what, e.notes) for page in held for e in page} == {
                (e.who, e.what, e.notes) for e in every
            }
    path = f"incidents/{records[0].incident.id}/all"
    first = site.get(f"{path}/matrix").text
    assert first.count('<div class="entry">') == len(pages(entries(incident_view(records[0]), "matrix"))[0])
    assert site.get(f"{path}/told").status_code == 200
    assert site.get(f"{path}/part-2?page=99999999999").status_code == 200
    assert site.get(f"{path}/nothing").status_code == 404
    assert site.get("incidents/inc_nothing/all/told").status_code == 404


def test_a_matrix_cut_short_keeps_whatever_is_said_against_the_allegation() -> None:
    def cell(number: int, mark: Mark | None = None) -> Cell:
        return Cell(f"value {number}", (), f"voice {number}", (), mark)

    many = tuple(cell(number, Mark.DENIED if number == 19 else None) for number in range(20))
    columns = tuple(Column(f"origin {n}", "speaks for state A" if n == 28 else "", ()) for n in range(30))
    answers = (many, *((cell(n, Mark.OTHER if n == 29 else None),) for n in range(1, 30)))
    row = Row("act", "A", "", "", "", (), (), (), "", answers)
    made, left = short_matrix(Matrix(columns, (row,)))
    assert {"origin 28", "origin 29"} <= {column.name for column in made.columns}
    assert len(made.columns) == COLUMNS + 2
    assert [c.mark for c in made.rows[0].cells[0]].count(Mark.DENIED) == 1
    assert left == sum(map(len, row.cells)) - sum(map(len, made.rows[0].cells)) > 0


def test_an_incident_told_in_many_texts_stays_a_page_of_a_size(records: list[Any]) -> None:
    """Each text repeated under other names: values and quotations grow, the page does not."""
    held = records[0]
    made = incident_view(held)
    spots = tuple(Spot(document, 0, 5) for document in held.documents) * 20
    grown = replace(
        made,
        moments=made.moments * 50,
        told=made.told * 50,
        parts=tuple(
            replace(
                part,
                entries=tuple(
                    replace(
                        entry,
                        quotations=tuple(replace(quoted(f"words {n}"), spots=spots) for n in range(200)),
                    )
                    for entry in part.entries
                ),
            )
            for part in made.parts
        ),
    )
    heads = {document.id: document.name for document in held.documents}
    renderer = Renderer("0", lambda name: name)
    text = body(renderer, Reader("cb", "en", frozenset()), Composed(held, grown, heads), {}, True)
    assert len(text.encode()) < 300_000
    assert text.count("all 199 quotations") + text.count("all 200 quotations") > 0


def test_a_kept_page_follows_decisions_and_never_carries_unmasked_words(
    own_site: Site, records: list[Any]
) -> None:
    held = records[0]
    path = f"incidents/{held.incident.id}"
    before = own_site.get(path).text
    assert "Protected words are shown" in own_site.get(f"{path}?unmasked=1").text
    assert own_site.get(path).text == before
    folder = next(iter(own_site.server.desks.values())).folder
    with opened_to_write(folder, Outside(by="Analyst Two")) as book:
        review(book, DecisionVerb.ACCEPT, held.statements[0].id, "Analyst Two", "read for the kept page")
    assert "read for the kept page" in own_site.get(path).text
    assert "read for the kept page" not in before


def test_an_original_that_is_altered_is_named_also_on_a_kept_page(own_site: Site, records: list[Any]) -> None:
    held = records[0]
    path = f"incidents/{held.incident.id}"
    assert "was altered" not in own_site.get(path).text
    desk = next(iter(own_site.server.desks.values()))
    place = desk.book.vault.path(held.items[0].id)
    place.chmod(0o600)
    place.write_bytes(b"other words")
    assert "was altered" in own_site.get(path).text
    place.unlink()
    assert "is missing" in own_site.get(path).text
