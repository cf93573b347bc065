"""``corrections.csv``: decisions of people, one a row; read within bounds, written whole, sorted, and safe for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from geomap.errors import StoreError
from geomap.io.atomic import write_bytes
from geomap.io.flat_csv import csv_bytes, unguard
from geomap.limits import DEFAULT, Limits
from geomap.model.correction import CORRECTION_COLUMNS, Correction, Scope, decided_on

__all__ = ["correction_record", "corrections_bytes", "in_order", "read_corrections", "write_corrections"]

_LONGEST = 131_072
"""Characters of a field; the csv module's own cap may have been lifted for articles."""
_NEEDED = ("scope", "field", "new")
_MOST_DIGITS = 9  # of an offset; the cap of an article's text has seven


def correction_record(correction: Correction) -> dict[str, str]:
    """A decision as a row: every value as text, empty where it does not apply.

    Parameters
    ----------
    correction : Correction

    Returns
    -------
    dict
        Keys as `geomap.model.correction.CORRECTION_COLUMNS`.
    """
    c = correction
    return {
        "id": c.id, "article_sha256": c.article_sha256, "start": "" if c.start is None else str(c.start),
        "end": "" if c.end is None else str(c.end), "report_id": c.report_id, "scope": c.scope.value, "field": c.field, "old": c.old,
        "new": c.new, "why": c.why, "by": c.by, "made_on": c.made_on,
    }  # fmt: skip


def in_order(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Decisions in the order in which they are written: by what they are about; the same for the same rows in any order."""
    return tuple(sorted(corrections, key=lambda c: (decided_on(c), c.new, tuple(correction_record(c).values()))))


def corrections_bytes(corrections: Iterable[Correction]) -> bytes:
    """Decisions as CSV.

    Parameters
    ----------
    corrections : iterable of Correction

    Returns
    -------
    bytes
        UTF-8, header, line feed. Text that a spreadsheet would run gets an apostrophe, which `read_corrections` takes away.
    """
    return csv_bytes(map(correction_record, in_order(corrections)), CORRECTION_COLUMNS)


def write_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Write decisions, whole or not at all.

    Parameters
    ----------
    path : Path
    corrections : iterable of Correction

    Raises
    ------
    InputError
        The file cannot be written; what stood there is unchanged.
    """
    write_bytes(path, corrections_bytes(corrections))


def read_corrections(path: Path, limits: Limits = DEFAULT) -> tuple[Correction, ...]:
    """Read decisions.

    Parameters
    ----------
    path : Path
        UTF-8 CSV with the columns of the design in any order; only scope, field and new must be there. The column id is not
        looked at: it follows from the others.
    limits : Limits
        `corrections_bytes` caps the file.

    Returns
    -------
    tuple of Correction
        Sorted as by `in_order`, equal rows once. Values are as written: `geomap.model.correction.problem_of` judges them.

    Raises
    ------
    StoreError
        The file cannot be read, is too large, lacks a column, or a row has an unknown scope or an offset that is no number.
    """
    try:
        size = path.stat().st_size
        if size > limits.corrections_bytes:
            raise StoreError(f"{path}: {size} bytes, more than the cap corrections_bytes = {limits.corrections_bytes}; raise it under [limits]")
        text = path.read_bytes().decode("utf-8-sig").replace("\0", "\ufffd")  # as it is written
    except OSError as error:
        raise StoreError(f"corrections {path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise StoreError(f"corrections {path}: byte {error.start} is no UTF-8; save the file as UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found: set[Correction] = set()
    try:
        missing = [c for c in _NEEDED if c not in (reader.fieldnames or ())]
        if missing:
            raise StoreError(f"corrections {path}: no column {', '.join(missing)}; a decision needs {', '.join(_NEEDED)}")
        for row in reader:
            where = f"corrections {path}, line {reader.line_num}"
            if None in row:
                raise StoreError(f"{where}: more fields than columns; quote a field that holds a comma")
            if any(len(v or "") > _LONGEST for v in row.values()):
                raise StoreError(f"{where}: a field of more than {_LONGEST:,} characters; check the quotes")
            if any((v or "").strip() for v in row.values()):
                found.add(_correction({k: unguard(v or "") for k, v in row.items()}, where))
    except csv.Error as error:
        raise StoreError(f"corrections {path}, near line {reader.line_num}: {error}; check the quotes") from error
    return in_order(found)


def _correction(r: dict[str, str], where: str) -> Correction:
    scope = r["scope"].strip()
    if scope not in [s.value for s in Scope]:
        raise StoreError(f"{where}: scope {scope!r} is none of {', '.join(s.value for s in Scope)}")
    return Correction(
        Scope(scope), r["field"].strip(), r["new"].strip(), r.get("old", "").strip(), r.get("article_sha256", "").strip().lower(),
        _offset(r.get("start", ""), "start", where), _offset(r.get("end", ""), "end", where), r.get("report_id", "").strip(),
        r.get("why", ""), r.get("by", "").strip(), r.get("made_on", "").strip(),
    )  # fmt: skip


def _offset(text: str, name: str, where: str) -> int | None:
    digits = text.strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise StoreError(f"{where}: {name} {text!r} is no whole number; offsets are code points of the article's text")
    return int(digits)
