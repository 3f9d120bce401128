"""Sentences of stretch assignments, as patterns to translate: see `reason_patterns`."""

#: Why work is proposed, what is refused, and what the worker could not do.
ASSIGNMENTS = (
    "It fits what you want to learn: {title}",
    "It was given to you. New to you: {names}; on known ground: {title}",
    "Nobody has begun it yet. New to you: {names}; on known ground: {title}",
    "The stretch assignment “{title}” is over",
    "must be from {least} to {most}",
    "must be from {least} to {most} hours a week",
    "must be somebody else than the learner",
    "must be somebody else than the mentor",
    "must be said to whoever lends the time",
    "there may be {most} at most",
    "has been answered already",
    "has begun already",
    "waits for whoever lends the time",
    "nobody lends the time yet",
    "does not run",
    "takes one tap in each of the three rows",
    "Somebody left an assignment, or it ended -> it stands as its activity does.",
    "A stretch assignment is over -> those who did the work are proposed to look back at it.",
    "Write to lenders who are asked and mentors who may help.",
    "Let the help of stretch assignments fade or come back.",
)
