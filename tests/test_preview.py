"""The draft that is told anew at each save: what is typed is marked, faults are said, and the page is never older than its inputs."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import openpyxl
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from conftest import ROOT
from ctxh.blocks import text_of
from ctxh.clean import ingest
from ctxh.edition import edition_at
from ctxh.explorer import tell
from ctxh.observe.rereading import still_standing
from ctxh.read import child_reader
from ctxh.reference.places import places_of
from ctxh.run import preview
from ctxh.run.preview import Asked, drafts, next_draft, write_draft
from ctxh.typeset.html.draft_page import draft_html
from test_browser import ABSENT, BROWSER, CHROMIUM

OFFICE = "xa-kim-thanh"
BOOK = "Thon_Dong_2026.xlsx"
SENTENCE = "\n\nCó 447 hộ, {{ value('poor_households') }} hộ nghèo.\n"


@pytest.fixture
def asked(tmp_path) -> Asked:
    """The year 2026 of a copy of the folder of xã Kim Thành."""
    for name in ("reference", "provinces", OFFICE):
        shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name, ignore=shutil.ignore_patterns("2025"))
    return Asked(places_of({"CTXH_DATA": tmp_path / "data", "CTXH_OUTPUTS": tmp_path / "outputs"}), OFFICE, 2026)


def wording(asked: Asked) -> Path:
    """The first file of results of the wording."""
    return asked.places.data / OFFICE / "text" / "02_chi_dao.md"


def test_a_typed_number_is_marked_and_told_while_a_number_of_the_data_is_not(asked):
    file = wording(asked)
    file.write_text(file.read_text("utf-8") + SENTENCE, encoding="utf-8")
    page = write_draft(next_draft(asked), asked.page).read_text("utf-8")

    assert ["447"] == re.findall(r'<mark class="typed"[^>]*>(.*?)</mark>', page)
    assert re.search(r"Có <mark[^>]*>447</mark> hộ, (<[^>]*>)*\d+(<[^>]*>)* hộ nghèo", page)
    assert re.search(r"<li><b>02_chi_dao.md</b> Dòng \d+: «447» gõ thẳng vào lời văn", page)
    assert "\uf8f0" not in page and "\uf8f1" not in page


def test_an_unknown_name_is_said_first_with_the_nearest_and_what_stood_before_stays_in_sight(asked):
    file, before = wording(asked), next_draft(asked)
    file.write_text(file.read_text("utf-8") + "\n{{ value('poor_housholds') }}\n", encoding="utf-8")
    draft = next_draft(asked, before)
    page = write_draft(draft, asked.page).read_text("utf-8")

    assert before.computed is draft.computed
    assert "không có chỉ tiêu «poor_housholds». Có phải ý bạn là «poor_households»? Bên dưới là lời văn của lần ghi trước." in page
    assert "Bản nháp" in page and before.document == draft.document and "hộ nghèo" in page


RATES = (("poor_households", 1), ("near_poor_households", 1), ("poor_households", 3))
RATE = """[own_rate]
label = "Tỷ lệ mẫu"
unit_of_measure = "percent"
ratio = ["{}", "households"]
section = "I.3.3"
field = "poverty"
decimals = {}
"""
OWN = """[own_count]
label = "Số mẫu {}"
unit_of_measure = "household"
plus = ["poor_households", "near_poor_households"]
field = "poverty"
"""
CORRECTED = """year,file,sheet,cell,found,value,reason,by,on
2026,Thon_Dong_2026.xlsx,B8a. Hộ nghèo,H10,7,{},Thôn báo lại,Mẫu Văn Thử,2026-12-01
"""
EDITS = {
    "wording": (f"{OFFICE}/text/02_chi_dao.md", lambda text, n: f"{text}\nCâu thứ {n} {{{{ value('poor_households') }}}}.\n"),
    "settings": (f"{OFFICE}/office.toml", lambda text, n: re.sub(r"(?m)^signer = .*$", f'signer = "Mẫu Văn Thử {n}"', text)),
    "book": (f"{OFFICE}/book/indicators/own.toml", lambda text, n: OWN.format(n)),
    "formula": (f"{OFFICE}/book/indicators/derived.toml", lambda text, n: RATE.format(*RATES[n % 3])),
    "told_of": (f"{OFFICE}/text/02_chi_dao.md", lambda text, n: f"{text}\n{{{{ value('own_rate') }}}} của thôn.\n"),
    "called": (f"{OFFICE}/office.toml", lambda text, n: re.sub(r"(?m)^areas_called = .*$", f'areas_called = "thôn {n}"', text)),
    "corrections": (f"{OFFICE}/corrections.csv", lambda text, n: CORRECTED.format(7 + n)),
    "columns": (
        "reference/book/columns.csv",
        lambda text, n: text.replace("Họ tên|Tên đối tượng", f"Họ tên|Tên đối tượng|Tên mẫu {n}", 1),
    ),
    "norms": (
        "reference/norms.csv",
        lambda text, n: re.sub(r"(?m)^(social_assistance_base,[^,]*,)\d+(.*2026-10-05,,)", rf"\g<1>{500 + n}000\2", text),
    ),
    "line": (  # a norm that no row is judged by
        "reference/norms.csv",
        lambda text, n: re.sub(r"(?m)^(poverty_income_rural,[^,]*,)\d+", rf"\g<1>{1500 + n}000", text),
    ),
    "label": (
        "reference/book/indicators/7_poverty.toml",
        lambda text, n: re.sub(r'(?m)^label = "Số hộ nghèo cuối năm.*"$', f'label = "Số hộ nghèo cuối năm {n}"', text),
    ),
    "field": ("reference/book/fields.csv", lambda text, n: re.sub("Giảm nghèo.*", f"Giảm nghèo {n}", text)),
    "undone": (f"{OFFICE}/text/02_chi_dao.md", lambda text, n: text.partition("\nCâu thứ")[0] + "\n"),
    "broken": (f"{OFFICE}/text/02_chi_dao.md", lambda text, n: f"{text}\nCâu thứ {{{{ valeu('x') }}}}\n"),
}


SLOW = ("corrections", "norms", "workbook", "columns", "gone")  # what workbooks say is taken again for them


def edit(asked, kind, number):
    """Change an input as its kind is changed: a cell of a workbook, a workbook that goes or comes back, else a text."""
    year = asked.places.data / OFFICE / "2026"
    if kind == "workbook":
        book = openpyxl.load_workbook(year / BOOK)
        book["B8a. Hộ nghèo"]["H9"] = number
        book.save(year / BOOK)
    elif kind == "gone":
        book, away = year / "Thon_Tay_2026.xlsx", asked.places.data / "away.xlsx"
        (away if away.exists() else book).rename(book if away.exists() else away)
    else:
        name, change = EDITS[kind]
        path = asked.places.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change(path.read_text("utf-8") if path.exists() else "", number), encoding="utf-8")


def test_of_workbooks_those_alone_are_read_and_cleaned_again_that_an_edit_concerns_and_the_page_says_so(asked, monkeypatch):
    read, cleaned = [], []
    frames, one = child_reader._frames, ingest.of_workbook
    monkeypatch.setattr(child_reader, "_frames", lambda paths, *of: read.extend(path.name for path in paths) or frames(paths, *of))
    monkeypatch.setattr(ingest, "of_workbook", lambda reading, *of: cleaned.append(reading.path.name) or one(reading, *of))
    draft, seen, told = next_draft(asked), [], []
    names = sorted(path.name for path in (asked.places.data / OFFICE / "2026").iterdir())
    first = read[:], cleaned[:]
    for kind in ("corrections", "workbook", "norms", "columns"):
        read.clear(), cleaned.clear()
        edit(asked, kind, 3)
        before, draft = draft, next_draft(asked, draft, begun=told.append)
        seen.append((kind, read[:], cleaned[:]))
    meanwhile = write_draft(told[-1], asked.page).read_text("utf-8")

    assert (names, names) == first
    assert [("corrections", [], [BOOK]), ("workbook", [BOOK], [BOOK]), ("norms", [], []), ("columns", [], names)] == seen
    assert "Đã đổi columns.csv: đang lấy lại số liệu từ các sổ Excel" in meanwhile and "hộ nghèo" in meanwhile
    assert 3 == len({one.version for one in (before, told[-1], draft)}) and "" == draft.fault


def test_settings_formulas_and_names_are_told_without_reading_a_workbook_again(asked, monkeypatch):
    def change(kind, number):
        name, changed = EDITS[kind]
        path = asked.places.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed(path.read_text("utf-8") if path.exists() else "", number), encoding="utf-8")

    change("formula", 0)
    change("told_of", 0)
    draft = next_draft(asked)
    monkeypatch.setattr(preview, "_computed", lambda *of: pytest.fail("the workbooks were read again"))
    change("settings", 7)
    signed = next_draft(asked, draft)
    change("formula", 2)
    rated = next_draft(asked, signed)
    change("label", 5)
    change("field", 6)
    change("line", 8)
    named = next_draft(asked, rated)
    poor = next(facts for facts in named.passports if facts["id"] == "poor_households")

    assert ("Mẫu Văn Thử 7", "", "", "") == (signed.document.frame.signer, signed.fault, rated.fault, named.fault)
    assert ("Số hộ nghèo cuối năm 5", "Giảm nghèo 6") == (poor["label"], poor["field"])
    assert "1508000" in named.computed.request.norms["value"].tolist()
    assert signed.passports is draft.passports and rated.passports is not signed.passports
    assert ["0,8%", "0,820%"] == [re.search(r"\d,\d+%(?= của thôn)", words(one))[0] for one in (signed, rated)]


def test_what_was_read_is_read_again_where_a_finding_says_a_name_that_changed(edition_2024):
    observed, book = edition_2024.observed, edition_2024.request.book
    item = book.items["poor_households"]
    renamed = replace(edition_2024.request, book=replace(book, items=book.items | {item.id: replace(item, label="Số hộ mẫu")}))
    said = observed.reading_findings.head(1).assign(message=f"Ô trống mà chỉ tiêu {item.label} cần.")

    assert renamed is still_standing(observed, renamed).request
    assert still_standing(replace(observed, reading_findings=said), renamed) is None


def test_a_number_of_the_draft_opens_its_source(asked):
    file = wording(asked)
    file.write_text(file.read_text("utf-8") + SENTENCE, encoding="utf-8")
    page = write_draft(next_draft(asked), asked.page).read_text("utf-8")

    assert re.search(r'<a id="so-\d+" href="#hc-poor_households">104</a> hộ nghèo', page)
    assert "Thon_Dong_2026.xlsx" in page.partition('<div id="hc-poor_households"')[2].partition("</details>")[0]


def test_a_notebook_shows_the_same(asked):
    file = wording(asked)
    file.write_text(file.read_text("utf-8") + SENTENCE, encoding="utf-8")
    draft, edition = next_draft(asked), edition_at(asked.places, OFFICE, 2026)
    page = tell(edition).page
    file.write_text(file.read_text("utf-8") + "{{ valeu('x') }}", encoding="utf-8")

    assert draft_html(draft.document, draft.passports, draft.findings, draft.fault, "") == page and ">447</mark>" in page
    assert "valeu" in tell(edition).page and "<iframe" in tell(edition)._repr_html_()


def words(draft) -> str:
    """The running text of a draft."""
    return "\n".join(text_of(block.runs) for block in draft.document.blocks if hasattr(block, "runs"))


def test_after_random_edits_the_draft_is_the_one_that_a_fresh_start_would_tell(asked):
    rng, draft = random.Random(20241231), next_draft(asked)
    quick = [kind for kind in EDITS if kind not in SLOW]
    kinds = [*rng.sample([*EDITS, *SLOW], len(EDITS) + len(SLOW)), *rng.choices(quick, k=3), "gone", "corrections", "undone", "told_of"]
    for number, kind in enumerate(kinds):
        edit(asked, kind, number)
        draft = next_draft(asked, draft)
    fresh = next_draft(asked)

    assert (fresh.version, "", fresh.findings) == (draft.version, draft.fault, draft.findings)
    assert fresh.document == draft.document and fresh.passports == draft.passports
    for table in ("indicators", "observations", "series", "coverage", "reading_findings"):
        assert_frame_equal(getattr(fresh.computed, table), getattr(draft.computed, table))
    assert_frame_equal(fresh.computed.request.norms, draft.computed.request.norms)


def test_a_name_that_a_cell_says_is_read_anew_and_one_that_none_says_is_not(asked):
    draft = next_draft(asked)
    observed, request = draft.computed.observed, draft.computed.request
    entry = request.book.indicators["poor_households"]
    named = replace(request, book=replace(request.book, indicators={**request.book.indicators, entry.id: replace(entry, label="Hộ nghèo")}))
    paper = pd.DataFrame({"form": [*observed.coverage["form"], "printed_figures"]})

    def standing(*cells: str) -> bool:
        codes_said = frozenset(("printed_figures", "indicator", cell) for cell in cells)
        return still_standing(replace(observed, coverage=paper, codes_said=codes_said), named) is not None

    assert [True, False, False, False] == [
        standing("so ho can ngheo cuoi nam", "near poor households"),
        standing("so ho ngheo cuoi nam"),
        standing("ho ngheo"),
        standing("ho la"),  # nobody's, so that what it is likest may be another
    ]


def test_a_save_is_heard_of_and_the_page_says_so_to_whoever_has_it_open(asked):
    stop, heard = Event(), []

    listener = Thread(target=lambda: heard.extend(drafts(asked, stop)))
    listener.start()
    wait_for(lambda: len(heard) == 1)
    first = asked.page.with_name("preview.js").read_text("utf-8")
    wording(asked).write_text(wording(asked).read_text("utf-8") + SENTENCE, encoding="utf-8")
    wait_for(lambda: len(heard) == 2)
    stop.set()
    listener.join()

    assert first != asked.page.with_name("preview.js").read_text("utf-8") and "447" in asked.page.read_text("utf-8")


@pytest.mark.documents
@pytest.mark.skipif(bool(ABSENT), reason=f"thiếu {', '.join(ABSENT)}")
def test_an_open_page_loads_itself_anew_from_its_file(asked, tmp_path):
    first = next_draft(asked)
    write_draft(first, asked.page)
    wording(asked).write_text(wording(asked).read_text("utf-8") + SENTENCE, encoding="utf-8")
    newer = write_draft(next_draft(asked, first), tmp_path / "newer" / "preview.html")
    command = ["node", str(BROWSER / "preview.mjs"), str(CHROMIUM), str(asked.page), str(newer), str(newer.with_name("preview.js"))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)

    assert ([], []) == (seen["before"]["typed"], seen["faults"])
    assert [["447", "rgb(198, 40, 40)"]] == seen["after"]["typed"]
    assert "«447» gõ thẳng vào lời văn" in seen["after"]["beside"]


def wait_for(what, seconds: float = 120) -> None:
    """Return once something holds. Raises AssertionError where it does not in time."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)
