"""The main job: nothing lost, the same bytes, bad inputs named."""

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

import geomap
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.outputs import FILES, run_record, write_outputs
from tests.shared import ROOT, need_shared

EXAMPLES = ROOT / "examples" / "articles"
SCHEMAS = ROOT / "geomap" / "schemas"


def tree_hash(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def example_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("examples")
    result = run_pipeline(RunOptions((EXAMPLES,), folder))
    write_outputs(result, folder)
    return result, folder


def test_every_file_is_written_and_ledgers_close(example_run):
    result, folder = example_run
    assert sorted(p.name for p in folder.iterdir()) == sorted(FILES)
    assert result.ledgers.closed
    assert result.ledgers.articles_read == 12
    assert result.ledgers.events_drawn >= 40


def test_every_event_leads_back_to_a_sentence(example_run):
    result, _ = example_run
    articles = {a.id: a for a in result.articles}
    for report in result.reports:
        text = articles[report.article].text
        assert report.evidence
        for span in report.evidence:
            assert text[span.start : span.end].strip()
        assert any(s.contains(report.trigger) for s in report.evidence)
        for why in report.provenance.values():
            assert all(0 <= s.start < s.end <= len(text) for s in why.spans)


def test_every_event_has_its_reports_and_every_report_one_event(example_run):
    result, _ = example_run
    of_events = sorted(r for e in result.events for r in e.reports)
    assert of_events == sorted(r.id for r in result.reports)
    assert len({e.id for e in result.events}) == len(result.events)


@pytest.mark.parametrize("name", ["articles", "mentions", "reports", "control_facts"])
def test_outputs_fit_their_schemas(example_run, name):
    _, folder = example_run
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        validator.validate(json.loads(line))


def test_run_record_fits_its_schema_and_names_no_path(example_run):
    result, folder = example_run
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    schema = json.loads((SCHEMAS / "run.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(record)
    assert record == json.loads(json.dumps(run_record(result)))
    assert str(ROOT) not in (folder / "run.json").read_text(encoding="utf-8")


def test_nothing_written_names_a_path_of_this_machine(example_run):
    _, folder = example_run
    for path in folder.iterdir():
        assert str(ROOT).encode() not in path.read_bytes(), path.name


def test_same_bytes_with_two_processes_and_another_order(example_run, tmp_path):
    _, folder = example_run
    files = sorted(EXAMPLES.glob("[01]*.*"), reverse=True)
    run = run_pipeline(RunOptions(tuple(files), tmp_path, jobs=2))
    write_outputs(run, tmp_path)
    assert tree_hash(tmp_path) == tree_hash(folder)


def test_drawing_one_map_twice_gives_the_same_bytes(example_run):
    result, _ = example_run
    from geomap.pipeline.outputs import event_map

    drawn = event_map(result)
    assert drawn.page() == drawn.page()


def test_bad_inputs_are_named_and_the_others_mapped(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("Rebels seize town\n\nRebels captured the town of Saraqib on 3 March 2020 after clashes with the Syrian army.\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "latin.txt").write_bytes("Le village de Kafr Nabl a été bombardé.".encode("latin-1"))
    (folder / "long.txt").write_bytes(b"word " * 10_000_000)
    result = run_pipeline(RunOptions((folder,), tmp_path / "out"))
    assert {a.file for a in result.articles} == {"good.txt", "latin.txt"}
    assert sorted(r.file for r in result.rejections) == ["binary.txt", "empty.txt", "long.txt"]
    assert all(len(r.reason) > 10 for r in result.rejections)
    assert result.ledgers.closed
    assert any(r.article == "good" and r.control_change for r in result.reports)


def test_a_fault_in_one_article_is_named_and_loses_no_other(monkeypatch):
    from geomap.events import coder

    real = coder.code_article

    def faulty(article, *args, **kwargs):
        if article.id.startswith("07"):
            raise RuntimeError("planted")
        return real(article, *args, **kwargs)

    monkeypatch.setattr(coder, "code_article", faulty)
    result = run_pipeline(RunOptions((EXAMPLES,)))
    assert [r.file for r in result.rejections] == ["07-baghuz.txt"]
    assert "planted" in result.rejections[0].reason
    assert result.ledgers.articles_read == 11
    assert result.ledgers.closed


def test_without_the_parser_events_are_still_coded():
    result = run_pipeline(RunOptions((EXAMPLES,), parser=False))
    assert len(result.events) >= 40


def test_python_interface_gives_a_frame_and_a_map():
    run = geomap.map_events(EXAMPLES / "10-aleppo.txt")
    assert type(run.events).__name__ == "GeoDataFrame"
    assert run.events.crs.to_epsg() == 4326
    assert "Aleppo" in set(run.events["place"])
    assert "<html" in run.map().page().lower()
    assert "articles: 1 found" in repr(run)


def test_unknown_option_is_refused_with_the_known_ones():
    with pytest.raises(geomap.errors.InputError, match=r"options are .*published"):
        geomap.map_events(EXAMPLES, colour="red")


def test_seeds_run_and_their_chemical_claims_are_not_events_that_happened(tmp_path):
    result = run_pipeline(RunOptions((need_shared("seeds"),), tmp_path))
    assert result.ledgers.articles_read == 5
    assert {r.article for r in result.reports} == {"000", "001", "002", "003", "004"}
    chemical = [r for r in result.reports if r.sub_event_type == "Chemical weapon"]
    assert chemical
    assert not [r for r in chemical if r.status in ("reported", "claimed")]


def test_seeds_keep_rival_tolls_with_their_claimants_and_losses_by_side(tmp_path):
    result = run_pipeline(RunOptions((need_shared("seeds"),), tmp_path))
    chemical = {(r.article, r.status) for r in result.reports if r.sub_event_type == "Chemical weapon"}
    assert chemical == {("000", "threatened"), ("001", "denied")}
    rival = next(r for r in result.reports if r.article == "001" and r.where.place == "Al-Sukhnah" and r.deaths)
    assert (rival.actor1, rival.actor2) == ("saa", "isis")  # whom "clashes between" names first
    assert {(d.side, d.min, d.max) for d in rival.deaths if d.min or d.max} == {("actor1", 20, None), ("actor2", None, 30)}
    assert len({d.claimant for d in rival.deaths if d.min or d.max} - {None}) == 2
    both = next(r for r in result.reports if r.article == "002" and {d.min for d in r.deaths} == {9, 5})
    assert {(d.side, d.min, d.max) for d in both.deaths} == {("actor1", 9, None), ("actor2", 5, 5)}


def test_articles_coded_together_are_what_each_is_alone():
    from geomap.articles import read_articles
    from geomap.model import Article
    from geomap.pipeline import stages

    articles = [a for a in read_articles([EXAMPLES]) if isinstance(a, Article)]
    setting = stages.Setting()
    alone = [stages.understand(a, setting) for a in articles]
    assert stages.understand_batch(articles, setting) == alone
    assert [u for i in range(0, len(articles), 3) for u in stages.understand_batch(articles[i : i + 3], setting)] == alone
    assert stages.understand_all(articles, setting, jobs=2) == alone


def test_a_fault_in_reading_one_articles_sentences_is_named_and_loses_no_other(monkeypatch):
    from geomap.events import lines

    real = lines.sentences_of

    def faulty(article):
        if article.id.startswith("07"):
            raise RuntimeError("planted")
        return real(article)

    monkeypatch.setattr(lines, "sentences_of", faulty)
    result = run_pipeline(RunOptions((EXAMPLES,), parser=False))
    assert [r.file for r in result.rejections] == ["07-baghuz.txt"]
    assert "planted" in result.rejections[0].reason
    assert result.ledgers.articles_read == 11
