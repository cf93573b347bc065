"""Static figures: processor time of a figure of many events, of labels in a crowd, and of a notebook's picture.

Usage: python benchmarks/figure.py [--events 10000]
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

from sample_events import synthetic

from geomap.maps.figure import FigureOptions, draw_figure
from geomap.maps.labels import Label, place_labels
from geomap.maps.picture import static_picture


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds, and what came of it."""
    start = time.process_time()
    made = work()
    return round(time.process_time() - start, 2), made


def main() -> None:
    """Measure and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    n = parser.parse_args().events
    events, few = synthetic(n), synthetic(100)
    first, picture = timed(lambda: static_picture(few, "Notebook"))
    again, _ = timed(lambda: static_picture(few, "Notebook"))
    figure, drawn = timed(lambda: draw_figure(events, options=FigureOptions(title="Benchmark")))
    towns = [Label(f"t{k}", f"Town {k}", 20 + (k % 8) * 17, 20 + (k // 8) * 9, 12.0, 2.6, float(k)) for k in range(40)]
    labels, placed = timed(lambda: place_labels(towns, (0.0, 0.0, 180.0, 150.0)))
    line = {
        "events": n, "figure_cpu_s": figure, "labels_in_figure": [len(drawn.labels_placed), len(drawn.labels_dropped)],
        "forty_towns_cpu_s": labels, "forty_towns": [len(placed.placed), len(placed.dropped)],
        "notebook_png_first_cpu_s": first, "notebook_png_again_cpu_s": again, "notebook_png_kb": round(len(picture) * 0.75 / 1000),
    }  # fmt: skip
    print(json.dumps(line))


if __name__ == "__main__":
    main()
