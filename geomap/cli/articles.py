"""``geomap articles`` and ``geomap verify``: what was read, and whether it is still the same."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from geomap.articles import articles_table, mark_duplicates, read_articles
from geomap.articles import verify as verify_files
from geomap.errors import InputError, StoreError
from geomap.io.atomic import write_text
from geomap.model import Article, Rejection

__all__ = ["articles", "verify"]

_INPUT = click.Path(exists=True, path_type=Path)
_REJECTED = 3
_HEADER = ("id", "published", "precision", "outlet", "language", "copy_of", "title", "reason")


@click.command(epilog="Example: geomap articles articles/ -o articles/articles.csv")
@click.argument("inputs", nargs=-1, required=True, type=_INPUT)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a pre-filled articles.csv here.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--published", metavar="DATE", help="ISO date of publication of all that articles.csv does not date.")
@click.option("--outlet", metavar="NAME", help="Outlet of all for which articles.csv names none.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--undated", is_flag=True, help="Only those without a stated day.")
def articles(
    inputs: tuple[Path, ...], output: Path | None, published: str | None, outlet: str | None, **flags: bool
) -> int:
    """Show what was read: titles, dates with reasons, outlets, languages, copies."""
    read: list[Article] = []
    rejected: list[Rejection] = []
    for item in read_articles(inputs, published=published, outlet=outlet):
        if isinstance(item, Rejection):
            rejected.append(item)
        else:
            read.append(item)
    marked = mark_duplicates(read)
    shown = [a for a in marked if not flags["undated"] or a.published_precision != "day"]
    if not flags["as_json"] and shown:
        click.echo("\t".join(_HEADER))
    for article in shown:
        click.echo(json.dumps(_record(article), ensure_ascii=False) if flags["as_json"] else "\t".join(_cells(article)))
    if output:
        _write(output, articles_table(marked), force=flags["force"])
        click.echo(f"wrote {output}", err=True)
    _report(marked, rejected)
    return _REJECTED if rejected else 0


def _record(a: Article) -> dict[str, object]:
    return {
        "id": a.id, "file": a.file, "title": a.title, "published": a.published, "published_precision": a.published_precision,
        "published_reason": a.published_reason, "published_candidates": list(a.published_candidates), "outlet": a.outlet,
        "original_source": a.original_source, "language": a.language, "duplicate_of": a.duplicate_of, "url": a.url, "captured": a.captured,
        "sha256": a.sha256,
    }  # fmt: skip


def _cells(a: Article) -> list[str]:
    date = a.published or (" or ".join(a.published_candidates[:4]) + (" …" if len(a.published_candidates) > 4 else "")) or "-"
    cells = (a.id, date, str(a.published_precision), a.outlet, a.language, a.duplicate_of, (a.title or "")[:80], a.published_reason)
    return ["".join(c if c.isprintable() else " " for c in cell or "-") for cell in cells]


def _report(marked: Sequence[Article], rejected: Sequence[Rejection]) -> None:
    for rejection in rejected:
        click.echo(f"rejected {rejection.file}: {rejection.reason}", err=True)
    copies = sum(a.duplicate_of is not None for a in marked)
    undated = sum(a.published_precision != "day" for a in marked)
    foreign = sum(a.language not in ("en", None) for a in marked)
    click.echo(
        f"{len(marked) + len(rejected)} articles: {len(marked)} read, {len(rejected)} rejected; of those read {copies} copies, "
        f"{undated} without a stated day, {foreign} in languages that are not coded",
        err=True,
    )


def _write(path: Path, text: str, *, force: bool) -> None:
    if path.exists() and not force:
        raise InputError(f"{path}: exists; use --force to replace it, or write to another file")
    write_text(path, text)


@dataclass(frozen=True, slots=True)
class _Recorded:
    id: str
    file: str
    sha256: str


@click.command(epilog="Example: geomap verify output/ articles/")
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("inputs", nargs=-1, required=True, type=_INPUT)
def verify(run: Path, inputs: tuple[Path, ...]) -> int:
    """Hash the articles of a run again, and name the events that rest on what changed.

    RUN is the folder of the run's files, INPUTS are the articles it read.
    """
    checks = verify_files(_recorded(run / "articles.jsonl"), inputs)
    reports = _reports_of(run / "reports.jsonl")
    bad = [c for c in checks if c.state != "same"]
    for check in bad:
        resting = reports.get(check.id, [])
        click.echo(f"{check.state}\t{check.file}\t{check.reason}\t{len(resting)} reports: {' '.join(resting) or '-'}")
    click.echo(f"{len(checks)} articles: {len(checks) - len(bad)} unchanged, {len(bad)} changed or missing", err=True)
    return _REJECTED if bad else 0


def _recorded(path: Path) -> list[_Recorded]:
    return [_Recorded(str(r["id"]), str(r["file"]), str(r["sha256"])) for r in _json_lines(path)]


def _reports_of(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for r in _json_lines(path) if path.exists() else []:
        found.setdefault(str(r.get("article")), []).append(str(r.get("id")))
    return found


def _json_lines(path: Path) -> list[dict[str, object]]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read ({error}); name the output folder of geomap run") from error


