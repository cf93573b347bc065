"""Columns of a table of events as plain lists: text, numbers, days, and the lists written as JSON text in its cells."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["days", "json_list", "number_all", "numbers", "texts"]

def number_all(values: Iterable[Hashable]) -> tuple[list[int], list[Any]]:
    """Give each distinct value a number, in the order of first use.

    Parameters
    ----------
    values : iterable of hashable

    Returns
    -------
    index : list of int
        The number of each value.
    distinct : list
        The values by number.
    """
    known: defaultdict[Any, int] = defaultdict()
    known.default_factory = known.__len__  # a missing key gets the next number: a third of the time of asking first
    index = [known[value] for value in values]
    return index, list(known)


def json_list(value: object, column: str, row_id: str) -> list[Any]:
    """Read a ``*_json`` cell.

    Parameters
    ----------
    value : str, list, tuple or None
        JSON text of a list, or the list itself.
    column, row_id : str
        For the message.

    Returns
    -------
    list

    Raises
    ------
    InputError
        The cell is no JSON list.
    """
    if isinstance(value, (list, tuple)):
        return list(value)
    if not isinstance(value, str) or not value:
        return []
    try:
        read = json.loads(value)
    except (ValueError, RecursionError) as error:
        raise InputError(f"events, row {row_id!r}, column {column}: no JSON ({str(error)[:80]}); write the list as JSON text") from error
    if read is None:
        return []
    return read if isinstance(read, list) else [read]


def texts(frame: "pd.DataFrame", name: str) -> list[str]:
    """A column as text, missing values and missing columns as empty text."""
    if name not in frame:
        return [""] * len(frame)
    import pandas as pd

    column = frame[name]
    if isinstance(column.dtype, pd.StringDtype):  # a tenth of the time of the general way
        import pyarrow as pa

        arrow = pa.array(column, type=pa.large_string())
        return [cell for chunk in getattr(arrow, "chunks", [arrow]) for cell in chunk.fill_null("").to_pylist()]
    missing = column.isna().tolist()
    return ["" if gone else str(value) for value, gone in zip(column.tolist(), missing, strict=True)]


def numbers(frame: "pd.DataFrame", name: str, digits: int | None = None) -> list[float | int | None]:
    """A column as numbers, missing and non-finite ones as None; whole numbers where `digits` is None."""
    import numpy as np
    import pandas as pd

    if name not in frame:
        return [None] * len(frame)
    values = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    good = np.isfinite(values)
    kept = np.where(good, values, 0)
    out: list[float | int | None] = kept.astype(np.int64).tolist() if digits is None else np.round(kept, digits).tolist()
    for i in np.flatnonzero(~good).tolist():
        out[i] = None
    return out


def days(frame: "pd.DataFrame", name: str) -> list[int | None]:
    """A column of ISO dates as days since 1970-01-01; what is no date is None, and so listed as not dated."""
    import pandas as pd

    cells = [text[:10] for text in texts(frame, name)]
    distinct = sorted(set(cells))
    stamps = pd.to_datetime(pd.Series(distinct, dtype="object"), format="%Y-%m-%d", errors="coerce")
    counts = (stamps - pd.Timestamp("1970-01-01")).dt.days
    day_of = {text: None if gone else int(n) for text, n, gone in zip(distinct, counts.tolist(), counts.isna().tolist(), strict=True)}
    return [day_of[cell] for cell in cells]
