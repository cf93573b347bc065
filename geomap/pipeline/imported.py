"""Rows of other collections among our own: the administrative units that hold their points, under our names and codes."""

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.io.imports import Imported
from geomap.model import Admin, Precision, Report

if TYPE_CHECKING:
    from geomap.places.gazetteer import Gazetteer

__all__ = ["located"]

_LEVELS = {Precision.ADMIN1: 1, Precision.LINE: 1, Precision.AREA: 1, Precision.COUNTRY: 0}


def located(imported: Imported, gazetteer: "Gazetteer") -> Imported:
    """Give each report the governorate and district that hold its point.

    Other collections spell them in ways of their own ("Ar Raqqa", "Raqqah governorate"), plain tables have none; without ours their rows
    would never meet ours when reports are merged, and tables by governorate would count them apart.

    Parameters
    ----------
    imported : Imported
    gazetteer : Gazetteer

    Returns
    -------
    Imported
        As far as the precision of a place allows. A point outside Syria has no country.
    """
    return replace(imported, reports=tuple(_located(r, gazetteer) for r in imported.reports))


def _located(report: Report, gazetteer: "Gazetteer") -> Report:
    where = report.where
    if where.longitude is None or where.latitude is None or where.precision is Precision.COUNTRY:
        return report
    here = gazetteer.admin_at(where.longitude, where.latitude)
    level = _LEVELS.get(where.precision or Precision.EXACT, 2)
    admin = here if level == 2 else Admin(here.admin1, admin1_pcode=here.admin1_pcode)
    return replace(report, where=replace(where, admin=admin, country="SY" if here.admin1 else None))
