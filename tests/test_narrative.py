"""The wording: what it prints, what it leaves out, what it refuses, and that every figure is told."""

import re

import pandas as pd
import pytest

from ctxh.blocks import Heading, Paragraph, Run, text_of
from ctxh.book.printed_values import printed
from ctxh.errors import CtxhError
from ctxh.tell import change_sentence, tell_wording, wording_files
from ctxh.tell.rendered_wording import WHOLE_YEAR
from small_sheets import INDICATORS
from told_wording import DESK, DOCUMENTS, EXTRA, KIM_THANH, OFFICE, TOLD, Fake, lines, told, whole_report

EXTRA |= {f"{key}_title": "kiểm tra" for key in DOCUMENTS if f"{key}_title" not in EXTRA}


def test_lists_drawn_up_after_the_period_say_so():
    half = WHOLE_YEAR | {"word": "6 tháng đầu năm", "whole": False, "listed": "tháng 12/2024"}
    said, whole = "\n".join(lines(whole_report(half, cashless_cutoff=""))), "\n".join(lines(whole_report()))

    assert "(BHXH), theo danh sách lập đến tháng 12/2024:" in said and "Theo danh sách lập đến tháng 12/2024, toàn huyện" in said
    assert "danh sách lập" not in whole


JOBS = 'Có {{ count("new_jobs") }} lao động{% set c = change("new_jobs") %}{% if c %}, {{ c }}{% endif %}.'


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("2.634", "2.600", "Có 2.634 lao động, tăng 34 người so với năm trước./."),
        ("2.500", "2.600", "Có 2.500 lao động, giảm 100 người so với năm trước./."),
        ("2.600", "2.600", "Có 2.600 lao động, không thay đổi so với năm trước./."),
        ("2.634", "", "Có 2.634 lao động./."),
    ],
)
def test_change_against_the_year_before(tmp_path, now, before, expected):
    figures = Fake({"new_jobs": now}, {"new_jobs": before}, {"new_jobs": "người"})
    assert lines(told(tmp_path, JOBS, figures)) == [expected]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("2.000.000 đồng", "1.500.000 đồng", "tăng 500.000 đồng so với năm trước"),
        ("53,9 tỷ đồng", "53,6 tỷ đồng", "tăng 300.000.000 đồng so với năm trước"),
        ("hơn 70 tỷ đồng", "hơn 60 tỷ đồng", ""),
        ("…", "5", ""),
    ],
)
def test_change_is_computed_from_what_is_printed(now, before, said):
    assert change_sentence(now, before, "") == said


@pytest.mark.parametrize(
    ("indicator", "now", "before", "said"),
    [
        ("poor_households_rate", "0,94%", "1,05%", "giảm 0,11 điểm phần trăm so với năm trước"),
        ("cashless_total_rate", "100%", "99,5%", "tăng 0,5 điểm phần trăm so với năm trước"),
        ("trained_rate_increase", "1,6 điểm phần trăm", "2 điểm phần trăm", "giảm 0,4 điểm phần trăm so với năm trước"),
    ],
)
def test_percentages_differ_by_percentage_points(tmp_path, indicator, now, before, said):
    figures = Fake({indicator: now}, {indicator: before})
    assert lines(told(tmp_path, f'Tỷ lệ {{{{ change("{indicator}") }}}}.', figures)) == [f"Tỷ lệ {said}./."]


@pytest.mark.parametrize(
    ("shown", "said"), [("1,6 điểm phần trăm", "tăng 1,6 điểm phần trăm"), ("-0,5 điểm phần trăm", "giảm 0,5 điểm phần trăm")]
)
def test_a_difference_says_which_way_it_went(tmp_path, shown, said):
    wording = 'Tỷ lệ {{ moved("trained_rate_increase") }} so với năm trước.'
    assert lines(told(tmp_path, wording, Fake({"trained_rate_increase": shown}))) == [f"Tỷ lệ {said} so với năm trước./."]


def test_no_sentence_tells_percentage_points_as_per_cent():
    """What counts percentage points is told by ``moved``, ``value`` or ``change``, never with a sign of per cent."""
    points = [name for name, entry in INDICATORS.items() if entry.unit_of_measure == "points"]
    assert points and not any(re.search(r"\d%", printed(INDICATORS[name], 1.234)) for name in points)


def test_a_sentence_without_its_figure_is_left_out(tmp_path):
    wording = 'Một.\n\n{% if has("a") %}\nCó {{ value("a") }}.\n{% endif %}\n'
    assert lines(told(tmp_path, wording, Fake({"a": ""}))) == ["Một./."]
    assert lines(told(tmp_path, wording, Fake({"a": "06"}))) == ["Một.", "Có 06./."]


def test_a_list_ends_with_a_full_stop_whatever_is_left_out(tmp_path):
    wording = '- một: {{ value("b") }};\n{% if has("a") %}\n- hai.\n{% endif %}\n\nHết.'
    assert lines(told(tmp_path, wording, Fake({"a": "", "b": "03"})))[0] == "- một: 03."
    assert lines(told(tmp_path, wording, Fake({"a": "1", "b": "03"})))[0] == "- một: 03;"


def test_required_paragraphs_of_the_desk(tmp_path):
    assert lines(told(tmp_path, '{% for t in paragraphs("I.1") %}\n{{ t }}\n{% endfor %}\nHết.')) == ["Hết./."]
    with pytest.raises(CtxhError, match=r"dòng 1: chưa có đoạn văn cho mục IV.*B11"):
        told(tmp_path, '{{ paragraphs("IV", required=true) }}')


def test_a_missing_value_names_file_line_and_remedy(tmp_path):
    with pytest.raises(CtxhError, match=r"01_thu\.md, dòng 3: chỉ tiêu “a” chưa có giá trị.*has"):
        told(tmp_path, 'Một.\n\nCó {{ value("a") }}.', Fake({"a": ""}))


def test_a_missing_indicator_names_file_line_and_nearest(tmp_path):
    with pytest.raises(CtxhError, match=r"01_thu\.md, dòng 2.*«poor_household».*«poor_households»"):
        told(tmp_path, '\nCó {{ count("poor_household") }}.', Fake({"poor_households": "447"}))
    with pytest.raises(CtxhError, match="«poor_households»"):
        told(tmp_path, '{% if has("poor_household") %}x{% endif %}', Fake({"poor_households": "447"}))


@pytest.mark.parametrize(
    ("wording", "message"),
    [
        ("Có {{ vallue('a') }}.", "dòng 1: tên không có: «vallue». Có phải ý bạn là “value”.*Tên dùng được: change"),
        ("Một.\n{% if %}", "dòng 2: thẻ viết sai.*mỗi {% if %} cần {% endif %}"),
        ("Có {{ office.provinc }}.", "dòng 1: tên không có: «provinc». Có phải ý bạn là “province”.*office.name"),
        ("Có {{ value() }}.", "dòng 1: thẻ không chạy được.*Viết như"),
        ("Có {{ value.__globals__ }}.", "dòng 1"),
        ('Một.\nCó { count("a") }} hộ.', "dòng 2: thẻ viết sai"),
        ("{# lời\ngiải thích #}\nCó {{ count('a') }}} hộ.", "dòng 3: thẻ viết sai"),
        ('Một.\n{% include "../office.toml" %}', "dòng 2: thẻ không chạy được"),
    ],
)
def test_a_wrong_tag_is_one_message(tmp_path, wording, message):
    with pytest.raises(CtxhError, match=rf"01_thu\.md, {message}"):
        told(tmp_path, wording, Fake({"a": "1"}))


def test_a_tag_whose_function_breaks_names_its_place_too(tmp_path):
    """The words that it was given may be wrong, or the program."""

    class Broken(Fake):
        def printed(self, *_):
            return self.shown["b"]

    with pytest.raises(CtxhError) as caught:
        told(tmp_path, 'Có {{ value("a") }}.', Broken({"a": "1"}))

    ours = r"Thẻ viết đúng thì là lỗi của chương trình \(tell/wording_functions\.py, dòng \d+\)\. Chạy lại với --debug"
    assert re.search(rf"^01_thu\.md, dòng 1: thẻ không chạy được\. Viết như .*{ours}", str(caught.value))


def test_wording_that_is_no_utf8_is_told_how_to_be_saved(tmp_path):
    (tmp_path / "01_thu.md").write_bytes("Hộ nghèo".encode("utf-16"))
    with pytest.raises(CtxhError, match=r"^01_thu\.md: không phải tệp chữ UTF-8\. Lưu lại tệp dạng UTF-8\.$"):
        tell_wording(tmp_path, Fake({}), DESK, OFFICE)


@pytest.mark.parametrize(
    ("wording", "what", "line"),
    [
        ("Một.\n\nXem [đây](http://a).", "liên kết", 3),
        ("[a]: http://a", "liên kết", 1),
        ("![ảnh](a.png)", "ảnh", 1),
        ("Một <b>hai</b>.", "thẻ HTML", 1),
        ("<div>\nhai\n</div>", "thẻ HTML", 1),
        ("Một `hai`.", "đoạn mã", 1),
        ("    thụt vào", "đoạn mã", 1),
        ("Một.\n\n---", "đường kẻ ngang", 3),
        ("| a | b |\n|---|---|", "bảng", 1),
        ("> trích", "trích dẫn", 1),
        ("1. một", "danh sách đánh số", 1),
        ("* một", r"gạch đầu dòng \*", 1),
        ("##### sâu", "tiêu đề", 1),
        ("Một\n===", "tiêu đề", 1),
    ],
)
def test_syntax_outside_the_subset_is_refused(tmp_path, wording, what, line):
    with pytest.raises(CtxhError, match=rf"01_thu\.md, dòng {line}: lời văn không được dùng ({what})"):
        told(tmp_path, wording)


def test_the_subset_becomes_blocks(tmp_path):
    wording = "# I. MỤC\n\nMột **hai** *ba*\nbốn.\n\n- gạch\n- gạch nữa\n\n+ cộng"
    assert told(tmp_path, wording).blocks == (
        Heading(1, (Run("I. MỤC"),)),
        Paragraph((Run("Một "), Run("hai", bold=True), Run(" "), Run("ba", italic=True), Run(" bốn."))),
        Paragraph((Run("- gạch"),), "item"),
        Paragraph((Run("- gạch nữa"),), "item"),
        Paragraph((Run("+ cộng./."),), "item"),
    )


def test_numbers_are_cited_in_order_under_their_heading(tmp_path):
    wording = '# I. MỤC\n\nCó **{{ value("a") }}** và {{ money("b") }}.'
    telling = told(tmp_path, wording, Fake({"a": "06", "b": "5 đồng"}))
    assert Run("06", bold=True, cite="a") in telling.blocks[1].runs
    assert telling.citations.values.tolist() == [[1, "I. MỤC", "a", "06"], [2, "I. MỤC", "b", "5 đồng"]]


def test_a_sentence_chooses_what_its_amount_is_told_in(tmp_path):
    telling = told(tmp_path, 'Chi {{ money("a", "triệu") }}.', Fake({"a": "5"}))

    assert ["Chi 5 triệu./."] == lines(telling)
    with pytest.raises(CtxhError, match="money in số tiền theo tỷ, triệu, đồng, không theo “ngàn”"):
        told(tmp_path, 'Chi {{ money("a", "ngàn") }}.', Fake({"a": "5"}))


def test_what_a_workbook_holds_is_never_markdown(tmp_path):
    desk = pd.DataFrame([("III", "1. **x** <b> {{ value('a') }} [a](b)\n\ue0000\ue001")], columns=DESK.columns)
    wording = '{% for text in paragraphs("III") %}\n{{ text }}\n{% endfor %}'
    assert lines(told(tmp_path, wording, desk=desk)) == ["1. **x** <b> {{ value('a') }} [a](b) 0./."]
    figures = Fake({"a": "# <b>*1*</b>"})
    assert lines(told(tmp_path, '{{ value("a") }} hộ.', figures)) == ["# <b>*1*</b> hộ./."]


def test_the_wording_asks_only_for_defined_indicators():
    text = "".join(path.read_text(encoding="utf-8") for path in wording_files(KIM_THANH))
    calls = re.findall(r"(?:value|money|percent|count|date|long_date|has|change|moved|fell)\(([^)]*)\)", text)
    asked = {name for call in calls for name in re.findall(r'"(\w+)"', call)}
    assert asked - set(INDICATORS) == set()
    cited = re.findall(r'(?:document|issuer)\("(\w+)"', text)
    assert {f"{key}_title" for key in cited} - set(INDICATORS) == set()


def test_a_norm_is_cited_with_its_day_as_far_as_the_register_has_it():
    text = "\n".join(lines(whole_report()))
    assert "Nghị định số 28/2012/NĐ-CP ngày 10/4/2012 của Chính phủ" in text
    assert "Thông tư số 01/2019/TT-BLĐTBXH ngày 02/01/2019 của Bộ" in text
    assert "Nghị quyết số 03/NQ-HĐND của HĐND tỉnh về kiểm tra: 01 trẻ em" in text
    assert "Nghị quyết số 03/NQ-HĐND ngày 07/12/2023 của HĐND tỉnh" in "\n".join(
        lines(whole_report(ref_resolution_province_03_date="07/12/2023"))
    )


def test_a_document_is_cited_in_full_once_and_then_by_kind_and_number(tmp_path):
    register = {
        "plan_drugs_no": "475/KH-BCĐ",
        "plan_drugs_date": "20/3/2024",
        "plan_drugs_title": "Phòng, chống ma túy",
        "giai_doan": "2024-2030",
    }
    telling = told(
        tmp_path, 'Theo {{ document("plan_drugs", period="giai_doan") }}.\n\n{{ document("plan_drugs") }} đã xong.', Fake(register)
    )

    assert "Theo Kế hoạch số 475/KH-BCĐ ngày 20/3/2024 của Cơ quan Mẫu về phòng, chống ma túy giai đoạn 2024-2030." == lines(telling)[0]
    assert "Kế hoạch số 475/KH-BCĐ đã xong./." == lines(telling)[1]
    assert ["plan_drugs_no", "plan_drugs_date", "plan_drugs_title", "giai_doan", "plan_drugs_no"] == list(telling.citations["indicator"])


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Về việc chấn chỉnh", "Công văn số 5/UBND của Cơ quan Mẫu về việc chấn chỉnh./."),
        ("Quy định mức chi", "Công văn số 5/UBND của Cơ quan Mẫu quy định mức chi./."),
        ("Hải Dương 2024", "Công văn số 5/UBND của Cơ quan Mẫu về Hải Dương 2024./."),
        ("", "Công văn số 5/UBND của Cơ quan Mẫu./."),
    ],
)
def test_a_summary_is_led_into_the_sentence(tmp_path, title, said):
    figures = Fake({"letter_no": "5/UBND", "letter_date": "", "letter_title": title})
    assert [said] == lines(told(tmp_path, '{{ document("letter") }}.', figures))


def test_a_law_is_cited_by_kind_and_name(tmp_path):
    figures = Fake({"ref_law_children": "102/2016/QH13", "ref_law_children_date": "05/4/2016", "ref_law_children_title": "Trẻ em"})
    assert ["Luật Trẻ em./."] == lines(told(tmp_path, '{{ document("ref_law_children") }}.', figures))


def test_what_fell_is_told_so_only_when_it_did(tmp_path):
    wording = '{% if fell("a", "b") %}Còn{% else %}Có{% endif %} {{ value("a") }} hộ.'
    assert ["Còn 447 hộ./."] == lines(told(tmp_path, wording, Fake({"a": "447", "b": "1.520"})))
    assert ["Có 447 hộ./."] == lines(told(tmp_path, wording, Fake({"a": "447", "b": "447"})))
    assert ["Có 447 hộ./."] == lines(told(tmp_path, wording, Fake({"a": "447", "b": ""})))


def test_every_figure_is_told_under_its_heading():
    cited = whole_report().citations
    pairs = set(zip(cited["indicator"], cited["section"].str.split().str[0].fillna(""), strict=True))
    assert [row for row in TOLD if (row["indicator"], row["heading"]) not in pairs] == []
    shown = {row["indicator"]: row["printed"] for row in TOLD} | EXTRA
    said = cited["printed"].str.removeprefix("tăng ")
    assert (said == cited["indicator"].map(shown)).all()


def test_the_report_has_its_sections_and_its_end():
    telling = whole_report()
    numbers = [text_of(block.runs).split()[0] for block in telling.blocks if isinstance(block, Heading)]
    assert numbers == ["I.", "1.", "2.", "3.", "3.1.", "3.2.", "3.3.", "3.4.", "3.5.", "3.6.", "4.", "II.", "1.", "2.", "III."]
    told_lines = lines(telling)
    assert told_lines[-1].endswith("./.")
    assert sum("./." in line for line in told_lines) == 1
    assert "1. Đề nghị ban hành chính sách xã hội hóa." in told_lines


HEADINGS = "# I. MỘT\n\n## 1. Trống\n\n## 2. Hai\n\n### 2.1. Trống\n\n### 2.2. Đây\n\nA.\n\n## 3. Ba\n\nB.\n\n# II. HAI\n\n## 1. Một\n\nC."


def test_headings_behind_one_that_is_left_out_take_its_number(tmp_path):
    telling = told(tmp_path, HEADINGS)
    assert ["I. MỘT", "1. Hai", "1.1. Đây", "2. Ba", "II. HAI", "1. Một"] == [
        text_of(block.runs) for block in telling.blocks if isinstance(block, Heading)
    ]


def test_the_text_is_clean():
    for line in lines(whole_report()):
        assert "  " not in line and " ," not in line and " ." not in line and " ;" not in line, line
        assert "đồng đồng" not in line and "{" not in line


def test_abbreviations_are_spelt_out_at_first_use():
    text = "\n".join(lines(whole_report()))
    for short in ("UBND", "HĐND", "BTXH", "NCC", "NCT", "BHYT", "BHXH", "MTP", "BCĐ", "LĐTBXH", "UBMTTQ"):
        used = re.sub(r"\d+(/\d{4})?/[\w-]+", "", text)
        assert used.index(f"({short})") == used.index(short) - 1, short


def test_an_abbreviation_whose_sentence_is_left_out_is_spelt_out_where_it_is_used_first(tmp_path):
    wording = (
        '{% if has("a") %}Tặng {{ count("a") }} người có công với cách mạng (NCC).{% endif %}\n\n'
        'Theo {{ value("b") }}, có 2 việc:\n\n- NCC: đủ;\n- Thăm NCC tiêu biểu, UBND xã (số 3/NCC-X).'
    )
    told_of = Fake({"a": "0", "b": "Kế hoạch về NCC"})
    first, second = "- Người có công với cách mạng (NCC): đủ;", "- Thăm NCC tiêu biểu, UBND xã (số 3/NCC-X)./."

    assert ["Theo Kế hoạch về NCC, có 2 việc:", first, second] == lines(told(tmp_path, wording, told_of))
    assert "- NCC: đủ;" in lines(told(tmp_path, wording, Fake(told_of.shown | {"a": "5"})))


def test_a_year_without_the_events_leaves_them_out():
    absent = {
        row["indicator"]: ""
        for row in TOLD
        if row["indicator"].startswith(
            (
                "dbp_",
                "yagi_",
                "spring1975",
                "martyrs_",
                "letter_",
                "request_",
                "plan_",
                "ref_",
                "decision_",
                "directive_",
                "province_plan",
                "mid_autumn",
                "award_",
                "redcross",
                "supervision",
                "jul27_",
                "steering",
            )
        )
    }
    text = "\n".join(lines(whole_report(**absent, storm_name="", mid_autumn_place="")))
    for gone in ("Điện Biên Phủ", "bão số", "mùa Xuân", "Ngã Sáu", "Công văn", "Kế hoạch số", "Nghị định số"):
        assert gone not in text
    assert "  " not in text and "số ngày" not in text


DISTRICT_GIFT = "thăm, trao 17 suất quà cho {}; mỗi suất trị giá"
PLANNED = "không thay đổi so với năm trước (kế hoạch: tăng 1,6 điểm phần trăm)"
REVIEW = "giai đoạn 2022-2025: toàn huyện {}."
TRAINED = "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ {}."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tet_district_visit_heroic_mothers": "0"}, DISTRICT_GIFT.format("15 gia đình chính sách, NCC tiêu biểu có hoàn cảnh khó khăn")),
        ({"tet_district_visit_policy_families": ""}, DISTRICT_GIFT.format("02 Bà mẹ Việt Nam Anh hùng còn sống")),
        ({"tet_district_visit_unit_value": ""}, "NCC tiêu biểu có hoàn cảnh khó khăn."),
        ({"poor_households": "0"}, REVIEW.format("không còn hộ nghèo; có 780 hộ cận nghèo (tỷ lệ 1,64%)")),
        ({"poor_households": "0", "poor_households_start": "0"}, REVIEW.format("không có hộ nghèo; có 780 hộ cận nghèo (tỷ lệ 1,64%)")),
        ({"near_poor_households": "0"}, REVIEW.format("giảm xuống còn 447 hộ nghèo (tỷ lệ 0,94%) và không có hộ cận nghèo")),
        ({"poor_households": ""}, "Đầu năm toàn huyện có 500 hộ nghèo; chưa có kết quả rà soát cuối năm."),
        (
            {"trained_rate_increase": "0,0 điểm phần trăm"},
            TRAINED.format(PLANNED),
        ),
        ({"trained_rate_increase": "0"}, TRAINED.format(PLANNED)),
        ({"cashless_ncc_base": "0"}, "- Đối tượng BTXH: 8.141/8.141 người, đạt 100%."),
        ({"cashless_total_base": "", "cashless_btxh_base": ""}, "kết quả chi trả không dùng tiền mặt của nhóm đã đủ số liệu:"),
        ({"cashless_total_base": "", "cashless_btxh_base": ""}, "- Đối tượng NCC: 2.356/2.356 người, đạt 100%."),
        ({"household_business_bhxh_rate": ""}, "- 9.570 hộ kinh doanh cá thể với 10.575 lao động đăng ký sử dụng;"),
        ({"decisions_funeral": "250"}, "MTP cho 271 thân nhân đối tượng (số quyết định trong kỳ: 250) là 2,646 tỷ đồng"),
    ],
)
def test_nothing_none_and_unchanged_are_told_as_they_are(changes, said):
    assert [line for line in lines(whole_report(**changes)) if said in line], said
