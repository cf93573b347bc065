"""Check that the articles of a run are still the bytes that were read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from geomap.articles.formats import unpacked
from geomap.articles.inputs import Found
from geomap.errors import InputError
from geomap.limits import DEFAULT, Limits
from geomap.model import Rejection, sha256_hex

__all__ = ["Check", "Recorded", "verify"]


class Recorded(Protocol):
    """What is known of an article that was read: an `Article`, or a line of ``articles.jsonl``."""

    @property
    def id(self) -> str:
        """Id of the article."""

    @property
    def file(self) -> str:
        """Its path as recorded."""

    @property
    def sha256(self) -> str:
        """Hash of its bytes as recorded."""


@dataclass(frozen=True, slots=True)
class Check:
    """What became of the bytes of one article."""

    id: str
    file: str
    state: str
    """same, changed, or missing."""
    reason: str = ""


def verify(articles: Iterable[Recorded], roots: Sequence[Path], *, limits: Limits = DEFAULT) -> list[Check]:
    """Hash the files of articles again.

    Parameters
    ----------
    articles : iterable of Recorded
    roots : sequence of Path
        The inputs of the run: folders, or files.
    limits : Limits

    Returns
    -------
    list of Check
        In the order of the files; articles in containers are unpacked and compared one by one.
    """
    by_file: dict[str, list[Recorded]] = defaultdict(list)
    for article in articles:
        by_file[_outer(article.file)].append(article)
    checks: list[Check] = []
    for file in sorted(by_file):
        path = _located(file, roots)
        hashes, problem = _hashes(path, file, limits) if path else ({}, "the file is not there")
        checks.extend(_check(article, hashes, problem) for article in sorted(by_file[file], key=lambda a: a.file))
    return checks


def _outer(file: str) -> str:
    """The file on disk: what stands before the first mark of a container's part."""
    return file.split("!", 1)[0].split("#", 1)[0]


def _located(file: str, roots: Sequence[Path]) -> Path | None:
    for root in roots:
        options = [root / file, root.parent / file] if root.is_dir() else [root] if root.name == file else []
        for path in options:
            if path.is_file():
                return path
    return None


def _hashes(path: Path, file: str, limits: Limits) -> tuple[dict[str, str], str]:
    found: dict[str, str] = {}
    try:
        for document in unpacked(Found(path, file), "x", limits):
            if not isinstance(document, Rejection):
                found[document.file] = sha256_hex(document.data)
    except InputError as error:
        return found, str(error)
    return found, "the container no longer holds it"


def _check(article: Recorded, hashes: dict[str, str], problem: str) -> Check:
    now = hashes.get(article.file)
    if now is None:
        return Check(article.id, article.file, "missing", problem)
    if now == article.sha256:
        return Check(article.id, article.file, "same")
    return Check(article.id, article.file, "changed", f"its bytes now have the hash {now[:12]}…, not {article.sha256[:12]}…")
