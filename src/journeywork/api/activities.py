"""Activities: those one takes part in, their check-ins and commitments; the guides that lead.

Reflections are in no operation: whoever wrote one reads it signed in, and no token does.
"""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.activities import actions, guides_kept, queries
from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Latest, Page, Seen, each, turn
from journeywork.api.shapes.activities import (
    ActivityOut,
    CheckInAnswerIn,
    CheckInOut,
    CommitmentAnswerIn,
    CommitmentIn,
    CommitmentOut,
    GuideIn,
    GuideOut,
    GuideWithTextOut,
    PauseActivityIn,
    activity_out,
    check_in_out,
    commitment_out,
    guide_out,
    guide_with_text_out,
)
from journeywork.engine.activities import Activity, ActivityKind, ActivityState
from journeywork.engine.commitments import Commitment
from journeywork.kernel import clock
from journeywork.people import queries as people

router = Router(tags=["Activities"])

Kind = Annotated[ActivityKind | None, Query(description="Only of this kind.")]
State = Annotated[ActivityState | None, Query(description="Only in this state.")]
OpenOnly = Annotated[bool, Query(description="Only what is not done.")]


@router.get("/activities", response=Page[ActivityOut], summary="List one's activities")
@operation("activity.read")
def find(
    request: HttpRequest,
    kind: Annotated[ActivityKind | None, Query(description="Only of this kind.")] = None,
    state: Annotated[ActivityState | None, Query(description="Only in this state.")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[ActivityOut]:
    """List what one takes part in, newest first."""
    asked = turn(request, limit, cursor, Latest)
    found = queries.activities(
        person=caller(request).id, kind=kind, state=state, limit=asked.most, after=asked.after
    )
    return asked.page(found, place=lambda one: Latest(one.at, one.id), shown=_shown)


@router.get("/activities/{uuid:activity_id}", response=ActivityOut, summary="Read an activity")
@operation("activity.read")
def read(request: HttpRequest, activity_id: UUID) -> ActivityOut:
    """Read an activity that one takes part in, or took part in."""
    return _one(queries.activity(activity_id, reader=caller(request).id))


@router.post("/activities/{uuid:activity_id}/pause", response=ActivityOut, summary="Let it rest")
@operation("activity.write")
def pause(request: HttpRequest, activity_id: UUID, body: PauseActivityIn) -> ActivityOut:
    """Let an activity rest, for everybody who takes part; no reason is asked for."""
    by = caller(request).id
    return _one(actions.pause(activity_id=activity_id, until=body.until, by=by, at=clock.now()))


@router.post("/activities/{uuid:activity_id}/resume", response=ActivityOut, summary="Let it go on")
@operation("activity.write")
def resume(request: HttpRequest, activity_id: UUID) -> ActivityOut:
    """Let an activity go on that rested."""
    by = caller(request).id
    return _one(actions.resume(activity_id=activity_id, by=by, at=clock.now()))


@router.post("/activities/{uuid:activity_id}/leave", response={204: None}, summary="Leave")
@operation("activity.write")
def leave(request: HttpRequest, activity_id: UUID) -> Status[None]:
    """Take part no more; what one wrote stays one's own, and no reason is asked for."""
    me = caller(request).id
    queries.activity(activity_id, reader=me)
    actions.leave(activity_id=activity_id, person_id=me, by=me, at=clock.now())
    return Status(204, None)


@router.get("/check-ins", response=Page[CheckInOut], summary="List check-ins that wait")
@operation("activity.read")
def check_ins(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[CheckInOut]:
    """List the check-ins whose time has come and of which nobody has said what became of them."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.check_ins_due(caller(request).id, at=clock.now())
    return asked.whole(found, key=lambda one: one.id, shown=each(check_in_out))


@router.post("/check-ins/{uuid:check_in_id}", response=CheckInOut, summary="Answer a check-in")
@operation("activity.write")
def answer_check_in(request: HttpRequest, check_in_id: UUID, body: CheckInAnswerIn) -> CheckInOut:
    """Say that a check-in took place, or was skipped."""
    by = caller(request).id
    return check_in_out(
        actions.answer_check_in(check_in_id=check_in_id, done=body.done, by=by, at=clock.now())
    )


@router.get("/commitments", response=Page[CommitmentOut], summary="List one's commitments")
@operation("activity.read")
def commitments(
    request: HttpRequest,
    open_only: OpenOnly = False,  # noqa: FBT002 -- a query parameter
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[CommitmentOut]:
    """List what one said one would do, by when it is due."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.commitments(owner=caller(request).id, open_only=open_only)
    return asked.whole(found, key=lambda one: one.id, shown=_shown_commitments)


@router.get(
    "/activities/{uuid:activity_id}/commitments",
    response=Page[CommitmentOut],
    summary="List the commitments of an activity",
)
@operation("activity.read")
def commitments_of(
    request: HttpRequest, activity_id: UUID, limit: Limit = 50, cursor: Cursor = ""
) -> Page[CommitmentOut]:
    """List what was said in an activity, by everybody who takes part, by when it is due."""
    asked = turn(request, limit, cursor, Seen)
    queries.activity(activity_id, reader=caller(request).id)
    found = queries.commitments(activity=activity_id)
    return asked.whole(found, key=lambda one: one.id, shown=_shown_commitments)


@router.post(
    "/activities/{uuid:activity_id}/commitments",
    response={201: CommitmentOut},
    summary="Commit to something",
)
@operation("activity.write")
def commit(request: HttpRequest, activity_id: UUID, body: CommitmentIn) -> Status[CommitmentOut]:
    """Say what one will do oneself by a day; an activity has three at most."""
    me = caller(request).id
    made = actions.commit_to(
        activity_id=activity_id, text=body.text, owner=me, due=body.due, by=me, at=clock.now()
    )
    return Status(201, _shown_commitments([made])[0])


@router.patch(
    "/commitments/{uuid:commitment_id}", response=CommitmentOut, summary="Answer a commitment"
)
@operation("activity.write")
def answer_commitment(
    request: HttpRequest, commitment_id: UUID, body: CommitmentAnswerIn
) -> CommitmentOut:
    """Say whether what one committed to is done, and whether it helped."""
    after = actions.answer_commitment(
        commitment_id=commitment_id,
        done=body.done,
        helped=body.helped,
        by=caller(request).id,
        at=clock.now(),
    )
    return _shown_commitments([after])[0]


@router.get("/guides", response=Page[GuideOut], summary="List the guides")
@operation("guide.read")
def guides(
    request: HttpRequest, kind: Kind = None, limit: Limit = 50, cursor: Cursor = ""
) -> Page[GuideOut]:
    """List the guides in use, those that come with Journeywork and one's own."""
    asked = turn(request, limit, cursor, Seen)
    found = guides_kept.guides(kind)
    return asked.whole(found, key=lambda one: one.name, shown=each(guide_out))


@router.get("/guides/{kind}/{guide}", response=GuideWithTextOut, summary="Read a guide")
@operation("guide.read")
def guide(request: HttpRequest, kind: str, guide: str) -> GuideWithTextOut:
    """Read the newest version of a guide, with its file."""
    del request
    return guide_with_text_out(guides_kept.newest_guide(kind, guide))


@router.post("/guides", response={201: GuideWithTextOut}, summary="Write a guide")
@operation("guide.write")
def write_guide(request: HttpRequest, body: GuideIn) -> Status[GuideWithTextOut]:
    """Keep a guide of one's own; a broken one is refused with the line and the reason."""
    made = guides_kept.save_guide(text=body.text, by=caller(request).id, at=clock.now())
    return Status(201, guide_with_text_out(made))


@router.put("/guides/{kind}/{guide}", response=GuideWithTextOut, summary="Change a guide")
@operation("guide.write")
def change_guide(request: HttpRequest, kind: str, guide: str, body: GuideIn) -> GuideWithTextOut:
    """Keep a new version of a guide of one's own; what is under way keeps the one it has."""
    me = caller(request).id
    made = guides_kept.save_guide(text=body.text, kind=kind, key=guide, by=me, at=clock.now())
    return guide_with_text_out(made)


@router.delete("/guides/{kind}/{guide}", response={204: None}, summary="Retire a guide")
@operation("guide.write")
def retire_guide(request: HttpRequest, kind: str, guide: str) -> Status[None]:
    """Offer a guide of one's own no more; what is under way keeps it."""
    guides_kept.retire_guide(kind=kind, key=guide, by=caller(request).id, at=clock.now())
    return Status(204, None)


def _one(found: Activity) -> ActivityOut:
    return _shown([found])[0]


def _shown(found: Iterable[Activity]) -> list[ActivityOut]:
    found = list(found)
    names = people.names({each.person for one in found for each in one.participants})
    return [activity_out(one, names) for one in found]


def _shown_commitments(found: Iterable[Commitment]) -> list[CommitmentOut]:
    found = list(found)
    names = people.names({one.owner for one in found})
    return [commitment_out(one, names) for one in found]
