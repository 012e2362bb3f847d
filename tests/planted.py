"""Persons of a register planted all over a workbook, in many spellings; what leaves is searched for them."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, islice, product
from pathlib import Path

import pandas as pd

from ctxh.clean.expected import Expected
from ctxh.clean.ingest import receive
from ctxh.clean.persons.cell_texts import closed_words, quotable_findings
from ctxh.clean.persons.gate import CHECK, guard_names, guard_records, in_masked_files
from ctxh.clean.received import Received
from ctxh.observe.observations import observe
from ctxh.vietnamese import fold
from kinds import CLEAN
from small_sheets import CATEGORIES, ITEMS, LAYOUTS, even, grid, header
from surgery import read_here, saved, written

NAME, IDENTITY, ACCOUNT, CARD = "Canaria Bí Mật Ẩn Danh", "099042000001", "9999123456789", "CANARY0042"
OLD = "Người cao tuổi từ đủ 80 tuổi"
REGISTER = f"1 | {NAME} | 05/08/1942 | | '{IDENTITY} | Bằng Lai | {OLD} | 1 | 500000 | | 01/2022 | 12/QĐ | Tài khoản | '{ACCOUNT} | {CARD}"
FORMS = {form: text for form, text in CLEAN.items() if form != "beneficiaries"} | {
    "narrative": "1 | II.1 | Chính sách được thực hiện đầy đủ.\n2 | II.2 | Còn một số hạn chế.",
    "documents": "1 | plan_27_7 | Đi | Kế hoạch | 12/KH-UBND | 01/07/2024 | UBND huyện | Kỷ niệm ngày Thương binh | 2021-2025",
    "desk_figures": "1 | new_jobs_plan | Việc làm mới | 2600 | người | \n2 | storm_name | Tên bão | Yagi | chữ |",
    "printed_figures": "1 | I.3.4 | new_jobs | Việc làm mới | 2.634",
}
WAYS: dict[str, Callable[[object], object]] = {
    "a name": lambda old: NAME,
    "in capitals": lambda old: NAME.upper(),
    "without marks": lambda old: " ".join(word.capitalize() for word in fold(NAME).split()),
    "decomposed": lambda old: unicodedata.normalize("NFD", NAME),
    "behind the value": lambda old: f"{old} {NAME}",
    "before the value": lambda old: f"{NAME}: {old}",
    "behind a number": lambda old: f"3 {NAME}",
    "with a remark": lambda old: f"bà {NAME} (CCCD {IDENTITY})",
    "between marks": lambda old: f"«{NAME}» {old}",
    "behind closing marks": lambda old: f"a» {NAME} «b",
    "letters set apart": lambda old: " ".join(NAME.replace(" ", "")),
    "words in one": lambda old: NAME.replace(" ", ""),
    "initials": lambda old: "C.B.M.A. Danh",
    "an abbreviated word": lambda old: "Canaria Bí M. Ẩn Danh",
    "in another order": lambda old: "Danh Canaria Bí Mật Ẩn",
    "last name first": lambda old: "Danh, Canaria Bí Mật Ẩn",
    "from behind": lambda old: " ".join(reversed(NAME.split())),
    "with a by-name": lambda old: NAME.replace("Mật", "Mật (Tý)"),
    "tones typed apart": lambda old: "Canaria Bis Maajt Aanr Danh",
    "with a tag": lambda old: NAME.replace("Mật", "<b>Mật</b>"),
    "an identity number": lambda old: IDENTITY,
    "as a number": lambda old: float(IDENTITY),
    "with dots": lambda old: "099.042.000.001",
    "with blanks": lambda old: "099 042 000 001",
    "as an amount": lambda old: "99.042.000.001 đồng",
    "an account": lambda old: f"STK {ACCOUNT}",
    "a bare account": lambda old: float(ACCOUNT),
}
Plant = tuple[tuple[str, int, int], Callable[[object], object]]  # a place, and what is made of what stands there
PLACES = ("cells", "header", "above", "below", "beside", "sheet", "file")
APART = "two cells"  # the place of a name whose halves stand one below the other
_FILES = {"desk": "Huyen_Kim_Thanh_2024.xlsx", "area": "Xa_Kim_Xuyen_2024.xlsx"}
_BANNERS = {"desk": ["UBND HUYỆN KIM THÀNH"], "area": ["UBND XÃ KIM XUYÊN"]}
_AREAS = pd.DataFrame([("10771", "Kim Xuyên", "xã", "")], columns=["area_code", "name", "kind", "aliases"])
_PERSONAL = ("name", "identity", "birth")
_JOINED = ("canariabi", "cbmadanh", "canariabimandanh", "danhcanaria", "danhan", "maajt")
_SECRETS = ("canaria bi mat an danh", "99042000001", ACCOUNT, CARD.lower())


def spots(form: str) -> Iterator[tuple[str, int, int]]:
    """Where a person can be planted in a form: the place, and of cells and headers the row and the column."""
    columns = LAYOUTS[form].columns
    for row in range(len(FORMS[form].splitlines())):
        yield from (("cells", row, index) for index, column in enumerate(columns) if not column.personal and column.kind not in _PERSONAL)
    yield from (("header", 0, index) for index in range(len(columns)))
    yield from ((place, 0, 0) for place in PLACES[2:])
    yield from ((APART, row, at) for row in range(len(FORMS[form].splitlines()) - 1) for at, c in enumerate(columns) if c.printed)


def left(form: str, plants: list[Plant], folder: Path) -> str:
    """All texts that would leave of a workbook in which persons stand in some places, folded."""
    received, told = _received(form, plants, folder)
    observed = observe(received.records, [item for item in ITEMS.values() if item.form in LAYOUTS], 2024)
    told += quotable_findings(received.findings, closed_words(LAYOUTS, CATEGORIES), frozenset(row["sheet"] for row in received.coverage))
    texts = [observed.to_csv(), *(str(value) for row in (*told, *received.coverage) for value in row.values())]
    return fold(" ".join(texts))


def _received(form: str, plants: list[Plant], folder: Path) -> tuple[Received, list[dict]]:
    sender = LAYOUTS[form].sender if LAYOUTS[form].sender == "desk" else "area"
    name, sheets = (
        _FILES[sender],
        {LAYOUTS["beneficiaries"].sheet_names[0]: [_BANNERS["area"], *header(LAYOUTS["beneficiaries"]), *grid(REGISTER)]},
    )
    planted, called, name = _planted(form, sender, plants, name)
    for old in folder.iterdir():
        old.unlink()
    paths = [saved(folder, written(**sheets), "Xa_Kim_Xuyen_2024.xlsx")] if sender == "desk" else []
    paths.append(saved(folder, written(**({} if paths else sheets), **{called: planted}), name))
    layouts = {name: LAYOUTS[name] for name in ("beneficiaries", form)}
    expected = Expected(2024, "293", "huyện Kim Thành", _AREAS, layouts, CATEGORIES, allow_missing=True)
    found = receive(folder, expected, readings=map(read_here, sorted(paths)))
    told = guard_records(found.gate, found.records, layouts)
    told += guard_names(found.gate, found.coverage, found.findings, found.records)
    return found, in_masked_files([found.gate], told)


def _planted(form: str, sender: str, plants: list[Plant], file: str) -> tuple[list[list], str, str]:
    """The rows of the sheet, its name and that of its file, in which persons stand."""
    top, head, data = [_BANNERS[sender], ["NĂM 2024"]], header(LAYOUTS[form]), grid(FORMS[form])
    called, below = LAYOUTS[form].sheet_names[0], []
    for (place, row, column), change in plants:
        if place == "cells":
            data[row] += [""] * (column + 1 - len(data[row]))
            data[row][column] = change(data[row][column])
        elif place == APART:
            words = NAME.split()
            data[row][column], data[row + 1][column] = f"gia đình {' '.join(words[:2])}", f"{' '.join(words[2:])} nhận quà"
        elif place == "header":
            head[-1][column] = change(head[-1][column] or head[0][column])
        elif place == "above":
            top.append(["", change("Ghi chú")])
        elif place == "below":
            below.append(["", "", change("Người lập biểu")])
        elif place == "beside":
            data[0] = data[0] + [""] * (len(head[-1]) + 2 - len(data[0])) + [change("x")]
        named = re.sub(r"[\[\]:*?/\\'«»]", "", str(change("Thôn")))
        called = f"{called[:2]} {named}"[:31] if place == "sheet" else called
        file = file.replace(".xlsx", f" {named}.xlsx") if place == "file" else file
    return even(top + head + data + below), called, file


def _fits(place: str, way: str) -> bool:
    """Whether a name can stand in a place so: halves in one way, letters set apart not in the 31 of the name of a sheet."""
    return way == "a name" if place == APART else (place, way) != ("sheet", "letters set apart")


def persons(folder: Path, every: int = 1) -> tuple[Counter, list[str]]:
    """How often a planted person was kept back or let out; the latter in words."""
    trials = [(form, [(spot, way)]) for form in FORMS for spot, way in product(spots(form), WAYS) if _fits(spot[0], way)]
    return _judged(islice(trials, 0, None, every), folder)


def persons_in_pairs(folder: Path, every: int = 1) -> tuple[Counter, list[str]]:
    """The same of persons in two places of a form, each two ways of writing one with places by a seed."""
    trials = []
    for form, ways in product(FORMS, combinations(WAYS, 2)):
        rng, own = random.Random(f"{form} {ways}"), list(spots(form))
        fitting = [[spot for spot in own if _fits(spot[0], way)] for way in ways]
        trials.append((form, list(zip(map(rng.choice, fitting), ways, strict=True))))
    return _judged(islice(trials, 0, None, every), folder)


def _judged(trials: Iterable[tuple[str, list]], folder: Path) -> tuple[Counter, list[str]]:
    counts, bad = Counter(), []
    for form, plants in trials:
        text = left(form, [(spot, WAYS[way]) for spot, way in plants], folder)
        digits, letters = re.sub(r"[ .\u00a0]", "", text), re.sub(r"</?b>|[\W_]", "", text)
        out = [secret for secret in _SECRETS if secret in text or secret in digits] + [name for name in _JOINED if name in letters]
        counts["let out" if out else "kept back"] += 1
        bad += [f"{form} {plants}: {out}"] if out else []
    return counts, bad


def clean_forms(folder: Path) -> list[str]:
    """What the gate stops of the forms as they are: nothing."""
    stopped = []
    for form in FORMS:
        received, told = _received(form, [], folder)
        stopped += [f"{form}: {row['message']}" for row in (*told, *received.findings) if row["check"] == CHECK]
    return stopped
