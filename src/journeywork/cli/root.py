"""The command line as a whole; connectors and the server's own commands join it in `config`."""

import typer

from journeywork.cli import cards, day, login, people, questions, replay, shell_hook, work

app = typer.Typer(
    name="journeywork",
    help="Work is learning, and learning is the work.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(questions.ask)
app.command()(questions.note)
app.command()(day.today)
app.command()(day.respond)
app.command()(login.login)
app.command()(login.logout)
app.command()(replay.replay)
app.command("shell-hook")(shell_hook.shell_hook)
app.add_typer(cards.app, name="cards")
app.add_typer(work.app, name="work")
app.add_typer(people.app, name="people")
