"""Articles that were read but not coded are told by language and camp, and translations as such."""

from dataclasses import replace

from geomap.io.quotes import report_summary
from geomap.maps.uncoded import uncoded_words
from geomap.model import EVENT_TYPE_OF, Article, DatePrecision, Period, Report, Span, SubEventType, Where
from geomap.pipeline.mapping import _ledgers


def _record(*rows: tuple[str | None, str | None]) -> dict[str, object]:
    return {"articles": [{"language": language, "outlet": outlet} for language, outlet in rows]}


def test_languages_and_camps() -> None:
    record = _record(("ar", "SANA"), ("ar", "SANA"), ("ar", None), ("ru", "RIA Novosti"), ("en", "SANA"), (None, None), ("xx", None))
    assert uncoded_words(record) == "Arabic: government 2, camp not known 1; Russian: russia 1; another language: camp not known 1"


def test_nothing_to_say() -> None:
    assert uncoded_words({}) == uncoded_words(_record(("en", "SANA"))) == uncoded_words({"articles": "none"}) == ""


def test_ledger_of_the_map() -> None:
    counts = {"articles": {"read": 3, "not_coded": 1, "copies": 0, "rejected": 0}}
    assert _ledgers(counts, "Arabic: government 1")["articles"] == {"read": 3, "not coded (Arabic: government 1)": 1, "copies": 0, "rejected": 0}
    assert _ledgers(counts, "")["articles"]["not coded"] == 1


def test_report_of_a_translation_says_so() -> None:
    article = Article("x.en", "x.en.txt", "0" * 64, "Shells fell on Homs.", "Homs", translated_from="ar")
    report = Report("r1", "x.en", (Span(0, 19),), Span(0, 6), EVENT_TYPE_OF[SubEventType.SHELLING], SubEventType.SHELLING, Period(None, None, DatePrecision.UNKNOWN), Where())
    assert report_summary(report, article)["title"] == "Homs (from a translation, original in Arabic)"
    assert report_summary(report, replace(article, translated_from=None))["title"] == "Homs"
