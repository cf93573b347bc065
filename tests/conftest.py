"""One browser for all tests: Playwright allows one at a time in a process."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "browser"))

from driver import browser as open_browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium."""
    with open_browser() as process:
        yield process
