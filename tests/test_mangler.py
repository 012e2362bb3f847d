"""Faults with a seed, alone and in pairs, and damaged bytes: nothing wrong is accepted, nothing right alarmed at."""

from __future__ import annotations

import random
import time

import pytest

from ctxh.read.child_process import answer as answered
from kinds import CLEAN
from mangler import campaign
from surgery import SHEET1, clean, packed, parts_of, saved
from trials import BEGIN, END, README, TRIALS, with_row


@pytest.mark.parametrize(("pairs", "least"), [(False, 200), (True, 190)], ids=["alone", "pairs"])
def test_no_fault_is_wrongly_accepted_and_no_clean_value_alarmed_at(tmp_path, pairs, least):
    counts, bad = campaign(1 if pairs else 2, pairs, tmp_path, every=7 if pairs else 1)

    assert [] == bad
    assert counts["repaired"] + counts["named"] >= least and set(counts) == {"repaired", "named"}
    assert len(CLEAN) >= 5


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The bytes with some overwritten, cut out or doubled."""
    for _ in range(rng.randint(1, 4)):
        at, length = rng.randrange(len(data)), rng.randint(1, 40)
        piece = rng.choice([rng.randbytes(length), b"", data[at : at + length] * 2, b"<", b'"', b"999999999999"])
        data = data[:at] + piece + data[at + length :]
    return data


@pytest.mark.parametrize("part", ["package", SHEET1, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_damaged_bytes_are_refused_in_words_or_read_and_never_break_the_reader(tmp_path, part):
    rng, until, tries, refused = random.Random(part), time.monotonic() + 2, 0, 0
    while tries < 25 or (tries < 200 and time.monotonic() < until):
        if part == "package":
            data = damaged(clean(), rng)
        else:
            parts = parts_of(clean())
            data = packed(parts | {part: damaged(parts[part], rng)})
        answer = answered(saved(tmp_path, data))
        message = answer.get("refused", "")
        refused += bool(message)
        tries += 1
        assert "ours" not in answer, answer
        assert message.startswith("Xa_Kim_Xuyen_2024.xlsx") if "refused" in answer else answer["sheets"] is not None
        assert "Traceback" not in message and len(message) < 400

    assert refused


def test_the_figures_of_each_trial_stand_in_the_readme_and_say_that_nothing_was_wrong():
    for name, runs in TRIALS.items():
        text = README.read_text(encoding="utf-8").split(BEGIN.format(name))[1].split(END.format(name))[0].strip()
        head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines())

        assert len(runs) == len(rows)
        assert set() == {row[head.index(column)] for row in rows for column in head if column.startswith("wrong")} - {"0"}
        assert [] == [row for row in rows if "caught" in head and not _nearly_all(row[0], row[head.index("caught")])]


def _nearly_all(title: str, caught: str) -> bool:
    """Whether of the wrong numbers that were put in 99 of 100 are caught, 97 of a text that was edited heavily, where any were."""
    found, tried = map(int, caught.split("/")) if caught else (1, 1)
    return found >= (0.97 if "8 innocent edits" in title else 0.99) * tried


def test_a_row_is_written_into_its_table_and_the_others_stay():
    readme = f"before\n{BEGIN.format('a')}\n\n| old |\n| --- |\n| 1 |\n| 2 |\n\n{END.format('a')}\nafter\n"
    row = {"": "x", "wrong": 0}

    assert f"before\n{BEGIN.format('a')}\n\n|  | wrong |\n| --- | --- |\n| 1 |\n| x | 0 |\n\n{END.format('a')}\nafter\n" == with_row(
        readme, "a", 1, row
    )
    assert with_row(readme, "a", 2, row).count("\n| ") == 1 + readme.count("\n| ")
