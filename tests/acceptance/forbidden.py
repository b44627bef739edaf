"""Values that no output may hold: a predicate for each of the 29, over the casebook as it stands.

A predicate answers with what it found; an empty list is good. An incident that was not found cannot be
cleared: its predicates fail, saying so.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from tests.acceptance.found import Found
from tests.acceptance.incidents import Mapped
from tests.acceptance.key import Alternative, Key
from tests.acceptance.matching import is_voice
from tests.acceptance.material import Material
from tests.acceptance.own_words import own_words

from allegata.actions.wording import linter
from allegata.model.value import Count, When, Where
from allegata.model.vocabulary import ProceedingStage, ResponseKind, Scope, TimeBasis, VerificationResult

VERIFIED = {VerificationResult.SUPPORTS, VerificationResult.REPORTED_VERIFIED}
DENIED = {ResponseKind.DENIAL, ResponseKind.RESPONSIBILITY_DENIED}
LINTER = linter()
"""The room's own linter: words that judge have no place in what the software says by itself."""


class Scene:
    """One incident's readings, as the predicates look at them."""

    def __init__(self, key: Key, material: Material, mapped: Mapped, letter: str) -> None:
        self.key, self.material, self.letter = key, material, letter
        mentions = mapped.mentions(letter)
        self.units = mapped.units.get(letter, ())
        self.found = [f for f in material.found if set(f.mentions) & mentions]

    def of(self, kind: str) -> list[Found]:
        """The readings of one kind."""
        return [f for f in self.found if f.kind == kind]


def check(key: Key, material: Material, mapped: Mapped) -> list[tuple[str, bool, str]]:
    """Each forbidden value: its name, whether it is absent, and what was found instead."""
    result = []
    for number, entry in enumerate(key.forbidden, 1):
        name = f"{number:2} {entry['about']} {entry['check']}: {entry['why']}"
        scene = Scene(key, material, mapped, entry["about"])
        if entry["about"] in key.incidents and not scene.units:
            result.append((name, False, "the incident was not found"))
            continue
        hits = CHECKS[entry["check"]](scene, entry)
        result.append((name, not hits, "; ".join(hits[:3])))
    return result


def _words(found: list[Found]) -> list[str]:
    return [f"{f.seed} {f.words[:120]}" for f in found]


def _places(scene: Scene) -> list[Found]:
    return [f for f in scene.of("account:place.event") if isinstance(f.thing.value, Where)]


def _place_in_box(scene: Scene, entry: Alternative) -> list[str]:
    south, north, west, east = entry["box"]
    hits = []
    for f in _places(scene):
        for p in f.thing.value.candidates:
            inside = (
                p.latitude is not None
                and p.longitude is not None
                and south <= p.latitude <= north
                and west <= p.longitude <= east
            )
            if inside:
                hits.append(f"{p.name} ({p.id}) for {f.thing.value.wording!r}")
    return hits


def _place_worded(scene: Scene, entry: Alternative) -> list[str]:
    return _words(
        [f for f in _places(scene) if re.search(entry["words"], f.thing.value.wording, re.IGNORECASE)]
    )


def _place_country(scene: Scene, entry: Alternative) -> list[str]:
    return _words(
        [f for f in _places(scene) if any(p.country == entry["country"] for p in f.thing.value.candidates)]
    )


def _event_day(scene: Scene, entry: Alternative) -> list[str]:
    return _words([f for f in scene.of("account:time.event") if _is_day(f.thing.value)])


def _is_day(value: Any) -> bool:
    return isinstance(value, When) and (
        (value.earliest is not None and value.earliest == value.latest)
        or re.fullmatch(r"[\dX]{4}-\d\d-\d\d", value.edtf or "") is not None
    )


def _event_time(scene: Scene, entry: Alternative) -> list[str]:
    return _words(
        [
            f
            for f in scene.of("account:time.event")
            if isinstance(f.thing.value, When) and (f.thing.value.edtf or f.thing.value.earliest)
        ]
    )


def _counts(scene: Scene) -> list[Found]:
    return [f for f in scene.of("account:victims.killed") if isinstance(f.thing.value, Count)]


def _killed_low(scene: Scene, entry: Alternative) -> list[str]:
    """A vague count in a headline may stand as what it is; anything else with such a lower end may not."""
    hits = [
        f
        for f in _counts(scene)
        if f.thing.value.low in entry["lows"] and not (f.headline and f.thing.value.vague)
    ]
    return _words(hits) + [
        f"range {r}" for r in _ranges(scene) if r[0] in entry["lows"] or r[1] in entry["lows"]
    ]


def _ranges(scene: Scene) -> list[tuple[int | None, int | None]]:
    ranges = []
    for unit in scene.units:
        assessment = scene.material.assessments.get(unit.id)
        for row in assessment.attributes if assessment else ():
            if str(row.attribute) == "victims.killed" and row.counts is not None:
                ranges.append((row.counts.minimum, row.counts.maximum))
    return ranges


def _any_killed(scene: Scene, entry: Alternative) -> list[str]:
    return _words(_counts(scene))


def _killed_over(scene: Scene, entry: Alternative) -> list[str]:
    hits = [f for f in _counts(scene) if f.thing.value.low > entry["over"]]
    return _words(hits) + [f"range {r}" for r in _ranges(scene) if max(r[0] or 0, r[1] or 0) > entry["over"]]


def _any_article(scene: Scene, entry: Alternative) -> list[str]:
    return _words([f for f in scene.of("proceeding") if f.thing.articles]) + _words(
        [f for f in scene.of("qualification") if f.thing.kind == "charged_in_case" and f.thing.provisions]
    )


def _article(scene: Scene, entry: Alternative) -> list[str]:
    stated = [f for f in scene.of("proceeding") if re.search(entry["words"], " ".join(f.thing.articles))]
    quoted = [f for f in scene.of("qualification") if re.search(entry["words"], " ".join(f.thing.provisions))]
    return _words(stated + quoted)


def _denied_here(scene: Scene, entry: Alternative) -> list[str]:
    return _words(
        [
            f
            for f in scene.of("response")
            if f.thing.kind in DENIED
            and f.thing.party == entry["party"]
            and f.thing.scope is Scope.THIS_INCIDENT
        ]
    )


def _verified(scene: Scene, entry: Alternative) -> list[str]:
    return _words(
        [
            f
            for f in scene.of("verification")
            if f.thing.result in VERIFIED
            and not f.thing.self_interest
            and str(f.thing.aspect) not in entry["except_aspects"]
        ]
    )


def _first_hand_by(scene: Scene, entry: Alternative) -> list[str]:
    return _words(
        [
            f
            for f in scene.of("verification")
            if is_voice(scene.key, entry["by"], f.thing.verifier) and f.thing.first_hand
        ]
    )


def _first_seen_year(scene: Scene, entry: Alternative) -> list[str]:
    times = [f for f in scene.of("account:time.media_first_seen") if isinstance(f.thing.value, When)]
    times += [f for f in scene.of("media") if f.thing.first_seen is not None]
    hits = []
    for f in times:
        when = f.thing.value if f.kind.startswith("account") else f.thing.first_seen
        if when.basis is not TimeBasis.INFERRED and (when.earliest or re.match(r"\d{4}", when.edtf or "")):
            hits.append(f)
    return _words(hits)


def _pre_trial(scene: Scene, entry: Alternative) -> list[str]:
    return _words(
        [
            f
            for f in scene.of("proceeding")
            if f.thing.stage is ProceedingStage.PRE_TRIAL_INVESTIGATION or f.thing.articles
        ]
    )


def _second_act_lost(scene: Scene, entry: Alternative) -> list[str]:
    acts = [
        f
        for f in scene.of("act")
        if f.thing.actor
        and f.thing.victim
        and (f.thing.actor.party, f.thing.victim.party) == (entry["actor"], entry["victim"])
    ]
    if not acts:
        return ["the second act is not on record"]
    if not any(f.thing.pinned for f in acts):
        return ["the second act is not pinned"]
    if scene.material.full:
        pinned = {p for u in scene.units for p in scene.material.assessments[u.id].pinned}
        if not any(f.thing.id in pinned for f in acts):
            return ["the assessment does not pin the second act"]
    return []


def _protected_in_public(scene: Scene, entry: Alternative) -> list[str]:
    hits = []
    for f in scene.found:
        sealed = str(getattr(f.thing, "sensitivity", "")) in {"restricted", "sealed"}
        if f.kind.startswith("account:") and not sealed and _shows(f, entry["words"]):
            hits.append(f)
    outputs = [o for o in scene.material.outputs if re.search(entry["words"], o, re.IGNORECASE)]
    return _words(hits) + ["a public output holds the words" for _ in outputs]


def _shows(found: Found, words: str) -> bool:
    return re.search(words, f"{found.thing.value}", re.IGNORECASE) is not None


def _called_false(scene: Scene, entry: Alternative) -> list[str]:
    wrong = {VerificationResult.CONTRADICTS, VerificationResult.DOES_NOT_SUPPORT}
    return _words([f for f in scene.of("verification") if f.thing.result in wrong])


def _own_troops_as_captives(scene: Scene, entry: Alternative) -> list[str]:
    row = next(r for r in scene.key.rows if r.id == "H05")
    here = [
        f
        for f in scene.material.found
        if f.seed == row.seed and row.start <= f.span.start and f.span.end <= row.end
    ]
    hits = [f for f in here if f.kind.startswith("account:") or f.kind == "act"]
    for f in here:
        victim = getattr(f.thing, "victim", None)
        if f.kind == "allegation" and victim is not None:
            worded = re.search(r"prisoner|captive|\bpow", victim.wording, re.IGNORECASE)
            if worded or str(victim.kind) == "captives" or victim.party not in (None, "state:RU"):
                hits.append(f)
    return _words(hits)


def _totals_compared(scene: Scene, entry: Alternative) -> list[str]:
    figures = scene.material.figures
    if figures is None:
        return [] if not scene.material.full else ["no figures were computed"]
    ids = {
        n: {
            f.thing.id
            for f in scene.material.found
            if f.kind == "aggregate" and any(c.low == n for c in f.thing.figures)
        }
        for n in (entry["figure"], entry["other"])
    }
    both = [ids[entry["figure"]], ids[entry["other"]]]
    return [
        c.words
        for c in figures.checks
        if c.holds is not None
        and ((c.left in both[0] and c.right in both[1]) or (c.left in both[1] and c.right in both[0]))
    ]


def _verdict(scene: Scene, entry: Alternative) -> list[str]:
    """The software's own words: pages, titles, derivations, reasons. What is quoted is somebody else's."""
    originals = [d.text for d in scene.material.documents.values()]
    own = [words for page in scene.material.outputs for words in own_words(page, originals)]
    for a in scene.material.assessments.values():
        own.append(a.title)
        own += [row.corroboration.derivation for row in a.attributes]
        own += [w for row in a.attributes for w in row.origins.collapsed]
    own += [r.words for p in scene.material.proposals for r in p.reasons]
    if scene.material.figures:
        own += [scene.material.figures.note, *(c.words for c in scene.material.figures.checks)]
    return verdicts(own)


def verdicts(texts: Iterable[str]) -> list[str]:
    """Each word that judges, with the text that it stands in."""
    return [f"{v.word!r} in {v.text!r}" for v in LINTER.texts(texts)]


Predicate = Callable[[Scene, Alternative], list[str]]
CHECKS: dict[str, Predicate] = {
    "place_in_box": _place_in_box,
    "place_worded": _place_worded,
    "place_country": _place_country,
    "event_day": _event_day,
    "event_time": _event_time,
    "killed_low": _killed_low,
    "killed_over": _killed_over,
    "any_killed": _any_killed,
    "any_article": _any_article,
    "article": _article,
    "denied_here": _denied_here,
    "verified": _verified,
    "first_hand_by": _first_hand_by,
    "first_seen_year": _first_seen_year,
    "pre_trial": _pre_trial,
    "second_act_lost": _second_act_lost,
    "protected_in_public": _protected_in_public,
    "called_false": _called_false,
    "own_troops_as_captives": _own_troops_as_captives,
    "totals_compared": _totals_compared,
    "verdict": _verdict,
}
