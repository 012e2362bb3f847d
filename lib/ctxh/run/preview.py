"""A report looked at while it is being written: one draft page, told anew at each save of an input."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from ctxh.blocks import Document
from ctxh.book.request import BOOKS, NORMS, Once, Request, read_request, tables_anew, tables_once
from ctxh.check.wording_findings import findings_of_wording
from ctxh.compute.computed import Computed, compute, recomputed
from ctxh.compute.passports import all_passports
from ctxh.edition import edition_at
from ctxh.errors import CtxhError
from ctxh.findings import Finding
from ctxh.observe.intake import read_observations
from ctxh.observe.rereading import still_standing
from ctxh.process.memory import Memory
from ctxh.process.whole_files import write_whole
from ctxh.reference.inputs import SETTINGS, read_hashes, shared_hashes
from ctxh.reference.places import YEAR, Chosen, Places, made, provinces_folder
from ctxh.reference.settings import Settings
from ctxh.run.reruns import kept_beside
from ctxh.typeset.evidence import evidence
from ctxh.typeset.html.draft_page import PAGE, VERSION, draft_document, draft_html, version_script
from ctxh.typeset.passport_links import PageFacts

DEFINED = re.compile(r"(^|/)book/((indicators/[^/]+|checks)\.toml|fields\.csv)$")  # what is made of what was read, and its names
MOST_SHOWN = 3
READING = "Đã đổi {names}: đang lấy lại số liệu từ các sổ Excel; sổ nào không đổi thì không đọc lại. Trang tự tải lại."
UNTABLED = re.compile(r"^[^/]+/(\d{4}/.*|(corrections|allowed_names)\.csv)$")  # of an office, read into no table
LEVELS = re.compile(r"(^|/)norms\.csv$")
LOOK_ANEW = 2000  # milliseconds after which inputs are looked at though nothing was heard of them, as on folders of a network


@dataclass(frozen=True)
class Asked:
    """Whose report is previewed, where and of which year and period."""

    places: Places
    office: str
    year: int
    period: str = YEAR

    @property
    def page(self) -> Path:
        """The page of the draft."""
        return self.places.workspace(self.office, self.year, Chosen(period=self.period)) / PAGE


@dataclass(frozen=True)
class Draft:
    """One state of a draft: what its inputs held, what was computed from them, and what could be told."""

    inputs: Mapping[str, str]  # hashes by name, the wording too
    tables: Once  # those that inputs beside workbooks were read into
    memory: Memory  # what workbooks came to, persons among it: it ends with this process
    computed: Computed | None = None
    passports: tuple[PageFacts, ...] = ()  # of what was computed
    document: Document | None = None  # the last one that could be told
    findings: tuple[Finding, ...] = ()
    fault: str = ""
    begun: bool = False  # whether another one is being made meanwhile

    @property
    def version(self) -> str:
        """A name of this state: another one where an input differs."""
        return hashlib.sha256(repr((self.begun, sorted(self.inputs.items()))).encode()).hexdigest()[:16]


def next_draft(asked: Asked, before: Draft | None = None, begun: Callable[[Draft], object] | None = None) -> Draft:
    """The draft of the inputs as they are now; what was read stays where nothing else differs than what cells are not read by.

    Where workbooks must be read again, ``begun`` is given the draft of before, which says so, as soon as that is known.
    """
    inputs = _hashes(asked)
    if before is not None and inputs == before.inputs:
        return before
    document, computed = before.document if before else None, None
    passports: tuple[PageFacts, ...] = ()
    changed = _changed(before.inputs, inputs) if before else set()
    warm = before if before and _only_defined(asked, changed) else None
    tables = _tables(before.tables, changed) if before and _tables_stand(asked, changed) else tables_once()
    memory = before.memory if before else Memory()
    try:
        computed = warm.computed and _kept(asked, warm.computed, tables, changed) if warm else None
        if computed is None and before is not None and begun is not None:
            begun(replace(before, fault=READING.format(names=_shown(changed)), begun=True))
        computed = computed or _computed(asked, tables, memory.next_round())
        same = before is not None and before.computed is not None and before.computed.indicators is computed.indicators
        passports = before.passports if before and same else evidence(computed, all_passports(computed))
        return Draft(inputs, tables, memory, computed, passports, draft_document(computed), tuple(findings_of_wording(computed)))
    except CtxhError as fault:
        return Draft(inputs, tables, memory, computed, passports, document, fault=str(fault))


def write_draft(draft: Draft, page: Path) -> Path:
    """The page of a draft, written; an open one hears of it by the file beside it, which is written last."""
    made(page.parent)
    for path, text in (
        (page, draft_html(draft.document, draft.passports, draft.findings, draft.fault, draft.version)),
        (page.with_name(VERSION), version_script(draft.version)),
    ):
        write_whole(path, text)
    return page


def drafts(asked: Asked, stop: Event | None = None) -> Iterator[Draft]:
    """Each draft as it was written, the first and then one whenever an input was saved, until it is interrupted or asked to stop."""
    from watchfiles import watch

    draft = next_draft(asked)
    gc.freeze()  # what the first one was made of stays, and is not looked through at each of the next
    write_draft(draft, asked.page)
    yield draft
    places = asked.places
    folders = {places.data, places.reference, provinces_folder(places.data)}
    seen = watch(*folders, watch_filter=None, debounce=100, step=20, stop_event=stop, rust_timeout=LOOK_ANEW, yield_on_timeout=True)
    for _ in seen:
        before = draft
        with suppress(OSError):  # a file in the middle of being saved: it is looked at again
            draft = next_draft(asked, before, begun=lambda meanwhile: write_draft(meanwhile, asked.page))
        if draft is not before:
            write_draft(draft, asked.page)
            yield draft


def _hashes(asked: Asked) -> dict[str, str]:
    data = asked.places.data
    try:
        return shared_hashes(data, asked.places.reference) | read_hashes(data, asked.office, asked.year)
    except CtxhError:  # settings that cannot be read: their hash alone says when they can be
        return shared_hashes(data, asked.places.reference) | _plain_hashes(data / asked.office)


def _plain_hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*")) if path.is_file()}


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The names of inputs that came, went or are not what they were, without wording."""
    return {name for name, _ in before.items() ^ now.items() if "/text/" not in name}


def _shown(changed: set[str]) -> str:
    """The names of changed inputs, some of many."""
    names = sorted({name.rpartition("/")[2] for name in changed})
    return ", ".join(names[:MOST_SHOWN]) + (", …" if len(names) > MOST_SHOWN else "")


def _only_defined(asked: Asked, changed: set[str]) -> bool:
    """Whether nothing was changed but settings, norms and what says how indicators are made."""
    return all(name == f"{asked.office}/{SETTINGS}" or DEFINED.search(name) or LEVELS.search(name) for name in changed)


def _tables_stand(asked: Asked, changed: set[str]) -> bool:
    """Whether no other table was changed than those of the book and the norms, and what is read into none."""
    return all(_only_defined(asked, {name}) or UNTABLED.search(name) for name in changed)


def _tables(once: Once, changed: set[str]) -> Once:
    """The tables that were read, without the book and the norms where they were changed."""
    once = tables_anew(once, BOOKS) if any(map(DEFINED.search, changed)) else once
    return tables_anew(once, NORMS) if any(map(LEVELS.search, changed)) else once


def _kept(asked: Asked, before: Computed, tables: Once, changed: set[str]) -> Computed | None:
    """What was computed, as far as it stands: all where only wording or the frame changed, the counts where definitions did."""
    if not changed:
        return before
    request = _request(asked, tables)
    observed = still_standing(before.observed, request)
    if observed is None:
        return None
    if changed == {f"{asked.office}/{SETTINGS}"} and _without_frame(before.request) == _without_frame(request):
        return replace(before, request=request, observed=observed)
    return recomputed(before, request, observed)


def _without_frame(request: Request) -> Settings:
    return replace(request.settings, frame=None)


def _request(asked: Asked, once: Once) -> Request:
    return read_request(asked.office, asked.year, _places(asked), Chosen(period=asked.period), once)


def _computed(asked: Asked, tables: Once, memory: Memory) -> Computed:
    """All computed from the published tables where no input has moved since, else from the workbooks, as far as they are not remembered."""
    edition = edition_at(_places(asked), asked.office, asked.year, Chosen(period=asked.period), published=True, once=tables)
    if edition.reuse and not edition.changed_since:
        return edition.computed
    return compute(edition.request, read_observations(edition.request, memory))


def _places(asked: Asked) -> Places:
    """The places, with what readings of workbooks are kept in."""
    return replace(asked.places, kept=kept_beside(asked.page.parent))
