"""The command: what it says, where it says it, and the exit code it leaves with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from conftest import PARAMETERS, ROOT, SAVE
from ctxh.cli.command import _outcome
from ctxh.cli.exchange import _of_frame
from ctxh.errors import RunFailed, WrongUsage
from ctxh.reference import places
from ctxh.reference.inputs import read_manifest
from ctxh.reference.places import made
from ctxh.run import outputs
from ctxh.run.environment import enough_files
from ctxh.run.manifest import altered_files
from ctxh.run.messages import printable_message
from ctxh.run.private_folders import PREFIX
from ctxh.typeset.docx.frame import default_frame
from test_documents_report import REPORT


def message(finished) -> str:
    """The one line on stderr of a command that was refused."""
    assert finished.stderr.startswith("LỖI: ") and finished.stderr.count("LỖI") == 1
    assert "Traceback" not in finished.stderr
    return finished.stderr


@pytest.fixture
def refused(toy, capsys) -> Callable[..., CompletedProcess]:
    """What a command leaves that ends before it does anything: asked in this process, which spares it a new one each time."""
    shutil.rmtree(toy.root / "data" / "reference")
    (toy.root / "data" / "reference").symlink_to(ROOT / "data" / "reference")  # where a number is asked for, the book is read first

    def asked(*arguments: str | bytes) -> CompletedProcess:
        with patch.dict(os.environ):
            code = _outcome([os.fsdecode(word) for word in arguments], debug=False)
        return CompletedProcess(arguments, code, *capsys.readouterr())

    return asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("reprot 2024", "«report»"),
        ("report", "NĂM"),
        ("report 2024 --ofice kim-thanh", "«--office»"),
        ("report 2024 2023", "Câu lệnh thừa «2023»"),
        ("report 2024 --office --outputs made", "Câu lệnh thừa «made»"),
        ("report 2024 --office provinces", "Các đơn vị có dữ liệu: kim-thanh."),
        ("report 2024 --office kim-than", "«kim-thanh»"),
        ("report 2024 --office ../kim-thanh", "Không có đơn vị"),
        ("report 2099", "2023, 2024"),
        ("report hai", "không đúng"),
        ("report 2024 -p cod 1", "«code»"),
        ("report 2024 -p rate abc", "phải là số"),
        ("report 2024 -p rate", "-p"),
        ("report 2024 -p year 2023", "NĂM"),
        ("report 2024 --formats docs", "«docx»"),
        ("report 2024 --formats none,pdf", "docx, pdf, html, xlsx"),
        ("report 2024 --data nowhere", "nowhere"),
        ("check 1900", "1900"),
        ("trace 2023-2024 households", "một năm"),
        ("trace 2024 poor_household_rate", "«poor_households_rate»"),
        ("forms 1024 --out made", "từ 1990 đến 2100"),
    ],
)
def test_wrong_usage_is_one_message_and_exit_2(toy, refused, arguments, said):
    finished = refused(*arguments.split())
    assert finished.returncode == 2
    assert said in message(finished) and finished.stdout == ""
    assert not (toy.root / "outputs").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("report 2024 --formats _", "docx, pdf, html, xlsx"),
        ("report 2024 --formats ,", "docx, pdf, html, xlsx"),
        ("report _", "viết 2024, 2022-2024 hoặc 2022,2024"),
        ("report 2024-2022", "viết 2024, 2022-2024 hoặc 2022,2024"),
        ("report 2024,", "viết 2024, 2022-2024 hoặc 2022,2024"),
        ("report 2024 --office _", "Các đơn vị có dữ liệu: kim-thanh"),
        ("report 2024 --outputs _", "--outputs để trống"),
        ("report 2024 --data _", "--data để trống"),
        ("report 2024 -p rate _", "phải là số"),
        ("report 2024 -p _ _", "Các tham số: code, rate"),
        ("check 2024 -p period _", "half-year (6 tháng đầu năm)"),
        ("trace 2024 _", "annex.xlsx, trang Chỉ tiêu; đơn vị thì ghi ở --area"),
        ("forms 2024 --out _", "--out để trống: ghi tên thư mục."),
    ],
)
def test_a_value_left_empty_is_refused_with_what_may_stand_there(toy, refused, arguments, said):
    """``_`` stands for an empty value."""
    before = sorted(path.name for path in toy.root.iterdir())
    finished = refused(*("" if word == "_" else word for word in arguments.split()))
    assert (2, "") == (finished.returncode, finished.stdout)
    assert said in message(finished)
    assert before == sorted(path.name for path in toy.root.iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([b"report", b"2024", b"--outputs", b"made\xff"], "--outputs: tên thư mục «made�»"),
        ([b"report", b"2024", b"--data", b"a\nb"], "--data: tên thư mục «a�b»"),
        ([b"report", b"2024", b"--office", b"kim\xff"], "Không có đơn vị «kim�»"),
        ([b"re\xff"], "Không có lệnh «re�»"),
    ],
)
def test_bytes_that_are_no_letters_and_broken_lines_are_named(toy, arguments, said):
    finished = toy.command(*arguments)
    assert (2, "") == (finished.returncode, finished.stdout)
    assert said in message(finished)
    assert not (toy.root / "outputs").exists()


@pytest.mark.parametrize("entry", ["ctxh.cli.command", "pandas"])
def test_whoever_asks_to_stop_while_libraries_load_is_told_so(entry):
    asked = (
        "import sys\nclass Asked:\n    def find_spec(self, name, *_):\n"
        f"        if name == {entry!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Asked())\nsys.argv[1:] = ['check', '2024']\n"
        "from ctxh.__main__ import main\nmain()\n"
    )
    finished = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)

    assert (1, "LỖI: Đã dừng theo yêu cầu.\n") == (finished.returncode, finished.stderr.lstrip())


def test_a_report_says_where_it_lies(toy):
    finished = toy.command("report", "2024", "--formats", "none", "-p", "code", "00123")
    assert finished.returncode == 0, finished.stderr
    assert "outputs/kim-thanh/2024" in finished.stdout and "manifest.json" in finished.stdout
    assert "01_clean" in finished.stderr
    assert toy.bytes_published()["tables/codes.csv"] == b"code\n00123\n"


def test_what_libraries_of_a_kernel_write_beside_the_notebook_is_not_printed(toy):
    toy.notebook("01_clean.ipynb", PARAMETERS, SAVE, "import sys\nwritten = sys.__stderr__.write('English of a library')")
    finished = toy.command("report", "2024", "--formats", "none")

    assert (0, "kim-thanh 2024: 01_clean\nkim-thanh 2024: soạn văn bản\n") == (finished.returncode, finished.stderr)


def test_where_settings_do_not_fit_a_new_year_nothing_is_made(tmp_path):
    """The district of the sample ends in 2025."""
    shutil.copytree(ROOT / "data" / "kim-thanh", tmp_path / "kim-thanh", ignore=shutil.ignore_patterns("*.xlsx"))
    command = [sys.executable, "-m", "ctxh", "new", "2027", "--data", str(tmp_path), "--outputs", str(tmp_path / "outputs")]
    finished = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)

    assert "mã 293 không phải đơn vị nào" in message(finished)
    assert not (tmp_path / "kim-thanh" / "2027").exists() and not (tmp_path / "outputs").exists()


@pytest.mark.parametrize("arguments", ["report 2024", "forms 2025 --out a-file"])
def test_a_file_where_a_folder_should_be_is_one_message(tmp_path, arguments):
    (tmp_path / "a-file").touch()
    places = [] if "--out" in arguments else ["--outputs", str(tmp_path / "a-file")]
    told = [word.replace("a-file", str(tmp_path / "a-file" / "forms")) for word in arguments.split()]
    finished = subprocess.run([sys.executable, "-m", "ctxh", *told, *places], capture_output=True, text=True, cwd=ROOT)

    assert (2, "") == (finished.returncode, finished.stdout)
    assert "«a-file» là một tệp, không phải thư mục" in message(finished)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('name = "', "name = ", "kim-thanh/office.toml viết sai ở dòng 4, cột "),
        ('issuer = "', 'isuer = "', "kim-thanh/office.toml, [frame]: thiếu mục «issuer»."),
    ],
)
def test_settings_ill_written_are_one_message(tmp_path, was, now, said):
    shutil.copytree(ROOT / "data" / "kim-thanh", tmp_path / "kim-thanh", ignore=shutil.ignore_patterns("*.xlsx"))
    settings = tmp_path / "kim-thanh" / "office.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(was, now, 1), encoding="utf-8")
    finished = subprocess.run([sys.executable, "-m", "ctxh", "check", "2024", "--data", str(tmp_path)], capture_output=True, text=True)

    assert (1, "") == (finished.returncode, finished.stdout)
    assert said in message(finished)


def standing(toy) -> str:
    """What the toy's one table holds in the edition that stands, whose manifest fits its files."""
    assert [] == altered_files(toy.edition) and read_manifest(toy.edition)
    return (toy.edition / "tables" / "codes.csv").read_text()


@pytest.mark.parametrize("where", [">/dev/full", "| head -0", ">&-", ">/dev/full 2>&1", "--force 2>&- >&-"])
def test_an_edition_that_stands_is_exit_0_wherever_its_summary_goes(made, where):
    """Made anew or, where nothing has changed, left as it is."""
    command = f"set -o pipefail; {sys.executable} -m ctxh.cli.command report 2024 --formats none {where}"
    finished = subprocess.run(["bash", "-c", command], cwd=made.root, capture_output=True, text=True)

    assert (0, "code\n00\n") == (finished.returncode, standing(made))
    assert "Traceback" not in finished.stderr and "Exception" not in finished.stderr
    if where in (">/dev/full", "| head -0"):
        assert "LƯU Ý: Đã công bố: outputs/kim-thanh/2024. Không in ra được: " in finished.stderr


@pytest.mark.parametrize("years", ["2024", "2023-2024"])
def test_a_stop_after_the_swap_says_what_stands_and_exits_0_only_when_all_does(made, years):
    shutil.copytree(made.edition, made.edition.with_name("2023"))
    when_published = (
        "import os, signal, sys\nfrom ctxh.cli import command as cli\nfrom ctxh.run import folder_swap\n"
        "exchange = folder_swap.exchange\n"
        "def asked(*paths):\n    done = exchange(*paths)\n    os.kill(os.getpid(), signal.SIGTERM)\n    return done\n"
        "folder_swap.exchange = asked\ncli.main(sys.argv[1:])\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", when_published, "report", years, "--formats", "none", "-p", "code", "77"],
        cwd=made.root,
        capture_output=True,
        text=True,
    )

    if years == "2024":
        assert (0, "code\n77\n") == (finished.returncode, standing(made))
        assert finished.stderr.endswith("LƯU Ý: Đã công bố: outputs/kim-thanh/2024. Yêu cầu dừng đến sau khi công bố.\n")
    else:
        assert (1, "code\n00\n") == (finished.returncode, standing(made))
        assert finished.stderr.endswith(
            "LỖI: Đã công bố: outputs/kim-thanh/2023. Đã dừng theo yêu cầu khi chưa làm xong năm 2024; "
            "bản báo cáo cũ của năm ấy vẫn còn nguyên.\n"
        )


def test_several_years_each_once_in_its_folder(toy):
    finished = toy.command("report", "2024,2023-2024", "--formats", "none", "--outputs", "elsewhere")
    assert finished.returncode == 0, finished.stderr
    made = {path.name for path in (toy.root / "elsewhere/kim-thanh").glob("[0-9]*")}
    assert made == {"2023", "2024"} and not (toy.root / "outputs").exists()
    assert 1 == finished.stdout.count("Báo cáo năm 2024")


def test_a_failed_run_is_exit_1_and_debug_keeps_the_notebook(toy):
    toy.notebook("02_break.ipynb", "year: int = 2024", "{}['households', 'Mẫu Văn Thử']")
    finished = toy.command("report", "2024", "--formats", "none")
    assert finished.returncode == 1
    assert "02_break.ipynb, ô 2: không có mục ấy («households»)" in finished.stderr
    assert "Traceback" not in finished.stderr
    finished = toy.command("report", "2024", "--formats", "none", "--debug")
    assert "Traceback" in finished.stderr and "RunFailed" in finished.stderr and "ctxh-run-debug-" in finished.stderr
    kept = Path(re.search(r"Sổ lỗi giữ ở (\S+)", finished.stderr)[1])
    assert kept.is_file() and kept.parent.name.startswith(PREFIX)  # what the next run sweeps
    assert "Mẫu Văn Thử" not in finished.stderr  # not even there: whoever asks for help sends it around


def test_data_elsewhere_without_reference_uses_ours(toy, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "xa-a" / "2022").mkdir(parents=True)
    finished = toy.command("report", "2022", "--office", "xa-a", "--data", str(other), "--formats", "none")
    assert finished.returncode == 0, finished.stderr
    assert (toy.root / "outputs/xa-a/2022/manifest.json").is_file()


def test_a_console_that_cannot_print_vietnamese_still_gets_the_exit_code(toy):
    finished = subprocess.run(
        [sys.executable, "-m", "ctxh", "--help"],
        capture_output=True,
        env={"PYTHONIOENCODING": "cp1252", "PATH": ""},
        cwd=toy.root,
    )
    assert finished.returncode == 0 and rb"L\u1ef0A CH\u1eccN" in finished.stdout


def test_what_could_steer_a_terminal_is_not_printed():
    assert printable_message("a\x1b[2J\u202eb\u200bc\nd") == "a[2Jbc\nd"


def test_help_speaks_vietnamese_and_is_quick():
    finished = subprocess.run([sys.executable, "-X", "importtime", "-m", "ctxh", "--help"], capture_output=True, text=True)
    assert finished.returncode == 0 and "Cách dùng: ctxh" in finished.stdout
    heavy = {"pandas", "numpy", "papermill", "matplotlib", "nbformat", "zmq", "tqdm"}
    loaded = {line.rsplit("|", 1)[-1].strip() for line in finished.stderr.splitlines()}
    assert not heavy & loaded


@pytest.mark.parametrize("command", ["report", "check", "trace", "forms", "new"])
def test_every_command_has_a_page_without_english(command):
    finished = subprocess.run([sys.executable, "-m", "ctxh", command, "--help"], capture_output=True, text=True)
    assert finished.returncode == 0
    for english in ("Usage", "Options", "Show this message", "default:"):
        assert english not in finished.stdout


def test_a_lone_notebook_writes_to_a_draft_and_never_to_the_published_edition(toy):
    assert places.places_of({}).workspace("kim-thanh", 2024) == toy.root / "outputs/kim-thanh/2024.draft"


def test_notebooks_that_merely_lie_where_the_user_stands_are_not_run(toy, monkeypatch):
    toy.notebook("02_stray.ipynb", "year: int = 2024")
    monkeypatch.delenv("CTXH_NOTEBOOKS")
    assert ROOT / "notebooks" == places.places_of({}).notebooks

    finished = toy.command("report", "2024", "--formats", "none", "--notebooks", "notebooks")
    assert (0, {"notebooks/01_clean.ipynb", "notebooks/02_stray.ipynb"}) == (
        finished.returncode,
        {name for name in toy.bytes_published() if name.startswith("notebooks/")},
    )


def test_no_project_anywhere_is_wrong_usage(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(places, "PROJECT", tmp_path)
    with pytest.raises(WrongUsage, match="thư mục dự án"):
        places.project_root()


@pytest.mark.parametrize(
    ("word", "hint"), [("--verbose", ""), ("--notebook", "«--notebooks»"), ("--retruns", "«--returns»"), ("--quiet", "")]
)
def test_an_option_that_is_not_near_is_not_suggested(capsys, word, hint):
    assert 2 == _outcome(["report", "2024", word], False)

    said = capsys.readouterr().err
    assert f"LỖI: Không có lựa chọn «{word}».{hint and f' Có phải ý bạn là {hint}?'} Xem: ctxh report --help\n" == said


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there only the system keeps no folders")
def test_a_folder_that_the_system_does_not_make_is_told_with_what_to_do():
    with pytest.raises(WrongUsage) as caught:
        made(Path("/proc/x/kim-thanh"))

    assert "Hệ thống không cho tạo thư mục «/proc/x/kim-thanh» ở đó. Chọn nơi khác." == str(caught.value)


def test_too_few_files_are_told_before_a_library_tells_it(monkeypatch):
    resource, asked = pytest.importorskip("resource"), []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    monkeypatch.setattr(resource, "getrlimit", lambda _: (20, 20))
    with pytest.raises(RunFailed) as caught:
        enough_files()

    assert "Hệ thống chỉ cho mở 20 tệp cùng lúc, cần ít nhất 256: tăng hạn mức (ulimit -n 256) rồi chạy lại." == str(caught.value)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (20, -1))
    enough_files()
    assert [(256, -1)] == asked


@pytest.mark.parametrize(("frame", "said"), [(b"PK", "không phải tệp Word .docx hoặc đã hỏng"), (b"", ""), (default_frame(), "")])
def test_a_check_reads_the_frame_as_a_run_fills_it(monkeypatch, frame, said):
    monkeypatch.setattr(outputs, "own_frame", lambda _: frame)
    monkeypatch.setattr(outputs, "report_document", lambda *_: REPORT)
    monkeypatch.setattr(outputs, "epoch", lambda _: 0)

    told = _of_frame(SimpleNamespace(request=None))

    assert said in "".join(row["message"] for row in told) and bool(said) == bool(told)
