"""Notebooks of an office's own: run in the same year after the program's, they become pages of its appendix.

What cannot be bound into the appendix is said before anything runs, with notebook and cell; what only shows when a
notebook has run, as soon as it has.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ctxh.blocks import Heading
from ctxh.errors import CtxhError, WrongUsage, nearest
from ctxh.run.parameters import code_cells_of, declared_in
from ctxh.typeset.exporters import IGNORED
from ctxh.typeset.notebook_markdown import blocks_of_markdown

FOLDER = "notebooks"
NAME = re.compile(r"[\w-]+\.ipynb")
NEEDED = ("office", "year")
_MAGIC = re.compile(r"^\s*[%!]", re.MULTILINE)
_PRINTS = {"print": 'chữ in ra (print): trả về Table.from_frame(bảng, "Tên bảng") ở dòng cuối của ô'}
_REFUSED = _PRINTS | {"what_if": "số giả định (what_if): chỉ xem ở explore.ipynb, không in trong phụ lục"}


def own_notebooks(office: Path, listed: Sequence[str], taken: Sequence[str]) -> tuple[Path, ...]:
    """The notebooks that an office lists, in its order. Raises WrongUsage for all that cannot become pages, before anything runs.

    ``taken`` are the names of the program's notebooks, which an office's own may not bear.
    """
    folder = office / FOLDER
    there = sorted(path.name for path in folder.glob("*.ipynb"))
    faults = [fault for name in listed for fault in _of_name(name, listed, there, taken)]
    faults = faults or [f"{office.name}/{FOLDER}/{name}, {fault}" for name in listed for fault in unbindable(folder / name)]
    if faults:
        raise WrongUsage(f"Sổ riêng ghi ở office.toml chưa thành trang phụ lục được: {'; '.join(faults)}.")
    return tuple(folder / name for name in listed)


def _of_name(name: str, listed: Sequence[str], there: Sequence[str], taken: Sequence[str]) -> Iterator[str]:
    if not NAME.fullmatch(name):
        yield f"«{name}» không phải tên một sổ .ipynb trong thư mục {FOLDER}"
    elif name in taken:
        yield f"«{name}» trùng tên sổ của chương trình: đổi tên"
    elif listed.count(name) > 1:
        yield f"«{name}» ghi hai lần"
    elif name not in there:
        yield f"không có «{name}» trong thư mục {FOLDER}.{nearest(name, there)} Các sổ ở đó: {', '.join(there) or 'không có'}"


def unbindable(notebook: Path) -> Iterator[str]:
    """What of a notebook's file cannot become a page, each with its cell. Raises RunFailed for a file that is no notebook."""
    cells = code_cells_of(notebook)
    lacking = [name for name in NEEDED if name not in declared_in(cells, notebook.name)]
    if lacking:
        yield f"chưa khai báo {' và '.join(lacking)} trong ô gắn nhãn «parameters», nên không theo năm báo cáo"
    level = 0
    for number, cell in enumerate(cells, 1):
        source, shown = "".join(cell["source"]), IGNORED.isdisjoint(cell["metadata"].get("tags", ()))
        if cell["cell_type"] == "code":
            yield from (f"ô {number}: {fault}" for fault in _of_code(source, shown))
        elif cell["cell_type"] == "markdown" and shown:
            try:
                levels = [block.level for block in blocks_of_markdown(source) if isinstance(block, Heading)]
            except CtxhError as fault:
                yield f"ô {number}: {fault}"
                continue
            for found in levels:
                if found > level + 1:
                    yield f"ô {number}: tiêu đề cấp {found} sau cấp {level}" + (", sổ mở đầu bằng «# Tên trang»" if not level else "")
                level = found
    if not level:
        yield "chưa có tiêu đề: mở đầu bằng một ô chữ «# Tên trang»"


def _of_code(source: str, shown: bool) -> Iterator[str]:
    if _MAGIC.search(source):
        yield "lệnh của IPython (% hoặc !) không chạy khi lập báo cáo"
        return
    try:
        tree = ast.parse(source)
    except SyntaxError as fault:
        yield f"viết sai ở dòng {fault.lineno}"
        return
    called = {name for node in ast.walk(tree) if isinstance(node, ast.Call) for name in [_name_of(node.func)] if name}
    yield from (words for name, words in _REFUSED.items() if name in called and (shown or name not in _PRINTS))


def _name_of(function: Any) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
