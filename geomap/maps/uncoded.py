"""Which articles were read but not coded: by language, and by the camp of their outlets."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from geomap.model import LANGUAGE_NAMES
from geomap.tables.outlets import load_outlets

__all__ = ["uncoded_words"]

_CODED = (None, "en")
_NO_CAMP = "camp not known"


def uncoded_words(record: Mapping[str, Any]) -> str:
    """Say of which languages and camps the articles are that were not coded.

    Parameters
    ----------
    record : mapping
        Content of ``run.json``.

    Returns
    -------
    str
        As ``Arabic: government 2, camp not known 1; Russian: russia 1``; empty where there is none, or the record does not say.
    """
    rows = record.get("articles")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and (language := row.get("language")) not in _CODED:
            counts[LANGUAGE_NAMES.get(str(language), "another language")][load_outlets().affiliation(row.get("outlet")) or _NO_CAMP] += 1
    return "; ".join(
        f"{language}: {', '.join(f'{camp} {n:,}' for camp, n in sorted(camps.items(), key=lambda c: (-c[1], c[0])))}"
        for language, camps in sorted(counts.items())
    )
