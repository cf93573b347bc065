"""One way to choose events, for maps, figures, tables and bundles alike."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.model import EventType, Review, Status
from geomap.model.report import YEARS

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

__all__ = ["SHOWN_BY_DEFAULT", "Filters", "accepted", "choose", "filter_events", "iso_day", "near", "standing"]

SHOWN_BY_DEFAULT = (Status.REPORTED.value, Status.CLAIMED.value)
"""What has happened, as far as anyone says. Planned, threatened, denied and historical acts are asked for by name."""
_ISO_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_ACCEPTED = (Review.ACCEPTED.value, Review.EDITED.value)


def iso_day(text: str, *, end: bool = False) -> str:
    """A day from an ISO date of any precision.

    Parameters
    ----------
    text : str
        ``2017``, ``2017-03`` or ``2017-03-14``.
    end : bool
        The last day of the year or month instead of the first.

    Returns
    -------
    str
        ``YYYY-MM-DD``.

    Raises
    ------
    InputError
        The text is no ISO date.
    """
    parts = text.strip().split("-")
    advice = f"date {text!r}: write it as 2017, 2017-03 or 2017-03-14"
    if not _ISO_DATE.fullmatch(text.strip()):
        raise InputError(advice)
    year, month, day = (int(p) for p in (*parts, "1", "1")[:3])
    try:
        first = date(year if year in YEARS else 0, month, day)  # there is no year 0
    except ValueError as error:
        raise InputError(advice) from error
    if not end or len(parts) == 3:
        return first.isoformat()
    after = date(year + (len(parts) == 1 or month == 12), 1 if len(parts) == 1 or month == 12 else month + 1, 1)
    return date.fromordinal(after.toordinal() - 1).isoformat()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are meant. Conditions combine by AND, the values of one condition by OR; empty means any."""

    since: str | None = None
    """First day, or year, or month. An event spread over a range is kept when its range touches the period."""
    until: str | None = None
    """Last day (inclusive), or year, or month."""
    actor: tuple[str, ...] = ()
    """Ids or names of actors, on either side of the act."""
    side: tuple[str, ...] = ()
    """Ids of sides, on either side of the act."""
    type: tuple[str, ...] = ()
    """Event types or sub-event types; the first word is enough ("battles")."""
    status: tuple[str, ...] = SHOWN_BY_DEFAULT
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees. Events without a point are left out."""
    place: tuple[str, ...] = ()
    """Names of places, districts or governorates."""
    public: bool = False
    """Only what a person has accepted."""
    ids: frozenset[str] = field(default=frozenset())

    def describe(self) -> list[str]:
        """The conditions in words, for captions and records; empty where nothing is left out but other statuses."""
        words = []
        if self.since or self.until:
            words.append(f"from {self.since or 'the first day'} to {self.until or 'the last day'}")
        for label, values in (("actor", self.actor), ("side", self.side), ("type", self.type), ("place", self.place)):
            if values:
                words.append(f"{label}: {', '.join(sorted(values))}")
        if set(self.status) != set(SHOWN_BY_DEFAULT):
            words.append(f"status: {', '.join(sorted(self.status)) or 'any'}")
        if self.bbox:
            words.append("bbox: " + ", ".join(f"{v:g}" for v in self.bbox))
        return [*words, "accepted by a person"] if self.public else words


def standing(events: "GeoDataFrame") -> "GeoDataFrame":
    """The events that no person rejected: those that are drawn and counted. Files of data list the others too."""
    return events[events["review"] != Review.REJECTED.value].reset_index(drop=True) if "review" in events else events


def accepted(events: "GeoDataFrame") -> tuple["GeoDataFrame", bool]:
    """The events that a person has accepted; where there is none, those that nobody has looked at, to be shown as such.

    Parameters
    ----------
    events : GeoDataFrame

    Returns
    -------
    tuple of GeoDataFrame and bool
        With a fresh index; and whether all of them are unreviewed.
    """
    found = events[events["review"].isin(_ACCEPTED)].reset_index(drop=True)
    if len(found):
        return found, False
    untouched = events["review"].isna() | events["review"].isin(["", Review.UNREVIEWED.value])
    return events[untouched].reset_index(drop=True), bool(untouched.any())


def filter_events(events: "GeoDataFrame", filters: Filters) -> "GeoDataFrame":
    """The events that meet every condition, in their order.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``.
    filters : Filters

    Returns
    -------
    GeoDataFrame
        A copy with a fresh index, without those that a person rejected. With `since` or `until`, events of unknown date are left out.

    Raises
    ------
    InputError
        A status, type or date is no known one, or the bbox is not west, south, east, north.
    """
    keep = _by_status(events, filters) & (events["review"] != Review.REJECTED.value)
    for mask in (_by_date(events, filters), _by_party(events, filters), _by_type(events, filters), _by_place(events, filters)):
        if mask is not None:
            keep &= mask
    if filters.public:
        keep &= events["review"].isin(_ACCEPTED)
    if filters.ids:
        keep &= events["id"].isin(filters.ids)
    return events[keep].reset_index(drop=True)


def choose(events: "GeoDataFrame", filters: Filters) -> tuple["GeoDataFrame", Filters, bool]:
    """The events to draw: those that meet every condition; in a public edition of which nothing is accepted, the unreviewed ones.

    Parameters
    ----------
    events : GeoDataFrame
    filters : Filters

    Returns
    -------
    tuple of GeoDataFrame, Filters and bool
        The events; the conditions that they meet; and whether all are unreviewed though what is public was asked for: what is drawn
        of them must say so.
    """
    chosen = filter_events(events, filters)
    if not filters.public or len(chosen):
        return chosen, filters, False
    without = replace(filters, public=False)
    found, unreviewed = accepted(filter_events(events, without))
    return found, without, unreviewed


def _by_status(events: "GeoDataFrame", filters: Filters) -> "pd.Series[bool]":
    known = {s.value for s in Status}
    if wrong := sorted(set(filters.status) - known):
        raise InputError(f"status {wrong[0]!r} is unknown; choose {', '.join(sorted(known))}")
    return events["status"].isin(filters.status or known)


def _by_date(events: "GeoDataFrame", filters: Filters) -> "pd.Series[bool] | None":
    if not (filters.since or filters.until):
        return None
    starts = events["date_start"].fillna("").astype(str).str[:10]
    ends = events["date_end"].fillna("").astype(str).str[:10].where(lambda s: s != "", starts)
    keep = starts != ""
    if filters.since:
        keep &= ends >= iso_day(filters.since)
    if filters.until:
        keep &= starts <= iso_day(filters.until, end=True)
    return keep


def _by_party(events: "GeoDataFrame", filters: Filters) -> "pd.Series[bool] | None":
    keep = None
    for wanted, columns in ((filters.actor, ("actor1", "actor2", "actor1_name", "actor2_name")), (filters.side, ("side1", "side2"))):
        if not wanted:
            continue
        values = {w.casefold() for w in wanted}
        mask = _any_in(events, columns, values)
        keep = mask if keep is None else keep & mask
    return keep


def _any_in(events: "GeoDataFrame", columns: tuple[str, ...], values: set[str]) -> "pd.Series[bool]":
    present = [c for c in columns if c in events.columns]
    mask = events["id"].isna()
    for column in present:
        mask = mask | events[column].fillna("").astype(str).str.casefold().isin(values)
    return mask


def _by_type(events: "GeoDataFrame", filters: Filters) -> "pd.Series[bool] | None":
    if not filters.type:
        return None
    known = {t.value.casefold() for t in EventType} | set(events["sub_event_type"].dropna().astype(str).str.casefold())
    values: set[str] = set()
    for wanted in filters.type:
        matches = {k for k in known if k == wanted.casefold() or k.split("/")[0].split()[0] == wanted.casefold()}
        if not matches:
            raise InputError(f"type {wanted!r} is unknown; choose {', '.join(t.value for t in EventType)}, or a sub-event type")
        values |= matches
    return _any_in(events, ("event_type", "sub_event_type"), values)


def _by_place(events: "GeoDataFrame", filters: Filters) -> "pd.Series[bool] | None":
    keep = None
    if filters.place:
        values = {p.casefold() for p in filters.place}
        keep = _any_in(events, ("place", "admin1", "admin2", "admin3", "admin1_pcode", "admin2_pcode", "admin3_pcode"), values)
    if filters.bbox:
        west, south, east, north = filters.bbox
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise InputError(f"bbox {filters.bbox}: give west, south, east, north in degrees, as 36 35 38 37")
        inside = events["longitude"].between(west, east) & events["latitude"].between(south, north)
        keep = inside if keep is None else keep & inside
    return keep


def near(longitude: float, latitude: float, km: float) -> tuple[float, float, float, float]:
    """West, south, east, north of the square that reaches `km` from a point in each direction.

    Parameters
    ----------
    longitude, latitude : float
        WGS84 degrees.
    km : float
        Half the side.

    Returns
    -------
    tuple of float
        WGS84 degrees.

    Raises
    ------
    InputError
        `km` is not between 1 and 1,000.
    """
    from math import cos, radians

    if not 1 <= km <= 1000:
        raise InputError(f"a reach of {km} km around a place: give 1 to 1000")
    dy = km / 110.95  # of a degree of latitude at 35° N
    dx = km / (111.32 * cos(radians(latitude)))
    return longitude - dx, latitude - dy, longitude + dx, latitude + dy
