"""Every text of the example evidence, in our own words; outlets, channels and addresses are invented.

The texts speak of two incidents of `examples/reports` (Pokrovsk, Makiivka) in equal measure, and of two
more (Barda, Sotk) in one note. Whoever changes a text runs `examples/make_evidence.py` again.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One page of an invented outlet; `published` is an instant in UTC."""

    outlet: str
    url: str
    published: str
    title: str
    paragraphs: tuple[str, ...]


COPY_FOUND = Article(
    "Northern Courier",
    "https://northern-courier.example/2024/10/04/earlier-copy",
    "2024-10-04T08:15:00+00:00",
    "Earlier copy of Pokrovsk video found, research group says",
    (
        "A research group said on Thursday that it had found an earlier copy of the drone video which, "
        "according to Ukraine's Prosecutor General's Office, shows Russian forces shooting 16 Ukrainian "
        "prisoners of war in the Pokrovsk district of the Donetsk region.",
        "Open Ground said the copy had been posted on Telegram on September 30, 2024. The research group could "
        "not verify who had filmed the video, and it could not verify the date of the recording.",
        "The Prosecutor General's Office said that its pre-trial investigation was continuing.",
        "Russia's Defence Ministry has not commented on the footage. The Kremlin has in the past denied that "
        "Russian troops mistreat prisoners.",
    ),
)

STILL_EXAMINED = Article(
    "Lowland Post",
    "https://lowland-post.example/2022/12/02/makiivka-examined",
    "2022-12-02T10:05:00+00:00",
    "Moscow still examines Makiivka videos",
    (
        "Russia's Investigative Committee said on Friday that Ukrainian soldiers had shot at least 11 captured "
        "Russian servicemen in the village of Makiivka in the Luhansk region, and that its examination of the "
        "videos was not finished.",
        "Ukraine's human rights commissioner said on the same day that the Russian servicemen had only "
        "pretended to surrender, and that one of them had opened fire.",
        "The Lowland Post could not verify the order of events, and it could not verify the day of the recording.",
        "The UN human rights office said that it was examining the videos.",
    ),
)

ONE_YARD = Article(
    "Ridge Herald",
    "https://ridge-herald.example/n/44391",
    "2022-11-29T15:40:00+00:00",
    "Research group places both Makiivka clips at one farmhouse",
    (
        "Open Ground said on Tuesday that it had compared two videos with a satellite image and confirmed that "
        "both were filmed at one farmhouse in the village of Makiivka in the Luhansk region.",
        "Russia's Defence Ministry says that Ukrainian troops shot more than ten captured Russian servicemen "
        "there. The ministry spoke of a deliberate act.",
        "Ukraine says that one of the Russians opened fire during a feigned surrender.",
        "Open Ground could not verify what happened between the two clips. The Ridge Herald is not aware of a "
        "comment by the Ukrainian military on the new analysis.",
    ),
)

NO_NEW_CASE = Article(
    "Evening Ledger",
    "https://evening-ledger.example/world/pokrovsk-inquiry",
    "2024-10-08T06:30:00+00:00",
    "No suspect named in Pokrovsk inquiry",
    (
        "Ukraine's Prosecutor General's Office said on Monday that it had named no suspect in its "
        "investigation of a video which, according to the office, shows Russian forces shooting 16 Ukrainian "
        "prisoners of war in the Pokrovsk district of the Donetsk region.",
        "The office said it did not know when the video had been recorded.",
        "Russia's Defence Ministry has made no statement about the video.",
    ),
)

WALL = (
    "Sign in to continue",
    "You must be signed in to see this post. Sign in or create an account.",
)
GONE = ("This post is no longer available", "The post was removed by the channel.")

CHANNEL = "Harbour Wire Video"
CHANNEL_ID = 1900000417
FORWARDED = "Northern Courier"

POST_MAKIIVKA = (
    "Russia's Defence Ministry says that Ukrainian soldiers shot more than ten captured Russian servicemen in "
    "the village of Makiivka in the Luhansk region. Ukraine's human rights commissioner says that one of the "
    "Russians opened fire. Harbour Wire could not verify either account."
)
POST_POKROVSK = (
    "Ukraine's Prosecutor General's Office says that Russian soldiers shot 16 captured Ukrainian servicemen in "
    "the Pokrovsk district of the Donetsk region. Russia's Defence Ministry has not commented. Harbour Wire "
    "could not verify the video."
)
POST_LINK = (
    "Our report: ",
    "Ukraine's ombudsman addresses UN over shooting of captives",
    ". ",
    "Read it in full.",
)
POST_FORWARD = (
    "The Northern Courier could not independently verify when or where the Pokrovsk video was recorded."
)
POST_MAP = "Map: the Pokrovsk district lies in the west of the Donetsk region."
POST_REPLY = (
    "We were asked for the full clip. It lasts a little over a minute; nothing was cut by us.\x0bEdited."
)

ARCHIVED_TITLE = "Second clip from Makiivka, as shared on 18 November 2022"
ARCHIVED_TEXT = (
    "Russia's Defence Ministry says that Ukrainian soldiers shot more than ten captured Russian servicemen in "
    "the village of Makiivka in the Luhansk region. Ukraine says that one of the Russians opened fire. "
    "The uploader does not say who filmed the clip."
)

FEED_TITLE = "Meridian Review: rights"
FEED = (
    (
        "https://meridian-review.example/rights/120",
        "2022-12-05T09:00:00Z",
        "UN mission asks both sides for material on Makiivka",
        "The UN monitoring mission said it had asked Kyiv and Moscow for material on the videos from the village "
        "of Makiivka in the Luhansk region. Russia's Defence Ministry says that Ukrainian soldiers shot more than "
        "ten captured Russian servicemen there. Ukraine says that one of the Russians opened fire.",
    ),
    (
        "https://meridian-review.example/rights/301",
        "2024-10-05T07:30:00Z",
        "UN mission asks both sides for material on Pokrovsk",
        "The UN monitoring mission said it had asked Kyiv and Moscow for material on the drone video from the "
        "Pokrovsk district of the Donetsk region. Ukraine's Prosecutor General's Office says that Russian forces "
        "shot 16 Ukrainian prisoners of war there. Russia has not commented.",
    ),
    ("https://meridian-review.example/rights/302", "2024-10-06T07:30:00Z", "Corrections of the week", None),
)

LINKS_HEAD = ("Link", "Seen on", "Published", "Desk note")
LINKS: tuple[tuple[str, str, str, str], ...] = (
    (COPY_FOUND.url, "2026-11-20", "2024-10-04", "captured, see web/pokrovsk.warc.gz"),
    (STILL_EXAMINED.url, "2026-11-20", "2022-12-02", "captured; the capture broke off afterwards"),
    ("https://t.example/harbour_wire_video/41", "2026-11-21", "", "post with video; export asked for"),
    (
        "https://clips.example/watch/1182",
        "2026-11-21",
        "2022-11-18",
        "archived; uploader does not name an author",
    ),
    (COPY_FOUND.url, "2026-11-28", "2024-10-04", "entered a second time by another desk"),
    ("see the letter of 22 November", "2026-11-28", "", "no link: came by mail"),
)

MAIL_SUBJECT = "Note on the Barda and Sotk material"
MAIL_BODY = (
    "Dear colleagues,\n\n"
    "attached is our note on the material from Barda and from the ridge near the Sev Lake, as a PDF, and the\n"
    "sketch map that we used. The note says what we checked and what we could not check.\n\n"
    "Open Ground, research desk\n"
)

NOTE_TITLE = "Research note: what was checked for Barda and for Sotk"
NOTE = (
    "Open Ground, research notes, 9 November 2022",
    "The Prosecutor General's Office of Azerbaijan said that 21 civilians were killed when Armenian forces "
    "fired rockets at the town of Barda on October 28, 2020. The Armenian Defence Ministry denied having "
    "carried out the strike.",
    "Armenia has accused Azerbaijani soldiers of shooting at least seven Armenian prisoners of war in September "
    "2022. The Prosecutor General's Office of Azerbaijan said that it had opened an inquiry into the video.",
    "Open Ground examined four photographs from Barda and confirmed that they were taken in the town. It could "
    "not verify the time of the photographs.",
    "Open Ground examined the video of the Armenian prisoners and could not verify the date of the recording.",
)

ZIP_NOTE = (
    "Three pictures of a test sign, handed over on a memory stick.\n"
    "The names are those on the stick. Nothing was changed by us.\n"
)
