"""What a repository's documents said in the past, and when anybody on the main line could know."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from journeywork.connectors.git import commands
from journeywork.connectors.git.commits import changes, commits, main_line
from journeywork.connectors.git.mapping import Ground, events_of
from journeywork.connectors.git.past import MOST, REACH, past_steps, past_texts, reading_of
from journeywork.connectors.git.repository import opened
from journeywork.engine.past_texts import Seen
from journeywork.knowledge.models import PastCardRow
from tests.rooms.repositories import ANA, BEN, Repository

DAY = timedelta(days=1)


@pytest.fixture
def repository(tmp_path: Path, at: datetime) -> Repository:
    return Repository(tmp_path / "payments", at)


def told(repository: Repository) -> dict[str, tuple[Seen, ...]]:
    found = opened(repository.path)
    return {document.path: seen for document, seen in past_texts(found, past_steps(found))}


def test_each_text_is_told_with_its_day_and_who_had_written_most(
    repository: Repository, at: datetime
) -> None:
    repository.commit("One", "docs/a.md", text="one\n")
    repository.at = at + DAY
    repository.commit("Two", "docs/a.md", text="two\n", by=BEN)
    repository.at = at + 2 * DAY
    repository.commit("Three", "docs/a.md", text="three\n", by=BEN)
    minute = timedelta(minutes=1)
    assert told(repository)["docs/a.md"] == (
        Seen(at + minute, "one\n", "ana@fairwater.example"),
        Seen(at + DAY + minute, "two\n", "ben@fairwater.example"),
        Seen(at + 2 * DAY + minute, "three\n", "ben@fairwater.example"),
    )


def test_a_text_is_known_from_the_day_it_came_to_the_main_line(
    repository: Repository, at: datetime
) -> None:
    repository.commit("Begin", "a.py")
    repository.git("switch", "-q", "-c", "topic")
    repository.commit("Write on a branch", "docs/a.md", text="one\n")
    repository.git("switch", "-q", "main")
    repository.at = at + 90 * DAY
    repository.merge("topic", "Merge branch 'topic'")
    (seen,) = told(repository)["docs/a.md"]
    assert (seen.at, seen.author_email) == (repository.at, "ana@fairwater.example")


def test_what_is_gone_is_told_too_and_what_is_no_text_is_not(
    repository: Repository, at: datetime
) -> None:
    repository.commit("Write", "docs/gone.md", "docs/zero.md", text="one\n")
    repository.at = at + DAY
    repository.git("rm", "-q", "docs/gone.md")
    repository.write("docs/zero.md", b"a\0b")
    (repository.path / "docs/link.md").symlink_to("zero.md")
    repository.commit("Change")
    found = told(repository)
    assert [seen.text for seen in found["docs/gone.md"]] == ["one\n", None]
    assert [seen.text for seen in found["docs/zero.md"]] == ["one\n", None]
    assert "docs/link.md" not in found


def test_of_a_day_the_last_text_is_kept_and_of_all_the_last_years(
    repository: Repository, at: datetime
) -> None:
    repository.at = at - REACH - 40 * DAY
    for n in range(3):
        repository.commit(f"Old {n}", "docs/a.md", text=f"old {n}\n")
        repository.at += DAY
    repository.at = at
    for n in range(5):
        repository.commit(f"New {n}", "docs/a.md", text=f"new {n}\n")
    assert [seen.text for seen in told(repository)["docs/a.md"]] == ["old 2\n", "new 4\n"]
    assert MOST > 2


def test_the_same_state_has_the_same_name(repository: Repository, at: datetime) -> None:
    repository.commit("One", "docs/a.md", text="one\n")
    found = opened(repository.path)
    first = reading_of(past_steps(found))
    repository.commit("Elsewhere", "a.py")
    assert reading_of(past_steps(found)) == first
    repository.at = at + DAY
    repository.commit("Two", "docs/a.md", text="two\n")
    assert reading_of(past_steps(found)) != first


def test_a_change_is_not_proposed_before_its_last_words_were_written(
    repository: Repository, at: datetime
) -> None:
    repository.commit("Begin", "a.py")
    repository.git("switch", "-q", "-c", "topic")
    repository.commit("Part one", "a.py")
    repository.at = at + 30 * DAY
    repository.commit("Part two", "b.py", by=BEN)
    repository.at = at + 40 * DAY
    repository.commit("Part three", "c.py")
    written = repository.at
    repository.git("switch", "-q", "main")
    repository.at = at + 50 * DAY
    repository.merge("topic", "Merge branch 'topic'")
    found = changes(commits(repository.path, "HEAD"), main_line(repository.path, "HEAD"))
    *_, merge = found
    first, second, _merged = events_of(merge, Ground(place="payments"))
    assert (first.by_handle, first.at) == (ANA.split("<")[1].rstrip(">"), written)
    assert (second.by_handle, second.at < first.at) == (BEN.split("<")[1].rstrip(">"), True)


def test_a_title_names_no_reviewer(repository: Repository) -> None:
    repository.commit("Begin", "a.py")
    repository.git("switch", "-q", "-c", "topic")
    repository.commit("Charge once", "a.py")
    repository.git("switch", "-q", "main")
    repository.merge("topic", "auto merge of #57 : ana/payments/once, r=dora")
    found = changes(commits(repository.path, "HEAD"), main_line(repository.path, "HEAD"))
    *_, merge = found
    events = list(events_of(merge, Ground(place="payments", host="github")))
    assert [event.title for event in events] == ["Charge once", "Charge once"]
    assert {event.subject for event in events} == {"payments#57"}


def test_the_command_reads_the_past_again_only_where_it_changed(
    org: UUID, repository: Repository, at: datetime
) -> None:
    def kept() -> list[UUID]:
        return [row.id for row in PastCardRow.objects.order_by("id")]

    repository.commit("One", "docs/a.md", text="one\n")
    commands._past(opened(repository.path))
    first = kept()
    repository.commit("Elsewhere", "a.py")
    commands._past(opened(repository.path))
    assert (len(first), kept()) == (1, first)
    repository.at = at + DAY
    repository.commit("Two", "docs/a.md", text="two\n")
    commands._past(opened(repository.path))
    assert (len(kept()), set(kept()) & set(first)) == (2, set())
