"""Custody and audit in the browser: the state, the proof of one item, the ledger, who read what, the sides."""

import json
import time

from tests.web.app.conftest import Site

from allegata.actions import starting
from allegata.actions.checkpoint import checkpoint_record
from allegata.actions.footage import footage_items
from allegata.actions.lastcheck import last_check
from allegata.actions.proof import prove
from allegata.evidence.tree import climbed, leaf_hash
from allegata.model.codec import canonical


def an_item(site: Site) -> str:
    return footage_items(next(iter(site.server.desks.values())).book)[0].id


def test_the_state_says_what_is_signed_and_since_when_not_stamped(site: Site) -> None:
    book = next(iter(site.server.desks.values())).book
    made = checkpoint_record(book)
    assert made is not None
    text = site.get("custody").text
    assert made.key.fingerprint in text
    assert made.root in text
    assert "Unstamped since entry 1" in text
    assert "No authority is named, so nothing is sent anywhere" in text
    assert "No second copy is on record" in text
    assert "Ask for a time stamp" not in text
    assert site.get("custody/checkpoint").text == made.note


def test_a_stamp_without_an_authority_sends_nothing(own_site: Site) -> None:
    answer = own_site.post("custody/stamp")
    assert answer.status_code == 422
    assert "No time-stamping authority is named" in answer.text


def test_signing_from_the_page(own_site: Site) -> None:
    assert own_site.post("custody/checkpoint").status_code == 303


def test_the_proof_of_an_item_leads_to_the_root_without_us(site: Site) -> None:
    item = an_item(site)
    page = site.get(f"custody/{item[:20]}")
    assert "What happened to it" in page.text
    assert "received" in page.text
    answer = site.get(f"custody/{item[:20]}/proof.json")
    assert answer.headers["content-disposition"].startswith("attachment")
    book = next(iter(site.server.desks.values())).book
    assert answer.text == canonical(prove(book, item)).decode() + "\n"
    data = json.loads(answer.text)
    for proof in data["proofs"]:
        leaf = leaf_hash(proof["body"].encode())
        assert leaf.hex() == proof["leaf"]
        path = [bytes.fromhex(step) for step in proof["path"]]
        steps = climbed(leaf, proof["seq"] - 1, data["checkpoint"]["size"], path)
        assert steps
        assert steps[-1].above.hex() == data["checkpoint"]["root"]
    assert "which is the root of the checkpoint" in site.get(f"custody/{item[:20]}/proof.txt").text


def test_a_verification_runs_in_the_background_and_is_told_by_steps(own_site: Site) -> None:
    assert "No verification over this server is on record" in own_site.get("custody").text
    assert own_site.post("custody/verify").status_code == 303
    assert "is under way" in own_site.get("custody").text
    starting.start(own_site.server)
    end = time.monotonic() + 120
    while last_check(own_site.server, own_site.casebook)[0] is None and time.monotonic() < end:
        time.sleep(0.1)
    text = own_site.get("custody").text
    assert "Nothing was found altered or missing" in text
    assert text.count('<span class="n">') == 8


def test_the_ledger_is_chosen_by_kind_day_person_and_thing(site: Site) -> None:
    book = next(iter(site.server.desks.values())).book
    whole = site.get("audit").text
    assert f"{book.ledger.end().count} entries" in whole
    assert "was read by rules" not in site.get("audit?kind=checkpointed").text
    assert "No entry is so" in site.get("audit?since=2001-01-01&until=2001-01-02").text
    assert site.get("audit?kind=made-up&since=nonsense&page=999999999999").status_code == 200
    of_item = site.get(f"audit?thing={an_item(site)[:20]}").text
    assert "was received" in of_item


def test_the_ledger_as_files_holds_what_was_chosen(site: Site) -> None:
    table = site.get("audit/ledger.csv?kind=received")
    assert table.headers["content-type"].startswith("text/csv")
    rows = table.text.strip().splitlines()
    data = json.loads(site.get("audit/ledger.json?kind=received").text)
    assert len(data["entries"]) == len(rows) - 1 > 0
    assert {one["kind"] for one in data["entries"]} == {"received"}
    assert site.get("audit/ledger.csv?thing=abcdef0123").status_code == 404


def test_who_read_what_is_told(site: Site) -> None:
    item = an_item(site)
    site.get(f"footage/{item[:20]}")
    text = site.get(f"audit/reads?thing={item}").text
    assert f"<code>{item}</code>" in text
    assert "no measure of work" in text


def test_the_sides_stand_side_by_side_without_a_ranking(site: Site) -> None:
    text = site.get("audit/sides").text
    assert text.count('class="panel-side"') > 1
    assert "an answer of the side was searched for, on record" in text
    assert "Not computed:" in text
    for word in ("worse", "better", "rank", "score", "best"):
        assert word not in text.split("<main", 1)[1].split("</main", 1)[0].casefold()
