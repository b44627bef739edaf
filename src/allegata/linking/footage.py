"""Whether two texts tell of the same footage, judged by what they say of it: nothing is looked at.

Without the files themselves, a text can only say where footage appeared, when, and who shared or
released it. That the texts describe like scenes is never evidence: like scenes recur.
"""

from dataclasses import dataclass
from enum import StrEnum

from allegata.linking.profile import Profile

VAGUE_PLATFORMS = frozenset({"social media", "social network", "social networks", "internet", "online"})
"""Words for a platform that fit any footage."""


class Footage(StrEnum):
    """How much speaks for the same footage."""

    STRONG = "strong"
    WEAK = "weak"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class FootageEvidence:
    """The strength and the reason in words."""

    strength: Footage
    words: str


def compare(one: Profile, other: Profile) -> FootageEvidence | None:
    """Compare what two mentions say of their footage; None when either says too little.

    *Strong*: first seen on the same day, and shared or released by the same named voice.
    *Weak*: the same day, or the same named voice, or the same named platform in words of the same day
    of the week. *Against*: first seen on different days.
    """
    if not one.media or not other.media:
        return None
    voices = _voices(one) & _voices(other)
    from_voice = f"from the same voice ({', '.join(sorted(voices))})"
    if same_first_seen(one, other):
        words = "footage first seen on the same day"
        if voices:
            return FootageEvidence(Footage.STRONG, f"{words}, {from_voice}")
        return FootageEvidence(Footage.WEAK, words)
    if differ_first_seen(one, other):
        return FootageEvidence(Footage.AGAINST, "footage first seen on different days")
    platforms = _platforms(one) & _platforms(other) if one.seen.relative & other.seen.relative else set()
    if voices or platforms:
        where = from_voice if voices else f"on the same platform ({', '.join(sorted(platforms))})"
        return FootageEvidence(Footage.WEAK, f"footage {where}")
    return None


def same_first_seen(one: Profile, other: Profile) -> bool:
    """Whether both name the same day on which footage was first seen, with the same year or none."""
    return bool(one.seen.exact & other.seen.exact or one.seen.month_days & other.seen.month_days)


def differ_first_seen(one: Profile, other: Profile) -> bool:
    """Whether both name such days, and none within a day of the other's."""
    if one.seen.days and other.seen.days:
        return not any(a[0] - 1 <= b[1] and b[0] - 1 <= a[1] for a in one.seen.days for b in other.seen.days)
    return bool(
        one.seen.month_days and other.seen.month_days and not one.seen.month_days & other.seen.month_days
    )


def _voices(profile: Profile) -> set[str]:
    """Who shared or released it, where named; what a text says of the author is words, not a name."""
    sharers = (media.sharer for media in profile.media)
    return {sharer.key for sharer in sharers if sharer and not sharer.is_outlet}


def _platforms(profile: Profile) -> set[str]:
    named = {media.platform.casefold() for media in profile.media if media.platform}
    return named - VAGUE_PLATFORMS
