"""Interactive map at scale: build time, file size, time until ready, re-filter, pan, memory; beside it plain folium markers.

Usage: python benchmarks/map.py [--events 100000] [--distinct] [--folium 10000]
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

from driver import browser, open_page
from sample_events import synthetic

from geomap.maps.eventmap import EventMap

PAN = """() => new Promise((done) => {
  const { map, view } = window.geomap; let frames = 0; const start = performance.now();
  const real = view.map;
  (function step() {
    frames++;
    real.panBy([frames % 40 < 20 ? 6 : -6, frames % 40 < 20 ? 3 : -3], { animate: false });
    if (performance.now() - start < 2000) { requestAnimationFrame(step); } else { done(frames / ((performance.now() - start) / 1000)); }
  })();
})"""
REFILTER = """(what) => {
  const { model, refresh } = window.geomap, times = [], dim = model.dim[what];
  for (let k = 0; k < 7; k++) { dim.on[k % dim.on.length] ^= 1; const t = performance.now(); refresh(); times.push(performance.now() - t); }
  dim.on.set(dim.byDefault); refresh();
  return times.sort((a, b) => a - b)[3];
}"""
SEARCH = """() => new Promise((done) => {
  const box = document.getElementById("search"), t = performance.now();
  box.value = "bakery"; box.dispatchEvent(new Event("input"));
  const wait = () => (window.geomap.model.hits ? done(performance.now() - t - 120) : setTimeout(wait, 1));
  wait();
})"""


def measure(path: Path) -> dict[str, float]:
    """Open a written map and time what a reader does."""
    with browser() as process:
        start = time.perf_counter()
        page, seen = open_page(process, path)
        wall = time.perf_counter() - start
        ready = page.evaluate("performance.getEntriesByName('geomap-ready')[0]?.startTime ?? performance.now()") / 1000
        page.wait_for_timeout(500)
        out = {
            "ready_s": round(ready, 2), "open_wall_s": round(wall, 2), "pan_fps": round(page.evaluate(PAN), 1),
            "refilter_type_ms": round(page.evaluate(REFILTER, "type"), 1), "refilter_actor_ms": round(page.evaluate(REFILTER, "actor"), 1),
            "refilter_date_ms": round(page.evaluate(REFILTER, "date"), 1), "first_search_ms": round(page.evaluate(SEARCH), 1),
            "heap_mb": round(page.evaluate("performance.memory.usedJSHeapSize") / 1e6, 1),
        }  # fmt: skip
        seen.clean()
    return out


def folium_markers(n: int, folder: Path) -> dict[str, float]:
    """Plain `folium.Marker` with a popup per event, self-contained by `selfcontain`."""
    import folium

    from geomap.maps.selfcontain import selfcontain

    events = synthetic(n)
    start = time.perf_counter()
    plain = folium.Map([35, 38.5], zoom_start=7, tiles=None)
    for row in events.dropna(subset=["longitude"]).itertuples():
        folium.Marker([row.latitude, row.longitude], popup=json.loads(row.reports_json)[0]["quote"]).add_to(plain)
    path = folder / "folium.html"
    path.write_text(selfcontain(plain), "utf-8")
    build = time.perf_counter() - start
    with browser() as process:
        start = time.perf_counter()
        page, _ = open_page(process, path, ready=False)
        page.wait_for_function("document.querySelectorAll('.leaflet-marker-icon').length > 0", timeout=300_000)
        wall = time.perf_counter() - start
    return {"events": n, "build_s": round(build, 2), "mb": round(path.stat().st_size / 1e6, 2), "open_wall_s": round(wall, 2)}


def main() -> None:
    """Measure and print one JSON line a map."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--distinct", action="store_true", help="every event at coordinates of its own")
    parser.add_argument("--folium", type=int, default=0, help="also so many plain folium markers")
    given = parser.parse_args()
    events = synthetic(given.events, spread_km=30.0 if given.distinct else 0.0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        start = time.perf_counter()
        EventMap(events, title="Benchmark").save(path)
        build = time.perf_counter() - start
        line = {"events": given.events, "distinct": given.distinct, "build_s": round(build, 2), "mb": round(path.stat().st_size / 1e6, 2)}
        print(json.dumps({**line, **measure(path)}))
        if given.folium:
            print(json.dumps({"folium.Marker": folium_markers(given.folium, Path(folder))}))


if __name__ == "__main__":
    main()
