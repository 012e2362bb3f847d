"""Sentences of the office's wording that hold for some years only, and are left out of the reports of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ctxh.book.request import Request
from ctxh.errors import CtxhError, nearest
from ctxh.findings import Finding, finding

NUMBERED = "[0-9][0-9]_*.md"  # the files of the wording that are told, in their order
_TAG = re.compile(r"\{%-?\s*(?:el)?if\b[^%]*?\bin_years\(([\d,\s]*)\)")  # {% if in_years(2023, 2024) %}
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)  # what is no wording in it
_TAKES_IN = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b(.*?)%\}", re.DOTALL)
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")


def wording_folder(request: Request) -> Path:
    """The folder of the wording that an office's report is told in: its own, or that of the office it names.

    Raises CtxhError for an office that is not there, and for a link that leads out of the data folder.
    """
    lender = request.settings.text_from or request.office_id
    folder: Path = request.data / lender / "text"
    if lender != request.office_id and not folder.is_dir():
        known = [path.parent.name for path in request.data.glob("*/text")]
        raise CtxhError(
            f"{request.office_id}/office.toml: text_from chỉ tới «{lender}», không có thư mục {lender}/text."
            f"{nearest(lender, known)} Sửa dòng ấy."
        )
    for path in (folder, *folder.rglob("*")) if folder.is_dir() else ():
        if not _inside(path, request.data):
            name = path.relative_to(request.data).as_posix()
            raise CtxhError(f"{name} là liên kết ra ngoài thư mục dữ liệu: thay bằng chính tệp ấy.")
    return folder


def _inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # leads nowhere, or round in a circle
        return False


def wording_files_of(request: Request) -> list[Path]:
    """The files of the wording that the office's report is told in, in the order of their numbers, then those they include."""
    named, folder = set(request.settings.sections), wording_folder(request)
    return with_included([path for path in sorted(folder.glob(NUMBERED)) if not named or path.stem in named], folder)


def with_included(paths: list[Path], folder: Path) -> list[Path]:
    """Files of the wording and those that they include, and those that these include: each once."""
    reached = list(paths)
    for path in reached:  # which grows
        reached += [other for other in _included(path, folder) if other not in reached]
    return reached


def _included(path: Path, folder: Path) -> Iterator[Path]:
    """The files that one takes in by name; all of its folder where a name is only known when it is told."""
    for tag in _TAKES_IN.findall(wording_text(path)):
        named = _QUOTED.findall(tag)
        yield from filter(Path.is_file, (folder / name for name in named)) if named else sorted(folder.glob("*.md"))


def sentences_left_out(request: Request) -> list[Finding]:
    """A finding for each place of the office's own wording that was written for other years than the one reported on."""
    return (
        []
        if (request.settings.text_from or request.office_id) != request.office_id
        else [
            finding(
                "info",
                f"Dòng {line}: câu chỉ in cho năm {_listed(years)}, không in trong báo cáo năm {request.year}.",
                f"Câu còn đúng thì sửa cho năm {request.year} và thêm năm vào in_years; không thì để nguyên hoặc bỏ.",
                check="lời văn",
                area_code=request.area_code,
                file=path.name,
            )
            for path in wording_files_of(request)
            for line, years in sentences_of_years(path)
            if request.year not in years
        ]
    )


def wording_text(path: Path) -> str:
    """The text of a file of the wording. Raises CtxhError for one that is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")  # Notepad may put the mark of UTF-8 before the first heading
    except UnicodeDecodeError:
        raise CtxhError(f"{path.name}: không phải tệp chữ UTF-8. Lưu lại tệp dạng UTF-8.") from None


def sentences_of_years(path: Path) -> Iterator[tuple[int, list[int]]]:
    """The lines of a file of the wording that ask for years, with the years."""
    for number, line in enumerate(wording_text(path).splitlines(), 1):
        for tag in _TAG.finditer(line):
            yield number, [int(year) for year in tag[1].split(",") if year.strip()]


def _listed(years: list[int]) -> str:
    return ", ".join(map(str, sorted(years)))
