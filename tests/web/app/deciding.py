"""The reading room as a person works in it: its texts, what is decided on them, and what its forms send."""

import re
from html import unescape
from typing import Any

from tests.web.app.conftest import Site

from allegata.actions.current import every_item
from allegata.actions.room import Room, room
from allegata.model.room import Standing

RIDGE = "makiivka-ridge-herald.txt"
REASON = "read against the original"


def item_of(site: Site, name: str) -> str:
    """The id of the item that came under a name."""
    return next(i.id for i in every_item(site_book(site)) if i.capture.received_name == name)


def site_book(site: Site) -> Any:
    """The casebook of a site, open to read."""
    return next(iter(site.server.desks.values())).book


def in_room(site: Site, name: str = RIDGE) -> Room:
    """The reading room of a text."""
    return room(site_book(site), item_of(site, name))


def text_path(site: Site, name: str = RIDGE) -> str:
    """The address of its page in the casebook."""
    return f"texts/{item_of(site, name)[:20]}"


def account(one: Room) -> Standing:
    """Some account with a count."""
    return next(s for s in one.standing.values() if s.kind == "accounts" and "killed" in s.proposed.attribute)


def decide(site: Site, path: str, **data: Any) -> Any:
    """Send the form of the room."""
    return site.post(f"{path}/decide", data)


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the editor on a page, without its buttons."""
    form = page[page.index('class="editor"') :]
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<input (?:id="[^"]*" )?name="([^"]+)" value="([^"]*)"', form)
    }
    for name, inner in re.findall(r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        chosen = chosen or re.search(r'<option value="([^"]*)"', inner)  # a browser takes the first
        found[name] = unescape(chosen.group(1)) if chosen else ""
    for name in re.findall(r'type="checkbox" name="([^"]+)" value="1" checked', form):
        found[name] = "1"
    found.pop("places", None)
    return found


def correct(site: Site, one: Standing, **changed: str) -> Any:
    """Send the editor of one thing with some fields changed."""
    path = text_path(site)
    given = fields(site.get(f"{path}/edit/{one.id}").text)
    return decide(
        site, path, **{**given, "reason": REASON, **changed, "decide": f"correct:{one.id}:{one.seen}"}
    )


def mark(site: Site, kind: str, words: str, **given: str) -> Any:
    """Mark words of the text, by the form as the page offers it."""
    document = in_room(site).record.document
    assert document
    start = document.text.index(words)
    at = {"start": str(start), "end": str(start + len(words)), "kind": kind}
    page = site.get(
        f"{text_path(site)}/missed", params={**at, **{k: v for k, v in given.items() if k == "attribute"}}
    )
    assert page.status_code == 200
    return site.post(f"{text_path(site)}/missed", {**fields(page.text), "reason": REASON, **at, **given})
