"""``geomap doctor``: is everything here that a run needs."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from geomap.cli.main import EXIT_FAULT, EXIT_GAZETTEER, EXIT_OK, EXIT_USAGE
from geomap.pipeline.doctor import Cause, examine
from geomap.pipeline.options import PROJECT_FILE, RunOptions, options_from_project

__all__ = ["doctor"]

_PATH = click.Path(path_type=Path)
_CODES = {Cause.INSTALLATION: EXIT_FAULT, Cause.DATA: EXIT_GAZETTEER, Cause.PROJECT: EXIT_USAGE}


@click.command(epilog="Example: geomap doctor")
@click.option("--project", type=_PATH, metavar="FILE", help=f"The {PROJECT_FILE} of a project, or its folder (default: the one here, if any).")
@click.option("--store", type=_PATH, metavar="FILE", help="The store to look at.")
@click.option("-o", "--output", type=_PATH, metavar="FOLDER", help="Where a run would write.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def doctor(project: Path | None, store: Path | None, output: Path | None, as_json: bool) -> int:
    """Check packages and their versions, bundled data against their hashes, tables, the store, and whether there is room to write.

    Changes nothing, starts no browser, asks no network. Exit 0: all well (notes do not count); 1: the installation; 2: the project or
    its output folder; 5: gazetteer, tables, corrections or store.
    """
    file = project or Path(PROJECT_FILE)
    file = file / PROJECT_FILE if file.is_dir() else file
    base = options_from_project(file) if project is not None or file.exists() else RunOptions(())
    findings = examine(base.changed(store=store, output=output))
    if as_json:
        json.dump([asdict(f) for f in findings], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        wide = max(len(f.check) for f in findings)
        for f in findings:
            click.echo(f"{f.state:5} {f.check:{wide}}  {f.detail}")
    wrong = {f.cause for f in findings if f.state == "fault"}
    return next((code for cause, code in _CODES.items() if cause in wrong), EXIT_OK)
