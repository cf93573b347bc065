"""The page around an interactive map: one file that can make no request."""

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.maps.inline import attribute, csp_hash

__all__ = ["Page", "policy", "write_page"]


@dataclass(frozen=True, slots=True)
class Page:
    """What goes into a page. Scripts run in order, after the body; styles are joined in order."""

    title: str
    body: str
    styles: Sequence[str]
    scripts: Sequence[str]
    blocks: Sequence[str] = ()
    """Inert data elements, as written by `geomap.maps.inline.data_block`."""
    language: str = "en"
    direction: str = "ltr"
    description: str = ""
    inline_style_attributes: bool = False
    """Allow ``style="..."`` in the markup: only pages with folium's own layers need it."""


def policy(page: Page) -> str:
    """Content-Security-Policy: these scripts and styles by hash, pictures inside the file, nothing else, no request at all.

    With `inline_style_attributes`, styles are allowed in general (a hash cannot name them); scripts never are.
    """
    scripts = " ".join(dict.fromkeys(csp_hash(s) for s in page.scripts)) or "'none'"
    styles = "'unsafe-inline'" if page.inline_style_attributes else " ".join(dict.fromkeys(csp_hash(s) for s in page.styles)) or "'none'"
    return f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"


def write_page(page: Page) -> str:
    """Write a page as HTML.

    Parameters
    ----------
    page : Page
        Scripts must already be safe inside an element (`geomap.maps.inline.script_safe`).

    Returns
    -------
    str
    """
    styles = "\n".join(f"<style>{style}</style>" for style in page.styles)
    scripts = "\n".join(f"<script>{script}</script>" for script in page.scripts)
    description = f'<meta name="description" content="{attribute(page.description)}">\n' if page.description else ""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{attribute(page.language)}" dir="{attribute(page.direction)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{attribute(page.title)}</title>\n{description}"
        '<link rel="icon" href="data:,">\n'
        f"{styles}\n</head>\n<body>\n{page.body}\n" + "\n".join(page.blocks) + f"\n{scripts}\n</body>\n</html>\n"
    )
