"""The embedded store, corrections and review."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.store.database import Kept, Store, cache_key

__all__ = ["Kept", "Store", "cache_key"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("geomap.store.database"), name)
