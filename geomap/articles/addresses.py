"""Days in addresses and in names of files."""

import re
from urllib.parse import urlsplit

from geomap.articles.datewords import MONTHS, iso_date

__all__ = ["archived_on", "date_in_address", "date_in_name"]

_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>20[12]\d)([/_-])(?P<m>[01]?\d|[a-z]{3,9})\2(?P<d>[0-3]?\d)(?![\d])")
_SOLID = re.compile(r"(?:^|[/_-])(?P<y>20[12]\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[/._-]|$)")
_DAY_FIRST = re.compile(r"(?:^|[/_-])(?P<a>[0-3]?\d)(?P<s>[/_-]?)(?P<b>[0-3]?\d|[a-z]{3,9})(?P=s)(?P<y>20[12]\d)(?=[/.]|$)")
_MONTH = re.compile(r"/(?P<y>20[12]\d)[/-](?P<m>[01]?\d|[a-z]{3,9})/")
_ARCHIVES = re.compile(r"//(?:web\.archive\.org/web|archive\.(?:today|ph|is|li|vn|md|fo))/(20[12]\d)(\d\d)(\d\d)\d{6}")


def date_in_address(url: str | None, order: str = "") -> str | None:
    """The day in the path of an address, or the month.

    Parameters
    ----------
    url : str or None
    order : str
        ``dmy`` or ``mdy``: how the outlet writes digits.

    Returns
    -------
    str or None
        ISO day (``/2022/01/20/``, ``/2022/jan/20/``, ``/20220120-title``, ``/16082022``, ``title-19-08-2022``), ISO month
        (``/2022/01/title``), or None. Digits that leave the month open give a day only where the order is known. Words of the title are no
        date of publication: they name the day of the act.
    """
    path = _path(url)
    for pattern in (_YEAR_FIRST, _SOLID):
        for match in pattern.finditer(path):
            if day := _iso(int(match["y"]), match["m"], match["d"]):
                return day
    for match in _DAY_FIRST.finditer(path):
        if day := _day_first(match, order):
            return day
    month = _MONTH.search(path)
    number = _month(month["m"]) if month else 0
    return f"{month['y']}-{number:02d}" if month and iso_date(int(month["y"]), number, 1) else None


def _path(url: str | None) -> str:
    """Path of an address in lower case; what follows a question mark says nothing of the article's day."""
    try:
        return urlsplit((url or "").strip()).path.lower()[:2_000]
    except ValueError:  # an address that is none, as http://[x
        return ""


def _month(word: str) -> int:
    return int(word) if word.isdigit() else MONTHS.get(word, 0)


def _iso(year: int, month: str, day: str) -> str | None:
    found = iso_date(year, _month(month), int(day))
    return found.isoformat() if found else None


def _day_first(match: re.Match[str], order: str) -> str | None:
    first, second, year = match["a"], match["b"], int(match["y"])
    if not match["s"] and len(first + second) != 4:
        return None  # 1682022 can be read in two ways
    if not second.isdigit():
        return _iso(year, second, first) if match["s"] else None
    readings = {"dmy": {_iso(year, second, first)}, "mdy": {_iso(year, first, second)}}
    days = (readings.get(order) or readings["dmy"] | readings["mdy"]) - {None}
    return days.pop() if len(days) == 1 else None


def date_in_name(file: str) -> str | None:
    """The day in a file name such as ``2018-10-13-hajin.html`` or ``hajin_20181013.txt``; None where there is none."""
    match = re.search(r"(?<!\d)(20[12]\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)", file.rsplit("/", 1)[-1])
    return _iso(int(match[1]), match[3], match[4]) if match else None


def archived_on(url: str | None) -> str | None:
    """The day on which an archive of the web took its copy, by the copy's address; None where it does not tell."""
    match = _ARCHIVES.search(url or "")
    return _iso(int(match[1]), match[2], match[3]) if match else None
