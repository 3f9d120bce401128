"""The sentences about programmes, their rules and tables of people, as patterns to translate."""

from journeywork.engine.fit.rules import SETTINGS

#: What does not fit in a programme (engine/mentoring_templates.py, mentoring/programmes.py).
_PLANS = (
    "is longer than a match lasts",
    "is more than the most",
    "stays as it is: people take part already",
    "is closed: open it again to take people in",
)
#: What does not fit in rules (engine/fit/rules_file.py).
_RULES = (
    "line {number}: {says}",
    "“{name}” is not known; tables are: {names}",
    "“{name}” is not known; {table} are: {names}",
    "is not TOML",
    "is not TOML: {says}",
    "like must be one of: {names}",
    "{name} must be one of: {names}",
    "{name} must be true or false",
    "{name} must be a number from {least} to {most}",
    "{name} must be a whole number from {least} to {most}",
    "least_gap is greater than most_gap: nobody would be left",
    "best_gap_from is greater than best_gap_to",
    "every weight is 0: nothing would count",
    'must be names = ["junior", "senior"], lowest first',
    "a band stands twice",
    '“{name}” must be followed by names, such as ["k8s", "our platform"]',
)
#: What is wrong with a file as a whole (engine/tables.py), and with who somebody is in it
#: (engine/fit/directory.py, references.py, mentoring/importing.py).
_TABLES = (
    "is not {encoding} in line {number}: save it as CSV in UTF-8",
    (
        "is not {encoding} in line {number} (it looks like Latin-1 or Windows-1252): save it as "
        "CSV in UTF-8"
    ),
    "is no text, or UTF-16 without its mark: save it as CSV in UTF-8",
    "cannot be read: {says}",
    "has no headings",
    "has the heading “{name}” twice",
    "has more than {count} people: take them in by parts",
    "is larger than 1 MB: take the people in by parts",
    "is nobody here: correct it, leave the row out, or add them to the directory",
    "was never invited: leave the row out, or add them to the directory",
    "is needed to add somebody to the directory",
    "is not an address of “{key}” here",
    "belongs to somebody else than the id “{key}”",
    "does not work here any more: leave the row out",
    "“{name}” is in no row, and nobody here is called that",
    "took part before and left: only they themselves can come back",
)

PROGRAMMES = (*_PLANS, *_RULES, *_TABLES, *(setting.says for setting in SETTINGS))
