"""Photograph the map of the example articles for ``docs/map.md`` and the README: ``python docs/map/draw.py`` (needs Chromium)."""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "browser"))

from driver import browser, open_page
from PIL import Image

import geomap

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def told_most(folder: Path) -> str:
    """Id of the event that most original sources tell, of several the one with the most reports, then the earliest."""
    events = [f["properties"] for f in json.loads((folder / "events.geojson").read_text("utf-8"))["features"]]
    return str(max(events, key=lambda e: (e["n_sources"], e["n_reports"], -int((e["date_start"] or "9999-12-31").replace("-", "")), e["id"]))["id"])


def main() -> None:
    """Draw, open, photograph."""
    with tempfile.TemporaryDirectory() as name, browser() as process:
        folder = Path(name)
        geomap.map_events(ROOT / "examples" / "articles").save(folder)
        card = f"#event={told_most(folder)}"
        wide, phone = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
        shots = (
            ("light", {**wide, "hash_": card}), ("dark", {**wide, "dark": True}), ("phone-light", phone), ("phone-dark", {**phone, "dark": True}),
            ("wide", wide),
        )  # fmt: skip
        for target, view in shots:
            page, seen = open_page(process, folder / "map.html", **view)
            page.wait_for_timeout(300)  # for the frame after the last resize
            path = HERE / f"{target}.png"
            page.screenshot(path=path)
            seen.clean()
            page.context.close()
            Image.open(path).convert("RGB").save(path, optimize=True)  # fewer colours would blur the palette of sides


if __name__ == "__main__":
    main()
