"""Commands of whoever writes an office's report or sets an office up: the book searched, an office made and looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from ctxh.cli.click_messages import Folder, Group
from ctxh.reference.places import Places
from ctxh.run.messages import say_out

Command = Callable[..., Any]


def add_commands(group: click.Group, placed: Callable[[Command], Command], settled: Callable[..., Places]) -> None:
    """Nothing, after the commands were added to a group; ``placed`` gives them its options, ``settled`` says where to read and write."""

    @group.command(short_help="Tìm trong sổ định nghĩa: chỉ tiêu, biểu, cột, hàm của lời văn.")
    @click.argument("words", metavar="[TỪ]...", nargs=-1)
    @placed
    def book(words: tuple[str, ...], office: str, data: str | None, outputs: str | None, debug: bool) -> None:
        """Tìm trong sổ định nghĩa theo TỪ (có dấu hoặc không dấu), mã hoặc biểu; không có TỪ thì in mục lục.

        In mỗi mục là gì, ghi ở tệp nào, dòng nào, và nơi dùng nó. Ví dụ: ctxh book hộ nghèo
        """
        places = settled(office, data, outputs)
        from ctxh.cli.book_pages import book_page

        say_out(book_page(words, office, places.data, places.reference, date.today().year))

    data_of = click.option("--data", metavar="THƯ_MỤC", type=Folder(), help="Thư mục dữ liệu (mặc định data).")
    debugging = click.option("--debug", is_flag=True, help="Khi lỗi: in chi tiết.")

    @group.group(cls=Group, short_help="Lập một đơn vị mới, hoặc xem một đơn vị còn thiếu gì.")
    def office() -> None:
        """Lập một đơn vị mới theo một đơn vị đã có, hoặc xem thư mục của một đơn vị còn thiếu gì."""

    @office.command(short_help="Lập thư mục của một đơn vị mới.")
    @click.argument("id", metavar="MÃ")
    @click.option("--like", metavar="ĐƠN_VỊ", required=True, help="Đơn vị đã có mà đơn vị mới làm giống theo.")
    @click.option("--name", metavar="TÊN", help="Tên, cả loại đơn vị; chưa có trong areas.csv thì ghi mã ở trước: «02700 xã Mẫu».")
    @click.option("--level", metavar="CẤP", help="commune, district hoặc province (mặc định như đơn vị làm theo).")
    @click.option("--province", metavar="TÊN", help="Tỉnh, thành phố; chưa có trong areas.csv thì ghi mã ở trước: «15 tỉnh Mẫu».")
    @click.option("--areas", metavar="DANH_SÁCH", help="Đơn vị gửi sổ, cách nhau dấu chấm phẩy, hoặc tệp mỗi dòng một tên: «bản A; bản B».")
    @click.option("--folds", metavar="MÃ,...", default="", help="Mã các đơn vị thành viên mà đơn vị mới tổng hợp.")
    @data_of
    @debugging
    def new(id: str, like: str, data: str | None, folds: str, debug: bool, **answers: str | None) -> None:
        """Lập thư mục data/MÃ: thiết lập, đơn vị gửi sổ, lời văn, sổ định nghĩa riêng để trống, danh sách việc còn lại.

        Không có gì riêng của đơn vị làm theo trong đó; không ghi đè thư mục đã có. Thiếu tên, tỉnh, đơn vị gửi sổ thì hỏi.
        """
        places = settled(like, data, None)
        from ctxh.cli.office_answers import made_office

        say_out(made_office(places, id, like, tuple(filter(None, map(str.strip, folds.split(",")))), answers))

    @office.command(short_help="Xem thư mục của một đơn vị còn thiếu gì.")
    @click.argument("id", metavar="MÃ")
    @data_of
    @debugging
    def check(id: str, data: str | None, debug: bool) -> None:
        """Xem thư mục data/MÃ: còn thiếu gì, còn gì của đơn vị khác, gì của phiên bản cũ; tệp và dòng nào, sửa ra sao.

        Mã thoát là 1 khi có điều phải sửa.
        """
        places = settled(id, data, None)
        from ctxh.cli.office_check import office_faults, page

        faults = office_faults(id, places.data, places.reference)
        say_out(page(id, faults))
        click.get_current_context().exit(1 if faults else 0)
