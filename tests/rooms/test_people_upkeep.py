"""Welcome letters go out where mail works; ways in that are over are swept up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import psycopg
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connections

from journeywork.config.mail import mail_settings
from journeywork.kernel import sealed
from journeywork.people import actions
from journeywork.people.models import Account, SignInLinkRow, TokenRow
from tests.conftest import Cast
from tests.database import APP, NAME, cluster
from tests.fakes.post_office import post_office
from tests.flow.installation import wait_until


def test_who_is_invited_gets_a_letter_in_their_language(
    cast: Cast, at: datetime, settings: Any
) -> None:
    with post_office() as office:
        for name, value in mail_settings(f"smtp://127.0.0.1:{office.port}", "jw@x.example").items():
            setattr(settings, name, value)
        sent = actions.welcome(person_id=cast.ana.id)
        actions.deactivate(person_id=cast.ben.id, by=None, at=at)
        sent_to_ben = actions.welcome(person_id=cast.ben.id)
    assert (sent, sent_to_ben, len(office.letters)) == (True, False, 1)
    letter = office.letters[0]
    assert (letter["To"], letter["Subject"]) == (
        "Ana <ana@fairwater.example>",
        "You can sign in to Journeywork of Fairwater",
    )
    assert settings.ADDRESS in office.last_text()


def test_without_mail_no_letter_is_tried(cast: Cast) -> None:
    assert actions.welcome(person_id=cast.ana.id) is False


def test_second_factors_are_sealed_with_the_newest_key(cast: Cast, settings: Any) -> None:
    old, new = settings.SECRET_KEY, "a-newer-key-0123456789-0123456789"
    account = Account.objects.get(email="ana@fairwater.example")
    Authenticator.objects.create(
        user=account, type="totp", data={"secret": sealed.seal("ABC"), "used_mask": 0}
    )
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, [old]
    counts = [actions.reseal_second_factors() for _ in range(2)]
    settings.SECRET_KEY_FALLBACKS = []
    kept = Authenticator.objects.get(user=account).data
    assert (counts, sealed.unseal(kept["secret"]), kept["used_mask"]) == ([1, 0], "ABC", 0)


def test_a_code_that_is_used_while_keys_rotate_stays_used(
    transactional_db: None, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    account = Account.objects.create(email="ana@fairwater.example")
    held = {"seed": sealed.seal("ABC"), "used_mask": 0}
    row = Authenticator.objects.create(user=account, type="recovery_codes", data=held)
    settings.SECRET_KEY = "a-newer-key-0123456789-0123456789"
    with ThreadPoolExecutor(1) as operator, psycopg.connect(cluster.url(APP, NAME)) as link:
        used = "update mfa_authenticator set data = jsonb_set(data::jsonb, '{used_mask}', '5')"
        link.execute(used)
        running = operator.submit(reseal_and_go)
        with psycopg.connect(cluster.url(APP, NAME), autocommit=True) as watch:
            held_up = (
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = %s"
            )
            wait_until(lambda: watch.execute(held_up, [NAME]).fetchone() == (1,), "held up")
        link.commit()
        assert running.result() == 1
    row.refresh_from_db()
    assert (sealed.unseal(row.data["seed"]), row.data["used_mask"]) == ("ABC", 5)


def reseal_and_go() -> int:
    try:
        return actions.reseal_second_factors()
    finally:
        connections.close_all()


def test_what_is_over_is_swept_up_and_what_holds_stays(cast: Cast, at: datetime) -> None:
    long_ago = at - timedelta(days=100)
    for person, begun in ((cast.ana, long_ago), (cast.ben, at)):
        actions.sign_in_link(person_id=person.id, by=None, at=begun)
        actions.issue_token(
            person_id=person.id,
            name=person.key,
            scopes=["read"],
            expires_at=begun + timedelta(days=1),
            by=None,
            at=begun,
        )
        Session.objects.create(
            session_key=person.key, session_data="", expire_date=begun + timedelta(days=1)
        )
    for _ in range(2):
        actions.sweep(at=at)
    assert [row.name for row in TokenRow.objects.all()] == ["ben"]
    assert [row.session_key for row in Session.objects.all()] == ["ben"]
    assert SignInLinkRow.objects.count() == 1
