"""geomap correct, geomap corrections: previewed, kept, merged, and read back from edited exports."""

import contextlib
import io
import json
import zipfile

import pytest

from geomap.cli.main import main
from geomap.errors import InputError
from geomap.io.corrections import read_corrections, write_corrections
from geomap.io.edited import read_edited
from geomap.io.gpkg import write_gpkg
from geomap.io.run_folder import read_events, read_run
from geomap.io.xlsx import write_xlsx
from geomap.model import Correction, Review, Scope
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.outputs import write_outputs
from geomap.pipeline.readback import read_back
from tests.shared import ROOT

EXAMPLES = ROOT / "examples" / "articles"


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "output"
    write_outputs(run_pipeline(RunOptions((EXAMPLES,), parser=False)), folder)
    return folder


def geomap(*args, cwd):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main([str(a) for a in args])
    return left.value.code, out.getvalue(), err.getvalue()


def first(output, name, **wanted):
    for line in (output / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if all(record[k] == v for k, v in wanted.items()):
            return record
    raise AssertionError(wanted)


def test_a_decision_is_previewed_kept_and_replaced_by_a_later_one_of_the_same_person(output, tmp_path):
    report = first(output, "reports")
    code, out, _ = geomap("correct", output, report["id"], "date", "2017-03-14", "--by", "A", "-n", cwd=tmp_path)
    assert (code, (tmp_path / "corrections.csv").exists()) == (0, False)
    assert f"{report['id']} ({report['article']}): date: {report['date_start']} -> 2017-03-14" in out
    geomap("correct", output, report["id"], "date", "2017-03-14", "--by", "A", cwd=tmp_path)
    geomap("correct", output, report["id"], "date", "2017-03-15", "--by", "A", cwd=tmp_path)
    (kept,) = read_corrections(tmp_path / "corrections.csv")
    assert (kept.new, kept.old, kept.by, kept.report_id) == ("2017-03-15", report["date_start"], "A", report["id"])
    _, _, err = geomap("correct", output, report["id"], "date", "2017-03-16", "--by", "B", cwd=tmp_path)
    assert "contradicts 2017-03-15 (A" in err
    code, out, _ = geomap("corrections", "check", "corrections.csv", "--run", output, cwd=tmp_path)
    assert code == 3
    assert "review: unreviewed -> disputed" in out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("r000000000000", "review", "accepted"), "no mention, report, event"),
        (("REPORT", "review", "perhaps"), "none of accepted"),
        (("REPORT", "place", "xyz-nowhere"), "no place with the id"),
        (("REPORT", "review", "accepted", "--scope", "control"), "scope report or event"),
        (("MENTION", "place", "none", "--scope", "report"), "is a place name"),
        (("REPORT", "merge", "e000000000000"), "no report or event of that id"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_written(output, tmp_path, args, message):
    ids = {"REPORT": first(output, "reports")["id"], "MENTION": first(output, "mentions")["id"]}
    code, _, err = geomap("correct", output, *(ids.get(a, a) for a in args), cwd=tmp_path)
    assert code == 2
    assert message in err
    assert not (tmp_path / "corrections.csv").exists()


def test_decisions_of_each_kind_of_item_are_applied_by_the_next_run(output, tmp_path):
    run = read_run(output)
    event = next(r for r in run.rows if len(json.loads(r["reports_json"])) == 1 and r["longitude"])
    other = next(r for r in run.rows if r["id"] != event["id"])
    fact, mention = first(output, "control_facts"), first(output, "mentions", in_syria=True)
    article = next(iter(run.articles))
    orders = [
        (event["id"], "deaths", "civilians:4"), (event["id"], "merge", other["id"]), (fact["id"], "review", "accepted"),
        (mention["id"], "place", "36.75,35.93", "--scope", "name-in-article"), (article, "outlet", "Another"),
        (article, "add", "Looting/property destruction", "--span", "2", "9"),
    ]  # fmt: skip
    for order in orders:
        code, _, err = geomap("correct", output, *order, "--by", "A", cwd=tmp_path)
        assert code == 0, err
    after = run_pipeline(RunOptions((EXAMPLES,), parser=False, corrections=tmp_path / "corrections.csv"))
    assert not after.corrections.unfit
    assert not after.corrections.questions
    assert len({i for i, _ in after.corrections.reached}) == len(orders)
    joined = next(e for e in after.events if event["anchor"] in e.reports)
    assert other["anchor"] in joined.reports
    assert [(x.side, x.min) for x in joined.deaths] == [("civilians", 4)]
    assert next(f for f in after.control_facts if f.id == fact["id"]).review is Review.ACCEPTED


def test_merge_and_list_tell_the_questions(tmp_path):
    def rows(who, said):
        return [Correction(Scope.NAME, "place", said, old="Tell Example", by=who), Correction(Scope.NAME, "in_syria", "yes", old="Tell Example", by=who)]

    write_corrections(tmp_path / "a.csv", rows("A", "none"))
    write_corrections(tmp_path / "b.csv", rows("B", "38.5,36.0"))
    code, out, err = geomap("corrections", "merge", "a.csv", "b.csv", "-o", "ab.csv", cwd=tmp_path)
    assert (code, "1 made by both, 1 questions" in err) == (0, True)
    geomap("corrections", "merge", "b.csv", "a.csv", "-o", "ba.csv", cwd=tmp_path)
    assert (tmp_path / "ab.csv").read_bytes() == (tmp_path / "ba.csv").read_bytes()
    code, out, _ = geomap("corrections", "list", "ab.csv", cwd=tmp_path)
    assert "none (A" in out
    assert "38.5,36.0 (B" in out
    assert geomap("corrections", "check", "ab.csv", cwd=tmp_path)[0] == 3


# -- edited exports ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "gpkg"])
def test_an_export_that_nobody_edited_gives_no_decision(output, tmp_path, ending):
    path = tmp_path / f"events.{ending}"
    {"xlsx": write_xlsx, "gpkg": write_gpkg}[ending](path, read_events(output))
    found = read_back(path, output)
    assert (found.rows, found.not_taken) == ((), ())


def edited(output):
    """Events with edits, and the decisions expected of them."""
    frame = read_events(output)
    ids = list(frame["id"])
    frame.loc[0, "review"] = "accepted"
    frame.loc[1, ["date_start", "date_end"]] = ["2017-03-14", "2017-03-16"]
    frame.loc[2, ["deaths_civilians_min", "deaths_civilians_max"]] = [3, 5]
    frame.loc[3, "actor1_name"] = "Some men"
    frame.loc[4, ["longitude", "latitude"]] = [36.75, 35.93]
    frame.loc[5, "review"] = "perhaps"
    frame.loc[6, "quote"] = "other words"
    expected = {
        (ids[0], "review", "accepted"), (ids[1], "date", "2017-03-14/2017-03-16"), (ids[3], "actor1", "Some men"), (ids[4], "place", "36.75,35.93"),
    }  # fmt: skip
    return frame, expected


@pytest.mark.parametrize("ending", ["xlsx", "gpkg"])
def test_edits_come_back_as_decisions_and_what_cannot_is_told(output, tmp_path, ending):
    frame, expected = edited(output)
    path = tmp_path / f"events.{ending}"
    {"xlsx": write_xlsx, "gpkg": write_gpkg}[ending](path, frame)
    if ending == "gpkg":  # in a GIS the point is moved, not the numbers
        from shapely import Point

        frame.loc[4, "geometry"] = Point(36.75, 35.93)
        write_gpkg(path, frame)
    found = read_back(path, output, by="A")
    anchors = {row["anchor"]: row["id"] for row in read_run(output).rows}
    got = {(anchors[c.report_id], c.field, c.new) for c in found.rows}
    assert expected <= {(i, f, n.replace(".750000", ".75").replace(".930000", ".93")) for i, f, n in got}
    assert any(f == "deaths" and "civilians:3-5" in n for _, f, n in got)
    assert len(got) == len(expected) + 1
    assert len(found.not_taken) == 2
    write_corrections(tmp_path / "c.csv", found.rows)
    after = run_pipeline(RunOptions((EXAMPLES,), parser=False, corrections=tmp_path / "c.csv"))
    assert not after.corrections.unfit
    by_anchor = {e.anchor: e for e in after.events}
    row = next(c for c in found.rows if c.field == "place")
    assert by_anchor[row.report_id].where.longitude == 36.75


def test_a_workbook_saved_by_a_spreadsheet_is_read_too(output, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "events.xlsx"
    write_xlsx(path, read_events(output))
    book = openpyxl.load_workbook(path)
    sheet = book["Events"]
    heads = [c.value for c in sheet[1]]
    sheet.cell(3, heads.index("Review") + 1).value = "rejected"
    import datetime as dt

    sheet.cell(4, heads.index("From") + 1).value = dt.date(2017, 3, 14)
    sheet.cell(4, heads.index("To") + 1).value = dt.date(2017, 3, 14)
    sheet.delete_rows(6)
    book.save(path)
    found = read_back(path, output)
    assert {(c.field, c.new) for c in found.rows} == {("review", "rejected"), ("date", "2017-03-14")}
    assert "1 events of the run are not in the file" in found.not_taken[-1]


@pytest.mark.parametrize(
    ("name", "make", "message"),
    [
        ("a.txt", lambda p: p.write_bytes(b"x"), "cannot be read back"),
        ("a.xlsx", lambda p: p.write_bytes(b"PK"), "no workbook"),
        ("a.gpkg", lambda p: p.write_bytes(b"x"), "no GeoPackage"),
    ],
)
def test_other_files_are_refused(tmp_path, name, make, message):
    make(tmp_path / name)
    with pytest.raises(InputError, match=message):
        read_edited(tmp_path / name)


def test_a_workbook_that_unpacks_to_too_much_or_names_entities_is_refused(output, tmp_path):
    good = tmp_path / "good.xlsx"
    write_xlsx(good, read_events(output))
    bomb = tmp_path / "bomb.xlsx"
    entity = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</workbook>'
    for path, content, message in ((bomb, b" " * 50_000_000, "archive_ratio"), (tmp_path / "entity.xlsx", entity.encode(), "no sheet 'Events'")):
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                new.writestr(info.filename, content if info.filename == "xl/workbook.xml" else old.read(info))
        with pytest.raises(InputError, match=message):
            read_edited(path)
