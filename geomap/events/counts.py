"""Tolls of one event from several reports: rival claims are kept side by side, never added."""

from collections.abc import Callable, Sequence

from geomap.model import Loss, LossSide, Report

__all__ = ["merge_losses"]

_SWAPPED = {LossSide.ACTOR1: LossSide.ACTOR2, LossSide.ACTOR2: LossSide.ACTOR1}


def merge_losses(
    reports: Sequence[Report], kind: str, source_of: Callable[[Report], str], swapped: Callable[[Report], bool]
) -> tuple[Loss, ...]:
    """All claims of one kind over the reports of one event.

    Parameters
    ----------
    reports : sequence of Report
        The event's, in its order.
    kind : str
        ``deaths``, ``wounded`` or ``captured``.
    source_of : callable
        The original source of a report: what one source says twice, or two outlets from one source, is one claim.
    swapped : callable
        Whether a report names the event's actors the other way round.

    Returns
    -------
    tuple of Loss
        Sorted by side; equal figures of distinct sources stay apart, so that the commonest figure can be told. The claimant is
        the report's where the figure has none of its own. `joint_with` leaves out the event's own reports.
    """
    own = {r.id for r in reports}
    seen: set[tuple[object, ...]] = set()
    merged: list[Loss] = []
    for report in reports:
        for loss in getattr(report, kind):
            side = _SWAPPED.get(loss.side, loss.side) if swapped(report) else loss.side
            teller = (loss.claimant or source_of(report)).casefold()
            key = (side, loss.min, loss.max, loss.words if loss.min is None else "", teller)
            if key in seen:
                continue
            seen.add(key)
            joint = tuple(sorted(set(loss.joint_with) - own))
            merged.append(Loss(side, loss.min, loss.max, loss.words, loss.claimant or report.claimant, joint))
    order = list(LossSide)
    return tuple(sorted(merged, key=lambda x: (order.index(x.side), x.min is None, x.min or 0, x.max or 0, x.claimant or "", x.words)))
