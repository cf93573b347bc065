"""Many articles from few, for measures of time and memory: ``python benchmarks/corpus.py 2000 FILE.jsonl [--texts CSV]``.

Each article follows one text of the corpus and takes two fifths of its sentences from others, by a seeded rule, so that none is a copy; the
day of publication, the outlet, days of the month and figures change with each. Texts default to ``../shared/corpus/fakes.csv`` (column
``article_content``); where that is absent, the examples of the repository are taken.
"""

import csv
import json
import random
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FAKES = ROOT.parent / "shared" / "corpus" / "fakes.csv"
OUTLETS = ("SANA", "Reuters", "Al Jazeera", "Enab Baladi", "TASS", "Anadolu Agency", "Al-Masdar News", "Asharq al-Awsat", "Xinhua", "RT")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_NUMBER = re.compile(r"(?<![\d.,/-])[1-9]\d?(?![\d.,/-])")
_OTHERS = 0.4
"""Share of sentences of other texts: two articles of one text then share less than half of their shingles."""


def texts(path: Path = FAKES) -> list[str]:
    """Texts of the corpus, or of the examples."""
    if not path.is_file():
        return [p.read_text(encoding="utf-8") for p in sorted((ROOT / "examples" / "articles").glob("*.txt"))]
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        return [row["article_content"] for row in csv.DictReader(file)]


def articles(number: int, given: list[str]) -> Iterator[dict[str, str]]:
    """Articles as rows: the first so many of an endless list, so that a longer one begins with the shorter."""
    told = [s for s in (_SENTENCE.split(t) for t in given) if s]
    for n in range(number):
        dice = random.Random(n)
        own = told[n % len(told)]
        kept = [dice.choice(dice.choice(told)) if n >= len(told) and dice.random() < _OTHERS else s for s in own]
        text = " ".join(kept)
        if n >= len(told):
            text = _NUMBER.sub(lambda _, dice=dice: str(dice.randrange(1, 29)), text)
        day = date(2012, 1, 1) + timedelta(days=dice.randrange(3200))
        yield {"id": f"n{n:07}", "text": text, "published": day.isoformat(), "outlet": dice.choice(OUTLETS), "url": f"https://example.org/{n}"}


def write(path: Path, number: int, given: list[str]) -> None:
    """Write articles as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in articles(number, given))


if __name__ == "__main__":
    options = sys.argv[1:]
    source = Path(options[options.index("--texts") + 1]) if "--texts" in options else FAKES
    write(Path(options[1]), int(options[0]), texts(source))
