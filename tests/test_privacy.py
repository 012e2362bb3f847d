"""Nothing personal in any output: planted names and numbers are looked for in every byte.

What goes back to a commune is its own data: there each commune's canaries are in its own files, and nowhere else.
"""

import io
import json
import re
import shutil
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment

from conftest import ROOT, published
from ctxh.edition import Edition
from ctxh.observe.saved_tables import read_table
from ctxh.reference.places import returns_folder
from opened import opened
from small_sheets import LAYOUTS, cells_in

NAME = "Canaria Bí Mật Ẩn Danh"
IDENTITY = "099987654321"
ACCOUNT = "99991234567890123"
CARD = "CANARYCARD0042"
REMARK = "Ghi chú riêng tư canary"
CANARIES = (NAME, IDENTITY, ACCOUNT, CARD, REMARK)
OTHERS = tuple(
    text.replace("Bí Mật", "Xã Khác")
    .replace("99987654321", "99912345678")
    .replace("999912345", "999954321")
    .replace("CARD0042", "CARD0043")
    .replace("canary", "chim hoàng yến")
    for text in CANARIES
)
PLANTED = {"Xa_Kim_Xuyen_2024": CANARIES, "Xa_Lai_Vu_2024": OTHERS}
SENT = {*PLANTED, "Huyen_Kim_Thanh_2024", "TT_Phu_Thai_2024"}
REGISTERS = ("B1. BTXH", "B1b. NCC", "B2. Biến động", "B3. Mai táng phí", "B5. Thẻ BHYT", "B7. Chế độ NCC")


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Path:
    """The edition of data in which every register of two communes has canaries of their own; both are asked about them.

    A third sent what it always sends, the others nothing: a year of nineteen workbooks has no other kinds of outputs.
    """
    folder = tmp_path_factory.mktemp("canary")
    for name in ("reference", "provinces"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    copied(folder / "data")
    for name, canaries in PLANTED.items():
        path = folder / "data" / "kim-thanh" / "2024" / f"{name}.xlsx"
        book = openpyxl.load_workbook(path)
        assert sum(plant(book[sheet], *canaries) for sheet in REGISTERS) >= 2 * len(REGISTERS)
        plant_beside(book, canaries)
        book.save(path)
    return published(folder / "outputs", "--data", str(folder / "data"), "--allow-missing")


def copied(data: Path) -> None:
    """Kim Thành in a data folder, with the workbooks of 2024 that were sent."""
    office = ROOT / "data" / "kim-thanh"
    others = {path.name for path in (office / "2024").iterdir() if path.stem not in SENT} | {"2022", "2023"}
    shutil.copytree(office, data / "kim-thanh", ignore=lambda _, names: others & {*names})


def plant(sheet, name: str, identity: str, account: str, card: str, remark: str) -> int:
    """How many canaries were put into the first record of a register, by the words of its header."""
    words = {"Họ": name, "Người chết": name, "CCCD": identity, "tài khoản": account, "Mã thẻ": card, "Ghi chú": remark, "Số hồ sơ": card}
    columns = {}
    for row in sheet.iter_rows(min_row=1, max_row=12):
        for cell in row:
            for word, canary in words.items():
                if isinstance(cell.value, str) and re.search(rf"\b{word}\b", cell.value) and len(cell.value) < 40:
                    columns[cell.column] = (canary, cell.row)
    first = max(row for _, row in columns.values()) + 1
    record = next(r for r in range(first, first + 9) if isinstance(sheet.cell(r, 1).value, (int, float)) and filled(sheet, r) > 4)
    for column, (canary, _) in columns.items():
        sheet.cell(record, column).value = canary
    return len(columns)


def plant_beside(book, canaries) -> None:
    """Put canaries where no form is read: a hidden sheet, a table beside one, a comment, a header of nothing, the properties."""
    name, identity, account, _, remark = canaries
    hidden = book.create_sheet("Sổ tay")
    hidden.sheet_state = "hidden"
    for row in (("Người", "Số"), (name, identity), (remark, account)):
        hidden.append(row)
    labour = book["B9a. Lao động"]
    for column, text in enumerate((name, identity), 9):
        labour.cell(9, column).value = text
    labour["A1"].comment = Comment(f"{name} {identity}", name)
    book["B4. Chi trả"].cell(1, 20).value = remark
    book.properties.creator, book.properties.title, book.properties.keywords = name, identity, account


def filled(sheet, row: int) -> int:
    return sum(cell.value is not None for cell in sheet[row])


def everything_in(path: Path) -> list[bytes]:
    """A file's bytes, and what its zip members or compressed PDF streams hold."""
    data = path.read_bytes()
    parts = [data]
    if zipfile.is_zipfile(io.BytesIO(data)):
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts += [archive.read(name) for name in archive.namelist()]
    if path.suffix == ".pdf":
        parts += [unpacked(chunk) for chunk in data.split(b"stream\n")[1:]]
    return parts


def unpacked(chunk: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(chunk)
    except zlib.error:
        return b""


def holds(path: Path, texts) -> list[str]:
    """Which of some texts a file holds, in any spelling that a document may give them."""
    parts = everything_in(path)
    ways = (("utf-8", "strict"), ("utf-16-be", "strict"), ("unicode_escape", "strict"), ("ascii", "xmlcharrefreplace"))
    spelt = {text: [text.encode(*way) for way in ways] for text in texts}
    return [text for text, spellings in spelt.items() if any(one in part for part in parts for one in spellings)]


def test_no_canary_in_any_byte_of_any_output(planted):
    files = [path for path in sorted(planted.rglob("*")) if path.is_file()]

    assert [] == [(path.name, canary) for path in files for canary in holds(path, CANARIES + OTHERS)] and len(files) > 30


def test_what_goes_back_holds_the_canaries_of_its_own_commune_alone(planted):
    found = {path.name: holds(path, CANARIES + OTHERS) for path in returns_folder(planted).iterdir()}

    assert {f"{name}{ending}" for name in PLANTED for ending in (".xlsx", ".docx")} | {"README.txt"} == set(found)
    for name, canaries in PLANTED.items():
        assert list(canaries) == found.pop(f"{name}.xlsx")
    assert [[]] * 3 == list(found.values())  # letters name cells, never what is in them


def test_what_goes_back_is_no_part_of_the_edition(planted):
    manifest = json.loads((planted / "manifest.json").read_text(encoding="utf-8"))

    assert 0o700 == returns_folder(planted).stat().st_mode & 0o777
    assert [] == [name for name in (*manifest["outputs"], *manifest["inputs"]) if "returns" in name]


@pytest.fixture(scope="module")
def pages(planted) -> dict[str, str]:
    """The text of each PDF."""
    from pypdf import PdfReader

    return {name: "\n".join(page.extract_text() for page in PdfReader(planted / name).pages) for name in ("report.pdf", "appendix.pdf")}


def test_no_text_of_the_documents_holds_a_canary(pages):
    assert [] == [name for name, text in pages.items() if any(canary in text for canary in CANARIES + OTHERS)]


def test_every_output_was_looked_at(planted):
    kinds = {path.suffix for path in planted.rglob("*") if path.is_file()}

    assert {".docx", ".pdf", ".html", ".xlsx", ".csv", ".ipynb", ".json", ".svg"} <= kinds


def test_a_refused_personal_cell_is_named_but_not_shown(tmp_path):
    copied(tmp_path)
    path = tmp_path / "kim-thanh" / "2024" / "Xa_Kim_Xuyen_2024.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["B1. BTXH"]
    rows = (r for r in range(5, 40) if isinstance(sheet.cell(r, 1).value, (int, float)) and filled(sheet, r) > 4)
    record = next(r for r in rows if sheet.cell(r, 2).value != 2)  # the row that numbers the columns holds numbers only
    cell = next(sheet.cell(record, c) for c in (3, 4) if sheet.cell(record, c).value)
    cell.value = f"sinh {NAME}"
    book.save(path)
    rows = opened("kim-thanh", 2024, tmp_path, tmp_path / "work", shown_here=True).findings()
    row = rows[rows["severity"] == "stopped"].iloc[0]

    assert (cell.coordinate, "", "") == (row["cell"], row["found"], row["used"])
    assert NAME not in rows.to_csv()


DESK, COMMUNE = "Huyen_Kim_Thanh_2024.xlsx", "Xa_Kim_Xuyen_2024.xlsx"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A data folder with the desk and one commune, in whose registers the canaries are."""
    folder = tmp_path_factory.mktemp("small") / "data" / "kim-thanh"
    (folder / "2024").mkdir(parents=True)
    for name in ("office.toml", "frame.docx", "text", "book"):
        source = ROOT / "data" / "kim-thanh" / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder)
    shutil.copy(ROOT / "data" / "kim-thanh" / "2024" / DESK, folder / "2024")
    book = openpyxl.load_workbook(ROOT / "data" / "kim-thanh" / "2024" / COMMUNE)
    for sheet in REGISTERS:
        plant(book[sheet], *CANARIES)
    book.save(folder / "2024" / COMMUNE)
    return folder.parent


def in_name_of_file(office: Path) -> None:
    (office / "2024" / COMMUNE).rename(office / "2024" / f"Xa_Kim_Xuyen_2024 {NAME}.xlsx")


def in_name_of_sheet(office: Path) -> None:
    book = openpyxl.load_workbook(office / "2024" / COMMUNE)
    book["B9a. Lao động"].title = f"B9a Thôn {NAME}"
    book.save(office / "2024" / COMMUNE)


def in_wording(office: Path) -> None:
    path = office / "text" / "02_chi_dao.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\nĐồng chí {NAME}.\n", encoding="utf-8")


def as_signer(office: Path) -> None:
    path = office / "office.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('signer = ""', f'signer = "{NAME}"'), encoding="utf-8")


def as_reason(office: Path) -> None:
    line = f"2024,{COMMUNE},B8a. Hộ nghèo,C12,569,570,Theo lời {NAME},Phòng,01/01/2025\n"
    (office / "corrections.csv").write_text("year,file,sheet,cell,found,value,reason,by,on\n" + line, encoding="utf-8")


CELLS = {  # file, sheet, cell, what is put there, what is told
    "a paragraph": (DESK, "B11. Thuyết minh", "C9", f"Ông {NAME} (CCCD {IDENTITY}) nêu ý kiến.", "Ô có họ tên"),
    "a number in a paragraph": (DESK, "B11. Thuyết minh", "C10", "Gọi 0912 345 678.", "số điện thoại"),
    "an account in a paragraph": (DESK, "B11. Thuyết minh", "C11", f"Ủng hộ qua TK {ACCOUNT}.", "dãy số"),
    "the number of a document": (DESK, "B10. Sổ văn bản", "E9", f"12/QĐ {NAME}", "Ô có họ tên"),
    "a code of a document": (DESK, "B10. Sổ văn bản", "B10", NAME, "Ô có họ tên"),
    "a text of the desk": (DESK, "B12. Số liệu phòng", "D9", NAME, "«…» không phải là ngày"),
    "a figure of the paper": (DESK, "B13. Bản giấy", "E9", f"569 {NAME}", "Ô có họ tên"),
    "a count": (COMMUNE, "B9a. Lao động", "D9", f"911 {NAME}", "có phần chữ sau số"),
    "a word of a list": (COMMUNE, "B6. Quà tặng", "B10", NAME, "«…» không có trong danh mục"),
    "a month": (COMMUNE, "B4. Chi trả", "A11", NAME, "«…» không phải là ngày"),
    "a header": (COMMUNE, "B9b. Việc làm", "C7", NAME, "không thấy cột «Số lượng (người)»"),
    "an identity number as a count": (COMMUNE, "B9a. Lao động", "D10", int(IDENTITY), "số định danh"),
    "an identity number as a coefficient": (COMMUNE, "B1. BTXH", "H10", int(IDENTITY), "số định danh"),
    "an identity number as an amount": (COMMUNE, "B4. Chi trả", "D10", int(IDENTITY), "dãy số trùng"),
}
BESIDE = {  # what puts a name there; file, sheet, what is told
    "the name of a sheet": (in_name_of_sheet, f"{COMMUNE[:-5]} ….xlsx", "B9a Thôn …", "Tên trang tính có họ tên"),
    "the name of a file": (in_name_of_file, f"{COMMUNE[:-5]} ….xlsx", "", "Tên tệp có họ tên"),
    "the wording": (in_wording, "02_chi_dao.md", "", "có họ tên"),
    "the signer": (as_signer, "office.toml", "", "signer có họ tên"),
    "the reason of a correction": (as_reason, "corrections.csv", "", "Dòng 2 có họ tên"),
}


def in_cells(office: Path) -> None:
    for name in (DESK, COMMUNE):
        book = openpyxl.load_workbook(office / "2024" / name)
        for file, sheet, cell, text, _ in CELLS.values():
            if file == name:
                book[sheet][cell].value = text
        book.save(office / "2024" / name)


def stopped(small: Path, folder: Path, shown_here: bool, *puts) -> list[tuple[str, str, str, str]]:
    """File, sheet, cell and message of what stops where persons were put; no table that leaves may hold them."""
    shutil.copytree(small, folder, dirs_exist_ok=True)
    for put in puts:
        put(folder / "kim-thanh")
    edition = opened("kim-thanh", 2024, folder, folder / "work", shown_here=shown_here)
    findings = edition.findings()
    leaving = "".join(
        table.to_csv()
        for table in (edition.computed.coverage, edition.observations(), findings, edition.checks(), edition.computed.indicators)
    )
    assert [] == [canary for canary in (*CANARIES, "0912 345 678", "99.987.654.321", "99987654321") if canary in leaving]
    rows = findings[findings["severity"] == "stopped"]
    return list(rows[["file", "sheet", "cell", "message"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("shown_here", [False, True], ids=["told outside", "shown here"])
def test_a_person_where_figures_and_texts_stand_is_told_without_the_value(small, tmp_path, shown_here):
    found = stopped(small, tmp_path, shown_here, in_cells)
    named = {"H10": ("H10" if shown_here else "cột H: 1 ô"), "C7": ""}  # a register names its column; a header its sheet

    assert [] == [
        name
        for name, (file, sheet, cell, _, told) in CELLS.items()
        if not any((file, sheet, named.get(cell, cell)) == row[:3] and told in row[3] for row in found)
    ]


@pytest.mark.parametrize("shown_here", [False, True], ids=["told outside", "shown here"])
def test_a_person_beside_the_cells_is_told_without_the_value(small, tmp_path, shown_here):
    found = stopped(small, tmp_path, shown_here, *(put for put, *_ in BESIDE.values()))

    assert [] == [
        name for name, (_, file, sheet, told) in BESIDE.items() if not any((file, sheet) == row[:2] and told in row[3] for row in found)
    ]


@pytest.fixture(scope="module")
def named(planted) -> Edition:
    """The same data as `ctxh trace --rows` reads them: every category of a register with its rows."""
    return opened("kim-thanh", 2024, planted.parents[2] / "data", planted / "none", shown_here=True)


def attributes(observations: pd.DataFrame, sizes: dict[tuple[str, str], int]) -> dict[tuple[str, str, int], set[str]]:
    """What a reader learns of each row of a register by putting citations together: those that are of some rows, not of all."""
    learnt: dict[tuple[str, str, int], set[str]] = {}
    for row in observations.itertuples():
        rows = {int(re.sub("[A-Z]+", "", cell)) for cell in cells_in(row.cells) | cells_in(row.range)}
        if (row.file, row.sheet) in sizes and 0 < len(rows) < sizes[row.file, row.sheet]:
            for number in rows:
                learnt.setdefault((row.file, row.sheet, number), set()).add(f"{row.item} {row.category} {row.period}")
    return learnt


def registers(edition: Path) -> dict[tuple[str, str], int]:
    """The size of each register, by file and sheet, as the edition publishes it."""
    rows = read_table(edition / "tables" / "coverage.csv")
    personal = {form for form, layout in LAYOUTS.items() if layout.register}
    return {(row.file, row.sheet): int(row.rows) for row in rows.itertuples() if row.form in personal}


def test_observations_put_together_tell_nothing_of_any_person(planted, named):
    sizes, published = registers(planted), read_table(planted / "tables" / "observations.csv")

    assert {} == attributes(published, sizes)

    by_rows = attributes(named.observations().assign(range=""), sizes)  # what the same table told when it named rows
    assert 1500 < sum(len(learnt) > 1 for learnt in by_rows.values())


RANGES = re.compile(r"[A-Z]{1,2}\d+(?::[A-Z]{1,2}\d+)?(?:, ?[A-Z]{1,2}\d+(?::[A-Z]{1,2}\d+)?)+")


def beginnings(lists) -> set[str]:
    """The first ranges of lists of cells, as a page that cuts them prints them."""
    return {",".join(cells.replace(" ", "").split(",")[:3]) for cells in lists}


def test_no_file_lists_the_cells_of_a_category_of_a_register(planted, pages, named):
    rows = named.observations()
    secret = beginnings(rows[(rows["rows"] != "") & rows["cells"].str.contains(",")]["cells"])
    files = [path for path in planted.rglob("*") if path.is_file() and path.suffix not in (".pdf", ".png", ".woff2")]
    texts = [(path.name, part.decode("utf-8", "replace")) for path in files for part in everything_in(path)]
    printed = [(name, beginnings(RANGES.findall(text))) for name, text in [*texts, *pages.items()]]

    assert [] == [(name, min(lists & secret)) for name, lists in printed if lists & secret]
    assert len(secret) > 150 and {"observations.csv", "annex.xlsx", "appendix.html"} <= {name for name, lists in printed if lists}


def test_findings_on_a_register_name_column_and_count(planted, named):
    sizes = registers(planted)
    published = [row for row in read_table(planted / "tables" / "findings.csv").to_dict("records") if (row["file"], row["sheet"]) in sizes]
    exact = [row for row in named.findings().to_dict("records") if (row["file"], row["sheet"]) in sizes]

    assert len(published) == len(exact) > 5
    assert [] == [row["cell"] for row in published if not re.fullmatch(r"(cột [A-Z]+: \d+ ô(; )?)*", row["cell"])]
    assert any(re.fullmatch(r"[A-Z]\d+", row["cell"]) for row in exact)
    assert [] == [row["message"] for row in published if re.search(r"\b[A-Z]\d{2,}\b(?<!B1\d)|dòng \d+ (?!dòng)lệch", row["message"])]
