"""The command line as a whole; connectors and the server's own commands join it in `config`."""

from typing import Annotated

import typer

from journeywork.cli import (
    assignments,
    authors,
    cards,
    day,
    debriefs,
    jobs,
    learning,
    login,
    match,
    mentoring,
    people,
    questions,
    replay,
    rounds,
    shadowing,
    shell_hook,
    webhooks,
    work,
)

#: Headings of the help: for everybody, and for whoever runs the server.
EVERY_DAY, CONNECTION, SERVER = "Every day", "This computer", "On the server"

app = typer.Typer(
    name="journeywork",
    help="Work is learning, and learning is the work.\n\n"
    "Where Journeywork runs elsewhere, connect this computer first: journeywork login ADDRESS. "
    "To run it here: journeywork run.",
    epilog="Short: jw. Ends with 0 when done, 1 when it could not be done, 2 for a command line "
    "that makes no sense.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"journeywork {version('journeywork')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which it is.")
    ] = False,
) -> None:
    """Take what stands before the command."""
    del version


for does in (questions.ask, questions.note, questions.post, day.today, day.respond):
    app.command(rich_help_panel=EVERY_DAY)(does)
app.command(rich_help_panel=EVERY_DAY)(learning.learn)
app.command(rich_help_panel=EVERY_DAY)(learning.learned)
app.command(rich_help_panel=EVERY_DAY)(match.match)
app.add_typer(cards.app, name="cards", rich_help_panel=EVERY_DAY)
app.add_typer(work.app, name="work", rich_help_panel=EVERY_DAY)
for group, name in (
    (debriefs.app, "debriefs"),
    (assignments.app, "assignments"),
    (shadowing.app, "shadow"),
    (mentoring.app, "mentoring"),
    (rounds.app, "rounds"),
):
    app.add_typer(group, name=name, rich_help_panel=EVERY_DAY)
app.command(rich_help_panel=CONNECTION)(login.login)
app.command(rich_help_panel=CONNECTION)(login.logout)
app.command("shell-hook", rich_help_panel=CONNECTION)(shell_hook.shell_hook)
app.command(rich_help_panel=SERVER)(replay.replay)
app.add_typer(people.app, name="people", rich_help_panel=SERVER)
app.add_typer(jobs.app, name="jobs", rich_help_panel=SERVER)
app.add_typer(webhooks.app, name="webhooks", rich_help_panel=SERVER)
for name, command in (("authors", authors.authors), ("name-author", authors.name_author)):
    work.app.command(name, rich_help_panel=SERVER)(command)
