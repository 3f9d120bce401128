"""The words people read for what the engine names: one table a thing, all of them translated."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from journeywork.engine.activities import ActivityKind
from journeywork.engine.commitments import Helped
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import CardKind, CardState, Trust
from journeywork.engine.moments import Need
from journeywork.engine.options import OptionKind
from journeywork.engine.rules import Test
from journeywork.engine.sharing import AudienceKind
from journeywork.engine.subscriptions import DeliveryState, SubscriptionState
from journeywork.engine.support import SilenceReason
from journeywork.engine.work import EpisodeState, HelpKind

Words = str | Promise

CARD_KINDS: dict[CardKind, Words] = {
    CardKind.HOW_TO: _("How-to"),
    CardKind.CHECKLIST: _("Checklist"),
    CardKind.DECISION: _("Decision framework"),
    CardKind.REFERENCE: _("Reference"),
    CardKind.LESSON: _("Lesson"),
}
CARD_STATES: dict[CardState, Words] = {
    CardState.DRAFT: _("Draft"),
    CardState.PUBLISHED: _("Published"),
    CardState.ARCHIVED: _("Archived"),
}
TRUST: dict[Trust, Words] = {
    Trust.FRESH: _("Fresh"),
    Trust.DUE: _("Review due"),
    Trust.EXPIRED: _("Expired"),
    Trust.FLAGGED: _("Flagged"),
}
TRUST_SAYS: dict[Trust, Words] = {
    Trust.FRESH: _("You can rely on it: its owner looked it over not long ago."),
    Trust.DUE: _("Its owner will look it over soon. It is most likely still right."),
    Trust.EXPIRED: _("Nobody has looked it over in time. Check before you rely on it."),
    Trust.FLAGGED: _("A reader says that something here is no longer right. The owner knows."),
}
#: the look of a state: css classes that carry a shape as well as a colour
TRUST_LOOK: dict[Trust, str] = {
    Trust.FRESH: "",
    Trust.DUE: "due",
    Trust.EXPIRED: "attention",
    Trust.FLAGGED: "attention",
}
OPTION_KINDS: dict[OptionKind, Words] = {
    OptionKind.CARD: _("Card"),
    OptionKind.EPISODE: _("Past work"),
    OptionKind.PERSON: _("Person"),
    OptionKind.NOTE: _("Note"),
    OptionKind.OPPORTUNITY: _("A chance to learn"),
}
EPISODE_STATES: dict[EpisodeState, Words] = {
    EpisodeState.OPEN: pgettext_lazy("a piece of work", "Open"),
    EpisodeState.BLOCKED: _("Blocked"),
    EpisodeState.FINISHED: _("Finished"),
}
EPISODE_LOOK: dict[EpisodeState, str] = {
    EpisodeState.OPEN: "open",
    EpisodeState.BLOCKED: "attention",
    EpisodeState.FINISHED: "done",
}
EPISODE_KINDS: dict[str, Words] = {
    "change": pgettext_lazy("a kind of work", "Change"),
    "case": pgettext_lazy("a kind of work", "Case"),
    "incident": pgettext_lazy("a kind of work", "Incident"),
    "work": pgettext_lazy("a kind of work", "Work"),
    "question": pgettext_lazy("a kind of work", "Question"),
}
ACTIVITY_KINDS: dict[ActivityKind, Words] = {
    ActivityKind.DEBRIEF: _("Debrief"),
    ActivityKind.ASSIGNMENT: _("Stretch assignment"),
    ActivityKind.SHADOWING: _("Shadowing"),
    ActivityKind.MENTORING: _("Mentoring"),
    ActivityKind.PROBE: _("Probe"),
    ActivityKind.PLACEMENT: _("Placement"),
    ActivityKind.ONE_TO_ONE: _("One-to-one"),
}
#: what somebody says of a commitment, in the order of the buttons
HELPED: dict[Helped, Words] = {
    Helped.YES: _("It helped"),
    Helped.PARTLY: _("Partly"),
    Helped.NO: _("It did not help"),
    Helped.TOO_EARLY: _("Too early to say"),
}
HELP_KINDS: dict[HelpKind, Words] = {
    HelpKind.REVIEWED: _("reviewed"),
    HelpKind.HELPED: _("helped"),
    HelpKind.ANSWERED: _("answered"),
    HelpKind.PAIRED: _("worked on it together"),
}
#: the answers a person can give, in the order of the buttons
ANSWERS: dict[ResponseKind, Words] = {
    ResponseKind.HELPED: _("It helped"),
    ResponseKind.NOT_USEFUL_HERE: _("Not useful here"),
    ResponseKind.KNEW_IT: _("I knew it"),
    ResponseKind.TOO_LATE: _("Too late"),
    ResponseKind.WRONG: _("It is wrong"),
}
THANKS: dict[ResponseKind, Words] = {
    ResponseKind.HELPED: _("Good to know. It will come up sooner for people in the same place."),
    ResponseKind.NOT_USEFUL_HERE: _("Thank you. This will be offered less often, to everyone."),
    ResponseKind.KNEW_IT: _("Thank you. You will see this one less often."),
    ResponseKind.TOO_LATE: _("Thank you. Next time it should come earlier, or not at all."),
    ResponseKind.WRONG: _("Thank you for saying so. Its owner has been asked to put it right."),
}
NEEDS: dict[Need, Words] = {
    Need.NEW: _("Doing something for the first time"),
    Need.MORE: _("Wanting to know more"),
    Need.APPLY: _("Putting it into practice"),
    Need.SOLVE: _("Something went wrong"),
    Need.CHANGE: _("Something has changed"),
    Need.REFLECT: _("Just finished"),
}
SILENCES: dict[SilenceReason, Words] = {
    SilenceReason.NOTHING_FITS: _("Nothing fitted well enough"),
    SilenceReason.BUDGET_DAY: _("The day's attention was spent"),
    SilenceReason.BUDGET_WEEK: _("The week's attention was spent"),
    SilenceReason.OFF_HOURS: _("It was outside your working hours"),
    SilenceReason.NO_BREAKPOINT: _("You were in the middle of something"),
    SilenceReason.PAUSED: _("You had paused offers"),
    SilenceReason.SNOOZED: _("You had snoozed offers"),
    SilenceReason.DAMPED: _("Colleagues said that this trigger does not help"),
    SilenceReason.FADED: _("You do this well without help"),
    SilenceReason.SEEN: _("You had seen or written everything that fits"),
    SilenceReason.NOT_HERE: _("You said that it does not help you here"),
    SilenceReason.WITHHELD: _("Held back by lot, to learn whether help helps"),
}
SUBSCRIPTION_STATES: dict[SubscriptionState, Words] = {
    SubscriptionState.ACTIVE: pgettext_lazy("a webhook", "on"),
    SubscriptionState.PAUSED: pgettext_lazy("a webhook", "paused"),
    SubscriptionState.STOPPED: pgettext_lazy("a webhook", "stopped by itself"),
    SubscriptionState.ENDED: pgettext_lazy("a webhook", "ended"),
}
SUBSCRIPTION_LOOK: dict[SubscriptionState, str] = {
    SubscriptionState.ACTIVE: "",
    SubscriptionState.PAUSED: "open",
    SubscriptionState.STOPPED: "attention",
    SubscriptionState.ENDED: "draft",
}
DELIVERY_STATES: dict[DeliveryState, Words] = {
    DeliveryState.WAITING: pgettext_lazy("a delivery", "waits"),
    DeliveryState.DELIVERED: pgettext_lazy("a delivery", "delivered"),
    DeliveryState.DEAD: pgettext_lazy("a delivery", "dead letter"),
    DeliveryState.DROPPED: pgettext_lazy("a delivery", "dropped"),
}
DELIVERY_LOOK: dict[DeliveryState, str] = {
    DeliveryState.WAITING: "open",
    DeliveryState.DELIVERED: "done",
    DeliveryState.DEAD: "attention",
    DeliveryState.DROPPED: "draft",
}
AUDIENCES: dict[AudienceKind, Words] = {
    AudienceKind.ME: _("Only you can read this"),
    AudienceKind.PERSON: _("For one person"),
    AudienceKind.PARTICIPANTS: _("For those who take part"),
    AudienceKind.TEAM: _("For a team"),
    AudienceKind.EVERYONE: _("For everyone here"),
}
ROLES: dict[str, Words] = {
    "member": _("Member"),
    "team_lead": _("Team lead"),
    "coordinator": _("Coordinator"),
    "administrator": _("Administrator"),
}
LANGUAGES: dict[str, str] = {"en": "English", "de": "Deutsch"}
LEVELS: dict[int, Words] = {
    1: _("Starting"),
    2: _("With some help"),
    3: _("On my own"),
    4: _("I can show others"),
    5: _("Others come to learn it"),
}
#: what was done, as the audit log keeps it; what is not here is shown as it stands there
DEEDS: dict[str, Words] = {
    "author.named": _("Said who somebody is"),
    "card.adopted": _("Took over a card"),
    "card.archived": _("Archived a card"),
    "calendar.made": _("Made a calendar address"),
    "calendar.taken_back": _("Took a calendar address back"),
    "debrief.answer_removed": _("Took an answer away in a debrief"),
    "debrief.closed": _("Closed a debrief"),
    "card.shared": _("Shared a card"),
    "demo.loaded": _("Loaded the demo"),
    "demo_load.asked": _("Asked for the demo"),
    "demo_remove.asked": _("Asked for the demo to go"),
    "installation.begun": _("Began this installation"),
    "link.made": _("Made a sign-in link"),
    "organisation.created": _("Made the organisation"),
    "organisation.renamed": _("Named the organisation"),
    "people.added": _("Added people from a table"),
    "people.known": _("Took people from the history"),
    "person.added": _("Added somebody"),
    "person.changed": _("Changed somebody"),
    "person.erased": _("Erased somebody"),
    "person.invited": _("Invited somebody"),
    "person.left": _("Let somebody go"),
    "person.skills_set": _("Set skills"),
    "policy.changed": _("Changed the budget"),
    "programme.changed": _("Changed a programme"),
    "programme.closed": _("Closed a programme"),
    "programme.exported": _("Took out who takes part in a programme"),
    "programme.imported": _("Took people into a programme from a table"),
    "programme.opened": _("Opened a programme"),
    "programme.set_up": _("Set up a programme"),
    "reflection.shared": _("Changed who may read a reflection"),
    "post.removed": _("Took a post away"),
    "post.shared": _("Chose anew who can read a post"),
    "replay.run": _("Ran the replay"),
    "round.asked": _("Had a round matched"),
    "round.confirmed": _("Published a round"),
    "round.dropped": _("Dropped a round"),
    "pair.locked": _("Locked a pair"),
    "pair.unlocked": _("Unlocked a pair"),
    "pair.dropped": _("Took a pair apart"),
    "pair.put_together": _("Put two together by hand"),
    "rule.edit": _("Changed a rule"),
    "rule.reset": _("Took back a rule's changes"),
    "team.added": _("Added a team"),
    "team.renamed": _("Renamed a team"),
    "team.joined": _("Put somebody into a team"),
    "team.left": _("Took somebody out of a team"),
    "to_learn.shared": _("Changed who may read what somebody wants to learn"),
    "token.issued": _("Made a token"),
    "token.revoked": _("Revoked a token"),
    "webhook.added": _("Added a webhook"),
    "webhook.changed": _("Changed a webhook"),
    "webhook.dropped": _("Dropped dead letters"),
    "webhook.ended": _("A webhook ended: the receiver is gone"),
    "webhook.paused": _("Paused a webhook"),
    "webhook.removed": _("Removed a webhook"),
    "webhook.resumed": _("Let a webhook go on"),
    "webhook.secret_changed": _("Changed a webhook's secret"),
    "webhook.stopped": _("A webhook stopped: nothing arrived for long"),
    "webhook.tested": _("Tested a webhook"),
    "webhook.tried_again": _("Tried dead letters again"),
}
#: what else a line of the audit log tells
DETAILS: dict[str, Words] = {
    "fields": _("what"),
    "roles": _("roles"),
    "team": _("team"),
    "leads": _("leads it"),
    "count": _("how many"),
    "scopes": _("it may"),
    "audience": _("who may read it"),
    "person": _("person"),
}
#: how wide something is shared, as the audit log keeps it
SHARED_WITH: dict[AudienceKind, Words] = {
    AudienceKind.ME: _("only the author"),
    AudienceKind.PERSON: _("one person"),
    AudienceKind.PARTICIPANTS: _("those who take part"),
    AudienceKind.TEAM: _("a team"),
    AudienceKind.EVERYONE: _("everyone here"),
}
#: the same, said of somebody else
LEVELS_OF: dict[int, Words] = {
    1: _("starting"),
    2: _("with some help"),
    3: _("on their own"),
    4: _("can show others"),
    5: _("others come to learn it"),
}
TESTS: dict[Test, Words] = {
    Test.AT_LEAST: pgettext_lazy("a condition of a rule", "at least"),
    Test.AT_MOST: pgettext_lazy("a condition of a rule", "at most"),
    Test.IS: pgettext_lazy("a condition of a rule", "is"),
    Test.IS_NOT: pgettext_lazy("a condition of a rule", "is not"),
    Test.ONE_OF: pgettext_lazy("a condition of a rule", "is one of"),
    Test.MENTIONS: pgettext_lazy("a condition of a rule", "mentions one of"),
}


def minutes(count: int) -> str:
    """Say a number of minutes."""
    return ngettext("%(num)d minute", "%(num)d minutes", count) % {"num": count}
