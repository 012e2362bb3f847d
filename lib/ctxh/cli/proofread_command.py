"""The command that holds a report edited in Word against the data."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ctxh.cli.click_messages import Folder
from ctxh.cli.exchange import relative_path
from ctxh.cli.options import Given, asked, chosen_places, placed
from ctxh.errors import WrongUsage
from ctxh.run.messages import say_out


def add_proofread_command(group: click.Group) -> None:
    """Nothing, after the command was added to a group."""

    @group.command(short_help="Soát một báo cáo đã sửa trong Word với số liệu.")
    @click.argument("file", metavar="TỆP.docx")
    @click.argument("year", metavar="NĂM")
    @asked
    @click.option("--out", metavar="BẢN_SAO.docx", type=Folder(), default=None, help="Tệp bản sao có nhận xét (mặc định TỆP.soat.docx).")
    @placed
    def proofread(
        file: str, year: str, given: Given, out: str | None, office: str, data: str | None, outputs: str | None, debug: bool
    ) -> None:
        """Đối chiếu từng con số của TỆP.docx với số liệu NĂM; ghi bản sao có nhận xét Word ở những số không khớp.

        TỆP không bị sửa. Mã thoát: 0 mọi số khớp, 1 có số không khớp, 2 không đối chiếu được.
        """
        places = chosen_places(office, data, outputs)
        from ctxh.edition import edition_at
        from ctxh.proofread.proofreading import proofread as read
        from ctxh.run.parameters import checked_period, checked_years

        [one, *rest] = checked_years(year, office, places.data)
        if rest:
            raise WrongUsage("Lệnh proofread soát một năm một lần: ghi một năm, như 2024.")
        source = Path(file)
        copy = Path(out) if out else source.with_name(f"{source.stem}.soat.docx")
        _refuse_same(source, copy)
        edition = edition_at(places, office, one, published=True, period=checked_period(given))
        proof = read(source, edition.computed)
        if edition.changed_since:
            say_out(edition.changed_since)
        copy.write_bytes(proof.copy)
        say_out(proof.line)
        for remark in proof.remarks:
            say_out(f"  - «{remark.judgement.number.text}»: {remark.text}")
        say_out(f"Bản sao có nhận xét: {relative_path(copy)}.")
        sys.exit(1 if proof.remarks else 0)


def _refuse_same(source: Path, copy: Path) -> None:
    """Nothing, unless the copy would take the file's place. Raises WrongUsage."""
    if copy.exists() and source.exists() and copy.samefile(source):
        raise WrongUsage("--out trùng với tệp cần soát: chọn tên khác, tệp ấy không bị sửa.")
