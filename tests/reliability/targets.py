"""What is fuzzed: every door through which bytes of others come in. Each takes bytes; only `GeomapError` may come out.

Where a reader answers, the answer is looked at too: offsets lie in the text, rejections have reasons, keys stay as they are when made
again.
"""

import contextlib
import datetime as dt
import itertools
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from geomap.errors import GeomapError
from geomap.model import Article, DatePrecision, Rejection, Span

Target = Callable[[bytes, Path], None]
PUBLISHED = dt.date(2020, 3, 4)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace") if _decodes(data) else data.decode("utf-8", "replace")


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _file(name: str) -> Callable[[Callable[[Path], Any]], Target]:
    """Make a target of a reader of files."""

    def around(read: Callable[[Path], Any]) -> Target:
        def target(data: bytes, folder: Path) -> None:
            path = folder / name
            path.write_bytes(data)
            read(path)

        return target

    return around


def _articles(name: str) -> Target:
    def read(path: Path) -> None:
        from geomap.articles import read_articles  # late, so that a round guided by coverage can watch it

        for item in read_articles([path]):
            if isinstance(item, Rejection):
                assert item.reason.strip(), "a rejection without a reason"
                continue
            _check_article(item)

    return _file(name)(read)


def _check_article(article: Article) -> None:
    end = len(article.text)
    spans = [*article.paragraphs, *article.boilerplate, *(s for s in (article.headline, article.dateline) if s)]
    assert all(s.end <= end for s in spans), "a span beyond the text"
    assert (article.published is None) == (article.published_precision is DatePrecision.UNKNOWN), "a date without a precision"
    if article.published:
        dt.date.fromisoformat(article.published)


def _given(data: bytes, folder: Path) -> None:  # as all targets
    from geomap.articles.inputs import rows_of

    rows_of(data)


def _article_dates(data: bytes, folder: Path) -> None:
    from geomap.articles.datewords import find_dates, find_yearless
    from geomap.articles.dating import given_date

    text = _text(data)
    for found in find_dates(text):
        assert 0 <= found.span.start < found.span.end <= len(text), "a span beyond the text"
    list(find_yearless(text))
    given_date(text, "row")


def _event_dates(data: bytes, folder: Path) -> None:
    from geomap.events.dates import find_dates, period_of

    text = _text(data)[:3_000]
    for published, exact in ((PUBLISHED, True), (None, True), (dt.date.min, True), (dt.date.max, False)):
        for found in find_dates(text, Span(0, len(text)), published, PUBLISHED, exact=exact):
            assert found.span.end <= len(text), "a span beyond the text"
            period_of(found, published)


def _names(data: bytes, folder: Path) -> None:
    from geomap.text.folding import fold, fold_arabic
    from geomap.text.keys import bare_key, frame, light_key, skeleton
    from geomap.text.patterns import lower_keeping_length
    from geomap.text.sentences import split_sentences

    name = _text(data)
    assert fold(fold(name)) == fold(name), "folding twice is not folding once"
    assert len(lower_keeping_length(name)) == len(name), "offsets moved"
    fold_arabic(name)
    bare_key(name)
    key = skeleton(name)
    assert len(frame(key)) <= len(key), "a frame with more sounds than its name"
    light_key(name)
    spans = split_sentences(name)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans)), "sentences overlap"


@lru_cache(maxsize=1)
def _bundled() -> Any:
    from geomap.places.gazetteer import Gazetteer

    return Gazetteer.bundled()


def _locate(data: bytes, folder: Path) -> None:
    found = _bundled().resolve(_text(data)[:2_000])
    assert found.place_id or found.reason, "no place and no reason"


def _gazetteer(path: Path) -> None:
    from geomap.places.loaders import read_gazetteer

    for entry in read_gazetteer(path, _bundled().admin).entries:
        assert -180 <= entry.place.longitude <= 180, "no longitude"
        assert -90 <= entry.place.latitude <= 90, "no latitude"


def _corrections(path: Path) -> None:
    from geomap.io.corrections import corrections_bytes, read_corrections

    written = corrections_bytes(read_corrections(path))
    path.write_bytes(written)
    assert corrections_bytes(read_corrections(path)) == written, "written, read and written is not the same"


def _facts(path: Path) -> None:
    from geomap.control import read_facts

    for fact in read_facts(path):
        assert fact.date_start <= fact.date_end, "ends before it begins"


def _foreign(path: Path) -> None:
    from geomap.io.imports import read_foreign

    read_foreign(path, actors=_actors())


@lru_cache(maxsize=1)
def _actors() -> Any:
    from geomap.tables.actors import load_actors

    return load_actors()


def _tables(path: Path) -> None:
    from geomap.tables.actors import load_actors
    from geomap.tables.harm import load_harm_policy
    from geomap.tables.office_holders import load_office_holders
    from geomap.tables.outlets import load_outlets
    from geomap.tables.sides import load_sides
    from geomap.tables.successions import load_successions

    for load in (load_actors, load_harm_policy, load_office_holders, load_outlets, load_sides, load_successions):
        try:
            getattr(load, "__wrapped__", load)(path)
        except GeomapError:
            continue


def _run_files(path: Path) -> None:
    from geomap.control import read_facts
    from geomap.io.jsonl import read_articles_jsonl, read_events_jsonl, read_mentions, read_reports

    for read in (read_articles_jsonl, read_mentions, read_reports, read_events_jsonl, read_facts):
        try:
            read(path)
        except GeomapError:
            continue


def _project(path: Path) -> None:
    from geomap.pipeline.options import options_from_project

    options_from_project(path)


def _edited(path: Path) -> None:
    from geomap.io.edited import read_edited

    read_edited(path)


def _store(path: Path) -> None:
    from geomap.store import Store
    from geomap.store.look import look_at_store

    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    with contextlib.suppress(GeomapError):
        look_at_store(path)
    with Store(path) as store:
        store.counts()
        store.traces()
        store.check()


def _data_block(data: bytes, folder: Path) -> None:
    from geomap.maps.inline import data_block

    try:
        payload = json.loads(_text(data), parse_constant=str)
    except (ValueError, RecursionError):
        payload = {"text": _text(data)}
    try:
        block = data_block({"held": payload})
    except ValueError as error:  # 1e999 is read as infinity, which no JSON holds; coordinates are finite before they come here
        if "Out of range float" in str(error):
            return
        raise
    head, body, tail = block[: block.index(">") + 1], block[block.index(">") + 1 : -len("</script>")], block[-len("</script>") :]
    assert head.startswith("<script ")
    assert tail == "</script>"
    assert "<" not in body, "a text can end the element"
    assert body.isascii()
    assert json.loads(body) == {"held": payload}, "the page reads something else than was written"


def _coding(data: bytes, folder: Path) -> None:
    from geomap.pipeline.stages import Setting, understand

    text = _text(data)[:4_000]
    done = understand(Article("a", "a.txt", "0" * 64, text, published="2020-03-04", published_precision=DatePrecision.DAY), Setting(parser=False))
    assert not (done.failure or "").startswith("internal error"), done.failure
    for mention in done.mentions:
        assert text[mention.span.start : mention.span.end] == mention.text, "a mention that is not in the text"
    assert all(s.end <= len(text) for r in done.reports for s in r.evidence), "evidence beyond the text"


TARGETS: dict[str, Target] = {
    "text": _articles("a.txt"), "html": _articles("a.html"), "mhtml": _articles("a.mhtml"), "docx": _articles("a.docx"), "pdf": _articles("a.pdf"),
    "zip": _articles("a.zip"), "articles table": _articles("a.csv"), "json lines": _articles("a.jsonl"), "json": _articles("a.json"),
    "parquet": _articles("a.parquet"), "feed": _articles("a.xml"), "articles.csv": _given, "article dates": _article_dates, "event dates": _event_dates,
    "names": _names, "locate": _locate, "coding": _coding, "gazetteer": _file("g.csv")(_gazetteer), "corrections": _file("c.csv")(_corrections),
    "facts": _file("f.csv")(_facts), "foreign events": _file("e.csv")(_foreign), "tables": _file("t.csv")(_tables), "run files": _file("r.jsonl")(_run_files),
    "project": _file("geomap.toml")(_project), "workbook": _file("w.xlsx")(_edited), "geopackage": _file("w.gpkg")(_edited), "store": _file("s.sqlite")(_store),
    "data block": _data_block,
}  # fmt: skip
