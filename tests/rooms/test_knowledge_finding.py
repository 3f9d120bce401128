"""Cards, past work and people are found by those who may see them, with reasons."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from math import fsum
from pathlib import Path

import pytest
from django.conf import settings

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import AppliesTo, Card
from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions, indexing, queries
from journeywork.knowledge.index import IndexUnavailable, Shelf
from journeywork.knowledge.tantivy_index import TantivyIndex
from journeywork.people import actions as people
from journeywork.work import actions as work
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    """An index of its own for each test, which starts without any."""
    place = Path(settings.INDEX_FOLDER)
    shutil.rmtree(place, ignore_errors=True)
    indexing.search_index().close()
    yield place
    indexing.search_index().close()


def card(cast: Cast, at: datetime, title: str, body: str = "Words.", **more: object) -> Card:
    made = actions.draft(title=title, body=body, by=cast.ana.id, at=at, **more)
    return actions.publish_card(card_id=made.id, by=cast.ana.id, at=at)


def asked(cast: Cast, at: datetime, text: str, **more: object) -> Context:
    return Context(text=text, at=at, person=cast.ben.id, teams=cast.ben.teams, **more)


def merged(cast: Cast, at: datetime, number: int, **more: object) -> WorkEvent:
    """Ana merges a change, which Ben reviewed."""
    given = {
        "source": "git", "id": f"merged-{number}", "type": "change.merged", "at": at,
        "subject": f"payments/{number}", "by": cast.ana.id, "title": "Round refunds by share",
        "place": "payments", "paths": ("billing/refund.py",),
        "helpers": (Help(by=cast.ben.id, to=cast.ana.id, kind=HelpKind.REVIEWED),),
    }  # fmt: skip
    return WorkEvent(**(given | more))


def take_in(events: list[WorkEvent], at: datetime) -> None:
    work.accept(events, by=None, at=at)
    while work.digest(at=at):
        pass


def test_a_card_is_found_by_its_words_in_any_form(cast: Cast, at: datetime) -> None:
    rounding = card(cast, at, "Refunds lose a cent", "Shares were rounded one by one.")
    card(cast, at, "Deploy before noon")
    indexing.catch_up()
    (found,) = queries.fitting(asked(cast, at, "why is my refund rounding wrong?"))
    assert (found.id, found.key) == (rounding.id, rounding.key)
    assert found.score == fsum(part.value for part in found.parts)
    assert found.parts[0].says == "speaks of refund, rounding"
    assert found.author == cast.ana.id
    assert found.pushable


def test_a_card_is_found_by_the_files_at_hand_alone(cast: Cast, at: datetime) -> None:
    billing = card(cast, at, "Money", applies_to=AppliesTo(paths=("billing/**",)))
    card(cast, at, "Ships", applies_to=AppliesTo(paths=("shipping/*.py",)))
    indexing.catch_up()
    context = asked(cast, at, "zzz", kind=QueryKind.CHANGE, paths=("billing/refund.py",))
    (found,) = queries.fitting(context)
    assert found.id == billing.id
    assert found.parts[0].says == "is for work in billing/**"


def test_nobody_elsewhere_finds_it_and_no_draft_is_found(cast: Cast, at: datetime) -> None:
    card(cast, at, "Refund rounding")
    actions.draft(title="Refund thoughts", body="Half.", by=cast.ana.id, at=at)
    indexing.catch_up()
    assert len(queries.fitting(asked(cast, at, "refund"))) == 1
    mine = [one.title for one in queries.cards(text="refund", reader=cast.ana.id, at=at)]
    assert sorted(mine) == ["Refund rounding", "Refund thoughts"]
    theirs = [one.title for one in queries.cards(text="refund", reader=cast.ben.id, at=at)]
    assert theirs == ["Refund rounding"]
    with within(cast.other_org):
        elsewhere = Context(text="refund", at=at, person=cast.outsider.id)
        assert queries.fitting(elsewhere) == ()


def test_an_archived_card_is_not_found_even_before_the_index_knows(
    cast: Cast, at: datetime
) -> None:
    old = card(cast, at, "Refund rounding")
    indexing.catch_up()
    actions.archive(card_id=old.id, by=cast.ana.id, at=at)
    assert queries.fitting(asked(cast, at, "refund")) == ()


def test_an_expired_card_sinks_and_is_not_pushed(cast: Cast, at: datetime) -> None:
    old = card(cast, at, "Refund rounding", "refund rounding", review_days=1)
    later = at + timedelta(days=60)
    fresh = card(cast, later, "Money", "On refund and shares and many other things.")
    indexing.catch_up()
    first, second = queries.fitting(asked(cast, later, "refund rounding"))
    assert (first.id, first.pushable) == (fresh.id, True)
    assert (second.id, second.pushable) == (old.id, False)


def test_answers_re_rank_from_the_next_question_on(cast: Cast, at: datetime) -> None:
    one = card(cast, at, "Refund rounding", "Shares of a refund.")
    other = card(cast, at, "Rounding a refund", "Refund of a share.")
    indexing.catch_up()
    before = [option.id for option in queries.fitting(asked(cast, at, "refund rounding"))]
    last = one if before[1] == one.id else other
    for colleague in (cast.ben, cast.dora):
        actions.learn(card_id=last.id, kind=ResponseKind.HELPED, by=colleague.id, at=at)
    first = queries.fitting(asked(cast, at, "refund rounding"))[0]
    assert first.id == last.id
    assert "helped 2 colleagues" in [part.says for part in first.parts]


def test_without_an_index_a_question_says_so_and_a_list_still_works(
    cast: Cast, at: datetime
) -> None:
    made = card(cast, at, "Refund rounding")
    with pytest.raises(IndexUnavailable):
        queries.fitting(asked(cast, at, "refund"))
    assert queries.cards(text="refund", at=at) == (made,)
    assert queries.similar("refund") == ()


def test_the_index_is_made_anew_when_its_folder_is_gone(
    cast: Cast, at: datetime, folder: Path
) -> None:
    made = card(cast, at, "Refund rounding")
    take_in([merged(cast, at, 1)], at)
    indexing.catch_up_everywhere()
    assert indexing.pending() == 0
    shutil.rmtree(folder)
    with pytest.raises(IndexUnavailable):
        queries.fitting(asked(cast, at, "refund"))
    indexing.catch_up_everywhere()
    assert [option.id for option in queries.fitting(asked(cast, at, "refund"))] == [made.id]
    assert len(queries.past_work(asked(cast, at, "refund"), limit=5)) == 1


def test_a_change_that_the_index_lost_is_taken_in_again(cast: Cast, at: datetime) -> None:
    """The crash comes after the change and before the index has it: the feed still holds it."""
    indexing.catch_up()
    made = card(cast, at, "Refund rounding")
    assert indexing.pending() > 0
    indexing.search_index().close()
    indexing.catch_up()
    assert indexing.pending() == 0
    assert [one.id for one in queries.similar("refunds rounded")] == [made.id]


def test_past_work_is_found_by_words_and_files_within_the_team(cast: Cast, at: datetime) -> None:
    take_in([merged(cast, at - timedelta(days=30), 1)], at)
    indexing.catch_up()
    context = asked(cast, at, "refund shares", kind=QueryKind.CHANGE, paths=("billing/refund.py",))
    (found,) = queries.past_work(context, limit=1)
    assert (found.title, found.author) == ("Round refunds by share", cast.ana.id)
    assert found.score == fsum(part.value for part in found.parts)
    for_cleo = replace(context, person=cast.cleo.id, teams=cast.cleo.teams)
    assert queries.past_work(for_cleo, limit=1) == ()


def test_what_ana_is_working_on_was_not_done_before(cast: Cast, at: datetime) -> None:
    begun = WorkEvent(
        source="urn:test", id="begun", type="work.started", at=at - timedelta(days=1),
        subject="change/77", by=cast.ana.id, title="Round refunds by share", place="payments",
    )  # fmt: skip
    take_in([begun], at)
    indexing.catch_up()
    for_ben = asked(cast, at, "refund shares")
    for_ana = replace(for_ben, person=cast.ana.id)
    assert queries.past_work(for_ana, limit=1) == ()
    assert [one.title for one in queries.past_work(for_ben, limit=1)] == ["Round refunds by share"]


def test_who_knows_says_why_and_respects_who_opted_out(cast: Cast, at: datetime) -> None:
    days = (100, 40, 20, 10)
    take_in([merged(cast, at - timedelta(days=n), n) for n in days], at)
    context = asked(cast, at, "", kind=QueryKind.CHANGE, paths=("billing/refund.py",))
    for_cleo = replace(context, person=cast.cleo.id, teams=cast.cleo.teams)
    found = {option.title: option for option in queries.who_knows(for_cleo, limit=3)}
    assert sorted(found) == ["Ana", "Ben"]
    assert found["Ana"].parts[0].says == "merged 4 changes in `billing/refund.py` since November"
    assert [option.title for option in queries.who_knows(context, limit=3)] == ["Ana"]
    assert queries.who_knows(context, limit=3, exclude=(cast.ana.id,)) == ()
    people.change_person(person_id=cast.ana.id, by=cast.ana.id, at=at, findable=False)
    assert queries.who_knows(context, limit=3) == ()


def test_who_was_asked_lately_sinks(cast: Cast, at: datetime) -> None:
    take_in(
        [
            merged(cast, at - timedelta(days=9), 1, helpers=()),
            merged(cast, at - timedelta(days=10), 2, helpers=(), by=cast.dora.id),
        ],
        at,
    )
    context = asked(cast, at, "", kind=QueryKind.CHANGE, paths=("billing/refund.py",))
    assert [option.title for option in queries.who_knows(context)] == ["Ana", "Dora"]
    for _ in range(5):
        actions.asked_person(person_id=cast.ana.id, at=at)
    assert [option.title for option in queries.who_knows(context)] == ["Dora", "Ana"]


def test_new_work_counts_in_who_knows_at_once(cast: Cast, at: datetime) -> None:
    context = asked(cast, at, "", kind=QueryKind.CHANGE, paths=("billing/refund.py",))
    assert queries.who_knows(context) == ()
    take_in([merged(cast, at - timedelta(days=1), 1)], at)
    assert [option.title for option in queries.who_knows(context)] == ["Ana"]


def test_what_teammates_wrote_is_marked(cast: Cast, at: datetime) -> None:
    card(cast, at, "Refund rounding")
    indexing.catch_up()
    (found,) = queries.fitting(asked(cast, at, "refund"))
    assert "from somebody you work with" in [part.says for part in found.parts]


def test_only_one_process_writes(cast: Cast, at: datetime, folder: Path) -> None:
    card(cast, at, "Refund rounding")
    indexing.catch_up()
    card(cast, at, "Refund shares")
    with pytest.raises(ValueError, match="LockBusy"):
        TantivyIndex(folder).write(Shelf.CARD, ())
    assert len(queries.fitting(asked(cast, at, "refund"))) == 1
    indexing.catch_up()
    assert len(queries.fitting(asked(cast, at, "refund"))) == 2
