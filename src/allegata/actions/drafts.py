"""Dossiers over the web: one person prepares, another one signs (must-not 9), and the package can be fetched.

One person at their own machine signs alone, and every page of the package says so, unless they name a
second person who looked at it.
"""

import shutil
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import Row, select

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
from allegata.model.user import same_person
from allegata.store.drafts import Drafts
from allegata.store.tables import ASSESSMENTS

PREFIX = "dos"
FOLDER = "dossiers"
SOMEBODY = "(a second person)"


def drafts_of(server: Server, casebook: str, incident: str | None = None) -> tuple[Draft, ...]:
    """What was asked for, newest first."""
    return tuple(_draft(row) for row in _kept(server).of(casebook, incident))


def draft(server: Server, casebook: str, id: str, incident: str | None = None) -> Draft:
    """One of them.

    :param incident: the incident that it has to be of, where a page names one.
    :raises UnknownThing: when there is none of this id, or it is of another incident.
    """
    row = _kept(server).one(casebook, id)
    if row is None or incident not in (None, row.incident):
        raise UnknownThing("there is no such dossier; its incident's page lists those that were asked for")
    return _draft(row)


def _draft(row: Row[Any]) -> Draft:
    """A draft as kept; that it is being signed stands beside it, so that a claim rewrites nothing."""
    kept = parse(Draft, row.data)
    return replace(kept, state=DraftState(row.state), ended_by=row.ended_by or "")


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
    """The digest of everything on record of an incident as it stands: what a draft carries as `seen`."""
    record = incident_record(book, incident, check=False)
    parts = (record.mentions, record.accounts, record.statements, record.records, record.decisions)
    return digest((record.incident, record.assessment, *parts))


def as_signed(asked: Draft, by: str) -> Draft:
    """A kept draft as it would be if somebody signed it: whoever prepared it is then the other person.

    Whoever prepared it cannot sign; they see it with the place of the second person open.
    """
    return replace(asked, ended_by=SOMEBODY if same_person(asked.by, by) else asked.by)


def signs(book: Casebook, asked: Draft) -> str:
    """The digest of what a signature covers: the draft with every word of it, and the record as it stands."""
    return digest((asked, seen_now(book, asked.incident)))


def prepare(server: Server, desk: Desk, wish: Draft) -> Draft:
    """Ask for a dossier: a second person will have to sign it.

    :raises DossierRefused: when it could not go out as it stands.
    :raises BadDecision: without a reason.
    """
    if not wish.reason.strip():
        raise BadDecision("say why the dossier goes out; the ledger keeps it")
    found = preview(desk, wish.by, replace(wish, ended_by=SOMEBODY))
    if found.refused:
        raise DossierRefused(found.refused)
    made = replace(wish, id=desk.book.outside.new_id(PREFIX), casebook=desk.id)
    _kept(server).put(_row(made))
    return made


def sign(server: Server, desk: Desk, id: str, by: str, saw: str) -> Draft:
    """Sign what another person prepared: the package is written and sealed, and the ledger says so.

    :param saw: what `signs` gave when the signer had the draft shown.
    :raises BadDecision: when it is one's own, or was signed or declined before.
    :raises StaleDecision: when the incident changed since it was prepared, or the signer saw something else.
    :raises DossierRefused, VerdictInOwnWords: as `dossier`.
    """
    asked = draft(server, desk.id, id)
    if same_person(asked.by, by):
        raise BadDecision("you prepared this dossier; another person has to sign it")
    if asked.state is not DraftState.WAITING:
        raise _ended_already(server, desk, id)
    if seen_now(desk.book, asked.incident) != asked.seen:
        raise StaleDecision(
            "the incident changed after this dossier was prepared; decline it, look again and prepare it anew"
        )
    if signs(desk.book, asked) != saw:
        raise StaleDecision(
            "what you would sign is not what you were shown; read this dossier again, then sign it"
        )
    kept = _kept(server)
    if not kept.claim(id, DraftState.WAITING, DraftState.SIGNING, by):
        raise _ended_already(server, desk, id)
    try:
        return _signed(server, desk, asked, by, second=asked.by, waiting=True)
    except BaseException:
        kept.claim(id, DraftState.SIGNING, DraftState.WAITING, None)
        raise


def _ended_already(server: Server, desk: Desk, id: str) -> BadDecision:
    asked = draft(server, desk.id, id)
    if asked.state is DraftState.SIGNING:
        return BadDecision(
            f"{asked.ended_by} is signing this dossier at this moment; look again when that is done"
        )
    return BadDecision(f"this dossier was {asked.state} already, by {asked.ended_by}")


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
        raise _ended_already(server, desk, id)
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
    # under a name by chance: whoever fails takes nothing away that another one wrote
    name = f"{token_hex(6)}/{asked.incident}-{asked.profile}"
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
    elif not kept.change(asked.id, DraftState.SIGNING, _row(ended)):
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
    return Drafts(server.office)


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
