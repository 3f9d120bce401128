"""The sentences about who fits whom, as patterns to translate (engine/fit)."""

#: Why these two (engine/fit/parts.py).
FITS_TOGETHER = (
    "{skill}: offered at level {number}",
    "{skill}: offered as {other} at level {number}",
    "{skill}: close to {other}, offered at level {number}",
    "{skill}: not on offer",
    "both have the goal {goal}",
    "{hours} working hours a week in common, all year",
    "{least} to {most} working hours a week in common, as the clocks change",
    "the working hours of one of them are not known",
    "in the same band",
    "the mentor is a band ahead",
    "the mentor is {count} bands ahead",
    "the mentee is a band ahead",
    "the mentee is {count} bands ahead",
    "both speak {language}",
    "in the same department",
    "in different departments",
    "both have lately confirmed what they said of themselves",
    "wish {number} of the mentee",
    "wish {number} of the mentor",
    "were a pair before, last on {date}",
    "nothing that they want is on offer here: hours and the like speak for the two",
    (
        "the rule keeps a pair apart for {days} days, and these two last were one on {date}: it "
        "gives way so that more people have a mentor"
    ),
)
#: Why not these two (engine/fit/not_these.py).
NOT_TOGETHER = (
    "these two are together in this round",
    "they are one and the same",
    "they share no language",
    "they have too few working hours in common",
    "their bands are not those that the rules allow",
    "their departments are not those that the rules allow",
    "one of them is in the reporting line of the other",
    "they have the same manager",
    "they were a pair too lately",
    "in this round they would mentor each other",
    (
        "no rule speaks against these two: the round as a whole came out otherwise, by a little, "
        "or by what people keep to themselves"
    ),
    "together they would cost the round {count} points",
    "together they would cost those more whose fit is lower, and their points count more",
    "together they would leave {count} more with nobody, or with less than the lowest fit",
    "their fit is lower than the lowest that the round keeps for everybody",
    "the round was stopped before it was proven: match it with more time to know",
    "{name} would have nobody, or less than the lowest fit, instead of {other}",
    "{name} would have {other} instead of nobody",
    "{name} would have {other} instead of {third}: {count} points more",
    "{name} would have {other} instead of {third}: {count} points less",
)
#: Why somebody has nobody, and what would have to change (engine/fit/unmatched.py, market_of.py).
NOBODY = (
    "there is no mentor in this round with a free place",
    "no language in common: {count} of {most}",
    "too few working hours in common: {count} of {most}",
    "not in the bands that the rules allow: {count} of {most}",
    "not in a department that the rules allow: {count} of {most}",
    "in the reporting line: {count} of {most}",
    "the same manager: {count} of {most}",
    "a pair too lately: {count} of {most}",
    "would mentor each other: {count} of {most}",
    "the rules leave one mentor, and the round as a whole came out otherwise",
    "the rules leave {count} mentors, and the round as a whole came out otherwise",
    "least_hours = {hours} instead of {most} would do",
    "least_gap = {count} instead of {number} would do",
    "most_gap = {count} instead of {number} would do",
    "cool_down_days = {days} instead of {most} would do",
    "without the rule “{rule}” there would be {count}",
    "no single rule is in the way: for the nearest mentor these would have to change: {rules}",
    "paused until {date}",
    "wants no mentor in this round",
    "no place is free: {count} of {most} are taken",
)
#: What the rules do (engine/fit/preview.py).
BY_RULES = (
    "Departments make no difference.",
    "Another department counts {count} points.",
    "The same department counts {count} points.",
    "Nobody is matched within their own department.",
    "Everybody is matched within their own department.",
    "Two who fit in everything have {count} points.",
    (
        "All skills that somebody wants, offered at level 5, count {count} points; one that is "
        "only close counts half."
    ),
    "Goals that both have named count up to {count} points.",
    (
        "{hours} working hours a week in common count {count} points, fewer count less, more "
        "count the same."
    ),
    (
        "A mentor {least} to {most} bands ahead counts {count} points, and a third less for each "
        "band beside that."
    ),
    (
        "A language that both like best counts {count} points, one that the mentor speaks too "
        "counts half."
    ),
    (
        "A mentee's first wish counts {count} points, each next one a fifth less; a mentor's wish "
        "counts half of that."
    ),
    "What both confirmed in the last {days} days counts {count} points.",
    "Having been a pair takes away up to {count} points, half as much after {days} days.",
    "Two who share no language are not matched.",
    (
        "Two with fewer than {hours} working hours a week in common are not matched; the weeks of "
        "the year in which they have fewest count."
    ),
    "Nobody is matched with somebody whom they lead, or who leads them, at any distance.",
    "Two with the same manager are not matched.",
    "Two people do not mentor each other in the same round.",
    "A mentor stands at least {count} bands ahead of a mentee.",
    "A mentor stands at most {count} bands ahead of a mentee.",
    "Two who were a pair are not matched again for {days} days.",
    (
        "Two who were a pair are not matched again for {days} days, unless more people have a "
        "mentor by it."
    ),
    "Two of whom one does not want the other are not matched; nobody is told of it.",
)
#: What does not fit in a table of people (engine/fit/cells.py, people_table.py, references.py).
ROWS = (
    "begins like a formula of a spreadsheet",
    "must be mentor, mentee, both or none",
    "must be a whole number from {least} to {most}",
    "must be a whole number from {least} to {most}, or one of: {names}",
    "must be a day such as 2026-05-01",
    "must be hours such as 09:00-17:00",
    "must be days such as Mon-Fri",
    "needs whom and when last, such as e1003 2025-06-30",
    "takes at most {count} entries",
    "takes at most {count} people",
    "lies ahead",
    "“{entry}” must have a number from 1 to {most}",
    "“{entry}” has no word to be compared by",
    "“{name}” is not a time zone such as Europe/Berlin",
    "is needed where working hours or days are given",
    "is empty, and they neither want nor offer anything",
    "is empty, and no id and no e-mail address says who it is",
    "stands in row {number} already",
    "leads back to the person",
    "is the person themselves",
    "names somebody who is in no row, or the person themselves",
    "“{name}” is in no row; who does not take part may stand here with the role none",
    "“{name}” is the name of several people: give the id or the e-mail address",
    "means the same as “{name}”: leave one of them out",
    "is what others are named by in lists: it takes no ; and no |",
    "has cells without a heading",
    "has no heading that says who it is: id, name or email",
    "has none of the headings role, wants and offers",
    "is followed by nobody",
)

#: Why peers meet, meet again, or meet nobody (engine/fit/peers.py).
AS_PEERS = (
    "{name} for {other}: {reason}",
    "{name} wished for {other}",
    "{name} and {other} have {hours} working hours a week in common",
    "{name} and {other} have met once: one of them has met everybody who may meet them",
    "{name} and {other} have met {count} times: one of them has met everybody who may meet them",
    "{name} and {other} have met once: else {number} people would meet nobody",
    "{name} and {other} have met {count} times: else {number} people would meet nobody",
    "the number is odd, and you sat out least often, or longest ago",
    "the rules leave nobody to meet",
    "{name} and {other} have met once: else somebody would meet nobody, or sit out again",
    "{name} and {other} have met {count} times: else somebody would meet nobody, or sit out again",
    "the rules leave people to meet, and the round as a whole came out otherwise",
    "the rules leave too few to sit with",
    "too few are left for another circle",
)
MENTORING = (*AS_PEERS, *FITS_TOGETHER, *NOT_TOGETHER, *NOBODY, *BY_RULES, *ROWS)
