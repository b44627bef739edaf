import random

from casebook import Paper
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.linking.copies import CopyKind, brute_force, clusters, links, notices
from allegata.model.document import Document, Segment
from allegata.model.vocabulary import SegmentRole

WORDS = [f"{a}{b}{c}" for a in "bdfglmnprst" for b in "aeiou" for c in "bdgklmnrst"]


def text(seed, length=200):
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def paper(name, words):
    made = Paper(name)
    made.say(words)
    return made.document


def edited(words, share, seed):
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) if rng.random() < share else w for w in words.split())


def test_a_lightly_edited_text_is_a_copy():
    (cluster,) = clusters([paper("a", text(1)), paper("b", edited(text(1), 0.05, 2)), paper("c", text(3))])
    assert cluster.documents == ("a", "b")
    assert cluster.kind is CopyKind.COPY
    assert "%" in cluster.evidence[0].words


def test_an_excerpt_inside_a_longer_text():
    long = text(1, 400)
    short = " ".join(long.split()[100:170])
    (cluster,) = clusters([paper("long", long), paper("short", short)])
    assert cluster.kind is CopyKind.EXCERPT
    assert (cluster.evidence[0].left, cluster.evidence[0].right) == ("short", "long")


def test_furniture_makes_no_copy():
    menu = text(7, 300)
    documents = []
    for n in range(3):
        body = text(n + 10, 80)
        whole = f"{menu}\n{body}"
        cut = len(menu)
        segments = (Segment(SegmentRole.NAVIGATION, 0, cut), Segment(SegmentRole.BODY, cut, len(whole)))
        documents.append(Document(f"d{n}", f"i{n}", whole, "en", segments))
    assert clusters(documents) == ()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from([0.0, 0.03, 0.1])), min_size=2, max_size=9),
    st.randoms(),
)
def test_the_sketch_finds_what_brute_force_finds(plan, rng):
    documents = [paper(f"d{n}", edited(text(seed), share, n)) for n, (seed, share) in enumerate(plan)]
    found = links(documents)
    assert found == brute_force(documents)
    shuffled = list(documents)
    rng.shuffle(shuffled)
    assert clusters(shuffled) == clusters(documents)


def test_many_copies_of_one_text_are_one_cluster():
    documents = [paper(f"d{n:03}", edited(text(5), 0.02, n)) for n in range(120)]
    (cluster,) = clusters(documents)
    assert len(cluster.documents) == 120


def test_notices_name_the_origin_as_worded():
    words = "The post A Story appeared first on The Harbour Gazette."
    other = "Source: Example Wire"
    whole = f"{words}\n{other}"
    segments = (
        Segment(SegmentRole.SYNDICATION_NOTICE, 0, len(words)),
        Segment(SegmentRole.SOURCE_NOTE, len(words) + 1, len(whole)),
    )
    document = Document("d", "i", whole, "en", segments)
    found = notices(document)
    assert [n.origin for n in found] == ["Harbour Gazette", "Example Wire"]
    assert all(document.text[n.span.start : n.span.end] == n.span.quote for n in found)


def test_short_posts_that_are_the_same_word_by_word_are_one_text():
    post = "Two captured servicemen were shot near the village, the office said."
    documents = [paper("a", post), paper("b", f"{post}  "), paper("c", post.replace("Two", "Three"))]
    (cluster,) = clusters(documents)
    assert cluster.documents == ("a", "b")
    assert links(documents) == brute_force(documents)
    assert clusters([paper("a", "Two men were shot there."), paper("b", "Two men were shot there.")]) == ()


def test_fifty_forwards_of_a_short_post_are_one_text():
    post = "Two captured servicemen were shot near the village, the office said."
    (cluster,) = clusters([paper(f"d{n:02}", post) for n in range(51)])
    assert len(cluster.documents) == 51
