"""From one article to what it says: a pure function of the article, the tables and the options."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corrections import Lookup, NameRules, apply_to_mentions
from geomap.errors import GeomapError
from geomap.model import Article, ControlFact, Mention, Rejection, Report, Span, fact_id

if TYPE_CHECKING:
    from geomap.events.lines import Line

__all__ = ["Setting", "Understood", "lookup_for", "understand", "understand_all", "understand_batch", "understand_each"]

_BATCH = 32
"""Articles parsed in one go; more hold more trees in memory and are no faster."""
_FOREIGN_HANDS = 4
"""Workers that an executor given to us is taken to have."""
Progress = Callable[[int, int | None, str], None]
"""Called with how many are done, of how many (None: not known), and of what."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What `understand` needs besides the article; small and the same in every process."""

    gazetteers: tuple[Path, ...] = ()
    actors: Path | None = None
    parser: bool = True
    names: NameRules = field(default_factory=NameRules)
    """People's decisions on place names."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An article with its places, reports and control facts, or why it could not be coded."""

    article: Article
    mentions: tuple[Mention, ...]
    reports: tuple[Report, ...]
    control_facts: tuple[ControlFact, ...]
    failure: str | None = None


@lru_cache(maxsize=4)
def _gazetteer(paths: tuple[Path, ...]):  # type: ignore[no-untyped-def]  # heavy type, imported when first used
    from geomap.places.gazetteer import Gazetteer

    return Gazetteer.load(paths) if paths else Gazetteer.bundled()


def lookup_for(setting: Setting) -> Lookup:
    """How decisions find places and actors under a setting."""
    from geomap.pipeline.corrected import lookup_of
    from geomap.tables.actors import load_actors

    return lookup_of(_gazetteer(setting.gazetteers), load_actors(setting.actors))


def understand(article: Article, setting: Setting, lines: Sequence["Line"] | None = None) -> Understood:
    """Find places, code events.

    Parameters
    ----------
    article : Article
    setting : Setting
    lines : sequence of Line, optional
        Its sentences, where they were read with those of other articles.

    Returns
    -------
    Understood
        An article in a language that is not coded has its places found; its events stay empty.
    """
    from geomap.events.coder import code_article
    from geomap.events.phrases import load_lexicon
    from geomap.pipeline.moved import Told, moved
    from geomap.places.resolve import find_places
    from geomap.places.told import told_places
    from geomap.tables.outlets import load_outlets

    try:
        gazetteer = _gazetteer(setting.gazetteers)
        lookup, found = lookup_for(setting), find_places(article, gazetteer)
        mentions = apply_to_mentions(found, article, setting.names, lookup)
        if article.language not in (None, "en"):
            return Understood(article, mentions, (), ())
        side = load_outlets().affiliation(article.outlet)
        as_read = apply_to_mentions(found, article, setting.names.on_kinds(), lookup)
        places = _as_told(as_read, told_places(article, as_read, gazetteer))
        decided = places if mentions == as_read else _as_told(mentions, told_places(article, mentions, gazetteer))
        coded = code_article(article, places, outlet_side=side, lexicon=load_lexicon(setting.actors), use_parser=setting.parser, lines=lines)
        facts = tuple((replace(f, id=fact_id(article.sha256, f, spot)), spot) for f in coded.control_facts for spot in (_spot(f, places),))
        return Understood(article, mentions, *moved(coded.reports, facts, article, Told(places, decided, mentions, coded.told_by)))
    except GeomapError as error:
        return Understood(article, (), (), (), str(error))
    except Exception as error:  # noqa: BLE001  # the one guard: a fault of ours in one article must not lose the others; it is named in the ledger
        return Understood(article, (), (), (), f"internal error, please report: {type(error).__name__}: {error}")


def _spot(fact: ControlFact, places: Sequence[Mention]) -> Span:
    """Where a fact names its place."""
    inside = (m for m in places if any(s.contains(m.span) for s in fact.evidence))
    named = (m.span for m in inside if (m.resolution.place_id, m.resolution.place or m.text) == (fact.where.place_id, fact.where.place))
    return next(named, Span(0, 0))


def _as_told(mentions: Sequence[Mention], told: Sequence[Mention]) -> list[Mention]:
    """Places of acts: what is told as a whole ("12 km north of X") stands for the names in it."""
    named = [m for m in mentions if not any(t.span.contains(m.span) for t in told)]
    return sorted([*named, *told], key=lambda m: m.span)


def understand_all(
    articles: Sequence[Article], setting: Setting, *, jobs: int = 1, executor: Executor | None = None, progress: Progress | None = None
) -> list[Understood]:
    """Understand many articles, in processes if asked.

    Parameters
    ----------
    articles : sequence of Article
    setting : Setting
    jobs : int
        Processes; 1 works in this one.
    executor : concurrent.futures.Executor, optional
        Any executor, instead of processes of our own.
    progress : callable, optional
        Called after each article.

    Returns
    -------
    list of Understood
        In the order of `articles`, whoever finished first.
    """
    done: list[Understood] = []
    for result in understand_each(articles, setting, jobs, executor):
        done.append(result)
        if progress:
            progress(len(done), len(articles), result.article.file)
    return done


def understand_each(articles: Sequence[Article], setting: Setting, jobs: int, executor: Executor | None) -> Iterator[Understood]:
    """As `understand_all`, each as soon as it and all before it are done."""
    hands = jobs if executor is None else _FOREIGN_HANDS
    size = max(1, min(_BATCH, len(articles) // (4 * hands))) if hands > 1 else _BATCH
    batches = [articles[i : i + size] for i in range(0, len(articles), size)]
    if executor is not None:
        done = executor.map(understand_batch, batches, repeat(setting))
        yield from chain.from_iterable(done)
    elif jobs > 1 and len(articles) > 1:
        with ProcessPoolExecutor(max_workers=min(jobs, len(batches))) as pool:
            yield from chain.from_iterable(pool.map(understand_batch, batches, repeat(setting)))
    else:
        for batch in batches:
            yield from understand_batch(batch, setting)


def understand_batch(articles: Sequence[Article], setting: Setting) -> list[Understood]:
    """Understand some articles together: their sentences are parsed in one go, which takes a quarter less time than article by article.

    Parameters
    ----------
    articles : sequence of Article
    setting : Setting

    Returns
    -------
    list of Understood
        In the order of `articles`; each as it would be alone.
    """
    from geomap.events.lines import read_lines

    if not setting.parser:
        return [understand(article, setting) for article in articles]
    coded = [a for a in articles if a.language in (None, "en")]
    try:
        lines = dict(zip((a.id for a in coded), read_lines(coded, use_parser=setting.parser), strict=True))
    except Exception:  # noqa: BLE001  # a fault of ours in one article: read alone, each meets the guard of `understand`, and the fault is named
        lines = {}
    return [understand(a, setting, lines[a.id]) if a.id in lines else understand(a, setting) for a in articles]


def rejections_of(understood: Iterable[Understood]) -> list[Rejection]:
    """Articles that were read but failed in coding, as rejections with their reason."""
    return [Rejection(u.article.file, u.failure) for u in understood if u.failure]
