"""Every format gives the same story; containers give each of their articles; what cannot be read is named with a reason."""

import json
import os
import random
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest
from layouts import STORIES, blog
from pyarrow import parquet

from geomap.articles import mark_duplicates, read_articles
from geomap.limits import Limits
from geomap.model import Article, DatePrecision, Rejection

STORY = STORIES[0]
TEXT = STORY.title + "\n\n" + "\n\n".join(STORY.paragraphs)


def _pdf(lines: list[str]) -> bytes:
    """A PDF of one page with a text layer, written by hand."""
    ops = "BT /F1 9 Tf 40 780 Td 12 TL " + " ".join(f"({line.replace('(', '').replace(')', '')}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(ops.encode('latin-1', 'replace'))}>>stream\n{ops}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode("latin-1", "replace")
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    return out + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size 6>>\nstartxref\n{len(out)}\n%%EOF".encode()


def _docx(paragraphs: list[str]) -> bytes:
    out = BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def _mhtml(page: str) -> bytes:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://example.org/story"
    message["Date"] = "Wed, 4 Mar 2020 10:11:12 -0000"
    message.set_content(page, subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_related()
    return message.as_bytes()


def _articles(root: Path, **options) -> list[Article]:
    items = list(read_articles([root], **options))
    assert [i for i in items if isinstance(i, Rejection)] == []
    return items


def _wrapped(paragraph: str, width: int = 80) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def test_one_story_saved_five_ways_is_one_article_with_four_copies(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(blog(STORY), encoding="utf-8")
    (tmp_path / "b.mhtml").write_bytes(_mhtml(blog(STORY)))
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "d.docx").write_bytes(_docx([STORY.title, *STORY.paragraphs]))
    (tmp_path / "e.pdf").write_bytes(_pdf([STORY.title, *(line for p in STORY.paragraphs for line in _wrapped(p))]))
    articles = mark_duplicates(_articles(tmp_path))
    assert [a.id for a in articles] == ["a", "b", "c", "d", "e"]
    assert [a.duplicate_of for a in articles] in ([None, "b", "b", "b", "b"], ["b", None, "b", "b", "b"], [None, "a", "a", "a", "a"])
    assert all("nine wounded on Monday" in a.text for a in articles)


def test_copies_do_not_depend_on_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.replace("forty minutes", "an hour"), encoding="utf-8")
    (tmp_path / "c.txt").write_text("\n\n".join(STORIES[1].paragraphs), encoding="utf-8")
    articles = _articles(tmp_path)
    expected = {a.id: a.duplicate_of for a in mark_duplicates(articles)}
    assert sum(v is not None for v in expected.values()) == 1
    assert expected["c"] is None
    for seed in range(5):
        shuffled = random.Random(seed).sample(articles, len(articles))
        assert {a.id: a.duplicate_of for a in mark_duplicates(shuffled)} == expected


def test_mhtml_tells_address_and_capture(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(_mhtml(blog(STORY)))
    (article,) = _articles(tmp_path)
    assert (article.url, article.captured, article.published) == ("https://example.org/story", "2020-03-04", STORY.day)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    (article,) = _articles(tmp_path)
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        ("قتل ثلاثة مدنيين وأصيب تسعة آخرون في قصف على قرية جنوب معرة النعمان يوم الاثنين، بحسب ما قال سكان في المنطقة.", "cp1256", "ar"),
        ("Три мирных жителя погибли и девять были ранены в понедельник при обстреле деревни к югу от города, сообщили жители.", "cp1251", "ru"),
        ("Pazartesi günü köyün güneyinde bir fırına düşen top mermileri nedeniyle üç kişi öldü ve dokuz kişi yaralandı, bu daha sonra doğrulandı.", "cp1254", "tr"),
        ("Trois civils ont été tués et neuf autres blessés lundi par des obus dans un village au sud de la ville, selon des habitants.", "utf-8", "fr"),
        ("Sê kes hatin kuştin û neh kes jî birîndar bûn ji ber topbarana li ser gundekî, li gorî şêniyên ku li wir dijîn.", "utf-8", "ku"),
        ("سێ کەس کوژران و نۆ کەسی دیکەش بریندار بوون لە تۆپبارانی گوندێک لە باشووری شارەکە، بە پێی دانیشتووان.", "utf-8", "ku"),
    ],
)  # fmt: skip
def test_languages_and_their_encodings(text: str, encoding: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (article,) = _articles(tmp_path)
    assert (article.text, article.language) == (text, language)


def test_supplied_translation_takes_what_the_page_knows(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("2019-07-22\n\nقتل ثلاثة مدنيين وأصيب تسعة آخرون في قصف على قرية جنوب معرة النعمان يوم الاثنين.", encoding="utf-8")
    (tmp_path / "x.en.txt").write_text(TEXT, encoding="utf-8")
    by_id = {a.id: a for a in _articles(tmp_path)}
    assert by_id["x.en"].translated_from == "ar"
    assert by_id["x.en"].published == "2019-07-22"
    assert by_id["x"].translated_from is None


ROWS = [
    {"id": "r1", "title": STORY.title, "text": TEXT, "published": "2019-07-22", "outlet": "SANA", "url": "https://sana.sy/1"},
    {"id": "r2", "title": "Convoy", "text": " ".join(STORIES[1].paragraphs), "published": "2018-11-04", "outlet": "Reuters", "url": ""},
]


def _write_table(path: Path) -> None:
    if path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(r) for r in ROWS), encoding="utf-8")
    elif path.suffix == ".json":
        path.write_text(json.dumps(ROWS), encoding="utf-8")
    elif path.suffix == ".parquet":
        parquet.write_table(pa.Table.from_pylist(ROWS), path)
    else:
        quoted = ['"' + '","'.join(str(v).replace('"', '""') for v in r.values()) + '"' for r in ROWS]
        path.write_text("\n".join([",".join(ROWS[0]), *quoted]), encoding="utf-8")


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json", "parquet"])
def test_tables(suffix: str, tmp_path: Path) -> None:
    _write_table(tmp_path / f"news.{suffix}")
    first, second = _articles(tmp_path)
    assert (first.id, first.file, first.outlet, first.published) == ("news.r1", f"news.{suffix}#1", "SANA", "2019-07-22")
    assert first.text == TEXT
    assert (second.id, second.outlet, second.url) == ("news.r2", "Reuters", None)


def _refused(path: Path) -> str:
    *none, refused = read_articles([path])
    assert not none
    assert isinstance(refused, Rejection)
    return refused.reason


def test_parquet_of_one_text_many_times_is_refused_before_it_is_read(tmp_path: Path) -> None:
    column = pa.array(["0" * 1_000_000] * 400).dictionary_encode()
    parquet.write_table(pa.table({"text": column}), tmp_path / "a.parquet", compression="zstd")
    assert "archive_ratio" in _refused(tmp_path / "a.parquet")


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())])
def test_parquet_of_every_kind_of_text(kind: pa.DataType, tmp_path: Path) -> None:
    texts = pa.array([TEXT, "Shells fell on the village.", TEXT]).cast(kind)
    parquet.write_table(pa.table({"Full Text": texts, "title": [["a", "b"]] * 3}), tmp_path / "a.parquet")
    assert [a.text for a in _articles(tmp_path)] == [TEXT, "Shells fell on the village.", TEXT]


@pytest.mark.parametrize("columns", [[("text", [["a"]])], [("text", ["a"]), ("text", ["b"])], [("words", ["a"])]])
def test_parquet_without_one_column_of_text(columns: list[tuple[str, list[object]]], tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(values) for _, values in columns], names=[name for name, _ in columns])
    parquet.write_table(table, tmp_path / "a.parquet")
    assert "column" in _refused(tmp_path / "a.parquet")


def test_article_of_a_csv_longer_than_the_reader_of_python_takes(tmp_path: Path) -> None:
    long = "Shells fell on the village on Monday, residents said. " * 5_000
    (tmp_path / "a.csv").write_text(f'Full Text;Publish Date\n"{long}";2019-07-22\n"{TEXT}";2019-07-23\n', encoding="utf-8")
    assert [(len(a.text), a.published) for a in _articles(tmp_path)] == [(len(long), "2019-07-22"), (len(TEXT), "2019-07-23")]


def test_date_in_digits_of_a_table_stays_open(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'text,published\n"{STORY.paragraphs[0]}",4/5/2017\n', encoding="utf-8")
    (article,) = _articles(tmp_path)
    assert article.published is None


def test_feed(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>{s.title}</title><link>https://example.org/{i}</link><pubDate>Mon, 22 Jul 2019 10:00:00 GMT</pubDate><description>"
        f"&lt;p&gt;{s.paragraphs[0]}&lt;/p&gt;&lt;p&gt;{s.paragraphs[1]}&lt;/p&gt;</description></item>"
        for i, s in enumerate(STORIES)
    )
    (tmp_path / "feed.xml").write_text(f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Valley Post</title>{items}</channel></rss>', encoding="utf-8")
    first, _ = _articles(tmp_path)
    assert (first.outlet, first.url, first.published) == ("The Valley Post", "https://example.org/0", "2019-07-22")
    assert [first.text[p.start : p.end] for p in first.paragraphs] == [STORY.title, STORY.paragraphs[0], STORY.paragraphs[1]]


def test_atom_feed(tmp_path: Path) -> None:
    entry = (
        f'<entry><title>{STORY.title}</title><link rel="self" href="https://example.org/x"/><link href="https://example.org/1"/>'
        f"<updated>2020-01-01T00:00:00Z</updated><published>2019-07-22T10:00:00Z</published><content>{STORY.paragraphs[0]}</content></entry>"
    )
    (tmp_path / "feed.atom").write_text(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Valley Post</title>{entry}</feed>', encoding="utf-8")
    (article,) = _articles(tmp_path)
    assert (article.title, article.url, article.published, article.outlet) == (STORY.title, "https://example.org/1", "2019-07-22", "The Valley Post")


def test_telegram_export(tmp_path: Path) -> None:
    posts = [
        {"id": 1, "type": "service", "date": "2019-07-22T10:00:00", "action": "join"},
        {"id": 7, "type": "message", "date": "2019-07-22T10:00:00", "text": ["Shells fell on ", {"type": "bold", "text": "Maarat"}, " on Monday."]},
        {"id": 8, "type": "message", "date": "2019-07-23T10:00:00", "text": "", "photo": "p.jpg"},
    ]
    (tmp_path / "result.json").write_text(json.dumps({"name": "Valley Watch", "type": "public_channel", "id": 5, "messages": posts}), encoding="utf-8")
    (article,) = _articles(tmp_path)
    assert (article.id, article.text, article.outlet) == ("result.7", "Shells fell on Maarat on Monday.", "Valley Watch")
    assert (article.published, article.published_precision) == ("2019-07-22", DatePrecision.DAY)


def test_archive_with_its_own_table_of_what_is_known(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("in/a.txt", TEXT)
        archive.writestr("in/page.html", blog(STORIES[1]))
        archive.writestr("in/page_files/x.html", "advert")
        archive.writestr("in/articles.csv", "file,published,outlet\na.txt,2019-07-23,SANA\n")
    a, page = _articles(tmp_path)
    assert (a.file, a.id, a.published, a.outlet) == ("news.zip!in/a.txt", "news.a", "2019-07-23", "SANA")
    assert page.published == "2018-11-04"


SMALL = Limits(article_bytes=200_000, article_chars=50_000, archive_bytes=400_000, archive_members=50, pdf_pages=3)


def _bad_files(root: Path) -> None:
    (root / "a-empty.txt").write_bytes(b"")
    (root / "b-binary.txt").write_bytes(bytes(range(256)) * 40)
    (root / "c-long.txt").write_bytes(b"x" * 300_000)
    (root / "d-line.jsonl").write_bytes(b'{"text":"' + b"x" * 300_000 + b'"}\n')
    (root / "e-line.csv").write_bytes(b"text\n" + b"x" * 300_000)
    (root / "f-entities.xml").write_text('<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>')
    (root / "g-picture.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (root / "h-nested.json").write_text("[" * 100_000)
    (root / "i-broken.pdf").write_bytes(b"%PDF-1.4\nnothing")
    (root / "j-scan.pdf").write_bytes(_pdf([]))
    (root / "k-broken.docx").write_bytes(b"PK\x03\x04broken")
    (root / "l-tags.html").write_text("<html><body>" + "<b>x</b>" * 20_000)
    with (root / "m-huge.txt").open("wb") as file:
        file.truncate(2_000_000_000)  # a sparse file: takes no disk
    with zipfile.ZipFile(root / "n-bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * 3_000_000)
        archive.writestr("../out.txt", "x")
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.zip", b"PK\x05\x06" + b"\0" * 18)
    with zipfile.ZipFile(root / "o-nested.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    _bad_files(root)
    bad = len(list(root.iterdir()))
    (root / "z-good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "outside.txt").write_text("not to be read", encoding="utf-8")
    (root / "p-link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "q-folder").symlink_to(tmp_path)
    os.mkfifo(root / "r-pipe.txt")
    (root / "s-loop.txt").symlink_to(root / "s-loop.txt")
    items = list(read_articles([root], limits=SMALL))
    rejected = {i.file: i.reason for i in items if isinstance(i, Rejection)}
    assert [i.file for i in items if isinstance(i, Article)] == ["z-good.txt"]
    assert len({f.split("!")[0].split("#")[0] for f in rejected}) == bad + 4
    assert all(len(reason) > 4 and "Traceback" not in reason for reason in rejected.values())
    assert rejected["p-link.txt"].startswith("a link that leads out")
    assert "no regular file" in rejected["r-pipe.txt"]
    assert rejected["n-bomb.zip!../out.txt"] == "its name leads out of the archive"
    assert "cap is 200,000" in rejected["m-huge.txt"]
    assert "scan" in rejected["j-scan.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("lines.txt", "x\n" * 60_000, "article_lines"),
        ("items.xml", "<rss><channel>" + "<item/>" * 10_001 + "</channel></rss>", "feed_entries"),
        ("tags.xml", "<rss>" + "<a/>" * 500_001 + "</rss>", "xml_tags"),
        ("scripts.html", "<p>" + TEXT + "<script>x" * 60_000, "page_tags"),
        ("attributes.html", "<p " + "a='1' " * 1_001 + ">" + TEXT, "attributes"),
    ],
)  # fmt: skip
def test_what_would_take_minutes_is_refused_by_name(name: str, content: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "z.txt").write_text(TEXT, encoding="utf-8")
    refused, good = read_articles([tmp_path])
    assert isinstance(refused, Rejection)
    assert (refused.file, reason in refused.reason) == (name, True)
    assert isinstance(good, Article)


def test_scripts_and_styles_are_left_out_and_linked_data_kept(tmp_path: Path) -> None:
    page = blog(STORY).replace("article:published_time", "x:y").replace("<article", "<SCRIPT>var a = '<p>advert one</p>'</SCRIPT ><style>p{}</style><article")
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-07-23"}</script>'
    (tmp_path / "a.html").write_text(page.replace("</head>", linked + "</head>") + "<script>never closed", encoding="utf-8")
    (article,) = _articles(tmp_path)
    assert article.published == "2019-07-23"
    assert "advert" not in article.text
    assert STORY.paragraphs[-1] in article.text


def test_same_articles_whatever_the_order_of_inputs(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(TEXT + folder, encoding="utf-8")
    forward = list(read_articles([tmp_path / "one", tmp_path / "two"]))
    assert list(read_articles([tmp_path / "two", tmp_path / "one"])) == forward
    assert [a.file for a in forward] == ["one/x.txt", "two/x.txt"]
    assert len({a.id for a in forward}) == 2
    assert all(a.id.startswith("x-") for a in forward)
