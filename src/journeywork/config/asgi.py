"""The application that the server process runs: the fast path for what is hot, Django for the rest."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")

_django = get_asgi_application()

from journeywork.config.fast import FastPath  # noqa: E402 -- after Django has been set up
from journeywork.config.watching.requests import Watched  # noqa: E402
from journeywork.kernel.gate import BodyLimit  # noqa: E402

application = Watched(BodyLimit(FastPath(_django)))
