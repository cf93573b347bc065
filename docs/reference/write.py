"""Write the reference of commands and of Python names from the parser and the docstrings: ``python docs/reference/write.py [--check]``."""

import ast
import dataclasses
import enum
import inspect
import re
import sys
from collections.abc import Iterator, Mapping, Sized
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import click

from geomap.cli.main import COMMANDS, group

HERE = Path(__file__).resolve().parent
PACKAGES = ("geomap.pipeline", "geomap.articles", "geomap.control", "geomap.corrections", "geomap.store", "geomap.errors")
NOT_WRITTEN = "<!-- written by docs/reference/write.py: change the code, not this page -->"
_SECTION = re.compile(r"^(?P<title>[A-Z]\w+)\n-{3,}\n", re.MULTILINE)
_LISTED = ("Parameters", "Attributes", "Returns", "Yields", "Raises")


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|").replace("<", "&lt;")


def _rows(command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    for param in command.get_params(context):
        if isinstance(param, click.Option) and not param.hidden:
            names, text = param.get_help_record(context) or ("", "")
            yield f"| `{_cell(names)}` | {_cell(text)} |"


def _command(command: click.Command, name: str, depth: int) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"{'#' * depth} geomap {name}"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\ngeomap {name} {usage}\n```"
    yield _paragraphs(command.help or "")
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _command(found, f"{name} {inner}", depth + 1)
    else:
        yield "\n".join(["| option | what |", "|---|---|", *_rows(command)])
    if command.epilog:
        yield f"```sh\n{command.epilog.removeprefix('Example: ')}\n```"


def _paragraphs(text: str) -> str:
    return "\n\n".join(_cell(p).replace("\\|", "|").replace("\b", "") for p in inspect.cleandoc(text).split("\n\n"))


def commands() -> str:
    """The page of commands, from the parser itself."""
    head = [
        "# Commands", NOT_WRITTEN,
        "Data goes to standard output, messages and progress to standard error.",
        "Exit codes: 0 all done, 1 our fault, 2 usage, 3 some inputs rejected (each named), 4 nothing could be mapped, 5 gazetteer or store invalid.",
    ]  # fmt: skip
    context = click.Context(group, info_name="geomap")
    parts = [part for name in COMMANDS if (found := group.get_command(context, name)) for part in _command(found, name, 2)]
    return "\n\n".join([*head, *parts]) + "\n"


def _sections(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A numpydoc docstring as its lead and its titled sections."""
    found = list(_SECTION.finditer(text))
    ends = [*(m.start() for m in found[1:]), len(text)][: len(found)]
    lead = text[: found[0].start()] if found else text
    return lead.strip(), [(m["title"], text[m.end() : end].strip("\n")) for m, end in zip(found, ends, strict=True)]


def _items(body: str) -> Iterator[str]:
    """Entries of a section: a line at the margin, and what is indented below it."""
    for entry in re.split(r"\n(?=\S)", body):
        head, _, rest = entry.partition("\n")
        told = _cell(rest.replace("``", "`")).replace("\\|", "|")
        yield f"- `{head}`" + (f": {told}" if told else "")


def _plain(text: str) -> str:
    """Prose of a docstring: double backticks are code, angle brackets and asterisks are letters, examples stand apart."""
    blocks = []
    for block in text.split("\n\n"):
        if block.lstrip().startswith(">>>"):
            blocks.append(f"```pycon\n{inspect.cleandoc(block)}\n```")
        else:
            blocks.append(re.sub(r"\s+", " ", block.replace("``", "`").replace("<", "&lt;")).strip())
    return "\n\n".join(blocks)


def _docstring(value: object) -> Iterator[str]:
    lead, sections = _sections(inspect.getdoc(value) or "")
    yield _plain(lead)
    for title, body in sections:
        yield f"**{title}**"
        yield "\n".join(_items(body)) if title in _LISTED else _plain(body)


def _signature(value: object) -> str:
    """Parameters and their defaults; types stand in the docstring's words. Of defaults that print an address three dots remain."""
    try:
        given = inspect.signature(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return "(...)"
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in given.parameters.values() if p.name not in ("self", "cls")]
    text = str(inspect.Signature(bare))
    text = re.sub(r"=(?:<[^>]*>|\w+\(.*?\)(?=, \w+=|\)$))", "=...", text)
    return text if len(text) < 90 else "(\n    " + re.sub(r", (?=[\w*])", ",\n    ", text[1:-1]) + ",\n)"


def _members(value: type) -> Iterator[str]:
    for name, member in sorted(vars(value).items()):
        inner = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if name.startswith("_") or not (inspect.isfunction(inner) or isinstance(inner, property | cached_property)):
            continue
        lead, sections = _sections(inspect.getdoc(inner) or "")
        yield f"- `{name}{_signature(inner) if inspect.isfunction(inner) else ''}`: {_plain(lead)}"
        for title, body in sections:
            if title in _LISTED:
                yield f"    - {title.lower()}"
                yield from (f"        {item}" for item in _items(body))


def _told(value: type) -> dict[str, str]:
    """What stands in quotes below each field of a class."""
    body = ast.parse(inspect.cleandoc(inspect.getsource(value))).body[0]
    lines = body.body if isinstance(body, ast.ClassDef) else []
    return {
        one.target.id: _plain(inspect.cleandoc(two.value.value))
        for one, two in pairwise(lines)
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        and isinstance(two, ast.Expr) and isinstance(two.value, ast.Constant) and isinstance(two.value.value, str)
    }  # fmt: skip


def _fields(value: type) -> Iterator[str]:
    told = _told(value)
    for field in dataclasses.fields(value):
        kind = field.type if isinstance(field.type, str) else inspect.formatannotation(field.type)
        yield f"- `{field.name} : {re.sub(r'(?:[a-z_]+[.])+', '', kind)}`" + (f": {told[field.name]}" if field.name in told else "")


def _entry(path: str, name: str, value: object) -> Iterator[str]:
    yield f"## {name}"
    if isinstance(value, type) and issubclass(value, enum.Enum):
        yield _plain(inspect.getdoc(value) or "")
        yield ", ".join(f"`{member.value}`" for member in value)
    elif isinstance(value, type):
        call = "" if issubclass(value, BaseException) else _signature(value)
        yield f"```python\n{path}.{name}{call}\n```"
        sections = _sections(inspect.getdoc(value) or "")[1]
        yield from _docstring(value)
        if dataclasses.is_dataclass(value) and not any(title in ("Parameters", "Attributes") for title, _ in sections):
            yield "\n".join(["**Fields**", "", *_fields(value)])
        members = list(_members(value))
        if members:
            yield "**Methods and properties**"
            yield "\n".join(members)
    elif callable(value):
        yield f"```python\n{path}.{name}{_signature(value)}\n```"
        yield from _docstring(value)
    else:
        yield f"A table in code (`{type(value).__name__}`) of {len(value)} entries: {_shown(value)}." if isinstance(value, Sized) else f"`{value!r}`"


def _shown(value: object) -> str:
    pairs = value.items() if isinstance(value, Mapping) else ((one, "") for one in value) if isinstance(value, tuple) else ()
    return "; ".join(f"`{_bare(key)}`" + (f" {_bare(to)}" if to != "" else "") for key, to in pairs)


def _bare(value: object) -> str:
    return str(value.value if isinstance(value, enum.Enum) else value)


def _package(path: str) -> Iterator[str]:
    package = import_module(path)
    for name in sorted(package.__all__, key=str.lower):
        value = getattr(package, name)
        if not inspect.ismodule(value) and not name.startswith("__"):
            yield from _entry(path, name, value)


def page(title: str, path: str) -> str:
    """A page of the public names of one package.

    Parameters
    ----------
    title : str
        Its heading.
    path : str
        Dotted name of the package.
    """
    lead = _plain(_sections(inspect.getdoc(import_module(path)) or "")[0])
    return "\n\n".join(part for part in [f"# {title}", NOT_WRITTEN, lead, *_package(path)] if part) + "\n"


def pages() -> dict[str, str]:
    """File name and text of every page that is written."""
    written = {"commands.md": commands(), "python.md": page("Python: geomap", "geomap"), "values.md": page("Python: the values (geomap.model)", "geomap.model")}
    return written | {f"{path.rpartition('.')[2]}.md": page(f"Python: {path}", path) for path in PACKAGES}


def stale() -> list[str]:
    """Names of the pages that are not as the code would write them."""
    return [name for name, text in pages().items() if not (HERE / name).exists() or (HERE / name).read_text(encoding="utf-8") != text]


def main() -> None:
    """Write the pages, or say which are old."""
    if "--check" in sys.argv:
        old = stale()
        sys.exit(f"old: {', '.join(old)}; run python docs/reference/write.py" if old else 0)
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
