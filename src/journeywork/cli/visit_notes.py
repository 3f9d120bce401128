"""`shadow note`: what one notes while watching somebody, over a connection that comes and goes."""

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import typer

from journeywork.cli import connection, outbox, output
from journeywork.cli.client import Client, Refused, Unreachable
from journeywork.cli.outbox import Waiting
from journeywork.cli.picking import completing, one_of
from journeywork.cli.questions import Json, words_of
from journeywork.kernel import clock

Visit = Annotated[
    str,
    typer.Argument(
        help="Its id, or how its title begins.",
        autocompletion=completing("shadowing", "visits"),
    ),
]
#: So a server answers what will not fit next time either; all else may pass.
_FOR_GOOD = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
_SHOWN = 40  # Characters of a note by which its writer knows it.


def note(
    visit: Visit,
    text: Annotated[list[str] | None, typer.Argument(help="The note. `-` reads input.")] = None,
    json: Json = False,
) -> None:
    """Note something during a visit; only you can read it, on the visit's page.

    Without a connection the note waits on this computer and goes with the next one; typed again
    it is the same note, and kept once.

    \b
    jw shadow note "Close the month" "Counts the keys twice"
    jw shadow note "Close the month" < notes.txt
    """  # noqa: D301 -- what follows \b keeps its lines
    with output.server(f"visit {visit!r}") as server:
        made = outbox.put(
            visit=_known(server, visit),
            named=visit,
            text=words_of(text),
            written_at=clock.now().isoformat(timespec="seconds"),
            whose=outbox.owner(connection.find()),
        )
        _send(server, made)
        # It arrived: that older ones still wait makes no error of it.
        with suppress(Refused, Unreachable):
            _send_waiting(server)
        left = len(outbox.waiting(made.whose))
        if json:
            output.as_json({"id": made.id, "waiting": left})
            return
        output.line("Kept. Only you can read it.")
        if left:
            output.line(f"{left} older still to be sent: jw shadow send", dim=True)


def send(json: Json = False) -> None:
    """Send the notes that wait on this computer."""
    with output.server() as server:
        sent = _send_waiting(server)
        left = len(outbox.waiting())
        if json:
            output.as_json({"sent": sent, "waiting": left})
            return
        output.line(f"{sent} sent." if sent else "No note of yours waits.")
        if left:
            output.line(
                f"{left} stay in {outbox.folder()}: written with another token, or refused."
            )


def arrived(visit: Visit, json: Json = False) -> None:
    """Tell how many of your notes arrived; what they say you read signed in."""
    with output.server(f"visit {visit!r}") as server:
        id = _visit_id(server, visit)
        found = list(server.every("shadowing", "visits", id, "notes"))
        waiting = len(outbox.waiting(outbox.owner(connection.find())))
        if json:
            output.as_json({"arrived": [each["id"] for each in found], "waiting": waiting})
            return
        here = f"; {waiting} wait here: jw shadow send" if waiting else ""
        output.line(f"{len(found)} arrived{here}.")
        output.line(f"   {server.address}/shadowing/{id}/notes/", dim=True)


def _known(server: Client, visit: str) -> str:
    """Return the id of the visit that is meant, or what was said where nobody can tell just now.

    Leaves, before anything is read or kept, where there is none.
    """
    try:
        id = _visit_id(server, visit)
        if id == visit.strip().lower():  # Of one that was found by its title it is known.
            server.get("shadowing", "visits", id)
    except Unreachable:
        return visit
    except Refused as fault:
        if fault.status in _FOR_GOOD:
            raise
        return visit
    return id


def _send(server: Client, note: Waiting) -> None:
    """Send a note that was written just now; where it cannot be sent it says so and leaves."""
    try:
        _put(server, note)
    except Refused as fault:
        if fault.status in _FOR_GOOD:
            outbox.gone(note)
            raise
        output.fail(f"{fault} {_WAITS}")
    except Unreachable as fault:
        output.fail(f"{fault} {_WAITS}")


def _send_waiting(server: Client) -> int:
    """Send what waits for this person; return how much went. What is refused stays, and is told."""
    sent = 0
    for each in outbox.waiting(outbox.owner(connection.find())):
        try:
            _put(server, each)
            sent += 1
        except Refused as fault:
            if fault.status not in _FOR_GOOD:
                raise
            output.aside(f"Not taken: {each.text[:_SHOWN]!r} ({fault})")
        except typer.Exit:  # No visit, or several, are called as it says: that has been told.
            output.aside(f"Not sent: {each.text[:_SHOWN]!r}")
    return sent


def _put(server: Client, note: Waiting) -> None:
    path = ("shadowing", "visits", _visit_id(server, note.visit), "notes", note.id)
    server.put(*path, content={"text": note.text, "written_at": note.written_at})
    outbox.gone(note)


def _visit_id(server: Client, said: str) -> str:
    """Return the id of the visit that is meant: what is said where that is an id."""
    try:
        return str(UUID(said.strip()))
    except ValueError:
        listed = server.every("shadowing", "visits")
    return str(one_of(listed, said, what="visit")["id"])


_WAITS = (
    "The note waits on this computer. It goes with the next one, or by: jw shadow send. "
    "Typed again it is the same note."
)
