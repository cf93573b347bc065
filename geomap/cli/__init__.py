"""The command line: data on standard output, messages on standard error.

Commands are loaded when they are called, so that ``geomap --help`` starts at once.
"""

from geomap.cli.main import main

__all__ = ["main"]
