"""`work authors`, `work name-author`: names in the work whom nobody knows (on the server)."""

from typing import Annotated

import typer

from journeywork.cli import output
from journeywork.cli.questions import Json
from journeywork.cli.server import Org, within_organisation


def authors(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50,
    json: Json = False,
    org: Org = "",
) -> None:
    """List names in the work that belong to nobody here, those with the most events first."""
    with within_organisation(org):
        from journeywork.work import queries

        found = queries.unresolved_authors(limit=limit)
        if json:
            output.as_json(
                [
                    {"handle": one.handle, "events": one.events, "seen_at": one.seen_at.isoformat()}
                    for one in found
                ]
            )
            return
        for one in found:
            output.line(f"{one.events:>7}  {one.handle}")
        if found:
            output.line("Say who one is: journeywork work name-author NAME PERSON", dim=True)
        else:
            output.line("Everybody whom the work names is known here.")


def name_author(
    handle: Annotated[
        str, typer.Argument(help="The name in the work, as `work authors` shows it.")
    ],
    who: Annotated[str, typer.Argument(help="E-mail address or key of the person.")],
    json: Json = False,
    org: Org = "",
) -> None:
    """Say who is meant by a name in the work; their history becomes theirs, for good."""
    with within_organisation(org):
        from journeywork.kernel.clock import now
        from journeywork.people import queries as people
        from journeywork.work import actions, queries

        author = queries.unresolved_author(handle)
        person = people.person_by_email(who) or people.person_by_key(who)
        actions.name_author(handle=author.handle, person=person.id, by=None, at=now())
        if json:
            output.as_json({"handle": author.handle, "events": author.events, "person": person.key})
        else:
            output.line(f"{author.handle} is {person.name}. The worker hands the history over.")
