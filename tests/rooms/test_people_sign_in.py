"""Ways in: code by mail, password, second factor, link. Strangers get none of them."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from journeywork.config.mail import mail_settings
from journeywork.kernel import clock, sealed
from journeywork.people import actions, queries
from journeywork.people.models import Account
from tests.conftest import Cast
from tests.fakes.post_office import PostOffice, post_office

pytestmark = pytest.mark.urls("tests.fakes.doors")

PASSWORD = "correct horse battery staple"
CODE, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture
def mail(settings: Any) -> Iterator[PostOffice]:
    """Mail works."""
    with post_office() as office:
        for name, value in mail_settings(f"smtp://127.0.0.1:{office.port}", "jw@x.example").items():
            setattr(settings, name, value)
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        settings.MFA_ALLOW_UNVERIFIED_EMAIL = False
        yield office


def who(client: Client) -> str:
    answer = client.get("/here/")
    return answer.json()["person"] if answer.status_code == 200 else ""


def give_password(email: str) -> Account:
    account = Account.objects.get(email=email)
    account.set_password(PASSWORD)
    account.save()
    return account


def test_ana_gets_a_code_by_mail_and_is_in(cast: Cast, mail: PostOffice) -> None:
    client = Client()
    client.post(CODE, {"email": "Ana@Fairwater.example"})
    assert [letter["To"] for letter in mail.letters] == ["ana@fairwater.example"]
    client.post(CONFIRM, {"code": mail.last_code()})
    assert who(client) == "ana"


def test_three_wrong_codes_end_the_attempt(cast: Cast, mail: PostOffice) -> None:
    client = Client()
    client.post(CODE, {"email": "ana@fairwater.example"})
    for _ in range(3):
        client.post(CONFIRM, {"code": "AAA-AAA"})
    client.post(CONFIRM, {"code": mail.last_code()})
    assert who(client) == ""


def test_a_stranger_gets_no_mail_and_cannot_tell(cast: Cast, mail: PostOffice) -> None:
    answers = [
        Client().post(CODE, {"email": email})
        for email in ("nobody@x.example", "ana@fairwater.example")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, CONFIRM)] * 2
    assert [letter["To"] for letter in mail.letters] == ["ana@fairwater.example"]


def test_somebody_known_from_history_alone_gets_no_mail(
    cast: Cast, mail: PostOffice, at: datetime
) -> None:
    from journeywork.engine.people import Author

    actions.add_people([Author(name="Gus", email="gus@git.example")], by=None, at=at)
    Client().post(CODE, {"email": "gus@git.example"})
    assert mail.letters == []


def test_without_mail_nothing_pretends_to_be_sent(cast: Cast) -> None:
    assert Client().post(CODE, {"email": "ana@fairwater.example"}).status_code == 403


def test_a_password_signs_in_and_is_kept_by_argon2(cast: Cast) -> None:
    account = give_password("ana@fairwater.example")
    client = Client()
    client.post("/accounts/login/", {"login": "ana@fairwater.example", "password": PASSWORD})
    assert (who(client), account.password.split("$")[0]) == ("ana", "argon2")


def test_guessing_passwords_is_stopped(cast: Cast) -> None:
    give_password("ana@fairwater.example")
    for guess in range(6):
        Client().post(
            "/accounts/login/", {"login": "ana@fairwater.example", "password": f"guess{guess}"}
        )
    client = Client()
    answer = client.post(
        "/accounts/login/", {"login": "ana@fairwater.example", "password": PASSWORD}
    )
    assert (answer.status_code, who(client)) == (200, "")


def test_nobody_has_a_password_from_the_start(cast: Cast) -> None:
    usable = [account.has_usable_password() for account in Account.objects.all()]
    assert usable == [False] * 6


def test_strangers_cannot_make_accounts(db: None) -> None:
    form = {"email": "stranger@x.example", "password1": PASSWORD}
    Client().post("/accounts/signup/", form)
    assert Account.objects.count() == 0


def test_where_sign_up_is_open_a_stranger_proves_the_address_and_belongs_nowhere(
    db: None, mail: PostOffice, settings: Any
) -> None:
    settings.SIGN_UP = True
    client = Client()
    client.post("/accounts/signup/", {"email": "stranger@x.example", "password1": PASSWORD})
    before = client.get("/here/")["Location"]
    client.post("/accounts/confirm-email/", {"code": mail.last_code()})
    assert (before.split("?")[0], client.get("/here/")["Location"]) == (
        "/accounts/login/",
        "/nowhere/",
    )


def test_an_account_made_before_the_invitation_opens_nothing(
    cast: Cast, mail: PostOffice, settings: Any, at: datetime
) -> None:
    """Mallory signs up with Nina's address and waits for Nina to be invited."""
    settings.SIGN_UP = True
    form = {"email": "nina@fairwater.example", "password1": PASSWORD}
    mallory = Client()
    mallory.post("/accounts/signup/", form)
    actions.add_person(name="Nina", email="nina@fairwater.example", by=None, at=at)
    nina = Client()
    nina.post(CODE, {"email": "nina@fairwater.example"})
    nina.post(CONFIRM, {"code": mail.last_code()})
    again = Client()
    again.post("/accounts/login/", {"login": form["email"], "password": PASSWORD})
    assert (who(nina), who(mallory), who(again)) == ("nina", "", "")


def activate_totp(client: Client) -> str:
    """Set up one-time codes as the page does; return their secret."""
    page = client.get("/accounts/2fa/totp/activate/")
    (secret,) = re.findall(r'id="authenticator_secret">(\w+)<', page.content.decode())
    client.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
    return secret


def totp(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_second_factor_is_asked_for_after_password_and_after_link(
    cast: Cast, at: datetime
) -> None:
    account = give_password("ana@fairwater.example")
    client = Client()
    client.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = activate_totp(client)
    stored = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert sealed.unseal(stored) == secret
    by_password, by_link = Client(), Client()
    by_password.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    with clock.fixed(at):
        by_link.get(actions.sign_in_link(person_id=cast.ana.id, by=None, at=at))
    before = (who(by_password), who(by_link))
    by_password.post("/accounts/2fa/authenticate/", {"code": totp(secret)})
    assert (before, who(by_password)) == (("", ""), "ana")


def test_a_passkey_is_asked_for_with_a_challenge(db: None) -> None:
    answer = Client().get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert "challenge" in answer.json()["request_options"]["publicKey"]


def test_an_unproved_address_never_becomes_the_one_to_sign_in_with(
    cast: Cast, at: datetime
) -> None:
    """Otherwise Ana could wait in Nina's account before Nina is invited."""
    client = Client()
    with clock.fixed(at):
        client.get(actions.sign_in_link(person_id=cast.ana.id, by=None, at=at))
    client.post("/accounts/email/", {"action_add": "", "email": "nina@fairwater.example"})
    client.post("/accounts/email/", {"action_primary": "", "email": "nina@fairwater.example"})
    assert Account.objects.filter(email="nina@fairwater.example").count() == 0
    assert EmailAddress.objects.filter(email="nina@fairwater.example").count() == 0


def test_the_first_run_makes_one_administrator_who_names_themselves(db: None, at: datetime) -> None:
    from journeywork.kernel.tenancy import within

    client = Client()
    with clock.fixed(at):
        client.get(actions.first_sign_in_link(at=at))
        actions.first_sign_in_link(at=at)
    here = client.get("/here/").json()
    organisation = queries.organisations()[0]
    with within(organisation.id):
        person = queries.person_by_key("administrator")
        nameless = actions.is_nameless(person)
        named = actions.introduce(
            person_id=person.id, name="Mia Oak", email="mia@x.example", organisation="Oak", at=at
        )
        account = Account.objects.get(id=queries.account_of(person.id))
    assert (here["person"], here["org_name"], nameless) == ("administrator", "My team", True)
    assert (named.key, named.roles, account.email) == (
        "mia-oak",
        ("member", "administrator"),
        "mia@x.example",
    )
    assert client.get("/here/").json()["org_name"] == "Oak"


@pytest.mark.parametrize("wrote_before", [False, True])
def test_the_first_administrator_may_be_somebody_the_history_knows(
    db: None, at: datetime, *, wrote_before: bool
) -> None:
    """Their own work is found at once, as the first page promises."""
    from journeywork.engine.people import Author
    from journeywork.kernel.tenancy import within
    from journeywork.knowledge import actions as knowledge

    client = Client()
    with clock.fixed(at):
        client.get(actions.first_sign_in_link(at=at))
    organisation = queries.organisations()[0]
    with within(organisation.id):
        actions.add_people([Author(name="mina o", email="mina@x.example")], by=None, at=at)
        known = queries.person_by_key("mina-o")
        nameless = queries.person_by_key("administrator")
        if wrote_before:
            knowledge.note(text="The bank answers 202 now.", by=nameless.id, at=at)
        named = actions.introduce(
            person_id=nameless.id,
            name="Mina Okafor",
            email="Mina@x.example",
            organisation="Oak",
            at=at,
        )
        account = Account.objects.get(id=queries.account_of(named.id))
        others = [one.key for one in queries.persons().values()]
    assert (named.id, named.name, named.known_only) == (known.id, "Mina Okafor", False)
    assert (named.roles, account.email) == (("member", "administrator"), "mina@x.example")
    assert others == [known.key]
    here = client.get("/here/").json()
    assert (here["person"], here["org_name"]) == (known.key, "Oak")
