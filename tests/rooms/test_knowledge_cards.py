"""Cards: Ana writes, Ben reads and reports, Cleo cannot see drafts, Dora looks after them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import AppliesTo, CardKind, CardState, TaskKind, Trust
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions, queries, values
from journeywork.people import actions as people
from tests.conftest import Cast

REFUNDS = "Money is divided in one place, `split()`. It gives the rest to the largest share."


def written(cast: Cast, at: datetime, *, title: str = "Refunds lose a cent", body: str = REFUNDS):
    """Ana writes a card and publishes it."""
    card = actions.draft(title=title, body=body, by=cast.ana.id, at=at, team=cast.payments.id)
    return actions.publish_card(card_id=card.id, by=cast.ana.id, at=at)


def test_a_draft_is_there_for_its_author_alone(cast: Cast, at: datetime) -> None:
    draft = actions.draft(title="Half a thought", body="Rounding?", by=cast.ana.id, at=at)
    assert queries.card(draft.id, reader=cast.ana.id, at=at) == draft
    assert queries.cards(reader=cast.ana.id, at=at) == (draft,)
    for stranger in (cast.cleo.id, cast.dora.id, cast.emil.id, None):
        assert queries.cards(reader=stranger, at=at) == ()
        with pytest.raises(NotFound):
            queries.card(draft.id, reader=stranger)
        with pytest.raises(NotFound):
            queries.card_by_key(draft.key, reader=stranger)
        with pytest.raises(NotFound):
            queries.body_html(draft.id, reader=stranger)
    with pytest.raises(NotFound):
        actions.edit(card_id=draft.id, by=cast.emil.id, at=at, title="Mine now")


def test_a_published_card_can_be_read_by_colleagues_and_not_by_others(
    cast: Cast, at: datetime
) -> None:
    card = written(cast, at)
    assert queries.card(card.id, at=at) == card
    assert queries.cards(at=at) == (card,)
    assert card.state is CardState.PUBLISHED
    assert card.trust is Trust.FRESH
    assert card.minutes == 1
    with within(cast.other_org), pytest.raises(NotFound):
        queries.card(card.id)


def test_a_note_is_one_line_and_a_draft_of_a_lesson(cast: Cast, at: datetime) -> None:
    card = actions.note(
        text="Always test refunds with 10.00 by 3", by=cast.ana.id, at=at, paths=("core/money.py",)
    )
    assert card.title == "Always test refunds with 10.00 by 3"
    assert card.kind is CardKind.LESSON
    assert card.state is CardState.DRAFT
    assert card.applies_to == AppliesTo(paths=("core/money.py",))


def test_a_text_of_more_than_five_minutes_is_refused_with_advice(cast: Cast, at: datetime) -> None:
    long = f"# One\n\n{'word ' * 600}\n\n# Two\n\n{'word ' * 700}"
    with pytest.raises(Invalid) as refused:
        actions.draft(title="Everything", body=long, by=cast.ana.id, at=at)
    assert refused.value.faults == {
        "body": "This takes 7 minutes to read; a card takes at most 5. "
        "Make a card of each of these: “One” (4 min), “Two” (4 min)."
    }


def test_every_fault_is_named_by_its_field(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        actions.draft(title=" ", body="", by=cast.ana.id, at=at, review_days=0)
    assert sorted(refused.value.faults) == ["body", "review_days", "title"]


def test_two_cards_of_one_title_have_two_keys(cast: Cast, at: datetime) -> None:
    one, other = written(cast, at), written(cast, at)
    assert one.key == "refunds-lose-a-cent"
    assert other.key.startswith("refunds-lose-a-cent-")
    assert queries.card_by_key(other.key, at=at) == other


def test_what_a_card_said_before_is_kept(cast: Cast, at: datetime) -> None:
    card = written(cast, at)
    later = at + timedelta(hours=1)
    changed = actions.edit(card_id=card.id, by=cast.ana.id, at=later, body="Use `split()`.")
    assert changed.body == "Use `split()`."
    assert changed.changed_at == later
    kept = queries.versions(card.id)
    assert [(version.number, version.body, version.by) for version in kept] == [
        (1, REFUNDS, cast.ana.id)
    ]


def test_who_may_change_a_card_follows_the_roles(cast: Cast, at: datetime) -> None:
    card = written(cast, at)
    for colleague in (cast.ben, cast.cleo):
        with pytest.raises(Denied):
            actions.edit(card_id=card.id, by=colleague.id, at=at, title="Other")
    assert actions.edit(card_id=card.id, by=cast.dora.id, at=at, title="Lead").title == "Lead"
    assert actions.edit(card_id=card.id, by=cast.emil.id, at=at, title="Org").title == "Org"


def test_one_click_outdated_gives_the_owner_a_task(cast: Cast, at: datetime) -> None:
    card = written(cast, at)
    flagged = actions.flag(card_id=card.id, by=cast.ben.id, at=at, note="split() moved")
    again = actions.flag(card_id=card.id, by=cast.ben.id, at=at, note="split() moved")
    assert flagged.trust is again.trust is Trust.FLAGGED
    (task,) = queries.tasks(cast.ana.id, at=at)
    assert task.kind is TaskKind.REPORTED
    assert task.says == "a colleague says it is outdated: split() moved"
    assert queries.cards(trust=Trust.FLAGGED, at=at) == (again,)
    reviewed = actions.review(card_id=card.id, by=cast.ana.id, at=at)
    assert reviewed.trust is Trust.FRESH
    assert queries.tasks(cast.ana.id, at=at) == ()


def test_the_author_reads_how_many_it_helped_and_nobody_reads_whom(
    cast: Cast, at: datetime
) -> None:
    card = written(cast, at)
    for colleague in (cast.ben, cast.ben, cast.cleo, cast.ana):
        actions.learn(card_id=card.id, kind=ResponseKind.HELPED, by=colleague.id, at=at)
    long_ago = at - timedelta(days=40)
    actions.learn(card_id=card.id, kind=ResponseKind.HELPED, by=cast.emil.id, at=long_ago)
    assert queries.helped_this_month(cast.ana.id, at=at) == {card.id: 2}
    seen = queries.card(card.id, at=at)
    assert (seen.used, seen.helped) == (3, 3)


def test_of_each_reader_the_last_verdict_counts(cast: Cast, at: datetime) -> None:
    card = written(cast, at)
    helped, useless = ResponseKind.HELPED, ResponseKind.NOT_USEFUL_HERE
    minute = timedelta(minutes=1)
    for reader, kinds in ((cast.ben, (helped, useless)), (cast.cleo, (useless, helped))):
        for number, kind in enumerate((*kinds, ResponseKind.OPENED)):
            actions.learn(card_id=card.id, kind=kind, by=reader.id, at=at + number * minute)
    assert queries.helped_this_month(cast.ana.id, at=at) == {card.id: 1}
    tally = values.tallies([card.id])[card.id]
    assert (tally.used, tally.helped, tally.not_useful, tally.chosen) == (2, 1, 1, 4)


def test_wrong_flags_the_card(cast: Cast, at: datetime) -> None:
    card = written(cast, at)
    actions.learn(card_id=card.id, kind=ResponseKind.WRONG, by=cast.ben.id, at=at)
    assert queries.card(card.id, at=at).trust is Trust.FLAGGED
    (task,) = queries.tasks(cast.ana.id, at=at)
    assert task.says == "a colleague says it is wrong"


def test_a_due_card_reminds_its_owner_once_and_then_the_team_sees_it(
    cast: Cast, at: datetime
) -> None:
    card = written(cast, at)
    due = at + timedelta(days=180)
    assert queries.card(card.id, at=due).trust is Trust.DUE
    assert [one.id for one in actions.remind_owners(at=due)] == [card.id]
    assert actions.remind_owners(at=due + timedelta(days=1)) == ()
    assert [task.card for task in queries.tasks(cast.ana.id, at=due)] == [card.id]
    assert queries.neglected(cast.payments.id, at=due) == ()
    week_later = due + timedelta(days=7)
    assert [one.card for one in queries.neglected(cast.payments.id, at=week_later)] == [card.id]
    expired = due + timedelta(days=45)
    assert queries.card(card.id, at=expired).trust is Trust.EXPIRED
    assert [one.id for one in queries.cards(trust=Trust.EXPIRED, at=expired)] == [card.id]


def neglected(cast: Cast, at: datetime) -> dict[str, list[str]]:
    """Return the titles of cards that each team, and who looks after all cards, is shown."""
    teams = {team.key: queries.neglected(team.id, at=at) for team in (cast.payments, cast.support)}
    shown = teams | {"all": queries.unattended(at=at)}
    return {name: [task.title for task in found] for name, found in shown.items()}


def test_a_card_of_no_team_counts_for_the_teams_of_its_owner(cast: Cast, at: datetime) -> None:
    for title, author in (("Anas", cast.ana), ("Cleos", cast.cleo), ("Emils", cast.emil)):
        made = actions.draft(title=title, body="Before noon.", by=author.id, at=at)
        actions.publish_card(card_id=made.id, by=author.id, at=at)
    due = at + timedelta(days=180)
    actions.remind_owners(at=due)
    later = due + timedelta(days=7)
    assert neglected(cast, due) == {"payments": [], "support": [], "all": []}
    assert neglected(cast, later) == {"payments": ["Anas"], "support": ["Cleos"], "all": ["Emils"]}


def test_a_card_of_nobody_waits_for_who_looks_after_all_cards(cast: Cast, at: datetime) -> None:
    made = actions.draft(title="Deploys", body="Before noon.", by=cast.ana.id, at=at)
    actions.publish_card(card_id=made.id, by=cast.ana.id, at=at)
    actions.reassign_cards_of(person_id=cast.ana.id, at=at)
    assert queries.card(made.id, at=at).owner is None
    actions.flag(card_id=made.id, by=cast.ben.id, at=at, note="Ben was told off for it")
    assert neglected(cast, at) == {"payments": [], "support": [], "all": ["Deploys"]}
    (task,) = queries.waiting_for(cast.emil, at=at)
    assert task.says == "a colleague says it is outdated: Ben was told off for it"
    for other in (cast.ana, cast.cleo, cast.dora):
        assert queries.waiting_for(other, at=at) == ()


def test_a_team_reads_what_is_reported_and_not_what_readers_wrote(cast: Cast, at: datetime) -> None:
    card = written(cast, at)
    actions.flag(card_id=card.id, by=cast.ben.id, at=at, note="split() moved")
    actions.remind_owners(at=at + timedelta(days=180))
    later = at + timedelta(days=187)
    said = [task.says for task in queries.neglected(cast.payments.id, at=later)]
    assert said == ["a colleague says it is outdated", "is it still right?"]


def test_a_leavers_cards_go_to_the_team_lead(cast: Cast, at: datetime) -> None:
    card = written(cast, at)
    people.deactivate(person_id=cast.ana.id, by=cast.emil.id, at=at)
    actions.reassign_cards_of(person_id=cast.ana.id, at=at)
    assert queries.card(card.id).owner == cast.dora.id
    assert actions.reassign_cards_of(person_id=cast.ana.id, at=at) == ()


def test_without_a_team_they_go_to_whom_the_card_is_closest(cast: Cast, at: datetime) -> None:
    made = actions.draft(title="Deploys", body="Before noon.", by=cast.ana.id, at=at)
    actions.publish_card(card_id=made.id, by=cast.ana.id, at=at)
    actions.learn(card_id=made.id, kind=ResponseKind.HELPED, by=cast.cleo.id, at=at)
    actions.reassign_cards_of(person_id=cast.ana.id, at=at)
    assert queries.card(made.id).owner == cast.cleo.id


def test_a_lead_may_hand_a_card_on_and_a_colleague_may_not_take_it(
    cast: Cast, at: datetime
) -> None:
    card = written(cast, at)
    with pytest.raises(Denied):
        actions.adopt(card_id=card.id, by=cast.cleo.id, at=at)
    adopted = actions.adopt(card_id=card.id, by=cast.dora.id, owner=cast.ben.id, at=at)
    assert adopted.owner == cast.ben.id


def test_what_nobody_found_becomes_a_request_that_anyone_answers(cast: Cast, at: datetime) -> None:
    actions.miss(text="How do I rotate the provider key?", by=cast.ben.id, at=at)
    actions.miss(text="rotating provider keys", by=cast.cleo.id, at=at)
    actions.miss(text="rotating provider keys", by=cast.cleo.id, at=at)
    actions.miss(text="coffee", by=cast.cleo.id, at=at)
    first, second = queries.requests()
    assert (first.text, first.asked) == ("How do I rotate the provider key?", 2)
    assert (second.text, second.asked) == ("coffee", 1)
    card = written(cast, at, title="Rotate a provider key")
    answered = actions.answer_request(request_id=first.id, card_id=card.id, by=cast.ana.id, at=at)
    assert queries.requests() == (second,)
    assert queries.requests(answered=True) == (answered,)
    assert answered == replace(first, card=card.id, answered_by=cast.ana.id, answered_at=at)


def test_a_draft_answers_nobody(cast: Cast, at: datetime) -> None:
    asked = actions.miss(text="How do I rotate the provider key?", by=cast.ben.id, at=at)
    assert asked
    draft = actions.draft(title="Rotate", body="Twice a year.", by=cast.ana.id, at=at)
    with pytest.raises(Invalid) as refused:
        actions.answer_request(request_id=asked.id, card_id=draft.id, by=cast.ana.id, at=at)
    assert refused.value.faults == {"card": "must be published first"}
    assert queries.requests() == (asked,)


def test_the_first_answer_stands(cast: Cast, at: datetime) -> None:
    asked = actions.miss(text="How do I rotate the provider key?", by=cast.ben.id, at=at)
    assert asked
    first, second = written(cast, at), written(cast, at)
    actions.answer_request(request_id=asked.id, card_id=first.id, by=cast.ana.id, at=at)
    with pytest.raises(NotFound):
        actions.answer_request(request_id=asked.id, card_id=second.id, by=cast.cleo.id, at=at)
    assert [one.card for one in queries.requests(answered=True)] == [first.id]


def test_everybody_reads_a_request_without_its_secrets(cast: Cast, at: datetime) -> None:
    text = "curl says token: abc123 is refused\n" + "why " * 200
    actions.miss(text=text, by=cast.ben.id, at=at)
    (asked,) = queries.requests()
    assert asked.text[:41] == "curl says token: *** is refused why why w"
    assert len(asked.text) == 300


def test_a_card_names_paths_as_long_as_the_work_has_them(cast: Cast, at: datetime) -> None:
    long = "/".join(["deeply"] * 71)
    assert 490 < len(long) <= 500
    note = actions.note(text="It is there", by=cast.ana.id, at=at, paths=(long,))
    assert queries.card(note.id, reader=cast.ana.id).applies_to.paths == (long,)
    with pytest.raises(Invalid) as refused:
        actions.edit(
            card_id=note.id, by=cast.ana.id, at=at, applies_to=AppliesTo(paths=("x" * 501,))
        )
    assert refused.value.faults == {"paths": "takes at most 20 entries of 1 to 500 characters"}


def test_no_script_survives(cast: Cast, at: datetime) -> None:
    body = (
        "Hello <script>alert(1)</script> [go](javascript:alert(1)) [out](https://x.example)\n\n"
        '<img src=x onerror="alert(1)">\n\n![a plan](https://x.example/p.png)\n\n'
        "```python\nif a < b: pass\n```\n"
    )
    card = written(cast, at, body=body)
    assert queries.body_html(card.id) == (
        '<p>Hello  [go](javascript:alert(1)) <a href="https://x.example" '
        'rel="noopener noreferrer nofollow">out</a></p>\n\n<p><em>[a plan]</em></p>\n'
        '<pre><code class="language-python">if a &lt; b: pass\n</code></pre>\n'
    )
