"""What comes up again and again: made once a week of all debriefs, and only read afterwards."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from journeywork.activities import queries as activity_queries
from journeywork.debriefs.live_models import CardRow
from journeywork.debriefs.models import AnswerRow, ContributionRow, DebriefRow
from journeywork.debriefs.theme_models import ThemesRow
from journeywork.engine.themes import LASTS, Held, Theme, ThemeKind, themes, week_of
from journeywork.kernel.reader import authors, reading_as
from journeywork.people import queries as people
from journeywork.work import queries as work

#: So many debriefs are read, the newest first.
MOST = 2000


def find_themes(*, at: datetime) -> int:
    """Make this week's themes, unless they are made; return how many there are."""
    week = week_of(at)
    if ThemesRow.objects.filter(week=week).exists():
        return 0
    rows = DebriefRow.objects.filter(revealed_at__lt=week, revealed_at__gte=week - LASTS)
    held = _held(list(rows.order_by("-revealed_at")[:MOST]))
    everybody = people.persons(active_only=False)
    names = [part for one in everybody.values() for part in (one.name, one.key, one.email)]
    teams = {one.id: one.teams[0] for one in everybody.values() if one.teams}
    keys = {one.id: one.key for one in people.teams()}
    found = themes(
        held, names=names, teams={id: keys[team] for id, team in teams.items() if team in keys}
    )
    ThemesRow.objects.update_or_create(
        week=week, defaults={"themes": [asdict(one) for one in found], "debriefs": len(held)}
    )
    ThemesRow.objects.filter(week__lt=week).delete()
    return len(found)


def newest() -> tuple[datetime | None, tuple[Theme, ...]]:
    """Return from which week the newest themes are (None: none were made yet), and the themes."""
    row = ThemesRow.objects.order_by("-week").first()
    if row is None:
        return None, ()
    return row.week, tuple(
        Theme(
            kind=ThemeKind(one["kind"]),
            text=one["text"],
            debriefs=one["debriefs"],
            teams=tuple(one["teams"]),
        )
        for one in row.themes
    )


def _held(rows: list[DebriefRow]) -> list[Held]:
    ids = [row.id for row in rows]
    known, texts = activity_queries.activities_by_id(ids), _texts(rows)
    about = [one.episode for one in known.values() if one.episode]
    episodes = work.episodes_by_id(about) if about else {}
    found = []
    for id in ids:
        if (activity := known.get(id)) is None:
            continue
        episode = episodes.get(activity.episode) if activity.episode else None
        # Whoever has left since took part too: they may have written.
        took_part = frozenset(one.person for one in activity.participants)
        place, kind = (episode.place, str(episode.kind)) if episode else ("", "")
        found.append(Held(people=took_part, texts=texts.get(id, ()), place=place, work=kind))
    return found


def _texts(rows: Iterable[DebriefRow]) -> dict[UUID, list[str]]:
    """Return what was written, by debrief; what was taken away is not read."""
    ids = [row.id for row in rows]
    removed = {answer for row in rows for answer in row.removed}
    found: dict[UUID, list[str]] = {id: [] for id in ids}
    for model in (AnswerRow, CardRow):
        for row in model.objects.filter(debrief__in=ids):
            found[row.debrief].append(row.text)
    for author in authors(ContributionRow):
        with reading_as(author):
            for row in ContributionRow.objects.filter(debrief__in=ids, author=author):
                if row.id not in removed:
                    found[row.debrief].append(row.text)
    return found
