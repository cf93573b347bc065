"""Open a page in Chromium from disk, offline, and record every request, console message and page error."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--force-color-profile=srgb",
]  # fmt: skip


def chromium() -> str:
    """Path of Chromium; without it the test is skipped, or fails where a browser is required."""
    path = os.environ.get("GEOMAP_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path:
        return path
    if os.environ.get("GEOMAP_REQUIRE_BROWSER") == "1":
        pytest.fail("GEOMAP_REQUIRE_BROWSER=1, but no Chromium was found")
    pytest.skip("no Chromium on this machine: what the map does in a browser is NOT tested (set GEOMAP_CHROMIUM)")


@dataclass
class Seen:
    """What a page did that it should not do."""

    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    """Requests that the page's policy stopped before they left."""

    def clean(self) -> None:
        """Fail on any request or message."""
        assert self.requests == []
        assert self.messages == []


@contextmanager
def browser() -> Iterator[Any]:
    """One Chromium for several pages."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        process = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield process
        finally:
            process.close()


def open_page(process: Any, path: Path, *, width: int = 1280, height: int = 800, dark: bool = False, hash_: str = "", ready: bool = True, **context: Any) -> tuple[Any, Seen]:
    """Open a file; returns the page and what it did."""
    seen = Seen()
    tab = process.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", accept_downloads=True, **context)
    page = tab.new_page()
    own = path.resolve().as_uri()
    page.on("request", lambda r: None if r.url.split("#")[0] == own or r.url.startswith(("data:", "blob:")) else seen.requests.append(r.url))
    page.on("requestfailed", lambda r: seen.blocked.append(r.url) if r.failure and "csp" in r.failure.lower() else None)
    page.on("console", lambda m: seen.messages.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda e: seen.messages.append(f"error: {e} {(e.stack or chr(0)).splitlines()[:4]}"))
    page.on("dialog", lambda d: (seen.messages.append(f"dialog: {d.message}"), d.dismiss()))
    page.goto(own + hash_)
    if ready:
        from playwright.sync_api import TimeoutError as TooLong

        try:
            page.wait_for_selector("html[data-ready=true]", timeout=20_000, state="attached")
        except TooLong:
            pytest.fail(f"{path.name} was not ready within 20 s; it said {seen.messages}")
    return page, seen
