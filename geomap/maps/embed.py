"""A bundle for reports: the figure, the interactive map, pages, Word, data and a record, all of the same events and of no others."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap._version import __version__
from geomap.errors import InputError
from geomap.io.atomic import output_error, write_bytes
from geomap.io.flat_csv import write_csv
from geomap.io.geojson import write_geojson
from geomap.io.xlsx import write_xlsx
from geomap.maps.asked import asked_record
from geomap.maps.basemap import ATTRIBUTION, disclaimer
from geomap.maps.bundle_docx import figure_docx
from geomap.maps.bundle_text import Picture, figure_markdown, figure_page, snippet
from geomap.maps.embed_table import FigureTable, event_table, tidied
from geomap.maps.embed_words import UNREVIEWED, RunCounts, Words, words_of
from geomap.maps.eventmap import EventMap, MapOptions
from geomap.maps.figure import Drawn, FigureOptions, draw_figure
from geomap.maps.filters import Filters, choose
from geomap.maps.harm import Edition, public_edition
from geomap.maps.harm_control import without_recent
from geomap.maps.symbols import text_of
from geomap.model import Review, Status, sha256_hex
from geomap.tables.harm import HarmPolicy, load_harm_policy

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["BUNDLE_FILES", "NO_WORD", "RECORD", "Bundle", "EmbedOptions", "check_folder", "text_files", "write_bundle"]

RECORD = "figure.json"
NO_WORD = "figure.docx: python-docx is not installed; install geomap[documents]"
BUNDLE_FILES = (
    "figure.png", "figure.svg", "figure.pdf", "figure-390.png", "card.png", "map.html", "figure.html", "snippet.html", "figure.md",
    "figure.docx", "events.csv", "events.geojson", "events.xlsx", RECORD,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EmbedOptions:
    """What a bundle is made of besides the events."""

    figure: FigureOptions = field(default_factory=FigureOptions)
    """Preset, formats and conditions are set by the bundle."""
    control_areas: "GeoDataFrame | None" = None
    control_lines: "GeoDataFrame | None" = None
    record: Mapping[str, Any] = field(default_factory=dict)
    """Content of the run's ``run.json``: its versions and counts are copied, no name of a file."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the run's files, by name."""
    credits: tuple[str, ...] = ()
    """Attributions that must be printed."""
    force: bool = False
    """Write into a folder that holds other things; they stay."""
    policy: HarmPolicy | None = None
    """Of public bundles; None is the bundled one. It acts on every bundle whose filters ask for what is public."""
    as_of: str | None = None
    """Day of publication, from which the policy counts ages (see `geomap.maps.harm.public_edition`)."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written."""

    files: Mapping[str, str]
    """Name to SHA-256, the record aside."""
    words: Words
    events: int
    skipped: tuple[str, ...]
    """Files that were not written, each with the reason."""
    unreviewed_public: bool
    """Public output was asked for, and nothing has been accepted: all that is shown is unreviewed, and says so."""
    drawn: Drawn
    edition: Edition | None = None
    """Of a public bundle: what the harm policy did."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    events: "GeoDataFrame"
    filters: Filters
    left_out: Mapping[str, int]
    """Reason in words to number; with the events chosen they make up all of the run."""
    unreviewed_public: bool
    edition: Edition | None = None

    given: tuple[str | None, str | None] = (None, None)
    """Hashes of the areas and lines of control that were given; the harm policy may have left them out."""

    def legend(self) -> tuple[str, ...]:
        """What the harm policy did, for legends."""
        return self.edition.legend(list(self.events["id"])) if self.edition else ()

    def headline(self) -> tuple[str, ...]:
        """What was chosen, for where the legend tells what the policy did."""
        return (*self.filters.describe(), *(["public edition"] if self.edition else []))

    def conditions(self) -> tuple[str, ...]:
        """What was chosen and what the harm policy did, in words."""
        policy = [self.edition.words(list(self.events["id"]))] if self.edition else []
        return (*self.filters.describe(), *policy)


def write_bundle(folder: Path, events: "GeoDataFrame", *, filters: Filters | None = None, options: EmbedOptions | None = None) -> Bundle | None:
    """Write a bundle; ``figure.json`` comes last, so that its presence says that the others are whole.

    Parameters
    ----------
    folder : Path
        Made if it is not there. Files of an earlier bundle are replaced.
    events : GeoDataFrame
        All events of the run, flat columns. Those that a person rejected never enter a bundle.
    filters : Filters, optional
    options : EmbedOptions, optional

    Returns
    -------
    Bundle or None
        None where no event meets the conditions; then nothing is written.

    Raises
    ------
    InputError
        The folder cannot be written or holds other things, or a filter or option is unknown.
    RenderError
        The figure cannot be drawn.
    """
    options = options or EmbedOptions()
    chosen, options = _choose(events, filters or Filters(), options)
    if not len(chosen.events):
        return None
    check_folder(folder, force=options.force)
    figure = replace(options.figure, conditions=chosen.headline(), edition=chosen.legend())
    drawn = _draw(chosen.events, figure, options, "cms", ("png", "svg", "pdf"))
    words = words_of(
        chosen.events, drawn.facts, title=drawn.title, alt=drawn.alt, conditions=chosen.conditions(), run=RunCounts.of(options.record),
        left_out=chosen.left_out, data_cut=figure.data_cut, sources=figure.sources,
    )  # fmt: skip
    files: dict[str, bytes] = {f"figure.{k}": v for k, v in drawn.files.items()}
    files["figure-390.png"] = _draw(chosen.events, figure, options, "cms-narrow", ("png",)).files["png"]
    files["card.png"] = _draw(chosen.events, figure, options, "social", ("png",)).files["png"]
    files["map.html"] = _map(chosen, words, options).encode()
    files |= _texts(chosen.events, words, files, (*options.credits, f"{ATTRIBUTION}. {disclaimer(figure.worldview)}"))
    skipped = [] if "figure.docx" in files else [NO_WORD]
    hashes = _write(folder, chosen.events, files)
    record = _record(chosen, figure, drawn, words, options, hashes)
    record["asked"] = asked_record(filters or Filters(), options.figure, options.as_of)
    write_bytes(folder / RECORD, (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
    return Bundle(hashes, words, len(chosen.events), tuple(skipped), chosen.unreviewed_public, drawn, chosen.edition)


def _choose(given: "GeoDataFrame", filters: Filters, options: EmbedOptions) -> tuple[_Chosen, EmbedOptions]:
    """The events of a bundle, and its options with what may lie beneath them."""
    edition = None
    beneath: tuple[GeoDataFrame | None, ...] = (options.control_areas, options.control_lines)
    layers = _layer_hash(options.control_areas), _layer_hash(options.control_lines)
    if filters.public:
        policy = options.policy or load_harm_policy()
        edition, beneath = without_recent(public_edition(given, policy, as_of=options.as_of), policy, *beneath)
    events = edition.events if edition else given
    kept = events[events["review"] != Review.REJECTED.value]
    found, filters, unreviewed = choose(kept, filters)
    chosen = tidied(found.sort_values("id", kind="stable").reset_index(drop=True))
    left_out = _left_out(events, kept, filters, len(chosen))
    if edition:
        left_out["delayed or withheld by the harm policy"] = len(given) - len(events)
    drawn_with = replace(options, control_areas=beneath[0], control_lines=beneath[1])
    return _Chosen(chosen, filters, left_out, unreviewed, edition, layers), drawn_with


def _layer_hash(layer: "GeoDataFrame | None") -> str | None:
    """Of what is drawn from a layer and of the days the harm policy looks at."""
    if layer is None:
        return None
    columns = [[str(v) for v in layer[name]] for name in ("side", "date", "newest_fact") if name in layer]
    return sha256_hex(b"".join(layer.geometry.to_wkb()) + json.dumps(columns).encode())


def _left_out(events: "GeoDataFrame", kept: "GeoDataFrame", filters: Filters, chosen: int) -> dict[str, int]:
    statuses = Counter(text_of(v) for v in kept["status"] if filters.status and text_of(v) not in filters.status)
    reasons = {f"told as {status}": n for status, n in sorted(statuses.items())}
    reasons["that do not meet the conditions"] = len(kept) - sum(statuses.values()) - chosen
    return {**reasons, "rejected by a person": len(events) - len(kept)}


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a folder that holds other things than a bundle, unless they may stay beside it."""
    try:
        others = folder.exists() and any(folder.iterdir()) and not (folder / RECORD).exists()
    except OSError as error:
        raise output_error(folder, error) from error
    if others and not force:
        raise InputError(f"{folder}: holds other things than a bundle; choose an empty or new folder, or add --force (they will stay)")


def _draw(events: "GeoDataFrame", figure: FigureOptions, options: EmbedOptions, preset: str, formats: tuple[str, ...]) -> Drawn:
    wanted = replace(figure, preset=preset, formats=formats, width_mm=None, dpi=None)
    return draw_figure(events, options=wanted, control_areas=options.control_areas, control_lines=options.control_lines)


def _map(chosen: _Chosen, words: Words, options: EmbedOptions) -> str:
    counts = RunCounts.of(options.record)
    ledgers = {"articles": counts.ledger()} if counts else {}
    ledgers["events"] = {"in this selection": len(chosen.events), "left out": sum(chosen.left_out.values())}
    return EventMap(
        chosen.events,
        title=words.title,
        subtitle=" · ".join(filter(None, ["; ".join(chosen.headline()), words.stamp])),
        sources=[f"Articles of {words.outlets}", *options.credits],
        ledgers=ledgers,
        control=options.control_areas,
        options=MapOptions(worldview=options.figure.worldview, edition=chosen.legend()),
    ).page()


def _texts(events: "GeoDataFrame", words: Words, files: Mapping[str, bytes], notes: tuple[str, ...]) -> dict[str, bytes]:
    return text_files(words, event_table(events), (files["figure.png"], files["figure-390.png"]), notes)


def text_files(
    words: Words, table: FigureTable, images: tuple[bytes, bytes], notes: Sequence[str], *, more: Sequence[Picture] = ()
) -> dict[str, bytes]:
    """Page, snippet, Markdown and, where python-docx is installed, Word of a bundle.

    Parameters
    ----------
    words : Words
    table : FigureTable
    images : tuple of bytes
        The figure as PNG, for wide and for narrow screens.
    notes : sequence of str
        Credits and disclaimer.
    more : sequence of Picture
        Further pictures.

    Returns
    -------
    dict
        File name to bytes.
    """
    png = images[0]
    size = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")  # a PNG's header
    made = {
        "figure.html": figure_page(words, table, images, notes, more=more).encode(),
        "snippet.html": snippet(words, size).encode(),
        "figure.md": figure_markdown(words, table, notes, more=more).encode(),
    }
    word = figure_docx(words, table, [Picture("figure", png, words.alt), *more], notes)
    return made if word is None else {**made, "figure.docx": word}


def _write(folder: Path, events: "GeoDataFrame", files: Mapping[str, bytes]) -> dict[str, str]:
    """Write all but the record; what an earlier bundle left and this one has not, goes: it may show other events."""
    try:
        for name in BUNDLE_FILES:
            if name not in files:
                (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    for name, data in files.items():
        write_bytes(folder / name, data)
    write_csv(folder / "events.csv", events)
    write_geojson(folder / "events.geojson", events)
    write_xlsx(folder / "events.xlsx", events)
    data_files = ("events.csv", "events.geojson", "events.xlsx")
    return {**{n: sha256_hex(b) for n, b in files.items()}, **{n: sha256_hex((folder / n).read_bytes()) for n in data_files}}


def _record(
    chosen: _Chosen, figure: FigureOptions, drawn: Drawn, words: Words, options: EmbedOptions, hashes: Mapping[str, str]
) -> dict[str, Any]:
    import matplotlib as mpl

    run, gazetteer = options.record, options.record.get("gazetteer")
    filters = {k: sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(chosen.filters).items()}
    return {
        "title": words.title, "subtitle": drawn.subtitle, "caption": list(words.caption), "sources": words.sources, "alt": words.alt,
        "stamp": words.stamp or None, "filters": filters, "counts": asdict(drawn.facts) | {"left_out": dict(chosen.left_out)},
        "extent": [round(v, 5) for v in drawn.extent], "worldview": figure.worldview, "labels": figure.labels,
        "black_and_white": figure.black_and_white, "names_without_room": list(drawn.labels_dropped),
        "control": {"areas": chosen.given[0], "lines": chosen.given[1]},
        "versions": {"geomap": __version__, "matplotlib": mpl.__version__, "run": run.get("geomap")},
        "run": {
            "files": dict(options.hashes), "tables": run.get("tables") or {},
            "gazetteer": gazetteer.get("bundled") if isinstance(gazetteer, Mapping) else None,
            "articles": sorted(str(a["sha256"]) for a in run.get("articles") or () if a.get("sha256")), "options": run.get("options") or {},
            "corrections": (run.get("corrections") or {}).get("sha256"),
        },
        "files": dict(hashes), "unreviewed": words.stamp == UNREVIEWED,
        "harm_policy": chosen.edition.record(list(chosen.events["id"])) if chosen.edition else None,
        "statuses": sorted(chosen.filters.status or (s.value for s in Status)),
    }  # fmt: skip
