"""Facts about who holds what in, areas, lines and their change out."""

from geomap.control.areas import AreaMap, areas_on
from geomap.control.bundled import bundled_facts
from geomap.control.coded import coded_facts, read_run
from geomap.control.compare import Comparison, compare, matrix
from geomap.control.country import load_country
from geomap.control.facts import Fact, read_facts
from geomap.control.holdings import Holding, holdings_on
from geomap.control.lines import FrontLine, front_lines
from geomap.control.screen import Question, questions

__all__ = [
    "AreaMap", "Comparison", "Fact", "FrontLine", "Holding", "Question", "areas_on", "bundled_facts", "coded_facts", "compare",
    "front_lines", "holdings_on", "load_country", "matrix", "questions", "read_facts", "read_run",
]  # fmt: skip
