"""A repository's history becomes work: who changed what, who helped, what was taken back."""

import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from journeywork.connectors.git.documents import documents
from journeywork.connectors.git.history import History, import_history, is_another
from journeywork.connectors.git.program import GitError
from journeywork.connectors.git.repository import opened
from journeywork.engine.work import EpisodeState, Help, HelpKind
from journeywork.people import queries as people
from journeywork.work import actions, queries
from tests.conftest import Cast
from tests.rooms.repositories import ANA, BEN, DORA, Repository

MONTHS = timedelta(days=90)


@pytest.fixture
def repository(tmp_path: Path, at: datetime) -> Repository:
    return Repository(tmp_path / "payments", at - MONTHS)


def bring_in(repository: Repository, at: datetime) -> History:
    found = import_history(opened(repository.path), by=None, at=at)
    while actions.digest(at=at):
        pass
    return found


def test_a_direct_commit(cast: Cast, repository: Repository, at: datetime) -> None:
    sha = repository.commit("fix(fees): charge once\n\nIt charged twice.", "billing/fees.py")
    assert bring_in(repository, at) == History(changes=1, events=2, repeated=0, people=1, waiting=2)
    (episode,) = queries.episodes()
    assert (episode.key, episode.place) == (f"payments@{sha[:12]}", "payments")
    assert (episode.title, episode.labels) == ("fix(fees): charge once", ("fix", "fees"))
    assert (episode.owner, episode.paths) == (cast.ana.id, ("billing/fees.py",))
    assert (episode.state, episode.kind) == (EpisodeState.FINISHED, "change")


def test_a_merge_with_its_commits(cast: Cast, repository: Repository, at: datetime) -> None:
    repository.commit("Begin", "README.md")
    repository.git("switch", "-q", "-c", "topic")
    repository.commit("Part one", "a.py")
    repository.commit("Part two", "b.py", by=BEN)
    repository.git("switch", "-q", "main")
    repository.merge("topic", "Merge pull request #7 from ana/topic\n\nCharge once")
    assert bring_in(repository, at).changes == 2
    episode = queries.episode_of("payments#7")
    assert episode is not None
    assert (episode.title, episode.paths) == ("Charge once", ("a.py", "b.py"))
    assert (episode.owner, episode.people) == (
        cast.ana.id,
        (cast.ana.id, cast.ben.id, cast.dora.id),
    )
    types = [(event.type, event.by) for event in queries.time_line(episode.uuid)]
    assert types == [
        ("change.proposed", cast.ana.id),
        ("change.proposed", cast.ben.id),
        ("change.merged", cast.dora.id),
    ]


def test_a_squashed_change_and_its_number(cast: Cast, repository: Repository, at: datetime) -> None:
    sha = repository.commit("Charge once (#12)", "a.py", merged_by="GitHub <noreply@github.com>")
    bring_in(repository, at)
    episode = queries.episode_of("payments#12")
    assert episode is not None
    assert (episode.title, episode.owner) == ("Charge once", cast.ana.id)
    assert queries.episode_of(f"payments@{sha[:12]}") == episode


def test_who_helped_whom(cast: Cast, repository: Repository, at: datetime) -> None:
    repository.commit(
        "Charge once\n\nText.\n\nReviewed-by: Ben <BEN@fairwater.example>\n"
        "Co-authored-by: Dora <dora@fairwater.example>\nSigned-off-by: X <x@y.example>",
        "a.py",
    )
    bring_in(repository, at)
    (episode,) = queries.episodes()
    assert set(episode.helpers) == {
        Help(by=cast.ben.id, to=cast.ana.id, kind=HelpKind.REVIEWED),
        Help(by=cast.dora.id, to=cast.ana.id, kind=HelpKind.PAIRED),
    }
    assert episode.text == "Charge once\nText."


def test_a_change_that_was_taken_back(cast: Cast, repository: Repository, at: datetime) -> None:
    sha = repository.commit("Charge once", "a.py")
    repository.commit(f'Revert "Charge once"\n\nThis reverts commit {sha}.', "a.py", by=BEN)
    bring_in(repository, at)
    episode = queries.episode_of(f"payments@{sha[:12]}")
    assert episode is not None
    assert (episode.counts.reworks, episode.state) == (1, EpisodeState.FINISHED)


def test_a_change_that_cites_another(cast: Cast, repository: Repository, at: datetime) -> None:
    sha = repository.commit("Charge once", "a.py")
    repository.commit(f"Follow up\n\nFixes: {sha[:9]} and deadbeef99, see #41", "a.py", by=BEN)
    bring_in(repository, at)
    newest = queries.episodes()[0]
    merged = queries.time_line(newest.uuid)[-1]
    assert merged.extra["cites"] == [f"payments@{sha[:12]}"]
    assert merged.extra["numbers"] == ["#41"]


def test_people_nobody_knew_are_known_only(
    cast: Cast, repository: Repository, at: datetime
) -> None:
    repository.commit("One", "a.py", by="Greta <greta@elsewhere.example>")
    repository.commit("Two", "a.py", by="dependabot[bot] <bot@users.noreply.github.com>")
    repository.write(".mailmap", "Ana <ana@fairwater.example> <ana@home.example>\n")
    repository.commit("Three", "a.py", by="A. <ana@home.example>")
    bring_in(repository, at)
    greta = people.person_by_email("greta@elsewhere.example")
    assert greta is not None
    assert greta.known_only
    assert people.person_by_email("bot@users.noreply.github.com") is None
    assert people.person_by_email("ana@home.example") is None
    assert [episode.owner for episode in queries.episodes()] == [cast.ana.id, None, greta.id]


def test_a_second_run_brings_what_is_new(cast: Cast, repository: Repository, at: datetime) -> None:
    repository.commit("One", "a.py")
    bring_in(repository, at)
    assert bring_in(repository, at).changes == 0
    repository.commit("Two", "a.py")
    again = bring_in(repository, at)
    assert (again.changes, again.events, again.repeated) == (1, 2, 0)


def test_a_rewritten_history(cast: Cast, repository: Repository, at: datetime) -> None:
    repository.commit("One", "a.py")
    repository.commit("Two", "a.py")
    bring_in(repository, at)
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.commit("Another two", "a.py")
    assert bring_in(repository, at).events == 2
    repository.git("checkout", "-q", "--orphan", "fresh")
    repository.commit("All new", "b.py")
    repository.git("reflog", "expire", "--expire=now", "--all")
    assert bring_in(repository, at).events == 2
    assert [e.title for e in queries.episodes()] == ["All new", "Another two", "Two", "One"]


def test_another_repository_of_the_same_name_is_told_apart(
    cast: Cast, repository: Repository, tmp_path: Path, at: datetime
) -> None:
    assert not is_another(opened(repository.path))
    repository.commit("One", "a.py")
    bring_in(repository, at)
    repository.commit("Two", "a.py")
    assert not is_another(opened(repository.path))
    other = Repository(tmp_path / "other" / "payments", at - MONTHS)
    other.commit("Quite another", "b.py")
    assert is_another(opened(other.path))
    assert not is_another(opened(other.path, "other-payments"))


def test_names_and_texts_in_other_encodings(
    cast: Cast, repository: Repository, at: datetime
) -> None:
    repository.write("straße/überweisung\ttab.md", "x")
    repository.git("config", "i18n.commitEncoding", "ISO-8859-1")
    message = repository.path / ".git" / "message"
    message.write_bytes("Gebühr einmal".encode("latin-1"))
    repository.git("add", "-A")
    repository.git(
        "commit", "-q", "--author", ANA, "-F", str(message), "--date", str(repository.at)
    )
    broken = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@x.example> 99999999999999 +0000\n"
    broken += b"committer A <a@x.example> 1700000000 +0000\n\nbad \xff byte\n"
    made = subprocess.run(
        [
            "git",
            "-C",
            repository.path,
            "hash-object",
            "-t",
            "commit",
            "-w",
            "--stdin",
            "--literally",
        ],
        input=broken,
        capture_output=True,
        check=True,
    )
    repository.git("update-ref", "refs/heads/odd", made.stdout.decode().strip())
    bring_in(repository, at)
    (episode,) = queries.episodes()
    assert (episode.title, episode.paths) == ("Gebühr einmal", ("straße/überweisung\ttab.md",))
    repository.git("symbolic-ref", "HEAD", "refs/heads/odd")
    bring_in(repository, at)
    titles = sorted(each.title for each in queries.episodes())
    assert titles == ["Gebühr einmal", "bad \ufffd byte"]


def test_the_repository_runs_nothing_of_its_own(
    cast: Cast, repository: Repository, at: datetime
) -> None:
    trap = repository.path.parent / "trap"
    sprung = repository.path.parent / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\n")
    trap.chmod(0o755)
    repository.commit("One", "a.py", "a.md")
    for name in ("core.fsmonitor", "diff.external", "core.pager", "gpg.program", "core.editor"):
        repository.git("config", name, str(trap))
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "diff.x.textconv", str(trap))
    repository.git("config", "filter.x.smudge", str(trap))
    repository.git("config", "core.sshCommand", str(trap))
    repository.git("config", "alias.log", f"!{trap}")
    repository.write(".git/hooks/post-checkout", trap.read_text())
    repository.write(".git/info/attributes", "* diff=x filter=x\n")
    sprung.unlink(missing_ok=True)
    assert bring_in(repository, at).changes == 1
    assert [document.path for document in documents(opened(repository.path))] == ["a.md"]
    assert not sprung.exists()


def test_a_bare_mirror_is_called_after_its_origin(repository: Repository, tmp_path: Path) -> None:
    repository.commit("One", "a.py")
    mirror = tmp_path / "mirror.git"
    subprocess.run(["git", "clone", "-q", "--bare", repository.path, mirror], check=True)
    repository.git("remote", "add", "origin", "git@github.com:fairwater/payments.git")
    found, bare = opened(repository.path), opened(mirror, place="payments")
    assert (found.place, found.host) == ("payments", "github")
    assert found.url == "https://github.com/fairwater/payments"
    assert (bare.place, bare.path) == ("payments", mirror)


@pytest.mark.parametrize("what", ["nothing", "folder", "empty"])
def test_what_is_no_repository_says_so(
    tmp_path: Path, at: datetime, what: str, org: object
) -> None:
    folder = tmp_path / what
    if what == "folder":
        folder.mkdir()
    if what == "empty":
        Repository(folder, at)
    with pytest.raises(GitError) as fault:
        import_history(opened(folder), by=None, at=at)
    says = {"nothing": "there is no folder", "folder": "is not a git", "empty": "has no commits"}
    assert says[what] in str(fault.value)


def test_documents_with_their_owner_and_their_last_change(repository: Repository) -> None:
    repository.commit("Write", "docs/deploy.md", by=ANA, text="# Deploy\n")
    repository.commit("Better", "docs/deploy.md", by=BEN, text="# Deploy\n\nFirst.\n")
    repository.commit("Better still", "docs/deploy.md", by=BEN, text="# Deploy\n\nSecond.\n")
    meant = repository.at
    many = [f"docs/{n}.md" for n in range(40)]
    repository.commit("All", *many, by=DORA)
    repository.commit("Sweep", *many, "docs/deploy.md", by=DORA)
    repository.commit(
        "Not ours", "node_modules/x/readme.md", ".github/ISSUE.md", "LICENSE.md", "a.py"
    )
    found = {document.path: document for document in documents(opened(repository.path))}
    assert sorted(found) == sorted([*many, "docs/deploy.md"])
    deploy = found["docs/deploy.md"]
    assert (deploy.author_email, deploy.changed_at) == ("ben@fairwater.example", meant)
    assert (deploy.source, deploy.place) == ("git:payments", "payments")


def test_documents_with_names_and_texts_that_are_no_text(repository: Repository) -> None:
    repository.write("plain.md", b"\xef\xbb\xbf# Gr\xfc\xdfe\n")
    repository.write("binary.md", b"# \0\n")
    repository.write("large.md", b"x" * 1_000_001)
    (Path(os.fsdecode(os.fsencode(repository.path) + b"/n\xffme.md"))).write_text("# Odd\n")
    (repository.path / "link.md").symlink_to("/etc/passwd")
    repository.commit("Odd things")
    found = {document.path: document.text for document in documents(opened(repository.path))}
    assert found == {
        "n\ufffdme.md": "# Odd\n",
        "plain.md": "# Gr\ufffd\ufffde\n",
    }
