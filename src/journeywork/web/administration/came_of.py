"""What came of each rule lately: how often it spoke, how often not, and what people answered."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from journeywork.feedback import queries as feedback
from journeywork.support import queries as support
from journeywork.web import words

LATELY = timedelta(weeks=4)


def by_rule(*, at: datetime) -> dict[str, list[str]]:
    """Return for each rule what came of it; nothing that concerns fewer than five people."""
    since = at - LATELY
    told: dict[str, list[str]] = defaultdict(list)
    for rule, (offered, silent) in _spoke(since, at).items():
        told[rule] += [_times_offered(offered)] if offered else []
        told[rule] += [_times_silent(silent)] if silent else []
    for total in feedback.totals(since=since, until=at):
        if total.kind in words.ANSWERS:
            told[total.rule].append(f"{words.ANSWERS[total.kind]}: {total.times}")
    return dict(told)


def _spoke(since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for total in support.totals(since=since, until=until):
        offered, silent = counts.get(total.rule, (0, 0))
        spoken = not total.reason
        counts[total.rule] = (
            offered + total.times * spoken,
            silent + total.times * (not spoken),
        )
    return counts


def _times_offered(times: int) -> str:
    return ngettext("offered once", "offered %(num)d times", times) % {"num": times}


def _times_silent(times: int) -> str:
    return ngettext("silent once", "silent %(num)d times", times) % {"num": times}
