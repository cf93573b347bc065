"""What is read: one article and where its parts lie."""

from dataclasses import dataclass

from geomap.model.codes import DatePrecision

__all__ = ["LANGUAGE_NAMES", "Article", "Rejection", "Span"]

LANGUAGE_NAMES = {
    "ar": "Arabic", "en": "English", "fa": "Persian", "fr": "French", "he": "Hebrew", "ku": "Kurdish", "ru": "Russian", "tr": "Turkish",
}  # fmt: skip
"""Languages that are recognised, by code."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text in code points, end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs from {self.start} to {self.end}")

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character.

        Parameters
        ----------
        other : Span
            Of the same text.

        Returns
        -------
        bool
            False for spans that only touch.
        """
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether the other lies wholly inside.

        Parameters
        ----------
        other : Span
            Of the same text.

        Returns
        -------
        bool
            True also of equal spans.
        """
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was found, with its parts marked and nothing cut.

    `text` is the decoded text only: no newline translation, no normalisation; a byte order mark is left out.
    Everything else that geomap says about the article points into `text` by code point offsets.
    """

    id: str
    """Stem of the file name; on collision, followed by eight hex digits of the hash."""
    file: str
    """Path relative to the input folder, with forward slashes."""
    sha256: str
    """Hash of the raw bytes."""
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    archive_url: str | None = None
    captured: str | None = None
    """When the page was saved (ISO date), if the file says so."""
    language: str | None = None
    published: str | None = None
    """ISO date (YYYY-MM-DD); its first day where the precision is coarser."""
    published_precision: DatePrecision = DatePrecision.UNKNOWN
    published_reason: str = "nothing states it"
    published_candidates: tuple[str, ...] = ()
    """Dates that would all fit, where the text leaves several years open."""
    reprinted: str | None = None
    """ISO date on which this copy appeared, where `published` is the earlier day of the original: "yesterday" is that one's."""
    headline: Span | None = None
    dateline: Span | None = None
    paragraphs: tuple[Span, ...] = ()
    boilerplate: tuple[Span, ...] = ()
    duplicate_of: str | None = None
    """Id of the article of which this is another copy."""
    original_source: str | None = None
    """Agency or outlet the text says it was taken from."""
    translated_from: str | None = None
    """Language code of the page of which this text is a supplied translation."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that could not be read, and why."""

    file: str
    reason: str
