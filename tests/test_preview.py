"""The draft that is told anew at each save: what is typed is marked, faults are said, and the page is never older than its inputs."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from conftest import ROOT
from ctxh.reference.places import places_of
from ctxh.run.preview import Asked, drafts, next_draft, write_draft
from test_browser import ABSENT, BROWSER, CHROMIUM

OFFICE = "xa-kim-thanh"
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
    assert "không có chỉ tiêu “poor_housholds”. Có phải ý bạn là “poor_households”? Bên dưới là lời văn của lần ghi trước." in page
    assert "Bản nháp" in page and before.document == draft.document and "hộ nghèo" in page


EDITS = {
    "wording": (f"{OFFICE}/text/02_chi_dao.md", lambda text, n: f"{text}\nCâu thứ {n} {{{{ value('poor_households') }}}}.\n"),
    "settings": (f"{OFFICE}/office.toml", lambda text, n: re.sub(r"(?m)^signer = .*$", f'signer = "Mẫu Văn Thử {n}"', text)),
    "book": (f"{OFFICE}/book/indicators/own.toml", lambda text, n: f'[own_count]\nlabel = "Số mẫu {n}"\nvalue = "poor_households"\n'),
    "undone": (f"{OFFICE}/text/02_chi_dao.md", lambda text, n: text.partition("\nCâu thứ")[0] + "\n"),
    "broken": (f"{OFFICE}/text/02_chi_dao.md", lambda text, n: f"{text}\nCâu thứ {{{{ valeu('x') }}}}\n"),
}


def test_after_random_edits_the_draft_is_the_one_that_a_fresh_start_would_tell(asked):
    rng, draft = random.Random(20241231), next_draft(asked)
    kinds = [*EDITS, *rng.choices(list(EDITS), weights=(5, 1, 1, 2, 1), k=7)]
    for number, kind in enumerate(kinds):
        name, change = EDITS[kind]
        path = asked.places.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change(path.read_text("utf-8") if path.exists() else "", number), encoding="utf-8")
        draft = next_draft(asked, draft)
    fresh = next_draft(asked)

    assert (fresh.version, fresh.fault, fresh.findings) == (draft.version, draft.fault, draft.findings)
    assert fresh.document == draft.document or fresh.fault


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
