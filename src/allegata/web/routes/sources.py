"""Who speaks: the list of sources, and one source with its statements by incident."""

from typing import Any
from urllib.parse import quote

from litestar import Response

from allegata.actions import sources as voices
from allegata.actions.titles import titles
from allegata.actions.viewing import mask_of, quotation
from allegata.model import phrases
from allegata.model.result import records_of
from allegata.model.source import OUTLET, Speaker
from allegata.model.user import Right
from allegata.model.voices import SaidHere, SourceRecord
from allegata.web.numbers import number_of
from allegata.web.visit import Visit, page


@page("/c/{casebook:str}/sources", Right.READ)
def sources(visit: Visit, casebook: str) -> Response[Any]:
    """Everybody who speaks, in the order of names."""
    words = visit.request.query_params.get("q", "")
    found = voices.sources(visit.book, words, _page(visit), only_reads=visit.only_reads)
    visit.noted("sources")
    names = phrases.party_names(found.parties)
    return visit.render(
        "sources.html.j2",
        found=found,
        asked=words,
        rows=[(line, _described(line.speaker, names), _path(line.key)) for line in found.lines],
        page_url=lambda number: visit.url("sources", q=words or None, page=number),
    )


@page("/c/{casebook:str}/sources/{key:path}", Right.READ)
def source(visit: Visit, casebook: str, key: str) -> Response[Any]:
    """One source: who stands behind it, on what basis, and what it says, incident by incident."""
    record = voices.source(visit.book, key.removeprefix("/"), _page(visit), only_reads=visit.only_reads)
    visit.noted("source", record.line.key)
    names = phrases.party_names(record.parties)
    groups = _groups(record)
    return visit.render(
        "source.html.j2",
        record=record,
        about=_described(record.line.speaker, names),
        groups=groups,
        titles=titles(visit.book, [incident for incident in groups if incident]),
        between=_between(record),
        page_url=lambda number: visit.url(_path(record.line.key), page=number),
    )


def _page(visit: Visit) -> int:
    return number_of(visit.request.query_params.get("page")) or 1


def _path(key: str) -> str:
    return "sources/" + quote(key, safe="/:")


def _described(who: Speaker, names: phrases.PartyNames) -> dict[str, str]:
    """A source in words; what is not known is said to be unknown, and nobody is guessed."""
    known = who.source
    control = known.control_group if known else who.on_behalf_of
    return {
        "name": "" if who.key == OUTLET.key else phrases.speaker(who),
        "kind": phrases.plain(known.kind) if known else "",
        "relation": phrases.PARTY_RELATIONS[known.party_relation] if known else "",
        "control": phrases.party(control, names) if control else "",
        "basis": known.basis if known else "",
        "aliases": ", ".join(known.aliases) if known else "",
    }


def _groups(record: SourceRecord) -> dict[str, list[dict[str, Any]]]:
    """Incident → what the source says of it on this page; the empty key: about no single incident."""
    readings = record.readings
    documents = {said.document.id: said.document for said in record.said}
    mask, _ = mask_of(
        [one for reading in readings for one in records_of(reading)],
        [account for reading in readings for account in reading.accounts],
        [statement for reading in readings for statement in reading.statements],
        documents.values(),
        True,
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for said in record.said:
        line = {
            "manner": _manner(said),
            "scope": phrases.SCOPES[said.statement.scope],
            "quotation": quotation(said.statement.span, said.document, mask),
            "chain": _relays(said),
        }
        for incident in said.incidents or ("",):
            found.setdefault(incident, []).append(line)
    return dict(sorted(found.items(), key=lambda group: (group[0] == "", group[0])))


def _manner(said: SaidHere) -> str:
    one = said.statement
    return phrases.manner_of_saying(one.speech_act, one.modality, one.polarity)


def _relays(said: SaidHere) -> str:
    """Who passes the words on before the text does; empty for words at first hand."""
    others = [
        who for who in said.statement.chain if not who.is_outlet and who.key != said.statement.speaker.key
    ]
    return phrases.voices(others, said.document) if others else ""


def _between(record: SourceRecord) -> tuple[str, ...]:
    return tuple(sorted({relays for said in record.said if (relays := _relays(said))}))


HANDLERS = (sources, source)
