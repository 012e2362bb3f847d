"""One edition, from the notebooks to the published folder.

papermill executes the notebooks in order, each in a kernel of its own; they leave the tables in
the stage; the outputs are written from them; the stage then takes the old edition's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ctxh.errors import RunFailed
from ctxh.process.startup import collecting_seldom
from ctxh.reference.inputs import SETTINGS, digest, foreign, read_hashes, shared_hashes
from ctxh.reference.places import PUBLIC, Places, hand_over
from ctxh.run.environment import FOR_SENDERS, HANDED_OVER, KEPT, surroundings
from ctxh.run.failures import findings
from ctxh.run.manifest import published_formats, write_manifest
from ctxh.run.notebook_runs import Watch, execute_all
from ctxh.run.plan import FORMATS, Plan, opened, planned, read_once
from ctxh.run.progress import Silence
from ctxh.run.publish import Stage, staged
from ctxh.run.reruns import keep_record, kept_beside, reasons_to_run
from ctxh.run.saved_again import saved_again, saved_in_words
from ctxh.run.unworded_parts import Standing, annex_taken, numbers_taken, standing

if TYPE_CHECKING:
    import pandas as pd

    from ctxh.edition import Edition

UNCHANGED = "Không có gì thay đổi: bản {edition} đã công bố vẫn đúng, không lập lại. Muốn lập lại thì thêm --force."


def run_edition(
    office: str,
    year: int,
    parameters: Iterable[tuple[str, str]] = (),
    formats: Iterable[str] = FORMATS,
    progress: Silence | None = None,
    debug: bool = False,
    returns: bool = False,
    places: Places | None = None,
    allow_missing: bool = False,
    force: bool = True,
) -> Path:
    """The folder of the edition just published. The old one stands until the very end.

    Documents that the old edition has in other formats are made anew too: no report loses one unsaid, none is of two runs.
    With ``returns`` what goes back to the communes is put beside it, in a folder of its own. Without ``force`` an edition
    that is what a run would make stays as it stands, and the progress hears so.
    """
    watch = Watch(progress or Silence(), debug=debug)
    plan = planned(office, year, parameters, formats, places, allow_missing)
    target = plan.target
    inputs = hashes_of_inputs(plan)
    again = {} if force else saved_again(plan.places.data, target, inputs)
    if not force and not reasons_to_run(plan, target, inputs | again, returns):
        watch.progress.note(" ".join([UNCHANGED.format(edition=target.name), *saved_in_words(again, target)]))
        watch.progress.published(target)
        return target
    plan = with_published_formats(plan, target, watch)
    watch.timings.lap("khởi động")
    with collecting_seldom(), staged(target, watch.progress) as stage, surroundings(stage):
        public, returns = plan.audience == PUBLIC, returns and plan.audience != PUBLIC  # which tells no sender of single cells
        private = (stage.passing / FOR_SENDERS).absolute() if returns or public else None
        plan = replace(plan, places=replace(plan.places, stage=stage.edition.absolute(), private=private))
        plan = replace(plan, places=replace(plan.places, request=read_once(plan, stage.passing / KEPT), kept=kept_beside(target)))
        hand_over(stage.passing / HANDED_OVER, plan.places, plan.allow_missing)
        found = None if force else standing(plan, target, inputs)
        (stage.edition / "notebooks").mkdir()
        taken = numbers_taken(found, plan, stage, returns)
        watch.timings.lap("số liệu lấy từ bản đã công bố")
        executed = execute_all(plan, stage, watch, found, taken)
        edition = write_documents(plan, executed, watch, found)
        if returns and not taken:
            answers_written(plan, stage, watch, edition)
        if foreign(plan.notebooks):
            hold_back(plan, stage, watch)
        require_same(inputs, hashes_of_inputs(plan))
        write_manifest(stage.edition, plan.values, {} if public else inputs, plan.places.notebooks)
        if public:
            from ctxh.protect.ledger import kept_pattern

            watch.progress.note(kept_pattern(plan.places, office, target.name))
    keep_record(plan, target, returns)
    watch.timings.lap("công bố")
    watch.timings.write()
    return target


def with_published_formats(plan: Plan, target: Path, watch: Watch) -> Plan:
    """The plan with the formats of the documents that the edition has already."""
    more = published_formats(target, FORMATS) - plan.formats
    if more:
        watch.progress.note(
            f"Bản {target.name} đã công bố còn có dạng {', '.join(sorted(more))}: lập lại cả các dạng ấy, để không mất văn bản nào. "
            f"Nếu không cần nữa, xoá thư mục {target.name} trước khi chạy."
        )
    return replace(plan, formats=plan.formats | more)


def hashes_of_inputs(plan: Plan) -> dict[str, str]:
    """The SHA-256 of every file a run may read: the office's up to its year, its members', ours, notebooks."""
    data = plan.places.data
    found = shared_hashes(data, plan.places.reference) | read_hashes(data, plan.office, plan.year)
    return found | {f"notebooks/{path.name}": digest(path) for path in plan.notebooks if path.parent == plan.places.notebooks}


def require_same(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Nothing, unless an input changed while it was read. Raises RunFailed naming the first."""
    changed = sorted(name for name, _ in before.items() ^ after.items())
    if changed:
        raise RunFailed(f"Tệp vào «{changed[0]}» bị sửa trong lúc lập báo cáo. Hãy chạy lại.")


def answers_written(plan: Plan, stage: Stage, watch: Watch, edition: Edition | None) -> None:
    """Write into the stage what goes back to the communes, where anything was found that they are asked about.

    ``edition`` is the run's where it was opened before.
    """
    if any(row["severity"] == "flagged" for row in findings(stage.edition)):
        from ctxh.typeset.returns import returns_of, write_returns

        saved = edition or opened(plan)
        if returns_of(saved.computed, saved.verdicts):
            write_returns(
                saved.computed, returns_of(saved.computed, replace(saved.verdicts, findings=told_to_senders(plan))), stage.returns
            )
        watch.timings.lap("tệp trả lại")


def told_to_senders(plan: Plan) -> pd.DataFrame:
    """All findings, with the texts that quote cells: as the notebooks of the run kept them, else from the workbooks, read anew."""
    from ctxh.observe.saved import Saved

    kept = Saved(plan.places.private).table("findings") if plan.places.private else None
    return opened(plan, shown_here=True).findings() if kept is None else kept


def hold_back(plan: Plan, stage: Stage, watch: Watch) -> None:
    """Stop where notebooks that are not the program's own name a person: the workbooks are read anew for it."""
    from ctxh.run.leaving import stop_on_persons

    readable = (plan.places.data / plan.office / SETTINGS).is_file()
    stop_on_persons(stage.edition, plan.notebooks, opened(plan, shown_here=True).request if readable else None, watch.progress.note)
    watch.timings.lap("soát thông tin cá nhân")


def write_documents(plan: Plan, executed: list[Path], watch: Watch, found: Standing | None = None) -> Edition | None:
    """The edition, after its report, appendix and annex were written into the stage; None where no document is asked for."""
    edition = None
    try:
        watch.progress.at("soạn văn bản", watch.done)
        if plan.formats:
            from ctxh.run.outputs import frame_note, write_outputs

            watch.timings.lap("soạn văn bản: nạp thư viện")
            edition = opened(plan)
            formats = plan.formats - ({"xlsx"} if annex_taken(found, edition.workspace) else set())
            write_outputs(edition.computed, edition.verdicts, edition.workspace, executed, set(formats))
            if "docx" in plan.formats and len(plan.formats) > 1 and (frame_message := frame_note(edition.request)):
                watch.progress.note(frame_message)
    finally:
        watch.progress.end()
    watch.timings.lap("soạn văn bản")
    return edition
