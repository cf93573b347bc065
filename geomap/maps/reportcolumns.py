"""Reports of all events as columns, read from the JSON text of their cells without a Python object per report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from geomap.maps.columns import Coded, coded_arrow, coded_values, json_list

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FIELDS", "ReportColumns", "read_reports", "reports_of"]

FIELDS = ("article", "outlet", "title", "url", "archive_url", "published", "quote", "claimant", "status", "rule", "why_here")
"""Text fields of a report, `id` and `spans` aside."""


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """Reports one event after the other."""

    n: list[int]
    """Number of reports of each event."""
    id: list[str]
    coded: dict[str, Coded]
    """The columns of `FIELDS`, and `spans` as text (``start-end,start-end``)."""


def read_reports(cells: Sequence[object], ids: Sequence[str]) -> ReportColumns:
    """Read the column ``reports_json``.

    Parameters
    ----------
    cells : sequence of str, list, tuple or None
        JSON text of a list of reports, or the list itself.
    ids : sequence of str
        Ids of the events, for messages.

    Returns
    -------
    ReportColumns

    Raises
    ------
    InputError
        A cell is no JSON list.

    Notes
    -----
    Arrow reads reports whose fields are text and whose spans are pairs of whole numbers, as geomap writes them, in a quarter of the
    time; anything else is read report by report, with the same result.
    """
    fast = _by_arrow(cells)
    return fast or reports_of([json_list(cell, "reports_json", row_id) for cell, row_id in zip(cells, ids, strict=True)])


def reports_of(rows: Sequence[Sequence[Any]]) -> ReportColumns:
    """Turn lists of reports, one list an event, into columns; what is no mapping is left out."""
    kept = [[r for r in told if isinstance(r, Mapping)] for told in rows]
    told = list(chain.from_iterable(kept))
    coded = {name: coded_values(_text(r.get(name)) for r in told) for name in FIELDS}
    coded["spans"] = coded_values(",".join([f"{int(a)}-{int(b)}" for a, b in r.get("spans") or ()]) for r in told)
    return ReportColumns([len(reports) for reports in kept], [_text(r.get("id")) for r in told], coded)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value or "")


def _by_arrow(cells: Sequence[object]) -> ReportColumns | None:
    """Read by Arrow; None where a cell is not as geomap writes it."""
    import pyarrow as pa

    texts = [cell if isinstance(cell, str) and cell else "[]" for cell in cells]
    if not texts or any(isinstance(cell, (list, tuple)) for cell in cells) or any("\n" in text for text in texts):
        return None
    try:
        column = _arrow_column(texts)
        if column is None:
            return None
        length = column.value_lengths().fill_null(0).to_pylist()
        reports = column.flatten()
        if reports.null_count:
            return None
        fields = dict(zip([f.name for f in reports.type], reports.flatten(), strict=True))
        spans = _arrow_spans(fields["spans"])
    except (pa.ArrowException, UnicodeError):
        return None
    if spans is None:
        return None
    coded = {name: _arrow_coded(fields[name]) for name in FIELDS}
    return ReportColumns(length, fields["id"].fill_null("").to_pylist(), {**coded, "spans": _arrow_coded(spans)})


def _arrow_column(texts: list[str]) -> "pa.ListArray | None":
    import pyarrow as pa
    import pyarrow.json as arrow_json

    fields = [(name, pa.string()) for name in ("id", *FIELDS)]
    report = pa.struct([*fields, ("spans", pa.list_(pa.list_(pa.int64())))])
    raw = ('{"r":' + '}\n{"r":'.join(texts) + "}").encode()
    table = arrow_json.read_json(
        pa.BufferReader(raw),
        read_options=arrow_json.ReadOptions(block_size=1 << 24),
        parse_options=arrow_json.ParseOptions(explicit_schema=pa.schema([("r", pa.list_(report))]), unexpected_field_behavior="ignore"),
    )
    return table["r"].combine_chunks() if table.num_rows == len(texts) else None


def _arrow_spans(spans: "pa.ListArray") -> "pa.Array | None":
    """Spans as text; None where one is no pair."""
    import pyarrow as pa
    import pyarrow.compute as pc

    pairs = spans.flatten()
    if pairs.null_count or pc.any(pc.not_equal(pairs.value_lengths(), 2)).as_py():
        return None
    numbers = pairs.flatten()
    if numbers.null_count:
        return None
    words = pc.binary_join_element_wise(numbers[::2].cast(pa.string()), numbers[1::2].cast(pa.string()), "-")
    lengths = spans.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    offsets = pa.array([0, *lengths.cumsum().tolist()], pa.int32())
    return pc.binary_join(pa.ListArray.from_arrays(offsets, words), ",")


def _arrow_coded(column: "pa.Array") -> Coded:
    import pyarrow as pa

    return coded_arrow(pa.chunked_array([column.fill_null("")]))
