"""The book: what forms, categories, items and indicators are, as frozen values made from tables that officials can edit.

An entry says what it is, computes itself, names what it is made of and explains itself in Vietnamese. Nothing is evaluated
as code. The loader refuses what does not fit, with file, line and the nearest right word.

The tables themselves stand in ``data/reference/book``, such as ``indicators/7_poverty.toml`` for the poverty rate; an office's own in
``data/ID/book``. In an installed program they lie in its ``working_folder``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ctxh.book.check_entries import CHECKS_FILE, check_own_numbers, checks_of_entries
from ctxh.book.checks import DefinedCheck, Ruled
from ctxh.book.entries import linked, read_entries
from ctxh.book.figure_entries import FIGURES_FILE, figures_of
from ctxh.book.figures import FigureEntry
from ctxh.book.formulas import NormValue
from ctxh.book.indicator import Indicator
from ctxh.book.items import Item
from ctxh.book.list_validity import check_cited, check_lists
from ctxh.book.lists import KEYS, MADE, REGISTER, lists_of, placed_rows, read_lists
from ctxh.book.optional import optional_folders
from ctxh.book.validity import check_circles, check_indicator, check_item, check_items, check_labels
from ctxh.book.vocabulary import indicator_of, plain_item_of
from ctxh.errors import CtxhError, nearest
from ctxh.reference.inputs import PASSING
from ctxh.reference.periods import OCCASION
from ctxh.reference.places import SHIPPED
from ctxh.reference.tables import lacking_file, name_of

__all__ = ["MADE", "Book", "Indicator", "book_folders", "check_norms", "load_book", "national_book"]

FOLDER = "book"
INSTALLED = SHIPPED / "data" / "reference" / FOLDER
# what a folder of a book may hold
NATIONAL = ("items.toml", CHECKS_FILE, FIGURES_FILE)  # files that the national one has
FILES = (*KEYS, *NATIONAL, "indicators", "README.md")


@dataclass(frozen=True)
class Book:
    """What a report is made of: indicators, items, checks, figures by id, in the book's order; words of fields and units of measure.

    ``paid_by`` is by form and column the norm that each payment of a programme is in proportion to, or REGISTER: the coefficients of
    the register.
    """

    indicators: Mapping[str, Indicator]
    items: Mapping[str, Item]
    fields: Mapping[str, str]
    measures: Mapping[str, str]
    checks: Mapping[str, DefinedCheck]
    figures: Mapping[str, FigureEntry]
    paid_by: Mapping[tuple[str, str], Mapping[str, str]]
    occasions: Mapping[str, str]  # the day of the year (07-27) by which what an occasion gives counts as given
    counted_words: tuple[str, ...] = ()  # what that is called which is counted: units of measure and what else is told in them

    @property
    def norms_paid_by(self) -> tuple[str, ...]:
        """The norms that payments of programmes are in proportion to, and REGISTER, each once."""
        return tuple(dict.fromkeys(norm for norms in self.paid_by.values() for norm in norms.values()))

    def programmes_of(self, item: str) -> Mapping[str, str]:
        """What the programmes are paid by that an item is split by; none of an item that is split by no column of such."""
        split = self.items[item]
        return self.paid_by.get((split.form, split.by[0]), {}) if split.by else {}

    def looked_at_by(self, rule: str) -> list[tuple[str, ...]]:
        """The figures that checks by a rule of the program look at, in the rule's order, of each check."""
        tests = (check.test for check in self.checks.values())
        return [test.names for test in tests if isinstance(test, Ruled) and test.rule == rule]


def load_book(folders: Sequence[Path]) -> Book:
    """The book of some folders of one shape, later ones added to earlier ones: national, a province's, an office's.

    A folder has ``indicators/*.toml``, ``items.toml``, ``checks.toml``, ``figures.toml`` and lists as CSV; what it lacks adds nothing.
    Raises CtxhError with file, line, key and the nearest right word for an entry that cannot be meant, before anything is read by it.
    """
    for folder in folders:
        _check_files(folder)
    for path in (path for name in NATIONAL if not (path := folders[0] / name).is_file()):
        raise lacking_file(path)
    rows = {name: placed_rows(folders, name) for name in KEYS}
    check_lists(rows)
    lists = lists_of(rows)
    entries = linked(read_entries(folders, "indicators/*.toml", lists))
    indicators = {name: indicator_of(entry, lists, entries) for name, entry in entries.items()}
    check_circles(entries, indicators)
    read = [(entries[name], found.formula.item) for name, found in indicators.items() if hasattr(found.formula, "item")]
    plain = [(entry, plain_item_of(entry, lists)) for entry in read_entries(folders, "items.toml", lists).values()]
    for entry, item in read + plain:
        check_item(entry, item, entry.says["unit_of_measure"], lists, printed=entry.id in indicators)
    for entry in entries.values():
        check_indicator(entry, indicators, lists)
    check_labels(entries, indicators, read + plain)
    check_cited(rows["documents.csv"], [item for _, item in read])
    measures = {name: measure.label for name, measure in lists.measures.items()}
    items = check_items(read + plain)
    of_checks = read_entries(folders, CHECKS_FILE, lists)
    check_own_numbers(of_checks, {folders[0], *(folder for folder in folders if folder.name != FOLDER)})
    occasions = {name: code.day for (_, column), codes in lists.codes.items() if column == OCCASION for name, code in codes.items()}
    counted = tuple(word for measure in lists.measures.values() for word in (measure.label, *measure.also))
    norms = {column: {name: code.paid_by for name, code in codes.items() if code.paid_by} for column, codes in lists.codes.items()}
    paid_by = {column: of_codes for column, of_codes in norms.items() if of_codes}
    checks = checks_of_entries(of_checks, indicators, items, entries, lists)
    figures = figures_of(read_entries(folders, FIGURES_FILE, lists), indicators, items, lists, folders[0])
    return Book(indicators, items, lists.fields, measures, checks, figures, paid_by, occasions, counted)


def check_norms(book: Book, norms: Collection[str], of_provinces: Collection[str], folders: Sequence[Path]) -> None:
    """Nothing, when there are the norms that added indicators and programmes ask for, of those of a province in any of them.

    Raises CtxhError with the entry's place.
    """
    _check_paid_by(norms, folders)
    _check_ruled(book, norms, folders)
    asked = {name: found.formula for name, found in book.indicators.items() if isinstance(found.formula, NormValue)}
    known = {*norms, *of_provinces}
    absent = [name for name, formula in asked.items() if formula.norm not in (known if formula.of_province else norms)]
    entries = read_entries(folders[1:], "indicators/*.toml", read_lists(folders)) if absent and folders[1:] else {}
    for entry in (entries[name] for name in absent if name in entries):
        word = str(entry.says["norm"])
        raise entry.fault("norm", f"norms.csv không có định mức «{word}».{nearest(word, known)} Các định mức: {', '.join(sorted(norms))}.")


def _check_ruled(book: Book, norms: Collection[str], folders: Sequence[Path]) -> None:
    asked = {name: check.test.norms for name, check in book.checks.items() if isinstance(check.test, Ruled) and check.test.norms}
    added = read_entries(folders[1:], CHECKS_FILE, read_lists(folders)) if asked and folders[1:] else {}
    for name, entry in added.items():
        for word in (word for word in asked.get(name, ()) if word not in norms):
            raise entry.fault("norms", f"norms.csv không có định mức «{word}».{nearest(word, norms)}")


def _check_paid_by(norms: Collection[str], folders: Sequence[Path]) -> None:
    for path, line, row in placed_rows(folders, "categories.csv"):
        if path.parent != folders[0] and row.paid_by not in ("", REGISTER, *norms):
            hint = nearest(row.paid_by, {REGISTER, *norms})
            raise CtxhError(f"{name_of(path)}, dòng {line}, cột paid_by: norms.csv không có định mức «{row.paid_by}».{hint}")


def _check_files(folder: Path) -> None:
    """Nothing, when a folder holds only what a book is read from. Raises CtxhError naming what would be passed over."""
    found = [path for path in (*folder.glob("*"), *folder.glob("indicators/*")) if not path.name.startswith(PASSING)]
    for path in sorted(found):
        if not (path.name in FILES if path.parent == folder else path.suffix == ".toml"):
            hint = nearest(path.name, FILES) if path.parent == folder else " Chỉ tiêu viết trong tệp có đuôi .toml."
            raise CtxhError(f"{name_of(path)}: không phải tệp của sổ định nghĩa, không được đọc.{hint} Đổi tên hoặc chuyển đi.")


def book_folders(reference: Path, *others: Path, forms: Sequence[str] = ()) -> tuple[Path, ...]:
    """The folders of a book: the national one of the reference tables, of the program where they have none, then those that add to it.

    ``forms`` is what the office collects beside what all do. Raises CtxhError for a word of it that is none.
    """
    own = reference / FOLDER
    national = own if (own / "indicators").is_dir() else INSTALLED
    more = (folder for other in others if (folder := other / FOLDER).is_dir() and _adds(folder))
    return national, *optional_folders(national.parent, forms), *more


def _adds(folder: Path) -> bool:
    """Whether a folder holds more than a page about what may stand in it: offices that add nothing share one book."""
    return any(not path.name.startswith((*PASSING, "README")) for path in folder.iterdir())


@cache
def national_book() -> Book:
    """The book that came with the program. Raises CtxhError as ``load_book`` does."""
    return load_book([INSTALLED])
