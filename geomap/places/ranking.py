"""Rank the places that a name could mean.

Each candidate gets points for how its name matched, whether it lies in the governorate or district named with it, whether it is of the
kind the text says, how much its class speaks for it, and how near it is to a point of reference. The points order the candidates; the
score that is given out is a probability: the share of such answers that were right on conflict data (see ``docs/gazetteer.md``).
"""

import math
from typing import NamedTuple

from geomap.model import MatchType, Place
from geomap.places.admin import AdminUnit
from geomap.places.geometry import distance_km
from geomap.places.kinds import kind_of
from geomap.text.folding import fold
from geomap.text.keys import bare_key

__all__ = ["Candidate", "Query", "match_of", "probability", "rank", "standing"]

_POINTS = {MatchType.EXACT: 1.0, MatchType.ALTERNATE: 0.93, MatchType.FOLDED: 0.9, MatchType.SKELETON: 0.7, MatchType.NEAR: 0.5}
_SAYING = {
    MatchType.EXACT: "exactly its name", MatchType.ALTERNATE: "one of its spellings", MatchType.FOLDED: "a spelling of it, marks and articles apart",
    MatchType.SKELETON: "a transliteration of it", MatchType.NEAR: "nearly a spelling of it",
}  # fmt: skip
_MARKS_APART, _ARTICLES_APART = 1.0, 0.97
_INSIDE, _OUTSIDE = 1.0, -0.6
_KIND_FITS, _KIND_CLASHES = 0.5, -0.4
# Without a kind word a bare name is a settlement first: "Aleppo" is the city until the text says province.
_UNASKED = {
    "governorate": -0.35, "district": -0.45, "subdistrict": -0.45, "neighbourhood": -0.1, "region": -0.05, "settlement": 0.0, "country": 0.0,
}  # fmt: skip
_UNASKED_OTHER = -0.12
_IMPORTANCE = 0.5
_ABROAD = -0.5
_WELL_KNOWN_ABROAD = 0.6  # importance from which a foreign place is meant unless the text says otherwise
_NEAR_POINTS, _NEAR_SCALE_KM = 0.6, 40.0
_PATCHWORK = frozenset({"country", "governorate", "district", "subdistrict"})  # nearness to the middle of an admin unit says nothing
_RIVAL_POINTS, _RIVAL_KM = 0.15, 25.0

# Share of answers within 10 km of where 1,221 names of conflict data are, measured with benchmarks/places.py for the bundled rows, with a
# gazetteer added, and with that one alone; taken towards the last, as the curated rows know many of these names.
# (narrowed by a unit or a point, not narrowed) x (no rival, a rival with nearly as many points over 25 km away)
_PROBABILITY = {
    MatchType.EXACT: ((0.98, 0.70), (0.97, 0.60)), MatchType.ALTERNATE: ((0.98, 0.80), (0.97, 0.65)), MatchType.FOLDED: ((0.95, 0.45), (0.88, 0.42)),
    MatchType.SKELETON: ((0.87, 0.30), (0.80, 0.20)), MatchType.NEAR: ((0.78, 0.20), (0.60, 0.20)),
}  # fmt: skip
_PROBABILITY_OUTSIDE = 0.5


class Candidate(NamedTuple):
    """A place that a name could mean."""

    place: Place
    match_type: MatchType
    score: float
    """0 to 1: the share of such answers that were right; for those after the first, less by what they are behind."""
    reason: str


class Query(NamedTuple):
    """A name and what the text says around it."""

    name: str
    unit: AdminUnit | None = None
    near: tuple[float, float] | None = None
    kinds: frozenset[str] = frozenset()


def match_of(place: Place, name: str) -> MatchType:
    """How a name matches a place that shares its light key.

    Parameters
    ----------
    place : Place
    name : str

    Returns
    -------
    MatchType
        Exact or alternate where the letters are the same in any case, else folded.
    """
    if name == place.name:
        return MatchType.EXACT
    plain = name.casefold()
    if plain == place.name.casefold():
        return MatchType.EXACT
    if name in place.other_names or name in place.arabic or plain in map(str.casefold, place.other_names):
        return MatchType.ALTERNATE
    return MatchType.FOLDED


def standing(place: Place) -> float:
    """How much a bare name speaks for a place where the text says nothing else: its points without a match.

    Parameters
    ----------
    place : Place

    Returns
    -------
    float
    """
    points = _IMPORTANCE * place.importance + _UNASKED.get(kind_of(place.feature_code), _UNASKED_OTHER)
    return points + (_ABROAD if place.country != "SY" and place.importance < _WELL_KNOWN_ABROAD else 0.0)


def _points(place: Place, match: MatchType, quality: float, query: Query) -> float:
    points = _POINTS[match]
    if match is MatchType.FOLDED:  # sources differ in how they write marks and articles: the main name but for those is nearly exact
        points = _MARKS_APART if fold(query.name) == fold(place.name) else _ARTICLES_APART if bare_key(query.name) == bare_key(place.name) else points
    points = points * quality + _IMPORTANCE * place.importance
    kind = kind_of(place.feature_code)
    if query.unit is not None:
        held = query.unit.holds(place.admin) if place.country == "SY" else 0.0
        points += _INSIDE * held if held else _OUTSIDE
    if query.kinds:
        points += _KIND_FITS if kind in query.kinds else _KIND_CLASHES + _UNASKED.get(kind, _UNASKED_OTHER)
    else:
        points += _UNASKED.get(kind, _UNASKED_OTHER)
    if _is_abroad(place, query):
        points += _ABROAD
    if query.near is not None and kind not in _PATCHWORK:
        points += _NEAR_POINTS * math.exp(-distance_km(*query.near, place.longitude, place.latitude) / _NEAR_SCALE_KM)
    return points


def _is_abroad(place: Place, query: Query) -> bool:
    return place.country != "SY" and (place.importance < _WELL_KNOWN_ABROAD or query.unit is not None)


def _reason(place: Place, match: MatchType, query: Query) -> str:
    """What speaks for a place and against it, in words."""
    said = [_SAYING[match]]
    if query.unit is not None:
        held = query.unit.holds(place.admin) if place.country == "SY" else 0.0
        how = "in" if held == 1.0 else "beside" if held and query.unit.level == 1 else "not in"
        said.append(f"{how} {query.unit.name}")
    kind = kind_of(place.feature_code)
    if query.kinds:
        said.append(f"{kind}, {'as' if kind in query.kinds else 'not as'} the text says")
    if _is_abroad(place, query):
        said.append(f"abroad ({place.country})")
    if query.near is not None and kind not in _PATCHWORK:
        said.append(f"{distance_km(*query.near, place.longitude, place.latitude):.0f} km from the point of reference")
    return "; ".join(said)


def probability(match: MatchType, narrowed: bool, rivals: bool) -> float:
    """Share of such answers that were right.

    Parameters
    ----------
    match : MatchType
    narrowed : bool
        Whether a governorate, district or point of reference narrowed the search.
    rivals : bool
        Whether another candidate, over 25 km from this one, has nearly as many points.

    Returns
    -------
    float
    """
    return _PROBABILITY[match][0 if narrowed else 1][1 if rivals else 0]


def rank(found: list[tuple[Place, MatchType, float]], query: Query, most: int | None = None) -> list[Candidate]:
    """Order candidates, best first, and score them.

    Parameters
    ----------
    found : list of (Place, MatchType, quality)
        Quality is 1, or for near matches the likeness of the spellings.
    query : Query
    most : int, optional
        How many are wanted; all by default. Reasons are put into words for these only.

    Returns
    -------
    list of Candidate
        Ties are broken by id, so that the order never depends on the order of rows.
    """
    if len(found) == 1:
        best, match, _ = found[0]
        return [Candidate(best, match, _share(best, match, query, rivals=False), _reason(best, match, query))]
    exact = any(match is MatchType.EXACT and place.country == "SY" for place, match, _ in found)
    scored = sorted(((_points(place, match, quality, query) - (_renown(place, match, query) if exact else 0.0), place, match) for place, match, quality in found), key=lambda s: (-s[0], s[1].place_id))
    if not scored:
        return []
    top, best, match = scored[0]
    rivals = any(
        top - points < _RIVAL_POINTS and distance_km(best.longitude, best.latitude, p.longitude, p.latitude) > _RIVAL_KM
        for points, p, _ in scored[1:4]
    )
    share = _share(best, match, query, rivals)
    return [Candidate(place, how, round(share * math.exp(points - top), 3), _reason(place, how, query)) for points, place, how in scored[:most]]


def _renown(place: Place, match: MatchType, query: Query) -> float:
    """Points that a place has for its importance, where but another of its names is spelled alike: "Adra" is Adra, and not "Adraa", a name of Daraa."""
    main = bare_key(query.name) == bare_key(place.name)
    return 0.0 if main or match is not MatchType.FOLDED else _IMPORTANCE * place.importance


def _share(best: Place, match: MatchType, query: Query, rivals: bool) -> float:
    share = probability(match, query.unit is not None or query.near is not None, rivals)
    outside = query.unit is not None and query.unit.holds(best.admin) == 0
    return min(share, _PROBABILITY_OUTSIDE) if outside else share
