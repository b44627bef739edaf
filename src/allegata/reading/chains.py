"""The reporting chain of a statement: who said it, to whom, who reports that, this outlet."""

from allegata.model.document import Document
from allegata.model.source import OUTLET, Speaker
from allegata.model.vocabulary import SourceKind
from allegata.reading.drafts import Draft
from allegata.reading.phrases import noun_phrase
from allegata.reading.voices import Voices

UNNAMED = "unnamed source"
MEDIA = frozenset(
    {
        SourceKind.NEWS_OUTLET,
        SourceKind.NEWS_AGENCY,
        SourceKind.SOCIAL_CHANNEL,
        SourceKind.NGO,
        SourceKind.RESEARCH_GROUP,
    }
)
"""Those who, when told something, publish it: a link of the chain."""


class Chains:
    """Makes the chains of one document's statements."""

    def __init__(self, document: Document, voices: Voices) -> None:
        self.document = document
        self.voices = voices

    def _speaker(self, draft: Draft) -> Speaker:
        if draft.voice is not None:
            return draft.voice.speaker
        at = draft.cues[0] if draft.cues else draft.content[0]
        return Speaker(UNNAMED, self.document.span(*at))

    def of(self, draft: Draft) -> tuple[Speaker, ...]:
        """First speaker first: who said it, to whom it was told, who reports that, this outlet."""
        links: list[Speaker] = []
        step: Draft | None = draft
        while step is not None:
            speaker = self._speaker(step)
            if not links or links[-1].key != speaker.key:
                links.append(speaker)
            if step.relay is not None and step.relay.speaker.key != speaker.key:
                links.append(step.relay.speaker)
            hearer = self._hearer(step)
            if hearer is not None:
                links.append(hearer)
            step = step.outer
        return (*links, OUTLET)

    def _hearer(self, draft: Draft) -> Speaker | None:
        """A news medium that was told, and so reported it first."""
        if draft.follows is not None:
            return self._hearer(draft.follows)
        if draft.found is None or draft.found.addressee is None:
            return None
        parse, head = draft.found.parse, draft.found.addressee
        span = self.document.span(*parse.extent(noun_phrase(head)))
        told = self.voices.speaker(span)
        if told.source is not None and told.source.kind in MEDIA:
            return told
        return (
            told
            if told.source is None and head.pos_ == "PROPN" and head.lower_ not in self.voices.no_media
            else None
        )
