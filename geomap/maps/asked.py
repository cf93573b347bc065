"""What was asked of a bundle, as plain values in its record, so that the same can be asked again."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from geomap.errors import InputError
from geomap.maps.figure import FigureOptions
from geomap.maps.filters import Filters

__all__ = ["asked_from", "asked_record"]

_LEFT_OUT = frozenset({"preset", "width_mm", "dpi", "formats", "conditions", "edition", "sides"})
"""Set by the bundle itself, and a path."""


def asked_record(filters: Filters, figure: FigureOptions, as_of: str | None) -> dict[str, Any]:
    """Filters and options as they were given.

    Parameters
    ----------
    filters : Filters
    figure : FigureOptions
    as_of : str or None
        Day of publication of a public bundle.

    Returns
    -------
    dict
        Plain values; of a table of sides only whether there was one.
    """
    chosen = {f.name: _plain(getattr(filters, f.name)) for f in fields(Filters)}
    drawn = {f.name: _plain(getattr(figure, f.name)) for f in fields(FigureOptions) if f.name not in _LEFT_OUT}
    return {"filters": chosen, "figure": drawn, "as_of": as_of, "own_sides": figure.sides is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in sorted(value.items())}
    return value


def asked_from(record: Mapping[str, Any]) -> tuple[Filters, FigureOptions, str | None]:
    """Filters, options and day of publication from a record.

    Parameters
    ----------
    record : mapping
        As `asked_record` made it.

    Returns
    -------
    tuple of Filters, FigureOptions and str or None

    Raises
    ------
    InputError
        The record is none, or of another version.
    """
    try:
        chosen = {k: _value(v) for k, v in record["filters"].items()}
        drawn = {k: _value(v) for k, v in record["figure"].items()}
        drawn["label_overrides"] = {k: _value(v) for k, v in record["figure"]["label_overrides"].items()}
        return Filters(**chosen | {"ids": frozenset(chosen["ids"])}), FigureOptions(**drawn), record["as_of"]
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the record of the figure does not say what was asked ({error}); was it written by an older geomap embed?") from error


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
