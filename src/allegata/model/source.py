"""Who speaks or publishes, and who stands behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allegata.model.document import Span
from allegata.model.vocabulary import ActorKind, PartyRelation, SourceKind


@dataclass(frozen=True, slots=True)
class Party:
    """A side that can act or be accused: a state, its forces, an armed group.

    `id` is "state:XX" (ISO 3166-1) or "group:slug". `adjectives` ("Ukrainian"), `names` ("Ukraine",
    "Kyiv" as a capital that speaks for its government) and `people` ("Ukrainians") come from data.
    """

    id: str
    name: str
    kind: ActorKind
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A voice: outlet, agency, body, office, channel.

    `control_group` is the party that controls or directs it, with `basis`; None is *unknown*, which
    is not the same as independent. `id` is a slug such as "state:RU/defence_ministry" or "afp".
    """

    id: str
    name: str
    kind: SourceKind
    party_relation: PartyRelation = PartyRelation.UNKNOWN
    control_group: str | None = None
    basis: str = ""
    aliases: tuple[str, ...] = ()


_PRESS = frozenset({SourceKind.NEWS_OUTLET, SourceKind.NEWS_AGENCY, SourceKind.REPOSTER_AGGREGATOR})
_OF_A_SIDE = frozenset({PartyRelation.PARTY, PartyRelation.PARTY_CONTROLLED})


def is_press(source: Source) -> bool:
    """Whether a voice reports what others allege: an outlet or agency that no party is known to control."""
    free = source.control_group is None and source.party_relation not in _OF_A_SIDE
    return source.kind in _PRESS and free


def by_name(sources: Iterable[Source]) -> dict[str, Source]:
    """Name or alias in lower case → the source."""
    return {name.casefold(): source for source in sources for name in (*source.aliases, source.name)}


def published_by(publisher: str | None, known: Mapping[str, Source]) -> Source | None:
    """Who it is that a document names as its publisher, where that is a known voice (`by_name`)."""
    return known.get((publisher or "").casefold())


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source as it stands in one text: the words, their place, and who it is if that is certain.

    `source` is None when the words match no known source ("a resident"); the words are kept and
    nobody is guessed. `span` is None only for the outlet itself, which speaks without being named.
    """

    wording: str
    span: Span | None = None
    source: Source | None = None
    capacity: str | None = None
    on_behalf_of: str | None = None  # a party id

    @property
    def is_outlet(self) -> bool:
        """Whether this is the publisher of the document, speaking in its own voice."""
        return self.span is None

    @property
    def key(self) -> str:
        """What tells two speakers apart: the source's id, or the bare words."""
        return self.source.id if self.source else self.wording.casefold()


OUTLET = Speaker("this outlet")
"""The document's own voice: every chain ends in it."""
