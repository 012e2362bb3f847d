"""Where the ``ctxh`` command begins: nothing is loaded before somebody who asks to stop is answered."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and leave with its exit code; whoever asks to stop meanwhile is told so, also while libraries load."""
    try:
        from ctxh.cli import command

        command.main()
    except KeyboardInterrupt:
        print("LỖI: Đã dừng theo yêu cầu.", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
