"""Custody: what is signed, stamped, copied and checked; and of one item its chain and its proof."""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from allegata.actions import custodystate as state
from allegata.actions import show
from allegata.actions import stamp as stamping
from allegata.actions.checkpoint import checkpoint, checkpoint_record
from allegata.actions.lastcheck import check_soon, last_check
from allegata.actions.proof import prove, written
from allegata.actions.tsa import tsas
from allegata.errors import UnknownThing
from allegata.model.codec import canonical
from allegata.model.proof import Proofs
from allegata.model.user import Right
from allegata.web import footage as view
from allegata.web.numbers import number_of
from allegata.web.visit import Visit, form, page

ITEMS_SHOWN = 20


def page_number(visit: Visit) -> int:
    """The page of a list that is asked for, from 1."""
    return number_of(visit.request.query_params.get("page")) or 1


@page("/c/{casebook:str}/custody", Right.READ)
def custody(visit: Visit, casebook: str) -> Response[Any]:
    """The state of custody in plain words. Nothing is checked by opening it."""
    visit.noted("custody")
    words, number = visit.request.query_params.get("q", "").strip()[:100], page_number(visit)
    items, total, withheld = state.items_page(
        visit.book, words, number, ITEMS_SHOWN, only_reads=visit.only_reads
    )
    last, going = last_check(visit.server, casebook)
    return visit.render(
        "custody.html.j2",
        last=last,
        going=going,
        now=state.custody_state(visit.book),
        items=items,
        total=total,
        withheld=withheld,
        words_asked=words,
        page=number,
        pages=-(-total // ITEMS_SHOWN),
        page_url=lambda to: visit.url("custody", q=words or None, page=to) + "#items",
        when=view.when,
        size=view.size,
    )


@form("/c/{casebook:str}/custody/verify", Right.AUDIT)
def verify(visit: Visit, casebook: str) -> Response[Any]:
    """Have every byte and every entry checked in the background; until it is done the last one is shown."""
    check_soon(visit.server, casebook, visit.name)
    return visit.to("custody#verified")


@form("/c/{casebook:str}/custody/checkpoint", Right.SEAL)
def make_checkpoint(visit: Visit, casebook: str) -> Response[Any]:
    """Sign the ledger as it stands."""
    with visit.desk.writing(visit.name) as book:
        checkpoint(book)
    return visit.to("custody#signed")


@form("/c/{casebook:str}/custody/stamp", Right.SEAL)
def ask_stamp(visit: Visit, casebook: str) -> Response[Any]:
    """Have the newest checkpoint stamped by the authorities that a person configured, and by no other."""
    if not tsas(visit.book):
        words = "No time-stamping authority is named. Name one under Settings, Time stamps; then ask again."
        return visit.render("fault.html.j2", 422, code=422, detail=words)
    with visit.desk.writing(visit.name) as book:
        made = stamping.asking(book)
    # nobody waits for an authority that is slow but the one who asked
    replies = stamping.answers(made, private=visit.server.alone or stamping.private_allowed())
    with visit.desk.writing(visit.name) as book:
        found = stamping.keep_answers(book, made, replies)
    if found.problems:
        visit_told = " ".join(f"{one.what}. {one.remedy}" for one in found.problems)
        return visit.render("fault.html.j2", 502, code=502, detail=visit_told)
    return visit.to("custody#stamps")


@page("/c/{casebook:str}/custody/checkpoint", Right.READ)
def note(visit: Visit, casebook: str) -> Response[str]:
    """The newest checkpoint as a file, to be kept elsewhere."""
    made = checkpoint_record(visit.book)
    if made is None:
        raise NotFoundException("this casebook has no checkpoint yet")
    return _saved(made.note, "text/plain", f"checkpoint-{made.size}.note")


@page("/c/{casebook:str}/custody/{name:str}", Right.READ)
def of_item(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The chain of one item, and the way from its entries to the signed root."""
    record = show.item(visit.book, name, check=False)
    visit.noted("custody", record.item.id)
    return visit.render(
        "custody_item.html.j2",
        item=record.item,
        custody=record.custody,
        proofs=_proofs(visit, record.item.id),
        when=view.when,
        size=view.size,
    )


def _proofs(visit: Visit, item: str) -> Proofs | None:
    try:
        return prove(visit.book, item)
    except UnknownThing:  # no checkpoint yet
        return None


@page("/c/{casebook:str}/custody/{name:str}/proof.json", Right.READ)
def proof(visit: Visit, casebook: str, name: str) -> Response[str]:
    """The proof for a program, byte for byte what `allegata prove --json` prints."""
    found = prove(visit.book, show.item(visit.book, name, check=False).item.id)
    return _saved(canonical(found).decode() + "\n", "application/json", f"proof-{name[:20]}.json")


@page("/c/{casebook:str}/custody/{name:str}/proof.txt", Right.READ)
def proof_text(visit: Visit, casebook: str, name: str) -> Response[str]:
    """The proof for a person, to be followed with `sha256sum`."""
    found = prove(visit.book, show.item(visit.book, name, check=False).item.id)
    return _saved(written(found), "text/plain", f"proof-{name[:20]}.txt")


def _saved(text: str, kind: str, name: str) -> Response[str]:
    """A file to be saved; its name holds nothing that came from outside."""
    own = "".join(sign for sign in name if sign.isalnum() or sign in "-.")
    return Response(text, media_type=kind, headers={"content-disposition": f'attachment; filename="{own}"'})


HANDLERS = (custody, verify, make_checkpoint, ask_stamp, note, of_item, proof, proof_text)
