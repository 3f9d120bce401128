"""The sentences of matches that run, as patterns to translate: see `reason_patterns`."""

#: What is refused (mentoring/running.py, ratings.py), and what time and facts bring about.
MATCHES = (
    "must be 1, 2 or 3",
    "must lie ahead, and within twelve weeks",
    "Somebody left a match, or it ended -> it is over, and who is left is offered somebody.",
    "People pause or go on -> they are in touch, and their clock of silence begins anew.",
    "Somebody said whether people met -> their first meeting, and a sign of them.",
    "Somebody takes part in a programme no more -> their matches there end, without fault.",
    "Ask mentors and mentees who fell silent, and let come to rest what is over.",
    "Tell how useful sessions of mentoring were, once the month is over.",
)
