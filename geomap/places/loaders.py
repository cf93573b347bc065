"""Read gazetteer files: GeoNames, Who's On First, OCHA, OurAirports, and plain CSV tables.

The format is told by the file's first line, not by its name. A file may be plain, ``.gz``, or a ``.zip`` with one table (and a
readme, as GeoNames packs them). A row that cannot be read stops the loading with the file and line: a gazetteer with holes would place
events wrongly without a word.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.limits import DEFAULT, Limits
from geomap.places.admin import AdminTable
from geomap.places.formats import FORMATS, geonames_alternates, geonames_place
from geomap.places.merge import Entry
from geomap.places.unpack import text_lines

__all__ = ["Source", "read_gazetteer", "read_house_names"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_COLUMNS = frozenset({"modified", "lastmodified", "last_modified", "lastmod", "updated", "last_updated", "date", "validon"})
_GEONAMES_COLUMNS, _ALTERNATE_COLUMNS = 19, range(4, 11)


@dataclass(frozen=True, slots=True)
class Source:
    """What one file holds."""

    name: str
    """Format and file name, as ``geonames:SY.txt``."""
    entries: tuple[Entry, ...] = ()
    wins: bool = False
    """Whether it is the user's own table, which wins over what is known."""
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Further spellings by id, of files that hold nothing else."""
    shown: tuple[tuple[str, str, str], ...] = ()
    """Of a names table: name, how the house writes it, where the row stands."""
    dated: str = ""
    """The latest day that a row gives for itself, ISO; empty where the file has no such column."""


def read_gazetteer(path: Path, table: AdminTable, limits: Limits = DEFAULT) -> Source:
    """Read a gazetteer file.

    Parameters
    ----------
    path : Path
        GeoNames ``XX.txt`` or alternate names, a Who's On First table, an OCHA administrative or neighbourhood table, OurAirports'
        ``airports.csv``, or a plain CSV with at least ``name``, ``longitude``, ``latitude``; also as ``.gz`` or ``.zip``. A table
        with ``name`` and ``show`` holds no places but says how a house writes them.
    table : AdminTable
        To name the units of p-codes.
    limits : Limits
        Caps on unpacked bytes, ratio and rows.

    Returns
    -------
    Source

    Raises
    ------
    GazetteerError
        No known format, a bad row, or a cap is reached; the message names file and line.
    """
    lines = text_lines(path, limits)
    first = next(lines, "")
    if not first.strip():
        raise GazetteerError(f"gazetteer {path}: the file is empty; name another, or take it out of the gazetteers")
    columns = first.split("\t")
    if len(columns) == _GEONAMES_COLUMNS and columns[0].strip().isdigit():
        return _geonames(path, _joined(first, lines), table, limits)
    if len(columns) in _ALTERNATE_COLUMNS and columns[0].isdigit() and columns[1].isdigit():
        return _alternates(path, _joined(first, lines), limits)
    return _with_header(path, first, lines, table, limits)


def _day(text: str) -> str:
    found = _DAY.match(text.strip())
    return found[0] if found else ""


def _joined(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _counted(path: Path, lines: Iterator[str], limits: Limits, start: int) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start):
        if number > limits.gazetteer_rows:
            raise GazetteerError(f"gazetteer {path}: more than {limits.gazetteer_rows} rows; raise [limits] gazetteer_rows, or load an extract")
        yield number, line


def _geonames(path: Path, lines: Iterator[str], table: AdminTable, limits: Limits) -> Source:
    entries, dated = [], ""
    for number, line in _counted(path, lines, limits, 1):
        row = line.split("\t")
        if len(row) != _GEONAMES_COLUMNS:
            raise GazetteerError(f"gazetteer {path}, line {number}: {len(row)} columns, GeoNames has {_GEONAMES_COLUMNS}; download the file again")
        entry = _guarded(path, number, partial(geonames_place, row, table))
        if entry is not None:
            entries.append(entry)
            dated = max(dated, _day(row[-1]))
    return Source(f"geonames:{path.name}", tuple(entries), dated=dated)


def _alternates(path: Path, lines: Iterator[str], limits: Limits) -> Source:
    names: dict[str, list[str]] = {}
    for number, line in _counted(path, lines, limits, 1):
        row = line.split("\t")
        if len(row) < 4:
            raise GazetteerError(f"gazetteer {path}, line {number}: {len(row)} columns, alternate names have 8 or 10; download the file again")
        name = geonames_alternates(row)
        if name is not None:
            names.setdefault(f"gn:{row[1]}", []).append(name)
    return Source(f"geonames:{path.name}", names={key: tuple(dict.fromkeys(held)) for key, held in names.items()})


def _with_header(path: Path, first: str, lines: Iterator[str], table: AdminTable, limits: Limits) -> Source:
    delimiter = max("\t,;", key=first.count)
    header = [c.strip().strip('"').lower() for c in first.split(delimiter)]
    if {"name", "show"} <= set(header) and "longitude" not in header:
        return Source(f"names:{path.name}", shown=tuple(read_house_names(path)))
    form = next((f for f in FORMATS if f.fits(header)), None)
    if form is None:
        raise GazetteerError(
            f"gazetteer {path}: no known format; its columns are {', '.join(header[:12])}. A plain table needs name, longitude, latitude"
        )
    reader = csv.reader(lines, delimiter=delimiter, strict=True, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL)
    entries, dated = [], ""
    source = f"{form.source}:{path.name}"
    read = form.reader(source, table)
    days = [column for column in header if column in _DAY_COLUMNS]
    for number, row in _rows(path, reader, limits):
        if len(row) > len(header):
            raise GazetteerError(f"gazetteer {path}, line {number}: {len(row)} fields in {len(header)} columns; quote a field that holds a {delimiter!r}")
        values = dict(zip(header, (v.strip() for v in row), strict=False))
        entry = _guarded(path, number, partial(read, values, number))
        if entry is not None:
            entries.append(entry)
            dated = max([dated, *(_day(values.get(column, "")) for column in days)])
    return Source(source, tuple(entries), wins=form.wins, dated=dated)


def _rows(path: Path, reader: Iterator[list[str]], limits: Limits) -> Iterator[tuple[int, list[str]]]:
    number = 1
    while True:
        number += 1
        if number > limits.gazetteer_rows:
            raise GazetteerError(f"gazetteer {path}: more than {limits.gazetteer_rows} rows; raise [limits] gazetteer_rows, or load an extract")
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise GazetteerError(f"gazetteer {path}, line {number}: {error}; check the quotes") from error
        if any(v.strip() for v in row):
            yield number, row


def _guarded(path: Path, number: int, make: Callable[[], Entry | None]) -> Entry | None:
    try:
        return make()
    except (ValueError, KeyError) as error:
        raise GazetteerError(f"gazetteer {path}, line {number}: {error}; correct the row or leave it out") from error


def read_house_names(path: Path) -> list[tuple[str, str, str]]:
    """Read a names table: how a house writes places.

    Parameters
    ----------
    path : Path
        CSV with columns ``name`` (any spelling, or an id) and ``show``.

    Returns
    -------
    list of (name, show, where)

    Raises
    ------
    GazetteerError
        The file cannot be read or lacks a column.
    """
    try:
        return _house_names(path)
    except csv.Error as error:
        raise GazetteerError(f"names table {path}: {error}; check the quotes and line ends") from error


def _house_names(path: Path) -> list[tuple[str, str, str]]:
    lines = text_lines(path, DEFAULT)
    reader = csv.DictReader(lines, strict=True)
    missing = {"name", "show"} - set(reader.fieldnames or ())
    if missing:
        raise GazetteerError(f"names table {path}: no column {', '.join(sorted(missing))}; it needs name and show")
    out = []
    for row in reader:
        name, show = (row["name"] or "").strip(), (row["show"] or "").strip()
        if not name or not show:
            raise GazetteerError(f"names table {path}, line {reader.line_num}: give both name and show")
        out.append((name, show, f"names table {path}, line {reader.line_num}"))
    return out

