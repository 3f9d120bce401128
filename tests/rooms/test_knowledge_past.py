"""What cards said when, for the replay: kept from a history, or known from what was done here."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from journeywork.engine.cards_then import Shelved
from journeywork.engine.documents import Document
from journeywork.engine.past_texts import Seen
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions, queries
from journeywork.knowledge.models import PastCardRow
from tests.conftest import Cast

DAY = timedelta(days=1)
SOURCE = "git:payments"
FEES = Document(path="docs/fees.md", text="# Fees\n\nRound by share.\n", place="payments")
Texts = Iterable[tuple[Document, Iterable[Seen]]]


def shelf() -> list[tuple[str, datetime, datetime | None]]:
    found = sorted(queries.shelved(), key=lambda one: one.since)
    return [(one.card.body, one.since, one.until) for one in found]


def keep(texts: Texts, reading: str = "one") -> int:
    return actions.keep_past(texts, source=SOURCE, reading=reading)


def test_a_history_tells_what_a_card_said_and_of_whom(cast: Cast, at: datetime) -> None:
    then, turn = at - 90 * DAY, at - 30 * DAY
    actions.import_documents([FEES], source=SOURCE, by=None, at=at)
    (card,) = queries.cards()
    seen = (Seen(then, "# Fees\r\n\r\nNever round.\0\n", cast.ben.email), Seen(turn, FEES.text))
    assert keep([(FEES, seen)]) == 2
    old, new = sorted(queries.shelved(), key=lambda one: one.since)
    assert [old.card.id, new.card.id] == [card.id, card.id]
    assert (old.card.body, old.until, old.card.author) == ("Never round.\n", turn, cast.ben.id)
    assert (new.card.body, new.until, new.card.author) == (card.body, None, None)
    assert (old.card.reviewed_on, old.news, new.news) == (then.date(), False, True)


def test_cards_that_are_gone_were_there(cast: Cast, at: datetime) -> None:
    then, end = at - 90 * DAY, at - 30 * DAY
    keep([(FEES, (Seen(then, FEES.text), Seen(end, None)))])
    assert shelf() == [("Round by share.\n", then, end)]
    (gone,) = queries.shelved()
    assert (gone.card.title, gone.card.key) == ("Fees", "")


def test_reading_again_replaces_and_each_organisation_has_its_own(cast: Cast, at: datetime) -> None:
    keep([(FEES, (Seen(at - DAY, "one\n"),))])
    keep([(FEES, (Seen(at - DAY, "two\n"),))], reading="two")
    assert (PastCardRow.objects.count(), queries.reading(SOURCE)) == (1, "two")
    with within(cast.other_org):
        assert (list(queries.shelved()), queries.reading(SOURCE)) == ([], "")


def test_a_card_archived_here_is_there_until_then(cast: Cast, at: datetime) -> None:
    actions.import_documents([FEES], source=SOURCE, by=cast.ana.id, at=at - 9 * DAY)
    keep([(FEES, (Seen(at - 90 * DAY, FEES.text),))])
    (card,) = queries.cards()
    actions.archive(card_id=card.id, by=cast.emil.id, at=at)
    assert shelf() == [("Round by share.\n", at - 90 * DAY, at)]


def test_a_card_written_here_says_what_it_said_before_each_change(cast: Cast, at: datetime) -> None:
    ana = cast.ana.id
    card = actions.draft(title="Fees", body="Round once.", by=ana, at=at - 9 * DAY)
    actions.publish_card(card_id=card.id, by=ana, at=at - 9 * DAY)
    actions.edit(card_id=card.id, body="Never round per line.", by=ana, at=at - 2 * DAY)
    actions.draft(title="Secret", body="Not said yet.", by=ana, at=at)
    assert shelf() == [
        ("Round once.", at - 9 * DAY, at - 2 * DAY),
        ("Never round per line.", at - 2 * DAY, None),
    ]


def test_a_document_without_a_history_has_todays_words_since_its_last_change(
    cast: Cast, at: datetime
) -> None:
    """When its words changed before is not known, so it was not there before."""
    first, changed = at - 300 * DAY, at - 20 * DAY
    document = Document(path="a.md", text="# A\n\nToday.\n", first_seen=first, changed_at=changed)
    actions.import_documents([document], source="wiki", by=None, at=at)
    assert shelf() == [("Today.\n", changed, None)]


def test_a_text_too_long_for_a_card_was_none(cast: Cast, at: datetime) -> None:
    keep([(FEES, (Seen(at - 9 * DAY, "x" * 1_000_001), Seen(at - DAY, "# Fees\n\nShort.\n")))])
    assert shelf() == [("Short.\n", at - DAY, None)]


def test_the_shelf_is_made_of_values(cast: Cast, at: datetime) -> None:
    keep([(FEES, (Seen(at - DAY, "one\n"),))])
    assert [type(one) for one in queries.shelved()] == [Shelved]
