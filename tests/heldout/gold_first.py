"""The gold of the first eight articles."""

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

RU, UA, SD, IL, PS, AM, AZ, ML, MM, SY = (
    f"state:{c}" for c in ("RU", "UA", "SD", "IL", "PS", "AM", "AZ", "ML", "MM", "SY")
)
RSF, HAMAS, WAGNER = "group:rapid-support-forces", "group:hamas", "group:wagner"
NUG = ("group:pdf-myanmar", "group:nug")

SPEAKERS = {
    # h01
    "prosecutor_ua": {"pattern": "prosecut", "party": UA},
    "reuters": {"pattern": "reuters"},
    "ombudsman_ua": {"pattern": "ombuds", "party": UA},
    "moscow": {"pattern": "moscow|russia|state:ru", "party": RU},
    "mod_ru": {"pattern": "defen[cs]e[ _]ministry|ministry of defen[cs]e|russia", "party": RU},
    # h02
    "doctors": {"pattern": "doctors|network"},
    "rsf": {"pattern": "\\brsf\\b|rapid support|spokesman"},
    "army_sd": {"pattern": "army|armed forces|sudan"},
    "medics": {"pattern": "medic|doctor"},
    "residents_un": {"pattern": "resident|expert|\\bun\\b|official"},
    "bbc": {"pattern": "\\bbbc\\b"},
    "nurse": {"pattern": "nurse|^she$"},
    "who": {"pattern": "world health|\\bwho\\b|^it$"},
    "committee_kutum": {"pattern": "committee|volunteer"},
    # h03
    "legal_aid_forum": {"pattern": "legal aid|forum|report|document|authors|rights group|^it$"},
    "detainee": {"pattern": "detainee|men|teacher|nineteen|eleven|four|palestinian"},
    "idf": {"pattern": "\\bidf\\b|israel|military|statement", "party": IL},
    "dispatch": {"pattern": "dispatch|^this outlet$"},
    # h04
    "mfa_il": {"pattern": "ministry|israel|foreign|outlet", "party": IL},
    "police_il": {"pattern": "police|forensic", "party": IL},
    "hamas": {"pattern": "hamas"},
    "fm_il": {"pattern": "foreign[ _]minist", "party": IL},
    "health_ps": {"pattern": "health"},
    # h05
    "hrd_am": {"pattern": "human[ _]rights[ _]defender|defender|ombuds|^she$", "party": AM},
    "prosecutor_az": {"pattern": "prosecut", "party": AZ},
    "turan": {"pattern": "turan"},
    "mod_az": {"pattern": "defen[cs]e|azerbaijan", "party": AZ},
    "azerbaijan": {"pattern": "azerbaijan|baku", "party": AZ},
    "armenia": {"pattern": "armenia|yerevan", "party": AM},
    "hrw": {"pattern": "human rights watch|hrw|organi[sz]ation|experts"},
    "eu": {"pattern": "european union|representative|\\beu\\b|^he$"},
    # h06
    "villagers_mm": {"pattern": "villager|^they$"},
    "radio": {"pattern": "radio|chindwin"},
    "junta": {"pattern": "junta|spokesman|military|myanmar"},
    "nug": {"pattern": "\\bnug\\b|national unity"},
    "nug_ministry": {"pattern": "ministry|\\bnug\\b|national unity"},
    "state_tv_mm": {"pattern": "state television|television"},
    "myanmar_witness": {"pattern": "myanmar witness|research"},
    "myawady": {"pattern": "myawady|newspaper"},
    "pdf_commander": {"pattern": "commander|pdf"},
    "un_hr": {"pattern": "human[ _]rights|united nations|ohchr|\\bun\\b"},
    # h07
    "residents": {"pattern": "resident|official"},
    "official_ml": {"pattern": "official|^he$"},
    "resident_ml": {"pattern": "resident"},
    "army_ml": {"pattern": "army|mali|armed forces"},
    "bamako": {"pattern": "bamako|mali|authorities"},
    "un_expert": {"pattern": "expert|^she$|\\bun\\b"},
    "prosecutor_ml": {"pattern": "prosecut"},
    "agence_sahel": {"pattern": "agence sahel|agency"},
    # h08
    "officials_donetsk": {"pattern": "official|karpov|mayor"},
    "mayor_donetsk": {"pattern": "karpov|mayor|^he$"},
    "sorokina": {"pattern": "sorokina|foreign|russia", "party": RU},
    "military_ua": {"pattern": "military|tavria|armed forces|ukraine|group of forces", "party": UA},
    "ap": {"pattern": "\\bap\\b|associated press"},
    "ic_ru": {"pattern": "investigative|russia", "party": RU},
    "un_spokesman": {"pattern": "spokes|secretary|\\bun\\b"},
    "professor": {"pattern": "professor"},
    "kyiv": {"pattern": "kyiv|ukrain", "party": UA},
    "kremlin": {"pattern": "kremlin", "party": RU},
    "daily_globe": {"pattern": "daily globe|^this outlet$"},
    "authorities_donetsk": {"pattern": "authorit|installed"},
}

PLACES = {
    "lozova_balka": {"wording": "lozova balka", "country": "UA"},
    "zaporizhzhia_region": {"wording": "zaporizh", "country": "UA", "kinds": ["region"]},
    "robotyne": {"wording": "robotyne", "country": "UA"},
    "mellit_road": {"wording": "mellit|fasher", "country": "SD"},
    "darfur": {"wording": "darfur", "country": "SD"},
    "kutum": {"wording": "kutum", "country": "SD"},
    "negev": {"wording": "negev", "country": "IL"},
    "nir_ela": {"wording": "nir ela", "country": "IL"},
    "gaza": {"wording": "gaza", "country": "PS"},
    "lod": {"wording": "\\blod\\b", "country": "IL"},
    "khan_younis": {"wording": "khan younis", "country": "PS"},
    "ishkhanasar": {"wording": "ishkhanasar", "country": "AM"},
    "aghdam": {"wording": "aghdam", "country": "AZ"},
    "kan_daw": {"wording": "kan daw", "country": "MM"},
    "yinmabin": {"wording": "yinmabin", "country": "MM"},
    "sagaing": {"wording": "sagaing", "country": "MM"},
    "nyaung_gone": {"wording": "nyaung gone", "country": "MM"},
    "ta_yaw": {"wording": "ta yaw", "country": "MM"},
    "tinabaw": {"wording": "tinabaw", "country": "ML"},
    "mopti": {"wording": "mopti", "country": "ML"},
    "ouro_sabu": {"wording": "ouro sabu", "country": "ML"},
    "donetsk_city": {"wording": "donetsk", "country": "UA", "kinds": ["city"]},
    "tekstilshchik": {"wording": "tekstilshchik", "country": "UA"},
    "kostiantynivka": {"wording": "kostiantynivka", "country": "UA"},
}


def h01() -> Sheet:
    """Agency lead with dateline; place verified, time not; one earlier case recalled."""
    s = Sheet("h01")
    s.incident("a", RU, UA, ["lozova_balka", "zaporizhzhia_region"], killed=[3, 2])
    s.incident("b", RU, UA, ["robotyne"], killed=[2])
    s.row("a", "killing of three captives", typ("killing"), headline=True)
    s.row(
        "a",
        "Russian troops shooting three Ukrainian servicemen",
        act("killing shooting", RU, UA),
        act="describe_footage assert",
        mod="hedged purported_by_footage",
    )
    s.row("a", "three Ukrainian servicemen", victims(UA))
    s.row(
        "a",
        "three Ukrainian servicemen who had laid down their weapons",
        status("intention_to_surrender_expressed", "in_power_of_adverse_party"),
    )
    s.row("a", "near the village of Lozova Balka in the Zaporizhzhia region", place("lozova_balka"))
    s.row(
        "a",
        "Russian troops shooting three Ukrainian servicemen who had laid down their weapons",
        [*count("killed", 3), *count("affected", 3)],
        act="describe_footage assert",
    )
    s.row(
        "a",
        "Two soldiers walk up to them and fire, and the men fall",
        words("sequence"),
        act="describe_footage assert",
    )
    s.row("a", "a drone video appeared to show … Zaporizhzhia region", media("drone|video"))
    s.row(
        "a",
        "The 40-second clip was posted on Telegram on Tuesday evening",
        media("clip|video", platform="telegram"),
    )
    s.row("a", "posted on Telegram on Tuesday evening", when("tuesday", "media_first_seen"))
    s.row(
        "a",
        "Reuters was able to confirm the location of the video",
        check("reuters", "place", "supports reported_verified", self_interest=False),
        act="report_verification",
    )
    s.row(
        "a",
        "It could not independently establish the date on which it was filmed",
        check("reuters", "time", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "a",
        "Our defenders had no weapons",
        [{"kind": "account:victims.armed_state", "term": ["unarmed"]}],
        who="ombudsman_ua",
    )
    s.row(
        "a",
        "he had written to the United Nations and the International Committee of the Red Cross",
        address("ombudsman_ua", "reported_as_made", ["united nations|\\bun\\b", "red cross"], "letter"),
        act="refer",
    )
    s.row(
        "a", "they had opened a criminal case", step("criminal_case_opened", "prosecutor_ua"), act="open_case"
    )
    s.row(
        "a",
        "the case had been registered under Part 2 of Article 438 of the Criminal Code",
        step(
            "criminal_case_opened pre_trial_investigation",
            "prosecutor_ua",
            articles=["438", "part 2"],
            suspects_named=False,
        ),
    )
    s.row("a", "violations of the laws of war combined with murder", legal("laws of war|murder"))
    s.row(
        "a",
        "Russia's Defence Ministry did not reply to a request for comment",
        answer("no_response_known no_comment", RU, "mod_ru"),
        act="no_comment",
    )
    s.row(
        "",
        "Moscow has repeatedly denied that its forces kill prisoners of war",
        answer("denial", RU, "moscow"),
        act="deny",
        pol="denies",
        scope="general_conduct class_of_incidents",
    )
    s.row(
        "b",
        "two captured Ukrainian marines were shot dead by Russian soldiers",
        act("killing", RU, UA),
        who="prosecutor_ua",
    )
    s.row(
        "b",
        "two captured Ukrainian marines were shot dead by Russian soldiers",
        count("killed", 2),
        who="prosecutor_ua",
    )
    s.row("b", "two captured Ukrainian marines", status("in_power_of_adverse_party"))
    s.row("b", "at a dugout outside Robotyne", place("robotyne"))
    s.row("b", "In a separate case in December … shot dead", when("XXXX-12"))
    s.row(
        "",
        "93 captured Ukrainian soldiers have been killed since the start of the full-scale invasion, and 31 criminal investigations are under way",
        total([["persons", 93], ["criminal_cases", 31]], "prosecutor_ua"),
    )
    s.row(
        "a",
        "Ukraine opens case over footage",
        step("criminal_case_opened announced_inquiry pre_trial_investigation"),
    )
    s.trap(
        "(Reporting by the Kyiv bureau; Editing by the London desk)",
        "boilerplate",
        "syndication_notice",
        "source_note",
    )
    s.said("prosecutor_ua", "they had opened a criminal case … Zaporizhzhia region", "open_case assert")
    s.said(
        "reuters",
        "confirm the location of the video … satellite imagery",
        "report_verification",
        optional=True,
    )
    s.said("reuters", "It could not independently … filmed", "cannot_verify", optional=True)
    s.said(
        "ombudsman_ua", "Our defenders had no weapons and posed no threat", "assert accuse describe_footage"
    )
    s.said("ombudsman_ua", "he had written to the United Nations … about the killings", "refer")
    s.said(
        "prosecutor_ua",
        "the case had been registered under Part 2 of Article 438 … with murder",
        "open_case assert qualify_legally",
    )
    s.said(
        "mod_ru",
        "Russia's Defence Ministry did not reply to a request for comment",
        "no_comment",
        optional=True,
    )
    s.said("moscow", "its forces kill prisoners of war", "deny")
    s.said("prosecutor_ua", "two captured Ukrainian marines … outside Robotyne", "assert accuse")
    s.said("prosecutor_ua", "93 captured Ukrainian soldiers … under way", "publish_total")
    return s


def h02() -> Sheet:
    """Ambulance, specific denial with counter-accusation; earlier strike by the other side, denied then."""
    s = Sheet("h02")
    s.incident("a", [RSF, SD], [""], ["mellit_road", "darfur"], killed=[(5, "open"), 2], injured=[9, 3])
    s.incident("b", SD, [""], ["kutum"], killed=[(61, "open"), 38])
    s.row("a", "Drone hits ambulance in North Darfur", typ("attack"), headline=True)
    s.row(
        "a",
        "At least five people, among them two paramedics and a woman who was being taken to give birth, were killed on Monday",
        count("killed", 5, "open"),
        who="doctors",
    )
    s.row("a", "At least five people … were killed on Monday", when("monday"))
    s.row("a", "a drone struck an ambulance", typ("attack"), who="doctors")
    s.row("a", "on the road between Mellit and El Fasher", place("mellit_road"))
    s.row(
        "a",
        "The network blamed the Rapid Support Forces (RSF)",
        actor(RSF),
        who="doctors",
        act="accuse assert",
    )
    s.row("a", "nine others had been injured", count("injured", 9), who="doctors")
    s.row(
        "a",
        "The RSF rejected the accusation",
        answer("denial", RSF, "rsf"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "a",
        "its drones had carried out no mission in that area on Monday",
        answer("denial", RSF, "rsf"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "a",
        "accused the army of hitting the vehicle itself",
        answer("alternative_account responsibility_denied", RSF, "rsf"),
    )
    s.row(
        "a",
        "The army has not commented",
        answer("no_response_known no_comment", SD, "army_sd"),
        act="no_comment",
    )
    s.row("a", "Photographs shared by residents on WhatsApp", media("photo", platform="whatsapp"))
    s.row(
        "a",
        "The BBC has not been able to verify the images",
        check("bbc", "unspecified authenticity_of_file", "could_not_verify"),
        act="cannot_verify",
    )
    s.row("a", "the driver was her cousin and that she had been on shift", protected())
    s.row(
        "",
        "it has verified 119 attacks on health care in Sudan since the war began, in which 189 people were killed",
        total([["incidents", 119], ["persons", 189]], "who"),
    )
    s.row(
        "b",
        "the RSF accused the army of bombing a market in the town of Kutum",
        act("attack killing", SD, ""),
        who="rsf",
        act="accuse",
    )
    s.row("b", "more than 60 civilians died", count("killed", 61, "open"), who="rsf")
    s.row("b", "a market in the town of Kutum", place("kutum"))
    s.row("b", "Last month the RSF accused the army", when("month:last", "statement"))
    s.row("b", "more than 60 civilians died", status("civilian"))
    s.row(
        "b",
        "The army denied at the time that it had targeted civilians",
        answer("denial", SD, "army_sd"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row("b", "its aircraft had struck an RSF weapons store", answer("alternative_account", SD, "army_sd"))
    s.row(
        "b",
        "A committee of volunteers in Kutum put the number of dead at 38",
        count("killed", 38),
        who="committee_kutum",
    )
    s.trap(
        "Related: What is happening in Sudan? A simple guide",
        "navigation",
        "interleaved_headline",
        "boilerplate",
    )
    s.trap("Sign up for our Africa newsletter", "navigation", "boilerplate", "widget")
    s.said("doctors", "At least five people … El Fasher", "assert")
    s.said(
        "doctors",
        "the Rapid Support Forces (RSF), the paramilitary group … April 2023",
        "accuse",
        optional=True,
    )
    s.said("doctors", "The vehicle was clearly marked and was carrying patients only", "assert")
    s.said("doctors", "nine others had been injured, three of them critically", "assert")
    s.said("rsf", "the accusation", "deny", optional=True)
    s.said("rsf", "its drones had carried out no mission … blame us", "deny assert accuse")
    s.said("rsf", "the army of hitting the vehicle itself", "accuse", optional=True)
    s.said("army_sd", "The army has not commented", "no_comment", optional=True)
    s.said("bbc", "The BBC has not been able to verify the images", "cannot_verify", optional=True)
    s.said("nurse", "her name be withheld", "assert demand", optional=True)
    s.said("medics", "Drone hits ambulance in North Darfur", "assert", optional=True)
    s.said("nurse", "the driver was her cousin … brought in", "assert")
    s.said("who", "an end to attacks on health workers", "demand")
    s.said("who", "it has verified 119 attacks … killed", "publish_total report_verification")
    s.said("rsf", "the army of bombing a market … civilians died", "accuse")
    s.said("rsf", "more than 60 civilians died", "assert accuse", optional=True)
    s.said("army_sd", "it had targeted civilians", "deny")
    s.said(
        "army_sd",
        "its aircraft had struck an RSF weapons store",
        "assert acknowledge_alternative_explanation deny",
    )
    s.said("committee_kutum", "the number of dead at 38", "assert publish_total")
    return s


def h03() -> Sheet:
    """A report summarised; general abuse is no incident; two deaths are one."""
    s = Sheet("h03")
    s.incident("a", IL, [PS, ""], ["negev"], killed=[(2, "open"), 2])
    s.row(
        "",
        "documents what it calls a pattern of torture of Palestinian detainees",
        pattern(),
        who="legal_aid_forum",
    )
    s.row("", "interviews with 27 men from the Gaza Strip who were held at the camp", protected())
    s.row(
        "",
        "Nineteen of them said they had been beaten by Israeli soldiers during transfers",
        general("ill_treatment torture", IL),
        who="detainee",
    )
    s.row(
        "",
        "eleven described being kept in handcuffs for weeks",
        general("ill_treatment detention torture"),
        who="detainee",
    )
    s.row("", "Four reported sexual violence by guards", general("sexual_violence"), who="detainee")
    s.row("", "a 34-year-old teacher from Beit Lahia", protected())
    s.row("", "They hit us when we asked for water", general("ill_treatment"), who="detainee")
    s.row(
        "a",
        "at least two detainees died at the site in February after having been beaten",
        count("killed", 2, "open"),
        who="legal_aid_forum",
    )
    s.row(
        "a",
        "at least two detainees died at the site in February after having been beaten",
        typ("killing", "ill_treatment", "torture"),
        who="legal_aid_forum",
    )
    s.row("a", "at least two detainees", status("in_power_of_adverse_party"))
    s.row("a", "died at the site in February", when("XXXX-02"))
    s.row(
        "a",
        "possible war crimes if it is shown that medical care was deliberately withheld",
        legal("war crime", "legal_aid_forum", condition=True),
        mod="conditional",
    )
    s.row(
        "",
        "The Israel Defense Forces dismissed the findings",
        answer("denial", IL, "idf"),
        act="deny",
        pol="denies",
    )
    s.row(
        "",
        "The IDF rejects outright allegations of systematic abuse of detainees",
        answer("denial", IL, "idf"),
        act="deny",
        pol="denies",
        scope="general_conduct class_of_incidents",
    )
    s.row(
        "a",
        "the Military Police had opened an investigation into the two deaths",
        step("announced_inquiry pre_trial_investigation criminal_case_opened"),
    )
    s.row(
        "",
        "The statement did not address the reports of sexual violence",
        answer("no_response_known no_comment", [IL, ""]),
        act="no_comment",
    )
    s.row(
        "",
        "The forum has submitted its material to the UN Special Rapporteur on torture",
        address("legal_aid_forum", "reported_as_made", ["rapporteur|\\bun\\b"], "submission_of_material"),
    )
    s.row(
        "",
        "would also file a complaint with the International Criminal Court next month",
        address(
            "legal_aid_forum", "announced", ["international criminal court|\\bicc\\b"], "formal_complaint"
        ),
        act="announce_intention refer",
    )
    s.row(
        "",
        "It urged Israel to allow the Red Cross to visit the facility",
        address("legal_aid_forum", "demanded", ["israel"]),
        act="demand",
    )
    s.row(
        "",
        "Israel's Supreme Court is due to hear a petition against the camp on 5 June",
        step("unknown announced_inquiry trial appeal"),
    )
    s.row(
        "",
        "has not independently confirmed their accounts",
        check("dispatch|outlet", "unspecified", "could_not_verify"),
        act="cannot_verify",
    )
    s.said(
        "legal_aid_forum",
        "a pattern of torture of Palestinian detainees … Negev desert",
        "generalise assert accuse",
        optional=True,
    )
    s.said("detainee", "they had been beaten by Israeli soldiers during transfers", "assert accuse")
    s.said("detainee", "being kept in handcuffs for weeks", "assert accuse")
    s.said("detainee", "sexual violence by guards", "assert accuse")
    s.said("detainee", "I was blindfolded for forty days", "assert accuse")
    s.said("detainee", "They hit us when we asked for water", "assert accuse")
    s.said("legal_aid_forum", "at least two detainees died … beaten", "assert accuse")
    s.said("legal_aid_forum", "the deaths as possible war crimes … withheld", "qualify_legally")
    s.said("idf", "The IDF rejects outright allegations of systematic abuse of detainees", "deny")
    s.said("idf", "the findings", "deny", optional=True)
    s.said("idf", "individual complaints were examined", "assert")
    s.said("idf", "the Military Police had opened an investigation into the two deaths", "open_case assert")
    s.said(
        "legal_aid_forum",
        "it would also file a complaint with the International Criminal Court next month",
        "announce_intention refer",
    )
    s.said("legal_aid_forum", "Israel to allow the Red Cross to visit the facility", "demand")
    return s


def h04() -> Sheet:
    """A ministry's own release in numbered points; the accused side's words inside it; other direction last."""
    s = Sheet("h04")
    s.incident(
        "a",
        [HAMAS, ""],
        [IL],
        ["nir_ela", "gaza"],
        killed=[4],
        injured=[11],
        captured=[6, 2],
        affected=[6, 2],
    )
    s.incident("b", [HAMAS, PS, ""], [IL, ""], ["lod", "gaza"], killed=[2])
    s.incident("c", IL, [PS, ""], ["khan_younis"], killed=[14])
    s.row(
        "a",
        "the abduction of six Israeli civilians",
        act("capture detention disappearance deportation", HAMAS, IL),
    )
    s.row(
        "a",
        "the abduction of six Israeli civilians from the community of Nir Ela",
        [
            {"kind": "account:victims.captured", "low": 6, "high": 6},
            {"kind": "account:victims.affected", "low": 6, "high": 6},
        ],
    )
    s.row("a", "strongly condemns the abduction of six Israeli civilians", victims(IL))
    s.row("a", "six Israeli civilians", status("civilian"))
    s.row("a", "from the community of Nir Ela, near the Gaza border", place("nir_ela"))
    s.row("a", "on the morning of 7 October 2023", when("2023-10-07"))
    s.row("a", "Four residents were killed in their homes", count("killed", 4), who="police_il")
    s.row("a", "eleven were wounded", count("injured", 11), who="police_il")
    s.row(
        "a",
        "Six people, including two children aged 4 and 9, were taken to Gaza",
        [
            {"kind": "account:victims.captured", "low": 6, "high": 6},
            {"kind": "account:victims.affected", "low": 6, "high": 6},
        ],
        who="police_il",
    )
    s.row("a", "two children aged 4 and 9", protected())
    s.row("a", "A body camera video recovered from one of the attackers", media("video"))
    s.row(
        "a",
        "Forensic experts of the police have established that the video is authentic",
        check("police_il", "authenticity_of_file", "supports reported_verified", self_interest=True),
        act="report_verification assert",
    )
    s.row("a", "was recorded on 7 October", when("XXXX-10-07", "filmed"))
    s.row(
        "a",
        "Hamas has claimed that its fighters had orders not to harm civilians",
        answer("denial responsibility_denied alternative_account", HAMAS, "hamas"),
    )
    s.row(
        "a",
        'the civilians were seized by "other groups"',
        answer("alternative_account responsibility_denied", HAMAS, "hamas"),
    )
    s.row(
        "a",
        "The State Attorney has filed an indictment against a man captured in the community",
        step("charged"),
    )
    s.row("a", "He is charged with murder and kidnapping", legal("murder|kidnapping"))
    s.row(
        "a",
        "Israel has requested that the International Committee of the Red Cross be granted immediate access to the hostages",
        address("mfa_il|outlet", "demanded reported_as_made"),
    )
    s.row(
        "a", "no reply has been received from Hamas", answer("no_response_known no_comment", HAMAS, "hamas")
    )
    s.row("b", "two civilians were killed in Lod", count("killed", 2))
    s.row("b", "two civilians were killed in Lod", place("lod"))
    s.row("b", "on 12 May 2021", when("2021-05-12"))
    s.row(
        "a",
        "Taking hostages is a war crime",
        legal("war crime", "fm_il"),
        who="fm_il",
        act="qualify_legally generalise",
    )
    s.row(
        "a",
        "calls on the UN Security Council to condemn the attack",
        address("mfa_il|outlet", "demanded", ["security council"]),
        act="demand",
    )
    s.row(
        "a",
        "intends to raise the matter at the Council next week",
        address("mfa_il|outlet", "announced", ["council"]),
        act="announce_intention refer",
    )
    s.row(
        "c",
        "14 people were killed in an Israeli air strike on a bakery in Khan Younis",
        count("killed", 14),
        who="health_ps",
    )
    s.row(
        "c",
        "14 people were killed in an Israeli air strike",
        act("attack killing", IL, ["", PS]),
        who="health_ps",
    )
    s.row("c", "a bakery in Khan Younis", place("khan_younis"))
    s.row("c", "on the same day, are being examined", check("", "unspecified", "in_progress"))
    s.row("a", "He is charged with murder and kidnapping", step("charged"))
    s.trap("For further information: press office, tel. 02-555-0199", "boilerplate", "navigation")
    s.said(
        "mfa_il",
        "the abduction of six Israeli civilians … 7 October 2023",
        "accuse assert evaluate",
        optional=True,
    )
    s.said("police_il", "about twenty armed men entered the community at 06:50", "assert accuse")
    s.said("police_il", "the video is authentic and was recorded on 7 October", "report_verification assert")
    s.said(
        "hamas",
        'its fighters had orders … "other groups"',
        "assert deny acknowledge_deny_responsibility acknowledge_alternative_explanation",
    )
    s.said(
        "hamas",
        'the civilians were seized by "other groups"',
        "assert deny acknowledge_deny_responsibility acknowledge_alternative_explanation",
        optional=True,
    )
    s.said("mfa_il", "this claim", "deny", optional=True)
    s.said(
        "mfa_il",
        "the International Committee of the Red Cross be granted immediate access to the hostages",
        "demand refer",
    )
    s.said("mfa_il", "two civilians were killed in Lod … their car", "assert accuse")
    s.said(
        "fm_il",
        "Taking hostages is a war crime. There can be no excuse",
        "qualify_legally generalise assert evaluate",
    )
    s.said("fm_il", "There can be no excuse", "evaluate assert", optional=True)
    s.said("mfa_il", "the UN Security Council to condemn the attack", "demand")
    s.said(
        "mfa_il", "to raise the matter at the Council next week", "announce_intention refer", optional=True
    )
    s.said(
        "health_ps",
        "14 people were killed in an Israeli air strike on a bakery in Khan Younis on the same day",
        "assert accuse",
    )
    return s


def h05() -> Sheet:
    """Reads like a translation; the accused side opens a case; the other direction recalled."""
    s = Sheet("h05")
    s.incident("a", AZ, AM, ["ishkhanasar"], killed=[(7, "open")])
    s.incident("b", AM, AZ, ["aghdam"], killed=[3])
    s.row(
        "a",
        "demanded to punish the guilty in the shooting of the prisoners",
        typ("killing", "shooting"),
        headline=True,
    )
    s.row(
        "a",
        "Azerbaijani military men shoot from automatic weapons at least seven Armenian soldiers who surrendered",
        act("killing shooting", AZ, AM),
        mod="hedged hearsay purported_by_footage",
    )
    s.row("a", "at least seven Armenian soldiers who surrendered", count("killed", 7, "open"))
    s.row(
        "a",
        "Armenian soldiers who surrendered",
        status("intention_to_surrender_expressed", "in_power_of_adverse_party"),
    )
    s.row(
        "a",
        "the soldiers sit on the ground without weapon",
        [{"kind": "account:victims.armed_state", "term": ["unarmed", "disarmed"]}],
    )
    s.row("a", "surrounded by military men in Azerbaijani uniform", actor(AZ, by_marking=True))
    s.row("a", "In social networks of Azerbaijan a video has spread", media("video"))
    s.row(
        "a",
        "declared that the video is genuine",
        check("hrd_am", "", "supports reported_verified", self_interest=True),
    )
    s.row("a", "it was shot on September 13", when("XXXX-09-13", "filmed"))
    s.row("a", "in the area of the mountain Ishkhanasar", place("ishkhanasar"))
    s.row("a", "This is an extrajudicial execution", legal("extrajudicial execution", "hrd_am"), who="hrd_am")
    s.row(
        "a",
        "the materials were sent to the Council of Europe and to the European Court of Human Rights",
        address(
            "hrd_am",
            "reported_as_made",
            ["council of europe", "court"],
            "submission_of_material letter formal_complaint",
        ),
    )
    s.row(
        "a",
        "it checks the authenticity of the video",
        check("prosecutor_az", "authenticity_of_file", "in_progress"),
    )
    s.row(
        "a",
        "in the case of confirmation the guilty persons will be brought to responsibility",
        answer("commitment_to_investigate", AZ, "prosecutor_az"),
        act="announce_intention assert",
    )
    s.row(
        "a",
        "Criminal case on this fact has been initiated by the Military Prosecutor's Office",
        step("criminal_case_opened", "prosecutor_az"),
        act="open_case",
    )
    s.row(
        "a",
        "The Ministry of Defence of Azerbaijan refrained from comments",
        answer("no_comment no_response_known", AZ, "mod_az"),
        act="no_comment",
    )
    s.row(
        "b",
        "Azerbaijan accused Armenian servicemen of the killing of three Azerbaijani prisoners",
        act("killing", AM, AZ),
        who="azerbaijan",
        act="accuse",
    )
    s.row("b", "the killing of three Azerbaijani prisoners", count("killed", 3), who="azerbaijan")
    s.row("b", "three Azerbaijani prisoners", status("in_power_of_adverse_party"))
    s.row("b", "near the city of Aghdam", place("aghdam"))
    s.row(
        "b",
        'Yerevan then called this accusation "groundless and false"',
        answer("denial", AM, "armenia"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "a",
        "Human Rights Watch considers the video reliable",
        check("hrw", "authenticity_of_file unspecified", "supports reported_verified", self_interest=False),
    )
    s.row(
        "a", "it cannot exactly determine the number of the dead", check("hrw", "count", "could_not_verify")
    )
    s.row(
        "a",
        "called on Baku to investigate the incident",
        address("eu", "demanded", ["baku|azerbaijan"], "demand_for_investigation"),
        act="demand",
    )
    s.trap(
        "Reprint of materials is allowed only with a hyperlink.",
        "boilerplate",
        "syndication_notice",
        "source_note",
    )
    s.trap("Read also: The ceasefire on the border is observed", "navigation", "interleaved_headline")
    s.said("hrd_am", "to punish the guilty in the shooting of the prisoners", "demand", optional=True)
    s.said("hrd_am", "the video is genuine … Ishkhanasar", "report_verification assert")
    s.said(
        "hrd_am",
        "This is an extrajudicial execution, for which there must be punishment",
        "qualify_legally demand",
    )
    s.said(
        "hrd_am",
        "the materials were sent to the Council of Europe and to the European Court of Human Rights",
        "refer",
    )
    s.said(
        "prosecutor_az",
        "it checks the authenticity of the video",
        "assert announce_intention report_verification cannot_verify",
    )
    s.said(
        "prosecutor_az",
        "in the case of confirmation the guilty persons will be brought to responsibility",
        "announce_intention assert",
    )
    s.said(
        "turan",
        "Criminal case on this fact has been initiated by the Military Prosecutor's Office",
        "assert open_case",
    )
    s.said(
        "mod_az", "The Ministry of Defence of Azerbaijan refrained from comments", "no_comment", optional=True
    )
    s.said(
        "azerbaijan",
        "Armenian servicemen of the killing of three Azerbaijani prisoners near the city of Aghdam",
        "accuse",
    )
    s.said("armenia", 'this accusation "groundless and false"', "deny")
    s.said("hrw", "considers the video reliable … pictures", "report_verification assert", optional=True)
    s.said("hrw", "it cannot exactly determine the number of the dead", "cannot_verify")
    s.said("eu", "Baku to investigate the incident", "demand")
    s.said("eu", "Those responsible must answer before the law", "demand evaluate")
    return s


def h06() -> Sheet:
    """Three incidents under subheadings; the third alleged against the other side and admitted in part."""
    s = Sheet("h06")
    s.incident("a", MM, [""], ["kan_daw", "yinmabin", "sagaing"], killed=[11])
    s.incident("b", MM, ["", *NUG], ["nyaung_gone", "sagaing"], killed=[19, 6])
    s.incident("c", NUG, [MM, ""], ["ta_yaw", "sagaing"], killed=[4])
    s.row(
        "a",
        "Soldiers of the Myanmar military entered Kan Daw village in Yinmabin Township before dawn",
        actor(MM),
    )
    s.row("a", "entered Kan Daw village in Yinmabin Township", place("kan_daw"))
    s.row("a", "detained residents who had not fled", typ("detention", "capture"), who="villagers_mm")
    s.row(
        "a",
        "The bodies of eleven men, some with their hands tied, were found the next day near a monastery",
        count("killed", 11),
        who="villagers_mm",
    )
    s.row(
        "a",
        "The junta's spokesman … denied that any civilian had been executed",
        answer("denial", MM, "junta"),
        act="deny",
        pol="denies",
        scope="this_incident",
    )
    s.row("a", "Eighteen houses were burned down", typ("destruction"), who="villagers_mm")
    s.row("b", "An air strike hit a school compound in Nyaung Gone", typ("attack"), who="nug")
    s.row("b", "killing 19 people, six of them children", count("killed", 19), who="nug")
    s.row("b", "a school compound in Nyaung Gone", place("nyaung_gone"))
    s.row(
        "b",
        "called the attack a crime against humanity",
        legal("crime against humanity", "nug_ministry"),
        act="qualify_legally",
    )
    s.row(
        "b",
        "State television reported that aircraft had targeted a meeting of the People's Defence Force",
        answer("alternative_account acknowledged_in_part", [MM, ""], "state_tv_mm"),
    )
    s.row(
        "b",
        "geolocated two photographs of the damaged building to the village",
        check("myanmar_witness", "place", "supports reported_verified", self_interest=False),
    )
    s.row(
        "b",
        "it could not determine what type of munition had been used",
        check("myanmar_witness", "unspecified sequence_of_events", "could_not_verify"),
    )
    s.row(
        "c",
        "Four members of a pro-military militia were shot dead after they had been captured by PDF fighters",
        act("killing", NUG, ["", MM]),
        who="myawady",
    )
    s.row("c", "Four members of a pro-military militia were shot dead", count("killed", 4), who="myawady")
    s.row("c", "after they had been captured by PDF fighters in Ta Yaw", status("in_power_of_adverse_party"))
    s.row("c", "captured by PDF fighters in Ta Yaw", place("ta_yaw"))
    s.row(
        "c",
        "confirmed that the men had died in custody",
        answer("acknowledged_in_part acknowledged", NUG, "pdf_commander"),
        act="acknowledge acknowledge_alternative_explanation",
    )
    s.row("c", "they were shot while trying to escape", answer("alternative_account", NUG, "pdf_commander"))
    s.row("c", "it had ordered an inquiry", step("announced_inquiry", "nug_ministry"))
    s.row(
        "c",
        "any fighter found to have broken its code of conduct would be punished",
        answer("commitment_to_investigate", NUG, "nug_ministry"),
    )
    s.row(
        "",
        "None of the accounts could be independently confirmed",
        check("", "unspecified", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "",
        "The UN human rights office has documented 6,100 civilian deaths since the coup of February 2021",
        total([["persons", 6100]], "un_hr"),
    )
    s.row(
        "",
        "At least 34 civilians are reported to have died in three incidents in Myanmar's Sagaing Region over the past week",
        total([["persons", 34], ["incidents", 3]]),
    )
    s.said("villagers_mm", "Soldiers of the Myanmar military … fled", "assert accuse")
    s.said("villagers_mm", "The bodies of eleven men … near a monastery", "assert accuse")
    s.said(
        "junta",
        'troops had fought "terrorists" … executed',
        "assert deny acknowledge_alternative_explanation",
    )
    s.said("junta", "any civilian had been executed", "deny", optional=True)
    s.said("villagers_mm", "Eighteen houses were burned down", "assert accuse")
    s.said("nug", "An air strike hit a school … children", "assert accuse")
    s.said("nug_ministry", "the attack a crime against humanity", "qualify_legally")
    s.said(
        "state_tv_mm",
        "aircraft had targeted a meeting of the People's Defence Force (PDF)",
        "assert acknowledge_alternative_explanation",
    )
    s.said("myanmar_witness", "it could not determine what type of munition had been used", "cannot_verify")
    s.said("myawady", "Four members of a pro-military militia … Ta Yaw", "assert accuse")
    s.said(
        "pdf_commander",
        "the men had died in custody",
        "acknowledge acknowledge_alternative_explanation assert",
    )
    s.said(
        "pdf_commander",
        "they were shot while trying to escape",
        "assert acknowledge_alternative_explanation acknowledge_deny_responsibility deny",
    )
    s.said("nug_ministry", "it had ordered an inquiry", "announce_intention open_case assert")
    s.said("nug_ministry", "any fighter found … would be punished", "announce_intention assert")
    s.said("un_hr", "6,100 civilian deaths since the coup of February 2021", "publish_total", optional=True)
    return s


def h07() -> Sheet:
    """Long sentences with several voices; a grave; an earlier incident by the same voice."""
    s = Sheet("h07")
    s.incident("a", [ML, WAGNER, RU], [""], ["tinabaw", "mopti"], killed=[(12, 15), 13])
    s.incident("b", [ML, WAGNER, ""], [""], ["ouro_sabu", "mopti"], killed=[(301, "open")])
    s.row(
        "a",
        "A grave containing the remains of between 12 and 15 people has been discovered",
        [
            {"kind": "account:victims.killed", "low": 12, "high": 15},
            {"kind": "account:victims.shown_motionless", "low": 12, "high": 15},
        ],
        who="residents",
    )
    s.row(
        "a",
        "some two kilometres from an army camp at Tinabaw, in central Mali's Mopti region",
        place("tinabaw"),
    )
    s.row(
        "a",
        "soldiers and their Russian partners from the Wagner group arrested a group of Fulani herders",
        act("capture detention disappearance", [ML, WAGNER, ""], [""]),
        who="residents",
    )
    s.row("a", "their Russian partners from the Wagner group", actor(WAGNER))
    s.row("a", "several of the dead were blindfolded", status("in_power_of_adverse_party"), who="official_ml")
    s.row("a", "he had recognised his neighbour, a father of five, by his clothes", protected())
    s.row("a", "had taken away motorcycles, cattle and jewellery", typ("looting"), who="resident_ml")
    s.row("a", "setting fire to the stalls", typ("destruction"), who="resident_ml")
    s.row(
        "a",
        'it had "neutralised" 13 terrorists in the Tinabaw sector',
        answer("alternative_account acknowledged_in_part", ML, "army_ml"),
    )
    s.row(
        "",
        "it observed human rights and international law in all its operations",
        answer("denial", ML, "army_ml"),
        scope="general_conduct",
    )
    s.row("a", "it did not mention the discovery of a grave", answer("no_response_known no_comment", ML))
    s.row("a", 'she was "extremely alarmed" by the reports', opinion("un_expert"))
    s.row(
        "a",
        "which, if confirmed, could amount to war crimes, and called on",
        legal("war crime", "un_expert", condition=True),
        mod="conditional",
    )
    s.row(
        "a",
        "called on the transitional authorities to open an impartial investigation",
        address("un_expert", "demanded", ["authorit"], "demand_for_investigation"),
        act="demand",
    )
    s.row(
        "a",
        "A military prosecutor in Mopti has announced that an inquiry will be opened",
        step("announced_inquiry", "prosecutor_ml"),
        act="announce_intention open_case",
    )
    s.row(
        "b",
        "more than 300 civilians were executed in the village of Ouro Sabu",
        count("killed", 301, "open"),
        who="un_expert",
    )
    s.row(
        "b",
        "civilians were executed in the village of Ouro Sabu by Malian soldiers accompanied by foreign fighters",
        act("killing", ML, [""]),
        who="un_expert",
    )
    s.row("b", "more than 300 civilians", status("civilian"))
    s.row("b", "in the village of Ouro Sabu", place("ouro_sabu"))
    s.row(
        "b",
        "In March, according to the same UN expert, more than 300 civilians were executed",
        when("XXXX-03"),
    )
    s.row("b", "Bamako says those killed were jihadists", answer("alternative_account", ML, "bamako"))
    s.row("a", "Satellite images seen by Agence Sahel", media("satellite|image"))
    s.row(
        "a",
        "do not allow any conclusion as to when the grave was dug or by whom",
        check("agence_sahel|outlet", "time", "could_not_verify"),
    )
    s.row(
        "",
        "the presence of Wagner, which the authorities in Bamako have always denied",
        answer("denial", ML, "bamako"),
        act="deny",
        pol="denies",
        scope="general_conduct class_of_incidents unclear",
    )
    s.said("residents", "A grave containing … livestock fair", "assert accuse")
    s.said(
        "official_ml", "he had seen the grave himself and that several of the dead were blindfolded", "assert"
    )
    s.said("official_ml", "he had recognised his neighbour, a father of five, by his clothes", "assert")
    s.said("resident_ml", "white men who spoke … the stalls", "assert accuse")
    s.said(
        "army_ml",
        'it had "neutralised" 13 terrorists in the Tinabaw sector',
        "assert acknowledge_alternative_explanation claim_responsibility",
    )
    s.said(
        "army_ml",
        "it observed human rights and international law in all its operations",
        "deny assert generalise",
    )
    s.said("un_expert", 'she was "extremely alarmed" … war crimes', "evaluate qualify_legally")
    s.said("un_expert", "which, if confirmed, could amount to war crimes", "qualify_legally", optional=True)
    s.said("un_expert", "the transitional authorities to open an impartial investigation", "demand")
    s.said(
        "prosecutor_ml", "an inquiry will be opened, without giving a date", "announce_intention open_case"
    )
    s.said("un_expert", "more than 300 civilians … foreign fighters", "assert accuse")
    s.said("bamako", "Wagner, which", "deny", optional=True)
    s.said("residents_un", "Bodies found near Malian army camp a week after arrests", "assert", optional=True)
    s.said("bamako", "those killed were jihadists", "assert acknowledge_alternative_explanation deny")
    return s


def h08() -> Sheet:
    """Tabloid: the headline asserts what the body only reports; both sides speak; counter-incident recalled."""
    s = Sheet("h08")
    s.incident("a", UA, ["", RU], ["donetsk_city", "tekstilshchik"], killed=[16], injured=[22, 2])
    s.incident("b", RU, [UA, ""], ["kostiantynivka"], killed=[9])
    s.row("a", "KYIV ROCKETS KILL 16 SHOPPERS", count("killed", 16), headline=True)
    s.row(
        "a",
        "Ukrainian forces have been accused of shelling a market",
        act("attack", UA, [""]),
        act="accuse assert",
        mod="hearsay hedged asserted",
    )
    s.row("a", "a market in the Russian-held city of Donetsk", place("donetsk_city"))
    s.row("a", "left 16 people dead", count("killed", 16), who="officials_donetsk")
    s.row(
        "a",
        "rockets slammed into stalls in the Tekstilshchik district at about 10am on Sunday",
        typ("attack"),
        who="mayor_donetsk",
    )
    s.row("a", "in the Tekstilshchik district", place("tekstilshchik"))
    s.row("a", "at about 10am on Sunday", when("sunday"))
    s.row("a", "Twenty-two more were hurt, two of them teenagers", count("injured", 22), who="mayor_donetsk")
    s.row("a", "This is a barbaric act of terrorism", opinion("sorokina"))
    s.row("", "The Kyiv regime is fighting women and children", pattern("sorokina", party=UA))
    s.row(
        "a",
        "Ukraine's military flatly denied that its troops were behind the blasts",
        answer("denial responsibility_denied", UA, "military_ua"),
        act="deny acknowledge_deny_responsibility",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "a",
        "The Armed Forces of Ukraine did not carry out strikes on Donetsk on Sunday",
        answer("denial responsibility_denied", UA, "military_ua"),
        act="deny acknowledge_deny_responsibility",
        pol="denies",
        scope="this_incident",
    )
    s.row(
        "a",
        "could not tell who had fired it",
        check("ap", "author unspecified affiliation_of_depicted", "could_not_verify"),
        act="cannot_verify",
    )
    s.row(
        "a",
        "Russia's Investigative Committee has launched a criminal probe under the terrorism article",
        step("criminal_case_opened", "ic_ru"),
        act="open_case",
    )
    s.row(
        "a",
        "Moscow has also called an emergency meeting of the UN Security Council",
        address("moscow", "reported_as_made", ["security council"]),
    )
    s.row(
        "", 'the Secretary-General "strongly condemns all attacks against civilians"', opinion("un_spokesman")
    )
    s.row(
        "a",
        "at civilians, the attack would be a war crime",
        legal("war crime", "professor", condition=True),
        mod="conditional",
        act="qualify_legally",
    )
    s.row(
        "b",
        "Kyiv accused Moscow of a missile strike on a supermarket in Kostiantynivka",
        act("attack", RU, ["", UA]),
        who="kyiv",
        act="accuse",
    )
    s.row("b", "a supermarket in Kostiantynivka", place("kostiantynivka"))
    s.row("b", "which killed nine", count("killed", 9), who="kyiv")
    s.row(
        "",
        "The Kremlin insisted at the time that it only hits military targets",
        answer("denial", RU, "kremlin"),
        scope="general_conduct",
    )
    s.row(
        "",
        "4,574 civilians have been killed in the region since February 2022",
        total([["persons", 4574]], "authorities_donetsk"),
    )
    s.row(
        "a",
        "The Daily Globe has been unable to verify either side's claims",
        check("daily_globe|outlet", "unspecified", "could_not_verify"),
        act="cannot_verify",
    )
    s.trap("TOP STORIES: Royal wedding date revealed", "interleaved_headline", "navigation", "boilerplate")
    s.trap("Got a story? Email tips@dailyglobe.example", "boilerplate", "navigation", "comment_form")
    s.said("officials_donetsk", "left 16 people dead", "assert")
    s.said("mayor_donetsk", "rockets slammed into stalls … families", "assert accuse")
    s.said("mayor_donetsk", "Twenty-two more were hurt, two of them teenagers", "assert")
    s.said("sorokina", "This is a barbaric act of terrorism", "evaluate qualify_legally accuse")
    s.said("sorokina", "The Kyiv regime is fighting women and children", "generalise evaluate accuse assert")
    s.said("military_ua", "its troops were behind the blasts", "deny acknowledge_deny_responsibility")
    s.said(
        "military_ua",
        "The Armed Forces of Ukraine did not carry out strikes … taken",
        "deny acknowledge_deny_responsibility demand",
    )
    s.said("military_ua", "Russia must answer for the lives taken", "demand accuse evaluate", optional=True)
    s.said("ap", "could not tell who had fired it", "cannot_verify", optional=True)
    s.said("un_spokesman", '"strongly condemns all attacks against civilians"', "evaluate")
    s.said("professor", "If it is shown … a war crime", "qualify_legally")
    s.said("kyiv", "Moscow of a missile strike on a supermarket in Kostiantynivka", "accuse")
    s.said("kremlin", "it only hits military targets", "deny assert generalise")
    s.said(
        "authorities_donetsk",
        "4,574 civilians have been killed in the region since February 2022",
        "publish_total",
    )
    return s


SHEETS = (h01, h02, h03, h04, h05, h06, h07, h08)
