"""The embedded PostgreSQL's life: made once, kept, joined, refused."""

import json
import multiprocessing
from pathlib import Path

import psycopg
import pytest

from journeywork.config.cluster import APP, OWNER, Cluster, ClusterError, Start
from journeywork.config.cluster.binaries import Binaries, discover


def ask(cluster: Cluster, statement: str, role: str = OWNER) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.url(role)) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("programs", discover(), ids=lambda one: one.version)
def test_what_was_written_is_there_after_the_next_start(place: Path, programs: Binaries) -> None:
    cluster = Cluster(place / "pg", programs=programs.folder)
    assert cluster.start() is Start.CREATED
    ask(cluster, f"create table lesson (title text); grant all on lesson to {APP}")
    ask(cluster, "insert into lesson values ('Read the log first')", APP)
    cluster.stop()
    assert not cluster.is_running()

    with Cluster(place / "pg") as again:
        assert ask(again, "select title from lesson", APP) == [("Read the log first",)]
        version = ask(again, "show server_version_num")[0][0]
    assert int(str(version)) // 10000 == programs.major


def test_the_application_owns_nothing_and_passes_no_row_security(shared: Cluster) -> None:
    roles = ask(
        shared,
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
        " where rolcanlogin and rolname <> 'postgres' order by 1",
    )
    owner = ask(
        shared,
        "select r.rolname from pg_database d join pg_roles r on r.oid = d.datdba"
        " where datname = 'journeywork'",
    )
    assert roles == [(APP, False, False, False, False), (OWNER, False, False, True, True)]
    assert owner == [(OWNER,)]


def test_durable_and_without_a_network_door(shared: Cluster) -> None:
    names = ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "jit")
    values = [ask(shared, f"show {name}")[0][0] for name in names]
    order = ask(shared, "select 'Z' < 'a', 'é' > 'z'")
    encoding = ask(shared, "show server_encoding")
    assert values == ["", "on", "on", "on", "off"]
    assert (order, encoding) == ([(True, True)], [("UTF8",)])


def test_a_second_supervisor_joins_the_running_server(shared: Cluster) -> None:
    second = Cluster(shared.folder)
    assert second.start() is Start.ADOPTED
    assert second.pid == shared.pid


def _start_and_tell(folder: Path, answers: "multiprocessing.Queue[str]") -> None:
    answers.put(Cluster(folder).start().value)


def test_two_starts_at_the_same_moment_make_one_server(place: Path) -> None:
    fork = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[str] = fork.Queue()
    starters = [fork.Process(target=_start_and_tell, args=(place / "pg", answers)) for _ in "12"]
    for starter in starters:
        starter.start()
    assert sorted(answers.get() for _ in starters) == ["adopted", "created"]
    for starter in starters:
        starter.join()
    cluster = Cluster(place / "pg")
    assert ask(cluster, "select 1") == [(1,)]
    cluster.stop()


def test_data_of_another_major_version_is_refused_and_left_alone(place: Path) -> None:
    cluster = Cluster(place / "pg")
    with cluster:
        pass
    version = place / "pg" / "data" / "PG_VERSION"
    version.write_text("9\n")
    before = sorted(path.name for path in version.parent.iterdir())
    with pytest.raises(ClusterError, match=r"made by PostgreSQL 9.*apt-get install postgresql-9"):
        cluster.start()
    assert sorted(path.name for path in version.parent.iterdir()) == before


def test_the_programs_that_made_the_data_are_taken_again(place: Path) -> None:
    """A newer PostgreSQL, installed later, must not be tried on older data."""
    last = discover()[-1]
    with Cluster(place / "pg", programs=last.folder):
        pass
    origin = json.loads((place / "pg" / "origin.json").read_text())
    with Cluster(place / "pg") as cluster:
        program = Path(f"/proc/{cluster.pid}/exe").readlink()
    assert origin["version"] == last.version
    assert program.parent == Path(origin["programs"]).resolve()


def test_a_folder_that_is_no_cluster_is_not_touched(place: Path) -> None:
    (place / "pg" / "data").mkdir(parents=True)
    (place / "pg" / "data" / "thesis.txt").write_text("years of work")
    with pytest.raises(ClusterError, match="not a PostgreSQL data folder"):
        Cluster(place / "pg").start()
    assert (place / "pg" / "data" / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("name", ["x" * 120, "with space, comma and 'quote'", "Ünïcode"])
def test_any_folder_name_will_do(place: Path, name: str) -> None:
    with Cluster(place / name) as cluster:
        assert ask(cluster, "select 1", APP) == [(1,)]
        first = cluster.url(APP)
    with Cluster(place / name) as cluster:
        assert cluster.url(APP) == first
    elsewhere = place / name / "socket-folder"
    if elsewhere.exists():
        Path(elsewhere.read_text().strip()).rmdir()


def test_the_data_moves_to_a_newer_version_and_the_old_stays_beside_it(place: Path) -> None:
    found = sorted(discover(), key=lambda one: one.major)
    if found[0].major == found[-1].major:
        pytest.skip("this machine has one version of PostgreSQL")
    cluster = Cluster(place / "pg", programs=found[0].folder)
    with cluster:
        ask(cluster, f"create table lesson (title text); grant all on lesson to {APP}")
        ask(cluster, "insert into lesson values ('Read the log first')", APP)
    kept = cluster.upgrade()
    assert (kept / "PG_VERSION").read_text().strip() == str(found[0].major)
    with Cluster(place / "pg") as moved:
        assert ask(moved, "select title from lesson", APP) == [("Read the log first",)]
        assert str(ask(moved, "show server_version")[0][0]).startswith(str(found[-1].major))
        with pytest.raises(psycopg.OperationalError, match="rejects connection"):
            psycopg.connect(moved.url("postgres"))
    with pytest.raises(ClusterError, match="nothing newer"):
        cluster.upgrade()


def test_an_upgrade_that_was_cut_off_does_not_look_like_an_empty_start(place: Path) -> None:
    (place / "pg" / "data.15.1790000000").mkdir(parents=True)
    with pytest.raises(ClusterError, match=r"Rename data.15.1790000000 to data"):
        Cluster(place / "pg").start()
