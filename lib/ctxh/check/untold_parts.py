"""What the wording leaves out without a word: parts of a total that joined it by themselves, sentences that wait for one area's numbers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from ctxh.book import Book, Indicator
from ctxh.book.dated_sentences import wording_files_of, wording_text
from ctxh.book.formulas import Plus
from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed
from ctxh.findings import Finding, finding
from ctxh.vietnamese import absent

_PRINTED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TAG = re.compile(r"\{%-?\s*(if|elif|else|endif)\b(.*?)-?%\}", re.DOTALL)
_ASKED = re.compile(r"\{%-?\s*(?:el)?if\b.*?%\}", re.DOTALL)
_QUOTED = re.compile(r"[\"']([a-z][\w{}]*)[\"']")
_SOME = "trong đó"  # a list that begins so names some parts
_LISTED = 2  # parts, of as many as make a list


def untold_parts(computed: Computed) -> list[Finding]:
    """A finding for each total of a list's codes whose parts the wording lists without one that has a value."""
    files = wording_files_of(computed.request)
    texts = {path.name: _told_text(wording_text(path), computed) for path in files}
    printed_somewhere = {name for text in texts.values() for name, _ in _printed(text, computed.book)}
    return [
        finding(
            "flagged",
            f"Lời văn in «{computed.book.indicators[total].label}» và kể các phần, nhưng không kể: {_named(computed, left)}.",
            f'Thêm dòng cho phần ấy, như {{{{ count("{left[0]}") }}}}, hoặc viết «{_SOME}» sau tổng nếu chỉ kể một số.',
            check="lời văn",
            area_code=computed.area_code,
            file=name,
        )
        for name, text in texts.items()
        for total, parts in _totals_listed(text, computed.book)
        if (left := [part for part in parts if part not in printed_somewhere and computed.value(part)])
    ]


def untold_sentences(computed: Computed) -> list[Finding]:
    """A finding for each file whose sentences are left out for a number that some areas lack while others have it."""
    texts = {path.name: wording_text(path) for path in wording_files_of(computed.request)}
    asked = {file: dict.fromkeys(name for tag in _ASKED.findall(text) for name in _QUOTED.findall(tag)) for file, text in texts.items()}
    lacking = {name: areas for names in asked.values() for name in names if (areas := _lacking(computed, name))}
    return [
        finding(
            "flagged",
            f"Lời văn bỏ qua đoạn cần «{computed.book.indicators[first].label}»: chưa có số liệu ấy của {', '.join(lacking[first])}, "
            "các đơn vị khác đã có.",
            "Bổ sung số liệu của đơn vị ấy, hoặc viết câu riêng cho phần đã có.",
            check="lời văn",
            area_code=computed.area_code,
            file=file,
        )
        for file, names in asked.items()
        if (first := next((name for name in names if name in lacking), ""))
    ]


def _lacking(computed: Computed, name: str) -> list[str]:
    """The areas without a value of an indicator that the office has none of for their sake; none where nobody has one."""
    if name not in computed.book.indicators or computed.value(name) is not None:
        return []
    values = computed.area_values(name)
    lacking = [computed.area_name(code) for code, (value, _) in values.items() if absent(value)]
    return lacking if len(lacking) < len(values) else []


def _told_text(text: str, computed: Computed) -> str:
    """A text without the branches whose conditions do not hold; where a condition cannot be judged here, every branch is kept."""
    kept, at, branches = list[str](), 0, list[tuple[bool, bool]]()  # of each open if: whether a branch surely held, whether this one may
    for tag in _TAG.finditer(text):
        kept += [text[at : tag.start()]] if all(may for _, may in branches) else []
        at, word = tag.end(), tag[1]
        if word == "endif":
            del branches[-1:]
            continue
        held = word != "if" and bool(branches) and branches.pop()[0]
        holds = True if word == "else" else _holds(tag[2], computed)
        branches.append((held or holds is True, not held and holds is not False))
    return "".join([*kept, text[at:]])


def _holds(condition: str, computed: Computed) -> bool | None:
    """Whether a condition of ``has``, ``reported`` and ``in_years`` holds; None of one that asks anything else."""
    try:
        return _value_of(ast.parse(condition.strip(), mode="eval").body, computed)
    except SyntaxError:
        return None


def _value_of(node: ast.expr, computed: Computed) -> bool | None:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            value = _value_of(operand, computed)
            return None if value is None else not value
        case ast.BoolOp(op=op, values=values):
            found, ends = [_value_of(one, computed) for one in values], isinstance(op, ast.Or)  # what one value is enough for
            return ends if ends in found else None if None in found else not ends
        case ast.Call(func=ast.Name(id="has" | "reported" | "in_years" as name), args=args, keywords=[]):
            asked = [one.value for one in args if isinstance(one, ast.Constant)]
            if len(asked) != len(args):
                return None
            if name == "in_years":
                return computed.year in asked
            known = computed.has if name == "has" else lambda one: computed.value(one) is not None or bool(computed.text(one))
            return all(known(str(one)) for one in asked)
    return None


def _totals_listed(text: str, book: Book) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The totals of a list's codes that a text prints, each with its parts, where a list of some of them follows."""
    tags = list(_printed(text, book))
    for total, end in dict(reversed(tags)).items():
        formula = book.indicators[total].formula
        parts = [part for part in formula.parts if book.indicators[part].family] if isinstance(formula, Plus) else []
        behind = {name: at for name, at in reversed(tags) if name in parts and at > end}
        if len(behind) >= _LISTED and _SOME not in text[end : min(behind.values())].lower():
            yield total, tuple(parts)


def _printed(text: str, book: Book) -> Iterator[tuple[str, int]]:
    """The indicators that a text prints, of families and fields all, each with where its tag ends."""
    for tag in _PRINTED.finditer(text):
        for word in _QUOTED.findall(tag[0]):
            yield from ((name, tag.end()) for name in _named_by(word, book.indicators))


def _named_by(word: str, indicators: Mapping[str, Indicator]) -> list[str]:
    """The indicators that a word in a tag names: one, those of a family, of a field."""
    return [word] if word in indicators else [name for name, entry in indicators.items() if word in (entry.family, entry.field)]


def _named(computed: Computed, parts: list[str]) -> str:
    entries = [computed.book.indicators[part] for part in parts]
    return "; ".join(f"{entry.label}: {printed(entry, computed.value(entry.id))}" for entry in entries)
