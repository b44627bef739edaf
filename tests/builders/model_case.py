"""Five papers modelled on the acceptance case: its values in our own words (eleven incidents, A to K)."""

from casebook import (
    RU,
    UA,
    Paper,
    count,
    group,
    incident,
    neutral,
    organ,
    place,
    relative,
    where,
    yearless,
)

from allegata.model.record import TotalScope
from allegata.model.source import Speaker
from allegata.model.value import Category, Wording
from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    Attribute,
    Basis,
    CountRole,
    Modality,
    PlaceKind,
    ProceedingStage,
    ReferralStatus,
    ReferralType,
    ResponseKind,
    Scope,
    SpeechAct,
    TimeSlot,
    Unit,
    VerificationAspect,
    VerificationResult,
)

D, K = Attribute, CountRole
PROSECUTOR, OMBUD = organ(UA, "prosecutor"), organ(UA, "ombudsperson")
ARMY = organ(UA, "army")
MINISTRY, COMMITTEE, COUNCIL = organ(RU, "ministry"), organ(RU, "committee"), organ(RU, "council")
KREMLIN = organ(RU, "presidency")
BBC, AFP, POLITICO, MAIL, REUTERS = (neutral(s) for s in ("bbc", "afp", "politico", "mail", "reuters"))
FOOTAGE = {
    "act": SpeechAct.DESCRIBE_FOOTAGE,
    "basis": (Basis.FOOTAGE,),
    "modality": Modality.PURPORTED_BY_FOOTAGE,
}

UKRAINE = place("ua", PlaceKind.COUNTRY)
DONETSK = place("donetsk", PlaceKind.REGION, ("ua",))
LUHANSK = place("luhansk", PlaceKind.REGION, ("ua",))
POKROVSK = place("pokrovsk", PlaceKind.DISTRICT, ("donetsk", "ua"))
MAKIIVKA = place("makiivka", PlaceKind.VILLAGE, ("luhansk", "ua"), at=(49.2, 38.1))
NEW_YORK = place("new-york", PlaceKind.VILLAGE, ("donetsk", "ua"), at=(48.3, 37.8))
KURSK = place("kursk", PlaceKind.REGION, ("ru",), country="RU")
KUPYANSK = place("kupyansk", PlaceKind.CITY, ("kharkiv", "ua"), at=(49.7, 37.6))
KHERSON = place("kherson", PlaceKind.CITY, ("kherson-region", "ua"), at=(46.6, 32.6))
BY_RU, BY_UA = group(RU), group(UA)
OF_UA, OF_RU = group(UA, ActorKind.CAPTIVES, "prisoners"), group(RU, ActorKind.CAPTIVES, "prisoners")


def killing(paper, mention, told, actor, victim):
    paper.act(mention, ActType.KILLING, told, (actor, victim))
    paper.account(mention, D.ACT_TYPE, Category("act", "killing"), told)


def paper_000():
    p = Paper("000")
    lead = p.say(
        "Clips on a network are said to show troops of one army around a trench in the Donetsk region.",
        **FOOTAGE,
    )
    first = p.say(
        "A man lies down with raised hands, a second one climbs out and is fired at, then the first as well.",
        **FOOTAGE,
    )
    verified = p.say("AFP has checked the clip on its own, it is reported.")
    denies = p.say(
        "The presidency rejects the accusations, as the MAIL writes.",
        KREMLIN,
        via=(Speaker("MAIL", None, MAIL),),
    )
    says = p.say(
        "The clip shows a group in foreign uniforms shooting two unarmed men who were giving up, the prosecutor wrote.",
        PROSECUTOR,
    )
    district = p.say("It happened in the Pokrovsk district, the same note says.", PROSECUTOR)
    army = p.say("The army holds confirmed word that the clip shows it.", ARMY)
    law = p.say(
        "Whoever kills captives gravely breaks the conventions, which is an international crime, the prosecutor said.",
        PROSECUTOR,
        act=SpeechAct.QUALIFY_LEGALLY,
        scope=Scope.CLASS_OF_INCIDENTS,
    )
    m = p.mention(lead, first, says, district, army, law)
    killing(p, m, lead, BY_RU, OF_UA)
    p.account(m, D.VICTIMS_KILLED, count(2, 2), says)
    p.account(m, D.VICTIMS_KILLED, count(2, 2), first)
    p.account(m, D.PERPETRATOR_GROUP, BY_RU, says)
    p.account(m, D.PLACE_EVENT, where(DONETSK, wording="the Donetsk region"), lead)
    p.account(m, D.PLACE_EVENT, where(POKROVSK, wording="the Pokrovsk district"), district)
    p.account(m, D.SEQUENCE, Wording("the first tries to rise and is shot"), first)
    p.media(m, lead, platform="x", first_seen=relative(TimeSlot.MEDIA_FIRST_SEEN, "weekend:last"))
    p.check((m,), verified, AFP, VerificationAspect.UNSPECIFIED, VerificationResult.REPORTED_VERIFIED)
    p.check((m,), army, ARMY, VerificationAspect.UNSPECIFIED, VerificationResult.SUPPORTS, self_interest=True)
    p.response((m,), denies, ResponseKind.DENIAL, RU, Scope.UNCLEAR)
    return p, {"A": m}


def paper_001():
    p = Paper("001")
    lead = p.say(
        "A clip that came up on Friday appears to show men of one army alive, and dead a little later.",
        **FOOTAGE,
    )
    ministry = p.say(
        "The ministry spoke of upwards of ten servicemen put to death on purpose and one after the other.",
        MINISTRY,
        act=SpeechAct.ACCUSE,
    )
    reverse = p.say(
        "One of the men seems to open fire on the others while his comrades lie on the ground.", **FOOTAGE
    )
    hurt = p.say("At least one of the other side was reportedly hurt.", **FOOTAGE)
    unclear = p.say("Nobody can say how this hangs together with what came next.")
    council = p.say(
        "The council will write to four bodies about the matter.", COUNCIL, act=SpeechAct.ANNOUNCE_INTENTION
    )
    others = p.say(
        "The head of the council said that the office already looks into killings near Kupyansk and the shelling of a crossing in Kherson.",
        COUNCIL,
    )
    legs = p.say("In late March a clip allegedly showed troops shooting captives in the legs.", **FOOTAGE)
    b, c = p.mention(lead, ministry, reverse, hurt, unclear, council), p.mention(legs)
    d, e = p.mention(others), p.mention(others)
    killing(p, b, lead, BY_UA, OF_RU)
    killing(p, b, ministry, BY_UA, OF_RU)
    p.act(b, ActType.SHOOTING, reverse, (BY_RU, BY_UA), pinned=True)
    p.act(b, ActType.WOUNDING, hurt, (None, BY_UA), pinned=True)
    p.account(b, D.VICTIMS_KILLED, count(11, None), ministry)
    p.account(b, D.PERPETRATOR_GROUP, BY_UA, ministry)
    p.account(b, D.METHOD, Category("method", "shooting"), ministry)
    p.account(b, D.VICTIMS_INJURED, count(1, None, K.INJURED), hurt)
    p.account(b, D.RELATION, Wording("how this hangs together with what came next"), unclear)
    p.media(
        b, lead, platform="social media", first_seen=relative(TimeSlot.MEDIA_FIRST_SEEN, "weekday:friday")
    )
    p.referral(
        b,
        council,
        ("the rights office", "the council of states"),
        ReferralType.SUBMISSION_OF_MATERIAL,
        ReferralStatus.ANNOUNCED,
    )
    p.act(c, ActType.WOUNDING, legs, (BY_UA, OF_RU))
    p.act(d, ActType.KILLING, others, (None, None))
    p.account(d, D.PLACE_EVENT, where(KUPYANSK, wording="near Kupyansk", near=True), others)
    p.act(e, ActType.ATTACK, others, (None, None))
    p.account(e, D.PLACE_EVENT, where(KHERSON, wording="the city of Kherson"), others)
    for one, other in ((b, c), (b, d), (d, e)):
        p.apart(one, other)
    return p, {"B1": b, "C": c, "D": d, "E": e}


def paper_002():
    p = Paper("002")
    lead = p.say("A clip shows troops shooting at least two unarmed captives.", **FOOTAGE)
    caption = p.say(
        "A war reporter wrote on his channel: at least two unarmed captives shot in the Kursk region.",
        "Military Reporter",
    )
    silent = p.say("The accused officials have not commented so far.")
    separate = p.say("Another clip came up on Nov. 9 in which troops take a hurt man.", **FOOTAGE)
    prosecutor = p.say(
        "The prosecutor says that an automatic weapon was fired at the man, who had none.", PROSECUTOR
    )
    case = p.say(
        "The prosecutor has opened a pre-trial inquiry into the death under part 2 of Article 438.",
        PROSECUTOR,
        act=SpeechAct.OPEN_CASE,
    )
    total = p.say(
        "On Nov. 6 an official counted 49 criminal cases on the killing of 124 captives.",
        PROSECUTOR,
        act=SpeechAct.PUBLISH_TOTAL,
    )
    region = p.say(
        "For the Donetsk region the list counts 62 dead in 17 incidents.", act=SpeechAct.PUBLISH_TOTAL
    )
    three = p.say(
        "Earlier in October three captives were killed by troops near the houses of New York, a village."
    )
    sixteen = p.say(
        "According to reports of October, 16 captives were killed in the Pokrovsk district near a trench.",
        "Reports",
    )
    released = p.say("In a clip put out on Oct. 1 men climb out of a trench and are shot.", **FOOTAGE)
    f, g = p.mention(lead, caption), p.mention(separate, prosecutor)
    h, i = p.mention(three), p.mention(sixteen, released)
    for mention, told in ((f, lead), (g, prosecutor), (h, three), (i, sixteen)):
        killing(p, mention, told, BY_RU, OF_UA)
    p.account(f, D.VICTIMS_KILLED, count(2, None), lead)
    p.account(f, D.VICTIMS_KILLED, count(2, None), caption)
    p.account(f, D.PLACE_EVENT, where(KURSK, wording="the Kursk region"), caption)
    p.response((f,), silent, ResponseKind.NO_COMMENT, RU, Scope.THIS_INCIDENT)
    p.account(g, D.VICTIMS_KILLED, count(1, 1), prosecutor)
    p.media(
        g, separate, platform="telegram", first_seen=yearless(TimeSlot.MEDIA_FIRST_SEEN, 11, 9), separate=True
    )
    p.proceeding(
        g, case, PROSECUTOR, ProceedingStage.PRE_TRIAL_INVESTIGATION, articles=("Part 2, Article 438",)
    )
    p.account(h, D.VICTIMS_KILLED, count(3, 3), three)
    p.account(h, D.PLACE_EVENT, where(NEW_YORK, wording="New York, a village"), three)
    p.account(i, D.VICTIMS_KILLED, count(16, 16), sixteen)
    p.account(i, D.PLACE_EVENT, where(POKROVSK, wording="the Pokrovsk district"), sixteen)
    p.media(i, released, first_seen=yearless(TimeSlot.MEDIA_FIRST_SEEN, 10, 1))
    p.apart(f, g)
    scope = TotalScope(act=ActType.KILLING)
    p.total(
        total,
        (count(49, 49, K.NOT_STATED, Unit.CRIMINAL_CASES), count(124, 124)),
        scope,
        as_of=yearless(TimeSlot.STATEMENT, 11, 6),
        cumulative=True,
    )
    p.total(
        region,
        (count(62, 62), count(17, 17, K.NOT_STATED, Unit.INCIDENTS)),
        TotalScope(
            act=ActType.KILLING, victim_party=UA, territory=where(DONETSK, wording="the Donetsk region")
        ),
    )
    return p, {"F": f, "G": g, "H": h, "I": i}


def paper_003():
    p = Paper("003")
    head = p.say("The presidency put out a clip that accuses the other side of killing dozens.")
    lead = p.say("The ministry shared a clip that went round on Friday.")
    still = p.say(
        "Men who have given up to others with coloured armbands lie there; after a shot one body does not move.",
        **FOOTAGE,
    )
    bbc = p.say(
        "The BBC could not find out who took the clip or on which day; it places it close to the village of Makiivka, Luhansk region.",
        BBC,
    )
    ministry = p.say(
        "On the clip, the ministry wrote, upwards of ten men who could not move are put to death on purpose.",
        MINISTRY,
        act=SpeechAct.ACCUSE,
    )
    committee = p.say(
        "A case over eleven or more unarmed dead is now with the committee.",
        COMMITTEE,
        act=SpeechAct.OPEN_CASE,
    )
    silent = p.say("The accused side has not yet answered.")
    promise = p.say(
        "Its government had said before that it would look into any abuse by its forces.",
        organ(UA, "government"),
        scope=Scope.GENERAL_CONDUCT,
    )
    denied = p.say(
        "It accuses the first side of crimes, which that side denies.", KREMLIN, scope=Scope.GENERAL_CONDUCT
    )
    m = p.mention(lead, still, bbc, ministry, committee)
    killing(p, m, still, BY_UA, OF_RU)
    killing(p, m, ministry, BY_UA, OF_RU)
    p.account(m, D.VICTIMS_KILLED, count(24, None, vague=True), head, headline=True)
    p.account(m, D.VICTIMS_KILLED, count(11, None), ministry)
    p.account(m, D.VICTIMS_KILLED, count(11, None), committee)
    p.account(m, D.VICTIMS_SHOWN_MOTIONLESS, count(1, 1, K.SHOWN_MOTIONLESS), still)
    p.account(m, D.PERPETRATOR_GROUP, BY_UA, ministry)
    p.account(
        m,
        D.PLACE_EVENT,
        where(MAKIIVKA, wording="the village of Makiivka, Luhansk region", near=True),
        bbc,
    )
    p.media(
        m,
        lead,
        platform="social media",
        first_seen=relative(TimeSlot.MEDIA_FIRST_SEEN, "weekday:friday"),
        sharer=Speaker("The ministry", lead.span, MINISTRY),
    )
    p.check((m,), bbc, BBC, VerificationAspect.AUTHOR, VerificationResult.COULD_NOT_VERIFY)
    p.check((m,), bbc, BBC, VerificationAspect.TIME, VerificationResult.COULD_NOT_VERIFY)
    p.check((m,), bbc, BBC, VerificationAspect.PLACE, VerificationResult.SUPPORTS)
    p.response((m,), silent, ResponseKind.NO_RESPONSE_KNOWN, UA, Scope.THIS_INCIDENT)
    p.response((), promise, ResponseKind.COMMITMENT_TO_INVESTIGATE, UA, Scope.GENERAL_CONDUCT)
    p.response((), denied, ResponseKind.DENIAL, RU, Scope.GENERAL_CONDUCT)
    p.proceeding(m, committee, COMMITTEE, ProceedingStage.CRIMINAL_CASE_OPENED)
    return p, {"B2": m}


def paper_004():
    p = Paper("004", publisher="politico")
    lead = p.say(
        "A clip came up that shows troops killing six unarmed captives in the Donetsk region.", **FOOTAGE
    )
    case = p.say("The prosecutor opened a criminal case on Thursday.", PROSECUTOR, act=SpeechAct.OPEN_CASE)
    says = p.say(
        "The attackers took six servicemen and then shot them, the prosecutor wrote.",
        PROSECUTOR,
        act=SpeechAct.ACCUSE,
    )
    law = p.say(
        "Whoever kills captives breaks the convention and commits an international crime, the prosecutor added.",
        PROSECUTOR,
        act=SpeechAct.QUALIFY_LEGALLY,
        scope=Scope.CLASS_OF_INCIDENTS,
    )
    seventh = p.say("The clip ends while a seventh captive is lying there.", **FOOTAGE)
    checked = p.say("POLITICO could not verify the clip on its own.")
    earlier = p.say("In December a clip had come up of troops shooting five disarmed captives.", **FOOTAGE)
    total = p.say(
        "The government's list holds 177 executions since 2022.",
        organ(UA, "government"),
        act=SpeechAct.PUBLISH_TOTAL,
    )
    denies = p.say(
        "The presidency officially denies that captives are ill-treated.",
        KREMLIN,
        scope=Scope.GENERAL_CONDUCT,
    )
    filed = p.say("The ombudsperson has filed a claim with the United Nations.", OMBUD)
    k, j = p.mention(lead, case, says, law, seventh), p.mention(earlier)
    killing(p, k, lead, BY_RU, OF_UA)
    killing(p, j, earlier, BY_RU, OF_UA)
    p.account(k, D.VICTIMS_KILLED, count(6, 6), lead)
    p.account(k, D.VICTIMS_KILLED, count(6, 6), says)
    p.account(k, D.PERSONS_FATE_UNKNOWN, count(1, 1, K.FATE_UNKNOWN), seventh)
    p.account(k, D.PLACE_EVENT, where(DONETSK, wording="the Donetsk region"), lead)
    p.media(k, lead, platform="telegram", first_seen=relative(TimeSlot.MEDIA_FIRST_SEEN, "weekday:thursday"))
    p.account(j, D.VICTIMS_KILLED, count(5, 5), earlier)
    p.media(j, earlier)
    p.check(
        (k,),
        checked,
        POLITICO,
        VerificationAspect.UNSPECIFIED,
        VerificationResult.COULD_NOT_VERIFY,
        first_hand=True,
    )
    p.response((), denies, ResponseKind.DENIAL, RU, Scope.GENERAL_CONDUCT)
    p.proceeding(k, case, PROSECUTOR, ProceedingStage.CRIMINAL_CASE_OPENED)
    p.referral(
        k, filed, ("the United Nations",), ReferralType.FORMAL_COMPLAINT, ReferralStatus.REPORTED_AS_MADE
    )
    p.apart(k, j)
    p.total(
        total,
        (count(177, 177, unit=Unit.EXECUTIONS_UNIT_UNCLEAR),),
        TotalScope(act=ActType.KILLING, victim_party=UA, perpetrator_party=RU),
        cumulative=True,
    )
    return p, {"K": k, "J": j}


def model_case():
    """The papers, and the mention ids under the letters of their incidents (B is B1 and B2)."""
    made = [paper_000(), paper_001(), paper_002(), paper_003(), paper_004()]
    papers = [p for p, _ in made]
    names = {name: mention for _, found in made for name, mention in found.items()}
    return papers, names


def incidents(names):
    by_letter = {}
    for name, mention in names.items():
        by_letter.setdefault(name[0], []).append(mention)
    return {letter: incident(f"inc-{letter}", *mentions) for letter, mentions in sorted(by_letter.items())}
