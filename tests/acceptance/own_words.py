"""What of a page the software says by itself: everything outside quotations of the items."""

from collections.abc import Iterable

from allegata.dossier.language import DISCLAIMER, own_texts, without_quotes


def own_words(page: str, originals: Iterable[str] = ()) -> list[str]:
    """The texts of a page that are not quotations: neither elements that quote, nor words in quotation
    marks, nor a headline that stands as it is in one of the originals."""
    lines = {" ".join(line.split()) for text in originals for line in text.splitlines()}
    texts = [DISCLAIMER.sub("", text) for text in own_texts(page) if text not in lines]
    return [without_quotes(text) for text in texts]
