"""Where the evaluation data lies, if it is there."""

from pathlib import Path

import pytest

__all__ = ["ROOT", "SHARED", "need_shared"]

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def need_shared(*parts: str) -> Path:
    """A path of the evaluation data; the test is skipped, and says so, where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"evaluation data not there: {path.name} (lies beside the checkout, not in it)")
    return path
