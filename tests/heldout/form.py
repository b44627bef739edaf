"""How the gold is written: exact quotations beside short calls; offsets are computed, never typed.

A quotation may be shortened to its two ends with " … " between them; it must occur exactly once in the
article, or be followed by "@2" for its second occurrence. `Sheet.data()` is the machine form of `key.toml`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from allegata.model.document import READ_ROLES
from allegata.model.vocabulary import SegmentRole

ARTICLES = Path(__file__).with_name("articles")
FURNITURE = tuple(str(role) for role in SegmentRole if role not in READ_ROLES)
Part = list[dict[str, Any]]
"""One required part of a row: the accepted alternatives."""


def offsets(text: str, quotation: str) -> list[int]:
    """Start and end of a quotation.

    :raises ValueError: when it does not occur, or more than once and no occurrence is named.
    """
    words, number = (quotation[:-2], quotation[-1]) if re.search("@[2-9]$", quotation) else (quotation, "")
    first, _, last = words.partition(" … ")
    starts = [i for i in range(len(text)) if text.startswith(first, i)]
    if not starts or (len(starts) > 1 and not number):
        raise ValueError(f"{len(starts)} times: {quotation!r}")
    start = starts[int(number or 1) - 1]
    end = text.index(last, start) if last else start
    return [start, end + len(last or first)]


# --- parts ----------------------------------------------------------------------------------------


def _several(kind: str, field: str, values: Sequence[str] | str, **more: Any) -> Part:
    given = [values] if isinstance(values, str) else values
    return [{"kind": kind, field: value, **more} for value in given]


def typ(*terms: str) -> Part:
    """The type of act."""
    return [{"kind": "account:act.type", "term": list(terms)}]


def act(terms: str, actor: Sequence[str] | str, victim: Sequence[str] | str) -> Part:
    """An act with its direction; "" is a side that the words do not name."""
    return [{"kind": "act", "term": terms.split(), "actor": _list(actor), "victim": _list(victim)}]


def count(role: str, low: int, high: int | str | None = None, vague: bool = False) -> Part:
    """How many persons; `high` "open" for a lower bound."""
    return [
        {"kind": f"account:victims.{role}", "low": low, "high": low if high is None else high, "vague": vague}
    ]


def place(name: str) -> Part:
    """Where."""
    return [{"kind": "account:place.event", "place": name}]


def when(value: str, slot: str = "event") -> Part:
    """A time: "2023-10-07" or "2021-01" with its year, "XXXX-09-13" without, or a relative word "monday"."""
    kind = f"account:time.{slot}"
    if value[0].isdigit():
        return [{"kind": kind, "stated": value}]
    return [{"kind": kind, "edtf" if value.startswith("XXXX") else "relative": value}]


def actor(party: Sequence[str] | str, **more: Any) -> Part:
    """The alleged side."""
    return _several("account:alleged_perpetrator.group", "party", party, **more)


def victims(party: Sequence[str] | str) -> Part:
    """The side of the victims."""
    return _several("account:victims.group", "party", party)


def status(*terms: str) -> Part:
    """Why the persons may be protected, as worded."""
    return [{"kind": "account:victims.status_basis", "term": list(terms)}]


def words(attribute: str) -> Part:
    """An attribute that stays words."""
    return [{"kind": f"account:{attribute}"}]


def media(kind: str, **more: Any) -> Part:
    """Footage."""
    return [{"kind": "media", "media": kind, **more}]


def check(by: str, aspects: str, results: str, **more: Any) -> Part:
    """A verification."""
    return [
        {
            "kind": "verification",
            "by": _voices(by),
            "aspect": aspects.split(),
            "result": results.split(),
            **more,
        }
    ]


def answer(kinds: str, party: Sequence[str] | str, by: str = "") -> Part:
    """A response, with the party that answers."""
    return _several("response", "party", party, response=kinds.split(), by=_voices(by))


def step(stages: str, by: str = "", **more: Any) -> Part:
    """A proceeding."""
    return [{"kind": "proceeding", "stage": stages.split(), "by": _voices(by), **more}]


def address(by: str, statuses: str, addressed: Sequence[str] = (), types: str = "") -> Part:
    """A referral."""
    return [
        {
            "kind": "referral",
            "by": _voices(by),
            "status": statuses.split(),
            "referral": types.split(),
            "addressed": list(addressed),
        }
    ]


def legal(wanted: str, by: str = "", **more: Any) -> Part:
    """A legal qualification; `wanted` is a pattern over the words used."""
    return [{"kind": "qualification", "words": wanted, "by": _voices(by), **more}]


def total(figures: list[list[Any]], by: str = "", **more: Any) -> Part:
    """A published total."""
    return [{"kind": "aggregate", "figures": figures, "by": _voices(by), **more}]


def pattern(by: str = "", **more: Any) -> Part:
    """A claim of a practice or policy."""
    return [{"kind": "pattern", "by": _voices(by), **more}]


def general(terms: str, actor: Sequence[str] | str = (), victim: Sequence[str] | str = ()) -> Part:
    """An allegation without a bounded occurrence."""
    sides = {"actor": _list(actor), "victim": _list(victim)}
    return [{"kind": "allegation", "term": terms.split(), **{k: v for k, v in sides.items() if v}}]


def opinion(by: str) -> Part:
    """An evaluation."""
    return [{"kind": "evaluation", "by": _voices(by)}]


def protected() -> Part:
    """Details that could expose a person."""
    return [{"kind": "protected"}]


def _list(values: Sequence[str] | str) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def _voices(by: str) -> list[str]:
    return by.split("|") if by else []


# --- an article -----------------------------------------------------------------------------------


class Sheet:
    """The gold of one article."""

    def __init__(self, seed: str, articles: Path = ARTICLES) -> None:
        self.seed = seed
        self.text = next(articles.glob(f"{seed}_*.txt")).read_text("utf-8")
        self.incidents: dict[str, dict[str, Any]] = {}
        self.rows: list[dict[str, Any]] = []
        self.traps: list[dict[str, Any]] = []
        self.statements: list[dict[str, Any]] = []

    def incident(
        self,
        letter: str,
        actor: Sequence[str] | str = (),
        victim: Sequence[str] | str = (),
        places: Sequence[str] = (),
        **counts: Sequence[Any],
    ) -> None:
        """One incident with every value that the article gives it; any other value read for it is wrong."""
        self.incidents[f"{self.seed}{letter}"] = {
            "seeds": [self.seed],
            "against": _list(actor),
            "actor": _list(actor),
            "victim": _list(victim),
            "places": list(places),
            "counts": [
                [role, *([v, v] if isinstance(v, int) else list(v))]
                for role, given in counts.items()
                for v in given
            ],
        }

    def row(self, letter: str, quotation: str, *parts: Part, who: str | None = None, **more: Any) -> None:
        """One reading. `act`, `mod`, `pol`, `scope` where they are clear."""
        entry: dict[str, Any] = {
            "id": f"{self.seed}-{len(self.rows) + 1:02}",
            "seed": self.seed,
            "span": offsets(self.text, quotation),
            "incident": f"{self.seed}{letter}" if letter else "",
        }
        if who:
            entry["speaker"] = who
        names = {"act": "speech_act", "mod": "modality", "pol": "polarity", "scope": "scope"}
        entry |= {names[k]: v.split() for k, v in more.items() if k in names}
        entry |= {k: v for k, v in more.items() if k not in names}
        self.rows.append({**entry, "parts": list(parts)})

    def trap(self, quotation: str, *roles: str, read_as: str = "left_out") -> None:
        """Words that must be left out, or read as what they are."""
        name = f"{self.seed}-T{len(self.traps) + 1}"
        span = offsets(self.text, quotation)
        roles = roles if "dateline" in roles else FURNITURE
        self.traps.append(
            {"id": name, "seed": self.seed, "span": span, "read_as": read_as, "roles": list(roles)}
        )

    def said(self, speaker: str, quotation: str, acts: str = "assert", optional: bool = False) -> None:
        """An attributed statement: who, the words of the content, the accepted speech acts."""
        entry = {
            "seed": self.seed,
            "span": offsets(self.text, quotation),
            "speaker": speaker,
            "speech_act": acts.split(),
            "optional": optional,
        }
        self.statements.append(entry)
