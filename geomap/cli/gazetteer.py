"""``geomap gazetteer``: what the gazetteer holds; look at, fetch and verify sources."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.errors import GazetteerError

if TYPE_CHECKING:
    from geomap.places.loaders import Source

__all__ = ["gazetteer"]

_LIST = re.compile(r"^gazetteers\s*=\s*\[[^\]]*\]", re.MULTILINE)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_EXTRA = click.option("--gazetteer", "extra", type=_FILE, multiple=True, metavar="FILE", help="Further gazetteer file; may be given several times.")


@click.group(epilog="Example: geomap gazetteer info")
def gazetteer() -> None:
    """What the gazetteer holds; look at, fetch and verify sources."""


def _added(extra: tuple[Path, ...]) -> dict[str, dict[str, Any]]:
    """Format, date, licence and size of each added file, by its name."""
    from geomap.places.formats import LICENCES
    from geomap.places.gazetteer import Gazetteer
    from geomap.places.loaders import read_gazetteer

    table, out = Gazetteer.bundled().admin, {}
    for path in extra:
        source = read_gazetteer(path, table)
        form = source.name.partition(":")[0]
        out[path.name] = {"format": form, "dated": source.dated or None, "licence": LICENCES.get(form, "yours"), "rows": _rows(source)}
    return out


def _contents(extra: tuple[Path, ...]) -> dict[str, Any]:
    from geomap.places.bundled import read_manifest
    from geomap.places.gazetteer import Gazetteer
    from geomap.places.kinds import kind_of

    loaded = Gazetteer.load(extra)
    syrian = [p for p in loaded.places if p.country == "SY"]
    return {
        "places": len(loaded),
        "syrian_places": len(syrian),
        "spellings": sum(1 + len(p.other_names) + len(p.arabic) for p in syrian),
        "by_kind": dict(sorted(Counter(kind_of(p.feature_code) for p in syrian).items())),
        "by_governorate": dict(sorted(Counter(p.admin.admin1 or "not known" for p in syrian).items())),
        "by_basis": dict(sorted(Counter(p.basis for p in syrian).items())),
        "by_source": dict(sorted(Counter(s for p in syrian for s in p.source.split("+")).items())),
        "sources": read_manifest()["sources"],
        "added": _added(extra),
    }


@gazetteer.command(epilog="Example: geomap gazetteer info --json")
@_EXTRA
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def info(extra: tuple[Path, ...], as_json: bool) -> None:
    """Count places by kind, governorate and basis; name sources with versions, dates and licences."""
    contents = _contents(extra)
    if as_json:
        json.dump(contents, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    click.echo(f"{contents['places']} places, {contents['syrian_places']} of them in Syria with {contents['spellings']} spellings")
    for title in ("by_kind", "by_governorate", "by_basis", "by_source"):
        click.echo(f"\n{title.replace('_', ' ')}")
        for name, count in sorted(contents[title].items(), key=lambda item: (-item[1], item[0])):
            click.echo(f"  {count:6}  {name}")
    click.echo("\nbundled sources")
    for facts in contents["sources"].values():
        of = f" of {facts['released']}" if facts.get("released") else ""
        click.echo(f"  {facts['title']}, version {facts['version']}{of}, {facts['licence']}: {facts['places']} places")
    for name, facts in contents["added"].items():
        click.echo(f"  added: {name}, {facts['format']}, {facts['dated'] or 'no date in it'}, {facts['licence']}: {facts['rows']} rows")


def _rows(source: "Source") -> int:
    """Rows of a file of places, of spellings, or of the names of a house."""
    return len(source.entries) or len(source.names) or len(source.shown)


@gazetteer.command(epilog="Example: geomap gazetteer add places.csv")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@click.option("--project", type=click.Path(path_type=Path), metavar="FILE", help="The geomap.toml to name the files in, or its folder.")
def add(files: tuple[Path, ...], project: Path | None) -> None:
    """Read gazetteer files, say what they would add, and name them in a project.

    A row that cannot be read is told with its line. Nothing is copied: runs of the project read the files where they are.
    """
    from geomap.places.gazetteer import Gazetteer
    from geomap.places.loaders import read_gazetteer

    base = Gazetteer.bundled()
    merger = base.merger()
    for path in files:
        source, before = read_gazetteer(path, base.admin), len(merger.places)
        for entry in source.entries:
            merger.add(entry, wins=source.wins)
        new = len(merger.places) - before
        told = f"{_rows(source)} rows, {new} new places, {len(source.entries) - new} known" if source.entries else f"{_rows(source)} rows"
        own = "; it wins over the bundled rows" if source.wins else ""
        named = f", spellings for {sum(key in merger.ids for key in source.names)} places" if source.names else ""
        named += ", names as the house writes them" if source.shown else ""
        click.echo(f"{path}: {source.name.partition(':')[0]}, {told}{named}{own}")
    if project is None:
        click.echo("read only; --project geomap.toml names the files in a project", err=True)
        return
    project = project / "geomap.toml" if project.is_dir() else project
    _name_in_project(project, files)
    click.echo(f"named in {project}", err=True)


def _name_in_project(project: Path, files: tuple[Path, ...]) -> None:
    """Put the files into the list ``gazetteers`` of a project file, which must stay readable to people: only that line changes."""
    import tomllib

    from geomap.io.atomic import write_text

    try:
        text = project.read_text(encoding="utf-8")
        told = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GazetteerError(f"{project}: cannot be read ({error}); geomap init writes one") from error
    known, home = told.get("gazetteers", []), project.resolve().parent
    shown = [f.resolve().relative_to(home) if f.resolve().is_relative_to(home) else f.resolve() for f in files]
    wanted = list(dict.fromkeys([*known, *(path.as_posix() for path in shown)]))
    line = f"gazetteers = {json.dumps(wanted, ensure_ascii=False)}"
    changed = _LIST.sub(lambda _: line, text, count=1) if "gazetteers" in told else f"{line}\n{text}"
    written = _LIST.search(text)
    if (written and "#" in written[0]) or _toml(changed) != {**told, "gazetteers": wanted}:  # a comment or a table in the way
        raise GazetteerError(f"{project}: the list of gazetteers cannot be changed without harm to what stands around it; write this line: {line}")
    write_text(project, changed)


def _toml(text: str) -> dict[str, Any] | None:
    """A project file's contents, or None if it is none."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@gazetteer.command(epilog="Example: geomap gazetteer fetch -o SY.zip")
@click.option("--country", default="SY", show_default=True, metavar="CODE", help="ISO 3166-1 code.")
@click.option("--alternate-names", is_flag=True, help="Fetch the alternate names instead of the places.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write; by default CODE.zip here.")
@click.option("--url", metavar="URL", help="A mirror of the GeoNames dump folder (https).")
def fetch(country: str, alternate_names: bool, output: Path | None, url: str | None) -> None:
    """Download the current GeoNames file of a country (needs a network; CC BY 4.0)."""
    from geomap.places.fetch import GEONAMES_URL, fetch_geonames

    target = output or Path(f"{country}{'-alternate-names' if alternate_names else ''}.zip")
    got = fetch_geonames(target, country, alternate_names=alternate_names, base_url=url or GEONAMES_URL)
    click.echo(f"{got.path}: {got.bytes} bytes of {got.modified or 'unknown date'}, sha256 {got.sha256}; use it with --gazetteer {got.path}")


@gazetteer.command(epilog="Example: geomap gazetteer verify")
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE...]")
def verify(files: tuple[Path, ...]) -> None:
    """Check the bundled data against its manifest, and read the files given."""
    from geomap.places.bundled import verify_bundle

    for name, count in verify_bundle():
        click.echo(f"{name}: {count} bytes, as in the manifest")
    if files:
        from geomap.places.gazetteer import Gazetteer
        from geomap.places.loaders import read_gazetteer

        table = Gazetteer.bundled().admin
        for path in files:
            source = read_gazetteer(path, table)
            click.echo(f"{path}: {source.name.partition(':')[0]}, {_rows(source)} rows can be read")
