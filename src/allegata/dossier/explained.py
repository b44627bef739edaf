"""The method in brief, as it stands in every dossier: how to read it, and what it is no proof of."""

DISCLAIMER = "Nothing here says that an event took place or that anybody is guilty."

CODES = (
    "C0 one account; C1 repeated, one origin; C2 more than one origin, same side or same footage; C3 two or "
    "more independent origins, one of them no party or the opposing side; C4 checked first-hand by a "
    "non-party for this aspect; X contradicted, always shown with the code."
)


def method() -> tuple[str, ...]:
    """Paragraphs for a reader who knows nothing of the program."""
    return (
        "The unit is not what happened but who said what, through whom, in which exact words. No value stands "
        "without a statement, and no statement without the place where it stands. What no text states is left "
        "open: nothing is filled in from a neighbouring sentence, a page's furniture or a default.",
        "A program proposes every reading; a person may confirm, correct or reject it. What nobody looked at is "
        "marked as proposed by the machine. Texts in other languages than English are kept and not read.",
        "Origins are counted, not mentions, as two bounds. Copies of one text, one utterance in several wordings, "
        "descriptions of the same footage, and all bodies of one side count once in the lower bound.",
        f"The letters beside an attribute name a pattern of sources and not a degree of truth: {CODES} There is "
        "no letter for an incident and no total.",
        "Counts are intervals with a unit and a role (killed, injured, captured …) and never meet across roles. "
        "Times stand in separate slots; a relative day is resolved only against a publication date with a sound "
        "basis. A place stays open between all places of its name until words in the text choose.",
        "What is said around the allegation has four axes side by side, never folded into one: what the accused "
        "side says, what was checked by whom, which origins stand behind each value, which legal steps were "
        "taken. That somebody could not verify something says nothing against it. Silence says nothing at all.",
        "The same rules, words and thresholds hold for every side; a test swaps the sides and compares.",
    )
