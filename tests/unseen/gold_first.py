"""The gold of the first five articles, written before the reader ever saw them."""

from pathlib import Path

from tests.heldout.form import (
    Sheet,
    act,
    actor,
    address,
    answer,
    check,
    count,
    general,
    legal,
    media,
    opinion,
    pattern,
    place,
    protected,
    status,
    step,
    total,
    typ,
    when,
    words,
)

ARTICLES = Path(__file__).with_name("articles")
RU, UA, NG, BF, SD = (f"state:{c}" for c in ("RU", "UA", "NG", "BF", "SD"))
BOKO, JNIM, RSF = "group:boko-haram", "group:jnim", "group:rapid-support-forces"
VDP = ("", "group:vdp", BF)
SHIELD = ("", "group:sudan-shield", "group:sudan-shield-forces")

SPEAKERS = {
    # u01
    "investigators_ua": {"pattern": "investigat|ukrain", "party": UA},
    "prosecutor_kharkiv": {"pattern": "prosecut|^it$", "party": UA},
    "sentinel": {"pattern": "sentinel"},
    "radio_voice": {"pattern": "voice"},
    "village_head": {"pattern": "head|administration"},
    "moscow": {"pattern": "moscow|russia", "party": RU},
    "bloggers": {"pattern": "blogger"},
    "researchers": {"pattern": "researcher|centre"},
    "head_research": {"pattern": "head|research|centre"},
    "administration_luhansk": {"pattern": "administration|luhansk"},
    "military_ua": {"pattern": "military|ukraine", "party": UA},
    # u02
    "ic_ru": {"pattern": "investigat|press service", "party": RU},
    "resident_kursk": {"pattern": "resident"},
    "kyiv": {"pattern": "kiev|kyiv|ukrain", "party": UA},
    "press_officer": {"pattern": "press officer|brigade", "party": UA},
    "governor_kursk": {"pattern": "governor", "party": RU},
    "commissioner_ru": {"pattern": "commissioner|^she$", "party": RU},
    "prosecutor_ua": {"pattern": "prosecut", "party": UA},
    "mod_ru": {"pattern": "defen[cs]e|russia", "party": RU},
    # u03
    "vigilante": {"pattern": "vigilante|member|^he$"},
    "naf": {"pattern": "\\bnaf\\b|air force|director|service|^he$"},
    "governor_zamfara": {"pattern": "governor"},
    "amnesty": {"pattern": "amnesty|organi[sz]ation"},
    "survivor_jere": {"pattern": "survivor"},
    "police_borno": {"pattern": "police|spokes"},
    # u04
    "wajp": {"pattern": "west africa justice|project|researchers|^they$"},
    "deputy_director": {"pattern": "deputy|director|west africa justice"},
    "woman_bf": {"pattern": "woman|^she$"},
    "government_bf": {"pattern": "government|spokes|burkina"},
    "survivors_bf": {"pattern": "survivor"},
    "jnim": {"pattern": "jnim|support of islam"},
    # u05
    "residents_kambo": {"pattern": "resident"},
    "kanabi": {"pattern": "kanabi|congress|^it$"},
    "shield": {"pattern": "shield|commander|^he$"},
    "army_sd": {"pattern": "army|command|sudan"},
    "lawyer_families": {"pattern": "lawyer"},
    "digital_unit": {"pattern": "unit|al noor|^our"},
    "canal_voice": {"pattern": "voice"},
    "rsf": {"pattern": "\\brsf\\b|rapid support"},
    "committee_madani": {"pattern": "committee|network"},
    "un_ffm": {"pattern": "mission|\\bun\\b|^it$"},
}

PLACES = {
    "stara_hutorivka": {"wording": "stara hutorivka", "country": "UA"},
    "kharkiv_region": {"wording": "kharkiv", "country": "UA"},
    "svatove": {"wording": "svatove", "country": "UA"},
    "luhansk": {"wording": "luhansk", "country": "UA"},
    "nizhnyaya_olkhovka": {"wording": "nizhnyaya olkhovka", "country": "RU"},
    "kursk_region": {"wording": "kursk", "country": "RU", "kinds": ["region"]},
    "zeleny_shlyakh": {"wording": "zeleny shlyakh", "country": "RU"},
    "gidan_makera": {"wording": "gidan makera", "country": "NG"},
    "maru": {"wording": "\\bmaru\\b", "country": "NG"},
    "zamfara": {"wording": "zamfara", "country": "NG"},
    "ngubdori": {"wording": "ngubdori", "country": "NG"},
    "jere": {"wording": "\\bjere\\b", "country": "NG"},
    "borno": {"wording": "borno", "country": "NG"},
    "solenka": {"wording": "solenka", "country": "BF"},
    "mouhoun": {"wording": "mouhoun", "country": "BF"},
    "bani_kora": {"wording": "bani-kora", "country": "BF"},
    "kambo_hilal": {"wording": "kambo hilal", "country": "SD"},
    "gezira": {"wording": "gezira", "country": "SD"},
    "wad_nimir": {"wording": "wad nimir", "country": "SD"},
}


def u01() -> Sheet:
    """British paper: drone operators accused; an intercept; no answer yet; the other direction recalled."""
    s = Sheet("u01", ARTICLES)
    s.incident(
        "a", RU, ["", UA], ["stara_hutorivka", "kharkiv_region"], killed=[2], injured=[1], affected=[2, 1]
    )
    s.incident("b", UA, ["", RU], ["svatove", "luhansk"], killed=[3])
    s.row("a", "Cyclists 'hunted by drones' on village road", typ("attack", "killing"), headline=True)
    s.row(
        "a",
        "Russian drone operators killed a retired couple as they cycled home from a clinic",
        act("killing attack", RU, ["", UA]),
        who="investigators_ua",
    )
    s.row(
        "a",
        "Russian drone operators killed a retired couple as they cycled home from a clinic",
        count("killed", 2),
        who="investigators_ua",
    )
    s.row("a", "in Stara Hutorivka, a frontline village in the Kharkiv region", place("stara_hutorivka"))
    s.row("a", "were hit last Friday morning on an open road", when("friday"))
    s.row(
        "a",
        "A volunteer who drove out to recover the bodies was wounded in the leg",
        count("injured", 1),
        who="prosecutor_kharkiv",
    )
    s.row(
        "a",
        "In a radio exchange made public over the weekend by the SBU",
        media("radio|exchange|recording|audio|intercept"),
    )
    s.row(
        "a",
        "had no means of establishing who is speaking",
        check("sentinel|outlet", "author identity_of_depicted unspecified", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "a",
        "who is speaking or when it was made",
        check("sentinel|outlet", "time", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "a",
        "is treating the deaths as a violation of the laws and customs of war",
        legal("laws and customs|violation", "prosecutor_kharkiv"),
    )
    s.row(
        "a",
        "is treating the deaths as a violation of the laws and customs of war",
        step("pre_trial_investigation criminal_case_opened announced_inquiry unknown", "prosecutor_kharkiv"),
    )
    s.row(
        "a",
        "There was no immediate word from Moscow",
        answer("no_response_known no_comment", RU),
        act="no_comment",
    )
    s.row(
        "",
        "which maintains that it never strikes civilians on purpose",
        answer("denial", RU, "moscow"),
        pol="denies",
        scope="general_conduct class_of_incidents",
    )
    s.row(
        "",
        "have logged 213 drone attacks on people travelling on foot or by bicycle in the region this year",
        total([["incidents", 213]], "researchers"),
    )
    s.row("", "This is a method, not a mistake", pattern("head_research"))
    s.row(
        "b",
        "a Ukrainian drone had killed three road workers",
        act("killing attack", UA, ["", RU]),
        who="administration_luhansk",
    )
    s.row(
        "b",
        "a Ukrainian drone had killed three road workers",
        count("killed", 3),
        who="administration_luhansk",
    )
    s.row("b", "on the outskirts of Svatove", place("svatove"))
    s.row(
        "b",
        "In July the Moscow-backed administration of occupied Luhansk said",
        when("XXXX-07", "statement") + when("XXXX-07"),
    )
    s.row(
        "b",
        "The Ukrainian military brushed the claim aside as an invention",
        answer("denial", UA, "military_ua"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.trap("Support our reporting from the front line with a monthly gift")
    s.said("investigators_ua", "Cyclists 'hunted by drones' on village road", "assert accuse", optional=True)
    s.said(
        "investigators_ua",
        "Russian drone operators killed a retired couple … Kharkiv region",
        "assert accuse",
    )
    s.said("prosecutor_kharkiv", "The pair, both in their seventies … Ukrainian position", "assert accuse")
    s.said("prosecutor_kharkiv", "A volunteer who drove out … second drone", "assert accuse")
    s.said("radio_voice", "There are two of them … work.", "assert demand", optional=True)
    s.said(
        "sentinel",
        "had no means of establishing who is speaking or when it was made",
        "cannot_verify",
        optional=True,
    )
    s.said("village_head", "They had a bag of medicine and a thermos with them, nothing else", "assert")
    s.said(
        "prosecutor_kharkiv",
        "the deaths as a violation of the laws and customs of war",
        "qualify_legally",
        optional=True,
    )
    s.said("prosecutor_kharkiv", "it knows which unit flew the drones", "assert accuse")
    s.said("moscow", "it never strikes civilians on purpose", "deny assert generalise")
    s.said(
        "bloggers",
        "the two had been acting as spotters",
        "assert accuse speculate acknowledge_alternative_explanation",
    )
    s.said("researchers", "213 drone attacks … this year", "publish_total", optional=True)
    s.said("head_research", "This is a method, not a mistake", "generalise evaluate assert accuse")
    s.said(
        "administration_luhansk",
        "a Ukrainian drone had killed three road workers on the outskirts of Svatove",
        "assert accuse",
    )
    s.said("military_ua", "the claim", "deny", optional=True)
    return s


def u02() -> Sheet:
    """Russian agency: a sentence in absentia; an answer by the brigade; the other direction, ignored."""
    s = Sheet("u02", ARTICLES)
    s.incident(
        "a",
        UA,
        ["", RU],
        ["nizhnyaya_olkhovka", "kursk_region"],
        killed=[5, 3, 2],
        captured=[7],
        affected=[5, 7],
    )
    s.incident(
        "b", RU, UA, ["zeleny_shlyakh", "kursk_region"], killed=[9], injured=[], captured=[9], affected=[9]
    )
    s.row(
        "a",
        "Ukrainian company commander gets 24 years in absentia",
        step("judgment_first_instance"),
        headline=True,
    )
    s.row(
        "a",
        "A military court has sentenced in absentia a company commander of Ukraine's 82nd Brigade to 24 years behind bars",
        step("judgment_first_instance"),
    )
    s.row("a", "for the murder of five residents of the Kursk Region", typ("killing"))
    s.row("a", "for the murder of five residents of the Kursk Region", count("killed", 5))
    s.row("a", "for the murder of five residents", legal("murder"))
    s.row(
        "a",
        "a company commander of Ukraine's 82nd Brigade",
        actor(UA) + words("alleged_perpetrator.unit"),
    )
    s.row(
        "a",
        "in November 2024 the officer gave his subordinates the order to open fire",
        when("2024-11"),
        who="ic_ru",
    )
    s.row(
        "a",
        "the officer gave his subordinates the order to open fire on people who were sheltering in a cellar",
        words("order_alleged"),
        who="ic_ru",
    )
    s.row("a", "in a cellar in the settlement of Nizhnyaya Olkhovka", place("nizhnyaya_olkhovka"))
    s.row("a", "has been placed on the international wanted list", step(""))
    s.row(
        "a",
        "seven more villagers were kept locked in the local school for over two weeks",
        typ("detention", "capture", "ill_treatment"),
        who="ic_ru",
    )
    s.row(
        "a",
        "seven more villagers were kept locked in the local school",
        count("captured", 7) + count("affected", 7),
        who="ic_ru",
    )
    s.row(
        "a",
        "the Ukrainian troops had beaten the men with rifle butts",
        act("ill_treatment torture", UA, ["", RU]),
        who="resident_kursk",
    )
    s.row(
        "a",
        "have not been checked by anyone outside Russia",
        check("", "", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "a",
        "dubbed the case a theatrical performance",
        answer("denial", UA, "press_officer"),
        act="deny evaluate",
    )
    s.row(
        "",
        'insisted that its paratroopers "do not fight old women."',
        answer("denial", UA, "press_officer"),
        scope="general_conduct",
    )
    s.row(
        "",
        "the number of civilians killed in the border districts at 331",
        total([["persons", 331]], "governor_kursk"),
    )
    s.row(
        "a",
        "she would hand over the case materials to the UN High Commissioner for Human Rights",
        address("commissioner_ru", "announced", ["high commissioner|\\bun\\b"], "submission_of_material"),
        act="announce_intention refer",
    )
    s.row(
        "a",
        "expected a clear assessment from international organizations",
        address("commissioner_ru", "demanded", ["international organi"]),
    )
    s.row(
        "b",
        "Russian soldiers had shot nine captured Ukrainian drone operators",
        act("killing shooting", RU, UA),
        who="prosecutor_ua",
    )
    s.row(
        "b",
        "Russian soldiers had shot nine captured Ukrainian drone operators",
        count("killed", 9) + count("affected", 9),
        who="prosecutor_ua",
    )
    s.row("b", "nine captured Ukrainian drone operators", status("in_power_of_adverse_party"))
    s.row("b", "near the village of Zeleny Shlyakh, also in the Kursk Region", place("zeleny_shlyakh"))
    s.row(
        "b",
        "In December, Ukraine's Prosecutor General's Office reported",
        when("XXXX-12", "statement") + when("XXXX-12"),
    )
    s.row(
        "b",
        "The Russian Defense Ministry ignored that report",
        answer("no_response_known no_comment", RU, "mod_ru"),
        act="no_comment",
    )
    s.said("ic_ru", "A military court has sentenced in absentia … Kursk Region", "assert accuse")
    s.said("ic_ru", "The court found that in November 2024 … wounds", "assert accuse")
    s.said("ic_ru", "seven more villagers were kept locked … two weeks", "assert accuse")
    s.said("resident_kursk", "the Ukrainian troops had beaten the men with rifle butts", "assert accuse")
    s.said("kyiv", "the trial", "deny", optional=True)
    s.said("press_officer", "the case a theatrical performance", "deny evaluate", optional=True)
    s.said("press_officer", 'its paratroopers "do not fight old women."', "deny assert generalise")
    s.said(
        "governor_kursk",
        "the number of civilians killed in the border districts at 331",
        "publish_total assert",
    )
    s.said(
        "commissioner_ru",
        "she would hand over … international organizations",
        "announce_intention refer demand",
    )
    s.said("prosecutor_ua", "Russian soldiers had shot nine … Kursk Region", "assert accuse")
    s.said("mod_ru", "The Russian Defense Ministry ignored that report", "no_comment", optional=True)
    return s


def u03() -> Sheet:
    """Nigerian paper: an air raid that the service calls a strike on bandits; farmers killed elsewhere."""
    s = Sheet("u03", ARTICLES)
    s.incident(
        "a",
        NG,
        ["", NG],
        ["gidan_makera", "maru", "zamfara"],
        killed=[(16, "open"), 16],
        injured=[24],
        affected=[24],
    )
    s.incident("b", BOKO, ["", NG], ["ngubdori", "jere", "borno"], killed=[7, 5])
    s.row("a", "Villagers count losses after air raid", typ("attack"), headline=True)
    s.row("a", "a jet bombed a naming ceremony", typ("attack"))
    s.row("a", "leaving no fewer than 16 persons dead", count("killed", 16, "open"))
    s.row(
        "a",
        "at Gidan Makera, Maru Local Government Area of Zamfara State",
        place("gidan_makera"),
    )
    s.row("a", "on Saturday evening, leaving no fewer than 16 persons dead", when("saturday"))
    s.row(
        "a",
        "24 others were on admission at the General Hospital, Maru",
        count("injured", 24),
        who="vigilante",
    )
    s.row(
        "a",
        "the strike was based on credible intelligence and that many terrorists were eliminated",
        answer("alternative_account acknowledged_in_part", NG, "naf"),
        who="naf",
    )
    s.row(
        "a",
        "the service had nonetheless constituted a panel to look into claims of civilian casualties",
        answer("commitment_to_investigate", NG, "naf") + step("announced_inquiry", "naf"),
    )
    s.row("a", "described the bombing as reckless", opinion("amnesty"))
    s.row(
        "a",
        "asked the Federal Government to compensate the bereaved families",
        address("amnesty", "demanded", ["government"]),
        act="demand",
    )
    s.row(
        "",
        "Air raids by the military have claimed the lives of over 400 civilians since 2017",
        total([["persons", 401]], "amnesty"),
    )
    s.row(
        "b",
        "fighters suspected to belong to Boko Haram on Thursday killed seven farmers",
        act("killing", BOKO, ["", NG]),
    )
    s.row(
        "b",
        "fighters suspected to belong to Boko Haram on Thursday killed seven farmers",
        count("killed", 7),
    )
    s.row(
        "b",
        "at a rice field in Ngubdori, Jere Local Government Area of Borno State",
        place("ngubdori"),
    )
    s.row("b", "on Thursday killed seven farmers at a rice field", when("thursday"))
    s.row(
        "b",
        "the attackers tied the farmers' hands before shooting them",
        status("in_power_of_adverse_party"),
        who="survivor_jere",
    )
    s.row(
        "b",
        "gave the number of the dead as five",
        count("killed", 5),
        who="police_borno",
    )
    s.row(
        "b",
        "the insurgents had not owned up to the Jere attack",
        answer("no_response_known no_comment", [BOKO, ""]),
    )
    s.trap("ALSO READ: Five things to know about the new minimum wage")
    s.said("naf", "bandits were target", "assert acknowledge_alternative_explanation", optional=True)
    s.said("vigilante", "the 16 had been buried … General Hospital, Maru", "assert")
    s.said("vigilante", "They were not bandits … sharing food", "assert deny")
    s.said(
        "naf",
        "the strike was based on credible intelligence … eliminated",
        "assert acknowledge_alternative_explanation claim_responsibility",
    )
    s.said("naf", "the service had nonetheless … casualties", "announce_intention open_case assert")
    s.said("governor_zamfara", "the medical bills of the injured be settled", "demand", optional=True)
    s.said("amnesty", "the bombing as reckless", "evaluate")
    s.said("amnesty", "the Federal Government to compensate the bereaved families", "demand")
    s.said("amnesty", "Air raids by the military … since 2017", "publish_total assert accuse")
    s.said("survivor_jere", "the attackers tied … shooting them", "assert accuse")
    s.said("police_borno", "the number of the dead as five", "assert publish_total")
    s.said("police_borno", "a manhunt had commenced", "assert announce_intention")
    return s


def u04() -> Sheet:
    """A rights group's release: army and militia, then the other side; the group speaks by its name."""
    s = Sheet("u04", ARTICLES)
    s.incident("a", VDP, ["", BF], ["solenka", "mouhoun"], killed=[(31, "open"), 2])
    s.incident("b", JNIM, ["", BF], ["bani_kora"], killed=[20])
    s.row("a", "Soldiers, Militia Implicated in Killing of Herders", typ("killing"), headline=True)
    s.row(
        "a",
        "Burkinabe soldiers and members of a pro-government militia killed at least 31 Fulani herders",
        act("killing", VDP, ["", BF]),
    )
    s.row(
        "a",
        "Burkinabe soldiers and members of a pro-government militia killed at least 31 Fulani herders",
        count("killed", 31, "open"),
    )
    s.row("a", "Burkinabe soldiers and members of a pro-government militia", actor(BF))
    s.row("a", "near Solenka, in the Boucle du Mouhoun region", place("solenka"))
    s.row("a", "on March 10 and 11, 2025", when("2025-03-10/2025-03-11"))
    s.row(
        "a",
        "The authorities should promptly investigate and prosecute those responsible",
        address("wajp|outlet", "demanded", ["authorit"], "demand_for_investigation"),
        act="demand",
    )
    s.row(
        "a",
        "may amount to crimes against humanity",
        legal("crimes against humanity", "deputy_director"),
        who="deputy_director",
        mod="hedged conditional speculative",
    )
    s.row("a", "seven videos posted on Facebook", media("video", platform="facebook"))
    s.row(
        "a",
        "men in the uniform of the Volunteers for the Defense of the Homeland (VDP)",
        actor(VDP, by_marking=True) + words("alleged_perpetrator.marking"),
    )
    s.row(
        "a",
        "Researchers matched landmarks in five of the videos to the outskirts of Solenka",
        check("wajp|outlet", "place", "supports reported_verified"),
    )
    s.row(
        "a",
        "They were unable to determine when the other two were recorded",
        check("wajp|outlet", "time", "could_not_verify"),
        act="cannot_verify",
    )
    s.row("a", "Two of her sons were among the dead", protected())
    s.row(
        "a",
        'called the reports "disinformation intended to divide the nation."',
        answer("denial", BF, "government_bf"),
        act="deny evaluate",
    )
    s.row(
        "a",
        "The security minister did not answer a letter of April 2",
        answer("no_response_known no_comment", BF),
        act="no_comment",
    )
    s.row(
        "a",
        "a letter of April 2 in which the West Africa Justice Project set out its findings",
        address("wajp|outlet", "reported_as_made no_answer_known", (), "letter submission_of_material"),
    )
    s.row(
        "",
        "Islamist armed groups have also carried out serious abuses",
        general("violation_unspecified ill_treatment"),
    )
    s.row(
        "b",
        "fighters from the Al-Qaeda-linked … attacked the village of Bani-Kora on April 5, killing 20 people",
        act("attack killing", JNIM, ["", BF]),
        who="survivors_bf",
    )
    s.row("b", "on April 5, killing 20 people", count("killed", 20), who="survivors_bf")
    s.row("b", "burning the market", typ("destruction"), who="survivors_bf")
    s.row("b", "attacked the village of Bani-Kora", place("bani_kora"))
    s.row("b", "attacked the village of Bani-Kora on April 5", when("XXXX-04-05"))
    s.row(
        "b",
        "it had attacked a militia base and had spared civilians",
        answer("alternative_account denial acknowledged_in_part", JNIM, "jnim"),
        who="jnim",
    )
    s.row("", "Summary executions are war crimes", legal("war crimes"))
    s.row(
        "a",
        "The African Commission on Human and Peoples' Rights should send a fact-finding mission to the region",
        address("wajp|outlet", "demanded", ["african commission"]),
        act="demand",
    )
    s.said("wajp", "Burkinabe soldiers and members … March 10 and 11, 2025", "assert accuse")
    s.said(
        "deputy_director",
        "People were singled out for no other reason than their ethnicity",
        "assert accuse evaluate",
    )
    s.said("deputy_director", "What survivors have described … humanity", "qualify_legally")
    s.said(
        "wajp",
        "They were unable to determine when the other two were recorded",
        "cannot_verify",
        optional=True,
    )
    s.said("woman_bf", "militiamen encircled a camp in which displaced families had settled", "assert accuse")
    s.said("woman_bf", "They ordered the men to lie down, and then I heard the guns", "assert accuse")
    s.said(
        "government_bf",
        'the reports "disinformation intended to divide the nation."',
        "deny evaluate accuse",
    )
    s.said("survivors_bf", "fighters from the Al-Qaeda-linked … market", "assert accuse")
    s.said(
        "jnim",
        "it had attacked a militia base and had spared civilians",
        "assert deny acknowledge_alternative_explanation claim_responsibility",
    )
    s.said("wajp", "The African Commission … region", "demand")
    return s


def u05() -> Sheet:
    """Broadcaster's longer piece: fighters beside an army that names no one; the accuser accused in turn."""
    s = Sheet("u05", ARTICLES)
    s.incident(
        "a", [SD, *SHIELD], ["", SD], ["kambo_hilal", "gezira"], killed=[13, 2], captured=[1], affected=[1]
    )
    s.incident("b", RSF, ["", SD], ["wad_nimir", "gezira"], killed=[98])
    s.row(
        "a",
        "are accusing fighters allied with the army of going from house to house and killing 13 people",
        act("killing", [SD, *SHIELD], ["", SD]),
        who="residents_kambo",
        act="accuse",
    )
    s.row("a", "killing 13 people, two of them children", count("killed", 13), who="residents_kambo")
    s.row("a", "Kambo Hilal, a settlement of farm labourers in Sudan's Gezira state", place("kambo_hilal"))
    s.row("a", "blames the Sudan Shield", actor(SHIELD), who="kanabi", act="accuse")
    s.row("a", "a woman was also abducted", typ("capture", "detention", "disappearance"), who="kanabi")
    s.row("a", "26 huts were set alight in the raid", typ("destruction"), who="kanabi")
    s.row("a", "in the raid on January 9", when("XXXX-01-09"))
    s.row(
        "a",
        "The Sudan Shield's commander has distanced his men from the killings",
        answer("responsibility_denied denial", SHIELD, "shield"),
        act="deny acknowledge_deny_responsibility",
    )
    s.row(
        "a",
        "Whoever did this is not one of us",
        answer("responsibility_denied denial", SHIELD, "shield"),
        act="deny acknowledge_deny_responsibility",
    )
    s.row(
        "a",
        'condemned what it described as "individual transgressions"',
        answer("acknowledged_in_part responsibility_denied", SD, "army_sd"),
    )
    s.row(
        "a",
        "vowed to hold to account anyone found to be involved",
        answer("commitment_to_investigate", SD, "army_sd"),
        act="announce_intention",
    )
    s.row(
        "a",
        "A committee formed by the army chief was given one week to report",
        step("announced_inquiry pre_trial_investigation unknown"),
    )
    s.row("a", "four clips filmed by armed men", media("clip"))
    s.row(
        "a",
        "a voice behind the camera says: … worked with the RSF",
        words("utterance_in_footage"),
    )
    s.row(
        "a",
        "our digital unit placed the scene on the northern edge of Kambo Hilal",
        check("digital_unit|outlet", "place", "supports"),
        act="report_verification assert",
    )
    s.row(
        "a",
        "The identity of the gunmen remains unclear",
        check("", "identity_of_depicted affiliation_of_depicted", "could_not_verify"),
        act="cannot_verify",
    )
    s.row("", "accusing the army of ethnic cleansing", legal("ethnic cleansing", "rsf"))
    s.row(
        "b",
        "98 people died when RSF fighters stormed the village of Wad Nimir",
        act("attack killing", RSF, ["", SD]),
        who="committee_madani",
    )
    s.row("b", "98 people died when RSF fighters stormed", count("killed", 98), who="committee_madani")
    s.row("b", "stormed the village of Wad Nimir", place("wad_nimir"))
    s.row("b", "In late October, 98 people died", when("XXXX-10"))
    s.row(
        "b",
        "The RSF disclaimed responsibility",
        answer("responsibility_denied denial", RSF, "rsf"),
        act="deny acknowledge_deny_responsibility",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "b",
        "its forces had clashed with villagers whom the army had armed",
        answer("alternative_account", RSF, "rsf"),
    )
    s.row(
        "",
        "it had sought permission to visit both places",
        address("un_ffm", "reported_as_made no_answer_known"),
    )
    s.said("residents_kambo", "fighters allied with the army of going … children", "accuse assert")
    s.said("kanabi", "the Sudan Shield, a militia … October", "accuse", optional=True)
    s.said("kanabi", "a woman was also abducted … January 9", "assert accuse")
    s.said(
        "shield",
        "his men from the killings",
        "deny acknowledge_deny_responsibility",
        optional=True,
    )
    s.said(
        "shield",
        "Whoever did this is not one of us",
        "deny acknowledge_deny_responsibility assert",
    )
    s.said(
        "army_sd", '"individual transgressions"', "evaluate acknowledge_deny_responsibility", optional=True
    )
    s.said("army_sd", "to hold to account anyone found to be involved", "announce_intention")
    s.said("lawyer_families", "We have heard nothing from it since", "assert")
    s.said("canal_voice", "This is for those who worked with the RSF", "assert", optional=True)
    s.said(
        "digital_unit",
        "placed the scene on the northern edge of Kambo Hilal",
        "report_verification",
        optional=True,
    )
    s.said("rsf", "the army of ethnic cleansing", "accuse qualify_legally")
    s.said("committee_madani", "98 people died … Wad Nimir", "assert accuse")
    s.said("rsf", "responsibility", "deny acknowledge_deny_responsibility", optional=True)
    s.said(
        "rsf",
        "its forces had clashed with villagers whom the army had armed",
        "assert acknowledge_alternative_explanation deny accuse",
    )
    s.said("un_ffm", "it had sought permission … Port Sudan", "assert refer demand")
    return s


SHEETS = (u01, u02, u03, u04, u05)
