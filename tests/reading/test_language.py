"""Languages by name. The sentences are invented."""

import pytest

from allegata.reading import language
from allegata.reading.language import identify, name_of, shares

TEXTS = {
    "en": "The ministry said on Friday that the three men had been taken to a hospital near the river.",
    "uk": "Міністерство повідомило у п’ятницю, що трьох чоловіків доставили до лікарні біля річки.",
    "ru": "Министерство сообщило в пятницу, что троих мужчин доставили в больницу у реки.",
    "be": "Міністэрства паведаміла ў пятніцу, што трох мужчын даставілі ў бальніцу каля ракі.",
    "bg": "Министерството съобщи в петък, че тримата мъже са били откарани в болница край реката.",
    "sr": "Министарство је у петак саопштило да су тројица мушкараца превезена у болницу поред реке.",
    "de": "Das Ministerium teilte am Freitag mit, dass die drei Männer in ein Krankenhaus gebracht wurden.",
    "fr": "Le ministère a déclaré vendredi que les trois hommes avaient été transportés à l’hôpital.",
    "es": "El ministerio dijo el viernes que los tres hombres habían sido trasladados a un hospital cercano.",
    "pl": "Ministerstwo poinformowało w piątek, że trzech mężczyzn przewieziono do szpitala nad rzeką.",
    "cs": "Ministerstvo v pátek uvedlo, že tři muži byli převezeni do nemocnice u řeky.",
    "ar": "قالت الوزارة يوم الجمعة إن الرجال الثلاثة نقلوا إلى مستشفى قرب النهر",
    "he": "המשרד מסר ביום שישי כי שלושת הגברים נלקחו לבית חולים ליד הנהר",
    "tr": "Bakanlık cuma günü üç adamın nehir kenarındaki bir hastaneye götürüldüğünü söyledi.",
    "zh": "该部周五表示，三名男子已被送往河边的一家医院。医生说他们的情况稳定。",
}


@pytest.mark.parametrize("tag", TEXTS)
def test_a_sentence_is_told(tag: str) -> None:
    found, confidence = identify(TEXTS[tag])
    assert found == tag
    assert 0.5 <= confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Shot.",
        "14:35",
        "12 / 2024 — 3,5",
        "!!!",
        "Arden, Port Haven",
        "+ + + + + + + + + + + + + + + +",
        "6e2a3049cb21b8e1c0a4687d855c8c93fcb0781c623589f5412046881105225b\n"
        "3241dd07d7d121118a8a6d0946777bf063517e72c4797261c5fb37078ee36e77",
    ],
)
def test_short_texts_stay_undetermined(text: str) -> None:
    assert identify(text) == (language.UNDETERMINED, 0.0)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Путін і Росія: міністр про обстріл міста Ізюм", "uk"),
        ("Путин и Россия: министр рассказал об обстреле города", "ru"),
        ("Уладзімір сказаў, што ўсё было інакш", "be"),
    ],
)
def test_the_east_slavic_languages_are_told_apart_in_headlines(text: str, tag: str) -> None:
    assert identify(text)[0] == tag


def test_capitals_and_foreign_names_do_not_hide_english() -> None:
    assert identify("THE GOVERNMENT SAID FIVE FARMERS WERE KILLED IN THE NORTH ON FRIDAY.")[0] == "en"
    assert (
        identify("The mayor of Nyzhnia Krynytsia said that Oleksiivka and Verkhnia Balka were shelled.")[0]
        == "en"
    )


def test_the_majority_of_letters_decides_and_the_rest_is_told() -> None:
    text = f"{TEXTS['en']}\n{TEXTS['en']}\n{TEXTS['ru']}\n"
    assert identify(text)[0] == "en"
    assert set(shares(text)) == {"en", "ru"}
    assert shares(text)["ru"][0] < 0.5


def test_a_long_text_is_judged_by_a_sample() -> None:
    assert identify((TEXTS["uk"] + "\n") * 20_000)[0] == "uk"


def test_names() -> None:
    assert (name_of("uk"), name_of("uk-UA"), name_of("xx")) == ("Ukrainian", "Ukrainian", "xx")
