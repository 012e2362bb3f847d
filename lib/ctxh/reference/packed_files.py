"""A packed file of Office looked at before any reader opens it: what could harm a reader is refused, whatever kind of file it is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxh.errors import CtxhError

OLE2_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of files of Office 97 to 2003, and of what has a password
MEGABYTE = 1 << 20
FILE_LIMIT, PART_LIMIT, TOTAL_LIMIT = 32 * MEGABYTE, 96 * MEGABYTE, 256 * MEGABYTE
PARTS_LIMIT, RATIO_LIMIT, RATIO_FROM = 2000, 100, MEGABYTE
_DECLARATION = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])""", re.IGNORECASE)


@dataclass(frozen=True)
class Remedies:
    """What to do with a file of a kind: saved anew, its password taken off, what is too much cleared away."""

    save_as: str
    password: str
    clear: str


def content_of(path: Path, remedies: Remedies) -> bytes:
    """The bytes of a file. Raises CtxhError for what is none, too large, or must not be read."""
    if not path.exists():
        raise CtxhError(f"{path.name}: không có tệp này. Xem lại tên và thư mục.")
    if not path.is_file():
        raise CtxhError(f"{path.name}: {'là thư mục, không phải tệp' if path.is_dir() else 'không phải tệp thường'}. Chọn tệp cần đọc.")
    if path.stat().st_size > FILE_LIMIT:
        raise CtxhError(f"{path.name}: tệp lớn hơn {FILE_LIMIT // MEGABYTE} MB. Bỏ ảnh chèn thêm. {remedies.clear}")
    try:
        return path.read_bytes()
    except PermissionError:
        raise CtxhError(f"{path.name}: không có quyền đọc tệp. Mở quyền đọc cho tài khoản đang chạy rồi chạy lại.") from None


def refuse_tricks(name: str, entries: Sequence[zipfile.ZipInfo], remedies: Remedies) -> None:
    """Nothing, unless the list of parts gives away a password, tricks with names or a bomb. Raises CtxhError."""
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise CtxhError(f"{name}: {remedies.password}")
    if len({part.casefold() for part in names}) < len(names) or any(_climbs(part) for part in names):
        raise CtxhError(f"{name}: cấu trúc tệp không hợp lệ (phần trùng tên hoặc đường dẫn lạ). {remedies.save_as}")
    sizes = [entry.file_size for entry in entries]
    bombs = [e for e in entries if e.file_size > max(RATIO_FROM, RATIO_LIMIT * e.compress_size)]
    if len(entries) > PARTS_LIMIT or sum(sizes) > TOTAL_LIMIT or max(sizes, default=0) > PART_LIMIT or bombs:
        raise CtxhError(f"{name}: nội dung giải nén quá lớn. {remedies.clear}")


def _climbs(part: str) -> bool:
    return part.startswith(("/", "\\")) or "\\" in part or ".." in part.split("/") or ":" in part


def part_bytes(name: str, parts: zipfile.ZipFile, part: str, remedies: Remedies) -> bytes:
    """The bytes of a part, never more than it declares; their checksum has been compared."""
    data = parts.read(part)
    if len(data) != parts.NameToInfo[part].file_size:
        raise CtxhError(f"{name}: tệp bị cắt hoặc hỏng. {remedies.save_as}")
    return data


def refuse_odd_xml(name: str, data: bytes, remedies: Remedies) -> None:
    """Nothing, unless a part is in another encoding or declares a document type. Raises CtxhError."""
    head = data[:400]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head or _DECLARATION.match(data):
        raise CtxhError(f"{name}: phần bên trong không ghi bằng UTF-8. {remedies.save_as}")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise CtxhError(f"{name}: có khai báo DTD, không an toàn. {remedies.save_as}")
