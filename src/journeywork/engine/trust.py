"""Whether readers can rely on a card today. Follows from four things and nothing else."""

from datetime import date, timedelta

from journeywork.engine.knowledge import Trust

#: From the most to the least trustworthy.
ORDER = (Trust.FRESH, Trust.DUE, Trust.EXPIRED, Trust.FLAGGED)


def trust(*, reviewed_on: date, review_days: int, flags: int, today: date) -> Trust:
    """Return the trust state of a card.

    `reviewed_on` is the day on which somebody last found it right, `review_days` the days
    for which that holds, `flags` how many open reports say that it is outdated or wrong.
    After `review_days` a review is due; the card stays in use for the time of grace.
    """
    if flags > 0:
        return Trust.FLAGGED
    if today >= expires_on(reviewed_on, review_days):
        return Trust.EXPIRED
    return Trust.DUE if today >= due_on(reviewed_on, review_days) else Trust.FRESH


def due_on(reviewed_on: date, review_days: int) -> date:
    """Return the first day on which a review is due."""
    return _later(reviewed_on, review_days)


def expires_on(reviewed_on: date, review_days: int) -> date:
    """Return the first day on which the card counts as expired."""
    return _later(reviewed_on, review_days + grace(review_days))


def grace(review_days: int) -> int:
    """Return for how many days a card whose review is due stays in use: a quarter, 14 at least."""
    return max(14, review_days // 4)


def pushable(state: Trust) -> bool:
    """Tell whether a card in this state may be offered unasked."""
    return state in (Trust.FRESH, Trust.DUE)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
