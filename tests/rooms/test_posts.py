"""Posts: Ana narrates, Ben answers and says thanks, Cleo must see nothing that is not for her."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from journeywork.engine.knowledge import CardKind, CardState
from journeywork.engine.people import Person
from journeywork.engine.posts import OPEN, Follows, Post, may_read_post, may_read_reply
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.engine.weekly import Weekly
from journeywork.kernel import audit
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.tenancy import within
from journeywork.knowledge import queries as cards
from journeywork.knowledge.posts import actions, queries
from journeywork.people import actions as people
from journeywork.people import queries as directory
from tests.conftest import Cast

MARK = "jabberwock"


def team(cast: Cast) -> Audience:
    return Audience(kind=AudienceKind.TEAM, team=cast.payments.id)


def only(person: Person) -> Audience:
    return Audience(kind=AudienceKind.PERSON, person=person.id)


def every(cast: Cast) -> Iterator[Audience]:
    yield from (ONLY_ME, OPEN, team(cast), only(cast.ben))


def texts(found: tuple[Post, ...]) -> list[str]:
    return [one.text for one in found]


def test_a_post_is_open_to_the_organisation_and_to_nobody_else(cast: Cast, at: datetime) -> None:
    made = actions.write(text=" The bank answers 202 now. #fees ", by=cast.ana.id, at=at)
    assert (made.text, made.topics, made.is_open) == (
        "The bank answers 202 now. #fees", ("fees",), True,
    )  # fmt: skip
    assert queries.post(made.id, reader=cast.cleo) == made
    assert queries.posts(reader=cast.cleo, about="fees") == (made,)
    with within(cast.other_org):
        assert queries.posts(reader=cast.outsider) == ()
        with pytest.raises(NotFound):
            queries.post(made.id, reader=cast.outsider)


def test_the_query_lets_through_whom_the_rule_lets_through(cast: Cast, at: datetime) -> None:
    """Every audience, every writer, every reader: lists, threads, topics and news agree."""
    everybody = (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil)
    made = {}
    for author, audience in product(everybody, every(cast)):
        post = actions.write(text=f"{author.key} #fees", by=author.id, at=at, audience=audience)
        made[post.id] = post
    for reader in everybody:
        mine = {id for id, post in made.items() if may_read_post(reader, post)}
        actions.follow(by=reader.id, about="fees")
        assert {post.id for post in queries.posts(reader=reader)} == mine
        feed = queries.feed(reader=reader, near=50, others=50)
        assert {post.id for post in (*feed.near, *feed.others)} == mine
        about = {post.id for post in queries.posts(reader=reader, about="fees")}
        assert about == mine - {id for id, p in made.items() if p.audience == ONLY_ME}
        news = queries.news(reader, since=at - timedelta(days=1), limit=50)
        assert {post.id for post in news} <= mine
        for id in made.keys() - mine:
            with pytest.raises(NotFound):
                queries.thread(id, reader=reader)
            with pytest.raises(NotFound):
                actions.reply(to=id, text="Hm?", by=reader.id, at=at)
            with pytest.raises(NotFound):
                actions.thank(post_id=id, by=reader.id, at=at)
            with pytest.raises(NotFound):
                actions.make_card(post_id=id, by=reader.id, at=at)
            with pytest.raises(NotFound):
                actions.change(post_id=id, text="Mine", by=reader.id, at=at)


def test_who_has_left_reads_nothing(cast: Cast, at: datetime) -> None:
    made = actions.write(text="Fee.", by=cast.ana.id, at=at)
    gone = replace(cast.ben, active=False)
    assert queries.posts(reader=gone) == ()
    with pytest.raises(NotFound):
        queries.post(made.id, reader=gone)


def test_an_answer_stays_among_those_it_was_for(cast: Cast, at: datetime) -> None:
    """Ana opens to all what was for Ben: what Ben said does not come along."""
    post = actions.write(text="A doubt", by=cast.ana.id, at=at, audience=only(cast.ben))
    answer = actions.reply(to=post.id, text=MARK, by=cast.ben.id, at=at)
    mine = actions.reply(to=answer.id, text="Thank you", by=cast.ana.id, at=at)
    opened = actions.share(post_id=post.id, audience=OPEN, by=cast.ana.id, at=at)
    for reader in (cast.ana, cast.ben, cast.cleo, cast.dora):
        seen = queries.thread(post.id, reader=reader).replies
        expected = {one for one in (answer, mine) if may_read_reply(reader, one, opened)}
        assert {one.id for one in seen} == {one.id for one in expected} | {mine.id}
        (listed,) = queries.posts(reader=reader)
        assert (cast.ben.id in listed.answered) == (reader in (cast.ana, cast.ben))
    with pytest.raises(NotFound):
        queries.post(answer.id, reader=cast.cleo)
    with pytest.raises(NotFound):
        actions.thank(post_id=answer.id, by=cast.cleo.id, at=at)
    actions.share(post_id=post.id, audience=ONLY_ME, by=cast.ana.id, at=at)
    with pytest.raises(NotFound):
        queries.thread(post.id, reader=cast.ben)


def test_only_its_author_changes_a_post_and_that_is_shown(cast: Cast, at: datetime) -> None:
    post = actions.write(text="The bank answers 201.", by=cast.ana.id, at=at)
    assert post.changed_at is None
    later = at + timedelta(hours=1)
    changed = actions.change(post_id=post.id, text="It answers 202.", by=cast.ana.id, at=later)
    assert (changed.text, changed.at, changed.changed_at) == ("It answers 202.", at, later)
    for other in (cast.ben, cast.dora, cast.emil):
        with pytest.raises(Denied):
            actions.change(post_id=post.id, text="Mine", by=other.id, at=at)
        with pytest.raises(Denied):
            actions.take_away(post_id=post.id, by=other.id, at=at)
        with pytest.raises(Denied):
            actions.share(post_id=post.id, audience=OPEN, by=other.id, at=at)


def test_what_is_taken_away_is_gone_and_answers_stay(cast: Cast, at: datetime) -> None:
    post = actions.write(text=MARK, by=cast.ana.id, at=at)
    alone = actions.write(text=MARK, by=cast.ana.id, at=at)
    actions.reply(to=post.id, text="I had that too", by=cast.ben.id, at=at)
    actions.thank(post_id=post.id, by=cast.ben.id, at=at)
    for each in (post, alone):
        actions.take_away(post_id=each.id, by=cast.ana.id, at=at)
    thread = queries.thread(post.id, reader=cast.cleo)
    assert (thread.root.gone, texts(thread.replies)) == (True, ["I had that too"])
    assert thread.root.thanked == ()
    assert queries.posts(reader=cast.ana) == ()
    with pytest.raises(NotFound):
        queries.thread(alone.id, reader=cast.ana)
    with pytest.raises(NotFound):
        actions.reply(to=post.id, text="Too late", by=cast.ben.id, at=at)


def test_thanks_have_names_and_are_said_once(cast: Cast, at: datetime) -> None:
    post = actions.write(text="Fee.", by=cast.ana.id, at=at)
    for person in (cast.ben, cast.ben, cast.cleo):
        actions.thank(post_id=post.id, by=person.id, at=at)
    assert set(queries.post(post.id, reader=cast.ana).thanked) == {cast.ben.id, cast.cleo.id}
    actions.unthank(post_id=post.id, by=cast.ben.id)
    assert queries.post(post.id, reader=cast.ana).thanked == (cast.cleo.id,)
    with pytest.raises(Invalid):
        actions.thank(post_id=post.id, by=cast.ana.id, at=at)


def test_what_one_follows_comes_first_and_nobody_knows(cast: Cast, at: datetime) -> None:
    for person in (cast.ben, cast.cleo, cast.emil):
        actions.write(text=person.key, by=person.id, at=at)
    actions.write(text="emil on #lathes", by=cast.emil.id, at=at)
    near = {post.text for post in queries.feed(reader=cast.ana, near=50).near}
    assert near == {"ben"}
    actions.follow(by=cast.ana.id, person=cast.cleo.id)
    actions.follow(by=cast.ana.id, about="#Lathes")
    near = {post.text for post in queries.feed(reader=cast.ana, near=50).near}
    assert near == {"ben", "cleo", "emil on #lathes"}
    news = {post.text for post in queries.news(cast.ana, since=at - timedelta(days=1))}
    assert news == {"cleo", "emil on #lathes"}
    assert str(cast.ana.id) not in str(directory.my_data(cast.cleo.id))
    actions.follow(by=cast.ana.id, person=cast.cleo.id, wanted=False)
    assert queries.follows(cast.ana.id) == Follows(topics=frozenset({"lathes"}))
    for nothing in ({"person": cast.ana.id}, {"about": "#1"}, {}):
        with pytest.raises(Invalid):
            actions.follow(by=cast.ana.id, **nothing)


def test_a_thread_becomes_a_draft_that_credits_its_writers(cast: Cast, at: datetime) -> None:
    post = actions.write(text="The bank answers 202 now. #fees", by=cast.ana.id, at=at)
    actions.reply(to=post.id, text="Since Monday.", by=cast.cleo.id, at=at)
    one = actions.make_card(post_id=post.id, by=cast.ben.id, at=at)
    made = actions.make_card(post_id=post.id, by=cast.ben.id, at=at, whole=True)
    assert (made.state, made.kind, made.topics) == (CardState.DRAFT, CardKind.LESSON, ("fees",))
    assert (one.body, made.body) == (
        "The bank answers 202 now. #fees",
        "The bank answers 202 now. #fees\n\nSince Monday.",
    )
    writers = [each.author for each in queries.sources_of(made.id, reader=cast.ben)]
    assert writers == [cast.ana.id, cast.cleo.id]
    assert queries.cards_made([post.id], reader=cast.ana) == ()
    assert {each.key for each in queries.cards_made([post.id], reader=cast.ben)} == {
        one.key, made.key,
    }  # fmt: skip


def test_a_card_takes_over_nothing_that_is_for_few(cast: Cast, at: datetime) -> None:
    post = actions.write(text=MARK, by=cast.ana.id, at=at, audience=team(cast))
    actions.reply(to=post.id, text="Mine", by=cast.ben.id, at=at)
    made = actions.make_card(post_id=post.id, by=cast.ben.id, at=at, whole=True)
    assert made.body == "Mine"
    with pytest.raises(Invalid):
        actions.make_card(post_id=post.id, by=cast.dora.id, at=at)
    assert cards.cards(reader=cast.dora.id, at=at) == ()


def test_faults_are_named(cast: Cast, at: datetime) -> None:
    unfit = Audience(kind=AudienceKind.PARTICIPANTS)
    with pytest.raises(Invalid) as refused:
        actions.write(
            text="x" * 601, by=cast.ana.id, at=at, audience=unfit, episode=cast.payments.id
        )
    assert refused.value.faults == {
        "text": "takes at most 600 characters",
        "audience": "is not one that a post can have",
        "episode": "is not a piece of work that you can see",
    }
    nobody = Audience(kind=AudienceKind.TEAM, team=cast.ana.id)
    with pytest.raises(Invalid):
        actions.write(text="x", by=cast.ana.id, at=at, audience=nobody)


def test_what_is_private_lies_sealed_and_leaves_no_word_elsewhere(cast: Cast, at: datetime) -> None:
    post = actions.write(text=f"#{MARK}", by=cast.ana.id, at=at, audience=ONLY_ME)
    actions.share(post_id=post.id, audience=only(cast.ben), by=cast.ana.id, at=at)
    actions.share(post_id=post.id, audience=ONLY_ME, by=cast.ana.id, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(p)::text from knowledge_post p")
        assert MARK not in str(cursor.fetchall())
    told = [str(row.content) for row in PublishedFact.objects.all()]
    assert MARK not in str(told)
    kept = [line for line in audit.lines() if line.verb.startswith("post.")]
    assert (MARK in str(kept), [line.verb for line in kept]) == (False, ["post.shared"] * 2)


def test_facts_tell_others_of_what_is_open_alone(cast: Cast, at: datetime) -> None:
    def opened() -> int:
        return PublishedFact.objects.filter(name="PostOpened").count()

    post = actions.write(text="Fee.", by=cast.ana.id, at=at, audience=team(cast))
    actions.reply(to=post.id, text="Hm.", by=cast.ben.id, at=at)
    assert opened() == 0
    actions.share(post_id=post.id, audience=OPEN, by=cast.ana.id, at=at)
    actions.share(post_id=post.id, audience=OPEN, by=cast.ana.id, at=at)
    assert opened() == 1


def test_the_weekly_questions_wait_from_the_time_one_chose(cast: Cast, at: datetime) -> None:
    people.change_person(person_id=cast.ana.id, zone_name="Europe/Berlin", by=None, at=at)
    ana = directory.person(cast.ana.id)
    friday = datetime(2026, 4, 3, 16, tzinfo=ZoneInfo("Europe/Berlin"))
    assert queries.reflection_waits(ana, at=friday) is None
    actions.choose_reflection_time(by=ana.id, at=at, weekday=5, time=time(16))
    assert queries.reflection_time(ana.id) == Weekly(weekday=5, at=time(16))
    assert queries.reflection_waits(ana, at=friday - timedelta(minutes=1)) == datetime(
        2026, 3, 27, 16, tzinfo=ZoneInfo("Europe/Berlin")
    )
    assert queries.reflection_waits(ana, at=friday) == friday
    made = actions.reflect(text="Too many meetings", by=ana.id, at=friday)
    assert (made.audience, made.reflection) == (ONLY_ME, True)
    assert queries.reflection_waits(ana, at=friday + timedelta(days=6)) is None
    assert queries.reflection_waits(ana, at=friday + timedelta(days=7)) is not None
    actions.let_pass(by=ana.id, at=friday + timedelta(days=7))
    assert queries.reflection_waits(ana, at=friday + timedelta(days=8)) is None
    away = replace(ana, paused_until=friday.date() + timedelta(days=30))
    assert queries.reflection_waits(away, at=friday + timedelta(days=14)) is None
    actions.choose_reflection_time(by=ana.id, at=at, weekday=None, time=None)
    assert queries.reflection_waits(ana, at=friday + timedelta(days=21)) is None


def test_who_goes_takes_their_posts_along(cast: Cast, at: datetime) -> None:
    post = actions.write(text=MARK, by=cast.ana.id, at=at)
    actions.reply(to=post.id, text="Hm.", by=cast.ben.id, at=at)
    actions.follow(by=cast.ana.id, person=cast.ben.id)
    assert MARK in str(directory.my_data(cast.ana.id))
    people.deactivate(person_id=cast.ana.id, by=None, at=at)
    people.erase(person_id=cast.ana.id, by=None, at=at)
    assert queries.thread(post.id, reader=cast.ben).root.gone
    assert queries.follows(cast.ana.id) == Follows()
    assert MARK not in str(directory.my_data(cast.ana.id))
