"""Measure what hostile files cost: each is read in a process of its own, beside a good one, and must be refused or read within the limits.

    python benchmarks/bombs.py [NAME ...]

A line each: seconds of the processor (its children included), megabytes at the peak, what became of the file. Peaks come from the
operating system (`wait4`), so that the process that reads PDF counts too.
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

SECONDS, MEGABYTES = 10.0, 300.0
GOOD = "Three people were killed on Monday when shells fell beside a bakery in a village south of the city, residents said.\n"
READ = """
import resource
import sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from geomap.articles import mark_duplicates, read_articles
items = list(read_articles([Path(sys.argv[1])]))
articles = mark_duplicates([i for i in items if hasattr(i, "text")])
assert "good.txt" in {a.file for a in articles}, "the good file was not read"
others = [f"read, {len(a.text):,} characters" for a in articles if a.file != "good.txt"]
refused = [i.reason for i in items if not hasattr(i, "text")]
print((refused + others + ["nothing to read"])[0][:110] + (f" (and {len(refused + others) - 1} more)" if len(refused + others) > 1 else ""))
"""


def _zip(path: Path, members: list[tuple[str, Callable[[], bytes]]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members:
            archive.writestr(name, content())


def _stream(path: Path, name: str, megabytes: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as member:
        for _ in range(megabytes):
            member.write(b"0" * 1_000_000)


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def _pdf(path: Path, pages: int, *, content: bytes = b"BT /F1 9 Tf 40 780 Td (Shells fell on the village.) Tj ET", packed: bool = False) -> None:
    kids = " ".join(f"{5 + i} 0 R" for i in range(pages))
    extra = b"/Filter/FlateDecode" if packed else b""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", b"<<" + extra + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream",
    ]  # fmt: skip
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate([*bodies, *[page] * pages], 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    start = len(out)
    path.write_bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start))


def _packed(size: int) -> bytes:
    import zlib

    return zlib.compress(b" " * size, 9)


def _nested_zip(path: Path, depth: int) -> None:
    data = GOOD.encode()
    for level in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(f"{level}.zip" if level else "x.txt", data)
        data = buffer.getvalue()
    path.write_bytes(data)


def _parquet(path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    column = pa.array(["0" * 1_000_000] * 400).dictionary_encode()
    parquet.write_table(pa.table({"text": column}), path, compression="zstd")


def _nested_mhtml(path: Path, depth: int) -> None:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(depth))
    path.write_text("MIME-Version: 1.0\n" + parts + "Content-Type: text/html\n\n<p>x</p>\n", encoding="utf-8")


def _laughs() -> str:
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(12))
    return f"<?xml version='1.0'?><!DOCTYPE r [{entities}]><rss><channel><item><title>&m;</title></item></channel></rss>"


def _page(body: str) -> str:
    return f"<html><body><article><p>{GOOD}</p>{body}</article></body></html>"


Maker = Callable[[Path], object]
TEXTS: dict[str, Callable[[], str]] = {
    "lines.txt": lambda: "x\n" * 999_999,
    "prose-lines.txt": lambda: "It was so.\n" * 180_000,
    "blanks.txt": lambda: "x" + " \t" * 999_000 + "x",
    "blank-lines.txt": lambda: "x" + " \n" * 999_000 + "x",
    "no-break.txt": lambda: "a" * 1_999_999,
    "dots.txt": lambda: "." * 1_999_999,
    "brackets.txt": lambda: "(" * 1_999_999,
    "quotes.txt": lambda: "“a" * 999_999,
    "digits.txt": lambda: "1 " * 999_999,
    "months.txt": lambda: "Monday, January 1, " * 105_000,
    "dates.txt": lambda: "5 May 2017\n" * 180_000,
    "capitals.txt": lambda: "Al " * 660_000,
    "sources.txt": lambda: "Source: " * 240_000,
    "marks.txt": lambda: "e" + "\u0301" * 1_999_000,
    "entities.xml": _laughs,
    "deep.xml": lambda: "<rss>" + "<a>" * 1_000_000 + "</a>" * 1_000_000 + "</rss>",
    "items.xml": lambda: "<rss><channel>" + "<item><title>x</title></item>" * 600_000 + "</channel></rss>",
    "markup.xml": lambda: "<rss><channel><item><title>t</title><description>" + "&lt;b&gt;" * 1_500_000 + "</description></item></channel></rss>",
    "deep.json": lambda: "[" * 5_000_000,
    "deep.jsonl": lambda: '{"text":' + "[" * 5_000_000,
    "tags.html": lambda: _page("<b>x</b>" * 400_000),
    "nested.html": lambda: _page("<div>" * 14_900 + "x" + "</div>" * 14_900),
    "nested-inline.html": lambda: _page("<p>" + "<b><i>" * 7_000 + "x"),
    "nested-table.html": lambda: _page("<table><tr><td><p>a</p><p>b</p>" * 4_000),
    "lines.html": lambda: _page("<br>x" * 29_000),
    "blanks.html": lambda: _page("<p>x" + " \n\t" * 1_200_000 + "x</p>"),
    "scripts.html": lambda: _page("<script>x" * 400_000),
    "styles.html": lambda: _page("<style " * 500_000),
    "comments.html": lambda: _page("<!-- " * 700_000),
    "data.html": lambda: _page("data:a/b;" * 400_000),
    "attributes.html": lambda: _page("<p " + " ".join(f"a{i}=1" for i in range(300_000)) + ">x</p>"),
    "entities.html": lambda: _page("&amp;" * 700_000),
    "meta.html": lambda: "<html><head>" + '<meta name="date" content="5 May 2017">' * 28_000 + f"</head><body><p>{GOOD}</p></body></html>",
    "linked.html": lambda: '<html><script type="application/ld+json">' + "[" * 900_000 + f"</script><body><p>{GOOD}</p></body></html>",
    "line.csv": lambda: "text\n" + "x" * 100_000_000,
    "columns.csv": lambda: "text," * 500_000 + "\n" + "x," * 500_000,
    "quote.csv": lambda: 'text\n"' + "x\n" * 5_000_000,
    "quoted.mhtml": lambda: "MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n" + "=41" * 6_000_000,
}
FILES: dict[str, Maker] = {
    "one-gigabyte.zip": lambda p: _stream(p, "zeros.txt", 1_000),
    "many.zip": lambda p: _zip(p, [(f"{i}.txt", lambda: b"x") for i in range(20_000)]),
    "hundred.zip": lambda p: _zip(p, [(f"{i}.txt", lambda: b"shells fell " * 1_500_000) for i in range(60)]),
    "nested.zip": lambda p: _nested_zip(p, 40),
    "bomb.docx": lambda p: _stream(p, "word/document.xml", 1_000),
    "pages-10000.pdf": lambda p: _pdf(p, 10_000),
    "pages-2000.pdf": lambda p: _pdf(p, 2_000),
    "stream.pdf": lambda p: _pdf(p, 1, content=_packed(1_000_000_000), packed=True),
    "packed.parquet": _parquet,
    "parts.mhtml": lambda p: _nested_mhtml(p, 3_000),
    "two-gigabytes.txt": lambda p: _sparse(p, 2_000_000_000),
    "two-gigabytes.html": lambda p: _sparse(p, 2_000_000_000),
    "two-gigabytes.zip": lambda p: _sparse(p, 2_000_000_000),
    "two-gigabytes.csv": lambda p: _sparse(p, 2_000_000_000),
    "zeros.csv": lambda p: _sparse(p, 400_000_000),
    "zeros.jsonl": lambda p: _sparse(p, 400_000_000),
    "out.txt": lambda p: p.symlink_to("/etc/passwd"),
    "loop.txt": lambda p: p.symlink_to(p),
    "folder": lambda p: p.symlink_to("/"),
    "pipe.txt": os.mkfifo,
    "device.txt": lambda p: p.symlink_to("/dev/zero"),
}


def make(name: str, path: Path) -> None:
    """Write one hostile file."""
    if name in TEXTS:
        path.write_text(TEXTS[name](), encoding="utf-8")
    else:
        FILES[name](path)


def measure(name: str, folder: Path) -> tuple[float, float, float, str]:
    """Seconds of the processor, seconds by the clock, megabytes, and what became of one file."""
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    subprocess.run([sys.executable, __file__, "--make", name, str(folder / name)], check=True)  # its memory is not to be counted
    began = time.monotonic()
    child = subprocess.Popen([sys.executable, "-c", READ, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = child.stdout.read(), child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    said = out.strip() if child.returncode == 0 else "FAILED: " + (err.strip().splitlines() or [f"exit {child.returncode}"])[-1]
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024, said


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (8_000_000_000, 8_000_000_000))  # the machine's own safety, not geomap's
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2], Path(sys.argv[3]))
        return
    names = sys.argv[1:] or [*TEXTS, *FILES]
    over = []
    for name in names:
        with tempfile.TemporaryDirectory() as temp:
            seconds, clock, megabytes, said = measure(name, Path(temp))
        late = seconds > SECONDS or megabytes > MEGABYTES or said.startswith("FAILED")
        over += [name] * late
        print(f"{name:22} {seconds:6.1f} s {clock:6.1f} s {megabytes:6.0f} MB {'OVER ' if late else ''} {said}", flush=True)
    print(json.dumps({"files": len(names), "over": over}))
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
