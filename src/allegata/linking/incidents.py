"""Groups of mentions become incidents that keep their identity over every new run.

An incident's id is random and given once. When reports come in, groups grow, merge and split; each id
stays with the group that holds most of what it stood for at first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from allegata.linking.pairs import PAIR_SEPARATOR, seen
from allegata.model.decision import Decision, DecisionVerb, LinkVerb, Proposal
from allegata.model.incident import Incident, Mention
from allegata.model.vocabulary import IncidentLink, MadeBy, RecordState

Partition = Sequence[tuple[str, ...]]
Links = set[tuple[str, IncidentLink, str]]
OUT = frozenset({RecordState.WITHDRAWN, RecordState.DISCARDED_PROPOSAL})
"""States in which a record is kept and in no list, sum or total any more."""


def identified(
    partition: Partition,
    former: Iterable[Incident],
    new_id: Callable[[], str],
    originals: Mapping[str, Sequence[str]] | None = None,
    order: Sequence[str] = (),
) -> Mapping[str, tuple[str, ...]]:
    """Incident id → mentions, for every group.

    The largest overlap between an id's original mentions and a group is honoured first, then that with
    the mentions it had last; among equal ones the older id (ids sort by time), then the group that holds
    the id's earliest mention, then the group that comes first. What gets no former id gets a new one, in
    the order of the groups.

    :param originals: id → mentions when somebody first decided on it (`linking.pairs.originals`), also of
        ids that no incident has any more; an id without an entry: the mentions it had last.
    :param order: mention ids, earliest first.
    """
    last = {incident.id: incident.mentions for incident in former}
    first = {id: tuple(mentions) for id, mentions in (originals or {}).items()}
    rank = {mention: number for number, mention in enumerate(order)}
    group_of = {mention: number for number, group in enumerate(partition) for mention in group}
    claims = []
    for id in sorted(last.keys() | first.keys()):
        at_first = _shares(first.get(id, last.get(id, ())), group_of)
        at_last = _shares(last.get(id, ()), group_of)
        for number in at_first.keys() | at_last.keys():
            originally, lately = at_first.get(number, []), at_last.get(number, [])
            earliest = min((rank.get(m, len(rank)) for m in (*originally, *lately)), default=0)
            claims.append((-len(originally), -len(lately), id, earliest, number))
    given: dict[int, str] = {}
    used: set[str] = set()
    for *_, id, _, number in sorted(claims):
        if number not in given and id not in used:
            given[number] = id
            used.add(id)
    return {given.get(number) or new_id(): group for number, group in enumerate(partition)}


def _shares(mentions: Iterable[str], group_of: Mapping[str, int]) -> dict[int, list[str]]:
    """Group number → those of the mentions that it holds."""
    found: dict[int, list[str]] = {}
    for mention in mentions:
        if mention in group_of:
            found.setdefault(group_of[mention], []).append(mention)
    return found


def incidents(
    groups: Mapping[str, tuple[str, ...]],
    mentions: Iterable[Mention],
    proposals: Sequence[Proposal],
    pairs: Sequence[Decision],
    decisions: Sequence[Decision],
) -> tuple[Incident, ...]:
    """The incidents of these groups, sorted by id.

    :param pairs: decisions on pairs of mentions (`linking.pairs.spelled_out`).
    :param decisions: all decisions in force: *state* moves an incident's record; *reject* discards it, as
        long as it tells of nothing that the person who rejected it had not seen.
    """
    incident_of = {mention: id for id, group in groups.items() for mention in group}
    links = _links(incident_of, mentions, proposals, pairs)
    joined = _joined_by_people(incident_of, pairs)
    accepted = {d.subject for d in decisions if d.verb is DecisionVerb.ACCEPT}
    states = _states(groups, decisions)
    made = tuple(
        Incident(
            id,
            group,
            states.get(id, RecordState.CANDIDATE),
            tuple(sorted(links.get(id, set()))),
            MadeBy.MACHINE_PROPOSED_HUMAN_CONFIRMED
            if id in joined or id in accepted
            else MadeBy.MACHINE_PROPOSED,
            tuple(sorted(joined.get(id, ()))),
        )
        for id, group in sorted(groups.items())
    )
    out = {incident.id for incident in made if incident.state in OUT}
    return tuple(
        replace(one, links=tuple(link for link in one.links if one.id not in out and link[0] not in out))
        for one in made
    )


def state_of(one: Incident, decisions: Sequence[Decision]) -> RecordState:
    """The state of one incident by decisions in force, also by such as no linking has seen yet."""
    return _states({one.id: one.mentions}, decisions).get(one.id, RecordState.CANDIDATE)


def _states(
    groups: Mapping[str, tuple[str, ...]], decisions: Sequence[Decision]
) -> Mapping[str, RecordState]:
    """The state that each incident was put in, the last word counting."""
    states: dict[str, RecordState] = {}
    rejected: dict[str, frozenset[str]] = {}
    for decision in decisions:
        if decision.verb is DecisionVerb.STATE and decision.value:
            states[decision.subject] = RecordState(decision.value)
        if decision.verb in (DecisionVerb.STATE, DecisionVerb.ACCEPT):
            rejected.pop(decision.subject, None)
        elif decision.verb is DecisionVerb.REJECT and (held := seen(decision)):
            rejected[decision.subject] = frozenset(m for group in held for m in group)
    known = frozenset(mention for mentions in rejected.values() for mention in mentions)
    discarded = {
        id: RecordState.DISCARDED_PROPOSAL for id, group in groups.items() if known.issuperset(group)
    }
    return states | discarded


def _links(
    incident_of: Mapping[str, str],
    mentions: Iterable[Mention],
    proposals: Sequence[Proposal],
    pairs: Sequence[Decision],
) -> Mapping[str, Links]:
    """What ties incidents that are not one: what a text says of two, and what may yet be the same."""
    found: dict[str, Links] = {}
    for mention in mentions:
        one = incident_of.get(mention.id)
        for link in mention.links:
            other = incident_of.get(link.other)
            if one and other and one != other:
                words = link.cue.quote if link.cue else "told in one report"
                found.setdefault(one, set()).add((other, link.kind, words))
    settled = {d.subject for d in pairs if d.verb is DecisionVerb.DIFFERENT}
    for proposal in proposals:
        one, other = incident_of.get(proposal.left), incident_of.get(proposal.right)
        if not (one and other) or one == other or proposal.verb is LinkVerb.DIFFERENT:
            continue
        if any(reason.blocks for reason in proposal.reasons):
            continue
        if PAIR_SEPARATOR.join(sorted((proposal.left, proposal.right))) in settled:
            continue
        words = "; ".join(reason.words for reason in proposal.reasons)
        found.setdefault(one, set()).add((other, IncidentLink.POSSIBLY_SAME, words))
        found.setdefault(other, set()).add((one, IncidentLink.POSSIBLY_SAME, words))
    return found


def _joined_by_people(incident_of: Mapping[str, str], pairs: Sequence[Decision]) -> Mapping[str, set[str]]:
    """Incidents of which people said that two mentions are the same, with who said so."""
    joined: dict[str, set[str]] = {}
    for decision in pairs:
        left, _, right = decision.subject.partition(PAIR_SEPARATOR)
        if decision.verb is DecisionVerb.SAME and incident_of.get(left) == incident_of.get(right) is not None:
            people = (decision.by, decision.second) if decision.second else (decision.by,)
            joined.setdefault(incident_of[left], set()).update(people)
    return joined
