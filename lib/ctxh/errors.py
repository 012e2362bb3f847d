"""The errors that a user is meant to read: one message in Vietnamese and an exit code."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


MARK = "LỖI: "


class CtxhError(Exception):
    """A message saying what is wrong, where (file, sheet, cell) and what to do about it."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback, and what a run knows our errors by."""
        return [f"{MARK}{self}"]


class StoppedByFindings(CtxhError):
    """The data hold something that no report may be made from."""

    exit_code = 1


class RunFailed(CtxhError):
    """A notebook or an output could not be finished; the previous edition stands."""

    exit_code = 1


class WrongUsage(CtxhError):
    """The command, a parameter or a place was given wrongly; nothing was started."""

    exit_code = 2


def nearest(word: str, known: Iterable[str]) -> str:
    """A Vietnamese hint naming the known word nearest to a misspelt one, or nothing."""
    found = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return f" Có phải ý bạn là «{found[0]}»?" if found else ""
