"""Progress on standard error: a bar on a terminal, nothing elsewhere."""

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

__all__ = ["Progress"]


class Progress:
    """Shows what a run is doing.

    Parameters
    ----------
    quiet : bool
        Show nothing.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._console = Console(stderr=True)
        self._shown = not quiet and sys.stderr.isatty()
        self._bar = Bar(
            TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=self._console, transient=True
        )
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> "Progress":
        if self._shown:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown:
            self._bar.stop()

    def stage(self, name: str, done: int, total: int | None) -> None:
        """Tell how far a stage is."""
        if not self._shown:
            return
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=total)
        self._bar.update(self._tasks[name], completed=done, total=total)  # type: ignore[arg-type]  # a task id is an int

    def file(self, name: str) -> None:
        """Tell which file is being written."""
        self.stage(f"writing {name}"[:20], 0, None)
