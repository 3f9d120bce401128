"""The digest: chosen, once a day, never empty, never at night; over a real mail server."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.engine.support import Offer, SilenceReason
from journeywork.kernel.errors import Invalid
from journeywork.knowledge.posts import actions as posts
from journeywork.people import actions as people
from journeywork.support import actions, queries
from journeywork.support.channels import MailDigest
from journeywork.support.wording import why
from tests.conftest import Cast
from tests.rooms.test_support import card, folder, moment, one

__all__ = ["folder"]


@dataclass
class Letters:
    """A mail server that keeps what it gets, or refuses it while `full`."""

    kept: list[EmailMessage] = field(default_factory=list)
    full: bool = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.full:
            return "452 Too much mail"
        self.kept.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Kept"


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    box = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.MAIL_WORKS = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.DEFAULT_FROM_EMAIL = "Journeywork <journeywork@fairwater.example>"
    settings.ADDRESS = "https://journeywork.fairwater.example"
    yield box
    server.stop()


def offer_to_ana(cast: Cast, at: datetime, title: str = "Charge a fee once") -> Offer:
    card(cast, at, title)
    made = one(moment(cast, at), at=at)
    assert isinstance(made, Offer)
    return made


def choose(cast: Cast, *, wanted: bool = True) -> None:
    actions.choose_channel(person_id=cast.ana.id, channel="mail", wanted=wanted)


def test_nobody_gets_mail_who_did_not_choose_it(cast: Cast, at: datetime, letters: Letters) -> None:
    offer_to_ana(cast, at)
    assert actions.send_digests(at=at) == 0
    assert letters.kept == []


def test_ana_gets_one_mail_with_the_reasons(cast: Cast, at: datetime, letters: Letters) -> None:
    choose(cast)
    offer = offer_to_ana(cast, at)
    assert actions.send_digests(at=at) == 1
    (letter,) = letters.kept
    assert letter["To"] == "Ana <ana@fairwater.example>"
    assert letter["Subject"] == "One thing that may help"
    assert letter.get_content().splitlines() == [
        "Hello Ana,",
        "",
        "Charge a fee once",
        f"  {why(offer.option.parts)}",
        f"  {offer.why_now}",
        f"  https://journeywork.fairwater.example/offers/{offer.id}/",
        "",
        "This mail comes at most once a day, in your working hours, and never empty.",
        "Stop it here: https://journeywork.fairwater.example/me/attention/",
    ]
    assert clauses(why(offer.option.parts)) == {
        *("is for work in billing/**", "belongs to payments", "from the last two weeks")
    }


def clauses(line: str) -> set[str]:
    """Return the reasons of a line; which weighs most is the ranking's business."""
    return set(line.strip(" .").lower().split("; "))


def test_a_german_digest_has_no_english_reason(cast: Cast, at: datetime, letters: Letters) -> None:
    people.change_person(person_id=cast.ana.id, languages=("de",), by=None, at=at)
    choose(cast)
    offer = offer_to_ana(cast, at, "Gebühren")
    assert actions.send_digests(at=at) == 1
    lines = letters.kept[0].get_content().splitlines()
    assert lines[:3] == ["Hallo Ana,", "", "Gebühren"]
    assert clauses(lines[3]) == {
        *("ist für arbeit in billing/**", "gehört zu payments", "aus den letzten zwei wochen")
    }
    assert not {offer.why_this, offer.why_now} & {line.strip() for line in lines}


def test_addresses_of_other_letters_arrive_and_stop_nobody(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    people.change_person(person_id=cast.ana.id, email="ana@bücher.example", by=None, at=at)
    choose(cast)
    offer_to_ana(cast, at)
    assert actions.send_digests(at=at) == 1
    assert letters.kept[0]["To"] == "Ana <ana@xn--bcher-kva.example>"
    with pytest.raises(OSError, match="no mail server takes this address"):
        MailDigest().carry(replace(cast.ana, email="änä@fairwater.example"), ())


def test_it_never_comes_empty(cast: Cast, at: datetime, letters: Letters) -> None:
    choose(cast)
    assert actions.send_digests(at=at) == 0
    offer_to_ana(cast, at)
    actions.send_digests(at=at)
    assert actions.send_digests(at=at + timedelta(days=1)) == 0  # The same offer, known by now.
    assert len(letters.kept) == 1


def test_it_comes_once_a_day(cast: Cast, at: datetime, letters: Letters) -> None:
    choose(cast)
    offer_to_ana(cast, at)
    actions.send_digests(at=at)
    offer_to_ana(cast, at + timedelta(hours=1), "Charge a fee twice")
    assert actions.send_digests(at=at + timedelta(hours=2)) == 0
    assert actions.send_digests(at=at + timedelta(days=1)) == 1
    assert "Charge a fee twice" in letters.kept[1].get_content()
    assert "Charge a fee once" not in letters.kept[1].get_content()


@pytest.mark.parametrize("hour", [0, 3, 8, 17, 23])
def test_it_never_comes_outside_her_hours(
    cast: Cast, at: datetime, letters: Letters, hour: int
) -> None:
    """Ana works from 9 to 17 in Auckland, where it is 13 hours later."""
    people.change_person(person_id=cast.ana.id, zone_name="Pacific/Auckland", by=None, at=at)
    choose(cast)
    morning = at.replace(hour=21)  # Wednesday, 10 o'clock in Auckland
    offer_to_ana(cast, morning)
    there = morning + timedelta(hours=(hour - 10) % 24)
    assert actions.send_digests(at=there) == 0
    assert actions.send_digests(at=morning) == 1


def test_it_does_not_come_while_she_wants_quiet(cast: Cast, at: datetime, letters: Letters) -> None:
    choose(cast)
    offer_to_ana(cast, at)
    later = at + timedelta(hours=2)
    actions.snooze(person_id=cast.ana.id, until=later, by=cast.ana.id, at=at)
    assert actions.send_digests(at=at) == 0
    tomorrow = (at + timedelta(days=1)).date()
    people.pause(person_id=cast.ana.id, until=tomorrow, by=cast.ana.id, at=at)
    assert actions.send_digests(at=later) == 0
    assert actions.send_digests(at=at + timedelta(days=1)) == 1


def test_what_she_answered_meanwhile_is_not_mailed(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    choose(cast)
    offer = offer_to_ana(cast, at)
    actions.answered(offer_id=offer.id, person_id=cast.ana.id, at=at)
    assert actions.send_digests(at=at) == 0


def test_a_server_that_refuses_is_tried_again_and_nothing_is_sent_twice(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    choose(cast)
    offer_to_ana(cast, at)
    letters.full = True
    assert actions.send_digests(at=at) == 0
    assert actions.send_digests(at=at + timedelta(minutes=1)) == 0
    letters.full = False
    assert actions.send_digests(at=at + timedelta(minutes=16)) == 1
    assert actions.send_digests(at=at + timedelta(minutes=32)) == 0
    assert len(letters.kept) == 1


def test_a_server_that_is_away_is_given_up_for_the_day(
    cast: Cast, at: datetime, letters: Letters, settings: Any
) -> None:
    choose(cast)
    offer_to_ana(cast, at)
    settings.EMAIL_PORT = 1
    for step in range(5):
        assert actions.send_digests(at=at + timedelta(minutes=16 * step)) == 0
    assert queries.today(cast.ana.id, at=at).offer is not None


def test_the_choice_can_be_taken_back(cast: Cast, at: datetime, letters: Letters) -> None:
    choose(cast)
    assert queries.channels(cast.ana.id) == {"mail"}
    choose(cast, wanted=False)
    offer_to_ana(cast, at)
    assert actions.send_digests(at=at) == 0


def test_there_is_no_channel_of_that_name(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.choose_channel(person_id=cast.ana.id, channel="pigeon", wanted=True)


def test_without_a_mail_server_nothing_is_taken_as_sent(
    cast: Cast, at: datetime, letters: Letters, settings: Any
) -> None:
    choose(cast)
    offer_to_ana(cast, at)
    settings.MAIL_WORKS = False
    assert actions.send_digests(at=at) == 0
    settings.MAIL_WORKS = True
    assert actions.send_digests(at=at) == 1


def test_a_mail_costs_nothing_of_the_budget(cast: Cast, at: datetime, letters: Letters) -> None:
    choose(cast)
    offer_to_ana(cast, at)
    before = queries.attention(cast.ana.id, at=at).spent_today
    actions.send_digests(at=at)
    assert queries.attention(cast.ana.id, at=at).spent_today == before == 1


# What those she follows wrote


def followed(cast: Cast) -> None:
    """Ana follows Ben and a topic, and begins to work at nine."""
    posts.follow(by=cast.ana.id, person=cast.ben.id)
    posts.follow(by=cast.ana.id, about="fees")


MORNING = timedelta(minutes=-40)  # 9:20, where the tests' Tuesday stands at ten


def test_posts_come_along_with_what_leaves_anyway(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    choose(cast)
    followed(cast)
    offer_to_ana(cast, at)
    actions.send_digests(at=at)
    posts.write(text="Nothing of Ana's", by=cast.ana.id, at=at)
    later = at + timedelta(days=1)
    made = posts.write(text="The bank answers 202.", by=cast.ben.id, at=at)
    offer_to_ana(cast, later, "Charge another fee once")
    assert actions.send_digests(at=later) == 1
    body = letters.kept[-1].get_content()
    assert letters.kept[-1]["Subject"] == "One thing that may help"
    assert "Ben wrote: The bank answers 202." in body
    assert f"https://journeywork.fairwater.example/posts/{made.id}/" in body
    assert "Nothing of Ana's" not in body


def test_alone_they_come_once_a_week_in_the_morning_and_count(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    choose(cast)
    followed(cast)
    posts.write(text="The bank answers 202.", by=cast.ben.id, at=at - timedelta(days=1))
    assert actions.send_digests(at=at) == 0  # Ten o'clock is no morning.
    morning = at + MORNING
    assert actions.send_digests(at=morning) == 1
    assert letters.kept[0]["Subject"] == "What those you follow have written"
    assert queries.attention(cast.ana.id, at=at).spent_today == 1
    posts.write(text="It does again.", by=cast.ben.id, at=at)
    for days, sent in ((0, 0), (1, 0), (7, 1), (8, 0)):
        assert actions.send_digests(at=morning + timedelta(days=days)) == sent
    assert len(letters.kept) == 2


def test_where_nothing_was_written_nothing_comes(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    choose(cast)
    followed(cast)
    posts.write(text="Somebody else", by=cast.emil.id, at=at - timedelta(days=1))
    posts.write(text="Long ago", by=cast.ben.id, at=at - timedelta(days=9))
    assert actions.send_digests(at=at + MORNING) == 0


def test_posts_take_their_share_of_the_budget_or_stay_away(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    choose(cast)
    followed(cast)
    posts.write(text="The bank answers 202.", by=cast.ben.id, at=at - timedelta(days=1))
    actions.set_policy(by=None, at=at, per_day=0)
    assert actions.send_digests(at=at + MORNING) == 0
    actions.set_policy(by=None, at=at, per_day=1, withheld=0.0)
    assert actions.send_digests(at=at + MORNING) == 1
    card(cast, at, "Charge a fee once")
    silent = one(moment(cast, at), at=at)
    assert getattr(silent, "reason", None) is SilenceReason.BUDGET_DAY


def test_words_that_are_for_few_do_not_leave_by_mail_and_others_see_none(
    cast: Cast, at: datetime, letters: Letters
) -> None:
    choose(cast)
    followed(cast)
    actions.choose_channel(person_id=cast.cleo.id, channel="mail", wanted=True)
    posts.follow(by=cast.cleo.id, person=cast.ben.id)
    team = Audience(kind=AudienceKind.TEAM, team=cast.payments.id)
    before = at - timedelta(days=1)
    posts.write(text="Jabberwock", by=cast.ben.id, at=before, audience=team)
    posts.write(text="Jabberwock #fees", by=cast.ben.id, at=before, audience=ONLY_ME)
    assert actions.send_digests(at=at + MORNING) == 1
    (letter,) = letters.kept
    assert letter["To"].startswith("Ana")
    assert "Jabberwock" not in letter.get_content()
    assert "for some of you alone" in letter.get_content()
