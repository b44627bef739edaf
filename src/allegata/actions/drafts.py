"""Dossiers over the web: one person prepares, another one signs (must-not 9), and the package can be fetched.

One person at their own machine signs alone, and every page of the package says so, unless they name a
second person who looked at it.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.desk import Desk
from allegata.actions.dossier import Preview, Wish, dossier, on_paper
from allegata.actions.dossier import preview as previewed
from allegata.actions.serving import Server
from allegata.actions.show import incident as incident_record
from allegata.errors import BadDecision, DossierRefused, StaleDecision, UnknownThing
from allegata.model.codec import canonical, digest, parse
from allegata.model.dossier import Draft, DraftState, Profile
from allegata.model.result import DossierResult
from allegata.store.drafts import Drafts
from allegata.store.tables import ASSESSMENTS

PREFIX = "dos"
FOLDER = "dossiers"


def drafts_of(server: Server, casebook: str, incident: str | None = None) -> tuple[Draft, ...]:
    """What was asked for, newest first."""
    return tuple(parse(Draft, row.data) for row in _kept(server).of(casebook, incident))


def draft(server: Server, casebook: str, id: str) -> Draft:
    """One of them.

    :raises UnknownThing: when there is none of this id.
    """
    row = _kept(server).one(casebook, id)
    if row is None:
        raise UnknownThing("there is no such dossier; its incident's page lists those that were asked for")
    return parse(Draft, row.data)


def preview(desk: Desk, by: str, wish: Draft) -> Preview:
    """What the package would hold, without writing anything.

    :raises UnknownThing: when there is no such incident.
    """
    with desk.writing(by) as book:  # a checkpoint that is due is signed first
        return previewed(book, _wish(wish, Path("unwritten"), wish.ended_by))


def paper(desk: Desk, by: str, wish: Draft) -> bytes:
    """The record as the PDF that the package would hold.

    :raises UnknownThing, DossierRefused, VerdictInOwnWords: as `dossier`.
    """
    with desk.writing(by) as book:
        return on_paper(book, _wish(wish, Path("unwritten"), wish.ended_by))


def title_of(book: Casebook, incident: str) -> str:
    """The neutral title of an incident.

    :raises UnknownThing: when there is no such incident.
    """
    row = book.index.first(select(ASSESSMENTS.c.title).where(ASSESSMENTS.c.incident == incident))
    return str(row.title) if row else incident_record(book, incident, check=False).assessment.title


def seen_now(book: Casebook, incident: str) -> str:
    """The digest of an incident and its assessment as they stand: what a draft carries as `seen`."""
    record = incident_record(book, incident, check=False)
    return digest((record.incident, record.assessment))


def prepare(server: Server, desk: Desk, wish: Draft) -> Draft:
    """Ask for a dossier: a second person will have to sign it.

    :raises DossierRefused: when it could not go out as it stands.
    :raises BadDecision: without a reason.
    """
    if not wish.reason.strip():
        raise BadDecision("say why the dossier goes out; the ledger keeps it")
    found = preview(desk, wish.by, replace(wish, ended_by="(a second person)"))
    if found.refused:
        raise DossierRefused(found.refused)
    made = replace(wish, id=desk.book.outside.new_id(PREFIX), casebook=desk.id)
    _kept(server).put(_row(made))
    return made


def sign(server: Server, desk: Desk, id: str, by: str) -> Draft:
    """Sign what another person prepared: the package is written and sealed, and the ledger says so.

    :raises BadDecision: when it is one's own, or was signed or declined before.
    :raises StaleDecision: when the incident changed since it was prepared.
    :raises DossierRefused, VerdictInOwnWords: as `dossier`.
    """
    asked = draft(server, desk.id, id)
    if asked.by.strip().casefold() == by.strip().casefold():
        raise BadDecision("you prepared this dossier; another person has to sign it")
    if asked.state is not DraftState.WAITING:
        raise BadDecision(f"this dossier was {asked.state} already, by {asked.ended_by}")
    if seen_now(desk.book, asked.incident) != asked.seen:
        raise StaleDecision(
            "the incident changed after this dossier was prepared; decline it, look again and prepare it anew"
        )
    return _signed(server, desk, asked, by, second=asked.by, waiting=True)


def sign_alone(server: Server, desk: Desk, wish: Draft, second: str) -> Draft:
    """Make a dossier as the one person of a local server.

    :param second: the other person who looked at it; empty: every page says that there was none.
    :raises BadDecision: on a team's server, or without a reason.
    :raises DossierRefused, VerdictInOwnWords: as `dossier`.
    """
    if not server.alone:
        raise BadDecision("on a team's server one person prepares a dossier and another one signs it")
    if not wish.reason.strip():
        raise BadDecision("say why the dossier goes out; the ledger keeps it")
    made = replace(wish, id=desk.book.outside.new_id(PREFIX), casebook=desk.id)
    return _signed(server, desk, made, wish.by, second=second.strip(), waiting=False)


def decline(server: Server, desk: Desk, id: str, by: str, reason: str) -> Draft:
    """Do not let it out, and say why; the one who prepared it may take it back in the same way.

    :raises BadDecision: without a reason, or when it was signed or declined before.
    """
    if not reason.strip():
        raise BadDecision("say why it does not go out")
    asked = draft(server, desk.id, id)
    ended = replace(
        asked, state=DraftState.DECLINED, ended_by=by, ended_at=desk.book.now(), words=reason.strip()
    )
    if not _kept(server).change(id, DraftState.WAITING, _row(ended)):
        raise BadDecision(f"this dossier was {asked.state} already, by {asked.ended_by}")
    return ended


def archive_of(server: Server, made: Draft) -> Path:
    """The ZIP of a signed package.

    :raises UnknownThing: when its copy on the server was taken away, or it was never signed.
    """
    path = server.office.folder / FOLDER / made.id / f"{made.folder}.zip"
    if made.state is not DraftState.SIGNED or not path.is_file():
        raise UnknownThing("no copy of this package is kept here; the ledger still says that it went out")
    return path


def remove(server: Server, desk: Desk, id: str) -> Draft:
    """Take the server's copy of a package away: it holds originals in plain, whatever the casebook does."""
    made = draft(server, desk.id, id)
    if not _kept(server).change(id, DraftState.SIGNED, _row(replace(made, state=DraftState.REMOVED))):
        raise BadDecision("there is no copy of this package here")
    shutil.rmtree(server.office.folder / FOLDER / id, ignore_errors=True)
    return replace(made, state=DraftState.REMOVED)


def _signed(server: Server, desk: Desk, asked: Draft, by: str, *, second: str, waiting: bool) -> Draft:
    name = f"{asked.incident}-{asked.profile}"
    target = server.office.folder / FOLDER / asked.id / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with desk.writing(by) as book:
            result = dossier(book, _wish(asked, target, second))
            at = book.now()
    except BaseException:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise
    ended = _ended(asked, by, second, name, result)
    ended = replace(ended, ended_at=at)
    kept = _kept(server)
    if not waiting:
        kept.put(_row(ended))
    elif not kept.change(asked.id, DraftState.WAITING, _row(ended)):
        raise StaleDecision(
            "somebody else ended this dossier at the same moment; the ledger has both entries"
        )
    return ended


def _ended(asked: Draft, by: str, second: str, name: str, result: DossierResult) -> Draft:
    return replace(
        asked,
        state=DraftState.SIGNED,
        ended_by=by,
        words=second,
        tagmanifest=result.tagmanifest,
        files=result.files,
        octets=result.octets,
        folder=name,
    )


def _wish(asked: Draft, target: Path, second: str) -> Wish:
    return Wish(
        asked.incident,
        Profile(asked.profile),
        target,
        asked.reason,
        asked.recipient,
        second,
        asked.originals,
        summary=asked.summary,
        archive=True,
    )


def _kept(server: Server) -> Drafts:
    return Drafts(server.office.engine)


def _row(one: Draft) -> dict[str, str | None]:
    return {
        "id": one.id,
        "casebook": one.casebook,
        "incident": one.incident,
        "by": one.by,
        "asked_at": one.asked_at.isoformat(),
        "state": one.state.value,
        "ended_by": one.ended_by or None,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "data": canonical(one).decode(),
    }
