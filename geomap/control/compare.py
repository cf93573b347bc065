"""Two dates set side by side: places first, then ground, on the same places and under the same names."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry.base import BaseGeometry

from geomap.control.areas import AreaMap, areas_of
from geomap.control.facts import ASSESSED, CLAIMED, Fact, day
from geomap.control.grid import to_metres
from geomap.control.ground import Patch, Shift, changed_ground
from geomap.control.hands import Change, PlacePair, areas_between, claims_between, pair_places
from geomap.control.holdings import Holding
from geomap.control.screen import doubted
from geomap.errors import InputError
from geomap.tables.sides import load_sides
from geomap.tables.successions import Successions, load_successions

__all__ = ["Comparison", "MatrixCell", "compare", "matrix"]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Ground and places that passed from one side to another; each under its name on the date."""

    side_from: str
    side_to: str
    places: int
    km2: float
    """Of the measurable patches."""
    low_km2: float
    high_km2: float
    not_measurable: int
    """Patches without a place within 15 km; they are not in the figures."""
    taken_by: str
    """Who took it between the dates: another name than both where that side was renamed, merged or ended since."""


@dataclass(frozen=True)
class Comparison:
    """What changed from one date to another."""

    date_from: str
    date_to: str
    changes: tuple[Change, ...]
    """Assessed changes of places, and of areas told as a whole: conquests first, then by date and place."""
    claims: tuple[Change, ...]
    """Changes that are claimed only."""
    patches: tuple[Patch, ...]
    shifts: tuple[Shift, ...]
    before: AreaMap
    """Areas on `date_from`, from the places known on both dates."""
    after: AreaMap
    pairs: tuple[PlacePair, ...]
    single: tuple[Holding, ...]
    """Places known on the later date only."""
    warnings: tuple[str, ...]


def _reversed(change: Change) -> Change:
    return replace(change, side_from=change.later_holder or change.side_to, side_to=change.side_from or "", later_holder=None)


def _reversed_patch(patch: Patch) -> Patch:
    # Depth and arrow point into ground that was won; read backwards they would point out of it.
    return replace(patch, side_from=patch.side_to, side_to=patch.side_from, depth_km=None, arrow=None)


def _order(change: Change) -> tuple[bool, str, str, float]:
    return (change.kind != "conquest", change.date_end, change.place, change.longitude)


def _ended(pairs: tuple[PlacePair, ...], first: str, last: str) -> list[str]:
    """A warning where sides ended between the dates: what they took is counted for their successors."""
    steps = {s for p in pairs for s in p.after.succession}
    ended = sorted((s.date, s.side_from, s.side_to) for s in steps if s.kind != "rename" and first < s.date <= last)
    names = {side.id: side.name for side in load_sides().values()}
    told = ", ".join(f"{names.get(old, old)} ({when}, now {names.get(new, new)})" for when, old, new in ended)
    if not told:
        return []
    meaning = "a place that passed on so changed no hands, and what such a side had taken before is counted for its successor"
    return [f"sides that ended between the dates: {told}; {meaning}"]


def _warnings(facts: tuple[Fact, ...], first: str, last: str, single: tuple[Holding, ...]) -> tuple[str, ...]:
    newest = max((f.date_end for f in facts if f.status == ASSESSED), default="")
    found = []
    if last > newest:
        gap = (day(last) - day(newest)).days if newest else 0
        found.append(
            f"the newest fact is of {newest or 'no day'}: what happened in the {gap} days before {last} is not in these figures"
        )
    if not any(first < f.date_end <= last for f in facts if f.status == ASSESSED):
        found.append(f"no assessed fact falls between {first} and {last}")
    if single:
        found.append(f"{len(single)} {'place is' if len(single) == 1 else 'places are'} known on {last} but not on {first}, and left out of the comparison")
    return tuple(found)


def _ground(pairs: tuple[PlacePair, ...], country: BaseGeometry) -> tuple[tuple[Patch, ...], tuple[Shift, ...]]:
    sides = tuple(sorted({p.label_before for p in pairs} | {p.label_after for p in pairs}))
    xy = to_metres(np.array([[p.before.longitude, p.before.latitude] for p in pairs]))
    old, new = (np.array([sides.index(label) for label in labels], dtype=np.intp)
                for labels in ([p.label_before for p in pairs], [p.label_after for p in pairs]))  # fmt: skip
    patches, shifts = changed_ground(to_metres(country), xy, sides, old, new)
    return _named(patches, pairs), shifts


def _named(patches: tuple[Patch, ...], pairs: tuple[PlacePair, ...]) -> tuple[Patch, ...]:
    """Patches under the name of who holds them on the later date: a side may have taken ground and ended since."""
    names: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for p in pairs:
        names[p.label_before, p.label_after][p.after.side, p.after.stated_side] += 1
    first = {labels: min(found.items(), key=lambda i: (-i[1], i[0]))[0] for labels, found in names.items()}
    return tuple(replace(p, side_to=first[p.side_from, p.side_to][0], taken_by=first[p.side_from, p.side_to][1]) for p in patches)


def _fronts_on_both(shifts: tuple[Shift, ...], first: str, last: str, successions: Successions) -> tuple[Shift, ...]:
    """Without the lines between sides that have become one by the later date."""
    return tuple(s for s in shifts if successions.side_on(s.side_a, first, last) != successions.side_on(s.side_b, first, last))


def _changes(
    facts: tuple[Fact, ...], pairs: tuple[PlacePair, ...], between: tuple[str, str], table: Successions, include_claimed: bool
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What is assessed (or drawn all the same), and what is claimed only."""
    told = areas_between(facts, *between, ASSESSED) + (areas_between(facts, *between, CLAIMED) if include_claimed else ())
    changes = tuple(sorted((*(p.change for p in pairs if p.change is not None), *told), key=_order))
    return changes, () if include_claimed else claims_between(facts, *between, table)


def compare(
    facts: tuple[Fact, ...],
    country: BaseGeometry,
    date_from: str,
    date_to: str,
    *,
    successions: Successions | None = None,
    include_claimed: bool = False,
) -> Comparison:
    """Compare control on two dates.

    Parameters
    ----------
    facts : tuple of Fact
    country : shapely Polygon or MultiPolygon
        In WGS84 degrees.
    date_from, date_to : str
        ISO days. Swapping them swaps gains and losses and changes no figure.
    successions : Successions, optional
        The bundled table by default.
    include_claimed : bool
        Also use facts that nobody has assessed.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        A date is no day, or no place is known on both dates.
    """
    day(date_from), day(date_to)
    table = successions if successions is not None else load_successions()
    first, last = sorted((date_from, date_to))
    pairs, single = pair_places(facts, first, last, table, include_claimed)
    if not pairs:
        raise InputError(
            f"no place is known both on {first} and on {last}; give facts of the earlier date or before, or add the bundled ones (--bundled)"
        )
    before, after = tuple(p.before for p in pairs), tuple(p.after for p in pairs)
    points = doubted(before) & doubted(after)  # on both dates: else their ground would move where they did not
    patches, shifts = _ground(tuple(p for p, alone in zip(pairs, points, strict=True) if not alone), country)
    changes, claims = _changes(facts, pairs, (first, last), table, include_claimed)
    maps = (areas_of(before, country, first, points=points), areas_of(after, country, last, points=points))
    warnings = (*_warnings(facts, first, last, single), *_ended(pairs, first, last))
    forwards = Comparison(first, last, changes, claims, patches, _fronts_on_both(shifts, first, last, table), *maps, pairs, single, warnings)
    return forwards if date_from <= date_to else _backwards(forwards)


def _backwards(told: Comparison) -> Comparison:
    """A comparison told from the later date to the earlier one: gains are losses."""
    return replace(
        told,
        date_from=told.date_to,
        date_to=told.date_from,
        changes=tuple(_reversed(c) for c in told.changes),
        claims=tuple(_reversed(c) for c in told.claims),
        patches=tuple(_reversed_patch(p) for p in told.patches),
        before=told.after,
        after=told.before,
    )


def matrix(comparison: Comparison) -> tuple[MatrixCell, ...]:
    """Side by side: what passed from whom to whom by conquest.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    tuple of MatrixCell
        Sorted by sides; net figures alone would hide swaps. A side that took ground and ended before the later date gains nothing: the
        ground is its successor's, and `MatrixCell.taken_by` names it.
    """
    places: dict[tuple[str, str, str], int] = defaultdict(int)
    for change in comparison.changes:
        if change.kind == "conquest" and not change.of_area:
            places[change.side_from or "", change.later_holder or change.side_to, change.facts[0].side] += 1
    ground: dict[tuple[str, str, str], list[Patch]] = defaultdict(list)
    for patch in comparison.patches:
        ground[patch.side_from, patch.side_to, patch.taken_by].append(patch)
    found = []
    for sides in sorted(places.keys() | ground.keys()):
        own = ground[sides]
        km2, low, high = (round(sum(getattr(p, name) or 0.0 for p in own), 1) for name in ("km2", "low_km2", "high_km2"))
        found.append(MatrixCell(*sides[:2], places[sides], km2, low, high, sum(p.km2 is None for p in own), sides[2]))
    return tuple(found)
