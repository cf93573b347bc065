"""The town of a quarter, a street, a market or a mosque: every town has these, under names that recur, so the text's own town decides."""

from geomap.model import MatchType, Precision, Resolution, ToponymType
from geomap.places.context import Context
from geomap.places.gazetteer import Gazetteer
from geomap.places.kinds import AREA_KINDS, kind_of
from geomap.places.relative import far
from geomap.places.seats import Seats

__all__ = ["Homes"]

_TOWN_THINGS = frozenset(["market", "hospital", "mosque", "church", "school", "university", "square", "building", "roundabout", "stadium", "hotel", "garage", "hall", "street", "shrine", "farm", "farms", "bridge"])
"""What stands in towns."""
_CALLED_AFTER = frozenset(["market", "hospital", "school", "university", "stadium"])
_DISTRICTS = frozenset(["district", "districts"])
_OUTSKIRTS = frozenset(["suburb", "suburbs", "residential suburb"])
_SEAT = 0.5  # importance of the seat of a sub-district: "X district" is then the unit
_THE_TOWN = frozenset(["city", "citys", "town", "towns"])
_THE_CAPITAL = frozenset(["capital", "capitals"])
_LED_BY = frozenset(["in", "of", "inside", "within"])
_REACH = 5  # tokens after a name in which "of the city" is looked for
_SETTLED = "PPL"
_ONE_OF_THEM = frozenset(["a", "an", "one", "two", "three", "four", "several", "some", "many", "other", "another", "most", "all", "few"])
_ADJECTIVES = 4  # tokens before a kind word in which its article is looked for
_QUARTER_CODES = frozenset({"PPLX", "PPLXX"})
_SURE = frozenset({MatchType.EXACT, MatchType.ALTERNATE, MatchType.FOLDED})
_SUBURB_KM = 20.0  # the towns around the capital lie within this of its middle
_OLD_TOWN_KM = 10.0  # radius up to which an area ("East Aleppo") is a city's


class Homes:
    """Towns of one article and what lies in them.

    Parameters
    ----------
    context : Context
    seats : Seats
    gazetteer : Gazetteer
    """

    def __init__(self, context: Context, seats: Seats, gazetteer: Gazetteer) -> None:
        self.context = context
        self.found = context.found
        self.seats = seats
        self.gazetteer = gazetteer
        self.local = [self._is_local(i) for i in range(len(self.found))]
        """Whether each name is told as a part of a town, or a thing that towns have."""

    def _is_local(self, index: int) -> bool:
        found = self.found[index]
        word, group = found.phrase.kind_word, found.phrase.kind_group
        if self.seats.governorate[index] is not None:
            return False
        kind = "country" if found.item.abroad else kind_of(self.gazetteer.place(found.item.place_ids[0]).feature_code) if found.item.place_ids else ""
        if kind in AREA_KINDS and not (kind == "country" and group == "quarter" and self._called(index)):
            return False
        if not self._is_whole(index):
            return False
        if word in _TOWN_THINGS or (group == "quarter" and word not in _OUTSKIRTS):
            return True
        if group in {"district", "region"} and found.item.importance < _SEAT and self._ending(index) is not None:
            return True
        return word in _DISTRICTS and found.item.importance < _SEAT

    def _called(self, index: int) -> bool:
        """Whether a kind word makes one name with a country's or a foreign town's: "the Syria quarter", "the Sulaymaniyah neighbourhood"."""
        found, tokens = self.found[index], self.context.scan.tokens
        return found.phrase.kind_last == found.last + 1 and not tokens.possessives[found.last] and tokens.ends[found.last] == tokens.starts[found.first] + len(found.name)

    def _is_whole(self, index: int) -> bool:
        """Whether a quarter is called by a name, rather than told as one of a town's: "a district of X", "the quarters of X"."""
        scan, found = self.context.scan, self.found[index]
        if found.phrase.kind_last >= 0 or found.phrase.kind_word is None:
            return True
        mates = self.context.list_mates(index)
        if found.phrase.kind_word.endswith("s") and not mates:
            return False
        head = found.phrase.kind_word.split(" ")[0]
        first = min([found.first, *(self.found[i].first for i in mates)])
        at = next((i for i in range(first - 1, max(first - _REACH, 0), -1) if scan.lows[i] == head), first)
        return not any(scan.lows[at - k] in _ONE_OF_THEM for k in range(1, _ADJECTIVES) if scan.gaps[at - k + 1] == "s")

    def is_suburb(self, index: int) -> bool:
        """Whether a name is that of a town by the capital, which news calls one of its districts."""
        if self.found[index].item.importance < _SEAT:
            return False
        name, capital = self.found[index].item.called or self.found[index].name, self.gazetteer.resolve("Damascus", kind_word="city")
        town = self.gazetteer.resolve(name, kind_word="town")
        return town.match_type in _SURE and town.admin.admin1 == "Rif Dimashq" and (town.feature_code or "").startswith(_SETTLED) and not far(town, capital, _SUBURB_KM)

    def is_thing(self, index: int) -> bool:
        """Whether a name is told as something that may be called after its town: "Saraqib hospital", but not "Thawra Street"."""
        return self.found[index].phrase.kind_word in _CALLED_AFTER

    def ties(self, index: int) -> bool:
        """Whether the text says of a name itself that it lies in a town: "X in Y", "of the city", "Y's X"."""
        return self.context.holder(index) is not None or self._ending(index) is not None or self._owned(index)

    def _owned(self, index: int) -> bool:
        scan, first = self.context.scan, self.found[index].first
        return index > 0 and self.found[index - 1].last == first - 1 and scan.gaps[first] == "s"

    def _ending(self, index: int) -> str | None:
        """What a name is said to be a part of without its name: "in the city", "of the northern city", "in the capital"."""
        scan = self.context.scan
        last = max(self.found[index].last, self.found[index].phrase.kind_last)
        if scan.lows[last + 1] not in _LED_BY or scan.lows[last + 2] != "the":
            return None
        for i in range(last + 3, last + _REACH):
            low = scan.lows[i]
            if low in _THE_TOWN and scan.lows[i + 1] != "of" and scan.tokens.caps[i + 1 : i + 2] != (True,):
                return "town"
            if low in _THE_CAPITAL and scan.tokens.caps[i + 1 : i + 2] != (True,):
                return "capital"
            if low not in scan.words.directions and low != "syrian":
                return None
        return None

    def towns(self, index: int, done: list[Resolution | None]) -> list[Resolution]:
        """The towns of the article in which a name may lie, the likeliest first.

        Parameters
        ----------
        index : int
        done : list of (Resolution or None)
            What is known of each name so far.

        Returns
        -------
        list of Resolution
            Its holder alone where that is a town; else those told before it, the nearest first, then those after it.
        """
        holder = self.context.holder(index)
        if holder is not None:
            return self._town(holder, done)
        if self._ending(index) == "capital":
            return [self.gazetteer.resolve("Damascus", kind_word="city")]
        mates, sentence = set(self.context.list_mates(index)), self.context.same_sentence(index)
        order = [*reversed(range(sentence.start, index)), *range(index + 1, sentence.stop), *reversed(range(sentence.start)), *range(sentence.stop, len(self.found))]
        told, unit = [], None
        for i in order:
            if i not in mates:
                told += [t for t in self._town(i, done) if unit is None or t.admin.admin1 in unit]
            if unit is None and i < index and self.seats.means_governorate(i):  # "in Aleppo city. ... In Quneitra province, X quarter": not of Aleppo
                unit = {self.seats.governorate[i], "Rif Dimashq" if self.seats.governorate[i] == "Damascus" else None}
        syrian = [t for t in told if t.country == "SY"]
        return list({(t.longitude, t.latitude, t.place): t for t in syrian or told}.values())

    def _town(self, index: int, done: list[Resolution | None]) -> list[Resolution]:
        res, found = done[index], self.found[index]
        if res is None or not res.resolved or self.local[index] or found.toponym_type is not ToponymType.LITERAL:
            return []
        if found.item.abroad is not None:
            return [res] if found.item.abroad[0] == "city" and found.item.abroad[1] != "SY" else []
        old_town = res.precision is Precision.AREA and (res.radius_km or 0.0) <= _OLD_TOWN_KM and self.seats.governorate[index] is None
        if res.match_type in {MatchType.RELATIVE, MatchType.CONTAINING} or not (old_town or (res.precision is Precision.EXACT and self._is_town(res))):
            return []
        return [res]

    def _is_town(self, res: Resolution) -> bool:
        if res.place_id is None or res.country != "SY" or not (res.feature_code or "").startswith(_SETTLED) or res.feature_code in _QUARTER_CODES:
            return False
        return self.gazetteer.place(res.place_id).importance >= _SEAT
