"""Brings the database up to date: Django's migrations, then what the declarations ask for."""

from django.core.management import call_command

from journeywork.kernel import schema


def migrate(*, verbosity: int = 1) -> None:
    """Migrate as the owner, then harden; may be run again at any time."""
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    call_command("createcachetable", database="owner", verbosity=verbosity)
    schema.harden("owner")
