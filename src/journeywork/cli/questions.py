"""`ask`: before I do X. `note`: one line worth keeping. `post`: what colleagues read now."""

import sys
from typing import Annotated, Any

import typer

from journeywork.cli import output
from journeywork.cli.place import place_here
from journeywork.engine.masking import masked

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
LONGEST_QUESTION = 100_000


def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(help="Words, an address, a path, an error message. `-` reads input."),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(help="The repository, ward, matter or cell; the repository you are in."),
    ] = None,
    path: Annotated[list[str] | None, typer.Option(help="A file or area touched.")] = None,
    failed: Annotated[
        int | None, typer.Option(help="The words are a command that ended with this status.")
    ] = None,
    json: Json = False,
) -> None:
    """Ask before you do something: cards, a past piece of work, people who know.

    \b
    jw ask how do I add a column to a large table
    jw ask ledger/migrations/0058_reason.py
    make test 2>&1 | tail -40 | jw ask
    git diff | jw ask
    """  # noqa: D301 -- what follows \b keeps its lines
    text = words_of(question)[:LONGEST_QUESTION]
    if failed is not None:
        text = f"command failed with exit status {failed}: {masked(text)}"
    asked = {
        "text": text,
        "place": place_here() if place is None else place,
        "paths": path or [],
    }
    with output.server() as server:
        found = server.post("ask", content=asked)
        if json:
            output.as_json(found)
            return
        if failed is not None:
            output.line(f"Asked: {text}", dim=True)
        _show(found)


def note(
    text: Annotated[list[str] | None, typer.Argument(help="One line. `-` reads input.")] = None,
    place: Annotated[
        str | None,
        typer.Option(help="Where it holds; the repository you are in."),
    ] = None,
    json: Json = False,
) -> None:
    """Keep one line that you learned; it becomes a draft that only you see.

    \b
    jw note "The bank answers 202 now, not 200"
    """  # noqa: D301 -- what follows \b keeps its lines
    kept = {"text": words_of(text), "place": place_here() if place is None else place}
    with output.server() as server:
        card = server.post("notes", content=kept)
        if json:
            output.as_json(card)
            return
        output.line(f"Kept as a draft: {card['title']}")
        output.line(f"   publish it: jw cards publish {card['key']}", dim=True)


def post(
    text: Annotated[
        list[str] | None, typer.Argument(help="At most 600 characters. `-` reads input.")
    ] = None,
    only_me: Annotated[
        bool, typer.Option("--only-me", help="Nobody else can read it until you share it.")
    ] = False,
    team: Annotated[str | None, typer.Option(help="Only this team, by key, can read it.")] = None,
    person: Annotated[str | None, typer.Option(help="Only this person, by key.")] = None,
    work: Annotated[str | None, typer.Option(help="The piece of work it is about, by id.")] = None,
    json: Json = False,
) -> None:
    """Say to colleagues what you are doing, or what you found out; everyone here can read it.

    \b
    jw post "The bank answers 202 now, not 200 #fees"
    jw post "I am stuck in the settlement file" --team payments
    """  # noqa: D301 -- what follows \b keeps its lines
    said: dict[str, Any] = {"text": words_of(text), "episode": work}
    chosen = {"only me": only_me, "a team": team, "one person": person}
    kinds = [kind for kind, wanted in chosen.items() if wanted]
    if len(kinds) > 1:
        output.fail("Choose one of --only-me, --team and --person.")
    if kinds:
        said["audience"] = {"kind": kinds[0], "team": team, "person": person}
    with output.server() as server:
        made = server.post("posts", content=said)
        if json:
            output.as_json(made)
            return
        kind = made["audience"]["kind"]
        output.line("Posted." if kind == "everyone here" else f"Posted, for {kind}.")


def _show(found: dict[str, Any]) -> None:
    for number, card in enumerate(found["cards"], 1):
        output.option(card, number=number)
    if found["episode"]:
        output.line("Done before:")
        output.option(found["episode"])
    if found["people"]:
        output.line("Could help:")
        for person in found["people"]:
            output.option(person)
    if found.get("listed"):
        output.line("Nothing fits yet. Your question is on the list that anyone can answer.")
    elif not (found["cards"] or found["episode"] or found["people"]):
        output.line("Nothing fits yet. What is pasted is shown to nobody; a question of one line")
        output.line("in your own words goes on the list that anyone can answer.")


def words_of(words: list[str] | None) -> str:
    """Return the words of a command, or what is piped into it; leaves where there are none."""
    if words == ["-"] or (not words and not sys.stdin.isatty()):
        text = sys.stdin.buffer.read().decode(errors="replace")
    else:
        text = " ".join(words or [])
    if not text.strip():
        output.fail("Say what it is about, or pipe it in.")
    return text.replace("\x00", "")
