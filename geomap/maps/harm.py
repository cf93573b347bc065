"""The public edition of events: the harm policy acts on the table itself, before anything is chosen, drawn or written from it.

What a rule takes from an event, it takes from every column: name, id and kind of the place, coordinates, district, reasons, who holds it
afterwards, quotes, titles and addresses. Two things reach further than the event. The words of an article go together: where one event of
an article is treated, no other event shows quotes, titles or addresses of that article, for they tell of the first as well. And what the same
article places at the same spot is coarsened with it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.io.frames import conform, frame_from_rows, json_text
from geomap.io.geojson import flat_rows
from geomap.maps.basemap import load_basemap
from geomap.tables.actors import load_actors
from geomap.tables.harm import ACTIONS, HarmPolicy, HarmRule, load_harm_policy

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["Edition", "public_edition", "publication_day"]

Row = dict[str, Any]
_PLACE = ("place_id", "feature_code", "admin2", "admin3", "admin2_pcode", "admin3_pcode")
_WORDS_OF_REPORT = ("article", "title", "url", "archive_url", "quote", "why_here", "claimant")
_SHARE_WITHIN = 0.9  # as everywhere, the radius holds the true point in nine of ten cases
_NOTE = re.compile(r"\b(chosen by a person)(?: \(k[0-9a-f]{12}\))?:.*", re.DOTALL)
_LEFT_OUT = frozenset({"delay", "withhold"})


@dataclass(frozen=True, slots=True)
class Edition:
    """What may be published, and what the policy did."""

    events: "GeoDataFrame"
    """Without those that are delayed or withheld."""
    generalised: frozenset[str]
    """Ids of events shown by governorate only."""
    unquoted: frozenset[str]
    """Ids of events shown without words of articles, those generalised among them."""
    delayed: int
    withheld: int
    as_of: str | None
    """The day from which ages were counted; None where no event has a date."""
    as_of_given: bool
    reasons: Mapping[str, int]
    """Reason of the rule that acted on an event, to the number of events."""
    policy_sha256: str
    """Of the policy's table."""
    held_back: int = 0
    """Areas and lines of control that may not be shown (`geomap.maps.harm_control`)."""

    def words(self, shown: Sequence[str] | None = None) -> str:
        """One line for legends and captions.

        Parameters
        ----------
        shown : sequence of str, optional
            Ids of the events that are shown; by default all of the edition.

        Returns
        -------
        str
            Delayed and withheld events are counted over the whole run: that one of them lies in a selection is not told.
        """
        return "public edition: " + (", ".join(self.counts(shown)) or "nothing generalised, delayed or withheld")

    def counts(self, shown: Sequence[str] | None = None) -> tuple[str, ...]:
        """The parts of `words`, for legends; empty where the policy left everything as it was."""
        ids = set(self.events["id"]) if shown is None else set(shown)
        counts = (
            (len(self.generalised & ids), "generalised to the governorate"), (len((self.unquoted - self.generalised) & ids), "without quote"),
            (self.delayed, "delayed in the whole run"), (self.withheld, "withheld in the whole run"),
            (self.held_back, f"{'area or line' if self.held_back == 1 else 'areas and lines'} of control held back"),
        )  # fmt: skip
        return tuple(f"{n:,} {text}" for n, text in counts if n)

    def legend(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Lines for the legend of a map of these events."""
        return self.counts(shown) or ("nothing generalised, delayed or withheld",)

    def record(self, shown: Sequence[str]) -> dict[str, Any]:
        """The same as plain numbers, for the record of a figure."""
        ids = set(shown)
        return {
            "generalised": len(self.generalised & ids), "without_quote": len(self.unquoted & ids), "delayed": self.delayed,
            "withheld": self.withheld, "control_held_back": self.held_back, "as_of": self.as_of, "as_of_given": self.as_of_given, "reasons": dict(sorted(self.reasons.items())),
            "policy": self.policy_sha256,
        }  # fmt: skip

    def warning(self) -> str | None:
        """What to tell a person who gave no day, if ages mattered."""
        if self.as_of_given or not self.delayed:
            return None
        return (
            f"no --as-of: ages are counted from {self.as_of}, the newest day of the run, and {self.delayed} recent "
            f"{'event is' if self.delayed == 1 else 'events are'} withheld; give --as-of with the day of publication"
        )


def _told(row: Row) -> list[Row]:
    found = json.loads(row["reports_json"] or "[]")
    return [r for r in found if isinstance(r, dict)]


def _spoken(row: Row, told: Sequence[Row]) -> str:
    """What is said of an event."""
    losses = [str(loss.get("words") or "") for name in ("deaths", "wounded", "captured") for loss in json.loads(row[f"{name}_json"] or "[]")]
    parts = [row["quote"], row["place"], row["merge_reason"], *(r.get(k) for r in told for k in ("quote", "claimant"))]
    return "\n".join([*(str(p) for p in parts if p), *losses])


def _headed(told: Sequence[Row]) -> str:
    """What stands over the articles that tell of an event: it may be of another act."""
    return "\n".join(str(r[k]) for r in told for k in ("title", "url", "archive_url", "article") if r.get(k))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text or "")[:10])
    except ValueError:
        return None


def _newest(row: Row, told: Sequence[Row]) -> date | None:
    """The last day an event may have lasted to; where it has no date, the last day it was told."""
    end = _day(row["date_end"]) or _day(row["date_start"])
    days = [d for r in told if (d := _day(r.get("published")))]
    if end is None or row["ongoing"]:
        return max([*days, *([end] if end else [])], default=None)
    return end


def _applies(rule: HarmRule, row: Row, age: int | None) -> bool:
    """Whether everything but the words fits; what is of unknown age is young."""
    return (
        (rule.younger_than_days is None or age is None or age < rule.younger_than_days)
        and (not rule.objects or (row["object"] or "") in rule.objects)
        and (not rule.kinds or bool({row["event_type"], row["sub_event_type"]} & rule.kinds))
        and rule.fits_code(row["feature_code"] or "")
    )


def _judge(policy: HarmPolicy, row: Row, told: Sequence[Row], as_of: date | None) -> HarmRule | None:
    """The rule that acts on an event: of those that fit, up to a row that says keep, the strongest.

    Words in a title or an address only take the words: the article may tell them of another act.
    """
    newest = _newest(row, told)
    age = (as_of - newest).days if as_of and newest else None
    spoken, headed, found = _spoken(row, told), _headed(told), None
    for rule in policy.rules:
        if not _applies(rule, row, age):
            continue
        if rule.words is not None and not rule.words.search(spoken):
            if rule.action == "keep" or not rule.words.search(headed):
                continue
            rule = replace(rule, action="drop-quote")
        if rule.action == "keep":
            break
        if found is None or ACTIONS.index(rule.action) > ACTIONS.index(found.action):
            found = rule
    return found


@lru_cache(maxsize=1)
def _governorates() -> Mapping[str, tuple[str, float, float, float]]:
    """By p-code: name, longitude and latitude of a point inside, and the radius around it that holds nine tenths of the area."""
    import numpy as np
    import shapely
    from pyproj import Transformer

    to_metres = Transformer.from_crs(4326, 32637, always_xy=True).transform
    found = {}
    for f in load_basemap().governorates:
        middle = f.geometry.centroid if f.geometry.contains(f.geometry.centroid) else f.geometry.representative_point()
        area = shapely.transform(f.geometry, lambda points: np.column_stack(to_metres(points[:, 0], points[:, 1])))
        point = shapely.Point(to_metres(middle.x, middle.y))
        reach = next(km for km in range(1, 1000) if point.buffer(km * 1000).intersection(area).area >= _SHARE_WITHIN * area.area)
        found[str(f.properties["pcode"])] = (f.name, round(middle.x, 3), round(middle.y, 3), float(reach))
    return found


def _governorate(row: Row) -> tuple[str, str, float, float, float] | None:
    """P-code, name, point and radius of the governorate: the row's own, else the one its point lies in."""
    import shapely

    units = _governorates()
    code = next((c for c, unit in units.items() if c == row["admin1_pcode"] or unit[0] == row["admin1"]), None)
    if code is None and row["longitude"] is not None and row["latitude"] is not None:
        point = shapely.Point(row["longitude"], row["latitude"])
        code = next((str(f.properties["pcode"]) for f in load_basemap().governorates if f.geometry.contains(point)), None)
    return None if code is None else (code, *units[code])


def _unquoted(row: Row) -> Row:
    """Without any word of an article, and without what came from words: names that are in no table, reasons, claims of tolls."""
    actors = load_actors()
    told = [{**r, **{k: None if k != "quote" else "" for k in _WORDS_OF_REPORT}, "spans": []} for r in _told(row)]
    tolls = {f"{n}_json": json_text([{**t, "words": "", "claimant": None} for t in json.loads(row[f"{n}_json"] or "[]")]) for n in ("deaths", "wounded", "captured")}
    names = {k: row[k] if row[k[:6]] and actors.get(row[k[:6]]) else None for k in ("actor1_name", "actor2_name")}
    ids = {k: row[k] if actors.get(row[k]) else None for k in ("actor1", "actor2")}
    beside = {k: json_text([a for a in json.loads(row[k] or "[]") if actors.get(a)]) for k in ("actor1_associates_json", "actor2_associates_json")}
    return {**row, **tolls, **names, **ids, **beside, "quote": "", "merge_reason": "", "place_reason": "", "reports_json": json_text(told)}


def _without_notes(row: Row) -> Row:
    """Without what a reviewer noted beside a decision on a place: it is written for colleagues."""
    told = [{**r, "why_here": _NOTE.sub(r"\1", r["why_here"])} if r.get("why_here") else r for r in _told(row)]
    cut = {"place_reason": _NOTE.sub(r"\1", row["place_reason"] or "")}
    return {**row, **cut, "reports_json": json_text(told)} if told else {**row, **cut}


def _coarse(row: Row) -> Row:
    """By governorate only; where none is known, by country only."""
    unit, change = _governorate(row), json.loads(row["control_change_json"] or "null")
    place = dict.fromkeys(_PLACE)
    if unit is None:
        here = {"place": row["country"] or None, "longitude": None, "latitude": None, "radius_km": None, "precision": "country", "admin1": None, "admin1_pcode": None}
    else:
        code, name, longitude, latitude, radius_km = unit
        here = {
            "place": name, "longitude": longitude, "latitude": latitude, "radius_km": radius_km, "precision": "admin1", "admin1": name,
            "admin1_pcode": code,
        }  # fmt: skip
    after = json_text({**change, "place_id": None, "place": here["place"]}) if change else None
    alone = {"part_of": None, "part_reason": None}  # the period may be told of the very place
    return {**_unquoted(row), **place, **here, **alone, "geo_precision": 3, "control_change_json": after}


def _reach(rows: Sequence[Row], told: Sequence[Sequence[Row]], rules: Sequence[HarmRule | None]) -> tuple[set[str], set[tuple[str, str]]]:
    """Articles whose words go, and (article, place) pairs that are coarsened."""
    articles, spots = set(), set()
    for row, reports, rule in zip(rows, told, rules, strict=True):
        if rule is None:
            continue
        names = {str(r.get("article")) for r in reports}
        articles |= names
        if rule.action != "drop-quote" and row["place_id"]:
            spots |= {(n, str(row["place_id"])) for n in names}
    return articles, spots


def _as_of(text: str | None, rows: Sequence[Row], told: Sequence[Sequence[Row]]) -> date | None:
    if text is None:
        days = (d for row, reports in zip(rows, told, strict=True) for d in [_newest(row, reports), *(_day(r.get("published")) for r in reports)])
        return max((d for d in days if d), default=None)
    return publication_day(text)


def publication_day(text: str) -> date:
    """The day from which ages are counted.

    Raises
    ------
    InputError
        The text is no day.
    """
    day = _day(text) if len(text) == 10 else None
    if day is None:
        raise InputError(f"--as-of {text!r}: write the day of publication as 2017-03-14")
    return day


def public_edition(events: "GeoDataFrame", policy: HarmPolicy | None = None, *, as_of: str | None = None) -> Edition:
    """Apply the harm policy to events.

    Parameters
    ----------
    events : GeoDataFrame
        All events of a run, flat columns as in ``events.geojson``: what the words of one article tell is known only from all of its
        events. It is not changed.
    policy : HarmPolicy, optional
        The bundled one by default.
    as_of : str, optional
        Day of publication (``YYYY-MM-DD``), from which ages are counted. Without it they are counted from the newest day of the run,
        so that what was recent when it was read stays back.

    Returns
    -------
    Edition

    Raises
    ------
    InputError
        `as_of` is no day.
    """
    policy = policy or load_harm_policy()
    rows = flat_rows(conform(events))
    told = [_told(r) for r in rows]
    day = _as_of(as_of, rows, told)
    rules = [_judge(policy, row, reports, day) for row, reports in zip(rows, told, strict=True)]
    articles, spots = _reach(rows, told, rules)
    kept: list[Row] = []
    generalised, unquoted, reasons = set(), set(), dict[str, int]()
    for row, reports, rule in zip(rows, told, rules, strict=True):
        if rule is not None:
            reasons[rule.reason] = reasons.get(rule.reason, 0) + 1
        if rule is not None and rule.action in _LEFT_OUT:
            continue
        names = {str(r.get("article")) for r in reports}
        coarse = (rule is not None and rule.action == "coarsen") or any((n, str(row["place_id"])) in spots for n in names)
        if coarse:
            generalised.add(row["id"])
        if coarse or names & articles:
            unquoted.add(row["id"])
        kept.append(_coarse(row) if coarse else _unquoted(row) if names & articles else _without_notes(row))
    actions = [rule.action for rule in rules if rule is not None]
    return Edition(
        frame_from_rows(kept), frozenset(generalised), frozenset(unquoted), actions.count("delay"), actions.count("withhold"),
        day.isoformat() if day else None, as_of is not None, reasons, policy.sha256,
    )  # fmt: skip
