"""What a figure says in words: period, numbers, how exact, who says so, what is left out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geomap.maps.canvas import clean_text
from geomap.maps.columns import texts
from geomap.maps.symbols import is_spread
from geomap.model import Precision, Review, Status

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.tables.sides import Side

__all__ = ["Facts", "alt_text", "day_text", "facts_of", "notes_of", "period_text", "subtitle_of"]

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_POINT = {Precision.EXACT.value, Precision.NEAR.value}
_SEEN = {Review.ACCEPTED.value, Review.EDITED.value}


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts behind a figure; they add up: given = shown + outside + not_placed."""

    given: int
    shown: int
    outside: int
    """With a point, but not within the frame."""
    not_placed: int
    not_dated: int
    spread: int
    """Of those shown: known to a week, month or year only."""
    inexact: int
    """Of those shown: drawn for an area."""
    claimed: int
    reviewed: int
    places: int
    first: str
    last: str
    sides: tuple[tuple[str, int], ...]
    """Side id and number of events it acted in, most first."""
    outlets: tuple[tuple[str, int], ...]


def facts_of(given: "GeoDataFrame", shown: "GeoDataFrame") -> Facts:
    """Count.

    Parameters
    ----------
    given : GeoDataFrame
        Events asked for.
    shown : GeoDataFrame
        Those of them that lie within the frame.

    Returns
    -------
    Facts
    """
    placed = int((given["longitude"].notna() & given["latitude"].notna()).sum())
    starts, ends, precisions = (texts(shown, c) for c in ("date_start", "date_end", "date_precision"))
    spread = sum(1 for a, b, p in zip(starts, ends, precisions, strict=True) if a and is_spread(a, b, p))
    first = [t[:10] for t in starts if t]
    sides = Counter(s or "unidentified" for s in texts(shown, "side1")) if "side1" in shown else Counter[str]()
    outlets: Counter[str] = Counter()
    for told, n in Counter(texts(shown, "outlets")).items():
        outlets.update(dict.fromkeys((o.strip() for o in told.split(";") if o.strip()), n))
    return Facts(
        len(given), len(shown), placed - len(shown), len(given) - placed, texts(given, "date_start").count(""), spread,
        sum(1 for p in texts(shown, "precision") if p not in _POINT), texts(shown, "status").count(Status.CLAIMED.value),
        sum(1 for r in texts(shown, "review") if r in _SEEN),
        len({(round(float(x), 3), round(float(y), 3)) for x, y in zip(shown["longitude"], shown["latitude"], strict=True)}),
        min(first, default=""), max((t[:10] for t in ends if t), default=max(first, default="")), _ranked(sides), _ranked(outlets),
    )  # fmt: skip


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda i: (-i[1], i[0])))


def day_text(iso: str) -> str:
    """``2017-03-02`` as "2 March 2017"."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period_text(first: str, last: str) -> str:
    """A period in words, without repeating the year or month of its end."""
    if not first:
        return "undated"
    if not last or first == last:
        return day_text(first)
    a, b = day_text(first).split(), day_text(last).split()
    if a[1:] == b[1:]:
        a = a[:1]
    elif a[2] == b[2]:
        a = a[:2]
    return f"{' '.join(a)} – {' '.join(b)}"


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def subtitle_of(facts: Facts, conditions: list[str]) -> str:
    """Period, numbers, conditions."""
    if not facts.given:
        return clean_text(" · ".join(conditions))
    parts = [period_text(facts.first, facts.last), f"{_count(facts.shown, 'event')} at {_count(facts.places, 'place')}"]
    return clean_text(" · ".join([*parts, *conditions]))


def notes_of(facts: Facts, *, sources: str | None, data_cut: str | None) -> list[str]:
    """The lines under a map: who says so, how exact, what is not shown, whether a person has looked."""
    lines = [f"Sources: {sources or _outlets(facts)}." + (f" Data cut: {day_text(data_cut)}." if data_cut else "")]
    inexact = [
        text
        for n, text in (
            (facts.inexact, f"{facts.inexact} placed only within an area"),
            (facts.spread, f"{facts.spread} dated only to a range of days"),
            (facts.claimed, f"{facts.claimed} claimed by a party"),
        )
        if n
    ]
    if inexact:
        lines.append(f"Of {_count(facts.shown, 'event')}: {', '.join(inexact)}.")
    missing = [
        text
        for n, text in (
            (facts.outside, f"{facts.outside} outside the frame"),
            (facts.not_placed, f"{facts.not_placed} without a place"),
        )
        if n
    ]
    if missing:
        lines.append(f"Not shown: {', '.join(missing)}.")
    if facts.shown and facts.reviewed < facts.shown:
        state = "Unreviewed" if not facts.reviewed else f"{facts.shown - facts.reviewed} of {facts.shown} unreviewed"
        lines.append(f"{state}: coded from articles by machine, not yet accepted by a person.")
    return lines


def _outlets(facts: Facts) -> str:
    names = [clean_text(name) for name, _ in facts.outlets]
    shown = ", ".join(names[:5])
    return (f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown) or "not stated"


def alt_text(facts: Facts, sides: "Mapping[str, Side]", title: str) -> str:
    """One or two sentences for readers who cannot see the figure, made from the data."""
    if not facts.shown:
        return clean_text(f"Map of Syria: {title}. No events in this selection.")
    known = [f"{sides[s].name if s in sides else s} ({n})" for s, n in facts.sides[:3]]
    lead = f"Map of {_count(facts.shown, 'event')} at {_count(facts.places, 'place')} in Syria, {period_text(facts.first, facts.last)}"
    return clean_text(f"{title + ': ' if title else ''}{lead}; most often acting: {', '.join(known)}.")
