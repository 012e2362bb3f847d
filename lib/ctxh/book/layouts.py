"""How each form looks on a given date: sheet names, header words, kinds of values."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ctxh.book.absent_columns import load_absent
from ctxh.book.header_words import HeaderWord, load_header_words, words_of_form
from ctxh.book.lists import layers_of, placed_rows, table_of
from ctxh.book.row_words import RowWords, measured_by, row_words_of
from ctxh.errors import CtxhError
from ctxh.frames import ColumnAsked, ColumnEntry, ColumnRule, FormEntry, rows_of
from ctxh.reference.dated import in_force
from ctxh.reference.periods import Dating
from ctxh.reference.place_kinds import load_place_kinds
from ctxh.reference.tables import words
from ctxh.vietnamese import header_key

_TIMES = ("month", "year")  # what amounts are told for, beside persons and things


class Relation(NamedTuple):
    """What the numbers of a column are to others: which ``rule`` of RELATIONS, and of what."""

    rule: str
    of: tuple[tuple[str, int], ...] = ()  # other columns of the row or numbers, each to be added (1) or taken off (-1)


@dataclass(frozen=True)
class LayoutColumn:
    """One column of a form and the header words it is known by."""

    column: str
    label: str
    group_label: str
    synonyms: tuple[str, ...]
    kind: str
    unit_of_measure: str
    personal: bool
    required: bool
    help: str = ""  # a line for whoever fills the column in
    printed: bool = False  # whether its texts may leave, through the gate
    rule: str = ""  # what its rows must hold, or what a blank is
    relations: tuple[Relation, ...] = ()  # what its numbers are to others
    extra: bool = False  # read where a sheet has it, asked for by no blank form
    at_year_end: bool = False  # whether it is found once, at the end of a year
    asked_as: str | None = None  # its header on blank forms where that is another one; empty where they do not ask for it
    measures: Mapping[str, str] = field(default_factory=dict, compare=False)  # words that may follow a number, with what they measure

    @property
    def level_of(self) -> tuple[str, ...]:
        """What a level is paid for: ``("person", "month")`` of VND/person/month; nothing where the column is no level."""
        money, _, things = self.unit_of_measure.partition("/")
        return tuple(things.split("/")) if money == "VND" and things else ()

    def told_for(self, each: Collection[str], register: bool) -> bool:
        """Whether its amounts may be for each of some things, by their keys.

        For a person or thing each only those of a level are, or those of a ``register``; for a year none that are for a month.
        """
        times = {word for word in each if self.measures.get(word) in _TIMES}
        own = {word for word, measure in self.measures.items() if measure in _TIMES and header_key(self.label).endswith(f" {word}")}
        return (register or bool(self.level_of) or times == {*each}) and not (times and own and not times & own)

    @cached_property
    def own_words(self) -> tuple[HeaderWord, ...]:
        """The label under its upper header, the label and the synonyms, as wordings of the column."""
        under = [HeaderWord(self.column, self.label, self.group_label)] if self.group_label else []
        return (*under, *(HeaderWord(self.column, word) for word in (self.label, *self.synonyms)))

    @cached_property
    def short_keys(self) -> tuple[str, ...]:
        """Header keys that stand alone."""
        return tuple(header_key(word) for word in (self.label, *self.synonyms))


@dataclass(frozen=True, eq=False)
class Layout:
    """A form as it is sent on a date; one is itself alone, so that what was found for it is found again at once."""

    form: str
    code: str
    label: str
    sender: str
    required: bool
    sheet_names: tuple[str, ...]
    columns: tuple[LayoutColumn, ...]
    title: str = ""
    version: str = ""  # the day its newest part came into force
    row_words: RowWords = field(default_factory=RowWords)
    register: bool = True  # whether a row is about one person: then no edition names rows
    spellings: tuple[HeaderWord, ...] = ()  # the wordings of its headers that real sheets have
    named: tuple[tuple[str, str], ...] = ()  # further names of its sheets, each with the area whose sheets alone have it
    absent: tuple[tuple[str, str], ...] = ()  # required columns that senders do not keep, each with the area; without one, nobody does
    lacks: frozenset[str] = frozenset()  # those of them that a sheet was found without
    tells: str = ""  # LISTED, HAPPENED or UNDATED; empty for what is drawn up once, of which the same holds for a part of a year
    dated_by: tuple[str, ...] = ()  # the columns that date a row, the first that has a day
    section: str = ""  # of the report, with which its data close

    @property
    def dating(self) -> Dating:
        """What dates its rows, and when its data close."""
        once = tuple(column.column for column in self.columns if column.at_year_end)
        return Dating(self.form, self.dated_by, self.section, self.tells == UNDATED, once)

    @cached_property
    def header_words(self) -> Mapping[str, tuple[HeaderWord, ...]]:
        """The wordings of all headers by their keys, first those of the form's own columns."""
        own = dict.fromkeys(word for column in self.columns for word in column.own_words)
        found: dict[str, list[HeaderWord]] = {}
        for word in dict.fromkeys((*own, *self.spellings)):
            found.setdefault(word.key, []).append(word)
        return {key: tuple(words) for key, words in found.items()}

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """The parts that headers may give a column in, in order, by the columns that have any."""
        found: dict[str, set[str]] = {}
        for word in itertools.chain.from_iterable(self.header_words.values()):
            if word.part:
                found.setdefault(word.column, set()).add(word.part)
        return {column: tuple(sorted(parts)) for column, parts in found.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        """The keys of all words that stand above a column of its own."""
        return frozenset(self.header_words)

    def only(self, names: set[str]) -> Layout:
        """The form with only some columns and those that tell its rows apart; headers mean what they mean in the whole form."""
        kept = (c for c in self.columns if c.required or c.kind == "row_number" or c.column in names)
        return replace(self, columns=tuple(kept), spellings=tuple(word for words in self.header_words.values() for word in words))

    @cached_property
    def senders(self) -> frozenset[str]:
        """The areas that have wordings or names of sheets of their own."""
        return frozenset({*(word.sender for word in self.spellings), *(sender for _, sender in (*self.named, *self.absent))} - {""})

    def sent_by(self, area_code: str) -> Layout:
        """The form as an area sends it: without the wordings and names of sheets that are another one's."""
        if not self.senders:
            return self
        named, absent = (tuple(pair for pair in pairs if pair[1] in ("", area_code)) for pairs in (self.named, self.absent))
        kept = tuple(word for word in self.spellings if word.sender in ("", area_code))
        own = {(word.key, word.above) for word in kept if word.sender}
        spellings = tuple(word for word in kept if word.sender or (word.key, word.above) not in own)
        same = spellings == self.spellings and named == self.named and absent == self.absent
        return self if same else replace(self, spellings=spellings, named=named, absent=absent)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The columns without which a sheet is not the form: the required ones that its sender keeps."""
        return frozenset(column.column for column in self.columns if column.required) - {column for column, _ in self.absent}

    def without(self, names: frozenset[str]) -> Layout:
        """The form as a sheet has it that lacks some columns."""
        return replace(self, columns=tuple(c for c in self.columns if c.column not in names), lacks=names) if names else self

    def asked(self) -> Layout:
        """The form with the columns that a blank form asks for."""
        return replace(self, columns=tuple(c for c in self.columns if not c.extra))

    def blank(self) -> Layout:
        """The form as a blank one shows it: its columns under the headers that whoever fills them in understands."""
        shown = (c if c.asked_as is None else replace(c, label=c.asked_as) for c in self.asked().columns if c.asked_as != "")
        return replace(self, columns=tuple(shown))

    def column(self, name: str) -> LayoutColumn:
        """The column called ``name``. Raises KeyError when the form has none."""
        return next(c for c in self.columns if c.column == name)


# rules of columns
EVERY_MONTH, EVERY_WORD, EACH_ONCE, BLANK_IS_ZERO, GIVEN = ("every_month", "every_word", "each_once", "blank_is_zero", "given")
PART_OF_LEVEL, FACTOR, LEVEL_VARIES = ("part_of_level", "factor", "level_varies")
AT_MOST, EQUALS = ("at_most", "equals")  # other columns of the row or numbers, which ``of`` names
REACHES, NEAR = ("reaches", "near")  # the amount that ``of`` is, somewhere; at most ``of`` times the middle one of its category, or a part
VARIES = "varies"  # the rows of a sender are not all of one category, if chance makes them so less than once in ``of`` times
COUNTED, DONE = ("counted", "done")  # of remarks: each row is somebody who is there; something that was done
RELATIONS = (AT_MOST, EQUALS, REACHES, NEAR, VARIES)  # of which a column may have several
BEGUN = (EVERY_MONTH, EVERY_WORD, GIVEN)  # of the columns that a blank form comes with
LISTED, HAPPENED, UNDATED = "list", "dated", "undated"  # who there is when it is drawn up, what was done on days, without days
LISTS_SHEET = "Danh mục"  # what blank forms choose from; it holds no records and is not read


_TERM = re.compile(r"([+-]?)\s*(\w+)")


def signed_columns(text: str) -> tuple[tuple[str, int], ...]:
    """The columns of ``at_start - escaped + relapsed`` with their signs; none of a blank."""
    return tuple((name, -1 if sign == "-" else 1) for sign, name in _TERM.findall(text))


def forms_telling(layouts: Mapping[str, Layout], tells: str) -> tuple[str, ...]:
    """The forms that tell of LISTED, HAPPENED or UNDATED things, in the order of the book."""
    return tuple(form for form, layout in layouts.items() if layout.tells == tells)


def datings_of(layouts: Mapping[str, Layout]) -> dict[str, Dating]:
    """What dates the rows of each form."""
    return {form: layout.dating for form, layout in layouts.items()}


def dated_sections(folders: Sequence[Path]) -> tuple[str, ...]:
    """The sections of the report whose data carry days, by the forms of some folders."""
    return tuple(sorted({row.section for _, _, row in placed_rows(folders, "forms.csv")} - {""}))


def load_layouts(reference: Path, on: date, others: Sequence[Path] = ()) -> dict[str, Layout]:
    """The layouts in force on a date, by form, of the national book and of the folders that add to it.

    Raises CtxhError for forms that have no column; DatedError (through ``in_force``) when two rows of one column overlap.
    """
    folders = (reference / "book", *others)
    forms = in_force(table_of(folders, "forms.csv"), on, ["form"])
    columns = in_force(table_of(folders, "columns.csv"), on, ["form", "column"])
    by_form = {str(form): rows for form, rows in columns.groupby("form", sort=False)}
    if bare := [f"«{form}»" for form in forms["form"] if form not in by_form]:
        raise CtxhError(f"reference/book/columns.csv: không có cột nào của biểu {', '.join(bare)} (forms.csv). Chép lại bản trước của tệp.")
    rules: _Rules = {}
    for row in rows_of(table_of(folders, "rules.csv"), ColumnRule):
        rules.setdefault((row.form, row.column), []).append(row)
    asked_as = {(row.form, row.column): row.asked_as for row in rows_of(table_of(folders, "asked.csv"), ColumnAsked)}
    kinds = load_place_kinds(reference)
    words_of = (
        (measures := measured_by(table_of(folders, "measures.csv"))),
        row_words_of(table_of(folders, "row_words.csv"), kinds, measures),
    )
    layouts = {row.form: _layout(row, by_form[row.form], rules, asked_as, *words_of) for row in rows_of(forms, FormEntry)}
    known = load_header_words(folders, on)
    sheets = [row for rows in layers_of(folders, "sheet_words.csv", on) for row in rows]
    absent = load_absent(folders, {form: [c.column for c in layout.columns if c.required] for form, layout in layouts.items()})
    return {
        form: replace(
            layout,
            spellings=words_of_form(known, form, (word for column in layout.columns for word in column.own_words)),
            named=tuple((word, row.sender) for row in sheets if row.form == form for word in words(row.words)),
            absent=tuple(absent.get(form, ())),
        )
        for form, layout in layouts.items()
    }


_OfColumns = Mapping[tuple[str, str], str]  # by form and column
_Rules = dict[tuple[str, str], list[ColumnRule]]


def _layout(
    row: FormEntry, columns: pd.DataFrame, rules: _Rules, asked_as: _OfColumns, measures: Mapping[str, str], row_words: RowWords
) -> Layout:
    return Layout(
        form=row.form,
        code=row.code,
        label=row.label,
        sender=row.sender,
        required=row.required == "yes",
        sheet_names=words(row.sheet_names),
        columns=tuple(_column(entry, rules, asked_as.get((entry.form, entry.column)), measures) for entry in rows_of(columns, ColumnEntry)),
        title=row.title,
        version=max(row.valid_from, *columns["valid_from"]),
        row_words=row_words,
        register="yes" in set(columns["personal"]),
        tells=row.tells,
        dated_by=words(row.dated_by),
        section=row.section,
    )


def _column(entry: ColumnEntry, rules: _Rules, asked_as: str | None, measures: Mapping[str, str]) -> LayoutColumn:
    own = rules.get((entry.form, entry.column), [])
    return LayoutColumn(
        column=entry.column,
        label=entry.label,
        group_label=entry.group_label,
        synonyms=(*words(entry.synonyms), *words(asked_as or "")),
        kind=entry.kind,
        unit_of_measure=entry.unit_of_measure,
        personal=entry.personal == "yes",
        required=entry.required == "yes",
        help=entry.help,
        printed=entry.printed == "yes",
        rule=next((row.rule for row in own if row.rule not in RELATIONS), ""),
        relations=tuple(Relation(row.rule, signed_columns(row.of)) for row in own if row.rule in RELATIONS),
        extra=entry.required == "extra",
        at_year_end=entry.at_year_end == "yes",
        asked_as=asked_as,
        measures=measures,
    )
