"""The pattern of an edition beside those published before: which these are, whether they rest on the same numbers, what is told of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from dataclasses import replace

from ctxh.book.request import Request, items_behind
from ctxh.errors import CtxhError
from ctxh.protect.ledger import Kept, Moved, kept_editions, require_entries, same_numbers
from ctxh.protect.ledger_folder import FOLDER, offices_kept
from ctxh.protect.parts_of_year import is_of_part, tells_the_same
from ctxh.protect.pattern import Pattern, pattern_of
from ctxh.protect.system import EXACT, Cell, System
from ctxh.protect.together import Relations, Whose, named, of_office, settled, with_editions
from ctxh.reference.inputs import folds_of
from ctxh.reference.places import PUBLIC, YEAR, Chosen, edition_name

NARROWER = 1e-3
NOTHING: frozenset[Cell] = frozenset()
NO_PATTERN = Pattern(NOTHING, {}, NOTHING)


def pattern_beside(request: Request, system: System, threshold: int, starts: dict[str, str], totals: set[str]) -> tuple[Pattern, list[str]]:
    """The pattern of an edition, as the ledger has it or such that with editions before it opens nothing; and what is assumed.

    ``totals`` names the numbers that stand in an office's signed report. Raises CtxhError where it was made of other numbers
    before, or its own totals open what another office has hidden.
    """
    relations = relations_of(request, starts)
    kept = [one for office in _family(relations) for one in kept_editions(request.places, office).values()]
    name = edition_name(request.year, Chosen(request.boundaries, period=request.period.name, audience=PUBLIC))
    if not request.period.whole:  # nothing but the signed totals, which everybody knows
        require_told_before(relations.own, system, name, kept)
        return NO_PATTERN, []
    require_entries(request.places, request.office_id, {name, *(one.edition for one in kept if one.office == request.office_id)})
    kept, parts = [one for one in kept if one.period == YEAR], [one for one in kept if one.period != YEAR]
    years = {request.year} | {year for office, year in (one.whose for one in kept) if office == request.office_id}
    of_own = {(request.office_id, year): moved_areas(request, year) for year in sorted(years) if year - 1 in years}
    relations = replace(relations, moved={one.whose: one.moved for one in kept} | of_own)
    _require_same_numbers(request, system, kept, relations, name)
    again = next((one for one in kept if one.whose == relations.own and one.edition == name), None)
    if again is not None:
        return again.pattern, []
    unpublished = _unpublished(request, kept)
    in_reports = _in_reports(system, {code for code, _ in unpublished}, totals)
    assumed = [*_first_here(request, name, kept + parts), *_assumed(name for _, name in unpublished)]
    return pattern_after(system, kept + parts, relations, threshold, in_reports), assumed


def require_told_before(own: Whose, system: System, name: str, kept: Iterable[Kept]) -> None:
    """Nothing, where a part of a year is published before the year, or was, or years published before were protected from its very totals.

    Raises CtxhError: other totals may open a month.
    """
    others = [one for one in kept if one.whose[1] == own[1]]
    part = Kept(name, system, NO_PATTERN, own[0])
    year = next((one for one in others if one.period == YEAR and not _protected_from(one, part)), None)
    if year and not any((one.office, one.edition) == (own[0], name) for one in others):
        raise CtxhError(
            f"Bản công khai {year.edition} của {year.office} đã đăng trước: số tổng của {name} cộng với bản ấy có thể làm lộ một tháng mà "
            f"bản ấy đã che. Không đăng số của kỳ này nữa; lần sau lập bản công khai của kỳ trước, của cả năm sau."
        )


def _protected_from(year: Kept, part: Kept) -> bool:
    return year.office == part.office and tells_the_same(year.system, part.period, part.system)


def pattern_after(
    system: System, kept: Iterable[Kept], relations: Relations, threshold: int, in_reports: Collection[Cell] = NOTHING
) -> Pattern:
    """The pattern by which an edition and those before it open nothing together.

    ``in_reports`` are numbers that the signed reports of members tell, who have not published them: they are protected, and all
    else from whoever has these reports. Raises CtxhError where the office's own totals open what another edition has hidden.
    """
    kept = list(kept)
    joined = with_editions(system, kept, relations)
    if in_reports:
        reports = deepcopy(joined)
        reports.known |= set(in_reports)
        for cell in pattern_of(settled(reports), threshold).hidden & system.values.keys():
            joined.before.setdefault(cell, None)
    found = pattern_of(joined, threshold)
    _require_promises(joined, found, system.office, relations, kept)
    own = system.values.keys() & (found.hidden | joined.before.keys()) - system.unprinted
    return Pattern(frozenset(own), {cell: ends for cell, ends in found.asked.items() if cell in system.values}, found.narrow)


def relations_of(request: Request, starts: dict[str, str]) -> Relations:
    """Whose an edition is, and the folds among the offices that have a ledger here."""
    offices = {*offices_kept(request.places), request.office_id}
    folds = {(fold, member) for fold in offices for member in folds_of(request.data, fold) if member in offices}
    return Relations((request.office_id, request.year), starts, frozenset(folds))


def moved_areas(request: Request, year: int) -> tuple[Moved, ...]:
    """The areas of a year of which some are not what they were in the year before, with those that became them; all that hang together."""
    after, before = replace(request, year=year), replace(request, year=year - 1)
    groups = list[tuple[set[str], set[str]]]()
    for _, area in before.reported_areas.iterrows():
        own = {code for code, _ in request.territory.reaches((area["area_code"], area["valid_from"]), after.opened_on)}
        with_it = [one for one in groups if one[0] & own]
        groups = [one for one in groups if one not in with_it]
        groups.append((own.union(*(areas for areas, _ in with_it)), {area["area_code"]}.union(*(came for _, came in with_it))))
    return tuple((frozenset(areas), frozenset(came)) for areas, came in groups if areas != came)


def _family(relations: Relations) -> list[str]:
    """The office, and all that folds tie it to, however far."""
    found, left = set[str](), {relations.own[0]}
    while left:
        found |= left
        left = {one for pair in relations.folds if found & set(pair) for one in pair} - found
    return sorted(found)


def _unpublished(request: Request, kept: Iterable[Kept]) -> list[tuple[str, str]]:
    """Codes and names of the members of a fold that have no public edition of the year here."""
    published = {one.whose for one in kept}
    return [(member.area_code, member.own_name) for member in request.members if (member.office_id, request.year) not in published]


def _in_reports(system: System, codes: set[str], totals: set[str]) -> set[Cell]:
    """What the signed reports of members tell of them."""
    sums = {cell for cell in system.values if cell.area in codes and not (cell.category or cell.period)}
    return {cell for cell in sums if cell.name in totals or is_of_part(cell)}


def _require_same_numbers(request: Request, system: System, kept: Iterable[Kept], relations: Relations, name: str) -> None:
    for one in kept:
        if one.whose == relations.own:
            common = one.system.values.keys() & system.values.keys()
            same = same_numbers(one.system, system) if one.edition == name else all(_same(one.system.values, system.values, common))
        else:
            same = all(_same_as_member(request, system, one, relations))
        if not same:
            raise CtxhError(
                f"Bản công khai {one.edition} của {one.office} đã lập từ số khác: hiệu của hai bản có thể là một người. Giữ bản đã công bố "
                f"và đăng thêm report.pdf của bản nội bộ đã sửa (chỉ có số của toàn đơn vị), hoặc gỡ bản ấy ở mọi nơi đã đăng rồi mới xoá "
                f"outputs/{one.office}/{FOLDER}/{one.edition}.json và lập lại."
            )


def _same(one: dict[Cell, float], other: dict[Cell, float], cells: Iterable[Cell]) -> Iterator[bool]:
    return (math.isclose(one[cell], other[cell], rel_tol=EXACT, abs_tol=EXACT) for cell in cells)


def _same_as_member(request: Request, system: System, kept: Kept, relations: Relations) -> Iterator[bool]:
    """Whether a fold's numbers of a member are those of the member, whichever of the two is this edition."""
    if kept.whose[1] != request.year:
        return
    whose: Whose = kept.whose
    pairs = {(relations.own[0], whose[0]): (system, kept.system), (whose[0], relations.own[0]): (kept.system, system)}
    for fold, member in (pairs[pair] for pair in relations.folds & pairs.keys()):
        numbers = of_office([member])
        for cell, value in fold.values.items():
            parts = numbers.get((cell.name, cell.category), [])
            if cell.area == member.office != fold.office and not cell.period and parts and _carried(request, cell.name):
                yield math.isclose(value, sum(member.values[part] for part in parts), rel_tol=EXACT, abs_tol=EXACT)


def _carried(request: Request, name: str) -> bool:
    """Whether a fold takes a number of its members: what a member's desk wrote down for itself it does not."""
    book = request.book
    items = items_behind(book, name) if name in book.indicators else [name]
    return all(item in book.items and request.layouts[book.items[item].form].sender != "desk" for item in items)


def _require_promises(joined: System, found: Pattern, own: str, relations: Relations, kept: Iterable[Kept]) -> None:
    """Nothing, where all that earlier editions hide is as wide as they promised, but for what their folds hide of this very office."""
    for one in kept:
        cells = [
            named(relations.prefix(one.whose), cell) for cell in one.pattern.asked if one.office == relations.own[0] or cell.area != own
        ]
        opened = [cell for cell in cells if (ends := joined.before.get(cell)) and _narrower(found.asked[cell], ends)]
        if opened:
            raise CtxhError(
                f"Số tổng của đơn vị này cộng với bản công khai {one.edition} của {one.office} làm lộ {len(opened)} số nhỏ mà bản ấy đã "
                f"che. Lập bản công khai của các thành viên trước, bản tổng hợp sau: gỡ bản {one.edition} của {one.office} ở mọi nơi đã "
                f"đăng, xoá outputs/{one.office}/{FOLDER}/{one.edition}.json, rồi lập theo thứ tự ấy."
            )


def _narrower(asked: tuple[float, float], promised: tuple[float, float]) -> bool:
    return asked[0] > promised[0] + NARROWER or asked[1] < promised[1] - NARROWER


def _first_here(request: Request, name: str, kept: Iterable[Kept]) -> list[str]:
    """What is said where the ledger has nothing of the office: it may have published from another folder."""
    folder = f"{request.places.outputs.name}/{request.office_id}"
    return [
        f"Đây là bản công khai đầu tiên trong {folder}. Nếu đã đăng bản nào lập ở thư mục hay máy khác thì khoan đăng bản này: hai bản "
        f"không biết nhau có thể làm lộ số của nhau. Xoá {folder}/{name} và {folder}/{FOLDER}, chép sổ {FOLDER} của nơi kia vào {folder}, "
        "rồi lập lại."
    ] * (not any(one.office == request.office_id for one in kept))


def _assumed(names: Iterable[str]) -> list[str]:
    listed = ", ".join(names)
    return [
        f"Chưa có bản công khai ở đây của {listed}: coi như chưa ai biết số tổng của các đơn vị ấy. Nên lập bản của thành viên trước bản "
        "tổng hợp: bản lập sau mà số tổng của nó làm lộ số của thành viên khác thì không lập được."
    ] * bool(listed)
