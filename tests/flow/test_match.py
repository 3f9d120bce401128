"""`journeywork match` on an organiser's laptop: real files, no server, no database."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from journeywork.cli.root import app

HEAD = "id,name,role,wants,offers,seniority,languages,manager,places,past pairs,not with\n"
PEOPLE = HEAD + (
    "ana,Ana Costa,mentee,AI; SQL,,2,pt; en,dora,,,\n"
    "mia,Mia Lind,mentee,Rust,,2,sv,dora,,,\n"
    "leo,Leo Fox,mentee,retail,,3,en,dora,,ben 2025-12-01,\n"
    "ben,Ben Okafor,mentor,,Artificial Intelligence:5,5,en,emil,1,,\n"
    "gus,Gus Hale,mentor,,retail:4,5,en,emil,1,,\n"
    "dora,Dora Weiss,none,,,,,emil,,,\n"
    "emil,Emil,none,,,,,,,,\n"
)
RULES = "[weights]\nskills = 50\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "rules.toml").write_text(RULES)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["match", *words])


def match(*words: str) -> Result:
    return run("people.csv", "--rules", "rules.toml", "--on", "2026-03-10", *words)


def pairs(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.DictReader(content))


def test_a_round_from_a_table_to_pairs_with_its_proof(desk: Path) -> None:
    done = match("--out", "pairs.csv")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "3 mentees want 3 mentors; 2 mentors have 2 places.",
        "Wanted, and offered by nobody: Rust (1), SQL (1).",
        "1 mentee has no mentor that the rules allow.",
        "The rule “common_language” alone is in the way of 1 of them.",
        "",
        "2 of 3 mentees have a mentor, in 2 pairs. No round by these rules places more.",
        *done.output.splitlines()[6:8],
        "1 mentee has nobody:",
        (
            "- Mia Lind: no language in common: 2 of 2 "
            "(without the rule “common_language” there would be 2)"
        ),
        "Written to pairs.csv",
    ]
    lowest, proven = done.output.splitlines()[6:8]
    assert lowest.startswith("The lowest fit is ")
    assert proven.startswith("Proven: no other round is better by these rules")
    found = pairs(desk / "pairs.csv")
    assert [(row["mentee id"], row["mentor id"]) for row in found] == [
        ("ana", "ben"),
        ("leo", "gus"),
    ]
    assert sorted(file.name for file in desk.iterdir()) == ["pairs.csv", "people.csv", "rules.toml"]
    assert (desk / "pairs.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_reasons_are_written_for_pairs_and_for_those_who_have_nobody(desk: Path) -> None:
    assert match("--out", "pairs.csv", "--explain").exit_code == 0
    ana, leo, mia = pairs(desk / "pairs.csv")
    for row in (ana, leo):
        parts = [int(value) for name, value in row.items() if name.endswith(" points")]
        assert sum(parts) == int(row["points"])
    assert ana["why"].split("; ")[:2] == [
        "AI: offered as Artificial Intelligence at level 5",
        "SQL: not on offer",
    ]
    assert (mia["mentor id"], mia["points"], mia["why"]) == (
        "",
        "",
        "no language in common: 2 of 2",
    )
    assert mia["what would change it"] == "without the rule “common_language” there would be 2"


def test_case_3_ai_is_not_in_retail(desk: Path) -> None:
    match("--out", "pairs.csv", "--explain")
    ana, leo, _ = pairs(desk / "pairs.csv")
    assert (ana["mentor id"], ana["skills points"]) == ("ben", "2500")
    assert (leo["mentor id"], leo["skills points"]) == ("gus", "4000")


def test_case_4_the_best_round_and_not_the_best_first_pair(desk: Path) -> None:
    # Points 800 and 500 for Ana, 1000 and 400 for Leo: who comes first would take 800, and 400.
    (desk / "people.csv").write_text(
        "id,role,wants,offers\nana,mentee,alpha,\nleo,mentee,beta,\n"
        "m1,mentor,,alpha:4; beta:5\nm2,mentor,,alpha tools:5; beta:2\n"
    )
    (desk / "rules.toml").write_text("[weights]\nskills = 10\n")
    assert match("--out", "pairs.csv", "--explain").exit_code == 0
    found = [
        (row["mentee id"], row["mentor id"], row["points"]) for row in pairs(desk / "pairs.csv")
    ]
    assert found == [("ana", "m2", "500"), ("leo", "m1", "1000")]


def test_case_15_no_points_without_evidence(desk: Path) -> None:
    (desk / "people.csv").write_text("id,role,wants,offers\nana,mentee,AI,\nben,mentor,,retail\n")
    assert match("--out", "pairs.csv", "--explain").exit_code == 0
    (row,) = pairs(desk / "pairs.csv")
    assert {value for name, value in row.items() if name.endswith("points")} == {"0"}
    assert row["why"].startswith("AI: not on offer; ")


def test_a_dry_run_tells_the_rules_and_who_has_nobody_and_writes_nothing(desk: Path) -> None:
    done = match("--dry-run")
    assert done.exit_code == 0
    assert "- Two who share no language are not matched." in done.output.splitlines()
    assert "- Mia Lind: no language in common: 2 of 2" in done.output
    assert sorted(file.name for file in desk.iterdir()) == ["people.csv", "rules.toml"]


def test_the_order_of_rows_changes_nothing(desk: Path) -> None:
    match("--out", "one.csv", "--explain")
    head, *rows = PEOPLE.splitlines()
    (desk / "people.csv").write_text("\n".join([head, *reversed(rows)]))
    match("--out", "other.csv", "--explain")
    assert (desk / "one.csv").read_bytes() == (desk / "other.csv").read_bytes()


def test_a_block_is_kept_and_nothing_that_is_told_or_written_speaks_of_it(desk: Path) -> None:
    (desk / "people.csv").write_text(PEOPLE.replace("dora,,,\n", "dora,,,ben\n", 1))
    done = match("--out", "pairs.csv", "--explain")
    found = {row["mentee id"]: row["mentor id"] for row in pairs(desk / "pairs.csv")}
    assert found["ana"] == "gus"
    told = done.output + (desk / "pairs.csv").read_text()
    assert [word for word in ("block", "not with", "exclu") if word in told.casefold()] == []


def test_bad_rows_are_refused_one_by_one_and_what_was_there_stays(desk: Path) -> None:
    (desk / "pairs.csv").write_text("of yesterday")
    (desk / "people.csv").write_text(
        PEOPLE.replace("gus,Gus Hale", "gus,=cmd").replace(",1,,\n", ",-1,,\n", 1)
    )
    done = match("--out", "pairs.csv")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "row 5, places: must be a whole number from 0 to 100",
        "row 6, name: begins like a formula of a spreadsheet",
        "journeywork: people.csv: nobody is taken in until these are right",
    ]
    assert (desk / "pairs.csv").read_text() == "of yesterday"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("none.csv", "--out", "p.csv"), 1, "none.csv cannot be read: No such file or directory"),
        (("latin.csv", "--out", "p.csv"), 1, "latin.csv is not UTF-8 in line 2"),
        (("people.csv", "--out", "people.csv"), 1, "people.csv is what the people or the rules"),
        (("people.csv", "--out", "none/p.csv"), 1, "none/p.csv cannot be written: No such file"),
        (("people.csv", "--rules", "bad.toml", "--out", "p.csv"), 1, "line 2: skills must be"),
        (("people.csv",), 2, "needs a file, or --dry-run"),
        (("people.csv", "--on", "soon", "--dry-run"), 2, "must be a day such as 2026-05-01"),
        (("people.csv", "--out", "p.csv", "--time-limit", "0"), 2, "time-limit"),
    ],
)
def test_what_cannot_be_done_says_why_and_ends_with_a_code(
    desk: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    (desk / "latin.csv").write_bytes("name,role\nZoë,mentor\n".encode("latin-1"))
    (desk / "bad.toml").write_text("[weights]\nskills = 101\n")
    done = run(*words)
    assert done.exit_code == code
    assert says in done.stderr
    assert not (desk / "p.csv").exists()


def test_stopped_at_once_it_gives_the_best_so_far_with_its_bound(desk: Path) -> None:
    rows = [f"m{n:03},mentee,skill {n % 37}; skill {n % 11}," for n in range(300)]
    rows += [f"g{n:03},mentor,,skill {n % 41}; skill {n % 13}" for n in range(300)]
    (desk / "people.csv").write_text("\n".join(["id,role,wants,offers", *rows]))
    whole = match("--out", "whole.csv")
    assert "Proven: no other round is better" in whole.output
    stopped = match("--out", "stopped.csv", "--time-limit", "0.1")
    assert stopped.exit_code == 0
    assert (desk / "stopped.csv").exists()


def test_it_runs_without_django_and_without_a_database(desk: Path) -> None:
    code = (
        "import sys; sys.argv = ['journeywork', 'match', 'people.csv', '--dry-run']\n"
        "from journeywork.cli.root import app\n"
        "try: app()\n"
        "except SystemExit as end: print(end.code, 'django' in sys.modules, 'numba' in sys.modules)\n"
    )
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(desk)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 False False"


def test_peers_meet_and_who_meets_again_is_told_why(desk: Path) -> None:
    rows = "ana,Ana,both,Go,SQL:4,ben 2026-02-03\nben,Ben,both,SQL,Go:3,\n"
    (desk / "people.csv").write_text("id,name,role,wants,offers,past pairs\n" + rows)
    (desk / "rules.toml").write_text('like = "peers"\n')
    done = match("--out", "pairs.csv")
    assert done.exit_code == 0, done.output
    again = "Ana and Ben have met once: one of them has met everybody who may meet them"
    assert done.output.splitlines()[:2] == ["2 people meet in 1 group.", again]
    ana, ben = pairs(desk / "pairs.csv")
    assert (ana["group"], ben["group"], ana["points"]) == ("1", "1", ben["points"])
    assert "Ben for Ana: Go: offered at level 3" in ana["why"]
    assert ana["why"].endswith(again)


def test_too_few_for_a_circle_are_named_and_a_dry_run_writes_nothing(desk: Path) -> None:
    (desk / "rules.toml").write_text('like = "circles"\n')
    dry = match("--dry-run")
    assert "5 take part." in dry.output.splitlines()
    done = match("--out", "pairs.csv")
    assert done.exit_code == 0, done.output
    assert {row["group"] for row in pairs(desk / "pairs.csv")} <= {"1", ""}
    refused = match("--out", "people.csv")
    assert refused.exit_code == 1
    assert (desk / "people.csv").read_text() == PEOPLE
