"""What an entry of the ledger tells, in words: for history, audit and whoever lists entries.

Values and quotations of decisions are told to those who work on the records only (`withhold`): what a person
corrected to be restricted, or marked to be protected, stands in them word for word.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from allegata.actions import upkeep
from allegata.actions.sealed import NOTHING, WITHHELD, Closed
from allegata.actions.searched import searches
from allegata.evidence.custody import EntryKind
from allegata.linking.pairs import PAIR_SEPARATOR, despite
from allegata.model.codec import from_data
from allegata.model.decision import Decision, DecisionVerb, Request
from allegata.model.vocabulary import CustodyType
from allegata.reading.missed import marked

WORDS: Mapping[str, str] = {
    EntryKind.CREATED: "the casebook was made",
    EntryKind.CHECKED: "the ledger's guards were found gone and put back",
    EntryKind.LINKED: "mentions were linked to incidents",
    EntryKind.ASSESSED: "incidents were assessed",
    EntryKind.MATCHED: "fingerprints of footage were compared",
}
CUSTODY = {CustodyType.DERIVATIVE_CREATED: "taken out of what it lay in"}
"""Custody words that are no English sentence as they stand."""
FOOTAGE: Mapping[str, str] = {
    EntryKind.EXAMINED: "what it says of itself was read, without decoding it,",
    EntryKind.FINGERPRINTED: "its pictures were decoded and hashed by the machine,",
    EntryKind.NOTED: "a line was noted of what it shows",
    EntryKind.VIEWED: "pictures were looked at",
    EntryKind.DERIVED: "a derivative was made",
}


QUOTING = frozenset({DecisionVerb.CORRECT, DecisionVerb.MISSED})
"""Decisions whose value holds words or values of an original."""


def bare(decision: Decision, withhold: bool, sealed: bool = False) -> Decision:
    """A decision without what it quotes, where that is to be withheld.

    :param sealed: it tells of a sealed record: without anything that a person wrote.
    """
    if sealed:
        value = decision.value if decision.verb is DecisionVerb.STATE else None
        return replace(decision, reason=WITHHELD, second_reason="", value=value)
    quotes = decision.verb in QUOTING or despite(decision)
    return replace(decision, value=None) if withhold and quotes else decision


def subject_words(of: Decision | Request, withhold: bool = False) -> str:
    """What a decision says, or a request asks for, without who and why."""
    others = f" with {', '.join(of.others)}" if of.others else ""
    value = f": {'(withheld)' if withhold else of.value}" if of.verb is DecisionVerb.CORRECT else ""
    if of.verb is DecisionVerb.STATE:
        value = f": to {(of.value or '').replace('_', ' ')}"
    return f"{of.verb} {of.subject.replace(PAIR_SEPARATOR, ' and ')}{others}{value}"


def hides(entry: Mapping[str, Any], shut: Closed) -> bool:
    """Whether an entry tells of a sealed record, or of a text that does, as a whole."""
    if not shut.incidents:
        return False
    payload = entry["payload"]
    names = {entry["subject"]}
    for key in ("decision", "request"):
        if isinstance(made := payload.get(key), Mapping):
            names |= {made["id"], *made["subject"].split(PAIR_SEPARATOR), *made["others"]}
    if isinstance(answer := payload.get("answer"), Mapping):
        names.add(answer["request"])
    if isinstance(made := payload.get("second_reading"), Mapping):
        names |= {made["id"], made["incident"]}
    return shut.told_in(names)


def why(entry: Mapping[str, Any], said: str, shut: Closed) -> str:
    """The reason that a person gave; that it is withheld where it may tell of a sealed record."""
    return WITHHELD if said and hides(entry, shut) else said


def _only_ids(entry: Mapping[str, Any], decision: Decision | None) -> str:
    """What kind of act it was, and on which ids."""
    if decision is not None:
        return subject_words(decision, True)
    if entry["kind"] == EntryKind.REQUESTED:
        return f"asked for a second person: {subject_words(from_data(Request, entry['payload']['request']), True)}"
    if entry["kind"] in (EntryKind.RECEIVED, EntryKind.MET_AGAIN):
        return f"{entry['subject']} came in"
    return _of_people(entry, True) or f"{str(entry['kind']).replace('_', ' ')}: {entry['subject']}"


def reason_of(payload: Mapping[str, Any]) -> str:
    """The reason that a person gave with what is no decision: a request, or the end of one."""
    told = payload.get("request") or payload.get("answer") or {}
    return str(told.get("reason") or "") if isinstance(told, Mapping) else ""


def _of_people(entry: Mapping[str, Any], withhold: bool) -> str | None:
    """Requests, how they ended, and second readings."""
    payload = entry["payload"]
    if entry["kind"] == EntryKind.REQUESTED:
        return f"asked for a second person: {subject_words(from_data(Request, payload['request']), withhold)}"
    if entry["kind"] == EntryKind.ANSWERED:
        return f"the request {payload['answer']['request']} was {payload['answer']['how']}"
    if entry["kind"] == EntryKind.READ_AGAIN:
        made = payload["second_reading"]
        how = (
            "blind to the first reading"
            if made.get("blind", True)
            else "not blind: its reader had it shown before"
        )
        return f"{made['incident']} was read a second time, {how}"
    return None


def words(
    entry: Mapping[str, Any],
    decision: Decision | None,
    files: Mapping[str, str],
    withhold: bool = False,
    shut: Closed = NOTHING,
) -> str:
    """One entry in words.

    :param decision: what a `decided` entry decided. :param files: item → the name it came under.
    :param withhold: without the values and quotations of decisions: their kind and their ids stay.
    :param shut: what sealed records close to the reader; `files` is without these items.
    """
    payload = entry["payload"]
    if hides(entry, shut):
        return _only_ids(entry, decision)
    if decision is not None:
        return _decided(decision, withhold)
    if entry["kind"] == EntryKind.EXPORTED:
        return _went_out(entry, files)
    if entry["kind"] == EntryKind.RECEIVED:
        events = ", ".join(CUSTODY.get(event["type"], event["type"]) for event in payload["events"])
        return f"{payload['item']['capture']['received_name']} was {events}"
    if entry["kind"] == EntryKind.MET_AGAIN:
        name, first = payload["capture"]["received_name"], files.get(entry["subject"], entry["subject"])
        return f"{name} came in; its bytes were held as {first}"
    if entry["kind"] == EntryKind.NOT_TAKEN:
        named = [f"{problem['subject']} ({problem['code']})" for problem in payload["problems"]]
        more = f" and {len(named) - 3} more" if len(named) > 3 else ""
        return f"not added, or only noticed: {', '.join(named[:3])}{more}"
    if entry["kind"] == EntryKind.UNPACKED:
        number = f"{payload['members']} member{'' if payload['members'] == 1 else 's'}"
        name = files.get(entry["subject"], entry["subject"])
        if payload.get("unfinished"):
            with_ = f"{payload['importer']} {payload['version']}"
            return f"{name} could not be taken apart by {with_}; the next `allegata add` tries again"
        return f"{name} was taken apart by {payload['importer']} {payload['version']}: {number}"
    if entry["kind"] == EntryKind.READ:
        done = "read" if payload["read"] else "looked at and not read"
        name = files.get(entry["subject"], entry["subject"])
        return f"{name} was {done} by {payload['reader']}, version {payload['version']}"
    if entry["kind"] in FOOTAGE:
        name = files.get(entry["subject"], entry["subject"])
        return f"{name}: {FOOTAGE[entry['kind']]} by {payload['tool']}"
    return (
        _of_people(entry, withhold)
        or _signed(entry)
        or _learnt(entry)
        or upkeep.words(entry, files)
        or WORDS.get(entry["kind"], str(entry["kind"]))
    )


def _learnt(entry: Mapping[str, Any]) -> str | None:
    """What was added to the casebook's own knowledge."""
    payload = entry["payload"]
    if entry["kind"] == EntryKind.PLACES_ADDED:
        number = f"{payload['added']} place{'' if payload['added'] == 1 else 's'}"
        return f"{number} of {payload['name']} (SHA-256 {payload['sha256']}) added"
    if entry["kind"] == EntryKind.KNOWLEDGE_SET:
        done = "written" if "object" in payload else "taken away"
        return f"the casebook's own {entry['subject']} was {done}: {payload['reason']}"
    return None


def _decided(decision: Decision, withhold: bool) -> str:
    """What a person decided, or two."""
    if decision.verb is DecisionVerb.MISSED:
        return _marked(decision, withhold)
    value = ""
    if decision.verb is DecisionVerb.SEARCHED:
        told = " / ".join(searches([decision])[decision.subject].values())
        value = f" for an answer of the accused side: {told}"
    against = "; ".join(despite(decision))
    against = f" despite: {'(withheld)' if withhold else against}" if against else ""
    two = f"; asked by {decision.by}, confirmed by {decision.second}" if decision.second else ""
    two += f" ({decision.second_reason})" if decision.second_reason else ""
    return f"{subject_words(decision, withhold)}{value}{against}{two}"


def _marked(decision: Decision, withhold: bool) -> str:
    """What a person marked, by its exact words."""
    kind, thing = marked(decision)
    quote = "" if withhold else f", “{' '.join(thing.span.quote.split())}”"
    return f"marked as missed in {decision.subject}: {kind} {thing.id}{quote}"


def _signed(entry: Mapping[str, Any]) -> str | None:
    """Keys, checkpoints and time stamps."""
    payload = entry["payload"]
    if entry["kind"] == EntryKind.KEY_NAMED:
        why = f": {payload['reason']}" if payload["reason"] else ""
        return f"the key {payload['fingerprint']} was named to sign checkpoints from here on{why}"
    if entry["kind"] == EntryKind.CHECKPOINTED:
        return f"a checkpoint over {payload['size']} entries was signed, root {payload['root']}"
    if entry["kind"] == EntryKind.TIMESTAMPED:
        told = payload["stamp"]
        return f"{told['tsa']} stamped the checkpoint of entry {payload['checkpoint']} with {told['time']}"
    if entry["kind"] == EntryKind.TSA_NAMED and payload["state"] == "added":
        return f"{payload['name']} ({payload['url']}) may be asked, for: {payload['purpose']}"
    if entry["kind"] == EntryKind.TSA_NAMED:
        return f"{payload['name']} ({payload['url']}) is asked no more: {payload['reason']}"
    return None


def _went_out(entry: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """What went out in a dossier: the incident's record, or one original."""
    payload = entry["payload"]
    if "dossier" in payload:
        name = files.get(entry["subject"], entry["subject"])
        return f"{name} went out with the dossier {payload['dossier']} of {payload['incident']}"
    to = f" to {payload['recipient']}" if payload["recipient"] else ""
    return (
        f"a dossier of {entry['subject']} went out{to} ({payload['profile']} profile, tag manifest "
        f"{payload['tagmanifest']})"
    )
