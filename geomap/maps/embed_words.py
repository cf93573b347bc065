"""Caption and text for the blind of a figure in a report, in plain language, from the data alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.maps.canvas import clean_text
from geomap.maps.caption import Facts, day_text, period_text
from geomap.maps.symbols import text_of
from geomap.maps.uncoded import uncoded_words
from geomap.model import Basis, DatePrecision, Precision, Review, Status

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["UNREVIEWED", "RunCounts", "Words", "counted", "listed", "stamp_of", "words_of"]

UNREVIEWED = "Unreviewed: coded from articles by machine, not yet accepted by a person."
_SEEN = (Review.ACCEPTED.value, Review.EDITED.value)
_MOST_OUTLETS = 6
_NONE = "not stated"
_WHERE = (
    ((Precision.EXACT.value,), "to a named place"),
    ((Precision.NEAR.value,), "to the surroundings of a named place"),
    ((Precision.ADMIN3.value,), "to a sub-district"),
    ((Precision.ADMIN2.value,), "to a district"),
    ((Precision.ADMIN1.value,), "to a governorate"),
    ((Precision.LINE.value, Precision.AREA.value), "to a stretch or an area"),
    ((Precision.COUNTRY.value, ""), "to no place finer than the country"),
)
_WHEN = (
    ((DatePrecision.DAY.value,), "to the day"),
    ((DatePrecision.WEEK.value,), "to the week"),
    ((DatePrecision.MONTH.value,), "to the month"),
    ((DatePrecision.YEAR.value,), "to the year"),
    ((DatePrecision.UNKNOWN.value, ""), "to no date"),
)
_BASIS = (
    (Basis.OWN_SIDE_ONLY.value, "only on a camp that took part"),
    (Basis.ONE_CAMP.value, "on one camp that took no part, or on sources of unknown camp"),
    (Basis.SEVERAL_CAMPS.value, "on several camps"),
    (Basis.AGAINST_INTEREST.value, "on a camp that speaks against its interest"),
    (Basis.INDEPENDENT.value, "on a source that belongs to no side"),
)


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What became of the articles of a run: found = read + rejected; not coded and copies are part of those read."""

    found: int
    read: int
    rejected: int
    not_coded: int
    copies: int
    uncoded: str = ""
    """Languages and camps of those not coded."""

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "RunCounts | None":
        """From ``run.json``; None where it does not say."""
        counts = (record.get("ledgers") or {}).get("articles") if isinstance(record.get("ledgers"), Mapping) else None
        if not isinstance(counts, Mapping):
            return None
        values = [counts.get(k) for k in ("found", "read", "rejected", "not_coded", "copies")]
        found, read, rejected, not_coded, copies = (v if isinstance(v, int) else 0 for v in values)
        return cls(found, read, rejected, not_coded, copies, uncoded_words(record))

    def ledger(self) -> dict[str, int]:
        """Words and numbers, as the map shows them."""
        foreign = f"not coded ({self.uncoded})" if self.uncoded else "not coded"
        return {"found": self.found, "read": self.read, "rejected": self.rejected, foreign: self.not_coded, "copies": self.copies}


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a figure."""

    title: str
    caption: tuple[str, ...]
    """Sentences, in reading order."""
    sources: str
    """A sentence."""
    outlets: str
    """Who says so, as a list."""
    alt: str
    stamp: str
    """Empty where a person has accepted all that is shown."""


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 event", "1,200 events"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(parts: Iterable[str]) -> str:
    """Parts as prose: "a, b and c"."""
    words = list(parts)
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def stamp_of(events: "GeoDataFrame") -> str:
    """What to print about review: empty where a person has accepted every event."""
    seen = sum(text_of(v) in _SEEN for v in events["review"])
    if seen == len(events):
        return ""
    return UNREVIEWED if not seen else f"{len(events) - seen:,} of {counted(len(events), 'event')} unreviewed: not yet accepted by a person."


def words_of(
    events: "GeoDataFrame", facts: Facts, *, title: str, alt: str, conditions: Iterable[str], run: RunCounts | None,
    left_out: Mapping[str, int], data_cut: str | None = None, sources: str | None = None,
) -> Words:  # fmt: skip
    """Caption, sources and alternative text of a figure.

    Parameters
    ----------
    events : GeoDataFrame
        The events asked for, flat columns.
    facts : Facts
        Counts of the picture (`geomap.maps.caption.facts_of`).
    title, alt : str
        Of the picture.
    conditions : iterable of str
        Filters in words.
    run : RunCounts or None
        What became of the articles.
    left_out : mapping
        Why events of the run are not in the selection, in words, to their number.
    data_cut : str, optional
        ISO date up to which articles were read.
    sources : str, optional
        In place of the outlets of the events.

    Returns
    -------
    Words
    """
    stamp = stamp_of(events)
    chosen = listed(clean_text(c) for c in conditions)
    drawn = f"at {counted(facts.places, 'place')}"
    if facts.shown < len(events):
        drawn = f"{facts.shown:,} of them drawn {drawn}"
    lead = f"{title}: {counted(len(events), 'event')}{', ' if facts.shown < len(events) else ' '}{drawn}, {_period(events)}"
    sentences = [
        f"{lead}{f' ({chosen})' if chosen else ''}.",
        f"What: {_ranked(events['event_type'])}.",
        (f"Places of {counted(len(events), 'event')} are known {_shares(events['precision'], _WHERE)}; "
        f"dates {_shares(events['date_precision'], _WHEN)}."),
        _vouched(events),
        _missing(facts, left_out),
        _read(run),
        stamp,
    ]
    outlets = clean_text(sources) if sources else _outlets(events)
    told = f"Sources: {outlets}." if sources or outlets == _NONE else f"Sources, with the events that each tells of: {outlets}."
    told += f" Articles up to {day_text(data_cut)}." if data_cut else ""
    return Words(title, tuple(s for s in sentences if s), told, outlets, f"{alt} {stamp}".strip(), stamp)


def _shares(values: Iterable[object], words: Iterable[tuple[tuple[str, ...], str]]) -> str:
    counts = Counter(text_of(v) for v in values)
    numbers = [(sum(counts[k] for k in keys), text) for keys, text in words]
    return listed(f"{text} ({n:,})" for n, text in numbers if n)


def _ranked(values: Iterable[object]) -> str:
    counts = Counter(clean_text(text_of(v)) or "type not stated" for v in values)
    return listed(f"{name} ({n:,})" for name, n in sorted(counts.items(), key=lambda i: (-i[1], i[0])))


def _vouched(events: "GeoDataFrame") -> str:
    basis = Counter(text_of(v) for v in events["basis"]) if "basis" in events else Counter[str]()
    rests = listed(f"{text} ({basis[key]:,})" for key, text in _BASIS if basis[key])
    claimed = sum(text_of(v) == Status.CLAIMED.value for v in events["status"])
    claims = f"{counted(claimed, 'event is', 'events are')} claimed by a party, not reported as fact." if claimed else ""
    return " ".join(filter(None, [f"They rest {rests}." if rests else "", claims]))


def _missing(facts: Facts, left_out: Mapping[str, int]) -> str:
    parts = [(facts.outside, "outside the frame"), (facts.not_placed, "without a place"), *((n, text) for text, n in left_out.items())]
    return f"Not shown: {listed(f'{n:,} {text}' for n, text in parts if n)}." if any(n for n, _ in parts) else ""


def _read(run: RunCounts | None) -> str:
    if run is None:
        return "How many articles were not coded is not recorded."
    foreign = f"in languages that are not coded{f' ({run.uncoded})' if run.uncoded else ''}"
    gone = listed(
        f"{n:,} {text}"
        for n, text in ((run.rejected, "could not be read"), (run.not_coded, foreign), (run.copies, "copies of others"))
    )
    return f"Not coded, of {counted(run.found, 'article')}: {gone}."


def _outlets(events: "GeoDataFrame") -> str:
    counts: Counter[str] = Counter()
    for cell in events["outlets"]:
        counts.update({name for o in text_of(cell).split(";") if (name := clean_text(o))})
    names = [f"{name} ({n:,})" for name, n in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]
    more = [counted(len(names) - _MOST_OUTLETS, "more outlet")] if len(names) > _MOST_OUTLETS else []
    return listed([*names[:_MOST_OUTLETS], *more]) or _NONE


def _period(events: "GeoDataFrame") -> str:
    starts = [t for v in events["date_start"] if (t := text_of(v)[:10])]
    ends = [t for v in events["date_end"] if (t := text_of(v)[:10])]
    return period_text(min(starts, default=""), max([*starts, *ends], default=""))
