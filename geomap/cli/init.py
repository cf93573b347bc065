"""``geomap init``: start a project."""

from pathlib import Path

import click

from geomap.errors import InputError
from geomap.pipeline.options import PROJECT_FILE, PROJECT_TEMPLATE

__all__ = ["init"]


@click.command(epilog="Example: geomap init my-project/")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a geomap.toml into FOLDER (default: here), with every setting explained; an existing one is left alone."""
    target = folder / PROJECT_FILE
    if target.exists():
        raise InputError(f"{target} is there already; edit it, or remove it first")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(PROJECT_TEMPLATE, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}); check that the folder is there and its permissions") from error
    click.echo(str(target))
