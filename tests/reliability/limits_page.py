"""The table of ``docs/limits.md`` from ``geomap/limits.py``: ``python -m tests.reliability.limits_page`` writes it."""

import ast
import inspect
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

from geomap import limits

PAGE = Path(__file__).resolve().parents[2] / "docs" / "limits.md"


def page() -> str:
    """The page as Markdown: each cap, its default and its reason, in the order of the module."""
    body = next(n for n in ast.parse(inspect.getsource(limits)).body if isinstance(n, ast.ClassDef)).body
    words = {}
    for name, text in pairwise(body):
        if isinstance(name, ast.AnnAssign) and isinstance(name.target, ast.Name) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            words[name.target.id] = " ".join(str(text.value.value).split())
    rows = "\n".join(f"| `{f.name}` | {f.default:,} | {words[f.name]} |" for f in fields(limits.Limits))
    return (
        "# Limits\n\nAn article that reaches a cap is rejected by name, with the cap in the message; the others are read. Change one for a project in\n"
        f"`geomap.toml`:\n\n    [limits]\n    article_bytes = 50000000\n\n| cap | default | meaning |\n|---|---|---|\n{rows}\n\n"
        "Made from `geomap/limits.py` by `python -m tests.reliability.limits_page`.\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
