"""Tell a governorate from its seat: both bear one name, and the words around it say which is meant."""

from geomap.places.context import Context
from geomap.places.gazetteer import Gazetteer
from geomap.places.recognition import Found

__all__ = ["Seats"]

_GREAT = frozenset({"Aleppo", "Damascus"})
"""Cities so large that their bare names are theirs, whatever is said of their governorates around."""
_HALVES = frozenset({90.0, 270.0})
"""East and west: so the halves of divided Aleppo were called, not sides of its governorate."""
_UNIT_SEAT = 0.5  # importance of a seat from which "X district" is an admin unit
_OUTSKIRTS = frozenset({"suburb", "suburbs", "residential suburb"})


class Seats:
    """The names of one article that a governorate and a city share.

    Parameters
    ----------
    context : Context
    gazetteer : Gazetteer
    """

    def __init__(self, context: Context, gazetteer: Gazetteer) -> None:
        self.context = context
        self.found = context.found
        self.gazetteer = gazetteer
        self.governorate = [_governorate_of(found, gazetteer) for found in context.found]
        """Name of the governorate that each name may mean, whatever its words; None of all others."""

    def means_governorate(self, index: int) -> bool:
        """Whether the words around the name of a governorate's seat mean the governorate.

        Parameters
        ----------
        index : int

        Returns
        -------
        bool
        """
        found = self.found[index]
        if self.governorate[index] is None:
            return False
        group = found.phrase.kind_group
        if group is not None or self.governorate[index] == "Damascus":  # bare, that is the city
            return group == "governorate"
        if self._measured_from(index) or self._holds_quarter(index):
            return False
        great = self.governorate[index] in _GREAT
        if great and found.phrase.bearing in _HALVES:
            return False
        if great and found.phrase.bearing is not None and self._is_city(self.governorate[index]):
            return False  # "southern Aleppo", where the text tells of the city and its quarters
        if found.phrase.bearing is not None or self._borders(index) or (not great and self._meant_so_elsewhere(index)):
            return True
        return self._heads_section(index) or self._holds_villages(index)

    def _borders(self, index: int) -> bool:
        """As in "the boundary between Hama and Idlib"."""
        scan, first = self.context.scan, min([index, *self.context.list_mates(index)])
        return [scan.lows[self.found[first].first - k] for k in (2, 1)] in (["border", "between"], ["borders", "of"], ["boundary", "between"])

    def _meant_so_elsewhere(self, index: int) -> bool:
        """Whether the article says the governorate, and never the city, wherever it says which of the two it means."""
        if self._links(index):
            return False
        same = [f.phrase for f, g in zip(self.found, self.governorate, strict=True) if g == self.governorate[index]]
        groups = {"governorate" if p.kind_group is None and p.bearing is not None else p.kind_group for p in same}
        return "governorate" in groups and "settlement" not in groups and not self._tells_quarters(self.governorate[index])

    def _is_city(self, unit: str | None) -> bool:
        """Whether the article tells of a governorate's seat as a city, and never of the governorate."""
        groups = {f.phrase.kind_group for f, g in zip(self.found, self.governorate, strict=True) if g == unit}
        return "governorate" not in groups and ("settlement" in groups or self._tells_quarters(unit))

    def city_of_side(self, index: int) -> str | None:
        """The city of which a name tells a side ("southern Aleppo": listed as its countryside), where a quarter of it is told beside and never its governorate.

        Parameters
        ----------
        index : int

        Returns
        -------
        str or None
            Name of the city.
        """
        found = self.found[index]
        side, _, rest = found.name.partition(" ")
        if not rest or self.context.scan.words.directions.get(side.lower()) is None or self.context.scan.words.directions[side.lower()] in _HALVES:
            return None
        unit = self.gazetteer.admin.find(rest, 1)
        if unit is None or unit.name != "Aleppo" or found.phrase.kind_group == "governorate" or not self._is_city(unit.name):
            return None
        near = [i for i, number in enumerate(self.context.sentence) if abs(number - self.context.sentence[index]) <= 1]
        return unit.name if any(self._is_quarter(i, unit.name) for i in near) else None

    def _is_quarter(self, index: int, unit: str | None) -> bool:
        """Whether a name is that of a quarter in a governorate's seat, and of nothing else."""
        places = [self.gazetteer.place(i) for i in self.found[index].item.place_ids]
        return bool(places) and all(p.feature_code == "PPLX" and p.admin.admin1 == unit for p in places)

    def _tells_quarters(self, unit: str | None) -> bool:
        """Whether the article names a quarter of the governorate's seat, which is then told of too."""
        return any(self._is_quarter(i, unit) for i in range(len(self.found)))

    def _measured_from(self, index: int) -> bool:
        """As in "southwest of Hasaka": directions and distances are told from the city."""
        scan, first = self.context.scan, self.found[index].first
        return scan.lows[first - 1] == "of" and scan.words.directions.get(scan.lows[first - 2]) is not None

    def _holds_quarter(self, index: int) -> bool:
        """As in "the neighbourhood of X in Homs": quarters are parts of cities."""
        scan, before = self.context.scan, self.found[index - 1] if index else None
        if before is None or before.phrase.kind_group not in {"quarter", "district"} or before.phrase.kind_word in _OUTSKIRTS:
            return False
        if before.phrase.kind_group == "district" and before.item.importance >= _UNIT_SEAT and not any(self.gazetteer.place(i).feature_code == "PPLX" for i in before.item.place_ids):
            return False
        at = self.found[index].first - 1
        at -= at in scan.directions  # "the X quarter in northwest Homs"
        return scan.lows[at] == "in" and before.last in (at - 1, at - 2)

    def _links(self, index: int) -> bool:
        """Whether a name is an end of a road: "linking X to Y", "the X-Y road". Roads run between cities."""
        scan, found = self.context.scan, self.found[index]
        before = {scan.lows[found.first - k] for k in (1, 2, 3)}
        hyphens = "h" in (scan.gaps[found.first], scan.gaps[found.last + 1])
        return bool(before & {"linking", "links", "connecting", "connects", "between"}) or (scan.lows[found.first - 1] == "to" and self._links(index - 1) if index else False) or hyphens

    def _heads_section(self, index: int) -> bool:
        """A governorate's name alone before a sentence, as in round-ups: "Homs The army ..."."""
        scan, found = self.context.scan, self.found[index]
        after = found.last + 1
        if scan.gaps[found.first] != "x" or after >= len(scan.tokens) or found.item.last != found.item.first:
            return False
        return scan.gaps[after] in "sx" and scan.tokens.caps[after] and scan.lows[after] in {"the", "a", "an", "in", "army", "two", "three", "units", "terrorists", "militants", "fighters", "rebels", "insurgents", "gunmen", "later", "meanwhile", "earlier"}

    def _holds_villages(self, index: int) -> bool:
        """As in "several towns in Hama", "villages of Homs"."""
        scan, first = self.context.scan, self.found[index].first
        if scan.lows[first - 1] not in {"in", "of", "across"} or (scan.lows[first - 2] in {"parts", "areas"} and (self._is_city(self.governorate[index]) or self.governorate[index] in _GREAT)):
            return False
        return scan.lows[first - 2] in {"towns", "villages", "countryside", "village", "town", "areas", "parts", "province"}


def _governorate_of(found: Found, gazetteer: Gazetteer) -> str | None:
    if found.item.abroad is not None:
        return None
    unit = gazetteer.admin.find(found.name, 1)
    return unit.name if unit else None
