"""The reading room: original and reading side by side, decisions, missed marks, the way back to the bytes."""

import re
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from tests.web.app.conftest import Open, Site
from tests.web.app.test_door import accessible

from allegata.actions.room import Room, room
from allegata.model.decision import DecisionVerb
from allegata.model.room import Standing

RIDGE = "makiivka-ridge-herald.txt"


def item_of(site: Site, name: str) -> str:
    """The id of the item that came under a name."""
    from allegata.actions.current import every_item

    return next(i.id for i in every_item(site_book(site)) if i.capture.received_name == name)


def site_book(site: Site) -> Any:
    return next(iter(site.server.desks.values())).book


def in_room(site: Site, name: str = RIDGE) -> Room:
    return room(site_book(site), item_of(site, name))


def text_path(site: Site, name: str = RIDGE) -> str:
    return f"texts/{item_of(site, name)[:20]}"


def account(one: Room) -> Standing:
    """Some account with a count."""
    return next(s for s in one.standing.values() if s.kind == "accounts" and "killed" in s.proposed.attribute)


def decide(site: Site, path: str, **data: Any) -> Any:
    return site.post(f"{path}/decide", data)


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


def test_accepting_moves_on_to_the_next_and_counts(own_site: Site) -> None:
    path = text_path(own_site)
    one = in_room(own_site)
    first = one.shown.statements[0].id if one.shown else ""
    page = own_site.get(path).text
    button = re.search(rf'value="(all:{first}:[0-9a-f]+)"', page)
    assert button
    answer = decide(own_site, path, decide=button.group(1), reason="as worded")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#" + _second(own_site))
    now = in_room(own_site)
    assert now.decided(first) and now.done == 1
    assert all(s.decision and s.decision.reason == "as worded" for s in now.whole(first))
    assert re.search(r"<b>1</b> of \d+ decided", own_site.get(path).text)


def _second(site: Site) -> str:
    from allegata.web.room import in_order

    shown = in_room(site).shown
    assert shown
    return in_order(shown)[1].id


def test_a_decision_is_undone_by_a_decision(own_site: Site) -> None:
    path, one = text_path(own_site), account(in_room(own_site))
    decide(own_site, path, decide=f"accept:{one.id}:{one.seen}")
    made = in_room(own_site).standing[one.id].decision
    assert made and made.verb is DecisionVerb.ACCEPT
    decide(own_site, path, decide=f"undo:{made.id}")
    assert in_room(own_site).standing[one.id].decision is None


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


PAGES = (RIDGE, "wad-al-noura-open-ground.pdf", "pokrovsk-visnyk-peredmistia.txt")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 640, 1280])
def test_the_room_is_accessible(window: Open, site: Site, scheme: str, width: int) -> None:
    one = window(width=width, scheme=scheme)
    for name in PAGES:
        for path in (text_path(site, name), f"{text_path(site, name)}/capture"):
            one.go(path)
            assert not accessible(one.page), path
            assert one.page.evaluate("document.documentElement.scrollWidth") <= width
