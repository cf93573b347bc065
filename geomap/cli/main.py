"""The group of commands, exit codes, and the guard that turns errors into messages."""

import sys
from importlib import import_module

import click

from geomap._version import __version__
from geomap.errors import GazetteerError, GeomapError, InputError, StoreError

__all__ = ["EXIT_FAULT", "EXIT_GAZETTEER", "EXIT_NOTHING", "EXIT_OK", "EXIT_REJECTED", "EXIT_USAGE", "group", "main"]

EXIT_OK, EXIT_FAULT, EXIT_USAGE, EXIT_REJECTED, EXIT_NOTHING, EXIT_GAZETTEER = range(6)

# command -> (where it is, what it does). The line stands here so that --help imports no command.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("geomap.cli.run:run", "Articles to events, map and tables: the main job."),
    "demo": ("geomap.cli.run:demo", "The main job on the bundled example articles."),
    "articles": ("geomap.cli.articles:articles", "What was read: dates with reasons, outlets, duplicates."),
    "extract": ("geomap.cli.extract:extract", "Articles to mentions, reports and control facts."),
    "merge": ("geomap.cli.merge:merge", "Reports to events."),
    "locate": ("geomap.cli.locate:locate", "Look up place names."),
    "map": ("geomap.cli.map:map_command", "Draw an interactive map of a run."),
    "figure": ("geomap.cli.figure:figure", "Draw a static map of a run."),
    "embed": ("geomap.cli.embed:embed", "A figure with all that a report needs: pages, Word, data."),
    "methods": ("geomap.cli.embed:methods", "A note on how the events of a run came about."),
    "control": ("geomap.cli.control:control", "Control areas, front lines, and their change."),
    "correct": ("geomap.cli.correct:correct", "Decide on one item of a run, with a preview."),
    "corrections": ("geomap.cli.corrections:corrections", "List, check, merge and read back decisions."),
    "explain": ("geomap.cli.explain:explain", "Why an item was coded as it was."),
    "export": ("geomap.cli.export:export", "Write a run in another format."),
    "import": ("geomap.cli.import_:import_command", "Read events of other collections."),
    "diff": ("geomap.cli.diff:diff", "What changed between two runs."),
    "snapshot": ("geomap.cli.snapshot:snapshot", "Keep a run as it is, with hashes of all that shaped it."),
    "reproduce": ("geomap.cli.snapshot:reproduce", "Draw a bundle again and say whether it is the same, or why not."),
    "status": ("geomap.cli.status:status", "What a store holds."),
    "doctor": ("geomap.cli.doctor:doctor", "Is everything here that a run needs."),
    "gazetteer": ("geomap.cli.gazetteer:gazetteer", "What the gazetteer holds; add and verify sources."),
    "verify": ("geomap.cli.articles:verify", "Re-hash the articles of a run."),
    "evaluate": ("geomap.cli.evaluate:evaluate_command", "Score a run against annotations made by hand."),
    "init": ("geomap.cli.init:init", "Write a geomap.toml for a project."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Commands in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101  # our own table
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of a line; of one that does not exist, say which were meant perhaps."""
        from difflib import get_close_matches

        close = get_close_matches(args[0], COMMANDS)
        if args[0] not in COMMANDS and close:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {' or '.join(close)}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, epilog="Example: geomap run articles/ -o output/", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geomap")
def group() -> None:
    """News articles on the Syrian war to maps that lead back to the sentence behind each dot."""


def _exit_code(error: GeomapError) -> int:
    if isinstance(error, (GazetteerError, StoreError)):
        return EXIT_GAZETTEER
    return EXIT_USAGE if isinstance(error, InputError) else EXIT_FAULT


def main(args: list[str] | None = None) -> None:
    """Run the command line and leave with an exit code.

    0 all done, 1 our fault, 2 usage, 3 some inputs rejected (each named), 4 nothing could be mapped, 5 gazetteer or store invalid.
    """
    for stream in (sys.stdout, sys.stderr):  # a console may be cp1252; names are Arabic
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = group.main(args=args, prog_name="geomap", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_USAGE)
    except click.Abort:
        sys.exit(130)
    except GeomapError as error:
        click.echo(f"geomap: {error}", err=True)
        sys.exit(_exit_code(error))
    except BrokenPipeError:  # the reader of our output has gone, as in `geomap locate | head`
        sys.stderr.close()
        sys.exit(EXIT_OK)
    sys.exit(code if isinstance(code, int) else EXIT_OK)
