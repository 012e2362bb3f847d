"""The command that says whether an edition, or one of its files, is as it was published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ctxh.cli.options import chosen_places, placed
from ctxh.errors import WrongUsage
from ctxh.run.messages import say_out

MOST_NAMED = 10


def add_verify_command(group: click.Group) -> None:
    """Nothing, after the command was added to a group."""

    @group.command(short_help="Soát một bản báo cáo, hay một tệp của bản, có đúng như lúc công bố không.")
    @click.argument("path", metavar="THƯ_MỤC|TỆP")
    @click.option("--deep", is_flag=True, help="Lập lại bản ấy ở một thư mục sạch rồi so từng byte.")
    @placed
    def verify(path: str, deep: bool, office: str, data: str | None, outputs: str | None, debug: bool) -> None:
        """Nói bản ở THƯ_MỤC, hay TỆP, còn nguyên, đã bị sửa (tệp nào) hay không phải của chương trình; in mã của bản.

        Mã thoát: 0 còn nguyên, 1 đã khác hoặc không phải của chương trình.
        """
        places = chosen_places(office, data, outputs)
        asked = Path(path)
        if not asked.exists():
            raise WrongUsage(f"Không có «{path}»: ghi đúng thư mục của bản (như outputs/kim-thanh/2024) hoặc một tệp.")
        if asked.is_file():
            sys.exit(_of_file(asked, places.outputs))
        whole = _of_folder(asked)
        if whole and deep:
            from ctxh.run.verification import made_anew

            different = made_anew(asked, places)
            say_out(f"Lập lại thì khác: {_named(different)}." if different else "Lập lại từ số liệu hiện có: giống từng byte.")
            whole = not different
        sys.exit(0 if whole else 1)


def _of_file(file: Path, editions: Path) -> int:
    from ctxh.run.verification import found_among

    found = found_among(file, editions)
    if found is None:
        say_out(f"{file.name}: không phải tệp của bản báo cáo nào trong {editions.name}/.")
    else:
        say_out(f"{file.name}: {'đúng như' if found[1] else 'đã khác'} {found[0]}.")
    return 0 if found and found[1] else 1


def _of_folder(folder: Path) -> bool:
    from ctxh.run.verification import verified

    found = verified(folder)
    if found is None:
        say_out(f"{folder.name}: không phải bản báo cáo của chương trình (không có manifest.json đọc được).")
        return False
    for words, names in (("bị sửa", found.changed), ("bị mất", found.gone), ("không phải của bản này", found.foreign)):
        if names:
            say_out(f"Tệp {words}: {_named(names)}.")
    say_out(f"{folder.name}: {'còn nguyên' if found.whole else 'đã khác'}, {found.files} tệp. Mã của bản: {found.code}.")
    return found.whole


def _named(names: tuple[str, ...] | list[str]) -> str:
    more = f" và {len(names) - MOST_NAMED} tệp khác" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
