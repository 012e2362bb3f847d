"""What the command says and does in the exchange with the communes: check, returns, forms, a new year."""

from __future__ import annotations

import os
from pathlib import Path

from ctxh.errors import CtxhError, RunFailed, StoppedByFindings, WrongUsage
from ctxh.reference import places


def findings_of(office: str, year: int, returns: bool, boundaries: str = "", period: str = places.YEAR) -> tuple[list[dict[str, str]], str]:
    """The findings of a year's data, and with ``returns`` a sentence on what was written for the communes."""
    from ctxh.run.private_folders import private_folder, temporary_files_in
    from ctxh.run.publish import settle

    settle(places.outputs_folder() / office)
    with private_folder() as folder, temporary_files_in(folder):
        os.environ[places.WORKSPACE] = str(folder)
        try:
            from ctxh.edition import open_edition

            edition = open_edition(office, year, boundaries=boundaries, period=period, shown_here=True)
            rows = [*edition.findings().fillna("").to_dict("records"), *_of_frame(edition)]
            return rows, _sent_back(edition) if returns else ""
        finally:
            del os.environ[places.WORKSPACE]


def _of_frame(edition) -> list[dict]:
    """A stop where the office's Word frame is one that no report can be written in."""
    from ctxh.findings import finding
    from ctxh.run.outputs import frame_fault

    said = frame_fault(edition)
    return [finding("stopped", said, check="khung văn bản", file="frame.docx")] if said else []


def _sent_back(edition) -> str:
    """A sentence on what goes back to the communes, after it took the place of what lay there."""
    from ctxh.run.progress import Lines
    from ctxh.run.publish import returns_at
    from ctxh.typeset.returns import returns_of, write_returns

    target = places.edition_folder(edition.office_id, edition.year, edition.boundaries, edition.period_name)
    wanted = returns_of(edition)
    if wanted or places.returns_folder(target).exists():
        try:
            with returns_at(target, Lines()) as folder:
                write_returns(edition, wanted, folder)
        except RunFailed as fault:
            return f"Chưa ghi được tệp trả lại các đơn vị. {fault}"
    return returns_sentence(target)


def answered(
    stopped: StoppedByFindings, office: str, year: int, boundaries: str = "", period: str = places.YEAR, returns: bool = True
) -> StoppedByFindings:
    """The error of a stopped run, naming the cells as no table of a run does, and where the answers to the communes lie."""
    from ctxh.run.failures import first_stopped

    try:
        rows, sentence = findings_of(office, year, returns, boundaries, period)
    except CtxhError:
        rows, sentence = [], ""
    return StoppedByFindings(f"{first_stopped(rows) or stopped} {sentence}".strip())


def returns_sentence(edition: Path) -> str:
    """A sentence saying where the returns of an edition lie and whom they are for; empty where there are none."""
    folder = places.returns_folder(edition)
    if not folder.is_dir():
        return ""
    return f"Tệp trả lại và thư gửi từng đơn vị: {relative_path(folder)} (có dữ liệu cá nhân, mỗi tệp chỉ gửi đúng đơn vị)."


def relative_path(folder: Path) -> Path:
    """The folder as it is called from where the user stands."""
    working = Path.cwd()
    return folder.relative_to(working) if folder.is_relative_to(working) else folder


def blank_forms(office: str, year: int, area: str, out: str) -> str:
    """What was written, in words, after the blank forms of a year were."""
    from ctxh.typeset.blank_forms import edition_of_forms, write_forms

    edition = edition_of_forms(office, year, places.data_folder(), places.outputs_folder())
    written = write_forms(edition, Path(out), area)
    members = ", ".join(member.office_id for member in edition.members)
    more = f" Các đơn vị thành viên ({members}) phát biểu của mình: ctxh forms {year} --office …" if members else ""
    return f"Đã ghi {len(written)} tệp biểu trống năm {year} vào {out}.{more}"


def new_year(office: str, year: int, out: str | None) -> str:
    """What was made for a new year and what to look at, in words."""
    from ctxh.cli.new_year import forms_folder, open_year, settings_to_review
    from ctxh.typeset.blank_forms import edition_of_forms

    edition = edition_of_forms(office, year, places.data_folder(), places.outputs_folder())
    if not (edition.data / office / "office.toml").is_file():
        raise WrongUsage(
            f"Không có office.toml trong thư mục của đơn vị «{office}». Chép office.toml của một đơn vị tương tự vào đó rồi sửa."
        )
    folder = Path(out) if out else forms_folder(office, year)
    asked = [f"  [ ] {line}" for line in settings_to_review(edition)]  # first: where the settings do not fit, nothing is made
    made = [f"  - {line}" for line in open_year(edition, folder)]
    return "\n".join([f"Năm {year}, {edition.area_name(edition.area_code)}:", *made, "Cần xem lại trước khi nhận số liệu:", *asked])
