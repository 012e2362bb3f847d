"""Which Word files are read, and where the copy with the comments goes."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from ctxh.cli.proofread_command import copy_of, written
from ctxh.errors import WrongUsage
from ctxh.proofread.word_file import NotReadable, word_bytes


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không phải tệp Word .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "lưu theo dạng Word cũ (.doc)"),
        (packed(**{"xl__workbook.xml": b"<x/>"}), "không phải tệp Word .docx"),
        (packed(**{"word__document.xml": bytes(40_000_000)}), "nội dung giải nén quá lớn"),
        (packed(**{"word__document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "có khai báo DTD"),
        (packed(**{"word__document.xml": b"<x/>", "..__evil.xml": b"<x/>"}), "cấu trúc tệp không hợp lệ"),
        (packed(**{"word__document.xml": b"<x/>"})[:-40], "tệp bị cắt hoặc hỏng"),
    ],
)
def test_files_that_may_do_harm_are_refused(data, said, tmp_path):
    path = tmp_path / "BaoCao.docx"
    path.write_bytes(data)

    with pytest.raises(NotReadable, match=re.escape(said)) as refused:
        word_bytes(path)
    assert 2 == refused.value.exit_code


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("BaoCao.docx", "BaoCao.docx: không có tệp này. Xem lại tên và thư mục."),
        ("thang 12", "thang 12: là thư mục, không phải tệp. Chọn tệp cần đọc."),
        ("~$oCao.docx", "~$oCao.docx: là tệp khóa Word tạo khi đang mở văn bản. Chọn tệp không có «~$» trong cùng thư mục."),
    ],
)
def test_what_is_no_text_is_told_by_what_it_is(name, said, tmp_path):
    (tmp_path / "thang 12").mkdir()
    (tmp_path / "~$oCao.docx").write_bytes(b"\x05nguoi dung" + bytes(150))

    with pytest.raises(NotReadable, match=f"^{re.escape(said)}$"):
        word_bytes(tmp_path / name)


def test_where_the_copy_goes(tmp_path):
    source, folder = tmp_path / "BaoCao.docx", tmp_path / "ban sao"
    source.write_bytes(b"x")
    folder.mkdir()

    assert tmp_path / "BaoCao.soat.docx" == copy_of(source, None)
    assert folder / "BaoCao.soat.docx" == copy_of(source, str(folder))
    made = written(tmp_path / "moi" / "sau" / "A.DOCX", b"1")
    assert (made, b"2") == (copy_of(source, str(made)), written(made, b"2").read_bytes())  # a copy that is there is made anew


@pytest.mark.parametrize(("out", "said"), [("BaoCao.docx", "trùng với tệp cần soát"), ("BaoCao.html", "đuôi .docx")])
def test_a_copy_is_a_word_file_beside_the_edited_one(tmp_path, out, said):
    (tmp_path / "BaoCao.docx").write_bytes(b"x")

    with pytest.raises(WrongUsage, match=said):
        copy_of(tmp_path / "BaoCao.docx", str(tmp_path / out))


def test_a_copy_that_cannot_be_written_is_no_finding(tmp_path):
    (tmp_path / "tep").write_bytes(b"x")

    with pytest.raises(WrongUsage, match=r"không ghi được .*A\.docx.*Đóng tệp ấy trong Word") as refused:
        written(tmp_path / "tep" / "A.docx", b"1")
    assert 2 == refused.value.exit_code
