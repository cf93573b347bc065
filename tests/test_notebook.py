"""The notebook of the documentation: every cell runs, and what it ends with can be shown."""

import ast
import json

from tests.shared import ROOT


def _last_value(source: str, names: dict[str, object]) -> object:
    """Run a cell as a notebook does; the value of its last expression, if it ends with one."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # our own file
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def test_every_cell_runs_and_shows_something(monkeypatch):
    monkeypatch.chdir(ROOT)
    notebook = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    shown = [_last_value("".join(c["source"]), names) for c in notebook["cells"] if c["cell_type"] == "code"]
    run, table, page, figure, reason = shown
    assert "articles" in repr(run)
    assert len(table) == 5
    assert table["quote"].str.len().gt(20).all()
    assert "<iframe" in page._repr_html_() or "<html" in page._repr_html_()
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert "Idlib" in reason


def test_no_output_is_kept_in_the_file():
    notebook = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    assert all(not c["outputs"] and c["execution_count"] is None for c in notebook["cells"] if c["cell_type"] == "code")
