"""The sentences that the engine and the rooms write, as patterns to translate.

Braces hold what is filled in there; a house test looks for sentences that are missing here.
`{month}` and `{day}` hold English names of months and days, which are translated too.
"""

from journeywork.engine.climate import ITEMS
from journeywork.engine.cue_advice import sentences
from journeywork.engine.default_rules import WRITTEN
from journeywork.engine.measures import MEASURES
from journeywork.engine.permissions import SCOPES
from journeywork.kernel.patterns_assigned import ASSIGNMENTS
from journeywork.kernel.patterns_matches import MATCHES
from journeywork.kernel.patterns_mentoring import MENTORING
from journeywork.kernel.patterns_programmes import PROGRAMMES
from journeywork.kernel.patterns_taking_part import TAKING_PART
from journeywork.kernel.patterns_together import (
    CLIMATE,
    COACHING,
    DEBRIEFS,
    GROWTH,
    GUIDES,
    SHADOWING,
    TOGETHER,
)

#: Why something fits (engine/ranking.py).
FITS = (
    "shares some of your words",
    "speaks of {words}",
    "means much the same",
    "is close in meaning",
    "is a little like it in meaning",
    "not compared in meaning yet",
    "is for work in {area}",
    "touched {area} too",
    "touched {area} lately",
    "belongs to {place}",
    "is about {labels}",
    "comes from your team",
    "from the last two weeks",
    "a month old",
    "{count} months old",
    "{count} years old",
    "its review is due",
    "nobody has confirmed it for long, so it sinks",
    "a colleague says it is outdated or wrong, so it sinks",
    "helped 1 colleague",
    "helped {count} colleagues",
    "{count} said not useful",
    "taken once before",
    "taken {count} times before",
    "from somebody you work with",
    "is spoken of elsewhere",
    "is spoken of in {count} other texts",
    "only brings other work together",
    "changed since you last worked here",
    "keeps what you just learned for the next person, in one line",
    "What would you tell the next person?",
)
#: Where (engine/measures.py).
WHERE = ("{folder}/ of {place}",)
#: Why somebody knows (engine/who_knows.py, who_knows_words.py).
KNOWS = (
    "worked in the same part",
    "worked on the same topics",
    "worked on things of the same name",
    "active these weeks",
    "was asked a lot lately, so others come first",
    "helped you before",
    "helped you in {month}",
    "helped a colleague in {month}",
    "works here",
    "merged a change in {month}",
    "finished a piece of work in {month}",
    "reviewed a change in {month}",
    "merged a change in {place} in {month}",
    "merged a change on {label} in {month}",
    "merged a change about {word} in {month}",
    "merged {count} changes in {place} since {month}",
    "merged {count} changes on {label} since {month}",
    "merged {count} changes about {word} since {month}",
    "finished a piece of work in {place} in {month}",
    "finished a piece of work on {label} in {month}",
    "finished a piece of work about {word} in {month}",
    "finished {count} pieces of work in {place} since {month}",
    "finished {count} pieces of work on {label} since {month}",
    "finished {count} pieces of work about {word} since {month}",
    "reviewed a change in {place} in {month}",
    "reviewed a change on {label} in {month}",
    "reviewed a change about {word} in {month}",
    "reviewed {count} changes in {place} since {month}",
    "reviewed {count} changes on {label} since {month}",
    "reviewed {count} changes about {word} since {month}",
)
#: Why now, why not the next one, and why silent (engine/support.py, sifting.py).
DECIDES = (
    "{told}. You are between two steps just now, and this is offer {number} of at most {most} today.",
    "This is a moment at which help may help",
    "“{title}” fits too, but {says}.",
    "“{title}” was near, but {says}.",
    "“{title}” fits too, but {says} at a moment like this.",
    "“{title}” fits a little less: {score} against {best}.",
    "what is written down comes first",
    "earlier work comes first",
    "a colleague comes first",
    "noting what you learned comes first",
    "you wrote it yourself",
    "it was offered to you before",
    "you have seen it lately",
    "they were suggested to you in the last {count} days",
    "it is out of date, flagged or not published",
    "it is too unlikely to help: {share}, where {needed} is needed",
    "it is too unlikely to help: {share}, where {needed} is needed (raised by colleagues' answers)",
    "too little tells that they could help",
    "“{title}” may be able to help too.",
    "which you wrote yourself",
    "which was offered to you before",
    "which you have seen lately",
    "who was suggested to you lately",
    "You paused offers until {day}.",
    "You asked for quiet until {time} on {day}.",
    "You said this does not help you here; quiet until {day}.",
    "Colleagues' answers give this trigger a {share} chance of being useful; below {least} it stays silent.",
    "Lately {share} of your work of this sort went well without help.",
    "What fits is known to you: “{title}”, {says}.",
    "Nothing written, done or known here fits this work.",
    "The nearest was “{title}”, but {says}.",
    "{time} on {day} is outside your working hours.",
    "You were in the middle of something.",
    "No times a day is what you are interrupted at most.",
    "Once a day is what you are interrupted at most.",
    "Twice a day is what you are interrupted at most.",
    "{count} times a day is what you are interrupted at most.",
    "No times a week is what you are interrupted at most.",
    "Once a week is what you are interrupted at most.",
    "Twice a week is what you are interrupted at most.",
    "{count} times a week is what you are interrupted at most.",
    "“{title}” was held back by lot, as {share} of offers are, so that we can tell whether offers help at all.",
)
#: What cards ask of their owners (knowledge/queries.py).
TASKS = (
    "a colleague says it is outdated",
    "a colleague says it is wrong",
    "a colleague says it is outdated: {note}",
    "a colleague says it is wrong: {note}",
    "is it still right?",
    "nobody has confirmed it for long; is it still right?",
)
#: What does not fit (people/checks.py, knowledge/writing.py, engine/attention.py and others).
REFUSES = (
    "needs at least one character",
    "does not look like an e-mail address",
    "already belongs to somebody here",
    "belongs to another account here",
    "is needed to invite somebody",
    "is nobody here",
    "is nobody who works here",
    "is no team here",
    "is not a team here",
    "is empty",
    "takes at most {count} characters",
    "is not one that a post can have",
    "is not somebody who works here",
    "is not a piece of work that you can see",
    "is that of the post it answers",
    "is for some colleagues alone; a card would be for all",
    "is your own",
    "is nothing that can be followed",
    "is one too many: at most {count} can be followed",
    "needs a day from {least} (Monday) to {most}",
    "must be published first",
    "leads back to the person",
    "somebody else must become administrator first",
    (
        "belongs to an account of another organisation here, and nobody has proved yet that it "
        "is theirs: they sign in there by a code first, or whoever runs the server adds them"
    ),
    (
        "would open another organisation too, in which they have a seat; they can come in by "
        "their e-mail address, or by a link from whoever runs the server"
    ),
    "nothing was heard of it any more",
    "is not a time zone such as Europe/Berlin",
    "takes a name and a level from 1 to 5",
    "takes language codes such as en or de",
    "needs {least} to {most} characters",
    "needs a number of days from {least} to {most}",
    "takes at most {count} entries of {least} to {most} characters",
    "This takes {minutes} minutes to read; a card takes at most {most}. Give each step or question its own heading and make a card of each.",
    "This takes {minutes} minutes to read; a card takes at most {most}. Make a card of each of these: {names}.",
    "must lie ahead, by {days} days at most",
    "must lie ahead, at most a year, and say its time zone",
    "must be from {least} to {most}",
    "must not be less than the day's budget",
    "must be a number",
    "must be a text of 1 to {most} characters",
    "must be a text of at most {most} characters",
    "must be a list of 1 to {most} texts, for a measure that is a text",
    "must be a whole number from 1 to {most}",
    "must be one of: {names}",
    "{name} is not a measure; these are: {names}",
    "has a brace without its other half; write {{{{ for a brace itself",
    "cannot be compared as a number: this measure is a text",
    "contains the character NUL",
    "contains half of a surrogate pair",
    "is longer than {most} characters",
    "must stand on one line, without control characters",
    "contains an invisible character that turns the direction of reading",
    "is loaded already; remove it first",
    "only a demo can be removed",
)
#: What other systems are told of, and why it did not arrive (subscriptions, kernel/outgoing.py).
WEBHOOKS = (
    "Colleagues can read a card from now on",
    "Everyone in the organisation can read a post from now on",
    "Published cards say something else than before",
    "A card is out of use",
    "A mentoring programme takes people in from now on",
    "The pairs of a mentoring round have begun; who they are is theirs",
    "A card is said to be outdated or wrong",
    "A card is due to be looked over by its owner",
    "A card answers what people had looked for in vain",
    "Documents from elsewhere became cards",
    "it answers with {number}",
    "it answers that it is gone ({number})",
    "it answers that this is too much at once ({number})",
    "it answers with a redirect ({number}), which is not followed",
    "nothing has arrived there for three days",
    "{host} cannot be found",
    "{host} is not a public address",
    "{host} does not answer: {fault}",
    "the answer is larger than {count} bytes",
    "the answer took longer than {count} seconds",
    "the answer broke off",
    "is no http or https address",
    "is no plain http or https address",
    "must begin with https://, unless JOURNEYWORK_INSIDE names its host",
    "must be whsec_ and 24 to 64 bytes in base64",
    "must be from {least} to {most} days",
    "needs at least one kind",
    "cannot be told: {names}",
    "is taken by another webhook",
    "would be one more than {most}",
)
#: What the audit log was found to be (kernel/audit.py).
VERDICTS = (
    "all {count} lines hold",
    "line {number} is missing: line {next} follows",
    "line {number} is missing: {count} lines were written down elsewhere",
    "line {number} does not follow the line before it",
    "line {number} was changed after it was written",
    "line {number} differs from what was written down outside the database",
)
#: What the worker could not do (flow, and the tasks of connectors and rooms): as told there.
JOBS = (
    "Look for what comes up again and again in debriefs.",
    "A lesson was learned -> a draft of its owner, or a report about the card that failed.",
    "Somebody left a debrief, or it ended -> it waits for nobody who takes part no more.",
    "Reveal debriefs whose time is up.",
    "Somebody left -> nobody is asked to come and watch them, or to let them watch.",
    "A visit ended, or one of the two left -> it is over, and whoever gave time is thanked.",
    "An offer to be watched fits a request -> both are told, once.",
    "Somebody comes to watch -> what is worth watching is put together, for the host alone.",
    "Somebody may sign in from now on -> a letter says so, where mail works.",
    "Something happened that others may know of -> systems that asked for it are told.",
    "Tell another system what happened here.",
    "Go on telling another system, after a wait.",
    "webhooks overdue",
    "webhooks of old",
    "Somebody left -> their cards get new owners.",
    "Somebody left -> what they took part in goes on without them.",
    "Somebody wants a check-in in their calendar -> it is in their mail, at once.",
    "A card says something else -> whoever comes back to the work it is for will hear.",
    "Nobody answered an offer -> it counts as ignored, which teaches a little.",
    "Somebody answered -> the card, the trigger and the record of help learn from it.",
    "Somebody wants to learn something, or was proposed work -> what fits is found at once.",
    "Somebody answered what was told of a wish -> taken, or that kind comes less for it.",
    "Somebody said who is meant by a name in the work -> that history becomes theirs.",
    "Events turned out to be somebody's -> what people have done is learnt anew.",
    "Something happened that others may know of -> systems that asked for it are told.",
    "Run what follows from a fact; safe to run again at any point.",
    "Run a replay that was asked for.",
    "Load the demo, with a seat in it for whoever asked; nothing where there is one already.",
    "Remove the demo; whoever asked may do so from within it.",
    "Look for work that does not move.",
    "Close offers that nobody answered.",
    "Send digests.",
    "Remind owners of cards that are due.",
    "Tell what teams said of their climate.",
    "Look for what fits what people want to learn.",
    "Give whoever leads a team the few cues that fit now.",
    "Count who had an opportunity, once the quarter is over.",
    "Resume activities whose pause is over.",
    "Plan the check-ins of activities in everybody's hours.",
    "Give people the history under their address.",
    "Sweep up ways in that are over.",
    "Seal with the newest key what older ones sealed.",
    "Write the head of the audit log down elsewhere.",
    "Rouse webhooks that are overdue.",
    "Sweep up deliveries of long ago.",
)
RULES = tuple(
    dict.fromkeys(
        text
        for rule in WRITTEN
        for text in (rule["title"], rule["says"], *(one["why"] for one in rule["when"]))
        if text
    )
)
NAMED = tuple(
    dict.fromkeys(
        (
            *(measure.says for measure in MEASURES.values()),
            *(scope.says for scope in SCOPES.values()),
        )
    )
)


PATTERNS: tuple[str, ...] = (
    *FITS,
    *WHERE,
    *KNOWS,
    *DECIDES,
    *TASKS,
    *REFUSES,
    *WEBHOOKS,
    *TOGETHER,
    *VERDICTS,
    *JOBS,
    *DEBRIEFS,
    *SHADOWING,
    *RULES,
    *NAMED,
    *GUIDES,
    *CLIMATE,
    *ASSIGNMENTS,
    *GROWTH,
    *COACHING,
    *MENTORING,
    *TAKING_PART,
    *MATCHES,
    *PROGRAMMES,
    *sentences(),
    *(item.text for item in ITEMS),
)
