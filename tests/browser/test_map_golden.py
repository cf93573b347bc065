"""Pictures of a map of invented events against kept ones: coarse enough for other fonts, fine enough for a lost layer or colour."""

import os
from pathlib import Path

import numpy as np
import pytest
from driver import open_page
from PIL import Image
from sample_events import synthetic

from geomap.maps.eventmap import EventMap

pytestmark = pytest.mark.browser
GOLDEN = Path(__file__).parents[1] / "maps" / "golden"
SIZE = (64, 48)
TOLERANCE = 6.0
"""Mean difference of the downscaled pictures in steps of 255."""


@pytest.mark.parametrize(("name", "width", "dark"), [("wide-light", 1280, False), ("wide-dark", 1280, True), ("phone-light", 390, False)])
def test_the_map_looks_as_it_did(chromium, tmp_path, name, width, dark):
    path = tmp_path / "map.html"
    EventMap(synthetic(300), title="Golden").save(path)
    page, seen = open_page(chromium, path, width=width, dark=dark)
    page.wait_for_timeout(300)
    shot = tmp_path / "shot.png"
    page.screenshot(path=shot)
    seen.clean()
    page.context.close()
    small = Image.open(shot).convert("RGB").resize(SIZE, Image.Resampling.BOX)
    kept = GOLDEN / f"{name}.png"
    if os.environ.get("GEOMAP_WRITE_GOLDEN") == "1":
        GOLDEN.mkdir(exist_ok=True)
        small.save(kept, optimize=True)
    difference = np.abs(np.asarray(small, float) - np.asarray(Image.open(kept).convert("RGB"), float)).mean()
    assert difference < TOLERANCE


def test_kept_pictures_differ_by_more_than_the_tolerance():
    """Otherwise the comparison could not fail."""
    light, dark = (np.asarray(Image.open(GOLDEN / f"wide-{name}.png").convert("RGB"), float) for name in ("light", "dark"))
    assert np.abs(light - dark).mean() > 10 * TOLERANCE
