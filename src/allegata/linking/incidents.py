"""Groups of mentions become incidents that keep their identity over every new run.

An incident's id is random and given once. When reports come in, groups grow, merge and split; each id
stays with the group that shares most with its former one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.decision import Decision, DecisionVerb, LinkVerb, Proposal
from allegata.model.incident import Incident, Mention
from allegata.model.vocabulary import IncidentLink, MadeBy, RecordState

Partition = Sequence[tuple[str, ...]]
Links = set[tuple[str, IncidentLink, str]]


def identified(
    partition: Partition, former: Iterable[Incident], new_id: Callable[[], str]
) -> Mapping[str, tuple[str, ...]]:
    """Incident id → mentions, for every group.

    The largest overlap between a former incident and a group is honoured first; among equal ones the
    older id (ids sort by time), then the group that comes first. What gets no former id gets a new one,
    in the order of the groups.
    """
    group_of = {mention: number for number, group in enumerate(partition) for mention in group}
    shared: dict[tuple[str, int], int] = {}
    for incident in former:
        for mention in incident.mentions:
            if mention in group_of:
                key = (incident.id, group_of[mention])
                shared[key] = shared.get(key, 0) + 1
    given: dict[int, str] = {}
    used: set[str] = set()
    for (id, number), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if number not in given and id not in used:
            given[number] = id
            used.add(id)
    return {given.get(number) or new_id(): group for number, group in enumerate(partition)}


def incidents(
    groups: Mapping[str, tuple[str, ...]],
    mentions: Iterable[Mention],
    proposals: Sequence[Proposal],
    pairs: Sequence[Decision],
    decisions: Sequence[Decision],
) -> tuple[Incident, ...]:
    """The incidents of these groups, sorted by id.

    :param pairs: decisions on pairs of mentions (`linking.pairs.spelled_out`).
    :param decisions: all decisions in force: *state* moves an incident's record.
    """
    incident_of = {mention: id for id, group in groups.items() for mention in group}
    links = _links(incident_of, mentions, proposals, pairs)
    joined = _joined_by_people(incident_of, pairs)
    accepted = {d.subject for d in decisions if d.verb is DecisionVerb.ACCEPT}
    states = {d.subject: RecordState(d.value) for d in decisions if d.verb is DecisionVerb.STATE and d.value}
    return tuple(
        Incident(
            id,
            group,
            states.get(id, RecordState.CANDIDATE),
            tuple(sorted(links.get(id, set()))),
            MadeBy.MACHINE_PROPOSED_HUMAN_CONFIRMED
            if id in joined or id in accepted
            else MadeBy.MACHINE_PROPOSED,
        )
        for id, group in sorted(groups.items())
    )


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


def _joined_by_people(incident_of: Mapping[str, str], pairs: Sequence[Decision]) -> set[str]:
    """Incidents of which a person said that two mentions are the same."""
    joined = set()
    for decision in pairs:
        left, _, right = decision.subject.partition(PAIR_SEPARATOR)
        if decision.verb is DecisionVerb.SAME and incident_of.get(left) == incident_of.get(right) is not None:
            joined.add(incident_of[left])
    return joined
