"""What other people's checkers say of the real documents; each test is skipped with a word where its checker is absent."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).parents[1]
PDFS = ("report.pdf", "appendix.pdf")
# TAG-002 takes the header row repeated on a table's next page, rightly an artifact, for lost prose; TBL-010 takes a table of two
# columns whose first heads its rows, and so has more headers than data, for a torn one.
FALSE_ALARMS = "TAG-002,TBL-010"
pytestmark = pytest.mark.documents


def checker(name: str) -> str:
    """The program of a name, from this environment or the machine; the test is skipped where there is none."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    return found or pytest.skip(f"{name} vắng mặt")


def said(name: str, *arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run([checker(name), *map(str, arguments)], capture_output=True, text=True)


@pytest.fixture(params=["report.docx", "annex.xlsx", "frame.docx"])
def office_file(request, published_2024) -> Path:
    frame = ROOT / "data" / "kim-thanh" / "frame.docx"
    return frame if request.param == "frame.docx" else published_2024 / request.param


def test_openxml_audit_finds_no_error(office_file):
    done = said("openxml-audit", "-f", "microsoft365", office_file)
    assert (done.returncode, "Errors: 0" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize("name", PDFS)
def test_pdfua_finds_nothing(published_2024, name):
    done = said("pdfua", "check", published_2024 / name)
    assert done.returncode == 0 and "errors=0 warnings=0" in done.stdout, done.stdout


@pytest.mark.parametrize("name", PDFS)
def test_outloud_finds_no_error(published_2024, name):
    done = said("outloud", "--fail-on", "error", "--skip", FALSE_ALARMS, published_2024 / name)
    assert done.returncode == 0 and "0 error(s)" in done.stdout, done.stdout


@pytest.mark.parametrize("name", PDFS)
def test_qpdf_finds_the_file_clean(published_2024, name):
    done = said("qpdf", "--check", published_2024 / name)
    assert done.returncode == 0 and "No syntax or stream encoding errors found" in done.stdout, done.stderr


@pytest.mark.parametrize("name", PDFS)
def test_fonts_are_embedded_and_of_one_family(published_2024, name):
    lines = said("pdffonts", published_2024 / name).stdout.splitlines()[2:]
    assert lines and all(re.match(r"[A-Z]{6}\+Tinos", line) for line in lines), lines
    assert {tuple(line.split()[-5:-2]) for line in lines} == {("yes", "yes", "yes")}  # embedded, subset, to Unicode


@pytest.mark.parametrize("name", PDFS)
def test_figures_are_drawn_not_pictured(published_2024, name):
    assert said("pdfimages", "-list", published_2024 / name).stdout.splitlines()[2:] == []


@pytest.mark.parametrize("name", PDFS)
def test_pdf_says_its_standards_language_and_title(published_2024, name):
    reader = PdfReader(published_2024 / name)
    root = reader.trailer["/Root"]
    words = root["/Metadata"].get_data().decode()
    claims = [re.search(rf"{claim}\W+(\w+)", words)[1] for claim in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
    assert claims == ["2", "A", "1"] and root["/Lang"] == "vi-VN" and reader.metadata.title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] and root["/MarkInfo"]["/Marked"]
