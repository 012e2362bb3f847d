"""A Word file looked at before it is opened: only one in the format of Word 2007 and later that can harm nobody is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from ctxh.errors import CtxhError
from ctxh.reference.packed_files import OLE2_MAGIC, Remedies, content_of, part_bytes, refuse_odd_xml, refuse_tricks

SAVE_AS = "Mở bằng Word, lưu lại dạng .docx rồi chạy lại."
WORD = Remedies(SAVE_AS, f"có mật khẩu. Bỏ mật khẩu. {SAVE_AS}", f"Bỏ ảnh và phần thừa. {SAVE_AS}")
BODY = "word/document.xml"
LOCK = "~$"  # what the name of Word's own file begins with while a text is open
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_TEXT = (".xml", ".rels")


class NotReadable(CtxhError):
    """A file that cannot be held against the data; the message says why and what to do. Exit code 2."""

    exit_code = 2


def word_bytes(path: Path) -> bytes:
    """The bytes of a Word file, once nothing about it can harm a reader. Raises NotReadable saying what it is or holds and what to do."""
    try:
        return _checked(path)
    except CtxhError as fault:
        raise NotReadable(str(fault)) from fault


def _checked(path: Path) -> bytes:
    if path.name.startswith(LOCK):
        raise CtxhError(f"{path.name}: là tệp khóa Word tạo khi đang mở văn bản. Chọn tệp không có «{LOCK}» trong cùng thư mục.")
    name, data = path.name, content_of(path, WORD)
    if data.startswith(OLE2_MAGIC):
        raise CtxhError(f"{name}: {WORD.password if _LOCKED in data else f'lưu theo dạng Word cũ (.doc). {SAVE_AS}'}")
    if not data.startswith(b"PK"):
        raise CtxhError(f"{name}: không phải tệp Word .docx. {SAVE_AS}")
    try:
        _look_into(name, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, OSError) as fault:
        raise CtxhError(f"{name}: tệp bị cắt hoặc hỏng. {SAVE_AS}") from fault
    return data


def _look_into(name: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        entries = parts.infolist()
        refuse_tricks(name, entries, WORD)
        if BODY not in parts.NameToInfo:
            raise CtxhError(f"{name}: không phải tệp Word .docx. {SAVE_AS}")
        for entry in entries:
            held = part_bytes(name, parts, entry.filename, WORD)
            if entry.filename.endswith(_TEXT):
                refuse_odd_xml(name, held, WORD)
