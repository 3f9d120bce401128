"""Who may see a piece of work: one rule for pages, API and suggestions."""

from collections.abc import Iterable

from journeywork.engine.people import Person


def may_see(person: Person, took_part: Iterable[Person]) -> bool:
    """Tell whether `person` may see work in which `took_part` took part, whoever left included.

    Those who took part may, and whoever shares or leads a team of theirs. Work of people who
    belong to no team is open to everyone in the organisation.
    """
    others = list(took_part)
    if any(other.id == person.id for other in others):
        return True
    theirs = {team for other in others for team in other.teams}
    return not theirs or not theirs.isdisjoint({*person.teams, *person.leads})
