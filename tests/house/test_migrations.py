"""Tables and models say the same."""

import io

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration() -> None:
    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=told)
    except (SystemExit, CommandError):
        pytest.fail(told.getvalue())
