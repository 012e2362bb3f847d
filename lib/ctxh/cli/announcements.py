"""What the command prints of editions that were published."""

from __future__ import annotations

from pathlib import Path

import click

from ctxh.cli.exchange import relative_path, returns_sentence
from ctxh.errors import RunFailed
from ctxh.reference.places import Places
from ctxh.run.messages import NOTE, Unprinted, say, say_out


def announce(folder: Path, year: int, period: str) -> None:
    """Print what was published; where that cannot be printed, it stands none the less."""
    try:
        say_out(_summary(folder, year, period))
    except Unprinted as error:
        say(f"{NOTE}Đã công bố: {relative_path(folder)}. {error}")


def announce_many(years: str, office: str, places: Places, jobs: int, scheduler: str | None) -> None:
    """Run a command for many offices and years, and print what each printed. Raises RunFailed where any failed."""
    from ctxh.cli.many_runs import run_many
    from ctxh.run.progress import for_many

    for run in run_many(years, office, places, jobs, scheduler, for_many, click.get_current_context()):
        say_out(f"\n{run.office}\n{run.printed}".rstrip())


def say_how_far(chosen: list[int], editions: list[Path]) -> None:
    """Nothing but a note when somebody asked to stop after all was published. Raises RunFailed, saying what was, before."""
    names = ", ".join(str(relative_path(folder)) for folder in editions)
    if len(editions) == len(chosen):
        say(f"{NOTE}Đã công bố: {names}. Yêu cầu dừng đến sau khi công bố.")
    else:
        before = f"Đã công bố: {names}. " if names else ""
        raise RunFailed(
            f"{before}Đã dừng theo yêu cầu khi chưa làm xong năm {chosen[len(editions)]}; bản báo cáo cũ của năm ấy vẫn còn nguyên."
        )


def _summary(folder: Path, year: int, period: str) -> str:
    from ctxh.reference.period_names import spoken
    from ctxh.run.failures import findings, severity_counts

    names = sorted(f.name + ("/" if f.is_dir() else "") for f in folder.iterdir())
    return (
        f"Báo cáo {spoken(period, year)}: {relative_path(folder)}\n  {'  '.join(names)}\n"
        f"  Phát hiện: {severity_counts(findings(folder))}.\n{returns_sentence(folder)}"
    ).strip()
