"""A working folder for whoever installed the program without its source: notebooks, national tables, a sample office."""

from __future__ import annotations

import re
import shutil
import tempfile
from functools import partial
from pathlib import Path

from ctxh.cli.options import OFFICE
from ctxh.errors import WrongUsage
from ctxh.reference.places import SHIPPED, made

# What a wheel brings (pyproject.toml, force-include) and a working folder begins with.
STARTING = (
    "notebooks",
    "data/reference",
    "data/provinces",
    f"data/{OFFICE}",
    "data/README.md",
    "data/HUONG_DAN_LOI_VAN.md",
    "CONTRIBUTING.md",
    "outputs/README.md",
)
_LINK = re.compile(r"\[(?P<words>[^\]\n]+)\]\((?P<target>[^)\s]+)\)")
ABOUT = Path(__file__).with_name("working_folder.md")


def start(folder: Path, shipped: Path = SHIPPED) -> Path:
    """The folder, made with all that the command and the notebooks need; whole or not there at all.

    Raises WrongUsage for a folder that holds something, and for a file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUsage(f"«{folder}» đã có và không trống: chọn thư mục khác, để không tệp nào bị ghi đè.")
    with tempfile.TemporaryDirectory(dir=made(folder.absolute().parent), prefix=".") as beside:
        begun = Path(beside) / "begun"
        for name in STARTING:
            _copy(shipped / name, begun / name)
        shutil.copyfile(ABOUT, begun / "README.md")
        for page in begun.rglob("*.md"):
            page.write_text(_LINK.sub(partial(_led, page), page.read_text(encoding="utf-8")), encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        begun.rename(folder)
    return folder


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    else:
        shutil.copyfile(source, target)


def _led(page: Path, link: re.Match[str]) -> str:
    """A link of a page; its words alone where the folder has nothing that it leads to."""
    name, _, anchor = link["target"].partition("#")
    target = page.parent / name if name else page
    if "://" in name or (target.exists() and (not anchor or anchor in _anchors(target))):
        return link[0]
    return link["words"]


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
