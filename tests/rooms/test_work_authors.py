"""Whom a source means: names become people, at once or later, and stay others' own."""

import json
from datetime import datetime, timedelta

import pytest

from journeywork.engine.work import HelpKind
from journeywork.people.actions import add_person, erase
from journeywork.people.queries import my_data
from journeywork.work import actions, authors, queries
from tests.conftest import Cast
from tests.rooms.test_work import event, take


def test_an_address_that_is_known_becomes_the_person(cast: Cast, at: datetime) -> None:
    sent = event(cast, "work.started", at, by=None, by_handle="Ana@Fairwater.example")
    (taken,) = take([sent], at)
    assert (taken.by, taken.by_handle) == (cast.ana.id, "")
    assert queries.unresolved_authors() == ()


def test_a_later_person_picks_up_their_history(cast: Cast, at: datetime) -> None:
    proposed = event(cast, "change.proposed", at, by=None, by_handle="github:octo")
    reviewed = event(cast, "change.reviewed", at + timedelta(minutes=1), by=cast.ben.id)
    take([proposed, reviewed], at)
    (unknown,) = queries.unresolved_authors()
    assert (unknown.handle, unknown.events) == ("github:octo", 1)
    assert actions.link_author(handle="GitHub:Octo", person=cast.ana.id, at=at) == 1
    (episode,) = queries.episodes(people=[cast.ana.id])
    assert (episode.owner, episode.helpers[0].to) == (cast.ana.id, cast.ana.id)
    assert queries.unresolved_authors() == ()
    (more,) = take([event(cast, "work.started", at, by=None, by_handle="github:octo")], at)
    assert more.by == cast.ana.id


def test_only_who_was_named_is_taken_out_of_a_long_history(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authors, "PAGE", 2)
    monkeypatch.setattr(authors, "FOLDED_AT_ONCE", 1)
    two = (("octo", HelpKind.REVIEWED), ("hexa", HelpKind.HELPED))
    minutes = [at + timedelta(minutes=n) for n in range(7)]
    take(
        [
            event(cast, "change.proposed", minutes[0], by=None, by_handle="octo"),
            event(cast, "change.reviewed", minutes[1], by=None, by_handle="hexa", to_handle="octo"),
            *(event(cast, "check.failed", n, helper_handles=two) for n in minutes[2:6]),
            event(cast, "work.started", minutes[6], subject="other", by=None, by_handle="octo"),
        ],
        at,
    )
    assert [(one.handle, one.events) for one in queries.unresolved_authors()] == [
        ("octo", 7),
        ("hexa", 5),
    ]
    assert actions.link_author(handle="octo", person=cast.ben.id, at=at) == 7
    told = list(queries.all_events())
    assert [(each.by, each.to, each.by_handle, each.to_handle) for each in told[:2]] == [
        (cast.ben.id, None, "", ""),
        (None, cast.ben.id, "hexa", ""),
    ]
    assert [(h.by, h.kind) for h in told[2].helpers] == [(cast.ben.id, HelpKind.REVIEWED)]
    assert {each.helper_handles for each in told[2:6]} == {(("hexa", HelpKind.HELPED),)}
    assert len(queries.episodes(people=[cast.ben.id])) == 2
    assert actions.link_author(handle="octo", person=cast.ana.id, at=at) == 0


def test_names_that_nobody_knows_by_the_events_that_name_them(cast: Cast, at: datetime) -> None:
    """An event counts once for a name, wherever it stands: who did it, for whom, who helped."""
    both = (("anna", HelpKind.HELPED), ("bob", HelpKind.HELPED), ("bob", HelpKind.REVIEWED))
    nobody: dict[str, object] = {"by": None}
    take(
        [
            event(cast, "work.started", at, id="1", by_handle="anna", to_handle="anna", **nobody),
            event(cast, "work.started", at, id="2", by_handle="bob", helper_handles=both, **nobody),
            event(cast, "work.started", at, id="3", to_handle="bob"),
            event(cast, "work.started", at, id="4", to_handle="zoe"),
            event(cast, "work.started", at, id="5", to_handle="carl"),
        ],
        at,
    )
    everybody = [("anna", 2), ("bob", 2), ("carl", 1), ("zoe", 1)]
    assert [(one.handle, one.events) for one in queries.unresolved_authors()] == everybody
    assert [queries.unresolved_author(name).events for name, _ in everybody] == [2, 2, 1, 1]
    pages = [queries.unresolved_authors(limit=2, after=after) for after in ("", "bob", "zoe")]
    assert [[one.handle for one in page] for page in pages] == [
        ["anna", "bob"],
        ["carl", "zoe"],
        [],
    ]
    actions.link_author(handle="bob", person=cast.ben.id, at=at)
    again = queries.unresolved_authors(limit=2, after="bob")
    assert [one.handle for one in again] == ["anna", "carl"], "from the beginning"


def test_what_others_are_called_is_not_anas_to_take_along_or_to_take_away(
    cast: Cast, at: datetime
) -> None:
    helped = (("helga@elsewhere.example", HelpKind.HELPED),)
    take(
        [
            event(cast, "work.started", at, to_handle="tom@elsewhere.example"),
            event(cast, "work.handed_over", at, by=None, by_handle="tom@elsewhere.example",
                  to=cast.ana.id, helper_handles=helped),
        ],
        at,
    )  # fmt: skip
    mine = my_data(cast.ana.id)["work_event"]
    assert len(mine) == 2
    assert "elsewhere.example" not in json.dumps(mine)
    erase(person_id=cast.ana.id, by=cast.emil.id, at=at)
    left = [(each.by_handle, each.to_handle, each.helper_handles) for each in queries.all_events()]
    tom = "tom@elsewhere.example"
    assert sorted(left) == [("", tom, ()), (tom, "", helped)]


def test_helpers_known_by_address_only(cast: Cast, at: datetime) -> None:
    handles = (("ben@fairwater.example", HelpKind.REVIEWED), ("x@y.example", HelpKind.HELPED))
    (taken,) = take([event(cast, "change.merged", at, helper_handles=handles)], at)
    assert [(h.by, h.kind) for h in taken.helpers] == [(cast.ben.id, HelpKind.REVIEWED)]
    assert taken.helper_handles == (("x@y.example", HelpKind.HELPED),)


def test_somebody_who_comes_later_is_met_by_their_address(cast: Cast, at: datetime) -> None:
    handles = (("greta@fairwater.example", HelpKind.HELPED),)
    take([event(cast, "change.merged", at, helper_handles=handles)], at)
    assert actions.link_known_authors(at=at) == 0
    greta = add_person(name="Greta", email="greta@fairwater.example", by=None, at=at)
    assert actions.link_known_authors(at=at) == 1
    (episode,) = queries.episodes(people=[greta.id])
    assert [(h.by, h.to, h.kind) for h in episode.helpers] == [
        (greta.id, cast.ana.id, HelpKind.HELPED)
    ]
    assert actions.link_known_authors(at=at) == 0
