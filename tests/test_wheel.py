"""A built wheel works in a clean environment, in another folder, without git, make, checkout or network."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.shared import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_data_tables_schemas_assets_and_examples(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("geomap/py.typed", "geomap/data/manifest.json", "geomap/tables/actors.csv", "geomap/schemas/reports.schema.json"):
        assert needed in names
    assert sum(n.startswith("geomap/data/examples/") for n in names) >= 13
    assert any(n.startswith("geomap/maps/assets/") and n.endswith(".js") for n in names)
    assert not any(n.startswith(("tests/", "gazetteer/")) for n in names)


def test_demo_from_the_wheel_alone(wheel, tmp_path):
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # The dependencies of this environment, but not the checkout: an editable install is a path hook, switched off by -S and given back as plain paths.
    packages = [p for p in sys.path if p.endswith("site-packages")]
    code = (
        "import sys, socket\n"
        f"sys.path[:0] = {[str(site), *packages]!r}\n"
        "def refuse(*_): raise OSError('no network in this test')\n"
        "socket.socket.connect = refuse\n"
        "import geomap\n"
        f"assert geomap.__file__.startswith({str(site)!r}), geomap.__file__\n"
        "from geomap.cli import main\n"
        "main(['demo', '-o', 'demo'])\n"
    )
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "articles: 12 found = 12 read" in done.stderr
    assert (tmp_path / "demo" / "map.html").stat().st_size > 100_000
