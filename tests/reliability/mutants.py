"""Mutation score of pure modules: ``python -m tests.reliability.mutants [--most N] [MODULE ...] [-o FILE]``.

One place of a module's code is changed at a time (a comparison, an operator, a constant, a condition, an answer), and the tests named
for it are run in a process forked for it. A mutant that no test notices survives. Where a module has more places than are asked for,
they are drawn with a fixed seed. A survivor that does what the code does, for every input, is named in `EQUIVALENT` with the reason.
"""

import argparse
import ast
import contextlib
import copy
import gc
import importlib
import io
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MODULES: dict[str, tuple[str, ...]] = {
    "geomap.text.keys": ("tests/text/test_keys.py",),
    "geomap.text.patterns": ("tests/text/test_patterns.py",),
    "geomap.places.geometry": ("tests/places/test_geometry.py",),
    "geomap.control.facts": ("tests/control/test_fact_rows.py",),
    "geomap.io.acled": ("tests/io/test_acled_rows.py",),
}
SEED = 20170403
EQUIVALENT: dict[str, dict[str, str]] = {
    "geomap.text.keys": {
        "`1` → `2` at 9 in `_CACHE = 1 << 17`": "the size of a cache",
        "`17` → `18` at 14 in `_CACHE = 1 << 17`": "the size of a cache",
        "`len(words) > 1` → `len(words) >= 1` at 7 in `if len(words) > 1 and words[0] in _LEADING_ADJECTIVES:`": "a single word that is moved to the end stays where it is",
    },
    "geomap.text.patterns": {"`64` → `65` at 19 in `@lru_cache(maxsize=64)`": "the size of a cache"},
    "geomap.places.geometry": {
        "`1` → `2` at 19 in `x1, y1 = ring[-1][0], ring[-1][1]`": "a closed ring ends where it begins: the first step is level, and its longitude is not looked at",
        "`0` → `1` at 22 in `x1, y1 = ring[-1][0], ring[-1][1]`": "a closed ring ends where it begins: the first step is level, and its longitude is not looked at",
    },
    "geomap.control.facts": {
        f"`0` → `1` at {column} in `y, m, d = (int(g) if g else 0 for g in match.groups()) if match else (0, 0, 0)`": "what is no date has a year that is refused, 0 or 1"
        for column in (74, 77, 80)
    }
    | {
        f"`1` → `2` at {column} in `first = date(y if y in YEARS else 0, m or 1, d or 1)  # there is no year 0`": "of a year or month, only year and month are looked at, never this day"
        for column in (50, 58)
    },
}
"""Changes that change nothing, by module: what becomes what, and why no test can tell."""
SECONDS = 60
"""Of the processor. A mutant that takes longer is caught: it hangs."""
_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """What a node can become."""
    new: Any = copy.copy(node)
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARE:
        new.ops = [_COMPARE[type(node.ops[0])](), *node.ops[1:]]
        yield new
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATOR:
        new.op = _OPERATOR[type(node.op)]()
        yield new
    elif isinstance(node, ast.BoolOp):
        new.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield new
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        new.value = node.value + 1
        yield new
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        new.value = not node.value
        yield new
    elif isinstance(node, ast.Return) and node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        new.value = ast.Constant(None)
        yield new
    elif isinstance(node, ast.If | ast.IfExp):
        new.test = ast.UnaryOp(ast.Not(), node.test)
        yield new


def _words(node: ast.AST) -> str:
    """Code on one line; of a condition, without what hangs on it."""
    words = ast.unparse(node.test if isinstance(node, ast.If | ast.IfExp) else node)
    return ("if " if isinstance(node, ast.If | ast.IfExp) else "") + " ".join(words.split())[:120]


class _Change(ast.NodeTransformer):
    """Puts the nth change into a tree; counts them where n is -1."""

    def __init__(self, n: int) -> None:
        self.left, self.seen, self.line, self.told = n, 0, 0, ""

    def visit(self, node: ast.AST) -> Any:
        for new in _changed(node):
            self.seen += 1
            if self.left == self.seen - 1:
                self.line = getattr(node, "lineno", 0)
                self.told = f"`{_words(node)}` → `{_words(new)}` at {getattr(node, 'col_offset', 0)}"
                return ast.fix_missing_locations(ast.copy_location(new, node))
        if isinstance(node, ast.arguments | ast.AnnAssign) and not getattr(node, "value", None):
            return node
        return self.generic_visit(node)


def mutant(source: str, n: int) -> tuple[ast.Module, int, str]:
    """A module's tree with its nth change, the line that it is on and what became what; with -1, no change and the number of changes."""
    tree, change = ast.parse(source), _Change(n)
    tree = change.visit(tree)
    return tree, change.line if n >= 0 else change.seen, change.told


def _tests(paths: tuple[str, ...]) -> int:
    import pytest

    with tempfile.TemporaryDirectory() as aside, contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = aside  # what fails for a mutant is not to be tried again for ever
        return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--no-header", *[str(ROOT / p) for p in paths]]))


def _try(module: ModuleType, tree: ast.Module, paths: tuple[str, ...]) -> bool:
    """True where the tests notice the change."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            code = compile(tree, str(module.__file__), "exec")
            exec(code, module.__dict__)
            _everywhere(module)
            noticed = _tests(paths) != 0
        except BaseException:  # noqa: BLE001  # a module that cannot even be loaded is noticed
            noticed = True
        os._exit(1 if noticed else 0)
    _, status = os.waitpid(child, 0)
    return status != 0


def _everywhere(module: ModuleType) -> None:
    """Give what a module that was run anew defines to those that imported the old; the tests are to be imported again."""
    for path in [n for n, m in sys.modules.items() if str(getattr(m, "__file__", "")).startswith(str(ROOT / "tests")) and n.rpartition(".")[2].startswith("test_")]:
        del sys.modules[path]
    for other in [m for m in sys.modules.values() if isinstance(m, ModuleType) and m is not module]:
        for name, value in list(vars(other).items()):
            if name in module.__dict__ and getattr(value, "__module__", None) == module.__name__:
                setattr(other, name, module.__dict__[name])


def score(name: str, most: int) -> dict[str, Any]:
    """Try mutants of a module.

    Parameters
    ----------
    name : str
        One of `MODULES`.
    most : int
        Mutants to try at most.

    Returns
    -------
    dict
        Keys module, tests, places (all changes that could be made), tried, caught, survivors and equivalent (words), seconds by the clock.
    """
    paths, module = MODULES[name], importlib.import_module(name)
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    unchanged, places, _ = mutant(source, -1)
    chosen = range(places) if places <= most else sorted(random.Random(f"{SEED}:{name}").sample(range(places), most))
    begun = time.monotonic()
    if _tests(paths):  # in this process, so that its children have all modules loaded
        raise AssertionError(f"the tests of {name} fail on the code as it is")
    if _try(module, unchanged, paths):
        raise AssertionError(f"the tests of {name} fail where its code is run anew")
    gc.freeze()
    survivors, equivalent = [], []
    for n in chosen:
        tree, line, told = mutant(source, n)
        told += f" in `{source.splitlines()[line - 1].strip()}`"
        if not _try(module, tree, paths):
            reason = EQUIVALENT.get(name, {}).get(told)
            (equivalent if reason else survivors).append(f"line {line}, {told}" + (f": {reason}" if reason else ""))
    return {
        "module": name, "tests": list(paths), "places": places, "tried": len(chosen), "caught": len(chosen) - len(survivors) - len(equivalent),
        "survivors": survivors, "equivalent": equivalent, "seconds": round(time.monotonic() - begun),
    }  # fmt: skip


def main() -> None:
    """One line a module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", nargs="*", choices=[[], *MODULES], help="default: all")
    parser.add_argument("--most", type=int, default=60, help="mutants a module")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    results = []
    for name in asked.module or MODULES:
        result = score(name, asked.most)
        results.append(result)
        real = result["tried"] - len(result["equivalent"])
        told = "".join(f"    {words}\n" for words in result["survivors"])
        sys.stdout.write(f"{name:26} {result['caught']:4} of {real:4} caught ({100 * result['caught'] / max(1, real):.0f} %), {result['places']} places\n{told}")
        sys.stdout.flush()
        if asked.output:
            asked.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
