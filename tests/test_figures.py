"""What every figure is: a block, one clean SVG element, words in our font, the same bytes twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from matplotlib.artist import Artist

from ctxh.blocks import Figure
from ctxh.book import national_book
from ctxh.compute.computed import Computed
from ctxh.draw import draw_figure, lean_matplotlib, style
from ctxh.draw import svg as save
from ctxh.draw.canvas import Sheet
from ctxh.errors import RunFailed
from ctxh.reference.places import REQUEST
from ctxh.vietnamese.typeface import FONT, FONTS
from drawn import SVG, stray_words, words_of
from small_year import small_year

ALL = sorted(national_book().figures)


@pytest.fixture(scope="module")
def edition() -> Computed:
    return small_year()


class TestEveryFigure:
    def test_is_a_block_with_all_its_words(self, drawn):
        assert ALL == sorted(drawn)
        for name, figure in drawn.items():
            assert isinstance(figure, Figure), name
            assert min(len(figure.caption), len(figure.alt), len(figure.source)) > 4, name
            assert figure.id.isidentifier() and len(figure.alt) > 60, name

    def test_is_one_svg_element_as_wide_as_the_text_on_a_white_sheet_so_that_a_dark_page_can_show_it(self, drawn):
        for name, figure in drawn.items():
            root = ElementTree.fromstring(figure.svg)

            assert root.tag == f"{SVG}svg", name
            assert float(root.get("width").removesuffix("pt")) == pytest.approx(16 / 2.54 * 72), name
            assert root.get("role") == "img" and root.get("aria-label") == figure.alt, name
            assert next(root.iter(f"{SVG}path")).get("fill") == style.PAPER, name

    def test_carries_nothing_that_reaches_out_of_it(self, drawn):
        banned = ("<style", "style=", "<metadata", "<?xml", "<!DOCTYPE", "<image", "<script", 'xlink:href="http')

        assert [] == [(name, word) for name, figure in drawn.items() for word in banned if word in figure.svg]

    def test_ids_are_its_own_and_all_used(self, drawn):
        for name, figure in drawn.items():
            ids = re.findall(r' id="([^"]+)"', figure.svg)
            used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', figure.svg))

            assert all(id.startswith(f"{figure.id}-") for id in ids), name
            assert used == set(ids) and len(ids) == len(set(ids)), name

    def test_text_is_text_in_our_font(self, drawn):
        fonts = {
            name: {node.get("font-family") for node in ElementTree.fromstring(figure.svg).iter(f"{SVG}text")}
            for name, figure in drawn.items()
        }

        assert [] == [name for name, found in fonts.items() if found != {save.FAMILY}]

    def test_words_stay_on_the_sheet_clear_of_each_other_and_large_enough(self, drawn):
        assert [] == [(name, stray) for name, figure in drawn.items() for stray in stray_words(figure.svg)]

    def test_has_no_title_inside_and_its_numbers_are_written_the_vietnamese_way(self, drawn):
        english = r"\d,\d{3}(?!\d)|\d\.\d{1,2}(?!\d)"

        assert [] == [(name, word) for name, figure in drawn.items() for word in words_of(figure) if re.search(english, word)]
        assert [] == [name for name, figure in drawn.items() if figure.caption in words_of(figure)]


def test_same_edition_same_bytes():
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests')\n"
        "from small_year import small_year; from ctxh.draw import draw_figure; from ctxh.book import national_book\n"
        "e = small_year(); all = ''.join(draw_figure(e, n).svg for n in sorted(national_book().figures))\n"
        "print(hashlib.sha256(all.encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }

    assert len(runs) == 1 and len(runs.pop().strip()) == 64


def test_pyplot_stays_out_and_settings_stay_as_they_were():
    code = (
        "import sys; sys.path.insert(0, 'tests'); from matplotlib import rcParams\n"
        "kept = lambda: {name: rcParams[name] for name in rcParams if name != 'backend'}\n"  # asking for it loads pyplot
        "before = kept()\n"
        "from small_year import small_year; from ctxh.draw import draw_figure\n"
        "draw_figure(small_year(), 'trend'); assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert kept() == before"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (0, "") == (done.returncode, done.stderr)


class TestDocumentationOfMatplotlib:
    """It is half of the time that its import takes; nobody reads it in a run."""

    CODE = (
        "import sys; sys.path.insert(0, 'tests'); {before}\n"
        "from small_year import small_year; from ctxh.draw import draw_figure; from matplotlib.lines import Line2D\n"
        "print('markersize' in (Line2D.set.__doc__ or '') and 'snap' in Line2D.__init__.__doc__, draw_figure(small_year(), 'trend').svg)"
    )

    def shown(self, workspace: str, before: str = "") -> tuple[bool, str]:
        environment = {**os.environ, REQUEST: workspace}
        code = self.CODE.format(before=before)
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout
        written, svg = out.split(" ", 1)
        return written == "True", svg

    def test_is_written_for_an_analyst_and_not_in_a_run_which_draws_the_same(self, tmp_path):
        analyst, run = self.shown(""), self.shown(str(tmp_path))

        assert (analyst[0], run[0]) == (True, False)
        assert analyst[1] == run[1]

    def test_stays_where_matplotlib_was_there_before(self, tmp_path):
        assert self.shown(str(tmp_path), "import matplotlib.figure")[0]

    def test_a_matplotlib_that_writes_it_otherwise_is_left_alone(self, monkeypatch, tmp_path):
        monkeypatch.setenv(REQUEST, str(tmp_path))
        monkeypatch.setattr(lean_matplotlib, "WRITERS", (("Artist", "_no_such_writer", None), *lean_matplotlib.WRITERS))
        writers = dict(vars(Artist))
        with lean_matplotlib.undocumented():
            assert "_no_such_writer" not in vars(Artist)

        assert dict(vars(Artist)) == writers


class TestFont:
    def test_only_our_own_copy_is_used(self):
        style.load_fonts()
        faces = [face for face in style.fontManager.ttflist if face.name == FONT]

        assert len(faces) == 4 and all(str(FONTS) in face.fname for face in faces)

    def test_a_missing_font_is_an_error_not_a_look_alike(self, monkeypatch):
        monkeypatch.setattr(style, "FONT", "Times Not So New")
        with pytest.raises(RunFailed, match="Thiếu phông chữ Times Not So New"):
            style.load_fonts.__wrapped__()

    def test_a_letter_that_the_font_does_not_have_is_an_error(self):
        drawing = Sheet(1.0)
        drawing.write(0.1, 0.5, "Số hộ \U0001f600")
        for _ in range(2):
            with pytest.raises(RunFailed, match="Phông chữ Tinos không có ký tự «\U0001f600»"):
                save.as_svg(drawing, "x", "x")

    def test_widths_are_those_of_the_font(self):
        assert style.text_width_cm("mm", 9.0) == pytest.approx(2 * 0.7778 * 9 / 72 * 2.54, rel=0.03)


@pytest.mark.parametrize("communes", [1, 2])
def test_small_offices_have_figures_too(communes):
    year = small_year(communes)
    drawn = {name: draw_figure(year, name).svg for name in ALL}

    assert ALL == [name for name, svg in drawn.items() if ElementTree.fromstring(svg) is not None]


@pytest.mark.parametrize("rows", [0, None], ids=["no rows", "no values"])
def test_an_office_with_nothing_yet_has_figures_that_say_so(rows):
    full = small_year(2)
    observed, indicators, series = (
        table.assign(value=float("nan")).iloc[:rows] for table in (full.observations, full.indicators, full.series)
    )
    edition = replace(full, observed=replace(full.observed, reported=observed), indicators=indicators, saved_series=series)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = {name: draw_figure(edition, name) for name in ALL}

    assert {} == {name: figure.alt for name, figure in drawn.items() if not re.search("[Cc]hưa có số liệu", figure.alt)}
    assert [] == [name for name, figure in drawn.items() if "nan" in figure.svg or "nan" in figure.alt]
