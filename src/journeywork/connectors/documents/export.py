"""Cards into a folder of Markdown files."""

import errno
from collections.abc import Iterator
from pathlib import Path

from journeywork.engine.card_files import card_file
from journeywork.engine.knowledge import Card, CardState
from journeywork.knowledge import queries
from journeywork.people import queries as people

_PAGE = 500


def export(folder: Path) -> int:
    """Write the published cards of the organisation in force; return how many.

    Drafts are their authors' alone and stay. Raises OSError, also for a folder with files in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise OSError(errno.ENOTEMPTY, "holds files already; name a new or an empty folder")
    persons = people.persons(active_only=False)
    teams = {team.id: team.key for team in people.teams()}
    count = 0
    for card in _published():
        owner = persons.get(card.owner) if card.owner else None
        text = card_file(
            card,
            owner=owner.email or owner.key if owner else "",
            team=teams.get(card.team, "") if card.team else "",
        )
        (folder / f"{card.key}.md").write_text(text, encoding="utf-8")
        count += 1
    return count


def _published() -> Iterator[Card]:
    page: tuple[Card, ...] = ()
    while True:
        before = page[-1].id if page else None
        page = queries.cards(state=CardState.PUBLISHED, limit=_PAGE, before=before)
        yield from page
        if len(page) < _PAGE:
            return
