"""Shards on a cluster that people have: Dask distributed behind the interface of `concurrent.futures`."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from geomap._version import __version__
from geomap.errors import InputError
from geomap.pipeline.shards import Pool

__all__ = ["dask_pool", "executor_pool"]

_WAIT_SECONDS = 60


def executor_pool(executor: Executor) -> Pool:
    """A pool that is always one executor of the caller's, which stays open.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        Of Dask, of MPI (`mpi4py.futures`), of Ray, of processes: whatever keeps the interface. One that breaks with a killed process,
        as that of the standard library does, fails what is left; give `geomap.pipeline.shards.code_shards` a callable that opens a new one.

    Returns
    -------
    callable
    """

    def opened() -> AbstractContextManager[Executor]:
        return nullcontext(executor)

    return opened


def dask_pool(scheduler: str) -> Pool:
    """A pool on a cluster of Dask.

    Parameters
    ----------
    scheduler : str
        Address (``tcp://host:8786``) or scheduler file of a running cluster, whose workers have this version of geomap and see the
        output folder under the same path.

    Returns
    -------
    callable
        Raises `InputError` when opened: Dask is not installed, the scheduler does not answer, no worker is there in a minute, or one has
        another version of geomap.
    """
    return partial(_opened, scheduler)


@contextmanager
def _opened(scheduler: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError("--cluster needs Dask distributed, which is not installed; install it with: pip install 'geomap[cluster]'") from error
    where: dict[str, Any] = {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"address": scheduler}
    try:
        client: Any = Client(**where, timeout=f"{_WAIT_SECONDS}s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"--cluster {scheduler}: no scheduler answers there ({error}); give its address, as tcp://host:8786, or its scheduler file") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_WAIT_SECONDS)
        except TimeoutError as error:
            raise InputError(f"--cluster {scheduler}: no worker in {_WAIT_SECONDS} seconds; start some with `dask worker {scheduler}`") from error
        _check_versions(client.run(_version_there), scheduler)
        with client.get_executor(pure=False) as executor:
            yield executor


def _version_there() -> str:
    try:
        from geomap._version import __version__ as there
    except ImportError:
        return "none"
    return there


def _check_versions(found: dict[str, str], scheduler: str) -> None:
    other = {worker: v for worker, v in sorted(found.items()) if v != __version__}
    if other:
        worker, there = next(iter(other.items()))
        raise InputError(f"--cluster {scheduler}: worker {worker} has geomap {there}, here is {__version__}; install the same version everywhere")
