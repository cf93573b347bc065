"""Paragraphs, headline and boilerplate point into the text and lose nothing of it."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.articles import read_article, read_articles
from geomap.articles.boilerplate import find_boilerplate
from geomap.articles.parts import find_paragraphs, titled
from geomap.model import Article, Rejection

PROSE = "Three people were killed when shells fell on a village south of the city on Monday, residents said, and the road to the north was closed for hours afterwards."
NOTICES = [
    "Note to readers: please use the share buttons above. Forward this article to your friends.",
    "Disclaimer: The contents of this article are the responsibility of the author alone.",
    "If you like our content, please support the project. PayPal: desk@example.org",
    "Leave a Reply",
    "Your email address will not be published. Required fields are marked *",
    "This site uses cookies to improve your visit.",
    "Articles by: Valley Post",
    "Copyright © 2020 The Valley Post. All rights reserved.",
    "Reporting by Adnan Khalil",
    "Jane Doe is a reporter for the Valley Post. She covers the region.",
    "Sign up for our newsletter and you will find our best stories in your inbox.",
]


def _marked(text: str) -> list[str]:
    return [text[b.start : b.end] for b in find_boilerplate(text, find_paragraphs(text))]


@pytest.mark.parametrize("notice", NOTICES)
def test_notices(notice: str) -> None:
    text = f"{PROSE}\n\n{PROSE.replace('Monday', 'Tuesday')}\n\n{notice}"
    assert _marked(text) == [notice]


def test_menus_lists_and_tails() -> None:
    menu = "Home\nWorld\nSport\nWeather\nVideo\nTravel"
    related = "Related articles\n\nTen recipes for a cold evening\n\nElection results in full\n\nPrev Post\n\nArmy shells village in the south"
    text = f"Shells hit bakery queue in village\n\n{menu}\n\n{PROSE}\n\n{PROSE.replace('Monday', 'Friday')}\n\n{related}"
    assert _marked(text) == [menu, related]


@pytest.mark.parametrize(
    "kept",
    [
        f"{PROSE}\n\nThe wounded are as follows:\n\nDina Osman (6)\n\nMehmud Xerib (6)\n\nHisen Qasim (7)\n\nAvrin Heyder (13)\n\nRoni Silo (27)\n\n{PROSE.replace('Monday', 'Friday')}",
        f"{PROSE}\n\nFighting began anew in the suburbs\n\n{PROSE.replace('Monday', 'Friday')}\n\nHe said.",
        f"{PROSE}\n\n“We heard the first one land behind the school,” she said.\n\nThe army did not comment.",
        f"{PROSE}\n\nThe strikes hit:\n\n- a bakery in the north\n\n- a school in the south",
    ],
    ids=["names", "subheading", "quotes", "bullets"],
)
def test_the_story_is_kept(kept: str) -> None:
    assert _marked(kept) == []


def test_second_copy_of_a_paragraph_is_left_out() -> None:
    assert _marked(f"{PROSE}\n\n{PROSE}") == [PROSE]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "Three people were killed when shells fell on a village\r\nsouth of the city on Monday, residents said.\r\n\r\nThe army did not comment."
    assert [text[p.start : p.end].count("\r\n") for p in find_paragraphs(text)] == [1, 0]


def test_headline_by_a_title_with_the_site_behind_it() -> None:
    text = "Home\n\nShells hit bakery queue in village’s north\n\n" + PROSE
    span = titled(text, find_paragraphs(text), "Shells hit bakery queue in village's north - The Valley Post")
    assert span is not None
    assert text[span.start : span.end].startswith("Shells hit")


@given(st.text(alphabet=st.sampled_from("ab .\n\r\t“A:–ق"), max_size=300))
def test_paragraphs_hold_everything_but_white_space(text: str) -> None:
    spans = find_paragraphs(text)
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert all(i in covered or c.isspace() for i, c in enumerate(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in spans)


@given(st.lists(st.sampled_from([*NOTICES, PROSE, "Home", "World", "2", "Related articles", "Fighting goes on"]), max_size=25))
def test_boilerplate_is_in_order_and_inside(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    spans = find_boilerplate(text, find_paragraphs(text))
    assert all(a.end < b.start for a, b in itertools.pairwise(spans))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)


def test_text_is_decoded_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffA\r\nb\u0301  \u200f\tend".encode())
    article = read_article(tmp_path / "a.txt", root=tmp_path)
    assert article.text == "A\r\nb\u0301  \u200f\tend"


def test_row_for_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "articles.csv").write_text("file,outlet\nsub/a.txt,SANA\nlost.txt,SANA\n", encoding="utf-8")
    items = list(read_articles([tmp_path]))
    assert [(i.file, i.outlet) for i in items if isinstance(i, Article)] == [("sub/a.txt", "SANA")]
    assert [i.file for i in items if isinstance(i, Rejection)] == ["lost.txt"]


@pytest.mark.parametrize(
    ("text", "outlet", "original"),
    [
        ("BEIRUT (Reuters) - " + PROSE, "Reuters", None),
        ("SHAFAQNA- " + PROSE, "Shafaqna", None),
        (f"Title of the story here\n\n{PROSE}\n\nArticles by: South Front", "South Front", "South Front"),
        (PROSE, None, None),
    ],
)
def test_outlet_in_the_text(text: str, outlet: str | None, original: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    article = read_article(tmp_path / "a.txt", root=tmp_path)
    assert (article.outlet, article.original_source) == (outlet, original)


def test_agency_quoted_by_another_outlet(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("DAMASCUS (AFP) - " + PROSE, encoding="utf-8")
    (item,) = read_articles([tmp_path], outlet="ahram")
    assert isinstance(item, Article)
    assert (item.outlet, item.original_source) == ("Ahram Online", "AFP")
