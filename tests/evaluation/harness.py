"""What the evaluations share: running geomap as a user does, reading what it wrote, and the generated parts of docs/accuracy.md."""

import csv
import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import geomap

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
ACCURACY = ROOT / "docs" / "accuracy.md"
VARIANTS = ("bundled", "with Who's On First", "without the parser")


def asked(*parts: str) -> Path:
    """A file or folder of the outside data; without it the evaluation ends with the reason and exit code 2."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        sys.stderr.write(f"{path} is absent; the outside data belong beside the project, see docs/accuracy.md\n")
        sys.exit(2)
    return path


def scorer() -> ModuleType:
    """The module that scores output against annotations by hand (``eval/score.py`` of the outside data)."""
    spec = importlib.util.spec_from_file_location("outside_score", asked("eval", "score.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def flags(variant: str) -> list[str]:
    """Options of `geomap extract` for a variant."""
    if variant == "with Who's On First":
        return ["--gazetteer", str(asked("reference", "wof_syria_places.tsv.gz"))]
    return ["--no-parser"] if variant == "without the parser" else []


def extract(folder: Path, output: Path, *options: str) -> Path:
    """Run `geomap extract` on a folder; a run that rejects or maps nothing is told, a fault of ours ends the evaluation."""
    command = [sys.executable, "-c", "from geomap.cli.main import main; main()", "extract", str(folder), "-o", str(output), "-q", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.stderr:
        sys.stderr.write(done.stderr)
    if done.returncode not in (0, 3, 4):
        sys.exit(f"geomap ended with exit code {done.returncode}")
    return output


def rows(path: Path) -> list[dict[str, Any]]:
    """Records of a JSON-lines file, none if it is absent."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def write_inputs(folder: Path, texts: dict[str, str], known: dict[str, dict[str, str]]) -> None:
    """Texts as files, and an articles.csv of what a user knows of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as f:
        table = csv.DictWriter(f, ["file", "published", "outlet", "title", "url"], restval="", lineterminator="\n")
        table.writeheader()
        table.writerows({"file": f"{name}.txt", **known.get(name, {})} for name in texts)


def fakes(names: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Texts and outlets of rows of corpus/fakes.csv; a name is u<unit_id>."""
    with Path(__file__).with_name("fakes_outlets.csv").open(encoding="utf-8") as f:
        outlets = {r["source"]: r["outlet"] for r in csv.DictReader(line for line in f if not line.startswith("#"))}
    csv.field_size_limit(10**9)
    texts, outlet = {}, {}
    with asked("corpus", "fakes.csv").open(encoding="utf-8-sig", newline="") as f:
        for r in csv.DictReader(f):
            name = f"u{r['unit_id']}"
            if name in names:
                texts[name] = r["article_title"].strip() + "\n\n" + r["article_content"].strip() + "\n"
                outlet[name] = outlets[r["source"]]
    return texts, outlet


def check_hash(name: str, text: str, sha256: str | None) -> None:
    """End the evaluation if a text is not the one that was annotated: all offsets would be off."""
    if sha256 and hashlib.sha256(text.encode("utf-8")).hexdigest() != sha256:
        sys.exit(f"{name}: the text is not the annotated one (sha256 differs); build it as tests/evaluation/harness.py does")


def setting() -> str:
    """Version and gazetteer of a measurement, in one line."""
    manifest = json.loads((ROOT / "geomap" / "data" / "manifest.json").read_text(encoding="utf-8"))
    places = json.dumps(manifest, sort_keys=True).encode("utf-8")
    return f"geomap {geomap.__version__}, bundled gazetteer {hashlib.sha256(places).hexdigest()[:8]} (hash of `geomap/data/manifest.json`)"


def table(head: list[str], body: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write_part(name: str, text: str) -> None:
    """Replace the generated part of docs/accuracy.md between the markers of this name; without markers, add it at the end."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    part = f"{begin}\n{text.strip()}\n{end}"
    old = ACCURACY.read_text(encoding="utf-8") if ACCURACY.exists() else "# Accuracy\n"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    new = pattern.sub(lambda _: part, old) if pattern.search(old) else f"{old.rstrip()}\n\n{part}\n"
    ACCURACY.write_text(new, encoding="utf-8")
