"""The command as a process that ends with the one that began it: so no run goes on that nobody waits for, where another takes its place.

Run as ``python -m ctxh.cli.leashed PARENT WORDS``. Only Linux ends it; elsewhere it is the command as always.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ctxh.run.kernel import die_with_parent


def run_leashed(words: Sequence[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """How the command with some words ended, in a process of its own in a folder, else in this one's; what it said is in its streams."""
    asked = [sys.executable, "-m", "ctxh.cli.leashed", str(os.getpid()), *words]
    return subprocess.run(asked, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)


def main() -> None:
    """Run the command."""
    die_with_parent(sys.argv.pop(1), named="")
    from ctxh.cli import command

    command.main()


if __name__ == "__main__":
    main()
