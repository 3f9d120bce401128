"""Oneself: profile, hours, skills, attention, and one's tokens."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import Limit, any_token, bearer_of, caller, operation
from journeywork.api.pages import Cursor, Page, Seen, each, turn
from journeywork.api.problems import known_as
from journeywork.api.shapes.attention import AttentionOut, ChannelsIn, PauseIn, SnoozeIn
from journeywork.api.shapes.cards import HelpedOut, TaskOut, told_apart
from journeywork.api.shapes.people import (
    MeIn,
    MeOut,
    SkillIn,
    SkillsIn,
    TokenOut,
    me_out,
    token_out,
)
from journeywork.engine.people import Person, Skill
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import queries as knowledge
from journeywork.people import actions, queries
from journeywork.support import actions as support
from journeywork.support import queries as support_queries

router = Router(tags=["Me"])


@router.get("/me", response=MeOut, summary="Who the token belongs to")
@operation("person.read")
def read(request: HttpRequest) -> MeOut:
    """Read one's own profile, and what the token in use may do."""
    return _me(request, caller(request))


@router.patch("/me", response=MeOut, summary="Change hours and preferences")
@operation("person.write")
def change(request: HttpRequest, body: MeIn) -> MeOut:
    """Change one's own profile; what is left out stays."""
    me = caller(request)
    changes = body.model_dump(exclude_unset=True)
    return _me(request, actions.change_person(person_id=me.id, by=me.id, at=clock.now(), **changes))


@router.put("/me/skills", response=MeOut, summary="Say what one offers and wants to learn")
@operation("person.write")
def set_skills(request: HttpRequest, body: SkillsIn) -> MeOut:
    """Replace one's skills, offered and wanted."""
    me = caller(request)
    offered, wanted = _skills(body.offers), _skills(body.wants)
    with known_as(offered="offers", wanted="wants"):
        actions.set_skills(
            person_id=me.id, offered=offered, wanted=wanted, by=me.id, at=clock.now()
        )
    return _me(request, me)


@router.post("/me/pause", response=MeOut, summary="No offers until a day")
@operation("person.write")
def pause(request: HttpRequest, body: PauseIn) -> MeOut:
    """Pause everything that is pushed until a day, or take the pause back."""
    me = caller(request)
    return _me(request, actions.pause(person_id=me.id, until=body.until, by=me.id, at=clock.now()))


@router.post("/me/snooze", response={204: None}, summary="No offers for a while")
@operation("person.write")
def snooze(request: HttpRequest, body: SnoozeIn) -> Status[None]:
    """Put off everything that is pushed until a time, or take it back."""
    me = caller(request)
    support.snooze(person_id=me.id, until=body.until, by=me.id, at=clock.now())
    return Status(204, None)


@router.put("/me/channels", response=MeOut, summary="Where offers also come to")
@operation("person.write")
def choose_channels(request: HttpRequest, body: ChannelsIn) -> MeOut:
    """Say by which channels, beside Today, one's offers shall come; none is the default."""
    me = caller(request)
    chosen = support_queries.channels(me.id)
    with transaction.atomic():
        for channel in sorted({*body.channels, *chosen}):
            wanted = channel in body.channels
            support.choose_channel(person_id=me.id, channel=channel, wanted=wanted)
    return _me(request, me)


@router.get("/me/tasks", response=Page[TaskOut], summary="What one's cards ask for")
@operation("card.read")
def tasks(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[TaskOut]:
    """List reports about one's own cards, and reviews that are due.

    Who looks after all cards also reads what waits and is no team's to look after.
    """
    asked = turn(request, limit, cursor, Seen)
    found = knowledge.waiting_for(caller(request), at=clock.now())
    return asked.whole(found, key=told_apart)


@router.get("/me/attention", response=AttentionOut, summary="How much of it is spent")
@operation("today.read")
def attention(request: HttpRequest) -> AttentionOut:
    """Read how often one was interrupted, how often one may be, and until when one is not."""
    me = caller(request)
    state = support_queries.attention(me.id, at=clock.now())
    return AttentionOut(
        spent_today=state.spent_today,
        per_day=state.per_day,
        spent_this_week=state.spent_this_week,
        per_week=state.per_week,
        paused_until=me.paused_until,
        snoozed_until=state.snoozed_until,
        channels=sorted(support_queries.channels(me.id)),
    )


@router.get("/me/helped", response=Page[HelpedOut], summary="Whom one's cards helped")
@operation("card.read")
def helped(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[HelpedOut]:
    """Read how many colleagues each of one's own cards helped in 30 days; nobody is named."""
    asked = turn(request, limit, cursor, Seen)
    counts = knowledge.helped_this_month(caller(request).id, at=clock.now())
    found = [HelpedOut(card=card, people=count) for card, count in sorted(counts.items())]
    return asked.whole(found, key=lambda one: one.card)


@router.get("/me/tokens", response=Page[TokenOut], summary="One's tokens")
@operation("person.write")
def tokens(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[TokenOut]:
    """List one's own tokens, newest first, without their secrets."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.tokens(caller(request).id)
    return asked.whole(found, key=lambda token: token.id, shown=each(token_out))


@router.delete("/me/tokens/{uuid:token_id}", response={204: None}, summary="End a token")
@operation("person.write")
def end_token(request: HttpRequest, token_id: UUID) -> Status[None]:
    """End one of one's own tokens at once, also the one in use."""
    me = caller(request)
    if token_id not in {one.id for one in queries.tokens(me.id)}:
        raise NotFound("token")
    actions.revoke_token(token_id=token_id, by=me.id, at=clock.now())
    return Status(204, None)


@router.delete("/me/token", response={204: None}, summary="Give the token in use back")
@any_token("A token may always be given back by whoever holds it.")
def give_back(request: HttpRequest) -> Status[None]:
    """Revoke the token in use. New ones are made on the page Me, by whoever is signed in."""
    me = caller(request)
    actions.revoke_token(token_id=bearer_of(request).token, by=me.id, at=clock.now())
    return Status(204, None)


def _me(request: HttpRequest, me: Person) -> MeOut:
    used = bearer_of(request).token
    token = next(one for one in queries.tokens(me.id) if one.id == used)
    channels = support_queries.channels(me.id)
    return me_out(me, queries.skills(me.id), channels, token)


def _skills(given: list[SkillIn]) -> tuple[Skill, ...]:
    return tuple(Skill(name=one.name, level=one.level) for one in given)
