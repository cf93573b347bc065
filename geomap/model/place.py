"""Places: gazetteer entries, and what a name in a text was resolved to."""

from dataclasses import dataclass

from geomap.model.article import Span
from geomap.model.codes import MatchType, Precision, ToponymType

__all__ = ["UNKNOWN_ADMIN", "Admin", "Mention", "Place", "Resolution", "RunnerUp", "unresolved"]


@dataclass(frozen=True, slots=True)
class Admin:
    """The administrative units that hold a place, by English name and, where known, p-code; coarse to fine."""

    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    admin1_pcode: str | None = None
    admin2_pcode: str | None = None
    admin3_pcode: str | None = None


UNKNOWN_ADMIN = Admin()


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry. Longitude and latitude are WGS84 degrees of a representative point."""

    place_id: str
    name: str
    """As English-language news writes it."""
    longitude: float
    latitude: float
    """As the longitude, WGS84 degrees."""
    radius_km: float
    """Holds the true point (of an area: the area) in 90 % of cases."""
    feature_code: str
    """GeoNames feature code, as PPL, PPLA3, AIRB, HLL, STM."""
    country: str = "SY"
    """ISO 3166-1 alpha-2."""
    admin: Admin = UNKNOWN_ADMIN
    other_names: tuple[str, ...] = ()
    arabic: tuple[str, ...] = ()
    importance: float = 0.0
    """0 to 1: how much a bare name speaks for this place; from class, never from one article."""
    source: str = ""
    """Key of the source in ``gazetteer/SOURCES.md``."""
    basis: str = "registry"


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """A candidate that was not chosen, and why."""

    place_id: str
    place: str
    longitude: float
    latitude: float
    """As the longitude, WGS84 degrees."""
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name was taken for. Unresolved is a value too: `place_id` is None and `reason` says why."""

    place_id: str | None
    place: str | None
    feature_code: str | None
    longitude: float | None
    latitude: float | None
    """As the longitude, WGS84 degrees."""
    radius_km: float | None
    precision: Precision | None
    country: str | None
    admin: Admin
    match_type: MatchType
    score: float
    """0 to 1, calibrated: the share of such answers that were right."""
    reason: str
    runners_up: tuple[RunnerUp, ...] = ()

    @property
    def resolved(self) -> bool:
        """Whether there is a point."""
        return self.longitude is not None and self.latitude is not None


def unresolved(reason: str, runners_up: tuple[RunnerUp, ...] = ()) -> Resolution:
    """The resolution of a name that fits nothing.

    Parameters
    ----------
    reason : str
        Why nothing fits, for a person to read.
    runners_up : tuple of RunnerUp, optional
        What came nearest.

    Returns
    -------
    Resolution
        Without place and coordinates.
    """
    return Resolution(
        None, None, None, None, None, None, None, None, UNKNOWN_ADMIN, MatchType.NONE, 0.0, reason, runners_up
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text with what it was resolved to."""

    id: str
    article: str
    span: Span
    text: str
    toponym_type: ToponymType
    in_syria: bool | None
    """None where nothing tells."""
    resolution: Resolution
    kind_word: str | None = None
    """The generic word that goes with the name in the text ("village", "airbase", "province"), lower case."""
