"""READ THIS FIRST. One table: what happens -> what happens next. The only place where loops close.

    work event in -> episodes -> moment of need -> offer or silence -> response -> learning

`STREAM` is what happens to each batch of work events, right after they were folded into
episodes and in the same transaction. `REACTIONS` is what follows a published fact. `CLOCK` is
what time alone brings about. Only the worker imports this file; rooms never call each other
upwards, they publish a fact and this table says who hears it.

Each reaction runs in a transaction of its own, at least once, and is remembered per fact, so
that running it twice changes nothing. What the clock brings about runs for one organisation
after another and does no harm when it runs twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from journeywork.activities import actions as activities
from journeywork.activities.facts import ActivityEnded, ActivityLeft, InvitationAsked
from journeywork.assignments import actions as assignments
from journeywork.assignments.facts import AssignmentEnded, AssignmentProposed
from journeywork.coaching import climate, cueing, opportunity
from journeywork.debriefs import actions as debriefs
from journeywork.debriefs import queries as debrief_queries
from journeywork.debriefs.facts import LessonDrawn
from journeywork.engine.knowledge import AppliesTo, CardKind, CardState, FlagReason
from journeywork.engine.lessons import similar_to
from journeywork.engine.vocabulary import Effect, effect_of
from journeywork.engine.work import Episode, EpisodeState, WorkEvent, fresh
from journeywork.feedback import actions as feedback
from journeywork.feedback.facts import OfferAnswered, OptionAnswered
from journeywork.growth import actions as growth
from journeywork.growth import queries as wishes
from journeywork.growth.facts import WishWritten
from journeywork.kernel import allowances, anchors, clock, kept_answers, sealed
from journeywork.kernel.facts import Fact
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import queries as cards
from journeywork.knowledge.facts import (
    CardArchived,
    CardFlagged,
    CardPublished,
    CardsChanged,
    CardsImported,
    PostOpened,
    RequestAnswered,
    ReviewReminded,
)
from journeywork.moments import actions as moments
from journeywork.people import actions as people
from journeywork.people.facts import PersonInvited, PersonLeft
from journeywork.shadowing import actions as shadowing
from journeywork.shadowing import queries as visits
from journeywork.shadowing.facts import ShadowingOffered, ShadowingRequested, VisitBegan
from journeywork.subscriptions import actions as subscriptions
from journeywork.support import actions as support
from journeywork.support import post_news
from journeywork.support import queries as support_queries
from journeywork.support.facts import OfferExpired
from journeywork.work import actions as work
from journeywork.work import queries as work_queries
from journeywork.work.facts import AuthorNamed, HistoryHandedOver

Step = Callable[[Sequence[WorkEvent], datetime], None]
Reaction = Callable[[Fact], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that time brings about, at the times that `cron` says (UTC).

    `says` is what it does, for whoever must be told that it could not be done.
    """

    name: str
    says: str
    cron: str
    does: Callable[[datetime], object]


def offer_help(events: Sequence[WorkEvent], at: datetime) -> None:
    """Events -> moments -> offers and silences. History only teaches what people have done."""
    support.consider(moments.detect(events, at=at), at=at)


def propose_debriefs(events: Sequence[WorkEvent], at: datetime) -> None:
    """Work that is worth looking back at -> a debrief is proposed, on pages that people open."""
    debriefs.propose(events, at=at)


def propose_assignments(events: Sequence[WorkEvent], at: datetime) -> None:
    """Work is about to begin -> it may be somebody's next step, on pages that they open."""
    assignments.propose(events, wishes=wishes.stretches(events), at=at)


def ask_of_lessons(events: Sequence[WorkEvent], at: datetime) -> None:
    """Work has ended in which a lesson was offered -> that person is asked whether it helped."""
    ended = (each for each in fresh(events, at=at) if effect_of(each.type) is Effect.CLOSES)
    news = {event.subject for event in ended}
    ids = work_queries.episode_ids(news) if news else {}
    for episode in work_queries.episodes_by_id(ids.values()).values():
        if episode.state is EpisodeState.FINISHED:
            _ask_of_lessons(episode, at)


def _ask_of_lessons(episode: Episode, at: datetime) -> None:
    offers = support_queries.offered(episode.people, since=episode.opened_at)
    born = debrief_queries.lessons_of_cards(each.option for each in offers)
    about = [each for each in offers if each.option in born]
    here = work_queries.episode_ids(each.subject for each in about) if about else {}
    for each in about:
        if here.get(each.subject) == episode.uuid:
            lesson = born[each.option]
            debriefs.ask_use(
                lesson_id=lesson.id,
                person_id=each.person,
                offer_id=each.offer,
                title=lesson.title,
                at=at,
            )


def follow_growth(events: Sequence[WorkEvent], at: datetime) -> None:
    """Work begins or ends -> wishes meet it; whoever wanted to learn from it is asked once."""
    growth.follow(events, at=at)


def look_for_stuck_work(at: datetime) -> None:
    """Work that has not moved -> moments -> offers and silences."""
    support.consider(moments.scan(at=at), at=at)


def meet_authors(at: datetime) -> None:
    """Somebody came, or added an address -> work that was waiting for them becomes theirs."""
    work.link_known_authors(at=at)


def welcome(fact: Fact) -> None:
    """Somebody may sign in from now on -> a letter says so, where mail works."""
    assert isinstance(fact, PersonInvited)
    people.welcome(person_id=fact.person)


def find_new_owners(fact: Fact) -> None:
    """Somebody left -> their cards get new owners."""
    assert isinstance(fact, PersonLeft)
    knowledge.reassign_cards_of(person_id=fact.person, at=fact.at, by=fact.by)


def take_leave(fact: Fact) -> None:
    """Somebody left -> what they took part in goes on without them."""
    assert isinstance(fact, PersonLeft)
    activities.leave_all(person_id=fact.person, at=fact.at)


def wait_for_fewer(fact: Fact) -> None:
    """Somebody left a debrief, or it ended -> it waits for nobody who takes part no more."""
    assert isinstance(fact, ActivityLeft | ActivityEnded)
    debriefs.tidy(debrief_id=fact.activity, at=fact.at)


def tidy_assignment(fact: Fact) -> None:
    """Somebody left an assignment, or it ended -> it stands as its activity does."""
    assert isinstance(fact, ActivityLeft | ActivityEnded)
    assignments.tidy(assignment_id=fact.activity, at=fact.at)


def look_back_at_assignment(fact: Fact) -> None:
    """A stretch assignment is over -> those who did the work are proposed to look back at it."""
    assert isinstance(fact, AssignmentEnded)
    if fact.begun:
        debriefs.propose_stage(activity_id=fact.assignment, at=fact.at)


def write_letters(at: datetime) -> None:
    """Lenders who are asked, mentors who may help -> a letter, once they have attention left."""
    assignments.send_letters(at=at, may_reach=lambda person: not post_news.budget_spent(person, at))


def stop_showing(fact: Fact) -> None:
    """Somebody left -> nobody is asked to come and watch them, or to let them watch."""
    assert isinstance(fact, PersonLeft)
    shadowing.withdraw_all(person_id=fact.person, at=fact.at)


def close_visit(fact: Fact) -> None:
    """A visit ended, or one of the two left -> it is over, and whoever gave time is thanked."""
    assert isinstance(fact, ActivityLeft | ActivityEnded)
    shadowing.tidy(visit_id=fact.activity, at=fact.at)


def tell_what_fits(fact: Fact) -> None:
    """An offer to be watched fits a request -> both are told, once."""
    assert isinstance(fact, ShadowingOffered | ShadowingRequested)
    if isinstance(fact, ShadowingOffered):
        shadowing.tell_fits(offer_id=fact.offer, at=fact.at)
    else:
        shadowing.tell_fits(request_id=fact.request, at=fact.at)


def prepare_visit(fact: Fact) -> None:
    """Somebody comes to watch -> what is worth watching is put together, for the host alone."""
    assert isinstance(fact, VisitBegan)
    visit = visits.visit_of_activity(fact.visit)
    if visit is None:
        return
    about = set(visits.topics_of(visit))
    written = cards.cards(owner=visit.host, state=CardState.PUBLISHED, at=fact.at)
    titles = [each.title for each in written if about & {one.casefold() for one in each.topics}]
    shadowing.prepare(visit_id=visit.id, cards=titles, at=fact.at)


def keep_lesson(fact: Fact) -> None:
    """A lesson was learned -> a draft of its owner, or a report about the card that failed."""
    assert isinstance(fact, LessonDrawn)
    lesson = debrief_queries.lesson(fact.lesson)
    if fact.card:
        note = f"{lesson.title}: {lesson.text}"
        knowledge.flag(
            card_id=fact.card, by=lesson.by, at=fact.at, reason=FlagReason.WRONG, note=note
        )
        return
    about = debrief_queries.about(lesson.debrief)
    card = knowledge.draft(
        title=lesson.title,
        body=lesson.text,
        kind=CardKind.LESSON,
        applies_to=similar_to(work_queries.episode(about)) if about else AppliesTo(),
        by=lesson.owner,
        at=fact.at,
    )
    debriefs.became(lesson_id=lesson.id, card_id=card.id)


def send_invitation(fact: Fact) -> None:
    """Somebody wants a check-in in their calendar -> it is in their mail, at once."""
    assert isinstance(fact, InvitationAsked)
    activities.send_invitation(check_in_id=fact.check_in, person_id=fact.person, at=fact.at)


def tell_of_changed_cards(fact: Fact) -> None:
    """A card says something else -> whoever comes back to the work it is for will hear."""
    assert isinstance(fact, CardsChanged)
    for card in cards.cards_by_id(fact.cards, at=fact.at).values():
        moments.note_change(card=card.id, title=card.title, applies_to=card.applies_to, at=fact.at)
        if fact.by:
            support.saw(person_id=fact.by, option_id=card.id, at=fact.at)


def let_pass(fact: Fact) -> None:
    """Nobody answered an offer -> it counts as ignored, which teaches a little."""
    assert isinstance(fact, OfferExpired)
    feedback.ignore(offer_id=fact.offer, at=fact.at)


def learn(fact: Fact) -> None:
    """Somebody answered -> the card, the trigger and the record of help learn from it."""
    assert isinstance(fact, OfferAnswered | OptionAnswered)
    feedback.teach(fact)


def watch_for_wish(fact: Fact) -> None:
    """Somebody wants to learn something, or was proposed work -> what fits is found at once."""
    assert isinstance(fact, WishWritten | AssignmentProposed)
    who = fact.person if isinstance(fact, AssignmentProposed) else fact.by
    if who:
        growth.attend(person_id=who, at=clock.now())


def heed_of_wishes(fact: Fact) -> None:
    """Somebody answered what was told of a wish -> taken, or that kind comes less for it."""
    assert isinstance(fact, OfferAnswered)
    growth.heed(decision_id=fact.offer, response_id=fact.response, person_id=fact.by)


def hand_over_history(fact: Fact) -> None:
    """Somebody said who is meant by a name in the work -> that history becomes theirs."""
    assert isinstance(fact, AuthorNamed)
    work.hand_over(author=fact.author, at=fact.at)


def tell_other_systems(fact: Fact) -> None:
    """Something happened that others may know of -> systems that asked for it are told."""
    subscriptions.tell(fact, at=clock.now())


def learn_again(fact: Fact) -> None:
    """Events turned out to be somebody's -> what people have done is learnt anew."""
    assert isinstance(fact, HistoryHandedOver)
    moments.relearn()


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


STREAM: tuple[Step, ...] = (
    offer_help,
    propose_debriefs,
    propose_assignments,
    ask_of_lessons,
    follow_growth,
)

REACTIONS: dict[type[Fact], tuple[Reaction, ...]] = {
    PersonInvited: (welcome,),
    PersonLeft: (find_new_owners, take_leave, stop_showing),
    AuthorNamed: (hand_over_history,),
    HistoryHandedOver: (learn_again,),
    ActivityLeft: (wait_for_fewer, tidy_assignment, close_visit),
    ActivityEnded: (wait_for_fewer, tidy_assignment, close_visit),
    AssignmentEnded: (look_back_at_assignment,),
    ShadowingOffered: (tell_what_fits,),
    ShadowingRequested: (tell_what_fits,),
    VisitBegan: (prepare_visit,),
    LessonDrawn: (keep_lesson,),
    CardPublished: (tell_other_systems,),
    CardsChanged: (tell_of_changed_cards, tell_other_systems),
    CardArchived: (tell_other_systems,),
    CardFlagged: (tell_other_systems,),
    ReviewReminded: (tell_other_systems,),
    RequestAnswered: (tell_other_systems,),
    CardsImported: (tell_other_systems,),
    InvitationAsked: (send_invitation,),
    PostOpened: (tell_other_systems,),
    OfferExpired: (let_pass,),
    WishWritten: (watch_for_wish,),
    AssignmentProposed: (watch_for_wish,),
    OfferAnswered: (learn, heed_of_wishes),
    OptionAnswered: (learn,),
}

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
        name="help that fades",
        says="Let the help of stretch assignments fade or come back",
        cron="25 4 * * *",
        does=lambda at: assignments.settle_all(at=at),
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
