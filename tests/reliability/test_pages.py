"""Pages made from code say what the code says."""

from dataclasses import fields

from geomap.limits import Limits
from tests.reliability import limits_page, report


def test_page_of_limits_is_up_to_date():
    text = limits_page.PAGE.read_text(encoding="utf-8")
    assert text == limits_page.page(), "run python -m tests.reliability.limits_page"
    assert all(f"`{f.name}`" in text for f in fields(Limits))


def test_report_adds_up_and_says_what_was_not_run():
    rounds = [{"target": t, "inputs": n, "uncaught": [], "slowest_seconds": s} for t, n, s in (("a", 3, 0.1), ("b", 4, 0.2))]
    text = report.page(rounds, report.NOT_RUN)
    assert "7 mutated inputs, 0 with" in text
    assert "0.2 s (b)" in text
    assert report.NOT_RUN in text
