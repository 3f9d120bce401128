"""A programme is set up by Emil, who coordinates: from a template, changed, opened, closed."""

from dataclasses import replace
from datetime import datetime

import pytest

from journeywork.engine.mentoring import Programme, ProgrammeKind, ProgrammeState
from journeywork.engine.mentoring_templates import (
    RULES,
    TEMPLATES,
    Plan,
    faults,
    rules_of,
    written_out,
)
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.ids import new_id
from journeywork.kernel.models import PublishedFact
from journeywork.mentoring import programmes, queries
from tests.conftest import Cast

COHORT = TEMPLATES["cohort"].plan


def set_up(cast: Cast, at: datetime, **more: object) -> Programme:
    return programmes.set_up(plan=replace(COHORT, **more), by=cast.emil.id, at=at)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_template_is_a_programme_that_fits_at_once(
    cast: Cast, at: datetime, key: str
) -> None:
    made = programmes.set_up(plan=TEMPLATES[key].plan, by=cast.emil.id, at=at)
    assert made.state is ProgrammeState.DRAFT
    assert programmes.plan_of(made) == TEMPLATES[key].plan
    assert queries.programme_by_key(made.key) == made


def test_there_is_a_template_for_every_kind_and_every_kind_has_rules() -> None:
    assert {each.plan.kind for each in TEMPLATES.values()} == set(ProgrammeKind)
    assert RULES.keys() == set(ProgrammeKind)
    assert rules_of(ProgrammeKind.BUDDY, "") != rules_of(ProgrammeKind.MENTORING, "")


@pytest.mark.parametrize("kind", ProgrammeKind)
def test_rules_written_out_say_what_holds_and_can_be_taken_at_their_word(
    kind: ProgrammeKind,
) -> None:
    written = written_out(kind)
    usual = rules_of(kind, "")
    assert rules_of(kind, written) == usual
    assert rules_of(kind, written.replace("# ", "")) == usual
    other = written.replace("# least_hours", "least_hours = 7 #")
    assert rules_of(kind, other).rules.bars.least_hours == 7 != usual.rules.bars.least_hours


def test_two_of_one_name_have_keys_of_their_own(cast: Cast, at: datetime) -> None:
    keys = [set_up(cast, at, name=name).key for name in ("Spring", "Spring", "New", "???")]
    assert keys == ["spring", "spring-2", "new-2", "programme"]


def test_what_does_not_fit_is_told_by_field(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        set_up(cast, at, name=" ", places=0, rules="[weights]\nskills = 400\nskils = 1\n")
    assert refusal.value.faults == {
        "name": "needs at least one character",
        "places": "must be a whole number from 1 to 100",
        "rules": (
            "line 2: skills must be a whole number from 0 to 100; line 3: “skils” is not known; "
            "weights are: skills, goals, hours, seniority, languages, department, wishes, "
            "freshness, past"
        ),
    }
    with pytest.raises(Invalid) as refusal:
        set_up(cast, at, teams=(new_id(),))
    assert refusal.value.faults == {"teams": "is no team here"}
    assert queries.programmes() == ()


def test_bounds_are_kept_against_each_other() -> None:
    often = Plan(name="x", kind=ProgrammeKind.PEERS, lasts_weeks=2, every_weeks=4)
    assert faults(often) == {"every_weeks": "is longer than a match lasts"}
    large = Plan(name="x", kind=ProgrammeKind.CIRCLES, least=6, most=5)
    assert faults(large) == {"least": "is more than the most"}
    assert faults(replace(large, least=5)) == {}


def test_it_is_changed_and_keeps_its_key(cast: Cast, at: datetime) -> None:
    made = set_up(cast, at)
    plan = replace(COHORT, name="Autumn", kind=ProgrammeKind.REVERSE, places=1)
    changed = programmes.change(programme_id=made.id, plan=plan, by=cast.emil.id, at=at)
    assert (changed.key, changed.name, changed.places) == (made.key, "Autumn", 1)
    assert queries.programme(made.id) == changed


def test_it_opens_and_closes_and_each_is_told_once(cast: Cast, at: datetime) -> None:
    made, me = set_up(cast, at), cast.emil.id
    for _twice in (1, 2):
        opened = programmes.open_programme(programme_id=made.id, by=me, at=at)
    assert opened.state is ProgrammeState.OPEN
    for _twice in (1, 2):
        closed = programmes.close(programme_id=made.id, by=me, at=at)
    assert (closed.state, closed.closed_at) == (ProgrammeState.CLOSED, at)
    again = programmes.open_programme(programme_id=made.id, by=me, at=at)
    assert (again.state, again.closed_at) == (ProgrammeState.OPEN, None)
    assert PublishedFact.objects.filter(name="ProgrammeOpened").count() == 2
    told = [line.verb for line in audit.lines() if line.verb.startswith("programme.")]
    assert told == ["programme.opened", "programme.closed", "programme.opened", "programme.set_up"]


def test_what_is_not_there_is_not_found(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotFound):
        programmes.close(programme_id=new_id(), by=cast.emil.id, at=at)
