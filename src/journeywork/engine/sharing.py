"""Who may read what somebody wrote for themselves: nobody else, until they say who.

There is no role in here. No manager, administrator, export or page reads past this rule.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from journeywork.engine.people import Person


class AudienceKind(StrEnum):
    """How wide something is shared, from nobody to everybody here."""

    ME = "only me"
    PERSON = "one person"
    PARTICIPANTS = "those who take part"
    TEAM = "a team"
    EVERYONE = "everyone here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who may read a thing besides its author.

    `person` is set exactly for PERSON, `team` exactly for TEAM; ValueError otherwise.
    """

    kind: AudienceKind = AudienceKind.ME
    person: UUID | None = None
    team: UUID | None = None

    def __post_init__(self) -> None:
        if (self.person is not None) != (self.kind is AudienceKind.PERSON):
            raise ValueError("one person is shared with by naming that person")
        if (self.team is not None) != (self.kind is AudienceKind.TEAM):
            raise ValueError("a team is shared with by naming that team")


ONLY_ME = Audience()


def may_read(
    reader: Person, *, author: UUID, audience: Audience, participants: Collection[UUID] = ()
) -> bool:
    """Tell whether `reader` may read a thing of `author` that is shared with `audience`.

    `participants` are the people who take part in what the thing belongs to. Somebody who has
    left reads nothing.
    """
    belongs = {
        AudienceKind.ME: False,
        AudienceKind.PERSON: reader.id == audience.person,
        AudienceKind.PARTICIPANTS: reader.id in participants,
        AudienceKind.TEAM: audience.team in reader.teams,
        AudienceKind.EVERYONE: True,
    }
    return reader.active and (reader.id == author or belongs[audience.kind])
