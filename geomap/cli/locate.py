"""``geomap locate``: look up place names, given as words or as JSON lines."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import click

from geomap.errors import InputError
from geomap.model import Resolution
from geomap.places.gazetteer import Gazetteer
from geomap.places.kinds import kind_of

__all__ = ["answer", "locate"]

_LINE_CHARS = 10_000  # a name with its context; longer lines are no look-ups


def answer(query: str, found: Resolution) -> dict[str, object]:
    """One answer as the command writes it.

    Parameters
    ----------
    query : str
        The name as asked.
    found : Resolution

    Returns
    -------
    dict
        Longitude and latitude are None where nothing fits.
    """
    return {
        "query": query, "place": found.place, "place_id": found.place_id, "kind": kind_of(found.feature_code) if found.feature_code else None,
        "longitude": found.longitude, "latitude": found.latitude, "radius_km": found.radius_km, "feature_code": found.feature_code,
        "precision": found.precision, "country": found.country, "admin1": found.admin.admin1, "admin2": found.admin.admin2,
        "admin1_pcode": found.admin.admin1_pcode, "admin2_pcode": found.admin.admin2_pcode, "match_type": found.match_type, "score": found.score,
        "reason": found.reason,
        "runners_up": [
            {"place_id": r.place_id, "place": r.place, "longitude": r.longitude, "latitude": r.latitude, "score": r.score, "reason": r.reason}
            for r in found.runners_up
        ],
    }  # fmt: skip


def _near(value: object, where: str) -> tuple[float, float] | None:
    if value is None:
        return None
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value):
        longitude, latitude = float(value[0]), float(value[1])
        if abs(longitude) <= 180 and abs(latitude) <= 90:
            return longitude, latitude
    raise InputError(f'{where}: "near" is {value!r}; give [longitude, latitude] in degrees')


def _text(query: dict[str, object], key: str, where: str) -> str | None:
    value = query.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise InputError(f'{where}: "{key}" is {value!r}; give text')


def _asked(lines: Iterable[str], within: str | None) -> Iterator[tuple[str, str | None, tuple[float, float] | None, str | None]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"standard input, line {number}"
        if len(line) > _LINE_CHARS:
            raise InputError(f"{where}: {len(line)} characters, at most {_LINE_CHARS} are read; give one JSON object a line")
        try:
            query = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f'{where}: no JSON; give one object a line, as {{"name": "Kinsabba", "within": "Latakia"}}') from error
        name = _text(query, "name", where) if isinstance(query, dict) else None
        if name is None:
            raise InputError(f'{where}: no "name" in it; give one object a line, as {{"name": "Kinsabba"}}')
        yield name, _text(query, "within", where) or within, _near(query.get("near"), where), _text(query, "kind", where)


def _shown(query: str, found: Resolution) -> str:
    if found.longitude is None or found.latitude is None:
        return f"{query}\n  not found: {found.reason}"
    admin = ", ".join(a for a in (found.admin.admin2, found.admin.admin1, found.country if found.country != "SY" else None) if a)
    lines = [
        f"{query}",
        f"  {found.place} ({found.feature_code}{', ' + admin if admin else ''})",
        f"  {found.longitude:g}, {found.latitude:g}  ± {found.radius_km:g} km  {found.place_id}",
        f"  {found.match_type}, score {found.score:.2f}: {found.reason}",
    ]
    lines += [f"  or {r.place} {r.longitude:g}, {r.latitude:g} ({r.score:.2f}) {r.place_id}" for r in found.runners_up]
    return "\n".join(lines)


def _write(out: TextIO, found: Iterable[tuple[str, Resolution]], as_json: bool) -> bool:
    """Write answers; whether each name was found."""
    complete = True
    for query, resolution in found:
        complete = complete and resolution.resolved
        out.write((json.dumps(answer(query, resolution), ensure_ascii=False) if as_json else _shown(query, resolution)) + "\n")
    return complete


@click.command(epilog='Example: geomap locate "Khan Sheikhoun" Kinsabba --within Latakia')
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--within", metavar="GOVERNORATE", help="Governorate or district that holds the places, in any spelling.")
@click.option("--near", type=float, nargs=2, metavar="LON LAT", help="Point of reference: of several places of one name, the near one.")
@click.option("--kind", metavar="WORD", help='What it is: "village", "oil field", "province".')
@click.option(
    "--gazetteer", "extra", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True, metavar="FILE",
    help="Further gazetteer file; may be given several times.",
)  # fmt: skip
@click.option("--names-table", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE", help="How to write places (columns name, show).")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object a line.")
def locate(
    names: tuple[str, ...], within: str | None, near: tuple[float, float] | None, kind: str | None, extra: tuple[Path, ...],
    names_table: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Look up place names.

    Without NAME, reads JSON lines {"name", "within", "near": [lon, lat], "kind"} from standard input and answers one object a line, in
    order; longitude is null where nothing fits. Exit code 3: some names were not found; 4: none was.
    """
    gazetteer = Gazetteer.load(extra, names_table=names_table)
    if names:
        found = [(name, gazetteer.resolve(name, within=within, near=near, kind_word=kind)) for name in names]
    else:
        if sys.stdin.isatty():
            raise click.UsageError("give a name, or JSON lines on standard input")
        stream = sys.stdin
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
        found = [
            (name, gazetteer.resolve(name, within=unit, near=point, kind_word=word)) for name, unit, point, word in _asked(stream, within)
        ]  # fmt: skip
    _write(sys.stdout, found, as_json or not names)
    resolved = sum(r.resolved for _, r in found)
    if found and not resolved:
        return 4
    return 0 if resolved == len(found) else 3
