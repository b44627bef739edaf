"""One line for each incident, total and sum: what the list on screen and the report's index show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allegata.model import phrases
from allegata.model.assessment import AttributeAssessment, DocumentedSum, IncidentAssessment, TotalCheck
from allegata.model.record import Aggregate, TotalScope
from allegata.model.result import IncidentLine, Overview
from allegata.model.vocabulary import Attribute, CountRole, Unit, VerificationAspect, VerificationResult


@dataclass(frozen=True, slots=True)
class Line:
    """An incident in one row; every field is words."""

    id: str
    title: str
    accused: str
    killed: str
    response: str
    checked: str
    origins: str
    steps: str
    sources: str


@dataclass(frozen=True, slots=True)
class SumLine:
    """What the incidents on record add up to, for one accused side, one role and one unit."""

    accused: str
    range: str
    unit: str
    basis: str


def line(row: IncidentLine, names: phrases.PartyNames) -> Line:
    """The row of one incident."""
    assessed = row.assessment
    count = len(row.documents)
    return Line(
        row.incident.id,
        assessed.title,
        phrases.accused(assessed, names),
        killed(assessed),
        response(assessed, names),
        checked(assessed),
        origins(assessed),
        steps(assessed),
        f"told in {count} item{'' if count == 1 else 's'}",
    )


def _attribute(assessed: IncidentAssessment, attribute: Attribute) -> AttributeAssessment | None:
    return next((row for row in assessed.attributes if row.attribute is attribute), None)


def killed(assessed: IncidentAssessment) -> str:
    """Persons reported killed, lowest to highest bound."""
    row = _attribute(assessed, Attribute.VICTIMS_KILLED)
    counts = row.counts if row else None
    return phrases.span_of(counts.minimum, counts.maximum, counts.open_ended) if counts else "not stated"


def response(assessed: IncidentAssessment, names: phrases.PartyNames) -> str:
    """What the accused side says; two sides are named apart."""
    said = []
    for side in assessed.contestation:
        words = phrases.answers(side)
        several = len(assessed.contestation) > 1
        said.append(f"{phrases.side_words(side.party, names)}: {words}" if several else words)
    return ". ".join(said) or "no response known"


RESULT_SHORT = {
    VerificationResult.SUPPORTS: "supported",
    VerificationResult.DOES_NOT_SUPPORT: "not supported",
    VerificationResult.CONTRADICTS: "contradicted",
    VerificationResult.COULD_NOT_VERIFY: "could not verify",
    VerificationResult.IN_PROGRESS: "being examined",
    VerificationResult.REPORTED_VERIFIED: "reported checked",
    VerificationResult.WITHDRAWN: "withdrawn",
}


def checked(assessed: IncidentAssessment) -> str:
    """Verifier by verifier and aspect by aspect; one cell never colours the rest.

    Party confirmations are no check.
    """
    found: dict[str, dict[str, None]] = {}
    for cell in assessed.verification:
        if not cell.party_confirmation:
            aspect = phrases.aspect(cell.aspect)
            result = RESULT_SHORT[cell.result]
            named = cell.aspect is not VerificationAspect.UNSPECIFIED
            words = f"{aspect} {result}" if named else f"{result} ({aspect})"
            found.setdefault(cell.verifier, {})[words] = None
    said = (f"{phrases.named(who or 'the outlet')}: {', '.join(whats)}" for who, whats in found.items())
    return "; ".join(said) or "no check read"


def origins(assessed: IncidentAssessment) -> str:
    """The two bounds of the origins behind the allegation of the act itself."""
    row = _attribute(assessed, Attribute.ACT_TYPE)
    return phrases.bounds(row.origins.lower, row.origins.upper) if row else "not stated"


def steps(assessed: IncidentAssessment) -> str:
    """Legal steps by authority, then bodies addressed."""
    legal = [f"{phrases.named(step.authority)}: {phrases.stage(step.stage)}" for step in assessed.process]
    bodies: dict[str, list[str]] = {}
    for to in assessed.addressed:
        bodies.setdefault(phrases.REFERRAL_STATUS[to.status], []).append(phrases.body(to.addressed))
    addressed = [f"{status}: {', '.join(dict.fromkeys(names))}" for status, names in sorted(bodies.items())]
    return "; ".join(dict.fromkeys(legal + addressed)) or "none reported"


def sums(overview: Overview) -> tuple[SumLine, ...]:
    """The documented sums that rest on at least one count; a sum of nothing is not a zero."""
    names = phrases.party_names(overview.parties)
    return tuple(sum_line(total, names) for total in overview.figures.sums if total.included)


def sum_line(total: DocumentedSum, names: phrases.PartyNames) -> SumLine:
    """A documented sum, with how many incidents stand in it and how many do not."""
    included, without = len(total.included), len(total.without_count)
    basis = f"{_incidents(included)} with a count; {without} without"
    if total.excluded:
        basis += (
            f"; {len(total.excluded)} left out ({'; '.join(dict.fromkeys(r for _, r in total.excluded))})"
        )
    return SumLine(
        f"alleged against {phrases.party(total.alleged_against, names)}"
        if total.alleged_against
        else "accused side not stated",
        phrases.span_of(total.minimum, total.maximum),
        unit(total.unit, total.role, single=(total.minimum, total.maximum) == (1, 1)),
        basis,
    )


def unit(of: Unit, role: CountRole, single: bool = False) -> str:
    """ "persons reported killed"."""
    one, many = phrases.UNITS[of]
    return f"{one if single else many} {phrases.COUNT_ROLES[role]}".strip()


def _incidents(number: int) -> str:
    return f"{number} incident{'' if number == 1 else 's'}"


def total_words(total: Aggregate, names: phrases.PartyNames) -> str:
    """The figures of a published total, unit by unit; never added up."""
    figures = []
    for figure in total.figures:
        role = phrases.COUNT_ROLES[figure.role]
        figures.append(f"{phrases.value(figure, names)} {role}".strip())
    if total.trend and not figures:
        return f"trend without a number: “{total.trend}”"
    return "; ".join(figures) or "places named without a number"


def scope_notes(scope: TotalScope, total: Aggregate, names: phrases.PartyNames) -> tuple[str, ...]:
    """What the total covers, and what is not stated."""
    stated = []
    if scope.victim_party:
        stated.append(f"affected: {phrases.party(scope.victim_party, names)}")
    if scope.perpetrator_party:
        stated.append(f"alleged against {phrases.party(scope.perpetrator_party, names)}")
    if scope.territory:
        stated.append(f"territory: {scope.territory.wording}")
    if scope.period:
        stated.append(f"period: {phrases.value(scope.period, names)}")
    stated.append(f"as of {phrases.value(total.as_of, names)}" if total.as_of else "as-of day not stated")
    return tuple(stated)


def check_words(check: TotalCheck, totals: Mapping[str, Aggregate], names: phrases.PartyNames) -> str:
    """One comparison, or why there is none."""

    def side(identifier: str) -> str:
        if identifier == "documented":
            return "documented here"
        held = totals.get(identifier)
        return total_words(held, names) if held else identifier

    missing = f" (not aligned: {', '.join(check.missing)})" if check.missing else ""
    return f"{side(check.left)} / {side(check.right)}: {check.words}{missing}"


def ordered(overview: Overview) -> tuple[IncidentLine, ...]:
    """Incidents by the earliest date that an item telling of them was published; undated ones last."""
    days = {row.document: row.item.capture.published for row in overview.items if row.document}

    def key(row: IncidentLine) -> tuple[date, str, str]:
        found = [day for document in row.documents if (day := days.get(document))]
        return min(found, default=date.max), row.assessment.title, row.incident.id

    return tuple(sorted(overview.incidents, key=key))


def lines(overview: Overview) -> tuple[Line, ...]:
    """Every incident's row, in the order of first publication."""
    names = phrases.party_names(overview.parties)
    return tuple(line(row, names) for row in ordered(overview))


def publishers(overview: Overview) -> dict[str, str]:
    """Document id → publisher, as far as it is stated."""
    return {row.document: row.item.capture.publisher or "" for row in overview.items if row.document}


def coverage_words(overview: Overview) -> str:
    """What these results rest on, in one sentence."""
    of = overview.coverage
    out = f" {len(overview.discarded)} discarded by decision." if overview.discarded else ""
    return (
        f"{_incidents(of.incidents)} alleged in {of.read} of {of.items} item{'' if of.items == 1 else 's'} "
        f"that could be read ({of.unread} kept and not read); "
        f"{of.with_response_record} with an answer of the accused side on record; "
        f"{of.reported_unanswered} where it is reported not to have answered. "
        f"This is a count over these items, not over a war.{out}"
    )


def totals_by_id(totals: Iterable[Aggregate]) -> dict[str, Aggregate]:
    """Published totals by their id."""
    return {total.id: total for total in totals}
