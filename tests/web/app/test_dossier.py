"""The dossier over the web: preview without writing, two persons, a package that checks out, refusals told."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from tests.web.app.conftest import PASSWORD, Site, Team, team_serving

from allegata.actions import drafts
from allegata.actions.accounts import account, add_user, give_role, set_password
from allegata.actions.casebook import Outside
from allegata.actions.package import check
from allegata.actions.serving import Server, server
from allegata.errors import BadDecision, StaleDecision
from allegata.model.dossier import Draft, DraftState, Profile
from allegata.model.user import Role
from allegata.store.tables import ASSESSMENTS, MEMBERS


def largest(site: Site) -> str:
    """The incident with the most mentions."""
    rows = site.server.desks[site.casebook].book.index.rows(select(MEMBERS.c.incident))
    names = [row.incident for row in rows]
    return max(sorted(set(names)), key=names.count)


@pytest.fixture
def team(own_casebook: Path, tmp_path: Path) -> Server:
    return server([own_casebook], tmp_path / "office", alone=False, outside=Outside(by="nobody"))


@pytest.fixture
def served(own_casebook: Path, tmp_path: Path) -> Iterator[Team]:
    with team_serving([own_casebook], tmp_path / "office") as made:
        yield made


def wish(of: Server, by: str) -> Draft:
    desk = next(iter(of.desks.values()))
    incident = next(iter(desk.book.index.rows(select(ASSESSMENTS.c.incident)))).incident
    seen = drafts.seen_now(desk.book, incident)
    now = desk.book.now()
    return Draft("", desk.id, incident, "", Profile.INTERNAL, by, now, "for the file", seen)


def signed_by(of: Server, id: str, by: str) -> Draft:
    """Sign what a page of this draft showed."""
    desk = next(iter(of.desks.values()))
    return drafts.sign(of, desk, id, by, drafts.signs(desk.book, drafts.draft(of, desk.id, id)))


def test_a_preview_writes_nothing(own_site: Site) -> None:
    desk = own_site.server.desks[own_site.casebook]
    before = desk.applied()
    answer = own_site.get(f"dossier/{largest(own_site)}")
    assert answer.status_code == 200
    assert "What the accused side says" in answer.text
    assert desk.applied() == before
    paper = own_site.get(f"dossier/{largest(own_site)}/preview.pdf")
    assert paper.content.startswith(b"%PDF")
    assert desk.applied() == before


def test_what_was_signed_alone_says_so_and_checks_out(own_site: Site, tmp_path: Path) -> None:
    incident = largest(own_site)
    answer = own_site.post(f"dossier/{incident}", {"reason": "for the file", "recipient": "the archive"})
    assert answer.status_code == 303
    made = drafts.drafts_of(own_site.server, own_site.casebook, incident)[0]
    page = own_site.get(f"dossier/{incident}").text
    assert "single-person, not reviewed" in page
    package = own_site.get(f"dossier/{incident}/{made.id}/package.zip")
    assert "attachment" in package.headers["content-disposition"]
    ZipFile(BytesIO(package.content)).extractall(tmp_path / "out")
    assert check(next((tmp_path / "out").iterdir())).intact
    assert own_site.post(f"dossier/{incident}/{made.id}/remove").status_code == 303
    assert own_site.get(f"dossier/{incident}/{made.id}/package.zip").status_code == 404


def test_a_public_dossier_without_a_search_record_is_refused_in_words(own_site: Site) -> None:
    answer = own_site.get(f"dossier/{largest(own_site)}", params={"profile": "public"})
    assert "It may not go out as it stands." in answer.text
    refused = own_site.post(f"dossier/{largest(own_site)}", {"profile": "public", "reason": "to publish"})
    assert refused.status_code == 422
    assert not drafts.drafts_of(own_site.server, own_site.casebook)


def test_no_reason_no_dossier(own_site: Site) -> None:
    answer = own_site.post(f"dossier/{largest(own_site)}", {"reason": " ", "recipient": "the archive"})
    assert answer.status_code == 422
    assert 'value="the archive"' in answer.text, "what was typed is kept"


def test_nobody_signs_what_they_prepared(team: Server) -> None:
    desk = next(iter(team.desks.values()))
    asked = drafts.prepare(team, desk, wish(team, "Lead One"))
    for same in ("Lead One", "lead one "):
        with pytest.raises(BadDecision, match="another person"):
            signed_by(team, asked.id, same)
    with pytest.raises(BadDecision, match="one person prepares"):
        drafts.sign_alone(team, desk, wish(team, "Lead One"), "Lead Two")
    signed = signed_by(team, asked.id, "Lead Two")
    assert (signed.state, signed.by, signed.ended_by) == (DraftState.SIGNED, "Lead One", "Lead Two")
    with pytest.raises(BadDecision, match="already"):
        signed_by(team, asked.id, "Lead Three")
    with pytest.raises(BadDecision, match="already"):
        drafts.decline(team, desk, asked.id, "Lead Three", "too late")


def test_nobody_is_the_second_person_beside_themselves(own_site: Site) -> None:
    """Neither in an internal dossier, nor in other letters."""
    incident, own = largest(own_site), own_site.server.by
    for second in (own, f" {own.upper()} "):
        refused = own_site.post(f"dossier/{incident}", {"reason": "for the file", "second": second})
        assert refused.status_code == 422 and "cannot be both persons" in refused.text
    assert not drafts.drafts_of(own_site.server, own_site.casebook)


def test_what_waits_is_shown_as_it_would_be_signed(team: Server) -> None:
    desk = next(iter(team.desks.values()))
    asked = drafts.prepare(team, desk, wish(team, "Lead One"))
    for by, second in (("Lead Two", "Lead One"), ("lead one", drafts.SOMEBODY)):
        made = drafts.preview(desk, by, drafts.as_signed(asked, by)).made
        assert made and (made.release.by, made.release.second) == (by, second)


def test_two_signers_at_once_make_one_package(team: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = next(iter(team.desks.values()))
    asked = drafts.prepare(team, desk, wish(team, "Lead One"))
    refused: list[str] = []
    make = drafts.dossier

    def meanwhile(*given: object) -> object:
        others: list[Callable[[], Draft]] = [
            lambda: signed_by(team, asked.id, "Lead Three"),
            lambda: drafts.decline(team, desk, asked.id, "Lead Three", "not out"),
        ]
        for verb in others:
            with pytest.raises(BadDecision, match="Lead Two is signing") as fault:
                verb()
            refused.append(str(fault.value))
        return make(*given)  # type: ignore[arg-type]  # whatever it is called with

    monkeypatch.setattr(drafts, "dossier", meanwhile)
    signed = signed_by(team, asked.id, "Lead Two")
    assert len(refused) == 2 and signed.ended_by == "Lead Two"
    assert drafts.archive_of(team, signed).is_file()
    assert drafts.draft(team, desk.id, asked.id).state is DraftState.SIGNED


def test_a_signature_that_fails_leaves_the_draft_to_be_signed(
    team: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = next(iter(team.desks.values()))
    asked = drafts.prepare(team, desk, wish(team, "Lead One"))
    make = drafts.dossier

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(drafts, "dossier", full)
    with pytest.raises(OSError, match="full"):
        signed_by(team, asked.id, "Lead Two")
    assert drafts.draft(team, desk.id, asked.id) == asked
    monkeypatch.setattr(drafts, "dossier", make)
    assert drafts.archive_of(team, signed_by(team, asked.id, "Lead Two")).is_file()


def test_a_signer_is_shown_every_word_and_signs_nothing_else(served: Team) -> None:
    of = served
    desk = of.server.desk(of.casebook)
    rows = list(desk.book.index.rows(select(ASSESSMENTS.c.incident).order_by(ASSESSMENTS.c.incident)))
    one, other = rows[0].incident, rows[1].incident
    user = add_user(of.server, "x", "second lead")
    set_password(of.server, "x", user, PASSWORD)
    give_role(of.server, "x", user, of.casebook, Role.LEAD)
    of.users["second"] = account(of.server, user.id)
    given = {"reason": "for the court", "recipient": "the registry", "originals": "no"}
    assert of.site("lead").post(f"dossier/{one}", given).status_code == 303
    (asked,) = drafts.drafts_of(of.server, of.casebook)
    signer = of.site("second")
    assert f'dossier/{one}/{asked.id}"' in signer.get(f"dossier/{one}").text
    page = signer.get(f"dossier/{one}/{asked.id}").text
    for words in ("for the court", "the registry", "by their hashes only"):
        assert words in page
    for path in ("", "/draft.pdf"):
        assert signer.get(f"dossier/{other}/{asked.id}{path}").status_code == 404
    (saw,) = re.findall(r'name="saw" value="(\w+)"', page)
    assert signer.post(f"dossier/{other}/{asked.id}/sign", {"saw": saw}).status_code == 404
    for wrong in ({}, {"saw": "0" * 64}):
        assert signer.post(f"dossier/{one}/{asked.id}/sign", wrong).status_code == 409
    assert drafts.draft(of.server, of.casebook, asked.id).state is DraftState.WAITING
    assert signer.post(f"dossier/{one}/{asked.id}/sign", {"saw": saw}).status_code == 303
    assert drafts.draft(of.server, of.casebook, asked.id).ended_by == "second lead"


def test_what_changed_since_is_not_signed(team: Server) -> None:
    desk = next(iter(team.desks.values()))
    asked = drafts.prepare(team, desk, replace(wish(team, "Lead One"), seen="0" * 64))
    with pytest.raises(StaleDecision):
        signed_by(team, asked.id, "Lead Two")
    assert drafts.decline(team, desk, asked.id, "Lead Two", "it changed").state is DraftState.DECLINED
