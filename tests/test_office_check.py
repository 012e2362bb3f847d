"""What is amiss with an office's folder, said line by line with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from ctxh.cli.command import _outcome
from ctxh.cli.new_office import make_office
from ctxh.cli.office_check import BORROWED, LACKING, OLDER, WRONG, office_faults
from small_sheets import REFERENCE
from test_office_new import HIGHLAND, lenders_in

NO_YEAR = (LACKING, "xa-mau/", "chưa mở năm nào. Mở: ctxh new NĂM --office xa-mau.")
NO_SENTENCES = [
    (LACKING, f"xa-mau/text/{place}", "câu còn trống. Viết câu của đơn vị mình hoặc xóa dòng.")
    for place in ("04_nguoi_co_cong.md, dòng 40", "05_bao_tro_giam_ngheo.md, dòng 18")
]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A data folder with a new office, made once."""
    data = lenders_in(tmp_path_factory.mktemp("made"))
    make_office(HIGHLAND, data, REFERENCE)
    return data


@pytest.fixture
def data(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data", symlinks=True))


@pytest.fixture
def office(data) -> Path:
    """The new office with a year, and all sentences written."""
    for name in ("04_nguoi_co_cong", "05_bao_tro_giam_ngheo"):
        text = data / "xa-mau" / "text" / f"{name}.md"
        text.write_text(text.read_text(encoding="utf-8").replace("CẦN VIẾT", "đã viết"), encoding="utf-8")
    (data / "xa-mau" / "2026").mkdir()
    return data / "xa-mau"


def said(office: Path, reference: Path = REFERENCE) -> list[tuple[str, str, str]]:
    return [(fault.sort, fault.place, fault.message) for fault in office_faults(office.name, office.parent, reference)]


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_office_lacks_just_what_it_was_told_is_left(data):
    assert [*NO_SENTENCES, NO_YEAR] == said(data / "xa-mau")


def test_nothing_is_amiss_with_an_office_that_is_whole(office, capsys, monkeypatch):
    for name in ("CTXH_DATA", "CTXH_OUTPUTS"):
        monkeypatch.setenv(name, "")

    assert [] == said(office)
    assert 0 == _outcome(["office", "check", "xa-mau", "--data", str(office.parent)], debug=False)
    (office / "office.toml").unlink()
    assert 1 == _outcome(["office", "check", "xa-mau", "--data", str(office.parent)], debug=False)
    assert "Thiếu (1)\n  - xa-mau/office.toml: chưa có thiết lập của đơn vị. Lập bằng ctxh office new." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'province = "tỉnh',
            'provinse = "tỉnh',
            (OLDER, "dòng 7", "chương trình không còn biết dòng «provinse». Có phải ý bạn là «province»?"),
        ),
        ('kind = "BÁO CÁO"', "kind = 3", (WRONG, "dòng 21", '«kind» phải là chữ trong dấu nháy, ví dụ "xã".')),
        ('place = "Mường Thử"', 'place = ""', (LACKING, "dòng 20", "«place» còn trống. Ghi của đơn vị mình.")),
        (
            'end = "12-14"',
            'end = "12-14"\n[periods.half-year]\nend = 6\n[periods.year.cutoffs]',  # the second line of this name
            (WRONG, "dòng 32", '«end» phải là tháng-ngày trong dấu nháy, ví dụ "06-14".'),
        ),
        ("signer", "signature", (OLDER, "dòng 26", "chương trình không còn biết dòng «signature».")),
    ],
)
def test_lines_of_settings_are_named(office, old, new, fault):
    put(office / "office.toml", old, new)
    sort, line, words = fault
    found = [(one[0], one[2]) for one in said(office) if one[1] == f"xa-mau/office.toml, {line}"]

    assert [(sort, words)] == [(one, text[: len(words)]) for one, text in found]


def test_settings_that_lack_are_named_with_how_to_write_them(office):
    put(office / "office.toml", 'summary = "', 'x = "')
    lacking = [fault for fault in said(office) if fault[0] == LACKING]

    assert [("xa-mau/office.toml, [frame]", "thiếu dòng «summary».")] == [(place, text[:21]) for _, place, text in lacking]


def test_wording_of_another_office_or_another_day_is_named_with_its_line(office):
    cases = [
        ('Có {{ count("bhyt_elderly_70_80") }} thẻ.', OLDER, "mã cũ «bhyt_elderly_70_80», nay là «bhyt_elderly». Sửa mã."),
        ('Có {{ count("poor_houshold") }} hộ.', WRONG, "không có chỉ tiêu «poor_houshold». Có phải ý bạn là «poor_households»?"),
        ('Theo {{ document("plan_btx") }}.', WRONG, "không có văn bản “plan_btx” trong documents.csv. Có phải ý bạn là «plan_btxh»?"),
        ("Trao 12 suất quà.", WRONG, "«12» gõ thẳng vào lời văn: sang năm vẫn in số này."),
        ("Tại xã Kim Xuyên.", BORROWED, "«xã Kim Xuyên» không phải của đơn vị này. Sửa câu, hoặc xóa."),
        ("Tại bản Nà Mẫu, xã Mường Thử, tỉnh Núi Mẫu.", None, ""),
        ("Trao quà ở Trường Mầm non Hoa Sen.", None, ""),
    ]
    text = "# III. KIẾN NGHỊ\n\n" + "\n\n".join(sentence for sentence, _, _ in cases)
    (office / "text" / "10_kien_nghi.md").write_text(text, encoding="utf-8")
    expected = [(sort, f"xa-mau/text/10_kien_nghi.md, dòng {3 + 2 * at}", words) for at, (_, sort, words) in enumerate(cases) if sort]
    found = {place: (sort, place, message) for sort, place, message in said(office)}

    assert {place for _, place, _ in expected} == set(found)
    assert expected == [(*found[place][:2], found[place][2][: len(words)]) for _, place, words in expected]


def test_bodies_in_wording_that_is_borrowed_are_named_in_the_lenders_file(office):
    text = office.parent / "kim-thanh" / "text"
    for path in text.glob("*.md"):
        path.unlink()
    (text / "01_mo_dau.md").write_text("Quà ở trường Mầm non Hoa Sen và ở xã Kim Xuyên.\n", encoding="utf-8")
    put(office / "office.toml", "sections", 'text_from = "kim-thanh"\n#')
    place = "kim-thanh/text/01_mo_dau.md, dòng 1"

    assert [(BORROWED, place, "«trường Mầm»"), (BORROWED, place, "«xã Kim Xuyên»")] == [
        (sort, where, text.partition(" không")[0]) for sort, where, text in said(office)
    ]


def test_what_is_not_there_or_not_read_any_more_is_named(office):
    (office / "text" / "06_lao_dong.md").unlink()
    (office / "notes.csv").write_text("a\n1\n", encoding="utf-8")
    (office / "norms.csv").write_text("norm,label\na,b\n", encoding="utf-8")
    (office / "book" / "indicators.toml").write_text("", encoding="utf-8")
    found = said(office)

    assert [
        (WRONG, "xa-mau/norms.csv"),
        (OLDER, "xa-mau/notes.csv"),
        (WRONG, "xa-mau/book/indicators.toml"),
        (LACKING, "xa-mau/text/"),
    ] == [(sort, place) for sort, place, _ in found]
    assert [] == [text for _, place, text in found if text.startswith(place)]


def test_shared_tables_of_an_older_version_are_named(office, tmp_path):
    reference = tmp_path / "own" / "reference"
    shutil.copytree(REFERENCE, reference)
    (reference / "layouts").mkdir()
    (reference / "sizes.csv").unlink()
    put(reference / "breaks.csv", "date,label", "day,label")
    (reference / "occasions.csv").write_text("occasion,day,note\ntet,01-21,\n", encoding="utf-8")

    assert [
        (OLDER, "reference/layouts/", "thư mục của phiên bản"),
        (OLDER, "reference/occasions.csv", "bảng của phiên bản cũ"),
        (OLDER, "reference/breaks.csv", "thiếu cột date. Có cộ"),
        (OLDER, "reference/sizes.csv", "chưa có tệp này. Chép"),
    ] == [(sort, place, text[:21]) for sort, place, text in said(office, reference)]


@pytest.mark.parametrize("name", ["common_names.csv", "former_ids.csv", "place_kinds.csv"])
def test_a_broken_table_that_the_wording_is_looked_up_in_is_listed_beside_the_other_faults(office, tmp_path, name):
    reference = tmp_path / "own" / "reference"
    shutil.copytree(REFERENCE, reference)
    (reference / name).write_text("tên\nXã Mẫu\n", encoding="utf-8")
    shutil.rmtree(office / "2026")

    found = said(office, reference)

    assert [f"reference/{name}"] == [place for _, place, text in found if text.startswith("thiếu cột ")]
    assert NO_YEAR in found


def test_former_ids_in_the_copied_figures_are_named_with_their_cell(office):
    book = Workbook()
    book.active.title = "B13. Bản giấy"
    for row in (["STT", "Mã chỉ tiêu"], [1, "bhyt_elderly_70_80"], [2, "bhyt_elderly"]):
        book.active.append(row)
    book.save(office / "2026" / "Xa_2026.xlsx")
    place = "xa-mau/2026/Xa_2026.xlsx, trang tính «B13. Bản giấy», ô B2"

    assert [(OLDER, place, "mã cũ «bhyt_elderly_70_80», nay là «bhyt_elderly»; vẫn đọc được. Sửa khi có dịp.")] == said(office)


def test_what_a_run_would_refuse_of_the_wording_is_said_without_a_run_in_every_branch(office):
    """Also of a branch that no year has taken yet; each with its line and the nearest right word."""
    text = """Có {{ count("poor_household") }} hộ.
{% if has("new_jobs") %}
Đạt {{ percent("new_jobs") }}.
{% else %}
Không đạt {{ share_of_plan("poor_households") }}, {{ document("plan_btxx") }}.
{% endif %}

{{ table("povert") }}

{{ figure("poverty_by_comune") }}
"""
    lines = [
        (1, "không có chỉ tiêu «poor_household». Có phải ý bạn là «poor_households»?"),
        (3, 'chỉ tiêu “new_jobs” tính bằng «người», không in được bằng percent. Viết: count("new_jobs").'),
        (5, "chỉ tiêu “poor_households” chưa có plan trong sổ định nghĩa"),
        (5, "không có văn bản “plan_btxx” trong documents.csv. Có phải ý bạn là «plan_btxh»?"),
        (8, "không có lĩnh vực hay chỉ tiêu «povert». Có phải ý bạn là «poverty»?"),
        (10, "không có hình «poverty_by_comune». Có phải ý bạn là «poverty_by_commune»?"),
    ]
    (office / "text" / "02_chi_dao.md").write_text(text, encoding="utf-8")
    found = said(office)

    assert [(WRONG, f"xa-mau/text/02_chi_dao.md, dòng {line}") for line, _ in lines] == [(sort, place) for sort, place, _ in found]
    assert [] == [(words, told) for (_, words), (_, _, told) in zip(lines, found, strict=True) if not told.startswith(words)]


def test_tags_and_marks_that_cannot_be_told_are_said_with_their_line(office):
    cases = [
        ('Có {{ count("households") } hộ.', 1, "thẻ viết sai."),
        ('{% if has("households") %}\nCó.', 2, "thẻ viết sai."),
        ("Ở {{ office.nam }}.", 1, "tên không có: «nam»."),
        ('{% if not has("households") %}\n<b>Không</b>.\n{% endif %}', 2, "lời văn không được dùng thẻ HTML."),
        ('Bảng: {{ table("poverty") }}', 1, "lời văn không được dùng bảng hoặc hình chung một đoạn với chữ."),
        ('Có {{ moved("households") }}.', 1, "chỉ tiêu “households” tính bằng «hộ», không in được bằng moved."),
        ("{{ per('households') }}", 1, "thẻ không chạy được."),
        ("Có.\n\n☐ Chưa.", 3, "phông chữ Tinos không có ký tự «☐» (U+2610)"),
    ]
    files = sorted((office / "text").glob("*.md"))[: len(cases)]
    for path, (text, _, _) in zip(files, cases, strict=True):
        path.write_text(text, encoding="utf-8")
    expected = [(WRONG, f"xa-mau/text/{path.name}, dòng {line}", words) for path, (_, line, words) in zip(files, cases, strict=True)]

    assert expected == [(sort, place, told[: len(case[2])]) for (sort, place, told), case in zip(said(office), cases, strict=True)]


def test_a_frame_that_cannot_be_filled_and_files_that_no_report_is_told_from_are_named(office):
    (office / "frame.docx").write_text("không phải Word", encoding="utf-8")
    (office / "text" / "rieng.md").write_text("Chữ.", encoding="utf-8")
    (office / "text" / "02_chi_dao.md").write_bytes("Chữ.".encode("utf-16"))

    assert [
        (WRONG, "xa-mau/frame.docx", "Khung văn bản (frame.docx) không phải tệp Word"),
        (WRONG, "xa-mau/text/02_chi_dao.md", "không phải tệp chữ UTF-8."),
    ] == [(sort, place, told[: len(words)]) for (sort, place, told), words in zip(said(office), (" " * 46, " " * 25), strict=True)]
    (office / "text" / "02_chi_dao.md").write_bytes(b"\xef\xbb\xbf" + "# Chữ".encode())
    (office / "frame.docx").unlink()

    assert [(WRONG, "xa-mau/text/rieng.md", "tệp này không được đọc")] == [(sort, place, told[:22]) for sort, place, told in said(office)]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('lowest = "village"', 'lowest = "village"\nforms = ["house"]', "dòng 12: forms: không có «house». Có phải ý bạn là «houses»?"),
        ('province = "tỉnh Núi Mẫu"', 'province = "tỉnh Núi Khác"', "dòng 7: «tỉnh Núi Khác» khác areas.csv: tỉnh Núi Mẫu."),
        ("[periods.year]", "[periods.yeer]", "xa-mau/office.toml, [periods], dòng 28: không có mục «yeer». Có phải ý bạn là «year»?"),
        ("[periods.year]", 'notebooks = ["a.ipynb"]\n[periods.year]', "Mục «notebooks» đứng trước dòng [...] đầu tiên của tệp"),
        ('lowest = "village"', 'lowest = "village"\nissuer = "UBND"', "dòng 12: Mục «issuer» đứng dưới dòng [frame]"),
        ('lowest = "village"', 'lowest = "village"\nfolds = ["xa-kim-than"]', "không có đơn vị thành viên «xa-kim-than»."),
    ],
)
def test_settings_that_a_run_would_refuse_are_said(office, old, new, fault):
    put(office / "office.toml", old, new)
    [(sort, place, told)] = said(office)

    assert WRONG == sort and fault in f"{place}: {told}"


@pytest.mark.parametrize(
    ("before", "norm", "told"),
    [
        ("", "", True),
        ('{% if has("card_age") %}x{% endif %}', "", False),
        ("", "elderly_card_age_from,Tuổi,70,year,2021-01-01,,province,NQ mẫu,no,", False),
    ],
    ids=["printed", "asked for", "set by the office"],
)
def test_a_level_that_the_offices_province_has_not_set_is_told_before_a_run(office, before, norm, told):
    (office / "book" / "indicators").mkdir()
    entry = '[card_age]\nlabel = "Tuổi cấp thẻ"\nunit_of_measure = "age"\nnorm = "elderly_card_age_from"\nof_province = true\n'
    (office / "book" / "indicators" / "own.toml").write_text(f'{entry}field = "assistance"\n', encoding="utf-8")
    (office / "text" / "01_mo_dau.md").write_text(f'{before}Từ {{{{ value("card_age") }}}} tuổi; Phụ lục.\n', encoding="utf-8")
    if norm:
        head = "norm,label,value,unit_of_measure,valid_from,valid_to,scope,legal_basis,verified,note\n"
        (office / "norms.csv").write_text(f"{head}{norm}\n", encoding="utf-8")

    place = (WRONG, "xa-mau/text/01_mo_dau.md, dòng 1")
    message = "tỉnh chưa có mức «elderly_card_age_from» để in «card_age». Thêm vào norms.csv của tỉnh, hoặc đặt câu trong has."
    assert told == ((*place, message) in said(office))
