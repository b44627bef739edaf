"""The gold of the second eight articles."""

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
    victims,
    when,
    words,
)

RU, UA, SY, CD, RW, ET, ER, SA, CO, AM, AZ, AE, YE = (
    f"state:{c}" for c in ["RU", "UA", "SY", "CD", "RW", "ET", "ER", "SA", "CO", "AM", "AZ", "AE", "YE"]
)
M23, TPLF, HOUTHIS, FARC, ELN = (f"group:{g}" for g in ("m23", "tplf", "houthis", "farc", "eln"))
CAPTURED = ("captured", "affected")

SPEAKERS = {
    # h09
    "envoy": {"pattern": "envoy|\\bun\\b|^he$"},
    "president_sy": {"pattern": "president|^he$|damascus"},
    "sana": {"pattern": "sana|state news agency"},
    "interior_sy": {"pattern": "interior"},
    "sohr": {"pattern": "observatory|^it$|monitor"},
    "defence_sy": {"pattern": "defen[cs]e"},
    "council_alawite": {"pattern": "council"},
    "verification_team": {"pattern": "team|outlet|^we$"},
    # h10
    "officials_cd": {"pattern": "official|congo"},
    "governor_cd": {"pattern": "governor|^he$"},
    "m23": {"pattern": "m23|rebel|mbonimpa|spokesman|^he$"},
    "un_experts": {"pattern": "expert"},
    "rwanda": {"pattern": "rwanda"},
    "un_hr2": {"pattern": "human[ _]rights|\\bun\\b|ohchr|^it$"},
    "afp": {"pattern": "\\bafp\\b|agence france"},
    "army_cd": {"pattern": "army"},
    "icc": {"pattern": "criminal court|\\bicc\\b|prosecutor"},
    "congo": {"pattern": "congo|government"},
    "government_cd": {"pattern": "government|congo"},
    "who2": {"pattern": "world health|\\bwho\\b"},
    # h11
    "ehrc": {"pattern": "commission|finding"},
    "unnamed": {"pattern": "unnamed|commission|finding|^$"},
    "azerbaijan2": {"pattern": "azerbaijan|commission", "party": AZ},
    "russia2": {"pattern": "russia|defen[cs]e", "party": RU},
    "survivor": {"pattern": "survivor"},
    "governments_et_er": {"pattern": "government|addis|asmara|ethiopia|eritrea"},
    "pm_et": {"pattern": "prime minister|ethiopia"},
    "minister_er": {"pattern": "information minister|minister|eritrea"},
    "mod_et": {"pattern": "defen[cs]e|ethiopia"},
    "tplf": {"pattern": "tplf|tigray"},
    "attorney_et": {"pattern": "attorney"},
    # h12
    "gulf_centre": {"pattern": "centre|outlet|records"},
    "director": {"pattern": "director|centre"},
    "family_ye": {"pattern": "family"},
    "interior_houthi": {"pattern": "interior|houthi"},
    "council_houthi": {"pattern": "council|houthi"},
    "coalition": {"pattern": "coalition|saudi"},
    "security_belt": {"pattern": "security belt|force"},
    # h13
    "attorney_co": {"pattern": "attorney|office|^it$|prosecut"},
    "faction": {"pattern": "faction|spokesman|man"},
    "eln": {"pattern": "\\beln\\b|national liberation"},
    "defence_co": {"pattern": "defen[cs]e"},
    "ombudsman_co": {"pattern": "ombuds"},
    "indepaz": {"pattern": "indepaz|institute"},
    "un_mission_co": {"pattern": "mission|\\bun\\b"},
    "prosecutors_co": {"pattern": "prosecut"},
    "jep": {"pattern": "jurisdiction|^it$|court"},
    "rights_groups": {"pattern": "rights groups|groups"},
    # h14
    "commission_az": {"pattern": "commission|^it$", "party": AZ},
    "experts_az": {"pattern": "expert"},
    "anthropologist": {"pattern": "anthropologist|forensic"},
    "prosecutor_az2": {"pattern": "prosecut", "party": AZ},
    "mfa_am": {"pattern": "foreign|ministry|^it$|armenia", "party": AM},
    "amnesty": {"pattern": "amnesty"},
    # h15
    "mod_ru2": {"pattern": "defen[cs]e|^the ministry$", "party": RU},
    "mfa_ru": {"pattern": "foreign|spokeswoman|^she$|zakharova", "party": RU},
    "ic_ru2": {"pattern": "investigative", "party": RU},
    "general_staff": {"pattern": "general staff|kyiv|^it$|ukrain", "party": UA},
    "un_mission_ua": {"pattern": "mission|\\bun\\b|human[ _]rights"},
    "bbc2": {"pattern": "\\bbbc\\b"},
    "moscow2": {"pattern": "moscow|russia", "party": RU},
    "kyiv2": {"pattern": "kyiv|ukrain", "party": UA},
    # h16
    "kherson_head": {"pattern": "head|administration|^he$", "party": UA},
    "occupied_head": {"pattern": "head|moscow|occupied", "party": RU},
    "commissioner_children": {"pattern": "commissioner", "party": UA},
    "ombudswoman_ru": {"pattern": "ombuds|russia", "party": RU},
    "boy": {"pattern": "boy|aunt"},
    "governor_belgorod": {"pattern": "governor", "party": RU},
    "spokesman_brigade": {"pattern": "spokesman|brigade", "party": UA},
    "investigators_ru": {"pattern": "investigat|russia", "party": RU},
    "mayor_melitopol": {"pattern": "mayor", "party": UA},
}

PLACES = {
    "ain_al_tineh": {"wording": "ain al-tineh", "country": "SY"},
    "latakia": {"wording": "latakia", "country": "SY"},
    "jableh": {"wording": "jableh", "country": "SY"},
    "kasheshe": {"wording": "kasheshe", "country": "CD"},
    "north_kivu": {"wording": "north kivu", "country": "CD"},
    "rutshuru": {"wording": "rutshuru", "country": "CD"},
    "sake": {"wording": "sake", "country": "CD"},
    "mai_shela": {"wording": "mai shela", "country": "ET"},
    "tigray": {"wording": "tigray", "country": "ET"},
    "mai_tsebri": {"wording": "mai tsebri", "country": "ET"},
    "saada": {"wording": "saada", "country": "YE"},
    "sanaa": {"wording": "sanaa", "country": "YE"},
    "lahj": {"wording": "lahj", "country": "YE"},
    "suarez": {"wording": "suarez", "country": "CO"},
    "cauca": {"wording": "cauca", "country": "CO"},
    "puerto_nidia": {"wording": "puerto nidia", "country": "CO"},
    "choco": {"wording": "choco", "country": "CO"},
    "caribbean": {"wording": "caribbean", "country": "CO"},
    "caribbean_sea": {"wording": "caribbean", "country": ""},
    "qaraqaya": {"wording": "qaraqaya", "country": "AZ"},
    "aghdam_district": {"wording": "aghdam", "country": "AZ"},
    "hin_tagher": {"wording": "hin tagher", "country": "AZ"},
    "staraya_ternovka": {"wording": "staraya ternovka", "country": "UA"},
    "luhansk_region": {"wording": "luhansk", "country": "UA", "kinds": ["region"]},
    "kherson": {"wording": "kherson", "country": "UA"},
    "korabel": {"wording": "korabel", "country": "UA"},
    "ostrivske": {"wording": "ostrivske", "country": "UA"},
    "svatove": {"wording": "svatove", "country": "UA"},
    "volgograd": {"wording": "volgograd", "country": "RU"},
    "glotovo": {"wording": "glotovo", "country": "RU"},
    "belgorod": {"wording": "belgorod", "country": "RU"},
    "melitopol": {"wording": "melitopol", "country": "UA"},
    "crimea": {"wording": "crimea", "country": "UA"},
}


def taken(low: int, high: int | str | None = None) -> list[dict[str, object]]:
    """Persons led away: counted as captured or as affected."""
    return [alternative for role in CAPTURED for alternative in count(role, low, high)]


def h09() -> Sheet:
    """Live blog, newest first; the toll corrected; a killing in the other direction behind it."""
    s = Sheet("h09")
    s.incident("a", [SY, "group:hts"], [""], ["ain_al_tineh", "latakia"], killed=[(27, "open"), 19, 27])
    s.incident("b", [""], [SY], ["jableh"], killed=[14])
    s.row("a", "Monitor says 27 killed in coastal village", count("killed", 27), headline=True)
    s.row("a", "civilians being shot in their homes", typ("killing", "shooting"), who="envoy")
    s.row("a", "in the village of Ain al-Tineh in Latakia province", place("ain_al_tineh"))
    s.row(
        "a",
        "has ordered the formation of a fact-finding committee",
        step("announced_inquiry", "president_sy"),
    )
    s.row(
        "a",
        "what it called individual violations by fighters who had acted without orders",
        answer("responsibility_denied acknowledged_in_part", SY, "interior_sy"),
    )
    s.row("a", "Two videos shared on X this morning", media("video", platform="^x\\b|twitter"))
    s.row(
        "a",
        "ordering residents of Ain al-Tineh to crawl on the ground",
        typ("ill_treatment"),
        act="describe_footage assert",
        mod="hedged purported_by_footage",
    )
    s.row(
        "a",
        "Our verification team has matched a minaret and a water tower in the videos to satellite images of the village",
        check("verification_team|outlet", "place", "supports", first_hand=True),
    )
    s.row(
        "a",
        "we have not been able to establish when they were filmed",
        check("verification_team|outlet", "time", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "a",
        "at least 27 Alawite civilians were killed in Ain al-Tineh on Friday",
        count("killed", 27, "open"),
        who="sohr",
    )
    s.row(
        "a",
        "at least 27 Alawite civilians",
        status("civilian"),
        who="sohr",
    )
    s.row("a", "were killed in Ain al-Tineh on Friday", when("friday"), who="sohr")
    s.row("a", "by gunmen affiliated", actor([SY, ""]), who="sohr")
    s.row("a", "It had earlier given a figure of 19", count("killed", 19), who="sohr")
    s.row(
        "b",
        "14 members of the security forces had been killed in an ambush",
        count("killed", 14),
        who="defence_sy",
    )
    s.row("b", "gunmen loyal to former president Bashar al-Assad", actor([""]), who="defence_sy")
    s.row("b", "on the road to Jableh on Thursday", place("jableh"))
    s.row("b", "in an ambush by gunmen … on Thursday", when("thursday"))
    s.row(
        "b",
        "An Alawite religious council denied that villagers had taken part in the ambush",
        answer("denial responsibility_denied", ""),
        act="deny",
        pol="denies",
    )
    s.trap("That's all for today … for reading.", "navigation", "boilerplate", "widget")
    s.trap(
        "Good morning and welcome to our live coverage. You can follow us on WhatsApp.",
        "navigation",
        "boilerplate",
        "widget",
    )
    s.said("envoy", "he is deeply disturbed by reports … Latakia province", "evaluate")
    s.said("envoy", "all sides to protect civilians", "demand")
    s.said(
        "sana",
        "Syria's interim president has ordered the formation … 30 days",
        "assert open_case announce_intention",
    )
    s.said("president_sy", "No one is above the law", "evaluate assert")
    s.said(
        "interior_sy",
        "individual violations by fighters who had acted without orders",
        "assert accuse acknowledge_deny_responsibility",
    )
    s.said("sohr", "at least 27 Alawite civilians were killed … security forces", "assert accuse")
    s.said("sohr", "a figure of 19", "assert publish_total", optional=True)
    s.said("defence_sy", "14 members of the security forces … on Thursday", "assert accuse")
    s.said("defence_sy", "the operation in the villages was a response to that crime", "assert")
    s.said("council_alawite", "villagers had taken part in the ambush", "deny")
    return s


def h10() -> Sheet:
    """Questions and answers; footage found to be another one; confirmed in part; the other direction recalled."""
    s = Sheet("h10")
    s.incident(
        "a",
        [M23, RW],
        [CD, ""],
        ["kasheshe", "north_kivu", "rutshuru"],
        killed=[11],
        captured=[(80, "open"), 62],
        affected=[(80, "open"), 62],
    )
    s.incident("b", ["", CD, "group:wazalendo"], [""], ["sake"], killed=[4])
    s.row("a", "M23 fighters entered the general hospital of Kasheshe", actor(M23), who="officials_cd")
    s.row("a", "the general hospital of Kasheshe, a town in North Kivu province", place("kasheshe"))
    s.row("a", "on the night of 28 February", when("XXXX-02-28"))
    s.row(
        "a",
        "took away at least 80 patients whom they suspected of being soldiers",
        act("capture detention disappearance deportation", M23, ["", CD]),
        who="officials_cd",
    )
    s.row("a", "took away at least 80 patients", taken(80, "open"), who="officials_cd")
    s.row(
        "a",
        "11 of them were later found dead on the road to Rutshuru",
        count("killed", 11),
        who="governor_cd",
    )
    s.row("a", '"an act of pure barbarity"', opinion("governor_cd"))
    s.row(
        "a",
        "confirms that its men searched the hospital",
        answer("acknowledged_in_part", M23, "m23"),
        act="acknowledge acknowledge_alternative_explanation",
    )
    s.row(
        "a",
        '62 people had been "identified as combatants" and transferred to a camp',
        answer("alternative_account acknowledged_in_part", M23, "m23"),
    )
    s.row(
        "a",
        "He denied that anybody had been killed",
        answer("denial", M23, "m23"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "a",
        "it has confirmed that patients and carers were removed from two wards",
        check("un_hr2", "", "supports reported_verified", self_interest=False),
        act="report_verification",
    )
    s.row(
        "a",
        "It has not been able to confirm the deaths",
        check("un_hr2", "", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "",
        "A video in which uniformed men push a person in a hospital gown on to a lorry has been circulating since 2 March",
        media("video"),
    )
    s.row("", "it was recorded in another country in 2019", check("afp", "", "contradicts does_not_support"))
    s.row(
        "b",
        "M23 accused Wazalendo militiamen allied with the government of having killed four Tutsi traders",
        act("killing", ["", "group:wazalendo"], ""),
        who="m23",
        act="accuse",
    )
    s.row("b", "having killed four Tutsi traders", count("killed", 4), who="m23")
    s.row("b", "at a roadblock near Sake", place("sake"))
    s.row("b", "looting their goods", typ("looting"), who="m23")
    s.row("b", "In January, M23 accused", when("XXXX-01", "statement"))
    s.row(
        "b", "The army promised to look into the matter", answer("commitment_to_investigate", CD, "army_cd")
    )
    s.row("", "his office is following events in North Kivu", step("unknown announced_inquiry", "icc"))
    s.row(
        "a",
        "Congo has asked the Court to send a team",
        address("congo", "reported_as_made demanded", ["court"]),
    )
    s.row(
        "",
        "Under international humanitarian law hospitals must be respected at all times",
        legal("humanitarian law", qualification=["normative"]),
    )
    s.row(
        "",
        "more than 7,000 people have been killed in the east since January",
        total([["persons", 7001]], "government_cd"),
    )
    s.row("", "The figure could not be checked", check("", "count unspecified", "could_not_verify"))
    s.row(
        "",
        "Rwanda denies supporting the group",
        answer("denial", RW, "rwanda"),
        act="deny",
        pol="denies",
        scope="general_conduct class_of_incidents unclear",
    )
    s.said("officials_cd", "M23 fighters entered … soldiers", "assert accuse")
    s.said("governor_cd", "11 of them were later found dead on the road to Rutshuru", "assert accuse")
    s.said("governor_cd", '"an act of pure barbarity"', "evaluate", optional=True)
    s.said("un_experts", "is supported by the Rwandan army", "assert accuse", optional=True)
    s.said("m23", "its men searched the hospital", "acknowledge acknowledge_alternative_explanation assert")
    s.said(
        "m23",
        '62 people had been "identified as combatants" and transferred to a camp',
        "assert acknowledge acknowledge_alternative_explanation",
    )
    s.said("m23", "they are being treated well", "assert deny", optional=True)
    s.said("m23", "anybody had been killed", "deny")
    s.said("rwanda", "supporting the group", "deny")
    s.said(
        "un_hr2",
        "it has confirmed that patients and carers were removed from two wards",
        "report_verification",
    )
    s.said("afp", "it was recorded in another country in 2019", "report_verification assert deny")
    s.said("m23", "Wazalendo militiamen allied with the government … their goods", "accuse")
    s.said("army_cd", "to look into the matter", "announce_intention", optional=True)
    s.said("icc", "his office is following events in North Kivu", "assert announce_intention open_case")
    s.said("congo", "the Court to send a team", "demand refer", optional=True)
    s.said(
        "government_cd",
        "more than 7,000 people have been killed in the east since January",
        "publish_total assert",
    )
    s.said("who2", "some 900 bodies in the morgues of Goma", "publish_total", optional=True)
    return s


def h11() -> Sheet:
    """Passives throughout: speakers stand behind "by"."""
    s = Sheet("h11")
    s.incident("a", ER, ["", ET], ["mai_shela", "tigray"], killed=[(43, "open"), 43, (24, "open")])
    s.incident("b", [TPLF, ""], [""], ["mai_tsebri"], killed=[21])
    s.row(
        "a",
        "Dozens of men said to have been taken from church in Tigray and shot",
        typ("killing", "shooting"),
        headline=True,
    )
    s.row(
        "a",
        "not fewer than 43 men were taken out of a church in Mai Shela, in the north of the Tigray region, and were shot dead",
        count("killed", 43, "open"),
        who="ehrc",
    )
    s.row("a", "were shot dead by Eritrean troops in January 2021", act("killing", ER, [""]), who="ehrc")
    s.row("a", "in Mai Shela, in the north of the Tigray region", place("mai_shela"))
    s.row("a", "were shot dead by Eritrean troops in January 2021", when("2021-01"))
    s.row("a", "houses and a clinic had been looted", typ("looting"), who="ehrc")
    s.row("a", "left for dead under the bodies of his two brothers", protected())
    s.row(
        "a",
        "his account … was corroborated, in the words of the commission, by hospital records",
        check("ehrc", "", "supports reported_verified"),
    )
    s.row(
        "",
        "The presence of Eritrean soldiers in Tigray was for months denied by the governments in Addis Ababa and Asmara",
        answer("denial", [ET, ER]),
        act="deny",
        pol="denies",
    )
    s.row(
        "a",
        'The finding was described by Eritrea\'s information minister as "a fabrication from beginning to end"',
        answer("denial", ER, "minister_er"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "a",
        "A request for comment which had been sent to the Ethiopian defence ministry was left unanswered",
        answer("no_response_known no_comment", ET, "mod_et"),
        act="no_comment",
    )
    s.row(
        "b",
        "21 Amhara labourers were killed in Mai Tsebri in November 2020 by a Tigrayan youth group",
        act("killing", ["", TPLF], [""]),
        who="ehrc",
    )
    s.row(
        "b", "21 Amhara labourers were killed in Mai Tsebri in November 2020", count("killed", 21), who="ehrc"
    )
    s.row("b", "were killed in Mai Tsebri in November 2020", place("mai_tsebri"))
    s.row("b", "were killed in Mai Tsebri in November 2020", when("2020-11"))
    s.row(
        "b",
        "allegedly with the help of local police who were loyal to the Tigray People's Liberation Front",
        words("relation") + actor([TPLF, ""]),
        mod="hedged",
    )
    s.row(
        "b",
        "The involvement of its forces was rejected at the time by the TPLF",
        answer("denial responsibility_denied", TPLF, "tplf"),
        act="deny acknowledge_deny_responsibility",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "b",
        "by which an independent international investigation was demanded",
        address("tplf", "demanded", types="demand_for_investigation"),
        act="demand",
    )
    s.row(
        "",
        "both episodes may amount to war crimes, should they be established by a court",
        legal("war crime", "ehrc", condition=True),
        mod="conditional hedged",
    )
    s.row(
        "b",
        "Charges have been brought by the federal attorney general against 23 suspects in connection with Mai Tsebri",
        step("charged", "attorney_et"),
    )
    s.row(
        "",
        "The findings were not able to be independently verified",
        check("", "unspecified", "could_not_verify"),
        act="cannot_verify",
    )
    s.trap("ADDIS ABABA", "dateline")
    s.said("ehrc", "not fewer than 43 men … January 2021", "assert accuse")
    s.said("unnamed", "houses and a clinic had been looted", "assert accuse", optional=True)
    s.said("governments_et_er", "The presence of Eritrean soldiers in Tigray", "deny")
    s.said("pm_et", "The presence of Eritrean soldiers in Tigray", "acknowledge", optional=True)
    s.said("minister_er", '"a fabrication from beginning to end"', "deny evaluate")
    s.said("mod_et", "A request for comment … unanswered", "no_comment", optional=True)
    s.said("ehrc", "21 Amhara labourers … (TPLF)", "assert accuse")
    s.said("tplf", "The involvement of its forces", "deny acknowledge_deny_responsibility")
    s.said("tplf", "an independent international investigation", "demand", optional=True)
    s.said("ehrc", "both episodes may amount to war crimes", "qualify_legally")
    return s


def h12() -> Sheet:
    """A group's own release with a dated head; two incidents by other parties recalled."""
    s = Sheet("h12")
    s.incident("a", HOUTHIS, ["", YE], ["saada", "sanaa"], killed=[1], captured=[1, 7, 8], affected=[1, 7, 8])
    s.incident("b", [SA, "group:saudi-led-coalition"], [""], ["saada"], killed=[87])
    s.incident("c", ["", AE], [""], ["lahj"], captured=[2], affected=[2])
    s.row("a", "a Yemeni employee of an international aid agency died in a prison in Saada", place("saada"))
    s.row(
        "a",
        "The man had been arrested at his home in Sanaa on 23 January 2025 together with seven colleagues",
        typ("capture", "detention"),
    )
    s.row("a", "arrested at his home in Sanaa on 23 January 2025", when("2025-01-23"))
    s.row("a", "there were burn marks on his hands and back", protected())
    s.row("a", "he was tortured to death", typ("torture", "killing"), who="director")
    s.row("a", "the man had died of heart failure", answer("alternative_account", HOUTHIS, "interior_houthi"))
    s.row(
        "a",
        'rejected what it called "lies spread by the enemy"',
        answer("denial", HOUTHIS, "interior_houthi"),
        act="deny",
    )
    s.row(
        "a",
        "The group's supreme political council did not respond to questions",
        answer("no_response_known no_comment", HOUTHIS),
        act="no_comment",
    )
    s.row(
        "",
        "at least 69 aid workers have been abducted by the Houthis since June 2024, in 41 separate raids. Six have died",
        total([["persons", 69], ["incidents", 41]])
        + total([["persons", 69], ["incidents", 41], ["persons", 6]]),
    )
    s.row(
        "a",
        "The Centre has handed over a file on the case to the UN Panel of Experts on Yemen",
        address("gulf_centre", "reported_as_made", ["panel of experts|\\bun\\b"], "submission_of_material"),
    )
    s.row(
        "a",
        "will request that the UN Security Council impose sanctions on those responsible",
        address("gulf_centre", "announced", ["security council"]),
    )
    s.row("", "abuses are committed by all parties", general("violation_unspecified ill_treatment"))
    s.row(
        "b",
        "On 21 January 2022, 87 people were killed",
        count("killed", 87),
    )
    s.row(
        "b",
        "aircraft of the Saudi-led coalition bombed a remand prison in Saada",
        act("attack killing", [SA, "group:saudi-led-coalition", ""], [""]),
    )
    s.row("b", "bombed a remand prison in Saada", place("saada"))
    s.row("b", "On 21 January 2022, 87 people were killed", when("2022-01-21"))
    s.row(
        "b",
        "The coalition first denied having struck the site",
        answer("denial responsibility_denied", [SA, "", "group:saudi-led-coalition"], "coalition"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "b",
        "its assessment team would examine the incident",
        answer("commitment_to_investigate", [SA, "", "group:saudi-led-coalition"], "coalition")
        + step("announced_inquiry", "coalition"),
    )
    s.row(
        "c",
        "two women were detained and threatened with rape by members of the Security Belt",
        typ("detention", "threat", "sexual_violence", "capture"),
    )
    s.row("c", "two women were detained and threatened with rape", taken(2))
    s.row("c", "at a checkpoint in Lahj", place("lahj"))
    s.row("c", "In October 2024, two women were detained", when("2024-10"))
    s.row(
        "c",
        "the force has made no comment",
        answer("no_comment no_response_known", ["", AE], "security_belt"),
        act="no_comment",
    )
    s.row(
        "",
        "they can constitute crimes against humanity",
        legal("crimes against humanity", condition=True),
        mod="conditional",
    )
    s.row(
        "",
        "called for the immediate release of all humanitarian staff held by the Houthis",
        address("gulf_centre", "demanded"),
        act="demand",
    )
    s.trap("Media contact: press@gulfcentre.example", "boilerplate", "navigation")
    s.trap("Share this page: Facebook | X | Email", "navigation", "boilerplate", "widget")
    s.said("gulf_centre", "the immediate release of all humanitarian staff held by the Houthis", "demand")
    s.said("family_ye", "there were burn marks on his hands and back", "assert")
    s.said("director", "We believe that he was tortured to death", "accuse assert")
    s.said(
        "interior_houthi",
        'the man had died of heart failure and rejected … enemy"',
        "assert deny acknowledge_alternative_explanation",
    )
    s.said("interior_houthi", '"lies spread by the enemy"', "deny", optional=True)
    s.said(
        "council_houthi", "The group's supreme political council did not respond", "no_comment", optional=True
    )
    s.said("gulf_centre", "at least 69 aid workers … raids", "publish_total", optional=True)
    s.said("gulf_centre", "abuses are committed by all parties", "generalise assert accuse")
    s.said(
        "gulf_centre",
        "the UN Security Council impose sanctions on those responsible",
        "refer announce_intention demand",
        optional=True,
    )
    s.said("coalition", "having struck the site", "deny")
    s.said("coalition", "its assessment team would examine the incident", "announce_intention open_case")
    return s


def h13() -> Sheet:
    """Two incidents in opposite directions, a judgment on many, and totals that differ by publisher."""
    s = Sheet("h13")
    s.incident("a", [FARC, ""], [FARC, ""], ["suarez", "cauca"], killed=[4], captured=[4], affected=[4])
    s.incident("b", CO, [ELN], ["puerto_nidia", "choco"], killed=[6, 5, 2])
    s.incident("c", CO, [""], ["caribbean", "caribbean_sea"], killed=[127])
    s.row(
        "a",
        "the killing of four former combatants who had signed the 2016 peace deal",
        count("killed", 4),
        who="attorney_co",
    )
    s.row(
        "a",
        "asked a judge in Cali to issue an arrest warrant",
        step("", "attorney_co"),
    )
    s.row(
        "a",
        "The four men were abducted by the Jaime Martinez column from a farm in Suarez",
        typ("capture", "disappearance", "detention"),
        who="attorney_co",
    )
    s.row(
        "a",
        "abducted by the Jaime Martinez column",
        words("alleged_perpetrator.unit") + actor([FARC, ""]),
        who="attorney_co",
    )
    s.row("a", "from a farm in Suarez, in the department of Cauca", place("suarez"))
    s.row("a", "from a farm in Suarez, in the department of Cauca, on Nov. 3", when("XXXX-11-03"))
    s.row(
        "a",
        "would be charged with aggravated homicide and enforced disappearance",
        legal("homicide|disappearance"),
    )
    s.row(
        "a", "The faction has not claimed responsibility", answer("no_response_known no_comment", ["", FARC])
    )
    s.row(
        "a",
        'the four had been tried by a "people\'s court" as informers',
        answer("alternative_account acknowledged_in_part acknowledged", ["", FARC], "faction"),
    )
    s.row(
        "a",
        "The authenticity of the message could not be established",
        check("", "authenticity_of_file", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "b",
        "six of its fighters, among them two minors, had died in an army air raid",
        count("killed", 6),
        who="eln",
    )
    s.row("b", "in an army air raid near Puerto Nidia in Choco", place("puerto_nidia"))
    s.row("b", "after they had raised a white flag", status("intention_to_surrender_expressed"), who="eln")
    s.row("b", "put the number of dead at five", count("killed", 5), who="defence_co")
    s.row(
        "b",
        "The defense ministry confirmed the raid",
        answer("acknowledged_in_part acknowledged", CO, "defence_co"),
        act="acknowledge acknowledge_alternative_explanation",
    )
    s.row(
        "b",
        "the camp was a legitimate military target",
        answer("alternative_account denial", CO, "defence_co"),
    )
    s.row(
        "b",
        "There was no white flag",
        answer("denial", CO, "defence_co"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "", "434 signatories have been killed since the deal was signed", total([["persons", 434]], "indepaz")
    )
    s.row(
        "", "The UN mission in the country puts the figure at 416", total([["persons", 416]], "un_mission_co")
    )
    s.row(
        "",
        "71 convictions in 298 cases",
        total([["criminal_cases", 298]], "prosecutors_co")
        + total([["criminal_cases", 71], ["criminal_cases", 298]], "prosecutors_co"),
    )
    s.row(
        "c",
        "found 12 retired army officers responsible for the killing of 127 civilians",
        step("judgment_first_instance", "jep"),
    )
    s.row(
        "c",
        "the killing of 127 civilians who were presented as guerrillas killed in combat",
        [*count("killed", 127), *total([["persons", 127]])],
        who="jep",
    )
    s.row(
        "c",
        "It called the killings war crimes and crimes against humanity",
        legal(
            "war crimes|crimes against humanity",
            "jep",
            qualification=["found_by_court", "asserted_by_statement", "found_by_body"],
        ),
        act="qualify_legally",
    )
    s.row(
        "",
        "Rights groups accuse both the rebels and the armed forces of recruiting children",
        general("violation_unspecified ill_treatment use_as_shield") + pattern("rights_groups"),
        who="rights_groups",
    )
    s.said(
        "attorney_co",
        "a judge in Cali to issue an arrest warrant … peace deal",
        "demand refer open_case",
        optional=True,
    )
    s.said("attorney_co", "The four men were abducted … two days later", "assert accuse")
    s.said(
        "attorney_co",
        "the commander, who is known only by an alias, would be charged with aggravated homicide and enforced disappearance",
        "announce_intention open_case qualify_legally",
    )
    s.said(
        "faction",
        'the four had been tried by a "people\'s court" as informers',
        "assert claim_responsibility acknowledge_alternative_explanation",
    )
    s.said("eln", "six of its fighters … white flag", "assert accuse")
    s.said("defence_co", "the number of dead at five", "assert publish_total", optional=True)
    s.said("defence_co", "the raid", "acknowledge acknowledge_alternative_explanation", optional=True)
    s.said(
        "defence_co",
        "the camp was a legitimate military target",
        "assert deny acknowledge_alternative_explanation",
    )
    s.said("defence_co", "There was no white flag", "deny assert")
    s.said("ombudsman_co", "it would send a team to the area", "announce_intention")
    s.said("indepaz", "434 signatories have been killed since the deal was signed", "publish_total")
    s.said("un_mission_co", "the figure at 416", "publish_total", optional=True)
    s.said("prosecutors_co", "they have obtained 71 convictions in 298 cases", "publish_total")
    s.said("jep", "12 retired army officers responsible … 2005", "assert qualify_legally", optional=True)
    s.said("jep", "the killings war crimes and crimes against humanity", "qualify_legally")
    s.said(
        "rights_groups", "both the rebels and the armed forces of recruiting children", "accuse generalise"
    )
    return s


def h14() -> Sheet:
    """A grave from another decade; nothing known yet; the answering side accuses in turn."""
    s = Sheet("h14")
    s.incident(
        "a",
        AM,
        AZ,
        ["qaraqaya", "aghdam_district"],
        killed=[(9, "open")],
        shown_motionless=[(9, "open")],
        captured=[(9, "open")],
        affected=[4, (9, "open")],
    )
    s.incident("b", AZ, [AM, ""], ["hin_tagher"], captured=[2, 1], affected=[2, 1])
    s.row("a", "in the village of Qaraqaya in the Aghdam district", place("qaraqaya"))
    s.row(
        "a",
        "the remains belong to at least nine Azerbaijani soldiers",
        [*count("killed", 9, "open"), *count("shown_motionless", 9, "open")],
        who="commission_az",
        mod="hedged speculative",
    )
    s.row("a", "at least nine Azerbaijani soldiers", victims(AZ))
    s.row(
        "a", "at least nine Azerbaijani soldiers who were taken prisoner", status("in_power_of_adverse_party")
    )
    s.row("a", "who were taken prisoner in the summer of 1993", when("1993"))
    s.row(
        "a",
        "the captives were tortured and killed by Armenian armed formations",
        act("killing torture", AM, ["", AZ]),
        who="commission_az",
        mod="speculative hedged",
    )
    s.row(
        "a",
        "neither the identity nor the nationality of the dead can be known until then",
        check("experts_az", "", "could_not_verify in_progress"),
    )
    s.row(
        "a",
        "A criminal case under Article 115 of the Criminal Code (violation of the laws and customs of war) was opened by the Prosecutor General's Office",
        step("criminal_case_opened", "prosecutor_az2", articles=["115"]),
        act="open_case",
    )
    s.row("a", 'Baku was "exploiting human tragedy for political ends"', opinion("mfa_am"))
    s.row(
        "",
        "the fate of 777 Armenians who went missing in the 1990s was also unknown",
        total([["persons", 777]], "mfa_am"),
    )
    s.row(
        "b",
        "two elderly villagers who were seized by Azerbaijani troops in Hin Tagher in October 2020",
        act("capture detention disappearance", AZ, ["", AM]),
        who="mfa_am",
    )
    s.row("b", "two elderly villagers who were seized by Azerbaijani troops", taken(2), who="mfa_am")
    s.row("b", "in Hin Tagher in October 2020", place("hin_tagher"))
    s.row("b", "in Hin Tagher in October 2020", when("2020-10"))
    s.row("b", "A video in which one of the two appears in captivity", media("video"))
    s.row(
        "b",
        "was at that time judged by Amnesty International to be genuine",
        check(
            "amnesty", "authenticity_of_file unspecified", "supports reported_verified", self_interest=False
        ),
    )
    s.row(
        "b",
        "The Commission denied this",
        answer("denial", [AZ, ""], "commission_az"),
        act="deny",
        pol="denies",
    )
    s.row(
        "b",
        "criminal proceedings had been instituted against four servicemen",
        step("criminal_case_opened charged"),
    )
    s.row(
        "",
        "Nearly 3,990 Azerbaijanis are still listed as missing, of whom 872 were captured or taken hostage",
        total([["persons", 872], ["persons", 3990]], "commission_az")
        + total([["persons", 3591], ["persons", 872]], "commission_az"),
    )
    s.trap("BAKU, 3 May.", "dateline")
    s.said(
        "azerbaijan2",
        "remains of at least nine people in pit near former front line",
        "assert",
        optional=True,
    )
    s.said("commission_az", "Human remains were discovered … Aghdam district", "assert")
    s.said("commission_az", "the remains belong to at least nine … 1993", "speculate assert accuse")
    s.said("commission_az", "The wrists of four of them had been bound with wire", "assert")
    s.said(
        "commission_az", '"gives grounds to assume … formations"', "speculate accuse assert", optional=True
    )
    s.said(
        "experts_az",
        "neither the identity nor the nationality of the dead can be known until then",
        "cannot_verify assert",
    )
    s.said(
        "anthropologist",
        "At the moment we cannot even say from which decade these bones are",
        "cannot_verify assert",
    )
    s.said("mfa_am", "it had not been given any information", "assert")
    s.said("mfa_am", 'Baku was "exploiting human tragedy for political ends"', "evaluate accuse assert")
    s.said("mfa_am", "the fate of 777 Armenians … unknown", "assert publish_total")
    s.said("mfa_am", "Azerbaijan of refusing to explain … October 2020", "accuse")
    s.said(
        "amnesty",
        "A video in which one of the two appears in captivity … genuine",
        "report_verification",
        optional=True,
    )
    s.said("mfa_am", "Azerbaijan opened no investigation", "assert accuse")
    s.said("commission_az", "denied this", "deny", optional=True)
    s.said("commission_az", "criminal proceedings had been instituted … bodies", "open_case assert")
    s.said("commission_az", "Nearly 3,990 Azerbaijanis … hostage", "publish_total")
    return s


def h15() -> Sheet:
    """Widgets and an interleaved headline; translated; place not determined; two totals, two directions."""
    s = Sheet("h15")
    s.incident("a", UA, RU, ["staraya_ternovka", "luhansk_region"], killed=[(8, "open")])
    s.row(
        "a",
        "Russia accuses Ukraine of killing wounded prisoners",
        act("killing", UA, ["", RU]),
        act="accuse assert",
    )
    s.row(
        "a",
        "at least eight wounded Russian soldiers who had been taken captive were killed by Ukrainian servicemen",
        act("killing", UA, RU),
        who="mod_ru2",
    )
    s.row(
        "a",
        "at least eight wounded Russian soldiers who had been taken captive were killed",
        count("killed", 8, "open"),
        who="mod_ru2",
    )
    s.row(
        "a",
        "at least eight wounded Russian soldiers who had been taken captive",
        status("in_power_of_adverse_party", "unconscious_or_incapacitated"),
        who="mod_ru2",
    )
    s.row("a", "in the village of Staraya Ternovka, in the Luhansk region", place("staraya_ternovka"))
    s.row("a", "the incident took place on January 15", when("XXXX-01-15"), who="mod_ru2")
    s.row(
        "a",
        "A two-minute recording that was published on Wednesday by the Russian Telegram channel Northern Wind",
        media("recording|video", platform="telegram"),
    )
    s.row(
        "a", "A two-minute recording that was published on Wednesday", when("wednesday", "media_first_seen")
    )
    s.row(
        "a",
        "men with blue armbands walk past several people lying on stretchers",
        words("alleged_perpetrator.marking") + actor("", by_marking=True),
        act="describe_footage assert",
    )
    s.row("a", "the moment of the shooting is not visible", words("sequence"), act="describe_footage assert")
    s.row("a", "We will find every one of these executioners", opinion("mfa_ru"))
    s.row(
        "a",
        "She asked the UN and the OSCE to finally react",
        address("mfa_ru", "demanded", ["\\bun\\b|united nations", "osce"], "demand_for_reaction"),
        act="demand",
    )
    s.row(
        "a",
        "The Investigative Committee of Russia is checking the information and intends to open a case",
        step("announced_inquiry", "ic_ru2"),
    )
    s.row(
        "a",
        "it did not yet have any evidence that Ukrainian soldiers were involved",
        answer("no_comment no_response_known responsibility_denied", UA, "general_staff"),
    )
    s.row(
        "",
        "Ukraine treats prisoners in accordance with the Geneva Conventions",
        answer("denial", UA, "general_staff"),
        scope="general_conduct",
    )
    s.row(
        "a",
        "If violations are confirmed, those responsible will be punished",
        answer("commitment_to_investigate", UA, "general_staff"),
    )
    s.row(
        "a",
        "The UN monitoring mission in Ukraine is examining the recording",
        check("un_mission_ua", "unspecified authenticity_of_file", "in_progress"),
    )
    s.row(
        "a",
        "the place where it was shot has not been determined",
        check("bbc2", "place", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "a",
        "the blue armbands alone do not prove that the men belong to the Ukrainian army",
        check("bbc2", "affiliation_of_depicted", "could_not_verify does_not_support"),
    )
    s.row(
        "",
        "the execution of 32 Ukrainian prisoners of war by Russian forces in a period of three months",
        total([["persons", 32]], "un_mission_ua")
        + total([["persons", 26], ["persons", 32]], "un_mission_ua"),
    )
    s.row(
        "",
        "26 Russian prisoners by Ukrainian forces in the years 2022 and 2023",
        total([["persons", 26]], "un_mission_ua")
        + total([["persons", 26], ["persons", 32]], "un_mission_ua"),
    )
    s.row(
        "",
        "Moscow did not comment on this report",
        answer("no_comment no_response_known", RU, "moscow2"),
        act="no_comment",
    )
    s.row("", "Kyiv promised to investigate the cases", answer("commitment_to_investigate", UA, "kyiv2"))
    s.trap("-4.1 C", "widget", "dateline")
    s.trap("Friday, January 19, 2024", "widget", "dateline")
    s.trap("- Advertisement -", "widget", "navigation", "boilerplate")
    s.trap(
        "Davos opens its doors: what the West wants from this year's forum",
        "interleaved_headline",
        "navigation",
    )
    s.trap("Source: Novinky, TASS", "source_note", "syndication_notice")
    s.trap("Please enter your comment!", "comment_form")
    s.trap("How to protect your phone in the cold", "navigation", "interleaved_headline")
    s.said("mod_ru2", "at least eight wounded Russian soldiers … Luhansk region", "assert accuse")
    s.said("russia2", "Ukraine of killing wounded prisoners", "accuse", optional=True)
    s.said("mod_ru2", "the incident took place on January 15", "assert")
    s.said("mfa_ru", "We will find every one of these executioners", "announce_intention evaluate accuse")
    s.said("mfa_ru", "the UN and the OSCE to finally react", "demand")
    s.said(
        "general_staff",
        "it was aware of the recording and that it did not yet have any evidence that Ukrainian soldiers were involved",
        "assert deny no_comment",
    )
    s.said(
        "general_staff", "Ukraine treats prisoners … punished", "deny assert generalise announce_intention"
    )
    s.said(
        "general_staff",
        "If violations are confirmed, those responsible will be punished",
        "announce_intention assert",
        optional=True,
    )
    s.said(
        "bbc2", "the place where it was shot has not been determined … Ukrainian army", "cannot_verify assert"
    )
    s.said(
        "un_mission_ua",
        "the execution of 32 Ukrainian … 2022 and 2023",
        "publish_total assert report_verification",
    )
    s.said("moscow2", "Moscow did not comment on this report", "no_comment", optional=True)
    s.said("kyiv2", "to investigate the cases", "announce_intention", optional=True)
    return s


def h16() -> Sheet:
    """Four incidents under place names, both directions; each with its own voices; one claim unconfirmed."""
    s = Sheet("h16")
    s.incident("a", RU, ["", UA], ["kherson", "korabel", "ostrivske"], injured=[2])
    s.incident(
        "b", RU, ["", UA], ["svatove", "luhansk_region", "volgograd"], captured=[11, 1], affected=[11, 1]
    )
    s.incident("c", UA, ["", RU], ["glotovo", "belgorod"], killed=[3], injured=[(12, "open")])
    s.incident("d", RU, ["", UA], ["melitopol", "crimea"])
    s.row(
        "a",
        "Two paramedics from the 5th emergency station were injured on Wednesday",
        count("injured", 2),
        who="kherson_head",
    )
    s.row("a", "an FPV drone dropped an explosive on their ambulance", typ("attack"), who="kherson_head")
    s.row("a", "in the Korabel district", place("korabel"))
    s.row("a", "were injured on Wednesday", when("wednesday"))
    s.row(
        "a",
        "He blamed Russian forces on the opposite bank of the Dnipro",
        actor(RU),
        who="kherson_head",
        act="accuse assert",
    )
    s.row(
        "a",
        "Ukraine was using ambulances to move troops",
        answer("alternative_account denial", RU, "occupied_head")
        + general("violation_unspecified use_as_shield"),
    )
    s.row(
        "a",
        "We geolocated the footage to Ostrivske Shose Street",
        check("verification_team|outlet", "place", "supports"),
    )
    s.row(
        "b",
        "Eleven teenage boys from a boarding school in Svatove, Luhansk region, were moved to a military camp near Volgograd",
        typ("deportation", "detention"),
        who="commissioner_children",
    )
    s.row("b", "Eleven teenage boys from a boarding school", taken(11), who="commissioner_children")
    s.row(
        "b",
        "calls the transfer a deportation",
        legal("deportation", "commissioner_children") + typ("deportation"),
    )
    s.row("b", "One of the boys, aged 15, told his aunt by phone", protected())
    s.row(
        "b",
        "has passed the boys' names to the International Criminal Court",
        address(
            "commissioner_children",
            "reported_as_made",
            ["international criminal court|\\bicc\\b"],
            "submission_of_material",
        ),
    )
    s.row(
        "b",
        "the boys were on holiday and would be returned",
        answer("alternative_account", RU, "ombudswoman_ru"),
    )
    s.row(
        "c",
        "a Ukrainian drone had struck a bus carrying farm workers",
        act("attack killing", UA, ["", RU]),
        who="governor_belgorod",
    )
    s.row("c", "outside the village of Glotovo", place("glotovo"))
    s.row("c", "a Ukrainian drone had struck … at least a dozen", count("killed", 3), who="governor_belgorod")
    s.row(
        "c",
        "a Ukrainian drone had struck … at least a dozen",
        count("injured", 12, "open"),
        who="governor_belgorod",
    )
    s.row(
        "c",
        "Ukraine's General Staff does not comment on strikes inside Russia",
        answer("no_comment", UA, "general_staff"),
        act="no_comment",
    )
    s.row(
        "c",
        'his unit\'s drones had hit "a military truck" in that area',
        answer("alternative_account acknowledged_in_part", UA, "spokesman_brigade"),
    )
    s.row(
        "c",
        "Russian investigators have charged an unnamed Ukrainian commander in absentia with terrorism",
        step("charged", "investigators_ru", suspects_named=False),
    )
    s.row(
        "d",
        "Exhibits from the local history museum … have again been taken to Crimea by the occupation authorities",
        typ("looting"),
        who="mayor_melitopol",
    )
    s.row(
        "d", "This could not be confirmed", check("", "unspecified", "could_not_verify"), act="cannot_verify"
    )
    s.row(
        "",
        "we have recorded 2,214 incidents and 611 civilian deaths on Ukrainian-controlled territory",
        total([["incidents", 2214], ["persons", 611]])
        + total([["incidents", 2214], ["persons", 611], ["incidents", 187], ["persons", 94]]),
    )
    s.row(
        "", "Inclusion does not mean that we have verified them", check("", "unspecified", "could_not_verify")
    )
    s.trap(
        "This text may be republished free of charge under a Creative Commons licence.",
        "syndication_notice",
        "boilerplate",
        "source_note",
    )
    s.said("kherson_head", "Two paramedics … Korabel district", "assert")
    s.said("kherson_head", "Russian forces on the opposite bank of the Dnipro", "accuse", optional=True)
    s.said("occupied_head", "Ukraine was using ambulances to move troops", "assert accuse")
    s.said("commissioner_children", "Eleven teenage boys … their guardians", "assert accuse")
    s.said("commissioner_children", "the transfer a deportation", "qualify_legally", optional=True)
    s.said("boy", "they were made to sing the Russian anthem each morning", "assert")
    s.said(
        "ombudswoman_ru",
        "the boys were on holiday and would be returned",
        "assert acknowledge_alternative_explanation deny",
    )
    s.said("governor_belgorod", "a Ukrainian drone had struck … a dozen", "assert accuse")
    s.said(
        "general_staff",
        "Ukraine's General Staff does not comment on strikes inside Russia",
        "no_comment",
        optional=True,
    )
    s.said(
        "spokesman_brigade",
        'his unit\'s drones had hit "a military truck" in that area',
        "assert acknowledge acknowledge_alternative_explanation",
    )
    s.said(
        "investigators_ru",
        "an unnamed Ukrainian commander in absentia with terrorism",
        "accuse open_case qualify_legally",
        optional=True,
    )
    s.said(
        "mayor_melitopol", "Exhibits from the local history museum … occupation authorities", "assert accuse"
    )
    return s


SHEETS = (h09, h10, h11, h12, h13, h14, h15, h16)
