"""What a team has already written becomes cards, once, and stays in step."""

import shutil
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from journeywork.engine.documents import Document, pieces
from journeywork.engine.knowledge import AppliesTo, CardKind, CardState, Imported, Trust
from journeywork.kernel.archives import BadArchive
from journeywork.kernel.errors import Invalid
from journeywork.knowledge import actions, queries
from journeywork.knowledge.importers import choosing, folder, table, vault
from journeywork.knowledge.importing import WouldArchiveMost, _former_digest
from journeywork.knowledge.models import CardRow
from journeywork.people import actions as people
from tests.conftest import Cast

REFUNDS = Document(
    path="billing/refunds.md",
    text="# Refunds\n\nMoney is divided in one place.\n",
    author_email="ANA@fairwater.example",
    place="payments-api",
)
DEPLOY = Document(
    path="docs/deploy.md", text="# How to deploy\n\n1. Tag\n2. Wait for green\n3. Announce\n"
)
LICENCE = Document(path="LICENSE.md", text="# Licence\n\nDo as you like.\n")


def run(documents: list[Document], cast: Cast, at: datetime) -> Imported:
    return actions.import_documents(documents, source="git:payments-api", by=cast.emil.id, at=at)


def test_documents_become_cards_and_what_helps_nobody_is_left_aside(
    cast: Cast, at: datetime
) -> None:
    done = run([REFUNDS, DEPLOY, LICENCE], cast, at)
    assert (done.new, done.changed, done.same, done.archived) == (2, 0, 0, 0)
    assert done.aside == ("LICENSE.md: says nothing about how to do the work",)
    refunds = queries.card_by_key("refunds", at=at)
    assert refunds.title == "Refunds"
    assert refunds.body == "Money is divided in one place.\n"
    assert refunds.owner == refunds.author == cast.ana.id
    assert refunds.applies_to == AppliesTo(places=("payments-api",), paths=("billing/**",))
    assert refunds.topics == ("billing", "refunds")
    assert refunds.source == "billing/refunds.md"
    deploy = queries.card_by_key("how-to-deploy", at=at)
    assert (deploy.kind, deploy.owner, deploy.author) == (CardKind.HOW_TO, cast.emil.id, None)


def test_again_changes_nothing_and_a_change_updates(cast: Cast, at: datetime) -> None:
    run([REFUNDS, DEPLOY], cast, at)
    before = queries.card_by_key("refunds", at=at)
    again = run([REFUNDS, DEPLOY], cast, at + timedelta(days=1))
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert queries.card_by_key("refunds", at=at) == before
    changed = replace(REFUNDS, text="# Refunds\n\nUse `split()`.\n")
    done = run([changed, DEPLOY], cast, at + timedelta(days=2))
    assert (done.new, done.changed, done.same, done.archived) == (0, 1, 1, 0)
    after = queries.card_by_key("refunds", at=at)
    assert (after.id, after.body) == (before.id, "Use `split()`.\n")
    assert [version.body for version in queries.versions(before.id)] == [before.body]


def test_a_file_that_is_gone_archives_its_card_and_comes_back(cast: Cast, at: datetime) -> None:
    run([REFUNDS, DEPLOY], cast, at)
    gone = run([DEPLOY], cast, at)
    assert gone.archived == 1
    assert queries.card_by_key("refunds", at=at).state is CardState.ARCHIVED
    assert run([DEPLOY], cast, at).archived == 0
    assert run([REFUNDS, DEPLOY], cast, at).changed == 1
    assert queries.card_by_key("refunds", at=at).state is CardState.PUBLISHED


def test_a_file_that_moved_keeps_its_card(cast: Cast, at: datetime) -> None:
    run([REFUNDS], cast, at)
    before = queries.card_by_key("refunds", at=at)
    done = run([replace(REFUNDS, path="money/refunds.md")], cast, at)
    assert (done.new, done.changed, done.archived) == (0, 1, 0)
    after = queries.card_by_key("refunds", at=at)
    assert (after.id, after.source) == (before.id, "money/refunds.md")


def test_another_source_is_left_alone(cast: Cast, at: datetime) -> None:
    run([REFUNDS], cast, at)
    other = actions.import_documents([DEPLOY], source="wiki", by=cast.emil.id, at=at)
    assert (other.new, other.archived) == (1, 0)
    assert queries.card_by_key("refunds", at=at).state is CardState.PUBLISHED


def test_a_long_document_becomes_several_cards_with_stable_keys(cast: Cast, at: datetime) -> None:
    chapters = {name: f"## {name}\n\n{name.lower()} {'word ' * 700}\n\n" for name in "ABC"}
    whole = replace(DEPLOY, text="# Handbook\n\n" + "".join(chapters.values()))
    run([whole], cast, at)
    titles = sorted(card.title for card in queries.cards(at=at))
    assert titles == ["Handbook: A", "Handbook: B", "Handbook: C"]
    assert max(card.minutes for card in queries.cards(at=at)) == 4
    chapters["B"] = f"## B\n\n{'more ' * 400}\n\n"
    less = replace(whole, text="# Handbook\n\n" + "".join(chapters.values()))
    done = run([less], cast, at)
    assert (done.new, done.changed, done.same, done.archived) == (0, 1, 2, 0)


def test_an_old_document_is_not_fresh(cast: Cast, at: datetime) -> None:
    run([replace(REFUNDS, changed_at=at - timedelta(days=3 * 365))], cast, at)
    assert queries.card_by_key("refunds", at=at).trust is Trust.EXPIRED


def test_a_card_changed_here_stays_so_until_its_document_changes(cast: Cast, at: datetime) -> None:
    run([REFUNDS], cast, at)
    card = queries.card_by_key("refunds", at=at)
    actions.edit(card_id=card.id, by=cast.ana.id, at=at, body="Better words.")
    assert run([REFUNDS], cast, at).same == 1
    assert queries.card(card.id).body == "Better words."


def test_a_commit_elsewhere_in_the_repository_leaves_a_card_as_it_is(
    cast: Cast, at: datetime
) -> None:
    """The address holds the commit at the head, and who wrote most may be another by now."""
    page = "https://github.example/x/blob/{}/billing/refunds.md"
    run([replace(REFUNDS, url=page.format("aa"), changed_at=at - timedelta(days=90))], cast, at)
    card = queries.card_by_key("refunds", at=at)
    actions.edit(card_id=card.id, by=cast.ana.id, at=at, body="Better words.")
    actions.review(card_id=card.id, by=cast.ana.id, at=at)
    before = queries.card_by_key("refunds", at=at)
    told = replace(REFUNDS, url=page.format("bb"), author_email=cast.ben.email, changed_at=at)
    done = run([told], cast, at + timedelta(days=1))
    assert (done.changed, done.same) == (0, 1)
    after = queries.card_by_key("refunds", at=at)
    assert after == replace(before, url=page.format("bb"), author=cast.ben.id)


def test_a_file_that_moved_keeps_what_was_changed_here(cast: Cast, at: datetime) -> None:
    run([REFUNDS], cast, at)
    card = queries.card_by_key("refunds", at=at)
    actions.edit(card_id=card.id, by=cast.ana.id, at=at, body="Better words.")
    assert run([replace(REFUNDS, path="money/refunds.md")], cast, at).changed == 1
    after = queries.card(card.id)
    assert (after.body, after.source) == ("Better words.", "money/refunds.md")
    assert after.applies_to.paths == ("money/**",)


def test_what_was_imported_by_an_older_version_is_the_same(cast: Cast, at: datetime) -> None:
    page = "https://github.example/x/blob/{}/billing/refunds.md"
    old, new = (replace(REFUNDS, url=page.format(head)) for head in ("aa", "bb"))
    run([old, DEPLOY], cast, at)
    for document in (old, DEPLOY):
        (piece,) = pieces(document)
        rows = CardRow.objects.filter(source_key=piece.key)
        assert rows.update(source_digest=_former_digest(piece, document.url)) == 1
    card = queries.card_by_key("refunds", at=at)
    actions.edit(card_id=card.id, by=cast.ana.id, at=at, body="Better words.")
    assert run([new, DEPLOY], cast, at).same == 2
    assert queries.card(card.id).body == "Better words."
    assert queries.card(card.id).url == page.format("bb")
    assert run([replace(new, text="# Refunds\n\nOther.\n"), DEPLOY], cast, at).changed == 1


def test_who_looks_after_a_card_stays_with_it_when_its_document_changes(
    cast: Cast, at: datetime
) -> None:
    named = replace(REFUNDS, text="---\nowner: dora\n---\n" + REFUNDS.text)
    run([named], cast, at)
    card = queries.card_by_key("refunds", at=at)
    assert card.owner == cast.dora.id
    actions.adopt(card_id=card.id, by=cast.emil.id, at=at, owner=cast.ben.id)
    run([replace(named, text=named.text + "And more.\n")], cast, at)
    assert queries.card(card.id).owner == cast.ben.id
    other = named.text.replace("owner: dora", "owner: ana")
    run([replace(named, text=other)], cast, at)
    assert queries.card(card.id).owner == cast.ana.id, "the document names somebody else now"


def test_nobody_who_left_is_given_a_card(cast: Cast, at: datetime) -> None:
    run([REFUNDS], cast, at)
    people.deactivate(person_id=cast.ana.id, by=None, at=at)
    actions.reassign_cards_of(person_id=cast.ana.id, at=at)
    card = queries.card_by_key("refunds", at=at)
    keeper = card.owner
    assert keeper != cast.ana.id
    run([replace(REFUNDS, text="# Refunds\n\nOther words.\n"), replace(REFUNDS, path="new.md",
        text="# New\n\nBy Ana.\n")], cast, at)  # fmt: skip
    assert queries.card(card.id).owner == (keeper or cast.emil.id)
    new = queries.card_by_key("new", at=at)
    assert (new.owner, new.author) == (cast.emil.id, cast.ana.id)


def test_other_documents_under_the_same_name_archive_nothing_unasked(
    cast: Cast, at: datetime
) -> None:
    mine = [REFUNDS, DEPLOY, replace(DEPLOY, path="README.md", text="# Read me\n\nFirst.\n")]
    theirs = [replace(DEPLOY, path=f"{n}.md", text=f"# Page {n}\n\n{n}\n") for n in range(3)]
    theirs.append(replace(mine[2], text="# Read me\n\nAnother.\n"))
    run(mine, cast, at)

    def again(documents: list[Document], *, wholesale: bool) -> Imported:
        return actions.import_documents(
            documents, source="git:payments-api", by=None, at=at, wholesale=wholesale
        )

    with pytest.raises(WouldArchiveMost, match="would archive 2 of its 3 cards"):
        again(theirs, wholesale=False)
    assert {card.title for card in queries.cards(state=CardState.PUBLISHED, at=at)} == {
        "Refunds", "How to deploy", "Read me",
    }  # fmt: skip
    assert again(mine[:2], wholesale=False).archived == 1
    assert again(theirs, wholesale=True).archived == 2


def test_what_no_database_can_store_is_taken_out(cast: Cast, at: datetime) -> None:
    assert run([replace(REFUNDS, text="# Odd\0\n\nhalf a pair \ud800 here\r\n")], cast, at).new == 1
    assert queries.card_by_key("odd", at=at).body == "half a pair ? here\n"


def test_a_folder_a_vault_and_a_table_can_be_read(cast: Cast, at: datetime, tmp_path: Path) -> None:
    (tmp_path / "wards").mkdir()
    (tmp_path / "wards" / "falls.md").write_text(
        "---\ntitle: After a fall\ntags: [safety]\nowner: ben\n---\n"
        "See [[Who to call|the list]], [[Pumps#Alarms]] and ![[plan.png]]. %%secret%%\n"
    )
    (tmp_path / "plan.png").write_bytes(b"\x89PNG")
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "notes.md").write_text("hidden")
    (tmp_path / "out.md").symlink_to("/etc/passwd")
    assert [document.path for document in folder.read(tmp_path).documents] == ["wards/falls.md"]
    found = vault.read(tmp_path)
    assert found.aside == ("plan.png: attachments are not imported",)
    actions.import_documents(found.documents, source="wiki", by=cast.emil.id, at=at)
    card = queries.card_by_key("after-a-fall", at=at)
    assert card.body == "See the list, Pumps - Alarms and *[plan.png]*. \n"
    assert (card.owner, card.topics) == (cast.ben.id, ("safety",))
    csv = tmp_path / "cards.csv"
    csv.write_text('title;body;topics\nLathe;"1. Stop\n2. Lock";cell 7, safety\n;nothing;\n')
    rows = table.read(csv)
    assert rows.aside == ("row 3: has no title or no body",)
    actions.import_documents(rows.documents, source="cards.csv", by=cast.emil.id, at=at)
    lathe = queries.card_by_key("lathe", at=at)
    assert (lathe.body, lathe.topics) == ("1. Stop\n2. Lock\n", ("cell 7", "safety"))
    csv.write_text("name,text\na,b\n")
    with pytest.raises(Invalid):
        table.read(csv)


def test_whatever_is_given_is_recognised(tmp_path: Path) -> None:
    wiki = tmp_path / "wiki"
    (wiki / ".obsidian").mkdir(parents=True)
    (wiki / ".obsidian" / "app.json").write_text("{}")
    (wiki / "a.md").write_text("See [[B|the other]].\n```sh\n[[ -f x ]]\n```\n")
    packed = shutil.make_archive(str(tmp_path / "wiki"), "zip", wiki)
    (tmp_path / "t.csv").write_text("title,body\nOne,Words\n")
    texts = [
        [document.text for document in choosing.read(given).documents]
        for given in (wiki, Path(packed), tmp_path / "t.csv")
    ]
    assert texts[0] == texts[1] == ["See the other.\n```sh\n[[ -f x ]]\n```\n"]
    assert texts[2] == ["---\n{}\n---\nWords\n"]
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        bad.writestr("../out.md", "out")
    with pytest.raises(BadArchive):
        choosing.read(tmp_path / "bad.zip")
    with pytest.raises(NotADirectoryError):
        choosing.read(tmp_path / "nothing")
