"""Options that several commands have: whose data, from where and to where, of which period."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

import click

from ctxh.cli.click_messages import Folder, refuse_unshown
from ctxh.errors import WrongUsage, nearest
from ctxh.process.surroundings import around
from ctxh.reference.places import DATA, NOTEBOOKS, OUTPUTS, Places, places_of

OFFICE = "kim-thanh"
ALL = "all"  # of --office: every office that has data of the years
FORMATS = "docx,pdf,html,xlsx"
Given = tuple[tuple[str, str], ...]
Placed = TypeVar("Placed", bound=Callable[..., None])


def placed(command: Placed) -> Placed:
    """The command with the options that say whose data, from where and to where."""
    return with_options(
        command,
        click.option("--office", metavar="MÃ", default=OFFICE, help=f"Đơn vị (mặc định {OFFICE}); all (report, check): mọi đơn vị."),
        click.option("--data", metavar="THƯ_MỤC", type=Folder(), help="Thư mục dữ liệu (mặc định data)."),
        click.option("--outputs", metavar="THƯ_MỤC", type=Folder(), help="Thư mục kết quả (mặc định outputs)."),
        click.option("--debug", is_flag=True, help="Khi lỗi: in chi tiết, giữ sổ bị lỗi."),
    )


def of_a_run(command: Placed) -> Placed:
    """The command with the options that say how a run's notebooks are run and what is written."""
    of_notebooks = "Đặt một tham số của các sổ notebook (period, boundaries, since); dùng được nhiều lần."
    of_formats = f"Các dạng cần xuất, cách nhau dấu phẩy (mặc định {FORMATS}); none là chỉ lập bảng và hình."
    of_folder = "Thư mục sổ notebook (mặc định là của chương trình)."
    return with_options(
        command,
        click.option("-p", "given", nargs=2, multiple=True, metavar="TÊN GIÁ_TRỊ", help=of_notebooks),
        click.option("--formats", metavar="DANH_SÁCH", default=FORMATS, help=of_formats),
        click.option("--notebooks", metavar="THƯ_MỤC", type=Folder(), help=of_folder),
    )


def with_options(command: Placed, *options: Callable[[Placed], Placed]) -> Placed:
    """The command with some options, listed in this order."""
    for option in reversed(options):
        command = option(command)
    return command


asked = click.option(
    "-p",
    "given",
    nargs=2,
    multiple=True,
    metavar="TÊN GIÁ_TRỊ",
    help="Đặt kỳ báo cáo: -p period half-year (hoặc nine-months, year).",
)
returning = click.option(
    "--returns/--no-returns", default=True, help="Ghi tệp trả lại và thư gửi các đơn vị vào NĂM.returns/ (mặc định: có)."
)
_jobs = click.option(
    "--jobs", type=click.IntRange(1), metavar="SỐ", default=1, help="Số lần chạy cùng lúc khi có nhiều năm hay nhiều đơn vị (mặc định 1)."
)
_scheduler = click.option(
    "--scheduler", metavar="tcp://MÁY:CỔNG", default=None, help="Giao các lần chạy cho các máy của một cụm Dask, chung thư mục với máy này."
)


def at_once(command: Placed) -> Placed:
    """A command that takes many offices and years, with where and how many at a time they run."""
    return with_options(command, _jobs, _scheduler)


allowing = click.option("--allow-missing", is_flag=True, help="Vẫn làm khi thiếu đơn vị; mọi trang ghi rõ có mấy đơn vị.")


def chosen_places(office: str, data: str | None, outputs: str | None, notebooks: str | None = None) -> Places:
    """Where to read and write: as the options say, else the surroundings. Raises WrongUsage for an unknown office."""
    from ctxh.run.parameters import checked_office

    given = {DATA: data, OUTPUTS: outputs, NOTEBOOKS: notebooks}
    places = places_of(around() | {name: folder for name, folder in given.items() if folder is not None})
    for option, folder in (("--data", places.data), ("--outputs", places.outputs)):
        refuse_unshown(folder, option)
    if office != ALL:
        checked_office(office, places.data)
    return places


def known_or_wrong(kind: str, word: str, known: Collection[str], where: str) -> None:
    """Nothing, unless the word is unknown. Raises WrongUsage naming the nearest, or ``where`` all are listed."""
    if word not in known:
        raise WrongUsage(f"Không có {kind} «{word}».{nearest(word, known) or ' ' + where}")
