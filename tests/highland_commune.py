"""What a highland commune has of its own: indicators, figures, wording, and the rows of its villages' workbooks."""

from __future__ import annotations

OWN_BOOK = """field = "gifts"
[toys]
label = "Đồ chơi Trung thu tặng trẻ em"
unit_of_measure = "gift"
sum = "gifts.gifts"
where = { occasion = "mid_autumn", payer = "own_budget" }
by_area = true
plan = "toys_planned"
[toys_planned]
label = "Kế hoạch tặng đồ chơi Trung thu"
unit_of_measure = "gift"
desk = "number"
[toys_rate]
label = "Đồ chơi Trung thu so với kế hoạch"
unit_of_measure = "percent"
share_of_plan = "toys"
"""
OWN_FIGURES = """[toys_by_village]
caption = "Đồ chơi Trung thu của các {areas}"
field = "gifts"
chart = "bars"
by_area = ["toys"]
order = "largest"
[money_by_payer]
caption = "Tiền quà theo nguồn"
field = "gifts"
chart = "bars"
by_category = "gifts_by_source"
along = ["payer"]
scale = "million"
"""
OWN_TEXT = """# I. KẾT QUẢ

Tặng {{ count("toys") }} suất đồ chơi, đạt {{ percent("toys_rate") }} kế hoạch. Làm {{ count("houses") }} căn nhà, đạt
{{ percent("houses_plan_rate") }} kế hoạch. Trợ giúp {{ count("relief_persons") }} người với {{ money("relief_amount") }}.

{{ table("poor_households", "toys", "houses", caption="Hộ nghèo, quà, nhà ở theo bản") }}

{{ figure("poverty_by_commune") }}

{{ figure("toys_by_village") }}

"""
RELIEF = [
    "Tết",
    "Thiếu đói dịp Tết",
    "Hỗ trợ tiền mặt",
    "Nhóm khác",
    "Người",
    40,
    200_000,
    1,
    8_000_000,
    None,
    "Ngân sách địa phương",
    40,
    8_000_000,
]
MORE = {
    "B6": [[1, "Tết Trung thu", "Ngân sách xã", "Trẻ em có hoàn cảnh đặc biệt", 20, 100_000, None, 100_000, 2_000_000]],
    "B14": [[1, *RELIEF]],
    "B15": [[1, "Hộ nghèo, cận nghèo", "Xây mới", "Ngân sách địa phương", 4, 3, 2, 60_000_000, 120_000_000]],
}
