"""From an attribution found by syntax to a statement in the making: which ones speak, and at which hand."""

from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.knowledge import Lexicon
from allegata.reading.attributions import Attribution, Form
from allegata.reading.complements import Frame
from allegata.reading.phrases import Extent, asks, first_joined, terms_of
from allegata.reading.voices import FIRST_PERSON, Voice


@dataclass(slots=True)
class Draft:
    """A statement in the making. `voice` is None when nobody is named."""

    found: Attribution | None
    voice: Voice | None
    content: list[Extent]
    cues: list[Extent]
    outer: "Draft | None" = None
    follows: "Draft | None" = None  # the quotation that a free-standing one goes on with
    relay: Voice | None = None  # who reports it, where "citing X" names the speaker
    whole: bool = (
        False  # nothing but another attribution: a link of that one's chain, no statement of its own
    )

    def frames(self, inner: "Draft") -> bool:
        """Whether another attribution stands inside what is said here."""
        if inner.found is None:
            return False
        at = inner.found.parse.start(inner.found.head)
        return any(a <= at < b for a, b in self.content)

    @property
    def cue(self) -> Token | None:
        """The head of the cue, when the attribution has words of its own."""
        return self.found.head if self.found is not None else None


def cited(token: Token) -> Token | None:
    """Whom 'citing X' names, when it tells where a report has it from."""
    if (
        token.lemma_.lower() not in {"cite", "quote"}
        or token.tag_ != "VBG"
        or token.dep_ not in {"advcl", "prep"}
    ):
        return None
    return next((c for c in token.children if c.dep_ in {"dobj", "dative"}), None)


def speaks(found: Attribution, cues: Lexicon) -> bool:
    """Whether an attribution is somebody's statement, and not a deed, a thought or what footage shows."""
    source, lemma = found.source, found.head.lemma_.lower()
    if _neither(found.head) or _mute(source, cues) or _bidden(found.head, cues):
        return False
    if found.form is Form.NOUN:
        return lemma in cues.groups["noun_statement"]
    if found.form is not Form.VERB or found.frame is Frame.QUOTE or cited(found.head) is not None:
        return True
    if found.parse.quote is not None and (found.frame is not Frame.CLAUSE or _modal(found.head)):
        return False
    if found.frame is Frame.CLAUSE:
        answers = bool({"accuse", "deny", "condemn"} & set(terms_of(lemma, cues)))
        telling = lemma in {*cues.groups["statement"], *cues.groups["tally"]}
        return (telling or answers) and not _withheld(found.head)
    named = source is not None and source.dep_ != "nsubjpass"
    return named and _phrase_speaks(found, terms_of(lemma, cues), cues)


def _bidden(verb: Token, cues: Lexicon) -> bool:
    """'demanded that the mission condemn it': what others are asked to say they have not said."""
    clause = first_joined(verb)
    return (
        clause.dep_ == "ccomp"
        and clause.head.lemma_.lower() in cues.groups["mandate"]
        and verb.lower_ == verb.lemma_.lower()  # the bare form, whatever it was tagged as
        and not asks(clause)  # "asked why officials deny it": they do
    )


def _phrase_speaks(found: Attribution, terms: tuple[str, ...], cues: Lexicon) -> bool:
    lemma = found.head.lemma_.lower()
    if found.frame is Frame.OBJECT:
        if lemma in cues.groups["tally"] and not (
            lemma in cues.groups["tell_of"] and _tells_of_deed(found, cues)
        ):
            return _tallies(found, cues)
        if found.head.tag_ == "VB" and not any(
            c.dep_ == "aux" and c.tag_ != "TO" for c in found.head.children
        ):
            return False  # "called on others to condemn it": they have not yet done so
        return (
            bool({"accuse", "deny", "condemn"} & set(terms))
            or lemma == "put"
            or (lemma in cues.groups["tell_of"] and _tells_of_deed(found, cues))
            or lemma == "demand"
            or ("name_as" in terms and names_as(found.head))
        )
    if found.frame is Frame.INFINITIVE:
        if lemma in cues.groups["tell_of"]:
            telling = [c for c in found.head.children if c.dep_ == "xcomp"]
            return any(
                v.tag_ == "VBG" for c in telling for v in (c, *c.children) if v.pos_ in {"VERB", "AUX"}
            )
        return lemma in cues.groups["bid"] or "deny" in terms
    return (
        found.frame is Frame.PREPOSITION
        and not _modal(found.head)
        and "demand" in terms
        and lemma in {"call", "appeal", "press"}
    )


def _tells_of_deed(found: Attribution, cues: Lexicon) -> bool:
    """'described beatings by guards', 'reported sexual violence': an act as the object of telling."""
    deeds = {*cues.groups["counted"], *cues.groups["deed"]}
    return any(c.dep_ == "dobj" and c.lemma_.lower() in deeds for c in found.head.children)


def _tallies(found: Attribution, cues: Lexicon) -> bool:
    """'X has recorded 30 cases': a published figure is a statement of whoever counts."""
    nouns = {t.lemma_.lower() for t in found.content_tokens}
    number = any(
        t.like_num or t.lower_ in {"total", "number", "dozens", "hundreds", "thousands"}
        for t in found.content_tokens
    )
    return number and bool(nouns & set(cues.groups["counted"]))


def _mute(source: Token | None, cues: Lexicon) -> bool:
    """Footage shows and does not say; "we" inside a quotation is its speaker."""
    if source is None:
        return False
    lemma = source.lemma_.lower()
    return lemma in cues.groups["footage"] or lemma in cues.groups["thing"] or source.lower_ in FIRST_PERSON


def _neither(verb: Token) -> bool:
    """'has neither confirmed nor denied it': no answer at all."""
    return any(t.lower_ == "neither" for t in (*verb.children, *verb.head.children)) or any(
        c.lower_ == "nor" and verb.dep_ == "conj" for c in verb.head.children
    )


def _modal(verb: Token) -> bool:
    """Inside a quotation only what others are said to have said counts, not what must or will be said."""
    return verb.tag_ == "VB" or any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)


def _withheld(verb: Token) -> bool:
    """'They did not say that …': nothing is said; the outlet tells so itself."""
    return any(c.dep_ == "neg" for c in verb.children)


def names_as(verb: Token) -> bool:
    """Whether the verb gives its object a name: 'described it as …', 'called it …'."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    near = [c for holder in (verb, *objects) for c in holder.children]
    near += [g for c in verb.children if c.dep_ == "advcl" for g in c.children]
    quoted = any(t.text == '"' for o in objects for t in o.subtree)
    doubled = any(c.dep_ == "compound" and c.tag_ == "NNS" for o in objects for c in o.children)
    named = doubled or any(c.dep_ in {"oprd", "attr", "acomp", "ccomp", "xcomp"} for c in verb.children)
    return named or quoted or len(objects) > 1 or any(c.lower_ == "as" for c in near)


def nest(drafts: list[Draft]) -> None:
    """An attribution inside another's content is at second hand."""
    for inner in drafts:
        around = [d for d in drafts if d is not inner and _holds(d, inner) and not _answers(d, inner)]
        if around:
            inner.outer = min(around, key=lambda d: sum(b - a for a, b in d.content))
    for inner in list(drafts):
        outer = inner.outer
        if outer is not None and _goes_round(outer, inner):
            drafts.remove(inner)
    for outer in drafts:
        outer.whole = any(i.outer is outer and _is_whole(outer, i) for i in drafts)


def _answers(outer: Draft, inner: Draft) -> bool:
    """'The accusation by X that … was rejected by Y': Y answers it and does not relay it."""
    if outer.found is None or inner.found is None or inner.found.form is not Form.NOUN:
        return False
    return inner.voice is not None and outer.found.head.lemma_.lower() in REFUSALS


REFUSALS = frozenset({"deny", "reject", "dismiss", "refute", "rebut", "dispute", "disavow", "repudiate"})


def _goes_round(outer: Draft, inner: Draft) -> bool:
    """'X said it believes that …': one speaker's word about the own word, told once."""
    if outer.voice is None or inner.voice is None or inner.found is None or _is_whole(outer, inner):
        return False
    same = outer.voice.speaker.wording == inner.voice.speaker.wording
    return same and outer.voice.speaker.key == inner.voice.speaker.key and inner.found.parse.quote is None


def _holds(outer: Draft, inner: Draft) -> bool:
    if inner.found is None or outer.found is None:
        return False
    if (
        inner.found.head.dep_ == "relcl"
        and outer.found.parse is inner.found.parse
        and _apart(inner.found.head)
    ):
        return False
    at = inner.found.parse.start(inner.found.head)
    return any(a <= at < b for a, b in outer.content)


def _apart(verb: Token) -> bool:
    """Whether a relative clause is set off by a comma: it is the outlet's own addition."""
    edge = verb.left_edge.i
    return edge > 0 and verb.doc[edge - 1].text == ","


def _is_whole(outer: Draft, inner: Draft) -> bool:
    if outer.found is None or inner.found is None or outer.found.parse is not inner.found.parse:
        return False
    held = {t.i for t in outer.found.content_tokens}
    head = inner.found.head
    return head.i in held and (head.head.i == head.i or head.head.i not in held)
