"""What is left in the outlet's own voice, and the exact pieces that others say."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from allegata.model.document import Span
from allegata.model.knowledge import Lexicon
from allegata.model.vocabulary import Quotation
from allegata.reading.attributions import Attribution, Form
from allegata.reading.complements import Frame
from allegata.reading.drafts import Draft, cited
from allegata.reading.phrases import Extent, is_closing, noun_phrase, runs
from allegata.reading.sentences import Quote, Sentence

WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
MARKS = (("“", "”"), ("«", "»"), ("„", "“"), ("‘", "’"))


CLOSED = frozenset({'"', ")", "?", "!", "%"})


def said(found: Attribution) -> list[Extent]:
    """The content of an attribution: without its "that", and without a gloss that the outlet adds."""
    tokens = sorted(found.content_tokens, key=lambda t: t.i)
    gloss = _gloss(found)
    if gloss:
        out = {t.i for t in gloss}
        tokens = [t for t in tokens if t.i not in out]
    if found.form is Form.VERB:
        aside = {t.i for a in tokens if is_closing(a) or cited(a) is not None for t in a.subtree}
        tokens = [t for t in tokens if t.i not in aside or t.i == found.head.i]
    tokens = _from_that(tokens, found.head)
    while (
        len(tokens) > 1 and (tokens[-1].is_punct or tokens[-1].dep_ == "cc") and tokens[-1].text not in CLOSED
    ):
        tokens = tokens[:-1]
    antecedent = _antecedent(tokens)
    return list(runs(found.parse, antecedent or tokens)) or list(found.content)


def _from_that(tokens: list[Token], cue: Token) -> list[Token]:
    """Without "that", and without what stands between the cue and it ("said on Monday that …")."""
    that = next((p for p, t in enumerate(tokens[:14]) if t.dep_ == "mark" and t.lower_ == "that"), None)
    if that is not None and not any(t.dep_ in {"nsubj", "nsubjpass"} for t in tokens[:that]):
        return tokens[that + 1 :]
    if tokens and cue.i + 1 == tokens[0].i and tokens[0].lower_ == "on" and len(tokens) > 3:
        day = tokens[1]
        if day.dep_ == "pobj" and day.lower_ in WEEKDAYS and tokens[2].dep_ != "punct":
            return tokens[2:]
    return tokens


def _antecedent(tokens: Sequence[Token]) -> list[Token]:
    """'…, which X denies': what is denied is the noun before."""
    if len(tokens) != 1 or tokens[0].lower_ not in {"which", "that"}:
        return []
    verb = tokens[0].head
    if verb.dep_ != "relcl":
        return []
    below = {t.i for t in verb.subtree}
    noun = verb.head
    whole = noun.head if noun.dep_ == "dobj" and noun.head.dep_ == "pcomp" else noun
    if noun.pos_ == "PROPN" and noun.dep_ == "pobj" and noun.head.lower_ == "of":
        whole = noun.head.head  # "the presence of X, which Y denies": the presence
    return [t for t in whole.subtree if t.i not in below]


def _gloss(found: Attribution) -> list[Token]:
    """In reported speech, a closing ", which would be …": a judgement under a condition is the outlet's."""
    if found.form is not Form.VERB or found.quotes:
        return []
    held = {t.i for t in found.content_tokens}
    for token in found.content_tokens:
        if token.dep_ != "relcl" or token.doc[token.left_edge.i - 1].text != ",":
            continue
        would = any(c.dep_ == "aux" and c.lower_ == "would" for c in token.children)
        further = {t.i for c in token.children if c.dep_ in {"conj", "cc"} for t in c.subtree}
        attributed = any(c.i not in held and c.i not in further for c in token.subtree)
        if attributed or (would and token.left_edge.lower_ == "which"):
            return list(token.subtree)
        if _own_attribution(token):
            return list(token.subtree)
    return []


def _own_attribution(verb: Token) -> bool:
    """', which X denies': a relative clause in which somebody else answers."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    denies = verb.lemma_.lower() in {"deny", "reject", "dismiss", "dispute"}
    return (
        subject is not None
        and (subject.pos_ == "PROPN" or denies)
        and any(c.dep_ == "dobj" and c.lower_ == "which" for c in verb.children)
    )


def named_before(found: Attribution, cues: Lexicon) -> Token | None:
    """'The office is investigating it, it said': the pronoun behind stands for the subject before."""
    source = found.source
    if source is None or source.lower_ not in {"it", "he", "she", "they"} or found.frame is not Frame.CLAUSE:
        return None
    subject = next((t for t in found.content_tokens if t.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or subject.i > source.i or subject.pos_ not in {"NOUN", "PROPN"}:
        return None
    if subject.lemma_.lower() in cues.groups["thing"] or (subject.tag_ == "NNS" and source.lower_ != "they"):
        return None
    return subject


def told_apart(found: Attribution) -> list[Attribution]:
    """One attribution for each clause of 'said that A and that B': each is said, and judged, by itself."""
    if found.form is not Form.VERB or found.frame is not Frame.CLAUSE or found.quotes:
        return [found]
    held = {t.i: t for t in found.content_tokens}
    parts: list[list[Token]] = []
    for token in found.content_tokens:
        edge = token.left_edge.i
        if token.dep_ != "conj" or edge == 0 or token.doc[edge - 1].lower_ != "and":
            continue
        if token.doc[edge].lower_ != "that" or not any(c.dep_ == "mark" for c in token.children):
            continue
        part = [held.pop(t.i) for t in token.subtree if t.i in held]
        held.pop(edge - 1, None)
        if part:
            parts.append(part)
    if not parts or not held:
        return [found]
    return [
        replace(found, content=runs(found.parse, part), content_tokens=tuple(part))
        for part in (list(held.values()), *parts)
        if runs(found.parse, part)
    ]


def impersonal(verb: Token) -> bool:
    """'It was stated that …': said by nobody who is named in the sentence."""
    return any(c.dep_ in {"nsubjpass", "nsubj", "expl"} and c.lower_ == "it" for c in verb.children)


def resumes(sentence: Sentence, cues: Lexicon) -> bool:
    """'But he also said …': a sentence by which the same speaker goes on."""
    for token in sentence.frame.doc:
        if token.lemma_.lower() in cues.groups["say"] and token.pos_ == "VERB":
            kids = list(token.children)
            if any(c.lower_ in {"he", "she", "it", "they"} and c.dep_ == "nsubj" for c in kids):
                return any(c.lower_ in {"also", "further"} and c.dep_ == "advmod" for c in kids)
    return False


def pieces(sentence: Sentence, drafts: Sequence[Draft], cues: Lexicon) -> list[list[Token]]:
    """The tokens of the frame that the outlet says itself, in one or two pieces.

    A closing clause of occasion that tells of footage ("… once a photo had appeared that shows …") is a piece
    of its own, since it is another act of speaking than the main clause.
    """
    frame = sentence.frame
    taken = [e for d in drafts for e in d.content]
    taken += [e for d in drafts if d.found is None or d.found.form is not Form.NOUN for e in d.cues]
    heads = {
        d.found.head.i
        for d in drafts
        if d.found is not None and d.found.parse is frame and d.found.form is not Form.NOUN
    }
    heads |= {t.i for t in frame.doc if _announcing(t, cues)}
    for draft in drafts:
        if draft.found is not None and draft.found.parse is frame:
            if draft.found.form is Form.ACCORDING:
                taken.append(frame.subtree(draft.found.head))
                taken.append(frame.subtree(draft.found.head.nbor()))
            elif draft.found.form is Form.VERB and impersonal(draft.found.head):
                taken += [(frame.offsets[draft.found.head.i], a) for a, _ in draft.content]
        source = draft.found.source if draft.found is not None and draft.found.parse is frame else None
        if source is not None and source.head.i in heads:
            taken.append(frame.extent(noun_phrase(source)))
    taken += [(frame.start(t), frame.end(t)) for t in frame.doc if _announcing(t, cues)]
    rest = [t for t in frame.doc if not any(a <= frame.start(t) < b for a, b in taken) and not t.is_space]
    if drafts:
        speaking = {
            d.found.head.i
            for d in drafts
            if d.found is not None and d.found.parse is frame and d.found.form is not Form.NOUN
        }
        own = [t for t in rest if _tells(t, speaking)]
        if not own:
            return []
        rest = _clauses(rest, own)
    occasion = _occasion(rest, cues)
    if occasion:
        out = {t.i for t in occasion}
        main = [t for t in rest if t.i not in out]
        split = [p for p in (main, occasion) if any(_verbal(t) for t in p)]
        if len(split) == 2:
            return [_trimmed(p) for p in split]
    blocks = [b for b in (_trimmed(b) for b in _blocks(rest)) if b and runs(frame, b)]
    if len(blocks) > 1 and all(any(_verbal(t) or t.pos_ == "AUX" for t in b) for b in blocks):
        return blocks
    rest = [t for b in blocks for t in b]
    return [rest] if rest else []


def _blocks(tokens: Sequence[Token]) -> list[list[Token]]:
    """Unbroken runs of tokens."""
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and token.i == groups[-1][-1].i + 1:
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def _announcing(token: Token, cues: Lexicon) -> bool:
    """The verb before a closing colon: its quotation stands in the next line."""
    doc = token.doc
    return token.i == len(doc) - 2 and doc[-1].text == ":" and token.lemma_.lower() in cues.groups["say"]


def _verbal(token: Token) -> bool:
    return token.pos_ == "VERB" and token.dep_ not in {"amod", "compound"}


def _tells(token: Token, speaking: set[int]) -> bool:
    """A verb that tells something beside the attribution; one that only leads to the cue does not."""
    if not _verbal(token) and not (token.pos_ == "AUX" and token.dep_ in {"ROOT", "relcl", "conj", "advcl"}):
        return False
    return not _leads(token, speaking) or any(
        c.dep_ in {"dobj", "ccomp"} and c.i not in speaking for c in token.children
    )


def _leads(verb: Token, speaking: set[int]) -> bool:
    """Whether a verb only leads to a cue ("reacted by calling …") and tells nothing beside it."""
    for index in speaking:
        step = verb.doc[index]
        while step.i not in {step.head.i, verb.i}:
            if step.dep_ in {"conj", "advcl", "relcl", "parataxis"} and any(
                c.dep_ in {"nsubj", "nsubjpass"} for c in step.children
            ):
                break
            step = step.head
        if step.i == verb.i:
            return True
    return False


def _clauses(rest: list[Token], own: list[Token]) -> list[Token]:
    """The clauses of these verbs, without the loose words around an attribution."""
    kept = {t.i for verb in own for t in (verb, *verb.subtree)}
    inside = [t for t in rest if t.i in kept]
    first = next((i for i, t in enumerate(inside) if not t.is_punct), 0)
    return inside[first:]


def _occasion(rest: list[Token], cues: Lexicon) -> list[Token]:
    held = {t.i for t in rest}
    for token in rest:
        marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "advmod"} and c.i < token.i}
        if token.dep_ != "advcl" or not marks & {"after", "when", "as", "while", "since"}:
            continue
        subject = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None and subject.lemma_.lower() in cues.groups["footage"]:
            return [t for t in token.subtree if t.i in held]
    return []


def _trimmed(tokens: Sequence[Token]) -> list[Token]:
    """Without conjunctions, stray marks and punctuation at the edges."""
    kept = list(tokens)
    while kept and (kept[0].is_punct or kept[0].dep_ == "cc" or kept[0].lower_ == "while"):
        if kept[0].text in {'"', "("}:
            break
        kept.pop(0)
    while kept and (
        kept[-1].is_punct
        or kept[-1].dep_ in {"cc", "mark"}
        or kept[-1].lower_ in {"while", "whereas"}
        or (kept[-1].dep_ == "prep" and len(kept) > 1)
    ):
        if kept[-1].text in {'"', ")", "?", "!"}:
            break
        kept.pop()
    return kept


def closed(text: str, extent: Extent) -> Extent:
    """Take in a closing quotation mark, and the stop before it, when its opening one lies inside."""
    start, end = extent
    piece = text[start:end]
    for one, other in MARKS[:3]:
        if piece.count(one) > piece.count(other):
            return _reach(text, start, end, other)
    if piece.count('"') % 2:
        return _reach(text, start, end, '"')
    return extent


def _reach(text: str, start: int, end: int, mark: str) -> Extent:
    for step in range(4):
        if text[end + step : end + step + 1] == mark:
            return start, end + step + 1
    return start, end


def quotation(content: Sequence[Span], quotes: Sequence[Quote]) -> Quotation:
    """Direct when every piece is a quotation, mixed when some words are, else indirect."""
    inside = [q for q in quotes if any(s.start <= q.start and q.end <= s.end for s in content)]
    if not inside:
        return Quotation.INDIRECT
    whole = all(any((q.start, q.end) == (s.start, s.end) for q in inside) for s in content)
    return Quotation.DIRECT if whole else Quotation.MIXED
