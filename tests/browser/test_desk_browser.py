"""The review desk in a real browser, by keyboard alone wherever a reviewer would use it so."""

import csv
import io
import json
import zipfile
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from functools import cache

import pytest
from driver import open_page
from hostile import PAYLOADS

from geomap.io.corrections import corrections_bytes, read_corrections
from geomap.io.flat_csv import guard, unguard
from geomap.maps.desk import DeskInput, desk_page
from geomap.model import Article, MatchType, Mention, Report, RunnerUp, Scope, Span, ToponymType, problem_of
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.evaluate import evaluate
from geomap.pipeline.outputs import review_desk, write_outputs
from geomap.text.folding import fold
from tests.shared import ROOT, need_shared

pytestmark = pytest.mark.browser
OPEN = "[...document.querySelectorAll('#queue .item')].length"
ROWS = "[...window.geomap.store.rows.values()]"


@pytest.fixture(scope="module")
def result():
    return run_pipeline(RunOptions((ROOT / "examples" / "articles",)))


@pytest.fixture(scope="module")
def written(result, tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "review.html"
    path.write_text(review_desk(result), "utf-8")
    return path


@pytest.fixture
def desk(chromium, written):
    page, seen = open_page(chromium, written)
    yield page
    seen.clean()
    page.context.close()


@cache
def seeds_coded():
    """The sample articles, coded once for all tests; skips where they are not there."""
    return run_pipeline(RunOptions((need_shared("seeds"),)))


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def save(page, folder):
    """Press w; the file as rows."""
    with page.expect_download() as download:
        page.keyboard.press("w")
    path = folder / "corrections.csv"
    download.value.save_as(path)
    assert download.value.suggested_filename == "corrections.csv"
    return path


def current(page):
    return page.inner_text("#item-title")


def settle(page):
    """Announcements come with the next frame."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def said(page):
    settle(page)
    return page.inner_text("#say")


def go_to(page, wanted):
    """Open the first item in the list of which `wanted` holds."""
    assert page.evaluate(f"(() => {{ const found = window.geomap.queue.order.find((item) => {wanted}); if (found) {{ window.geomap.go(found.key); }} return Boolean(found); }})()")


CURRENT = "window.geomap.current()"


def test_triage_of_every_item_by_keys(desk, result, tmp_path):
    total = len(result.reports) + sum(1 for f in result.control_facts if f.article)
    assert desk.inner_text("#count") == f"0 of {total} decided"
    for n in range(total):
        press(desk, "r" if n % 10 == 3 else "d" if n % 10 == 7 else "a")
    assert desk.inner_text("#count") == f"{total} of {total} decided"
    assert "Every report and statement is decided" in said(desk)
    path = save(desk, tmp_path)
    rows = read_corrections(path)
    assert len(rows) == total
    assert {r.field for r in rows} == {"review"}
    assert [problem_of(r) for r in rows] == [None] * total
    assert {(r.article_sha256, r.start, r.end, r.report_id) for r in rows if r.scope is Scope.REPORT} == {
        (a.sha256, r.trigger.start, r.trigger.end, r.id) for r in result.reports for a in result.articles if a.id == r.article
    }
    assert {r.report_id for r in rows if r.scope is Scope.CONTROL} == {f.id for f in result.control_facts if f.article}
    assert sorted(path.read_bytes().splitlines()) == sorted(corrections_bytes(rows).splitlines())  # ids and all
    press(desk, "u", "u", "u")
    assert desk.inner_text("#count") == f"{total - 3} of {total} decided"


@pytest.mark.parametrize("source", ["examples", "seeds"])
def test_a_run_with_the_saved_file_makes_exactly_those_edits(chromium, result, tmp_path, source):
    """An actor, a status, a rejection and a rule for a name; all else is accepted as it is."""
    before = result if source == "examples" else seeds_coded()
    path = tmp_path / "review.html"
    path.write_text(review_desk(before), "utf-8")
    page, seen = open_page(chromium, path)
    for key in page.evaluate("window.geomap.desk.articleItems.map((item) => item.key)"):
        page.evaluate("(key) => window.geomap.go(key)", key)
        press(page, "a")
    go_to(page, "item.kind === 'report' && item.base.actor1 === 'none'")
    unnamed = page.evaluate(f"{CURRENT}.id")
    press(page, "e", "Tab", "Tab")
    page.keyboard.type("Israel")
    press(page, "Tab", "Escape", "a")
    go_to(page, "item.kind === 'report' && item.base.status === 'reported' && item.base.actor1 !== 'none'")
    denied = page.evaluate(f"{CURRENT}.id")
    page.focus("#f-status")
    page.keyboard.type("denied")
    press(page, "Escape", "a")
    go_to(page, f"item.kind === 'report' && item.rank && !['{unnamed}', '{denied}'].includes(item.id)")
    rejected = page.evaluate(f"{CURRENT}.id")
    press(page, "r")
    go_to(page, "item.kind === 'report' && item.mention !== null && window.geomap.desk.data.mentions[item.mention].runners_up.length > 0 && item.base.actor1 !== 'none'")
    mention = page.evaluate(f"window.geomap.desk.data.mentions[{CURRENT}.mention]")
    press(page, "o", "End", "Escape", "2")
    listed = page.evaluate("window.geomap.queue.order.length") and int(page.inner_text("#reach").split()[1])
    rows = save(page, tmp_path)
    seen.clean()
    page.context.close()
    after = run_pipeline(replace(before.options, corrections=rows))
    assert (after.corrections.questions, after.corrections.unfit) == ((), ())
    by_name = {m.id for m in before.mentions if fold(m.text) == mention["name"]}
    moved = {m.id for m, n in zip(before.mentions, after.mentions, strict=True) if m != n}
    assert moved == by_name
    assert len(moved) == listed
    assert {m.resolution.place_id for m in after.mentions if m.id in moved} == {mention["runners_up"][0]["place_id"]}
    (applied,) = (row for row in after.corrections.record()["applied"] if row["scope"] == "name")
    assert applied["to"] == sorted(moved)  # the rule lists all it fixed
    assert [r.id for r in after.reports] == [r.id for r in before.reports]
    assert [f.id for f in after.control_facts] == [f.id for f in before.control_facts]
    changed = {}
    for was, now in zip(before.reports, after.reports, strict=True):
        differing = {f.name for f in dataclass_fields(Report) if f.name not in ("review", "provenance") and getattr(was, f.name) != getattr(now, f.name)}
        if differing:
            changed[was.id] = differing
    spots = {(m.article, m.span): m.id in moved for m in before.mentions}
    at_name = {r.id for r in before.reports for s in r.provenance["where"].spans[:1] if spots.get((r.article, s))}
    told_by_it = {i for i, found in changed.items() if "where" in found} - at_name  # "12 km north of it", "the town"
    named = [m for m in before.mentions if m.id in moved]
    for r in before.reports:
        if r.id in told_by_it:
            at = r.provenance["where"].spans[0]
            assert (r.article, at) not in spots
            assert any(m.article == r.article and m.span.start <= at.end for m in named)
    follows = {"where", "control_change"}
    by_hand = {unnamed: {"actor1", "actor1_name"}, denied: {"attestation"}}
    assert {i for i, found in changed.items() if found & follows} == at_name | told_by_it
    assert {i: found - follows for i, found in changed.items() if found - follows} == by_hand
    assert {r.actor1 for r in after.reports if r.id == unnamed} == {"israel"}
    assert {r.status.value for r in after.reports if r.id == denied} == {"denied"}
    reviews = {r.id: r.review.value for r in after.reports}
    by_hand = {unnamed: "edited", denied: "edited", rejected: "rejected"}
    assert reviews == dict.fromkeys(reviews, "accepted") | by_hand
    again = desk_rows(chromium, review_desk(after), tmp_path)
    assert {(r.scope, r.field, r.new) for r in read_corrections(rows)} == again


def test_the_seeds_are_triaged_by_keyboard_alone(chromium, tmp_path):
    """Every kind of decision, nothing but keys; what the page says is read, nothing in it is called."""
    before = seeds_coded()
    path = tmp_path / "review.html"
    path.write_text(review_desk(before), "utf-8")
    page, seen = open_page(chromium, path)

    def on_to(kind, shown="true"):
        """Go from the head of the list down to an open item of a kind of which something holds."""
        press(page, "l", "Home")
        open_one = f"document.querySelector('#item-kind').innerText.toLowerCase() === '{kind}' && document.querySelector('#state').innerText === 'not yet reviewed'"
        for _ in range(200):
            if page.evaluate(f"Boolean({open_one} && ({shown}))"):  # one question for each item, as there are many
                return page.evaluate(f"{CURRENT}.id")
            press(page, "n")
        raise AssertionError(f"no open {kind} with {shown}")

    def tab_to(wanted):
        for _ in range(40):
            if page.evaluate(f"document.activeElement.matches('{wanted}')"):
                return
            press(page, "Tab")
        raise AssertionError(f"{wanted} is not reached by Tab")

    total = int(page.inner_text("#count").split()[2])
    ruled = on_to("report", "document.querySelectorAll('#place-box input').length > 2 && document.querySelectorAll('#place-scope option').length > 2")
    press(page, "o", "End", "Escape", "2")
    reach = int(page.inner_text("#reach").split()[1])
    press(page, "a")
    pinned = on_to("report", "document.querySelector('#place-pin').value === '' && !document.querySelector('#place-box input[value=none]').checked")
    press(page, "o")
    tab_to(".pin")
    press(page, "ArrowRight", "ArrowDown", "Enter", "Escape", "a")
    edited = on_to("report", "document.querySelector('#f-actor1').value === ''")
    press(page, "e")
    tab_to("#f-actor1")
    page.keyboard.type("Israel")
    tab_to("#f-status")
    page.keyboard.type("denied")
    tab_to("#f-deaths")
    press(page, "Control+a")
    page.keyboard.type("civilians:3-5")
    press(page, "Tab", "Escape", "a")
    joined = on_to("report")
    press(page, "m", "ArrowDown", "Tab", "Enter", "Escape", "a")
    parted = on_to("report")
    press(page, "s", "a")
    fact = on_to("who holds ground")
    press(page, "e")
    tab_to("#f-side")
    press(page, "Control+a")
    page.keyboard.type("sdf")
    press(page, "Tab", "Escape", "a", "t", "Home", "ArrowRight", "Shift+ArrowRight", "Enter")
    page.keyboard.type("Protests")
    press(page, "Tab", "Escape", "a")
    rejected = on_to("report")
    press(page, "r")
    asked = on_to("report")
    press(page, "d")
    while "Every report and statement is decided" not in said(page):
        press(page, "a")
    assert page.inner_text("#count") == f"{total + 1} of {total + 1} decided"
    rows = save(page, tmp_path)
    seen.clean()
    page.context.close()
    after = run_pipeline(replace(before.options, corrections=rows))
    assert (after.corrections.questions, after.corrections.unfit) == ((), ())
    (rule,) = (row for row in after.corrections.record()["applied"] if row["scope"].startswith("name"))
    assert len(rule["to"]) == reach
    was, now = ({r.id: r for r in x.reports} for x in (before, after))
    (added,) = set(now) - set(was)
    assert now[added].event_type.value == "Protests"
    assert set(was) <= set(now)
    own = {i: r.review.value for i, r in now.items() if r.review.value != "accepted"}
    assert own == dict.fromkeys((pinned, edited, joined, parted, added), "edited") | {rejected: "rejected", asked: "disputed"}
    fields = [f.name for f in dataclass_fields(Report) if f.name not in ("review", "provenance", "where", "control_change")]
    changed = {i: {f for f in fields if getattr(was[i], f) != getattr(now[i], f)} for i in was}
    assert {i: found for i, found in changed.items() if found} == {edited: {"actor1", "actor1_name", "attestation", "deaths"}}
    assert now[ruled].where.place_id == rule["new"]
    assert now[pinned].where.place_id.startswith("pin:")
    assert {f.id: (f.side, f.review.value) for f in after.control_facts}[fact] == ("sdf", "edited")
    other = next(r.new.rpartition(":")[2] for r in read_corrections(rows) if r.field == "merge")
    assert any({joined, other} <= set(e.reports) for e in after.events)
    assert any(e.reports == (parted,) for e in after.events)


def desk_rows(chromium, page_text, folder):
    """What the next desk starts from."""
    path = folder / "again.html"
    path.write_text(page_text, "utf-8")
    page, seen = open_page(chromium, path)
    total = page.evaluate("window.geomap.desk.items.length")
    assert page.inner_text("#count") == f"{total} of {total} decided"
    rows = {(Scope(r["scope"]), r["field"], r["new"]) for r in page.evaluate(ROWS)}
    seen.clean()
    page.context.close()
    return rows


def test_a_wide_reach_is_never_carried_to_the_next_item(desk):
    """Else a pin meant for one report would move a name everywhere."""
    go_to(desk, "item.kind === 'report' && item.mention !== null")
    desk.select_option("#place-scope", "name")
    press(desk, "Escape", "0", "a")
    go_to(desk, f"item.kind === 'report' && item.mention !== null && item.key !== {CURRENT}.key && !window.geomap.store.placeRow(item)")
    assert desk.input_value("#place-scope") == "report"
    press(desk, "0")
    assert [r["scope"] for r in desk.evaluate(ROWS) if r["field"] == "place"] == ["name", "report"]


def test_next_previous_and_undo(desk):
    first = current(desk)
    press(desk, "n")
    second = current(desk)
    press(desk, "p")
    assert second != first
    assert current(desk) == first
    press(desk, "a")
    assert current(desk) == second
    assert desk.inner_text("#count").startswith("1 of")
    press(desk, "u")
    assert current(desk) == first
    assert desk.inner_text("#count").startswith("0 of")
    press(desk, "u")
    assert "Nothing to undo" in said(desk)


def test_most_doubtful_first_or_in_reading_order(desk):
    ranks = desk.evaluate("window.geomap.queue.order.filter((i) => i.kind !== 'article').map((i) => i.rank)")
    assert ranks == sorted(ranks, reverse=True)
    desk.focus("#order")
    press(desk, "i")  # "In reading order"
    at = desk.evaluate("window.geomap.queue.order.map((i) => [i.article, i.kind === 'article' ? -1 : i.start])")
    assert at == sorted(at)


def test_fields_are_edited_by_keyboard_and_accepted_as_edited(desk, tmp_path):
    go_to(desk, "item.kind === 'report' && item.base.actor1 === 'none'")
    press(desk, "e")
    assert desk.evaluate("document.activeElement.id") == "f-event_type"
    press(desk, "Tab", "Tab")
    desk.keyboard.type("Israel")
    press(desk, "Tab", "Tab")
    assert desk.evaluate("document.activeElement.id") == "f-date"
    press(desk, "Control+a")
    desk.keyboard.type("last week")
    press(desk, "Tab")
    assert "Write a date as" in said(desk)
    assert desk.get_attribute("#f-date", "aria-invalid") == "true"
    press(desk, "Shift+Tab", "Control+a")
    desk.keyboard.type("2018-04")
    press(desk, "Tab", "Escape", "a")
    rows = {r.field: r for r in read_corrections(save(desk, tmp_path))}
    assert {k: r.new for k, r in rows.items()} == {"actor1": "israel", "date": "2018-04", "review": "edited"}
    assert rows["actor1"].old == "none"


def test_a_value_set_back_to_the_machines_is_no_decision(desk):
    go_to(desk, "item.kind === 'report' && item.base.status === 'claimed'")
    status = desk.input_value("#f-status")
    desk.select_option("#f-status", "denied")
    assert len(desk.evaluate(ROWS)) == 1
    desk.select_option("#f-status", status)
    assert desk.evaluate(ROWS) == []


def test_a_new_type_takes_its_plainest_sub_type(desk):
    go_to(desk, "item.kind === 'report' && item.base.event_type !== 'Battles'")
    desk.select_option("#f-event_type", "Battles")
    assert desk.evaluate(ROWS)[0]["new"] == "Armed clash"
    desk.select_option("#f-sub_event_type", "Government regains territory")
    assert [r["new"] for r in desk.evaluate(ROWS)] == ["Government regains territory"]


def test_runner_up_by_number_and_a_rule_for_a_name(desk, result, tmp_path):
    go_to(desk, "item.kind === 'report' && item.mention !== null && window.geomap.desk.data.mentions[item.mention].runners_up.length > 1")
    i = desk.evaluate(f"{CURRENT}.mention")
    m = desk.evaluate(f"window.geomap.desk.data.mentions[{i}]")
    press(desk, "o")
    desk.select_option("#place-scope", "name")
    everywhere = sum(x.text == m["text"] for x in result.mentions)
    assert desk.inner_text("#reach").startswith(f"Reaches {everywhere} mention")
    assert desk.locator("#reach-list li").count() == min(61, everywhere)
    press(desk, "Escape", "2")
    row = read_corrections(save(desk, tmp_path))[0]
    assert (row.scope, row.old, row.new, row.article_sha256) == (Scope.NAME, m["text"], m["runners_up"][0]["place_id"], "")
    assert problem_of(row) is None
    for other in desk.evaluate(f"window.geomap.desk.machine.filter((x) => x.mention !== null && window.geomap.desk.data.mentions[x.mention].text === {json.dumps(m['text'])}).map((x) => window.geomap.store.place(x))"):
        assert other == m["runners_up"][0]["place_id"]
    press(desk, "o")
    desk.select_option("#place-scope", "mention")
    assert [(r["scope"], r["start"]) for r in desk.evaluate(ROWS)] == [("mention", str(m["start"]))]


def test_a_number_that_no_place_has_chooses_nothing(desk):
    go_to(desk, "item.kind === 'report' && item.mention !== null && window.geomap.desk.data.mentions[item.mention].runners_up.length === 0")
    places = desk.locator("input[name=place]").count() - 1
    press(desk, "Escape", str(places + 1))
    assert desk.evaluate(ROWS) == []
    press(desk, "0")
    assert [r["new"] for r in desk.evaluate(ROWS)] == ["none"]


def test_every_key_works_on_a_phone_too(chromium, written):
    """There the list is hidden while a field is open, so that it cannot take the focus."""
    page, seen = open_page(chromium, written, width=390, height=844)
    go_to(page, "item.kind === 'report' && item.base.actor1 === 'none'")
    press(page, "e", "Tab", "Tab")
    page.keyboard.type("Israel")
    press(page, "Tab", "Escape", "a", "o", "Escape", "a", "m", "Escape", "r", "?", "Escape", "d")
    assert page.inner_text("#count").startswith("4 of")
    assert sorted(r["new"] for r in page.evaluate(ROWS)) == ["accepted", "disputed", "edited", "israel", "rejected"]
    press(page, "t", "Home", "ArrowRight", "Enter", "Escape", "a", "u", "u")
    assert page.inner_text("#count").startswith("4 of")
    seen.clean()
    page.context.close()


@pytest.mark.parametrize("scope", ["report", "mention", "name-in-article", "name-in-outlet", "name"])
def test_every_reach_writes_a_row_that_can_be_used(desk, tmp_path, scope):
    go_to(desk, "item.kind === 'report' && item.mention !== null")
    desk.select_option("#place-scope", scope)
    press(desk, "Escape", "0")
    row = read_corrections(save(desk, tmp_path))[0]
    assert (row.scope.value, row.new, problem_of(row)) == (scope, "none", None)


def test_pin_by_arrow_keys_by_text_and_by_dragging(desk, tmp_path):
    go_to(desk, "item.kind === 'report' && item.base.place !== 'none'")
    desk.focus(".pin")
    press(desk, "ArrowRight", "ArrowRight", "Enter")
    first = desk.evaluate(ROWS)[0]["new"]
    longitude, latitude = map(float, first.split(","))
    assert 30 < latitude < 40 < longitude + 5
    desk.fill("#place-pin", "38.54, 36.01")
    press(desk, "Tab")
    assert [r["new"] for r in desk.evaluate(ROWS)] == ["38.54,36.01"]
    desk.fill("#place-pin", "somewhere")
    press(desk, "Tab")
    assert "longitude, latitude" in said(desk)
    desk.locator("#desk-map").scroll_into_view_if_needed()
    box = desk.locator(".pin").bounding_box()
    desk.mouse.move(box["x"] + 11, box["y"] + 14)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 51, box["y"] + 14, steps=5)
    desk.mouse.up()
    dragged = desk.evaluate(ROWS)[0]["new"]
    assert float(dragged.split(",")[0]) > 38.54
    assert problem_of(read_corrections(save(desk, tmp_path))[0]) is None


def test_event_added_by_marking_words_with_the_keyboard(desk, result, tmp_path):
    press(desk, "t", "Home")
    press(desk, *["ArrowRight"] * 4, *["Shift+ArrowRight"] * 2)
    marked = desk.inner_text("#marked")
    press(desk, "Enter")
    assert desk.inner_text("#item-kind").lower() == "added by a person"
    assert desk.evaluate("document.activeElement.id") == "f-event_type"
    desk.select_option("#f-event_type", "Protests")
    desk.fill("#f-date", "2018-04-09")
    press(desk, "Tab", "Escape", "a")
    rows = read_corrections(save(desk, tmp_path))
    by = {r.field: r for r in rows}
    assert {k: r.new for k, r in by.items()} == {"add": "Peaceful protest", "date": "2018-04-09", "review": "edited"}
    assert len({(r.article_sha256, r.start, r.end, r.report_id, r.scope) for r in rows}) == 1
    assert [problem_of(r) for r in rows] == [None] * 3
    text = next(a.text for a in result.articles if a.sha256 == by["add"].article_sha256)
    assert text[by["add"].start : by["add"].end] in marked


def test_a_place_name_is_opened_from_the_text(desk):
    press(desk, "t", "Home")
    for _ in range(400):
        press(desk, "ArrowRight")
        if desk.evaluate("document.querySelector('.text .cursor').dataset.mention") is not None:
            break
    press(desk, "Enter")
    assert desk.inner_text("#place-title").startswith("Place name")
    assert desk.evaluate("document.activeElement.name") == "place"
    press(desk, "0")
    assert desk.evaluate(ROWS)[0]["scope"] == "mention"
    press(desk, "Escape")
    assert desk.inner_text("#place-title") == "Where"


def test_merge_and_split(desk, tmp_path):
    go_to(desk, "item.kind === 'report'")
    press(desk, "m")
    assert desk.evaluate("document.activeElement.id") == "merge-with"
    press(desk, "ArrowDown", "Tab", "Enter")
    row = read_corrections(save(desk, tmp_path))[0]
    assert row.field == "merge"
    assert problem_of(row) is None
    press(desk, "Escape", "s")
    assert [(r["field"], r["new"]) for r in desk.evaluate(ROWS)] == [("split", "apart")]
    assert "event of its own" in desk.inner_text("#joined")


def test_merged_split_added_and_pinned_in_the_next_run(chromium, written, result, tmp_path):
    """Every other kind of decision, from the keyboard into a run."""
    page, seen = open_page(chromium, written)
    go_to(page, "item.kind === 'report'")
    press(page, "m", "ArrowDown", "Tab", "Enter", "Escape")
    joined = page.evaluate(ROWS)[0]
    go_to(page, f"item.kind === 'report' && window.geomap.desk.data.articles[item.article].sha256 !== '{joined['article_sha256']}' && item.base.place !== 'none'")
    pinned = page.evaluate(f"{CURRENT}.id")
    page.focus("#place-pin")
    press(page, "Control+a")
    page.keyboard.type("38.5, 35.25")
    press(page, "Tab", "Escape", "a", "t", "Home", *["ArrowRight"] * 3, "Enter")
    page.select_option("#f-event_type", "Protests")
    added = page.evaluate(f"[{CURRENT}.article, {CURRENT}.start, {CURRENT}.end]")
    page.focus("#f-date")
    page.keyboard.type("2018-04-09")
    press(page, "Tab", "Escape", "a")
    go_to(page, "item.kind === 'control'")
    fact = page.evaluate(f"{CURRENT}.id")
    page.focus("#f-side")
    press(page, "Control+a")
    page.keyboard.type("sdf")
    press(page, "Tab", "Escape", "a")
    rows = save(page, tmp_path)
    seen.clean()
    page.context.close()
    after = run_pipeline(replace(result.options, corrections=rows))
    assert (after.corrections.unfit, after.corrections.questions) == ((), ())
    one = next(r for r in after.reports if r.id == joined["report_id"])
    other = joined["new"].rpartition(":")[2]
    assert any({one.id, other} <= set(e.reports) for e in after.events)
    moved = next(r for r in after.reports if r.id == pinned)
    assert (moved.where.longitude, moved.where.latitude, moved.review.value) == (38.5, 35.25, "edited")
    new = [r for r in after.reports if r.id not in {x.id for x in result.reports}]
    assert [(r.sub_event_type.value, r.period.date_start, [r.trigger.start, r.trigger.end]) for r in new] == [("Peaceful protest", "2018-04-09", added[1:])]
    assert {f.id: (f.side, f.review.value) for f in after.control_facts}[fact] == ("sdf", "edited")


def test_a_whole_article(desk, result, tmp_path):
    go_to(desk, "item.kind === 'article'")
    press(desk, "a")
    row = read_corrections(save(desk, tmp_path))[0]
    assert (row.scope, row.field, row.new, row.start, problem_of(row)) == (Scope.ARTICLE, "review", "accepted", None, None)
    article = next(a.id for a in result.articles if a.sha256 == row.article_sha256)
    of_it = sum(r.article == article for r in result.reports) + sum(f.article == article for f in result.control_facts)
    assert desk.inner_text("#count").startswith(f"{of_it} of")


def test_decisions_stay_in_the_browser_and_a_file_continues_the_work(chromium, written, tmp_path):
    page, seen = open_page(chromium, written)
    page.fill("#by", "A. Reviewer")
    press(page, "Tab", "Escape", "a", "r", "d")
    path = save(page, tmp_path)
    assert {r.by for r in read_corrections(path)} == {"A. Reviewer"}
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert page.inner_text("#count").startswith("3 of")
    assert page.input_value("#by") == "A. Reviewer"
    page.context.close()
    page, again = open_page(chromium, written)
    assert page.inner_text("#count").startswith("0 of")
    foreign = path.read_text("utf-8") + f',{"e" * 64},1,4,r0,report,actor1,x,"\'=1+1",,B,2024-01-01\n'
    path.write_text(foreign, "utf-8")
    page.set_input_files("#load", path)
    page.locator("#count", has_text="3 of").wait_for()
    press(page, "Escape", "a")
    rows = read_corrections(save(page, tmp_path))
    assert len(rows) == 5
    assert [r.new for r in rows if r.article_sha256 == "e" * 64] == ["=1+1"]
    seen.clean()
    again.clean()
    page.context.close()


def test_a_file_that_is_none_is_refused_in_words_and_changes_nothing(desk, tmp_path):
    for name, text in {"a": "x,y\n1,2\n", "b": 'scope,field,new\n"report,review', "c": "scope,field,new\nplanet,review,accepted\n"}.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(text)
        desk.set_input_files("#load", path)
        desk.locator("#say", has_text="The file cannot be used").wait_for(state="attached")
        desk.evaluate("document.getElementById('say').textContent = ''")
    assert desk.evaluate(ROWS) == []


def test_gold_of_what_was_accepted_is_what_evaluate_reads(desk, result, tmp_path):
    press(desk, "Escape")
    desk.click("#gold")
    assert "No article is reviewed whole" in said(desk)
    for key in desk.evaluate("window.geomap.desk.articleItems.map((item) => item.key)"):
        desk.evaluate("(key) => window.geomap.go(key)", key)
        press(desk, "a")
    with desk.expect_download() as download:
        desk.click("#gold")
    download.value.save_as(tmp_path / "gold.zip")
    with zipfile.ZipFile(tmp_path / "gold.zip") as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path)
    write_outputs(result, tmp_path / "out")
    scored = evaluate(tmp_path / "gold", tmp_path / "out")
    assert scored.articles == len({r.article for r in result.reports})
    assert (scored.events.missed, scored.events.false, scored.events.right) == (0, 0, len(result.reports))
    assert (scored.toponyms.missed, scored.toponyms.false) == (0, 0)
    assert scored.resolved[0] == scored.resolved[1] > 0
    assert {k: right for k, (right, _) in scored.fields.items()} == dict.fromkeys(scored.fields, len(result.reports))


def hostile_input(result):
    """An article, its names, its parties and its labels made of texts that have escaped from other pages."""
    text, mentions, at = "", [], 0
    place = next(m.resolution for m in result.mentions if m.resolution.resolved)
    for i, payload in enumerate(PAYLOADS):
        word = payload.strip() or "x"
        at = len(text)
        text += word + " "
        runner = RunnerUp(f"x{i}{word}", word, 36.0, 34.0, 0.5, word)
        mentions.append(Mention(f"m{i}", "a", Span(at, at + len(word)), word, ToponymType.LITERAL, True, replace(place, place=word, place_id=f"p{i}", match_type=MatchType.EXACT, reason=word, runners_up=(runner,))))
        text += "\n\n" if i % 4 == 0 else ""
    article = Article("a", PAYLOADS[0], "0" * 64, text, title=PAYLOADS[2], outlet=PAYLOADS[1])
    template = result.reports[0]
    reports = [
        replace(template, id=f"r{i}", article="a", trigger=m.span, evidence=(m.span,), actor1=None, actor1_name=m.text, actor2=m.text, claimant=m.text, weapon=m.text, provenance={})
        for i, m in enumerate(mentions)
    ]  # fmt: skip
    return DeskInput([article], mentions, reports, [], [], title=PAYLOADS[2])


def test_more_than_a_hundred_hostile_texts_are_shown_and_run_nothing(chromium, result, tmp_path):
    given = hostile_input(result)
    path = tmp_path / "review.html"
    path.write_text(desk_page(given), "utf-8", errors="surrogatepass")
    page, seen = open_page(chromium, path)
    assert len(given.reports) > 100
    text = page.evaluate("document.getElementById('text').textContent")
    for payload in PAYLOADS:
        assert payload.strip() in text
    page.evaluate("window.geomap.queue.order.filter((item, k) => k % 4 === 0).map((item) => item.key).forEach((key) => window.geomap.go(key))")
    for key in "2a2rn1d":
        press(page, key)
    for sign in page.locator(".choice input").all()[:3]:
        sign.check()
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("document.querySelectorAll('#desk script, #desk img, #desk iframe, #desk a:not(.leaflet-bar a), #desk form').length") == 0
    page.set_input_files("#load", save(page, tmp_path))
    seen.clean()
    assert not seen.blocked
    page.context.close()


def test_rows_written_by_the_page_are_read_back_as_they_were(desk):
    wild = [p.replace("\0", "\ufffd") for p in PAYLOADS]
    out = desk.evaluate(
        "(texts) => texts.map((t) => { const row = { article_sha256: 'e'.repeat(64), start: '1', end: '2', report_id: 'r', scope: 'report', field: 'actor1', old: t, new: 'x' + t, why: t, by: '' }; return row; })", wild
    )  # fmt: skip
    text = desk.evaluate("(rows) => window.geomap.toCsv(rows)", [{**row, "start": str(i)} for i, row in enumerate(out)])
    rows = sorted(csv.DictReader(io.StringIO(text, newline="")), key=lambda r: int(r["start"]))
    assert [r["why"] for r in rows] == [guard(w) for w in wild]
    assert [unguard(r["why"]) for r in rows] == wild
    back = desk.evaluate("(text) => window.geomap.fromCsv(text)", text)
    assert sorted((r["start"], r["why"]) for r in back) == sorted((str(i), w) for i, w in enumerate(wild))


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_every_control_has_a_name_and_nothing_is_wider_than_the_page(chromium, written, width, dark):
    page, seen = open_page(chromium, written, width=width, dark=dark)
    nameless = page.evaluate(
        """[...document.querySelectorAll('input, select, button, [tabindex]')].filter((n) =>
        !(n.labels && n.labels.length) && !n.getAttribute('aria-label') && !n.getAttribute('aria-labelledby') && !n.textContent.trim() && !n.title).map((n) => n.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    for part in ("queue", "text", "form") if width == 390 else ("queue",):
        if width == 390:
            page.click(f"[data-show={part}]")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_attribute("#say", "aria-live") == "polite"
    press(page, "?")
    assert page.is_visible("#help")
    assert page.evaluate("document.activeElement.id") == "help-close"
    press(page, "a")
    assert page.inner_text("#count").startswith("0 of")
    press(page, "Escape")
    assert page.is_hidden("#help")
    seen.clean()
    page.context.close()


def test_without_storage_the_desk_says_so_and_works(chromium, written, tmp_path):
    frame = tmp_path / "frame.html"
    frame.write_text(f'<iframe src="{written.as_uri()}" sandbox="allow-scripts allow-downloads" width="1200" height="700"></iframe>')
    page, _ = open_page(chromium, frame, ready=False)
    inner = page.frames[1]
    inner.wait_for_selector("html[data-ready=true]", state="attached")
    assert "keeps nothing" in inner.inner_text("#kept")
    inner.click("#accept")
    assert inner.inner_text("#count").startswith("1 of")
    page.context.close()


def test_what_was_marked_goes_with_its_item_and_what_stays_is_not_drawn_anew(desk):
    press(desk, "End", "Home", "n")
    row, words = desk.query_selector("#q-0"), "[...document.querySelectorAll('#text p')]"
    desk.evaluate(f"window.before = {words}")
    desk.focus("#text")
    press(desk, "ArrowRight", "Shift+ArrowRight")
    assert desk.is_enabled("#add")
    press(desk, "Escape", "n")
    assert desk.is_disabled("#add")
    assert desk.evaluate("document.querySelectorAll('#text .cursor').length") == 0
    desk.evaluate("window.getSelection().selectAllChildren(document.querySelector('#text'))")
    press(desk, "n")
    assert desk.evaluate("window.getSelection().isCollapsed")
    assert row.evaluate("(node) => node.isConnected")
    press(desk, "End", "Home", "n")
    assert desk.inner_text("#text") == desk.evaluate("window.before.map((p) => p.innerText).join('\\n\\n')")
