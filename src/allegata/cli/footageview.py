"""Prints footage: what files say of themselves, proposals of same pictures, logs, timelines."""

from collections.abc import Mapping, Sequence

from rich.console import Console

from allegata.cli import screen
from allegata.model import days
from allegata.model.media import SOURCE_NAMES, Derivative, FootageMatch, LogLine, MediaFacts
from allegata.model.result import FactsResult, MatchResult, Timeline


def facts(
    out: Console, result: FactsResult, names: Mapping[str, str], *, detailed: bool, withhold: bool
) -> None:
    """One line for each file, or everything of one."""
    for one in result.facts:
        out.print(f"{names.get(one.item, '')}  {one.item[:12]}", style="bold", soft_wrap=True)
        out.print(f"   {summary(one)}", soft_wrap=True)
        if detailed:
            claims(out, one, withhold)
    out.print()
    out.print("All of this is what the files say of themselves; nothing was decoded, nothing was checked.")


def summary(one: MediaFacts) -> str:
    """A file in one line."""
    parts = [one.kind, one.container or "container not read"]
    if one.width and one.height:
        parts.append(f"{one.width} × {one.height}")
    if one.rotation:
        parts.append(f"asks to be turned by {one.rotation}°")
    if one.duration:
        parts.append(days.clock(one.duration))
    parts += [stream.codec for stream in one.streams if stream.codec != "unknown"]
    parts.append(f"{len(one.claims)} claims")
    return ", ".join(parts)


def claims(out: Console, one: MediaFacts, withhold: bool) -> None:
    """Every claim under the part of the file that makes it."""
    for source, title in SOURCE_NAMES.items():
        held = [claim for claim in one.claims if claim.source is source]
        if held:
            out.print(f"   {title} says:", style="dim")
        for claim in held:
            value = "[withheld]" if withhold and claim.exposing else claim.value
            out.print(f"      {claim.name}: {value}", soft_wrap=True)
    if one.times:
        out.print("   times embedded in the file (set by whatever wrote it):", style="dim")
        for time in one.times:
            zone = "" if time.at else " (no zone stated)"
            out.print(f"      {SOURCE_NAMES[time.source]} {time.name}: {time.wording}{zone}", soft_wrap=True)


def matches(out: Console, result: MatchResult, casebook: str) -> None:
    """Each proposal with its ranges, its variant and its reasons."""
    names = dict(result.names)
    out.print(
        f"{result.compared} fingerprints compared; {len(result.matches)} "
        f"proposal{'' if len(result.matches) == 1 else 's'} that two files show the same pictures."
    )
    for one, decided in zip(result.matches, result.decided, strict=True):
        out.print()
        out.print(f"A {names[one.left]}  {one.left[:12]}", style="bold", soft_wrap=True)
        out.print(f"B {names[one.right]}  {one.right[:12]}", style="bold", soft_wrap=True)
        out.print(f"   {ranges(one)}: {', '.join(one.variants)}", soft_wrap=True)
        for reason in one.reasons:
            out.print(f"   - {reason}", soft_wrap=True)
        out.print(f"   {_decision(decided, one, casebook)}", soft_wrap=True)


def log(out: Console, lines: Sequence[LogLine]) -> None:
    """A content log: time, level, words, and who noted them."""
    for line in lines:
        heard = ", heard" if line.sound else ""
        level = line.level.value.replace("_", " ")
        out.print(
            f"   {days.clock(line.start)}–{days.clock(line.end)}  {line.words}  "
            f"[level: {level}{heard}; noted by {line.by}, {line.at:%Y-%m-%d}]",
            soft_wrap=True,
        )


def ranges(one: FootageMatch) -> str:
    """`A 0:03–0:21 ↔ B 0:00–0:18`; a still has no times."""

    def said(name: str, start: int, end: int) -> str:
        return f"{name} {days.clock(start)}–{days.clock(end)}" if end else name

    left = said("A", one.left_range.start, one.left_range.end)
    right = said("B", one.right_range.start, one.right_range.end)
    return f"{left} ↔ {right}"


def _decision(decided: str, one: FootageMatch, casebook: str) -> str:
    if decided:
        return f"decided: {decided}"
    pair = f"{one.left[:12]} {one.right[:12]}"
    return f"proposed; decide: allegata review same {pair} --by NAME --reason TEXT --casebook {casebook}"


def timeline(out: Console, result: Timeline) -> None:
    """Where the same pictures were met, earliest first; each time under its own name."""
    names = dict(result.names)
    number = len(result.asset)
    out.print(
        f"One asset, {number} file{'' if number == 1 else 's'}: these bytes, and what people decided to be the same."
    )
    for one in result.appearances:
        out.print()
        earliest = (
            f"{one.seen.earliest:%Y-%m-%d %H:%M} UTC ({one.seen.basis})"
            if one.seen.earliest
            else one.seen.basis
        )
        out.print(f"{one.name}  {one.item[:12]}", style="bold", soft_wrap=True)
        out.print(
            f"   first seen: between {earliest} and {one.seen.latest:%Y-%m-%d %H:%M} UTC (came in here)",
            soft_wrap=True,
        )
        rows = (
            ("where", one.url),
            ("channel or publisher", one.channel),
            ("claimed", f"{one.claimed:%Y-%m-%d %H:%M} UTC" if one.claimed else None),
            ("published", one.published),
            ("captured", f"{one.captured:%Y-%m-%d %H:%M} UTC" if one.captured else None),
            ("in the set because", one.same_by),
        )
        for name, value in rows:
            out.print(f"   {name}: {value or 'not stated'}", soft_wrap=True)
        for time in one.embedded:
            out.print(
                f"   embedded in the file ({SOURCE_NAMES[time.source]} {time.name}): {time.wording}",
                soft_wrap=True,
            )
    if result.proposed:
        screen.heading(out, "Proposed and not decided (no part of the above)")
        for match in result.proposed:
            pair = f"{names.get(match.left, match.left)} ↔ {names.get(match.right, match.right)}"
            out.print(f"   {pair}: {ranges(match)}, {', '.join(match.variants)}", soft_wrap=True)
    out.print()
    out.print(
        "An earlier appearance is not the original, and whoever shared it first need not have filmed it."
    )


def derivatives(out: Console, made: Sequence[Derivative]) -> None:
    """What was made from a file, and whether a person has confirmed it."""
    for one in made:
        confirmed = (
            f"confirmed by {one.confirmed_by}" if one.confirmed_by else "not confirmed: may not go out"
        )
        kind = one.kind.replace("_", " ")
        out.print(
            f"   {kind}, {one.media_type}, by {one.tool} for {one.by}; {confirmed}  {one.object}",
            soft_wrap=True,
        )
