"""Entries of a book as they are written: tables of TOML files, families written out, each with the place that it came from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from ctxh.book.lists import Code, Lists, placed_after
from ctxh.book.optional import nearest_or_optional
from ctxh.errors import CtxhError, nearest, reason_of
from ctxh.reference.tables import ID, name_of
from ctxh.vietnamese.typeface import cannot_be_shown

CODE = "{code}"
TAKEN_ALONG = ("unit_of_measure", "field", "section", "notation", "decimals", "rounding", "step", "qualifier", "better")
_SAID_OF_ALL = ("each", "label", "labels", "source", "legal_basis", "item", "item_label")  # what makes no member of a family differ
LIKE, PLAN_OF, AFTER = "like", "plan_of", "after"
LINKS = {LIKE, PLAN_OF}
_HEAD = re.compile(r"""\s*\[\s*(["']?)(?P<table>[^"'\]]+)\1\s*\]""")


@dataclass(frozen=True)
class Entry:
    """One entry: its id, what it says, and where; ``table`` is its name in the file, a family's holds ``{code}``.

    ``code``, ``families`` and ``member`` (its label) are those of the code that it was written out for, ``family`` the name
    that its family has in the file: an entry that replaces a member of one stays in its totals.
    ``first`` is the file of the first entry that it stands for.
    """

    id: str
    says: Mapping[str, Any]
    path: Path
    table: str
    code: str = ""
    families: tuple[str, ...] = ()
    family: str = ""
    member: str = ""
    first: Path | None = None

    def fault(self, key: str, message: str) -> CtxhError:
        """What is wrong with a key of this entry, with the file and the line."""
        return CtxhError(f"{self.place(key)}, [{self.table}]{f', {key}' if key else ''}: {message}")

    def place(self, key: str = "") -> str:
        """The file and, unless it is in doubt, the line of this entry or of one of its keys."""
        line = _line(self.path, self.table, key)
        return f"{name_of(self.path)}{f', dòng {line}' if line else ''}"


def read_entries(folders: Sequence[Path], names: str, lists: Lists) -> dict[str, Entry]:
    """The entries by id of the files ``names`` (a pattern) of some folders, in the order of folders, files and lines.

    An entry that ``replaces`` one of an earlier folder stands in its place, one with ``after`` behind the one named. Raises
    CtxhError for a file that cannot be read, an id of two meanings and a family that is over no list.
    """
    found: dict[str, Entry] = {}
    for folder in folders:
        earlier = frozenset(found)
        for path in sorted(folder.glob(names)):
            for entry in _written_out(_tables(path), lists):
                _check_id(entry, found, earlier)
                _check_letters(entry)
                found[entry.id] = _in_place_of(found[entry.id], entry) if entry.id in found else entry
    return _ordered(found)


def _in_place_of(old: Entry, entry: Entry) -> Entry:
    """An entry that stands in the place of another one, and in the totals of its family."""
    of_family = old if old.code else entry
    code, families, family, member = of_family.code, of_family.families, of_family.family, of_family.member
    return replace(entry, first=old.first or old.path, code=code, families=families, family=family, member=member)


def _ordered(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries, each that is to stand ``after`` another one behind it. Raises CtxhError for one that there is not."""
    if not any(AFTER in entry.says for entry in entries.values()):
        return dict(entries)
    for entry in entries.values():
        after = entry.says.get(AFTER, "")
        if AFTER in entry.says and (after not in entries or after == entry.id):
            raise entry.fault(AFTER, f"không có mục «{after}» để đứng sau.{nearest(str(after), entries)}")
    return {name: entries[name] for name in placed_after({name: str(entry.says.get(AFTER, "")) for name, entry in entries.items()})}


def linked(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries; one that is ``like`` another, or the ``plan_of`` it, takes from it how it is measured, printed and filed.

    What it says itself stays. What a plan is of is given that plan where it has none of its own;
    a number of the desk is ``undated`` where it says nothing of it. Raises CtxhError for a link
    to an entry that there is not, or that is linked itself.
    """
    found = dict(entries)
    for name, entry in entries.items():
        for key in LINKS & entry.says.keys():
            model = _model(entry, key, entries)
            taken = {one: value for one, value in model.says.items() if one in TAKEN_ALONG}
            found[name] = replace(entry, says=taken | dict(entry.says))
            if key == PLAN_OF:
                found[model.id] = replace(found[model.id], says={"plan": name} | dict(found[model.id].says))
    return found | _of_a_year(found)


def _of_a_year(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The numbers that the desk writes down, each of what happened in the year on no day where it does not say otherwise; plans stand."""
    plans = {entry.says.get("plan") for entry in entries.values()}
    own = {name: entry for name, entry in entries.items() if entry.says.get("desk") == "number" and name not in plans}
    return {name: replace(entry, says={"undated": True} | dict(entry.says)) for name, entry in own.items()}


def _model(entry: Entry, key: str, entries: Mapping[str, Entry]) -> Entry:
    """The entry that a link means."""
    name = entry.says[key]
    if name not in entries:
        raise entry.fault(key, f"không có chỉ tiêu «{name}».{nearest_or_optional(str(name), entries)}")
    if LINKS & entries[name].says.keys():
        raise entry.fault(key, f"«{name}» lại theo chỉ tiêu khác. Ghi thẳng chỉ tiêu ấy.")
    return entries[name]


def _check_id(entry: Entry, found: Mapping[str, Entry], earlier: frozenset[str]) -> None:
    if not ID.fullmatch(entry.id):
        raise entry.fault("", f"mã «{entry.id}» phải gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ.")
    replaces = entry.says.get("replaces") is True
    if entry.id in found and not (replaces and entry.id in earlier):
        other = found[entry.id]
        hint = " Muốn thay mục ấy thì ghi replaces = true." if entry.id in earlier else " Đổi mã hoặc bỏ một mục."
        raise entry.fault("", f"mã «{entry.id}» đã có ở {name_of(other.path)}, [{other.table}].{hint}")
    if replaces and entry.id not in earlier:
        raise entry.fault("replaces", f"chưa có «{entry.id}» để thay.{nearest(entry.id, earlier)} Mục mới thì bỏ dòng này.")


def _check_letters(entry: Entry) -> None:
    for key, value in entry.says.items():
        if why := next(filter(None, map(cannot_be_shown, _texts(value))), ""):
            raise entry.fault(key, why)


def _texts(value: object) -> list[str]:
    """The texts of what a key says."""
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value] if isinstance(value, str) else [text for one in values for text in _texts(one)]


def _tables(path: Path) -> list[Entry]:
    """The tables of a file, each with what the lines before the first table say for all."""
    try:
        parsed = _parsed(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as fault:
        at, twice = re.search(r"line (\d+), column (\d+)", str(fault)), re.search(r"twice|overwrite", str(fault))
        where = f"dòng {at[1]}, cột {at[2]}" if at else "cuối tệp"
        what = "mục hoặc khóa này đã có ở trên; bỏ một" if twice else "viết sai; xem lại dấu nháy, dấu bằng và ngoặc vuông ở đó"
        raise CtxhError(f"{name_of(path)}, {where}: {what}.") from None
    except OSError as fault:
        raise CtxhError(f"{name_of(path)}: không đọc được tệp ({reason_of(fault)}).") from None
    except UnicodeDecodeError:
        raise CtxhError(f"{name_of(path)} không phải tệp chữ UTF-8: lưu lại tệp dạng UTF-8.") from None
    common = {key: value for key, value in parsed.items() if not isinstance(value, dict)}
    twofold = [key for key, value in common.items() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if twofold or len(common) == len(parsed):
        what = f"[[{twofold[0]}]] có hai ngoặc; viết [{twofold[0]}]" if twofold else "chưa có mục nào; một mục mở đầu bằng dòng [mã]"
        raise CtxhError(f"{name_of(path)}: {what}.")
    return [Entry(table, common | says, path, table) for table, says in parsed.items() if isinstance(says, dict)]


@lru_cache(128)
def _parsed(text: str) -> Mapping[str, Any]:
    """What a text of TOML says; offices and years that are read together share most of their entries."""
    return tomllib.loads(text)


def _written_out(tables: list[Entry], lists: Lists) -> list[Entry]:
    """The entries, families written out; families over one list that follow each other code by code."""
    found = []
    for each, entries in groupby(tables, lambda entry: entry.says.get("each")):
        if each is None:
            for entry in entries:
                _check_single(entry)
                found.append(entry)
        else:
            family = list(entries)
            [codes, *_] = [_codes(entry, lists) for entry in family]
            found += [_member(entry, code, about) for code, about in codes.items() for entry in family]
    return found


def _check_single(entry: Entry) -> None:
    if CODE in entry.table:
        raise entry.fault("", 'thiếu khóa each, danh sách mà {code} lấy mã từ đó, ví dụ each = "changes.kind".')


def _codes(entry: Entry, lists: Lists) -> dict[str, Code]:
    """The codes that a family is written out for."""
    each = entry.says["each"]
    if not isinstance(each, str):
        raise entry.fault("each", 'phải là chữ trong dấu nháy, ví dụ "changes.kind" hoặc "changes.kind:new".')
    if CODE not in entry.table:
        raise entry.fault("each", 'tên mục phải có {code} trong dấu nháy, ví dụ ["decisions_{code}"].')
    column, _, family = each.partition(":")
    form, _, name = column.partition(".")
    codes = lists.codes.get((form, name))
    if codes is None:
        raise entry.fault("each", f"không có danh sách «{column}».{nearest(column, {'.'.join(key) for key in lists.codes})}")
    chosen = {code: about for code, about in codes.items() if not family or family in about.families}
    if not chosen:
        known = {word for about in codes.values() for word in about.families}
        raise entry.fault("each", f"không mã nào của «{column}» thuộc nhóm «{family}».{nearest(family, known)}")
    _check_labels(entry, column, codes)
    if all(CODE not in str(value) for key, value in entry.says.items() if key not in _SAID_OF_ALL):
        raise entry.fault("", 'mọi mã đều cho cùng một số: ghi {code} ở cách tính hoặc where, ví dụ where = { kind = "{code}" }.')
    return chosen


def _check_labels(entry: Entry, column: str, codes: Mapping[str, Code]) -> None:
    labels = entry.says.get("labels", {})
    if not (isinstance(labels, dict) and all(isinstance(label, str) for label in labels.values())):
        raise entry.fault("labels", 'phải là các dòng labels.mã = "tên".')
    for code in labels:
        if code not in codes:
            raise entry.fault("labels", f"danh sách «{column}» không có mã «{code}».{nearest(code, codes)}")


def _member(entry: Entry, code: str, about: Code) -> Entry:
    """The entry of a family for one code."""
    words = {CODE: code, "{label}": entry.says.get("labels", {}).get(code, about.label), "{section}": about.section}
    says = {key: _filled(value, words) for key, value in entry.says.items() if key not in ("each", "labels")}
    return Entry(entry.table.replace(CODE, code), says, entry.path, entry.table, code, about.families, entry.table, words["{label}"])


def _filled(value: object, words: Mapping[str, str]) -> object:
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace(name, word)
        return value
    if isinstance(value, list):
        return [_filled(one, words) for one in value]
    return {key: _filled(one, words) for key, one in value.items()} if isinstance(value, dict) else value


def _line(path: Path, table: str, key: str) -> int | None:
    """The line of a key of a table, or of all tables, or of the table's name; None where that is in doubt."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    heads = {at: match["table"].strip() for at, line in enumerate(lines, 1) if (match := _HEAD.fullmatch(line.partition("#")[0].rstrip()))}
    own = [at for at, name in heads.items() if name == table]
    if len(own) != 1:
        return None
    end = min((at for at in heads if at > own[0]), default=len(lines) + 1)
    places = (*range(own[0] + 1, end), *range(1, min(heads)))
    written = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
    return next((at for at in places if key and written.match(lines[at - 1])), own[0])
