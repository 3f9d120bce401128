"""Something of everything in one organisation, for tests that walk every door."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings

from journeywork import flow
from journeywork.activities import actions as activities
from journeywork.activities import guides_kept
from journeywork.activities import queries as together
from journeywork.assignments import actions as assigning
from journeywork.assignments import queries as assigned
from journeywork.coaching import climate, talks
from journeywork.coaching.models import CueRow
from journeywork.debriefs import actions as debriefing
from journeywork.debriefs import queries as debriefs
from journeywork.engine.activities import UNGUIDED, ActivityKind
from journeywork.engine.cadence import Cadence
from journeywork.engine.cues import CueKind
from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring import ProgrammeKind
from journeywork.engine.mentoring_templates import Plan
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.evidence import actions as evidence
from journeywork.growth import actions as growth
from journeywork.growth.models import FindRow
from journeywork.kernel import clock, reactions
from journeywork.kernel.ids import new_id
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.reader import reading_as
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge import queries as cards
from journeywork.knowledge.posts import actions as posts
from journeywork.mentoring import programmes
from journeywork.mentoring import queries as mentoring
from journeywork.mentoring import running as running_matches
from journeywork.mentoring.beginning import begin_all
from journeywork.moments import queries as moments
from journeywork.people import actions as people
from journeywork.people.access import accounts_of, drop_seatless
from journeywork.shadowing import actions as shadowing
from journeywork.shadowing import queries as shadowed
from journeywork.subscriptions import actions as subscriptions
from journeywork.support import actions as support
from journeywork.support import queries as help_out
from journeywork.work import actions as work
from journeywork.work import queries as works
from tests.conftest import Cast, make_cast
from tests.database import NAME, cluster
from tests.rooms import matches

#: Stands in every title and name that another organisation must never read.
MARK = "Fairwater-only"


@dataclass(frozen=True)
class Stage:
    """What stands on the stage; `ada` administers."""

    ada: Person
    card: str
    draft: str
    episode: UUID
    offer: UUID
    silence: UUID
    request: UUID
    post: UUID
    source: UUID
    token: UUID
    rule: str
    webhook: UUID
    guide: str
    asking: UUID
    debrief: UUID
    question: UUID
    lesson: UUID
    showing: UUID
    wish: UUID
    visit: UUID
    told: UUID
    slot: UUID
    look_for: UUID
    activity: UUID
    check_in: UUID
    commitment: UUID
    reflection: UUID
    days_off: UUID
    assignment: UUID
    proposal: UUID
    entry: UUID
    find: UUID
    page: UUID
    talk: UUID
    point: UUID
    cue: UUID
    programme: str
    match: UUID


@contextmanager
def an_index() -> Iterator[None]:
    """Use a search index of its own, empty at the beginning."""
    shutil.rmtree(Path(settings.INDEX_FOLDER), ignore_errors=True)
    indexing.search_index().close()
    yield
    indexing.search_index().close()


@contextmanager
def committed(key: str, at: datetime) -> Iterator[Cast]:
    """Put the cast where other connections see them; afterwards nothing of them is left.

    For tests that share one stage: unblock the database around it.
    """
    org = people.create_organisation(key=key, name="Fairwater", at=at)
    with within(org.id):
        cast = make_cast(org.id)
    try:
        yield cast
    finally:
        for gone in (cast.org, cast.other_org):
            _remove(gone)


def _remove(org: UUID) -> None:
    accounts = accounts_of(org)
    with psycopg.connect(cluster.url("journeywork_owner", NAME)) as link:
        link.execute("update people_organisation set is_demo = true where id = %s", [org])
        link.execute("select journeywork_remove_demo(%s)", [org])
    drop_seatless(accounts)


def furnish(cast: Cast, at: datetime) -> Stage:
    """Ben wrote a card, Ana works on a change and was offered it, Dora asked in vain."""
    ada = people.add_person(
        name="Ada", email="ada@fairwater.example", roles=("administrator",), by=None, at=at
    )
    support.set_policy(by=None, at=at, withheld=0.0)
    card = knowledge.draft(
        title=f"{MARK} charge a fee once",
        body="A retry of the charge may take the fee twice. Use charge_once, at most 3 times.",
        applies_to=AppliesTo(places=("payments",), paths=("billing/**",)),
        by=cast.ben.id,
        at=at,
    )
    knowledge.publish_card(card_id=card.id, by=cast.ben.id, at=at)
    draft = knowledge.draft(title=f"{MARK} draft", body="Not yet.", by=cast.ana.id, at=at)
    turn(at, *(_change(cast.ben, at - timedelta(days=day)) for day in range(60, 50, -1)))
    before = at - timedelta(days=5)
    turn(at, _change(cast.ana, before, paths=("docs/x.md",)), _change(cast.ana, at))
    knowledge.miss(text=f"{MARK} who pays for lunch?", by=cast.dora.id, at=at)
    token, _ = people.issue_token(
        person_id=cast.ana.id,
        name=f"{MARK} laptop",
        scopes=["read"],
        expires_at=at + timedelta(days=9),
        by=cast.ana.id,
        at=at,
    )
    evidence.replay(since=at - timedelta(days=90), by=None, at=at)
    debrief, lesson = _debrief(cast, at)
    return Stage(
        ada=ada,
        card=card.key,
        draft=draft.key,
        episode=works.episodes(people=(cast.ana.id,))[0].uuid,
        offer=_last(help_out.offers(cast.ana.id)),
        silence=_last(help_out.silences(cast.ana.id)),
        request=cards.requests()[0].id,
        post=posts.write(text=f"{MARK} charge it once #fees", by=cast.ana.id, at=at).id,
        source=work.follow(kind="github", key=f"{MARK}", at=at),
        token=token.id,
        rule=moments.rules()[0].key,
        webhook=_webhook(at),
        guide=_guide(cast, at),
        asking=climate.ask(closes_at=at + timedelta(days=9), by=cast.emil.id, at=at).id,
        debrief=debrief,
        question=debriefs.waiting_for(cast.ana.id, at=at)[0].id,
        lesson=lesson,
        **_together(cast, at),
        **_stretch(cast, at),
        **_growth(cast, at),
        **_shadowing(cast, at),
        **_coached(cast, at),
        **_programme(cast, at),
    )


def _programme(cast: Cast, at: datetime) -> dict[str, Any]:
    """Emil coordinates a programme of mentoring that is open."""
    plan = Plan(name=f"{MARK} mentoring", kind=ProgrammeKind.MENTORING, says=f"{MARK} says")
    made = programmes.set_up(plan=plan, by=cast.emil.id, at=at)
    programmes.open_programme(programme_id=made.id, by=cast.emil.id, at=at)
    return {"programme": made.key} | _matched(cast, made.id, at)


def _matched(cast: Cast, programme: UUID, at: datetime) -> dict[str, Any]:
    """Ben is Ana's mentor there, and she has put something on their agenda."""
    round = matches.a_round(mentoring.programme(programme), at)
    pair = matches.paired(cast.ana.id, cast.ben.id, round=round)
    begun = begin_all(mentoring.programme(programme), [pair], by=cast.emil.id, at=at)
    says = {"kind": LineKind.POINT, "text": f"{MARK} point", "by": cast.ana.id, "at": at}
    running_matches.write(match_id=begun[pair.id], **says)
    return {"match": begun[pair.id]}


def _stretch(cast: Cast, at: datetime) -> dict[str, UUID]:
    """Ana has taken something on, with Ben beside her and Dora's time; Ben proposes more."""
    taken = assigning.open_assignment(
        plan=assigning.Plan(
            title=f"{MARK} gateway",
            skill="Gateways",
            why=f"{MARK} new to me",
            good="It is tried again",
            complexity=2,
            mentor=cast.ben.id,
            lender=cast.dora.id,
            hours=4,
        ),
        by=cast.ana.id,
        at=at,
    )
    assigning.propose_to(
        person_id=cast.ana.id,
        episode_id=works.episodes(people=(cast.ana.id,))[0].uuid,
        skill="",
        says=f"{MARK} yours",
        by=cast.ben.id,
        at=at,
    )
    (proposed,) = assigned.proposals(cast.ana.id, at=at)
    return {"assignment": taken.id, "proposal": proposed.id}


def _growth(cast: Cast, at: datetime) -> dict[str, UUID]:
    """Ana wants to learn something, for which something was found, and keeps a journal."""
    me = cast.ana.id
    wish = growth.add(line=f"{MARK} read a ledger", by=me, at=at).id
    page = growth.write(text=f"{MARK} page", day=at.date(), by=me, at=at).id
    with reading_as(me):
        card = cards.cards(limit=1)[0]
        found = FindRow.objects.create(
            author=me, entry=wish, kind="card", thing=card.id, key=card.key, title=card.title,
            fit=0.5, at=at,
        )  # fmt: skip
    return {"entry": wish, "find": found.id, "page": page}


def _coached(cast: Cast, at: datetime) -> dict[str, UUID]:
    """Dora leads Ana: they have a one-to-one, and Dora was given a cue about Ana's work."""
    talk = talks.begin(with_id=cast.ana.id, title=f"{MARK} one-to-one", by=cast.dora.id, at=at)
    point = talks.add(talk_id=talk, text=f"{MARK} point", put=True, by=cast.dora.id, at=at)
    cue = CueRow.objects.create(
        lead=cast.dora.id,
        person=cast.ana.id,
        kind=CueKind.NEWCOMER.value,
        thing=cast.ana.id,
        title=f"{MARK} cue",
        says="New here, since today",
        at=at,
    )
    return {"talk": talk, "point": point.id, "cue": cue.id}


def _together(cast: Cast, at: datetime) -> dict[str, UUID]:
    """Ana takes part in something with Ben, has written for herself, and has days off."""
    made = activities.open_activity(
        kind=ActivityKind.MENTORING,
        title=f"{MARK} first weeks",
        guide=UNGUIDED,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        cadence=Cadence(every=1, unit="week", at=time(11), zone=ZoneInfo("UTC"), starts=at.date()),
        by=cast.ben.id,
        at=at,
    )
    written = activities.write_reflection(
        activity_id=made.id, stage="", question="", text=f"{MARK} mine", by=cast.ana.id, at=at
    )
    said = activities.commit_to(
        activity_id=made.id, text=f"{MARK} do", owner=cast.ana.id, due=at.date(), by=None, at=at
    )
    off = people.add_days_off(
        person_id=cast.ana.id, first=at.date(), last=at.date(), by=cast.ana.id, at=at
    )
    return {
        "activity": made.id,
        "check_in": together.check_ins([made.id])[0].id,
        "commitment": said.id,
        "reflection": written.id,
        "days_off": off.id,
    }


def _shadowing(cast: Cast, at: datetime) -> dict[str, UUID]:
    """Ana watches Ben, and asks for more; she was told that Ben offers it."""
    ana, ben = cast.ana.id, cast.ben.id
    first = shadowing.offer(title=f"{MARK} watch me charge", by=ben, at=at)
    visit = shadowing.come(offer_id=first.id, aims=f"{MARK} aims", by=ana, at=at)
    times = shadowing.find_times(visit_id=visit.id, by=ana, at=at).slots
    shadowing.note(
        visit_id=visit.id, key=new_id(), text=f"{MARK} note", written_at=at, by=ana, at=at
    )
    wish = shadowing.request(title=f"{MARK} see it", topics=("fees",), to_person=ben, by=ana, at=at)
    showing = shadowing.offer(title=f"{MARK} watch me again", topics=("fees",), by=ben, at=at)
    shadowing.tell_fits(offer_id=showing.id, at=at)
    return {
        "showing": showing.id,
        "wish": wish.id,
        "visit": visit.id,
        "told": shadowed.told(ana)[0].id,
        "slot": times[0].id,
        "look_for": visit.look_fors[0].id,
    }


def _guide(cast: Cast, at: datetime) -> str:
    text = guides_kept.newest_guide("debrief", "general").text
    title = f"title: {MARK} guide"
    lines = [title if line.startswith("title: ") else line for line in text.splitlines()]
    made = guides_kept.save_guide(text="\n".join(lines), by=cast.dora.id, at=at)
    return made.name.key


def _debrief(cast: Cast, at: datetime) -> tuple[UUID, UUID]:
    """Ana and Ben have looked back; return the debrief and its lesson."""
    ana, ben = cast.ana.id, cast.ben.id
    made = debriefing.open_debrief(
        title=f"{MARK} looked back",
        people_ids=[ben],
        named=True,
        ends_at=at + timedelta(days=3),
        by=ana,
        at=at,
    )
    for person in (ana, ben):
        said = {"happened": f"{MARK} wrote"}
        debriefing.write(debrief_id=made.id, by=person, answers=said, at=at)
    lesson = debriefing.draw_lesson(
        debrief_id=made.id, title=f"{MARK} lesson", text="Charge once.", owner=ben, by=ana, at=at
    )
    debriefing.ask_use(
        lesson_id=lesson.id, person_id=ana, offer_id=lesson.id, title=lesson.title, at=at
    )
    return made.id, lesson.id


def _webhook(at: datetime) -> UUID:
    made, _ = subscriptions.add(
        name=f"{MARK} wiki",
        address="https://wiki.fairwater.example/x",
        kinds=["card.published"],
        by=None,
        at=at,
    )
    return made.id


def _last(decisions: Any) -> UUID:
    return decisions[0].id if decisions else UUID(int=0)


def turn(at: datetime, *events: WorkEvent) -> None:
    """Do what the worker does: events, then the index, then facts until none are left."""
    with clock.fixed(at):
        work.accept(events, by=None, at=at)
        taken = work.digest(at=at)
        for step in flow.STREAM:
            step(taken, at)
        indexing.rebuild()
        while sum(
            reactions.turn(row.id, flow.REACTIONS, at=at)
            for row in PublishedFact.objects.order_by("id")
        ):
            pass


def _change(person: Person, at: datetime, **more: Any) -> WorkEvent:
    fields: dict[str, Any] = {
        "source": "git",
        "id": f"{person.key}-{at.isoformat()}",
        "type": "change.proposed",
        "at": at,
        "subject": f"payments#{person.key}-{at:%m%d%H%M}",
        "by": person.id,
        "title": f"{MARK} charge the fee once",
        "place": "payments",
        "paths": ("billing/fees.py",),
    }
    return WorkEvent(**(fields | more))
