"""The only place that knows all the stages: order, progress, processes, the guard for each article."""

from geomap.pipeline.ledgers import Ledgers
from geomap.pipeline.options import RunOptions, options_from_project
from geomap.pipeline.run import RunResult, run_pipeline

__all__ = ["Ledgers", "RunOptions", "RunResult", "options_from_project", "run_pipeline"]
