"""Charts as SVG, drawn once when a report is stored, never while a page is served.

Small, labelled on the line, uncertainty first and estimate second. Colours are names of the
page's own colours, so a chart is right in the light, in the dark and on paper. A chart holds
words and figures, so there is one for each language of the pages. altair and vl-convert are
slow to load: they are imported when something is drawn.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from journeywork.engine.estimates import rate
from journeywork.engine.replay_report import Attention, Hindsight, Report
from journeywork.evidence.figures import decimal, most_first, number, percent
from journeywork.evidence.spoken import METHODS, SILENCES, told

WIDTH = 400
#: Drawn in these, which nothing else uses, then replaced by the page's variables.
_COLOURS = {
    "#010203": "var(--ink)",
    "#020304": "var(--ink-2)",
    "#030405": "var(--line)",
    "#040506": "var(--edge)",
    "#050607": "var(--accent)",
}
_INK, _INK_2, _LINE, _EDGE, _ACCENT = _COLOURS
_ROW = 46
#: How axes write numbers and months, where not as in English: language -> locale of d3.
_LOCALES: Mapping[str, Any] = {"de": "de-DE"}


def charts(report: Report) -> Mapping[str, Mapping[str, str]]:
    """Return the charts of a report by language and name; one that would be empty is left out."""
    drawn = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            drawn[language] = _charts(report)
    return drawn


def _charts(report: Report) -> Mapping[str, str]:
    drawn = {}
    for found in (report.past_work, report.who_knows):
        if found.questions:
            drawn[f"{found.key}_right"] = _right(found)
            drawn[f"{found.key}_better"] = _better(found)
    if report.attention and report.attention.moments:
        drawn["silences"] = _silences(report.attention)
    if report.attention and len(report.attention.months) > 1:
        drawn["months"] = _months(report.attention)
    return {name: _own_ids(name, svg) for name, svg in drawn.items() if svg}


def _own_ids(name: str, svg: str) -> str:
    """Name the parts of a drawing after the chart: vl-convert counts them up for ever."""
    numbers = dict.fromkeys(re.findall(r"clip\d+", svg))
    for place, old in enumerate(numbers):
        svg = re.sub(rf"\b{old}\b", f"{name}-{place}", svg)
    return svg


def _right(found: Hindsight) -> str:
    """Draw how often each method was right within its first k places (the middle k)."""
    rows = []
    for place, method in enumerate(found.methods):
        _k, share = method.hits[1]
        rows.append(
            {
                "row": place,
                "low": share.low,
                "high": share.high,
                "value": share.value,
                "name": told(METHODS, method.name),
                "says": percent(share.value),
                "ours": place == 0,
            }
        )
    return _intervals(rows, zero=None, form="%")


def _better(found: Hindsight) -> str:
    """Draw by how much we were better than each plain answer, with zero marked."""
    rows = []
    for place, method in enumerate(found.methods[1:]):
        against = method.against
        if against is None or against.low <= -1:
            continue
        rows.append(
            {
                "row": place,
                "low": against.low,
                "high": against.high,
                "value": against.value,
                "name": _("better than: {method}").format(method=told(METHODS, method.name)),
                "says": decimal(against.value, signed=True),
                "ours": True,
            }
        )
    return _intervals(rows, zero=0.0, form="+.1f") if rows else ""


def _intervals(rows: Sequence[Mapping[str, Any]], *, zero: float | None, form: str) -> str:
    """Draw one line a row: the interval first, broad and pale, then the estimate on it."""
    import altair as alt

    low = min([0.0, *(row["low"] for row in rows)])
    high = max([1.0 if zero is None else 0.0, *(row["high"] for row in rows)])
    x = alt.X(
        "low:Q",
        scale=alt.Scale(domain=[low, high], nice=zero is not None),
        axis=alt.Axis(format=form, tickCount=4, title=None, domain=False, ticks=False),
    )
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2, paddingOuter=0.5))
    base = alt.Chart(alt.InlineData(values=list(rows)))
    colour = alt.condition("datum.ours", alt.value(_ACCENT), alt.value(_EDGE))
    span = base.mark_bar(height=12, cornerRadius=6, opacity=0.3).encode(
        x=x, x2="high:Q", y=y, color=colour
    )
    dot = base.mark_tick(thickness=4, size=16, opacity=1).encode(x="value:Q", y=y, color=colour)
    name = base.mark_text(align="left", dy=-16, color=_INK, fontSize=13).encode(
        x=alt.value(0), y=y, text="name:N"
    )
    says = base.mark_text(align="right", dy=-16, color=_INK, fontSize=13, fontWeight="bold")
    layers = [span, dot, name, says.encode(x=alt.value(WIDTH), y=y, text="says:N")]
    if zero is not None:
        line = alt.Chart(alt.InlineData(values=[{"zero": zero}])).mark_rule(
            color=_INK, strokeWidth=1
        )
        layers.insert(0, line.encode(x="zero:Q"))
    return _svg(alt.layer(*layers).properties(width=WIDTH, height=_ROW * len(rows)))


def _silences(attention: Attention) -> str:
    """Draw how many moments became an offer, and why the others passed in silence."""
    import altair as alt

    silent = most_first(attention.silences)
    counts = [(_("offered"), attention.offers)]
    counts += [(told(SILENCES, reason), times) for reason, times in silent]
    whole = max(1, attention.moments)
    rows = [
        {"row": n, "name": name, "times": times, "says": f"{number(times)} ({percent(times / whole)})",
         "ours": n == 0}
        for n, (name, times) in enumerate(counts)
    ]  # fmt: skip
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2, paddingOuter=0.5))
    base = alt.Chart(alt.InlineData(values=rows))
    colour = alt.condition("datum.ours", alt.value(_ACCENT), alt.value(_EDGE))
    bar = base.mark_bar(height=8, cornerRadius=2).encode(
        x=alt.X("times:Q", axis=None), y=y, color=colour
    )
    name = base.mark_text(align="left", dy=-13, color=_INK, fontSize=13, limit=WIDTH - 80)
    says = base.mark_text(align="right", dy=-13, color=_INK, fontSize=13, fontWeight="bold")
    layers = (
        bar,
        name.encode(x=alt.value(0), y=y, text="name:N"),
        says.encode(x=alt.value(WIDTH), y=y, text="says:N"),
    )
    return _svg(alt.layer(*layers).properties(width=WIDTH, height=36 * len(rows)))


def _months(attention: Attention) -> str:
    """Draw offers per person-week, month by month, with the interval of each rate."""
    import altair as alt

    rows = []
    for month in attention.months:
        value, low, high = rate(month.offers, max(1, month.person_weeks))
        rows.append({"month": month.first, "value": value, "low": low, "high": high})
    x = alt.X(
        "month:T",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(title=None, tickCount=4, format="%b %Y", domain=False),
    )
    y = alt.Y("low:Q", axis=alt.Axis(title=None, tickCount=3, domain=False, ticks=False))
    base = alt.Chart(alt.InlineData(values=rows))
    band = base.mark_area(color=_ACCENT, opacity=0.25).encode(x=x, y=y, y2="high:Q")
    line = base.mark_line(color=_ACCENT, strokeWidth=2).encode(x=x, y="value:Q")
    return _svg(alt.layer(band, line).properties(width=WIDTH, height=150))


def _svg(chart: Any) -> str:
    """Return the drawing with the page's colours and type, ready to stand in a page."""
    import vl_convert

    spec = chart.configure(
        background="transparent",
        font="sans-serif",
        view={"stroke": None},
        axis={
            "labelColor": _INK_2,
            "gridColor": _LINE,
            "labelFontSize": 12,
            "titleColor": _INK_2,
            "tickColor": _LINE,
            "labelPadding": 6,
        },
        padding={"left": 4, "right": 4, "top": 4, "bottom": 4},
    ).to_dict()
    locale = _LOCALES.get((translation.get_language() or "en")[:2])
    svg = str(vl_convert.vegalite_to_svg(spec, format_locale=locale, time_format_locale=locale))
    for drawn, shown in _COLOURS.items():
        svg = svg.replace(drawn, shown)
    svg = svg.replace('font-family="sans-serif"', "")
    return re.sub(r"<svg ", '<svg aria-hidden="true" focusable="false" ', svg, count=1)
