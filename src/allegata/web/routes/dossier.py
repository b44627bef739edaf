"""The dossier of one incident: preview, checks, two persons, download."""

from typing import Any

from litestar import Response
from litestar.response import File
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import drafts
from allegata.actions.drafts import seen_now
from allegata.errors import BadDecision, DossierRefused, VerdictInOwnWords
from allegata.model.dossier import Draft, Profile
from allegata.model.user import Right
from allegata.web.visit import Sent, Visit, form, page

PATH = "/c/{casebook:str}/dossier/{incident:str}"


def _wish(visit: Visit, incident: str, given: dict[str, str]) -> Draft:
    """What a form asks for."""
    profile = given.get("profile", Profile.INTERNAL)
    if profile not in tuple(Profile):
        raise BadDecision(f"there is no profile {profile!r}; choose internal or public")
    return Draft(
        "",
        visit.desk.id,
        incident,
        given.get("title", ""),
        Profile(profile),
        visit.name,
        visit.book.now(),
        given.get("reason", ""),
        given.get("seen", "") or seen_now(visit.book, incident),
        given.get("recipient", ""),
        given.get("originals", "yes") == "yes",
        given.get("summary", ""),
    )


@page(PATH, Right.SEAL)
def preview(
    visit: Visit, casebook: str, incident: str, profile: str = "internal", made: str = ""
) -> Response[Any]:
    """What the package would hold, and whether it may go out.

    :param made: the dossier that was signed or prepared just now.
    """
    return _shown(visit, incident, {"profile": profile}, done=made)


def _shown(
    visit: Visit, incident: str, given: dict[str, str], fault: str = "", status: int = 200, done: str = ""
) -> Response[Any]:
    wish = _wish(visit, incident, given)
    found = drafts.preview(visit.desk, visit.name, wish)
    asked = drafts.drafts_of(visit.server, visit.desk.id, incident)
    return visit.render(
        "dossier.html.j2",
        status=status,
        incident=incident,
        title=drafts.title_of(visit.book, incident),
        wish=wish,
        given=given,
        found=found,
        made=found.made,
        fault=fault,
        profiles=tuple(Profile),
        drafts=asked,
        done=next((one for one in asked if one.id == done), None),
        alone=visit.server.alone,
    )


@page(PATH + "/preview.pdf", Right.SEAL)
def as_pdf(visit: Visit, casebook: str, incident: str, profile: str = "internal") -> Response[bytes]:
    """The record as it would stand on paper."""
    data = drafts.paper(visit.desk, visit.name, _wish(visit, incident, {"profile": profile}))
    # shown by the browser's own viewer, which must not run anything that the file might hold
    headers = {"content-disposition": f'inline; filename="{incident}-preview.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)


@form(PATH, Right.SEAL)
def sign_or_prepare(visit: Visit, casebook: str, incident: str, data: Sent) -> Response[Any]:
    """Sign alone, at one's own machine; on a team's server ask a second person to sign."""
    try:
        wish = _wish(visit, incident, data)
        if visit.server.alone:
            made = drafts.sign_alone(visit.server, visit.desk, wish, data.get("second", ""))
        else:
            made = drafts.prepare(visit.server, visit.desk, wish)
    except (DossierRefused, VerdictInOwnWords, BadDecision) as refusal:
        return _shown(visit, incident, data, str(refusal), HTTP_422_UNPROCESSABLE_ENTITY)
    return visit.to(f"dossier/{incident}", profile=wish.profile, made=made.id)


@page(PATH + "/{draft:str}", Right.SEAL)
def waiting(visit: Visit, casebook: str, incident: str, draft: str) -> Response[Any]:
    """One dossier as it was prepared, every word of it, for whoever signs or declines it."""
    asked = drafts.draft(visit.server, casebook, draft, incident)
    visit.noted("dossier", incident)
    found = drafts.preview(visit.desk, visit.name, drafts.as_signed(asked, visit.name))
    return visit.render(
        "dossier_draft.html.j2",
        incident=incident,
        title=drafts.title_of(visit.book, incident),
        wish=asked,
        found=found,
        made=found.made,
        saw=drafts.signs(visit.book, asked),
        changed=drafts.seen_now(visit.book, incident) != asked.seen,
        own=visit.is_self(asked.by),
    )


@page(PATH + "/{draft:str}/draft.pdf", Right.SEAL)
def draft_as_pdf(visit: Visit, casebook: str, incident: str, draft: str) -> Response[bytes]:
    """One dossier as it was prepared, on paper."""
    asked = drafts.draft(visit.server, casebook, draft, incident)
    visit.noted("dossier", incident)
    data = drafts.paper(visit.desk, visit.name, drafts.as_signed(asked, visit.name))
    headers = {"content-disposition": f'inline; filename="{incident}-draft.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)


@form(PATH + "/{draft:str}/sign", Right.SEAL)
def sign(visit: Visit, casebook: str, incident: str, draft: str, data: Sent) -> Response[Any]:
    """Sign what another person prepared, as its page showed it."""
    asked = drafts.draft(visit.server, casebook, draft, incident)
    drafts.sign(visit.server, visit.desk, asked.id, visit.name, data.get("saw", ""))
    return visit.to(f"dossier/{incident}", made=asked.id)


@form(PATH + "/{draft:str}/decline", Right.SEAL)
def decline(visit: Visit, casebook: str, incident: str, draft: str, data: Sent) -> Response[Any]:
    """Do not let it out."""
    asked = drafts.draft(visit.server, casebook, draft, incident)
    drafts.decline(visit.server, visit.desk, asked.id, visit.name, data.get("reason", ""))
    return visit.to(f"dossier/{incident}")


@page(PATH + "/{draft:str}/package.zip", Right.SEAL)
def package(visit: Visit, casebook: str, incident: str, draft: str) -> File:
    """The sealed package."""
    path = drafts.archive_of(visit.server, drafts.draft(visit.server, casebook, draft, incident))
    return File(path, filename=path.name, media_type="application/zip", content_disposition_type="attachment")


@form(PATH + "/{draft:str}/remove", Right.SEAL)
def remove(visit: Visit, casebook: str, incident: str, draft: str) -> Response[Any]:
    """Take the server's copy away."""
    drafts.remove(visit.server, visit.desk, drafts.draft(visit.server, casebook, draft, incident).id)
    return visit.to(f"dossier/{incident}")


@page("/c/{casebook:str}/dossiers", Right.SEAL)
def every(visit: Visit, casebook: str) -> Response[Any]:
    """Every dossier that was asked for here."""
    found = drafts.drafts_of(visit.server, casebook)
    return visit.render("dossiers.html.j2", drafts=found, alone=visit.server.alone)


HANDLERS = (preview, as_pdf, sign_or_prepare, waiting, draft_as_pdf, sign, decline, package, remove, every)
