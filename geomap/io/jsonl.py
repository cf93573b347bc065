"""JSON lines: one record a line, UTF-8, fields in a fixed order, written whole or not at all."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from geomap.errors import InputError
from geomap.io.atomic import atomic_path
from geomap.io.records import (
    article_from,
    article_record,
    control_fact_from,
    control_fact_record,
    event_from,
    event_record,
    mention_from,
    mention_record,
    report_from,
    report_record,
)  # fmt: skip
from geomap.limits import DEFAULT, Limits
from geomap.model import Article, ControlFact, Event, Mention, Report

__all__ = [
    "article_record", "control_fact_record", "converted", "dump_line", "event_record", "mention_record", "read_articles_jsonl",
    "read_control_facts", "read_events_jsonl", "read_lines", "read_mentions", "read_reports", "record_of", "report_record", "write_jsonl",
]  # fmt: skip

T = TypeVar("T")


def dump_line(record: Mapping[str, Any]) -> str:
    """One record as one line of JSON, without the line end.

    Parameters
    ----------
    record : mapping
        Plain values only; no NaN or infinity.

    Returns
    -------
    str
        Letters as they are. A text with half a surrogate pair, which UTF-8 cannot hold, is escaped throughout.
    """
    line = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record, ensure_ascii=True, allow_nan=False, separators=(", ", ": "))
    return line


def write_jsonl(path: Path, records: Iterable[Mapping[str, Any]]) -> int:
    """Write records, one a line, whole or not at all.

    Parameters
    ----------
    path : Path
    records : iterable of mapping
        As from `article_record` and its sisters; taken one by one, so a generator needs no memory.

    Returns
    -------
    int
        Number of lines.

    Raises
    ------
    InputError
        The file cannot be written; what stood there is unchanged.
    """
    count = 0
    with atomic_path(path) as part, part.open("x", encoding="utf-8", newline="\n") as stream:
        for record in records:
            stream.write(dump_line(record) + "\n")
            count += 1
    return count


def read_lines(path: Path, limits: Limits = DEFAULT) -> Iterator[tuple[int, dict[str, Any]]]:
    """Records of a JSON-lines file with their line numbers (from 1); empty lines are skipped.

    Parameters
    ----------
    path : Path
    limits : Limits
        `table_bytes` caps the file.

    Yields
    ------
    tuple of int and dict

    Raises
    ------
    InputError
        The file is not there, too large, no UTF-8, or a line is no JSON object.
    """
    try:
        size = path.stat().st_size
        if size > limits.table_bytes:
            raise InputError(f"{path}: {size} bytes, more than the cap table_bytes = {limits.table_bytes}; raise it under [limits]")
        with path.open(encoding="utf-8", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                if not line.strip():
                    continue
                yield number, record_of(line, f"{path}, line {number}")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is no UTF-8; write the file again with geomap") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error


def record_of(line: str | bytes, where: str) -> dict[str, Any]:
    """The record of one line.

    Parameters
    ----------
    line : str or bytes
    where : str
        File and line, for the message.

    Returns
    -------
    dict

    Raises
    ------
    InputError
        The line is no JSON object.
    """
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: no JSON ({error.msg} at character {error.colno}); write the file again") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: byte {error.start} is no UTF-8; write the file again with geomap") from error
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"{where}: {str(error).partition(';')[0]}; write the file again with geomap") from error
    except RecursionError as error:
        raise InputError(f"{where}: nested too deep for a record; write the file again with geomap") from error
    if not isinstance(record, dict):
        raise InputError(f"{where}: no JSON object but {type(record).__name__}; one record a line is expected")
    return record


def converted(record: Mapping[str, Any], convert: Callable[[Mapping[str, Any]], T], what: str, where: str) -> T:
    """The value of a record.

    Parameters
    ----------
    record : mapping
    convert : callable
    what, where : str
        What it is and where it stands, for the message.

    Raises
    ------
    InputError
        The record lacks a field, or holds what cannot be.
    """
    try:
        return convert(record)
    except KeyError as error:
        raise InputError(f"{where}: a {what} without {error}; was it written by geomap?") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{where}: no {what} ({error}); was it written by this version of geomap?") from error


def _read(path: Path, convert: Callable[[Mapping[str, Any]], T], what: str) -> tuple[T, ...]:
    return tuple(converted(record, convert, what, f"{path}, line {number}") for number, record in read_lines(path))


def read_articles_jsonl(path: Path) -> tuple[Article, ...]:
    """Articles of an ``articles.jsonl``.

    Parameters
    ----------
    path : Path

    Returns
    -------
    tuple of Article

    Raises
    ------
    InputError
        The file cannot be read; the message names the line.
    """
    return _read(path, article_from, "article")


def read_mentions(path: Path) -> tuple[Mention, ...]:
    """Mentions of a ``mentions.jsonl``; errors as in `read_articles_jsonl`."""
    return _read(path, mention_from, "mention")


def read_reports(path: Path) -> tuple[Report, ...]:
    """Reports of a ``reports.jsonl``; errors as in `read_articles_jsonl`."""
    return _read(path, report_from, "report")


def read_control_facts(path: Path) -> tuple[ControlFact, ...]:
    """Facts of a ``control_facts.jsonl``; errors as in `read_articles_jsonl`."""
    return _read(path, control_fact_from, "control fact")


def read_events_jsonl(path: Path) -> tuple[Event, ...]:
    """Events of an ``events.jsonl``; errors as in `read_articles_jsonl`."""
    return _read(path, event_from, "event")
