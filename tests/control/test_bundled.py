"""The bundled facts on six dates: what anyone who knows the war looks for first."""

import pytest
import shapely

from geomap.control.areas import AreaMap, areas_on
from geomap.control.bundled import bundled_facts
from geomap.control.country import load_country
from geomap.control.grid import to_metres
from geomap.control.lines import front_lines

DAYS = ("2013-11-15", "2015-09-01", "2017-01-31", "2018-10-15", "2020-04-10", "2024-12-31")


@pytest.fixture(scope="module")
def maps() -> dict[str, AreaMap]:
    facts, country = bundled_facts(), load_country()
    return {day: areas_on(facts, country, day) for day in DAYS}


# Besieged pockets and enclaves, and which side of a river or a desert a place lay on: (date, place, holder).
KNOWN = [
    ("2013-11-15", "Douma", "opposition"), ("2013-11-15", "Rastan", "opposition"), ("2013-11-15", "Kweires Airbase", "government"),
    ("2013-11-15", "Nubl", "government"), ("2013-11-15", "Maadan", "opposition"), ("2013-11-15", "Azaz", "isis"), ("2013-11-15", "Dael", "opposition"),
    ("2015-09-01", "Douma", "opposition"), ("2015-09-01", "Deir ez-Zor Airbase", "government"), ("2015-09-01", "Kweires Airbase", "government"),
    ("2015-09-01", "Fua", "government"), ("2015-09-01", "Yarmouk camp", "isis"), ("2015-09-01", "Palmyra", "isis"), ("2015-09-01", "Al-Tanf", "isis"),
    ("2017-01-31", "Douma", "opposition"), ("2017-01-31", "Deir ez-Zor", "government"), ("2017-01-31", "Kweires Airbase", "government"),
    ("2017-01-31", "Fua", "government"), ("2017-01-31", "Yarmouk camp", "isis"), ("2017-01-31", "Rastan", "opposition"),
    ("2017-01-31", "Manbij", "sdf"), ("2017-01-31", "Al-Tanf", "opposition"), ("2017-01-31", "Arak", "isis"), ("2017-01-31", "al-Bab", "isis"),
    ("2017-01-31", "Qamishli Airport", "government"), ("2017-01-31", "Ain al-Fijeh", "government"), ("2017-01-31", "East Aleppo", "government"),
    ("2018-10-15", "Hajin", "isis"), ("2018-10-15", "Abu Kamal", "government"), ("2018-10-15", "al-Salihiyah", "government"),
    ("2018-10-15", "Afrin", "turkish-backed"), ("2018-10-15", "Al-Tanf", "opposition"), ("2018-10-15", "Rastan", "government"), ("2018-10-15", "Fua", "hts"),
    ("2020-04-10", "Abu Kamal", "government"), ("2020-04-10", "Wadi al-Deif", "government"), ("2020-04-10", "Idlib", "hts"),
    ("2020-04-10", "Ras al-Ayn", "turkish-backed"), ("2020-04-10", "Manbij", "sdf"), ("2020-04-10", "Baghuz", "sdf"),
    ("2024-12-31", "Manbij", "turkish-backed"), ("2024-12-31", "Maskanah", "sdf"), ("2024-12-31", "Bosra al-Sham", "opposition"),
    ("2024-12-31", "Palmyra", "opposition"), ("2024-12-31", "Damascus", "new-government"), ("2024-12-31", "Raqqa", "sdf"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "place", "side"), KNOWN)
def test_pockets_and_river_banks_are_where_they_were(maps, day, place, side):
    found = maps[day]
    (n,) = [i for i, h in enumerate(found.holdings) if h.place == place]
    assert found.holdings[n].side == side
    assert shapely.intersects_xy(found.areas[found.sides.index(side)], *found.xy[n])


@pytest.mark.parametrize("day", DAYS)
def test_every_place_lies_on_its_side_and_the_country_is_shared_out_once(maps, day):
    found = maps[day]
    assert sum(a.area for a in found.areas) == pytest.approx(found.country.area, rel=1e-3)  # towns just beyond the outline keep a disc
    apart = zip(found.xy[~found.too_close], found.side[~found.too_close], strict=True)
    assert all(shapely.intersects_xy(found.areas[side], x, y) for (x, y), side in apart)


@pytest.mark.parametrize("day", DAYS)
def test_no_front_of_a_force_with_itself_and_none_of_the_fallen_government(maps, day):
    fronts = {frozenset((line.side_a, line.side_b)) for line in front_lines(maps[day])}
    assert not fronts & {frozenset(("ypg", "sdf")), frozenset(("nusra", "hts")), frozenset(("jfs", "hts"))}
    assert ("government" in frozenset().union(*fronts)) == (day < "2024-12-08")


@pytest.mark.parametrize("day", ["2017-01-31", "2018-10-15", "2020-04-10"])
def test_one_base_in_the_desert_does_not_colour_a_tenth_of_the_country(maps, day):
    """Al-Tanf and the 55 km round it, and not the whole south-east."""
    found = maps[day]
    held = found.areas[found.sides.index("opposition")]
    tanf = shapely.Point(to_metres([[38.657, 33.489]])[0])
    (part,) = [p for p in shapely.get_parts(held) if shapely.intersects(p, tanf)]
    assert part.area / 1e6 < 12_000
