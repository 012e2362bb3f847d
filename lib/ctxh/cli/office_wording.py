"""What of an office's wording lacks, is another office's, is of an older version, or would be refused when it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ctxh.book import Book
from ctxh.book.dated_sentences import with_included, wording_text
from ctxh.book.formulas import NormValue
from ctxh.check.borrowed_facts import foreign_names_in
from ctxh.check.typed_numbers import spelt_numbers, typed_in
from ctxh.cli.lent_wording import blanks_in
from ctxh.cli.office_faults import BORROWED, LACKING, OLDER, WRONG, Fault, faults_of_reading
from ctxh.errors import CtxhError
from ctxh.reference.inputs import PASSING
from ctxh.reference.place_kinds import kind_and_name, load_place_kinds
from ctxh.reference.settings import Settings, toml_of
from ctxh.reference.tables import read_reference
from ctxh.tell.rendered_wording import wording_files
from ctxh.tell.wording_check import wording_refused

_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_QUOTED = re.compile(r"""["']([a-z][a-z0-9_]*)["']""")
_SECTION = re.compile(r"\d\d_.*\.md", re.ASCII)
_ASKED = re.compile(r"[“«](\w+)[”»]")


def wording_faults(
    office: str, settings: Settings, data: Path, reference: Path, names: set[str], books: list[Book], norms: set[str]
) -> Iterator[Fault]:
    """Files of the wording that lack, and what they say that is blank, another office's, or not known (any more).

    ``norms`` are the names of the norms that the office has; none where they cannot be read.
    """
    lender = settings.text_from or office
    try:
        files = wording_files(data / lender / "text", settings.sections)
    except CtxhError as error:
        yield Fault(LACKING, f"{lender}/text/", str(error))
        return
    former = dict(zip(*(read_reference(reference / "former_ids.csv")[column] for column in ("former", "id")), strict=True))
    others = _others(office, data, reference) - names
    common, kinds = {*read_reference(reference / "common_names.csv")["name"]} | names, load_place_kinds(reference)
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        name = f"{lender}/text/{path.name}"
        yield from (
            Fault(LACKING, f"{name}, dòng {line}", "câu còn trống. Viết câu của đơn vị mình hoặc xóa dòng.") for line in blanks_in(text)
        )
        yield from _of_ids(name, text, former)
        yield from _of_norms(name, text, books[0], norms) if books and norms else ()
        for line, found in foreign_names_in(text, common, kinds):
            if kind_and_name(found, kinds)[1] in others or (lender != office and found[:1].islower()):
                yield Fault(BORROWED, f"{name}, dòng {line}", f"«{found}» không phải của đơn vị này. Sửa câu, hoặc xóa.")
    folder = data / lender / "text"
    unread = [fault for path in sorted(folder.glob("*.md")) for fault in faults_of_reading(path.name, lambda path=path: wording_text(path))]  # type: ignore[misc]
    yield from (Fault(WRONG, f"{lender}/text/{fault.place}", fault.message) for fault in unread)
    yield from () if unread else _passed_over(folder, lender)
    for path in with_included(files, folder) if books and not unread else ():
        spelt = spelt_numbers(books[0].counted_words)
        yield from (
            Fault(WRONG, f"{lender}/text/{path.name}, dòng {line}", _number_typed(number)) for line, number, _ in typed_in(path, spelt)
        )
    for one in wording_refused(folder, files, books[0], toml_of(settings)) if books and not unread else ():
        if not any(word in former for word in _ASKED.findall(one.message)):  # which is said above
            at = f", dòng {one.line}" if one.line else ""
            yield Fault(WRONG, f"{lender}/text/{one.path.name}{at}", one.message)


def _number_typed(number: str) -> str:
    return f'«{number}» gõ thẳng vào lời văn: sang năm vẫn in số này. Viết bằng {{{{ value("...") }}}}, số của phòng thì qua B12.'


def _passed_over(folder: Path, lender: str) -> Iterator[Fault]:
    """Files beside the wording that no report is told from, and empty ones."""
    own = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(PASSING))
    read = with_included([path for path in own if _SECTION.fullmatch(path.name)], folder)
    for path in own:
        place = f"{lender}/text/{path.name}"
        if path not in read:
            yield Fault(WRONG, place, "tệp này không được đọc: tên phải như 02_rieng.md. Đổi tên hoặc chuyển đi.")
        elif not path.read_bytes().strip():
            yield Fault(LACKING, place, "tệp trống. Viết lời văn của mục, hoặc xóa tệp.")


def _of_ids(name: str, text: str, former: Mapping[str, str]) -> Iterator[Fault]:
    """Ids that were renamed."""
    for tag in _TAG.finditer(text):
        line = text.count("\n", 0, tag.start()) + 1
        for word in (word for word in _QUOTED.findall(tag[0]) if word in former):
            yield Fault(OLDER, f"{name}, dòng {line}", f"mã cũ «{word}», nay là «{former[word]}». Sửa mã.")


def _of_norms(name: str, text: str, book: Book, norms: set[str]) -> Iterator[Fault]:
    """Levels that a lender's province has set and the office's has not, printed where no ``has`` asks for them."""
    asked = {word for tag in _TAG.finditer(text) if "has(" in tag[0] for word in _QUOTED.findall(tag[0])}
    for tag in (tag for tag in _TAG.finditer(text) if tag[0].startswith("{{")):
        for word in (word for word in _QUOTED.findall(tag[0]) if word in book.indicators and word not in asked):
            formula = book.indicators[word].formula
            if isinstance(formula, NormValue) and formula.norm not in norms:
                message = f"tỉnh chưa có mức «{formula.norm}» để in «{word}». Thêm vào norms.csv của tỉnh, hoặc đặt câu trong has."
                yield Fault(WRONG, f"{name}, dòng {text.count(chr(10), 0, tag.start()) + 1}", message)


def _others(office: str, data: Path, reference: Path) -> set[str]:
    """The names of all areas that some table knows."""
    tables = [
        reference / "areas.csv",
        *(path for path in data.glob("*/areas.csv") if path.parent.name != office and path.parent != reference),
    ]
    return {str(name) for path in tables for name in read_reference(path)["name"]}
