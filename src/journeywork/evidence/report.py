"""The report as HTML: a part of a page, or one file that can be mailed.

What it says is put together in `evidence.sentences`; here it gets its form. The one file
carries its style and its charts with it and asks nothing of any network.
"""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils import translation
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from journeywork.engine.replay_report import Own
from journeywork.evidence import sentences
from journeywork.evidence.noticed_words import Said
from journeywork.evidence.values import Finished, charts_in

#: The look of the pages, and of the report in particular.
STYLES = ("web/css/tokens.css", "web/css/report.css")


def html(
    finished: Finished, *, standalone: bool, own: Own | None = None, said: Said = str
) -> Markup:
    """Return the report as safe HTML: a fragment, or with `standalone` a whole document.

    `own` is the reader's own part; never give it with `standalone`: what is mailed is read by
    others (ValueError). `said` puts the engine's sentences in it into the reader's language.
    """
    if standalone and own:
        raise ValueError("a report that is mailed holds nobody's own part")
    template = _templates().get_template("replay_file.html" if standalone else "replay_part.html")
    language = translation.get_language() or "en"
    page = template.render(
        told=sentences.told(finished),
        own=sentences.own_told(own, said) if own else None,
        charts={name: _as_is(svg) for name, svg in charts_in(finished, language).items()},
        style=_as_is(_style()) if standalone else "",
        language=language,
        said=said,
    )
    return _as_is(page)


def _as_is(ours: str) -> Markup:
    """Mark what we made ourselves (a page with everything escaped, a chart, a style) as HTML."""
    return Markup(ours)  # noqa: S704 -- see above


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("journeywork.evidence"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True
    )
    return made


@cache
def _style() -> str:
    """Return the style sheets of the pages that the report needs, as one text."""
    found = (finders.find(name) for name in STYLES)
    return "\n".join(Path(file).read_text("utf-8") for file in found if isinstance(file, str))
