"""Words that changed are held against the registers alone, and none passes that the whole reading would hold back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from ctxh.book.request import read_request
from ctxh.clean.persons.gate import CHECK, Gate
from ctxh.clean.persons.register_gate import gate_of_registers
from ctxh.observe.changed_words import words_pass
from ctxh.observe.intake import expected, ingest
from ctxh.observe.saved import Saved
from ctxh.reference.places import Places

ROOT = Path(__file__).resolve().parents[1]
OFFICE, YEAR, TEXT = "xa-kim-thanh", 2026, "01_mo_dau.md"


@pytest.fixture(scope="module")
def commune(tmp_path_factory) -> Places:
    """A commune's data, copied, and an edition in which nothing of persons was found."""
    folder = tmp_path_factory.mktemp("commune")
    for name in ("reference", "provinces", OFFICE):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    places = Places(folder / "data", folder / "outputs", ROOT / "notebooks")
    Saved(places.edition(OFFICE, YEAR)).save("findings", pd.DataFrame({"check": ["ô trống"]}))
    return places


@pytest.fixture(scope="module")
def registers(commune) -> list:
    """What is noted of persons by the registers alone, and by the whole reading."""
    noted, of = [], Gate.of
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Gate, "of", lambda found, places=(): noted.append(found) or of(found, places))
        request = read_request(OFFICE, YEAR, commune)
        gate_of_registers(request.folder, expected(request))
        ingest(request)
    return noted


def passes(commune: Places, sentence: str, name: str = TEXT, published: Saved | None = None) -> bool:
    """Whether a sentence more in a file of wording passes."""
    request = read_request(OFFICE, YEAR, commune)
    file = request.office_folder / "text" / name
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    file.write_text(f"{before}\n{sentence}\n", encoding="utf-8")
    try:
        return words_pass(request, {name}, published or Saved(commune.edition(OFFICE, YEAR)))
    finally:
        file.write_text(before, encoding="utf-8")


def test_the_registers_alone_know_every_name_and_number_of_the_whole_reading(registers):
    alone, whole = registers

    assert len(whole.names) > 100 and len(whole.numbers) > 100
    assert (set(), set()) == (whole.names - alone.names, whole.numbers - alone.numbers)


def test_a_sentence_passes_and_one_that_names_a_person_does_not(commune, registers):
    name, number = min(registers[1].names), min(registers[1].numbers)
    sentences = ["Đơn vị tiếp tục thực hiện nhiệm vụ được giao.", f"Đã trao quà cho {name}.", f"Số {number} đã được chi trả."]

    assert [True, False, False] == [passes(commune, sentence) for sentence in sentences]
    assert not passes(commune, "Đơn vị tiếp tục.", f"{name}.md")


def test_where_the_gate_had_a_word_before_the_workbooks_are_read_as_always(commune, tmp_path):
    before = Saved(tmp_path)
    before.save("findings", pd.DataFrame({"check": [CHECK]}))

    assert [False, False] == [passes(commune, "Đơn vị tiếp tục.", published=saved) for saved in (before, Saved(tmp_path / "none"))]
