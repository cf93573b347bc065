"""Third-party assets, read from installed packages, and the rules for putting text into a page without a way out of it."""

import base64
import gzip
import hashlib
import html
import json
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

from geomap.errors import RenderError

__all__ = [
    "Asset", "attribute", "csp_hash", "data_block", "data_uri", "leaflet_css", "leaflet_icons", "leaflet_js", "manifest",
    "one_scope", "own_asset", "script_safe", "viewer_css", "viewer_js",
]  # fmt: skip

GZIP_ABOVE_BYTES = 1_000_000
"""Below, the block stays readable JSON that every browser reads; above, gzip needs a browser of 2023 or later."""

LONG_COLUMN = 5000
"""Columns of whole numbers of at least this length travel as bytes, which are written and read in a tenth of the time."""

_VIEWER_PARTS = ("data", "filter", "symbols", "background", "scene", "timeline", "panel", "table", "card", "state", "main")


@dataclass(frozen=True, slots=True)
class Asset:
    """One thing that a page carries inside, for its manifest."""

    name: str
    version: str
    licence: str
    sha256: str
    bytes: int


def _leaflet_folder() -> Path:
    try:
        return Path(import_module("xstatic.pkg.leaflet").BASE_DIR)
    except ImportError as error:
        raise RenderError("Leaflet is not installed, so no interactive map can be drawn; install XStatic-Leaflet==1.9.3.0") from error


def script_safe(code: str) -> str:
    """Make JavaScript safe inside ``<script>``: it cannot end the element or open a comment that swallows its end."""
    code = re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE)
    return re.sub(r"<(/script|!--)", lambda m: "<\\" + m[1], code, flags=re.IGNORECASE)


def data_uri(content: bytes, media_type: str) -> str:
    """Bytes as a ``data:`` address."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


@lru_cache(maxsize=1)
def leaflet_js() -> str:
    """Leaflet's code as the package ships it, safe to inline."""
    return script_safe((_leaflet_folder() / "leaflet.js").read_text("utf-8"))


@lru_cache(maxsize=1)
def leaflet_css() -> str:
    """Leaflet's style sheet with its pictures inside."""
    folder = _leaflet_folder()

    def inside(match: re.Match[str]) -> str:
        name = match[1].strip("\"'")
        return match[0] if name.startswith("#") else f"url({data_uri((folder / name).read_bytes(), 'image/png')})"

    return re.sub(r"url\(([^)]*)\)", inside, (folder / "leaflet.css").read_text("utf-8"))


@lru_cache(maxsize=1)
def leaflet_icons() -> dict[str, str]:
    """Pictures of the default marker as ``data:`` addresses, by the names of `L.Icon.Default`'s options."""
    pictures = _leaflet_folder() / "images"
    names = {"iconUrl": "marker-icon.png", "iconRetinaUrl": "marker-icon-2x.png", "shadowUrl": "marker-shadow.png"}
    return {option: data_uri((pictures / name).read_bytes(), "image/png") for option, name in names.items()}


def own_asset(name: str, folder: str = "assets") -> str:
    """A file of ours that goes into pages.

    Parameters
    ----------
    name : str
    folder : str
        ``assets`` (the viewer's parts, which other pages share) or that of another page.

    Returns
    -------
    str
    """
    return resources.files("geomap.maps").joinpath(folder, name).read_text("utf-8")


@lru_cache(maxsize=1)
def viewer_js() -> str:
    """The viewer's code: its parts share one function scope and are joined in a fixed order."""
    return one_scope(own_asset(f"{part}.js") for part in _VIEWER_PARTS)


def one_scope(parts: Iterable[str]) -> str:
    """Scripts that share one function scope, joined and safe to inline."""
    body = "\n".join(parts)
    return script_safe(f'(function () {{\n"use strict";\n{body}\n}})();\n')


@lru_cache(maxsize=1)
def viewer_css() -> str:
    """The viewer's style sheet."""
    return own_asset("viewer.css")


def manifest() -> list[Asset]:
    """Name, version, licence and hash of everything that every map carries."""
    from geomap._version import __version__

    def asset(name: str, number: str, licence: str, text: str) -> Asset:
        data = text.encode()
        return Asset(name, number, licence, hashlib.sha256(data).hexdigest(), len(data))

    leaflet = version("XStatic-Leaflet").rpartition(".")[0]
    return [
        asset("leaflet.js", leaflet, "BSD-2-Clause", leaflet_js()),
        asset("leaflet.css", leaflet, "BSD-2-Clause", leaflet_css()),
        asset("viewer.js", __version__, "MIT", viewer_js()),
        asset("viewer.css", __version__, "MIT", viewer_css()),
    ]


def csp_hash(text: str) -> str:
    """Source expression by which a Content-Security-Policy allows exactly this inline text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def attribute(text: str) -> str:
    """Text as an attribute's value or element's content."""
    return html.escape(text, quote=True)


def data_block(payload: dict[str, Any], element_id: str = "geomap-data", gzip_above: int = GZIP_ABOVE_BYTES) -> str:
    """The payload as one inert ``<script type="application/json">`` element.

    Parameters
    ----------
    payload : dict
    element_id : str
    gzip_above : int
        Larger payloads (bytes of JSON) are gzipped and written as base64 inside a JSON text. Their long columns of whole numbers
        stand behind the JSON as bytes: ``{"gzip": ..., "json": length}``, and in the JSON ``{"ints": bytes each, "at": offset,
        "n": count}`` in place of such a column.

    Returns
    -------
    str
        Everything outside ASCII and every ``<`` is escaped, so that no text can end the element.
    """
    columns: list[bytes] = []
    raw = _json(_columns_out(payload, columns))
    if len(raw) + sum(map(len, columns)) > gzip_above:
        packed = gzip.compress(raw.encode("ascii") + b"".join(columns), compresslevel=5, mtime=0)  # 6 takes half as long again for 3 %
        raw = f'{{"gzip":"{base64.b64encode(packed).decode("ascii")}","json":{len(raw)}}}'
    elif columns:
        raw = _json(payload)
    return f'<script type="application/json" id="{element_id}">{raw.replace("<", chr(92) + "u003c")}</script>'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def _columns_out(value: Any, out: list[bytes]) -> Any:
    """Replace long lists of whole numbers by their place among `out`, which grows by their bytes (little-endian, signed)."""
    import numpy as np

    if isinstance(value, dict):
        return {key: _columns_out(below, out) for key, below in value.items()}
    if not isinstance(value, list) or len(value) < LONG_COLUMN:
        return value
    try:
        numbers = np.frombuffer(array("q", value), dtype=np.int64)
    except (TypeError, OverflowError):  # texts, fractions, missing values
        return value
    kind = next((k for k in (np.int8, np.int16, np.int32) if np.iinfo(k).min <= numbers.min() and numbers.max() <= np.iinfo(k).max), None)
    if kind is None:
        return value
    data = numbers.astype(np.dtype(kind).newbyteorder("<")).tobytes()
    at = sum(map(len, out))
    out.append(data)
    return {"ints": len(data) // len(value), "at": at, "n": len(value)}
