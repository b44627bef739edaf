"""The controlled terms. Each says which standard it follows; `allegata` marks a term made here.

HURIDOCS micro-thesauri are cited as MTnn, IPTC, schema.org and the Berkeley Protocol by name. Terms
are stored as their string value, so a record can be read without this program.
"""

from enum import StrEnum


class MadeBy(StrEnum):
    """Who stands behind a record: the machine only ever proposes."""

    HUMAN = "human"
    MACHINE_PROPOSED = "machine_proposed"
    MACHINE_PROPOSED_HUMAN_CONFIRMED = "machine_proposed_human_confirmed"


# --- sources and parties ------------------------------------------------------------------------


class SourceKind(StrEnum):
    """What kind of voice speaks or publishes (MT16 and MT24, adapted)."""

    NEWS_OUTLET = "news_outlet"
    NEWS_AGENCY = "news_agency"
    REPOSTER_AGGREGATOR = "reposter_aggregator"
    SOCIAL_CHANNEL = "social_channel"
    STATE_BODY = "state_body"
    PROSECUTION = "prosecution"
    OMBUDSPERSON = "ombudsperson"
    MILITARY_UNIT = "military_unit"
    COURT = "court"
    INTERGOVERNMENTAL_BODY = "intergovernmental_body"
    HUMANITARIAN_BODY = "humanitarian_body"
    NGO = "ngo"
    RESEARCH_GROUP = "research_group"
    INDIVIDUAL_PUBLIC_ROLE = "individual_public_role"
    INDIVIDUAL_PROTECTED = "individual_protected"  # captive, witness, victim: no name is kept
    UNKNOWN = "unknown"


class PartyRelation(StrEnum):
    """How a source stands to the parties of the conflict."""

    PARTY = "party"
    PARTY_CONTROLLED = "party_controlled"
    ALIGNED_CLAIMED = "aligned_claimed"
    NON_PARTY = "non_party"
    INTERGOVERNMENTAL = "intergovernmental"
    UNKNOWN = "unknown"


class ActorKind(StrEnum):
    """What an actor is (MT24, adapted). A group known by its clothes alone is a group by marking."""

    STATE = "state"
    ARMED_FORCES = "armed_forces"
    UNIT = "unit"
    GROUP_BY_MARKING = "group_by_marking"
    ARMED_GROUP = "armed_group"
    CIVILIANS = "civilians"
    CAPTIVES = "captives"
    PERSON_IN_PUBLIC_OFFICE = "person_in_public_office"
    UNKNOWN = "unknown"


# --- documents ----------------------------------------------------------------------------------


class SegmentRole(StrEnum):
    """What a stretch of a document is. Only the first five are ever read for statements."""

    HEADLINE = "headline"
    DEK = "dek"
    BODY = "body"
    QUOTE = "quote"
    CAPTION = "caption"
    DATELINE = "dateline"
    BOILERPLATE = "boilerplate"
    NAVIGATION = "navigation"
    INTERLEAVED_HEADLINE = "interleaved_headline"
    WIDGET = "widget"
    COMMENT_FORM = "comment_form"
    SYNDICATION_NOTICE = "syndication_notice"
    SOURCE_NOTE = "source_note"
    CONTENT_WARNING = "content_warning"
    COLLECTOR_NOTE = "collector_note"  # words of whoever collected, about an item


class TranslationStatus(StrEnum):
    """Whether a text is in its first language, as far as the text itself shows."""

    ORIGINAL = "original"
    HUMAN_TRANSLATION = "human_translation"
    MACHINE_TRANSLATION = "machine_translation"
    SUSPECTED_MACHINE_TRANSLATION = "suspected_machine_translation"
    SUSPECTED_BACK_TRANSLATION = "suspected_back_translation"
    UNKNOWN = "unknown"


class DateBasis(StrEnum):
    """On what the publication date of an item rests. `widget_or_render` and `passed_on` are no anchor."""

    IN_TEXT = "in_text"
    HTML_METADATA = "html_metadata"
    URL = "url"
    THIRD_PARTY_ARCHIVE = "third_party_archive"
    STATED_BY_COLLECTOR = "stated_by_collector"
    EXPORT_METADATA = "export_metadata"  # a platform's own export or feed says so
    PASSED_ON = "passed_on"  # the day on which somebody passed it on: no anchor
    WIDGET_OR_RENDER = "widget_or_render"
    NONE = "none"


# --- statements ---------------------------------------------------------------------------------


class Quotation(StrEnum):
    """How the words stand in the text."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATIVE_UNATTRIBUTED = "narrative_unattributed"
    HEADLINE = "headline"


class QuoteFidelity(StrEnum):
    """How near a quotation is to words really spoken; quotation marks alone prove nothing."""

    VERBATIM_ORIGINAL_LANGUAGE = "verbatim_original_language"
    TRANSLATED = "translated"
    BACK_TRANSLATED = "back_translated"
    PARAPHRASE = "paraphrase"
    UNKNOWN = "unknown"


class SpeechAct(StrEnum):
    """What the speaker does by speaking (MT28 attribution and MT27 responses, extended)."""

    ASSERT = "assert"
    ACCUSE = "accuse"
    DESCRIBE_FOOTAGE = "describe_footage"
    DENY = "deny"
    ACKNOWLEDGE = "acknowledge"
    ACKNOWLEDGE_DENY_RESPONSIBILITY = "acknowledge_deny_responsibility"
    ACKNOWLEDGE_ALTERNATIVE_EXPLANATION = "acknowledge_alternative_explanation"
    CLAIM_RESPONSIBILITY = "claim_responsibility"
    NO_COMMENT = "no_comment"
    REPORT_VERIFICATION = "report_verification"
    CANNOT_VERIFY = "cannot_verify"
    QUALIFY_LEGALLY = "qualify_legally"
    OPEN_CASE = "open_case"
    REFER = "refer"
    ANNOUNCE_INTENTION = "announce_intention"
    DEMAND = "demand"
    PUBLISH_TOTAL = "publish_total"
    GENERALISE = "generalise"
    EVALUATE = "evaluate"
    SPECULATE = "speculate"


class Modality(StrEnum):
    """How firmly it is put forward (factuality scales)."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    CONDITIONAL = "conditional"
    HEARSAY = "hearsay"
    PURPORTED_BY_FOOTAGE = "purported_by_footage"
    SPECULATIVE = "speculative"
    ASKED = "asked"


class Polarity(StrEnum):
    """Whether the content is affirmed, denied, or left open by its speaker."""

    AFFIRMS = "affirms"
    DENIES = "denies"
    WITHHOLDS = "withholds"


class Scope(StrEnum):
    """How far a statement reaches: a general denial is no answer to one incident."""

    THIS_INCIDENT = "this_incident"
    NAMED_OTHER_INCIDENT = "named_other_incident"
    CLASS_OF_INCIDENTS = "class_of_incidents"
    GENERAL_CONDUCT = "general_conduct"
    UNCLEAR = "unclear"


class Basis(StrEnum):
    """What the speaker claims to rest on (MT19; Berkeley source analysis)."""

    OWN_OBSERVATION = "own_observation"
    FOOTAGE = "footage"
    DOCUMENT = "document"
    INTERVIEW = "interview"
    CAPTIVE_STATEMENT = "captive_statement"
    OFFICIAL_RECORD = "official_record"
    OTHER_MEDIA = "other_media"
    NONE_STATED = "none_stated"


# --- incidents and accounts ---------------------------------------------------------------------


class ActType(StrEnum):
    """Types of alleged acts, as neutral nouns (MT04, with terms for persons hors de combat added).

    The broader term of each stands in `BROADER_ACT`. Whether a killing was lawful is nowhere a type.
    """

    KILLING = "killing"
    WOUNDING = "wounding"
    ILL_TREATMENT = "ill_treatment"
    TORTURE = "torture"
    SEXUAL_VIOLENCE = "sexual_violence"
    MUTILATION = "mutilation"
    CAPTURE = "capture"
    DETENTION = "detention"
    DISAPPEARANCE = "disappearance"
    DEPORTATION = "deportation"
    ATTACK = "attack"  # shelling, strike, bombing: on a place rather than on chosen persons
    SHOOTING = "shooting"  # shots fired, effect not stated
    DESTRUCTION = "destruction"
    LOOTING = "looting"
    USE_AS_SHIELD = "use_as_shield"
    DENIAL_OF_QUARTER = "denial_of_quarter"  # order or threat that no quarter be given
    THREAT = "threat"
    EXPOSURE_TO_PUBLIC_CURIOSITY = "exposure_to_public_curiosity"
    VIOLATION_UNSPECIFIED = "violation_unspecified"  # "a crime", "violations", without saying which


BROADER_ACT: dict[ActType, ActType] = {
    ActType.TORTURE: ActType.ILL_TREATMENT,
    ActType.SEXUAL_VIOLENCE: ActType.ILL_TREATMENT,
    ActType.MUTILATION: ActType.ILL_TREATMENT,
    ActType.DISAPPEARANCE: ActType.DETENTION,
    ActType.DENIAL_OF_QUARTER: ActType.THREAT,
}


class Attribute(StrEnum):
    """What an account is about (ESF act fields; DOMAIN 1.6)."""

    ACT_TYPE = "act.type"
    METHOD = "act.method"
    WEAPON = "weapon"
    VICTIMS_KILLED = "victims.killed"
    VICTIMS_INJURED = "victims.injured"
    VICTIMS_CAPTURED = "victims.captured"
    VICTIMS_SHOWN_MOTIONLESS = "victims.shown_motionless"
    PERSONS_FATE_UNKNOWN = "persons_visible_fate_unknown"
    VICTIMS_AFFECTED = "victims.affected"  # how many were ill-treated, detained … (effect named by the act)
    VICTIMS_GROUP = "victims.group"
    VICTIMS_IDENTITY = "victims.identity"
    VICTIMS_STATUS_BASIS = "victims.status_basis"
    VICTIMS_ARMED_STATE = "victims.armed_state"
    PERPETRATOR_GROUP = "alleged_perpetrator.group"
    PERPETRATOR_MARKING = "alleged_perpetrator.marking"
    PERPETRATOR_UNIT = "alleged_perpetrator.unit"
    PLACE_EVENT = "place.event"
    TIME_EVENT = "time.event"
    TIME_FILMED = "time.filmed"
    TIME_MEDIA_FIRST_SEEN = "time.media_first_seen"
    TIME_STATEMENT = "time.statement"
    ORDER_ALLEGED = "order_alleged"
    SEQUENCE = "sequence"
    UTTERANCE_IN_FOOTAGE = "utterance_in_footage"
    MEDIA_AUTHOR = "media.author"
    RELATION = "relation"  # how this incident is said to relate to another one


class Stance(StrEnum):
    """How an account stands to its value (MT28)."""

    ALLEGES = "alleges"
    DENIES = "denies"
    ALTERNATIVE = "alternative"
    UNCERTAIN = "uncertain"
    RETRACTED = "retracted"
    SUPERSEDED_BY_SAME_SPEAKER = "superseded_by_same_speaker"


class StatusBasis(StrEnum):
    """Why the persons may be protected from attack, as worded (AP I art. 41(2), customary rule 47)."""

    IN_POWER_OF_ADVERSE_PARTY = "in_power_of_adverse_party"
    INTENTION_TO_SURRENDER_EXPRESSED = "intention_to_surrender_expressed"
    UNCONSCIOUS_OR_INCAPACITATED = "unconscious_or_incapacitated"
    CIVILIAN = "civilian"
    NOT_STATED = "not_stated"


# --- values -------------------------------------------------------------------------------------


class Unit(StrEnum):
    """Counting units (MT07). Figures of different units never meet."""

    PERSONS = "persons"
    INCIDENTS = "incidents"
    CRIMINAL_CASES = "criminal_cases"
    EXECUTIONS_UNIT_UNCLEAR = "executions_unit_unclear"
    VIOLATIONS = "violations"
    VIDEOS = "videos"
    REPORTS = "reports"


class CountRole(StrEnum):
    """What is said of the counted persons."""

    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    SHOWN_MOTIONLESS = "shown_motionless"
    FATE_UNKNOWN = "fate_unknown"
    AFFECTED = "affected"
    NOT_STATED = "not_stated"


class Exactness(StrEnum):
    """How the wording bounds the number (MT48 "Estimate", ranges)."""

    EXACT_AS_STATED = "exact_as_stated"
    LOWER_BOUND = "lower_bound"
    UPPER_BOUND = "upper_bound"
    APPROX = "approx"
    RANGE = "range"
    UNQUANTIFIED = "unquantified"


class Relation(StrEnum):
    """How two values of the same attribute stand to each other."""

    EQUAL = "equal"
    REFINES = "refines"  # this one lies inside the other
    REFINED_BY = "refined_by"  # the other one lies inside this
    COMPATIBLE = "compatible"
    CONFLICT = "conflict"
    NOT_COMPARABLE = "not_comparable"


class TimeSlot(StrEnum):
    """Which moment a time expression is about; the slots never fill each other."""

    EVENT = "time.event"
    FILMED = "time.filmed"
    MEDIA_FIRST_SEEN = "time.media_first_seen"
    STATEMENT = "time.statement"
    PUBLISHED = "time.published"
    RETRIEVED = "time.retrieved"
    STEP = "time.step"  # a proceeding or referral
    SCOPE = "time.scope"  # the period that a total or a trend covers
    UNCLEAR = "unclear"


class TimePrecision(StrEnum):
    """The unit in which a time was stated."""

    TIME_OF_DAY = "time_of_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    PERIOD = "period"
    UNKNOWN = "unknown"


class TimeBasis(StrEnum):
    """On what the reading of a time rests."""

    STATED = "stated"  # the text gives it in full
    STATED_WITHOUT_YEAR = "stated_without_year"
    ANCHORED = "anchored"  # relative, resolved against a publication date of sound basis
    UNRESOLVED = "unresolved"  # relative, and no sound anchor: it stays relative
    INFERRED = "inferred"  # by a person, with a reason


class PlaceRole(StrEnum):
    """What a place is in the sentence; only `event` places an incident."""

    EVENT = "event"
    ORIGIN_OF_PERSON = "origin_of_person"
    DATELINE = "dateline"
    PUBLISHER_LOCALE = "publisher_locale"
    JURISDICTION = "jurisdiction"
    COMPARISON = "comparison"
    ADDRESSED_BODY_SEAT = "addressed_body_seat"
    SCOPE_OF_TOTAL = "scope_of_total"
    UNCLEAR = "unclear"


class PlaceKind(StrEnum):
    """Levels of place, from the state down."""

    COUNTRY = "country"
    REGION = "region"
    DISTRICT = "district"
    CITY = "city"
    VILLAGE = "village"
    AREA = "area"
    OTHER = "other"


# --- records around an incident -----------------------------------------------------------------


class VerificationAspect(StrEnum):
    """What exactly was checked; one aspect to a record (Berkeley: source, technical, content)."""

    AUTHENTICITY_OF_FILE = "authenticity_of_file"
    INTEGRITY_UNEDITED = "integrity_unedited"
    PLACE = "place"
    TIME = "time"
    AUTHOR = "author"
    IDENTITY_OF_DEPICTED = "identity_of_depicted"
    AFFILIATION_OF_DEPICTED = "affiliation_of_depicted"
    SEQUENCE_OF_EVENTS = "sequence_of_events"
    CAUSE_OF_DEATH = "cause_of_death"
    COUNT = "count"
    OFFICIAL_DOCUMENT = "official_document"
    UNSPECIFIED = "unspecified"


class VerificationMethod(StrEnum):
    """How it was checked."""

    GEOLOCATION = "geolocation"
    CHRONOLOCATION = "chronolocation"
    REVERSE_SEARCH = "reverse_search"
    METADATA = "metadata"
    FORENSIC_MEDIA_ANALYSIS = "forensic_media_analysis"
    WITNESS_INTERVIEW = "witness_interview"
    SITE_VISIT = "site_visit"
    EXPERT_OPINION = "expert_opinion"
    CROSS_FOOTAGE = "cross_footage"
    NOT_STATED = "not_stated"


class VerificationResult(StrEnum):
    """What came of it. There is no "true" and no "false"."""

    SUPPORTS = "supports"
    DOES_NOT_SUPPORT = "does_not_support"
    CONTRADICTS = "contradicts"
    COULD_NOT_VERIFY = "could_not_verify"
    IN_PROGRESS = "in_progress"
    REPORTED_VERIFIED = "reported_verified"  # second hand, unspecified
    WITHDRAWN = "withdrawn"


class ResponseKind(StrEnum):
    """What the accused side is reported to have answered (MT27, MT28)."""

    NO_RESPONSE_KNOWN = "no_response_known"
    NO_COMMENT = "no_comment"
    DENIAL = "denial"
    RESPONSIBILITY_DENIED = "responsibility_denied"
    ALTERNATIVE_ACCOUNT = "alternative_account"
    ACKNOWLEDGED_IN_PART = "acknowledged_in_part"
    ACKNOWLEDGED = "acknowledged"
    COMMITMENT_TO_INVESTIGATE = "commitment_to_investigate"


class ProceedingStage(StrEnum):
    """How far a legal step has gone."""

    ANNOUNCED_INQUIRY = "announced_inquiry"
    PRE_TRIAL_INVESTIGATION = "pre_trial_investigation"
    CRIMINAL_CASE_OPENED = "criminal_case_opened"
    SUSPECT_NOTIFIED = "suspect_notified"
    CHARGED = "charged"
    TRIAL = "trial"
    JUDGMENT_FIRST_INSTANCE = "judgment_first_instance"
    APPEAL = "appeal"
    FINAL = "final"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class ReferralType(StrEnum):
    """How a body was addressed (MT20, extended)."""

    DEMAND_FOR_INVESTIGATION = "demand_for_investigation"
    PUBLICITY = "publicity"
    REQUEST_FOR_ASSISTANCE = "request_for_assistance"
    DEMAND_FOR_REACTION = "demand_for_reaction"
    SUBMISSION_OF_MATERIAL = "submission_of_material"
    LETTER = "letter"
    FORMAL_COMPLAINT = "formal_complaint"


class ReferralStatus(StrEnum):
    """Announced is not sent; asked is not done (MT27, MT45)."""

    DEMANDED = "demanded"  # asked for in public; no address to a body is reported
    ANNOUNCED = "announced"
    REPORTED_AS_MADE = "reported_as_made"
    ACKNOWLEDGED_BY_ADDRESSEE = "acknowledged_by_addressee"
    ANSWERED = "answered"
    NO_ANSWER_KNOWN = "no_answer_known"


class QualificationKind(StrEnum):
    """Whose legal word it is; the software may only add questions for a lawyer."""

    ASSERTED_BY_STATEMENT = "asserted_by_statement"
    CHARGED_IN_CASE = "charged_in_case"
    FOUND_BY_COURT = "found_by_court"
    FOUND_BY_BODY = "found_by_body"
    QUESTION_FOR_LAWYER = "question_for_lawyer"
    NORMATIVE = "normative"  # what the law asks, said without finding on this incident


class PatternKind(StrEnum):
    """Who speaks of a pattern."""

    CLAIM_BY_STATEMENT = "claim_by_statement"
    FINDING_BY_BODY = "finding_by_body"
    INDICATOR_COMPUTED = "indicator_computed"


class IncidentLink(StrEnum):
    """How one incident is tied to another (MT22, extended)."""

    PRECEDES = "precedes"
    FOLLOWS = "follows"
    PARALLEL = "parallel"
    ENCOMPASSES = "encompasses"
    RECALLED_WITH = "recalled_with"
    REPORTED_IN_SAME_ITEM = "reported_in_same_item"
    SAME_FOOTAGE_CLAIMED = "same_footage_claimed"
    POSSIBLY_SAME = "possibly_same"
    DUPLICATE_OF = "duplicate_of"
    SPLIT_FROM = "split_from"


class RecordState(StrEnum):
    """Where the work on a record stands; never a statement about the event (DOMAIN 2.3)."""

    CANDIDATE = "candidate"
    OPEN = "open"
    IN_ASSESSMENT = "in_assessment"
    DOCUMENTED = "documented"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    DORMANT = "dormant"
    SEALED = "sealed"
    MERGED = "merged"
    SPLIT = "split"
    WITHDRAWN = "withdrawn"
    DISCARDED_PROPOSAL = "discarded_proposal"


class Sensitivity(StrEnum):
    """Who may see a record."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"
    SEALED = "sealed"


# --- assessment ---------------------------------------------------------------------------------


class RootKind(StrEnum):
    """Where the chain behind an account ends (DOMAIN 3.1)."""

    SPEAKER = "speaker"
    MEDIA_ASSET = "media_asset"
    OWN_OBSERVATION = "own_observation"
    OFFICIAL_RECORD = "official_record"
    UNATTRIBUTED = "unattributed"


class CorroborationCode(StrEnum):
    """A letter for a pattern of sources, not for truth (DOMAIN 3.4)."""

    C0 = "C0"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"


CORROBORATION_WORDS: dict[CorroborationCode, str] = {
    CorroborationCode.C0: "one account",
    CorroborationCode.C1: "repeated, one origin",
    CorroborationCode.C2: "more than one origin, same side or same footage",
    CorroborationCode.C3: "two or more independent origins",
    CorroborationCode.C4: "checked first-hand by a non-party for this aspect",
}


class ContestationValue(StrEnum):
    """What the accused side says, in the words that are shown (DOMAIN 2.4)."""

    NO_RESPONSE_KNOWN = "no response known"
    NO_COMMENT_REPORTED = "no comment reported"  # only in older assessments: now the next one
    REPORTED_UNANSWERED = "reported not to have answered"
    DENIED_IN_GENERAL_TERMS = "denied in general terms"
    DENIAL_SCOPE_UNCLEAR = "denied, scope unclear"
    THIS_ALLEGATION_DENIED = "this allegation denied"
    RESPONSIBILITY_DENIED = "responsibility denied"
    ALTERNATIVE_ACCOUNT_GIVEN = "alternative account given"
    ACKNOWLEDGED_IN_PART = "acknowledged in part"
    ACKNOWLEDGED = "acknowledged"
    WILL_INVESTIGATE = "says that it will investigate"
    ACCOUNTS_CONTRADICT = "accounts contradict each other"


class CustodyType(StrEnum):
    """What happened to an item (Berkeley para 167, PREMIS events)."""

    COLLECTED = "collected"
    RECEIVED = "received"
    HASHED = "hashed"
    TIMESTAMPED = "timestamped"
    STORED = "stored"
    COPIED = "copied"
    DERIVATIVE_CREATED = "derivative_created"
    VIEWED = "viewed"
    EXPORTED = "exported"
    TRANSFERRED = "transferred"
    VERIFIED_FIXITY = "verified_fixity"
    FIXITY_FAILED = "fixity_failed"
    SEALED = "sealed"
    UNSEALED = "unsealed"
    RESTORED = "restored"
    DISPOSED = "disposed"


class CopyKind(StrEnum):
    """What a copy is for (Berkeley: evidentiary and working copies)."""

    EVIDENTIARY = "evidentiary"
    WORKING = "working"
    PUBLIC_DERIVATIVE = "public_derivative"


class ContentPresent(StrEnum):
    """Whether a capture holds content: a stored shell does not count as preserved (DOMAIN 1.2)."""

    YES = "yes"
    PARTIAL = "partial"
    LOGIN_OR_BOT_WALL = "login_or_bot_wall"
    REMOVED = "removed"
    NOT_CHECKED = "not_checked"
