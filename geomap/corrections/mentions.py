"""Decisions on place names: on one mention, or on a name in an article, in an outlet, or wherever it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from geomap.corrections.lookup import Lookup, chosen_by
from geomap.corrections.outcome import Outcome, Question, Unfit, settle
from geomap.model import Article, Correction, Mention, Resolution, RunnerUp, Scope, ToponymType, unresolved
from geomap.model.correction import NAME_SCOPES, value_of
from geomap.text.folding import fold

__all__ = ["NameRules", "apply_to_mentions", "mention_outcome"]

_SCOPES = (Scope.MENTION, *NAME_SCOPES)
_NO_ARTICLE = "no article with these bytes is read any more"


@dataclass(frozen=True, slots=True)
class _Decided:
    mention: Mention
    field: str
    rows: tuple[Correction, ...]
    """All that set the field, of the narrowest scope that does."""
    decisions: tuple[Correction, ...]
    """One, or those that contradict each other."""


@dataclass(frozen=True, slots=True)
class NameRules:
    """Decisions on place names, to be found quickly by article and by name."""

    by_article: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    """By hash: on one mention, or on a name in the article."""
    by_name: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    """By folded name: in an outlet, or everywhere."""

    @classmethod
    def of(cls, corrections: Iterable[Correction]) -> "NameRules":
        """The rules among some usable decisions.

        Parameters
        ----------
        corrections : iterable of Correction
            Usable ones, of any scope.

        Returns
        -------
        NameRules
            Those whose scope is a mention or a name.
        """
        by_article: dict[str, list[Correction]] = defaultdict(list)
        by_name: dict[str, list[Correction]] = defaultdict(list)
        for c in corrections:
            if c.scope in (Scope.MENTION, Scope.NAME_IN_ARTICLE):
                by_article[c.article_sha256].append(c)
            elif c.scope in NAME_SCOPES:
                by_name[_name_of(c)].append(c)
        return cls({k: tuple(v) for k, v in by_article.items()}, {k: tuple(v) for k, v in by_name.items()})

    def all(self) -> tuple[Correction, ...]:
        """Every rule once, in a fixed order.

        Returns
        -------
        tuple of Correction
            Those of articles first, then those of names.
        """
        groups = (*sorted(self.by_article.items()), *sorted(self.by_name.items()))
        return tuple(c for _, rows in groups for c in rows)

    def on_kinds(self) -> "NameRules":
        """Those that say what a name is (in Syria, literal), not where: they decide which sentences tell an act at all.

        Returns
        -------
        NameRules
            Without the rules that name a place.
        """
        return NameRules.of(c for c in self.all() if c.field != "place")

    def touching(self, article: Article) -> tuple[Correction, ...]:
        """Rules that may reach a mention of an article: all that its coding depends on.

        Parameters
        ----------
        article : Article
            Its text and hash are looked at.

        Returns
        -------
        tuple of Correction
            In a fixed order.
        """
        text = fold(article.text) if self.by_name else ""
        named = (c for name, rows in sorted(self.by_name.items()) if name in text for c in rows)
        return (*self.by_article.get(article.sha256, ()), *named)


def _name_of(c: Correction) -> str:
    return fold(c.old.rpartition(" @ ")[0] if c.scope is Scope.NAME_IN_OUTLET else c.old)


def apply_to_mentions(mentions: Sequence[Mention], article: Article, rules: NameRules, lookup: Lookup) -> tuple[Mention, ...]:
    """The mentions of an article as people decided.

    Parameters
    ----------
    mentions : sequence of Mention
        Of one article, as the machine resolved them.
    article : Article
    rules : NameRules
    lookup : Lookup

    Returns
    -------
    tuple of Mention
        In the same order. Where people disagree, or the place is unknown, the machine's value stays.
    """
    changed = {m.id: m for m in mentions}
    for found in _decided(mentions, article, rules):
        if len(found.decisions) == 1:
            changed[found.mention.id] = _set(changed[found.mention.id], found.decisions[0], lookup)
    return tuple(changed[m.id] for m in mentions)


def mention_outcome(mentions: Sequence[Mention], articles: Mapping[str, Article], rules: NameRules, lookup: Lookup) -> Outcome:
    """What became of the decisions on place names over a whole run.

    Parameters
    ----------
    mentions : sequence of Mention
        Of all articles, before or after `apply_to_mentions`.
    articles : mapping of str to Article
        By id.
    rules : NameRules
    lookup : Lookup

    Returns
    -------
    Outcome
    """
    given = rules.all()
    if not given:
        return Outcome()
    per_article: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        per_article[m.article].append(m)
    reached: set[tuple[str, str]] = set()
    questions: list[Question] = []
    overruled: set[str] = set()
    for name in sorted(per_article):
        for found in _decided(per_article[name], articles[name], rules, overruled):
            if len(found.decisions) > 1:
                answers = tuple((c.id, c.new, c.by) for c in found.decisions)
                questions.append(Question(found.mention.id, found.field, _shown(found.mention, found.field), answers))
            elif _known(found.decisions[0], found.mention, lookup):
                reached |= {(c.id, found.mention.id) for c in found.rows}
    present = {a.sha256 for a in articles.values()}
    touched = {i for i, _ in reached} | {a[0] for q in questions for a in q.answers}
    unfit = tuple(Unfit(c.id, _why(c, present, overruled, lookup)) for c in given if c.id not in touched)
    return Outcome(tuple(sorted(reached)), unfit, tuple(questions))


def _why(c: Correction, present: set[str], overruled: set[str], lookup: Lookup) -> str:
    if c.article_sha256 and c.article_sha256 not in present and c.scope in (Scope.MENTION, Scope.NAME_IN_ARTICLE):
        return _NO_ARTICLE
    if c.field == "place" and not _known(c, None, lookup):
        return f"no place with the id {c.new!r} in the gazetteer"
    if c.id in overruled:
        return "a decision of narrower scope stands at every mention it would reach"
    if c.scope is Scope.MENTION:
        return f"no place name is found at {c.start}-{c.end} any more"
    return f"the name {c.old!r} is not mentioned"


def _decided(mentions: Sequence[Mention], article: Article, rules: NameRules, overruled: set[str] | None = None) -> list[_Decided]:
    own = rules.by_article.get(article.sha256, ())
    if not own and not rules.by_name:
        return []
    spots = {c.id: _mention_at(c, mentions) for c in own if c.scope is Scope.MENTION}
    found = []
    for mention in mentions:
        by_field: dict[str, list[Correction]] = defaultdict(list)
        for c in (*own, *rules.by_name.get(fold(mention.text), ())):
            if _reaches(c, mention, article, spots):
                by_field[c.field].append(c)
        for name, rows in sorted(by_field.items()):
            narrowest = min(_SCOPES.index(c.scope) for c in rows)
            kept = tuple(c for c in rows if _SCOPES.index(c.scope) == narrowest)
            if overruled is not None:
                overruled |= {c.id for c in rows if c not in kept}
            found.append(_Decided(mention, name, kept, settle(kept)))
    return found


def _mention_at(c: Correction, mentions: Sequence[Mention]) -> str | None:
    """The mention at a span, or the one that shares most characters with it: a new version may draw its bounds otherwise."""
    assert c.start is not None and c.end is not None  # noqa: S101, PT018  # usable decisions have a span
    shared = [(min(c.end, m.span.end) - max(c.start, m.span.start), -abs(m.span.start - c.start), m.id) for m in mentions]
    best = max(shared, default=(0, 0, ""))
    return best[2] if best[0] > 0 else None


def _reaches(c: Correction, mention: Mention, article: Article, spots: Mapping[str, str | None]) -> bool:
    if c.scope is Scope.MENTION:
        return spots[c.id] == mention.id
    if _name_of(c) != fold(mention.text):
        return False
    return c.scope is not Scope.NAME_IN_OUTLET or fold(c.old.rpartition(" @ ")[2]) == fold(article.outlet or "")


def _known(c: Correction, mention: Mention | None, lookup: Lookup) -> bool:
    value = value_of(c) if c.field == "place" else None
    return not isinstance(value, str | tuple) or lookup.place(value, mention.text if mention else "") is not None


def _shown(mention: Mention, name: str) -> str:
    if name == "place":
        return mention.resolution.place_id or ""
    if name == "in_syria":
        return "" if mention.in_syria is None else "yes" if mention.in_syria else "no"
    return mention.toponym_type.value


def _set(mention: Mention, c: Correction, lookup: Lookup) -> Mention:
    value = value_of(c)
    if c.field == "in_syria":
        return replace(mention, in_syria=bool(value))
    if c.field == "toponym_type":
        return replace(mention, toponym_type=ToponymType(c.new))
    before = mention.resolution
    why = chosen_by(c)
    rivals = (*_machine(before), *(r for r in before.runners_up if r.place_id != value))
    if value is None:
        return replace(mention, resolution=unresolved(f"no place, {why}", rivals))
    found = lookup.place(value, mention.text)  # type: ignore[arg-type]  # a place is an id or a pin
    if found is None:
        return mention
    rivals = tuple(r for r in rivals if r.place_id != found.place_id)
    return replace(mention, in_syria=found.country == "SY", resolution=replace(found, reason=why, runners_up=rivals))


def _machine(before: Resolution) -> tuple[RunnerUp, ...]:
    """The machine's choice as the first runner-up."""
    if before.place_id is None or before.longitude is None or before.latitude is None:
        return ()
    return (RunnerUp(before.place_id, before.place or "", before.longitude, before.latitude, before.score, f"the machine's choice: {before.reason}"),)
