"""What may leave: one table, fact -> the fields of it that other systems may be told.

A fact that is not in `SHARED` cannot be subscribed to; a field that is not named does not
leave. So a new fact stays inside until somebody thinks about it, and a house test asks for the
reason (`WITHHELD`). Who was offered what, answers, silences and what people wrote about
themselves never leave; nor do the people a fact is about, whoever did it included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from journeywork.activities.facts import (
    ActivityChanged,
    ActivityEnded,
    ActivityJoined,
    ActivityLeft,
    ActivityMovedOn,
    ActivityOpened,
    ActivityPaused,
    ActivityResumed,
    CommitmentAnswered,
    CommitmentMade,
    InvitationAsked,
)
from journeywork.assignments.facts import (
    AssignmentEnded,
    AssignmentOpened,
    AssignmentProposed,
    AssignmentStarted,
    LenderAnswered,
    LenderAsked,
    LenderThanked,
    SupportWanted,
)
from journeywork.debriefs.facts import DebriefOpened, DebriefRevealed, LessonDrawn
from journeywork.engine.vocabulary import PREFIX
from journeywork.feedback.facts import OfferAnswered, OptionAnswered
from journeywork.growth.facts import WishEnded, WishWritten
from journeywork.kernel.facts import Fact
from journeywork.knowledge.facts import (
    CardArchived,
    CardFlagged,
    CardPublished,
    CardsChanged,
    CardsImported,
    CardsReassigned,
    PostOpened,
    PostWritten,
    RequestAnswered,
    ReviewReminded,
)
from journeywork.mentoring.facts import (
    Enrolled,
    MatchBegan,
    MatchEnded,
    ProgrammeOpened,
    RoundAsked,
    RoundConfirmed,
    RoundPublished,
    Unenrolled,
)
from journeywork.people.facts import PersonErased, PersonInvited, PersonLeft
from journeywork.shadowing.facts import (
    ShadowingOfferChanged,
    ShadowingOffered,
    ShadowingRequested,
    VisitAgreed,
    VisitBegan,
)
from journeywork.support.facts import OfferExpired, OfferMade
from journeywork.work.facts import AuthorNamed, HistoryHandedOver


class Way(StrEnum):
    """How a field leaves."""

    CARD = "the card's id; while it is published also its key, title, kind and address"
    CARDS = "the same of each card, of fifty at most, and how many there are"
    IDENTIFIER = "the identifier, which says nothing by itself"
    COUNT = "the number"
    REASON = "one word: outdated or wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A kind of fact that other systems may be told of.

    `kind` is its type on the wire, after our prefix. `about` is the field that names what the
    fact is about, or a word where it is about several things. `fields` says what leaves, and how.
    """

    kind: str
    says: str
    about: str
    fields: Mapping[str, Way]


SHARED: Mapping[type[Fact], Shared] = {
    CardPublished: Shared(
        kind="card.published",
        says="Colleagues can read a card from now on",
        about="card",
        fields={"card": Way.CARD},
    ),
    CardsChanged: Shared(
        kind="cards.changed",
        says="Published cards say something else than before",
        about="cards",
        fields={"cards": Way.CARDS},
    ),
    CardArchived: Shared(
        kind="card.archived",
        says="A card is out of use",
        about="card",
        fields={"card": Way.CARD},
    ),
    CardFlagged: Shared(
        kind="card.flagged",
        says="A card is said to be outdated or wrong",
        about="card",
        fields={"card": Way.CARD, "reason": Way.REASON},
    ),
    ReviewReminded: Shared(
        kind="card.review_due",
        says="A card is due to be looked over by its owner",
        about="card",
        fields={"card": Way.CARD},
    ),
    RequestAnswered: Shared(
        kind="request.answered",
        says="A card answers what people had looked for in vain",
        about="request",
        fields={"request": Way.IDENTIFIER, "card": Way.CARD},
    ),
    CardsImported: Shared(
        kind="cards.imported",
        says="Documents from elsewhere became cards",
        about="cards",
        fields={"new": Way.COUNT, "changed": Way.COUNT, "archived": Way.COUNT},
    ),
    PostOpened: Shared(
        kind="post.opened",
        says="Everyone in the organisation can read a post from now on",
        about="post",
        fields={"post": Way.IDENTIFIER},
    ),
    ProgrammeOpened: Shared(
        kind="programme.opened",
        says="A mentoring programme takes people in from now on",
        about="programme",
        fields={"programme": Way.IDENTIFIER},
    ),
    RoundPublished: Shared(
        kind="round.published",
        says="The pairs of a mentoring round have begun; who they are is theirs",
        about="round",
        fields={"round": Way.IDENTIFIER, "programme": Way.IDENTIFIER},
    ),
}
_HELP = "who is offered what is said to nobody"
_PERSON = "it is about one person"
_TOGETHER = "who learns what with whom is theirs"
#: Fact -> why it stays inside.
WITHHELD: Mapping[type[Fact], str] = {
    WishWritten: "what somebody wants to learn is theirs, and that they want to learn something too",
    WishEnded: "what somebody wants to learn is theirs, and that they want to learn something too",
    OfferMade: _HELP,
    OfferExpired: _HELP,
    OfferAnswered: "what people answer is theirs",
    OptionAnswered: "what people answer is theirs",
    PersonInvited: _PERSON,
    PersonLeft: _PERSON,
    PersonErased: _PERSON,
    AuthorNamed: _PERSON,
    HistoryHandedOver: _PERSON,
    PostWritten: "a post may be for some people alone, and an answer is for those who read it",
    CardsReassigned: "it tells that somebody left",
    ShadowingOffered: _TOGETHER,
    ShadowingOfferChanged: _TOGETHER,
    ShadowingRequested: _TOGETHER,
    VisitBegan: _TOGETHER,
    VisitAgreed: _TOGETHER,
    ActivityOpened: _TOGETHER,
    ActivityJoined: _TOGETHER,
    ActivityLeft: _TOGETHER,
    ActivityPaused: _TOGETHER,
    ActivityResumed: _TOGETHER,
    ActivityMovedOn: _TOGETHER,
    ActivityChanged: _TOGETHER,
    ActivityEnded: _TOGETHER,
    CommitmentMade: _TOGETHER,
    CommitmentAnswered: _TOGETHER,
    AssignmentProposed: _TOGETHER,
    AssignmentOpened: _TOGETHER,
    LenderAsked: _TOGETHER,
    LenderAnswered: _TOGETHER,
    AssignmentStarted: _TOGETHER,
    SupportWanted: "who needs help is told to the mentor alone",
    AssignmentEnded: _TOGETHER,
    LenderThanked: _TOGETHER,
    DebriefOpened: _TOGETHER,
    DebriefRevealed: _TOGETHER,
    LessonDrawn: "it is told of as a card, once its owner has published it",
    InvitationAsked: _TOGETHER,
    Enrolled: _TOGETHER,
    Unenrolled: _TOGETHER,
    MatchBegan: _TOGETHER,
    MatchEnded: _TOGETHER,
    RoundAsked: "a step inside a round, before anybody is told",
    RoundConfirmed: "a step inside a round, before anybody is told",
}

#: Kind -> what it tells, in the order of the table.
KINDS: Mapping[str, Shared] = {each.kind: each for each in SHARED.values()}
#: A delivery that somebody asked for, to see whether deliveries arrive.
TEST = "webhook.tested"


def type_of(kind: str) -> str:
    """Return a kind as it stands on the wire."""
    return f"{PREFIX}{kind}"
