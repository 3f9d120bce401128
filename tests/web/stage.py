"""A stage for the browser: the cast with cards, work, an offer, a silence and a question."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from journeywork.activities import actions as activities
from journeywork.engine.activities import UNGUIDED, ActivityKind
from journeywork.engine.cadence import Cadence
from journeywork.engine.context import Context, QueryKind
from journeywork.engine.knowledge import AppliesTo, Card, CardKind
from journeywork.engine.mentoring import ProgrammeKind
from journeywork.engine.mentoring_templates import Plan
from journeywork.engine.moments import Moment, Need
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.engine.stances import Stance
from journeywork.engine.support import Offer, Silence
from journeywork.engine.to_learn import EntryState
from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.growth import actions as growth
from journeywork.kernel import clock
from journeywork.kernel.ids import new_id
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge.posts import actions as posts
from journeywork.mentoring import importing, programmes
from journeywork.people import actions as people
from journeywork.support import actions as support
from journeywork.work import actions as work
from journeywork.work import queries as work_queries
from tests.conftest import Cast
from tests.web import mentoring

BODY = """\
A retry of the charge may take the fee **twice**. Use `charge_once`.

## Do

1. Look up the fee before you charge it.
2. Charge with the key of the payment.

- [ ] Counted before and after
"""


@dataclass(frozen=True)
class Stage:
    """What stands on the stage."""

    cast: Cast
    card: Card
    due: Card
    draft: Card
    offer: Offer
    silence: Silence
    request: UUID
    activity: UUID
    reflection: UUID
    post: UUID
    wish: UUID
    page: UUID
    at: datetime


def make_stage(cast: Cast) -> Stage:
    """Put cards, work, an offer to Ana and a silence on the stage of the cast."""
    at = clock.now()
    for person in (cast.ana, cast.ben):
        people.change_person(
            person_id=person.id,
            workdays=range(1, 8),
            starts=time(0),
            ends=time(23, 59),
            by=None,
            at=at,
        )
    people.change_person(
        person_id=cast.emil.id, roles=("coordinator", "administrator"), by=None, at=at
    )
    card = publish(cast, at, "Charge a fee once")
    due = publish(
        cast, at - timedelta(days=40), "Refund a fee", review_days=30, kind=CardKind.CHECKLIST
    )
    knowledge.remind_owners(at=at - timedelta(days=9))  # So the team sees it as well by now.
    draft = knowledge.note(text="The bank answers 202 now, not 200", by=cast.ana.id, at=at)
    _work(cast, at)
    asked = knowledge.miss(
        text="What do I do when the settlement file is empty?", by=cast.ben.id, at=at
    )
    assert asked
    indexing.rebuild()
    _programme(cast, at)
    offer, silence = _decisions(cast, at)
    activity, reflection = _together(cast, at)
    mentoring.set_up(cast, at)
    return Stage(
        cast=cast,
        card=card,
        due=due,
        draft=draft,
        offer=offer,
        silence=silence,
        request=asked.id,
        activity=activity,
        reflection=reflection,
        post=_posts(cast, at),
        **_growth(cast, at),
        at=at,
    )


def _programme(cast: Cast, at: datetime) -> None:
    """Emil coordinates a programme (its key is `spring`), in which the rules leave Dora nobody."""
    plan = Plan(name="Spring", kind=ProgrammeKind.MENTORING, says="Half a year, two by two.")
    made = programmes.set_up(plan=plan, by=cast.emil.id, at=at)
    programmes.open_programme(programme_id=made.id, by=cast.emil.id, at=at)
    rows = (
        "email,role,wants,offers,seniority,department",
        "dora@fairwater.example,mentee,Zeppelins; Ledgers,,9,Payments",
        "emil@fairwater.example,mentor,,Ledgers:5,4,Support",
    )
    importing.take_in(programme_id=made.id, text="\n".join(rows), by=cast.emil.id, at=at)


def publish(cast: Cast, at: datetime, title: str, **more: Any) -> Card:
    """Ben writes a card for work in billing and publishes it."""
    fields: dict[str, Any] = {
        "body": BODY,
        "kind": CardKind.HOW_TO,
        "topics": ("fees",),
        "team": cast.payments.id,
        "applies_to": AppliesTo(places=("payments",), paths=("billing/**",)),
    }
    made = knowledge.draft(title=title, by=cast.ben.id, at=at, **(fields | more))
    return knowledge.publish_card(card_id=made.id, by=cast.ben.id, at=at)


def events(cast: Cast, at: datetime, number: int) -> list[WorkEvent]:
    """A piece of Ana's work, reviewed by Ben."""
    subject = f"payments#{number}"

    def event(type: str, minutes: int, **more: Any) -> WorkEvent:
        fields: dict[str, Any] = {
            "source": "test",
            "id": f"{subject}/{type}",
            "type": type,
            "subject": subject,
            "at": at - timedelta(hours=number, minutes=90 - minutes),
            "by": cast.ana.id,
            "title": f"Fee of invoice {number}",
            "place": "payments",
            "paths": ("billing/fees.py",),
            "labels": ("fees",),
        }
        return WorkEvent(**(fields | more))

    helped = Help(by=cast.ben.id, to=cast.ana.id, kind=HelpKind.REVIEWED)
    return [
        event("work.started", 0),
        event("change.proposed", 20, text="Charges the fee with the key of the payment."),
        event("check.failed", 30, check="ledger"),
        event("change.reviewed", 60, by=cast.ben.id, helpers=(helped,)),
    ]


def _work(cast: Cast, at: datetime) -> None:
    for number in range(1, 4):
        work.accept(events(cast, at, number), by=cast.emil.id, at=at)
    while work.digest(at=at):
        pass


def _posts(cast: Cast, at: datetime) -> UUID:
    """Ana narrates her work, Ben answers and says thanks; one more is for the team, one hers."""
    post = posts.write(
        text="Charge the fee with the key of the payment: https://bank.example/keys #fees",
        episode=episode_id(cast),
        by=cast.ana.id,
        at=at - timedelta(hours=2),
    )
    answer = posts.reply(to=post.id, text="Look up the fee first.", by=cast.ben.id, at=at)
    posts.thank(post_id=post.id, by=cast.ben.id, at=at)
    posts.thank(post_id=answer.id, by=cast.ana.id, at=at)
    team = Audience(kind=AudienceKind.TEAM, team=cast.payments.id)
    posts.write(text="Charge nothing on Friday.", audience=team, by=cast.ben.id, at=at)
    posts.write(text="Charge it all to experience.", audience=ONLY_ME, by=cast.ana.id, at=at)
    posts.write(text="Charge the lathe. #lathes", by=cast.cleo.id, at=at)
    posts.follow(by=cast.ana.id, about="lathes")
    posts.choose_reflection_time(by=cast.ana.id, at=at - timedelta(days=9), weekday=1, time=time(9))
    return post.id


def moment(cast: Cast, at: datetime, **more: Any) -> Moment:
    """Ana is about to change a fee."""
    fields: dict[str, Any] = {
        "id": new_id(),
        "person": cast.ana.id,
        "at": at,
        "need": Need.MORE,
        "rule": "first_area",
        "because": {},
        "breakpoint": True,
        "subject": "payments#1",
        "says": "You have not worked in billing/ before",
        "context": Context(
            text="Charge the fee once, also on retry",
            at=at,
            person=cast.ana.id,
            kind=QueryKind.CHANGE,
            place="payments",
            paths=("billing/fees.py",),
            teams=cast.ana.teams,
        ),
    }
    return Moment(**(fields | more))


def _together(cast: Cast, at: datetime) -> tuple[UUID, UUID]:
    """Ben mentors Ana, week by week; both have written, and Ben has shared what he wrote."""
    begun = at - timedelta(days=15)
    made = activities.open_activity(
        kind=ActivityKind.MENTORING,
        title="Learn how fees work",
        guide=UNGUIDED,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        cadence=Cadence(
            every=1, unit="week", at=time(11), zone=ZoneInfo("UTC"), starts=begun.date()
        ),
        ends_at=at + timedelta(days=90),
        by=cast.ben.id,
        at=begun,
    )
    more = {"activity_id": made.id, "stage": "", "question": "", "at": at}
    mine = activities.write_reflection(
        text="I look at the ledger first now.", by=cast.ana.id, **more
    )
    his = activities.write_reflection(text="I explain less, and ask more.", by=cast.ben.id, **more)
    activities.share_reflection(
        reflection_id=his.id,
        audience=Audience(kind=AudienceKind.PARTICIPANTS),
        by=cast.ben.id,
        at=at,
    )
    for owner, text in ((cast.ana, "Try it on the next refund"), (cast.ben, "Find a hard case")):
        activities.commit_to(
            activity_id=made.id,
            text=text,
            owner=owner.id,
            due=(at + timedelta(days=9)).date(),
            by=owner.id,
            at=at,
        )
    return made.id, mine.id


def _growth(cast: Cast, at: datetime) -> dict[str, UUID]:
    """Ana wants to learn three things, and keeps a journal; Ben shares one with everybody."""
    me = cast.ana.id
    first = growth.add(
        line="Charge fees with the key of the payment",
        skill="payments",
        why="I ask Ben each time.",
        by_when=(at + timedelta(days=20)).date(),
        by=me,
        at=at,
    )
    growth.add(line="Read a ledger", stretch=True, by=me, at=at)
    done = growth.add(line="Review a colleague's change", by=me, at=at)
    growth.close(entry_id=done.id, state=EntryState.DONE, by=me, at=at)
    growth.watch(person_id=me, at=at)
    bens = growth.add(line="Ask more, tell less", by=cast.ben.id, at=at)
    everyone = Audience(kind=AudienceKind.EVERYONE)
    growth.share(entry_id=bens.id, audience=everyone, by=cast.ben.id, at=at)
    page = growth.write(
        text="The **retry** took the fee twice. I looked at the ledger too late.",
        day=at.date(),
        episode=episode_id(cast),
        by=me,
        at=at,
    )
    support.choose_stance(
        person_id=me, episode_id=episode_id(cast), stance=Stance.DEVELOPMENT, by=me, at=at
    )
    return {"wish": first.id, "page": page.id}


def _decisions(cast: Cast, at: datetime) -> tuple[Offer, Silence]:
    (offered,) = support.consider([moment(cast, at)], at=at, draw=lambda: 0.9)
    (silent,) = support.consider(
        [moment(cast, at, breakpoint=False, subject="payments#2")], at=at, draw=lambda: 0.9
    )
    assert isinstance(offered, Offer), offered
    assert isinstance(silent, Silence), silent
    return offered, silent


def episode_id(cast: Cast) -> Any:
    """Return the newest piece of Ana's work."""
    return work_queries.episodes(people=[cast.ana.id])[0].uuid
