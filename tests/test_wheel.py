"""The source holds what it takes to build and check it; a wheel built from it works in a clean environment, in another folder, without git, make, checkout or network."""

import importlib.util
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.shared import ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Folder with the source archive and the wheel that was built from it, not from the checkout."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built) -> Path:
    return next(built.glob("*.whl"))


def test_the_source_holds_what_make_test_and_docs_need(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = ("Makefile", "mkdocs.yml", "pyproject.toml", "locks/dev.txt", "docs/site/build.py", "docs/site/requirements.txt", "benchmarks/requirements.txt")
    more = ("tests/conftest.py", "gazetteer/build/build.py", ".github/workflows/check.yml", "README.md", "CITATION.cff", "THIRD_PARTY.md")
    assert {name for name in (*wanted, *more) if name not in names} == set()
    assert not [name for name in names if name.startswith(("output/", "build/", ".venv")) or name.endswith(".pyc")]


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


def test_what_is_compiled_holds_no_property_that_is_worked_out_once():
    # mypyc would work it out at each reading
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    chosen = hook.hot_modules(ROOT / "geomap")
    assert "geomap/text/gated.py" in chosen
    assert "geomap/places/resolve.py" in chosen
    assert not [name for name in chosen if "cached_property" in (ROOT / name).read_text(encoding="utf-8")]
