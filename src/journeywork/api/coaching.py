"""One's own cues, and what was told of opportunities; one-to-ones are in no operation."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, Seen, turn
from journeywork.api.shapes import PersonRef
from journeywork.api.shapes.coaching import CueAnswerIn, CueOut, OpportunityOut, QuarterOut
from journeywork.coaching import cue_queries, cueing, opportunity
from journeywork.engine.cue_advice import ADVICE
from journeywork.kernel import clock
from journeywork.people import queries as people

router = Router(tags=["Coaching"])


@router.get("/coaching/cues", response=Page[CueOut], summary="Read one's cues")
@operation("coaching.read")
def cues(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[CueOut]:
    """List what stands open for whoever leads; whoever it is about can see that it was read."""
    me, asked, at = caller(request), turn(request, limit, cursor, Seen), clock.now()
    found = cue_queries.open_cues(me.id, at=at)
    if any(not one.seen for one in found):
        cueing.seen(lead=me.id, at=at)
    names = people.names({one.about for one in found if one.about})
    return asked.whole(
        found, key=lambda one: one.id, shown=lambda some: [_cue(one, names) for one in some]
    )


@router.post(
    "/coaching/cues/{uuid:cue_id}/answer", response={204: None}, summary="Answer a cue of one's own"
)
@operation("cue.answer")
def answer(request: HttpRequest, cue_id: UUID, body: CueAnswerIn) -> Status[None]:
    """Say what one did with a cue; nobody else reads it."""
    me = caller(request).id
    cueing.answer(cue_id=cue_id, says=body.answer, by=me, at=clock.now())
    return Status(204, None)


@router.get("/coaching/opportunity", response=QuarterOut, summary="Read who had an opportunity")
@operation("opportunity.read")
def told(request: HttpRequest) -> QuarterOut:
    """Read how many people of one's teams, and of all, had what in the last quarter told."""
    found = opportunity.last_told(caller(request))
    if found is None:
        return QuarterOut(starts=None, told_at=None, counted=[], figures=[])
    return QuarterOut(
        starts=found.starts,
        told_at=found.told_at,
        counted=sorted(found.counted),
        figures=[
            OpportunityOut(
                team=one.team,
                chance=one.chance,
                people=one.size,
                least=one.least,
                most=one.most,
            )
            for one in found.figures
        ],
    )


def _cue(found: cue_queries.Shown, names: dict[UUID, str]) -> CueOut:
    advice = ADVICE[found.kind]
    about = found.about
    return CueOut(
        id=found.id,
        kind=found.kind,
        about=PersonRef(id=about, name=names.get(about, "")) if about else None,
        thing=found.thing,
        title=found.title,
        says=found.says,
        step_in=advice.step_in,
        step_back=advice.step_back,
        questions=list(advice.questions),
        at=found.at,
    )
