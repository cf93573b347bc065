"""Where people's decisions enter a run: which files hold them, and the order in which they are applied."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corrections import (
    Lookup,
    NameRules,
    Outcome,
    apply_to_articles,
    apply_to_events,
    apply_to_facts,
    apply_to_reports,
    join,
    mention_outcome,
    not_coded,
    regrouped,
    usable,
)
from geomap.io.corrections import corrections_bytes, in_order, read_corrections
from geomap.model import (
    Article,
    ControlFact,
    Correction,
    Event,
    MatchType,
    Mention,
    Precision,
    Report,
    Resolution,
    Review,
    sha256_hex,
)
from geomap.tables.actors import Actors

if TYPE_CHECKING:
    from geomap.pipeline.options import RunOptions
    from geomap.places.gazetteer import Gazetteer

__all__ = ["CORRECTIONS_FILE", "Coded", "Decisions", "corrections_files", "lookup_of", "read_decisions"]

CORRECTIONS_FILE = "corrections.csv"
_PIN_RADIUS_KM = 1.0  # a person who sets a pin on a map of a country hits the village, not the house
Merge = Callable[[Sequence[Report]], Sequence[Event]]
Summarise = Callable[[Sequence[Report], str], Event]


def corrections_files(options: "RunOptions") -> tuple[Path, ...]:
    """Files of decisions of a run: the one that was named, or every ``corrections.csv`` beside the articles.

    Parameters
    ----------
    options : RunOptions

    Returns
    -------
    tuple of Path
        Each once, sorted; a file that was named need not exist.
    """
    if options.corrections is not None:
        return (options.corrections,)
    beside = {(path if path.is_dir() else path.parent) / CORRECTIONS_FILE for path in options.inputs}
    return tuple(sorted(path for path in beside if path.is_file()))


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a run that can be used, and what became of all so far."""

    rows: tuple[Correction, ...] = ()
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def rules(self) -> NameRules:
        """Those on place names."""
        return NameRules.of(self.rows)

    def on_articles(self, articles: Sequence[Article]) -> tuple[list[Article], "Decisions"]:
        """Articles as people decided, and the decisions with what became of these."""
        if not self.rows:
            return list(articles), self
        changed, outcome = apply_to_articles(articles, self.rows)
        return list(changed), replace(self, outcome=join([self.outcome, outcome]))

    def on_coded(
        self, coded: "Coded", articles: Mapping[str, Article], lookup: Callable[[], Lookup]
    ) -> tuple["Coded", "Decisions"]:
        """Reports and control facts as people decided.

        Parameters
        ----------
        coded : Coded
            As the machine coded it, from mentions to which `rules` were applied.
        articles : mapping of str to Article
            By id.
        lookup : callable
            Made only where there is a decision.

        Returns
        -------
        tuple
        """
        if not self.rows:
            return coded, self
        look = lookup()
        names = mention_outcome(coded.mentions, articles, self.rules, look)
        left_out = not_coded(list(articles.values()), self.rows)
        before = tuple(r for r in coded.reports if r.article not in left_out)
        facts = tuple(f for f in coded.facts if f.article not in left_out)
        reports, on_reports = apply_to_reports(before, articles, self.rows, look)
        reports = _disputed(reports, names, self.outcome, coded.mentions)
        changed, on_facts = apply_to_facts(facts, (before, reports), articles, self.rows, look)
        done = replace(self, outcome=join([self.outcome, names, on_reports, on_facts]))
        return Coded(coded.mentions, reports, changed), done

    def on_events(
        self, reports: Sequence[Report], articles: Mapping[str, Article], how: tuple[Merge, Summarise], lookup: Callable[[], Lookup]
    ) -> tuple[tuple[Event, ...], "Decisions"]:
        """Merge reports into events as people decided.

        Parameters
        ----------
        reports : sequence of Report
            As `on_coded` gave them. Rejected ones are merged with no others: they take no part in counts.
        articles : mapping of str to Article
            By id.
        how : (callable, callable)
            The machine's merging of reports; and the event of reports, the anchor first, with the reason why they are one.
        lookup : callable

        Returns
        -------
        tuple
            Events sorted by first day, then id; and the decisions with what became of them.
        """
        merge, summarise = how
        if not self.rows:
            return tuple(merge(reports)), self
        standing = [r for r in reports if r.review is not Review.REJECTED]
        events = {frozenset(e.reports): e for e in merge(standing)}
        rejected = [(r.id,) for r in reports if r.review is Review.REJECTED]
        groups, on_groups = regrouped([*(e.reports for e in events.values()), *rejected], reports, articles, self.rows)
        by_id = {r.id: r for r in reports}
        torn = {q.item for q in on_groups.questions}
        made = []
        for group in groups:
            known = events.get(frozenset(group))
            why = "" if len(group) == 1 else "joined by a person"
            made.append(known or summarise([by_id[r] for r in group], why))
        disputed = [replace(r, review=Review.DISPUTED) if r.id in torn else r for r in reports]
        changed, on_events = apply_to_events(made, disputed, articles, self.rows, lookup())
        ordered = sorted(changed, key=lambda e: (e.period.date_start or "9999-12-31", e.id))
        return tuple(ordered), replace(self, outcome=join([self.outcome, on_groups, on_events]))


@dataclass(frozen=True, slots=True)
class Coded:
    """What all articles say."""

    mentions: tuple[Mention, ...]
    reports: tuple[Report, ...]
    facts: tuple[ControlFact, ...]


def _disputed(reports: Sequence[Report], names: Outcome, on_articles: Outcome, mentions: Sequence[Mention]) -> tuple[Report, ...]:
    """Reports of a place or an article on which people contradict each other keep out of public output."""
    asked = {q.item for q in names.questions}
    spots = {(m.article, m.span) for m in mentions}
    torn = [m for m in mentions if m.id in asked]
    whole = {q.item for q in on_articles.questions}
    if not torn and not whole:
        return tuple(reports)

    def doubtful(r: Report) -> bool:
        why = r.provenance.get("where")
        spans = why.spans if why is not None else ()
        spoken = not any((r.article, s) in spots for s in spans)  # "the town"
        return r.article in whole or any(
            m.article == r.article and (any(s.overlaps(m.span) for s in spans) or (spoken and r.where.place_id == m.resolution.place_id is not None))
            for m in torn
        )

    return tuple(replace(r, review=Review.DISPUTED) if doubtful(r) else r for r in reports)


def read_decisions(options: "RunOptions") -> Decisions:
    """The decisions of a run.

    Parameters
    ----------
    options : RunOptions

    Returns
    -------
    Decisions

    Raises
    ------
    StoreError
        A file cannot be used.
    """
    rows = {c for path in corrections_files(options) for c in read_corrections(path, options.limits)}
    good, outcome = usable(in_order(rows))
    return Decisions(good, replace(outcome, sha256=sha256_hex(corrections_bytes(rows)) if rows else ""))


def lookup_of(gazetteer: "Gazetteer", actors: Actors) -> Lookup:
    """How decisions find places and actors."""
    return Lookup(partial(_place, gazetteer), actors)


def _place(gazetteer: "Gazetteer", value: str | tuple[float, float], name: str) -> Resolution | None:
    from geomap.errors import GazetteerError
    from geomap.places.kinds import precision_of

    if isinstance(value, tuple):
        longitude, latitude = value
        admin = gazetteer.admin_at(longitude, latitude)
        country = "SY" if admin.admin1 else None
        pin = f"pin:{longitude:.9g},{latitude:.9g}"
        return Resolution(
            pin, name or pin, "PPL", longitude, latitude, _PIN_RADIUS_KM, Precision.EXACT, country, admin, MatchType.EXACT, 1.0, "",
        )  # fmt: skip
    try:
        p = gazetteer.place(value)
    except GazetteerError:
        return None
    return Resolution(
        p.place_id, p.name, p.feature_code, p.longitude, p.latitude, p.radius_km, precision_of(p.feature_code), p.country, p.admin,
        MatchType.EXACT, 1.0, "",
    )  # fmt: skip
