"""The gold of the last five articles, written before the reader ever saw them."""

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
    status,
    step,
    total,
    typ,
    victims,
    when,
)

ARTICLES = Path(__file__).with_name("articles")
IL, PS, AF, TR, SY, ET, MM = (f"state:{c}" for c in ("IL", "PS", "AF", "TR", "SY", "ET", "MM"))
TALIBAN = ("group:taliban", AF)
NRF = ("", "group:nrf", "group:national-resistance-front", "group:nrf-afghanistan")
SDF = ("group:sdf", "group:syrian-democratic-forces")
SNA = ("", "group:sna", "group:syrian-national-army")
FANO = ("", "group:fano")
AA = ("group:arakan-army", "group:aa")

SPEAKERS = {
    # u06
    "health_ps": {"pattern": "health"},
    "residents_hebron": {"pattern": "resident|^one of them$|^one$"},
    "idf": {"pattern": "\\bidf\\b|israel|military", "party": IL},
    "police_il": {"pattern": "police", "party": IL},
    "attorney_suspects": {"pattern": "attorney"},
    "eyes": {"pattern": "eyes on the hills|rights group"},
    "pmo": {"pattern": "prime minister"},
    "settler_head": {"pattern": "head|council|^he$"},
    "un_figures": {"pattern": "united nations|\\bun\\b"},
    "shin_bet": {"pattern": "shin bet"},
    "hamas": {"pattern": "hamas"},
    # u07
    "unama": {"pattern": "mission|\\bun\\b|unama|report|^it$|united nations"},
    "mfa_taliban": {"pattern": "foreign|taliban"},
    "spokesman_taliban": {"pattern": "spokes|taliban"},
    "rapporteur": {"pattern": "rapporteur"},
    "nrf": {"pattern": "\\bnrf\\b|national resistance"},
    "archive": {"pattern": "archive|collective"},
    "officials_taliban": {"pattern": "official|taliban"},
    "taliban": {"pattern": "taliban"},
    "rferl": {"pattern": "rfe|radio free"},
    # u08
    "sdf": {"pattern": "\\bsdf\\b|syrian democratic|media centre"},
    "jazira": {"pattern": "jazira|staff"},
    "health_official": {"pattern": "official|health|^he$"},
    "sna": {"pattern": "\\bsna\\b|syrian national"},
    "source_tr": {"pattern": "defen[cs]e|source|turk"},
    "washington": {"pattern": "washington|united states|\\bus\\b"},
    "cochair": {"pattern": "co-chair|administration"},
    "lawyer_de": {"pattern": "lawyer|relatives"},
    "media_sna": {"pattern": "media|sna|^they$"},
    "commander_sdf": {"pattern": "commander|sdf"},
    # u09
    "ehrco": {"pattern": "council|ehrco|^it$"},
    "residents_amhara": {"pattern": "resident"},
    "shopkeeper": {"pattern": "shopkeeper|^he$|resident|one"},
    "another_resident": {"pattern": "another|resident"},
    "minister_et": {"pattern": "minister|government|ethiopia"},
    "justice_et": {"pattern": "justice"},
    "eu": {"pattern": "european union|\\beu\\b|delegation"},
    "fano": {"pattern": "fano|spokes"},
    "monitor": {"pattern": "monitor"},
    # u10
    "posts": {"pattern": "post"},
    "rdg": {"pattern": "documentation group|^it$|rohingya"},
    "ula": {"pattern": "united league|arakan|political wing|\\baa\\b"},
    "junta": {"pattern": "military|myanmar|junta|^it$"},
    "un_chief": {"pattern": "\\bun\\b|united nations|chief|human[ _]rights"},
    "icc_office": {"pattern": "prosecut|office|criminal court|\\bicc\\b"},
}

PLACES = {
    "khirbet_a_rujum": {"wording": "khirbet a-rujum|west bank", "country": "PS"},
    "hebron_hills": {"wording": "hebron", "country": "PS"},
    "west_bank": {"wording": "west bank", "country": "PS"},
    "givat_oren": {"wording": "givat oren", "country": "PS"},
    "dara_e_gul": {"wording": "dara-e gul", "country": "AF"},
    "panjshir": {"wording": "panjshir", "country": "AF"},
    "andarab": {"wording": "andarab", "country": "AF"},
    "baghlan": {"wording": "baghlan", "country": "AF"},
    "manbij": {"wording": "manbij", "country": "SY"},
    "tal_arish": {"wording": "tal arish", "country": "SY"},
    "debre_selam": {"wording": "debre selam", "country": "ET"},
    "gojjam": {"wording": "gojjam", "country": "ET"},
    "amhara": {"wording": "amhara", "country": "ET"},
    "dejen_road": {"wording": "dejen|bichena", "country": "ET"},
    "hpaung_seik": {"wording": "hpaung seik", "country": "MM"},
    "buthidaung": {"wording": "buthidaung", "country": "MM"},
    "rakhine": {"wording": "rakhine", "country": "MM"},
}


def u06() -> Sheet:
    """Israeli paper: a settler accused, soldiers said to have stood by; attacks in the other direction."""
    s = Sheet("u06", ARTICLES)
    s.incident("a", ["", IL], PS, ["khirbet_a_rujum", "hebron_hills", "west_bank"], killed=[1], injured=[1])
    s.incident("b", ["", PS], IL, ["givat_oren"], killed=[2])
    s.row(
        "a",
        "Palestinian shepherd shot dead in South Hebron Hills",
        typ("killing", "shooting"),
        headline=True,
    )
    s.row("a", "A Palestinian man was shot dead", typ("killing", "shooting"))
    s.row("a", "A Palestinian man was shot dead", count("killed", 1))
    s.row("a", "A Palestinian man was shot dead", victims(PS))
    s.row("a", "his brother seriously hurt", count("injured", 1))
    s.row(
        "a",
        "in the herding community of Khirbet a-Rujum, in the southern West Bank",
        place("khirbet_a_rujum"),
    )
    s.row("a", "on Thursday evening in the herding community", when("thursday"))
    s.row("a", "the gunman was an Israeli settler", actor(["", IL]), who="health_ps")
    s.row("a", "torched a car", typ("destruction"), who="residents_hebron")
    s.row(
        "a",
        "opened fire when stones were thrown at them",
        typ("shooting", "attack"),
        who="residents_hebron",
    )
    s.row(
        "a",
        'receiving reports of "mutual rock-hurling" and separated the sides',
        answer("alternative_account", IL, "idf"),
        who="idf",
    )
    s.row(
        "a",
        "it was not aware of any soldiers having been present when the shots were fired",
        answer("denial responsibility_denied alternative_account", IL, "idf"),
        who="idf",
    )
    s.row(
        "a",
        "three suspects, one of them a minor, had been taken in for questioning on suspicion of reckless homicide",
        step(
            "suspect_notified pre_trial_investigation criminal_case_opened unknown announced_inquiry",
            "police_il",
        ),
    )
    s.row("a", "on suspicion of reckless homicide", legal("homicide"))
    s.row("a", "A magistrate's court extended their remand until Wednesday", step(""))
    s.row(
        "a",
        "one of his clients fired into the air because he feared for his life",
        answer("alternative_account acknowledged_in_part", ["", IL], "attorney_suspects"),
        who="attorney_suspects",
    )
    s.row(
        "a",
        "released a video in which a man with a rifle is seen walking toward the tents",
        media("video"),
    )
    s.row(
        "a",
        "The clip has been edited",
        check("", "integrity_unedited", "contradicts does_not_support"),
    )
    s.row(
        "a",
        "The Prime Minister's Office referred questions to the police",
        answer("no_comment no_response_known", IL, "pmo"),
        act="no_comment",
    )
    s.row("a", "he condemned the shooting", opinion("settler_head"))
    s.row(
        "",
        "settlers have carried out 740 attacks that caused casualties or damage in the West Bank since January",
        total([["incidents", 740]], "un_figures"),
    )
    s.row(
        "",
        "19 Israelis were killed in attacks by Palestinians",
        total([["persons", 19]], "shin_bet"),
    )
    s.row("b", "two Israelis were killed in a shooting", typ("killing", "shooting", "attack"))
    s.row("b", "two Israelis were killed in a shooting", count("killed", 2))
    s.row("b", "two Israelis were killed in a shooting", victims(IL))
    s.row("b", "at a bus stop outside the settlement of Givat Oren", place("givat_oren"))
    s.trap("Get our Daily Edition by email and never miss a story")
    s.said("health_ps", "the gunman was an Israeli settler", "assert accuse")
    s.said("residents_hebron", "about a dozen masked men … thrown at them", "assert accuse")
    s.said("residents_hebron", "The soldiers stood there and watched", "assert accuse")
    s.said(
        "idf",
        "troops were dispatched to the scene … separated the sides",
        "assert acknowledge_alternative_explanation deny",
    )
    s.said(
        "idf",
        "it was not aware of any soldiers … were fired",
        "deny assert acknowledge_deny_responsibility",
    )
    s.said("police_il", "three suspects, one of them a minor … homicide", "open_case assert accuse")
    s.said(
        "attorney_suspects",
        "one of his clients fired … his life",
        "assert acknowledge acknowledge_alternative_explanation deny acknowledge_deny_responsibility",
    )
    s.said(
        "pmo",
        "The Prime Minister's Office referred questions to the police",
        "no_comment",
        optional=True,
    )
    s.said("settler_head", 'he condemned the shooting, "if it was indeed carried out by a Jew."', "evaluate")
    s.said("un_figures", "settlers have carried out 740 attacks … January", "publish_total")
    s.said("shin_bet", "19 Israelis were killed in attacks by Palestinians", "publish_total")
    s.said("idf", "it was searching for two gunmen", "assert announce_intention")
    s.said("hamas", "the attack", "evaluate", optional=True)
    return s


def u07() -> Sheet:
    """American broadcaster: a UN report, one case out of it, an allegation by the opposition and one against it."""
    s = Sheet("u07", ARTICLES)
    s.incident("a", TALIBAN, ["", AF], ["dara_e_gul", "panjshir"], killed=[1], captured=[1], affected=[1])
    s.incident("b", TALIBAN, ["", AF], ["dara_e_gul", "panjshir"], killed=[6], captured=[6], affected=[6])
    s.incident("c", NRF, ["", AF, *TALIBAN], ["andarab", "baghlan"], killed=[3, 2, 1])
    s.row("", "UN Says Former Afghan Soldiers Killed Despite Amnesty", general("killing"), headline=True)
    s.row("", "Taliban Dismisses Report", answer("denial", TALIBAN), headline=True)
    s.row(
        "",
        "it has documented the killings of 46 former members of the Afghan security forces in the second half of last year",
        total([["persons", 46]], "unama"),
    )
    s.row(
        "",
        "lists 112 arbitrary arrests and 38 cases of torture or other ill-treatment",
        [
            one
            for first in ("incidents", "persons", "violations")
            for second in ("incidents", "violations", "persons")
            for one in total([[first, 112], [second, 38]], "unama")
        ],
    )
    s.row(
        "a",
        "a former commando was seized at his house … in October",
        act("capture detention disappearance", TALIBAN, ["", AF]),
        who="unama",
    )
    s.row("a", "by members of the Taliban's intelligence service", actor(TALIBAN), who="unama")
    s.row("a", "at his house in the Dara-e Gul area of Panjshir Province", place("dara_e_gul"))
    s.row("a", "by members of the Taliban's intelligence service in October", when("XXXX-10"))
    s.row("a", "His relatives came upon his body in a ravine four days later", typ("killing"))
    s.row(
        "a",
        "the man had lost his life in a family feud",
        answer("alternative_account denial", TALIBAN, "mfa_taliban"),
        who="mfa_taliban",
    )
    s.row(
        "a",
        "no member of the security forces was involved",
        answer("responsibility_denied denial", TALIBAN, "mfa_taliban"),
        who="mfa_taliban",
    )
    s.row(
        "",
        "The amnesty is being fully observed",
        answer("denial", TALIBAN, "spokesman_taliban"),
        scope="general_conduct class_of_incidents",
    )
    s.row("", "calling the report propaganda", answer("denial", TALIBAN, "spokesman_taliban"))
    s.row(
        "",
        "As long as nobody is punished, the killers have no reason to stop",
        opinion("rapporteur") + pattern("rapporteur"),
    )
    s.row(
        "b",
        "six men in the same valley were lined up and shot by Taliban fighters on September 13",
        act("killing shooting", TALIBAN, ["", AF]),
        who="nrf",
    )
    s.row(
        "b",
        "six men in the same valley were lined up and shot by Taliban fighters",
        count("killed", 6) + count("affected", 6),
        who="nrf",
    )
    s.row("b", "shot by Taliban fighters on September 13", when("XXXX-09-13"))
    s.row("b", "A video purporting to show the shooting", media("video"))
    s.row(
        "b",
        "the men had been taken prisoner shortly beforehand",
        check("archive", "", "supports reported_verified"),
        who="archive",
    )
    s.row(
        "b",
        "the men had been taken prisoner shortly beforehand",
        status("in_power_of_adverse_party"),
        who="archive",
    )
    s.row(
        "b",
        "they were looking into the video",
        answer("commitment_to_investigate", TALIBAN, "officials_taliban")
        + check("officials_taliban", "", "in_progress")
        + step("announced_inquiry", "officials_taliban"),
    )
    s.row(
        "c",
        "has accused the NRF of murdering a village elder and his two sons",
        act("killing", NRF, ["", AF]),
        who="taliban",
        act="accuse",
    )
    s.row(
        "c",
        "murdering a village elder and his two sons",
        count("killed", 3),
        who="taliban",
    )
    s.row("c", "in the Andarab district of Baghlan Province", place("andarab"))
    s.row("c", "in the Andarab district of Baghlan Province in May", when("XXXX-05"))
    s.row(
        "",
        "it targets only armed Taliban",
        answer("denial", NRF, "nrf"),
        scope="general_conduct class_of_incidents",
    )
    s.row(
        "",
        "RFE/RL is not in a position to vouch for either account",
        check("rferl|outlet", "", "could_not_verify"),
        act="cannot_verify",
    )
    s.said("unama", "Former Afghan Soldiers Killed Despite Amnesty", "assert accuse")
    s.said("taliban", "Report", "deny", optional=True)
    s.said(
        "unama",
        "it has documented the killings … Taliban",
        "publish_total assert accuse report_verification",
    )
    s.said("unama", "112 arbitrary arrests … ill-treatment", "publish_total", optional=True)
    s.said("unama", "a former commando was seized … October", "assert accuse")
    s.said("unama", "His relatives came upon his body in a ravine four days later", "assert", optional=True)
    s.said(
        "mfa_taliban",
        "the man had lost his life … was involved",
        "deny assert acknowledge_alternative_explanation acknowledge_deny_responsibility",
    )
    s.said("spokesman_taliban", "The amnesty is being fully observed", "deny assert generalise")
    s.said("spokesman_taliban", "the report propaganda", "deny evaluate", optional=True)
    s.said(
        "rapporteur",
        "As long as nobody is punished, the killers have no reason to stop",
        "evaluate generalise accuse assert",
    )
    s.said("nrf", "six men in the same valley … September 13", "assert accuse")
    s.said("archive", "the men had been taken prisoner shortly beforehand", "report_verification assert")
    s.said("officials_taliban", "they were looking into the video", "announce_intention open_case assert")
    s.said("taliban", "the NRF of murdering … in May", "accuse")
    s.said("nrf", "it targets only armed Taliban", "deny assert generalise")
    s.said(
        "rferl",
        "RFE/RL is not in a position to vouch for either account",
        "cannot_verify",
        optional=True,
    )
    return s


def u08() -> Sheet:
    """Regional agency close to one side; two answers to one charge; two charges the other way, one unanswered."""
    s = Sheet("u08", ARTICLES)
    s.incident(
        "a",
        [TR, *SNA],
        [*SDF],
        ["manbij"],
        killed=[(31, "open"), 2, 22],
        affected=[2, 22, (31, "open")],
    )
    s.incident("b", SDF, ["", SY], ["tal_arish"], killed=[2])
    s.incident("c", SDF, ["", SY], ["manbij"], killed=[15])
    s.row(
        "a",
        "SDF accuses Turkish-backed factions of executing wounded fighters",
        act("killing", SNA, ["", *SDF]),
        act="accuse",
    )
    s.row(
        "a",
        "accused Turkish-backed factions of executing dozens of its wounded fighters",
        act("killing", SNA, SDF),
        who="sdf",
        act="accuse",
    )
    s.row("a", "dozens of its wounded fighters", status("unconscious_or_incapacitated"))
    s.row("a", "at a military hospital north of Manbij", place("manbij"))
    s.row(
        "a",
        "on Wednesday accused Turkish-backed factions",
        when("wednesday", "statement"),
    )
    s.row("a", "released a 25-second clip", media("clip"))
    s.row(
        "a",
        "men shouting in Arabic fire at two patients",
        typ("shooting", "killing", "attack"),
        act="describe_footage assert",
    )
    s.row(
        "a",
        "Staff of Jazira Wire who have been to the hospital recognised the corridor",
        check("jazira|outlet", "place", "supports reported_verified"),
    )
    s.row(
        "a",
        "nothing in the images gives away the date",
        check("", "time", "could_not_verify"),
        act="cannot_verify",
    )
    s.row("a", "More than 30 of our comrades were murdered", count("killed", 31, "open"), who="sdf")
    s.row("a", "holding Ankara responsible", actor(TR), who="sdf", act="accuse")
    s.row(
        "a",
        "22 patients had not been evacuated in time",
        count("killed", 22) + count("affected", 22),
        who="health_official",
    )
    s.row(
        "a",
        "its men had found an empty building",
        answer("denial alternative_account responsibility_denied", SNA, "sna"),
        who="sna",
    )
    s.row(
        "a",
        'Turkey "has no connection whatsoever" with the footage',
        answer("denial responsibility_denied", TR, "source_tr"),
        who="source_tr",
    )
    s.row(
        "a",
        "Washington said it was looking into the reports",
        check("washington", "", "in_progress"),
    )
    s.row(
        "a",
        "appealed to all sides to show restraint",
        address("washington", "demanded"),
        act="demand",
    )
    s.row(
        "a",
        "The Kurdish-led administration is compiling a dossier for the UN Commission of Inquiry on Syria",
        address("cochair", "announced", ["commission of inquiry|\\bun\\b"], "submission_of_material"),
    )
    s.row(
        "a",
        "Relatives of two of the dead have already lodged a criminal complaint in Germany",
        address("lawyer_de", "reported_as_made", (), "formal_complaint") + step(""),
    )
    s.row(
        "b",
        "SDF snipers had shot dead a mother and her daughter",
        act("killing shooting", SDF, ["", SY]),
        who="media_sna",
    )
    s.row("b", "SDF snipers had shot dead a mother and her daughter", count("killed", 2), who="media_sna")
    s.row("b", "as they fled the village of Tal Arish", place("tal_arish"))
    s.row("b", "On Monday, media close to the SNA alleged", when("monday", "statement"))
    s.row(
        "c",
        "attributed to the SDF a car bomb in the town of Manbij that killed 15 farm workers",
        act("attack killing", SDF, ["", SY]),
        who="media_sna",
        act="accuse",
    )
    s.row("c", "killed 15 farm workers", count("killed", 15), who="media_sna")
    s.row("c", "a car bomb in the town of Manbij", place("manbij"))
    s.row(
        "c",
        "The SDF commander ruled out any involvement in the bombing",
        answer("responsibility_denied denial", SDF, "commander_sdf"),
        act="deny acknowledge_deny_responsibility",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "b",
        "he did not mention the snipers",
        answer("no_response_known no_comment", SDF),
        act="no_comment",
    )
    s.said(
        "sdf",
        "Turkish-backed factions of executing wounded fighters near Manbij",
        "accuse",
    )
    s.said("sdf", "Turkish-backed factions of executing dozens … north of Manbij", "accuse")
    s.said("sdf", "had been retrieved from a gunman's phone", "assert", optional=True)
    s.said("sdf", "More than 30 of our comrades were murdered in their beds", "accuse assert")
    s.said("sdf", "Ankara responsible", "accuse", optional=True)
    s.said("health_official", "22 patients had not been evacuated in time", "assert")
    s.said(
        "sna",
        "its men had found an empty building",
        "deny assert acknowledge_alternative_explanation",
    )
    s.said(
        "source_tr",
        'Turkey "has no connection whatsoever" with the footage',
        "deny acknowledge_deny_responsibility",
    )
    s.said("washington", "it was looking into the reports", "assert announce_intention open_case")
    s.said("washington", "all sides to show restraint", "demand")
    s.said(
        "cochair",
        "The Kurdish-led administration is compiling … Syria",
        "announce_intention refer assert",
    )
    s.said("lawyer_de", "Relatives of two of the dead … Germany", "assert refer open_case")
    s.said("media_sna", "SDF snipers had shot dead … Tal Arish", "accuse assert")
    s.said("media_sna", "the SDF a car bomb … women", "accuse")
    s.said("commander_sdf", "any involvement in the bombing", "deny acknowledge_deny_responsibility")
    s.said("commander_sdf", "he did not mention the snipers", "no_comment", optional=True)
    return s


def u09() -> Sheet:
    """Ethiopian site: a council's report against both sides; an abduction acknowledged in part."""
    s = Sheet("u09", ARTICLES)
    s.incident("a", ["", ET], ["", ET], ["debre_selam", "gojjam", "amhara"], killed=[(45, "open"), 11])
    s.incident("b", FANO, ["", ET], ["dejen_road"], killed=[2], captured=[23], affected=[23])
    s.row("a", "dozens killed in house searches in Amhara town", typ("killing"), headline=True)
    s.row(
        "a",
        "Government forces carried out extrajudicial killings of at least 45 civilians",
        act("killing", ["", ET], ["", ET]),
        who="ehrco",
    )
    s.row("a", "Government forces carried out", actor(ET), who="ehrco")
    s.row(
        "a",
        "extrajudicial killings of at least 45 civilians",
        count("killed", 45, "open"),
        who="ehrco",
    )
    s.row("a", "at least 45 civilians", status("civilian"), who="ehrco")
    s.row("a", "in Debre Selam, West Gojjam Zone of the Amhara region", place("debre_selam"))
    s.row("a", "West Gojjam Zone of the Amhara region, on 29 January", when("XXXX-01-29"))
    s.row("a", "extrajudicial killings of at least 45 civilians", legal("extrajudicial", "ehrco"))
    s.row(
        "a",
        "soldiers dragged men from their homes",
        typ("ill_treatment", "capture", "detention"),
        who="residents_amhara",
    )
    s.row(
        "a",
        "counted 11 bodies along a single street",
        count("killed", 11) + count("shown_motionless", 11),
        who="shopkeeper",
    )
    s.row(
        "",
        "the army never targets civilians",
        answer("denial", ET, "minister_et"),
        scope="general_conduct class_of_incidents",
    )
    s.row(
        "a",
        "had acted in self-defence that day",
        answer("alternative_account denial acknowledged_in_part", ET, "minister_et"),
    )
    s.row(
        "a",
        "The Ministry of Justice is yet to say whether it will look into the matter",
        answer("no_response_known no_comment", ET, "justice_et"),
        act="no_comment",
    )
    s.row(
        "a",
        "The European Union delegation in Addis Abeba wants an impartial inquiry",
        address("eu", "demanded", (), "demand_for_investigation"),
        act="demand",
    )
    s.row(
        "b",
        "held Fano responsible for the abduction in December of 23 teachers",
        act("capture detention disappearance", FANO, ["", ET]),
        who="ehrco",
        act="accuse assert",
    )
    s.row(
        "b",
        "the abduction in December of 23 teachers",
        count("captured", 23) + count("affected", 23),
        who="ehrco",
    )
    s.row("b", "on the road from Dejen to Bichena", place("dejen_road"))
    s.row("b", "the abduction in December of 23 teachers", when("XXXX-12"))
    s.row("b", "Two of the teachers were later found dead", count("killed", 2), who="ehrco")
    s.row(
        "b",
        "acknowledged that the teachers had been stopped",
        answer("acknowledged_in_part", FANO, "fano"),
        act="acknowledge acknowledge_alternative_explanation",
    )
    s.row(
        "b",
        "claimed that all were set free unharmed",
        answer("alternative_account denial", FANO, "fano"),
    )
    s.row(
        "",
        "the acts of both sides constitute grave violations of international humanitarian law",
        legal("humanitarian law|violations", "ehrco"),
        act="qualify_legally",
    )
    s.row(
        "",
        "It has recorded 594 civilian deaths in the region since August 2023",
        total([["persons", 594]], "ehrco"),
    )
    s.row(
        "",
        "Addis Monitor could not corroborate these accounts",
        check("monitor|outlet", "", "could_not_verify"),
        act="cannot_verify",
    )
    s.said("ehrco", "dozens killed in house searches in Amhara town", "assert accuse")
    s.said("ehrco", "Government forces carried out … 29 January", "assert accuse qualify_legally")
    s.said("ehrco", "The killings occurred … Fano militants", "assert accuse")
    s.said("ehrco", "the final toll could be higher", "speculate assert", optional=True)
    s.said("ehrco", "Those killed were suspected of having fed or sheltered Fano", "assert accuse")
    s.said("residents_amhara", "how soldiers dragged men from their homes", "assert accuse")
    s.said("shopkeeper", "counted 11 bodies along a single street", "assert")
    s.said(
        "another_resident",
        "soldiers had turned away priests who wanted to bury the dead",
        "assert accuse",
    )
    s.said(
        "minister_et",
        "the army never targets civilians and had acted in self-defence that day",
        "deny assert generalise acknowledge_alternative_explanation",
    )
    s.said(
        "justice_et",
        "The Ministry of Justice is yet to say whether it will look into the matter",
        "no_comment",
        optional=True,
    )
    s.said("eu", "an impartial inquiry", "demand")
    s.said("ehrco", "Fano responsible for the abduction … Bichena", "accuse")
    s.said("ehrco", "Two of the teachers were later found dead", "assert accuse")
    s.said(
        "fano",
        "the teachers had been stopped",
        "acknowledge acknowledge_alternative_explanation assert",
    )
    s.said("fano", "all were set free unharmed", "assert deny acknowledge_alternative_explanation")
    s.said("ehrco", "the acts of both sides … law", "qualify_legally")
    s.said("ehrco", "594 civilian deaths in the region since August 2023", "publish_total", optional=True)
    s.said(
        "monitor",
        "Addis Monitor could not corroborate these accounts",
        "cannot_verify",
        optional=True,
    )
    return s


def u10() -> Sheet:
    """Fact check: the photograph is another one, the allegation stays open; a charge the other way unanswered."""
    s = Sheet("u10", ARTICLES)
    s.incident("a", AA, ["", MM, "group:rohingya"], ["hpaung_seik", "buthidaung", "rakhine"], killed=[170])
    s.incident(
        "b", AA, MM, ["hpaung_seik", "buthidaung", "rakhine"], killed=[61], captured=[61], affected=[61]
    )
    s.row(
        "a",
        "Rohingya villagers killed by the Arakan Army",
        act("killing", AA, ["", MM, "group:rohingya"]),
    )
    s.row(
        "a",
        "A picture of bones in a dry field has been shared more than 20,000 times on Facebook",
        media("picture|photo|image", platform="facebook"),
    )
    s.row(
        "a",
        "the remains of Rohingya killed by the Arakan Army (AA) in Myanmar's Rakhine State",
        act("killing", AA, ["", MM, "group:rohingya"]),
        who="posts",
    )
    s.row(
        "a",
        "A reverse image search took us to a 2017 newspaper story from northern Iraq in which the same picture appears",
        check("outlet", "", "contradicts does_not_support"),
    )
    s.row(
        "a",
        "AA fighters opened fire on families leaving Hpaung Seik, a village in Buthidaung township, with white flags",
        act("shooting attack killing", AA, ["", MM, "group:rohingya"]),
        who="rdg",
    )
    s.row("a", "leaving Hpaung Seik, a village in Buthidaung township", place("hpaung_seik"))
    s.row("a", "with white flags on 2 May 2024", when("2024-05-02"))
    s.row(
        "a",
        "170 people who, it says, lost their lives that day",
        count("killed", 170),
        who="rdg",
    )
    s.row("a", "We compared satellite pictures from before and after", media("satellite|picture"))
    s.row("a", "More than 200 buildings in Hpaung Seik burned down", typ("destruction"))
    s.row(
        "a",
        "The pictures do not tell us who lit the fires",
        check(
            "outlet", "author unspecified affiliation_of_depicted identity_of_depicted", "could_not_verify"
        ),
        act="cannot_verify",
    )
    s.row(
        "a",
        "the dead were soldiers of the junta who fell in combat",
        answer("alternative_account denial", AA, "ula"),
        who="ula",
    )
    s.row(
        "b",
        "accuses the AA of shooting 61 soldiers who had laid down their arms",
        act("killing shooting", AA, MM),
        who="junta",
        act="accuse",
    )
    s.row(
        "b",
        "shooting 61 soldiers who had laid down their arms",
        count("killed", 61) + count("affected", 61),
        who="junta",
    )
    s.row(
        "b",
        "61 soldiers who had laid down their arms",
        status("intention_to_surrender_expressed", "in_power_of_adverse_party"),
        who="junta",
    )
    s.row(
        "b",
        "The AA has never addressed the charge",
        answer("no_response_known no_comment", AA),
        act="no_comment",
    )
    s.row(
        "a",
        "was unable to give a number",
        check("un_chief", "count", "could_not_verify"),
    )
    s.row(
        "",
        "has been investigating crimes against the Rohingya since 2019",
        step("pre_trial_investigation announced_inquiry unknown", "icc_office"),
    )
    s.row("a", "the photo is miscaptioned", check("outlet", "", "contradicts does_not_support"))
    s.row(
        "a",
        "The allegation itself is still open",
        check("outlet", "", "could_not_verify in_progress"),
    )
    s.trap("Seen something you would like us to check? Write to us on WhatsApp.")
    s.said("posts", "it shows the remains of Rohingya … Rakhine State", "assert accuse describe_footage")
    s.said("rdg", "AA fighters opened fire … 2 May 2024", "assert accuse")
    s.said("rdg", "lost their lives that day", "assert accuse publish_total")
    s.said(
        "ula",
        "the dead were soldiers of the junta who fell in combat",
        "deny assert acknowledge_alternative_explanation",
    )
    s.said("ula", "to take journalists to the site", "announce_intention", optional=True)
    s.said("junta", "a different crime", "assert accuse", optional=True)
    s.said("junta", "the AA of shooting 61 soldiers … 4 May", "accuse")
    s.said(
        "un_chief",
        "his office had received credible information … a number",
        "assert cannot_verify report_verification",
    )
    s.said(
        "icc_office",
        "whether the village forms part of the case",
        "no_comment",
        optional=True,
    )
    return s


SHEETS = (u06, u07, u08, u09, u10)
