"""What a telling of the wording would refuse, found by the book alone: every branch is gone through, no figure is needed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import jinja2
import pandas as pd
from jinja2 import nodes

from ctxh.blocks import Column, Table
from ctxh.book import Book
from ctxh.book.dated_sentences import with_included
from ctxh.book.derived import derived
from ctxh.book.request import known_figure
from ctxh.errors import CtxhError, nearest
from ctxh.tell.markdown import read_blocks
from ctxh.tell.rendered_wording import CALLS, WHOLE_YEAR, environment_of, refuse_lone_braces, rendered, telling_error
from ctxh.tell.wording_blocks import names_asked
from ctxh.tell.wording_functions import Teller, check_style
from ctxh.vietnamese.typeface import lines_not_shown

_ANY = Table("any", "", (Column(""),), ())
_TAKES_IN = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


class Refused(NamedTuple):
    """A place of the wording that cannot be told: the file, the line (0: in doubt), why."""

    path: Path
    line: int
    message: str


@dataclass(frozen=True)
class BookFigures:
    """Figures that have every value that the book knows of: what is refused of them is refused of any year."""

    book: Book
    true: bool = True

    def ids(self) -> Collection[str]:
        return self.book.indicators.keys()

    def printed(self, indicator: str, style: str, scale: str = "") -> str:
        check_style(self.book.indicators[indicator], style)
        return "1"

    def before(self, indicator: str) -> str:
        return self.printed(indicator, "")

    def derived(self, indicator: str, way: str, by: str) -> str:
        derived(self.book, indicator, way, by)
        return "1"

    def has(self, indicator: str) -> bool:
        return bool(self.book.indicators[indicator]) and self.true

    def measure(self, indicator: str) -> str:
        return self.book.indicators[indicator].measure

    def measure_of_change(self, indicator: str) -> str:
        return self.book.indicators[indicator].measure_of_change

    def kind_and_issuer(self, document: str) -> tuple[str, str]:
        if {document, f"{document}_no"}.isdisjoint(self.ids()):
            known = [name.removesuffix("_title") for name in self.ids() if name.endswith("_title")]
            raise CtxhError(f"không có văn bản “{document}” trong documents.csv.{nearest(document, known)}")
        return "Kế hoạch", "UBND"

    def table(self, names: tuple[str, ...], by: str, caption: str) -> Table:
        names_asked(self.book, names, by)
        return _ANY

    def figure(self, name: str) -> Table:
        known_figure(self.book, name)
        return _ANY


@dataclass
class _Trial(Teller):
    """A telling of every branch: what its helpers refuse is noted with its line, and the next one is asked."""

    true: bool = True
    refused: list[tuple[int, str]] = field(default_factory=list)

    def fell(self, indicator: str, before: str) -> bool:
        super().fell(indicator, before)
        return self.true

    def reported(self, *indicators: str) -> bool:
        super().reported(*indicators)
        return self.true

    def in_years(self, *years: int) -> bool:
        super().in_years(*years)
        return self.true

    def paragraphs(self, section: str, required: bool = False) -> list[str]:
        return [self._mark("", section)] if self.true else []

    def noting(self, name: str) -> Mapping[str, Callable[..., object]]:
        """The helpers for the template of a name."""
        return {helper: self._noting(call, name) for helper, call in self.helpers().items()}

    def _noting(self, helper: Callable[..., object], name: str) -> Callable[..., object]:
        def call(*asked: object, **named: object) -> object:
            try:
                return helper(*asked, **named)
            except CtxhError as error:
                self.refused.append((_line(name), str(error)))
            except (TypeError, AttributeError):
                self.refused.append((_line(name), f"thẻ không chạy được. {CALLS}"))
            return ""

        return call


def wording_refused(folder: Path, files: list[Path], book: Book, settings: Mapping[str, object]) -> list[Refused]:
    """What of the files of a wording, and of those that they include, a telling would refuse, by a book and an office's settings."""
    found: list[Refused] = []
    for path in with_included(files, folder):
        refused = list(_of_branches(folder, path, book, settings))
        found += [Refused(path, line, why) for line, why in lines_not_shown(path.read_text(encoding="utf-8-sig"))]
        found += refused or _of_markdown(folder, path, book, settings) if path in files else refused
    return list(dict.fromkeys(found))


def _of_branches(folder: Path, path: Path, book: Book, settings: Mapping[str, object]) -> Iterator[Refused]:
    """What tags refuse, of every branch of a file."""
    trial = _trial(book, True)
    cutoffs = dict.fromkeys((entry.section for entry in book.indicators.values()), "")  # sections may close on days of their own
    environment = environment_of(folder, trial, settings, WHOLE_YEAR | {"cutoffs": cutoffs})
    environment.globals |= trial.noting(path.name)
    try:
        refuse_lone_braces(path)
    except CtxhError as error:
        yield _placed(path, str(error))
        return
    try:
        tree = environment.parse(path.read_text(encoding="utf-8-sig"), path.name, str(path))
        _open(tree)
        code = environment.compile(tree, path.name, str(path))
        environment.template_class.from_code(environment, code, environment.make_globals(None)).render()
    except Exception as error:  # a tag may raise anything; what is the program's own goes on
        message = telling_error(error, path, environment)
        if message is None:
            raise
        yield _placed(path, str(message))
    yield from (Refused(path, line, message) for line, message in trial.refused)


def _of_markdown(folder: Path, path: Path, book: Book, settings: Mapping[str, object]) -> list[Refused]:
    """What Markdown refuses, of a file told with all that may be there and with nothing of it."""
    found = []
    for true in (True, False):
        trial = _trial(book, true)
        try:
            read_blocks(
                rendered(environment_of(folder, trial, settings, WHOLE_YEAR | {"whole": true}), path), path, trial.entries, trial.blocks
            )
        except CtxhError as error:
            found.append(_placed(path, str(error)))
    return found


def _trial(book: Book, true: bool) -> _Trial:
    return _Trial(BookFigures(book, true), pd.DataFrame(), true=true)  # type: ignore[arg-type]


def _placed(path: Path, message: str) -> Refused:
    """A refusal whose message begins with the file and perhaps the line."""
    place, colon, rest = message.partition(": ")
    line = place.removeprefix(f"{path.name}, dòng ")
    return Refused(path, int(line), rest) if line.isdecimal() else Refused(path, 0, rest if colon and place == path.name else message)


def _open(node: nodes.Node) -> None:
    """Nothing, after every choice below a node was made a row of all that it chooses from."""
    for child in node.iter_child_nodes():
        _open(child)
    for name, value in node.iter_fields():
        if isinstance(value, list):
            setattr(node, name, [one for each in value for one in _opened(each)])


def _opened(node: object) -> list[object]:
    if isinstance(node, nodes.If):
        return [nodes.ExprStmt(node.test, lineno=node.lineno), *node.body, *node.elif_, *node.else_]
    if isinstance(node, nodes.For) and node.else_:
        rest, node.else_ = node.else_, []
        return [node, *rest]
    return [] if isinstance(node, _TAKES_IN) else [node]


def _line(name: str) -> int:
    """The line of the template of a name that is being told."""
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, jinja2.Template) and template.name == name:
            return template.get_corresponding_lineno(frame.f_lineno)
    return 0
