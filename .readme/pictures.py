"""Makes the pictures of the README from a published edition: ``python .readme/pictures.py``.

Needs pdftoppm (poppler-utils); run ``make report`` first.
"""

import subprocess
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


if __name__ == "__main__":
    page_picture(EDITION / "report.pdf", 1, "report.png")
    figure = page_with(EDITION / "appendix.pdf", "Bản đồ ô")
    page_picture(EDITION / "appendix.pdf", figure, "figure.png")
