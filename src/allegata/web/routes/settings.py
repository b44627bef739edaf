"""What a casebook knows of its own, which reader reads it, who may stamp it: seen, extended, on record."""

from collections import defaultdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.status_codes import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import gazetteer, knowledge
from allegata.actions import tsa as authorities
from allegata.errors import AllegataError, BadDecision, BadKnowledge, StaleDecision
from allegata.model.user import Right
from allegata.model.vocabulary import ActorKind, PartyRelation, SourceKind
from allegata.web.visit import Sent, Visit, form, page

Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
PATH = "/c/{casebook:str}/settings"
PARTIES, SOURCES = "parties.toml", "sources.toml"
SHOWN = 60
PLACES_LIMIT = 64 << 20
"""Bytes of a file of places; GeoNames' dump of the largest country has 60 MB zipped by state."""


def _found(words: str, *texts: str) -> bool:
    """Whether every word is in one of the texts."""
    everything = " ".join(texts).casefold()
    return all(word in everything for word in words.casefold().split())


def _names(
    visit: Visit, words: str = "", fault: str = "", given: dict[str, str] | None = None
) -> Response[Any]:
    known = knowledge.known(visit.book)
    sources = [s for s in known.sources if _found(words, s.id, s.name, *s.aliases)]
    parties = [p for p in known.parties if _found(words, p.id, p.name, *p.names, *p.adjectives)]
    own = {name: knowledge.own_file(visit.book, name) for name in (PARTIES, SOURCES)}
    return visit.render(
        "settings/names.html.j2",
        status=HTTP_422_UNPROCESSABLE_ENTITY if fault else 200,
        words_asked=words,
        parties=parties[:SHOWN],
        parties_total=len(parties),
        sources=sources[:SHOWN],
        sources_total=len(sources),
        own=own,
        kinds=tuple(ActorKind),
        source_kinds=tuple(SourceKind),
        relations=tuple(PartyRelation),
        fault=fault,
        given=defaultdict(str, given or {}),
    )


@page(PATH, Right.SETTINGS)
def names(visit: Visit, casebook: str, q: str = "") -> Response[Any]:
    """Sides and sources, with the forms to add one."""
    return _names(visit, q)


def _aliases(data: dict[str, str]) -> list[str]:
    return [line.strip() for line in data.get("names", "").splitlines() if line.strip()]


@form(PATH + "/party", Right.SETTINGS)
def add_party(visit: Visit, casebook: str, data: Sent) -> Response[Any]:
    """One more party to the conflicts on record."""
    try:
        file = knowledge.own_file(visit.book, PARTIES)
        text = knowledge.with_party(
            file, data.get("id", ""), data.get("name", "").strip(), data.get("kind", ""), _aliases(data)
        )
        with visit.desk.writing(visit.name) as book:
            knowledge.set_own(book, PARTIES, text, data.get("saw", ""), data.get("reason", ""))
    except (BadDecision, BadKnowledge, StaleDecision) as refusal:
        return _names(visit, "", str(refusal), data)
    return visit.to("settings", q=data.get("id"))


@form(PATH + "/source", Right.SETTINGS)
def add_source(visit: Visit, casebook: str, data: Sent) -> Response[Any]:
    """One more source, or other names of one that is known."""
    try:
        file = knowledge.own_file(visit.book, SOURCES)
        text = knowledge.with_source(
            file,
            data.get("id", ""),
            data.get("name", "").strip(),
            data.get("kind", ""),
            data.get("relation", PartyRelation.UNKNOWN),
            data.get("basis", ""),
            _aliases(data),
        )
        with visit.desk.writing(visit.name) as book:
            knowledge.set_own(book, SOURCES, text, data.get("saw", ""), data.get("reason", ""))
    except (BadDecision, BadKnowledge, StaleDecision) as refusal:
        return _names(visit, "", str(refusal), data)
    return visit.to("settings", q=data.get("id"))


@page(PATH + "/words", Right.SETTINGS)
def words(visit: Visit, casebook: str, lexicon: str = "", q: str = "") -> Response[Any]:
    """The lexicons in use, and the casebook's own files."""
    known = knowledge.known(visit.book)
    chosen = known.lexicons.get(lexicon)
    groups = [
        (term, entries)
        for term, entries in (chosen.groups.items() if chosen else ())
        if _found(q, term, *entries)
    ]
    return visit.render(
        "settings/words.html.j2",
        lexicons=sorted(known.lexicons.values(), key=lambda one: one.name),
        chosen=chosen,
        groups=groups,
        words_asked=q,
        own=knowledge.own_files(visit.book),
    )


@page(PATH + "/file/{name:str}", Right.SETTINGS)
def file(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """One of the casebook's own files, to be edited."""
    found = knowledge.own_file(visit.book, name)
    return visit.render("settings/file.html.j2", file=found, text=found.text, fault="", reason="")


@form(PATH + "/file/{name:str}", Right.SETTINGS)
def write_file(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Write it, or say what is wrong with it and keep what was typed."""
    try:
        with visit.desk.writing(visit.name) as book:
            knowledge.set_own(book, name, data.get("text", ""), data.get("saw", ""), data.get("reason", ""))
    except (BadDecision, BadKnowledge, StaleDecision) as refusal:
        stale = isinstance(refusal, StaleDecision)
        return visit.render(
            "settings/file.html.j2",
            status=HTTP_409_CONFLICT if stale else HTTP_422_UNPROCESSABLE_ENTITY,
            file=knowledge.own_file(visit.book, name),
            text=data.get("text", ""),
            reason=data.get("reason", ""),
            fault=str(refusal),
        )
    return visit.to("settings/words")


@page(PATH + "/places", Right.SETTINGS)
def places(visit: Visit, casebook: str, q: str = "") -> Response[Any]:
    """Look a name up as a reading would, and add places of one's own."""
    found = gazetteer.looked_up(visit.book, q) if q.strip() else ()
    return visit.render("settings/places.html.j2", words_asked=q, found=found, fault="")


@form(PATH + "/places", Right.SETTINGS, request_max_body_size=PLACES_LIMIT)
def add_places(visit: Visit, casebook: str, data: Upload) -> Response[Any]:
    """Add a file of places."""
    sent = data.get("file")
    try:
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise BadKnowledge("choose a file: a GeoNames dump or a table of places")
        with NamedTemporaryFile(suffix=Path(sent.filename).suffix) as kept:
            while part := sent.file.read(1 << 20):
                kept.write(part)
            kept.flush()
            with visit.desk.writing(visit.name) as book:
                gazetteer.placed(book, Path(kept.name), Path(sent.filename).name)
    except BadKnowledge as refusal:
        return visit.render(
            "settings/places.html.j2",
            status=HTTP_422_UNPROCESSABLE_ENTITY,
            words_asked="",
            found=(),
            fault=str(refusal),
        )
    return visit.to("settings/places")


@page(PATH + "/reader", Right.SETTINGS)
def reader(visit: Visit, casebook: str) -> Response[Any]:
    """Which reader of which version has read how much."""
    return visit.render(
        "settings/reader.html.j2", readers=gazetteer.readers(visit.book), known=knowledge.known(visit.book)
    )


def _stamps(visit: Visit, fault: str = "", given: dict[str, str] | None = None) -> Response[Any]:
    return visit.render(
        "settings/stamps.html.j2",
        status=HTTP_422_UNPROCESSABLE_ENTITY if fault else 200,
        tsas=authorities.tsas(visit.book),
        purpose=authorities.PURPOSE,
        fault=fault,
        given=defaultdict(str, given or {}),
    )


@page(PATH + "/stamps", Right.SETTINGS)
def stamps(visit: Visit, casebook: str) -> Response[Any]:
    """The time-stamping authorities that may be asked."""
    return _stamps(visit)


@form(PATH + "/stamps", Right.SETTINGS)
def add_authority(visit: Visit, casebook: str, data: Sent) -> Response[Any]:
    """Name an authority: from here on it may be sent the digest of a checkpoint, and nothing else."""
    try:
        with visit.desk.writing(visit.name) as book:
            authorities.add_tsa(
                book,
                data.get("url", "").strip(),
                data.get("pem", "").encode(),
                data.get("name", "").strip() or None,
            )
    except AllegataError as refusal:
        return _stamps(visit, str(refusal), data)
    return visit.to("settings/stamps")


@form(PATH + "/stamps/remove", Right.SETTINGS)
def remove_authority(visit: Visit, casebook: str, data: Sent) -> Response[Any]:
    """Ask an authority no more."""
    try:
        with visit.desk.writing(visit.name) as book:
            authorities.remove_tsa(book, data.get("name", ""), data.get("reason", ""))
    except AllegataError as refusal:
        return _stamps(visit, str(refusal), data)
    return visit.to("settings/stamps")


HANDLERS = (
    names,
    add_party,
    add_source,
    words,
    file,
    write_file,
    places,
    add_places,
    reader,
    stamps,
    add_authority,
    remove_authority,
)
