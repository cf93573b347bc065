"""`python -m geomap`: the command `geomap`, for where scripts are not on the path."""

from geomap.cli import main

main()
