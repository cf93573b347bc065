"""The bars of the labelled texts. They lie beside the repository, not in it."""

import importlib.util
from pathlib import Path

import pytest

_PATH = Path(__file__).resolve().parents[1] / "evaluation" / "articles.py"
_SPEC = importlib.util.spec_from_file_location("articles_evaluation", _PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
evaluation = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(evaluation)

needs_shared = pytest.mark.skipif(evaluation.SHARED is None, reason="the labelled texts (shared/corpus) are not here")


@needs_shared
def test_dates_of_sixty_texts() -> None:
    found = evaluation.dates(evaluation.SHARED)
    assert found["wrong"] == 0
    assert found["exact"] >= 0.95 * found["stated"]


@needs_shared
def test_dates_of_sixty_texts_under_their_titles() -> None:
    found = evaluation.titled_dates(evaluation.SHARED)
    assert found["wrong"] == 0
    assert found["exact"] >= 0.95 * found["stated"]


@needs_shared
def test_dates_of_sixty_pages() -> None:
    found = evaluation.page_dates(evaluation.SHARED)
    assert found["wrong"] == 0
    assert found["exact"] == found["stated"] == 26


@needs_shared
def test_bodies_of_sixty_pages() -> None:
    found = evaluation.bodies(evaluation.SHARED)
    assert found["pages_whole"] == 60
    assert found["other_marked"] >= 0.99


@needs_shared
def test_seeds_without_what_a_user_knows(tmp_path: Path) -> None:
    for path in (evaluation.SHARED / "seeds").glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    found = {a.id: a for a in evaluation.read_articles([tmp_path])}
    assert (found["002"].published, found["004"].published) == ("2020-08-07", "2018-10-13")
    assert found["000"].published_candidates == ("2018-10-14",)
    assert found["000"].published_precision == "week"
    assert [found[i].published for i in ("001", "003")] == [None, None]
    assert any(d.startswith("2020") for d in found["001"].published_candidates)
    assert any(d.startswith("2017") for d in found["003"].published_candidates)
    assert {a.outlet for a in found.values()} == {"South Front", "Shafaqna"}
