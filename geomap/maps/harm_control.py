"""What a public edition may show of who holds which ground: nothing newer than the harm policy lets out.

Where areas meet is where the fighters stand, and an area that is left out is still told by the edges of its neighbours. So areas and lines
of one date go together: if the newest fact that any of them rests on is too young, none of that date is shown.
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from geomap.maps.harm import Edition
from geomap.tables.harm import ACTIONS, CONTROL, HarmPolicy, HarmRule

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["HIDING", "control_rule", "without_recent"]

HIDING = ACTIONS[ACTIONS.index("coarsen") :]
"""Actions after which an area, a line or the point of a fact is not shown: ground cannot be told more coarsely than it is."""
Layer = TypeVar("Layer", bound="GeoDataFrame | None")


def control_rule(policy: HarmPolicy, age_days: int | None, *, code: str = "", spoken: str = "") -> HarmRule | None:
    """The rule of a policy that acts on a statement of who holds which ground.

    Parameters
    ----------
    policy : HarmPolicy
    age_days : int or None
        None where the day is not known: such a statement counts as young.
    code : str
        GeoNames feature code of the place, if it is one.
    spoken : str
        Words in which it is told.

    Returns
    -------
    HarmRule or None
        Of the rules for the kind ``Control`` and for all kinds, up to one that says keep, the strongest.
    """
    found = None
    for rule in policy.rules:
        old = rule.younger_than_days is not None and age_days is not None and age_days >= rule.younger_than_days
        if old or rule.objects or (rule.kinds and CONTROL not in rule.kinds) or not rule.fits_code(code):
            continue
        if rule.words is not None and not rule.words.search(spoken):
            continue
        if rule.action == "keep":
            break
        if found is None or ACTIONS.index(rule.action) > ACTIONS.index(found.action):
            found = rule
    return found


def without_recent(edition: Edition, policy: HarmPolicy, *layers: "GeoDataFrame | None") -> "tuple[Edition, tuple[GeoDataFrame | None, ...]]":
    """Areas and lines of control that may be shown beside a public edition.

    Parameters
    ----------
    edition : Edition
        Its day is that from which ages are counted.
    policy : HarmPolicy
    *layers : GeoDataFrame or None
        Areas or lines. The day of each is ``newest_fact``, else ``date`` (ISO days), as `geomap control` writes them; what has neither is young.

    Returns
    -------
    tuple
        The edition with the number of those left out; and the layers without them, None in place of one of which nothing is left.
    """
    newest: dict[str, date | None] = {}
    days = [_days(layer) for layer in layers]
    for of_layer in days:
        for drawn, day in of_layer:
            known = newest.get(drawn, day)
            newest[drawn] = None if day is None or known is None else max(day, known)
    as_of = _day(edition.as_of)
    hidden = {drawn for drawn, day in newest.items() if _hidden(policy, None if as_of is None or day is None else (as_of - day).days)}
    held_back = sum(drawn in hidden for of_layer in days for drawn, _ in of_layer)
    kept = tuple(_kept(layer, [drawn not in hidden for drawn, _ in of_layer]) for layer, of_layer in zip(layers, days, strict=True))
    return replace(edition, held_back=held_back), kept


def _hidden(policy: HarmPolicy, age_days: int | None) -> bool:
    rule = control_rule(policy, age_days)
    return rule is not None and rule.action in HIDING


def _days(layer: "GeoDataFrame | None") -> list[tuple[str, date | None]]:
    """Of each row: the date it is drawn for, and the day of the newest fact it rests on."""
    if layer is None:
        return []
    columns = [layer[name].tolist() if name in layer else [None] * len(layer) for name in ("date", "newest_fact")]
    return [(str(drawn)[:10], _day(fact) or _day(drawn)) for drawn, fact in zip(*columns, strict=True)]


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _kept(layer: Layer, wanted: list[bool]) -> "Layer | None":
    return layer[wanted].reset_index(drop=True) if layer is not None and any(wanted) else None
