"""Every cap in one place.

A cap protects the run, never hides data: an article that reaches one is rejected by name, with the cap in the message.
Change one for a run with the table ``[limits]`` of ``geomap.toml``.
"""

from dataclasses import dataclass, fields

from geomap.errors import InputError

__all__ = ["DEFAULT", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on what is read, in the units their names say."""

    article_bytes: int = 20_000_000
    """One file, as it lies on disk. Trafilatura's own cap for pages is the same."""
    article_chars: int = 2_000_000
    """Decoded text of one article; the longest real one measured has 60,000."""
    article_lines: int = 50_000
    """Lines of one article; the longest real one measured has 950."""
    table_bytes: int = 500_000_000
    """One csv, parquet or jsonl file holding many articles."""
    table_articles: int = 2_000_000
    """Articles in one table file."""
    feed_entries: int = 10_000
    """Entries of one saved feed; feeds of the press hold some tens."""
    archive_members: int = 10_000
    """Files in one zip."""
    archive_bytes: int = 1_000_000_000
    """Unpacked size of one zip."""
    archive_ratio: int = 100
    """Unpacked over packed size of one member; text rarely packs better than 20."""
    archive_depth: int = 1
    """Archives inside archives that are opened."""
    page_tags: int = 30_000
    """Tags, opening and closing, of one web page: the time of reading grows faster than their number."""
    xml_tags: int = 500_000
    """Tags, opening and closing, of one saved feed or Word document."""
    pdf_pages: int = 2_000
    """Pages of one PDF."""
    parse_seconds: int = 30
    """Wall time a third-party reader may take on one article."""
    desk_articles: int = 5_000
    """Articles of one review desk, some 3,000 bytes of the page each; a run of more has a page that says so in its place."""
    map_events: int = 200_000
    """Events of the interactive map that a run writes; 100,000 were measured in a browser."""
    held_articles: int = 5_000
    """Articles whose mentions, reports and events are held in memory; a run of more goes by shards on the disk."""
    mentions_per_article: int = 5_000
    """Toponyms in one article."""
    gazetteer_rows: int = 20_000_000
    """Rows of one added gazetteer file."""
    corrections_bytes: int = 50_000_000
    """One corrections.csv; some 200,000 decisions."""


DEFAULT = Limits()


def limits_from(settings: dict[str, object]) -> Limits:
    """Build limits from a settings table.

    Parameters
    ----------
    settings : dict
        Names of caps and their values, as under ``[limits]`` in ``geomap.toml``.

    Returns
    -------
    Limits
        The defaults with the given caps changed.

    Raises
    ------
    InputError
        A name that is no cap, or a value that is not a positive whole number.
    """
    known = {f.name for f in fields(Limits)}
    for name, value in settings.items():
        if name not in known:
            raise InputError(f"[limits] in geomap.toml: {name!r} is no cap; known caps: {', '.join(sorted(known))}")
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            raise InputError(f"[limits] in geomap.toml: {name} = {value!r}; give a positive whole number")
    return Limits(**settings)  # type: ignore[arg-type]  # checked above
