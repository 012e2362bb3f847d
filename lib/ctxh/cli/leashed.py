"""The command as a process that ends with the one that began it: so no run goes on that nobody waits for, where another takes its place.

Run as ``python -m ctxh.cli.leashed PARENT WORDS``. Only Linux ends it; elsewhere it is the command as always.
"""

from __future__ import annotations

import sys

from ctxh.run.kernel import die_with_parent


def main() -> None:
    """Run the command."""
    die_with_parent(sys.argv.pop(1), named="")
    from ctxh.cli import command

    command.main()


if __name__ == "__main__":
    main()
