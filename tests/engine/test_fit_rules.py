"""The rules of a round: read from TOML with every fault by its line, and told in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.fit.preview import preview
from journeywork.engine.fit.rules import MENTORING, PROGRAMMES, SETTINGS, Departments, Rules
from journeywork.engine.fit.rules_file import RulesFault, read_rules

WHOLE = """
like = "reverse"

[weights]
skills = 60
freshness = 0

[bars]
departments = "must differ"
least_hours = 2.5
least_gap = false
most_gap = -2
cool_down_yields = false

[scales]
enough_hours = 12

[bands]
names = ["Junior", "senior", "Lead"]

["also called"]
Kubernetes = ["our platform"]
"""


def faults(text: str) -> tuple[tuple[int, str], ...]:
    with pytest.raises(RulesFault) as fault:
        read_rules(text)
    return fault.value.faults


def test_what_is_not_said_is_as_the_programme_has_it() -> None:
    assert read_rules("").rules == MENTORING
    written = read_rules(WHOLE)
    rules = written.rules
    assert (rules.weights.skills, rules.weights.freshness, rules.weights.goals) == (60, 0, 12)
    assert rules.bars.departments is Departments.OTHER
    assert (rules.bars.least_gap, rules.bars.most_gap, rules.bars.least_hours) == (None, -2, 2.5)
    assert (rules.scales.enough_hours, rules.scales.best_gap_to) == (12, -2)
    assert written.bands == {"junior": 1, "senior": 2, "lead": 3}
    assert rules.also_called == (("Kubernetes", "our platform"),)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("\nskills = = 3\n", 2, "is not TOML: invalid value"),
        ("[weights\n", 1, "is not TOML: expected ']' at the end of a table declaration"),
        ("[weights]\nskills = 3\nskills = 4\n", 3, "is not TOML: cannot overwrite a value"),
        (
            'like = "speed dating"',
            1,
            "like must be one of: mentoring, buddy, reverse, peers, circles",
        ),
        (
            "# one\n[weight]\nskills = 3\n",
            2,
            "“weight” is not known; tables are: weights, bars, scales, bands, also called",
        ),
        ("[weights]\n\nskills = 101 # more\n", 3, "skills must be a whole number from 0 to 100"),
        ("[weights]\nskills = 1.5\n", 2, "skills must be a whole number from 0 to 100"),
        ("[weights]\nskills = true\n", 2, "skills must be a whole number from 0 to 100"),
        (
            "[weights]\nskils = 5\n",
            2,
            (
                "“skils” is not known; weights are: skills, goals, hours, seniority, languages, "
                "department, wishes, freshness, past"
            ),
        ),
        ("[bars]\nleast_hours = -1\n", 2, "least_hours must be a number from 0 to 80"),
        ("[bars]\nleast_hours = nan\n", 2, "least_hours must be a number from 0 to 80"),
        ('[bars]\nsame_manager = "no"\n', 2, "same_manager must be true or false"),
        (
            '[bars]\ndepartments = "differ"\n',
            2,
            "departments must be one of: any, prefer other, prefer same, must differ, must match",
        ),
        (
            "[bars]\nleast_gap = 4\nmost_gap = 2\n",
            2,
            "least_gap is greater than most_gap: nobody would be left",
        ),
        ("[scales]\nbest_gap_from = 9\n", 2, "best_gap_from is greater than best_gap_to"),
        ("[bands]\nnames = 3\n", 2, 'must be names = ["junior", "senior"], lowest first'),
        ('[bands]\nnames = ["a", "A "]\n', 2, "a band stands twice"),
        (
            '["also called"]\nSQL = "sequel"\n',
            2,
            '“SQL” must be followed by names, such as ["k8s", "our platform"]',
        ),
    ],
)
def test_a_fault_is_told_by_its_line(text: str, line: int, says: str) -> None:
    assert faults(text) == ((line, says),)


def test_all_faults_are_told_at_once() -> None:
    text = "[weights]\nskills = -1\n[bars]\nleast_hours = 99\n[scales]\nfresh_days = 0\n"
    assert [line for line, _ in faults(text)] == [2, 4, 6]


def test_a_round_in_which_nothing_counts_is_refused() -> None:
    weights = [one.name for one in SETTINGS if one.table == "weights" and one.name != "past"]
    text = "[weights]\n" + "\n".join(f"{name} = 0" for name in weights)
    assert faults(text) == ((1, "every weight is 0: nothing would count"),)


@given(st.text(max_size=200))
def test_whatever_stands_there_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        assert read_rules(text).rules
    except RulesFault as fault:
        assert min(line for line, _ in fault.faults) >= 1


def test_every_setting_is_one_of_the_rules_and_every_rule_can_be_set() -> None:
    there = {
        (table, name)
        for table in ("weights", "bars", "scales")
        for name in getattr(MENTORING, table).__dataclass_fields__
    }
    assert {(one.table, one.name) for one in SETTINGS} == there
    assert [one.name for one in SETTINGS if not one.says] == []


@pytest.mark.parametrize("rules", PROGRAMMES.values(), ids=PROGRAMMES)
def test_the_defaults_lie_within_their_bounds(rules: Rules) -> None:
    for one in SETTINGS:
        value = getattr(getattr(rules, one.table), one.name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert one.least <= value <= one.most, one.name


def test_the_preview_says_what_each_weight_and_rule_does() -> None:
    text = "[weights]\nskills = 45\nwishes = 0\n[bars]\nreporting_line = false\nleast_gap = 1"
    said = preview(read_rules(text).rules)
    assert said[0] == "Two who fit in everything have 9200 points."
    assert [each for each in said if "wish" in each or "lead" in each] == []
    assert "A mentor stands at least 1 bands ahead of a mentee." in said
    assert preview(read_rules("").rules) != said
