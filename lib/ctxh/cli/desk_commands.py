"""Commands of whoever works with the program on one machine: a working folder made, JupyterLab opened in it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctxh.cli.click_messages import Folder
from ctxh.cli.exchange import relative_path
from ctxh.cli.options import OFFICE, Given, allowing, asked, chosen_places, of_a_run, placed, returning
from ctxh.cli.verify_command import add_verify_command
from ctxh.errors import RunFailed
from ctxh.process.surroundings import around, found_around
from ctxh.reference.places import project_root
from ctxh.run.messages import say_out

if TYPE_CHECKING:
    from ctxh.run.outlook import Outlook

FIRST_PAGE = "notebooks/explore.ipynb"
LAB_SETTINGS = Path(__file__).parent / "lab_settings"  # without the question whether Jupyter's news are wanted: no option leaves it out
QUIET_LAB = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")  # asks nothing of the network


def add_desk_commands(group: click.Group) -> None:
    """Nothing, after the commands were added to a group."""
    add_verify_command(group)

    @group.command(short_help="Lập một thư mục làm việc: sổ notebook, bảng dùng chung, một đơn vị mẫu.")
    @click.argument("folder", metavar="THƯ_MỤC", type=Folder())
    @click.option("--debug", is_flag=True, help="Khi lỗi: in chi tiết.")
    def start(folder: str, debug: bool) -> None:
        """Lập THƯ_MỤC làm việc với sổ notebook, bảng dùng chung, một đơn vị mẫu và trang hướng dẫn; không ghi đè gì."""
        from ctxh.cli import working_folder
        from ctxh.reference.places import years_of_office

        made = working_folder.start(Path(folder))
        newest = max(years_of_office(made / "data" / OFFICE))
        there = f'"{made}"' if " " in str(made) else made  # one word to every shell
        say_out(f"Đã lập thư mục làm việc {made}. Tiếp theo:\n  cd {there}\n  ctxh report {newest}\n  ctxh lab")

    @group.command(short_help="Nói lần lập báo cáo tới sẽ làm gì và vì sao.")
    @click.argument("year", metavar="NĂM")
    @placed
    @of_a_run
    @returning
    @allowing
    def plan(
        year: str,
        office: str,
        data: str | None,
        outputs: str | None,
        debug: bool,
        given: Given,
        formats: str,
        notebooks: str | None,
        returns: bool,
        allow_missing: bool,
    ) -> None:
        """Nói ctxh report NĂM sẽ lập lại những gì và vì sao, không chạy gì cả."""
        places = chosen_places(office, data, outputs, notebooks)
        from ctxh.reference.period_names import spoken
        from ctxh.run.outlook import outlook_of
        from ctxh.run.parameters import checked_years, formats_of
        from ctxh.run.plan import FORMATS, planned

        for one in checked_years(year, office, places.data):
            planned_run = planned(office, one, given, formats_of(formats, FORMATS), places, allow_missing)
            say_out(f"Báo cáo {spoken(planned_run.period, one)}: {_outlook_in_words(outlook_of(planned_run, returns))}")

    @group.command(short_help="Xem báo cáo trong lúc viết lời văn: trang nháp tự làm lại sau mỗi lần lưu.")
    @click.argument("year", metavar="[NĂM]", required=False)
    @placed
    @asked
    def preview(year: str | None, office: str, data: str | None, outputs: str | None, debug: bool, given: Given) -> None:
        """Ghi trang nháp OUTPUTS/ĐƠN_VỊ/NĂM.draft/preview.html, làm lại sau mỗi lần lưu lời văn, thiết lập, sổ định nghĩa, sổ Excel.

        Trang đang mở tự nạp lại. Số gõ thẳng vào lời văn tô đỏ; điều cần xem và chỗ viết sai ghi ở góc trang. Ctrl-C để dừng.
        """
        places = chosen_places(office, data, outputs)
        from ctxh.reference.places import years_of_office
        from ctxh.run.parameters import checked_period, checked_years
        from ctxh.run.preview import Asked, drafts

        [chosen] = checked_years(year or str(max(years_of_office(places.data / office), default=0)), office, places.data)
        asked_for = Asked(places, office, chosen, checked_period(given))
        say_out(f"Trang nháp: {relative_path(asked_for.page)}. Mở trang ấy trong trình duyệt; Ctrl-C để dừng.")
        with suppress(KeyboardInterrupt):
            for draft in drafts(asked_for):
                say_out(draft.fault or f"Đã làm lại trang nháp: {len(draft.findings)} điều cần xem trong lời văn.")

    @group.command(short_help="Mở JupyterLab ở thư mục làm việc.", context_settings={"ignore_unknown_options": True})
    @click.argument("arguments", metavar="[TÙY_CHỌN CỦA JUPYTER]...", nargs=-1, type=click.UNPROCESSED)
    def lab(arguments: tuple[str, ...]) -> None:
        """Mở JupyterLab ở trang explore.ipynb, với notebooks/, data/ và outputs/ trong tầm tay."""
        settings = os.pathsep.join(filter(None, (str(LAB_SETTINGS), found_around("JUPYTER_CONFIG_PATH"))))
        environment = {**around(), "JUPYTER_CONFIG_PATH": settings}
        finished = subprocess.run(lab_command(project_root(), arguments), check=False, env=environment)
        if finished.returncode:
            raise RunFailed("JupyterLab không mở được hoặc đã dừng vì lỗi: xem dòng cuối ở trên.")


def lab_command(folder: Path, arguments: tuple[str, ...] = ()) -> list[str]:
    """The command that opens JupyterLab in a working folder, at the analyst's first page."""
    first = (f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}",) if (folder / FIRST_PAGE).is_file() else ()
    return [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *QUIET_LAB, *first, *arguments]


def _outlook_in_words(outlook: Outlook) -> str:
    if not outlook.reasons:
        return " ".join(["không có gì thay đổi, bản đã công bố vẫn đúng.", *outlook.saved])
    lines = ["sẽ lập lại, vì:", *(f"  - {reason}" for reason in outlook.reasons), f"  Sổ sẽ chạy: {', '.join(outlook.notebooks)}."]
    if outlook.taken:
        lines.append(f"  Lấy từ bản đã công bố, nếu lời văn mới không nêu tên ai: {', '.join(outlook.taken)}.")
    return "\n".join(lines)
