"""Who did it to whom, as far as syntax says: the nouns that one act word ties to itself.

Subject and object, "by …", "at the hands of …", "of …", the antecedent of a relative clause, the object
of "accuse … of", the subject that a clause shares with the one above it. Nothing is guessed from
nearness: a role that no such link carries is None.
"""

from dataclasses import dataclass

from spacy.tokens import Token

from allegata.reading.context import Context
from allegata.reading.phrases import RELATIVE, first_joined
from allegata.reading.sentences import Parse

SUBJECTS = {"nsubj", "nsubjpass", "csubj"}


@dataclass(frozen=True, slots=True)
class Roles:
    """The nouns that syntax makes actor and victim of one act."""

    actor: Token | None = None
    victim: Token | None = None


def find(context: Context, parse: Parse, token: Token, form: str) -> Roles:
    """The roles of an act word.

    :param form: "verb", "noun" or "state" (the last names an effect and never an actor).
    """
    if form == "noun":
        return _noun_roles(context, parse, token)
    if form == "state":
        return Roles(None, _bearer(token))
    if is_passive(token):
        return Roles(agent(token), passive_subject(token) or group_before(context, parse, token))
    return Roles(_doer(context, parse, _active_subject(token)), _object(context, parse, token))


def _doer(context: Context, parse: Parse, noun: Token | None) -> Token | None:
    """Who stands behind a subject: "X's shelling killed …" and "X says it killed …" both lead to X."""
    if noun is None:
        return None
    if context.act_types(noun, "noun"):
        return _noun_roles(context, parse, noun).actor or noun
    if noun.lower_ in {"it", "we"} and noun.head.dep_ == "ccomp":
        speaker = subject(noun.head.head)
        if speaker is not None and context.group_at(parse, speaker) is not None:
            return speaker
    return noun


# --- verbs --------------------------------------------------------------------------------------


def is_passive(token: Token) -> bool:
    """Whether a verb form stands in the passive, by auxiliary, by form, or through coordination."""
    if any(c.dep_ in {"auxpass", "agent"} for c in token.children):
        return True
    if _gap_relative(token):
        return False
    has_aux = any(c.dep_ == "aux" for c in token.children)
    has_object = any(c.dep_ == "dobj" for c in token.children)
    if token.dep_ == "conj" and token.head.pos_ == "VERB" and token.tag_ in {"VBN", "VBD"}:
        own = any(c.dep_ in SUBJECTS for c in token.children)
        if not has_aux and not own and not has_object:
            return is_passive(token.head)
    if token.tag_ != "VBN" and token.pos_ != "ADJ":
        return False
    return not has_aux and not has_object


def _gap_relative(token: Token) -> bool:
    """ "the captives (whom) soldiers executed": a relative clause with its own subject lacks its object."""
    if token.dep_ != "relcl":
        return False
    own = next((c for c in token.children if c.dep_ == "nsubj" and c.lower_ not in RELATIVE), None)
    lacking = not any(c.dep_ == "dobj" and c.lower_ not in RELATIVE for c in token.children)
    return own is not None and lacking and token.head.pos_ in {"NOUN", "PROPN", "PRON"}


def agent(token: Token) -> Token | None:
    """The noun behind "by", or "at the hands of"."""
    for child in token.children:
        if child.lower_ == "by" and child.dep_ in {"agent", "prep"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    conjuncts = [c for c in token.children if c.dep_ == "conj" and c.tag_ == "VBN"]
    if conjuncts and not any(c.dep_ in SUBJECTS for c in conjuncts[0].children):
        return agent(conjuncts[0])  # "bound and beaten by …"
    return _hands(token)


def _hands(token: Token) -> Token | None:
    """ "at the hands of X" names an actor as "by X" does."""
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ == "at":
            for hands in prep.children:
                if hands.lower_ in {"hands", "hand"}:
                    return of(hands)
    return None


def of(token: Token) -> Token | None:
    """The noun behind "of"."""
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            return next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    return None


def passive_subject(token: Token) -> Token | None:
    """Whom a passive verb was done to."""
    own = subject(token)
    if own is not None:
        return own
    if token.dep_ in {"acl", "amod", "relcl"}:
        before = token.head.left_edge.i - 1
        if before >= 0 and token.doc[before].tag_ in {"WP", "WDT"} and token.dep_ == "acl":
            return None  # "the captives whom soldiers executed", misread as soldiers who were executed
        return token.head
    return _controller(token)


def _active_subject(token: Token) -> Token | None:
    own = subject(token)
    if own is not None:
        return own
    if token.dep_ in {"acl", "relcl"} and token.head.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
        return None if infinitive else token.head
    return _controller(token)


def subject(token: Token) -> Token | None:
    """The verb's own subject; a relative pronoun stands for the noun before it."""
    for child in token.children:
        if child.dep_ in SUBJECTS:
            if child.lower_ in RELATIVE and token.dep_ in {"relcl", "acl", "ccomp"}:
                return _cleft(token) or token.head
            return child
    return _cleft(token) if any(c.lower_ in RELATIVE for c in token.children) else None


def _cleft(token: Token) -> Token | None:
    """ "It was X that did it": the parser hangs the clause on the verb where X is a bare name."""
    above = token.head
    if token.dep_ not in {"ccomp", "advcl", "relcl", "acl"} or above.lemma_.lower() != "be":
        return None
    if not any(c.dep_ in SUBJECTS and c.lower_ == "it" for c in above.children):
        return None
    return next((c for c in above.children if c.dep_ == "attr" and c.i < token.i), None)


def _controller(token: Token) -> Token | None:
    """The subject that a clause without one of its own shares with the clause above it."""
    head, dep = token.head, token.dep_
    if head.i == token.i:
        return None
    if dep == "pcomp":
        above = head.head
        if head.lower_ in {"of", "for", "from", "with"} and above.lemma_.lower() in ACCUSING:
            if is_passive(above):
                return passive_subject(above)
            return next((c for c in above.children if c.dep_ == "dobj"), None)
        if above.pos_ in {"NOUN", "PROPN"}:
            return above if head.lower_ == "of" and above.lemma_.lower() not in NOT_CONTROLLING else None
        return subject(above) or _climb(above)
    if dep == "xcomp":
        objects = [c for c in head.children if c.dep_ == "dobj"]
        return objects[0] if objects and not is_passive(head) else subject(head) or _climb(head)
    if dep in {"conj", "advcl", "acomp", "oprd"}:
        return subject(head) or _climb(head)
    return None


ACCUSING = frozenset(
    {"accuse", "suspect", "convict", "blame", "charge", "condemn", "criticise", "criticize", "denounce"}
)
"""Verbs whose object is the one said to have acted: "accused X of killing Y"."""

NOT_CONTROLLING = frozenset(
    {"policy", "practice", "act", "way", "crime", "case", "charge", "risk", "pattern", "means"}
)


def _climb(token: Token) -> Token | None:
    if token.dep_ in {"acl", "relcl"}:
        return token.head if token.head.pos_ in {"NOUN", "PROPN", "PRON"} else None
    return _controller(token)


def _object(context: Context, parse: Parse, token: Token) -> Token | None:
    if _gap_relative(token) and context.group_at(parse, token.head) is not None:
        return token.head
    for child in token.children:
        if child.dep_ in {"dobj", "obj"} and child.lower_ not in {"fire"}:
            if child.pos_ == "PRON":
                return _antecedent(token, child)
            if child.pos_ == "NUM" and context.group_at(parse, child) is None:
                # "shot five disarmed soldiers", where the parser took "disarmed" for a verb
                return _group_behind(context, parse, child) or child
            return child
    for child in token.children:
        # "fired on …", "opened fire on …", "shot at …"
        under = [child, *child.children] if child.lower_ == "fire" else [child]
        for prep in under:
            if prep.dep_ == "prep" and prep.lower_ in {"on", "upon", "at", "against"}:
                found = next((c for c in prep.children if c.dep_ == "pobj"), None)
                if found is not None and (found.pos_ == "PRON" or context.group_at(parse, found)):
                    return _antecedent(token, found) if found.pos_ == "PRON" else found
    return _group_behind(context, parse, token) if token.tag_.startswith("VB") else None


def _antecedent(token: Token, pronoun: Token) -> Token:
    """ "captured six soldiers and shot them": the object of the coordinate verb with the same subject."""
    head = token.head
    if token.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in token.children):
        for child in head.children:
            if child.dep_ == "dobj" and child.i < pronoun.i:
                return child
    return pronoun


def group_before(context: Context, parse: Parse, token: Token) -> Token | None:
    """The group right before a passive whose subject the parser lost: "…, the soldier, lying …, was shot".

    Between the two only the auxiliary, adverbs and one set-off phrase may stand.
    """
    if not any(c.dep_ == "auxpass" for c in token.children):
        return None
    first = min(
        c.i for c in token.children if c.dep_ in {"aux", "auxpass", "neg", "advmod"} or c.dep_ == "auxpass"
    )
    before = [g for g in context.groups.get(id(parse), ()) if g.token.i < first]
    for group in sorted(before, key=lambda g: -g.token.i):
        between = parse.doc[group.token.i + 1 : first]
        commas = [t.i for t in between if t.text == ","]
        if not len(between) or (
            len(commas) == 2 and commas[1] == first - 1 and commas[0] == group.token.i + 1
        ):
            return group.token
    return None


def _group_behind(context: Context, parse: Parse, token: Token) -> Token | None:
    """The group right behind a word whose object the parser lost.

    Only adverbs, adjectives, participles and one set-off phrase may stand between: "shot dead
    fleeing …", "beating, without warning, four …".
    """
    right = [g for g in context.groups.get(id(parse), ()) if parse.start(g.token) > parse.start(token)]
    if not right:
        return None
    group = min(right, key=lambda g: g.token.i)
    between = parse.doc[token.i + 1 : group.token.i]
    depth = 0
    for word in between:
        if word.text == ",":
            depth = 1 - depth
        elif (
            not depth
            and word.pos_ not in {"ADV", "ADJ", "NUM", "DET", "PUNCT"}
            and word.tag_ not in {"VBG", "VBN"}
        ) and not any(c.i == word.i for c in group.token.subtree):
            return None
    return None if depth else group.token


# --- nouns and states ---------------------------------------------------------------------------


def _noun_roles(context: Context, parse: Parse, token: Token) -> Roles:
    actor, victim = agent(token) or _committer(token), of(token)
    if victim is not None and victim.dep_ == "pcomp":
        victim = None
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ in {"against", "on"} and victim is None:
            victim = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if prep.dep_ == "prep" and prep.lower_ == "of" and actor is None:
            # "the execution by X of Y" and "the execution of Y by X", whatever the parser hung "by" on
            for child in prep.subtree:
                if child.lower_ == "by" and child.dep_ in {"agent", "prep"} and not _has_verb(child, token):
                    actor = next((c for c in child.children if c.dep_ == "pobj"), None)
    if actor is None and victim is not None:
        actor = next((c for c in token.children if c.dep_ == "poss" and c.pos_ in {"PROPN", "NOUN"}), None)
    if actor is None and token.dep_ == "dobj" and not is_passive(token.head):
        by = agent(token.head)  # "condemned the torture of X by Y"
        actor = by if context.group_at(parse, by) is not None else None
    if actor is None and victim is not None:
        poss = [c for c in token.children if c.dep_ == "amod" and c.pos_ in {"ADJ", "PROPN"}]
        actor = next((c for c in poss if _is_party_word(context, c)), None)
    if victim is None:
        compound = [c for c in token.children if c.dep_ in {"compound", "nmod"}]
        victim = next((c for c in compound if context.group_at(parse, c)), None)
    if victim is None:
        victim = _named_after(context, parse, token)
    return Roles(actor, victim)


def _is_party_word(context: Context, token: Token) -> bool:
    return any(token.text in p.adjectives for p in context.knowledge.parties)


COMMITTING = frozenset({"commit", "perpetrate", "carry", "conduct", "stage", "launch", "order"})


def _committer(token: Token) -> Token | None:
    """Who "committed a crime", "carried out an execution", or is "accused of" a noun."""
    node = first_joined(token)
    if node.dep_ in {"dobj", "nsubjpass"} and node.head.lemma_.lower() in COMMITTING:
        return agent(node.head) if node.dep_ == "nsubjpass" else _active_subject(node.head)
    accusing = node.head.head
    of_object = (
        node.dep_ == "pobj" and node.head.lower_ in {"of", "for"} and accusing.dep_ in {"dobj", "nsubjpass"}
    )
    if of_object and accusing.head.lemma_.lower() in ACCUSING:
        return accusing  # "accused [X of the killing …]", with "of" hung on X
    if node.dep_ == "dobj" and node.head.lemma_.lower() == "blame":
        for prep in node.head.children:  # "blamed the shelling on X"
            if prep.lower_ == "on" and prep.dep_ == "prep":
                return next((c for c in prep.children if c.dep_ == "pobj"), None)
    if node.dep_ == "pobj" and node.head.lower_ in {"of", "for"} and accusing.lemma_.lower() in ACCUSING:
        if is_passive(accusing):
            return passive_subject(accusing)
        return next((c for c in accusing.children if c.dep_ == "dobj"), None)
    return None


def _named_after(context: Context, parse: Parse, token: Token) -> Token | None:
    """ "evidence of “… murder” [of] more than ten servicemen": a group set directly behind the noun."""
    following = parse.doc[token.i + 1 : token.i + 8]
    for word in following:
        group = context.group_at(parse, word)
        if group is not None and group.token.i == word.i:
            counted = context.count_at(parse, word)
            return word if counted is not None and counted.number.i <= token.i + 4 else None
        if word.pos_ not in {"ADJ", "NUM", "PUNCT", "ADP", "DET"} or word.lower_ in {
            "by",
            "in",
            "on",
            "for",
            "to",
        }:
            return None
    return None


def _has_verb(token: Token, stop: Token) -> bool:
    """Whether a verb stands between a preposition and the noun that it might belong to."""
    while token.i not in (stop.i, token.head.i):
        token = token.head
        if token.pos_ == "VERB" and token.i != stop.i:
            return True
    return False


def _bearer(token: Token) -> Token | None:
    """Who is dead or injured: subject of the state, or the noun that it describes."""
    if token.pos_ == "VERB":
        own = subject(token)
        return (
            own if own is not None else token.head if token.dep_ in {"relcl", "acl"} else _controller(token)
        )
    if token.pos_ == "NOUN":
        if token.lemma_.lower() in {"body", "remains", "corpse"}:
            return of(token) or token
        return of(token) or next((c for c in token.children if c.dep_ == "poss"), None)
    if token.dep_ == "amod":
        # a trailing "…, presumably dead" hangs on whatever noun the parser found: whose it is stays open
        return token.head if token.i < token.head.i else None
    head = token
    while head.head.i != head.i and head.dep_ != "ROOT":
        head = head.head
        left = next((c for c in head.children if c.dep_ == "dobj" and c.i < token.i), None)
        if left is not None:
            return left  # "left 16 people dead": never the one who left them so
        bearer = passive_subject(head) if head.pos_ == "VERB" and is_passive(head) else subject(head)
        if bearer is not None:
            return bearer
        if head.pos_ in {"NOUN", "PROPN"}:
            return None
    return None
