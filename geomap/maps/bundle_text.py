"""A figure as a page without scripts, as a snippet for a page of one's own, and as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from geomap.maps.embed_table import FigureTable, TableRow
from geomap.maps.embed_words import Words
from geomap.maps.inline import data_uri
from geomap.maps.page import Page, write_page

__all__ = ["Picture", "figure_markdown", "figure_page", "snippet"]

PAGE_ROWS, MARKDOWN_ROWS = 1_000, 50
_MARKS = re.compile(r"([\\`*_{}\[\]<>|~$&@#]|^[-+=]|:(?=//)|(?<=\bwww)\.|(?<=^\d)[.)])")
_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1200px; padding: 0 12px 24px; font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 16px 0 8px; }
h2 { font-size: 1.15rem; margin: 24px 0 8px; }
figure { margin: 0; }
img { display: block; width: 100%; height: auto; }
figcaption p { margin: 6px 0; max-width: 75ch; overflow-wrap: anywhere; }
.stamp { border-left: 4px solid #99000d; padding: 4px 10px; font-weight: 600; max-width: 75ch; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85rem; width: 100%; min-width: 62rem; }
caption { text-align: start; padding: 4px 0; }
th, td { text-align: start; vertical-align: top; padding: 4px 8px; border-bottom: 1px solid #ccc; }
th { background: #f2f2f2; }
td { overflow-wrap: break-word; }
th[scope="row"] { min-width: 8em; }
a { color: #0b4f9c; }
@media print { body { max-width: none; font-size: 10pt; } .table { overflow: visible; } table { min-width: 0; } tr { break-inside: avoid; } }
"""
_SANDBOX = "allow-scripts allow-popups allow-downloads"


@dataclass(frozen=True, slots=True)
class Picture:
    """A further picture of a bundle: file name without ending, PNG, text for the blind."""

    name: str
    png: bytes
    alt: str


def figure_page(words: Words, table: FigureTable, images: tuple[bytes, bytes], notes: Sequence[str], *, more: Sequence[Picture] = ()) -> str:
    """The whole figure as one file that needs neither scripts nor a network nor its neighbours.

    Parameters
    ----------
    words : Words
    table : FigureTable
    images : tuple of bytes
        PNG for wide and for narrow screens.
    notes : sequence of str
        Credits and disclaimer.
    more : sequence of Picture
        Further pictures, below the first.

    Returns
    -------
    str
        HTML.
    """
    wide, narrow = (data_uri(data, "image/png") for data in images)
    stamp = f'<p class="stamp">{escape(words.stamp)}</p>\n' if words.stamp else ""
    below = "".join(f'<img src="{data_uri(p.png, "image/png")}" alt="{escape(p.alt)}">\n' for p in more)
    links = ", ".join(f'<a href="{file}">{name}</a>' for name, file in table.data)
    body = (
        f"<main>\n<h1>{escape(words.title)}</h1>\n{stamp}<figure>\n"
        f'<picture><source media="(max-width: 600px)" srcset="{narrow}"><img src="{wide}" alt="{escape(words.alt)}"></picture>\n{below}'
        f"<figcaption>\n{_paragraphs([*_unstamped(words), words.sources, *notes])}\n</figcaption>\n</figure>\n"
        f'<p><a href="map.html">Interactive map</a> · data: {links}</p>\n'
        f"<h2>The picture in words</h2>\n{_paragraphs([words.alt, *(p.alt for p in more)])}\n{_table(words.title, table)}</main>"
    )
    return write_page(Page(title=words.title, body=body, styles=[_STYLE], scripts=[], description=words.alt)).replace(
        '<meta name="color-scheme" content="light dark">\n', ""
    )


def _unstamped(words: Words) -> list[str]:
    return [s for s in words.caption if s != words.stamp]


def _paragraphs(lines: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines)


def _table(title: str, table: FigureTable) -> str:
    more = f" {cut}" if (cut := table.cut_at(PAGE_ROWS)) else ""
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in table.headings)
    body = "\n".join(f"<tr>{''.join(_cells(row))}</tr>" for row in table.rows[:PAGE_ROWS])
    return (
        f'<h2>{escape(table.name)}</h2>\n<div class="table" tabindex="0" role="region" aria-label="Table: {escape(table.name)}">\n<table>\n'
        f"<caption>{escape(title)}: the {escape(table.what)} of the map, by date.{more}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>\n"
    )


def _cells(row: TableRow) -> list[str]:
    cells = [f'<th scope="row">{escape(row.cells[0])}</th>', *(f'<td dir="auto">{escape(c)}</td>' for c in row.cells[1:])]
    if row.links:
        told = ", ".join(f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(name)}</a>' for name, url in row.links)
        linked = {name for name, _ in row.links}
        others = [o for o in (o.strip() for o in row.cells[7].split(";")) if o and o not in linked]
        cells[7] = f'<td dir="auto">{", ".join([told, *map(escape, others)])}</td>'
    return cells


def snippet(words: Words, size: tuple[int, int]) -> str:
    """Markup to paste into a page: the picture, and over it, once a reader opens it, the interactive map in a frame of its own.

    The picture comes first and alone, because a browser paints a frame that the page's policy refuses as a grey box over whatever lies
    behind it (seen in Chromium). The frame may run the map's script, open a source and save data, but cannot touch the page around it.

    Parameters
    ----------
    words : Words
    size : tuple of int
        Width and height of the picture in pixels.

    Returns
    -------
    str
        HTML without html, head and body.
    """
    width, height = size
    alt, title = escape(words.alt), escape(f"Interactive map: {words.title}")
    return (
        "<!-- Put figure.png, figure.html and map.html beside the page, or write their addresses below. -->\n"
        '<figure style="position:relative;margin:0;max-width:1200px">\n'
        f'<img src="figure.png" alt="{alt}" width="{width}" height="{height}" style="display:block;width:100%;height:auto">\n'
        '<details>\n<summary style="cursor:pointer;padding:8px 0">Interactive map, over the picture</summary>\n'
        f'<iframe src="map.html" title="{title}" sandbox="{_SANDBOX}" loading="lazy" referrerpolicy="no-referrer" width="100%" height="600" '
        f'style="position:absolute;top:0;left:0;width:100%;height:auto;aspect-ratio:{width}/{height};border:0"></iframe>\n</details>\n'
        f"<figcaption>\n{_paragraphs([*words.caption, words.sources])}\n"
        '<p><a href="figure.html">Figure with its table</a></p>\n</figcaption>\n</figure>\n'
    )


def _md(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def figure_markdown(words: Words, table: FigureTable, notes: Sequence[str], *, more: Sequence[Picture] = ()) -> str:
    """The figure for Markdown (Quarto, GitHub, Jekyll): picture, caption, table, links to the other files.

    Parameters
    ----------
    words : Words
    table : FigureTable
    notes : sequence of str
        Credits and disclaimer.
    more : sequence of Picture
        Further pictures, below the first.

    Returns
    -------
    str
    """
    lines = [f"# {_md(words.title)}", "", *([f"**{_md(words.stamp)}**", ""] if words.stamp else [])]
    lines += [f"![{_md(words.alt)}](figure.png)", ""]
    for picture in more:
        lines += [f"![{_md(picture.alt)}]({picture.name}.png)", ""]
    for sentence in [*_unstamped(words), words.sources, *notes]:
        lines += [_md(sentence), ""]
    links = " · ".join(f"[{name}]({file})" for name, file in (("Interactive map", "map.html"), *table.data))
    lines += [links, "", *([_md(cut), ""] if (cut := table.cut_at(MARKDOWN_ROWS)) else [])]
    lines += [f"| {' | '.join(table.headings)} |", "|" + " --- |" * len(table.headings)]
    lines += [f"| {' | '.join(_md(c) or ' ' for c in row.cells)} |" for row in table.rows[:MARKDOWN_ROWS]]
    return "\n".join(lines) + "\n"
