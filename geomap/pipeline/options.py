"""What a run is asked to do, from the command line and ``geomap.toml``."""

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.limits import DEFAULT, Limits, limits_from

__all__ = ["PROJECT_FILE", "PROJECT_TEMPLATE", "RunOptions", "options_from_project"]

PROJECT_FILE = "geomap.toml"
PROJECT_TEMPLATE = """# A geomap project: the daily command is then `geomap run`, without flags. Paths are relative to this file.

inputs = ["articles"]       # folders and files to read; articles.csv beside them gives what you know of each
output = "output"           # everything is written here
store = "output/store.sqlite"  # keeps what was coded: the next run codes only what changed, and ids of events outlive it
title = "Events in Syria"   # of the map

# gazetteers = ["my_places.csv"]   # further gazetteers; a row of yours wins over the bundled one
# actors = "my_actors.csv"         # replaces the bundled table of actors
# corrections = "corrections.csv"    # decisions of people (docs/corrections.md); this file is taken if it is there
# harm_policy = "my_policy.csv"      # what public editions leave out or tell less exactly (docs/do-no-harm.md)
# published = "2020-04-10"         # for articles that tell no date
# outlet = "My outlet"             # for articles that tell no outlet
# worldview = "un"                 # whose convention for contested boundaries is drawn
# parser = true                    # false: word order alone gives who did what to whom
# jobs = 1                         # processes

[limits]
# article_bytes = 20000000
"""

_KNOWN = frozenset(
    {"inputs", "output", "store", "title", "gazetteers", "actors", "corrections", "harm_policy", "published", "outlet", "worldview", "parser", "jobs", "limits"}
)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Everything that decides what a run writes. `jobs` and progress do not: the bytes are the same with any number of processes."""

    inputs: tuple[Path, ...]
    output: Path = Path("output")
    title: str = "Events in Syria"
    gazetteers: tuple[Path, ...] = ()
    actors: Path | None = None
    corrections: Path | None = None
    """Decisions of people; None takes every ``corrections.csv`` beside the articles."""
    harm_policy: Path | None = None
    """Policy of public editions, in place of the bundled one; it changes nothing in what a run writes."""
    published: str | None = None
    outlet: str | None = None
    worldview: str = "un"
    parser: bool = True
    jobs: int = 1
    limits: Limits = field(default=DEFAULT)
    store: Path | None = None
    """Where what was coded is kept (see `geomap.store`); None codes everything anew. What is written is the same."""

    def changed(self, **given: Any) -> "RunOptions":
        """The options with the values that were given; None means not given.

        Parameters
        ----------
        **given : any
            Fields of `RunOptions` by name.

        Returns
        -------
        RunOptions
            A copy.
        """
        return replace(self, **{k: v for k, v in given.items() if v is not None})


def options_from_project(path: Path) -> RunOptions:
    """Read the options of a project.

    Parameters
    ----------
    path : Path
        A ``geomap.toml``.

    Returns
    -------
    RunOptions
        Paths resolved against the file's folder.

    Raises
    ------
    InputError
        No TOML, an unknown key, or a value of the wrong kind.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); write one with `geomap init`") from error
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number of thousands of digits, tables in tables without end
        raise InputError(f"{path}: {error}; see `geomap init` for the form") from error
    unknown = sorted(set(settings) - _KNOWN)
    if unknown:
        raise InputError(f"{path}: unknown key {', '.join(map(repr, unknown))}; known keys: {', '.join(sorted(_KNOWN))}")
    return _checked(settings, path)


_WORDS = {str: "text in quotes", bool: "true or false", int: "whole number", list: "list in brackets", dict: "table"}


def _checked(settings: dict[str, Any], path: Path) -> RunOptions:
    def ask(key: str, kind: type, default: Any) -> Any:
        value = settings.get(key, default)
        if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise InputError(f"{path}: {key} = {value!r} is no {_WORDS[kind]}; correct it, or see `geomap init` for the form")
        return value

    def paths(key: str, default: list[str]) -> tuple[Path, ...]:
        values = ask(key, list, default)
        if not all(isinstance(v, str) for v in values):
            raise InputError(f"{path}: {key} = {values!r}; give a list of texts, as ['articles']")
        return tuple(path.parent / v for v in values)

    actors, corrections, store, policy = (ask(key, str, None) for key in ("actors", "corrections", "store", "harm_policy"))
    beside = path.parent / "corrections.csv"
    return RunOptions(
        inputs=paths("inputs", ["articles"]),
        output=path.parent / ask("output", str, "output"),
        store=path.parent / store if store else None,
        title=ask("title", str, "Events in Syria"),
        gazetteers=paths("gazetteers", []),
        actors=path.parent / actors if actors else None,
        corrections=path.parent / corrections if corrections else beside if beside.is_file() else None,
        harm_policy=path.parent / policy if policy else None,
        published=ask("published", str, None),
        outlet=ask("outlet", str, None),
        worldview=ask("worldview", str, "un"),
        parser=ask("parser", bool, True),
        jobs=ask("jobs", int, 1),
        limits=limits_from(ask("limits", dict, {})),
    )
