"""A day is given only where it is stated; else what fits, with the reason."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.articles import read_articles
from geomap.articles.addresses import date_in_address
from geomap.articles.datewords import find_dates, find_yearless
from geomap.articles.parts import find_paragraphs
from geomap.articles.presupposed import fitting_years
from geomap.errors import InputError
from geomap.model import Article, DatePrecision, Rejection

BODY = "Three people were killed when shells fell on a village south of the city, residents said. Ambulances took the wounded north, a teacher told reporters."


def _read(text: str, tmp_path: Path, name: str = "a.txt", **options) -> Article:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (item,) = read_articles([tmp_path], **options)
    assert isinstance(item, Article)
    return item


HEADERS = [
    ("Date :Saturday, October 13th, 2018 | Time : 22:03 |ID: 1 | Print\n\nTitle of it here\n\n", "2018-10-13"),
    ("Title of it here\n\nBy Staff Writer\nGlobal Research, August 09, 2020\nSouth Front 7 August 2020\n\n", "2020-08-07"),
    ("Wed 05 Apr 2017 ", "2017-04-05"),
    ("Posted on July 12 2016 by Someone ", "2016-07-12"),
    ("Date of publication 9 August 2016 ", "2016-08-09"),
    ("20.07.2016Get short URL 0 55 ", "2016-07-20"),
    ("Clashes near the dam Monitor AFP Thursday 14 Jul 2016 ", "2016-07-14"),
    ("Title of it here\n\n26 January 2022\n\n", "2022-01-26"),
    ("Shells kill three south of the city\n\n14 July 2016 ", "2016-07-14"),
    ("Shells kill three south of the city\n\n14.07.2016Get short URL ", "2016-07-14"),
    ("Title of it here\n\nPublished: 2019-03-01 10:30\n\n", "2019-03-01"),
    ("Title of it here\n\nBy Staff Writer, desk editor\n\nFriday 21 January 2022 16:42, UK\n\nImage:\nA hill\n\n", "2022-01-21"),
    ("Title of it here\n\nWorld News | June 3, 2022 | 5 min read\n\n", "2022-06-03"),
    ("Title of it here\n\nPublished: 3 Jun 2022\n\nUpdated 2 days ago\n\n", "2022-06-03"),
    ("DAMASCUS, June 3, 2022 (Valley Wire) – ", "2022-06-03"),
    ("Titre de cet article\n\nvendredi 21 janvier 2022\n\n", "2022-01-21"),
    ("Haberin başlığı burada\n\n21 Ocak 2022 Cuma, 16:42\n\n", "2022-01-21"),
    ("Заголовок этой статьи\n\nпятница, 21 января 2022 г., 16:42\n\n", "2022-01-21"),
    ("عنوان الخبر هنا اليوم\n\nالجمعة، 21 كانون الثاني/يناير 2022\n\n", "2022-01-21"),
    ("عنوان الخبر هنا اليوم\n\nتاريخ النشر: 5 كانون الثاني 2019\n\n", "2019-01-05"),
]


@pytest.mark.parametrize(("header", "day"), HEADERS, ids=[d for _, d in HEADERS])
def test_stated(header: str, day: str, tmp_path: Path) -> None:
    article = _read(header + BODY, tmp_path)
    assert (article.published, article.published_precision) == (day, DatePrecision.DAY)
    assert article.dateline is not None
    assert day[:4] in article.text[article.dateline.start : article.dateline.end]


@pytest.mark.parametrize(
    "text",
    [
        "On August 21 2013 rockets fell on the suburbs. " + BODY,
        "Title of it here\n\n" + BODY + " The truce was signed on 5 May 2017 in Astana.",
        "04/05/2017 " + BODY,
        "Mon 05 Apr 2017 " + BODY,
        "21 Ocak 2022 Pazar\n\n" + BODY,
        "Title of it here\n\nUpdated 2 days ago\n\n" + BODY,
        "Title of it here\n\nPhoto: Valley Wire | June 3, 2016\n\n" + BODY,
        BODY + "\n\n" + BODY.replace("north", "east") + "\n\nRelated articles\n\nTen recipes for a cold evening\n\nJuly 4, 2022\n\nElection results in full\n\nJuly 3, 2022",
    ],
    ids=["in a sentence", "in the body", "digits leave the month open", "weekday is another day's", "weekday behind", "so many days ago", "of a picture", "of other stories"],
)
def test_never_silently_wrong(text: str, tmp_path: Path) -> None:
    article = _read(text, tmp_path)
    assert article.published is None
    assert article.published_precision is DatePrecision.UNKNOWN
    assert article.published_reason


def test_a_day_that_begins_the_first_sentence_below_a_title_is_not_the_page_s(tmp_path: Path) -> None:
    article = _read("A night of shelling south of the city\n\n14 July 2016 was the worst day for the village. " + BODY, tmp_path)
    assert article.published is None


def test_signature_below_the_story(tmp_path: Path) -> None:
    article = _read(f"Statement on the shelling of a village\n\n{BODY}\n\n{BODY.replace('north', 'east')}\n\nSDF Media Centre\n\nJanuary 26, 2022\n\nPrev Post", tmp_path)
    assert (article.published, article.published_reason) == ("2022-01-26", "the date signs the story")


def test_log_of_changes_dates_the_page_by_its_last_entry(tmp_path: Path) -> None:
    log = "Updates to this page\n\n13 January 2026\nAdded the strike of 3 January 2026.\n\n3 November 2025\nPage updated.\n\n6 March 2025\nFirst published."
    article = _read(f"Strikes in the desert\n\nSaturday 3 January 2026\n\n{BODY}\n\n{log}", tmp_path)
    assert article.published == "2026-01-13"
    assert "last update" in article.published_reason


def test_day_above_the_menu_is_that_of_the_visit(tmp_path: Path) -> None:
    menu = "Home\nWorld\nSport\nWeather\nVideo\nTravel"
    (tmp_path / "articles.csv").write_text("file,title\na.txt,Shells hit bakery queue in village\n", encoding="utf-8")
    head = f"Sunday, November 20, 2022\n\n{menu}\n\nShells hit bakery queue in village\n\n"
    assert _read(head + BODY, tmp_path).published is None
    assert _read(f"{head}July 22, 2019\n\n{BODY}", tmp_path).published == "2019-07-22"


def test_address_that_a_user_gives_dates_a_text(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("file,url\na.txt,https://npasyria.com/en/news/2022/08/19/shells\n", encoding="utf-8")
    article = _read(BODY, tmp_path)
    assert (article.published, article.published_reason, article.outlet) == ("2022-08-19", "the page's address", "North Press")


def test_month_of_an_address_gives_way_to_a_day_within_it(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("file,url\na.txt,https://example.org/2022/08/shells\n", encoding="utf-8")
    coarse = _read(BODY, tmp_path)
    assert (coarse.published, coarse.published_precision) == ("2022-08-01", DatePrecision.MONTH)
    assert _read("Title of it here\n\n19 August 2022\n\n" + BODY, tmp_path).published == "2022-08-19"


@pytest.mark.parametrize(
    ("url", "order", "day"),
    [
        ("https://x.org/2022/01/20/shells.html", "", "2022-01-20"),
        ("https://x.org/2022/jan/20/shells", "", "2022-01-20"),
        ("https://x.org/a/20220120-shells", "", "2022-01-20"),
        ("https://x.org/syria/16082022", "", "2022-08-16"),
        ("https://x.org/shells-19-08-2022", "", "2022-08-19"),
        ("https://x.org/shells-05-04-2022", "", None),
        ("https://x.org/shells-05-04-2022", "mdy", "2022-05-04"),
        ("https://x.org/2022/01/shells", "", "2022-01"),
        ("https://x.org/shells-on-january-20-2022/", "", None),
        ("https://x.org/shells?utm=2018_08_01_04", "", None),
        ("https://x.org/story-12521576", "", None),
        ("https://x.org/2022/13/45/shells", "", None),
        ("http://[x", "", None),
        ("https://web.archive.org/web/20230101000000/https://x.org/2022/01/20/shells", "", "2022-01-20"),
    ],
)
def test_days_of_addresses(url: str, order: str, day: str | None) -> None:
    assert date_in_address(url, order) == day


def test_copy_in_an_archive_tells_when_it_was_taken(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("file,archive_url\na.txt,https://web.archive.org/web/20170102030405/https://x.org/1\n", encoding="utf-8")
    article = _read("On May 3 the army advanced on the hills.", tmp_path)
    assert article.captured == "2017-01-02"
    assert article.published_candidates[-1] == "2016-05-03"


FRESH = "Shells hit the centre of the town on Friday morning, residents said.\n\n{}\n\nThe army did not comment on the report."


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("A street of the town, Friday, Apr. 22, 2022 (Photo: Valley Wire)", "2022-04-22"),
        ("We deplore any loss of life.\n— An Embassy (@embassy) April 21, 2022", "2022-04-22"),
        ("FILE - In this Friday, Apr. 22, 2016 file photo, a street of the town.", None),
        ("A street of the town, Friday, Apr. 22, 2016 (Photo: Valley Wire). The town fell on 3 May 2018.", None),
        ("A street of the town on Apr. 22, 2022 (Photo: Valley Wire)", None),
        ("Talks are planned for Friday, Apr. 22, 2022.", None),
        ("We deplore any loss of life.\n— An Embassy (@embassy) April 24, 2022", None),
    ],
    ids=["weekday", "post", "archive", "looked back on", "no weekday", "ahead", "weekday does not fit"],
)
def test_freshest_day_shown(line: str, day: str | None, tmp_path: Path) -> None:
    article = _read(FRESH.format(line), tmp_path)
    assert article.published == day
    if day:
        assert article.published_precision is DatePrecision.WEEK
        assert article.published_reason.startswith("inferred")


def test_both_readings_of_digits_are_kept_and_the_outlet_decides(tmp_path: Path) -> None:
    article = _read("04-05-2017 " + BODY, tmp_path)
    assert article.published_candidates == ("2017-04-05", "2017-05-04")
    assert _read("04-05-2017 " + BODY, tmp_path, outlet="Al-Manar").published == "2017-05-04"


def test_reprint_and_original_are_both_told(tmp_path: Path) -> None:
    article = _read(HEADERS[1][0] + BODY, tmp_path)
    assert "2020-08-09" in article.published_reason
    assert (article.published, article.reprinted) == ("2020-08-07", "2020-08-09")
    assert article.outlet == "South Front"


def test_user_wins_and_the_difference_is_told(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("file,published,outlet,title,url,archive_url\na.txt,2018-10-15,SANA,,,\n", encoding="utf-8")
    article = _read(HEADERS[0][0] + BODY, tmp_path, published="2018-10-20")
    assert (article.published, article.outlet) == ("2018-10-15", "SANA")
    assert "2018-10-13" in article.published_reason


def test_date_of_the_user_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("file,published\na.txt,13/10/2018\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (item,) = read_articles([tmp_path])
    assert isinstance(item, Rejection)
    assert "articles.csv, line 2" in item.reason
    with pytest.raises(InputError, match="--published"):
        list(read_articles([tmp_path], published="soon"))


def test_coarse_dates_of_the_user(tmp_path: Path) -> None:
    article = _read(BODY, tmp_path, published="2018-10")
    assert (article.published, article.published_precision) == ("2018-10-01", DatePrecision.MONTH)


def test_name_of_the_file_and_its_reason(tmp_path: Path) -> None:
    article = _read(BODY, tmp_path, name="hajin_20181013.txt")
    assert (article.published, article.published_reason) == ("2018-10-13", "the name of the file")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("On October 12, President Trump spoke of the demilitarized zone around the ISIS-held town.", [2018]),
        ("On April 9, Secretary of State Mike Pompeo spoke.", [2018, 2019, 2020]),
        ("The talks ended on Monday, May 14, after President Obama had left the matter open.", [2012]),
        ("On May 3, Operation Peace Spring was in its fourth year, said former President Trump.", list(range(2020, 2027))),
        ("On June 1 the army advanced, as it had in 2022.", list(range(2022, 2027))),
    ],
)
def test_years_that_fit(text: str, years: list[int]) -> None:
    assert [d.year for d in fitting_years(text, find_paragraphs(text)).days] == years


def test_the_only_year_that_fits_is_marked_as_inferred(tmp_path: Path) -> None:
    article = _read("On October 12, President Trump spoke of the demilitarized zone around the ISIS-held town.", tmp_path)
    assert (article.published, article.published_precision) == ("2018-10-12", DatePrecision.WEEK)
    assert article.published_reason.startswith("inferred")


FORMS = ("%d %B %Y", "%B %d, %Y", "%a %d %b %Y", "%A, %B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%b %d %Y")


@given(st.dates(dt.date(2010, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(FORMS))
def test_every_day_in_every_form(day: dt.date, form: str) -> None:
    written = f"Date: {day.strftime(form)} | 10:30"
    (found,) = find_dates(written)
    assert found.days == (day,)
    assert list(find_yearless(written)) == []


@given(st.text(max_size=200))
def test_any_text_is_searched_without_error(text: str) -> None:
    for written in find_dates(text):
        assert 0 <= written.span.start < written.span.end <= len(text)
