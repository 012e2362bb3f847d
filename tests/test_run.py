"""A run: parameters, kernels, executed copies, failures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from conftest import ROOT
from ctxh.errors import StoppedByFindings, WrongUsage
from ctxh.reference.inputs import foreign
from ctxh.run.leaving import shown_in
from ctxh.run.parameters import Parameter, checked, checked_years, converted, declared
from ctxh.run.progress import Silence
from ctxh.run.report_run import run_edition
from planted import IDENTITY, NAME, REGISTER
from running import report
from small_sheets import LAYOUTS, even, grid, header
from surgery import saved, written

KNOWN = {
    "office": Parameter("office", "str", "kim-thanh"),
    "code": Parameter("code", "str", "00"),
    "top": Parameter("top", "int", 3),
    "rate": Parameter("rate", "float", 1.5),
    "quiet": Parameter("quiet", "bool", False),
}


class TestParameters:
    def test_declared_with_type_and_default(self, toy):
        path = toy.notebook("02_more.ipynb", 'a: int | None = None\nb = 2.5\nc: str = "x"')
        kinds = {name: (p.kind, p.default) for name, p in declared(path).items()}
        assert kinds == {"a": ("int", None), "b": ("float", 2.5), "c": ("str", "x")}

    def test_a_code_stays_text(self):
        assert checked([("code", "00123")], KNOWN) == {"code": "00123"}

    @pytest.mark.parametrize(
        ("name", "text", "value"),
        [("top", "12", 12), ("rate", "-2.5", -2.5), ("quiet", "có", True), ("quiet", "false", False)],
    )
    def test_values_take_the_declared_type(self, name, text, value):
        assert converted(text, KNOWN[name]) == value

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("top", "1.5"),
            ("top", "1_0"),
            ("top", "９"),
            ("top", "9" * 5000),
            ("rate", "nan"),
            ("rate", "1e400"),
            ("rate", "2,5"),
            ("quiet", "2"),
            ("code", "a\x1b[2J"),
            ("code", "\udcff"),
        ],
    )
    def test_ill_typed_values_are_refused(self, name, text):
        with pytest.raises(WrongUsage, match="phải là"):
            converted(text, KNOWN[name])

    def test_a_misspelt_name_is_refused_with_the_nearest(self):
        with pytest.raises(WrongUsage, match=r"«cod».*«code»"):
            checked([("cod", "1")], KNOWN)

    def test_a_hostile_name_is_refused_and_never_run(self, toy):
        with pytest.raises(WrongUsage, match="Không có tham số"):
            report(("code=1;open('X','w').close();y", "1"))
        assert not (toy.root / "X").exists() and not (toy.root / "notebooks/X").exists()
        assert not toy.edition.parent.exists()

    @pytest.mark.parametrize("name", ["office", "year"])
    def test_office_and_year_have_their_own_place(self, name):
        with pytest.raises(WrongUsage, match="không đặt bằng -p"):
            checked([(name, "1")], KNOWN)

    def test_twice_is_once_too_often(self):
        with pytest.raises(WrongUsage, match="hai lần"):
            checked([("top", "1"), ("top", "2")], KNOWN)

    @pytest.mark.parametrize(
        ("text", "years"),
        [("2024", [2024]), ("2023-2024", [2023, 2024]), ("2024,2023", [2023, 2024]), ("2024,2023-2024", [2023, 2024])],
    )
    def test_years(self, toy, text, years):
        assert checked_years(text, "kim-thanh", toy.root / "data") == years

    @pytest.mark.parametrize("text", ["abc", "2024-2023", "../2024", "", "24", "2024,", "２０２４"])
    def test_what_is_not_a_year(self, toy, text):
        with pytest.raises(WrongUsage, match="không đúng"):
            checked_years(text, "kim-thanh", toy.root / "data")

    def test_a_year_without_data_names_those_that_have(self, toy):
        with pytest.raises(WrongUsage, match=r"2099.*2023, 2024"):
            checked_years("2099", "kim-thanh", toy.root / "data")

    @pytest.mark.parametrize("office", ["../kim-thanh", "reference", "kim-than", "/tmp", ""])
    def test_an_office_is_an_id_that_has_data(self, toy, office):
        with pytest.raises(WrongUsage, match="Không có đơn vị"):
            run_edition(office, 2024, (), ())


class TestExecutedCopies:
    def test_hold_nothing_that_varies(self, toy):
        toy.notebook(
            "02_show.ipynb",
            "year: int = 2024",
            "import json, os, sys\nprint(list(json.load(open(os.environ['CTXH_REQUEST'])).values()), os.getcwd())\n"
            "print('warning', file=sys.stderr)\nobject()",
        )
        report(("code", "00123"))
        first = toy.bytes_published()
        report(("code", "00123"))
        assert toy.bytes_published() == first
        copy = json.loads(first["notebooks/02_show.ipynb"])
        assert "papermill" not in copy["metadata"]
        assert "version" not in copy["metadata"]["language_info"]
        assert all("papermill" not in cell["metadata"] for cell in copy["cells"])
        text = b"".join(first.values()).decode()
        for hidden in (str(toy.root), str(Path.home()), '"stderr"', ".stage.", " at 0x7"):
            assert hidden not in text
        assert "outputs/kim-thanh/2024" in text

    def test_carry_the_parameters(self, toy):
        report(("code", "00123"))
        assert b"00123" in toy.bytes_published()["tables/codes.csv"]
        assert json.loads((toy.edition / "manifest.json").read_text())["parameters"] == {
            "code": "00123",
            "office": "kim-thanh",
            "rate": 1.5,
            "year": 2024,
        }

    def test_run_beside_the_users_own_settings(self, toy, monkeypatch):
        startup = toy.root / "start.py"
        startup.write_text("raise SystemExit('the user start-up file ran')")
        monkeypatch.setenv("PYTHONSTARTUP", str(startup))
        profile = toy.root / "ipython" / "profile_default" / "startup"
        profile.mkdir(parents=True)
        (profile / "00.py").write_text("import os\nos.environ['CTXH_REQUEST'] = 'elsewhere'")
        monkeypatch.setenv("IPYTHONDIR", str(toy.root / "ipython"))
        report()
        assert toy.bytes_published()["tables/codes.csv"] == b"code\n00\n"


class TestFormats:
    def test_a_document_of_the_old_edition_is_made_anew_and_never_taken_away(self, toy, monkeypatch):
        """Asked for xlsx where a docx stands: both are of the new run, and the user is told."""

        def write_outputs(computed, verdicts, folder, executed, formats):
            for name in formats:
                (folder / f"report.{name}").write_text("made")

        monkeypatch.setattr("ctxh.run.outputs.write_outputs", write_outputs)
        monkeypatch.setattr("ctxh.run.outputs.frame_note", lambda request: "")
        monkeypatch.setattr(
            "ctxh.run.report_run.opened",
            lambda plan: SimpleNamespace(workspace=plan.places.stage, computed=None, verdicts=None, request=None),
        )
        notes = []
        watcher = Silence()
        watcher.note = notes.append
        for asked in (("docx",), ("xlsx",), ()):
            run_edition("kim-thanh", 2024, (), asked, watcher)

        assert {"report.docx", "report.xlsx"} == {name for name in toy.bytes_published() if name.startswith("report")}
        assert 2 == len(notes) and notes[0].startswith("Bản 2024 đã công bố còn có dạng docx: lập lại cả các dạng ấy")
        assert notes[1].startswith("Bản 2024 đã công bố còn có dạng docx, xlsx: ")


class TestOwnNotebooks:
    """What an analyst's own notebooks print or write is held against the registers before it is published."""

    @pytest.fixture
    def toy(self, toy):
        """The toy with an office whose one workbook has a register of one person."""
        office = toy.root / "data" / "kim-thanh"
        shutil.copy(ROOT / "data" / "kim-thanh" / "office.toml", office)
        shutil.rmtree(toy.root / "data" / "reference")
        (toy.root / "data" / "reference").symlink_to(ROOT / "data" / "reference")
        (office / "2024" / "Xa_A_2024.xlsx").unlink()
        sheet = [["UBND XÃ KIM XUYÊN"], ["NĂM 2024"], *header(LAYOUTS["beneficiaries"]), *grid(REGISTER)]
        saved(office / "2024", written(**{LAYOUTS["beneficiaries"].sheet_names[0]: even(sheet)}), "Xa_Kim_Xuyen_2024.xlsx")
        return toy

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            (f"print('Gia đình bà {NAME}')", "notebooks/02_own.ipynb: Ô 2 có họ tên trùng với một người trong các danh sách."),
            (
                "(Path(json.load(open(os.environ['CTXH_REQUEST']))['stage']) / 'tables' / 'own.csv')"
                f".write_text('a,b\\n1,{IDENTITY[1:6]}' + '{IDENTITY[6:]}')",
                "tables/own.csv: Dòng 2 có dãy số trùng với một số trong các danh sách.",
            ),
            (
                "(Path(json.load(open(os.environ['CTXH_REQUEST']))['stage']) / 'own.pkl').write_bytes(b'')",
                "own.pkl: Tệp do sổ riêng để lại không soát được",
            ),
        ],
    )
    def test_that_name_a_person_stop_and_the_place_is_told(self, toy, cell, said):
        toy.notebook("02_own.ipynb", "year: int = 2024\nimport json, os\nfrom pathlib import Path", cell)
        with pytest.raises(StoppedByFindings) as caught:
            report()

        assert said in str(caught.value)
        assert NAME not in str(caught.value) and IDENTITY[1:] not in str(caught.value)
        assert not toy.edition.exists()

    def test_that_print_counts_are_published(self, toy):
        toy.notebook("02_own.ipynb", "year: int = 2024", "print('Tổng số: 1.234 người, 102.938.475.610 đồng')")
        report()

        assert b"1.234" in toy.bytes_published()["notebooks/02_own.ipynb"]

    def test_the_program_s_own_are_known_by_their_hashes(self, tmp_path):
        """After a change: ``cd notebooks && sha256sum 0*.ipynb > ../lib/ctxh/notebooks.sha256``."""
        own = sorted((ROOT / "notebooks").glob("0*.ipynb"))
        changed = tmp_path / own[0].name
        changed.write_text(own[0].read_text(encoding="utf-8").replace("year", "year ", 1), encoding="utf-8")

        assert (False, True) == (foreign(own), foreign([changed, *own[1:]]))


MARKUP = (
    "<table><tr><th>Họ</th><td>Mẫu <b>Văn</b></td><td>Thử</td><td>30042000001</td></tr></table>"
    "<script>a = 'M\\u1eabu'</script><p title='b'>c</p>"
)


def test_the_texts_of_markup_are_parted_as_a_reader_sees_them():
    assert ["Họ", "Mẫu Văn", "Thử", "30.042.000.001", "Họ Mẫu Văn Thử", "a = 'Mẫu'", "b", "c"] == list(shown_in(MARKUP))
