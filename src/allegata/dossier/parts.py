"""The five parts of an incident, each a function of its record; and what no summary may drop."""

from collections.abc import Iterable, Sequence

from allegata.dossier.lookup import Lookup
from allegata.model import phrases
from allegata.model.assessment import Contestation, VerificationCell
from allegata.model.document import Span
from allegata.model.incident import Account, Act
from allegata.model.record import (
    Evaluation,
    MediaAppearance,
    PatternClaim,
    Qualification,
    Response,
    Verification,
)
from allegata.model.view import Answering, Entry, Part, Quotation, merged
from allegata.model.vocabulary import Attribute, Polarity, Scope, Stance, VerificationAspect


def alleged(held: Lookup) -> Part:
    """Part 1: every account of the act, named voices first, headlines last; failing that, the acts.

    What is pinned speaks of another matter in the same incident and stands in a section of its own.
    """
    entries = []
    elsewhere = set(held.record.assessment.pinned)
    accounts = [a for a in held.record.accounts if a.attribute is Attribute.ACT_TYPE]
    for account in sorted(accounts, key=held.speaks_for_itself):
        if account.stance is Stance.ALLEGES and account.id not in elsewhere:
            entries.append(
                Entry(
                    held.who(account.statement, account.span.document),
                    held.put_forward(account.statement, held.value(account), account.speech_act),
                    held.notes(account),
                    held.quotations([account.span]),
                )
            )
    if not entries:
        acts = (act for mention in held.record.mentions for act in mention.acts)
        entries = [_act(held, act) for act in acts if act.polarity is Polarity.AFFIRMS]
    return Part(1, "What is alleged, and by whom", merged(entries), "No allegation on record.")


def _act(held: Lookup, act: Act) -> Entry:
    sides = [
        f"{label}: {phrases.value(group, held.names)}"
        for label, group in (("alleged against", act.actor), ("affected", act.victim))
        if group is not None
    ]
    what = phrases.plain(act.type)
    return Entry(
        held.who(act.statement, act.span.document),
        held.put_forward(act.statement, what) if act.polarity is not Polarity.DENIES else f"denies: {what}",
        tuple(sides),
        held.quotations([act.span]),
        (act.id,),
    )


def answered(held: Lookup) -> Part:
    """Part 2: what each accused side is reported to say, scope and chain included; never left out."""
    entries: list[Entry] = []
    footnotes: list[str] = []
    shown: set[str] = set()
    for contestation in held.record.assessment.contestation:
        side = phrases.side_words(contestation.party, held.names)
        values = _said(held, contestation)
        searched = f" Searched: {contestation.searched}." if contestation.searched else ""
        footnotes.append(f"{side}: {values}.{searched}")
        for identifier in contestation.records:
            record = held.records.get(identifier)
            if isinstance(record, Response):
                entries.append(_response(held, record))
            elif identifier in held.accounts:
                entries.append(_denial(held, held.accounts[identifier]))
            shown.add(identifier)
    entries += [_denial(held, account) for account in _further_denials(held, shown)]
    side = phrases.accused(held.record.assessment, held.names)
    empty = f"No response by {side if side != 'not stated' else 'the accused side'} known in these items."
    return Part(2, "What the accused side says", merged(entries), empty, tuple(footnotes))


def answering(held: Lookup) -> tuple[Answering, ...]:
    """Each accused side in one line, with the search for an answer, also when it found none."""
    return tuple(
        Answering(phrases.side_words(one.party, held.names), _said(held, one), one.searched or "")
        for one in held.record.assessment.contestation
    )


def _said(held: Lookup, side: Contestation) -> str:
    """What a side says in one line, with nothing left out that part 2 lists of it.

    An assessment counts a side as answering where one text found an answer and another none yet; the silence
    that the other one tells of is said all the same.
    """
    words = phrases.answers(side)
    records = (held.records.get(identifier) for identifier in side.records)
    silent = any(
        isinstance(one, Response)
        and one.kind in phrases.SILENT
        and one.scope in {Scope.THIS_INCIDENT, Scope.UNCLEAR}
        for one in records
    )
    return words if not silent or phrases.UNANSWERED in words else f"{words}; {phrases.UNANSWERED}"


def _further_denials(held: Lookup, shown: set[str]) -> Iterable[Account]:
    """Denied and other accounts that no record above carries: one denial is one entry, not one a value.

    Which values a denied sentence touches stands in the matrix.
    """
    told = {record.statement for key, record in held.records.items() if key in shown}
    told |= {account.statement for key, account in held.accounts.items() if key in shown}
    denying = [a for a in held.record.accounts if a.stance in {Stance.DENIES, Stance.ALTERNATIVE}]
    acts = {account.statement for account in denying if account.attribute is Attribute.ACT_TYPE}
    for account in denying:
        whole = account.attribute is Attribute.ACT_TYPE or account.statement not in acts
        if account.statement not in told and whole:
            yield account


def _response(held: Lookup, response: Response) -> Entry:
    who = held.speaker(response.by, response.span.document)
    document = held.documents.get(response.span.document)
    notes = [phrases.SCOPES[response.scope]]
    between = [voice for voice in response.chain if not voice.is_outlet and voice != response.by]
    if document and between:  # second hand: the way the words came stays visible
        notes.append(f"as told by {phrases.voices(between, document)}")
    side = phrases.party(response.party, held.names) if response.party else who
    return Entry(
        side if response.by.is_outlet else who,
        phrases.RESPONSES[response.kind],
        tuple(notes),
        held.quotations([response.span]),
    )


def _denial(held: Lookup, account: Account) -> Entry:
    verb = "denies" if account.stance is Stance.DENIES else "gives another account"
    return Entry(
        held.who(account.statement, account.span.document),
        f"{verb}: {phrases.ATTRIBUTES[account.attribute]} — {held.value(account)}",
        (phrases.SCOPES[account.scope],),
        held.quotations([account.span]),
    )


def checked(held: Lookup) -> Part:
    """Part 3: aspect by aspect and verifier by verifier, and of which aspects no check was read."""
    found: dict[tuple[str, tuple[str, ...], tuple[Quotation, ...]], list[str]] = {}
    for cell in held.record.assessment.verification:
        records = [r for r in map(held.records.get, cell.records) if isinstance(r, Verification)]
        names = {held.speaker(r.verifier, r.span.document) for r in records}
        notes = [_hand(held, cell, records)]
        if cell.party_confirmation:
            notes.append("a party confirming its own side; not counted as a check")
        who = " / ".join(sorted(names)) or phrases.named(cell.verifier)
        key = (who, tuple(notes), held.quotations(r.span for r in records))
        found.setdefault(key, []).append(f"{phrases.aspect(cell.aspect)}: {phrases.RESULTS[cell.result]}")
    entries = [
        Entry(who, "; ".join(whats), notes, quotations) for (who, notes, quotations), whats in found.items()
    ]
    empty = "No check was read in these items."
    return Part(3, "What was checked, by whom, with which result", merged(entries), empty, _unread(held))


def _hand(held: Lookup, cell: VerificationCell, records: Sequence[Verification]) -> str:
    """Whose word a check is: the verifier's own, or that of the outlets that tell of it."""
    if cell.first_hand:
        return "first-hand"
    outlets = {
        outlet
        for r in records
        if not r.verifier.is_outlet and r.span.document in held.documents
        if _bare(outlet := phrases.outlet(held.documents[r.span.document]))
        != _bare(held.speaker(r.verifier, r.span.document))
    }
    return f"as told by {', '.join(sorted(outlets))}" if outlets else ""


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _unread(held: Lookup) -> tuple[str, ...]:
    """Aspects of which no check was read. That nobody looked at them, no reader can know."""
    assessed = held.record.assessment
    aspects = ", ".join(phrases.aspect(a) for a in assessed.not_checked)
    checks = [c for c in assessed.verification if not c.party_confirmation]
    open_ended = sum(c.aspect is VerificationAspect.UNSPECIFIED for c in checks)
    loose = sum(
        isinstance(r, Verification) and not r.about and r.span.document in held.documents
        for r in held.records.values()
    )
    notes = []
    if open_ended:
        which = "names no aspect and may cover any" if open_ended == 1 else "name no aspect and may cover any"
        notes.append(f"{_checks(open_ended)} {which}.")
    if loose:
        which = "names" if loose == 1 else "name"
        notes.append(f"{_checks(loose)} in these items {which} no incident and may concern this one.")
    if aspects and (open_ended or loose):
        notes.append(f"No check that names one of these aspects was read: {aspects}.")
    elif aspects:
        notes.append(f"No check of these aspects was read: {aspects}.")
    return tuple(notes)


def _checks(number: int) -> str:
    return f"{number} check{'' if number == 1 else 's'}"


def steps(held: Lookup) -> Part:
    """Part 5: the furthest stage of each authority, and the bodies addressed."""
    return Part(
        5,
        "Steps taken",
        merged((*process(held), *addresses(held))),
        "No legal step and no address to a body is reported in these items.",
    )


def process(held: Lookup) -> tuple[Entry, ...]:
    """The furthest stage of each authority, side by side, with the provisions as the texts name them."""
    entries = []
    for step in held.record.assessment.process:
        articles = "; ".join(step.articles)
        notes = (f"provision named: {articles}",) if articles else ("no provision named",)
        entries.append(
            Entry(phrases.named(step.authority), phrases.stage(step.stage), notes, _spans(held, step.records))
        )
    return merged(entries)


def addresses(held: Lookup) -> tuple[Entry, ...]:
    """Who addressed which body, and how far that is reported to have gone: an answer is a status too."""
    entries = []
    letters: dict[tuple[str, str, tuple[Quotation, ...]], list[str]] = {}
    for address in held.record.assessment.addressed:
        key = (address.by, phrases.REFERRAL_STATUS[address.status], _spans(held, address.records))
        letters.setdefault(key, []).append(phrases.body(address.addressed))
    for (by, status, quotations), bodies in letters.items():
        entries.append(Entry(f"{phrases.named(by)} → {', '.join(bodies)}", status, (), quotations))
    return merged(entries)


def _spans(held: Lookup, identifiers: Sequence[str]) -> tuple[Quotation, ...]:
    records = (held.records.get(identifier) for identifier in identifiers)
    return held.quotations(record.span for record in records if record)


def pinned(held: Lookup) -> tuple[Entry, ...]:
    """Circumstances that speak for the accused side: no summary may drop them."""
    wanted = set(held.record.assessment.pinned)
    acts = [
        _act(held, act)
        for mention in held.record.mentions
        for act in mention.acts
        if act.id in wanted or act.pinned
    ]
    told: dict[tuple[str, tuple[str, ...], Span], list[str]] = {}
    things: dict[tuple[str, tuple[str, ...], Span], list[str]] = {}
    for account in held.record.accounts:
        if account.id in wanted:
            who = held.who(account.statement, account.span.document)
            words = f"{phrases.ATTRIBUTES[account.attribute]}: {held.value(account)}"
            key = (who, held.notes(account), account.span)
            told.setdefault(key, []).append(words)
            things.setdefault(key, []).append(account.id)
    accounts = [
        Entry(
            key[0],
            "; ".join(dict.fromkeys(values)),
            key[1],
            held.quotations([key[2]]),
            tuple(things[key]),
        )
        for key, values in told.items()
    ]
    return _once(merged(acts + accounts))


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries of one speaker on the same words as one, with all that is read from them."""
    found: dict[tuple[str, tuple[str, ...], tuple[Quotation, ...]], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.who, entry.notes, entry.quotations), []).append(entry)
    return tuple(
        Entry(
            who,
            "; ".join(entry.what for entry in same),
            notes,
            words,
            tuple(thing for entry in same for thing in entry.things),
        )
        for (who, notes, words), same in found.items()
    )


def footage_told(held: Lookup) -> tuple[Entry, ...]:
    """Footage as the texts tell of it: what kind, where it appeared, who shared it. Nothing is opened."""
    media = (record for record in held.record.records if isinstance(record, MediaAppearance))
    return merged(_footage(held, record) for record in media)


def _footage(held: Lookup, record: MediaAppearance) -> Entry:
    document = record.span.document
    shared = f", shared by {held.speaker(record.sharer, document)}" if record.sharer else ""
    notes = (f"on {record.platform}",) if record.platform else ()
    who = held.who(record.statement, document)
    return Entry(who, f"footage: {record.kind}{shared}", notes, held.quotations([record.span]))


def said_around(held: Lookup) -> tuple[Entry, ...]:
    """Legal words, footage, claims of a pattern, evaluations: as somebody said them, and no more."""
    shown = []
    for record in held.record.records:
        document = record.span.document
        match record:
            case Qualification():
                notes = (f"on condition: {record.condition}",) if record.condition else ()
                who, what = held.speaker(record.by, document), f"legal words: “{record.words_used}”"
            case PatternClaim():
                notes, who = (), held.speaker(record.by, document)
                what = f"alleges a pattern: “{record.words_used}”"
            case Evaluation():
                notes, who = (), held.speaker(record.by, document)
                what = f"evaluates: “{record.words_used}”"
            case MediaAppearance():
                shown.append(_footage(held, record))
                continue
            case _:
                continue
        shown.append(Entry(who, what, notes, held.quotations([record.span])))
    return merged(shown)
