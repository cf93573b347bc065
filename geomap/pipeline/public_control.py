"""Facts of control that a public edition may rest on: accepted, old enough, of no place that the harm policy hides, and without words of articles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from geomap.control.coded import coded_facts
from geomap.control.facts import ASSESSED, Fact
from geomap.errors import GazetteerError
from geomap.maps.harm import publication_day
from geomap.maps.harm_control import HIDING, control_rule
from geomap.model import Article, ControlFact
from geomap.tables.harm import HarmPolicy

__all__ = ["PublicFacts", "feature_code_of", "public_facts"]

_NO_OUTLET, _NO_SOURCE = "an article", "a source that is not named"
CodeOf = Callable[[str], str | None]
"""From a gazetteer id to its feature code; None where the gazetteer has no such id."""


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What may be drawn from, and what the policy did."""

    facts: tuple[Fact, ...]
    delayed: int
    withheld: int
    """Of places that would be told by governorate only, which is no ground; and those withheld as such."""
    unreviewed: int
    """Claims that nobody has accepted."""
    unquoted: int
    as_of: str | None
    as_of_given: bool
    policy_sha256: str

    def counts(self) -> tuple[str, ...]:
        """Lines for legends."""
        counts = (
            (self.delayed, "delayed"), (self.withheld, "withheld for their place"), (self.unreviewed, "left out, as nobody has accepted what they say"),
            (self.unquoted, "without quote"),
        )  # fmt: skip
        return tuple(f"{n:,} {'fact' if n == 1 else 'facts'} {text}" for n, text in counts if n) or ("no fact delayed or withheld",)

    def words(self) -> str:
        """One line for captions."""
        return f"public edition: {', '.join(self.counts())}; ages are counted from {self.as_of or 'no day'}"

    def record(self) -> dict[str, Any]:
        """The same as plain numbers, for the record of a figure."""
        return {
            "delayed": self.delayed, "withheld": self.withheld, "unreviewed": self.unreviewed, "without_quote": self.unquoted,
            "as_of": self.as_of, "as_of_given": self.as_of_given, "policy": self.policy_sha256,
        }  # fmt: skip


def feature_code_of(place_id: str) -> str | None:
    """Feature code of a place of the bundled gazetteer; None where it has no such id."""
    from geomap.places.gazetteer import Gazetteer

    try:
        return Gazetteer.bundled().place(place_id).feature_code
    except GazetteerError:
        return None


def public_facts(
    given: Sequence[Fact], coded: tuple[tuple[ControlFact, ...], tuple[Article, ...]], policy: HarmPolicy, code_of: CodeOf, as_of: str | None = None
) -> PublicFacts:
    """Choose the facts of a public comparison.

    Parameters
    ----------
    given : sequence of Fact
        From tables.
    coded : (tuple of ControlFact, tuple of Article)
        What a run coded, and its articles. Nothing of their words is left: no quote, and the outlet in place of who said it.
    policy : HarmPolicy
    code_of : callable
    as_of : str, optional
        Day of publication (``YYYY-MM-DD``); without it the newest day of any fact.

    Returns
    -------
    PublicFacts
        Facts in the order given, those of the run last.

    Raises
    ------
    InputError
        `as_of` is no day.
    """
    codes = {f.where.place_id: f.where.feature_code for f in coded[0]}
    outlets = {a.id: a.outlet or _NO_OUTLET for a in coded[1]}
    of_run = [replace(f, source=outlets.get(f.row, _NO_OUTLET)) for f in coded_facts(*coded)]
    told = [*given, *of_run]
    newest = max((f.date_end for f in told), default=None)
    day = publication_day(as_of) if as_of is not None else None if newest is None else date.fromisoformat(newest)
    kept, delayed, withheld, unreviewed, unquoted = [], 0, 0, 0, 0
    for n, fact in enumerate(told):
        if fact.status != ASSESSED:
            unreviewed += 1
            continue
        age = None if day is None else (day - date.fromisoformat(fact.date_end)).days
        code = codes.get(fact.place_id) or (code_of(fact.place_id) if fact.place_id else None) or ""
        rule = control_rule(policy, age, code=code, spoken=fact.place)
        if rule is not None and rule.action in HIDING:
            delayed, withheld = delayed + (rule.action == "delay"), withheld + (rule.action != "delay")
            continue
        silent = n >= len(given) or control_rule(policy, age, spoken=fact.quote) is not None
        nameless = n < len(given) and control_rule(policy, age, spoken=fact.source) is not None
        unquoted += silent and bool(fact.quote)
        kept.append(replace(fact, quote="" if silent else fact.quote, source=_NO_SOURCE if nameless else fact.source))
    return PublicFacts(tuple(kept), delayed, withheld, unreviewed, unquoted, day.isoformat() if day else None, as_of is not None, policy.sha256)
