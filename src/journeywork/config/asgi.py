"""The application that the server process runs."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")

_django = get_asgi_application()

from journeywork.kernel.gate import BodyLimit  # noqa: E402 -- after Django has been set up

application = BodyLimit(_django)
