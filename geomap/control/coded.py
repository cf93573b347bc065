"""Facts that a run has coded from articles: claimed until a person accepts them, with the sentence and the side of the one who says so."""

from pathlib import Path

from geomap.control.facts import Fact, fact_of
from geomap.errors import InputError
from geomap.io.jsonl import read_articles_jsonl, read_control_facts
from geomap.model import Article, ControlFact
from geomap.tables.actors import load_actors
from geomap.tables.outlets import load_outlets

__all__ = ["coded_facts", "read_run"]


def _source_side(coded: ControlFact, article: Article | None) -> str | None:
    speaker = load_actors().side(coded.claimant) if coded.claimant else None
    return speaker or (load_outlets().affiliation(article.outlet) if article else None)


def coded_facts(coded: tuple[ControlFact, ...], articles: tuple[Article, ...]) -> tuple[Fact, ...]:
    """Facts of a run with their sentences.

    Parameters
    ----------
    coded : tuple of ControlFact
    articles : tuple of Article
        Those from which they were coded.

    Returns
    -------
    tuple of Fact
        Without those that have no point or no day, or speak of nothing that happened.
    """
    by_id = {a.id: a for a in articles}
    found = []
    for fact in coded:
        article = by_id.get(fact.article or "")
        quote = " … ".join(" ".join(article.text[s.start : s.end].split()) for s in fact.evidence) if article else ""
        made = fact_of(fact, quote, _source_side(fact, article))
        if made is not None:
            found.append(made)
    return tuple(found)


def read_run(folder: Path) -> tuple[Fact, ...]:
    """Facts from the folder that a run has written.

    Parameters
    ----------
    folder : Path
        Holds ``control_facts.jsonl`` and, for the sentences, ``articles.jsonl``.

    Returns
    -------
    tuple of Fact

    Raises
    ------
    InputError
        No ``control_facts.jsonl`` in the folder, or a file that cannot be read.
    """
    facts = folder / "control_facts.jsonl"
    if not facts.is_file():
        raise InputError(f"{folder}: no control_facts.jsonl in the folder; give the output folder of geomap run, or a CSV file of facts")
    articles = folder / "articles.jsonl"
    return coded_facts(read_control_facts(facts), read_articles_jsonl(articles) if articles.is_file() else ())
