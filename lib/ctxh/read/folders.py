"""What lies in a year's folder beside workbooks, and how its names are shown."""

from __future__ import annotations

import unicodedata
from pathlib import Path

LOCKS = ("~$", ".~lock.")
# Endings of files that are no tables, whatever their name. What ends otherwise is opened, and stops when it cannot be read.
_NO_TABLES = {
    ".pdf",
    ".doc",
    ".docx",
    ".docm",
    ".odt",
    ".rtf",
    ".txt",
    ".md",
    ".log",
    ".ppt",
    ".pptx",
    ".odp",
    ".msg",
    ".eml",
    ".lnk",
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".heic",
    ".webp",
    ".mp3",
    ".mp4",
    ".mov",
}
_ARCHIVES = {".zip", ".rar", ".7z"}


def shown_name(name: str) -> str:
    """The name of a file as it may be printed: what cannot be, and what would break a line, becomes �."""
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in name)


def no_table(path: Path) -> str:
    """What a file is by its ending, where that says it is no table; else empty."""
    ending = path.suffix.lower()
    return "tệp nén, chưa giải nén" if ending in _ARCHIVES else "không phải bảng tính" if ending in _NO_TABLES else ""


def files_beside(folder: Path) -> list[tuple[str, str, bool]]:
    """What is no file that can be opened: its name, without what marks a lock, what it is, and whether it is a lock."""
    found = []
    for path in sorted(folder.iterdir()):
        lock = next((sign for sign in LOCKS if path.name.startswith(sign)), "")
        if lock:
            name = path.name.removeprefix(lock).removesuffix("#")
            found.append((name, f"chỉ có tệp khóa {path.name}: tệp đang mở trong Excel, hoặc thiếu", True))
        elif not path.is_file() and not path.name.startswith("."):
            kind = "thư mục, không phải tệp" if path.is_dir() else "liên kết hỏng" if path.is_symlink() else "không phải tệp thường"
            found.append((path.name, f"«{path.name}» là {kind}", False))
    return [(name, shown_name(what), lock) for name, what, lock in found]
