"""What the command says of the book: entries found, what each is, where it is written, who uses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from ctxh.book import book_folders, load_book
from ctxh.book.optional import OPTIONAL, optional_forms
from ctxh.book.search import (
    CHECK,
    CODE,
    COLUMN,
    FIELD,
    FIGURE,
    FORM,
    HELPER,
    INDICATOR,
    KINDS,
    MEASURE,
    Found,
    entries_of,
    find,
    similar_entries,
    users,
)
from ctxh.cli.uses import by_rules, in_notebooks, in_wording
from ctxh.errors import CtxhError, WrongUsage
from ctxh.reference.areas import load_areas, province_around
from ctxh.reference.dated import last_day
from ctxh.reference.inputs import SETTINGS
from ctxh.reference.places import NOTEBOOKS_OF_PROGRAM, province_folder
from ctxh.reference.settings import Settings, settings_of
from ctxh.tell import helper_words
from ctxh.tell.helper_words import HELPERS

IN_FULL = 3  # entries that are shown whole; of more a line each


def book_page(words: Sequence[str], office: str, data: Path, reference: Path, year: int) -> str:
    """What the book of an office has for some words; what it holds where there are none.

    Raises WrongUsage, naming the nearest, where nothing is found.
    """
    folders, left_out = with_all_optional(office, data, reference, year)
    entries = (*entries_of(folders), *_helpers())
    if not words:
        return "\n".join([*_contents(entries), *left_out])
    asked = " ".join(words)
    found = find(entries, asked)
    if not found:
        suggestions = similar_entries(entries, asked)
        hint = (
            f" Có phải ý bạn là {' hoặc '.join(f'«{one}»' for one in suggestions)}?"
            if suggestions
            else " Xem các lĩnh vực và biểu: ctxh book."
        )
        raise WrongUsage(f"Không mục nào của sổ định nghĩa có «{asked}».{hint}")
    if len(found) > IN_FULL:
        return "\n".join(_in_short(found, asked))
    return "\n\n".join("\n".join(_in_full(one, entries, _wording(office, data), _notebooks(office, data))) for one in found)


def with_all_optional(office: str, data: Path, reference: Path, year: int) -> tuple[tuple[Path, ...], list[str]]:
    """The folders of an office's book with all that only some offices collect, but for what its own book cannot stand beside; why not.

    Raises CtxhError for a book that is refused without those too.
    """
    settings = _settings(office, data)
    collected = settings.forms if settings else ()
    chosen = partial(folders_of, office, data, reference, year)
    folders = chosen(tuple(optional_forms(reference)))
    if not _refusal(folders):
        return folders, []
    load_book(chosen(collected))
    refused = {word: _refusal(chosen((*collected, word))) for word in optional_forms(reference) if word not in collected}
    words = tuple(word for word in optional_forms(reference) if not refused.get(word))
    return chosen(words), [
        f"Không kể «{word}», là phần chưa thu thập. Muốn thu thập thì trước hết sửa: {why}" for word, why in refused.items() if why
    ]


def _refusal(folders: tuple[Path, ...]) -> str:
    """Why the book of some folders is refused; empty where it is not."""
    try:
        load_book(folders)
    except CtxhError as fault:
        return str(fault)
    return ""


def folders_of(office: str, data: Path, reference: Path, year: int, forms: Sequence[str]) -> tuple[Path, ...]:
    """The folders of an office's book with some of what only some offices collect; the province is that of the end of a year."""
    settings = _settings(office, data)
    code = settings.area_code if settings else ""
    province = province_around(load_areas(reference, data / office), code, last_day(year))
    shared = [province_folder(data, province["name"])] if province is not None else []
    return book_folders(reference, *shared, data / office, forms=forms)


def _settings(office: str, data: Path) -> Settings | None:
    path = data / office / SETTINGS
    return settings_of(path) if path.is_file() else None


def _wording(office: str, data: Path) -> list[Path]:
    """The files of the wording that the office's reports are told in."""
    settings = _settings(office, data)
    lender = (settings.text_from if settings else "") or office
    return sorted((data / lender / "text").glob("*.md"))


def _notebooks(office: str, data: Path) -> list[Path]:
    """The notebooks that the office's reports are made by, its own behind the program's."""
    return [*sorted(NOTEBOOKS_OF_PROGRAM.glob("0*.ipynb")), *sorted((data / office / "notebooks").glob("*.ipynb"))]


def _helpers() -> Iterator[Found]:
    origin = Path(helper_words.__file__)
    lines = origin.read_text(encoding="utf-8").splitlines()
    for name, (example, gives) in HELPERS.items():
        at = next(number for number, line in enumerate(lines, 1) if line.strip().startswith(f'"{name}":'))
        yield Found(HELPER, name, gives, (f"Viết: {example}",), (origin, at))


def _contents(entries: Sequence[Found]) -> Iterator[str]:
    """What the book holds: its fields with how many indicators each has, its forms, the helpers of the wording."""
    indicators = [entry for entry in entries if entry.kind == INDICATOR]
    yield f"Sổ định nghĩa có {len(indicators)} chỉ tiêu. Tìm: ctxh book TỪ..., như: ctxh book hộ nghèo; ctxh book B6; ctxh book money."
    yield "\nLĩnh vực"
    yield from (f"  {entry.id}: {entry.label} ({len(users(indicators, entry))} chỉ tiêu)" for entry in entries if entry.kind == FIELD)
    yield "\nBiểu"
    yield from (f"  {', '.join(entry.names)} {entry.id}: {entry.label}" for entry in entries if entry.kind == FORM)
    yield "\nHàm của lời văn"
    yield from (f"  {' '.join(entry.tells).removeprefix('Viết: ')}: {entry.label}" for entry in entries if entry.kind == HELPER)
    yield "\nHình (cho figure)"
    yield from (f"  {entry.id}: {entry.label}" for entry in entries if entry.kind == FIGURE)


def _in_short(found: Sequence[Found], asked: str) -> Iterator[str]:
    yield f"{len(found)} mục có «{asked}». Xem trọn một mục: ctxh book MÃ."
    for kind in KINDS:
        of_kind = [entry for entry in found if entry.kind == kind]
        if of_kind:
            yield f"\n{kind.capitalize()} ({len(of_kind)})"
        yield from (f"  {entry.id}: {entry.label}" for entry in of_kind)


def _in_full(entry: Found, entries: Sequence[Found], wording: Sequence[Path], notebooks: Sequence[Path]) -> Iterator[str]:
    yield f"{entry.label} ({entry.kind} {entry.id})"
    yield from (f"  {line}" for line in entry.tells)
    if entry.kind == HELPER:
        return
    yield f"  Ghi ở: {entry.place}."
    optional = [word for folder, word in pairwise(entry.path.parts) if folder == OPTIONAL]
    yield from (f"  Chỉ có ở đơn vị ghi «{word}» trong dòng forms của office.toml." for word in optional)
    if entry.kind == CHECK:
        return
    made = users(entries, entry)
    used = [(kind, [one.id for one in made if one.kind == kind]) for kind in KINDS if kind != CHECK]
    checks = [one.label for one in made if one.kind == CHECK]
    if entry.kind not in (FIELD, MEASURE, COLUMN, CODE):
        names, totals = [entry.id], [one.id for one in made]
        rules = by_rules(names, totals) if entry.kind != FIGURE else set()
        checks += [one.label for one in entries if one.kind == CHECK and rules & set(one.names)]
        found = in_wording(names, wording), sorted(set(checks)), in_notebooks(names, notebooks)
        used += zip(("lời văn", CHECK, "sổ"), found, strict=True)
    places = [f"{what}: {'; '.join(where)}" for what, where in used if where]
    yield "  Dùng ở:" if places else "  Chưa nơi nào dùng."
    yield from (f"    {line}" for line in places)
