"""Tables on disk: what Excel would compute opens as text, numbers stay numbers, and what is read back is what was written."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from ctxh.observe.saved_tables import read_table, write_table
from ctxh.run.failures import findings

AS_TEXT = ["=1+1", "+84 912", "-x", "- thôn Đông", "@SUM(A1)", "\tb", "\r=1", "'=1+1", "''-x"]
AS_IT_IS = ["-5", "+3", "-1.250,5", "-12,5%", "1.605", "thôn = xóm", "'tên'", "", "‑", "o'clock"]


@pytest.mark.parametrize("text", [*AS_TEXT, *AS_IT_IS])
def test_a_text_comes_back_and_is_no_formula_in_between(tmp_path, text):
    written = write_table(pd.DataFrame({"found": [text], "value": [-2.5]}), tmp_path / "findings.csv")
    with (tmp_path / "findings.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)

    assert {"found": f"'{text}" if text in AS_TEXT else text, "value": "-2.5"} == row
    assert [text] == list(written["found"]) == list(read_table(tmp_path / "findings.csv")["found"])
    assert [-2.5] == list(read_table(tmp_path / "findings.csv")["value"])


def test_findings_are_told_as_they_were(tmp_path):
    write_table(pd.DataFrame({"message": ["=1+1"], "severity": ["flagged"]}), tmp_path / "tables" / "findings.csv")

    assert [{"message": "=1+1", "severity": "flagged"}] == findings(tmp_path)
