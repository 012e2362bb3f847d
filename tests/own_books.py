"""A book of an office's own for tests: an entry, a form whole, and what is said where it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctxh.book import load_book
from ctxh.errors import CtxhError
from small_sheets import REFERENCE

NATIONAL = REFERENCE / "book"
GOOD = """[toys]
label = "Đồ chơi"
unit_of_measure = "gift"
sum = "gifts.gifts"
where = { occasion = "tet", payer = "own_budget" }
field = "gifts"
"""


def refused(folders: list[Path]) -> str:
    with pytest.raises(CtxhError) as told:
        load_book(folders)
    return str(told.value)


CLUBS = {  # a form of an office's own, whole: what stands in place of a row of it is refused
    "forms.csv": "clubs,B50,Câu lạc bộ,area,no,2026-01-01,,B50. Câu lạc bộ,CÂU LẠC BỘ,undated,,",
    "columns.csv": "clubs,2026-01-01,,kind,Loại,,,category,,no,yes,Loại,\n"
    "clubs,2026-01-01,,members,Số người,,Thành viên,count,person,no,yes,Số,",
    "categories.csv": "clubs,kind,chess,Cờ,Cờ tướng,,,,,\nclubs,kind,song,Hát,,,,,,",
    "units_of_measure.csv": "club,câu lạc bộ,count,count,",
    "measures.csv": "club,CLB",
    "rules.csv": "clubs,kind,every_word",
    "asked.csv": "clubs,members,Bao nhiêu người",
    "documents.csv": "plan_clubs,Kế hoạch câu lạc bộ,I.1,letter",
}


def clubs(folder: Path, name: str = "", before: str = "", after: str = "") -> list[Path]:
    """The folders of the national book and of an office with a form of its own, one piece of its lists changed."""
    (folder / "mau" / "book").mkdir(parents=True)
    for file, rows in CLUBS.items():
        header = (NATIONAL / file).read_text(encoding="utf-8").partition("\n")[0]
        assert file != name or before in rows
        changed = rows.replace(before, after, 1) if file == name else rows
        (folder / "mau" / "book" / file).write_text(f"{header}\n{changed}\n", encoding="utf-8")
    return [NATIONAL, folder / "mau" / "book"]
