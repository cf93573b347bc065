"""Edits made in an exported workbook or GeoPackage, as decisions on events."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geomap.io.columns import COLUMNS
from geomap.io.edited import read_edited
from geomap.io.run_folder import read_run
from geomap.io.xlsx import xml_text
from geomap.model import Correction, LossSide, Scope, problem_of

__all__ = ["ReadBack", "read_back"]

_PLAIN = ("review", "status", "weapon", "object")
_TOLLS = ("deaths", "wounded", "captured")
_SIDES = tuple(s.value for s in LossSide)
_CELL_CHARS = 32_000  # near Excel's cap texts are cut and marked: no edit
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Edits as decisions."""

    rows: tuple[Correction, ...]
    not_taken: tuple[str, ...]
    """Edits that no decision can express, each with the reason."""


def read_back(file: Path, run: Path, *, by: str = "", made_on: str = "") -> ReadBack:
    """Compare an edited file with the run from which it was exported.

    Parameters
    ----------
    file : Path
        ``.xlsx`` or ``.gpkg``.
    run : Path
        The run's folder.
    by, made_on : str
        Who made the edits, and the day.

    Returns
    -------
    ReadBack
        One decision of scope ``event`` for each field that was edited.

    Raises
    ------
    InputError
        A file that cannot be read.
    """
    folder = read_run(run)
    was = {str(row["id"]): {k: _text(v) for k, v in row.items()} for row in folder.rows}
    rows: list[Correction] = []
    not_taken: list[str] = []
    seen = set()
    for edited in read_edited(file):
        name = edited.get("id", "")
        if name not in was:
            not_taken.append(f"row {name or '(no id)'}: the run has no such event; to add one, use `geomap correct --span` or the review desk")
            continue
        seen.add(name)
        anchor = folder.reports[was[name]["anchor"]]
        told, notes = _edits(was[name], edited)
        not_taken += [f"{name}: {note}" for note in notes]
        for field, old, new in told:
            made = Correction(
                Scope.EVENT, field, new, old, folder.articles[anchor.article].sha256, anchor.trigger.start, anchor.trigger.end, anchor.id, by=by, made_on=made_on,
            )  # fmt: skip
            problem = problem_of(made)
            if problem:
                not_taken.append(f"{name}: {field}: {problem}")
            else:
                rows.append(made)
    missing = len(was) - len(seen)
    if missing:
        not_taken.append(f"{missing} events of the run are not in the file; a missing row is no decision, set review to rejected instead")
    return ReadBack(tuple(rows), tuple(not_taken))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _same(old: str, new: str) -> bool:
    if xml_text(old).strip() == new.strip() or len(old) > _CELL_CHARS:
        return True
    try:
        return abs(float(old) - float(new)) < 1e-9
    except ValueError:
        return False


def _edits(was: Row, now: Row) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Field, old and new value of each decision; and edits that cannot be taken back."""
    moved = {c.name for c in COLUMNS if c.name in now and not _same(was.get(c.name, ""), now[c.name])}
    told = [(n, was[n] or "none", now[n].strip() or "none") for n in _PLAIN if n in moved]
    taken = set(_PLAIN)
    for name in ("sub_event_type", "event_type"):
        taken.add(name)
        if name in moved and not (name == "event_type" and "sub_event_type" in moved):
            told.append((name, was[name], now[name].strip()))
    for name in ("actor1", "actor2"):
        taken |= {name, f"{name}_name"}
        if name in moved or f"{name}_name" in moved:
            source = name if name in moved and now[name].strip() else f"{name}_name" if f"{name}_name" in moved else name
            told.append((name, was[name] or was[f"{name}_name"] or "none", now[source].strip() or "none"))
    taken |= {"date_start", "date_end", "place_id", "longitude", "latitude"}
    if moved & {"date_start", "date_end"}:
        told.append(("date", _date(was), _date(now)))
    if moved & {"place_id", "longitude", "latitude"}:
        told.append(("place", was["place_id"] or "none", _place(now, moved)))
    for toll in _TOLLS:
        columns = {f"{toll}_{s}_{end}" for s in _SIDES for end in ("min", "max")}
        taken |= columns
        if moved & columns:
            told.append((toll, _losses(was, toll), _losses(now, toll)))
    notes = [f"{n}: {was.get(n, '')!r} -> {now[n]!r} follows from other columns, or no decision can set it" for n in sorted(moved - taken)]
    return told, notes


def _date(row: Row) -> str:
    start, end = row["date_start"].strip()[:10], row["date_end"].strip()[:10]
    if not start:
        return "none"
    return start if end in ("", start) else f"{start}/{end}"


def _place(now: Row, moved: set[str]) -> str:
    if "place_id" in moved and now["place_id"].strip():
        return now["place_id"].strip()
    if not now["longitude"].strip() or not now["latitude"].strip():
        return "none"
    return f"{now['longitude'].strip()},{now['latitude'].strip()}"


def _losses(row: Row, toll: str) -> str:
    parts = []
    for side in _SIDES:
        low, high = (row.get(f"{toll}_{side}_{end}", "").strip() for end in ("min", "max"))
        if low or high:
            parts.append(f"{side}:{low or high}" if low == high or not (low and high) else f"{side}:{low}-{high}")
    return "; ".join(parts) or "none"
