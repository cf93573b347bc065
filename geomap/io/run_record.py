"""``run.json``: what went in, what came out, with which tables and options; no clock, host or absolute path."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap import __version__
from geomap.errors import InputError
from geomap.io.atomic import write_text
from geomap.model import Article, Rejection, sha256_hex

__all__ = ["Ledgers", "read_run_record", "run_record", "write_run_record"]

Ledger = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The three ledgers; in each, the first number is the sum of the others.

    ``articles``: found = read + rejected. ``mentions``: found = resolved + unresolved + outside Syria. ``events``: merged =
    drawn + listed without place + outside Syria.
    """

    articles: Ledger
    mentions: Ledger
    events: Ledger

    def check(self) -> None:
        """Say loudly if a ledger does not close.

        Raises
        ------
        InputError
            The numbers do not add up: something disappeared on the way.
        """
        for name in ("articles", "mentions", "events"):
            total, *parts = getattr(self, name).values()
            if total != sum(parts):
                shown = ", ".join(f"{k} {v}" for k, v in getattr(self, name).items())
                raise InputError(f"the ledger of {name} does not close: {shown}; please report this with the run's options")


def run_record(
    articles: Iterable[Article],
    rejections: Iterable[Rejection],
    ledgers: Ledgers,
    *,
    tables: Mapping[str, bytes],
    options: Mapping[str, Any],
    versions: Mapping[str, str],
) -> dict[str, Any]:
    """The record of a run.

    Parameters
    ----------
    articles : iterable of Article
        What was read.
    rejections : iterable of Rejection
        What was not, with the reason.
    ledgers : Ledgers
        Checked here.
    tables : mapping of str to bytes
        Every table and data file that shaped the result, by name; hashed here.
    options : mapping
        Every option that shaped the result; plain values.
    versions : mapping of str to str
        Packages whose version shapes the result.

    Returns
    -------
    dict
        As ``geomap/schemas/run.schema.json``; sorted throughout.

    Raises
    ------
    InputError
        A ledger does not close.
    """
    ledgers.check()
    read = [{"file": a.file, "sha256": a.sha256, "article": a.id, "outcome": "read", "reason": ""} for a in articles]
    rejected = [{"file": r.file, "sha256": None, "article": None, "outcome": "rejected", "reason": r.reason} for r in rejections]
    return {
        "geomap": __version__,
        "versions": dict(sorted(versions.items())),
        "tables": {name: sha256_hex(data) for name, data in sorted(tables.items())},
        "options": dict(sorted(options.items())),
        "inputs": sorted([*read, *rejected], key=lambda i: (str(i["file"]), str(i["article"]))),
        "ledgers": {"articles": dict(ledgers.articles), "mentions": dict(ledgers.mentions), "events": dict(ledgers.events)},
        "outputs": {},
    }


def write_run_record(path: Path, record: Mapping[str, Any], outputs: Iterable[Path]) -> None:
    """Write ``run.json``, last of all files: with the hashes of the others it says that the run is whole.

    Parameters
    ----------
    path : Path
    record : mapping
        As from `run_record`.
    outputs : iterable of Path
        The files written, in or below the folder of `path`.

    Raises
    ------
    InputError
        An output cannot be read, or the record cannot be written.
    """
    try:
        hashes = {p.relative_to(path.parent).as_posix(): sha256_hex(p.read_bytes()) for p in sorted(outputs)}
    except OSError as error:
        raise InputError(f"{error.filename}: cannot be read ({error.strerror}); run again") from error
    text = json.dumps({**record, "outputs": hashes}, ensure_ascii=False, allow_nan=False, indent=1)
    write_text(path, text + "\n")


def read_run_record(path: Path) -> dict[str, Any]:
    """Read a ``run.json``.

    Parameters
    ----------
    path : Path

    Returns
    -------
    dict

    Raises
    ------
    InputError
        The file cannot be read or is no record of a run.
    """
    try:
        record = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); is this a folder that geomap run wrote?") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: no JSON ({error}); run again") from error
    if not isinstance(record, dict) or "ledgers" not in record:
        raise InputError(f"{path}: no record of a run; run again")
    return record
