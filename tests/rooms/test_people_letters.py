"""Mails about signing in are written by us, and say what to do when it was not you."""

import pytest

from journeywork.people.letters import letter

ADDRESS = "https://jw.fairwater.example"
VALUES = {
    "code": "ABC-DEF",
    "ip": "192.0.2.7",
    "user_agent": "A browser",
    "to_email": "a@x.example",
}
CODES = ("login_code", "password_reset_code", "email_confirmation", "email_confirmation_signup")
CHANGES = (
    *("password_changed", "password_reset", "password_set", "email_changed", "email_confirm"),
    *("email_deleted", "totp_activated", "totp_deactivated", "webauthn_added"),
    *("webauthn_removed", "recovery_codes_generated"),
)


@pytest.mark.parametrize("name", CODES)
def test_a_code_stands_on_a_line_of_its_own(name: str) -> None:
    found = letter(f"account/email/{name}", VALUES, address=ADDRESS)
    assert found
    assert "ABC-DEF" in [line.strip() for line in found.text.splitlines()]
    assert "ABC-DEF" not in found.subject
    assert found.text.splitlines()[-1] == ADDRESS


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_says_from_where_it_came(name: str) -> None:
    found = letter(f"account/email/{name}", VALUES, address=ADDRESS)
    assert found
    assert "It came from 192.0.2.7, with A browser." in found.text
    assert "If that was not you" in found.text


def test_what_is_not_known_is_left_to_the_library() -> None:
    assert letter("account/email/something_new", VALUES, address=ADDRESS) is None
