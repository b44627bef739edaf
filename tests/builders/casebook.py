"""Readings made by hand, for tests of linking and assessing: every text is written here, in our own words."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from allegata.model.document import Document, PublishedAt, Segment, Span
from allegata.model.incident import Account, Act, Incident, Mention, MentionLink
from allegata.model.reading import Reading
from allegata.model.record import (
    Addressee,
    Aggregate,
    MediaAppearance,
    Proceeding,
    Referral,
    Response,
    TotalScope,
    Verification,
)
from allegata.model.source import OUTLET, Source, Speaker
from allegata.model.statement import Statement
from allegata.model.value import Count, Group, Place, Value, When, Where
from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    Attribute,
    Basis,
    CountRole,
    DateBasis,
    Exactness,
    IncidentLink,
    Modality,
    PartyRelation,
    PlaceKind,
    PlaceRole,
    Polarity,
    Quotation,
    Scope,
    SegmentRole,
    SourceKind,
    SpeechAct,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
)

RU, UA = "state:RU", "state:UA"
EVERYTHING = TotalScope()


def organ(party: str, office: str) -> Source:
    return Source(
        f"{party}/{office}", f"{office} of {party}", SourceKind.STATE_BODY, PartyRelation.PARTY, party, "test"
    )


def neutral(slug: str) -> Source:
    return Source(slug, slug.upper(), SourceKind.NEWS_AGENCY, PartyRelation.NON_PARTY)


def group(party: str | None, kind: ActorKind = ActorKind.ARMED_FORCES, wording: str = "soldiers") -> Group:
    return Group(party, kind, wording)


def count(
    low: int,
    high: int | None,
    role: CountRole = CountRole.KILLED,
    unit: Unit = Unit.PERSONS,
    vague: bool = False,
) -> Count:
    exactness = Exactness.EXACT_AS_STATED if low == high else Exactness.LOWER_BOUND
    return Count(low, high, unit, role, exactness, vague)


def place(
    slug: str,
    kind: PlaceKind = PlaceKind.VILLAGE,
    path: tuple[str, ...] = (),
    country: str = "UA",
    at: tuple[float, float] | None = None,
) -> Place:
    return Place(slug, slug.capitalize(), kind, country, path, at[0] if at else None, at[1] if at else None)


def where(*places: Place, wording: str = "", near: bool = False) -> Where:
    return Where(PlaceRole.EVENT, wording or (places[0].name if places else "somewhere"), places, near)


def day(slot: TimeSlot, when: date) -> When:
    return When(slot, when.isoformat(), when, when, TimePrecision.DAY, TimeBasis.STATED)


def yearless(slot: TimeSlot, month: int, of: int) -> When:
    return When(
        slot, f"XXXX-{month:02}-{of:02}", None, None, TimePrecision.DAY, TimeBasis.STATED_WITHOUT_YEAR
    )


def relative(slot: TimeSlot, expression: str) -> When:
    return When(slot, None, None, None, TimePrecision.DAY, TimeBasis.UNRESOLVED, expression)


@dataclass
class Paper:
    """One document under construction. `say` appends a sentence and returns its statement."""

    name: str
    publisher: str | None = None
    published: date | None = None
    text: str = ""
    parts: dict[str, list] = field(default_factory=dict)
    counter: int = 0

    def _id(self, kind: str) -> str:
        self.counter += 1
        return f"{kind}-{self.name}-{self.counter:02}"

    def _put(self, kind: str, value):
        self.parts.setdefault(kind, []).append(value)
        return value

    def say(
        self,
        words: str,
        by: Speaker | Source | str | None = None,
        *,
        via: tuple[Speaker, ...] = (),
        act: SpeechAct = SpeechAct.ASSERT,
        basis: tuple[Basis, ...] = (Basis.NONE_STATED,),
        scope: Scope = Scope.THIS_INCIDENT,
        modality: Modality = Modality.ASSERTED,
        polarity: Polarity = Polarity.AFFIRMS,
    ) -> Statement:
        start = len(self.text)
        self.text += words + "\n"
        span = Span(self.name, start, start + len(words), words)
        if isinstance(by, Source):
            by = Speaker(by.name, span, by)
        elif isinstance(by, str):
            by = Speaker(by, span)
        speaker = by or OUTLET
        chain = (*(() if by is None else (by,)), *via, OUTLET)
        quotation = Quotation.NARRATIVE_UNATTRIBUTED if by is None else Quotation.INDIRECT
        return self._put(
            "statements",
            Statement(
                self._id("st"),
                span,
                (span,),
                speaker,
                chain,
                (),
                quotation,
                speech_act=act,
                modality=modality,
                polarity=polarity,
                scope=scope,
                basis_claimed=basis,
            ),
        )

    def mention(self, *statements: Statement, links: tuple[MentionLink, ...] = ()) -> str:
        made = Mention(
            self._id("mn"),
            self.name,
            (),
            tuple(s.span for s in statements),
            tuple(s.id for s in statements),
            links,
        )
        self._put("mentions", made)
        return made.id

    def _replace_mention(self, mention: str, **changes) -> None:
        from dataclasses import replace

        mentions = self.parts["mentions"]
        place = next(i for i, m in enumerate(mentions) if m.id == mention)
        mentions[place] = replace(mentions[place], **changes)

    def act(
        self,
        mention: str,
        kind: ActType,
        told: Statement,
        sides: tuple[Group | None, Group | None],
        pinned: bool = False,
    ) -> None:
        """`sides`: actor, victim."""
        made = Act(self._id("ac"), kind, told.span, told.id, *sides, Polarity.AFFIRMS, pinned)
        old = next(m for m in self.parts["mentions"] if m.id == mention)
        self._replace_mention(mention, acts=(*old.acts, made))

    def apart(self, mention: str, other: str) -> None:
        old = next(m for m in self.parts["mentions"] if m.id == mention)
        self._replace_mention(mention, links=(*old.links, MentionLink(other, IncidentLink.RECALLED_WITH)))

    def account(self, mention: str, attribute: Attribute, value: Value, told: Statement, **more) -> Account:
        more.setdefault("speech_act", told.speech_act)
        more.setdefault("modality", told.modality)
        made = Account(self._id("ac"), mention, attribute, value, told.span, told.id, **more)
        return self._put("accounts", made)

    def media(self, mention: str, told: Statement, **more) -> MediaAppearance:
        more.setdefault("kind", "video")
        return self._put("media", MediaAppearance(self._id("md"), told.span, told.id, (mention,), **more))

    def check(
        self, mentions: tuple[str, ...], told: Statement, by: Speaker | Source, aspect, result, **more
    ) -> Verification:
        speaker = Speaker(by.name, told.span, by) if isinstance(by, Source) else by
        return self._put(
            "verifications",
            Verification(self._id("vf"), told.span, told.id, mentions, speaker, aspect, result, **more),
        )

    def response(
        self, mentions: tuple[str, ...], told: Statement, kind, party: str | None, scope: Scope
    ) -> Response:
        return self._put(
            "responses",
            Response(self._id("rs"), told.span, told.id, mentions, kind, told.speaker, party, scope),
        )

    def proceeding(self, mention: str, told: Statement, authority: Source, stage, **more) -> Proceeding:
        speaker = Speaker(authority.name, told.span, authority)
        return self._put(
            "proceedings", Proceeding(self._id("pr"), told.span, told.id, (mention,), speaker, stage, **more)
        )

    def referral(self, mention: str, told: Statement, bodies: tuple[str, ...], kind, status) -> Referral:
        addressed = tuple(Addressee(b) for b in bodies)
        return self._put(
            "referrals",
            Referral(self._id("rf"), told.span, told.id, (mention,), told.speaker, addressed, kind, status),
        )

    def total(
        self, told: Statement, figures: tuple[Count, ...], scope: TotalScope = EVERYTHING, **more
    ) -> Aggregate:
        return self._put(
            "aggregates", Aggregate(self._id("ag"), told.span, told.id, told.speaker, figures, scope, **more)
        )

    @property
    def document(self) -> Document:
        published = (
            PublishedAt(self.published, DateBasis.STATED_BY_COLLECTOR)
            if self.published
            else PublishedAt(None, DateBasis.NONE)
        )
        return Document(
            self.name,
            f"item-{self.name}",
            self.text,
            "en",
            (Segment(SegmentRole.BODY, 0, len(self.text)),),
            published=published,
            publisher=self.publisher,
        )

    @property
    def reading(self) -> Reading:
        return Reading(
            self.name, f"item-{self.name}", "by hand", "1", **{k: tuple(v) for k, v in self.parts.items()}
        )


def incident(name: str, *mentions: str) -> Incident:
    return Incident(name, tuple(mentions))


def copy_of(paper: Paper, name: str) -> Paper:
    """The same text and reading as another document."""
    import copy as copying
    import dataclasses

    def renamed(value):
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            return value.replace(f"-{paper.name}-", f"-{name}-") if value != paper.name else name
        if isinstance(value, tuple | list):
            return type(value)(renamed(v) for v in value)
        if isinstance(value, Source | Place):
            return value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return dataclasses.replace(
                value, **{f.name: renamed(getattr(value, f.name)) for f in dataclasses.fields(value)}
            )
        return value

    made = Paper(name, paper.publisher, paper.published, paper.text, counter=paper.counter)
    made.parts = {k: [renamed(v) for v in values] for k, values in copying.copy(paper.parts).items()}
    return made
