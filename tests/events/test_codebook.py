"""The codebook is true: every example of docs/codebook.md is coded as it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from geomap.events.coder import Coded, code_article
from geomap.events.dates import _RULES
from geomap.events.merge import merge_reports
from geomap.model import (
    ACLED_GEO_PRECISION,
    ACLED_TIME_PRECISION,
    UCDP_DATE_PRECISION,
    UCDP_WHERE_PRECISION,
    Article,
    Attestation,
    Basis,
    ControlKind,
    DatePrecision,
    Event,
    Loss,
    Modality,
    Precision,
    Report,
    Status,
    SubEventType,
)
from geomap.pipeline.stages import _as_told
from geomap.places.gazetteer import Gazetteer
from geomap.places.resolve import find_places
from geomap.places.told import told_places
from geomap.tables.outlets import load_outlets
from tests.events.coding import article
from tests.shared import ROOT

CODEBOOK = ROOT / "docs" / "codebook.md"
PUBLISHED = "2018-10-15"
_TOLD = re.compile(r"\[(?P<by>[^\]]+)\] (?P<text>[^\[]+)")


@dataclass(frozen=True)
class Example:
    """A row of a table: its first cell, the sentence, what it is coded as."""

    section: str
    code: str
    text: str
    coded: str


def tables() -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Tables of the page: heading, header, rows."""
    heading, rows = "", []
    for line in [*CODEBOOK.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            yield heading, rows[0], rows[2:]
            rows = []


EXAMPLES = [
    Example(heading, row[0], row[header.index("example")], row[header.index("coded as")])
    for heading, header, found in tables() if "coded as" in header
    for row in found if row[header.index("example")]
]  # fmt: skip


def _articles(text: str) -> list[Article]:
    told = [(m["by"], m["text"].strip()) for m in _TOLD.finditer(text)] or [(None, text)]
    made = []
    for number, (by, words) in enumerate(told):
        read = article(words, None if by == "no date" else PUBLISHED, None if by == "no date" else by)
        made.append(Article(**{name: getattr(read, name) for name in read.__slots__} | {"id": f"a{number}"}))
    return made


@cache
def coded(text: str) -> tuple[tuple[Coded, ...], tuple[Event, ...]]:
    """What the articles of an example say, and the events that they tell."""
    gazetteer, outlets = Gazetteer.bundled(), load_outlets()
    read = _articles(text)
    found = []
    for one in read:
        mentions = find_places(one, gazetteer)
        known = outlets.named(one.outlet)
        side = known.affiliation if known else None
        found.append(code_article(one, _as_told(mentions, told_places(one, mentions, gazetteer)), outlet_side=side or None))
    reports = [r for c in found for r in c.reports]
    return tuple(found), tuple(merge_reports(reports, {a.id: a for a in read}))


def _bounds(loss: Loss) -> str:
    if loss.min is None:
        return "no number" if loss.max is None else f"up to {loss.max}"
    if loss.max is None:
        return f"{loss.min} or more"
    return str(loss.min) if loss.min == loss.max else f"{loss.min} to {loss.max}"


def _loss(loss: Loss) -> str:
    return f"{loss.side} {_bounds(loss)}{' joint' if loss.joint_with else ''}{f' by {loss.claimant}' if loss.claimant else ''}"


def _sides(before: str | None, after: str | None) -> str:
    return f"{before} to {after}" if before else str(after)


def value(report: Report, name: str) -> str:
    """A field as the page writes it."""
    if name in ("deaths", "wounded", "captured"):
        return ", ".join(map(_loss, getattr(report, name))) or "none"
    if name == "control_change":
        change = report.control_change
        return _sides(change.side_from, change.side_to) if change else "none"
    holder = report.period if name.startswith("date") or name == "ongoing" else report.where if name in ("place", "precision") else report
    found = getattr(holder, name)
    if isinstance(found, tuple):
        return ", ".join(found) or "none"
    return {True: "yes", False: "no", None: "none"}.get(found) if found is None or isinstance(found, bool) else str(found)


def told(text: str, name: str) -> str:
    """What the coder makes of an example, in the words of the page."""
    found, events = coded(text)
    reports = [r for c in found for r in c.reports]
    if name == "reports":
        return str(len(reports))
    if name == "facts":
        facts = [f for c in found for f in c.control_facts]
        return ", ".join(f"{f.where.place} {f.kind} {_sides(f.side_from, f.side)} {f.status}" for f in facts)
    if name in ("basis", "n_sources", "n_camps"):
        return " + ".join(str(getattr(e, name)) for e in events)
    return " + ".join(value(r, name) for r in reports)


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e.section}-{n}" for n, e in enumerate(EXAMPLES)])
def test_an_example_is_coded_as_the_codebook_says(example):
    expected = dict(part.strip().split(": ", 1) for part in example.coded.split(";"))
    assert {name: told(example.text, name) for name in expected} == expected, f"{example.text} (change its row in docs/codebook.md if the coder is right)"


def codes(section: str) -> set[str]:
    """First cells of a section's tables, without what follows a colon."""
    return {row[0].split(":")[0] for heading, _, rows in tables() if heading == section for row in rows}


def test_every_code_has_an_example_or_stands_among_the_limits():
    limits = CODEBOOK.read_text(encoding="utf-8").split("## Limits")[1]
    types = {row[0] for _, header, rows in tables() if header[0] == "sub-type" for row in rows}
    assert {s.value for s in SubEventType} == types | set(re.findall(r"\*\*([^*]+)\*\*", limits)) & {s.value for s in SubEventType}
    assert codes("Place") == {p.value for p in Precision}
    assert {d.value for d in DatePrecision} <= codes("Date")
    assert {c.value for c in (*Modality, *Attestation, *Status)} == codes("Whether it happened, and who says so")
    assert codes("Control") == {k.value for k in ControlKind}
    assert codes("Basis of an event") == {b.value for b in Basis}
    assert codes("Losses") >= {"deaths", "wounded", "captured", "joint_with"}


def test_every_role_scheme_of_the_frames_has_an_example():
    lines = (ROOT / "geomap" / "tables" / "frames.csv").read_text(encoding="utf-8").splitlines()
    used = {line.split(",")[2] for line in lines if line and not line.startswith(("#", "frame,"))}
    assert codes("Role schemes") == used


def test_sub_types_that_the_limits_call_never_given_stand_in_no_frame():
    limits = CODEBOOK.read_text(encoding="utf-8").split("## Limits")[1]
    never = set(re.findall(r"\*\*([^*]+)\*\*", limits)) & {s.value for s in SubEventType}
    frames = (ROOT / "geomap" / "tables" / "frames.csv").read_text(encoding="utf-8")
    assert never
    assert not [sub for sub in never if f",{sub}," in frames]


def test_every_rule_of_dates_has_an_example():
    used = {r.provenance["period"].rule for e in EXAMPLES if e.section != "Limits" for c in coded(e.text)[0] for r in c.reports}
    rules = {part for rule in used if rule.startswith("date:") for part in rule.removeprefix("date:").split(":")[0].split("+")}
    assert rules == {name for name, _ in _RULES} | {"join"}


def test_derived_precisions_are_those_of_the_tables():
    rows = {row[0]: row for heading, header, found in tables() if header[0] == "precision" for row in found}
    for precision in Precision:
        assert rows[precision][1:3] == [str(ACLED_GEO_PRECISION[precision]), str(UCDP_WHERE_PRECISION[precision])]
    for dated in DatePrecision:
        assert rows[dated][1:3] == [str(ACLED_TIME_PRECISION.get(dated, "none")), str(UCDP_DATE_PRECISION.get(dated, "none"))]
