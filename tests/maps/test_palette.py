"""Sides are told apart by readers with and without colour blindness."""

from itertools import combinations
from pathlib import Path

import pytest

from geomap.errors import InputError
from geomap.maps import palette
from geomap.tables.actors import load_actors
from geomap.tables.sides import load_sides

LEAST = 12.0
SAME_ON_PURPOSE = {frozenset({"iraq", "other"})}


@pytest.mark.parametrize("vision", sorted(palette.VISIONS))
def test_any_two_sides_differ(vision):
    sides = load_sides()
    seen = {s.id: palette.simulate(s.colour, vision) for s in sides.values()}
    close = [
        (a, b, d)
        for a, b in combinations(seen, 2)
        if frozenset({a, b}) not in SAME_ON_PURPOSE and (d := palette.delta_e2000(seen[a], seen[b])) < LEAST
    ]
    assert close == []


def test_the_conventional_red_and_green_fail():
    """The reason for the palette: the war's usual red and green look alike to deuteranopes."""
    assert palette.delta_e2000(palette.simulate("#CC0000", "deutan"), palette.simulate("#5A8F3C", "deutan")) < LEAST


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # from the test data of Sharma, Wu, Dalal 2005
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ],
)
def test_colour_difference_is_ciede2000(one, other, expected):
    assert palette._ciede2000(one, other) == pytest.approx(expected, abs=1e-4)
    assert palette._ciede2000(other, one) == pytest.approx(expected, abs=1e-4)


def test_every_actor_has_a_side_of_the_table():
    sides = load_sides()
    unknown = {a.id: a.side for a in load_actors().by_id.values() if a.side and a.side not in sides}
    assert unknown == {}


def test_sides_of_one_day():
    sides = load_sides()
    assert sides["government"].valid_on("2024-12-07")
    assert not sides["government"].valid_on("2024-12-08")
    assert sides["new-government"].valid_on("2024-12-08")
    assert not palette.overlap_in_time(sides["government"], sides["new-government"])
    assert palette.overlap_in_time(sides["hts"], sides["new-government"])


def test_labels_and_hatches_tell_sides_apart_without_colour():
    sides = load_sides().values()
    assert len({s.label for s in sides}) == len(sides)
    hatches = [s.hatch for s in sides if s.hatch]
    assert len(set(hatches)) == len(hatches)


def test_closest_pair_and_helpers():
    sides = load_sides()
    difference, a, b = palette.closest_pair([sides["government"], sides["isis"], sides["sdf"]], "normal")
    assert (a, b) == ("government", "isis")
    assert difference > LEAST
    assert palette.ink_on("#FFE034") == "#000000"
    assert palette.ink_on("#1A1A1A") == "#FFFFFF"
    assert palette.tint("#99000D", 0.0) == "#FFFFFF"
    assert palette.tint("#99000D", 1.0) == "#99000D"
    grey = palette.grey_of("#2F8F6B")
    assert grey[1:3] == grey[3:5] == grey[5:7]
    with pytest.raises(InputError, match="at least two"):
        palette.closest_pair([sides["isis"]], "normal")


def _table(tmp_path: Path, row: str, *, unidentified: bool = True) -> Path:
    head = "id,name,name_ar,colour,valid_from,valid_to,label,hatch,marker,notes\n"
    path = tmp_path / "sides.csv"
    path.write_text(head + row + ("\nunidentified,U,,#BDBDBD,,,?,,outlined,\n" if unidentified else "\n"), encoding="utf-8")
    return path


def test_house_palette_replaces_the_bundled_one(tmp_path):
    sides = load_sides(_table(tmp_path, "red,Reds,,#aa0000,,,R,/,filled,"))
    assert list(sides) == ["red", "unidentified"]
    assert sides["red"].colour == "#AA0000"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,A,,red,,,A,,filled,", "six hex digits"),
        ("a,A,,#12345G,,,A,,filled,", "six hex digits"),
        ("a,A,,#123456,,,A,%,filled,", "hatch"),
        ("a,A,,#123456,,,A,,star,", "filled or outlined"),
        ("a,A,,#123456,,,A,,filled,\na,B,,#654321,,,B,,filled,", "stands twice"),
    ],
)
def test_a_house_palette_that_cannot_be_drawn_is_refused(tmp_path, row, message):
    with pytest.raises(InputError, match=message):
        load_sides(_table(tmp_path, row))


def test_a_palette_needs_a_colour_for_unknown_sides(tmp_path):
    with pytest.raises(InputError, match="unidentified"):
        load_sides(_table(tmp_path, "a,A,,#123456,,,A,,filled,", unidentified=False))
