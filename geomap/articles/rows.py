"""Tables of articles: csv, JSON lines, JSON arrays and parquet, one article a row, columns by name."""

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from geomap.articles.datewords import find_dates
from geomap.articles.decoding import encoding_of
from geomap.articles.documents import Document, Draft, Stated
from geomap.errors import InputError, LimitError
from geomap.limits import Limits
from geomap.model import Rejection

__all__ = ["as_fields", "csv_rows", "json_rows", "parquet_rows", "row_documents", "row_draft"]

# What geomap calls a field -> the names under which tables have it, in lower case without blanks, dots, dashes, underscores.
_NAMES = {
    "text": ("text", "content", "body", "articlecontent", "articletext", "fulltext", "maintext", "articlebody", "rawtext"),
    "title": ("title", "headline", "articletitle"),
    "published": ("published", "publishedat", "publishedon", "datepublished", "publicationdate", "publishdate", "pubdate", "datepublish"),
    "date": ("date",),
    "outlet": ("outlet", "source", "publisher", "site", "sitename", "sourcename", "sourcedomain", "domain"),
    "url": ("url", "link", "sourceurl", "articleurl", "address"),
    "archive_url": ("archiveurl", "archived", "archivelink"),
    "captured": ("captured", "capturedat", "retrieved", "retrievedat", "datedownload", "scrapedat", "crawled"),
    "id": ("id", "articleid", "unitid", "uid", "docid"),
    "language": ("language", "lang"),
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
_SNIFF = 1_000_000
_BATCH = 16
"""Rows of a parquet table held at once; each may be as long as an article."""


def _plain(name: str) -> str:
    return re.sub(r"[\s._-]+", "", name).lower()


def as_fields(row: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a row that geomap knows, as text; the first of several names that mean the same stands."""
    fields: dict[str, str] = {}
    ranked = sorted(row, key=lambda c: _NAMES[_FIELD_OF[_plain(c)]].index(_plain(c)) if _plain(c) in _FIELD_OF else 99)
    for column in ranked:
        field = _FIELD_OF.get(_plain(column))
        value = row[column]
        if field and field not in fields and isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
            fields[field] = str(value) if field == "text" else str(value).strip()
    return fields


def row_documents(
    rows: Iterator[tuple[str, Mapping[str, Any]] | Rejection], ident: str, file: str, limits: Limits
) -> Iterator[Document | Rejection]:
    """Make documents of rows.

    Parameters
    ----------
    rows : iterator of tuple
        Number of the row as text, and its columns; or a rejection.
    ident, file : str
        Id and path of the table.
    limits : Limits

    Yields
    ------
    Document or Rejection
        Its id is the table's and the row's own (its number where the row has none, or shares it).

    Raises
    ------
    LimitError
        More rows than `limits` allow.
    """
    seen: set[str] = set()
    for count, row in enumerate(rows, 1):
        if count > limits.table_articles:
            raise LimitError(f"{file}: more than {limits.table_articles:,} articles (table_articles); split the table, or raise the cap under [limits] in geomap.toml")
        if isinstance(row, Rejection):
            yield row
            continue
        number, columns = row
        fields = as_fields(columns)
        where = f"{file}#{number}"
        if "text" not in fields:
            yield Rejection(where, "no text in this row; fill in its text, or remove the row")
            continue
        own = re.sub(r"[^\w.-]", "_", fields.get("id", ""))[:80] or number
        own = number if own in seen else own
        seen.add(own)
        yield Document(f"{ident}.{own}", where, fields["text"].encode("utf-8", "surrogatepass"), "row", fields)


def row_draft(document: Document) -> Draft:
    """The text of a row, with what its columns say."""
    fields = document.fields
    return Draft(
        document.data.decode("utf-8", "replace"), fields.get("title") or None, None, fields.get("url") or None,
        fields.get("captured") or None, (fields.get("language") or "")[:2].lower() or None, tuple(_dates(fields)),
    )  # fmt: skip


def _dates(fields: Mapping[str, str]) -> Iterator[Stated]:
    for field, reason in (("published", "the table's column of publication"), ("date", "the table's column date")):
        value = fields.get(field, "")
        if re.fullmatch(r"20\d\d-[01]\d", value):
            yield Stated(value, reason)
        days = {d for w in find_dates(value[:60]) for d in w.days}
        if len(days) == 1:  # 4/5/2017 may be April or May: it states nothing
            yield Stated(days.pop().isoformat(), reason, update=field == "date" and not re.match(r"20\d\d-", value))


def csv_rows(stream: IO[bytes], file: str, limits: Limits) -> Iterator[tuple[str, Mapping[str, Any]] | Rejection]:
    """Rows of a csv or tsv file, numbered from 1 without the header.

    Raises
    ------
    InputError
        No column of it holds text, or a quote never closes.
    """
    head = stream.read(_SNIFF)
    encoding, skip = encoding_of(head, file, cut=len(head) == _SNIFF)
    stream.seek(skip)
    lines = _lines(stream, encoding, file, limits)
    first = next(lines, "")
    delimiter = max(",;\t", key=first.count)
    try:
        header = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error as error:
        raise InputError(f"{file}: its header cannot be read ({error}); check the quotes and line ends") from error
    if "text" not in {_FIELD_OF.get(_plain(c)) for c in header}:
        raise InputError(f"{file}: no column of text; geomap knows {', '.join(_NAMES['text'])}; rename the column")
    csv.field_size_limit(max(csv.field_size_limit(), limits.article_chars))  # of the whole process, and never lowered: its own is 131,072
    reader = csv.DictReader(lines, fieldnames=header, delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            yield str(number), {k: v for k, v in row.items() if isinstance(k, str)}
    except csv.Error as error:
        raise InputError(f"{file}: after row {number}: {error}; check the quotes") from error


def _lines(stream: IO[bytes], encoding: str, file: str, limits: Limits) -> Iterator[str]:
    """Decoded lines, none longer than an article may be: a csv of one endless line ends here."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = ""
    while chunk := stream.read(1 << 16):
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from (line + "\n" for line in whole)
        if len(rest) > limits.article_chars:
            raise LimitError(f"{file}: a line of more than {limits.article_chars:,} characters (article_chars); check its quotes and line ends, or raise the cap under [limits] in geomap.toml")
    if rest:
        yield rest


def json_rows(stream: IO[bytes], file: str, limits: Limits) -> Iterator[tuple[str, Mapping[str, Any]] | Rejection]:
    """Objects of a JSON lines file, numbered by line."""
    number = 0
    while line := stream.readline(limits.article_bytes + 1):
        number += 1
        if len(line) > limits.article_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield Rejection(f"{file}#{number}", f"a line of more than {limits.article_bytes:,} bytes (article_bytes); split it, or raise the cap under [limits] in geomap.toml")
        elif line.strip():
            value = _parsed(line)
            yield (str(number), value) if isinstance(value, dict) else Rejection(f"{file}#{number}", "no JSON object in this line")


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def parquet_rows(stream: IO[bytes], file: str, limits: Limits) -> Iterator[tuple[str, Mapping[str, Any]] | Rejection]:
    """Rows of a parquet file, numbered from 1.

    Raises
    ------
    InputError
        It is no parquet, or no column of it holds text.
    LimitError
        A column is packed tighter than `limits` allow.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        schema = parquet.read_schema(stream)
        columns = _text_columns(schema, file)
        packed = stream.seek(0, 2)
        texts = [c for c in columns if _is_text(_value_type(schema.field(c).type))]
        # Buffered: else the whole packed column of a group is held. As dictionaries: else a text written once is held as often as it stands.
        table = parquet.ParquetFile(stream, read_dictionary=texts, buffer_size=_SNIFF)
        _check_packing(table, packed, file, limits)
        _check_texts(table, texts, packed, file, limits)
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield str(number), {k: _cell(v) for k, v in row.items()}
    except InputError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: a text that is no UTF-8
        raise InputError(f"{file}: no parquet that can be read ({str(error)[:200]}); save the table again") from error


def _cell(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    # Some writers mark their texts as bytes.
    return any(is_kind(kind) for is_kind in (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary))


def _value_type(kind: Any) -> Any:
    from pyarrow import types

    return kind.value_type if types.is_dictionary(kind) else kind


def _text_columns(schema: Any, file: str) -> list[str]:
    """Columns that geomap knows, lists and other nests aside: a nest of a few bytes may unpack without end, and says nothing of an article."""
    from pyarrow import types

    if double := sorted(n for n in set(schema.names) if _plain(n) in _FIELD_OF and schema.names.count(n) > 1):
        raise InputError(f"{file}: two columns named {double[0]!r}; rename one")
    columns = [f.name for f in schema if _plain(f.name) in _FIELD_OF and not types.is_nested(_value_type(f.type))]
    if "text" not in {_FIELD_OF[_plain(c)] for c in columns}:
        raise InputError(f"{file}: no column of text; geomap knows {', '.join(_NAMES['text'])}; rename the column")
    return columns


def _check_packing(table: Any, packed: int, file: str, limits: Limits) -> None:
    # Of groups, not of their columns: Arrow 26 ends the whole process when the record of a damaged column is asked for.
    for group in range(table.num_row_groups):
        size = table.metadata.row_group(group).total_byte_size
        if size > limits.article_bytes and size > limits.archive_ratio * packed:
            raise LimitError(f"{file}: packed tighter than 1 to {limits.archive_ratio} (archive_ratio); save it without packing, or raise the cap under [limits]")


def _check_texts(table: Any, columns: list[str], packed: int, file: str, limits: Limits) -> None:
    """Refuse a table whose texts, each as often as it stands, are far more than the file: before one of them is an article."""
    from pyarrow import compute

    unpacked = 0
    for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
        for column in batch.columns:
            lengths = compute.binary_length(column.dictionary).take(column.indices)
            unpacked += compute.sum(lengths).as_py() or 0
        if unpacked > max(limits.article_bytes, limits.archive_ratio * packed):
            raise LimitError(
                f"{file}: its texts are more than {limits.archive_ratio} times the file (archive_ratio); "
                "repeated articles need no reading: save it without them, or raise the cap under [limits]"
            )
