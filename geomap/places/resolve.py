"""Resolve the toponyms of an article in its context.

The governorate named with a place comes first, then the kind the text calls it, then nearness to the other places of the sentence and
article. A name of no gazetteer is placed by what the text says of it; it is never dropped.
"""

from collections import Counter
from dataclasses import replace

from geomap.model import (
    Article,
    MatchType,
    Mention,
    Precision,
    Resolution,
    Span,
    ToponymType,
    content_id,
    unresolved,
)
from geomap.places.abroad import place_abroad, syria
from geomap.places.context import Anchor, Context
from geomap.places.gazetteer import Gazetteer
from geomap.places.homes import Homes
from geomap.places.kinds import kind_of, kinds_of_word
from geomap.places.recognition import Found, Recognised, recognise
from geomap.places.relative import FAR_KM, at_direction, between, far, near_place, part_of, within
from geomap.places.seats import Seats
from geomap.text.folding import fold

__all__ = ["find_places"]

_WEAK = frozenset({MatchType.SKELETON, MatchType.NEAR})
_SAYS_LITTLE = frozenset(["area", "areas", "enclave", "pocket", "stronghold", "bastion", "zone", "zones", "field", "fields", "road", "highway", "axis", "route", "street"])
_FEATURES = frozenset({"airbase", "facility", "hill", "mountain", "water", "road", "crossing", "camp"})
_LOCAL = frozenset({"facility", "quarter"})  # kinds found in every town: the town decides
_PROVINCE = frozenset(["province", "governorate"])
_THINGS = frozenset(["field", "airfield", "road", "river", "lake", "dam", "crossing", "base", "industry", "prison", "monument", "building"])
_WELL_KNOWN = 0.5  # importance from which a bare name is not taken for a hamlet of the governorate in question
_GOVERNORATE_SEAT = 0.9
_LANDMARK = 0.7  # importance of the seat of a district: the text may put it anywhere, it is still that town
_AREA_KM = 35.0  # what is called the area of a town; a surer name may lie farther
_SURE = frozenset({MatchType.EXACT, MatchType.ALTERNATE})
_LIST_KM = 60.0  # a list of villages spans less
_LIST_RADIUS_KM = 20.0
_CITY_KM = 12.0  # quarters and suburbs lie within this of the middle of their city
_TIED_KM, _QUARTER_KM, _THING_KM = 15.0, 20.0, 45.0  # how far from a town lies what the text puts there, a quarter that it may have, a market or a mosque


def find_places(article: Article, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the toponyms of an article and what each means.

    Parameters
    ----------
    article : Article
        Its boilerplate spans are skipped.
    gazetteer : Gazetteer

    Returns
    -------
    tuple of Mention
        Sorted by span. Places abroad have `in_syria` False and no point; a name that nothing places is unresolved, with
        the reason.
    """
    recognised = recognise(article, gazetteer)
    resolutions = _Resolver(recognised, gazetteer).run()
    return tuple(_mention(article, recognised, one, res) for one, res in zip(recognised.found, resolutions, strict=True))


def _mention(article: Article, recognised: Recognised, found: Found, resolution: Resolution) -> Mention:
    start = recognised.scan.tokens.starts[found.first]
    end = start + len(found.name)
    in_syria = None if resolution.country is None else resolution.country == "SY"
    if in_syria is None and found.item.abroad is None:
        in_syria = True  # every name that the rules let pass is one of this war's ground until a list says otherwise
    identity = content_id("m", article.sha256, start, end)
    return Mention(identity, article.id, Span(start, end), found.name, found.toponym_type, in_syria, resolution, found.phrase.kind_word)


class _Resolver:
    """Resolves the names of one article together."""

    def __init__(self, recognised: Recognised, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.found = recognised.found
        self.context = Context(recognised)
        self.done: list[Resolution | None] = [None] * len(self.found)
        self.seats = Seats(self.context, gazetteer)
        self.governorate = self.seats.governorate
        self.homes = Homes(self.context, self.seats, gazetteer)

    def run(self) -> list[Resolution]:
        for i, one in enumerate(self.found):
            if one.item.abroad is not None and not self.homes.local[i]:  # not "the Syria quarter"
                self.done[i] = place_abroad(*one.item.abroad, one.name, self.gazetteer)
            elif self.seats.means_governorate(i):
                self.done[i] = self._area(i)
        for ready in (self._well_known, lambda i: self._tied(i) and not self.homes.local[i], lambda i: not self.homes.local[i], lambda _: True):
            for i in range(len(self.found)):
                if ready(i):
                    self._settle(i)
        for i in range(len(self.found)):
            self._reconsider(i)
        self._agree()
        for i, found in enumerate(self.found):
            if not self._resolution(i).resolved and found.item.abroad is None:
                self.done[i] = self._told(i)
        return [r for r in self.done if r is not None]

    def _settle(self, index: int) -> None:
        """Resolve a name that is not yet, after the one in which the text puts it."""
        holder = self.context.holder(index)
        if holder is not None and holder > index:  # names that hold others stand after them, or are resolved already
            self._settle(holder)
        anchor = self.context.anchor(index)
        if anchor is not None and not anchor.loose:  # of several places of this name, the one that lies by it is meant
            self._settle(anchor.index)
        if self.done[index] is None:
            res = (self._at_home(index) if self.homes.local[index] else None) or self._place(index)
            self.done[index] = unresolved(f"{res.place} is no settlement, as the text says") if self._refuted(index, res) else res

    def _resolution(self, index: int) -> Resolution:
        return self.done[index] or unresolved("not looked at yet")

    # -- governorates and places abroad ------------------------------------------------------------------------------
    def _area(self, index: int) -> Resolution:
        found, name = self.found[index], self.governorate[index]
        assert name is not None  # noqa: S101  # asked by means_governorate
        if name == "Damascus":
            name = "Rif Dimashq"  # the capital's own governorate is the city; its province and countryside are this
        whole = self.gazetteer.resolve(name, kind_word="governorate")
        whole = replace(whole, reason=f"{whole.reason}; the words around it mean the governorate")
        phrase = found.phrase
        if phrase.bearing is None or (phrase.kind_word in _PROVINCE and phrase.kind_last < 0):
            return whole  # "the northern province of Idlib" is the province, which lies in the north
        return part_of(whole, phrase.bearing, self.gazetteer)

    # -- places of the gazetteer -------------------------------------------------------------------------------------
    def _well_known(self, index: int) -> bool:
        return self.found[index].item.importance >= _WELL_KNOWN and self.found[index].phrase.kind_group not in _LOCAL

    def _tied(self, index: int) -> bool:
        """Whether the phrase itself puts a name in another place."""
        return self.context.holder(index) is not None

    def _within(self, index: int) -> tuple[str | None, bool]:
        """Governorate that speaks for a name, and whether the phrase itself names it."""
        holder = self.context.holder(index)
        seen = set()
        while holder is not None and holder not in seen:
            seen.add(holder)
            if self.governorate[holder]:
                return self._unit(holder), True
            resolved = self.done[holder]
            if resolved is not None and resolved.admin.admin1:
                return resolved.admin.admin1, True
            holder = self.context.holder(holder)
        sentence = self.context.same_sentence(index)
        order = [*reversed(range(sentence.start, index)), *range(index + 1, sentence.stop), *reversed(range(sentence.start))]
        for i in order:
            if self.governorate[i] and self.found[i].toponym_type is ToponymType.LITERAL:
                return self._unit(i), False
        return None, False

    def _unit(self, index: int) -> str | None:
        name = self.governorate[index]
        if name == "Damascus" and self.seats.means_governorate(index):
            return "Rif Dimashq"
        return name

    def _near(self, index: int) -> tuple[float, float] | None:
        """Point of the nearest resolved name: its holder's, a list mate's, another's of the sentence, the one before."""
        holder = self.context.holder(index)
        anchor = self.context.anchor(index)
        order = [i for i in (holder, anchor.index if anchor is not None else None) if i is not None]
        order += sorted(self.context.same_sentence(index), key=lambda i: abs(i - index))
        order += list(reversed(range(max(0, index - 5), index)))
        for i in order:
            res = self.done[i] if i != index else None
            if res is not None and res.country == "SY" and res.longitude is not None and res.latitude is not None and res.precision in {Precision.EXACT, Precision.NEAR}:
                return round(res.longitude, 2), round(res.latitude, 2)
        return None

    def _place(self, index: int) -> Resolution:
        found = self.found[index]
        name, kind = found.item.called or found.name, self._kind(index)
        if any(p.feature_code == "PCLI" and p.country == "SY" for p in map(self.gazetteer.place, found.item.place_ids)):
            return syria(found.name, self.gazetteer)  # "Syria's towns and cities"
        if (city := self.seats.city_of_side(index)) is not None:
            return self.gazetteer.resolve(city, kind_word="city")
        unit, named = self._within(index)
        plain = self.gazetteer.candidates(name, kind_word=kind)
        if not plain:
            return self.gazetteer.resolve(name, within=unit, kind_word=kind) if unit else unresolved("no place of this name in the gazetteer")
        if kind == "base" and not any(c.place.feature_code == "MILB" for c in plain[:3]):
            kind = "air base"
        near = self._near(index)
        if unit is not None and (named or not self._well_known(index)):
            res = self.gazetteer.resolve(name, within=unit, near=near, kind_word=kind)
            if not res.resolved and unit == "Damascus":  # its suburbs lie in the governorate around it
                res = self.gazetteer.resolve(name, within="Rif Dimashq", near=near, kind_word=kind)
            if res.resolved or (named and (found.item.importance < _WELL_KNOWN or found.phrase.kind_group == "facility")):
                return res
        if found.item.importance >= _GOVERNORATE_SEAT and not named:
            seat = self.gazetteer.resolve(name, kind_word=kind)  # "Hama" far from Damascus is no hamlet by it
            near = None if seat.match_type in _SURE else near
        return self.gazetteer.resolve(name, near=near, kind_word=kind)

    def _at_home(self, index: int) -> Resolution | None:
        """A quarter, a market or a mosque: of the town in which the text puts it, else but known to lie in it; None where no town is told."""
        found, kind, towns = self.found[index], self._kind(index), self.homes.towns(index, self.done)
        name, tied = found.item.called or found.name, self.homes.ties(index)
        if not towns or (not tied and found.item.importance >= _WELL_KNOWN and self.homes.is_thing(index)):
            return None
        reach = _TIED_KM if tied else _QUARTER_KM if found.phrase.kind_group in {"quarter", "district"} else _THING_KM
        for town in towns if not tied else towns[:1]:
            if town.longitude is None or town.latitude is None:
                continue
            res = self.gazetteer.resolve(name, within=town.admin.admin1, near=(round(town.longitude, 2), round(town.latitude, 2)), kind_word=kind)
            if res.country == town.country and res.precision is Precision.EXACT and not far(res, town, reach) and ((res.match_type not in _WEAK and town is towns[0]) or self._as_told(res, kind)):
                return res
        if not tied and (res := self._place(index)).match_type in _SURE and self._as_told(res, kind):
            return res  # a quarter of a town that the text need not name
        anchor = self.context.anchor(index)
        listed = any(self._is_sure(i) and not far(self._resolution(i), towns[0], _CITY_KM) for i in self.context.list_mates(index))
        if listed or (anchor is not None and not anchor.loose and self.context.holder(index) is None):
            return unresolved(f"no such place in {towns[0].place}, of which the text speaks")
        return self._as_contained(index, towns[0], f"no such place in {towns[0].place}, of which the text speaks", _CITY_KM)

    @staticmethod
    def _as_told(res: Resolution, kind: str | None) -> bool:
        """Whether a place is of the very kind that the text says: a quarter, a market, not any settlement."""
        sort = kind_of(res.feature_code or "")
        return kind is not None and sort != "settlement" and sort in kinds_of_word(kind)

    def _refuted(self, index: int, res: Resolution) -> bool:
        """Whether a loose match is a thing where the text says a village: "the villages of Dibsan and X" are no oil field."""
        said = self.found[index].phrase.kind_group
        return said == "settlement" and res.match_type in _WEAK and res.feature_code is not None and kind_of(res.feature_code) in _THINGS

    def _kind(self, index: int) -> str | None:
        """Kind word as far as it tells one homonym from another: "Douma area" and "Mayadeen's countryside" are at the town."""
        phrase = self.found[index].phrase
        if phrase.kind_word == "district" and ((phrase.bearing is not None and phrase.kind_last < 0) or self.homes.is_suburb(index)):
            return "town"  # "a northern district of Manbij" is a part of it; "Douma district" the suburb, not the desert that it rules
        if phrase.kind_word in _SAYS_LITTLE or phrase.kind_group in {"vicinity", "governorate"}:
            return None
        return phrase.kind_word

    def _reconsider(self, index: int) -> None:
        """Take back what the text contradicts: a loose match far from the place it is told to lie by; a seat that holds a far village."""
        res = self._resolution(index)
        anchor = self.context.anchor(index)
        if anchor is not None and res.resolved and res.match_type in _WEAK and far(res, self._resolution(anchor.index)):
            self.done[index] = unresolved(f"{res.place} is too far from {self._resolution(anchor.index).place}, by which the text puts it")
        elif anchor is not None and self._is_elsewhere(index, res, anchor):
            self.done[index] = self._where_told(index, res, anchor)
        if self._out_of_the_way(index, res):
            self.done[index] = unresolved(f"{res.place} is far from all of which the text speaks")
            return
        mates = [self._resolution(i) for i in self.context.list_mates(index) if self.found[i].item.abroad is None]
        sure = [m for m in mates if m.precision is Precision.EXACT and m.match_type not in _WEAK]
        if len(sure) > 1 and res.precision is Precision.EXACT and not self._well_known(index) and all(far(res, m, _LIST_KM) for m in sure):
            self.done[index] = unresolved(f"{res.place} is too far from {sure[0].place} and the others of its list")
            return
        holder = self.context.holder(index)
        if holder is None:
            return
        seat = self._resolution(holder)
        if seat.precision is not Precision.EXACT or not res.resolved or res.precision is not Precision.EXACT:
            return
        local = self.found[index].phrase.kind_group in _LOCAL
        outside = self.governorate[holder] is None and not self._well_known(index) and far(res, seat, _LIST_KM if res.match_type in _SURE else _AREA_KM)
        if outside or ((local or (self.governorate[holder] is None and res.match_type in _WEAK)) and far(res, seat)):
            self.done[index] = unresolved(f"{res.place} is too far from {seat.place}, in which the text puts it")
        elif self.governorate[holder] not in {None, "Damascus"} and self.found[holder].phrase.kind_word is None and far(res, seat, _CITY_KM):
            self.done[holder] = self._area(holder)

    def _out_of_the_way(self, index: int, res: Resolution) -> bool:
        """Whether a place that only its spelling speaks for, or a small one abroad, is far from the surer ones of its sentence, or else of the article."""
        if res.place_id is None or res.precision is not Precision.EXACT:
            return False
        if res.country != "SY":
            if any(one.item.abroad is not None and one.item.abroad[1] == res.country for one in self.found):
                return False
            listed = any(self._resolution(i).country == "SY" for i in self.context.list_mates(index))
            if not listed and res.match_type in {MatchType.EXACT, MatchType.ALTERNATE}:
                return False
        elif self.gazetteer.place(res.place_id).importance >= _WELL_KNOWN or not (res.match_type in _WEAK or self._is_no_such_thing(index, res)):
            return False
        others = [i for i in range(len(self.found)) if i != index and self._resolution(i).place_id != res.place_id and self._is_sure(i)]
        if res.admin.admin1 is not None and res.admin.admin1 == self._within(index)[0]:
            return False
        near = [i for i in others if i in self.context.same_sentence(index)] or others
        return bool(near) and all(far(res, self._resolution(i), _LIST_KM) for i in near)

    def _is_no_such_thing(self, index: int, res: Resolution) -> bool:
        """Whether the text says a thing (farms, a checkpoint, a bridge) where the name is a settlement's: such are called after the next village, or by chance."""
        return self.found[index].phrase.kind_group in _FEATURES and kind_of(res.feature_code or "") == "settlement"

    def _is_sure(self, index: int) -> bool:
        """Whether a name is known to be a place in Syria, by its very spelling."""
        res = self._resolution(index)
        return res.resolved and res.country == "SY" and res.match_type in _SURE and res.precision is not Precision.COUNTRY

    def _is_elsewhere(self, index: int, res: Resolution, anchor: Anchor) -> bool:
        """Whether a place of the very name lies far from where the text puts it, by a town that leaves no doubt: then it is another of that name."""
        if anchor.loose or res.place_id is None or res.precision is not Precision.EXACT or self.found[index].phrase.kind_group in _FEATURES:
            return False
        base = self._resolution(anchor.index)
        if base.precision is not Precision.EXACT or not self._well_known(anchor.index) or self.gazetteer.place(res.place_id).importance >= _LANDMARK:
            return False
        told = self._by_anchor(anchor)
        return told is not None and far(res, told, FAR_KM + (told.radius_km or 0.0))

    def _where_told(self, index: int, res: Resolution, anchor: Anchor) -> Resolution:
        """The place of the name that lies where the text puts it, else none."""
        told, found = self._by_anchor(anchor), self.found[index]
        if told is not None and told.longitude is not None and told.latitude is not None:
            near = (round(told.longitude, 2), round(told.latitude, 2))
            other = self.gazetteer.resolve(found.item.called or found.name, near=near, kind_word=self._kind(index))
            if other.resolved and not far(other, told, told.radius_km or 0.0):
                return other
        return unresolved(f"{res.place} is not where the text puts it")

    def _agree(self) -> None:
        """One name, one place in an article: the mention of which the text says most decides for the others."""
        by_name: dict[tuple[str, str], list[int]] = {}
        for i, one in enumerate(self.found):
            if one.item.abroad is None and self.governorate[i] is None:
                by_name.setdefault((fold(one.name), self._sort(one)), []).append(i)
        for indices in by_name.values():
            best = max(indices, key=lambda i: (self._resolution(i).resolved, self._says(i), -i))
            told = max(indices, key=lambda i: (self._says(i), self._resolution(i).resolved, -i))
            unit = self._within(told)[0] if self._tied(told) and not self._resolution(told).resolved else None
            if unit is not None and self._resolution(best).precision is Precision.EXACT and self._resolution(best).admin.admin1 != unit:
                best = told  # none of the name lies where the text puts it
            for i in indices:
                if self._says(i) < self._says(best) and self.done[i] != self.done[best]:
                    self.done[i] = self.done[best]

    def _sort(self, found: Found) -> str:
        """What sort of thing a mention is: Tabqa the town is not Tabqa the air base."""
        group = self.context.scan.words.kinds.get((found.item.called or "").split(" ")[-1].lower(), found.phrase.kind_group or "")
        return group if group in _FEATURES else ""

    def _says(self, index: int) -> int:
        """How much the text says of one mention: what it lies in, its kind, what it lies by."""
        return 2 * self._tied(index) + (self._kind(index) is not None) + (self.context.anchor(index) is not None)

    # -- names of no gazetteer ---------------------------------------------------------------------------------------
    def _told(self, index: int) -> Resolution:
        """Place a name by what the text says of it."""
        why = self._resolution(index).reason
        anchor = self.context.anchor(index)
        if anchor is not None and (res := self._by_anchor(anchor)) is not None:
            return replace(res, place=self.found[index].name, place_id=None, feature_code=None, reason=f"{why}; {res.reason}")
        name = self.found[index].name
        for i in sorted(range(len(self.found)), key=lambda i: abs(i - index)):
            if i != index and self.found[i].name == name and self._resolution(i).resolved:
                return replace(self._resolution(i), reason=f"as the same name elsewhere in the text; {self._resolution(i).reason}")
        for mate in sorted(self.context.list_mates(index), key=lambda i: abs(i - index)):
            if self._resolution(mate).resolved and self._resolution(mate).precision is Precision.EXACT:
                res = near_place(self._resolution(mate), f"{why}; named in one list with {self._resolution(mate).place}", self.gazetteer, _LIST_RADIUS_KM)
                return replace(res, place=name, place_id=None, feature_code=None)
        return self._contained(index, why)

    def _by_anchor(self, anchor: Anchor) -> Resolution | None:
        base = self._resolution(anchor.index)
        if not base.resolved or base.country != "SY":
            return None
        if anchor.other is not None and self._resolution(anchor.other).resolved:
            return between(base, self._resolution(anchor.other), self.gazetteer)
        if anchor.bearing is not None:
            return at_direction(base, anchor.bearing, anchor.distance, self.gazetteer, loose=anchor.loose)
        return near_place(base, f"told as near {base.place}", self.gazetteer)

    def _contained(self, index: int, why: str) -> Resolution:
        holder = self.context.holder(index)
        res = self._resolution(holder) if holder is not None else unresolved("in nothing")
        if res.resolved and res.country == "SY" and res.precision is not Precision.COUNTRY:
            radius = _CITY_KM if res.precision is Precision.EXACT else None
            return self._as_contained(index, res, f"{why}; the text puts it in {res.place}", radius)
        unit, _ = self._within(index)
        unit = unit or self._main_governorate()
        if unit is None:
            return unresolved(f"{why}, and the text names no place by which to put it")
        res = self.gazetteer.resolve(unit, kind_word="governorate")
        return self._as_contained(index, res, f"{why}; {unit} is the governorate the text speaks of", None)

    def _as_contained(self, index: int, res: Resolution, reason: str, radius: float | None) -> Resolution:
        made = within(res, reason, radius_km=radius)
        precision = Precision.NEAR if made.precision is Precision.EXACT else made.precision
        return replace(made, place=self.found[index].name, place_id=None, feature_code=None, precision=precision)

    def _main_governorate(self) -> str | None:
        counts = Counter(r.admin.admin1 for r in self.done if r is not None and r.resolved and r.admin.admin1)
        return min(counts, key=lambda unit: (-counts[unit], unit)) if counts else None

