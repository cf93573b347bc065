"""A bundle for reports of two dates of control: pictures, the page to swipe, caption, table, Word, data and a record."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap._version import __version__
from geomap.io.atomic import output_error, write_bytes
from geomap.io.xlsx import workbook
from geomap.maps.basemap import ATTRIBUTION, disclaimer
from geomap.maps.bundle_text import Picture
from geomap.maps.canvas import clean_text
from geomap.maps.caption import day_text, period_text
from geomap.maps.compare import DateMap
from geomap.maps.control_colours import looks_of
from geomap.maps.control_figures import Panel, Paper, area_panels, change_map
from geomap.maps.embed import BUNDLE_FILES, NO_WORD, RECORD, check_folder, text_files
from geomap.maps.embed_table import FigureTable, TableRow
from geomap.maps.embed_words import Words, counted, listed
from geomap.model import sha256_hex

__all__ = ["COMPARISON_FILES", "ComparedDates", "ComparisonBundle", "write_comparison_bundle"]

_MORE = ("change.png", "change.svg", "change.pdf", "places.csv", "matrix.csv", "change.geojson", "change.xlsx")
COMPARISON_FILES = (*(n for n in BUNDLE_FILES if not n.startswith("events.") and n != RECORD), *_MORE, RECORD)
_FORMATS = ("png", "svg", "pdf")
_WIDE, _NARROW, _CARD = Paper(203.2, 150), Paper(103.1875, 96, columns=1), Paper(211.6667, 144, 111.125)
"""1200 pixels wide, 390 wide, and 1200 x 630."""
_HEADINGS = ("Date", "Place", "From", "To", "What", "Status", "Rests on")
_WIDTHS_CM = (4.4, 4.4, 3.8, 3.8, 2.8, 2.5, 4.0)
_NAMED_SOURCES = 6
ASSESSED = "All changes of control that were coded by machine are shown as claims; none moves a line until a person accepts it."
CLAIMS_DRAWN = "Unreviewed: facts that nobody has assessed are drawn as if they held."


@dataclass(frozen=True, slots=True)
class ComparedDates:
    """Two dates drawn, with what changed between them."""

    before: DateMap
    after: DateMap
    change: Mapping[str, Any]
    """As in ``change.geojson``."""
    files: Mapping[str, str]
    """places.csv, matrix.csv, change.geojson and compare.html, as `geomap control compare` writes them."""
    claims_drawn: bool = False
    """Facts that are only claimed were drawn too."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the files of facts, by name."""
    edition: tuple[str, ...] = ()
    """Of a public edition: what the harm policy did, for legends; captions have it among the warnings of the change."""
    policy: Mapping[str, Any] | None = None
    """The same for the record."""


@dataclass(frozen=True, slots=True)
class ComparisonBundle:
    """What was written."""

    files: Mapping[str, str]
    """Name to SHA-256, the record aside."""
    words: Words
    changes: int
    skipped: tuple[str, ...]
    """Files that were not written, each with the reason."""


def write_comparison_bundle(folder: Path, shown: ComparedDates, *, title: str = "", force: bool = False) -> ComparisonBundle:
    """Write a bundle of two dates; ``figure.json`` comes last, so that its presence says that the others are whole.

    Parameters
    ----------
    folder : Path
        Made if it is not there. Files of an earlier bundle are replaced.
    shown : ComparedDates
    title : str
        In place of the two dates.
    force : bool
        Write into a folder that holds other things; they stay.

    Returns
    -------
    ComparisonBundle

    Raises
    ------
    InputError
        The folder cannot be written or holds other things.
    """
    check_folder(folder, force=force)
    words, table = _words(shown, title), _table(shown)
    files = _pictures(shown, words.title)
    change = Picture("change", files["change.png"], _alt_of_change(shown))
    notes = (f"{ATTRIBUTION}. {disclaimer('un')}",)
    files |= text_files(words, table, (files["figure.png"], files["figure-390.png"]), notes, more=[change])
    files |= {("map.html" if name == "compare.html" else name): text.encode() for name, text in shown.files.items()}
    files["change.xlsx"] = workbook([("Places", _rows(shown.files["places.csv"])), ("Ground", _rows(shown.files["matrix.csv"]))])
    _write(folder, files)
    hashes = {name: sha256_hex(data) for name, data in sorted(files.items())}
    write_bytes(
        folder / RECORD, (json.dumps(_record(shown, words, hashes), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    )
    return ComparisonBundle(hashes, words, len(table.rows), () if "figure.docx" in files else (NO_WORD,))


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all but the record; what an earlier bundle left and this one has not, goes."""
    try:
        for name in {*BUNDLE_FILES, *COMPARISON_FILES} - files.keys():
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    for name, data in files.items():
        write_bytes(folder / name, data)


def _pictures(shown: ComparedDates, title: str) -> dict[str, bytes]:
    panels = [Panel(day_text(d.date), d.areas, d.layers) for d in (shown.before, shown.after)]
    pictures = {
        f"figure.{kind}": data
        for kind, data in area_panels(panels, title=title, formats=_FORMATS, paper=_WIDE, edition=shown.edition).items()
    }
    pictures["figure-390.png"] = area_panels(panels, title=title, paper=_NARROW, edition=shown.edition)["png"]
    pictures["card.png"] = area_panels(panels, title=title, paper=_CARD, edition=shown.edition)["png"]
    return pictures | {
        f"change.{kind}": data
        for kind, data in change_map(shown.change, shown.before.areas, formats=_FORMATS, edition=shown.edition).items()
    }


def _rows(text: str) -> list[list[Any]]:
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""))]


def _changes(shown: ComparedDates) -> list[Mapping[str, Any]]:
    """Places that changed hands, by date."""
    places = [f["properties"] for f in shown.change["features"] if f["properties"]["layer"] in ("place", "area")]
    return sorted(places, key=lambda p: (str(p["date_start"]), str(p["date_end"]), str(p["place"]), str(p["to"])))


def _names(shown: ComparedDates) -> dict[str, str]:
    used = {str(p[k]) for p in _changes(shown) for k in ("from", "to") if p[k]}
    used |= {str(row[k]) for row in _rows(shown.files["matrix.csv"])[1:] for k in (0, 1, -1)}
    return {side: look.name for side, look in looks_of(sorted(used)).items()}


def _table(shown: ComparedDates) -> FigureTable:
    names = _names(shown)
    rows = [
        TableRow(
            tuple(
                clean_text(str(cell or ""))
                for cell in (
                    period_text(str(p["date_start"]), str(p["date_end"])), p["place"], names.get(str(p["from"]), "not known"),
                    names.get(str(p["to"]), "not known"), p["kind"], p["status"], p["sources"] or p["basis"],
                )
            )
        )
        for p in _changes(shown)
    ]  # fmt: skip
    data = (
        ("CSV of places", "places.csv"),
        ("CSV of ground", "matrix.csv"),
        ("GeoJSON", "change.geojson"),
        ("XLSX", "change.xlsx"),
    )
    return FigureTable("Places that changed hands", "changes", _HEADINGS, tuple(rows), data, _WIDTHS_CM)


def _words(shown: ComparedDates, title: str) -> Words:
    about, changes, names = shown.change["geomap"], _changes(shown), _names(shown)
    days = day_text(about["date_from"]), day_text(about["date_to"])
    title = clean_text(title) or f"Control in Syria on {days[0]} and {days[1]}"
    conquests = [p for p in changes if p["kind"] == "conquest" and p["status"] != "claimed"]
    claims = [p for p in changes if p["status"] == "claimed"]
    pairs = Counter((str(p["from"]), str(p["to"])) for p in conquests)
    ranked = [
        f"from {names.get(a, a)} to {names.get(b, b)} ({n:,})" for (a, b), n in sorted(pairs.items(), key=lambda i: (-i[1], i[0]))
    ]
    others = len(changes) - len(conquests) - len(claims)
    stamp = CLAIMS_DRAWN if shown.claims_drawn else ""
    caption = (
        f"Who held which ground on {days[0]} and on {days[1]}, drawn from dated statements on places.",
        f"{counted(len(conquests), 'place')} changed hands" + (f": {listed(ranked)}." if ranked else ".") + _beside(others, len(claims)),
        _ground(shown, names), _sure(about["before"]), _sure(about["after"]), *(str(w) for w in about["warnings"]), ASSESSED, str(about["notice"]), stamp,
    )  # fmt: skip
    sources = Counter(s.strip() for p in changes for s in str(p["sources"] or "").split(";") if s.strip())
    told = [f"{clean_text(s)} ({n:,})" for s, n in sorted(sources.items(), key=lambda i: (-i[1], i[0]))]
    more = [counted(len(told) - _NAMED_SOURCES, "more source")] if len(told) > _NAMED_SOURCES else []
    outlets = listed([*told[:_NAMED_SOURCES], *more]) or "not stated"
    alt = f"Two maps of Syria side by side, {days[0]} and {days[1]}: {counted(len(conquests), 'place')} changed hands"
    alt += f", most often {ranked[0]}." if ranked else "."
    return Words(
        title,
        tuple(s for s in caption if s),
        f"Sources of the changes, with their number: {outlets}.",
        outlets,
        f"{clean_text(alt)} {stamp}".strip(),
        stamp,
    )


def _beside(others: int, claims: int) -> str:
    parts = (
        [f"{others:,} {'was' if others == 1 else 'were'} renamed, passed on with a side that ended, or changed back"]
        if others
        else []
    )
    parts += [f"{claims:,} {'is' if claims == 1 else 'are'} claimed only"] if claims else []
    return f" Beside these, {listed(parts)}." if parts else ""


def _ground(shown: ComparedDates, names: Mapping[str, str]) -> str:
    rows = [row for row in _rows(shown.files["matrix.csv"])[1:] if row[3] and float(row[3]) >= 1]
    rows.sort(key=lambda r: (-float(r[3]), r[0], r[1]))
    told = [
        f"{names[a]} to {names[b]}{_taker(a, b, by, names)} {float(km2):,.0f} km² ({float(low):,.0f} to {float(high):,.0f})"
        for a, b, _, km2, low, high, _, by in rows
    ]
    return f"Ground, with its range: {listed(told)}." if told else ""


def _taker(side_from: str, side_to: str, taken_by: str, names: Mapping[str, str]) -> str:
    return "" if taken_by in (side_from, side_to) else f" (taken by {names[taken_by]})"


def _sure(about: Mapping[str, Any]) -> str:
    if not about.get("latest_fact"):
        return ""
    return (
        f"{day_text(about['date'])} rests on {about['places']:,} places, the newest fact of {day_text(about['latest_fact'])}, half of the facts older than "
        f"{about['median_age_days']:,} days; {about['old_or_unchecked_share']:.0%} of the area rests on facts older than a year or unchecked, and "
        f"{about['far_share']:.0%} lies farther than 25 km from any."
    )


def _alt_of_change(shown: ComparedDates) -> str:
    about = shown.change["geomap"]
    patches = [f["properties"] for f in shown.change["features"] if f["properties"]["layer"] == "patch"]
    return clean_text(
        f"Map of what changed between {day_text(about['date_from'])} and {day_text(about['date_to'])}: {counted(len(patches), 'patch', 'patches')} of "
        f"ground in the colour of who gained it, {sum(not p['measurable'] for p in patches):,} of them too far from any fact to be measured."
    )


def _record(shown: ComparedDates, words: Words, hashes: Mapping[str, str]) -> dict[str, Any]:
    import matplotlib as mpl

    about = shown.change["geomap"]
    return {
        "title": words.title, "caption": list(words.caption), "sources": words.sources, "alt": words.alt, "stamp": words.stamp or None,
        "compare": {"from": about["date_from"], "to": about["date_to"], "method": about["before"]["method"], "claims_drawn": shown.claims_drawn},
        "counts": {"changes": len(_changes(shown)), "shifts": about["shifts"], "before": dict(about["before"]), "after": dict(about["after"])},
        "facts": dict(shown.facts), "harm_policy": dict(shown.policy) if shown.policy else None, "versions": {"geomap": __version__, "matplotlib": mpl.__version__}, "files": dict(hashes),
    }  # fmt: skip
