"""Who said what, in which exact words: the unit that every value hangs on."""

from dataclasses import dataclass

from allegata.model.document import Span
from allegata.model.source import OUTLET, Speaker
from allegata.model.vocabulary import (
    Basis,
    MadeBy,
    Modality,
    Polarity,
    Quotation,
    QuoteFidelity,
    Scope,
    SegmentRole,
    SpeechAct,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed claim.

    `span` covers the whole statement (attribution and content); `content` is what is said, in one or
    more exact pieces; `speaker` is who says it, `chain` the whole way from the first speaker down to
    this document, `OUTLET` last: Kremlin → Mail Online → this outlet. A narrative sentence has the
    outlet as its speaker.
    """

    id: str
    span: Span
    content: tuple[Span, ...]
    speaker: Speaker = OUTLET
    chain: tuple[Speaker, ...] = (OUTLET,)
    cues: tuple[Span, ...] = ()
    quotation: Quotation = Quotation.NARRATIVE_UNATTRIBUTED
    quote_fidelity: QuoteFidelity = QuoteFidelity.UNKNOWN
    speech_act: SpeechAct = SpeechAct.ASSERT
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMS
    scope: Scope = Scope.UNCLEAR
    basis_claimed: tuple[Basis, ...] = (Basis.NONE_STATED,)
    in_power_of_adverse_party: bool = False
    loaded_terms: tuple[Span, ...] = ()
    segment: SegmentRole = SegmentRole.BODY
    made_by: MadeBy = MadeBy.MACHINE_PROPOSED
