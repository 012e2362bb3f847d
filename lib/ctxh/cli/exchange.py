"""What the command says and does in the exchange with the communes: check, returns, forms, a new year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctxh.errors import CtxhError, RunFailed, StoppedByFindings, WrongUsage
from ctxh.reference.places import USUAL, YEAR, Chosen, Places, returns_folder

if TYPE_CHECKING:
    from ctxh.check.verdicts import Verdicts
    from ctxh.compute.computed import Computed
    from ctxh.findings import Finding


def findings_of(places: Places, office: str, year: int, returns: bool, chosen: Chosen = USUAL) -> tuple[list[dict[str, str]], str]:
    """The findings of a year's data, as this screen may show them; with ``returns`` a sentence on what was written for the communes."""
    from ctxh.run.kept_findings import kept_findings
    from ctxh.run.private_folders import private_folder, temporary_files_in
    from ctxh.run.publish import settle
    from ctxh.run.reruns import kept_beside

    settle(places.outputs / office)
    before = kept_findings(places, office, year, chosen)
    if (known := before.rows(returns)) is not None:
        return known, returns_sentence(before.target) if returns else ""
    with private_folder() as folder, temporary_files_in(folder):
        from ctxh.edition import edition_at

        own = replace(places, stage=folder, kept=kept_beside(places.edition(office, year)))
        edition = edition_at(own, office, year, replace(chosen, shown_here=True))
        found = cast("list[Finding]", edition.findings().fillna("").to_dict("records"))
        rows = [*found, *_of_frame(edition.computed)]
        sentence = _sent_back(edition.computed, edition.verdicts) if returns else ""
    nothing_saved_meanwhile = before == kept_findings(places, office, year, chosen)
    if nothing_saved_meanwhile and sentence == returns_sentence(before.target) * returns:
        before.keep(rows, returns)
    return rows, sentence


def _of_frame(computed: Computed) -> list[Finding]:
    """A stop where the office's Word frame is one that no report can be written in."""
    from ctxh.findings import finding
    from ctxh.run.outputs import frame_fault

    frame_error = frame_fault(computed)
    return [finding("stopped", frame_error, check="khung văn bản", file="frame.docx")] if frame_error else []


def _sent_back(computed: Computed, verdicts: Verdicts) -> str:
    """A sentence on what goes back to the communes, after it took the place of what lay there."""
    from ctxh.run.progress import Lines
    from ctxh.run.publish import returns_at
    from ctxh.typeset.returns import returns_of, write_returns

    request = computed.request
    target = request.places.edition(request.office_id, request.year, Chosen(request.boundaries, period=request.period.name))
    wanted = returns_of(computed, verdicts)
    if wanted or returns_folder(target).exists():
        try:
            with returns_at(target, Lines()) as folder:
                write_returns(computed, wanted, folder)
        except RunFailed as fault:
            return f"Chưa ghi được tệp trả lại các đơn vị. {fault}"
    return returns_sentence(target)


def with_returns(stopped: StoppedByFindings, places: Places, office: str, year: int, returns: bool, chosen: Chosen) -> StoppedByFindings:
    """The error of a stopped run, naming the cells as no table of a run does, and where the answers to the communes lie."""
    from ctxh.run.failures import first_stopped

    try:
        rows, sentence = findings_of(places, office, year, returns, chosen)
    except CtxhError:
        rows, sentence = [], ""
    return StoppedByFindings(f"{first_stopped(rows) or stopped} {sentence}".strip())


def returns_sentence(edition: Path) -> str:
    """A sentence saying where the returns of an edition lie and whom they are for; empty where there are none."""
    folder = returns_folder(edition)
    if not folder.is_dir():
        return ""
    return f"Tệp trả lại và thư gửi từng đơn vị: {relative_path(folder)} (có dữ liệu cá nhân, mỗi tệp chỉ gửi đúng đơn vị)."


def relative_path(folder: Path) -> Path:
    """The folder as it is called from where the user stands."""
    working = Path.cwd()
    return folder.relative_to(working) if folder.is_relative_to(working) else folder


def blank_forms(places: Places, office: str, year: int, area: str, out: str, period: str = YEAR) -> str:
    """What was written, in words, after the blank forms of a year or a part of it were."""
    from ctxh.reference.period_names import spoken
    from ctxh.typeset.blank_forms import request_of_forms, write_forms

    request = request_of_forms(places, office, year, period)
    written = write_forms(request, Path(out), area)
    asked = "" if period == YEAR else f" -p period {period}"
    members = ", ".join(member.office_id for member in request.members)
    more = f" Các đơn vị thành viên ({members}) phát biểu của mình: ctxh forms {year} --office …{asked}" if members else ""
    ways = "".join(f"\n  - {line}" for line in (request.reporters.offers() if request.reporters and not area else ()))
    return f"Đã ghi {len(written)} tệp biểu trống {spoken(period, year)} vào {out}.{more}{ways}"


def new_year(places: Places, office: str, year: int, out: str | None) -> str:
    """What was made for a new year and what to look at, in words."""
    from ctxh.cli.new_year import forms_folder, open_year, settings_to_review
    from ctxh.typeset.blank_forms import request_of_forms

    request = request_of_forms(places, office, year)
    if not (request.office_folder / "office.toml").is_file():
        raise WrongUsage(
            f"Không có office.toml trong thư mục của đơn vị «{office}». Chép office.toml của một đơn vị tương tự vào đó rồi sửa."
        )
    folder = Path(out) if out else forms_folder(request)
    asked = [f"  [ ] {line}" for line in settings_to_review(request)]  # first: where the settings do not fit, nothing is made
    made = [f"  - {line}" for line in open_year(request, folder)]
    return "\n".join([f"Năm {year}, {request.own_name}:", *made, "Cần xem lại trước khi nhận số liệu:", *asked])
