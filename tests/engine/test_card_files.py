"""A card written into a file and read back is the same card."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.card_files import card_file
from journeywork.engine.documents import Document, kept, pieces
from journeywork.engine.knowledge import AppliesTo, Card, CardKind, CardState, Trust

WORDS = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=20)
TITLES = st.lists(WORDS | st.sampled_from(["---", ": yes", "#1", "'", "*"]), min_size=1, max_size=5)
BODIES = st.lists(WORDS | st.sampled_from(["## Step", "---", "", "- [ ] tick", "```"]), max_size=12)
ENTRIES = st.lists(WORDS, max_size=4, unique=True).map(tuple)
APPLIES = st.builds(AppliesTo, places=ENTRIES, paths=ENTRIES, kinds=ENTRIES)


def card(title: str, body: str, kind: CardKind, topics: tuple[str, ...], to: AppliesTo) -> Card:
    return Card(
        id=UUID(int=1), key="changelog", title=title, kind=kind, state=CardState.PUBLISHED,
        trust=Trust.FRESH, body=body, summary="", minutes=1, owner=None, author=None, team=None,
        topics=topics, applies_to=to, reviewed_on=date(2026, 3, 2), review_days=90,
        changed_at=datetime(2026, 3, 10, 10, tzinfo=UTC),
    )  # fmt: skip


@given(TITLES.map(" ".join), BODIES.map("\n".join), st.sampled_from(CardKind), ENTRIES, APPLIES)
def test_nothing_is_lost_on_the_way(
    title: str, body: str, kind: CardKind, topics: tuple[str, ...], applies_to: AppliesTo
) -> None:
    given = card(title, f"Begin.\n{body}\nEnd.\n", kind, topics, applies_to)
    text = card_file(given, owner="ana@fairwater.example", team="payments")
    [piece] = pieces(Document(path="changelog.md", text=text))
    assert (piece.title, piece.body, piece.kind) == (title, given.body, kind)
    assert (piece.front.topics, piece.front.applies_to) == (topics, applies_to)
    assert (piece.front.owner, piece.front.team) == ("ana@fairwater.example", "payments")
    assert (piece.front.review_days, piece.front.reviewed_on) == (90, date(2026, 3, 2))


def test_a_card_is_worth_a_card_whatever_its_file_is_called() -> None:
    text = card_file(card("Changelog", "Say what changed.\n", CardKind.HOW_TO, (), AppliesTo()))
    written, plain = (
        Document(path="changelog.md", text=text),
        Document(path="changelog.md", text=""),
    )
    assert kept([written, plain])[0] == [written]
