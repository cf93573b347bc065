"""Twenty pages of ten layouts: the story is read, its day found with the reason, and nothing around it is left to the coder."""

from pathlib import Path

import pytest
from layouts import JUNK, LAYOUTS, STORIES, blog, single_file

from geomap.articles import read_article, read_articles
from geomap.model import Article, DatePrecision


def _coded(article: Article) -> str:
    """What the coder sees: the text without boilerplate."""
    return "".join(c for i, c in enumerate(article.text) if not any(b.start <= i < b.end for b in article.boilerplate))


@pytest.mark.parametrize("story", STORIES, ids=["bakery", "convoy"])
@pytest.mark.parametrize("layout", LAYOUTS, ids=[f.__name__ for f in LAYOUTS])
def test_story_and_day_of_a_page(layout, story, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(layout(story), encoding="utf-8")
    article = read_article(page, root=tmp_path)
    coded = _coded(article)
    assert [p for p in story.paragraphs if p not in coded] == []
    assert [j for j in JUNK if j in coded] == []
    assert (article.published, article.published_precision) == (story.day, DatePrecision.DAY)
    assert article.headline is not None
    assert article.text[article.headline.start : article.headline.end] == story.title
    assert article.language == "en"


def test_reason_names_the_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(blog(STORIES[0]), encoding="utf-8")
    article = read_article(tmp_path / "a.html", root=tmp_path)
    assert article.published_reason == "the page's metadata (article:published_time)"
    assert article.outlet == "The Valley Post"


def test_single_file_tells_address_and_capture(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(single_file(STORIES[0]), encoding="utf-8")
    article = read_article(tmp_path / "a.html", root=tmp_path)
    assert (article.url, article.captured) == ("https://example.org/news/2019/07/22/story", "2020-03-04")


def test_update_is_not_publication(tmp_path: Path) -> None:
    page = blog(STORIES[0]).replace("article:published_time", "article:modified_time")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    article = read_article(tmp_path / "a.html", root=tmp_path)
    assert article.published is None
    assert article.published_candidates == ("2019-07-22",)
    assert "later change" in article.published_reason


def test_folder_of_a_page_saved_complete_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "story.html").write_text(blog(STORIES[0]), encoding="utf-8")
    (tmp_path / "story_files").mkdir()
    (tmp_path / "story_files" / "frame.html").write_text("<html><body>advert</body></html>", encoding="utf-8")
    assert [item.file for item in read_articles([tmp_path])] == ["story.html"]


def test_hostile_markup_is_text_or_gone(tmp_path: Path) -> None:
    page = blog(STORIES[0]).replace("residents said", "residents said <script>alert(1)</script>&lt;img src=x onerror=alert(1)&gt;")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    article = read_article(tmp_path / "a.html", root=tmp_path)
    assert "alert(1)</script>" not in article.text
    assert "<img src=x onerror=alert(1)>" in article.text
