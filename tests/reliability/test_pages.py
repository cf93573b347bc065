"""Pages made from code say what the code says."""

import json
from dataclasses import fields

from geomap.limits import Limits
from tests.reliability import limits_page, report


def test_page_of_limits_is_up_to_date():
    text = limits_page.PAGE.read_text(encoding="utf-8")
    assert text == limits_page.page(), "run python -m tests.reliability.limits_page"
    assert all(f"`{f.name}`" in text for f in fields(Limits))


def test_report_adds_up_and_says_what_was_not_run_and_on_which_version():
    rounds = [{"target": t, "inputs": n, "uncaught": [], "slowest_seconds": s} for t, n, s in (("a", 3, 0.1), ("b", 4, 0.2))]
    found = {"fuzz": "v1\n", "fuzz.json": json.dumps(rounds), "kills": "v2\n", "kills.txt": "2 kills"}
    text = report.page(found, "kept by hand\n")
    assert "7 mutated inputs, 0 with" in text
    assert "0.2 s (b)" in text
    assert text.count(report.NOT_RUN) == 6
    assert "fuzz on v1; kills on v2." in text
    assert text.endswith(report.OWN + "\nkept by hand\n")
    assert "ran on version v1." in report.page({"fuzz": "v1\n"})


def test_report_counts_no_skipped_or_failed_browser_as_safe():
    xml = '<testsuites><testsuite tests="5" failures="{}" errors="0" skipped="{}"/></testsuites>'
    assert "0 executed (5 tests passed)" in report.hostile(xml.format(0, 0))
    assert "executed (" not in report.hostile(xml.format(0, 1))
    assert "1 tests failed" in report.hostile(xml.format(1, 0))


def test_report_of_bombs_names_the_worst():
    lines = "a.txt                     1.5 s    2.0 s    120 MB  refused\nlonger-name-of-a.html     9.5 s   12.0 s     80 MB  read\n"
    text = report.bombs(lines + '{"files": 2, "over": []}')
    assert "At most 9.5 s of the processor and\n120 MB" in text
    assert "300 MB: none" in text


def test_report_does_not_count_equivalent_mutants_and_names_them():
    told = report.mutants([{"module": "m", "places": 9, "tried": 9, "caught": 7, "survivors": ["line 2, `a` → `b`"], "equivalent": ["line 1, `x` → `y`: why"]}])
    assert "| `m` | 9 | 9 | 7 | 1 | 87 % |" in told
    assert "- `m`, line 1, `x` → `y`: why" in told
