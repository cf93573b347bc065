"""The harm policy: what public output coarsens, delays, leaves unquoted or withholds, and why."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geomap.errors import InputError
from geomap.model import EventType, SubEventType, sha256_hex
from geomap.tables.reader import read_table, table_bytes

__all__ = ["ACTIONS", "CONTROL", "HarmPolicy", "HarmRule", "load_harm_policy"]

ACTIONS = ("keep", "drop-quote", "coarsen", "delay", "withhold")
"""Weakest first."""
CONTROL = "Control"
"""The kind of what is laid beneath events: areas, lines and facts of who holds which ground."""
_KINDS = frozenset({CONTROL, *(t.value for t in EventType), *(t.value for t in SubEventType)})
_COLUMNS = ("object", "kind", "feature", "words", "younger_than_days", "action", "reason")
_MOST_DAYS = 36_500
_NAME = r"(?!Syria|Islamic|United|Human|Free|National)[A-Z][\w’'-]+(?:\s+(?:al-|el-|bin\s+|ibn\s+|abu\s+|Abu\s+)?[A-Z][\w’'-]+){1,2}"
_ROLES = (
    r"named|identified\s+as|called|mother|father|brother|sister|wife|husband|son|daughter|widow|relatives?|residents?|activists?|journalists?|"
    r"doctors?|nurses?|surgeons?|teachers?|farmers?|survivors?|witness(?:es)?|volunteers?|shopkeepers?|drivers?|lawyers?|students?|neighbou?rs?"
)
_MARKS = {
    "<age>": r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
    r"[-\s]+(?:year|month)s?[-\s]+olds?\b|\b[Aa]ged\s+\d{1,3}\b",
    "<person>": rf"\b(?:Mr|Mrs|Ms|Dr|Umm|Um)\b\.?\s+[A-Z]\w+|\b(?:{_ROLES})\b,?(?:\s+of(?:\s+\w+,?)?)?\s+{_NAME}|\b{_NAME},?\s+(?:an?\s+\w+|\d{{1,3}}),|"
    rf"\b(?:said|told\s+\w+\s+by|says|recalled|added)\s+{_NAME}",
}
"""What stands for more than words: an age, and a person who is named by title, kin or trade, or beside an age."""


@dataclass(frozen=True, slots=True)
class HarmRule:
    """A row of the policy. Empty conditions fit everything."""

    objects: frozenset[str]
    kinds: frozenset[str]
    features: tuple[str, ...]
    """Feature codes, with an asterisk for any ending."""
    words: re.Pattern[str] | None
    younger_than_days: int | None
    action: str
    reason: str
    row: str

    def fits_code(self, code: str) -> bool:
        """Whether a feature code is one of the rule's, or it asks for none."""
        return not self.features or any(code.startswith(f[:-1]) if f.endswith("*") else code == f for f in self.features if code)


@dataclass(frozen=True, slots=True)
class HarmPolicy:
    """Rules in their order."""

    rules: tuple[HarmRule, ...]
    sha256: str = ""
    """Of the table's bytes."""


def _pattern(cell: str, row: str) -> re.Pattern[str] | None:
    parts = [p.strip() for p in cell.split("|") if p.strip()]
    if not parts:
        return None
    unknown = [p for p in parts if p.startswith("<") and p not in _MARKS]
    if unknown:
        raise InputError(f"{row}: {unknown[0]!r} is no mark; known: {', '.join(sorted(_MARKS))}")
    plain = [re.sub(r"\\?\s+", r"[\\s_-]+", re.escape(p.rstrip("*"))) + (r"\w*" if p.endswith("*") else "") for p in parts if p not in _MARKS]
    words = [rf"(?i:\b(?:{'|'.join(plain)})\b)"] if plain else []
    return re.compile("|".join([*words, *(_MARKS[p] for p in parts if p in _MARKS)]))


def _set(cell: str) -> frozenset[str]:
    return frozenset(p.strip() for p in cell.split("|") if p.strip())


def _rule(r: dict[str, str]) -> HarmRule:
    if r["action"] not in ACTIONS:
        raise InputError(f"{r['_row']}: action {r['action']!r} is none of {', '.join(ACTIONS)}")
    age = r["younger_than_days"]
    if age and not (age.isascii() and age.isdigit() and 0 < int(age) <= _MOST_DAYS):
        raise InputError(f"{r['_row']}: younger_than_days {age!r} is no number of days, 1 to {_MOST_DAYS}")
    if r["action"] == "delay" and not age:
        raise InputError(f"{r['_row']}: delay needs younger_than_days; for ever is withhold")
    if unknown := sorted(_set(r["kind"]) - _KINDS):
        raise InputError(f"{r['_row']}: kind {unknown[0]!r} is no event type or sub-type of ACLED, nor {CONTROL}; the row would protect nothing")
    if not r["reason"]:
        raise InputError(f"{r['_row']}: a rule without a reason; give one, it is what people can agree or disagree with")
    return HarmRule(
        _set(r["object"]), _set(r["kind"]), tuple(sorted(_set(r["feature"]))), _pattern(r["words"], r["_row"]), int(age) if age else None,
        r["action"], r["reason"], r["_row"],
    )  # fmt: skip


@lru_cache(maxsize=8)
def load_harm_policy(path: Path | None = None) -> HarmPolicy:
    """Load the bundled policy, or a user's.

    Parameters
    ----------
    path : Path, optional
        CSV with the columns of the bundled ``harm_policy.csv``.

    Returns
    -------
    HarmPolicy

    Raises
    ------
    InputError
        A column is missing, an action or mark is unknown, a delay has no days, or a row has no reason.
    """
    rules = tuple(_rule(r) for r in read_table("harm_policy.csv", _COLUMNS, path))
    return HarmPolicy(rules, sha256_hex(table_bytes("harm_policy.csv", path)))
