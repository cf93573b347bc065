"""One act told several times in an article is one report with several spans of evidence."""

from collections.abc import Sequence

from geomap.events.alike import same_act, same_hands, same_kind, same_modality
from geomap.events.draft import Draft, ToldLoss
from geomap.events.losses import Toll
from geomap.events.times import DEFAULT_DATE, MANY, are_alike, dead_of, only_said, rival_tolls, same_time
from geomap.events.whereabouts import (
    CITY_KM,
    SEATS,
    WIDE,
    holds,
    is_beside_seat,
    is_inside,
    is_named,
    is_near_words,
    is_told_by,
    is_vast,
    km,
    meet,
)
from geomap.model import SUB_TYPE_RANK, DatePrecision, Modality, Precision, SubEventType
from geomap.tables.actors import Actors

__all__ = ["fuse", "same_place"]

_STRUCK = frozenset({"remote", "bomb", "chemical", "violence", "execution"})
"""Acts that strike at once."""
_VIOLENT = frozenset({"remote", "bomb", "violence", "battle", "execution"})
_RARE = frozenset({SubEventType.CHEMICAL_WEAPON, SubEventType.SUICIDE_BOMB})
"""Acts so seldom that two on one day, at places of which one holds the other, are one."""
_POINTS = frozenset({Precision.EXACT, Precision.NEAR})
_NEAR_KM = 3.0
_RETOLD_KM = 20.0
_SAME_POINT_KM = 0.5
_LEAD_CHARS = 400
_STORY_CHARS = 1000  # a governorate told so much before its villages sums them up
_NEXT_CHARS = 5
_BESIDE_CHARS = 600
_SUMMARY_KM = 40.0  # "outside the capital" in a lead is any suburb told later


def fuse(drafts: list[Draft], actors: Actors, unplaced: Sequence[Draft] = ()) -> list[Draft]:
    """Put together what tells the same act.

    Parameters
    ----------
    drafts : list of Draft
        In order of the text.
    actors : Actors
    unplaced : sequence of Draft
        Acts told without a place; one of the headline or lead that agrees with the acts of a single place tells of them.

    Returns
    -------
    list of Draft
        In order of their first evidence. A later draft is added to the first one it agrees with in kind, place, time, parties and modality.
    """
    kept: list[Draft] = []
    for draft in drafts:
        alike = (k for k in kept if not _besides(k, draft) and same_act(k, draft, actors) and same_place(k, draft))
        partner = min(alike, key=lambda k: _apart(k, draft), default=None) or next((k for k in reversed(kept) if _spoken_of(k, draft, actors)), None)
        if partner is None:
            kept.append(draft)
        else:
            _absorb(partner, draft)
    for lead in unplaced:
        _tell_detail(lead, kept, actors)
    return _without_summaries(kept, actors)


def _besides(told: Draft, draft: Draft) -> bool:
    """Whether the later of two acts is told as one besides the earlier."""
    return draft.another and not told.another and not told.headline


def _spoken_of(told: Draft, draft: Draft, actors: Actors) -> bool:
    """Whether "the strike", or an act of a rare kind, at a place in or around that of an act told before, is that act."""
    if not (draft.known or _is_rare(told, draft)) or told.headline or _share_sentence(told, draft) or not {told.family, draft.family} <= _STRUCK:
        return False
    return same_kind(told, draft) and same_modality(told, draft) and same_time(told, draft) and same_hands(told, draft, actors) and meet(told.where, draft.where)


def _is_rare(told: Draft, draft: Draft) -> bool:
    """Whether two acts are of a kind of which two are seldom told, and nothing says that they are two."""
    counted_alike = draft.sub_type is SubEventType.CHEMICAL_WEAPON or not rival_tolls(told, draft)  # who choked, each clinic counts anew
    return told.sub_type is draft.sub_type and draft.sub_type in _RARE and not draft.another and counted_alike


def _tell_detail(lead: Draft, drafts: list[Draft], actors: Actors) -> None:
    """Add what a headline or lead says ("75 died in strikes by X on a camp") to the acts whose place is told later, if it is one place."""
    if not lead.headline and lead.evidence[0].start > _LEAD_CHARS:
        _tell_toll(lead, [d for d in drafts if same_act(lead, d, actors) and any(0 < lead.evidence[0].start - e.start < _BESIDE_CHARS for e in d.evidence)])
        return
    details = [d for d in drafts if d.evidence[-1].start >= lead.evidence[0].start and same_act(lead, d, actors)]
    if len({d.where.place_id or d.where.place for d in details}) > 1:
        details = [d for d in details if d.sub_type is lead.sub_type]
        details = [d for d in details if dead_of(d) & dead_of(lead)] or details  # of two attacks the one with as many dead
    if len({d.where.place_id or d.where.place for d in details}) == 1:
        _add_summary(details[0], lead)
    elif details:
        _give_toll(details, lead)


def _tell_toll(told: Draft, details: list[Draft]) -> None:
    """Add a toll told further on without a place to the one act just before it that it can be of, if that has none."""
    if len({d.where.place_id or d.where.place for d in details}) == 1 and told.modality is Modality.ACTUAL and not told.aside and (told.dated is None or told.dated.precision is DatePrecision.DAY):
        _give_toll(details[:1], told)


def _give_toll(details: list[Draft], told: Draft) -> None:
    """Of acts of which nobody else counts the dead, the first is the one of which a lead or a sentence without a place does."""
    killed = [t for t in told.tolls if t.toll.kind == "killed" and (t.toll.min or t.toll.max) and not t.joint and not t.summary]
    first = min(details, key=lambda d: d.evidence[0])
    if killed and not first.aside and not any(dead_of(d) for d in details):
        first.tolls += [t for t in told.tolls if t.toll.span not in {x.toll.span for x in first.tolls}]
        first.evidence = sorted({*first.evidence, *told.evidence})


def _add_summary(detail: Draft, summary: Draft) -> None:
    """Add what a summary says to the act that it sums up, which keeps its place, but for a name that no gazetteer has, or words on a side of the same place."""
    where, span = detail.where, detail.where_span
    if where.place_id is None and summary.where.precision is Precision.EXACT and _same_dead(summary, detail):
        where, span = summary.where, summary.where_span
    summary.tolls = _not_told_by(detail, summary)
    _absorb(detail, summary)
    if summary.where.place_id is None or where.place_id is not None or not is_named(where):
        detail.where, detail.where_span = where, span


def _not_told_by(detail: Draft, summary: Draft) -> list[ToldLoss]:
    """The figures of a summary that are no sum of what is told further on."""
    told = [t.toll for t in detail.tolls if (t.toll.min or t.toll.max) and not t.summary]
    return [t for t in summary.tolls if not any(t.toll.kind == d.kind and _of_one_side(t.toll, d) for d in told) and not (told and t.joint)]


def _of_one_side(one: Toll, other: Toll) -> bool:
    """Whether two figures may count the same people: not fighters and civilians."""
    return one.victim is None or other.victim is None or (one.victim.kind == "people") is (other.victim.kind == "people")


def _without_summaries(drafts: list[Draft], actors: Actors) -> list[Draft]:
    """A headline or lead that sums up acts told in detail further on is no act beside them; it adds its evidence to the first."""
    kept = list(drafts)
    for draft in drafts:
        details = [d for d in kept if d is not draft and (_summed_up(draft, d) or _named_next(draft, d) or (_is_rare(d, draft) and holds(draft.where, d.where))) and (same_act(draft, d, actors) or _lists(draft, d))] or _parts_of_sum(draft, kept, actors)
        if not details:
            continue
        details = [d for d in details if d.where.place_id is not None and d.where.place_id == draft.where.place_id] or details
        kept = [d for d in kept if d is not draft]
        if len({d.where.place_id or d.where.place for d in details}) == 1:
            _add_summary(details[0], draft)
        else:
            details[0].evidence = sorted({*details[0].evidence, *draft.evidence})
            _give_toll(details, draft)
    return sorted(kept, key=lambda d: d.evidence[0])


def _apart(a: Draft, b: Draft) -> tuple[bool, float]:
    """How far two drafts of one place are from each other: another entry, or kilometres; of equals the one told first is meant."""
    return a.where.place_id is None or a.where.place_id != b.where.place_id, round(km(a.where, b.where), 1)


def _lists(summary: Draft, detail: Draft) -> bool:
    """Whether a headline or lead that sums up violence of several kinds at several places tells of one of them."""
    return bool(summary.siblings) and {summary.family, detail.family} <= _VIOLENT and same_modality(summary, detail) and same_time(summary, detail)


def same_place(a: Draft, b: Draft) -> bool:
    """Whether two drafts are at one place: the same entry, or a few kilometres apart."""
    x, y = a.where, b.where
    if x.place_id is not None and x.place_id == y.place_id and x.precision == y.precision:
        return True
    if is_named(x) and is_named(y) and x.precision in _POINTS and y.precision in _POINTS and x.place != y.place:
        return False  # two names are two places, however near
    if None not in (x.place_id, y.place_id) and x.place_id != y.place_id and rival_tolls(a, b):
        return False
    if _told_again(a, b):
        return True
    around = max((w.radius_km or 0.0 for w in (x, y) if w.precision is Precision.NEAR and w.place_id), default=0.0)
    if x.precision is y.precision is Precision.NEAR and a.sub_type is b.sub_type and around and (x.place_id is None or y.place_id is None):
        return km(x, y) <= max(around, _NEAR_KM) or (is_told_by(x, y) and km(x, y) <= max(x.radius_km or 0.0, y.radius_km or 0.0))
    if around and (a.weak or b.weak) and x.precision is not y.precision and not _share_sentence(a, b):
        return km(x, y) <= around and (x.precision in WIDE) == (y.precision in WIDE)  # "a camp near A", then its name
    lines = [w for w in (x, y) if w.precision is Precision.LINE and w.place_id]
    if lines and (x.precision in WIDE or y.precision in WIDE):
        return a.sub_type is b.sub_type  # "on the bank of the Euphrates" in the governorate of the lead
    return km(x, y) <= _NEAR_KM and (x.precision in WIDE) == (y.precision in WIDE)


def _parts_of_sum(total: Draft, drafts: list[Draft], actors: Actors) -> list[Draft]:
    """The acts at several places of a governorate, told after it, whose dead are together those of the whole."""
    x = total.where
    if x.precision not in WIDE and x.feature_code not in SEATS:
        return []
    after = [d for d in drafts if d is not total and d.evidence[0].start >= total.evidence[0].start and d.where.place_id != x.place_id and d.sub_type is total.sub_type]
    parts = [d for d in after if len(dead_of(d)) == 1 and not d.siblings and d.where.admin.admin1 == x.admin.admin1 and same_act(total, d, actors)]
    return parts if len(parts) > 1 and sum(n for d in parts for n in dead_of(d)) in dead_of(total) else []


def _next(a: Draft, b: Draft) -> bool:
    """Whether one act is told right after the other."""
    return 0 <= b.evidence[0].start - a.evidence[-1].end < _NEXT_CHARS


def _same_dead(a: Draft, b: Draft) -> bool:
    """Whether both have about the same dead, so many that it is no chance, and neither in a list of places."""
    return not a.siblings and not b.siblings and any(min(n, m) >= MANY and are_alike(n, m) for n in dead_of(a) for m in dead_of(b))


def _told_again(a: Draft, b: Draft) -> bool:
    """Whether one tells by an anchor ("north of A") where the other has the same number of dead ("in A")."""
    if not dead_of(a) & dead_of(b) or a.sub_type is not b.sub_type or _share_sentence(a, b):
        return False
    told = [w for w in (a.where, b.where) if w.precision is Precision.NEAR and not is_named(w)]
    unknown = [w for w in (a.where, b.where) if w.place_id is None and w.precision is Precision.ADMIN1]
    return (bool(told) and km(a.where, b.where) <= _RETOLD_KM) or (bool(unknown) and a.where.admin.admin1 == b.where.admin.admin1)


def _summed_up(summary: Draft, detail: Draft) -> bool:
    """Whether one tells in the headline or lead, vaguely or of a whole city or area, what the other tells of a place inside it."""
    x, y = summary.where, detail.where
    if (detail.headline and not summary.headline) or _listed_beside(summary, detail) or (detail.evidence[0] < summary.evidence[0] and _besides(detail, summary)):
        return False
    narrower = y.precision not in WIDE or (is_vast(x) and y.precision in (Precision.ADMIN1, Precision.ADMIN2))
    wide = x.place_id is not None and x.precision in WIDE and narrower and is_inside(y, x) and not is_beside_seat(y)
    begun_in_lead = summary.headline or _made_in_lead(summary)
    in_lead = summary.headline or summary.evidence[-1].start < _LEAD_CHARS
    quarter = y.feature_code == "PPLX" and x.feature_code != "PPLX"
    quarter |= y.place_id is None and x.precision is Precision.EXACT and km(x, y) < _SAME_POINT_KM  # a street that stands at its city
    if quarter and _of_quarter(summary, detail, in_lead=begun_in_lead):
        return km(x, y) <= _SUMMARY_KM
    if summary.sub_type is detail.sub_type and (x.precision in WIDE or x.feature_code in SEATS) and y.precision in _POINTS and y.feature_code not in SEATS and x.admin.admin1 and x.admin.admin1 == y.admin.admin1 and _same_dead(summary, detail):
        return True  # the same number died in the governorate and in its village
    if wide:
        vague = summary.weak and not summary.tolls and 0 <= detail.evidence[0].start - summary.evidence[0].start < _STORY_CHARS
        return begun_in_lead or (x.precision is not Precision.AREA and (vague or _share_sentence(summary, detail)))
    if y.precision is Precision.AREA and begun_in_lead and summary.sub_type is detail.sub_type and (is_beside_seat(x) or (summary.headline and x.feature_code in SEATS)):
        return km(x, y) <= _SUMMARY_KM  # "near the capital" is the region told by its name
    if x.feature_code in SEATS and y.feature_code not in SEATS and _share_sentence(summary, detail) and x.admin.admin1 == y.admin.admin1 and not rival_tolls(summary, detail):
        return summary.triggers[0].span < detail.triggers[0].span  # "an attack in Homs: two were injured when X shelled Y", Y in its province
    if summary.headline and x.feature_code in SEATS and y.place_id is None and y.precision is Precision.ADMIN1 and x.admin.admin1 == y.admin.admin1:
        return detail.evidence[0].start > summary.evidence[0].start  # a street or village of no list
    if not in_lead or detail.evidence[0].start <= summary.evidence[0].start or y.precision in WIDE:
        return False
    if None not in (x.place_id, y.place_id) and x.place_id != y.place_id and not summary.headline and not summary.siblings and rival_tolls(summary, detail):
        return False
    return (summary.headline or is_near_words(x) or quarter) and km(x, y) <= _SUMMARY_KM


def _named_next(summary: Draft, detail: Draft) -> bool:
    """Whether one tells of a place without a name ("a town in A"), and the other, told next, names one there."""
    x, y = summary.where, detail.where
    if not summary.unnamed or detail.evidence[0].start <= summary.evidence[0].start or detail.evidence[0].start - summary.evidence[-1].end > _LEAD_CHARS:
        return False
    vague = x.precision in WIDE or x.feature_code in SEATS or is_near_words(x)
    return vague and not _share_sentence(summary, detail) and (summary.sub_type is detail.sub_type or summary.weak or detail.weak) and x.place_id != y.place_id and y.precision not in WIDE and not rival_tolls(summary, detail) and (meet(x, y) or (x.admin.admin1 is not None and x.admin.admin1 == y.admin.admin1))


def _listed_beside(summary: Draft, detail: Draft) -> bool:
    """Whether another sentence lists the place told before beside the other ("strikes on Idlib. They hit Idlib city and the town of Y")."""
    listed = {t.span for t in summary.triggers} & {t.span for t in detail.triggers}
    return bool(listed) and not any(e.contains(summary.triggers[0].span) for e in set(summary.evidence) & set(detail.evidence))


def _of_quarter(summary: Draft, detail: Draft, *, in_lead: bool) -> bool:
    """Whether what is told of a city is what is told of its quarter: one blast, whose quarter is told last; strikes of the lead, and on what they fell."""
    if summary.family == detail.family == "bomb":
        return summary.evidence[0].start < _LEAD_CHARS or (_next(summary, detail) and not rival_tolls(summary, detail))
    city = summary.where.feature_code in SEATS and detail.where.feature_code == "PPLX" and km(summary.where, detail.where) <= CITY_KM
    one_day = summary.period.date_precision in DEFAULT_DATE or summary.period.date_start == detail.period.date_start
    return city and in_lead and one_day and summary.family == "remote" and (detail.weak or detail.family == "remote") and summary.sub_type is detail.sub_type and not rival_tolls(summary, detail)


def _share_sentence(a: Draft, b: Draft) -> bool:
    return bool(set(a.evidence) & set(b.evidence))


def _made_in_lead(draft: Draft) -> bool:
    """Whether the sentences that give an act its words and its date stand in the lead; what is told further on only adds to it."""
    said = [draft.triggers[0].span, *([draft.dated.span] if draft.dated else [])]
    return all(any(e.contains(s) and e.start < _LEAD_CHARS for e in draft.evidence) for s in said)


def _finer(a: Draft, b: Draft) -> bool:
    """Whether the first names the place more exactly: a point rather than an area, a quarter rather than its city."""
    if (a.where.precision in WIDE) != (b.where.precision in WIDE):
        return b.where.precision in WIDE
    if b.headline != a.headline and b.headline:
        return True
    return (a.where.radius_km or 99.0) < (b.where.radius_km or 99.0) and a.where.place_id is not None


def _absorb(main: Draft, more: Draft) -> None:
    """Add what another sentence says; the stronger of the two gives type and roles."""
    stronger = more if (main.weak and not more.weak) else main
    if more.weak == main.weak and SUB_TYPE_RANK[more.sub_type] < SUB_TYPE_RANK[main.sub_type]:
        stronger = more
    if main.headline and not more.headline and not more.weak and more.initiators and more.targets and SUB_TYPE_RANK[more.sub_type] <= SUB_TYPE_RANK[main.sub_type]:
        stronger = more  # headlines leave words out
    if {main.family, more.family} == {"agreement", "transfer"}:
        stronger = main if main.family == "transfer" else more  # what came of the deal
    weaker = main if stronger is more else more
    main.initiators, main.targets = stronger.initiators or weaker.initiators, stronger.targets or weaker.targets
    if main.initiators and weaker.initiators and all(p.kind == "armed" for p in main.initiators) and weaker.initiators[0].kind in ("name", "force"):
        main.initiators = weaker.initiators  # "terrorists" of the headline, whom the text names
    main.roles_rule, main.scheme = stronger.roles_rule, stronger.scheme
    if _finer(more, main) or (stronger is more and not _finer(main, more) and more.where.precision not in WIDE):
        main.where, main.where_span = more.where, more.where_span
    main.sub_type, main.family, main.weak = stronger.sub_type, stronger.family, main.weak and more.weak
    main.triggers = [*stronger.triggers, *weaker.triggers]
    main.evidence = sorted({*main.evidence, *more.evidence})
    if main.dated is None or (more.dated is not None and (main.period.date_precision in DEFAULT_DATE or (only_said(main) and not only_said(more)))):
        main.dated, main.period = more.dated or main.dated, more.period if more.dated else main.period
    if main.attribution.claimant is None and more.attribution.claimant is not None and main.headline:
        main.attribution = more.attribution
    spans = {t.toll.span for t in main.tolls}
    main.tolls += [t for t in more.tolls if t.toll.span not in spans]
    main.siblings += more.siblings
    main.holders += more.holders
    main.weapon, main.object = main.weapon or more.weapon, main.object or more.object
    main.headline = main.headline and more.headline
    main.hand_unknown = main.hand_unknown or more.hand_unknown
    if main.hand_unknown and main.roles_rule == "context":
        main.initiators = []
