"""Compiles the modules that read articles into a wheel, with mypyc, where ``GEOMAP_COMPILE=1`` asks for it; without it nothing is done.

The Python files stay in the wheel beside what was compiled from them: what reads them (types, tracebacks, keys of results) finds them
as in a plain wheel.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("text", "events", "places")
PLAIN = frozenset({"bundled", "facts", "fetch", "formats", "gazetteer", "geocoder", "loaders", "merge", "names", "unpack"})
"""Modules of places that an article does not pass through. (`geomap.events.merge` is not asked for its speed either.)"""
CACHED = "@cached_property"
"""mypyc takes it for a property and works the value out each time it is read: of the index of names, that is minutes for an article."""
CONFIG = """[mypy]
python_version = 3.{minor}
no_site_packages = True
ignore_missing_imports = True
[mypy-geomap.api,geomap.control.*,geomap.maps.*]
follow_imports = skip
"""
"""What an article does not pass through need not be looked at."""
SETUP = """import sys
from mypyc.build import mypycify
from setuptools import setup
config, level, *files = sys.argv[1:]
extensions = mypycify(["--config-file", config, *files], opt_level=level, debug_level="0", multi_file=True, group_name="geomap")
setup(name="geomap", packages=[], ext_modules=extensions, script_args=["-q", "build_ext", "--build-lib", "compiled"])
"""


def hot_modules(package: Path) -> list[str]:
    """Files to compile, relative to the folder of the package's folder."""
    files = (path for name in PACKAGES for path in sorted((package / name).glob("*.py")) if path.stem not in {"__init__", *PLAIN})
    return [path.relative_to(package.parent).as_posix() for path in files if CACHED not in path.read_text(encoding="utf-8")]


def compiled(root: Path, work: Path) -> dict[str, str]:
    """Compile in a copy, so that nothing compiled lies in the source; each library's path to its path in the wheel."""
    shutil.copytree(root / "geomap", work / "geomap", ignore=shutil.ignore_patterns("data", "__pycache__", "assets"))
    (work / "mypy.ini").write_text(CONFIG.format(minor=sys.version_info.minor), encoding="utf-8")
    level = os.environ.get("MYPYC_OPT_LEVEL", "2")
    command = [sys.executable, "-c", SETUP, "mypy.ini", level, *hot_modules(work / "geomap")]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)  # noqa: S603  # our own files
    if done.returncode:
        sys.exit(f"mypyc did not compile geomap:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    made = work / "compiled"
    return {str(path): path.relative_to(made).as_posix() for path in sorted(made.rglob("*")) if path.suffix in {".so", ".pyd"}}


class CompiledBuildHook(BuildHookInterface[Any]):
    """Adds what was compiled to the wheel and names the wheel after the interpreter and machine it is for."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Packages that the build needs besides its backend."""
        return ["mypy>=2.1", "setuptools>=77"] if self._asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless the build is a plain or an editable one."""
        if not self._asked() or version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="geomap-compiled-")
        build_data["force_include"].update(compiled(Path(self.root), Path(self._folder.name)))
        build_data.update(pure_python=False, infer_tag=True)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  # as the interface has it
        """Remove the copy."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()

    def _asked(self) -> bool:
        return os.environ.get("GEOMAP_COMPILE") == "1"
