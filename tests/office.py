"""LibreOffice for tests, with a font configuration of their own: whatever is installed, a page is set in the fonts of the project."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from conftest import ROOT

FONTS = (ROOT / "lib" / "ctxh" / "vietnamese" / "fonts", Path("/usr/share/fonts/truetype/croscore"))
LIKE = {"Times New Roman": "Tinos", "Liberation Serif": "Tinos", "Arial": "Arimo", "Liberation Sans": "Arimo", "Courier New": "Cousine"}


def fonts_conf(folder: Path) -> Path:
    """A configuration of fontconfig that knows the bundled fonts and those of the same widths, and no others."""
    folders = "".join(f"<dir>{path}</dir>" for path in FONTS if path.is_dir())
    alike = "".join(
        f'<alias binding="same"><family>{asked}</family><prefer><family>{given}</family></prefer></alias>' for asked, given in LIKE.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        f"<?xml version='1.0'?><fontconfig>{folders}<cachedir>{folder / 'font-cache'}</cachedir>{alike}</fontconfig>", encoding="utf-8"
    )
    return path


def converted(path: Path, kind: str, folder: Path) -> Path:
    """The file that LibreOffice makes of another, in a folder; ``kind`` is an ending, with its filter behind a colon."""
    folder.mkdir(exist_ok=True)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        env=os.environ | {"FONTCONFIG_FILE": str(fonts_conf(folder))},
    )
    return folder / f"{path.stem}.{kind.partition(':')[0]}"
