"""The public surface: what is exported, and what importing it costs."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import geomap
from geomap.limits import Limits

HEAVY = ("geopandas", "pandas", "folium", "matplotlib", "spacy", "scipy", "trafilatura", "shapely", "pyarrow")


def test_all_is_exactly_what_is_importable():
    assert list(geomap.__all__) == sorted(geomap.__all__)
    for name in geomap.__all__:
        assert getattr(geomap, name) is not None
    assert set(dir(geomap)) == set(geomap.__all__)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no_such_name"):
        geomap.no_such_name  # noqa: B018


def test_every_limit_limits_something():
    package = Path(geomap.__file__).parent
    code = "\n".join(p.read_text(encoding="utf-8") for p in sorted(package.rglob("*.py")) if p.name != "limits.py")
    assert [f.name for f in fields(Limits) if not re.search(rf"\b{f.name}\b", code)] == []


def test_import_loads_no_heavy_package():
    code = f"import sys, geomap; print([m for m in {HEAVY!r} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert loaded == "[]"


def test_help_loads_no_heavy_package():
    code = f"import sys\nfrom geomap.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert out.endswith("[]")


def test_figure_draws_what_the_command_draws_and_writes_it(tmp_path):
    from geomap.io.frames import frame_from_rows
    from geomap.maps.figure import FigureOptions

    row = {
        "id": "e1", "event_type": "Battles", "sub_event_type": "Armed clash", "date_start": "2017-03-02", "date_end": "2017-03-02",
        "date_precision": "day", "side1": "sdf", "longitude": 39.0, "latitude": 35.9, "precision": "exact", "status": "reported",
        "review": "unreviewed",
    }  # fmt: skip
    events = frame_from_rows([row])
    path = tmp_path / "figure.svg"
    drawn = geomap.figure(events, path, title="One clash")
    assert path.read_bytes() == drawn.files["svg"]
    assert drawn.files == geomap.draw_figure(events, options=FigureOptions(title="One clash", formats=("svg",))).files
    assert set(geomap.figure(events).files) == {"png"}
    with pytest.raises(geomap.errors.InputError, match="options are title"):
        geomap.figure(events, colour="red")
    with pytest.raises(geomap.errors.InputError, match=r"asks for pdf"):
        geomap.figure(events, tmp_path / "x.pdf", formats=("png",))
