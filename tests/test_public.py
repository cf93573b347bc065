"""The public surface: what is exported, and what importing it costs."""

import subprocess
import sys

import pytest

import geomap

HEAVY = ("geopandas", "pandas", "folium", "matplotlib", "spacy", "scipy", "trafilatura", "shapely", "pyarrow")


def test_all_is_exactly_what_is_importable():
    assert list(geomap.__all__) == sorted(geomap.__all__)
    for name in geomap.__all__:
        assert getattr(geomap, name) is not None
    assert set(dir(geomap)) == set(geomap.__all__)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no_such_name"):
        geomap.no_such_name  # noqa: B018


def test_import_loads_no_heavy_package():
    code = f"import sys, geomap; print([m for m in {HEAVY!r} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert loaded == "[]"


def test_help_loads_no_heavy_package():
    code = f"import sys\nfrom geomap.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert out.endswith("[]")
