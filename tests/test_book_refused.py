"""The book: what cannot be meant is refused with its file, line, column and the nearest word."""

from __future__ import annotations

import shutil

import pytest

from own_books import GOOD, NATIONAL, clubs, refused


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("label", "lable", 2, "lable: không có khóa «lable». Có phải ý bạn là «label»?"),
        ("sum =", "summ =", 4, "summ: không có khóa «summ». Có phải ý bạn là «sum»?"),
        ("field =", 'plus = ["households"]\nfield =', 6, "plus: có sum và plus, chỉ được một."),
        ("sum = ", "# sum = ", 1, "thiếu cách tính: một trong count, sum, agreed"),
        ('field = "gifts"', "", 1, "thiếu khóa field."),
        ('"gifts"\n', '"gift"\n', 6, "field: không có «gift». Có phải ý bạn là «gifts»?"),
        ('"gift"', '"gifs"', 3, "unit_of_measure: không có «gifs». Có phải ý bạn là «gift»?"),
        ('"gift"', '"VND"', 3, "unit_of_measure: «VND» không hợp với cột «gifts.gifts» tính bằng «gift»."),
        ("gifts.gifts", "gifts.amount", 3, "unit_of_measure: «gift» không hợp với cột «gifts.amount» tính bằng «VND»."),
        ("gifts.gifts", "gitfs.gifts", 4, "sum: không có biểu «gitfs». Có phải ý bạn là «gifts»?"),
        ("gifts.gifts", "gifts.amont", 4, "sum: biểu «gifts» không có cột «amont». Có phải ý bạn là «amount»?"),
        ("gifts.gifts", "gifts.occasion", 4, "sum: cột «gifts.occasion» không phải cột số (category)."),
        ("occasion =", "ocasion =", 5, "where: biểu «gifts» không có cột «ocasion». Có phải ý bạn là «occasion»?"),
        ("own_budget", "own_buget", 5, "where: cột «gifts.payer» không có mã hay nhóm «own_buget». Có phải ý bạn là «own_budget»?"),
        ("where = {", "where = 3 # {", 5, 'where: phải là { cột = "mã" }'),
        ("field =", 'by_area = "yes"\nfield =', 6, "by_area: phải là true hoặc false."),
        ("field =", "decimals = 1.5\nfield =", 6, "decimals: phải là số nguyên"),
        ("field =", 'better = "more"\nfield =', 6, "better: phải là một trong các từ lower, higher"),
        ("field =", "scale = 1000\nfield =", 6, "scale: chỉ đi với ratio, không đi với sum."),
        ("field =", 'plan = "new_jobs_plann"\nfield =', 6, "plan: không có chỉ tiêu «new_jobs_plann». Có phải ý bạn là «new_jobs_plan»?"),
        ("field =", 'plan = "new_jobs_plan"\nfield =', 3, "«gift» không hợp: kế hoạch «new_jobs_plan» tính bằng «person»."),
        ('sum = "gifts.gifts"', 'text = "beneficiaries.full_name"', 4, "text: cột «beneficiaries.full_name» là của cá nhân"),
        ('sum = "gifts.gifts"', 'text = "gifts.note"', 4, "text: cột «gifts.note» chưa được phép in"),
        ("[toys]", "[households]", 1, "mã «households» đã có ở reference/book/indicators/7_poverty.toml, [households]. Muốn thay"),
        ("field =", "replaces = true\nfield =", 6, "replaces: chưa có «toys» để thay."),
        ("[toys]", "[Toys]", 1, "mã «Toys» phải gồm chữ thường không dấu"),
        ("[toys]", '["toys_{code}"]', 1, "thiếu khóa each, danh sách mà {code} lấy mã từ đó"),
        ("[toys]", '[toys]\neach = "gifts.occasion"', 2, "each: tên mục phải có {code} trong dấu nháy"),
        ("[toys]", '["toys_{code}"]\neach = "gifts.ocasion"', 2, "không có danh sách «gifts.ocasion». Có phải ý bạn là «gifts.occasion»?"),
        ("[toys]", '["toys_{code}"]\neach = "gifts.payer:own"', 2, "each: không mã nào của «gifts.payer» thuộc nhóm «own»."),
        (
            "[toys]",
            '["toys_{code}"]\neach = "gifts.payer"\nlabels.comune = "Xã"',
            3,
            "labels: danh sách «gifts.payer» không có mã «comune». Có phải ý bạn là «commune»?",
        ),
        ("[toys]", '["toys_{code}"]\neach = "gifts.payer"', 1, "mọi mã đều cho cùng một số: ghi {code} ở cách tính hoặc where"),
        ("[toys]", "[gifts]", 1, "mã «gifts» đã là mã của một lĩnh vực (fields.csv)"),
        ("Đồ chơi", "Đồ\\nchơi", 2, "label: phải là một dòng chữ"),
        ("Đồ chơi", "Tổng số hộ dân cư", 2, "label: tên này đã là của [households] (reference/book/indicators/7_poverty.toml, dòng"),
        ('"gift"', '"work"', 3, "«work» không hợp với cột «gifts.gifts» tính bằng «gift». Đếm cả bằng person, household, turn (counted_as"),
        (
            '"gift"\nsum = "gifts.gifts"',
            '"VND/gift"\nsum = "gifts.unit_value"',
            4,
            "tính bằng «VND/gift» không cộng được",
        ),
        ('occasion = "tet"', 'unit_value = "500000"', 5, "where: cột «gifts.unit_value» loại money: chỉ chọn được theo cột danh mục"),
        ("field =", 'notation = "date"\nfield =', 6, "notation: «date» không hợp với đơn vị tính «gift»: chọn count hoặc number."),
        ("field =", "decimals = 9\nfield =", 6, "decimals: phải là số nguyên từ 0 đến 6"),
        ("field =", 'section = "I,3.2"\nfield =', 6, "section: «I,3.2» không phải số của một mục: viết như I.3.2"),
        ("field =", 'whole = "toys"\nfield =', 6, "whole: không thể là chính chỉ tiêu này"),
        ("field =", 'whole = "households"\nfield =', 6, "whole: «households» tính bằng «household», không phải «gift»"),
        ("field =", 'per = ["doc_number"]\nfield =', 6, "per: «doc_number» là chữ hoặc ngày, không chia được"),
        ('where = { occasion = "tet", payer = "own_budget" }', 'item = "households"', 1, "số liệu «households» đã có ở một mục khác."),
    ],
)
def test_what_an_entry_may_not_say_is_refused(own, before, after, line, message):
    told = refused(own(GOOD.replace(before, after, 1)))

    assert told.startswith(f"mau/book/indicators/own.toml, dòng {line}, [")
    assert message in told


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ('plus = ["household"]', "plus: không có chỉ tiêu «household». Có phải ý bạn là «households»?"),
        ('plus = ["decision_{code}"]', 'plus: không có mục ["decision_{code}"] lập theo danh sách. Có phải ý bạn là «decisions_{code}»?'),
        ('plus = ["decisions_{nw}"]', 'plus: không mã nào của ["decisions_{code}"] thuộc nhóm «nw».'),
        ('plus = ["decisions_{code}", "decisions_stop"]\nunit_of_measure = "case"', "plus: «decisions_stop» được cộng hai lần."),
        ('plus = ["toys"]', "đi vòng: toys ← toys."),
        ("plus = []", "plus: phải là danh sách mã trong ngoặc vuông"),
        ('plus = ["households", "new_jobs"]', "unit_of_measure: «household» không hợp: «new_jobs» tính bằng «person»."),
        ('minus = ["households", "new_jobs"]', "unit_of_measure: «household» không hợp: «new_jobs» tính bằng «person»."),
        ('minus = ["households"]', "minus: phải là hai mã trong ngoặc vuông"),
        ('ratio = ["poor_households", "households"]', "tỷ số nhân 100 (scale) thì tính bằng «percent»"),
        ('ratio = ["doc_number", "households"]\nscale = 1', "«doc_number» không phải là số"),
        ('share_of_plan = "households"', "share_of_plan: chỉ tiêu «households» không có plan"),
        ('share_of_whole = "households"', "share_of_whole: chỉ tiêu «households» không có whole"),
        ('last_year = "household"', "last_year: không có chỉ tiêu «household». Có phải ý bạn là «households»?"),
        ('last_year = "new_jobs"', "unit_of_measure: «household» không hợp: của «new_jobs» phải là «person»."),
        ('change = "households"', "unit_of_measure: «household» không hợp: của «households» phải là «percent»."),
        ('change = "bhxh_rate"\nunit_of_measure = "percent"', "«percent» không hợp: của «bhxh_rate» phải là «points»."),
        ('change = "doc_number"\nunit_of_measure = "percent"', "«percent» không hợp: «doc_number» không phải là số."),
        ('last_year = "new_jobs_plan"\nby_area = true\nunit_of_measure = "person"', "by_area: thành phần «new_jobs_plan» không có"),
        ('change = "toys"', "đi vòng: toys ← toys."),
        ('years_since = "jul27_date_to"', "unit_of_measure: «household» không hợp: phải là «years»."),
        ('plus = ["new_jobs_plan"]\nby_area = true\nunit_of_measure = "person"', "by_area: thành phần «new_jobs_plan» không có"),
        ("report_year = true", "report_year: phải là số nguyên"),
        ('desk = "date"', "desk: phải là một trong các từ number, text"),
        ('desk = "number"\nkey = "new_jobs_plan"', "key: số liệu này của B12 đã do mục khác lấy: [new_jobs_plan]"),
        ('text = "documents.number"\nunit_of_measure = "date"', "«date» không hợp với cột «documents.number» loại text"),
        ('text = "documents.issued_on"\nunit_of_measure = "text"', "«text» không hợp với cột «documents.issued_on» loại date"),
    ],
)
def test_a_formula_that_cannot_be_is_refused(own, formula, message):
    measure = "" if "unit_of_measure" in formula else 'unit_of_measure = "household"\n'

    assert message in refused(own(f'field = "poverty"\n[toys]\nlabel = "Đồ chơi"\n{measure}{formula}\n'))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("indicators/own.toml", GOOD + GOOD, "mau/book/indicators/own.toml, dòng 7, cột 6: mục hoặc khóa này đã có ở trên"),
        ("indicators/own.toml", "[toys]\nlabel = Đồ chơi\n", "mau/book/indicators/own.toml, dòng 2, cột 9: viết sai"),
        ("indicators/own.toml", "[[toys]]\nlabel = 'Đồ chơi'\n", "[[toys]] có hai ngoặc; viết [toys]."),
        ("indicators/own.toml", 'label = "Đồ chơi"\n', "chưa có mục nào"),
        ("indicators/own.tml", GOOD, "mau/book/indicators/own.tml: không phải tệp của sổ định nghĩa"),
        ("catagories.csv", "a\n", "không phải tệp của sổ định nghĩa, không được đọc. Có phải ý bạn là «categories.csv»?"),
        (
            "categories.csv",
            "form,column,code,label,synonyms,valid_from,valid_to,families\ngifts,payer,firm,Doanh nghiệp,,,,president\n",
            "ở gifts.payer, «president» vừa là mã (code) vừa là nhóm (families).",
        ),
        (
            "fields.csv",
            "id,label\ngifts,Quà\n",
            "mau/book/fields.csv, dòng 2: «gifts» đã có trong reference/book/fields.csv. Muốn thay dòng ấy thì ghi yes ở cột replaces.",
        ),
        (
            "fields.csv",
            "id,label,replaces\ngift,Quà,yes\n",
            "mau/book/fields.csv, dòng 2, cột replaces: chưa có «gift» để thay. Có phải ý bạn là «gifts»?",
        ),
        (
            "items.toml",
            '[coefficients]\nlabel = "Hệ số"\nunit_of_measure = "times"\nsum = "beneficiaries.coefficient"\n',
            "mau/book/items.toml, dòng 1, [coefficients]: mã «coefficients» đã có ở reference/book/items.toml, [coefficients].",
        ),
        (
            "items.toml",
            '[households]\nlabel = "Hộ"\nunit_of_measure = "household"\nsum = "poor_review.households"\n',
            "mau/book/items.toml, dòng 1, [households]: số liệu «households» đã có ở một mục khác.",
        ),
        (
            "items.toml",
            '[toys]\nlabel = "Hộ"\nunit_of_measure = "household"\nsum = "poor_review.households"\nby = ["vilage"]\n',
            "mau/book/items.toml, dòng 5, [toys], by: biểu «poor_review» không có cột «vilage». Có phải ý bạn là «village»?",
        ),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(own, name, text, message):
    assert message in refused(own(text, name))


@pytest.mark.parametrize(
    ("name", "before", "after", "place", "said"),
    [
        ("forms.csv", "B50,", "B6,", "dòng 2, cột code", "«B6» đã là mã của biểu «gifts»"),
        ("forms.csv", "B50,", "b50,", "dòng 2, cột code", "mã biểu «b50» phải là chữ hoa rồi số, như B60. Có phải ý bạn là «B50»?"),
        ("forms.csv", "B50. Câu lạc bộ", "Quà tặng", "dòng 2, cột sheet_names", "trang tính «Quà tặng» đã là của biểu «gifts»"),
        ("forms.csv", "B50. ", "B50: ", "dòng 2, cột sheet_names", "không làm tên trang tính được"),
        ("forms.csv", "clubs", "club", "dòng 2, cột form", "biểu «club» không có cột nào trong columns.csv. Có phải ý bạn là «clubs»?"),
        ("columns.csv", "category", "word", "dòng 2, cột kind", "phải là row_number hoặc"),
        (
            "columns.csv",
            "person",
            "persn",
            "dòng 3, cột unit_of_measure",
            "trong units_of_measure.csv. Có phải ý bạn là «person»?",
        ),
        ("columns.csv", "Thành viên", "Loại", "dòng 3, cột synonyms", "tiêu đề «Loại» cũng là của cột «kind»"),
        ("columns.csv", "members", "Members", "dòng 3, cột column", "mã «Members» phải gồm chữ thường không dấu"),
        ("columns.csv", "2026-01-01,,members", "2026-01-01,2025-01-01,members", "dòng 3, cột valid_to", "không sau ngày bắt đầu"),
        ("columns.csv", "kind,Loại,,,category,", "kind2,Loại,,,category,", "dòng 2, cột kind", "categories.csv không có từ nào của nó"),
        ("categories.csv", "clubs,kind,song", "clubs,kinds,song", "dòng 3, cột column", "không có cột «kinds». Có phải ý bạn là «kind»?"),
        ("categories.csv", "clubs,kind,song", "clubs,members,song", "dòng 3, cột column", "kind là count, không phải category"),
        ("categories.csv", "Hát", "cờ tướng", "dòng 3, cột label", "«cờ tướng» đã là chữ của mã «chess»"),
        ("categories.csv", "Hát", "Hát ★", "dòng 3, cột label", "phông chữ Tinos không có ký tự «★» (U+2605)"),
        ("categories.csv", "song,Hát,,", "chess,Hát,,2026-05-01", "dòng 3, cột valid_from", "còn hiệu lực theo dòng 2"),
        ("categories.csv", "Hát,,,,,,", "Hát,,,,,Luật Mẫu,", "dòng 3, cột verified", "ghi yes nếu đã đối chiếu"),
        ("categories.csv", "Hát,,,,,,", "Hát,,,,,,no", "dòng 3, cột legal_basis", "ghi văn bản mà cột verified nói đến"),
        ("categories.csv", "Hát,,,,,,", "Hát,,,,,,,merit_base", "dòng 3, cột paid_by", "chỉ ghi cho danh mục của biểu có cột tháng"),
        ("units_of_measure.csv", ",count,count,", ",count,count,persons", "dòng 2, cột counted_as", "Có phải ý bạn là «person»?"),
        ("measures.csv", "CLB", "CLB|người", "dòng 2, cột words", "«người» đã là chữ của «person»"),
        ("measures.csv", "club,", "clubs,", "dòng 2, cột unit_of_measure", "Có phải ý bạn là «club»?"),
        ("rules.csv", "kind,every_word", "members,every_word", "dòng 2, cột rule", "«every_word» chỉ đi với cột loại category"),
        ("rules.csv", "every_word", "everyword", "dòng 2, cột rule", "phải là every_month hoặc every_word"),
        ("forms.csv", "undated,", "dated,membersince", "dòng 2, cột dated_by", "không có cột ngày, tháng «membersince»"),
        ("forms.csv", "undated", "undate", "dòng 2, cột tells", "phải là list hoặc dated hoặc undated"),
        ("forms.csv", "undated", "", "dòng 2, cột tells", "báo cáo 6 tháng in số của cả năm"),
        ("forms.csv", "undated", "dated", "dòng 2, cột dated_by", "ghi các cột ngày, tháng của biểu"),
        (
            "categories.csv",
            "clubs,kind,song,Hát,,,,",
            "gifts,payer,fund,Quỹ Mẫu,,,,own_budgt",
            "dòng 3, cột families",
            "không mã nào khác thuộc nhóm «own_budgt». Có phải ý bạn là «own_budget»?",
        ),
        ("asked.csv", "clubs", "clbs", "dòng 2, cột form", "không có biểu «clbs» trong forms.csv. Có phải ý bạn là «clubs»?"),
        (
            "documents.csv",
            "letter",
            "leter",
            "dòng 2, cột families",
            "văn bản «plan_clubs»: ghi nhóm của nó. Có phải ý",
        ),
    ],
)
def test_a_row_of_a_list_that_cannot_be_meant_is_refused_with_its_cell(tmp_path, name, before, after, place, said):
    told = refused(clubs(tmp_path, name, before, after))

    assert told.startswith(f"mau/book/{name}, {place}: ")
    assert said in told


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("indicators/8_labour.toml", "[labour_force]", "[certified_workers], whole: không có chỉ tiêu «labour_force»."),
        ("categories.csv", "gifts,payer,redcross", "[redcross_gifts], where: cột «gifts.payer» không có mã hay nhóm «redcross»."),
        ("columns.csv", "labour,2021-01-01,,insured", "cột column: biểu «labour» không có cột «insured»."),
        ("units_of_measure.csv", "conference,", "[labour_law_conferences], unit_of_measure: không có «conference»."),
    ],
)
def test_what_others_use_is_not_taken_away(tmp_path, name, row, message):
    shutil.copytree(NATIONAL, tmp_path / "book")
    path = tmp_path / "book" / name
    text = path.read_text(encoding="utf-8")
    start = text.index(f"\n{row}") + 1
    end = text.index("\n[" if name.endswith(".toml") else "\n", start + 1)
    path.write_text(text[:start] + text[end + 1 :], encoding="utf-8")

    assert message in refused([tmp_path / "book"])


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        (
            "category_words.csv",
            "beneficiaries,group,disability_sever,NKT",
            "cột code: cột «beneficiaries.group» không có mã «disability_sever»",
        ),
        ("category_words.csv", "beneficiaries,group,disability_severe,NKT,,2026-01-01,2025-01-01", "cột valid_to: 2025-01-01 không sau"),
        ("header_words.csv", "beneficiaries,coeficient,HS", "cột column: biểu «beneficiaries» không có cột «coeficient»"),
        ("sheet_words.csv", "beneficiary,DS", "cột form: không có biểu «beneficiary»"),
    ],
)
def test_a_spelling_of_what_there_is_not_is_said_with_its_line_and_the_nearest(tmp_path, name, row, said):
    folders = clubs(tmp_path)
    heads = {
        "category_words.csv": "form,column,code,words",
        "header_words.csv": "form,column,words,above,alone",
        "sheet_words.csv": "form,words",
    }
    (tmp_path / "mau" / "book" / name).write_text(f"{heads[name]},sender,valid_from,valid_to\n{row}\n", encoding="utf-8")

    told = refused(folders)
    assert told.startswith(f"mau/book/{name}, dòng 2, {said}") and ("Có phải ý bạn là" in told or "valid_to" in said)


@pytest.mark.parametrize(
    ("reads", "message"),
    [
        ('sum = "clubs.members"\nby = ["sex"]', "by: biểu «clubs» không có cột «sex»"),
        ('sum = "clubs.members"\nwhere = { amount_check = "differs" }', "where: biểu «clubs» không có cột «amount_check»"),
        ('sum = "clubs.members"\nby = ["members"]', "by: cột «clubs.members» loại count, không phải cột danh mục"),
        ('sum = "clubs.members"\nmonth = "kind"', "month: cột «clubs.kind» loại category, không phải cột tháng hoặc ngày"),
        ('sum = "beneficiaries.coefficient"', "unit_of_measure: «person» không hợp với cột «beneficiaries.coefficient»"),
    ],
    ids=["made of births", "made of another form", "a number", "a category", "coefficients of persons"],
)
def test_what_the_rows_of_a_form_are_not_given_is_refused(tmp_path, reads, message):
    """What is made of births, of norms and of other lists no form has but those that it is made for: it would count nothing."""
    folders = clubs(tmp_path)
    item = f'[members_by]\nlabel = "Thành viên"\nunit_of_measure = "person"\n{reads}\n'
    (folders[-1] / "items.toml").write_text(item, encoding="utf-8")

    assert f", [members_by], {message}" in refused(folders)
