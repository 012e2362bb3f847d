"""Makes the pictures of the README from a published edition: ``python .readme/pictures.py [EDITION]``.

Needs pdftoppm (poppler-utils) and chromium; run ``make report`` first. Those of JupyterLab are left by the test that drives it
(``make pictures`` does both); here they are made small.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
EDITION = HERE.parent / "outputs" / "kim-thanh" / "2024"


def page_picture(pdf: Path, page: int, name: str, *, dots_per_inch: int = 70, box: tuple[int, ...] = ()) -> Path:
    """The PNG of a page, or of a box (x, y, width, height in dots) of it, beside this script."""
    cut = [word for flag, size in zip("xyWH", box, strict=False) for word in (f"-{flag}", str(size))]
    target = HERE / name
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(dots_per_inch), "-f", str(page), "-l", str(page), *cut]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True, stderr=subprocess.DEVNULL)
    return target


def page_with(pdf: Path, words: str) -> int:
    """The number of the first page after the contents that holds some words. Raises StopIteration when none does."""
    from pypdf import PdfReader

    pages = enumerate(PdfReader(pdf).pages, 1)
    return next(number for number, page in pages if number > 1 and words in page.extract_text())


def passport_picture(page: Path, indicator: str, name: str, *, size: str = "900,620") -> Path:
    """The PNG of an HTML page with the passport of an indicator open."""
    target = HERE / name
    with tempfile.TemporaryDirectory() as home:
        address = f"{page.resolve().as_uri()}#hc-{indicator}"
        wide, high = size.split(",")
        shell = Path(home) / "shell.html"
        shell.write_text(f'<body style="margin:0"><iframe src="{address}" width="{wide}" height="{high}" style="border:0">')
        quiet = "--headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --allow-file-access-from-files"
        place = [f"--user-data-dir={home}/profile", f"--window-size={size}", f"--screenshot={target}", "--virtual-time-budget=5000"]
        subprocess.run(["chromium", *quiet.split(), *place, shell.as_uri()], check=True, capture_output=True)
    return target


def made_small(name: str, *, colours: int = 48) -> None:
    """A picture beside this script in as many colours as a page of text needs."""
    from PIL import Image

    with Image.open(HERE / name) as picture:
        few = picture.convert("RGB").quantize(colours)
    few.save(HERE / name, optimize=True)


if __name__ == "__main__":
    edition = Path(sys.argv[1]) if len(sys.argv) > 1 else EDITION
    page_picture(edition / "report.pdf", 1, "report.png")
    figure = page_with(edition / "appendix.pdf", "Bản đồ ô")
    page_picture(edition / "appendix.pdf", figure, "figure.png")
    passport_picture(edition / "appendix.html", "poor_households_rate", "passport.png")
    for name in ("explore.png", "own_page.png"):
        made_small(name)
