"""Static figures: same bytes, only what is meant, hostile text drawn as text."""

import re
from datetime import date
from io import BytesIO
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from geomap.errors import InputError
from geomap.maps import canvas, timeline
from geomap.maps.atlas import draw_atlas
from geomap.maps.caption import facts_of, period_text
from geomap.maps.figure import FigureOptions, content_of, draw_figure
from geomap.maps.multiples import draw_multiples, panels_by
from geomap.maps.paper import SYRIA, frame_for, least_width_km, to_metres
from geomap.maps.symbols import arrange, diameter_mm, symbols_of

SMALL = {"width_mm": 90.0, "dpi": 60}
HOSTILE = 'x</text><script>alert(1)</script> $\\frac{1}{0}$ & "q" \u202eevil'


def row(number, **changes):
    base = {
        "id": f"e{number:05}", "event_type": "Battles", "sub_event_type": "Armed clash", "date_start": "2017-06-06", "date_end": "2017-06-06",
        "date_precision": "day", "side1": "sdf", "side2": "isis", "actor1": "sdf", "actor2": "isis", "actor1_name": "SDF", "actor2_name": "IS",
        "place": "Raqqa", "longitude": 39.008, "latitude": 35.95, "radius_km": 2.0, "precision": "exact", "admin1": "Raqqa", "country": "SY",
        "status": "reported", "review": "unreviewed", "outlets": "Outlet A; Outlet B", "deaths_min": 3, "deaths_max": 5,
    }  # fmt: skip
    return base | changes


def events(*rows):
    rows = rows or (
        row(1),
        row(2, side1="government", event_type="Explosions/Remote violence", status="claimed", place="Hama", longitude=36.75, latitude=35.13, admin1="Hama"),
        row(3, precision="admin1", radius_km=45.0, date_end="2017-06-30", date_precision="month", longitude=36.6, latitude=35.85, admin1="Idlib"),
        row(4, longitude=None, latitude=None, place=None, radius_km=None, precision=None),
        row(5, date_start=None, date_end=None, date_precision="unknown", longitude=36.29, latitude=33.51, admin1="Damascus"),
        row(6, longitude=2.35, latitude=48.85, country="FR", admin1=None),
    )
    frame = gpd.GeoDataFrame(list(rows))
    return frame.set_geometry(gpd.points_from_xy(frame["longitude"], frame["latitude"]), crs=4326)


@pytest.fixture(scope="module")
def drawn():
    return draw_figure(events(), options=FigureOptions(title="June", formats=("png", "svg", "pdf"), **SMALL))


def test_same_bytes_again_and_in_any_order(drawn):
    shuffled = events().iloc[::-1].reset_index(drop=True)
    again = draw_figure(shuffled, options=FigureOptions(title="June", formats=("png", "svg", "pdf"), **SMALL))
    assert again.files == drawn.files
    assert not re.search(rb"/CreationDate|/tmp/|/home/", drawn.files["pdf"])


def test_ledger_of_a_figure_closes(drawn):
    f = drawn.facts
    assert (f.given, f.shown, f.outside, f.not_placed, f.not_dated) == (6, 4, 1, 1, 1)
    assert f.given == f.shown + f.outside + f.not_placed
    text = " ".join(drawn.notes)
    for part in ("Outlet A", "1 outside the frame", "1 without a place", "1 claimed", "Unreviewed", "Natural Earth", "occupied Syrian territory"):
        assert part in text


def test_svg_has_named_layers_live_text_and_a_description(drawn):
    svg = drawn.files["svg"].decode()
    for gid in ("governorates", "rivers", "events-sdf-battles-reported-exact", "events-government-explosions-remote-violence-claimed-exact", "date-spread", "radius"):
        assert f'id="{gid}"' in svg
    assert ">June</text>" in svg
    assert "<desc>June: Map of 4 events" in svg
    assert 'role="img"' in svg
    assert not re.search(r"https?://(?!www\.w3\.org|purl\.org|creativecommons\.org|matplotlib\.org)", svg)


def test_png_has_the_size_of_its_preset():
    made = draw_figure(events(), options=FigureOptions(preset="social", labels="none"))
    assert Image.open(BytesIO(made.files["png"])).size == (1200, 630)
    narrow = draw_figure(events().iloc[:1], options=FigureOptions(preset="cms-narrow", labels="none"))
    assert Image.open(BytesIO(narrow.files["png"])).size[0] == 390


def test_hostile_text_is_only_text():
    rows = (row(1, place=HOSTILE, outlets=HOSTILE, actor1_name=HOSTILE),)
    made = draw_figure(events(*rows), options=FigureOptions(title=HOSTILE, formats=("svg", "png"), labels="none", **SMALL))
    svg = made.files["svg"].decode()
    assert "<script" not in svg
    assert "\u202e" not in svg
    assert "$\\frac" in svg


def test_black_and_white_has_no_colour():
    made = draw_figure(events(), options=FigureOptions(black_and_white=True, overview=False, labels="none", **SMALL))
    image = Image.open(BytesIO(made.files["png"])).convert("RGB")
    pixels = np.asarray(image).astype(int)
    assert (pixels.max(axis=2) - pixels.min(axis=2)).max() == 0


@pytest.mark.parametrize(("status", "letter"), [("claimed", "c"), ("planned", "p"), ("denied", "d")])
def test_black_and_white_tells_what_is_only_claimed_or_planned(status, letter):
    shown = events().iloc[:1].assign(status=status)
    options = FigureOptions(black_and_white=True, overview=False, labels="none", formats=("svg",))
    svg, plain = (draw_figure(e, options=options).files["svg"].decode() for e in (shown, shown.assign(status="reported")))
    assert [page.count(f">{letter}</text>") for page in (svg, plain)] == [2, 0]  # at the mark, and in the legend


def test_arabic_names_on_request():
    svg = draw_figure(events(), options=FigureOptions(formats=("svg",), labels="ar", **SMALL)).files["svg"].decode()
    assert "الرقة" in svg
    assert ">Raqqa<" not in svg


def test_house_names_and_hidden_labels():
    options = FigureOptions(formats=("svg",), house_names={"Raqqa": "Rakka"}, label_overrides={"Hama": None}, **SMALL)
    made = draw_figure(events(), options=options)
    svg = made.files["svg"].decode()
    assert ">Rakka<" in svg
    assert ">Hama<" not in svg
    assert "Hama" in made.labels_dropped


def test_scale_is_capped_to_the_error_of_what_is_shown():
    tiny = (38.95, 35.92, 39.05, 35.98)
    capped = draw_figure(events(), options=FigureOptions(extent=tiny, labels="none", **SMALL))
    free = draw_figure(events(), options=FigureOptions(extent=tiny, labels="none", cap_scale=False, **SMALL))
    assert capped.scale_capped
    assert not free.scale_capped
    assert capped.extent[2] - capped.extent[0] > 3 * (free.extent[2] - free.extent[0])
    assert least_width_km([2.0, 40.0]) == pytest.approx(32.0)
    assert least_width_km([]) == 20.0


def test_worldview_is_printed():
    notes = draw_figure(events(), options=FigureOptions(worldview="de_facto", labels="none", **SMALL)).notes
    assert "worldview: de_facto" in notes[-1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"preset": "poster"}, "preset"), ({"labels": "fr"}, "labels"), ({"formats": ("gif",)}, "format"), ({"dpi": 5000}, "dpi"),
        ({"extent": (40.0, 35.0, 39.0, 36.0)}, "extent"), ({"worldview": "x"}, "worldview"),
    ],
)  # fmt: skip
def test_options_that_cannot_be_drawn_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        draw_figure(events(), options=FigureOptions(**options))


def test_an_empty_selection_still_says_so():
    made = draw_figure(events().iloc[:0], options=FigureOptions(**SMALL))
    assert made.facts.shown == 0
    assert "No events" in made.alt


def test_control_areas_and_lines_lie_beneath():
    areas = gpd.GeoDataFrame({"side": ["sdf"]}, geometry=[gpd.points_from_xy([39.0], [36.0])[0].buffer(0.8)], crs=4326)
    lines = gpd.GeoDataFrame(geometry=[areas.geometry[0].boundary], crs=4326)
    made = draw_figure(events(), options=FigureOptions(formats=("svg",), labels="none", **SMALL), control_areas=areas, control_lines=lines)
    svg = made.files["svg"].decode()
    assert svg.index('id="control-area-sdf"') < svg.index('id="control-lines"') < svg.index('id="events-sdf-battles-reported-exact"')
    assert "Held by" in svg


@given(st.lists(st.tuples(st.sampled_from(["sdf", "isis"]), st.sampled_from(["Battles", "Protests"]), st.booleans()), max_size=30))
@settings(deadline=None, max_examples=40)
def test_symbols_count_every_event_once(rows):
    made = [row(i, side1=s, event_type=t, precision="exact" if e else "admin2") for i, (s, t, e) in enumerate(rows)]
    frame = events(*made) if made else events().iloc[:0]
    found = symbols_of(frame)
    assert sum(s.n for s in found) == len(rows)
    places = arrange(found)
    assert len(set(places)) == len(places)


def test_symbols_grow_with_numbers():
    assert diameter_mm(1) < diameter_mm(10) < diameter_mm(100) <= diameter_mm(10**9)


@given(st.floats(35.5, 42), st.floats(32.5, 37))
def test_frame_holds_its_extent(longitude, latitude):
    frame = frame_for((longitude - 0.3, latitude - 0.2, longitude + 0.3, latitude + 0.2), 100.0)
    x, y = frame.mm([longitude - 0.3, longitude + 0.3], [latitude - 0.2, latitude + 0.2])
    assert min(x) >= -1e-6
    assert max(x) <= 100 + 1e-6
    assert min(y) >= -1e-6
    assert max(y) <= frame.height_mm + 1e-6


def test_scale_errs_by_less_than_half_a_per_cent():
    from geopy.distance import geodesic

    for west in (35.7, 38.0, 42.0):
        x, y = to_metres([west, west + 0.3], [35.0, 35.0])
        drawn_km = ((x[1] - x[0]) ** 2 + (y[1] - y[0]) ** 2) ** 0.5 / 1000
        assert drawn_km == pytest.approx(geodesic((35.0, west), (35.0, west + 0.3)).km, rel=0.005)


def test_periods_in_words():
    assert period_text("2017-06-06", "2017-06-06") == "6 June 2017"
    assert period_text("2017-06-06", "2017-06-30") == "6 – 30 June 2017"
    assert period_text("2017-05-06", "2017-06-30") == "6 May – 30 June 2017"
    assert period_text("2016-05-06", "2017-06-30") == "6 May 2016 – 30 June 2017"
    assert period_text("", "") == "undated"


@given(st.dates(date(2011, 1, 1), date(2025, 12, 31)), st.integers(0, 5000))
def test_bins_cover_the_period_without_gaps(first, days):
    last = date.fromordinal(min(first.toordinal() + days, date(2030, 1, 1).toordinal()))
    bins, unit = timeline.bins_between(first, last)
    assert bins[0].start <= first.toordinal()
    assert bins[-1].end > last.toordinal()
    assert all(a.end == b.start for a, b in pairwise(bins))
    assert unit in {"day", "week", "month", "year"}
    assert len(bins) <= 190


def test_timeline_counts_each_dated_event_once_and_keeps_spread_apart():
    frame = events(row(1), row(2, date_end="2017-07-31", date_precision="month"), row(3, deaths_joint=True), row(4, date_start=None, date_end=None))
    counted = timeline.tally(frame)
    assert sum(map(sum, counted.exact.values())) == pytest.approx(2.0)
    assert sum(map(sum, counted.spread.values())) == pytest.approx(1.0)
    assert sum(map(sum, counted.deaths_exact.values())) == pytest.approx(3.0)
    assert (counted.undated, counted.joint) == (1, 1)
    with pytest.raises(InputError, match="no event has a date"):
        timeline.tally(events(row(1, date_start=None, date_end=None)))


def test_timeline_adds_of_a_period_only_the_dead_beyond_those_of_its_parts():
    week = {"date_end": "2017-06-12", "deaths_min": 10, "deaths_max": 12}
    period = row(1, **week)
    within = {"part_of": period["id"]}
    parts = [row(2, deaths_min=4, deaths_max=5, **within), row(3, deaths_min=3, **within), row(4, deaths_min=9, deaths_joint=True, **within)]
    counted = timeline.tally(events(period, *parts))
    assert sum(map(sum, counted.deaths_exact.values())) + sum(map(sum, counted.deaths_spread.values())) == pytest.approx(10.0)
    assert counted.periods == 1
    alone = timeline.tally(events(period))
    assert sum(map(sum, alone.deaths_exact.values())) + sum(map(sum, alone.deaths_spread.values())) == pytest.approx(10.0)
    assert alone.periods == 0
    notes = timeline.draw_timeline(events(period, *parts), options=FigureOptions(formats=("svg",), **SMALL)).notes
    assert any("are added once (periods: 1)" in n for n in notes)


def test_timeline_repeats():
    options = FigureOptions(formats=("png", "svg", "pdf"), **SMALL)
    one = timeline.draw_timeline(events(), options=options)
    assert one.files == timeline.draw_timeline(events(), options=options).files
    assert 'id="exact-sdf"' in one.files["svg"].decode()
    assert 'id="spread-sdf"' in one.files["svg"].decode()


def test_multiples_split_time_and_sides():
    frame = events(row(1), row(2, date_start="2016-12-20", date_end="2017-01-10", date_precision="week"), row(3, date_start=None, date_end=None))
    assert [(p.label, len(p.events)) for p in panels_by(frame, "year")] == [("2016", 1), ("2017", 2), ("undated", 1)]
    assert [p.label for p in panels_by(events(), "side")] == ["Government (Assad)", "Syrian Democratic Forces"]
    made = draw_multiples(panels_by(frame, "year"), options=FigureOptions(formats=("svg",), preset="journal-double", dpi=60))
    assert made.facts.shown == 3
    assert "2017 (n = 2)" in made.files["svg"].decode()
    with pytest.raises(InputError, match="choose"):
        panels_by(frame, "weather")
    with pytest.raises(InputError, match="panels"):
        draw_multiples([])


def test_atlas_has_a_page_for_each_governorate_with_events():
    atlas = draw_atlas(events(), options=FigureOptions(labels="none", **SMALL))
    assert [label for label, _ in atlas.pages] == ["Damascus", "Hama", "Idlib", "Raqqa"]
    assert atlas.pdf.count(b"/Type /Page ") == 4
    assert atlas.pdf == draw_atlas(events(), options=FigureOptions(labels="none", **SMALL)).pdf


def test_a_users_own_style_does_not_change_the_figure(drawn):
    from matplotlib import rc_context

    with rc_context({"font.size": 30, "lines.linewidth": 9, "axes.facecolor": "red"}):
        again = draw_figure(events(), options=FigureOptions(title="June", formats=("png",), **SMALL))
    assert again.files["png"] == drawn.files["png"]


def test_long_text_is_cut_and_wrapped():
    lines = canvas.wrap_mm("word " * 400, 8.0, 60.0)
    assert all(canvas.text_mm(line, 8.0) <= 60.0 for line in lines)
    assert len(" ".join(lines)) <= 600


def test_the_frame_decides_what_is_counted():
    frame = frame_for(SYRIA, 100.0)
    assert list(content_of(events(), frame)["id"]) == ["e00001", "e00002", "e00003", "e00005"]
    assert facts_of(events(), content_of(events(), frame)).places == 4


def test_command_draws_from_a_run(tmp_path):
    from geomap.cli.figure import figure
    from geomap.io.frames import conform
    from geomap.io.geojson import write_geojson

    write_geojson(tmp_path / "events.geojson", conform(events()))
    out = tmp_path / "a.png"
    result = CliRunner().invoke(
        figure, [str(tmp_path), "-o", str(out), "-o", str(tmp_path / "a.svg"), "--dpi", "60", "--width", "90", "--governorate", "Raqqa", "--side", "sdf"],
        standalone_mode=False,
    )  # fmt: skip
    assert result.exception is None, result.exception
    with Image.open(out) as image:
        assert image.size[0] > 100
    assert b"side: sdf" in (tmp_path / "a.svg").read_bytes()
    nothing = CliRunner().invoke(figure, [str(tmp_path), "-o", str(out), "--since", "2024"], standalone_mode=False)
    assert nothing.return_value == 4
