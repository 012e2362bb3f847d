"""Reference tables as Excel leaves them: what is read, and what is refused with its file, line and column."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from ctxh.book.layouts import load_layouts
from ctxh.errors import CtxhError
from ctxh.reference.tables import SHAPES, read_reference

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
HEADER = "old_code,old_valid_from,new_code,new_valid_from,share,legal_basis,note"
MERGED = "10753,2019-12-01,10756,2024-12-01,1,Nghị quyết,"


def table(folder: Path, *lines: str, name: str = "successions.csv", encoding: str = "utf-8", end: str = "\n"):
    """A table of successions whose lines are given, as it is read."""
    path = folder / "reference" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(end.join((*lines, "")).encode(encoding))
    return read_reference(path)


def refused(folder: Path, *lines: str, **how) -> str:
    with pytest.raises(CtxhError) as fault:
        table(folder, *lines, **how)
    return str(fault.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_however_excel_saved_it(tmp_path, encoding, sign, end):
    [row] = table(tmp_path, HEADER.replace(",", sign), MERGED.replace(",", sign), encoding=encoding, end=end).to_dict("records")

    assert ("10753", "2019-12-01", "1", "Nghị quyết", "") == tuple(
        row[name] for name in ("old_code", "old_valid_from", "share", "legal_basis", "note")
    )


def test_days_that_excel_rewrote_are_read_day_first(tmp_path):
    found = table(tmp_path, HEADER, "10753,01/12/2019,10756,01/12/2024,1,,")

    assert ["2019-12-01", "2024-12-01"] == [found["old_valid_from"].item(), found["new_valid_from"].item()]


def test_the_index_of_a_table_is_the_lines_of_its_file(tmp_path):
    found = table(tmp_path, HEADER, '10753,2019-12-01,10756,2024-12-01,1,"Nghị quyết\nhai dòng",', "", ",,,,,,", MERGED)

    assert [2, 6] == found.index.tolist()


def test_cells_missing_at_the_end_of_a_line_are_blank(tmp_path):
    assert [""] == table(tmp_path, HEADER, "10753,2019-12-01,10756,2024-12-01").note.tolist()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("10753,7/1/2019,10756,2024-12-01,1,,", "dòng 3, cột old_valid_from: phải là ngày dạng 2024-07-01, không phải «7/1/2019»"),
        ("10753,2019-02-30,10756,2024-12-01,1,,", "dòng 3, cột old_valid_from: phải là ngày"),
        ("10753,,10756,2024-12-01,1,,", "dòng 3, cột old_valid_from: phải là ngày dạng 2024-07-01. Sửa"),
        ("1,2019-12-01,10756,2024-12-01,1,,", "dòng 3, cột old_code: phải là mã đơn vị hành chính"),
        ("10753,2019-12-01,10756,2024-12-01,1,NQ 1, NQ 2,", "dòng 3: nhiều ô hơn dòng tiêu đề (7 ô). Ô có dấu «,»"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, line, message):
    said = refused(tmp_path, HEADER, MERGED, line)

    assert said.startswith(f"reference/successions.csv, {message}")


def test_many_wrong_lines_are_told_in_one_message(tmp_path):
    said = refused(tmp_path, HEADER, *["10753,1/12/2019,10756,2024-12-01,1,,"] * 7)

    assert "dòng 2, 3, 4, 5, 6 và 2 dòng khác, cột old_valid_from" in said


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("500000", "500000"),
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("-2", "-2"),
        ("500.000", None),
        ("500,000", None),
        ("0.5.1", None),
        ("x", None),
    ],
)
def test_a_number_is_read_only_where_its_sign_can_mean_one_thing(tmp_path, value, read):
    lines = (
        "norm;label;value;unit_of_measure;valid_from;valid_to;scope;legal_basis;verified;note",
        f"base;Mức;{value};VND;2024-07-01;;national;;yes;",
    )
    if read is None:
        assert "dòng 2, cột value: phải là số không có dấu phân cách hàng nghìn" in refused(tmp_path, *lines, name="norms.csv")
    else:
        assert [read] == table(tmp_path, *lines, name="norms.csv")["value"].tolist()


@pytest.mark.parametrize("word", ["Yes", "có", ""])
def test_a_word_of_no_list_is_refused_so_that_no_column_turns_public_by_it(tmp_path, word):
    header = ",".join(column.partition(":")[0] for column in SHAPES["columns.csv"].split())
    line = f"funerals,2024-01-01,,name,Họ tên,,,text,,{word},no,"

    assert "dòng 2, cột personal: phải là yes hoặc no" in refused(tmp_path, header, line, name="columns.csv")


def test_a_day_of_the_year_that_excel_made_a_date_is_refused(tmp_path):
    assert "dòng 2, cột day: phải là tháng-ngày dạng 07-27, không phải «27-Jul»" in refused(
        tmp_path, "form,column,code,label,synonyms,valid_from,valid_to,day", "gifts,occasion,jul27,27/7,,,,27-Jul", name="categories.csv"
    )


def test_a_column_that_is_not_there_is_named_with_the_strange_ones(tmp_path):
    said = refused(tmp_path, HEADER.replace("new_code", "ma_moi"), MERGED)

    assert said.startswith("reference/successions.csv: thiếu cột new_code. Có cột lạ: ma_moi. Dòng đầu phải gồm các cột old_code, ")


def test_a_column_that_is_there_twice_is_named(tmp_path):
    assert "cột share có hai lần" in refused(tmp_path, HEADER + ",share", MERGED)


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"", "tệp trống"), (b" \n", "tệp trống"), ("Tỉnh".encode("cp1258", "replace") + b"\xd2", "không phải tệp chữ UTF-8")],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, data, message):
    path = tmp_path / "norms.csv"
    path.write_bytes(data)

    with pytest.raises(CtxhError, match=message):
        read_reference(path)


def test_a_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CtxhError) as fault:
        read_reference(tmp_path / "reference" / "norms.csv")

    assert (
        "Thiếu tệp reference/norms.csv trong thư mục dữ liệu. Thư mục reference là của phiên bản cũ hoặc đã mất tệp: "
        "chép lại cả thư mục data/reference đi cùng chương trình."
    ) == str(fault.value)


def test_every_reference_table_has_a_shape_and_fits_it():
    paths = sorted(REFERENCE.rglob("*.csv"))

    assert [] == [path.name for path in paths if path.name not in SHAPES]
    assert ["absent.csv"] == [path.name for path in paths if not len(read_reference(path))]  # offices fill it in their own


def test_a_form_without_a_column_is_named(tmp_path):
    shutil.copytree(REFERENCE / "book", tmp_path / "book")
    columns = tmp_path / "book" / "columns.csv"
    lines = columns.read_text(encoding="utf-8").splitlines(keepends=True)
    columns.write_text("".join(line for line in lines if not line.startswith("payments,")), encoding="utf-8")

    with pytest.raises(CtxhError, match=r"columns\.csv: không có cột nào của biểu «payments» \(forms\.csv\)\. Chép lại"):
        load_layouts(tmp_path, date(2024, 12, 31))
