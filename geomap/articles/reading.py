"""Articles from files: each found, read, finished; one that cannot be read is a rejection with its reason."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from geomap.articles.documents import Document
from geomap.articles.finishing import Given, finish
from geomap.articles.formats import drafted, unpacked
from geomap.articles.inputs import Found, find_inputs, safe_bytes
from geomap.errors import InputError
from geomap.limits import DEFAULT, Limits
from geomap.model import Article, Rejection, sha256_hex

__all__ = ["read_article", "read_articles"]

_TRANSLATION = ".en.txt"


def read_articles(
    inputs: Sequence[Path], *, limits: Limits = DEFAULT, published: str | None = None, outlet: str | None = None
) -> Iterator[Article | Rejection]:
    """Read articles from files and folders.

    Parameters
    ----------
    inputs : sequence of Path
        Files, folders (searched to any depth) and containers (tables, archives, feeds, exports) in any order. An
        ``articles.csv`` in a folder, or beside a file, says what the user knows: its values win over what is found.
    limits : Limits
    published : str, optional
        ISO date of publication of all that ``articles.csv`` does not date.
    outlet : str, optional
        Outlet of all for which ``articles.csv`` names none.

    Yields
    ------
    Article or Rejection
        In the order of the files' relative paths, whatever the order of `inputs`. One bad article never stops the others.

    Raises
    ------
    InputError
        An input does not exist, or `published` is no date. Both before the first article is read.
    """
    paths = [Path(p) for p in inputs]
    given = Given(published, outlet)
    found, rejected = find_inputs(paths)
    yield from rejected
    ids = _ids(found, limits)
    originals = _originals(found)
    for entry in found:
        for item in _read_file(entry, ids[entry.path], given, limits):
            if entry.path in originals and isinstance(item, Article):
                page = originals[entry.path]
                yield _as_translation(item, next(_read_file(page, ids[page.path], given, limits), None))
            else:
                yield item


def _originals(found: Sequence[Found]) -> dict[Path, Found]:
    """The page of which ``x.en.txt`` beside ``x.html`` is a translation."""
    pages = {f.file.rpartition(".")[0]: f for f in found if not f.file.endswith(_TRANSLATION)}
    return {f.path: pages[base] for f in found if f.file.endswith(_TRANSLATION) and (base := f.file.removesuffix(_TRANSLATION)) in pages}


def _as_translation(article: Article, page: Article | Rejection | None) -> Article:
    """A supplied translation: its own text, with what only the page knows."""
    if not isinstance(page, Article) or page.language in (None, article.language):
        return article
    dated = article if article.published else page
    return replace(
        article, translated_from=page.language, outlet=article.outlet or page.outlet, url=article.url or page.url,
        archive_url=article.archive_url or page.archive_url, captured=article.captured or page.captured,
        original_source=article.original_source or page.original_source, published=dated.published,
        published_precision=dated.published_precision, published_reason=dated.published_reason, published_candidates=dated.published_candidates,
    )  # fmt: skip


def _read_file(found: Found, ident: str, given: Given, limits: Limits) -> Iterator[Article | Rejection]:
    try:
        for document in unpacked(found, ident, limits):
            if isinstance(document, Rejection):
                yield document
                continue
            yield _read_document(document, {**document.row, **found.row(document.file)}, given, limits)
    except InputError as error:
        yield Rejection(found.file, _reason(error, found.file))


def _read_document(document: Document, row: Mapping[str, str], given: Given, limits: Limits) -> Article | Rejection:
    try:
        return finish(document, drafted(document, limits), row, given, limits)
    except InputError as error:
        return Rejection(document.file, _reason(error, document.file))


def _reason(error: InputError, file: str) -> str:
    """The message without the file's name, which stands beside it."""
    text = str(error)
    for name in (file, file.rsplit("/", 1)[-1]):
        text = text.removeprefix(f"{name}: ")
    return text


def read_article(path: Path, *, root: Path, row: Mapping[str, str] | None = None, limits: Limits = DEFAULT) -> Article:
    """Read the one article of a file.

    Parameters
    ----------
    path : Path
    root : Path
        Folder to which the article's `file` is relative.
    row : mapping, optional
        The user's row of ``articles.csv``.
    limits : Limits

    Returns
    -------
    Article

    Raises
    ------
    InputError
        The file cannot be read as one article.
    LimitError
        It is larger than `limits` allow.
    """
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    found = Found(path, shown, {"": row} if row else {})
    documents = list(unpacked(found, _stem(shown), limits))
    if len(documents) != 1 or isinstance(documents[0], Rejection):
        raise InputError(f"{shown}: holds {len(documents)} articles; read it with read_articles")
    return finish(documents[0], drafted(documents[0], limits), row or {}, Given(None, None), limits)


def _stem(file: str) -> str:
    """The stem of a file name, as an id: what could be mistaken in a path or a table of ids is replaced."""
    name = file.rsplit("/", 1)[-1]
    stem = name.rpartition(".")[0] or name
    return re.sub(r"[^\w .,()\[\]'+&@=-]", "_", stem).strip(" .")[:120] or "article"


def _ids(found: Sequence[Found], limits: Limits) -> dict[Path, str]:
    """An id for each file: its stem; where several share it, with eight digits of the hash of the bytes, then of the path too."""
    stems = Counter(_stem(f.file).casefold() for f in found)
    ids = {f.path: _stem(f.file) for f in found}
    shared = [f for f in found if stems[_stem(f.file).casefold()] > 1]
    for f in shared:
        ids[f.path] = f"{_stem(f.file)}-{_file_hash(f, limits)[:8]}"
    again = Counter(ids[f.path].casefold() for f in shared)
    for f in shared:
        if again[ids[f.path].casefold()] > 1:
            ids[f.path] = f"{ids[f.path]}-{sha256_hex(f.file.encode())[:8]}"
    return ids


def _file_hash(found: Found, limits: Limits) -> str:
    try:
        return sha256_hex(safe_bytes(found.path, limits.table_bytes))
    except InputError:  # it will be rejected when it is read; its id is never used
        return sha256_hex(found.file.encode())
