"""``python tests/sample OFFICE YEAR OUT`` writes the sample workbooks of an office and a year; ``make sample`` calls it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ctxh.errors import CtxhError
from sample import write_sample


def main(arguments: list[str] | None = None) -> None:
    """Writes the workbooks and says how many; an office or a year that there is no sample of ends the program with a message."""
    parser = argparse.ArgumentParser(prog="python tests/sample", description="Workbooks with invented persons.")
    parser.add_argument("office", help="as kim-thanh")
    parser.add_argument("year", type=int)
    parser.add_argument("out", type=Path, help="the folder to write into")
    asked = parser.parse_args(arguments)
    try:
        written = write_sample(asked.office, asked.year, asked.out)
    except CtxhError as error:
        parser.exit(error.exit_code, f"LỖI: {error}\n")
    print(f"{asked.out}: {len(written)} workbooks")


if __name__ == "__main__":
    main()
