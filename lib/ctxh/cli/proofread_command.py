"""The commands for a report that was edited in Word: held against the data, and its wording brought home."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctxh.cli.exchange import relative_path
from ctxh.cli.options import Given, asked, chosen_places, placed
from ctxh.errors import WrongUsage
from ctxh.process.whole_files import write_whole
from ctxh.run.messages import say_out

if TYPE_CHECKING:
    from ctxh.edition import Edition
    from ctxh.reference.places import Places


def add_proofread_commands(group: click.Group) -> None:
    """Nothing, after the commands were added to a group."""

    @group.command(short_help="Soát một báo cáo đã sửa trong Word với số liệu.")
    @click.argument("file", metavar="TỆP.docx")
    @click.argument("year", metavar="NĂM")
    @asked
    @click.option("--out", metavar="BẢN_SAO.docx", default=None, help="Tệp bản sao có nhận xét, hoặc thư mục (mặc định TỆP.soat.docx).")
    @click.option("--html", is_flag=True, help="Ghi thêm trang HTML cạnh bản sao: từng con số và nguồn gốc của nó.")
    @placed
    def proofread(
        file: str, year: str, given: Given, out: str | None, html: bool, office: str, data: str | None, outputs: str | None, debug: bool
    ) -> None:
        """Đối chiếu từng con số của TỆP.docx với số liệu NĂM; ghi bản sao có nhận xét Word ở những số không khớp.

        TỆP không bị sửa. Mã thoát: 0 mọi số khớp, 1 có số không khớp, 2 không đối chiếu được.
        """
        places = chosen_places(office, data, outputs)
        from ctxh.proofread import proofreading

        source = Path(file)
        copy = copy_of(source, out)
        edition = _edition(places, office, year, given)
        proof = proofreading.proofread(source, edition.computed)
        if edition.changed_since:
            say_out(edition.changed_since)
        written(copy, proof.copy)
        say_out(proof.line)
        for remark in proof.remarks:
            say_out(f"  - «{remark.judgement.number.text}»: {remark.text}")
        say_out(f"Bản sao có nhận xét: {relative_path(copy)}.")
        if html:
            from ctxh.proofread.proof_page import proof_page

            page = written(copy.with_suffix(".html"), proof_page(proof, edition.computed, source.name))
            say_out(f"Trang đối chiếu: {relative_path(page)}.")
        sys.exit(1 if proof.remarks else 0)

    @group.command(short_help="Đưa lời văn đã sửa trong Word về các tệp lời văn.")
    @click.argument("file", metavar="TỆP.docx")
    @click.argument("year", metavar="NĂM")
    @asked
    @click.option("--write", is_flag=True, help="Ghi vào các tệp lời văn; không có thì chỉ cho xem.")
    @placed
    def adopt(file: str, year: str, given: Given, write: bool, office: str, data: str | None, outputs: str | None, debug: bool) -> None:
        """So TỆP.docx với lời văn của đơn vị; chữ đã sửa thì đưa về data/MÃ/text, con số vẫn lấy từ số liệu.

        Mã thoát: 0 mọi chỗ sửa đưa về được, 1 còn chỗ không đưa về, 2 không đối chiếu được.
        """
        places = chosen_places(office, data, outputs)
        from ctxh.book.dated_sentences import wording_folder
        from ctxh.proofread.adopting import adoption
        from ctxh.proofread.traced_wording import wording_sources, write_sources

        computed = _edition(places, office, year, given).computed
        folder = wording_folder(computed.request)
        if folder != places.data / office / "text":
            lender = folder.parent.name
            raise WrongUsage(f"Đơn vị dùng lời văn của đơn vị khác ({lender}): đưa về bằng --office {lender}.")
        found = adoption(Path(file), computed, wording_sources(folder))
        for words, lines in (("Đưa về lời văn", found.brought), ("Không đưa về", found.left)):
            if lines:
                say_out("\n".join([f"{words} ({len(lines)})", *(f"  - {line}" for line in lines)]))
        if not (found.brought or found.left):
            say_out("Lời văn của tệp như báo cáo in: không có gì để đưa về.")
        if write:
            write_sources(folder, found.files)
            say_out(f"Đã ghi {len(found.files)} tệp lời văn." if found.files else "Không tệp nào bị sửa.")
        elif found.files:
            say_out(f"Chưa ghi gì. Ghi: thêm --write ({', '.join(sorted(found.files))}).")
        sys.exit(1 if found.left else 0)


def _edition(places: Places, office: str, year: str, given: Given) -> Edition:
    """The edition of one year that a file is held against."""
    from ctxh.edition import edition_at
    from ctxh.reference.places import Chosen
    from ctxh.run.parameters import checked_period, checked_years

    [one, *rest] = checked_years(year, office, places.data)
    if rest:
        raise WrongUsage("Một lần đối chiếu một năm: ghi một năm, như 2024.")
    return edition_at(places, office, one, Chosen(period=checked_period(given)), published=True)


def copy_of(source: Path, out: str | None) -> Path:
    """Where the copy of a file goes. Raises WrongUsage for another format than Word's, and for the place of the file itself."""
    beside = source.with_name(f"{source.stem}.soat.docx")
    copy = beside if out is None else Path(out) / beside.name if Path(out).is_dir() else Path(out)
    if copy.suffix.lower() != ".docx":
        raise WrongUsage(f"--out «{out}»: bản sao là tệp Word, ghi tên tệp có đuôi .docx hoặc một thư mục đã có.")
    if copy.exists() and source.exists() and copy.samefile(source):
        raise WrongUsage("--out trùng với tệp cần soát: chọn tên khác, tệp ấy không bị sửa.")
    return copy


def written(path: Path, data: bytes | str) -> Path:
    """The path, after a file was written there, its folder made where it was missing. Raises WrongUsage where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(path, data)
    except OSError as fault:
        why = f"không ghi được {relative_path(path)} ({fault.strerror})"
        raise WrongUsage(f"{why}. Đóng tệp ấy trong Word nếu đang mở, hoặc chọn nơi khác: --out THƯ_MỤC/TỆP.docx.") from fault
