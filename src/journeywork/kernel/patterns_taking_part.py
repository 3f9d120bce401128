"""The sentences of who takes part in mentoring, as patterns to translate."""

#: What is refused (mentoring/enrolling.py, blocks.py, web/mentoring), and what time brings.
TAKING_PART = (
    "takes nobody in at the moment",
    "must be a day after today, within a year",
    "can be {count} at most",
    "has somebody twice",
    "cannot be oneself",
    "must be one of those that a programme has",
    "must be from 0 to {count}",
    "must be from 1 to {count}",
    "must weigh from 1 to 3 each",
    "must have a level from 1 to 5 each",
    "must have from 1 to {count} characters each",
    "Somebody left -> they take part in no programme any more, and their places are free.",
    "Some are together from now on -> a letter to each, by their role.",
    "A round is published -> those who are asked, and those who have nobody, are told.",
    "Write to those who are brought together, and to newcomers who take part.",
    "Let whoever is new take part where a programme says so.",
)
