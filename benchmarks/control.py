"""How good control areas are beside Voronoi's, over many draws, with and without wrong labels, and whether p is honest.

    python benchmarks/control.py draws --towns 1000 --seeds 20 [--wrong 0.05]
    python benchmarks/control.py loss --towns 1000 --seeds 20 [--wrong 0.05]
    python benchmarks/control.py calibration --towns 1000 --seeds 20
    python benchmarks/control.py lines|wrong [--towns 1000] [--seeds 3]

Needs the evaluation data beside the repository (``../shared``): ``eval/control_quality.py`` and ``reference/control``.
"""

import argparse
import importlib.util
import re
import sys
import time
from pathlib import Path

import numpy as np

SHARED = next((p / "shared" for p in Path(__file__).resolve().parents if (p / "shared" / "eval").is_dir()), None)
DATE = "2024-12-08"


def evaluation():
    """The judge, as a module."""
    if SHARED is None:
        sys.exit("no folder 'shared' beside the repository: the drawn areas to compare with are not part of the project")
    spec = importlib.util.spec_from_file_location("control_quality", SHARED / "eval" / "control_quality.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Reference:
    """Labelled towns and drawn areas, read once."""

    def __init__(self, cq):
        import geopandas as gpd
        import pandas as pd

        pts = pd.read_csv(cq.REF / "syria_2024-12-08_points.csv")
        towns = gpd.GeoDataFrame(pts[["side"]], geometry=gpd.points_from_xy(pts.lon, pts.lat), crs=4326)
        self.border = cq.union(gpd.read_file(cq.REF / "syria_border_commons.geojson").to_crs(cq.CRS).geometry.values)
        self.towns = towns[towns.to_crs(cq.CRS).within(self.border).values].reset_index(drop=True)
        drawn = gpd.read_file(cq.REF / "syria_2024-12-08_areas.geojson").to_crs(cq.CRS)
        self.areas = {s: cq.union(drawn.geometry[drawn.side == s].values) for s in sorted(set(drawn.side) - {"unknown", "IS_presence"})}
        self.unknown = cq.union(drawn.geometry[drawn.side == "unknown"].values)

    def draw(self, towns, seed):
        """Held-out and given towns: the same as control_quality.py draws for a seed."""
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(self.towns))
        cut = int(len(self.towns) * 0.3)
        rest = self.towns.iloc[order[cut:]]
        return self.towns.iloc[order[:cut]], rest.iloc[:towns] if towns else rest, rng


def facts_of(towns):
    from geomap.control.facts import Fact

    return tuple(
        Fact(f"p{i}", float(p.x), float(p.y), s, DATE, DATE, "reference")
        for i, (p, s) in enumerate(zip(towns.geometry, towns.side, strict=True))
    )


def mislabel(towns, share, rng):
    """The same towns, some under the label of another side."""
    towns = towns.copy()
    sides = np.array(sorted(set(towns.side)))
    label = towns.side.to_numpy().copy()
    for i in rng.choice(len(towns), round(share * len(towns)), replace=False):
        label[i] = rng.choice(sides[sides != label[i]])
    towns["side"] = label
    return towns


def figures(line):
    return [float(x) for x in re.search(r"IoU ([\d.]+)\s+line\s+([\d.na]+) km", line).groups()]


def one(cq, ref, towns, seed, wrong, country):
    import geopandas as gpd
    import shapely

    from geomap.control.areas import areas_on
    from geomap.control.grid import to_degrees

    held, given, rng = ref.draw(towns, seed)
    given = mislabel(given, wrong, rng) if wrong else given
    heldm, givenm = held.to_crs(cq.CRS), given.to_crs(cq.CRS)
    wanted = set(ref.towns.side)
    cells = gpd.GeoDataFrame(
        geometry=list(shapely.voronoi_polygons(shapely.MultiPoint(givenm.geometry.values), extend_to=ref.border).geoms), crs=cq.CRS
    )
    cells = gpd.sjoin(cells, givenm, predicate="contains").dissolve("side").reset_index()
    cells["geometry"] = cells.intersection(ref.border)
    base = cq.judge("Voronoi", cq.sides(cells, wanted), ref.areas, ref.unknown, givenm, heldm, ref.border, 0)
    start = time.perf_counter()
    found = areas_on(facts_of(given), country, DATE)
    seconds = time.perf_counter() - start
    ours = gpd.GeoDataFrame({"side": found.sides}, geometry=list(to_degrees(np.array(found.areas))), crs=4326).to_crs(cq.CRS)
    ours = ours[~ours.is_empty]
    mine = cq.judge("geomap", cq.sides(ours, wanted), ref.areas, ref.unknown, givenm, heldm, ref.border, seconds)
    own = float(re.search(r"own side ([\d.]+)", mine).group(1))
    gaps, overlaps = map(float, re.search(r"gaps\s+([\d.]+)\s+overlaps\s+([\d.]+)", mine).groups())
    return [*figures(base), *figures(mine), own, gaps, overlaps]


def interval(values):
    """Mean and half-width of the 95 % interval (Student's t)."""
    from scipy.stats import t

    n = len(values)
    return float(np.mean(values)), float(t.ppf(0.975, n - 1) * np.std(values, ddof=1) / np.sqrt(n)) if n > 1 else float("nan")


def draws(towns, seeds, wrong):
    from geomap.control.country import load_country

    cq = evaluation()
    ref, country = Reference(cq), load_country()
    rows = np.array([one(cq, ref, towns, seed, wrong, country) for seed in range(1, seeds + 1)])
    print(f"towns {towns or 'all given'}, wrong labels {wrong:.0%}, {seeds} draws")
    for name, column in (("IoU", 0), ("line km", 1)):
        base, mine, (d, h) = rows[:, column], rows[:, column + 2], interval(rows[:, column + 2] - rows[:, column])
        print(f"  {name:8} Voronoi {base.mean():.4f}  geomap {mine.mean():.4f}  difference {d:+.4f} ± {h:.4f}")
    print(f"  own side least {rows[:, 4].min():.4f}  gaps most {rows[:, 5].max():.1f} km2  overlaps most {rows[:, 6].max():.1f} km2")


def loss(towns, seeds, wrong):
    """What wrong labels cost: each draw with and without them, and whether geomap loses at most half of what Voronoi does."""
    from geomap.control.country import load_country

    cq = evaluation()
    ref, country = Reference(cq), load_country()
    rows = np.array([[one(cq, ref, towns, seed, share, country)[:4] for share in (0.0, wrong)] for seed in range(1, seeds + 1)])
    print(f"towns {towns or 'all given'}, {wrong:.0%} wrong labels against none, {seeds} draws")
    for name, column, sign in (("IoU", 0, 1), ("line km", 1, -1)):
        lost = sign * (rows[:, 0] - rows[:, 1])
        base, mine = interval(lost[:, column]), interval(lost[:, column + 2])
        beyond, half = interval(lost[:, column + 2] - lost[:, column] / 2)
        held = int((lost[:, column + 2] <= lost[:, column] / 2).sum())
        print(f"  {name:8} loss Voronoi {base[0]:.4f} ± {base[1]:.4f}  geomap {mine[0]:.4f} ± {mine[1]:.4f}  ratio {mine[0] / base[0]:.2f}")
        print(f"           geomap less half of Voronoi {beyond:+.4f} ± {half:.4f}; at most half in {held} of {seeds} draws")


def calibration(towns, seeds):
    """Stated p against the share of held-out towns that bear it out, with the 95 % interval over draws of the difference."""
    from geomap.control.areas import areas_on
    from geomap.control.country import load_country
    from geomap.control.grid import to_metres

    cq = evaluation()
    ref, country = Reference(cq), load_country()
    stated, right, draw = [], [], []
    for seed in range(1, seeds + 1):
        held, given, _ = ref.draw(towns, seed)
        found = areas_on(facts_of(given), country, DATE)
        grid = found.field.grid
        cell = grid.cell_of(to_metres(np.column_stack((held.geometry.x, held.geometry.y))))
        at = grid.index()[cell[:, 0], cell[:, 1]]
        ok = (cell[:, 0] >= 0) & (at >= 0)
        p = found.field.p[at[ok]]
        stated.append(p.max(axis=1))
        right.append(np.array(found.sides)[p.argmax(axis=1)] == held.side.to_numpy()[ok])
        draw.append(np.full(len(p), seed))
    p, r, d = np.concatenate(stated), np.concatenate(right), np.concatenate(draw)
    print(f"towns {towns}, {seeds} draws, {len(p)} held-out towns")
    for low, high in ((0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.99), (0.99, 1.01)):
        cut = (p >= low) & (p < high)
        if cut.any():
            # Towns of one draw are not independent of one another: the interval is over draws.
            off = interval([r[cut & (d == k)].mean() - p[cut & (d == k)].mean() for k in np.unique(d[cut])])
            told = f"stated {p[cut].mean():.3f}  right {r[cut].mean():.3f}  difference by draw {off[0]:+.3f} ± {off[1]:.3f}"
            print(f"  p {low:.2f}-{min(high, 1):.2f}  n {cut.sum():6d}  {told}")


def lines(towns, seeds):
    """Share of the length of computed lines that lies within the stated accuracy of a drawn line, by class of accuracy."""
    import shapely

    from geomap.control.areas import areas_on
    from geomap.control.country import load_country
    from geomap.control.lines import front_lines

    cq = evaluation()
    ref, country = Reference(cq), load_country()
    drawn, hidden = cq.front(ref.areas), shapely.buffer(ref.unknown, 1000)
    shapely.prepare(hidden)
    rows = []
    for seed in range(1, seeds + 1):
        _, given, _ = ref.draw(towns, seed)
        for line in front_lines(areas_on(facts_of(given), country, DATE)):
            for part in shapely.get_parts(shapely.segmentize(line.line, 1000)):
                ends = shapely.get_coordinates(part)
                middle = shapely.points((ends[:-1] + ends[1:]) / 2)
                seen = ~shapely.contains(hidden, middle)
                length = np.hypot(*(ends[1:] - ends[:-1]).T)[seen]
                off = shapely.distance(middle[seen], drawn) / 1e3
                rows.append(np.column_stack((np.full(len(off), line.accuracy_km), off, length)))
    found = np.concatenate(rows)
    print(f"towns {towns or 'all given'}, {seeds} draws, {found[:, 2].sum() / seeds / 1e3:.0f} km of line a draw")
    for low, high in ((0, 5), (5, 15), (15, 1000), (0, 1000)):
        own = found[(found[:, 0] >= low) & (found[:, 0] < high)]
        if len(own):
            within = np.average(own[:, 1] <= own[:, 0], weights=own[:, 2])
            print(f"  accuracy {low}-{high} km: stated {np.average(own[:, 0], weights=own[:, 2]):.1f}, mean error {np.average(own[:, 1], weights=own[:, 2]):.1f}, within {within:.3f}")


def wrong(towns, seeds, share):
    """How many planted wrong labels the screen asks about, and how many of its questions are about one."""
    from geomap.control.holdings import holdings_on
    from geomap.control.screen import questions

    ref = Reference(evaluation())
    planted = asked = hit = 0
    for seed in range(1, seeds + 1):
        _, given, rng = ref.draw(towns, seed)
        bad = mislabel(given, share, rng)
        names = {f"p{i}" for i in np.flatnonzero(bad.side.to_numpy() != given.side.to_numpy())}
        found = {q.holding.place for q in questions(holdings_on(facts_of(bad), DATE))}
        planted, asked, hit = planted + len(names), asked + len(found), hit + len(found & names)
    print(f"towns {towns}, {share:.0%} wrong, {seeds} draws: planted {planted}, found {hit / planted:.3f}; asked {asked}, rightly {hit / asked:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["draws", "loss", "calibration", "lines", "wrong"])
    parser.add_argument("--towns", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--wrong", type=float, default=0.0)
    a = parser.parse_args()
    {
        "draws": lambda: draws(a.towns, a.seeds, a.wrong),
        "loss": lambda: loss(a.towns, a.seeds, a.wrong or 0.05),
        "calibration": lambda: calibration(a.towns, a.seeds),
        "lines": lambda: lines(a.towns, a.seeds),
        "wrong": lambda: wrong(a.towns, a.seeds, a.wrong or 0.05),
    }[a.what]()


if __name__ == "__main__":
    main()
