"""What each ledger entry means for the index: pure rows, made from the entry and the object it names."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table

from allegata.evidence.custody import EntryKind
from allegata.model.canonical import canonical_json
from allegata.model.facets import assessed_values, in_conflict, setting_values
from allegata.model.listing import Facet
from allegata.model.result import RECORD_FIELDS
from allegata.store import tables

Row = tuple[Table, dict[str, Any]]
Data = Mapping[str, Any]


def named_objects(entry: Data) -> Iterator[tuple[str, str]]:
    """Every object that an entry names: (digest, why it must be in the vault)."""
    kind, subject, payload = entry["kind"], entry["subject"], entry["payload"]
    if kind == EntryKind.RECEIVED:
        yield subject, f"original of item {subject}"
        return
    # one convention for every other kind: a payload names its main object, and any others with what they are
    if "object" in payload:
        what = "reading of item {subject}" if kind == EntryKind.READ else "result of entry {seq} ({kind})"
        yield payload["object"], what.format(subject=subject, seq=entry["seq"], kind=kind)
    for digest, what in payload.get("objects", ()):
        yield digest, f"{what} (entry {entry['seq']})"


def event_row(entry: Data, digest: str) -> Row:
    """The entry itself, as a line of history."""
    names = ("seq", "kind", "at", "by", "subject")
    return tables.EVENTS, {"hash": digest} | {name: entry[name] for name in names}


def custody_rows(entry: Data) -> Iterator[Row]:
    """The other items that an entry's custody events concern."""
    events = entry["payload"].get("events", ())
    for item in dict.fromkeys(event["item"] for event in events):
        if item != entry["subject"]:
            yield tables.CUSTODY, {"item": item, "seq": entry["seq"]}


def item_rows(entry: Data) -> Iterator[Row]:
    """An item that came in."""
    item = entry["payload"]["item"]
    capture = item["capture"]
    yield (
        tables.ITEMS,
        {
            "id": item["id"],
            "seq": entry["seq"],
            "name": capture["received_name"],
            "publisher": capture["publisher"],
            "published": capture["published"],
            "media_type": item["media_type"],
            "length": item["length"],
            "data": _text(item),
        },
    )
    for problem in entry["payload"].get("problems", ()):
        yield _problem(entry["seq"], item["id"], problem)
    if capture.get("member_of") is None:  # what lay in a container appears with the container's entry
        yield _appearance(entry["seq"], item["id"], capture)


def met_again_rows(entry: Data) -> Iterator[Row]:
    """Bytes that were held came in once more."""
    payload = entry["payload"]
    yield _appearance(entry["seq"], entry["subject"], payload["capture"])
    for problem in payload.get("problems", ()):
        yield _problem(entry["seq"], entry["subject"], problem)


def not_taken_rows(entry: Data) -> Iterator[Row]:
    """What of a folder could not be added: problems of the casebook itself, because there is no item."""
    for problem in entry["payload"]["problems"]:
        yield _problem(entry["seq"], entry["subject"], problem)


def unpacked_rows(entry: Data) -> Iterator[Row]:
    """A container that was taken apart; its members are told by `member_rows`."""
    payload = entry["payload"]
    names = ("importer", "version", "top", "depth", "bytes", "members")
    row = {name: payload[name] for name in names} | {"unfinished": payload.get("unfinished", False)}
    told = {name: payload[name] for name in (*names, "left_out")} | {"unfinished": row["unfinished"]}
    yield (
        tables.UNPACKED,
        row | {"container": entry["subject"], "seq": entry["seq"], "data": _text(told)},
    )
    for problem in payload["problems"]:
        yield _problem(entry["seq"], entry["subject"], problem)


def member_rows(entry: Data, line: Data) -> Iterator[Row]:
    """One member of a container: an appearance, where its bytes are held."""
    if line["item"] is not None:
        yield _appearance(entry["seq"], line["item"], line["capture"])


def _appearance(seq: int, item: str, capture: Data) -> Row:
    member, post = capture.get("member_of"), capture.get("post")
    names = ("url", "claimed_at", "published", "retrieved_at")
    return tables.APPEARANCES, {name: capture.get(name) for name in names} | {
        "item": item,
        "seq": seq,
        "name": capture["received_name"],
        "container": member["container"] if member else None,
        "channel": post["channel"] if post else None,
        "data": _text(capture),
    }


def decision_row(entry: Data) -> Row:
    """What a person decided."""
    decision = entry["payload"]["decision"]
    names = ("id", "verb", "subject", "by", "at")
    row = {name: decision[name] for name in names}
    return tables.DECISIONS, row | {"seq": entry["seq"], "data": _text(decision)}


def request_row(entry: Data) -> Row:
    """What one person asked another to confirm."""
    request = entry["payload"]["request"]
    names = ("id", "verb", "subject", "by", "at")
    row = {name: request[name] for name in names}
    return tables.REQUESTS, row | {"seq": entry["seq"], "data": _text(request)}


def answer_rows(entry: Data) -> Iterator[Row]:
    """How a request ended: declined or withdrawn by an entry of its own, confirmed by the decision it became."""
    payload = entry["payload"]
    if entry["kind"] == EntryKind.DECIDED:
        decision = payload["decision"]
        if not decision.get("request"):
            return
        answer = {
            "request": decision["request"],
            "how": "confirmed",
            "by": decision["second"],
            "at": decision["at"],
            "reason": decision["second_reason"],
            "decision": decision["id"],
        }
    else:
        answer = payload["answer"]
    row = {name: answer[name] for name in ("request", "how", "by")}
    yield tables.ANSWERS, row | {"seq": entry["seq"], "data": _text(answer)}


def second_reading_row(entry: Data) -> Row:
    """What a second coder read in the texts of one incident."""
    made = entry["payload"]["second_reading"]
    row = {name: made[name] for name in ("id", "incident", "by")}
    return tables.SECOND_READINGS, row | {"seq": entry["seq"], "data": _text(made)}


def people_rows(entry: Data) -> Iterator[Row]:
    """What people decided, asked for, answered and read a second time."""
    kind = entry["kind"]
    if kind == EntryKind.DECIDED:
        yield decision_row(entry)
        yield from answer_rows(entry)
    elif kind == EntryKind.REQUESTED:
        yield request_row(entry)
    elif kind == EntryKind.ANSWERED:
        yield from answer_rows(entry)
    elif kind == EntryKind.READ_AGAIN:
        yield second_reading_row(entry)


PEOPLE = frozenset({EntryKind.DECIDED, EntryKind.REQUESTED, EntryKind.ANSWERED, EntryKind.READ_AGAIN})
"""The kinds that `people_rows` tells of."""


def reading_rows(entry: Data, output: Data) -> Iterator[Row]:
    """A document and everything read from it."""
    document, reading, payload = output["document"], output["reading"], entry["payload"]
    yield (
        tables.DOCUMENTS,
        {
            "id": document["id"],
            "item": document["item"],
            "seq": entry["seq"],
            "object": payload["object"],
            "reader": payload["reader"],
            "version": payload["version"],
            "language": document["language"],
            "read": payload["read"],
            "statements": len(reading["statements"]),
            "data": _text(document),
        },
    )
    for statement in reading["statements"]:
        speaker = statement["speaker"]
        key = speaker["source"]["id"] if speaker["source"] else speaker["wording"].casefold()
        yield _part(tables.STATEMENTS, document, statement, speaker=key)
    for mention in reading["mentions"]:
        yield _part(tables.MENTIONS, document, mention)
    for account in reading["accounts"]:
        columns = {name: account[name] for name in ("mention", "attribute")}
        yield _part(tables.ACCOUNTS, document, account, **columns)
    for kind in RECORD_FIELDS:
        for record in reading[kind]:
            yield _part(tables.RECORDS, document, record, kind=kind)
    for problem in _once(document["problems"] + reading["problems"]):
        yield _problem(entry["seq"], document["item"], problem)


def media_rows(entry: Data) -> Iterator[Row]:
    """What was done with one file of footage, as the entry's payload tells it under `record`."""
    payload = entry["payload"]
    record = payload.get("record", {})
    yield (
        tables.MEDIA,
        {
            "seq": entry["seq"],
            "item": entry["subject"],
            "kind": entry["kind"],
            "tool": payload.get("tool", ""),
            "object": payload.get("object"),
            "data": _text(record),
        },
    )
    for problem in payload.get("problems", ()):
        yield _problem(entry["seq"], entry["subject"], problem)


def match_rows(match: Data) -> Iterator[Row]:
    """A proposal that two files show the same pictures."""
    columns = {name: match[name] for name in ("left", "right")}
    yield tables.MATCHES, columns | {"data": _text(match)}


def proposal_rows(proposal: Data) -> Iterator[Row]:
    """A proposal behind the incidents."""
    columns = {name: proposal[name] for name in ("left", "right", "verb")}
    yield tables.PROPOSALS, columns | {"data": _text(proposal)}


def incident_rows(incident: Data) -> Iterator[Row]:
    """An incident as linked."""
    columns = {name: incident[name] for name in ("id", "state")}
    yield tables.INCIDENTS, columns | {"data": _text(incident)}
    for mention in incident["mentions"]:
        yield tables.MEMBERS, {"mention": mention, "incident": incident["id"]}


def assessment_rows(assessment: Data) -> Iterator[Row]:
    """What was computed over an incident."""
    columns = {name: assessment[name] for name in ("incident", "title")}
    columns |= {"conflict": in_conflict(assessment)}
    yield tables.ASSESSMENTS, columns | {"brief": _text(_brief(assessment)), "data": _text(assessment)}
    yield from _facets(assessment["incident"], assessed_values(assessment))


def _brief(assessment: Data) -> Data:
    """An assessment for one line of a list: which accounts stand behind it, and how each two of them, left out."""
    rows = [
        row | {"accounts": [], "pairs": [], "origins": row["origins"] | {"roots": [], "collapsed": []}}
        for row in assessment["attributes"]
    ]
    return {**assessment, "attributes": rows}


def setting_rows(setting: Data) -> Iterator[Row]:
    """Where and when an incident is said to have taken place."""
    yield tables.SETTINGS, {"incident": setting["incident"], "data": _text(setting)}
    yield from _facets(setting["incident"], setting_values(setting))


def _facets(incident: str, values: Mapping[Facet, tuple[str, ...]]) -> Iterator[Row]:
    for facet, given in values.items():
        for value in given:
            yield tables.FACETS, {"incident": incident, "facet": facet, "value": value}


def _part(table: Table, document: Data, part: Data, **columns: str) -> Row:
    return table, {"id": part["id"], "document": document["id"], "data": _text(part), **columns}


def _problem(seq: int, item: str, problem: Data) -> Row:
    return tables.PROBLEMS, {"seq": seq, "item": item, "code": problem["code"], "data": _text(problem)}


def _once(problems: list[Data]) -> list[Data]:
    return list({_text(problem): problem for problem in problems}.values())


def _text(data: Data) -> str:
    return canonical_json(data).decode()
