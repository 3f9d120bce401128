"""Welcome letters go out where mail works; ways in that are over are swept up."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from journeywork.config.mail import mail_settings
from journeywork.kernel import sealed
from journeywork.people import actions
from journeywork.people.models import Account, SignInLinkRow, TokenRow
from tests.conftest import Cast
from tests.fakes.post_office import post_office


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


def test_what_is_over_is_swept_up_and_what_holds_stays(cast: Cast, at: datetime) -> None:
    long_ago = at - timedelta(days=100)
    for person, begun in ((cast.ana, long_ago), (cast.ben, at)):
        actions.sign_in_link(person_id=person.id, at=begun)
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
