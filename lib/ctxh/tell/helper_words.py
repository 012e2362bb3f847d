"""The helpers of the wording in Vietnamese: how each is written and what it gives, for the command and the page for writers of wording."""

from __future__ import annotations

HELPERS: dict[str, tuple[str, str]] = {  # by name: an example, what it gives
    "value": ('{{ value("poor_households") }}', "giá trị, in theo định nghĩa của chỉ tiêu"),
    "count": ('{{ count("poor_households") }}', "số đếm; số nhỏ hơn mười có số 0 đứng trước"),
    "money": ('{{ money("btxh_funeral_amount", "triệu") }}', "số tiền kèm chữ đồng; thêm «tỷ», «triệu» hoặc «đồng» để chọn mức"),
    "percent": ('{{ percent("poor_households_rate") }}', "tỷ lệ kèm dấu %"),
    "date": ('{{ date("cashless_cutoff") }}', "ngày dạng 30/11/2024"),
    "long_date": ('{{ long_date("cashless_cutoff") }}', "ngày dạng «ngày 30 tháng 11 năm 2024»"),
    "has": ('{% if has("poor_households") %}', "đúng khi mọi chỉ tiêu nêu tên có giá trị khác 0; dùng để bỏ câu không có số"),
    "reported": ('{% if reported("poor_households") %}', "đúng khi mọi chỉ tiêu nêu tên có số liệu, kể cả bằng 0"),
    "measure": ('{{ measure("poor_households") }}', "đơn vị tính của chỉ tiêu"),
    "change": ('{{ change("new_jobs") }}', "«tăng 12 người so với năm trước»; trống khi thiếu số của một năm"),
    "last_year": ('{{ last_year("poor_households") }}', "giá trị năm trước"),
    "change_rate": ('{{ change_rate("new_jobs") }}', "«tăng 3,2%» so với năm trước; của tỷ lệ thì theo điểm phần trăm"),
    "share_of_plan": ('{{ share_of_plan("new_jobs") }}', "tỷ lệ so với kế hoạch, nếu chỉ tiêu có kế hoạch (ctxh book nói)"),
    "share": ('{{ share("decisions_new_disability") }}', "tỷ lệ trong tổng mà sổ định nghĩa nêu"),
    "per": (
        '{{ per("btxh_funeral_amount", "btxh_funeral_cases") }}',
        "bình quân, chia cho một chỉ tiêu mà sổ định nghĩa cho phép",
    ),
    "moved": ('{{ moved("trained_rate_increase") }}', "«tăng 1,6 điểm phần trăm», của chỉ tiêu tự nó là một mức tăng giảm"),
    "fell": ('{% if fell("poor_households", "poor_households_start") %}', "đúng khi chỉ tiêu thứ nhất nhỏ hơn chỉ tiêu thứ hai"),
    "document": ('{{ document("plan_btxh") }}', "văn bản trong sổ văn bản (B10): lần đầu viện dẫn đủ, lần sau chỉ loại và số"),
    "issuer": ('{{ issuer("plan_btxh") }}', "cơ quan ban hành văn bản"),
    "in_years": ("{% if in_years(2026) %}", "đúng trong các năm nêu tên; cho câu không có số liệu, chỉ đúng một vài năm"),
    "paragraphs": ('{% for text in paragraphs("I.1") %}', "các đoạn văn của một mục trong biểu B11"),
    "table": (
        '{{ table("poverty") }}',
        "bảng của một lĩnh vực, của vài chỉ tiêu theo đơn vị, hoặc của họ chỉ tiêu theo danh mục; đứng một mình một dòng",
    ),
    "figure": ('{{ figure("poverty_by_commune") }}', "hình như ở phụ lục; đứng một mình một dòng"),
    "office": ("{{ office.name }}", "thiết lập của đơn vị (office.toml): name, province, areas_called, ..."),
    "period": ("{{ period.word }}", "kỳ báo cáo: word, year, whole, first, last, basis, cutoffs, listed"),
}
