"""What ``--public`` means, alike for every command that draws or exports: the harm policy first, then what a person has accepted."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.errors import InputError
from geomap.pipeline.options import PROJECT_FILE, options_from_project

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.maps.harm import Edition
    from geomap.tables.harm import HarmPolicy

__all__ = ["edition_of", "policy_of", "public_options", "tell_edition", "tell_unreviewed"]


def public_options(command: Any) -> Any:
    """The options of a public edition."""
    for option in reversed(
        (
            click.option("--public", is_flag=True, help="Only what a person has accepted, under the harm policy (docs/do-no-harm.md)."),
            click.option("--as-of", metavar="DATE", help="With --public: day of publication, from which the policy counts ages."),
            click.option("--harm-policy", type=click.Path(path_type=Path, exists=True), help="With --public: a policy in place of the bundled one."),
        )
    ):
        command = option(command)
    return command


def policy_of(given: dict[str, Any], run: Path) -> tuple["HarmPolicy | None", str | None]:
    """Policy and day of publication, taken out of `given`; None and None without ``--public``.

    Parameters
    ----------
    given : dict
        Values of `public_options`.
    run : Path
        What is published: the policy that the project here, or the one in whose folder the run lies, names holds where none is given.

    Returns
    -------
    tuple

    Raises
    ------
    InputError
        They were given without ``--public``, where nothing would act on them; or the policy cannot be used.
    """
    from geomap.tables.harm import load_harm_policy

    file, as_of = given.pop("harm_policy"), given.pop("as_of")
    if not given["public"]:
        if file or as_of:
            raise InputError("--as-of and --harm-policy belong to a public edition: add --public")
        return None, None
    if file is None and (file := _of_project(run)):
        click.echo(f"harm policy: {file.name}, as {PROJECT_FILE} says", err=True)
    return load_harm_policy(file), as_of


def _of_project(run: Path) -> Path | None:
    """The policy that a project names: the one here, else the one in whose folder a run lies; None where none does."""
    for home in (Path(), run.resolve().parent):
        file = home / PROJECT_FILE
        if file.is_file():
            return options_from_project(file).harm_policy
    return None


def edition_of(
    events: "GeoDataFrame", given: dict[str, Any], run: Path, *layers: "GeoDataFrame | None"
) -> tuple["GeoDataFrame", "Edition | None", tuple["GeoDataFrame | None", ...]]:
    """The events from which a command chooses, and what may lie beneath them: all, or the public edition.

    Parameters
    ----------
    events : GeoDataFrame
        All events of the run.
    given : dict
        Values of `public_options`; those that only concern the policy are taken out.
    run : Path
        As of `policy_of`.
    *layers : GeoDataFrame or None
        Areas and lines of control.

    Returns
    -------
    tuple
    """
    policy, as_of = policy_of(given, run)
    if policy is None:
        return events, None, layers
    from geomap.maps.harm import public_edition
    from geomap.maps.harm_control import without_recent

    edition, layers = without_recent(public_edition(events, policy, as_of=as_of), policy, *layers)
    tell_edition(edition)
    return edition.events, edition, layers


def tell_edition(edition: "Edition") -> None:
    """What the policy did, on standard error."""
    if warning := edition.warning():
        click.echo(warning, err=True)
    click.echo(edition.words(), err=True)
    if edition.held_back:
        click.echo(
            f"areas and lines of control that rest on facts too young for {edition.as_of or 'an unknown day'} (or tell no day) are left out; "
            "`geomap control` draws them for an earlier date", err=True,
        )  # fmt: skip


def tell_unreviewed(unreviewed: bool) -> None:
    """Say on standard error that nothing has been accepted, so that all of a public edition is unreviewed and says so."""
    if unreviewed:
        click.echo("--public: no event has been accepted by a person; all that is shown is unreviewed, and says so", err=True)
