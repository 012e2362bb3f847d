"""The command that maps a workbook of an own shape: what its sheets, headers and words may be, and rows of what is accepted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ctxh.reference.places import Places
from ctxh.run.messages import say_out

Command = Callable[..., Any]


def add_map_command(group: click.Group, placed: Callable[[Command], Command], settled: Callable[..., Places]) -> None:
    """Nothing, after the command was added to a group; ``placed`` gives it its options, ``settled`` says where to read and write."""

    @group.command(name="map", short_help="Chỉ biểu, cột, từ danh mục cho một tệp có mẫu riêng.")
    @click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
    @placed
    @click.option("--year", type=int, metavar="NĂM", help="Năm báo cáo (mặc định: năm trong tên tệp hoặc thư mục).")
    @click.option("--out", type=click.Path(path_type=Path), metavar="TỆP.csv", help="Ghi các đề nghị ra tệp để sửa.")
    @click.option("--write", is_flag=True, help="Ghi những dòng đã nhận (yes) vào sổ định nghĩa của đơn vị.")
    def map_(
        file: Path,
        office: str,
        data: str | None,
        outputs: str | None,
        debug: bool,
        year: int | None,
        out: Path | None,
        write: bool,
    ) -> None:
        """Đề nghị biểu cho mỗi trang tính, cột cho mỗi tiêu đề chưa rõ, mã cho mỗi từ danh mục chưa có của TỆP Excel.

        Mỗi đề nghị nói lý do và chỗ chưa chắc; không có gì được dùng cho đến khi ghi. TỆP có thể là tệp .csv của --out đã sửa
        (cột accept: yes là nhận); --write ghi các dòng ấy vào data/ĐƠN_VỊ/book/ cho riêng đơn vị gửi tệp.
        """
        places = settled(office, data, outputs)
        from ctxh.cli.mapping import mapped

        say_out(mapped(file, places, office, year, out, write))
