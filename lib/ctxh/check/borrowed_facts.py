"""Facts of one office in wording that another borrows (``text_from``): places, names and sentences written for it alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ctxh.book.dated_sentences import MARKUP, sentences_of_years, wording_files_of, wording_text
from ctxh.compute.computed import Computed
from ctxh.findings import Finding, finding
from ctxh.reference.areas import load_areas
from ctxh.reference.dated import in_force
from ctxh.reference.place_kinds import PlaceKinds, load_place_kinds
from ctxh.reference.tables import read_reference

_REMEDY = (
    "Thay bằng {{ office.name }}, {{ office.province }} hoặc số liệu của đơn vị; "
    "câu chỉ đúng với đơn vị cho mượn thì chuyển sang thư mục text/ riêng. "
    "Tên dùng chung cho mọi đơn vị thì thêm vào data/reference/common_names.csv."
)


def borrowed_facts(computed: Computed) -> list[Finding]:
    """Findings of wording that is another office's: its places and bodies stop the run, its one-time sentences are left out and told.

    What has no kind before it and is no area that is known, but two or more words in capitals, may be its own and is doubted.
    No finding is a name of the office's own areas, or one in ``common_names.csv``.
    """
    lender = computed.settings.text_from or computed.request.office_id
    if lender == computed.request.office_id:
        return []
    own = {*read_reference(computed.request.reference / "common_names.csv")["name"], *_own_names(computed)}
    place, kinds = {"check": "lời văn mượn", "area_code": computed.area_code}, load_place_kinds(computed.request.reference)
    areas = {*load_areas(computed.request.reference, computed.request.data / lender)["name"]}
    named = [
        finding(*_certain(name, areas, line, lender, computed.request.own_name), _REMEDY, file=path.name, **place)
        for path in wording_files_of(computed.request)
        for line, name in foreign_names(path, own, kinds)
    ]
    left = [
        finding(
            "info",
            f"Dòng {line}: câu viết riêng cho đơn vị «{lender}», không in trong báo cáo của {computed.request.own_name}.",
            "Câu cũng đúng với đơn vị này thì viết ở biểu B11 hoặc ở lời văn riêng.",
            file=path.name,
            **place,
        )
        for path in wording_files_of(computed.request)
        for line, _ in sentences_of_years(path)
    ]
    return named + left


def _certain(name: str, areas: set[str], line: int, lender: str, borrower: str) -> tuple[str, str]:
    """How grave a name is and what is said of it: a place or a body is the lender's, anything else only may be."""
    if name[:1].islower() or any(f" {area} " in f" {name} " for area in areas):
        return "stopped", f"Dòng {line}: «{name}» là của đơn vị «{lender}», không phải của {borrower}."
    return "flagged", f"Dòng {line}: «{name}» có thể là tên riêng của đơn vị «{lender}», không phải của {borrower}."


def foreign_names(path: Path, own: set[str], kinds: PlaceKinds) -> Iterator[tuple[int, str]]:
    """Line and name of each place or proper name in a file of the wording that is not among some names."""
    return foreign_names_in(wording_text(path), own, kinds)


def foreign_names_in(wording: str, own: set[str], kinds: PlaceKinds) -> Iterator[tuple[int, str]]:
    """Line and name of each place or proper name in a wording that is not among some names."""
    called = kinds.in_prose()
    text = MARKUP.sub(lambda tag: "…" + "\n" * tag[0].count("\n"), wording)
    for line, words in enumerate(text.splitlines(), 1):
        if words.startswith("# "):
            continue  # headings of the first level are all capitals
        left = words
        for name in sorted(own, key=len, reverse=True):
            left = left.replace(name, "…")
        yield from ((line, name) for name in _names(left, called))


def _names(text: str, kinds: Sequence[str]) -> Iterator[str]:
    """What is named in a text: words in capitals behind the kind of an area or a body, else two or more of them."""
    small = re.sub(rf"\b(?:{'|'.join(kinds)})\b", lambda kind: kind[0].lower(), text, flags=re.IGNORECASE)
    words = [*re.finditer(r"[^\W\d_]+|[^\s\w]", small), None]
    run: list[str] = []
    for at, word in enumerate(words):
        if word and word[0][0].isupper() and word[0][1:].islower():
            run.append(word[0])
            continue
        before = " ".join(found[0] for found in words[max(at - len(run) - 3, 0) : at - len(run)] if found).lower()
        kind = next((kind for kind in kinds if f" {before}".endswith(f" {kind}")), "")
        if len(run) > (0 if kind else 1):
            yield " ".join([kind, *run]).strip()
        run = []


def _own_names(computed: Computed) -> set[str]:
    """The names of the office's area, of those that report to it and of those that it lies in."""
    areas = in_force(load_areas(computed.request.reference, computed.request.office_folder), computed.request.opened_on, ["area_code"])
    codes, parent = set(computed.request.reported_areas["area_code"]), computed.area_code
    while parent and parent not in codes:
        codes.add(parent)
        parent = next(iter(areas.loc[areas["area_code"] == parent, "parent_code"]), "")
    later = computed.request.reporters.lives["name"] if computed.request.reporters else ()
    return {*areas.loc[areas["area_code"].isin(codes), "name"], *later}
