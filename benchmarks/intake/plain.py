"""The server of the plain view: the same program as the product's, as WSGI, which suits it best."""

import os
from typing import Any

from granian import Granian
from granian.constants import Interfaces


def application() -> Any:
    """Return Django with the plain view, and nothing else."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    settings.ROOT_URLCONF = "benchmarks.intake.plain_view"
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    return WSGIHandler()


if __name__ == "__main__":
    Granian(
        "benchmarks.intake.plain:application",
        address="127.0.0.1",
        port=int(os.environ["JOURNEYWORK_PORT"]),
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=8,
        workers=1,
    ).serve()
