"""Cards go out as a folder of Markdown and come in again, the same."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from journeywork.connectors.documents.commands import app
from journeywork.connectors.documents.export import export
from journeywork.engine.knowledge import AppliesTo, Card, CardKind, CardState
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions, queries
from journeywork.knowledge.importers.choosing import read
from tests.conftest import Cast

ELSEWHERE = {
    "id": None,
    "owner": None,
    "author": None,
    "team": None,
    "source": "",
    "changed_at": None,
}


def told(cards: tuple[Card, ...]) -> list[Card]:
    """Return cards without what belongs to one organisation alone, in order of key."""
    return sorted((replace(card, **ELSEWHERE) for card in cards), key=lambda card: card.key)  # type: ignore[arg-type]


def test_cards_move_to_another_organisation_as_files(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    for title in ("Charge a fee once", "Reconcile: a day's payments", "Grüße an die Bank"):
        drafted = actions.draft(
            title=title,
            body=f"First look, then act.\n\n## Steps\n\n1. {title}\n",
            kind=CardKind.CHECKLIST,
            topics=("fees", "payments"),
            applies_to=AppliesTo(places=("payments",), paths=("billing/**",)),
            by=cast.ana.id,
            at=at,
        )
        if "Bank" not in title:
            actions.publish_card(card_id=drafted.id, by=cast.ana.id, at=at)
    folder = tmp_path / "cards"
    assert export(folder) == 2
    with pytest.raises(OSError, match="holds files already"):
        export(folder)
    here = told(queries.cards(state=CardState.PUBLISHED, at=at))
    with within(cast.outsider.org):
        found = read(folder)
        assert found.aside == ()
        done = actions.import_documents(found.documents, source="moved", by=None, at=at)
        assert (done.new, done.aside) == (2, ())
        assert told(queries.cards(state=CardState.PUBLISHED, at=at)) == here


def test_a_folder_of_the_same_name_elsewhere_archives_nothing_unasked(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    mine, theirs = tmp_path / "a" / "docs", tmp_path / "b" / "docs"
    for folder, names in ((mine, "xyz"), (theirs, "vw")):
        folder.mkdir(parents=True)
        for name in names:
            (folder / f"{name}.md").write_text(f"# Page {name}\n\nWords about {name}.\n")

    def bring_in(folder: Path, *more: str) -> Result:
        return CliRunner().invoke(app, ["import", str(folder), "--org", "fairwater", *more])

    def standing() -> list[str]:
        return sorted(card.title[-1] for card in queries.cards(state=CardState.PUBLISHED, at=at))

    assert bring_in(mine).exit_code == 0
    refused = bring_in(theirs)
    assert (refused.exit_code, standing()) == (1, ["x", "y", "z"])
    assert "documents:docs: would archive 3 of its 3 cards" in refused.stderr
    assert bring_in(theirs, "--source", "b").exit_code == 0
    assert standing() == ["v", "w", "x", "y", "z"]
    (mine / "x.md").unlink()
    assert (bring_in(mine).exit_code, standing()) == (0, ["v", "w", "y", "z"])
    assert bring_in(theirs, "--yes").exit_code == 0
    assert standing() == ["v", "v", "w", "w"]
