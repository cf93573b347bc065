"""The methods note: how the events of a run came about, every number counted from the run's own files."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from geomap._version import __version__
from geomap.errors import InputError
from geomap.io.geojson import flat_rows
from geomap.io.jsonl import read_lines
from geomap.io.run_folder import read_events
from geomap.maps.canvas import clean_text
from geomap.maps.filters import SHOWN_BY_DEFAULT
from geomap.model import Review
from geomap.tables.outlets import load_outlets

__all__ = ["RunTables", "methods_note", "note_of", "read_record", "run_tables"]

Row = Mapping[str, Any]
_MOST = 12
"""Lines of a table; what is beyond is summed up, so that the note stays at two pages."""
_REASON_CHARS = 90
_PATH = re.compile(r"\S*[/\\]\S*")
_BIAS = (
    "Articles tell what outlets could and would tell: places with correspondents, large events and one's own side's successes are "
    "over-represented, and silence is no sign of calm. Counts follow the articles given, so compare periods and parties only where "
    "the same outlets were read. Losses told by a belligerent are claims. English is coded; what is told in other languages only is missing. "
    "Well-known places are found more surely than hamlets, and a name shared by several places goes to the likeliest, with its runners-up kept."
)
_CONTROL = (
    "Coded control facts are claims of articles. They move no line until a person accepts them. Areas are reconstructed from dated "
    "statements on places by interpolation between them (`docs/control.md`); they are not surveyed and not for navigation or targeting."
)
_ACCURACY = (
    "This run has not been scored by this note. How often geomap is right is measured on texts annotated by hand before their output was "
    "seen; sets, figures with 95 % intervals and commands stand in `docs/accuracy.md` of geomap's sources, for the version and gazetteer named "
    "there. `geomap evaluate --gold FOLDER` scores a run against annotations of one's own."
)


@dataclass(frozen=True, slots=True)
class RunTables:
    """What the note counts: the run's exports as plain rows, and its record."""

    articles: Sequence[Row]
    mentions: Sequence[Row]
    reports: Sequence[Row]
    facts: Sequence[Row]
    events: Sequence[Row]
    record: Row


def run_tables(folder: Path) -> RunTables:
    """Read the exports of a run.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    RunTables

    Raises
    ------
    InputError
        A file is missing or no file of a run. Control facts may be missing.
    """
    facts = folder / "control_facts.jsonl"
    return RunTables(
        _lines(folder / "articles.jsonl", ("text", "paragraphs", "boilerplate")), _lines(folder / "mentions.jsonl", ("runners_up",)),
        _lines(folder / "reports.jsonl"), _lines(facts) if facts.exists() else [], flat_rows(read_events(folder)), read_record(folder / "run.json"),
    )  # fmt: skip


def read_record(path: Path) -> dict[str, Any]:
    """The record of a run; empty where there is none.

    Parameters
    ----------
    path : Path
        ``run.json``.

    Returns
    -------
    dict

    Raises
    ------
    InputError
        The file is no record.
    """
    if not path.exists():
        return {}
    try:
        read = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: no record of a run ({error}); write it again with geomap run") from error
    return read if isinstance(read, dict) else {}


def _lines(path: Path, without: Sequence[str] = ()) -> list[Row]:
    return [{k: v for k, v in row.items() if k not in without} for _, row in read_lines(path)]


def methods_note(folder: Path) -> str:
    """The note on a run, as Markdown of about two pages.

    Parameters
    ----------
    folder : Path
        As `geomap run` wrote it.

    Returns
    -------
    str
        The same text for the same run; no name of a file, no path, no sentence of an article.

    Raises
    ------
    InputError
        A file is missing or no file of a run.
    """
    return note_of(run_tables(folder))


def note_of(run: RunTables) -> str:
    """The note from tables already read (see `methods_note`)."""
    parts = (
        ["# Methods", "", _lead(run)],
        ["## Sources", "", *_sources(run)],
        ["## Dates", "", *_dates(run)],
        ["## Places", "", *_places(run)],
        ["## Who says so, and review", "", *_vouching(run)],
        ["## Control", "", *_control(run)],
        ["## Accuracy", "", _ACCURACY],
        ["## Known bias", "", _BIAS],
        ["## What is not shown, and why", "", *_not_shown(run)],
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _lead(run: RunTables) -> str:
    coded = sum(a.get("duplicate_of") is None and a.get("language") in (None, "en") for a in run.articles)
    options, gazetteer = run.record.get("options") or {}, run.record.get("gazetteer") or {}
    roles = options.get("parser") or "word order"
    added = f" and {len(gazetteer['added'])} more" if gazetteer.get("added") else ""
    return (
        f"{len(run.articles)} articles were read and {coded} coded. {len(run.mentions)} place names were found, {len(run.reports)} reports "
        f"coded and merged into {len(run.events)} events. Types are ACLED's; rules and tables are fixed, so that the same articles give the same "
        f"events. geomap {clean_text(str(run.record.get('geomap') or __version__))}, gazetteer {str(gazetteer.get('bundled') or 'not recorded')[:8]}"
        f"{added}; who acted is read with {clean_text(str(roles))}."
    )


def _sources(run: RunTables) -> list[str]:
    outlets = load_outlets()
    told: Counter[str] = Counter()
    for event in run.events:
        told.update({o.strip() for o in (event.get("outlets") or "").split(";") if o.strip()})
    by_outlet = Counter(a.get("outlet") or "" for a in run.articles)
    camps = {name: _camp(outlets.named(name), name) for name in by_outlet}
    by_camp: Counter[str] = Counter()
    for name, n in by_outlet.items():
        by_camp[camps[name]] += n
    lines = _table(
        ("Outlet", "Camp", "Articles", "Events told"),
        [(name or "not known", camps[name], n, told[name]) for name, n in _ranked(by_outlet)],
    )
    refused = run.record.get("rejected") or []
    copies = sum(a.get("duplicate_of") is not None for a in run.articles)
    foreign = sum(a.get("language") not in (None, "en") for a in run.articles)
    return [
        *lines, "", f"By camp: {_shares(by_camp)}. By language: {_shares(Counter(a.get('language') or 'not known' for a in run.articles))}.",
        (f"Rejected unread: {len(refused)}{_reasons(r.get('reason') for r in refused)}. Not coded for their language: {foreign}. "
        f"Copies of others, coded once: {copies}."),
    ]  # fmt: skip


def _camp(outlet: Any, name: str) -> str:
    if outlet is None:
        return "not in the table of outlets" if name else "not known"
    return outlet.affiliation or "none"


def _dates(run: RunTables) -> list[str]:
    undated = sum(not a.get("published") for a in run.articles)
    rules = Counter(_rule(r) for r in run.reports)
    inferred = sum(not _spans(r) for r in run.reports)
    precision = Counter(e["date_precision"] or "unknown" for e in run.events)
    known = Counter(a.get("published_precision") or "unknown" for a in run.articles)
    return [
        f"Publication dates: {_shares(known)}; none could be found for {undated} of {len(run.articles)} articles.",
        (f"{inferred} of {len(run.reports)} reports have no words of time of their own: their date is inferred from the publication date or the day "
        f"that the text speaks of. By rule: {_shares(rules)}."),
        f"Dates of the {len(run.events)} events are known to: {_shares(precision)}.",
    ]  # fmt: skip


def _period(report: Row) -> Row:
    return (report.get("provenance") or {}).get("period") or {}


def _rule(report: Row) -> str:
    return str(_period(report).get("rule") or "none").removeprefix("date:")


def _spans(report: Row) -> bool:
    return bool(_period(report).get("spans"))


def _places(run: RunTables) -> list[str]:
    abroad = sum(m.get("in_syria") is False for m in run.mentions)
    resolved = sum(m.get("in_syria") is not False and m.get("longitude") is not None for m in run.mentions)
    radii = sorted(e["radius_km"] for e in run.events if e["radius_km"] is not None)
    reach = f" The median radius, which holds the true place in nine of ten cases, is {median(radii):g} km." if radii else ""
    return [
        (f"Of {len(run.mentions)} place names {resolved} were resolved, {len(run.mentions) - resolved - abroad} were not, {abroad} lie outside "
        f"Syria. By match: {_shares(Counter(m['match_type'] for m in run.mentions))}."),
        f"Places of the {len(run.events)} events are known to: {_shares(Counter(e['precision'] or 'none' for e in run.events))}.{reach}",
    ]


def _vouching(run: RunTables) -> list[str]:
    review = Counter(e["review"] or Review.UNREVIEWED.value for e in run.events)
    several = sum((e["n_reports"] or 0) > 1 for e in run.events)
    stamp = "" if review[Review.ACCEPTED.value] + review[Review.EDITED.value] else " No event has been accepted by a person: **unreviewed**."
    return [
        (f"Basis, counted over original sources: {_shares(Counter(e['basis'] or 'none' for e in run.events))}. Resting on more than "
        f"one report: {several}. A claim stays a claim."),
        f"Review: {_shares(review)}; corrected by a person: {review[Review.EDITED.value]}.{stamp}",
    ]


def _control(run: RunTables) -> list[str]:
    if not run.facts:
        return [f"No control facts were coded. {_CONTROL}"]
    days = sorted(str(f["date_end"] or f["date_start"])[:10] for f in run.facts if f.get("date_end") or f.get("date_start"))
    lines = [
        (f"{len(run.facts)} control facts were coded: {_shares(Counter(str(f['kind']) for f in run.facts))}; status "
        f"{_shares(Counter(str(f['status']) for f in run.facts))}; {len(run.facts) - len(days)} without a date.")
    ]
    last = max((str(a["published"])[:10] for a in run.articles if len(str(a.get("published") or "")) >= len("2017-01-01")), default="")
    if days and last:
        ages = [(date.fromisoformat(last) - date.fromisoformat(d)).days for d in days]
        lines.append(f"They are of {days[0]} to {days[-1]}; on the day of the last article ({last}) the median fact is {median(ages):g} days old.")
    return [*lines, _CONTROL]


def _not_shown(run: RunTables) -> list[str]:
    def abroad(e: Row) -> bool:
        return e["country"] not in (None, "SY")

    def placeless(e: Row) -> bool:
        return e["longitude"] is None or e["latitude"] is None or e["precision"] == "country"

    rows: list[tuple[Any, ...]] = [
        ("Events outside Syria", sum(abroad(e) for e in run.events), "listed, not drawn: the maps are of Syria"),
        ("Events without a place", sum(placeless(e) and not abroad(e) for e in run.events), "listed; a point would invent a place"),
        ("Events without a date", sum(not e["date_start"] for e in run.events), "listed as not dated"),
    ]
    if rejected := sum(e["review"] == Review.REJECTED.value for e in run.events):
        rows.append(("Events rejected by a person", rejected, "in the files of data only"))
    told = Counter(e["status"] for e in run.events if e["status"] not in SHOWN_BY_DEFAULT)
    rows += [(f"Events told as {status}", n, "a layer of its own, off and not counted in") for status, n in _ranked(told)]
    unresolved = [m.get("reason") for m in run.mentions if m.get("in_syria") is not False and m.get("longitude") is None]
    rows.append(("Place names not resolved", len(unresolved), _reasons(unresolved).strip(" :") or "none"))
    return _table(("What", "Number", "Why"), rows)


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda i: (-i[1], i[0]))


def _shares(counts: Mapping[str, int]) -> str:
    """``day 73 (91 %), week 5 (6 %)``; the percentages are rounded and need not add up."""
    whole = sum(counts.values())
    return ", ".join(f"{_safe(name)} {n} ({100 * n / whole:.0f} %)" for name, n in _ranked(counts)) or "none"


def _reasons(values: Iterable[object]) -> str:
    """The most frequent reasons with their numbers, without the paths of files."""
    counts = Counter(_safe(_PATH.sub("…", str(v or "no reason given"))) for v in values)
    shown = _ranked(counts)[:5]
    more = sum(counts.values()) - sum(n for _, n in shown)
    parts = [f"{name} ({n})" for name, n in shown] + ([f"other reasons ({more})"] if more else [])
    return f": {'; '.join(parts)}" if parts else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    shown = [tuple(r) for r in rows[:_MOST]]
    if rest := rows[_MOST:]:
        shown.append((f"{len(rest)} more", *(sum(c) if all(isinstance(v, int) for v in c) else "" for c in list(zip(*rest, strict=True))[1:])))
    return [f"| {' | '.join(head)} |", "|" + " --- |" * len(head), *(f"| {' | '.join(_safe(str(c)) for c in r)} |" for r in shown)]


def _safe(text: str) -> str:
    """One line that Markdown takes for text: names of outlets come from articles."""
    line = clean_text(text)
    line = line if len(line) <= _REASON_CHARS else line[: _REASON_CHARS - 1] + "…"
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#$&" else c for c in line)
