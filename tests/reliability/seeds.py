"""Seed corpus for fuzzing: small sound inputs of every format, made here and written for this purpose; none is a news text."""

import gzip
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"
STORY = (
    "Shells hit a bakery in Saraqib\n\nSARAQIB, Syria, 4 March 2020 - Three people were killed on Wednesday when government shells fell on "
    "Saraqib, 15 km east of Idlib, residents said.\n\nRebels said they had captured the village of al-Nayrab from the army a day earlier. "
    "“We left at dawn,” a baker said.\n\nسراقب"
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Shells hit a bakery</title>'
    '<meta property="article:published_time" content="2020-03-04T08:00:00+00:00"><link rel="canonical" href="https://example.org/a">'
    '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2020-03-04","headline":"Shells"}</script></head><body><nav><a href="/">Home</a></nav>'
    f"<article><h1>Shells hit a bakery</h1><time datetime=2020-03-04>4 March</time>{''.join(f'<p>{p}</p>' for p in STORY.splitlines() if p)}"
    "<table><tr><td>1</table></article><footer>&copy; 2020 All rights reserved</footer></body></html>"
)
DATES = (
    "Published: Wednesday, 4 March 2020 10:11", "04/03/2020", "2020-03-04T08:00:00+02:00", "March 4th, 2020", "٤ آذار ٢٠٢٠", "4 Mart 2020", "Updated 3 Mar 2020",
    "on Tuesday, a day earlier, since last week, between October 12 and 13, in early 2016, two months ago, on the night of 3-4 April", "12.10.2017", "1 يناير 2018",
)  # fmt: skip
NAMES = (
    "Deir ez-Zor", "Dayr az-Zawr", "دير الزور", "al-Bāb", "Kafr Nabl (كفرنبل)", "Jisr al-Shughūr", "Ra's al-ʿAyn", "15 km east of Idlib", "Tel Abyad / Tall Abyaḍ",
    "between Homs and Palmyra", "The Euphrates", "M4 highway", "Şırnak", "İdlib", "ΑΛΕΠΠΟ", "Alep",
)  # fmt: skip


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Files as an archive, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def pdf(lines: Iterable[str]) -> bytes:
    """A PDF of one page with a text layer."""
    ops = "BT /F1 9 Tf 40 780 Td 12 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(ops)}>>stream\n{ops}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode("latin-1", "replace")
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    return out + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size 6>>\nstartxref\n{len(out)}\n%%EOF".encode()


def _docx() -> dict[str, bytes]:
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in STORY.splitlines() if p)
    document = f'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    core = '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title></cp:coreProperties>'
    return {"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode(), "docProps/core.xml": core.encode()}


def _mhtml() -> bytes:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://example.org/a"
    message["Date"] = "Wed, 4 Mar 2020 10:11:12 -0000"
    message.set_content(PAGE, subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_related()
    return message.as_bytes()


def _parquet() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.table({"text": [STORY, "short"], "published": ["2020-03-04", None], "outlet": ["O", ""], "n": [1, 2]}), out)
    return out.getvalue()


_ROWS = 'text,title,published,outlet,url\n"Shells fell on Idlib, residents said.",T,2020-03-04,O,https://example.org/1\n"A ""quote""\nin two lines",U,04/03/2020,,\n'
_JSONL = json.dumps({"text": STORY, "date": "2020-03-04", "outlet": "O", "tags": [1, None]}, ensure_ascii=False) + '\n{"text": "Two", "published": 1583280000}\n'
_FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><item><title>T</title><link>https://example.org/1</link>'
    "<pubDate>Wed, 04 Mar 2020 10:11:12 GMT</pubDate><description>&lt;p&gt;Shells fell on Idlib.&lt;/p&gt;</description></item></channel></rss>"
)
_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>T</title><updated>2020-03-04T10:00:00Z</updated>'
    '<content type="html">&lt;p&gt;Shells&lt;/p&gt;</content><link href="https://example.org/1"/></entry></feed>'
)
_TELEGRAM = '{"name":"C","type":"public_channel","messages":[{"id":1,"type":"message","date":"2020-03-04T10:11:12","text":["Shells ",{"type":"bold","text":"fell"}]}]}'
_GIVEN = "file,published,outlet,title,url,archive_url\na.txt,2020-03-04,O,T,https://example.org/a,\n'=b.txt,2020-03,,,,\nc.zip!d.txt,2020,,,,\n"
_CORRECTIONS = (
    "id,article_sha256,start,end,report_id,scope,field,old,new,why,by,made_on\n"
    f"c1,{'ab' * 32},3,9,,mention,place,Aleppo,Idlib,seen,A,2020-01-01\nc2,,,,r-1,report,date,,2020-03-04,,B,\nc3,,,,,name,place,Tel Aran,none,,B,\n"
)
_FACTS = "# comment\nplace,longitude,latitude,date,side,source,kind,from,date_precision,status\nIdlib,36.63,35.93,2015-03-28,opposition,S,change,government,day,\nHoms,36.72,34.73,2014,government,S,,,,claimed\n"
_ACLED = (
    "event_id_cnty,event_date,time_precision,disorder_type,event_type,sub_event_type,actor1,actor2,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,notes,fatalities\n"
    "SYR1,2020-03-04,1,P,Battles,Armed clash,A,B,Idleb,Idleb,Saraqab,Saraqib,35.86,36.8,1,S,A note.,3\n"
)
_UCDP = (
    "id,type_of_violence,where_prec,date_prec,date_start,date_end,side_a,side_b,where_coordinates,adm_1,latitude,longitude,deaths_a,deaths_b,deaths_civilians,deaths_unknown,source_office\n"
    "1,1,1,1,2020-03-04,2020-03-05,A,B,Saraqib,Idlib,35.86,36.8,1,2,3,0,S\n"
)
_PLAIN_EVENTS = "date;place;lon;lat;killed\n2020-03-04;Idlib;36.6;35.9;3\n"
_GAZETTEERS = (
    b"name,longitude,latitude,kind,other_names,arabic\nNew Village,36.5,35.5,settlement,Nova|Nowa,\nHill 12,37,36,hill,,\n",
    "169577\tHoms\tHoms\tHims,حمص\t34.72682\t36.72339\tP\tPPLA\tSY\t\t11\t\t\t\t775404\t\t501\tAsia/Damascus\t2019-01-01\n".encode(),
    "1\t169577\tar\tحمص\t1\t\t\t\n2\t169577\ten\tHoms\t\t\t\t\n".encode(),
    b"name,show\nDeir ez-Zor,Deir al-Zor\n",
    b'"id","ident","type","name","latitude_deg","longitude_deg","iso_country","municipality"\n1,"OSDI","large_airport","Damascus",33.4,36.5,"SY","Damascus"\n',
    b"admin1Name_en,admin1Pcode,admin2Name_en,admin2Pcode,x,y\nAleppo,SY02,Jebel Saman,SY0200,37.1,36.2\n",
)  # fmt: skip
_PROJECT = 'inputs = ["articles"]\noutput = "out"\nstore = "s.sqlite"\ntitle = "T"\ngazetteers = ["g.csv"]\nparser = true\njobs = 2\n[limits]\narticle_bytes = 1000\n'
_BLOCK = '{"events": [{"id": "e1", "place": "</script><b>", "lon": 36.5, "n": null, "quote": "`${x}` \\u2028 \\ud83d\\ude00"}], "days": [1, 2, 3], "ok": true}'


def _xlsx() -> dict[str, bytes]:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{col}{n}" t="inlineStr"><is><t>{v}</t></is></c>' for col, v in zip("ABC", values, strict=True)) + "</row>"
        for n, values in enumerate((("id", "date_start", "place"), ("#event", "#date", "#loc"), ("e-1", "43894", "Idlib")), 1)
    )
    shared = '<row r="4"><c r="A4" t="s"><v>0</v></c><c r="B4"><v>43894.5</v></c><c r="C4" t="b"><v>1</v></c></row>'
    return {
        "xl/workbook.xml": f'<workbook {main}><sheets><sheet name="Events" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": b'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {main}><si><t>e-2</t></si></sst>".encode(),
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{rows}{shared}</sheetData></worksheet>".encode(),
    }


@lru_cache(maxsize=1)
def run_folder() -> dict[str, bytes]:
    """Files of a run over two of the example articles."""
    from geomap.cli.main import main

    with tempfile.TemporaryDirectory() as temp:
        home = Path(temp)
        (home / "in").mkdir()
        for path in sorted(EXAMPLES.glob("*.txt"))[:2]:
            (home / "in" / path.name).write_bytes(path.read_bytes())
        try:
            main(["run", str(home / "in"), "-o", str(home / "out"), "--store", str(home / "s.sqlite"), "--no-parser", "-q"])
        except SystemExit as end:
            assert end.code == 0, end.code  # noqa: PT017  # the command line leaves so
        db = sqlite3.connect(home / "s.sqlite")
        db.execute("PRAGMA journal_mode = DELETE")
        db.close()
        wanted = ("articles.jsonl", "mentions.jsonl", "reports.jsonl", "control_facts.jsonl", "events.gpkg")
        return {**{name: (home / "out" / name).read_bytes() for name in wanted}, "s.sqlite": (home / "s.sqlite").read_bytes()}


def seeds(target: str) -> list[bytes]:
    """Sound inputs of a target, as bytes."""
    texts = {
        "text": [STORY, "Title\nBy A. Writer\n4 March 2020\n\n" + STORY], "html": [PAGE], "articles table": [_ROWS, "text;date\nA;2020\n"], "json lines": [_JSONL],
        "json": ["[" + _JSONL.splitlines()[0] + "]", _TELEGRAM], "feed": [_FEED, _ATOM], "articles.csv": [_GIVEN], "article dates": DATES,
        "event dates": [*DATES, STORY], "names": NAMES, "locate": NAMES, "corrections": [_CORRECTIONS], "facts": [_FACTS],
        "foreign events": [_ACLED, _UCDP, _PLAIN_EVENTS], "project": [_PROJECT], "data block": [_BLOCK], "coding": [STORY],
    }  # fmt: skip
    if target in texts:
        return [t.encode() for t in texts[target]]
    data = {
        "mhtml": lambda: [_mhtml()], "pdf": lambda: [pdf(["Shells fell on Idlib", "4 March 2020"])], "parquet": lambda: [_parquet()],
        "docx": lambda: [zipped(_docx())], "workbook": lambda: [zipped(_xlsx())], "zip": lambda: [zipped({"a.txt": STORY.encode(), "b/c.html": PAGE.encode(), "articles.csv": _GIVEN.encode()})],
        "gazetteer": lambda: [*_GAZETTEERS, gzip.compress(_GAZETTEERS[0], mtime=0), zipped({"SY.txt": _GAZETTEERS[1], "readme.txt": b"r"})],
        "tables": lambda: [p.read_bytes() for p in sorted((Path(__file__).resolve().parents[2] / "geomap" / "tables").glob("*.csv"))],
        "store": lambda: [run_folder()["s.sqlite"]], "geopackage": lambda: [run_folder()["events.gpkg"]],
        "run files": lambda: [v for k, v in run_folder().items() if k.endswith(".jsonl")],
    }  # fmt: skip
    return data[target]()
