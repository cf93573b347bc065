"""Paper, type and files of static figures: the same figure gives the same bytes as PNG, SVG and PDF."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from geomap.errors import InputError, RenderError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "PRESETS", "Preset", "clean_text", "figure_bytes", "new_figure", "sheet", "style", "text_mm", "wrap_mm"]

FORMATS = ("png", "svg", "pdf")
MM_PER_INCH = 25.4
FONT = "DejaVu Sans"  # ships with matplotlib, draws Arabic and dotted Latin
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_MAX_TEXT = 600


@dataclass(frozen=True, slots=True)
class Preset:
    """Paper of a medium. `height_mm` None lets the map's shape decide."""

    width_mm: float
    dpi: int
    font_pt: float
    height_mm: float | None = None


PRESETS = {
    "journal-single": Preset(89.0, 600, 6.0),
    "journal-double": Preset(183.0, 300, 7.0),
    "cms": Preset(203.2, 150, 8.0),  # 1200 px
    "cms-narrow": Preset(103.1875, 96, 7.5),  # 390 px
    "slides": Preset(338.6667, 144, 12.0, 190.5),  # 1920 x 1080 px
    "social": Preset(211.6667, 144, 8.5, 111.125),  # 1200 x 630 px
}
_STYLE: dict[str, Any] = {
    "font.family": [FONT],
    "text.parse_math": False,  # a name with two dollar signs is a name
    "text.usetex": False,
    "text.hinting": "no_hinting",  # letters as wide on screens as on paper
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "geomap",
    "svg.image_inline": True,
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "path.simplify": False,
    "axes.unicode_minus": False,
    "hatch.linewidth": 0.4,
    "savefig.facecolor": "white",
    "figure.autolayout": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@contextmanager
def style() -> Iterator[None]:
    """Matplotlib's defaults with ours on top, whatever a user's own style file says; as it was afterwards."""
    from matplotlib import rc_context, rcParamsDefault

    keep: Any = {k: v for k, v in rcParamsDefault.items() if not k.startswith("backend") and k not in {"interactive", "toolbar", "timezone"}}
    settings: Any = {**keep, **_STYLE}
    with rc_context(rc=settings):
        yield


def clean_text(text: str) -> str:
    """One line without control and direction marks, at most 600 characters: names come from articles."""
    line = _CONTROL.sub(" ", _BIDI.sub("", text)).strip()
    return line if len(line) <= _MAX_TEXT else line[: _MAX_TEXT - 1] + "…"


def text_mm(text: str, size_pt: float) -> float:
    """Width of one line of text on paper."""
    return _width_em(text) * size_pt * MM_PER_INCH / 72


@lru_cache(maxsize=8192)
def _width_em(text: str) -> float:
    """Width in units of the size of type, the last letter's own margin included: outlines scale, so one measurement serves all sizes."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    if not text.strip():
        return 0.0
    width, _, _ = TextToPath().get_text_width_height_descent(text, FontProperties(family=FONT, size=100), ismath=False)  # draws no outlines: a quarter of the time
    return float(width) / 100


def wrap_mm(text: str, size_pt: float, width_mm: float) -> list[str]:
    """Break text at spaces into lines that fit; a single longer word keeps its own line."""
    lines: list[str] = []
    for word in clean_text(text).split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_mm(joined, size_pt) <= 0.96 * width_mm:  # screens round the width of each letter up to whole pixels
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def new_figure(width_mm: float, height_mm: float, dpi: int) -> "Figure":
    """An empty sheet.

    Raises
    ------
    InputError
        A PNG of that size would have more than 100 million pixels, or the sheet is too small to read.
    """
    from matplotlib.figure import Figure

    pixels = width_mm * height_mm * (dpi / MM_PER_INCH) ** 2
    if not (40 <= width_mm <= 2000 and 30 <= height_mm <= 2000 and 50 <= dpi <= 1200 and pixels <= 1e8):
        raise InputError(f"a figure of {width_mm:g} x {height_mm:g} mm at {dpi} dpi: give 40 to 2000 mm, 50 to 1200 dpi, at most 100 megapixels")
    return Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH), dpi=dpi)


def sheet(figure: "Figure", gid: str) -> "Axes":
    """Axes over the whole figure in millimetres, for titles, legends and notes."""
    width, height = (float(v) * MM_PER_INCH for v in figure.get_size_inches())
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), gid=gid)
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.axis("off")
    axes.set_facecolor("none")
    return axes


def figure_bytes(figure: "Figure", formats: Sequence[str], title: str, description: str) -> dict[str, bytes]:
    """Render a figure.

    Parameters
    ----------
    figure : matplotlib Figure
    formats : sequence of str
        Of `FORMATS`.
    title, description : str
        Written into the file; the description is the text for readers who cannot see it.

    Returns
    -------
    dict
        Format to bytes; equal on repetition with one version of matplotlib.

    Raises
    ------
    InputError
        An unknown format.
    RenderError
        matplotlib cannot draw it.
    """
    made: dict[str, bytes] = {}
    for name in formats:
        if name not in FORMATS:
            raise InputError(f"figure format {name!r} is unknown; choose {', '.join(FORMATS)}")
        buffer = io.BytesIO()
        try:
            figure.savefig(buffer, format=name, dpi=figure.dpi, metadata=_metadata(name, title, description))
        except (ValueError, RuntimeError) as error:
            raise RenderError(f"figure {title!r} cannot be drawn as {name}: {error}; try another preset or extent") from error
        made[name] = _accessible(buffer.getvalue(), description) if name == "svg" else buffer.getvalue()
    return made


def _metadata(name: str, title: str, description: str) -> dict[str, Any]:
    title, description = clean_text(title), clean_text(description)
    if name == "png":
        return {"Software": None, "Title": title, "Description": description}
    if name == "svg":
        return {"Date": None, "Creator": None, "Title": title}
    return {"CreationDate": None, "Creator": None, "Producer": None, "Title": title, "Subject": description}


def _accessible(svg: bytes, description: str) -> bytes:
    """Give the picture a role and a description: matplotlib writes only a title."""
    text = svg.decode("utf-8")
    text = re.sub(r"<svg ", '<svg role="img" ', text, count=1)
    note = f"<desc>{escape(clean_text(description))}</desc>"
    if "</title>" in text:
        return text.replace("</title>", f"</title>{note}", 1).encode()
    return re.sub(r"(<svg [^>]*>)", lambda m: m.group(1) + note, text, count=1).encode()
