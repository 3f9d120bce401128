"""READ THIS FIRST. One table: what happens -> what happens next. The only place where loops close.

    work event in -> episodes -> moment of need -> offer or silence -> response -> learning

`STREAM` is what happens to each batch of work events, right after they were folded into
episodes and in the same transaction. `REACTIONS` is what follows a published fact. `CLOCK` is
what time alone brings about (`duties`). Only the worker imports this; rooms never call each other
upwards, they publish a fact and this table says who hears it.

Each reaction runs in a transaction of its own, at least once, and is remembered per fact, so
that running it twice changes nothing. What the clock brings about runs for one organisation
after another and does no harm when it runs twice.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from journeywork.activities.facts import ActivityEnded, ActivityLeft, InvitationAsked
from journeywork.assignments.facts import AssignmentEnded, AssignmentProposed
from journeywork.debriefs.facts import LessonDrawn
from journeywork.engine.work import WorkEvent
from journeywork.feedback.facts import OfferAnswered, OptionAnswered
from journeywork.flow import reactions, steps, together
from journeywork.flow.duties import CLOCK, Duty
from journeywork.growth.facts import WishWritten
from journeywork.kernel.facts import Fact
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
from journeywork.mentoring.facts import ProgrammeOpened, RoundPublished
from journeywork.people.facts import PersonInvited, PersonLeft
from journeywork.shadowing.facts import (
    ShadowingOfferChanged,
    ShadowingOffered,
    ShadowingRequested,
    VisitBegan,
)
from journeywork.support.facts import OfferExpired
from journeywork.work.facts import AuthorNamed, HistoryHandedOver

__all__ = ["CLOCK", "REACTIONS", "STREAM", "Duty", "Reaction", "Step"]

Step = Callable[[Sequence[WorkEvent], datetime], None]
Reaction = Callable[[Fact], None]

STREAM: tuple[Step, ...] = (
    steps.offer_help,
    steps.propose_debriefs,
    steps.propose_assignments,
    steps.ask_of_lessons,
    steps.follow_growth,
)

REACTIONS: dict[type[Fact], tuple[Reaction, ...]] = {
    PersonInvited: (reactions.welcome,),
    PersonLeft: (reactions.find_new_owners, together.take_leave, together.stop_showing),
    AuthorNamed: (reactions.hand_over_history,),
    HistoryHandedOver: (reactions.learn_again,),
    ActivityLeft: (together.wait_for_fewer, together.tidy_assignment, together.close_visit),
    ActivityEnded: (together.wait_for_fewer, together.tidy_assignment, together.close_visit),
    AssignmentEnded: (together.look_back_at_assignment,),
    ShadowingOffered: (together.tell_what_fits,),
    ShadowingOfferChanged: (together.tell_what_fits,),
    ShadowingRequested: (together.tell_what_fits,),
    VisitBegan: (together.prepare_visit,),
    LessonDrawn: (together.keep_lesson,),
    CardPublished: (reactions.tell_other_systems,),
    CardsChanged: (reactions.tell_of_changed_cards, reactions.tell_other_systems),
    CardArchived: (reactions.tell_other_systems,),
    CardFlagged: (reactions.tell_other_systems,),
    ReviewReminded: (reactions.tell_other_systems,),
    RequestAnswered: (reactions.tell_other_systems,),
    CardsImported: (reactions.tell_other_systems,),
    InvitationAsked: (together.send_invitation,),
    PostOpened: (reactions.tell_other_systems,),
    OfferExpired: (reactions.let_pass,),
    WishWritten: (together.watch_for_wish,),
    AssignmentProposed: (together.watch_for_wish,),
    OfferAnswered: (reactions.learn, together.heed_of_wishes),
    OptionAnswered: (reactions.learn,),
    ProgrammeOpened: (reactions.tell_other_systems,),
    RoundPublished: (reactions.tell_other_systems,),
}
