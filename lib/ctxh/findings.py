"""Findings: one row for each thing that is wrong, doubtful or repaired."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from ctxh.citations import columns_in_words
from ctxh.frames import FindingRow, columns_of_rows

COLUMNS = columns_of_rows(FindingRow)
SEVERITIES = ("stopped", "flagged", "fixed", "info")
FAULTS = SEVERITIES[:2]  # those that a sender is asked about
SEVERITY_LABELS = {"stopped": "Dừng", "flagged": "Cảnh báo", "fixed": "Đã sửa", "info": "Thông tin"}

MOST_SHOWN = 60  # characters of a cell
ROWS_LACK = "đủ dòng"  # the check of rows that a form must have
SUM = "dòng tổng"  # the check of a sum that is typed
RELATION = "quan hệ giữa các cột"  # the check of a number that cannot stand beside others
PRODUCT = "số lượng × mức"  # the check of a row whose amount is not its count × its level
_FOLLOWING = (SUM, "case 53", "case 59", "đủ xã", "đủ biểu")
_COMPARED = re.compile(r"C\d\d")
TRACED = re.compile(r"Xem các ô gốc: ctxh trace \d+ (\w+)[^.]*(?:\.|$)")  # a command, which whoever reads a document does not have
Finding = dict[str, str]  # a row: each of COLUMNS, and ``rows`` where it was given
CORRECTED = "chỉnh sửa"  # the check that findings about corrections.csv name


def finding(severity: str, message: str, remedy: str = "", **place: str) -> dict[str, str]:
    """One finding as a row; ``place`` gives check, area_code, file, sheet, cell, found, expected, used.

    ``found`` is what stands in the cells, ``expected`` what a rule, a norm or other cells make it, ``used`` what the
    report prints or reckons with. None of them may be given for a personal column. ``rows`` repeats what the message says of
    single rows, which is left out where the sheet is a register and the finding is published.
    """
    if severity not in SEVERITIES:
        raise ValueError(severity)
    row = dict.fromkeys(COLUMNS, "")
    return row | place | {"severity": severity, "message": message, "remedy": remedy}


def quoted(text: object) -> str:
    """What a cell holds as a message quotes it: its first characters between quotation marks that it has nowhere inside.

    What stands so is kept back wherever it is not proven harmless.
    """
    return f"«{str(text)[:MOST_SHOWN].replace('«', '‹').replace('»', '›')}»"


def without_rows(row: dict[str, str]) -> dict[str, str]:
    """A finding on a register as an edition publishes it: the column and how many cells of it, no rows."""
    named = row.get("rows", "")
    message = row["message"].replace(named, "") if named else row["message"]
    return row | {"cell": columns_in_words(row["cell"]), "message": message}


def findings_frame(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Findings as a table, the gravest first, of one gravity what is wrong before what may follow from it, otherwise as they were met."""
    ordered = sorted(rows, key=lambda row: (SEVERITIES.index(row["severity"]), _rank(row["check"])))
    return pd.DataFrame(ordered, columns=COLUMNS, dtype=str)


def without_sums_of(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The findings without those on a sum in whose column another cell must be mended first, or in whose sheet rows are lacking.

    A sum beside a doubted cell of its column is one stop with it, which names that cell.
    """
    reported = reported_columns(row for row in rows if row["check"] != SUM)
    lacking = {(row["file"], row["sheet"]) for row in rows if row["check"] == ROWS_LACK and row["severity"] == "stopped"}
    first = [row["check"] == SUM and ((row["file"], row["sheet"]) in lacking or bool(reported & reported_columns([row]))) for row in rows]
    return _with_their_sums([row for row, follows in zip(rows, first, strict=True) if not follows])


def _with_their_sums(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The findings, a stop about a sum in the place of the doubt about a cell of its column."""
    sums = {(row["file"], row["sheet"], _letters(row)): row for row in rows if row["check"] == SUM and row["severity"] == "stopped"}
    doubted = {key for row in rows if row["check"] == RELATION and (key := (row["file"], row["sheet"], _letters(row))) in sums}
    kept = []
    for row in rows:
        key = (row["file"], row["sheet"], _letters(row))
        if key in doubted and row["check"] == RELATION:
            also = f"{sums[key]['message'].removesuffix('.')} (ô {sums[key]['cell']})."
            kept.append(sums[key] | {"check": RELATION, "cell": row["cell"], "message": f"{row['message']} {also}"})
        elif key not in doubted or row is not sums[key]:
            kept.append(row)
    return kept


def _letters(row: dict[str, str]) -> str:
    """The letters of the first column that a finding names."""
    return "".join(re.findall(r"[A-Z]+", row["cell"])[:1])


def reported_columns(rows: Iterable[dict[str, str]]) -> set[tuple[str, str, str]]:
    """File, sheet and letters of the columns in which findings that stop name a cell."""
    stopped = (row for row in rows if row["severity"] == "stopped")
    return {(row["file"], row["sheet"], letters) for row in stopped for letters in re.findall(r"[A-Z]+", row["cell"])}


def _rank(check: str) -> int:
    """How far a kind of finding may be from its cause: a cell, what is added up of cells or counted as sent, what is compared."""
    return 2 if _COMPARED.fullmatch(check) else int(check in _FOLLOWING)
