"""Whatever is refused of a programme, its rules or its tables is told in German too."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import translation

from journeywork.engine.fit import directory
from journeywork.engine.fit.rules import SETTINGS
from journeywork.engine.fit.rules_file import RulesFault, read_rules
from journeywork.engine.mentoring import ProgrammeKind
from journeywork.engine.mentoring_templates import TEMPLATES, Plan, faults
from journeywork.engine.tables import TableFault, decoded, read_table
from journeywork.kernel.reasons import said
from journeywork.mentoring import importing
from journeywork.web.mentoring import words

WRONG_RULES = (
    "like = 3",
    (
        "[weights]\nskills = 400\nskils = 1\n[bars]\nleast_hours = 'x'\ncommon_language = 3\n"
        "departments = 'none'\n[colours]\n[bands]\nnames = 3\n[scales]\nbest_gap_from = 9"
    ),
    "[bars]\nleast_gap = 3\nmost_gap = 1",
    "[bands]\nnames = ['a', 'A']\n['also called']\nGo = 3",
    "[weights]\n" + "\n".join(f"{one.name} = 0" for one in SETTINGS if one.table == "weights"),
    "like",
)
WRONG_FILES = (
    "\u00c4".encode("latin-1"),
    b"a\xff",
    b"a\x00b\x00c\x00",
    b"",
    b"name,Name\nx,y\n",
    b'name\n"x\n',
)


def of_rules() -> Iterator[str]:
    for text in WRONG_RULES:
        with pytest.raises(RulesFault) as refusal:
            read_rules(text)
        yield from (says for _line, says in refusal.value.faults)
        yield "; ".join(f"line {line}: {says}" for line, says in refusal.value.faults[:1])


def of_files() -> Iterator[str]:
    for body in WRONG_FILES:
        with pytest.raises(TableFault) as refusal:
            read_table(decoded(body))
        yield refusal.value.says


def of_plans() -> Iterator[str]:
    plan = Plan(name=" ", kind=ProgrammeKind.CIRCLES, least=6, most=4)
    yield from faults(plan).values()
    yield from faults(replace(plan, name="x")).values()
    yield from faults(replace(plan, name="x", most=6, lasts_weeks=1)).values()
    yield from faults(replace(plan, name="x", says="y" * 3000, places=0)).values()


def of_people() -> Iterator[str]:
    yield from (directory.NOBODY, directory.NOT_INVITED, directory.NO_ADDRESS, directory.LEFT)
    yield from (importing.CLOSED, importing.CAME_AND_LEFT)
    yield from (form.format(key="ana", name="Ana", row=3) for form in (
        directory.SEVERAL, directory.OTHER_ADDRESS, directory.TWO_PEOPLE, directory.TWICE,
    ))  # fmt: skip
    yield "“Ana” is in no row, and nobody here is called that"


def test_all_that_is_refused_is_told_in_german(at: datetime) -> None:
    told = {*of_rules(), *of_files(), *of_plans(), *of_people()}
    told |= {one.says for one in SETTINGS}
    with translation.override("de"):
        assert sorted(each for each in told if said(each) == each) == []
    assert len(told) > 50


def test_every_template_has_its_words() -> None:
    assert words.TEMPLATES.keys() == TEMPLATES.keys()
