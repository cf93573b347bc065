# ruff: noqa: T201  # a script that prints its tables
"""Which places belong to a verb: sentences with the verb given and its place words marked (Halterman's event_location).

    python -m tests.evaluation.sentences [--show] [--write]

geomap finds the places of the sentence itself; the verb is added to the triggers that it finds (in the place of one that overlaps it), and
the places of the act that holds the verb are the answer ("among all acts"; "verb alone": no other trigger is known). A place answers a
marked one if they overlap, one for one; words are compared besides. Many of the sentences speak of other countries, and a sentence
without a marked place counts: every place given for it is false. The name "Syria" is not asked for, as in eval/score.py.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geomap.events.scene import acts_of
from geomap.events.triggers import Trigger, find_triggers, load_frames
from geomap.model import Article, Mention, Span, sha256_hex
from geomap.places.gazetteer import Gazetteer
from geomap.places.resolve import find_places
from tests.evaluation.harness import asked, rows, setting, table, write_part

FRAME = "attack"


def answer(article: Article, verb: Span, mentions: tuple[Mention, ...], alone: bool) -> tuple[Mention, ...]:
    """Places of the act that holds the verb."""
    text, sentence = article.text, Span(0, len(article.text))
    given = Trigger(verb, text[verb.start : verb.end], "v", load_frames()[FRAME], "given")
    found = [] if alone else find_triggers(text, sentence)
    given = next((t for t in found if t.span.overlaps(verb)), given)
    triggers = sorted([t for t in found if t is not given] + [given], key=lambda t: t.span.start)
    act = next((a for a in acts_of(text, sentence, triggers, list(mentions)) if given in a.triggers), None)
    return act.places if act else ()


def marked(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The marked places; the country's own name and marks on blanks are left out."""
    return [s for s in row["spans"] if s["label"] == "LOCATION" and s["text"].strip() not in {"", "Syria"}]


def tokens(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Starts of the words that lie in the spans, small words apart."""
    starts = [(m.start(), m.end()) for m in re.finditer(r"[\w'’-]+", text) if m[0].lower() not in {"the", "of", "in"}]
    return {a for a, b in starts if any(s < b and a < e for s, e in spans)}


def score(row: dict[str, Any], gazetteer: Gazetteer, alone: bool) -> tuple[Counter[str], list[str], list[str]]:
    """Counts of one sentence, the places missed and those that are false."""
    text = row["text"]
    article = Article(row["id"], f"{row['id']}.txt", sha256_hex(text.encode()), text)
    verb = next(Span(s["start"], s["end"]) for s in row["spans"] if s["label"] == "VERB")
    wanted = [(s["start"], s["end"]) for s in marked(row)]
    got = [(m.span.start, m.span.end) for m in answer(article, verb, tuple(find_places(article, gazetteer)), alone)]
    free, hits = list(wanted), 0
    false = []
    for a, b in got:
        match = next((w for w in free if w[0] < b and a < w[1]), None)
        if match:
            free.remove(match)
            hits += 1
        else:
            false.append(text[a:b])
    ours, theirs = tokens(text, got), tokens(text, wanted)
    n = Counter(tp=hits, fn=len(free), fp=len(false), word_tp=len(ours & theirs), word_fn=len(theirs - ours), word_fp=len(ours - theirs))
    return n, [text[a:b] for a, b in free], false


def figures(n: Counter[str], prefix: str = "") -> list[str]:
    """Precision, recall, F1."""
    tp, fn, fp = (n[f"{prefix}{k}"] for k in ("tp", "fn", "fp"))
    return [f"{tp / max(1, tp + fp):.3f}", f"{tp / max(1, tp + fn):.3f}", f"{2 * tp / max(1, 2 * tp + fp + fn):.3f}"]


def subsets(row: dict[str, Any]) -> Iterator[str]:
    """The groups of sentences that a sentence belongs to."""
    yield "all"
    if marked(row):
        yield "with a place marked"
    if re.search(r"\bSyria|\bAleppo|\bDamascus|\bHoms\b|\bIdlib|\bDeir|\bHama\b|\bLatakia|\bDaraa|\bRaqqa|\bPalmyra", row["text"]):
        yield "naming Syria or a large town of it"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print every miss")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    a = parser.parse_args()
    gazetteer = Gazetteer.bundled()
    sentences = [r for r in rows(asked("reference", "event_location_sentences.jsonl")) if any(s["label"] == "VERB" for s in r["spans"])]
    body = []
    for alone in (False, True):
        sums: dict[str, Counter[str]] = {}
        size = Counter[str]()
        for row in sentences:
            n, missed, false = score(row, gazetteer, alone)
            for subset in subsets(row):
                sums.setdefault(subset, Counter()).update(n)
                size[subset] += 1
            if a.show and (missed or false) and not alone:
                verb = next(s["text"] for s in row["spans"] if s["label"] == "VERB")
                print(f"{row['id']}: {verb}: missed {missed}, false {false}: {row['text'].strip()}")
        mode = "verb alone" if alone else "among all acts"
        body += [[mode, s, str(size[s]), *figures(n), *figures(n, "word_")] for s, n in sums.items()]
    head = ["acts", "sentences", "number", "precision", "recall", "F1", "of words: precision", "recall", "F1"]
    text = table(head, body)
    print(text)
    if a.write:
        write_part("sentences", f"{text}\n\n{setting()}; `python -m tests.evaluation.sentences --write`.")


if __name__ == "__main__":
    main()
