"""The template environment of the pages: escapes everything, fails on a name nobody passed."""

from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from journeywork.kernel.clock import now
from journeywork.kernel.reasons import said
from journeywork.web import activity_words, dates, once, words


def environment(**options: Any) -> Environment:
    """Return the environment. `autoescape` comes from Django and is on."""
    made = Environment(  # noqa: S701 - Django says autoescape=True in `options`
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.filters |= {
        "when": when,
        "date_said": date_said,
        "plain": plain,
        "stamp": stamp,
        "in_full": in_full,
        "role": activity_words.role,
        "said": said,
    }
    made.globals |= {
        "asset": asset,
        "hinted": hinted,
        "url": url,
        "words": words,
        "activity_words": activity_words,
        "json_script": json_script,
        "language": translation.get_language,
        "now": now,
        "once": once.field,
    }
    return made


def when(at: datetime | date, *, focus: bool = True, start: bool = False) -> Markup:
    """Say a time in the reader's zone; the exact one shows on hover and focus.

    `focus=False` is for rows whose own link shows it; `start` opens the exact date to the
    right, for times at the left edge of the page.
    """
    zone = timezone.get_current_timezone()
    return Markup('<time datetime="{}" data-exact="{}"{}{}>{}</time>').format(
        at.isoformat(),
        dates.exact(at, zone=zone),
        Markup(' class="start"') if start else "",
        Markup(' tabindex="0"') if focus else "",
        date_said(at),
    )


def stamp(at: datetime) -> Markup:
    """Say a time as on a time line: the day and the hour in the reader's zone."""
    zone = timezone.get_current_timezone()
    says = dates.stamp(at, now=now(), zone=zone)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.isoformat(), dates.exact(at, zone=zone), says
    )


def in_full(at: datetime | date) -> Markup:
    """Say the full date, where words such as "in 3 weeks" do not fit the sentence."""
    says = dates.exact(at, zone=timezone.get_current_timezone())
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), says)


def date_said(at: datetime | date) -> str:
    """Say a time in the reader's zone, as plain words."""
    return dates.say(at, now=now(), zone=timezone.get_current_timezone())


def hinted(bound: BoundField, hint: str) -> BoundField:
    """Give a field of a form that is not ours our own hint; "" takes its hint away."""
    bound.help_text = hint
    return bound


def plain(text: str) -> str:
    """Take the marks of Markdown out of a line that is shown as it is."""
    return text.replace("`", "").replace("**", "")


def url(name: str, *arguments: Any) -> str:
    """Return the address of the page `name`."""
    return reverse(name, args=arguments)


@lru_cache(maxsize=64)
def asset(path: str) -> str:
    """Return the address of a static file, with a mark that changes when the file does."""
    found = finders.find(path)
    mark = _mark(found) if isinstance(found, str) else "0"
    return f"{static(path)}?v={mark}"


def _mark(file: str) -> str:
    return sha256(Path(file).read_bytes()).hexdigest()[:10]
