"""Records of JSON-lines files by id, read from disk when they are asked for: an index and the last few thousand are all that is held."""

import json
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

from geomap.errors import InputError
from geomap.io.jsonl import converted, record_of
from geomap.io.records import article_from, report_from
from geomap.limits import DEFAULT, Limits
from geomap.model import Article, Report

__all__ = ["LazyRecords", "lazy_articles", "lazy_reports"]

S = TypeVar("S")
T = TypeVar("T")
_KEPT = 4_000  # of a busy week
_ID_FIRST = re.compile(rb'\{"id": ?("(?:[^"\\]|\\.)*")')  # as geomap writes it: the rest of the line need not be read to index it


class LazyRecords(Mapping[str, T]):
    """Records by id, in the order of the files. Use it as a context manager, or close it: the files stay open.

    Parameters
    ----------
    paths : sequence of Path
        Of an id that stands twice, the last record counts.
    convert : callable
        Makes a value of a record, as `geomap.io.records.report_from`.
    what : str
        What a record is called in messages.
    limits : Limits
        `table_bytes` caps a line; a file may have any size.

    Raises
    ------
    InputError
        A file is not there, a line is too long or has no id; on asking, that a record is none. The message names the line.
    """

    def __init__(self, paths: Sequence[Path], convert: Callable[[Mapping[str, Any]], T], what: str, *, limits: Limits = DEFAULT) -> None:
        self._paths, self._convert, self._what, self._cap = tuple(paths), convert, what, limits.table_bytes
        self._held: OrderedDict[str, T] = OrderedDict()
        self._spots: dict[str, int] = {}
        self.twice: list[tuple[str, T, T]] = []
        """Ids that stand more than once, with the earlier and the later value."""
        with ExitStack() as opened:
            self._files = [opened.enter_context(_opened(path)) for path in self._paths]
            for number in range(len(self._paths)):
                for name, offset in self._index(number):
                    spot = offset * len(self._paths) + number
                    if name in self._spots:
                        self.twice.append((name, self._at(self._spots[name]), self._at(spot)))
                        self._files[number].seek(offset)
                        self._files[number].readline()
                    self._spots[name] = spot
            self._closing = opened.pop_all()

    def _index(self, number: int) -> Iterator[tuple[str, int]]:
        offset, line_number, file = 0, 0, self._files[number]
        while line := file.readline(self._cap + 1):
            line_number += 1
            if len(line) > self._cap:
                raise InputError(f"{self._paths[number]}, line {line_number}: longer than the cap table_bytes = {self._cap}; raise it under [limits]")
            if not line.isspace():
                found = _ID_FIRST.match(line)
                name = _text(found[1]) if found else record_of(line, f"{self._paths[number]}, line {line_number}").get("id")
                if not isinstance(name, str):
                    raise InputError(f"{self._paths[number]}, line {line_number}: a {self._what} without 'id'; was it written by geomap?")
                yield name, offset
            offset += len(line)

    def _at(self, spot: int) -> T:
        offset, number = divmod(spot, len(self._paths))
        file = self._files[number]
        file.seek(offset)
        line = file.readline()
        try:
            return converted(record_of(line, ""), self._convert, self._what, "")
        except InputError as error:
            file.seek(0)
            where = file.read(offset).count(b"\n") + 1
            raise InputError(f"{self._paths[number]}, line {where}{error}") from error

    def __getitem__(self, name: str) -> T:
        value = self._held.get(name)
        if value is None:
            value = self._held[name] = self._at(self._spots[name])
            if len(self._held) > _KEPT:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(name)
        return value

    def scan(self, convert: Callable[[Mapping[str, Any]], S]) -> Iterator[S]:
        """All records in the order of the files, made into values of another kind; none is held.

        Parameters
        ----------
        convert : callable

        Yields
        ------
        object
            One a record that `__getitem__` would give.
        """
        for number, path in enumerate(self._paths):
            with _opened(path) as file:
                offset = 0
                for line_number, line in enumerate(file, 1):
                    if not line.isspace():
                        where = f"{path}, line {line_number}"
                        record = record_of(line, where)
                        if self._spots.get(record["id"]) == offset * len(self._paths) + number:
                            yield converted(record, convert, self._what, where)
                    offset += len(line)

    def __iter__(self) -> Iterator[str]:
        return iter(self._spots)

    def __len__(self) -> int:
        return len(self._spots)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._closing.close()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error


def _text(quoted: bytes) -> str | None:
    try:
        text = json.loads(quoted)
    except ValueError:  # an escape that is none, or no UTF-8
        return None
    return text if isinstance(text, str) else None


def lazy_articles(paths: Sequence[Path]) -> LazyRecords[Article]:
    """Articles of ``articles.jsonl`` files by id; errors as of `LazyRecords`."""
    return LazyRecords(paths, article_from, "article")


def lazy_reports(paths: Sequence[Path]) -> LazyRecords[Report]:
    """Reports of ``reports.jsonl`` files by id; errors as of `LazyRecords`."""
    return LazyRecords(paths, report_from, "report")
