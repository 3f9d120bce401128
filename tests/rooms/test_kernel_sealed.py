"""Private text lies sealed in the database, and keys rotate."""

from typing import Any

import pytest
from django.db import connection, models

from journeywork.kernel import sealed
from journeywork.kernel.rows import OrgRow
from journeywork.kernel.sealed import CannotUnseal, SealedTextField
from tests.conftest import Cast

OLD, NEW = "an-older-key-0123456789-0123456789", "a-newer-key-0123456789-01234567890"
WORDS = "I froze when the pump alarm went off. Zoë helped."


class SealedNoteRow(OrgRow):
    """A table of this test alone."""

    text = SealedTextField(blank=True)
    aside = SealedTextField(null=True)

    class Meta(OrgRow.Meta):
        app_label = "kernel_test"
        constraints = ()


@pytest.fixture
def notes(cast: Cast, settings: Any) -> type[models.Model]:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table kernel_test_sealednoterow "
            "(id uuid primary key, org uuid, text text, aside text) on commit drop"
        )
    return SealedNoteRow


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select text from kernel_test_sealednoterow order by id")
        return [row[0] for row in cursor.fetchall()]


def test_what_lies_in_the_database_says_nothing(notes: Any) -> None:
    notes.objects.create(text=WORDS)
    assert [word for word in WORDS.split() if len(word) > 3 and word in stored()[0]] == []
    assert notes.objects.get().text == WORDS


def test_the_same_words_never_look_the_same(notes: Any) -> None:
    for _ in range(2):
        notes.objects.create(text=WORDS)
    assert len(set(stored())) == 2


def test_nothing_is_nothing(notes: Any) -> None:
    row = notes.objects.create(text="", aside=None)
    again = notes.objects.get(id=row.id)
    assert (again.text, again.aside, stored()) == ("", None, [""])


def test_keys_rotate_and_old_ones_can_go(notes: Any, settings: Any) -> None:
    for number in range(7):
        notes.objects.create(text=f"{WORDS} {number}")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    readable = [row.text for row in notes.objects.order_by("text")]
    counts = [sealed.reseal(notes, at_once=3) for _ in range(2)]
    settings.SECRET_KEY_FALLBACKS = []
    assert counts == [7, 0]
    now_readable = [row.text for row in notes.objects.all()]
    assert sorted(readable) == sorted(now_readable) == [f"{WORDS} {n}" for n in range(7)]


def test_what_is_written_while_keys_rotate_stays(
    notes: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the reading of the old text and the writing of the same, somebody writes another."""
    for number in range(3):
        notes.objects.create(text=f"{WORDS} {number}")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    unseal, busy = sealed.unseal, [notes.objects.order_by("id")[1].id]

    def slowly(text: str) -> str:
        while busy:
            notes.objects.filter(id=busy.pop()).update(text="newer")
        return unseal(text)

    monkeypatch.setattr(sealed, "unseal", slowly)
    assert sealed.reseal(notes) == 2
    settings.SECRET_KEY_FALLBACKS = []
    kept = notes.objects.order_by("id").values_list("text", flat=True)
    assert list(kept) == [f"{WORDS} 0", "newer", f"{WORDS} 2"]


def test_a_key_that_is_gone_is_named_by_its_mark(notes: Any, settings: Any) -> None:
    notes.objects.create(text=WORDS)
    settings.SECRET_KEY = NEW
    with pytest.raises(CannotUnseal, match="no key with the mark"):
        notes.objects.get()


def test_every_model_is_walked_when_keys_rotate(cast: Cast) -> None:
    assert sealed.reseal_all() == 0


@pytest.mark.parametrize("place", [0, 10, 40, -1])
def test_a_changed_sign_is_seen(settings: Any, place: int) -> None:
    settings.SECRET_KEY = OLD
    text = sealed.seal(WORDS)
    other = "A" if text[place] != "A" else "B"
    changed = text[:place] + other + text[place:][1:] if place != -1 else text[:-1]
    with pytest.raises(CannotUnseal):
        sealed.unseal(changed)


@pytest.mark.parametrize(
    "text", ["", "x", "not.base64!", "5b0c2c6e-0f0e-4b57-9a59-6f4f0a4d1c11.AAAA"]
)
def test_what_was_never_sealed_cannot_be_unsealed(text: str) -> None:
    with pytest.raises(CannotUnseal):
        sealed.unseal(text)
