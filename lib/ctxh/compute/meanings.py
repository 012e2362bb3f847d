"""What is meant by words: an indicator by id, label or some words, with tones or without; an area by code or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ctxh.book import Book, Indicator
from ctxh.book.items import Item
from ctxh.book.search import INDICATOR, ITEM, Found, find, similar_entries
from ctxh.errors import WrongUsage, misspelt
from ctxh.vietnamese import fold, nearest_word

MOST_NAMED = 6
ASKED = 'Tìm theo chữ hay con số đã in: find("hộ nghèo"), find("447").'
NOWHERE = (Path(), 0)  # where entries are written is not asked here


def matching(book: Book, words: str, printed: Sequence[str] = ()) -> list[Found]:
    """The indicators and items that some words mean, the nearest first; those that print them, where some do; all for no words.

    Raises WrongUsage saying what may have been meant where there is none.
    """
    known = [Found(INDICATOR, entry.id, entry.label, (), NOWHERE) for entry in book.indicators.values()]
    known += [Found(ITEM, item.id, item.label, (), NOWHERE) for name, item in book.items.items() if name not in book.indicators]
    found = [one for one in known if one.id in printed] or (find(known, words) if words.strip() else known)
    if not found:
        suggestions = similar_entries(known, words)
        raise WrongUsage(f'Không có chỉ tiêu hay số liệu nào có chữ «{words}».{_perhaps(suggestions)} Xem tất cả: find("").')
    return found


def indicator_meant(book: Book, words: str, where: str = ASKED) -> Indicator:
    """The indicator that is called so: by its id or its label, or the only one that has all the words.

    Raises WrongUsage naming those that come near, and ``where`` all are found.
    """
    by_label = {fold(entry.label): entry for entry in book.indicators.values()}
    if entry := book.indicators.get(words) or by_label.get(fold(words)):
        return entry
    known = [Found(INDICATOR, entry.id, entry.label, (), NOWHERE) for entry in book.indicators.values()]
    found = find(known, words)
    if len(found) == 1:
        return book.indicators[found[0].id]
    slip = misspelt(words, book.indicators)
    if found and not slip:
        raise WrongUsage(f"«{words}» có thể là {len(found)} chỉ tiêu: {_listed(found)}. Ghi mã trong ngoặc hoặc cả tên.")
    perhaps = _perhaps([slip] if slip else similar_entries(known, words))
    raise WrongUsage(f"Không có chỉ tiêu «{words}».{perhaps} {where}")


def entries_meant(book: Book, words: str) -> list[Indicator]:
    """The indicators of a field by its id or name, or the one that is called so. Raises WrongUsage naming those that come near."""
    fields = [name for name, label in book.fields.items() if fold(words) in (name, fold(label))]
    return [e for e in book.indicators.values() if e.field in fields] if fields else [indicator_meant(book, words)]


def item_meant(book: Book, words: str) -> Item:
    """The item that is called so, by its id or label. Raises WrongUsage naming those that come near."""
    by_label = {fold(item.label): item for item in book.items.values()}
    if item := book.items.get(words) or by_label.get(fold(words)):
        return item
    suggestions = nearest_word(words, [*book.items, *(item.label for item in book.items.values())])
    raise WrongUsage(f"Không có số liệu gốc «{words}».{_perhaps([suggestions] if suggestions else [])} Các số liệu gốc: items().")


def area_meant(names: Mapping[str, str], asked: str | int) -> str:
    """The code of the area that is called so: by its code, its name with its kind (``xã Kim Xuyên``) or without.

    ``names`` are kind and name by code. Raises WrongUsage naming the nearest and all there are.
    """
    words = str(asked)
    if words in names:
        return words
    found = [code for code, name in names.items() if fold(words) in (fold(name), fold(_bare(name)))]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{name} ({code})" for code, name in names.items())
    if found:
        raise WrongUsage(f"«{words}» là tên của {len(found)} đơn vị: {', '.join(f'{names[code]} ({code})' for code in found)}. Ghi mã.")
    suggestions = nearest_word(words, [*names.values(), *map(_bare, names.values()), *names])
    raise WrongUsage(f"Không có đơn vị «{words}».{_perhaps([suggestions] if suggestions else [])} Các đơn vị: {listed}.")


def called(indicators: Mapping[str, Indicator], words: str) -> str:
    """The id of the indicator of that id or label, with tones or without; empty where there is none."""
    if words in indicators:
        return words
    found = [name for name, entry in indicators.items() if fold(entry.label) == fold(words)]
    return found[0] if len(found) == 1 else ""


def area_named(names: Mapping[str, str], words: str) -> str:
    """The code of the one area that bears a name, with its kind or without; else the words as they are."""
    found = [code for code, name in names.items() if fold(words) in (fold(name), fold(_bare(name)))]
    return found[0] if words not in names and len(found) == 1 else words


def printed_so(printed: Mapping[tuple[str, str], tuple[str, str]], area_code: str, number: str) -> list[str]:
    """The indicators that an area, or the whole office, prints as a number that was typed; ``printed`` are texts and statuses."""
    return [name for (name, code), (text, _) in printed.items() if code == area_code and text == number.strip()]


def _bare(name: str) -> str:
    """The name of an area without its kind, which is written small: ``Kim Xuyên`` of ``xã Kim Xuyên``."""
    words = name.split()
    return " ".join(words[next((at for at, word in enumerate(words) if not word.islower()), 0) :])


def _perhaps(suggestions: Iterable[str]) -> str:
    named = ", ".join(f"«{one}»" for one in suggestions)
    return f" Có phải ý bạn là {named}?" if named else ""


def _listed(found: list[Found]) -> str:
    more = f" và {len(found) - MOST_NAMED} chỉ tiêu khác" if len(found) > MOST_NAMED else ""
    return ", ".join(f"{one.label} ({one.id})" for one in found[:MOST_NAMED]) + more
