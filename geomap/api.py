"""The Python interface, re-exported by `geomap`.

>>> import geomap
>>> run = geomap.map_events("articles/")     # doctest: +SKIP
>>> run.events                               # a GeoDataFrame, doctest: +SKIP
>>> run.map().save("map.html")               # doctest: +SKIP
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.model import Article, ControlFact, Event, Mention, Rejection, Report

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.maps.eventmap import EventMap
    from geomap.maps.figure import Drawn
    from geomap.pipeline import Ledgers, RunResult

__all__ = ["Run", "figure", "locate", "map_events"]


class Run:
    """What `map_events` found.

    Parameters
    ----------
    result : RunResult
    """

    def __init__(self, result: "RunResult") -> None:
        self._result = result

    @cached_property
    def events(self) -> "GeoDataFrame":
        """Merged events, one flat row each; points in WGS84, longitude first. Empty geometry where no place is known."""
        return self._result.frame()

    @property
    def reports(self) -> tuple[Report, ...]:
        """What single articles say, before merging."""
        return self._result.reports

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Every place name that was found, resolved or not."""
        return self._result.mentions

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles that were read."""
        return self._result.articles

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """Inputs that could not be read, each with the reason."""
        return self._result.rejections

    @property
    def merged(self) -> tuple[Event, ...]:
        """The events as values, with all that the flat rows hold as JSON text."""
        return self._result.events

    @property
    def control_facts(self) -> tuple[ControlFact, ...]:
        """Who is said to hold what."""
        return self._result.control_facts

    @property
    def ledgers(self) -> "Ledgers":
        """What went in and where it came out."""
        return self._result.ledgers

    def map(self) -> "EventMap":
        """The interactive map; the last value of a notebook cell shows it, ``.save(path)`` writes it.

        Returns
        -------
        EventMap
            Drawn anew at each call, of the events as they were coded.
        """
        from geomap.pipeline.outputs import event_map

        return event_map(self._result)

    def save(self, folder: str | PathLike[str]) -> list[Path]:
        """Write every file of the run into a folder.

        Parameters
        ----------
        folder : path

        Returns
        -------
        list of Path
            What was written.

        Raises
        ------
        InputError
            The folder cannot be written to.
        """
        from geomap.pipeline.outputs import write_outputs

        return write_outputs(self._result, Path(folder))

    def __repr__(self) -> str:
        return "\n".join(["geomap run", *self.ledgers.lines()])


def map_events(
    inputs: str | PathLike[str] | Iterable[str | PathLike[str]], *, progress: Callable[[str, int, int | None], None] | None = None, **options: Any
) -> Run:
    """Read articles, find places, code and merge events.

    Parameters
    ----------
    inputs : path or paths
        Folders and files of articles; an ``articles.csv`` beside them tells what is known of each.
    progress : callable, optional
        Called with stage, number done, and number in all or None.
    **options
        Fields of `geomap.pipeline.RunOptions`: title, gazetteers, actors, published, outlet, parser, jobs, limits.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        No input, or an unknown option.
    """
    from geomap.errors import InputError
    from geomap.pipeline import RunOptions, run_pipeline

    paths = [inputs] if isinstance(inputs, (str, PathLike)) else list(inputs)
    if "gazetteers" in options:
        options["gazetteers"] = tuple(Path(p) for p in options["gazetteers"])
    try:
        chosen = RunOptions(inputs=tuple(Path(p) for p in paths), **options)
    except TypeError as error:
        known = ", ".join(f for f in RunOptions.__dataclass_fields__ if f not in ("inputs", "output"))
        raise InputError(f"map_events: {error}; options are {known}") from error
    return Run(run_pipeline(chosen, progress=progress))


def locate(name: str, *, within: str | None = None, near: tuple[float, float] | None = None) -> Any:
    """Look up a place name in the bundled gazetteer.

    Parameters
    ----------
    name : str
    within : str, optional
        Governorate or district, in any spelling.
    near : (longitude, latitude), optional
        Where homonyms are preferred.

    Returns
    -------
    geomap.model.Resolution
        Unresolved is a value with a reason.
    """
    from geomap.places.gazetteer import Gazetteer

    return Gazetteer.bundled().resolve(name, within=within, near=near)


def figure(events: "GeoDataFrame | Run", path: str | PathLike[str] | None = None, **options: Any) -> "Drawn":
    """Draw a static map, as ``geomap figure`` does.

    Parameters
    ----------
    events : GeoDataFrame or Run
        Flat columns as in ``events.geojson``. Of a run, what a map shows by default is drawn: what happened, as far as anyone says, and
        no person rejected; of a table, every row.
    path : path, optional
        File to write: .png, .svg or .pdf. Without it, look into ``files`` of what is returned.
    **options
        Fields of `geomap.maps.figure.FigureOptions` (title, extent, preset, labels, formats, ...); and ``control_areas``,
        ``control_lines``, GeoDataFrames in WGS84 to lie beneath.

    Returns
    -------
    geomap.maps.figure.Drawn
        The bytes by format, the title, notes, text for readers who cannot see it, and the names that found no room.

    Raises
    ------
    InputError
        An option is unknown, or the file cannot be written.
    RenderError
        The figure cannot be drawn.
    """
    from geomap.errors import InputError
    from geomap.io.atomic import write_bytes
    from geomap.maps.figure import FigureOptions, draw_figure
    from geomap.maps.filters import Filters, filter_events

    layers = {name: options.pop(name, None) for name in ("control_areas", "control_lines")}
    suffix = None if path is None else Path(path).suffix.lower().removeprefix(".")
    formats = tuple(options.pop("formats", ("png",) if suffix is None else (suffix,)))
    try:
        chosen = FigureOptions(formats=formats, **options)
    except TypeError as error:
        known = ", ".join((*FigureOptions.__dataclass_fields__, *layers))
        raise InputError(f"figure: {error}; options are {known}") from error
    drawn = draw_figure(filter_events(events.events, Filters()) if isinstance(events, Run) else events, options=chosen, **layers)
    if path is not None and suffix is not None:
        if suffix not in drawn.files:
            raise InputError(f"figure: {path} asks for {suffix or 'no format'}, and formats are {', '.join(formats)}; add it")
        write_bytes(Path(path), drawn.files[suffix])
    return drawn
