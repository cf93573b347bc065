"""The errors geomap raises on purpose.

::

    GeomapError
    ├── InputError        an article, table or folder cannot be used        (also ValueError)
    ├── LimitError        a documented cap was reached; a kind of InputError
    ├── GazetteerError    a gazetteer file or bundled data cannot be used   (also ValueError)
    ├── StoreError        the store or a corrections file cannot be used
    ├── GeometryError     a geometry cannot be read or repaired             (also ValueError)
    └── RenderError       a map, figure or bundle cannot be drawn

Each message says what failed, which value, where (file, line or offset) and what to do about it. "Not found" is never an
error: it is a value with a reason.
"""

__all__ = ["GazetteerError", "GeomapError", "GeometryError", "InputError", "LimitError", "RenderError", "StoreError"]


class GeomapError(Exception):
    """Base of everything geomap raises on purpose."""


class InputError(GeomapError, ValueError):
    """An article, a table or a folder cannot be used."""


class LimitError(InputError):
    """An input is larger, deeper or slower than a documented cap (see `geomap.limits`)."""


class GazetteerError(GeomapError, ValueError):
    """A gazetteer file or the bundled gazetteer cannot be used."""


class StoreError(GeomapError):
    """The store or a file of corrections cannot be used."""


class GeometryError(GeomapError, ValueError):
    """A geometry cannot be read or repaired."""


class RenderError(GeomapError):
    """A map, a figure or a bundle cannot be drawn."""
