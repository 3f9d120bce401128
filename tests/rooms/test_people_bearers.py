"""Personal access tokens: shown once, kept as a digest, ended at any time."""

from datetime import datetime, timedelta

import pytest

from journeywork.engine.people import Bearer
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.people import actions, queries
from journeywork.people.bearers import bearer
from journeywork.people.models import TokenRow
from tests.conftest import Cast

MONTH = timedelta(days=30)


def issue(cast: Cast, at: datetime, *scopes: str) -> tuple[Bearer, str]:
    token, secret = actions.issue_token(
        person_id=cast.ana.id,
        name="laptop",
        scopes=scopes or ("read",),
        expires_at=at + MONTH,
        by=cast.ana.id,
        at=at,
    )
    holder = Bearer(
        org=cast.org,
        person=cast.ana.id,
        scopes=token.scopes,
        token=token.id,
        roles=cast.ana.roles,
        email=cast.ana.email,
    )
    return holder, secret


def test_whoever_holds_the_secret_is_ana(cast: Cast, at: datetime) -> None:
    holder, secret = issue(cast, at, "write", "events")
    assert bearer(secret, at=at) == holder


def test_it_is_found_from_any_organisation_and_from_none(cast: Cast, at: datetime) -> None:
    holder, secret = issue(cast, at)
    with within(cast.other_org):
        assert bearer(secret, at=at) == holder


def test_the_secret_is_nowhere_in_the_database(cast: Cast, at: datetime) -> None:
    _, secret = issue(cast, at)
    row = TokenRow.objects.get()
    kept = {str(getattr(row, field.attname)) for field in TokenRow._meta.concrete_fields}
    assert [value for value in kept if secret[-52:] in value or value in secret[-52:]] == []


@pytest.mark.parametrize("days", [30, 31])
def test_it_ends_on_its_day(cast: Cast, at: datetime, days: int) -> None:
    _, secret = issue(cast, at)
    assert bearer(secret, at=at + timedelta(days=days)) is None


def test_it_ends_when_revoked(cast: Cast, at: datetime) -> None:
    holder, secret = issue(cast, at)
    for _ in range(2):
        actions.revoke_token(token_id=holder.token, by=cast.ana.id, at=at)
    assert (bearer(secret, at=at), queries.tokens(cast.ana.id)) == (None, ())


def test_it_ends_when_its_person_leaves(cast: Cast, at: datetime) -> None:
    _, secret = issue(cast, at)
    actions.deactivate(person_id=cast.ana.id, by=None, at=at)
    assert bearer(secret, at=at) is None


def test_each_sign_counts(cast: Cast, at: datetime) -> None:
    _, secret = issue(cast, at)
    changed = [
        secret[:place] + ("a" if secret[place] != "a" else "b") + secret[place + 1 :]
        for place in range(len(secret))
    ]
    # The last sign of the organisation's 26 carries two bits that mean nothing.
    assert [text for text in changed if bearer(text, at=at)] in ([], [changed[28]])


@pytest.mark.parametrize(
    "text",
    ["", "jw_", "x" * 10_000, "jw_\x00", "jw_" + "a" * 26 + "_" + "a" * 60, "Bearer x", "jw_é"],
)
def test_nonsense_is_nobody(cast: Cast, at: datetime, text: str) -> None:
    assert bearer(text, at=at) is None


def test_its_last_use_is_written_down_to_the_hour(cast: Cast, at: datetime) -> None:
    _, secret = issue(cast, at)
    used = []
    for minutes in (0, 30, 90):
        bearer(secret, at=at + timedelta(minutes=minutes))
        used.append(TokenRow.objects.get().used_at)
    assert used == [at, at, at + timedelta(minutes=90)]


@pytest.mark.parametrize(
    ("scopes", "days", "field"),
    [((), 1, "scopes"), (("everything",), 1, "scopes"), (("read",), 0, "expires_at"),
     (("read",), 367, "expires_at")],
)  # fmt: skip
def test_a_token_without_scope_or_end_is_refused(
    cast: Cast, at: datetime, scopes: tuple[str, ...], days: int, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.issue_token(
            person_id=cast.ana.id,
            name="x",
            scopes=scopes,
            expires_at=at + timedelta(days=days),
            by=None,
            at=at,
        )
    assert list(refused.value.faults) == [field]


def test_nobody_revokes_the_token_of_another_organisation(cast: Cast, at: datetime) -> None:
    holder, secret = issue(cast, at)
    with within(cast.other_org), pytest.raises(NotFound):
        actions.revoke_token(token_id=holder.token, by=cast.outsider.id, at=at)
    assert bearer(secret, at=at) == holder
