"""Columns of a table of events: text, numbers, days, and the lists written as JSON text in its cells.

Most cells repeat another's. A *coded* column is the number of each cell's value and the distinct values in the order of first use:
what must be done in Python is then done once a value, and the rest by numpy.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

__all__ = [
    "Coded", "coded", "coded_arrow", "coded_json", "coded_rows", "coded_values", "days", "first_rows", "json_list", "number_all", "numbers",
    "texts",
]  # fmt: skip

Coded = tuple["np.ndarray[Any, Any]", list[Any]]
"""Number of each cell's value (int64), and the values by number, in the order of first use."""


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


def _arrow(column: "pd.Series[Any]") -> "pa.ChunkedArray | None":
    """A column of pandas' text type as Arrow, missing as empty text; None for other columns. A tenth of the time of the general way."""
    import pandas as pd
    import pyarrow as pa

    if not isinstance(column.dtype, pd.StringDtype):
        return None
    cells = pa.array(column, type=pa.large_string())
    return (cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([cells])).fill_null("")


def texts(frame: "pd.DataFrame", name: str) -> list[str]:
    """A column as text, missing values and missing columns as empty text."""
    if name not in frame:
        return [""] * len(frame)
    column = frame[name]
    if (cells := _arrow(column)) is not None:
        return [str(cell) for cell in cells.to_pylist()]
    missing = column.isna().tolist()
    return ["" if gone else str(value) for value, gone in zip(column.tolist(), missing, strict=True)]


def coded(frame: "pd.DataFrame", name: str) -> Coded:
    """A column of text, coded; missing values and missing columns are empty text."""
    cells = _arrow(frame[name]) if name in frame else None
    return coded_values(texts(frame, name)) if cells is None else coded_arrow(cells)


def coded_json(frame: "pd.DataFrame", name: str) -> Coded:
    """A ``*_json`` column, coded: JSON text, or None where there is none; lists in cells are written as text."""
    if name not in frame:
        return coded_values([None] * len(frame))
    cells = _arrow(frame[name])
    if cells is not None:
        return coded_arrow(cells)
    plain = frame[name].tolist()
    return coded_values(c if isinstance(c, str) else json.dumps(list(c)) if isinstance(c, (list, tuple)) else None for c in plain)


def coded_arrow(cells: "pa.ChunkedArray") -> Coded:
    """A column of Arrow without gaps, coded."""
    import numpy as np

    one = cells.combine_chunks().dictionary_encode()
    return one.indices.to_numpy(zero_copy_only=False).astype(np.int64), one.dictionary.to_pylist()


def coded_values(values: Iterable[Hashable]) -> Coded:
    """Any values, coded."""
    import numpy as np

    index, distinct = number_all(values)
    return np.array(index, dtype=np.int64), distinct


def first_rows(index: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Of each number, the row in which it stands first."""
    import numpy as np

    first = np.zeros(int(index.max()) + 1 if len(index) else 0, dtype=np.int64)
    first[index[::-1]] = np.arange(len(index), dtype=np.int64)[::-1]
    return first


def coded_rows(columns: Sequence[Coded]) -> Coded:
    """Rows of several coded columns of one length as one: the values are tuples."""
    import pandas as pd

    index = columns[0][0]
    for codes, distinct in columns[1:]:
        index = pd.factorize(index * max(len(distinct), 1) + codes)[0]  # below the square of the number of rows
    first = first_rows(index)
    return index, list(zip(*([distinct[n] for n in codes[first].tolist()] for codes, distinct in columns), strict=True))


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

    index, distinct = coded(frame, name)
    stamps = pd.to_datetime(pd.Series([text[:10] for text in distinct], dtype="object"), format="%Y-%m-%d", errors="coerce")
    counts = (stamps - pd.Timestamp("1970-01-01")).dt.days
    day_of = [None if gone else int(n) for n, gone in zip(counts.tolist(), counts.isna().tolist(), strict=True)]
    return [day_of[number] for number in index.tolist()]
