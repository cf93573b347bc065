"""One browser for all tests, as Playwright allows one at a time in a process; and no property test fails for the time it takes."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent / "browser"))

from driver import browser as open_browser

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium."""
    with open_browser() as process:
        yield process
