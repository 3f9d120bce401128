"""What time alone brings about, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from journeywork.activities import actions as activities
from journeywork.assignments import actions as assignments
from journeywork.assignments import letters as assignment_letters
from journeywork.coaching import climate, cueing, opportunity
from journeywork.debriefs import actions as debriefs
from journeywork.growth import actions as growth
from journeywork.kernel import allowances, anchors, kept_answers, sealed
from journeywork.knowledge import actions as knowledge
from journeywork.mentoring import healing, looking_after, newcomers, ratings
from journeywork.mentoring import letters as mentoring_letters
from journeywork.moments import actions as moments
from journeywork.people import actions as people
from journeywork.shadowing import actions as shadowing
from journeywork.subscriptions import actions as subscriptions
from journeywork.support import actions as support
from journeywork.support import post_news
from journeywork.work import actions as work


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that time brings about, at the times that `cron` says (UTC).

    `says` is what it does, for whoever must be told that it could not be done.
    """

    name: str
    says: str
    cron: str
    does: Callable[[datetime], object]


def look_for_stuck_work(at: datetime) -> None:
    """Work that has not moved -> moments -> offers and silences."""
    support.consider(moments.scan(at=at), at=at)


def meet_authors(at: datetime) -> None:
    """Somebody came, or added an address -> work that was waiting for them becomes theirs."""
    work.link_known_authors(at=at)


def write_letters(at: datetime) -> None:
    """Lenders who are asked, mentors who may help -> a letter, once they have attention left."""
    assignments.send_letters(
        at=at,
        may_reach=lambda person: (
            not mentoring_letters.had_one(person.id, at) and not post_news.budget_spent(person, at)
        ),
    )


def introduce_people(at: datetime) -> None:
    """Those who are brought together, asked or left over -> a letter, once they have attention."""
    mentoring_letters.send_letters(
        at=at,
        may_reach=lambda person: (
            not assignment_letters.had_one(person.id, at) and not post_news.budget_spent(person, at)
        ),
    )


def sweep(at: datetime) -> None:
    """What is over is forgotten: ways in, answers that were kept, what was counted, busy times."""
    people.sweep(at=at)
    kept_answers.sweep(at=at)
    allowances.sweep(at=at)
    shadowing.sweep(at=at)


def seal_anew(at: datetime) -> None:
    """The keys have changed -> what older ones sealed is sealed with the newest."""
    del at
    sealed.reseal_all()
    people.reseal_second_factors()


CLOCK: tuple[Duty, ...] = (
    Duty(
        name="stuck work",
        says="Look for work that does not move",
        cron="*/10 * * * *",
        does=look_for_stuck_work,
    ),
    Duty(
        name="offers expire",
        says="Close offers that nobody answered",
        cron="* * * * *",
        does=lambda at: support.expire(at=at),
    ),
    Duty(
        name="debriefs due",
        says="Reveal debriefs whose time is up",
        cron="*/5 * * * *",
        does=lambda at: debriefs.reveal_due(at=at),
    ),
    Duty(
        name="letters of assignments",
        says="Write to lenders who are asked and mentors who may help",
        cron="*/5 * * * *",
        does=write_letters,
    ),
    Duty(
        name="letters of mentoring",
        says="Write to those who are brought together, and to newcomers who take part",
        cron="*/5 * * * *",
        does=introduce_people,
    ),
    Duty(
        name="newcomers",
        says="Let whoever is new take part where a programme says so",
        cron="35 * * * *",
        does=lambda at: newcomers.enrol_newcomers(at=at),
    ),
    Duty(
        name="help that fades",
        says="Let the help of stretch assignments fade or come back",
        cron="25 4 * * *",
        does=lambda at: assignments.settle_all(at=at),
    ),
    Duty(
        name="somebody else",
        says="Find somebody for those who have nobody any more in a programme",
        cron="45 4 * * *",
        does=lambda at: healing.look_everywhere(at=at),
    ),
    Duty(
        name="themes of debriefs",
        says="Look for what comes up again and again in debriefs",
        cron="25 3 * * *",
        does=lambda at: debriefs.find_themes(at=at),
    ),
    Duty(
        name="digests",
        says="Send digests",
        cron="*/5 * * * *",
        does=lambda at: support.send_digests(at=at),
    ),
    Duty(
        name="matches looked after",
        says="Ask mentors and mentees who fell silent, and let come to rest what is over",
        cron="45 * * * *",
        does=lambda at: looking_after.look_after(at=at),
    ),
    Duty(
        name="sessions told",
        says="Tell how useful sessions of mentoring were, once the month is over",
        cron="45 3 * * *",
        does=lambda at: ratings.tell_due(at=at),
    ),
    Duty(
        name="pauses over",
        says="Resume activities whose pause is over",
        cron="10 * * * *",
        does=lambda at: activities.wake(at=at),
    ),
    Duty(
        name="check-ins ahead",
        says="Plan the check-ins of activities in everybody's hours",
        cron="15 * * * *",
        does=lambda at: activities.plan_all(at=at),
    ),
    Duty(
        name="reviews due",
        says="Remind owners of cards that are due",
        cron="20 5 * * *",
        does=lambda at: knowledge.remind_owners(at=at),
    ),
    Duty(
        name="authors met",
        says="Give people the history under their address",
        cron="*/10 * * * *",
        does=meet_authors,
    ),
    Duty(
        name="ways in that are over",
        says="Sweep up ways in that are over",
        cron="40 4 * * *",
        does=sweep,
    ),
    Duty(
        name="seals of old keys",
        says="Seal with the newest key what older ones sealed",
        cron="50 4 * * *",
        does=seal_anew,
    ),
    Duty(
        name="webhooks overdue",
        says="Rouse webhooks that are overdue",
        cron="*/10 * * * *",
        does=lambda at: subscriptions.rouse(at=at),
    ),
    Duty(
        name="webhooks of old",
        says="Sweep up deliveries of long ago",
        cron="55 4 * * *",
        does=lambda at: subscriptions.sweep(at=at),
    ),
    Duty(
        name="climate told",
        says="Tell what teams said of their climate",
        cron="15 * * * *",
        does=lambda at: climate.close_due(at=at),
    ),
    Duty(
        name="wishes watched",
        says="Look for what fits what people want to learn",
        cron="25 * * * *",
        does=lambda at: growth.watch_all(at=at),
    ),
    Duty(
        name="cues",
        says="Give whoever leads a team the few cues that fit now",
        cron="25 * * * *",
        does=lambda at: cueing.look_around(at=at),
    ),
    Duty(
        name="opportunity told",
        says="Count who had an opportunity, once the quarter is over",
        cron="35 3 * * *",
        does=lambda at: opportunity.tell_due(at=at),
    ),
    Duty(
        name="audit anchor",
        says="Write the head of the audit log down elsewhere",
        cron="5 * * * *",
        does=lambda at: anchors.anchor(at=at),
    ),
)
