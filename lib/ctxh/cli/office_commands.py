"""Commands of whoever writes an office's report or sets an office up: the book searched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from ctxh.reference import places
from ctxh.run.messages import say_out

Command = Callable[..., Any]


def add_commands(group: click.Group, placed: Callable[[Command], Command], settle: Command) -> None:
    """Nothing, after the commands were added to a group; ``placed`` gives them its options, ``settle`` says where to read and write."""

    @group.command(short_help="Tìm trong sổ định nghĩa: chỉ tiêu, biểu, cột, hàm của lời văn.")
    @click.argument("words", metavar="[TỪ]...", nargs=-1)
    @placed
    def book(words: tuple[str, ...], office: str, data: str | None, outputs: str | None, debug: bool) -> None:
        """Tìm trong sổ định nghĩa theo TỪ (có dấu hoặc không dấu), mã hoặc biểu; không có TỪ thì in mục lục.

        In mỗi mục là gì, ghi ở tệp nào, dòng nào, và nơi dùng nó. Ví dụ: ctxh book hộ nghèo
        """
        settle(office, data, outputs)
        from ctxh.cli.book_pages import book_page

        say_out(book_page(words, office, places.data_folder(), places.reference_folder(), date.today().year))
