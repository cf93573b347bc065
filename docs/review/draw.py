"""Photograph the review desk of the example articles for ``docs/review.md``: ``python docs/review/draw.py`` (needs Chromium)."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "browser"))

from driver import browser, open_page
from PIL import Image

import geomap

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> None:
    """Run, open, photograph; on a phone the text first, then the form."""
    with tempfile.TemporaryDirectory() as name, browser() as process:
        folder = Path(name)
        geomap.map_events(ROOT / "examples" / "articles").save(folder)
        phone = {"width": 390, "height": 844}
        for target, view, tab in (("light", {}, None), ("dark", {"dark": True}, None), ("phone-text", phone, "Text"), ("phone-form", phone, "Decide")):
            page, seen = open_page(process, folder / "review.html", **view)
            if tab:
                page.get_by_role("tab", name=tab).or_(page.get_by_role("button", name=tab, exact=True)).first.click()
            page.wait_for_timeout(300)
            path = HERE / f"{target}.png"
            page.screenshot(path=path)
            Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)
            seen.clean()
            page.context.close()


if __name__ == "__main__":
    main()
