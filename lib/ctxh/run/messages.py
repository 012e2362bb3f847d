"""What is printed for the user: on the standard output what was asked for, beside it what should be known."""

from __future__ import annotations

import os
import sys
import unicodedata
from contextlib import suppress

from ctxh.errors import CtxhError

NOTE = "LƯU Ý: "


class Unprinted(CtxhError):
    """What was to be read on the standard output could not be written there."""


def settle_streams() -> None:
    """Make both streams take every letter, also where whoever started the command has closed them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # open until the process ends
        getattr(sys, name).reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a line beside the output proper; a stream that takes none more stops no run."""
    with suppress(OSError, ValueError):
        print(printable_message(text), file=sys.stderr, flush=True)


def say_out(text: str) -> None:
    """Print what a command was asked for; nothing for no text. Raises Unprinted for a full disk or a reader that has gone."""
    try:
        if text:
            print(printable_message(text), flush=True)
    except OSError as error:
        nobody_reads()
        why = "nơi nhận đã đóng" if isinstance(error, BrokenPipeError) else "đĩa đã đầy hoặc không ghi được"
        raise Unprinted(f"Không in ra được: {why}.") from error


def nobody_reads() -> None:
    """Let what is left in the standard output's buffer go nowhere, else Python fails by it at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def printable_message(text: str) -> str:
    """The text without what could steer a terminal (control, bidi and zero-width characters); bytes that are no letters as �."""
    kept = ("�" if unicodedata.category(c) == "Cs" else c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))
    return "".join(kept)
