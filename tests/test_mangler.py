"""Faults with a seed, alone and in pairs, and damaged bytes: nothing wrong is accepted, nothing right alarmed at."""

from __future__ import annotations

import random
import time

import pytest
from mangler import CLEAN, campaign
from surgery import SHEET1, clean, packed, parts_of, saved

from ctxh.reading.reader import _answer


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
        answer = _answer(saved(tmp_path, data), None)
        message = answer.get("refused", "")
        refused += bool(message)
        tries += 1
        assert message.startswith("Xa_Kim_Xuyen_2024.xlsx") if "refused" in answer else answer["sheets"] is not None
        assert "Traceback" not in message and len(message) < 400

    assert refused
