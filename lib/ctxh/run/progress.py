"""What a waiting user sees: one bar on a terminal, a line a notebook elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

from ctxh.run.messages import NOTE, say


class Silence:
    """Progress that nobody watches, but for the editions that stand."""

    def __init__(self) -> None:
        self.editions: list[Path] = []

    def published(self, edition: Path) -> None:
        """Hear that an edition stands in its place."""
        self.editions.append(edition)

    def note(self, text: str) -> None:
        """Say something that the user should know, in one sentence or two."""

    def begin(self, title: str, steps: int) -> None:
        """Start one edition of so many steps."""

    def at(self, label: str, step: int) -> None:
        """Say which step has been reached."""

    def end(self) -> None:
        """Leave the terminal clean."""


class Lines(Silence):
    """Progress as plain lines, one whenever the notebook changes; when nobody can read them, none."""

    def note(self, text: str) -> None:
        say(f"{NOTE}{text}")

    def begin(self, title: str, steps: int) -> None:
        self.title, self.last = title, ""

    def at(self, label: str, step: int) -> None:
        part = label.split(",")[0]
        if part != self.last:
            say(f"{self.title}: {part}")
        self.last = part


class Bar(Lines):
    """Progress as one bar on the terminal: the notebook and the cell."""

    def begin(self, title: str, steps: int) -> None:
        from tqdm import tqdm

        tqdm.monitor_interval = 0  # no thread: a run that has one cannot be forked
        shape = "{desc} {bar} {n_fmt}/{total_fmt}"
        self.bar = tqdm(total=steps, bar_format=shape, file=sys.stderr, leave=False, desc=title)
        self.title = title

    def at(self, label: str, step: int) -> None:
        self.bar.set_description_str(f"{self.title}: {label}", refresh=False)
        self.bar.update(step - self.bar.n)
        self.bar.refresh()

    def end(self) -> None:
        self.bar.close()


class EndedRuns:
    """Progress of many runs at once as plain lines: one as each ends."""

    def __init__(self, runs: int) -> None:
        self.runs, self.ended = runs, 0

    def at(self, run: str, line: str) -> None:
        """Hear a line that a run said of itself."""

    def end_of(self, run: str, outcome: str) -> None:
        """Say how a run ended, and how many have."""
        self.ended += 1
        self.say(f"[{self.ended}/{self.runs}] {run}: {outcome}")

    def say(self, text: str) -> None:
        say(text)

    def close(self) -> None:
        """Leave the terminal clean."""


class RunsBar(EndedRuns):
    """Progress of many runs at once as one bar: how many have ended, and which notebook each of the others is at."""

    def __init__(self, runs: int) -> None:
        from tqdm import tqdm

        super().__init__(runs)
        tqdm.monitor_interval = 0
        self.bar = tqdm(total=runs, bar_format="{bar:20} {n_fmt}/{total_fmt} {desc}", file=sys.stderr, leave=False, dynamic_ncols=True)
        self.places: dict[str, str] = {}

    def at(self, run: str, line: str) -> None:
        if line.startswith(f"{run}: "):  # as ``Lines`` says it; other lines come with the end
            self.places[run] = line
            self._show()

    def end_of(self, run: str, outcome: str) -> None:
        self.places.pop(run, None)
        super().end_of(run, outcome)
        self.bar.update()
        self._show()

    def say(self, text: str) -> None:
        self.bar.clear()
        say(text)

    def close(self) -> None:
        self.bar.close()

    def _show(self) -> None:
        self.bar.set_description_str("; ".join(self.places.values()))


def for_many(runs: int) -> EndedRuns:
    """A bar of all runs when somebody watches, a line as each ends when the output goes to a file."""
    return RunsBar(runs) if sys.stderr.isatty() else EndedRuns(runs)


def for_terminal() -> Silence:
    """A bar when somebody watches, plain lines when the output goes to a file."""
    return Bar() if sys.stderr.isatty() else Lines()
