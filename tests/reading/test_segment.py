"""Which stretches of a page are read. Every page here is invented; each stands for a style of real ones.

A page is written as lines `role| text`; the marks are taken off, the plain text is segmented, and the
roles must come back. `b` body, `h` headline, `d` dek, `c` caption, `p` place line, `f` boilerplate,
`n` navigation, `i` interleaved headline, `w` widget, `m` comment form, `s` syndication notice,
`o` source note, `!` content warning; an empty line stays empty; `+` goes on with the line above.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.model.document import READ_ROLES
from allegata.model.knowledge import Knowledge, Lexicon
from allegata.model.vocabulary import SegmentRole
from allegata.reading.lines import paragraphs
from allegata.reading.segment import segments

ROLES = {
    "b": SegmentRole.BODY,
    "h": SegmentRole.HEADLINE,
    "d": SegmentRole.DEK,
    "c": SegmentRole.CAPTION,
    "p": SegmentRole.DATELINE,
    "f": SegmentRole.BOILERPLATE,
    "n": SegmentRole.NAVIGATION,
    "i": SegmentRole.INTERLEAVED_HEADLINE,
    "w": SegmentRole.WIDGET,
    "m": SegmentRole.COMMENT_FORM,
    "s": SegmentRole.SYNDICATION_NOTICE,
    "o": SegmentRole.SOURCE_NOTE,
    "!": SegmentRole.CONTENT_WARNING,
}

LEFT_OUT_ALIKE = {"f", "n", "i", "w", "m"}
"""Roles whose difference matters to nobody who reads: a share button may be a widget or a notice."""

PAGES = {
    "wire copy with a place line in capitals": """
h| Prosecutors open case after video of captured men

b| ARDEN (Reuters) - Prosecutors opened a criminal case on Friday after a video appeared to show soldiers firing on captured men, they said.

b| The ministry of defence denied the allegation and called the recording staged.

f| (Reporting by A. Writer; Editing by B. Reader)
f| Our Standards: The Thomson Reuters Trust Principles.
""",
    "one paragraph a line, starting with the body": """
b| A recording that two mayors passed on is said to show soldiers of one side shooting at three men who had given themselves up near the river.
b| The army has not answered questions about it.
f| JOIN US ON WHATSAPP
f| Follow our reports from the valley on @example_daily.
b| “They had put down their weapons,” the mayor of the village said.
i| New Bridge Opens to Traffic After Two Years of Works
b| The mayor added that two of the men were still alive when they were carried away.
f| To suggest a correction or clarification, write to us here
f| Highlight the mistake and press Ctrl + Enter
""",
    "widgets above the headline, pointers below": """
w| -4 °C
w| Springfield
w| Monday, January 8, 2024

h| The army has put out a recording and blames the rebels for the death of prisoners.

n| Must read

b| The general staff published a recording on Monday in which several men lie on the ground after giving themselves up. Nobody outside the army has checked it.

b| The rebels did not answer a request for comment, and a spokesman could not be reached for the rest of the day.

i| Villagers flee flooded valley

b| Observers of the mission said that they were looking into the recording and had asked both sides for material.

o| Source: Noviny Dnes

n| More articles

m| Please enter your comment!
m| Please enter your name here

n| Latest article
""",
    "hard-wrapped mail": """
h| Statement of the observers' mission on the events of 3 May

b| The mission has received reports from four residents according to
+ which members of the security forces fired on people who were
+ leaving the market on the morning of 3 May. Two of the residents
+ said that they saw three persons fall.

b| The mission has not been able to confirm the number of victims. It
+ has asked the authorities for access to the hospital and to the
+ officers who were on duty that day.

b| The ministry of the interior rejects the reports.
""",
    "live page with time stamps": """
h| Live: shelling of the eastern districts

w| 14:35
b| The regional governor says that two people were killed when a shell hit a bus stop in the eastern district.

w| 14:10 GMT
b| The army denies having fired at the city and says that its guns were silent all morning.

w| Update 1:30 p.m.
b| Doctors at the city hospital speak of eleven wounded, among them two children.
""",
    "photo captions with credits": """
h| Families bury nine after attack on convoy

c| Mourners carry a coffin through the old town on Tuesday. (Photo: A. Lens/AP)
b| Nine people were buried on Tuesday after an attack on a convoy that each side blames on the other.

c| A burnt car at the crossing where the convoy was stopped, seen on Monday. Photo: Example Agency
b| The commander of the militia said that his men had not been near the road that night.
""",
    "read-more lines and an advertisement in the middle": """
h| Court hears first witness in trial of four officers
w| Published 3 May 2024 10:12 GMT
f| By Jane Writer and John Reporter

b| The first witness told the court on Friday that the officers had ordered the prisoners to kneel before the shots were fired.

n| Read more: Who are the four officers on trial?
f| Advertisement
b| The defence said that the witness had not been able to see the yard from his window.
n| READ ALSO: Judge rejects request to move trial
f| Story continues below advertisement
b| The trial goes on next week.
""",
    "cookie notice and share bar": """
f| We use cookies to give you the best experience on our site.
f| Accept all
f| Manage preferences

h| Militia accused of burning three farms
w| Share
w| Facebook
w| Twitter
w| 3 min read

b| Residents of the valley accuse the militia of burning three farms on Sunday night, the provincial council said.

b| A spokesman of the militia said that lightning had set the farms on fire.
w| 1.2k shares
""",
    "tags and related headlines at the end": """
h| Minister promises inquiry into prison deaths

b| The minister of justice promised an inquiry on Wednesday into the deaths of five inmates, whom relatives say guards had beaten.

b| The prison's director said that the inmates had fallen ill with fever.

n| Tags: prison, inquiry, justice

n| Related articles
i| Guards Charged Over Escape
i| Relatives march through the capital
i| What we know about the northern prison
""",
    "a syndicated copy": """
h| Two aid workers killed on road to camp

b| Two aid workers were shot dead on the road to the camp on Thursday, their organisation said in a statement.

b| Both the army and the rebels said that they had no fighters on that road.

s| The post Two aid workers killed on road to camp appeared first on Example Tribune.
""",
    "republished with permission": """
h| What the satellite pictures show
d| Researchers compared forty pictures of one field

b| Pictures taken over eleven days show that a row of pits was dug beside the barracks, the researchers write in their report.

b| The army says that the pits were dug for water pipes and were filled again within the same month.

s| This article was originally published on Example Review and is republished here under a licence.
""",
    "a warning before the text": """
h| Recording appears to show execution of captured pilot
!| WARNING: GRAPHIC CONTENT

b| A recording that appeared on Saturday seems to show how a captured pilot is shot beside a wall, the broadcaster reported.

b| The ministry said that the pilot had died in the crash of his aeroplane.
""",
    "an editor's note as warning": """
!| Editor’s note: This story contains descriptions of violence that some readers may find distressing.
h| Survivors of the raid speak for the first time

b| Three women who survived the raid on their village told the commission what they had seen from the church tower.

b| None of the three was able to say which side the men in black belonged to.
""",
    "dek below the headline": """
h| General denies order to shoot
d| Inquiry hears that radio messages of that night are missing

b| The general told the inquiry on Monday that he had never given an order to shoot at people who were giving themselves up.

b| The chairman asked why the radio messages of that night were missing.
""",
    "section label above the headline": """
n| World
h| Villagers say soldiers took eleven men away
f| By Ada Example

b| Soldiers took eleven men away from the village on Sunday, their families told a reporter of this newspaper.

b| The army said that it knew of no arrests in the district that day.
""",
    "list of points": """
h| What is known about the attack on the depot

b| The depot was hit shortly before midnight. What is known so far:

b| - four people are missing
b| - the fire burned for nine hours
b| - both sides deny having fired

b| The governor will speak to the press at noon.
""",
    "names after a colon are no headlines": """
h| Ministry names officers under suspicion

b| The ministry named the officers whom it wants to question:

b| Major General First Example
b| Colonel Second Example
b| Captain Third Example

b| None of them has answered the summons so far, the ministry said.
""",
    "pull quote": """
h| Doctor describes night in the cellar

b| The doctor said that she had treated nineteen people in the cellar while the shells fell on the street outside.

b| “Nobody asked them who they were”

b| She said that soldiers of both armies were among the nineteen people.
""",
    "section headings in the text": """
h| Explained: the exchange of prisoners

b| Two hundred prisoners came home on Friday in the largest exchange of this year, both governments said.

i| What happened before

b| An earlier exchange broke down after each side accused the other of holding back the wounded.

i| What comes next

b| The go-between said that lists for another exchange were being drawn up in the capital of a third country.
""",
    "sentence without its full stop stays text": """
h| Relief column turned back at checkpoint

b| The relief column was turned back at the last checkpoint on Tuesday, the organisation said in the evening.

b| The drivers have been told that the road is mined

b| An officer at the checkpoint said that the column had no papers for the crossing.
""",
    "wire copy with place, day and agency": """
b| PORT HAVEN, May 3 (UPI) -- Rebel fighters shot four men in the harbour on Friday, a port official said, and the rebels at once denied it.

b| The official asked not to be named because he feared for his family.
""",
    "place and country before a dash": """
h| Rebels deny shelling market

b| PORT HAVEN, Arcadia — Rebels denied on Friday that they had shelled the market, in which eleven people were wounded.

b| The governor said that the shells had come from the hills which the rebels hold.
""",
    "newsletter and donation appeals": """
h| Mass grave found near quarry, prosecutor says

b| Workers found a mass grave near the quarry, the prosecutor of the district said on Monday.

f| Sign up for our daily newsletter and never miss a story.
f| Your support makes our journalism possible.
f| Donate now

b| The prosecutor did not say how many bodies had been found so far.

f| Subscribe to our YouTube channel
f| © 2024 Example Media. All rights reserved.
""",
    "comment form with its fields": """
h| Council condemns shooting at border post

b| The council condemned the shooting at the border post in which two guards were killed, according to its secretary.

b| The neighbouring country said that its soldiers had been fired at first.

m| Leave a Reply
m| Your email address will not be published.
m| Name *
m| Email *
m| Post Comment
""",
    "question as a headline between the paragraphs": """
h| Envoy arrives for talks on prisoners

b| The envoy arrived on Sunday for talks about the prisoners whom the two armies hold, his office said.

i| Is the Ceasefire Already Over?

b| He did not want to say whether he would also visit the camp in the north.
""",
    "a headline that ends in a full stop before the place line": """
h| The council meets after the raid.

b| ARDEN (AP) — The council met in closed session on Thursday after the raid on the northern camp, officials said.

b| It did not issue a statement, and its members left through a back door.
""",
    "related items introduced by a bare pointer": """
h| Commission publishes list of the missing

b| The commission published a list of 214 missing persons on Tuesday and asked both armies for their registers.

n| Read also
i| Army hands over eleven bodies
i| Relatives wait at the bridge

b| The chairwoman said that the list would grow, because many families had not been reached.
""",
    "links, tags and addresses": """
h| Officials count damage after night of drones

b| Officials counted damage at nine houses after a night of drones, the city council said on its website.

f| https://example.org/damage-report
f| #city #drones #council
f| press@example.org

b| The drones had been aimed at the airfield, the army of the other side said.
""",
    "page in capitals, as old wires wrote": """
b| THE GOVERNMENT SAID ON FRIDAY THAT FIVE FARMERS WERE KILLED IN THE NORTH
b| THE GUERRILLAS DENIED IT IN A MESSAGE TO THE RADIO
""",
    "a Markdown page": """
h| # Army disputes account of the shooting
w| *Example Gazette, 21 November 2022*

b| The army has rejected the account of the shooting that the neighbouring country gave on Friday.

> "The men opened fire first," its spokesman wrote.

i| ## What the families say

b| The families of the three men want the recording to be examined by somebody from abroad.

f| ---

f| [Subscribe to our newsletter](https://example.org/news) · [More from this author](https://example.org/authors)
""",
    "a short post": """
b| Our soldiers found three bodies in the cellar of the school. They had their hands tied.
""",
    "a text with Windows line ends and no-break spaces": """
h| Officer tells of order to burn village

b| An officer who went over to the other side told the court of an order to burn\u00a0the village.

b| The army calls him a deserter and denies that such an order was ever given.
""",
}  # fmt: skip


def unmark(page: str, newline: str = "\n") -> tuple[str, list[tuple[str, str]]]:
    """The plain text of a marked page, and what each of its paragraphs should be."""
    lines: list[str] = []
    expected: list[tuple[str, str]] = []
    for line in page.strip("\n").split("\n"):
        mark, bar, words = line.partition("| ")
        if not bar and not line.startswith("+ "):
            lines.append(line)
        elif line.startswith("+ "):
            lines.append(line[2:])
            expected[-1] = (expected[-1][0], expected[-1][1] + newline + line[2:])
        else:
            lines.append(words)
            expected.append((mark, words))
    return newline.join(lines), expected


@pytest.fixture(scope="session")
def furniture(knowledge: Knowledge) -> Lexicon:
    return knowledge.lexicon("furniture")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", PAGES)
def test_every_paragraph_of_a_page_gets_its_role(name: str, newline: str, furniture: Lexicon) -> None:
    text, expected = unmark(PAGES[name], newline)
    parts = segments(text, furniture)
    for mark, words in expected:
        start = text.index(words)
        inside = [p for p in parts if start <= p.start < start + len(words)]
        assert inside, f"{words!r} lies in no segment"
        main = inside[-1]  # a dateline or a time stamp stands before the words
        assert main.end == start + len(words.rstrip()), f"{words!r} was divided"
        if mark in LEFT_OUT_ALIKE:
            assert main.role not in READ_ROLES, (words, main)
        else:
            assert main.role is ROLES[mark], (words, main)


@pytest.mark.parametrize("name", PAGES)
def test_what_is_not_read_says_why(name: str, furniture: Lexicon) -> None:
    text, _ = unmark(PAGES[name])
    assert all(p.reason for p in segments(text, furniture) if p.role is not SegmentRole.BODY)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("ARDEN (Reuters) - Prosecutors opened a case on Friday, they said.", "ARDEN (Reuters) -"),
        ("PORT HAVEN, May 3 (UPI) -- Four men were shot in the harbour.", "PORT HAVEN, May 3 (UPI) --"),
        ("PORT HAVEN — Four men were shot in the harbour on Friday.", "PORT HAVEN —"),
        ("Arden, 3 May (Interfax) – Four men were shot in the harbour.", "Arden, 3 May (Interfax) –"),
        ("Arden (AFP) – Four men were shot in the harbour on Friday.", "Arden (AFP) –"),
        ("ST. MARY, Nordland (AP) — Four men were shot in the harbour.", "ST. MARY, Nordland (AP) —"),
        ("NATO — the alliance — did not answer questions on Friday.", "NATO —"),
    ],
)
def test_a_dateline_is_a_segment_of_its_own(line: str, place: str, furniture: Lexicon) -> None:
    text = f"{line}\n\nThe army denied this in the evening, and so did its allies.\n"
    first, second, *_ = segments(text, furniture)
    assert first.role is SegmentRole.DATELINE
    assert text[first.start : first.end] == place
    assert second.role is SegmentRole.BODY


@pytest.mark.parametrize(
    "line",
    [
        "Follow-up visits to the prison were refused, according to the observers who came in May.",
        "Read out in court, the letter accused the colonel of ordering the shooting of nine men.",
        "Source material that was shown to the court had been taken from the telephone of a guard.",
        "Update: police now say that three people were killed at the crossing, not two as first reported.",
        "Update 2:43 p.m.: the governor confirms that four guards were shot.",
        "By Friday evening the army had left the town, and residents came out of their cellars.",
        "Share prices fell after the attack, in which four workers of the refinery were killed.",
        "The Red Cross (ICRC) said that it had asked to visit the men on Friday — without an answer.",
        "“We will find them,” the general said.",
        "The video shows a man being shot.",
        "Two were killed.",
        "He denied it.",
        "On 3 May 2024, soldiers took the men away.",
        "Close to the mill, three bodies were found.",
        "More than forty people were taken away that night, their relatives said.",
        "Watch towers were built around the camp, and guards fired at those who came near the fence.",
        "Home after home was searched by the soldiers, a neighbour said.",
        "Exclusive rights to the mine had been given to a company that the general owns.",
        "Reply to the letter came only after a month, in which the prisoner had died.",
        "Comment was refused by the ministry.",
        "The army said:",
        "In the village, the soldiers asked for papers, and",
    ],
)
def test_sentences_that_begin_like_furniture_stay_text(line: str, furniture: Lexicon) -> None:
    text = (
        "Soldiers came into the village on Friday morning and asked for the men by name, residents said.\n"
        f"{line}\n"
        "The ministry denied in the evening that any soldiers had been in the village on that day.\n"
    )
    assert [p.role for p in segments(text, furniture) if text[p.start : p.end] == line] == [SegmentRole.BODY]


def test_the_mark_of_a_quoted_line_is_no_part_of_its_words(furniture: Lexicon) -> None:
    text = "The spokesman wrote on Friday:\n\n> The men opened fire first.\n\nNobody else said so that day.\n"
    assert "The men opened fire first." in [text[p.start : p.end] for p in segments(text, furniture)]


def test_the_mark_of_a_heading_is_no_part_of_its_words(furniture: Lexicon) -> None:
    text = "## Ministry: two servicemen shot near Hradove\n\n#Hradove was mentioned in the report of the mission.\n"
    first, second = (text[s.start : s.end] for s in segments(text, furniture))
    assert first.startswith("Ministry") and second.startswith("#Hradove")


def test_wrapped_lines_are_one_paragraph_and_short_lines_end_one() -> None:
    text = (
        "The commission has read the papers that the ministry sent in the spring\n"
        "of that year, and has heard eleven officers of the regiment, who all\n"
        "spoke of the same order.\n"
        "It has not been able to find the order itself, which the archive of the\n"
        "regiment should hold, and it has asked the minister for his help in the\n"
        "matter.\n"
    )
    found = paragraphs(text)
    assert [p.lines for p in found] == [3, 3]
    assert [text[p.start : p.end] for p in found] == [p.text for p in found]


def test_the_five_articles_keep_their_text_and_lose_their_traps(
    articles_text: dict[str, tuple[str, list[tuple[int, int, str]]]], furniture: Lexicon
) -> None:
    for text, traps in articles_text.values():
        parts = segments(text, furniture)
        for start, end, role in traps:
            part = next(p for p in parts if p.start <= start < p.end)
            assert (part.role.value, part.end) == (role, end)


TRAPS = {
    "T01": "widget",
    "T02": "widget",
    "T03": "interleaved_headline",
    "T04": "interleaved_headline",
    "T05": "boilerplate",
    "T06": "boilerplate",
    "T07": "boilerplate",
    "T08": "comment_form",
    "T09": "source_note",
    "T10": "boilerplate",
    "T11": "syndication_notice",
    "T15": "content_warning",
}


@pytest.fixture(scope="session")
def articles_text(request: pytest.FixtureRequest) -> dict[str, tuple[str, list[tuple[int, int, str]]]]:
    import json

    folder = request.getfixturevalue("articles")
    rows = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["rows"]
    found: dict[str, tuple[str, list[tuple[int, int, str]]]] = {}
    for row in rows:
        if row["id"] in TRAPS:
            text = (folder / row["seed"]).read_bytes().decode("utf-8")
            traps = found.setdefault(row["seed"], (text, []))[1]
            traps.append((row["start"], row["end"], TRAPS[row["id"]]))
    return found


@pytest.mark.parametrize(
    "line",
    [
        "By " + "A" * 4000 + "!",
        "a" * 4000,
        "A-" * 2000,
        "KYIV " * 800 + "x",
        "(" * 4000,
        "@a" * 2000,
        "[a](" * 1000,
        "1:" * 2000,
        "> " * 2000,
    ],
)
def test_no_line_keeps_the_rules_busy(line: str, furniture: Lexicon) -> None:
    """A rule that backtracks would not come back from this within the run's patience."""
    segments(f"{line}\n" * 3, furniture)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=80),
            st.sampled_from(
                ["", "Must read", "14:35", "By A. Writer", "ARDEN (AP) — ", "The army denied it.", "A B C"]
            ),
        ),
        max_size=25,
    ).map("\n".join)
)
def test_segments_are_ordered_and_do_not_overlap(furniture: Lexicon, text: str) -> None:
    parts = segments(text, furniture)
    last = 0
    for part in parts:
        assert last <= part.start < part.end <= len(text)
        assert text[part.start : part.end] == text[part.start : part.end].strip()
        last = part.end
    outside = "".join(
        text[a:b]
        for a, b in zip([0, *(p.end for p in parts)], [*(p.start for p in parts), len(text)], strict=True)
    )
    assert not outside.replace(">", "").strip()
