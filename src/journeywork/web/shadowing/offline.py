"""What lets the page for notes open without a connection: a bare page, and a worker behind it.

The bare page is the same for every visit and holds nothing of any: whose it is, in their
language, and a field. What was noted before stands on the server alone.
"""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from journeywork.kernel.doors import needs
from journeywork.web.jinja import asset
from journeywork.web.page import PageRequest, show_plain

#: Everything that the bare page is made of.
SHEETS = ("tokens", "page", "parts", "prose")
SCRIPT = "web/js/notes_offline.js"
_IMPORTED = ("web/js/notes.js", "web/js/notes_kept.js")
_WORKER = "web/js/notes_worker.js"


def assets() -> str:
    """Return the addresses of what the bare page is made of, for its worker to keep."""
    sheets = [asset(f"web/css/{sheet}.css") for sheet in SHEETS]
    return " ".join((*sheets, asset(SCRIPT), *(_bare(each) for each in _IMPORTED)))


@require_safe
@needs("reflection.write")
def offline(request: PageRequest) -> HttpResponse:
    """Show the bare page; it is kept for whoever is signed in, and sent with no visit."""
    return show_plain(request, "shadowing/offline.html", {"sheets": SHEETS, "script": SCRIPT})


@require_safe
@needs("reflection.write")
def worker(request: PageRequest) -> HttpResponse:
    """Answer with the worker; a page below /shadowing/ may have it for its own address."""
    del request
    file = finders.find(_WORKER)
    assert isinstance(file, str)
    answer = HttpResponse(Path(file).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/shadowing/"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _bare(path: str) -> str:
    """Return the address under which a script names another."""
    return asset(path).partition("?")[0]
