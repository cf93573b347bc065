"""Folium's own layers inside a page that may request nothing: which are supported, and how their text is made harmless.

Folium writes text into JavaScript template literals, where HTML escaping is not enough: ``${...}`` would run in the reader's
browser. It also renders its own output as a Jinja template a second time, so that ``{{...}}`` in a text, even in GeoJSON
properties, would run in the writer's Python. So the tree is copied, every text that ends in a literal is rewritten with
character references, every ``{`` is put out of the template's sight, and only then rendered. Inline event handlers and foreign
pictures are refused by the page's policy.
"""

import copy
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import folium
from branca.element import CssLink, Element, Figure, Html, JavascriptLink
from folium.elements import ElementAddToElement, EventHandler, MethodCall
from folium.features import CustomIcon, DivIcon, GeoJsonPopup, GeoJsonTooltip
from folium.map import FitBounds

from geomap.errors import RenderError
from geomap.maps.inline import leaflet_icons, script_safe

__all__ = ["SUPPORTED_LAYERS", "FoliumParts", "user_parts"]

SUPPORTED_LAYERS: tuple[type[Element], ...] = (
    folium.FeatureGroup, folium.LayerControl, folium.Marker, folium.CircleMarker, folium.Circle, folium.PolyLine, folium.Polygon,
    folium.Rectangle, folium.GeoJson, folium.Popup, folium.Tooltip, GeoJsonPopup, GeoJsonTooltip, DivIcon, CustomIcon, FitBounds,
)  # fmt: skip
"""Folium's classes that need nothing but Leaflet. Exactly these: a subclass may load more."""

_BRACE = "\uf8fa"
"""Stands for ``{`` while folium renders; a character for private use that no news text holds."""

_HELPERS = (Html, MethodCall, EventHandler, ElementAddToElement)
_NAMED_ASSETS: dict[type[Element], str] = {folium.Icon: "Leaflet.awesome-markers and Font Awesome"}

# All that folium's templates ask of jQuery: an element from markup, and a call when the page is ready.
_JQUERY = """window.$ = function (x) {
  if (x === document) { return { ready: function (f) { f(); } }; }
  var t = document.createElement("template"); t.innerHTML = x.trim(); return [t.content.firstElementChild];
};
"""


@dataclass(frozen=True, slots=True)
class FoliumParts:
    """What folium's layers add to a page."""

    html: str = ""
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    inline_style_attributes: bool = False


def user_parts(folium_map: folium.Map, skip: tuple[type[Element], ...] = (), *, always: bool = False) -> FoliumParts:
    """Render the layers that were added to a map.

    Parameters
    ----------
    folium_map : folium.Map
        Is copied, never changed: folium's rendering adds to its tree.
    skip : tuple of types
        Children that are written elsewhere.
    always : bool
        Render also a map without any layer.

    Returns
    -------
    FoliumParts
        Empty where there is nothing of a user's. Ids are numbered in the order of the tree.

    Raises
    ------
    RenderError
        A layer that is not in `SUPPORTED_LAYERS`, or raw HTML and scripts in the figure.
    """
    _refuse_raw(folium_map.get_root())
    if not always and all(isinstance(child, skip) for child in folium_map._children.values()):
        return FoliumParts()
    twin = copy.deepcopy(folium_map)
    for name in [name for name, child in twin._children.items() if isinstance(child, skip)]:
        del twin._children[name]
    twin.default_js, twin.default_css = [], []
    for element in _walk(twin):
        if element is not twin:
            _check(element)
            _harden(element)
            _hide_braces(element)
    figure = Figure()
    figure.add_child(twin)
    twin.render()  # type: ignore[no-untyped-call]  # folium has no types
    return _collect(figure, twin)


def _refuse_raw(root: Element) -> None:
    if not isinstance(root, Figure):
        return
    added = [*root.html._children.values(), *root.script._children.values()]
    added += [child for name, child in root.header._children.items() if name != "meta_http"]
    if added:
        raise RenderError(
            f"the map's figure holds raw {type(added[0]).__name__} elements, whose text cannot be made safe; "
            "show text through the events, a Popup or a Tooltip instead"
        )


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in list(element._children.values()):
        yield from _walk(child)
    if isinstance(element, folium.Popup):
        for child in element.html._children.values():
            yield from _walk(child)
    icon = getattr(element, "icon", None)
    if isinstance(icon, Element) and icon.get_name() not in element._children:
        yield from _walk(icon)


def _check(element: Element) -> None:
    kind = type(element)
    if kind in _HELPERS or (kind in SUPPORTED_LAYERS and not isinstance(element, CustomIcon)):
        return
    if isinstance(element, CustomIcon):
        urls = [v for v in element.options.values() if isinstance(v, str) and ":" in v]
        foreign = [u for u in urls if not u.startswith("data:image/")]
        if not foreign:
            return
        raise RenderError(f"CustomIcon asks for {foreign[0][:100]!r}; give the picture as a file or array, which is put inside the page")
    links = [url for _, url in (*getattr(element, "default_js", ()), *getattr(element, "default_css", ()))]
    asset = _NAMED_ASSETS.get(kind) or getattr(element, "tiles", None) or (links[0] if links else None)
    needs = f" asks for {str(asset)[:200]}," if asset else " is not on the list of layers"
    supported = ", ".join(layer.__name__ for layer in SUPPORTED_LAYERS)
    raise RenderError(f"{kind.__name__}{needs} which a self-contained map cannot carry; supported layers: {supported}")


def _literal_safe(markup: str) -> str:
    """Markup that keeps its meaning as HTML and is inert inside a JavaScript template literal."""
    return markup.replace("\\", "&#92;").replace("`", "&#96;").replace("$", "&#36;")


def _harden(element: Element) -> None:
    if isinstance(element, Html):
        markup = element.data.replace("\\`", "`")  # folium.Popup has already put a backslash before each backtick
        element.data = _literal_safe(markup if element.script else html.escape(markup, quote=True))
        element.script = True
    elif isinstance(element, folium.Tooltip):
        element.text = _literal_safe(str(element.text))
        style = getattr(element, "style", None)  # folium sets it only where it is given
        if style:
            element.style = re.sub(r"[`$\\]", "", str(style))


def _hide_braces(element: Element) -> None:
    for name, value in vars(element).items():
        if not name.startswith("_"):
            setattr(element, name, _without_braces(value))


def _without_braces(value: Any) -> Any:
    if type(value) is str:
        return value.replace("{", _BRACE)
    if isinstance(value, dict):
        return {_without_braces(k): _without_braces(v) for k, v in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_without_braces(v) for v in value)
    return value


def _braces_back(text: str) -> str:
    """In JSON strings the brace comes back as an escape, in markup as a character reference."""
    return text.replace(json.dumps(_BRACE)[1:-1], "\\u007b").replace(_BRACE, "&#123;")


def _collect(figure: Figure, twin: folium.Map) -> FoliumParts:
    styles: list[str] = []
    scripts: list[str] = []
    for name, element in figure.header._children.items():
        if isinstance(element, (JavascriptLink, CssLink)):
            raise RenderError(f"a layer asks for {element.url!r}, which a self-contained map cannot carry; leave it out")
        if name != "meta_http":
            markup = element.render()
            styles += re.findall(r"<style>(.*?)</style>", markup, flags=re.DOTALL)
            scripts += re.findall(r"<script>(.*?)</script>", markup, flags=re.DOTALL)
    code = figure.script.render()
    ids = {element._id: str(n) for n, element in enumerate(_walk(twin), 1)}

    def numbered(text: str) -> str:
        return _braces_back(re.sub(r"(?<=_)[0-9a-f]{32}", lambda m: ids.get(m[0], m[0]), text))

    icons = f"L.Icon.Default.imagePath = '';\nL.Icon.Default.mergeOptions({json.dumps(leaflet_icons(), sort_keys=True)});\n"
    return FoliumParts(
        html=numbered(figure.html.render()).strip(),
        styles=[numbered(s) for s in styles],
        scripts=[script_safe(numbered("\n".join([*scripts, _JQUERY + icons + code])))],
        inline_style_attributes=True,
    )
