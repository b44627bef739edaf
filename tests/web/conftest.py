"""A small casebook made by hand, so that the doors are tested without reading anything; and a real browser."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from allegata.errors import Problem, Severity
from allegata.model.assessment import (
    AddressStep,
    AttributeAssessment,
    Contestation,
    Corroboration,
    CountRange,
    Coverage,
    DocumentedSum,
    Figures,
    IncidentAssessment,
    Origins,
    ProcessStep,
    Root,
    TotalCheck,
    ValuePair,
    VerificationCell,
)
from allegata.model.decision import Decision, DecisionVerb, LinkVerb, Proposal, Reason
from allegata.model.document import Document, PublishedAt, Segment, Span
from allegata.model.incident import Account, Act, Incident, Mention
from allegata.model.item import Capture, CustodyEvent, Item
from allegata.model.reading import Reading
from allegata.model.record import (
    Addressee,
    Aggregate,
    MediaAppearance,
    Proceeding,
    ProtectedDetail,
    Qualification,
    Referral,
    Response,
    TotalScope,
    Verification,
)
from allegata.model.result import IncidentLine, IncidentRecord, ItemLine, ItemRecord, Overview
from allegata.model.source import OUTLET, Party, Source, Speaker
from allegata.model.statement import Statement
from allegata.model.value import Category, Count, Group, Place, When, Where
from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    Attribute,
    ContestationValue,
    CorroborationCode,
    CountRole,
    CustodyType,
    DateBasis,
    Exactness,
    Modality,
    PartyRelation,
    PlaceKind,
    PlaceRole,
    ProceedingStage,
    QualificationKind,
    Quotation,
    ReferralStatus,
    ReferralType,
    Relation,
    ResponseKind,
    RootKind,
    Scope,
    SegmentRole,
    SourceKind,
    SpeechAct,
    Stance,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
    VerificationAspect,
    VerificationResult,
)
from allegata.web.report import Casebook

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, one for all tests of a process: a second one beside it cannot be started."""
    playwright = pytest.importorskip("playwright.sync_api", reason="left out: playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("left out: no Chromium on this machine")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


TEXT = """12 C
Northland
Ministry accuses army of shooting captives

The defence ministry of Northland said on Friday that forces of Southland had killed at least 11 captured men near the village of Miry.

A video appears to show about a dozen bodies in a yard. One of the men said he came from Westford.

Southland's ombudsman rejected the accusation. "One of them opened fire first," he said.

The Courier could not verify when the video was filmed. The ministry of Northland sent a letter to the United Nations.

Subscribe to our letter
"""
UNREAD = "Прокуратура відкрила провадження.\n"
NORTH, SOUTH = "state:NL", "state:SL"
PARTIES = (
    Party(NORTH, "Northland", ActorKind.STATE, adjectives=("Northlandic",)),
    Party(SOUTH, "Southland", ActorKind.STATE, adjectives=("Southlandic",)),
)
MINISTRY = Source(
    "nl/defence", "Defence Ministry of Northland", SourceKind.STATE_BODY, PartyRelation.PARTY, NORTH
)
OMBUDSMAN = Source(
    "sl/ombudsman", "Ombudsman of Southland", SourceKind.OMBUDSPERSON, PartyRelation.PARTY, SOUTH
)


class Builder:
    """Finds words in the text, so that no offset is written by hand."""

    def __init__(self) -> None:
        self.item = Item(
            "ab" * 32,
            len(TEXT.encode()),
            "text/plain",
            Capture("miry.txt", url="https://courier.example/miry", publisher="Courier", method="browser"),
        )
        self.document = Document(
            "doc_miry",
            self.item.id,
            TEXT,
            "en",
            tuple(self.segments()),
            name="miry.txt",
            published=PublishedAt(date(2022, 11, 19), DateBasis.STATED_BY_COLLECTOR),
            publisher="Courier",
        )

    def segments(self) -> Iterator[Segment]:
        furniture = TEXT.index("Ministry accuses")
        yield Segment(SegmentRole.WIDGET, 0, furniture - 1, "weather and place of a page")
        end = TEXT.index("\n", furniture)
        yield Segment(SegmentRole.HEADLINE, furniture, end)
        last = TEXT.index("Subscribe")
        yield Segment(SegmentRole.BODY, end + 2, last - 2)
        yield Segment(SegmentRole.BOILERPLATE, last, len(TEXT) - 1, "asks to subscribe")

    def span(self, words: str) -> Span:
        start = TEXT.index(words)
        return self.document.span(start, start + len(words))

    def speaker(self, words: str, source: Source) -> Speaker:
        return Speaker(words, self.span(words), source)

    def statement(self, number: int, words: str, **fields: object) -> Statement:
        span = self.span(words)
        return Statement(f"st_{number}", span, (span,), **fields)  # type: ignore[arg-type]


def built() -> Casebook:
    b = Builder()
    ministry = b.speaker("The defence ministry of Northland", MINISTRY)
    ombudsman = b.speaker("Southland's ombudsman", OMBUDSMAN)
    statements = (
        b.statement(
            1,
            "The defence ministry of Northland said on Friday that forces of Southland had killed at least 11 captured men near the village of Miry.",
            speaker=ministry,
            chain=(ministry, OUTLET),
            cues=(b.span("said"),),
            quotation=Quotation.INDIRECT,
            scope=Scope.THIS_INCIDENT,
        ),
        b.statement(
            2,
            "A video appears to show about a dozen bodies in a yard.",
            modality=Modality.PURPORTED_BY_FOOTAGE,
            scope=Scope.THIS_INCIDENT,
        ),
        b.statement(3, "One of the men said he came from Westford.", in_power_of_adverse_party=True),
        b.statement(
            4,
            "Southland's ombudsman rejected the accusation.",
            speaker=ombudsman,
            chain=(ombudsman, OUTLET),
            speech_act=SpeechAct.DENY,
            scope=Scope.THIS_INCIDENT,
        ),
        b.statement(
            5, '"One of them opened fire first," he said.', speaker=ombudsman, chain=(ombudsman, OUTLET)
        ),
        b.statement(6, "The Courier could not verify when the video was filmed."),
        b.statement(
            7, "The ministry of Northland sent a letter to the United Nations.", chain=(ministry, OUTLET)
        ),
    )
    killed = Count(11, None, Unit.PERSONS, CountRole.KILLED, Exactness.LOWER_BOUND)
    miry = Where(
        PlaceRole.EVENT, "the village of Miry", (Place("x:1", "Miry", PlaceKind.VILLAGE, "NL"),), near=True
    )
    southern = Group(SOUTH, ActorKind.ARMED_FORCES, "forces of Southland")

    def account(
        number: int, attribute: Attribute, value: object, words: str, statement: int, **more: object
    ) -> Account:
        return Account(
            f"ac_{number}",
            "m_1",
            attribute,
            value,
            b.span(words),
            f"st_{statement}",
            **more,  # type: ignore[arg-type]
        )

    accounts = (
        account(
            1, Attribute.ACT_TYPE, Category("act", ActType.KILLING), "had killed at least 11 captured men", 1
        ),
        account(2, Attribute.VICTIMS_KILLED, killed, "at least 11 captured men", 1),
        account(
            3,
            Attribute.VICTIMS_SHOWN_MOTIONLESS,
            Count(11, 13, Unit.PERSONS, CountRole.SHOWN_MOTIONLESS, Exactness.APPROX, vague=True),
            "about a dozen bodies",
            2,
            modality=Modality.PURPORTED_BY_FOOTAGE,
        ),
        account(4, Attribute.PLACE_EVENT, miry, "near the village of Miry", 1),
        account(5, Attribute.PERPETRATOR_GROUP, southern, "forces of Southland", 1),
        account(
            6,
            Attribute.ACT_TYPE,
            Category("act", ActType.KILLING),
            "rejected the accusation",
            4,
            stance=Stance.DENIES,
        ),
        account(
            7,
            Attribute.TIME_STATEMENT,
            When(
                TimeSlot.STATEMENT,
                None,
                None,
                None,
                TimePrecision.DAY,
                TimeBasis.UNRESOLVED,
                relative="weekday:friday",
            ),
            "on Friday",
            1,
        ),
        account(
            8,
            Attribute.VICTIMS_IDENTITY,
            Group(None, ActorKind.CAPTIVES, "came from Westford"),
            "he came from Westford",
            3,
        ),
    )
    fired = Act("act_2", ActType.SHOOTING, b.span("opened fire first"), "st_5", pinned=True)
    mention = Mention(
        "m_1",
        b.document.id,
        (Act("act_1", ActType.KILLING, b.span("killed"), "st_1", southern), fired),
        (b.span("A video"),),
        tuple(s.id for s in statements),
    )
    verification = Verification(
        "ve_1",
        b.span("could not verify when the video was filmed"),
        "st_6",
        ("m_1",),
        Speaker("The Courier", b.span("The Courier")),
        VerificationAspect.TIME,
        VerificationResult.COULD_NOT_VERIFY,
        first_hand=True,
    )
    response = Response(
        "re_1",
        b.span("Southland's ombudsman rejected the accusation"),
        "st_4",
        ("m_1",),
        ResponseKind.DENIAL,
        ombudsman,
        SOUTH,
        Scope.THIS_INCIDENT,
    )
    referral = Referral(
        "rf_1",
        b.span("sent a letter to the United Nations"),
        "st_7",
        ("m_1",),
        ministry,
        (Addressee("the United Nations"),),
        ReferralType.LETTER,
        ReferralStatus.REPORTED_AS_MADE,
    )
    proceeding = Proceeding(
        "pr_1",
        b.span("said on Friday"),
        "st_1",
        ("m_1",),
        ministry,
        ProceedingStage.CRIMINAL_CASE_OPENED,
        ("Article 105",),
    )
    total = Aggregate(
        "ag_1",
        b.span("at least 11 captured men"),
        "st_1",
        ministry,
        (killed, Count(3, 3, Unit.CRIMINAL_CASES, CountRole.NOT_STATED, Exactness.EXACT_AS_STATED)),
        TotalScope(perpetrator_party=SOUTH),
    )
    protected = ProtectedDetail("pd_1", b.span("came from Westford"), "st_3", ("m_1",), "origin of a captive")
    reading = Reading(
        b.document.id,
        b.item.id,
        "rules",
        "1",
        statements=statements,
        mentions=(mention,),
        accounts=accounts,
        media=(MediaAppearance("me_1", b.span("A video"), "st_2", ("m_1",), "video"),),
        verifications=(verification,),
        responses=(response,),
        proceedings=(proceeding,),
        referrals=(referral,),
        qualifications=(
            Qualification(
                "qu_1",
                b.span("accusation"),
                "st_4",
                ("m_1",),
                QualificationKind.ASSERTED_BY_STATEMENT,
                "accusation",
                ombudsman,
            ),
        ),
        aggregates=(total,),
        protected=(protected,),
    )
    root = Root(
        "ro_1", RootKind.SPEAKER, MINISTRY.name, PartyRelation.PARTY, NORTH, ("ac_1", "ac_2", "ac_4", "ac_5")
    )
    footage = Root("ro_2", RootKind.MEDIA_ASSET, "footage", PartyRelation.UNKNOWN, None, ("ac_3",))
    other = Root("ro_3", RootKind.SPEAKER, OMBUDSMAN.name, PartyRelation.PARTY, SOUTH, ("ac_6",))

    def row(
        attribute: Attribute, accounts: tuple[str, ...], roots: tuple[Root, ...], **more: object
    ) -> AttributeAssessment:
        code = Corroboration(
            CorroborationCode.C0,
            "One statement carries this value.",
            ("ac_6",) if attribute is Attribute.ACT_TYPE else (),
        )
        origins = Origins(
            len(roots), len(roots), roots, single_interest=NORTH, collapsed=("rule 5: bodies of one party",)
        )
        return AttributeAssessment(attribute, accounts, (), origins, code, **more)  # type: ignore[arg-type]

    assessment = IncidentAssessment(
        "inc_1",
        "Alleged killing of captives, near Miry",
        (SOUTH,),
        (
            row(Attribute.ACT_TYPE, ("ac_1", "ac_6"), (root, other)),
            row(
                Attribute.VICTIMS_KILLED,
                ("ac_2",),
                (root,),
                counts=CountRange(CountRole.KILLED, Unit.PERSONS, 11, None, True, (11, None), ((1, 11),), ()),
            ),
            row(Attribute.VICTIMS_SHOWN_MOTIONLESS, ("ac_3",), (footage,)),
            row(Attribute.PLACE_EVENT, ("ac_4",), (root,)),
            row(Attribute.VICTIMS_IDENTITY, ("ac_8",), ()),
        ),
        (Contestation(SOUTH, (ContestationValue.THIS_ALLEGATION_DENIED,), ("re_1", "ac_6")),),
        (
            VerificationCell(
                "courier",
                VerificationAspect.TIME,
                VerificationResult.COULD_NOT_VERIFY,
                True,
                False,
                ("ve_1",),
            ),
        ),
        (VerificationAspect.PLACE, VerificationAspect.AUTHOR),
        (ProcessStep(MINISTRY.name, ProceedingStage.CRIMINAL_CASE_OPENED, ("Article 105",), ("pr_1",)),),
        (AddressStep(MINISTRY.name, "United Nations", ReferralStatus.REPORTED_AS_MADE, ("rf_1",)),),
        ("act_2",),
        "1",
    )
    conflict = AttributeAssessment(
        Attribute.VICTIMS_KILLED,
        ("ac_2", "ac_3"),
        (ValuePair("ac_2", "ac_3", Relation.CONFLICT),),
        Origins(1, 2, (root, footage)),
        Corroboration(CorroborationCode.C2, "Two origins, one side.", ("ac_3",)),
    )
    second = IncidentAssessment(
        "inc_2", "Alleged act, place not stated", (), (conflict,), (), (), (), (), (), (), "1"
    )
    incident = Incident("inc_1", ("m_1",))
    empty = Incident("inc_2", ("m_2",))
    proposal = Proposal(
        "m_1", "m_2", LinkVerb.UNSURE, 0.4, (Reason("same_district", "the same district", 0.4),)
    )
    decision = Decision(
        "de_1",
        DecisionVerb.ACCEPT,
        "inc_1",
        "analyst 1",
        datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        "looked at it",
        "x",
    )
    record = IncidentRecord(
        incident,
        assessment,
        (mention,),
        accounts,
        statements,
        (verification, response, referral, proceeding, *reading.qualifications, *reading.media, protected),
        (b.document,),
        (b.item,),
        (proposal,),
        (decision,),
        "seen",
        PARTIES,
    )
    bare = IncidentRecord(
        empty, second, (), accounts[1:3], statements, (), (b.document,), (b.item,), (), (), "s", PARTIES
    )
    unread_item = Item("cd" * 32, len(UNREAD.encode()), "text/plain", Capture("unread.txt"))
    unread = Document(
        "doc_unread",
        unread_item.id,
        UNREAD,
        "uk",
        (Segment(SegmentRole.BODY, 0, len(UNREAD) - 1),),
        name="unread.txt",
    )
    problem = Problem(
        "language_not_read",
        "unread.txt",
        "The text is in Ukrainian; this reader reads English.",
        "Read it yourself.",
        Severity.UNREADABLE,
    )
    overview = Overview(
        "/somewhere/casebook",
        (
            ItemLine(b.item, b.document.id, "en", True, len(statements), ("inc_1", "inc_2")),
            ItemLine(unread_item, unread.id, "uk", False, 0, ()),
        ),
        (
            IncidentLine(incident, assessment, (b.document.id,)),
            IncidentLine(empty, second, (b.document.id,)),
        ),
        Figures(
            (
                DocumentedSum(
                    SOUTH,
                    CountRole.KILLED,
                    Unit.PERSONS,
                    11,
                    None,
                    ("inc_1",),
                    ("inc_2",),
                    (("inc_2", "side not stated"),),
                ),
            ),
            (TotalCheck("ag_1", "documented", None, "cannot be compared", ("period", "territory")),),
            "Sums over two items, not over a war; documented, not total.",
        ),
        (total,),
        Coverage(2, 1, 1, 2, 1),
        (proposal,),
        (problem,),
        PARTIES,
    )
    custody = (
        CustodyEvent(
            b.item.id,
            CustodyType.RECEIVED,
            datetime(2026, 1, 1, tzinfo=UTC),
            "desk",
            b.item.id,
            b.item.id,
            "allegata",
        ),
    )
    return Casebook(
        overview,
        (record, bare),
        (
            ItemRecord(b.item, b.document, reading, custody, ("inc_1", "inc_2"), PARTIES),
            ItemRecord(
                unread_item, unread, Reading(unread.id, unread_item.id, "rules", "1"), (), (), PARTIES
            ),
        ),
    )


@pytest.fixture(scope="session")
def casebook() -> Casebook:
    return built()
