"""A person's decisions on what was coded, applied at every stage; pure functions of the coded items and the decisions."""

from geomap.corrections.articles import apply_to_articles, not_coded
from geomap.corrections.events import apply_to_events, regrouped, review_of_reports
from geomap.corrections.facts import apply_to_facts
from geomap.corrections.lookup import CHOSEN, Lookup, decisions_in
from geomap.corrections.mentions import NameRules, apply_to_mentions, mention_outcome
from geomap.corrections.outcome import Outcome, Question, Unfit, join, usable
from geomap.corrections.reports import apply_to_reports

__all__ = [
    "CHOSEN", "Lookup", "NameRules", "Outcome", "Question", "Unfit", "apply_to_articles", "apply_to_events", "apply_to_facts", "apply_to_mentions",
    "apply_to_reports", "decisions_in", "join", "mention_outcome", "not_coded", "regrouped", "review_of_reports", "usable",
]  # fmt: skip
