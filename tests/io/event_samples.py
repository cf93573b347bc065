"""Values to write, read and merge: a plain report to change, and Hypothesis strategies for everything that is stored."""

import dataclasses
from typing import Any

from hypothesis import strategies as st

from geomap.model import (
    EVENT_TYPE_OF,
    Admin,
    Article,
    Attestation,
    ControlChange,
    ControlFact,
    ControlKind,
    DatePrecision,
    Loss,
    LossSide,
    MatchType,
    Mention,
    Modality,
    Period,
    Precision,
    Provenance,
    Report,
    Resolution,
    Review,
    RunnerUp,
    Span,
    Status,
    SubEventType,
    ToponymType,
    Where,
    content_id,
)  # fmt: skip

TEXT = "Warplanes struck the bakery of Tell Example on 3 May 2018. Five people were killed. A second raid followed."


def article(name: str = "a", **changes: Any) -> Article:
    base = Article(
        id=name, file=f"{name}.txt", sha256=content_id("", name).ljust(64, "0"), text=TEXT, title="A title", outlet="Example Times",
        url="https://news.example/1", language="en", published="2018-05-04", published_precision=DatePrecision.DAY,
        published_reason="articles.csv",
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


TELL = Where("x1", "Tell Example", 36.5, 35.5, 1.0, Precision.EXACT, "SY", Admin("Idlib", "Idlib", "Saraqab", "SY07", "SY0700", "SY070003"), "PPL", "named")
FAR = Where("x2", "Kafr Example", 36.8, 35.9, 1.0, Precision.EXACT, "SY", Admin("Idlib"), "PPL", "named")
IDLIB = Where("adm-idlib", "Idlib", 36.6, 35.8, 50.0, Precision.ADMIN1, "SY", Admin("Idlib", admin1_pcode="SY07"), "ADM1", "the governorate")
NOWHERE = Where(reason="no place in the sentence")


def day(text: str, end: str | None = None) -> Period:
    return Period(text, end or text, DatePrecision.DAY)


def report(name: str, **changes: Any) -> Report:
    sub = changes.get("sub_event_type", SubEventType.AIR_STRIKE)
    base = Report(
        id=content_id("r", name), article="a", evidence=(Span(0, 58),), trigger=Span(10, 16), event_type=EVENT_TYPE_OF[sub],
        sub_event_type=sub, period=day("2018-05-03"), where=TELL, actor1="russia", actor2="civilians", actor1_name="Russia",
        actor2_name="Civilians", confidence=0.8, provenance={"event_type": Provenance((Span(10, 16),), "triggers.csv:12")},
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


def killed(number: int, side: LossSide = LossSide.CIVILIANS, claimant: str | None = None) -> tuple[Loss, ...]:
    return (Loss(side, number, number, str(number), claimant),)


# Text without half surrogate pairs, which no file of UTF-8 can hold; formula signs, quotes and line ends on purpose.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", "-3", "@cmd", "+x", "'=a", "''=", "a\nb", 'a"b', "a,b", " ", "\t", "ريف حلب", "=1", "<script>", "${x}", "\u2028"]
)
maybe = st.none() | words
spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(min(p), max(p)))
days = st.dates().map(lambda d: d.isoformat())
admins = st.builds(Admin, maybe, maybe, maybe, maybe, maybe, maybe)
longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)
periods = st.builds(Period, days, days, st.sampled_from(DatePrecision), st.booleans()) | st.just(Period(None, None, DatePrecision.UNKNOWN))
placed = st.builds(Where, words, words, longitudes, latitudes, st.floats(0, 900), st.sampled_from(Precision), maybe, admins, maybe, words)
places = placed | st.just(NOWHERE)
numbers = st.none() | st.integers(0, 10_000)
losses = st.lists(st.builds(Loss, st.sampled_from(LossSide), numbers, numbers, words, maybe, st.lists(words, max_size=2).map(tuple)), max_size=2).map(tuple)
names = st.lists(words, max_size=2).map(tuple)
changes = st.none() | st.builds(ControlChange, maybe, maybe, maybe, maybe, st.sampled_from(ControlKind))
provenances = st.dictionaries(words, st.builds(Provenance, st.lists(spans, max_size=2).map(tuple), words, maybe), max_size=2)
subs = st.sampled_from(SubEventType)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    sub = draw(subs)
    return Report(
        draw(words), draw(words), tuple(draw(st.lists(spans, max_size=2))), draw(spans), EVENT_TYPE_OF[sub], sub, draw(periods), draw(places),
        draw(maybe), draw(maybe), draw(maybe), draw(maybe), draw(names), draw(names), draw(st.sampled_from(Modality)),
        draw(st.sampled_from(Attestation)), draw(st.booleans()), draw(maybe), draw(maybe), draw(losses), draw(losses), draw(losses),
        draw(maybe), draw(maybe), draw(changes), draw(st.floats(0, 1)), draw(provenances), draw(st.sampled_from(Review)),
    )  # fmt: skip


articles = st.builds(
    Article, id=words, file=words, sha256=st.just("0" * 64), text=words, title=maybe, outlet=maybe, url=maybe, archive_url=maybe,
    captured=maybe, language=maybe, published=st.none() | days, published_precision=st.sampled_from(DatePrecision), published_reason=words,
    published_candidates=names, reprinted=st.none() | days, headline=st.none() | spans, dateline=st.none() | spans, paragraphs=st.lists(spans, max_size=2).map(tuple),
    boilerplate=st.lists(spans, max_size=2).map(tuple), duplicate_of=maybe, original_source=maybe, translated_from=maybe,
)  # fmt: skip
runners = st.lists(st.builds(RunnerUp, words, words, longitudes, latitudes, st.floats(0, 1), words), max_size=2).map(tuple)
resolutions = st.builds(
    Resolution, maybe, maybe, maybe, st.none() | longitudes, st.none() | latitudes, st.none() | st.floats(0, 900),
    st.none() | st.sampled_from(Precision), maybe, admins, st.sampled_from(MatchType), st.floats(0, 1), words, runners,
)  # fmt: skip
mentions = st.builds(Mention, words, words, spans, words, st.sampled_from(ToponymType), st.none() | st.booleans(), resolutions, maybe)
facts = st.builds(
    ControlFact, places, words, st.sampled_from(ControlKind), maybe, periods, st.sampled_from(Status), maybe, maybe,
    st.lists(spans, max_size=2).map(tuple), maybe, words, st.sampled_from(Review),
)  # fmt: skip
