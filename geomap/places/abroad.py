"""Countries and their towns: listed, and never drawn, as the maps are of Syria."""

from geomap.model import UNKNOWN_ADMIN, MatchType, Precision, Resolution
from geomap.places.gazetteer import Gazetteer

__all__ = ["place_abroad", "syria"]

_NEIGHBOURS = frozenset({"IQ", "LB", "TR", "JO", "IL", "PS"})  # the war reached their towns; of towns farther off texts tell politics
_WHY = "outside Syria: listed, not drawn"


def place_abroad(kind: str, code: str, name: str, gazetteer: Gazetteer) -> Resolution:
    """A country, or a town of another country.

    Parameters
    ----------
    kind : str
        "country" or "city", as the list of names has it.
    code : str
        ISO 3166 code of the country.
    name : str
        As the text has it.
    gazetteer : Gazetteer

    Returns
    -------
    Resolution
        With a point where it is a neighbour's town that the gazetteer has.
    """
    if code == "SY":
        return syria(name, gazetteer)
    if kind == "country":
        return Resolution(None, name, "PCLI", None, None, None, Precision.COUNTRY, code, UNKNOWN_ADMIN, MatchType.EXACT, 0.95, _WHY)
    town = next((c.place for c in gazetteer.candidates(name) if c.place.country == code), None) if code in _NEIGHBOURS else None
    if town is None:
        return Resolution(None, name, "PPL", None, None, None, Precision.EXACT, code, UNKNOWN_ADMIN, MatchType.EXACT, 0.95, _WHY)
    return Resolution(
        town.place_id, town.name, town.feature_code, town.longitude, town.latitude, town.radius_km, Precision.EXACT, code, UNKNOWN_ADMIN,
        MatchType.EXACT, 0.95, _WHY,
    )  # fmt: skip


def syria(name: str, gazetteer: Gazetteer) -> Resolution:
    """The country itself.

    Parameters
    ----------
    name : str
        As the text has it.
    gazetteer : Gazetteer

    Returns
    -------
    Resolution
    """
    res = gazetteer.resolve("Syria", kind_word="country")
    if res.feature_code == "PCLI":
        return res
    return Resolution(
        None, "Syria", "PCLI", 38.5, 35.0, 400.0, Precision.COUNTRY, "SY", UNKNOWN_ADMIN, MatchType.EXACT, 0.95, f"the country, as {name!r}"
    )  # fmt: skip
