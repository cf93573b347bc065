"""What a comparison writes: change.geojson, places.csv, matrix.csv, and features of lines and layers."""

from collections.abc import Sequence
from typing import Any

from geomap.control.areas import AreaMap
from geomap.control.compare import Comparison, matrix
from geomap.control.geojson import Json, collection, feature
from geomap.control.hands import Change
from geomap.control.holdings import Holding, family
from geomap.control.layers import contested, doubtful_band, evidence, far_from_facts
from geomap.control.lines import front_band, front_lines
from geomap.io.flat_csv import csv_bytes

__all__ = ["about_areas", "change_collection", "layer_features", "line_features", "matrix_csv", "place_features", "places_csv"]

NOTICE = "Reconstructed from dated statements on places; not for navigation or targeting."
_PLACES = (
    "place", "longitude", "latitude", "kind", "from", "to", "date_start", "date_end", "date_precision", "status", "n_sources", "sources",
    "quote", "basis", "precision", "radius_km", "later_holder",
)  # fmt: skip
_MATRIX = ("from", "to", "places", "km2", "low_km2", "high_km2", "not_measurable_patches", "taken_by")


def _table(columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    return csv_bytes((dict(zip(columns, row, strict=True)) for row in rows), columns).decode("utf-8")


def _change_row(change: Change) -> tuple[object, ...]:
    sources = list(dict.fromkeys(f.source for f in change.facts if f.source))
    quote = next((f.quote for f in change.facts if f.quote), "")
    basis = next((f.basis for f in change.facts if f.basis), "")
    at = (None, None) if change.of_area else (change.longitude, change.latitude)
    return (
        change.place, *at, change.kind, change.side_from, change.side_to, change.date_start,
        change.date_end, str(change.date_precision), change.status, len({family(s) for s in sources}), "; ".join(sources), quote, basis,
        str(change.precision), change.radius_km, change.later_holder,
    )  # fmt: skip


def places_csv(comparison: Comparison) -> str:
    """Places that changed hands: conquests, then renames and mergers, then what is claimed only. An area told as a whole has no point."""
    return _table(_PLACES, [_change_row(c) for c in (*comparison.changes, *comparison.claims)])


def matrix_csv(comparison: Comparison) -> str:
    """Ground and places from side to side, by conquest only."""
    rows = [(c.side_from, c.side_to, c.places, c.km2, c.low_km2, c.high_km2, c.not_measurable, c.taken_by) for c in matrix(comparison)]
    return _table(_MATRIX, rows)


def about_areas(areas: AreaMap) -> Json:
    """What a drawn date rests on, for the head of a file and for captions."""
    e = evidence(areas)
    return {
        "date": areas.date, "method": areas.method, "places": e.places, "latest_fact": e.latest_fact, "median_age_days": e.median_age_days,
        "old_or_unchecked_share": e.old_or_unchecked_share, "far_share": e.far_share, "contested_places": e.contested,
        "country_km2": round(areas.country.area / 1e6), "notice": NOTICE,
    }  # fmt: skip


def line_features(areas: AreaMap) -> list[Json]:
    """Front lines with both sides, length and accuracy."""
    return [
        feature(
            line.line, layer="front", side_a=line.side_a, side_b=line.side_b, date=areas.date, newest_fact=areas.latest_fact or None, length_km=round(line.length_km, 2),
            accuracy_km=round(line.accuracy_km, 1), nearest_place_km=round(line.nearest_place_km, 1), doubtful=line.doubtful,
        )
        for line in front_lines(areas)
    ]  # fmt: skip


def _why(holding: Holding) -> str:
    first = holding.facts[0]
    if holding.implied:
        return f"{holding.side}: taken from it by {first.side} on {first.date_end} ({first.source}); no earlier fact"
    steps = "".join(f"; {s.side_to} from {s.date} ({s.kind})" for s in holding.succession)
    return f"{holding.stated_side} since {holding.since} ({first.source}{', ' + first.basis if first.basis else ''}){steps}"


def place_features(areas: AreaMap) -> list[Json]:
    """Every place with who holds it and why: the fact, its source, its age."""
    reasons = {h.key: reason for h, reason in contested(areas)}
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [h.longitude, h.latitude]},
            "properties": {
                "layer": "place", "place": h.place, "side": h.side, "since": h.since, "age_days": h.age_days, "implied": h.implied,
                "contested": reasons.get(h.key), "why": _why(h), "sources": "; ".join(dict.fromkeys(f.source for f in h.facts if f.source)),
                "dissent": "; ".join(f"{f.side}: {f.source}" for f in h.dissent) or None, "quote": h.facts[0].quote or None,
            },
        }
        for h in areas.holdings
    ]  # fmt: skip


def layer_features(areas: AreaMap) -> list[Json]:
    """What lies over the areas: doubtful ground, ground without facts, ground where a front may lie, and every place with its reason.

    Fronts are of two layers: ``front-band`` round those known to 15 km, and ``front-vague`` round the rest where no other band lies.
    """
    lines = front_lines(areas)
    known = front_band(tuple(f for f in lines if not f.doubtful), areas.country)
    vague = front_band(tuple(f for f in lines if f.doubtful), areas.country, without=known)
    shapes = (("doubtful", doubtful_band(areas)), ("far", far_from_facts(areas)), ("front-band", known), ("front-vague", vague))
    return [*(feature(g, layer=name, date=areas.date) for name, g in shapes if not g.is_empty), *place_features(areas)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def change_collection(comparison: Comparison) -> Json:
    """Patches, arrows and changed places as one feature collection.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    dict
        GeoJSON; the property ``layer`` is patch, arrow, place or area. An area told to have changed hands as a whole, or a place known
        only to more than 25 km, has no geometry (null): a point would be wrong. Patches that cannot be measured have ``km2`` null.
    """
    features: list[Json] = []
    for patch in comparison.patches:
        features.append(
            feature(
                patch.area, layer="patch", side_from=patch.side_from, side_to=patch.side_to, date_from=comparison.date_from,
                date_to=comparison.date_to, measurable=patch.km2 is not None, km2=_rounded(patch.km2), low_km2=_rounded(patch.low_km2),
                high_km2=_rounded(patch.high_km2), depth_km=_rounded(patch.depth_km), new_pocket=patch.new_pocket, taken_by=patch.taken_by,
            )
        )  # fmt: skip
        if patch.arrow is not None:
            features.append(feature(patch.arrow, layer="arrow", side_to=patch.side_to, depth_km=_rounded(patch.depth_km)))
    for change in (*comparison.changes, *comparison.claims):
        names: dict[str, Any] = dict(zip(_PLACES, _change_row(change), strict=True))
        point = {"type": "Point", "coordinates": [names.pop("longitude"), names.pop("latitude")]}
        layer, geometry = ("area", None) if change.of_area else ("place", point)
        features.append({"type": "Feature", "properties": {"layer": layer, **names}, "geometry": geometry})
    shifts = [
        {"side_a": s.side_a, "side_b": s.side_b, "line_km": round(s.line_km, 1), "mean_shift_km": round(s.mean_km, 2), "p90_km": round(s.p90_km, 1)}
        for s in comparison.shifts
    ]  # fmt: skip
    return collection(
        features, date_from=comparison.date_from, date_to=comparison.date_to, shifts=shifts, warnings=list(comparison.warnings),
        before=about_areas(comparison.before), after=about_areas(comparison.after), notice=NOTICE,
    )  # fmt: skip

