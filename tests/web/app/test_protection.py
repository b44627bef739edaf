"""What protects people stays withheld from whoever may only read, at every door."""

from hashlib import sha256

from tests.web.app.conftest import Team

from allegata.actions.current import every_item
from allegata.actions.readlog import read_log


def named(team: Team, ending: str) -> str:
    """The id of an item of the example casebook."""
    book = team.server.desk(team.casebook).book
    return next(i.id for i in every_item(book) if i.capture.received_name.endswith(ending))


def test_whole_originals_are_for_those_who_work_on_them_and_footage_takes_a_reason(team: Team) -> None:
    text, film = named(team, ".pdf"), named(team, ".mp4")
    address = f"/c/{team.casebook}/original/"
    for who in ("viewer", "auditor"):
        team.enter(who)
        for item in (text, film):
            assert team.client.get(address + item[:20]).status_code == 403
            assert team.post(address + item[:20], {"reason": "curious"}).status_code == 403
    team.enter("analyst")
    assert sha256(team.client.get(address + text[:20]).content).hexdigest() == text
    assert team.client.get(address + film[:20]).status_code == 422
    assert team.post(address + film[:20], {"reason": " "}).status_code == 422
    saved = team.post(address + film[:20], {"reason": "the court asked"})
    assert sha256(saved.content).hexdigest() == film
    last, before = read_log(team.server, team.casebook, limit=2)
    assert (last.kind, last.thing, last.unmasked) == ("original (the court asked)", film, True)
    assert (before.kind, before.thing, before.unmasked) == ("original", text, True)
