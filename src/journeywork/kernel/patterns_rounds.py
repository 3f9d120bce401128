"""The sentences of rounds of mentoring, as patterns to translate: see `reason_patterns`."""

#: Why somebody has nobody, and what was done by hand (mentoring/finding.py, by_hand.py, ...).
_REASONS = (
    (
        "there were more people than places, and the lots fell to others: whoever waited comes "
        "first next time"
    ),
    "fewer people looked for a mentor than there were places, and others fitted better",
    "whoever runs the round took them apart from somebody",
    "somebody else was put in their place by hand",
    "put together by hand",
    "put together by hand, in spite of a rule",
    "put together by hand, in spite of a rule: {reason}",
    "something changed for one of the two after the round was matched",
    "whoever runs the round has not chosen this pair",
    (
        "something has changed since this round was matched, or was changed by hand: match it "
        "again to know"
    ),
    "one of them takes no part in this round, or has somebody who is locked",
    "in a programme without mentors any two may meet: put them together by hand",
    "with this place more people would have somebody",
    "nobody more would have somebody; together they would have {count} points more",
    "a place more would change nothing",
    "Somebody takes part no more: as few pairs as can be were changed.",
)
#: What is refused (mentoring/rounds.py, by_hand.py).
_REFUSED = (
    "is not open",
    "before this one waits to be looked at: publish or drop it",
    "is being matched: wait a moment",
    "waits to be looked at",
    "is being published",
    "is published already",
    "was dropped",
    "could not be matched",
    "has no pair that could begin",
    "does not wait to be looked at any more",
    "is not part of the round any more",
    "must be two different people",
    "must take part in this round",
    "must be a mentee and a mentor",
    "need a free place of the mentor: take one of their pairs apart first",
    "cannot be brought together here, and nobody is told why",
)
#: What the worker does, and what follows (flow/pairing.py, mentoring/tasks.py).
_WORK = (
    "A round is asked for -> the worker matches it.",
    "A round is confirmed -> its pairs begin.",
    "Somebody has nobody any more -> they are given their next wish, or the best there is.",
    ("Somebody takes part from now on -> they are matched at once where people come one by one."),
    ("Somebody takes part no more, or pauses -> the round that waits changes as little as can be."),
    "A programme opens -> whoever takes part already is matched where people come one by one.",
    "Find somebody for those who have nobody any more in a programme.",
    "Match a round of mentoring.",
    "Begin the pairs of a round of mentoring.",
    "Find out why two are not together in a round of mentoring.",
)

ROUNDS = (*_REASONS, *_REFUSED, *_WORK)
