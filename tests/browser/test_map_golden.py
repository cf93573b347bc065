"""Pictures of a map of invented events against kept ones: coarse enough for other fonts, fine enough for a lost layer or colour."""

import os
from pathlib import Path

import numpy as np
import pytest
from driver import open_page
from PIL import Image
from sample_events import synthetic

import geomap
from geomap.maps.eventmap import EventMap

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "maps" / "golden"
SIZE = (64, 48)
TOLERANCE = 6.0
"""Mean difference of the downscaled pictures in steps of 255."""


def difference(one, other):
    return np.abs(np.asarray(one, float) - np.asarray(other, float)).mean()


def photographed(chromium, path, **view):
    page, seen = open_page(chromium, path, **view)
    page.wait_for_timeout(300)
    shot = path.with_name("shot.png")
    page.screenshot(path=shot)
    seen.clean()
    page.context.close()
    return small(shot)


def small(path):
    return Image.open(path).convert("RGB").resize(SIZE, Image.Resampling.BOX)


@pytest.mark.parametrize(("name", "width", "dark"), [("wide-light", 1280, False), ("wide-dark", 1280, True), ("phone-light", 390, False)])
def test_the_map_looks_as_it_did(chromium, tmp_path, name, width, dark):
    path = tmp_path / "map.html"
    EventMap(synthetic(300), title="Golden").save(path)
    shown, kept = photographed(chromium, path, width=width, dark=dark), GOLDEN / f"{name}.png"
    if os.environ.get("GEOMAP_WRITE_GOLDEN") == "1":
        GOLDEN.mkdir(exist_ok=True)
        shown.save(kept, optimize=True)
    assert difference(shown, Image.open(kept).convert("RGB")) < TOLERANCE


@pytest.mark.parametrize(("picture", "width", "dark"), [("map/wide", 1280, False), ("map/dark", 1280, True), ("map/phone-light", 390, False), ("map/phone-dark", 390, True)])
def test_the_examples_map_looks_as_in_the_documentation(chromium, examples, picture, width, dark):
    """A picture that has grown old is drawn again by docs/map/draw.py."""
    assert difference(photographed(chromium, examples / "map.html", width=width, dark=dark), small(ROOT / "docs" / f"{picture}.png")) < TOLERANCE


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("examples")
    geomap.map_events(ROOT / "examples" / "articles").map().save(folder / "map.html")
    return folder


def test_kept_pictures_differ_by_more_than_the_tolerance():
    """Otherwise the comparison could not fail."""
    light, dark = (Image.open(GOLDEN / f"wide-{name}.png").convert("RGB") for name in ("light", "dark"))
    assert difference(light, dark) > 10 * TOLERANCE
