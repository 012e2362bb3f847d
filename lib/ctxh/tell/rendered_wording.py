"""The report told: templates rendered, parsed, ended, and every printed number listed."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard, cast

import jinja2
import pandas as pd
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ctxh.blocks import Block, Figure, Heading, Paragraph, Run, Table, text_of, with_content
from ctxh.book.dated_sentences import MARKUP, NUMBERED, with_included
from ctxh.compute.selections import MISSING_CELL
from ctxh.errors import ASK, CtxhError, place_of
from ctxh.tell.heading_numbers import numbered_on
from ctxh.tell.markdown import read_blocks
from ctxh.tell.spelt_out import spelt_out
from ctxh.tell.wording_functions import Figures, Teller
from ctxh.vietnamese import nearest_word
from ctxh.vietnamese.abbreviations import long_forms_in

SENTENCE_END = re.compile(r"[\s.;/…]*$")
TAGS = "Xem lại dấu {{ }} và {% %} ở đó; mỗi {% if %} cần {% endif %}, mỗi {% for %} cần {% endfor %}."
CALLS = 'Viết như {{ value("poor_households") }}.'
WHOLE_YEAR = {"year": 0, "word": "năm", "whole": True, "first": "", "last": "", "basis": "", "cutoffs": {}, "listed": ""}
_AS_WRITTEN: Mapping[str, Any] = {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
CITATION_COLUMNS = ["position", "section", "indicator", "printed"]


@dataclass(frozen=True)
class Telling:
    """The told report: its blocks, and one row for each number printed in them."""

    blocks: tuple[Block, ...]
    citations: pd.DataFrame


def tell_wording(
    text_folder: Path,
    figures: Figures,
    narrative: pd.DataFrame,
    settings: Mapping[str, object],
    period: Mapping[str, Any] = WHOLE_YEAR,
    sections: Sequence[str] = (),
    borrowed: bool = False,
) -> Telling:
    """The report's blocks and citations from the wording in a folder. Raises CtxhError naming the place.

    ``narrative`` has the columns ``section`` and ``paragraph``; ``settings`` are the office's own.
    ``period`` says what is reported on; ``sections`` are the names of the files to tell, in order, all where there are none.
    Of ``borrowed`` wording, another office's, no sentence is told that was written for single years.
    """
    teller = Teller(figures, narrative, "năm trước" if period["whole"] else "cùng kỳ năm trước", period["year"], borrowed)
    environment = environment_of(text_folder, teller, settings, period)
    blocks: list[Block] = []
    for path in wording_files(text_folder, sections):
        blocks += read_blocks(rendered(environment, path), path, teller.entries, teller.blocks)
    long_forms = long_forms_in(
        "\n".join(MARKUP.sub("", path.read_text("utf-8-sig", "ignore")) for path in sorted(text_folder.glob("*.md")))
    )
    ended = _ended(_closed_lists(spelt_out(numbered_on(blocks, with_content(blocks)), long_forms)))
    return Telling(tuple(ended), _citations(ended))


def wording_files(text_folder: Path, sections: Sequence[str] = ()) -> list[Path]:
    """The files of the wording: those of the sections asked for, else all in the order of their numbers."""
    found = sorted(text_folder.glob(NUMBERED))
    if not found:
        raise CtxhError(f"Không có lời văn: thư mục {text_folder.name} cần các tệp như 01_mo_dau.md.")
    named = {path.stem: path for path in found}
    for section in sections:
        if section not in named:
            closest = nearest_word(section, named)
            hint = f" Có phải ý bạn là “{closest}”?" if closest else ""
            raise CtxhError(f"office.toml, sections: không có tệp “{section}.md” trong thư mục {text_folder.name}.{hint}")
    return [named[section] for section in sections] or found


def environment_of(folder: Path, teller: Teller, settings: Mapping[str, object], period: Mapping[str, Any]) -> jinja2.Environment:
    """What the wording of a folder is told with: the helpers, the office's settings, the period, nothing else."""
    environment = _Wording(loader=jinja2.FileSystemLoader(folder, encoding="utf-8-sig"), **_AS_WRITTEN)
    environment.globals.clear()
    environment.globals |= {**teller.helpers(), "office": settings, "period": period}
    return environment


class _Wording(ImmutableSandboxedEnvironment):
    """An environment that parses a text once, however often it is told."""

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, *_: Any, **__: Any) -> Any:
        """The code of a template, as of its file."""
        return compile(_python_of(source, name), filename or "<template>", "exec")


@lru_cache(maxsize=256)  # more than an office has files of wording
def _python_of(source: str, name: str | None) -> str:
    """A template as Python, which no value that it is told with changes."""
    return ImmutableSandboxedEnvironment(**_AS_WRITTEN).compile(source, name, raw=True)


def rendered(environment: jinja2.Environment, path: Path) -> str:
    """The Markdown of one file, with marks for what the helpers print."""
    for file in with_included([path], path.parent):
        refuse_lone_braces(file)
    try:
        return environment.get_template(path.name).render()
    except Exception as error:  # a tag may raise anything; what is the program's own goes on
        refusal = telling_error(error, path, environment)
        if refusal is None:
            raise
        raise refusal from error


def telling_error(error: Exception, path: Path, environment: jinja2.Environment) -> CtxhError | None:
    """What an error that arose while a file was told means for whoever wrote it, with file and line; None for one of the program's."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return CtxhError(f"{path.name}, dòng {error.lineno}: thẻ viết sai. {TAGS}")
    if isinstance(error, CtxhError):
        return CtxhError(f"{path.name}{_line_of(error, path)}: {error}")
    if isinstance(error, jinja2.UndefinedError):
        return CtxhError(f"{path.name}{_line_of(error, path)}: {_no_such_name(error, environment)}")
    if isinstance(error, jinja2.TemplateError):
        return CtxhError(f"{path.name}{_line_of(error, path)}: thẻ không chạy được. {CALLS}")
    if isinstance(error, TypeError | AttributeError | ArithmeticError | LookupError):
        return CtxhError(f"{path.name}{_line_of(error, path)}: thẻ không chạy được. {CALLS}{_perhaps_ours(error, path)}")
    return None


def _perhaps_ours(error: Exception, path: Path) -> str:
    """Where a function of the program broke that a tag called: what it was given may be wrong, or the function."""
    called, trace = None, error.__traceback__
    while trace is not None:
        called = trace.tb_next if Path(trace.tb_frame.f_code.co_filename) == path else called
        trace = trace.tb_next
    place = place_of(Exception().with_traceback(called))
    return f" Thẻ viết đúng thì là lỗi của chương trình ({place}). {ASK}" if place else ""


def refuse_lone_braces(path: Path) -> None:
    """Nothing, unless a brace belongs to no tag: it would be printed, and the tag that it was part of with it. Raises CtxhError."""
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CtxhError(f"{path.name}: không phải tệp chữ UTF-8. Lưu lại tệp dạng UTF-8.") from None
    without = MARKUP.sub(lambda tag: "\n" * tag[0].count("\n"), source)
    lone = re.search("[{}]", without)
    if lone:
        raise CtxhError(f"{path.name}, dòng {without.count(chr(10), 0, lone.start()) + 1}: thẻ viết sai. {TAGS}")


def _no_such_name(error: jinja2.UndefinedError, environment: jinja2.Environment) -> str:
    """The name that the wording asks for and nobody knows, the nearest, and all there are."""
    asked = re.findall(r"'([^']*)'", error.message or "")[-1:]
    given = cast("dict[str, Mapping[str, object]]", environment.globals)
    kept = [f"{owner}.{key}" for owner in ("office", "period") for key in given[owner]]
    known = kept if "has no attribute" in (error.message or "") else sorted(environment.globals)
    closest = nearest_word(asked[0], [name.rpartition(".")[2] for name in known]) if asked else ""
    hint = f" Có phải ý bạn là “{closest}”?" if closest else ""
    return f"tên không có: «{''.join(asked)}».{hint} Tên dùng được: {', '.join(known)}."


def _line_of(error: Exception, path: Path) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename) == path]
    return f", dòng {lines[-1]}" if lines else ""


def _closed_lists(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a full stop after each list whose last entries were left out."""
    following: list[Block | None] = [*blocks[1:], None]
    return [
        _with_end(block, ".") if is_item(block) and not is_item(after) and text_of(block.runs).endswith(";") else block
        for block, after in zip(blocks, following, strict=True)
    ]


def is_item(block: Block | None) -> TypeGuard[Paragraph]:
    """Whether a block is an entry of a list."""
    return isinstance(block, Paragraph) and block.style == "item"


def _with_end(block: Paragraph, end: str) -> Paragraph:
    """The paragraph with its closing marks replaced by ``end``."""
    *first, last = block.runs
    if last.cite:
        return replace(block, runs=(*first, last, Run(end)))
    return replace(block, runs=(*first, replace(last, text=SENTENCE_END.sub(end, last.text, count=1))))


def _ended(blocks: list[Block]) -> list[Block]:
    """The blocks with ``./.`` after the last sentence, as Decree 30/2020 has it."""
    if not blocks or not isinstance(blocks[-1], Paragraph):
        return blocks
    return [*blocks[:-1], _with_end(blocks[-1], "./.")]


def _citations(blocks: list[Block]) -> pd.DataFrame:
    """One row for each number printed, under the heading it stands below; of a table's the indicator is ``id`` or ``id@area_code``."""
    rows, section = [], ""
    for block in blocks:
        section = text_of(block.runs) if isinstance(block, Heading) else section
        rows += [(section, cite, text) for cite, text in _printed(block) if cite]
    table = pd.DataFrame(rows, columns=CITATION_COLUMNS[1:], dtype=str)
    table.insert(0, "position", range(1, len(table) + 1))
    return table


def _printed(block: Block) -> list[tuple[str, str]]:
    """What a block prints, each with what it cites."""
    if isinstance(block, Table):
        return [(cell.cite, cell.text) for row in block.rows for cell in row if cell.text != MISSING_CELL]
    return [] if isinstance(block, Figure) else [(run.cite, run.text) for run in block.runs]
