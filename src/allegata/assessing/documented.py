"""What the incidents on record add up to: one role, in persons, separately for each accused side."""

from collections.abc import Iterable, Mapping, Sequence

from allegata.linking.places import rule_out
from allegata.model.assessment import CountRange, DocumentedSum, IncidentAssessment
from allegata.model.incident import Account, Incident, Mention
from allegata.model.reading import Reading
from allegata.model.value import When, Where
from allegata.model.vocabulary import ActType, CountRole, PlaceRole, Unit

EFFECT: dict[CountRole, ActType] = {
    CountRole.KILLED: ActType.KILLING,
    CountRole.INJURED: ActType.WOUNDING,
}
"""The act whose effect a role counts."""

OPEN_EFFECT = frozenset({ActType.SHOOTING, ActType.ATTACK, ActType.VIOLATION_UNSPECIFIED})
"""Acts that leave their effect open."""

SUMMED = (CountRole.KILLED, CountRole.INJURED)


class Stock:
    """One incident as the sums see it."""

    def __init__(
        self,
        incident: Incident,
        assessment: IncidentAssessment,
        mentions: Sequence[Mention],
        accounts: Sequence[Account],
    ) -> None:
        self.id = incident.id
        self.sides = assessment.alleged_against
        self.ranges: dict[CountRole, CountRange] = {
            row.counts.role: row.counts for row in assessment.attributes if row.counts
        }
        acts = [act for m in mentions for act in m.acts if not act.pinned]
        self.acts = frozenset(act.type for act in acts)
        self.harmed = frozenset(act.victim.party for act in acts if act.victim and act.victim.party)
        values = [a.value for a in accounts if not a.headline]
        self.places = [
            v for v in values if isinstance(v, Where) and v.role is PlaceRole.EVENT and v.candidates
        ]
        self.times = [v for v in values if isinstance(v, When) and v.latest]
        self.reverse = frozenset(
            row.counts.role
            for row in assessment.attributes
            if row.counts and row.accounts and all(a in assessment.pinned for a in row.accounts)
        )

    @property
    def side(self) -> str | None:
        """The one accused side; None when none or several are named."""
        return self.sides[0] if len(self.sides) == 1 else None

    def counted(self, role: CountRole) -> CountRange | None:
        """The range of a role, if it has a minimum and belongs to the main direction."""
        found = self.ranges.get(role)
        return found if found and found.minimum is not None and role not in self.reverse else None

    def applies(self, role: CountRole) -> bool:
        """Whether the incident's acts may have such an effect: one is named, or all leave theirs open."""
        return EFFECT[role] in self.acts or not self.acts - OPEN_EFFECT


def stocks_of(
    incidents: Sequence[Incident], assessments: Sequence[IncidentAssessment], readings: Sequence[Reading]
) -> list[Stock]:
    """Every assessed incident as the sums see it, sorted by id."""
    mentions = {m.id: m for r in readings for m in r.mentions}
    accounts: dict[str, list[Account]] = {}
    for reading in readings:
        for account in reading.accounts:
            accounts.setdefault(account.mention, []).append(account)
    by_id = {a.incident: a for a in assessments}
    return [
        Stock(
            incident,
            by_id[incident.id],
            [mentions[m] for m in incident.mentions if m in mentions],
            [a for m in incident.mentions for a in accounts.get(m, ())],
        )
        for incident in sorted(incidents, key=lambda i: i.id)
        if incident.id in by_id
    ]


def sides_of(stocks: Sequence[Stock]) -> list[str | None]:
    """The accused sides by id; None last, for incidents where no side or several sides are named."""
    return [
        *sorted({s.side for s in stocks if s.side}),
        *([None] if any(s.side is None for s in stocks) else []),
    ]


def sums(stocks: Sequence[Stock]) -> tuple[DocumentedSum, ...]:
    """A sum for each accused side and role that any incident could have; sides are never added."""
    return tuple(
        _sum(side, role, stocks)
        for side in sides_of(stocks)
        for role in SUMMED
        if any(s.side == side and (s.counted(role) or EFFECT[role] in s.acts) for s in stocks)
    )


def _sum(side: str | None, role: CountRole, stocks: Iterable[Stock]) -> DocumentedSum:
    own = [s for s in stocks if s.side == side]
    several = [s for s in own if len(s.sides) > 1]
    usable = [s for s in own if len(s.sides) <= 1]
    counted = [(s, found) for s in usable if (found := s.counted(role))]
    ids = {s.id for s, _ in counted}
    minimum = sum(found.minimum or 0 for _, found in counted)
    highs = [found.maximum for _, found in counted]
    excluded = [(s.id, "accounts name different sides as accused") for s in several]
    excluded += [
        (s.id, f"no act that is counted as {role.value} is alleged")
        for s in usable
        if s.id not in ids and not s.applies(role)
    ]
    return DocumentedSum(
        side,
        role,
        Unit.PERSONS,
        minimum,
        None if None in highs else sum(h for h in highs if h is not None),
        tuple(sorted(ids)),
        tuple(s.id for s in usable if s.id not in ids and s.applies(role)),
        tuple(sorted(excluded)),
    )


def documented_in(
    incidents: Sequence[Incident],
    assessments: Sequence[IncidentAssessment],
    readings: Sequence[Reading],
    territory: Where,
    role: CountRole = CountRole.KILLED,
) -> Mapping[str | None, DocumentedSum]:
    """The sums of the incidents placed inside a territory, by accused side."""
    stocks = [
        s for s in stocks_of(incidents, assessments, readings) if any(inside(p, territory) for p in s.places)
    ]
    return {side: _sum(side, role, stocks) for side in sides_of(stocks)}


def inside(place: Where, territory: Where) -> bool:
    """Whether a place surely lies within a territory: each candidate of the one in each of the other."""
    if place.wording.casefold() == territory.wording.casefold():
        return True
    pairs = [(a, b) for a in place.candidates for b in territory.candidates]
    return bool(pairs) and all(a.within(b) for a, b in pairs) and not rule_out(place, territory)
