"""The Python interface, re-exported by `geomap`."""
