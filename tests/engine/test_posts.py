"""Posts: what fits, what is a link or a topic, and who may read what."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine import posts
from journeywork.engine.characters import count
from journeywork.engine.people import Person, WorkingTime
from journeywork.engine.posts import Piece, PieceKind, Post
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
PEOPLE, TEAMS = [UUID(int=n) for n in range(1, 5)], [UUID(int=n) for n in range(11, 14)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("fee", 3),
        ("e\u0301", 1),  # a letter and its accent
        ("\U0001f469\u200d\U0001f469\u200d\U0001f467", 1),  # a family
        ("\U0001f44d\U0001f3fd!", 2),  # a thumb in a colour
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 2),  # two flags
        ("\u2764\ufe0f", 1),
        ("\u1112\u1161\u11ab", 1),  # one syllable of Hangul
        ("a\r\nb", 3),
    ],
)
def test_characters_are_counted_as_people_see_them(text: str, seen: int) -> None:
    assert count(text) == seen


def test_600_characters_fit_and_no_more() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert posts.fault(family * 600) == ""
    assert posts.fault(family * 601) == "takes at most 600 characters"
    assert posts.fault("") == "is empty"
    assert posts.left(" fee ") == 597
    # However few it seems to be: nobody stacks marks up to the sky.
    assert posts.fault("e" + "\u0301" * 6000) == "takes at most 600 characters"


def test_links_and_topics_are_found_and_the_rest_stays() -> None:
    found = posts.pieces("See (https://x.example/a_(b)), #Fees! #12 and javascript:alert(1)")
    assert [one for one in found if one.kind is not PieceKind.TEXT] == [
        Piece(PieceKind.LINK, "https://x.example/a_(b)", "https://x.example/a_(b)"),
        Piece(PieceKind.TOPIC, "#Fees", "fees"),
    ]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("#fees #Fees (#rotating-keys)", ("fees", "rotating-keys")),
        ("issue #123, C# and a#b", ()),
        ("#Übergabe, #wörter_2.", ("übergabe", "wörter_2")),
        ("## heading", ()),
        (" ".join(f"#t{n}" for n in range(20)), tuple(f"t{n}" for n in range(10))),
        ("#" + "x" * 51, ()),
    ],
)
def test_topics(text: str, topics: tuple[str, ...]) -> None:
    assert posts.topics_of(text) == topics


@given(st.text())
def test_nothing_of_a_text_is_lost_in_its_pieces(text: str) -> None:
    assert "".join(piece.text for piece in posts.pieces(text)) == text


@given(st.text(alphabet="#ab- .\u0301/"))
def test_a_topic_stays_what_it_is(text: str) -> None:
    assert [posts.topic(each) for each in posts.topics_of(text)] == [*posts.topics_of(text)]


audiences = st.one_of(
    st.just(ONLY_ME),
    st.just(posts.OPEN),
    st.sampled_from(PEOPLE).map(lambda one: Audience(kind=AudienceKind.PERSON, person=one)),
    st.sampled_from(TEAMS).map(lambda one: Audience(kind=AudienceKind.TEAM, team=one)),
)


def person(id: UUID, *teams: UUID, active: bool = True) -> Person:
    return Person(
        id=id, org=UUID(int=9), key="x", name="X", email="", roles=("member",), teams=teams,
        working_time=WorkingTime(zone=UTC), zone_name="UTC", active=active,
    )  # fmt: skip


def post(author: UUID, audience: Audience, text: str = "Fee.") -> Post:
    return Post(id=UUID(int=99), author=author, text=text, topics=(), audience=audience, at=AT)


@given(
    root=st.builds(post, st.sampled_from(PEOPLE), audiences),
    then=audiences,
    reader=st.builds(person, st.sampled_from(PEOPLE), st.sampled_from(TEAMS)),
    answering=st.sampled_from(PEOPLE),
)
def test_opening_a_post_wider_shows_no_answer_to_anybody_new(
    root: Post, then: Audience, reader: Person, answering: UUID
) -> None:
    """Who reads an answer could read the post both when it was written and now."""
    answer = replace(post(answering, root.audience), thread=root.id)
    opened = replace(root, audience=then)
    reads = posts.may_read_reply(reader, answer, opened)
    both = posts.may_read_post(reader, root) and posts.may_read_post(reader, opened)
    assert reads == ((posts.may_read_post(reader, opened) and reader.id == answering) or both)


@given(st.sampled_from(PEOPLE), audiences)
def test_a_card_takes_over_what_is_ones_own_or_open(author: UUID, audience: Audience) -> None:
    me = PEOPLE[0]
    expected = author == me or audience.kind is AudienceKind.EVERYONE
    assert posts.may_quote(me, post(author, audience)) == expected
    assert not posts.may_quote(me, post(me, audience, text=""))


def test_a_card_keeps_lines_and_makes_no_heading() -> None:
    one, two = post(PEOPLE[0], posts.OPEN, "#fees once\nthen book"), post(PEOPLE[1], posts.OPEN)
    assert posts.card_of([one, two]) == (
        "#fees once then book",
        "\\#fees once  \nthen book\n\nFee.",
    )
    title, _ = posts.card_of([post(PEOPLE[0], posts.OPEN, "word " * 40)])
    assert len(title) <= 80
