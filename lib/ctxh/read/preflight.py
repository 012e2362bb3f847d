"""A workbook file looked at before any reader opens it: what could harm a reader is refused.

Bytes are looked at, and the parts that list other parts are parsed once no document type is declared;
no library for workbooks takes part.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from ctxh.errors import CtxhError
from ctxh.read.xml_parsing import ID, MAIN, elements, root_of
from ctxh.reference.packed_files import MEGABYTE, OLE2_MAGIC, Remedies, content_of, part_bytes, refuse_odd_xml, refuse_tricks

KEPT_LIMIT = 32 * MEGABYTE
SAVE_AS = "Mở bằng Excel, lưu lại dạng .xlsx rồi chạy lại."
PASSWORD = "có mật khẩu. Mở bằng Excel, bỏ mật khẩu, lưu lại dạng .xlsx rồi chạy lại."
CLEAR = "Xóa các ô và định dạng thừa ở xa bảng (hoặc chép bảng sang tệp mới) rồi chạy lại."
WORKBOOK = Remedies(SAVE_AS, PASSWORD, CLEAR)

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
OLE2, XLSX, XLSB, ODS = "xls", "xlsx", "xlsb", "ods"
_KINDS = (
    (b"%PDF", "là tệp PDF"),
    (b"\xff\xd8\xff", "là tệp ảnh"),
    (b"\x89PNG", "là tệp ảnh"),
    (b"GIF8", "là tệp ảnh"),
    (b"{\\rtf", "là văn bản Word (RTF)"),
    (b"Rar!", "là tệp nén RAR"),
    (b"7z\xbc\xaf", "là tệp nén 7z"),
)
_STRANGE_PARTS = (
    ("word/document.xml", "là văn bản Word"),
    ("ppt/presentation.xml", "là bài trình chiếu PowerPoint"),
)
_NEEDED = ("/officeDocument", "/worksheet", "/sharedStrings", "/styles")


class Package:
    """An open workbook that passed every look; its parts are read with their checks."""

    def __init__(self, name: str, data: bytes, parts: zipfile.ZipFile, kept: dict[str, bytes]) -> None:
        self.name, self.data, self.parts, self.kept = name, data, parts, kept
        self._targets: dict[str, dict[str, tuple[str, str]]] = {}
        self.workbook = _workbook_part(self) if self.kind == XLSX else ""

    @property
    def kind(self) -> str:
        """Which kind of workbook in a zip it is."""
        if self.part("mimetype").startswith(_ODS):
            return ODS
        return XLSB if "xl/workbook.bin" in self.parts.NameToInfo else XLSX

    @property
    def has_macros(self) -> bool:
        """Whether macros are in it, which nobody runs."""
        return "xl/vbaProject.bin" in self.parts.NameToInfo

    def part(self, part: str) -> bytes:
        """The bytes of a part; empty when there is none."""
        if part in self.kept or part not in self.parts.NameToInfo:
            return self.kept.get(part, b"")
        return part_bytes(self.name, self.parts, part, WORKBOOK)

    def targets(self, of: str) -> dict[str, tuple[str, str]]:
        """The parts that another part points to: kind and name by relationship id."""
        if of not in self._targets:
            folder, base = posixpath.split(of)
            listed = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
            self._targets[of] = {i: (kind, target) for i, kind, target in _relations(listed, folder)}
        return self._targets[of]

    def sheets(self) -> Iterator[tuple[str, str]]:
        """The name and the part of each sheet, in the order of the workbook."""
        targets = self.targets(self.workbook)
        for _, sheet in elements(self.part(self.workbook), "sheet"):
            kind, target = targets.get(sheet.get(ID, ""), ("", ""))
            if kind.endswith("/worksheet"):
                yield sheet["name"], target
            elif not kind:
                raise CtxhError(f"{self.name}: thiếu nội dung của một trang tính. {SAVE_AS}")


def preflight(path: Path) -> Package | bytes:
    """The workbook as a package, or the bytes of one of Excel 97 to 2003, once nothing about it can harm a reader.

    Raises CtxhError saying what the file is or holds and what to do.
    """
    name, data = path.name, content_of(path, WORKBOOK)
    _refuse_other_kinds(name, data)
    if data.startswith(OLE2_MAGIC):
        return data
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
        _refuse_odd_package(name, parts)
        package = Package(name, data, parts, _checked_parts(name, parts))
        if package.kind == XLSX:
            _refuse_missing_parts(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, OSError) as fault:
        raise CtxhError(broken(name)) from fault
    return package


def broken(name: str) -> str:
    """What is said of a file that is cut or damaged."""
    return f"{name}: tệp bị cắt hoặc hỏng. Xin lại tệp hoặc {SAVE_AS[0].lower()}{SAVE_AS[1:]}"


def _refuse_other_kinds(name: str, data: bytes) -> None:
    if data.startswith(b"PK"):
        return
    if _LOCKED in data and data.startswith(OLE2_MAGIC):
        raise CtxhError(f"{name}: {PASSWORD}")
    if data.startswith(OLE2_MAGIC) and any(book in data for book in _BOOKS):
        return
    raise CtxhError(f"{name}: {_kind_of(data)}, không phải Excel. {SAVE_AS}" if data else f"{name}: tệp rỗng. Xin lại tệp của đơn vị gửi.")


def _kind_of(data: bytes) -> str:
    if data.startswith(OLE2_MAGIC):
        return "là văn bản Word .doc" if "WordDocument".encode("utf-16-le") in data else "tệp hỏng hoặc thuộc loại khác"
    known = next((kind for magic, kind in _KINDS if data.startswith(magic)), "")
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        known = "là trang HTML đổi tên"
    elif head.startswith(b"<?xml"):
        known = "là tệp XML"
    elif not known and b"\0" not in head and any(mark in head for mark in (b";", b",", b"\t")):
        known = "là văn bản CSV đổi tên"
    return known or "tệp hỏng hoặc thuộc loại khác"


def _refuse_odd_package(name: str, parts: zipfile.ZipFile) -> None:
    """Refuse what the list of parts alone gives away: other kinds, tricks with names, bombs."""
    entries = parts.infolist()
    names = [entry.filename for entry in entries]
    mimetype = parts.read("mimetype")[:200] if "mimetype" in names else b""
    if b"opendocument" in mimetype and not mimetype.startswith(_ODS):
        raise CtxhError(f"{name}: là văn bản OpenDocument, không phải Excel. {SAVE_AS}")
    if mimetype and b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise CtxhError(f"{name}: {PASSWORD}")
    for part, kind in _STRANGE_PARTS:
        if part in names:
            raise CtxhError(f"{name}: {kind}, không phải Excel. {SAVE_AS}")
    refuse_tricks(name, entries, WORKBOOK)


def _checked_parts(name: str, parts: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of a workbook after a look at each; of a large workbook only the first are kept."""
    kept, room = {}, KEPT_LIMIT
    for entry in parts.infolist():
        data = part_bytes(name, parts, entry.filename, WORKBOOK)
        if entry.filename.endswith((".xml", ".rels", ".vml")):
            refuse_odd_xml(name, data, WORKBOOK)
        room -= len(data)
        if room > 0:
            kept[entry.filename] = data
    return kept


def _workbook_part(package: Package) -> str:
    kinds = {kind.rpartition("/")[2]: target for _, kind, target in _relations(package.part("_rels/.rels"), "")}
    part = kinds.get("officeDocument", "")
    data = package.part(part)
    if not data:
        raise CtxhError(f"{package.name}: không phải Excel (không có sổ bên trong). {SAVE_AS}")
    root, attributes = root_of(data)
    if root != f"{MAIN}workbook" or attributes.get("conformance") == "strict":
        raise CtxhError(f"{package.name}: lưu theo dạng «Strict Open XML», không đọc được. {SAVE_AS}")
    return part


def _refuse_missing_parts(package: Package) -> None:
    """Refuse a workbook that names a sheet, the texts or the formats and does not hold them."""
    for kind, target in package.targets(package.workbook).values():
        if kind.endswith(_NEEDED) and target not in package.parts.NameToInfo:
            raise CtxhError(f"{package.name}: thiếu phần «{target}» bên trong tệp. Xin lại tệp hoặc lưu lại bằng Excel.")
    list(package.sheets())


def _relations(listed: bytes, folder: str) -> Iterator[tuple[str, str, str]]:
    """The relationships of a part to parts inside the file: id, kind, name of the target."""
    for _, relation in elements(listed, "Relationship"):
        if relation.get("TargetMode") != "External":
            target = relation["Target"]
            whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield relation["Id"], relation["Type"], whole
