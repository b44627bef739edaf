"""What makes pages fast changes nothing that they show: the fast ways against the plain ones."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest
from tests.web.app import plain_listing as plain

from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.current import every_decision, every_item, some
from allegata.actions.facts import facts
from allegata.actions.listing import listing, spread
from allegata.actions.rebuild import rebuild
from allegata.actions.review import review
from allegata.actions.show import incident, incident_lines, item
from allegata.model.decision import DecisionVerb
from allegata.model.listing import NOT_STATED, Facet, Order, Position, Selection, Setting
from allegata.reading.decided import in_force

WORDS = ("", "Pokrovsk", "prosecut*", '"prisoners of war"', "the not", "Pokrovsk (AND", '"', "xyzzy")
DAYS = ((None, None), (date(2022, 1, 1), date(2022, 12, 31)), (date(2024, 6, 1), None))
CHOICES: tuple[tuple[tuple[Facet, str], ...], ...] = (
    (),
    ((Facet.ACCUSED, "state:RU"),),
    ((Facet.ACCUSED, "state:RU"), (Facet.ACCUSED, "state:UA"), (Facet.PLACE, "iso:UA")),
    ((Facet.YEAR, NOT_STATED),),
    ((Facet.VERIFICATION, "not_checked"), (Facet.STATE, "candidate")),
)


def test_the_fast_list_is_the_plain_one(example_casebook: Path) -> None:
    with opened(example_casebook) as book:
        told = plain.everything(book)
        holding = {words: plain.holding(book, words) for words in WORDS}
        for words, (since, until), chosen, order in product(WORDS, DAYS, CHOICES, Order):
            asked = Selection(words, chosen, since, until, order, per_page=4)
            found = holding[words]
            met = plain.chosen(told, asked, found)
            expected = plain.ordered(met, order)
            made = listing(book, asked)
            assert made.total == len(expected), asked
            assert [row.incident.id for row in made.rows] == expected[:4], asked
            assert made.undated == sum(1 for one in met if not one.setting.days)
            for facet, values in made.facets:
                assert {one.value: one.count for one in values} == plain.counts(told, asked, found, facet), (
                    asked
                )
            assert [mark.incident for mark in spread(book, asked).marks] == expected


def test_every_page_together_is_the_whole_list(example_casebook: Path) -> None:
    with opened(example_casebook) as book:
        pages = [listing(book, Selection(page=n, per_page=4)).rows for n in range(1, 6)]
        held = [row.incident.id for rows in pages for row in rows]
        assert sorted(held) == [line.incident.id for line in incident_lines(book)]
        assert len(held) == len(set(held))


def test_hits_stand_where_they_are_said_to_and_lead_to_their_statement(example_casebook: Path) -> None:
    with opened(example_casebook) as book:
        made = listing(book, Selection("pokrovsk"), withhold=False)
        hits = [hit for row in made.rows for hit in row.found] + list(made.texts)
        assert hits and any(hit.statement for hit in hits)
        for hit in hits:
            record = item(book, hit.item, check=False)
            assert record.document is not None and record.reading is not None
            text = record.document.text
            assert text[hit.offset : hit.offset + len(hit.words)] == hit.words
            assert hit.words.casefold() == "pokrovsk"
            if hit.statement:
                (said,) = [one for one in record.reading.statements if one.id == hit.statement]
                assert said.span.start <= hit.offset < said.span.end


def test_protected_words_are_withheld_around_hits_too(example_casebook: Path) -> None:
    with opened(example_casebook) as book:
        for one in every_item(book):
            record = item(book, one.id, check=False)
            for detail in record.reading.protected if record.reading else ():
                word = next(
                    (word for word in detail.span.quote.split() if word.isalpha() and len(word) > 5), None
                )
                if word is None:
                    continue
                made = listing(book, Selection(f'"{detail.span.quote[:120]}"'))
                for hit in [hit for row in made.rows for hit in row.found] + list(made.texts):
                    if hit.item == one.id:
                        assert detail.span.quote[:120] not in f"{hit.before}{hit.words}{hit.after}"


def test_records_are_the_same_warm_and_cold_also_after_decisions(own_casebook: Path) -> None:
    with opened(own_casebook) as warm:
        first = incident_lines(warm)[0].incident.id
        before = incident(warm, first, check=False)
        with opened_to_write(own_casebook, Outside(by="A")) as book:
            review(book, DecisionVerb.ACCEPT, before.statements[0].id, "A", "read")
            rejected = review(book, DecisionVerb.REJECT, before.accounts[-1].id, "A", "not said there")
        with opened(own_casebook) as cold:
            assert incident(warm, first) == incident(cold, first)
            assert len(incident(warm, first).accounts) < len(before.accounts)
        with opened_to_write(own_casebook, Outside(by="A")) as book:
            review(book, DecisionVerb.UNDO, rejected.decision.id, "A", "it is")
        with opened(own_casebook) as cold:
            now = incident(warm, first)
            assert now == incident(cold, first) and len(now.accounts) == len(before.accounts)
            assert len(now.decisions) == 3
            assert every_decision(warm) == every_decision(cold)
            assert some(warm, [before.documents[0].id]).decisions == in_force(every_decision(cold))
            for one in every_item(cold)[:30]:
                assert item(warm, one.id) == item(cold, one.id)


def test_facts_are_kept_until_incidents_change(own_casebook: Path) -> None:
    with opened(own_casebook) as book:
        assert facts(book) is facts(book)


def test_rebuilt_the_list_is_the_same(own_casebook: Path) -> None:
    with opened(own_casebook) as book:
        before = listing(book, Selection("pokrovsk"))
    assert rebuild(own_casebook).identical
    with opened(own_casebook) as book:
        assert listing(book, Selection("pokrovsk")) == before


@pytest.mark.parametrize(
    ("told", "fine"), [(None, False), (date(2026, 11, 20), False), (date(2026, 10, 1), True)]
)
def test_what_may_be_recent_is_shown_no_finer_than_a_district(told: date | None, fine: bool) -> None:
    village, district = Position(48.2, 37.1, 5.0, "Miry"), Position(48.0, 37.0, 40.0, "Miry district")
    one = Setting("inc_1", positions=(village,), coarse=(district,), told=told)
    assert one.shown(date(2026, 11, 28)) == ((village,) if fine else (district,))
