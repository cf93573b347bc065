# ruff: noqa: T201  # a script that prints its tables
"""Swap loaded words for plain ones and see whether what is coded changes.

    python -m tests.evaluation.neutrality [--show] [--write]

Four groups are swapped, one word for another, everywhere in a text, never where the word has another sense:
  people   terrorists, militants, fighters (bare plurals only: "rebel-held" is an adjective of a side)
  rebels   the same three against "rebels", which names a side by itself
  ground   liberated, captured, seized, retook, where the word is what a report of changed ground hangs on
  state    regime, government
Texts: the twelve annotated articles and the working set, first without an outlet (nothing excuses a change), then with it. Reports are paired
by trigger and place. A report whose type or sub-type differs, or that is there on one side only, is a change of type; one whose actors
differ is a change of actor, and "of camp" if the sides of the two are known and differ. With the outlet given, a change of actor is explained
if one of the two is what the outlet's row of outlets.csv says of the word (or of its line).
"""

import argparse
import itertools
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geomap.articles import read_articles
from geomap.io.records import report_record
from geomap.model import Article
from geomap.pipeline.stages import Setting, understand
from geomap.tables.actors import load_actors
from geomap.tables.outlets import load_outlets
from tests.evaluation.events import inputs
from tests.evaluation.harness import setting, table, write_inputs, write_part

PEOPLE = ("terrorists", "militants", "fighters")
GROUND = ("liberated", "captured", "seized", "retook")
STATE = ("regime", "government")
GROUPS = ("people", "rebels", "ground", "state")
TERRITORY = {"Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory"}


@dataclass(frozen=True)
class Swapped:
    """A text with words swapped, and where: (offset in the old text, length there, length here)."""

    text: str
    edits: tuple[tuple[int, int, int], ...]

    def old(self, offset: int) -> int:
        """The offset in the old text of an offset in this one."""
        shift = 0
        for start, before, after in self.edits:
            if start + shift >= offset:
                break
            shift += after - before
        return offset - shift


def swap(text: str, group: tuple[str, ...], word: str, only: set[int] | None = None) -> Swapped:
    """Put `word` for every other word of the group; with `only`, at these offsets alone. Capitals are kept."""
    edits, out, last = [], [], 0
    for m in re.finditer(rf"\b({'|'.join(group)})\b", text, re.IGNORECASE):
        if m[0].lower() == word or (only is not None and m.start() not in only):
            continue
        new = word.upper() if m[0].isupper() else word.capitalize() if m[0][0].isupper() else word
        out += [text[last : m.start()], new]
        edits.append((m.start(), len(m[0]), len(new)))
        last = m.end()
    return Swapped("".join([*out, text[last:]]), tuple(edits))


def coded(reports: list[dict[str, Any]], swapped: Swapped) -> dict[tuple[int, str | None], list[tuple[Any, ...]]]:
    """Types and actors by trigger and place, offsets of the old text."""
    found: dict[tuple[int, str | None], list[tuple[Any, ...]]] = {}
    for r in reports:
        key = (swapped.old(r["trigger"][0]), r["place_id"])
        found.setdefault(key, []).append((r["event_type"], r["sub_event_type"], r["actor1"], r["actor2"]))
    return {k: sorted(v, key=str) for k, v in found.items()}


def explained(outlet: str | None, pair: tuple[str | None, str | None]) -> bool:
    """Whether the outlet's row says of a word what one of the two actors is."""
    row = load_outlets().named(outlet)
    if row is None:
        return False
    meant = {*row.terrorists, *row.militants, *row.army, *row.regime, *row.organization}
    actors = load_actors()
    return any(a and (meant & set(actors.line(a)) or actors.side(a) in meant) for a in pair)


def changes(base: dict[Any, Any], other: dict[Any, Any], outlet: str | None) -> list[tuple[str, Any, Any]]:
    """Each difference: what sort, the old, the new."""
    actors, out = load_actors(), []
    for key in sorted({*base, *other}, key=str):
        for old, new in itertools.zip_longest(base.get(key, []), other.get(key, [])):
            if old == new:
                continue
            if old is None or new is None or old[:2] != new[:2]:
                out.append(("type", old, new))
                continue
            for a, b in zip(old[2:], new[2:], strict=True):
                if a != b:
                    camps = actors.side(a), actors.side(b)
                    sort = "explained" if explained(outlet, (a, b)) else "camp" if None not in camps and camps[0] != camps[1] else "actor"
                    out.append((sort, old, new))
    return out


def variants(name: str, text: str, reports: list[dict[str, Any]]) -> dict[str, Swapped]:
    """Every swap that changes the text."""
    ground = {r["trigger"][0] for r in reports if r["control_change"] or r["sub_event_type"] in TERRITORY}
    swaps = [("people", PEOPLE, word) for word in PEOPLE] + [("rebels", PEOPLE, "rebels")] + [("rebels", ("rebels",), word) for word in PEOPLE]
    swaps += [("ground", GROUND, word) for word in GROUND] + [("state", STATE, word) for word in STATE]
    done = {f"{name}-{g}-{word}": swap(text, words, word, ground if g == "ground" else None) for g, words, word in swaps}
    return {k: s for k, s in done.items() if s.edits}


def code(folder: Path) -> list[dict[str, Any]]:
    """Reports of every text of a folder; the pipeline would code near copies once, and these are near copies."""
    found = [understand(a, Setting()) for a in read_articles((folder,)) if isinstance(a, Article)]
    return [report_record(r) for u in found for r in u.reports]


def known_of(folder: Path) -> dict[str, dict[str, str]]:
    import csv

    with (folder / "articles.csv").open(encoding="utf-8", newline="") as f:
        return {Path(r["file"]).stem: {k: v for k, v in r.items() if k != "file" and v} for r in csv.DictReader(f)}


def measure(with_outlet: bool) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts of (group, sort of change; "swaps", "reports"), and each change in words."""
    n, said = Counter[tuple[str, str]](), []
    with tempfile.TemporaryDirectory() as temp:
        for which in ("twelve", "dev"):
            folder = Path(temp, which)
            inputs(which, folder)
            texts = {p.stem: p.read_bytes().decode("utf-8") for p in sorted(folder.glob("*.txt"))}
            known = {k: v if with_outlet else {"published": v.get("published", "")} for k, v in known_of(folder).items()}
            base_folder = Path(temp, f"{which}-base")
            write_inputs(base_folder, texts, known)
            base = code(base_folder)
            swaps: dict[str, Swapped] = {}
            for name, text in texts.items():
                swaps |= variants(name, text, [r for r in base if r["article"] == name])
            other_folder = Path(temp, f"{which}-swapped")
            write_inputs(other_folder, {k: s.text for k, s in swaps.items()}, {k: known.get(k.split("-")[0], {}) for k in swaps})
            mine: dict[str, list[dict[str, Any]]] = {k: [] for k in swaps}
            for r in code(other_folder):
                mine[r["article"]].append(r)
            for k, s in swaps.items():
                name, group, word = k.split("-")
                old = coded([r for r in base if r["article"] == name], Swapped("", ()))
                n[group, "texts"] += 1
                n[group, "words swapped"] += len(s.edits)
                n[group, "reports"] += sum(map(len, old.values()))
                for sort, a, b in changes(old, coded(mine[k], s), known.get(name, {}).get("outlet")):
                    n[group, sort] += 1
                    said.append(f"{name} {group} to {word}: {sort}: {a} -> {b}")
    return n, said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print each change")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    a = parser.parse_args()
    sorts = ("texts", "words swapped", "reports", "type", "camp", "actor", "explained")
    body = []
    for with_outlet in (False, True):
        n, said = measure(with_outlet)
        if a.show:
            print("\n".join(said))
        body += [[group, "given" if with_outlet else "not given", *(str(n[group, s]) for s in sorts)] for group in GROUPS]
    text = table(["group", "outlet", *sorts], body)
    print(text)
    if a.write:
        write_part("neutrality", f"{text}\n\n{setting()}; `python -m tests.evaluation.neutrality --write`.")


if __name__ == "__main__":
    main()
