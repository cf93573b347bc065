"""Resolve the toponyms of an article in its context.

The governorate named with a place comes first, then the kind the text calls it, then nearness to the other places of the sentence and
article. A name of no gazetteer is placed by what the text says of it; it is never dropped.
"""

from collections import Counter
from dataclasses import replace

from geomap.model import UNKNOWN_ADMIN, Article, MatchType, Mention, Precision, Resolution, Span, ToponymType, content_id, unresolved
from geomap.places.context import Anchor, Context
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.recognition import Found, Recognised, recognise
from geomap.places.relative import at_direction, between, near_place, part_of, within

__all__ = ["find_places"]

_WEAK = frozenset({MatchType.SKELETON, MatchType.NEAR})
_WELL_KNOWN = 0.5  # importance from which a bare name is not taken for a hamlet of the governorate in question
_FAR_FROM_ANCHOR_KM = 45.0  # "X north of Y" does not span this: a loosely matched name so far off is another place
_LIST_RADIUS_KM = 20.0
_CITY_KM = 12.0  # quarters and suburbs lie within this of the middle of their city


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
    start = recognised.scan.tokens[found.first].start
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
        self.governorate: list[str | None] = [self._governorate_of(f) for f in self.found]

    def run(self) -> list[Resolution]:
        for i, one in enumerate(self.found):
            if one.item.abroad is not None:
                self.done[i] = self._abroad(one)
            elif self._is_governorate(i):
                self.done[i] = self._area(i)
        for sure in (True, False):
            for i in range(len(self.found)):
                if self.done[i] is None and (not sure or self._settled(i)):
                    self.done[i] = self._place(i)
        for i in range(len(self.found)):
            self._reconsider(i)
        for i, found in enumerate(self.found):
            if not self._resolution(i).resolved and found.item.abroad is None:
                self.done[i] = self._told(i)
        return [r for r in self.done if r is not None]

    def _resolution(self, index: int) -> Resolution:
        return self.done[index] or unresolved("not looked at yet")

    # -- governorates and places abroad ------------------------------------------------------------------------------
    def _governorate_of(self, found: Found) -> str | None:
        """Name of the governorate that a name may mean, whatever its words."""
        if found.item.abroad is not None:
            return None
        unit = self.gazetteer.admin.find(found.name, 1)
        return unit.name if unit else None

    def _is_governorate(self, index: int) -> bool:
        """Whether the words around the name of a governorate's seat mean the governorate."""
        found = self.found[index]
        if self.governorate[index] is None:
            return False
        group = found.phrase.kind_group
        if group == "governorate":
            return True
        if group is not None:
            return False
        if found.phrase.bearing is not None:
            return self.governorate[index] != "Damascus"
        return self._heads_section(index) or self._holds_villages(index)

    def _heads_section(self, index: int) -> bool:
        """A governorate's name alone before a sentence, as in round-ups: "Homs The army ..."."""
        scan, found = self.context.scan, self.found[index]
        after = found.last + 1
        if scan.gap(found.first) != "x" or after >= len(scan.tokens) or found.item.last != found.item.first:
            return False
        return scan.gap(after) in "sx" and scan.tokens[after].cap and scan.low(after) in {"the", "a", "an", "in", "army", "two", "three", "units", "terrorists", "later", "meanwhile", "earlier"}

    def _holds_villages(self, index: int) -> bool:
        """ "Several towns in Hama", "villages of Homs"."""
        scan, first = self.context.scan, self.found[index].first
        if scan.low(first - 1) not in {"in", "of", "across"}:
            return False
        return scan.low(first - 2) in {"towns", "villages", "countryside", "village", "town", "areas", "parts", "province"}

    def _area(self, index: int) -> Resolution:
        found, name = self.found[index], self.governorate[index]
        assert name is not None  # noqa: S101  # asked by _is_governorate
        if name == "Damascus":
            name = "Rif Dimashq"  # the capital's own governorate is the city; its province and countryside are this
        whole = self.gazetteer.resolve(name, kind_word="governorate")
        whole = replace(whole, reason=f"{whole.reason}; the words around it mean the governorate")
        return part_of(whole, found.phrase.bearing, self.gazetteer) if found.phrase.bearing is not None else whole

    def _abroad(self, found: Found) -> Resolution:
        assert found.item.abroad is not None  # noqa: S101  # asked by run
        kind, code = found.item.abroad
        if code == "SY":
            return self._syria(found)
        precision = Precision.COUNTRY if kind == "country" else Precision.EXACT
        return Resolution(
            None, found.name, "PCLI" if kind == "country" else "PPL", None, None, None, precision, code, UNKNOWN_ADMIN, MatchType.EXACT, 0.95,
            "outside Syria: listed, not drawn",
        )  # fmt: skip

    def _syria(self, found: Found) -> Resolution:
        res = self.gazetteer.resolve("Syria", kind_word="country")
        if res.feature_code == "PCLI":
            return res
        return Resolution(
            None, "Syria", "PCLI", 38.5, 35.0, 400.0, Precision.COUNTRY, "SY", UNKNOWN_ADMIN, MatchType.EXACT, 0.95, f"the country, as {found.name!r}"
        )  # fmt: skip

    # -- places of the gazetteer -------------------------------------------------------------------------------------
    def _settled(self, index: int) -> bool:
        """Whether a name needs no neighbours to be resolved: well known, or tied to a governorate."""
        found = self.found[index]
        return found.item.importance >= _WELL_KNOWN or self._within(index)[1]

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
        for i in reversed(range(index)):
            if self.governorate[i] and self.found[i].toponym_type is ToponymType.LITERAL:
                return self._unit(i), False
        return None, False

    def _unit(self, index: int) -> str | None:
        name = self.governorate[index]
        if name == "Damascus" and self._is_governorate(index):
            return "Rif Dimashq"
        return name

    def _near(self, index: int) -> tuple[float, float] | None:
        """Point of the nearest resolved name: its holder's, a list mate's, another's of the sentence, the one before."""
        holder = self.context.holder(index)
        order = [holder] if holder is not None else []
        order += sorted(self.context.same_sentence(index), key=lambda i: abs(i - index))
        order += list(reversed(range(max(0, index - 5), index)))
        for i in order:
            res = self.done[i] if i != index else None
            if res is not None and res.longitude is not None and res.latitude is not None and res.precision in {Precision.EXACT, Precision.NEAR}:
                return round(res.longitude, 2), round(res.latitude, 2)
        return None

    def _place(self, index: int) -> Resolution:
        found = self.found[index]
        name, kind = found.name, found.phrase.kind_word
        unit, named = self._within(index)
        plain = self.gazetteer.candidates(name, kind_word=kind)
        if not plain:
            return self.gazetteer.resolve(name, within=unit, kind_word=kind) if unit else unresolved("no place of this name in the gazetteer")
        if found.item.importance >= _WELL_KNOWN and not named:
            unit = None
        return self.gazetteer.resolve(name, within=unit, near=self._near(index), kind_word=kind)

    def _reconsider(self, index: int) -> None:
        """Take back what the text contradicts: a loose match far from the place it is told to lie by; a seat that holds a far village."""
        res = self._resolution(index)
        anchor = self.context.anchor(index)
        if anchor is not None and res.resolved and res.match_type in _WEAK and self._far(res, self._resolution(anchor.index)):
            self.done[index] = unresolved(f"{res.place} is too far from {self._resolution(anchor.index).place}, by which the text puts it")
        holder = self.context.holder(index)
        if holder is None or self.governorate[holder] is None or self.found[holder].phrase.kind_word is not None:
            return
        seat = self._resolution(holder)
        if res.resolved and res.precision is Precision.EXACT and seat.precision is Precision.EXACT and self._far(res, seat, _CITY_KM):
            self.done[holder] = self._area(holder)

    def _far(self, one: Resolution, other: Resolution, limit: float = _FAR_FROM_ANCHOR_KM) -> bool:
        if one.longitude is None or one.latitude is None or other.longitude is None or other.latitude is None:
            return False
        reach = limit if other.precision in {Precision.EXACT, Precision.NEAR} else limit + (other.radius_km or 0.0)
        return distance_km(one.longitude, one.latitude, other.longitude, other.latitude) > reach

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
            return at_direction(base, anchor.bearing, anchor.distance, self.gazetteer)
        return near_place(base, f"told as near {base.place}", self.gazetteer)

    def _contained(self, index: int, why: str) -> Resolution:
        holder = self.context.holder(index)
        if holder is not None and self._resolution(holder).resolved and self._resolution(holder).country == "SY":
            res = self._resolution(holder)
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

