"""What is found in the wording before anything is told: numbers typed into it, facts of the office that lent it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from ctxh.book import load_book
from ctxh.check.borrowed_facts import borrowed_facts
from ctxh.check.typed_numbers import spelt_numbers, typed_in, typed_numbers
from ctxh.check.untold_parts import untold_parts, untold_sentences
from ctxh.check.wording_findings import findings_of_wording
from ctxh.reference.settings import Settings
from ctxh.tell import tell_wording
from ctxh.tell.rendered_wording import WHOLE_YEAR
from opened import sample
from small_sheets import BOOK, FOLDERS
from told_wording import DESK, OFFICE, Fake, lines

DATA = Path(__file__).resolve().parents[1] / "data"


def office(folder, wording: str, values: dict | None = None, text_from: str = "") -> SimpleNamespace:
    """An office «mau», a commune An Thành, whose report is told in the wording of ``text_from`` or its own."""
    text = folder / (text_from or "mau") / "text"
    text.mkdir(parents=True, exist_ok=True)
    (text / "01_thu.md").write_text(wording, encoding="utf-8")
    areas, settings = pd.DataFrame({"area_code": ["1079201"]}), Settings("xã An Thành", "10792", text_from=text_from)
    request = SimpleNamespace(
        data=folder,
        office_folder=folder / "mau",
        settings=settings,
        office_id="mau",
        year=2026,
        area_code="10792",
        reference=DATA / "reference",
        own_name="xã An Thành",
        reported_areas=areas,
        opened_on=date(2025, 12, 31),
        reporters=None,
    )
    known = values or {}
    facts = {"value": known.get, "text": lambda name: "", "has": lambda name: bool(known.get(name)), "area_values": lambda name: {}}
    return SimpleNamespace(request=request, settings=settings, area_code="10792", year=2026, book=BOOK, **facts)


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("# 3.1. Mục\n\nCó 447 hộ nghèo.", [(3, "447")]),
        ("Đạt 0,94% vào ngày 20/12/2024.", [(1, "0,94%"), (1, "20/12/2024")]),
        ("Lập danh sách hai liệt sĩ.", [(1, "hai liệt sĩ")]),
        ('{{ "khoảng 12 hộ" }} {{ 5 }}', [(1, "12"), (1, "5")]),
        ("Kế hoạch số 893/KH-UBND", [(1, "893")]),
        ("Dịp 27/7 và 01/6.", []),
        ('{{ value("jul27_date_to") }} {% if in_years(2024) %}x{% endif %}', []),
        ("Chính quyền hai cấp, một số hộ, hằng năm.", []),
    ],
)
def test_a_number_typed_into_the_wording_is_found_with_its_line(tmp_path, wording, found):
    rows = typed_numbers(office(tmp_path, wording))

    assert found == [(int(row["message"].partition(":")[0].removeprefix("Dòng ")), row["found"]) for row in rows]
    assert {("flagged", "lời văn", "01_thu.md")} >= {(row["severity"], row["check"], row["file"]) for row in rows}


def test_what_an_office_counts_in_a_unit_of_its_own_is_looked_for_too(tmp_path):
    own = tmp_path / "mau" / "book"
    own.mkdir(parents=True)
    (own / "units_of_measure.csv").write_text(
        "id,label,kind,notation,counted_as,also\nhamlet,bản,count,count,,cụm dân cư|xóm\n", encoding="utf-8"
    )
    wording = "Ba bản, hai cụm dân cư, bốn xóm, hai gia đình, hai ngả."
    book = load_book([*FOLDERS, own])
    (tmp_path / "01.md").write_text(wording, encoding="utf-8")
    found = [number for _, number, _ in typed_in(tmp_path / "01.md", spelt_numbers(book.counted_words))]

    assert ["Ba bản", "hai cụm dân cư", "bốn xóm", "hai gia đình"] == found


def test_the_remedy_names_the_indicator_that_was_meant(tmp_path):
    [row] = typed_numbers(office(tmp_path, "Còn 447 hộ nghèo.", {"poor_households": 448, "near_poor_households": 449}))

    assert 'Viết {{ value("poor_households") }}: «Số hộ nghèo cuối năm» đang là 448.' == row["remedy"]


def test_a_number_that_is_near_none_is_sent_to_the_desk(tmp_path):
    [row] = typed_numbers(office(tmp_path, "Còn 30 hộ nghèo.", {"poor_households": 448}))

    assert row["remedy"].startswith("Ghi số vào biểu của phòng (B10, B12)")


@pytest.mark.parametrize(
    ("wording", "names"),
    [
        ("Điều dưỡng tại tỉnh Quảng Ninh.", ["tỉnh Quảng Ninh"]),
        ("Tại xã Kim Thành và xã Mẫu.", ["xã Kim Thành", "xã Mẫu"]),
        ("Chuyển về Kim Xuyên.", ["Kim Xuyên"]),
        ("Về Kim Xuyên.", ["Về Kim Xuyên"]),
        ("Tại Trung tâm Mẫu và Trung tâm Phục vụ hành chính công.", ["trung tâm Mẫu"]),
        ("Huyện Kim Thành tặng quà.", ["huyện Kim Thành"]),
        ("Xã An Thành, thành phố Hải Phòng.", []),
        ("Bà mẹ Việt Nam Anh hùng; Luật Người cao tuổi; UBND thành phố; Hội Chữ thập đỏ xã.", []),
        ("{# xã Kim Thành #}{{ office.name }}.", []),
    ],
)
def test_a_place_of_the_lender_stops_the_run(tmp_path, wording, names):
    rows = borrowed_facts(office(tmp_path, wording, text_from="ben"))

    assert names == [row["message"].split("«")[1].partition("»")[0] for row in rows]
    assert {("stopped", "01_thu.md")} >= {(row["severity"], row["file"]) for row in rows}


def test_a_name_that_may_be_the_lenders_is_doubted(tmp_path):
    [row] = borrowed_facts(office(tmp_path, "Chuyển về Mẫu Văn Thử.", text_from="ben"))

    assert ("flagged", "Dòng 1: «Mẫu Văn Thử» có thể là tên riêng của đơn vị «ben», không phải của xã An Thành.") == (
        row["severity"],
        row["message"],
    )


@pytest.mark.parametrize("name", ['"chung.md"', '["chung.md"]', "period.word"])
def test_a_file_that_the_wording_takes_in_is_looked_at_too(tmp_path, name):
    edition = office(tmp_path, f"{{% include {name} %}}", text_from="ben")
    (tmp_path / "ben" / "text" / "chung.md").write_text("Phụ lục:\nxã Mẫu có 447 hộ nghèo.", encoding="utf-8")
    found = findings_of_wording(edition)

    assert [("chung.md", "stopped"), ("chung.md", "flagged")] == [(row["file"], row["severity"]) for row in found]
    assert ["Dòng 2: «xã Mẫu", "Dòng 2: «447"] == [row["message"].partition("»")[0] for row in found]


def test_a_report_that_does_not_refer_to_its_appendix_is_told(tmp_path):
    [row] = findings_of_wording(office(tmp_path, "Trên đây là báo cáo."))

    assert ("flagged", "01_thu.md") == (row["severity"], row["file"])
    assert row["message"].startswith("Lời văn không dẫn tới Phụ lục")
    assert [] == findings_of_wording(office(tmp_path, "Số liệu tại Phụ lục kèm theo."))


def test_wording_of_ones_own_may_name_any_place(tmp_path):
    assert [] == borrowed_facts(office(tmp_path, "Tại tỉnh Quảng Ninh."))


def test_files_that_are_not_printed_and_years_typed_into_the_book_are_told(tmp_path):
    edition = office(tmp_path, 'Phụ lục. {% include "chung.md" %}')
    for name in ("chung.md", "02.md", "2_quà.md"):
        (tmp_path / "mau" / "text" / name).write_text("Quà.\n\n☐ Chưa.", encoding="utf-8")
    figure = next(iter(BOOK.figures.values()))
    own = {"a": replace(figure, caption="Quà năm 2026"), "b": replace(figure, note="Theo NĐ 20/2026/NĐ-CP, từ năm 1954")}
    houses = {"houses": replace(BOOK.indicators["households"], label="Nhà xây giai đoạn 2025, 2026")}
    edition.book = replace(BOOK, figures=own, indicators=BOOK.indicators | houses)
    said = [row["message"] for row in findings_of_wording(edition)]

    assert [
        "Hình «Quà năm 2026» của sổ định nghĩa: gõ năm «2026», năm sau vẫn in như vậy.",
        "Chỉ tiêu «Nhà xây giai đoạn 2025, 2026» của sổ định nghĩa: gõ năm «2025», năm sau vẫn in như vậy.",
        "02.md không được in: tên không mở đầu bằng hai chữ số và gạch dưới, và không tệp nào lấy vào (include).",
        "2_quà.md không được in: tên không mở đầu bằng hai chữ số và gạch dưới, và không tệp nào lấy vào (include).",
        "Dòng 3: phông chữ Tinos không có ký tự «☐» (U+2610), bản in sẽ mất chữ ấy. Bỏ hoặc thay ký tự ấy.",
    ] == said


def test_a_sentence_of_the_lender_alone_is_left_out_and_told(tmp_path):
    wording = "Phụ lục.\n\n{% if in_years(2026) %}\nĐã lấy mẫu.\n{% endif %}\n\nHết."
    edition = office(tmp_path, wording, text_from="ben")
    said = tell_wording(tmp_path / "ben" / "text", Fake({}), DESK, OFFICE, WHOLE_YEAR | {"year": 2026}, borrowed=True)
    [row] = findings_of_wording(edition)

    assert ["Phụ lục.", "Hết./."] == lines(said)
    assert ("info", "Dòng 3: câu viết riêng cho đơn vị «ben», không in trong báo cáo của xã An Thành.") == (row["severity"], row["message"])


@pytest.mark.parametrize(
    ("name", "year"), [("kim-thanh", 2024), ("xa-kim-thanh", 2026), ("xa-an-thanh", 2026), ("xa-phu-thai", 2026), ("hai-phong-mau", 2026)]
)
def test_the_wording_of_the_project_types_no_number_and_lends_no_place(name, year):
    found = findings_of_wording(sample(name, year).computed)

    assert [] == [row["message"] for row in found if row["severity"] != "info"]


CARDS = {"bhyt_total": 51.0, "bhyt_btxh": 9.0, "bhyt_ncc": 7.0, "bhyt_waste_collectors": 35.0, "bhyt_elderly": 0.0}
LIST = 'Cấp {{ count("bhyt_total") }} thẻ, gồm:\n\n- BTXH: {{ count("bhyt_btxh") }};\n- NCC: {{ count("bhyt_ncc") }}.\n'


@pytest.mark.parametrize(
    ("wording", "left_out"),
    [
        (LIST, True),
        (LIST.replace("gồm", "trong đó"), False),
        (LIST + 'Thu gom rác: {{ count("bhyt_waste_collectors") }}.', False),
        (LIST + '{{ table("bhyt_{code}") }}', False),
        (LIST + '{% if has("bhyt_elderly") and year %}{{ count("bhyt_waste_collectors") }}{% endif %}', True),
        (LIST + '{% if not has("bhyt_ncc") %}{% elif has("bhyt_ncc") %}{{ count("bhyt_waste_collectors") }}{% else %}.{% endif %}', False),
        (LIST + '{% if has("bhyt_ncc") %}.{% else %}{{ count("bhyt_waste_collectors") }}{% endif %}', True),
        (LIST + '{% if year > 2023 %}{{ count("bhyt_waste_collectors") }}{% endif %}', False),
        ('Cấp {{ count("bhyt_total") }} thẻ; NCC: {{ count("bhyt_ncc") }}.', False),
        ('BTXH {{ count("bhyt_btxh") }}, NCC {{ count("bhyt_ncc") }}; cả thảy {{ count("bhyt_total") }}.', False),
    ],
    ids=[
        "a part with a value",
        "some parts",
        "told elsewhere",
        "told by a table",
        "behind what is nothing",
        "behind what holds",
        "in the other branch",
        "perhaps told",
        "one part",
        "the total after them",
    ],
)
def test_a_part_that_a_list_of_a_totals_parts_leaves_out_is_told(tmp_path, wording, left_out):
    said = [row["message"] for row in untold_parts(office(tmp_path, wording, CARDS))]
    expected = "Lời văn in «Thẩm định hồ sơ cấp thẻ BHYT: tổng» và kể các phần, nhưng không kể: Thẻ BHYT: người thu gom rác thải: 35."

    assert [expected] * left_out == said


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"1079201": (math.nan, ""), "1079202": (43.0, "43")}, True),
        ({"1079201": (math.nan, ""), "1079202": (math.nan, "")}, False),
        ({}, False),
    ],
    ids=["one area lacks it", "nobody has it", "not told by area"],
)
def test_sentences_left_out_for_the_sake_of_one_area_are_told(tmp_path, values, told):
    """One commune keeps no way of payment: the office's total is not known, and the sentence would go without a word."""
    edition = office(tmp_path, '{% if has("cashless_ncc_base") %}\nNCC: {{ count("cashless_ncc_base") }} người.\n{% endif %}')
    edition.area_values, edition.area_name = {"cashless_ncc_base": values}.get, {"1079201": "thôn Đông", "1079202": "thôn Hạ"}.get
    said = [(row["file"], row["message"]) for row in untold_sentences(edition)]
    message = (
        f"Lời văn bỏ qua đoạn cần «{BOOK.indicators['cashless_ncc_base'].label}»: chưa có số liệu ấy của thôn Đông, các đơn vị khác đã có."
    )

    assert [("01_thu.md", message)] * told == said
