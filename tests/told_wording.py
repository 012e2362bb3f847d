"""Wording told of made-up figures, without an edition."""

import csv
from pathlib import Path

import pandas as pd

from ctxh.blocks import text_of
from ctxh.tell import tell_wording
from ctxh.tell.rendered_wording import WHOLE_YEAR
from small_sheets import INDICATORS

HERE = Path(__file__).parent
KIM_THANH = HERE.parent / "data/kim-thanh/text"
TOLD = list(csv.DictReader((HERE / "cases/told_2024.csv").open(encoding="utf-8")))
OFFICE = {"name": "huyện Kim Thành", "province": "tỉnh Hải Dương"}
DESK = pd.DataFrame(
    [
        ("II.1", "Chính sách được thực hiện đầy đủ."),
        ("II.2", "Dịch vụ chưa đa dạng."),
        ("III", "Đề nghị ban hành chính sách xã hội hóa."),
        ("III", "Đề nghị tăng kinh phí quản lý."),
    ],
    columns=["section", "paragraph"],
)
NUMBERS = [row["indicator"] for row in TOLD if row["indicator"].endswith("_no") or row["indicator"].startswith("ref_")]
DOCUMENTS = {name.removesuffix("_no") for name in NUMBERS if not name.endswith(("_date", "storm_no"))} | {
    "ref_law_children",
    "ref_labour_code",
}
EXTRA = {
    "storm_name": "Yagi",
    "mid_autumn_place": "xã Đồng Cẩm",
    "plan_27_7_date": "",
    "ref_interagency_guideline_date": "",
    "ref_resolution_province_03_date": "",
    "martyrs_place": "xã Mẫu",
    "livelihood_place": "xã Mẫu Hai",
    "livelihood_households": "01",
    "supervision_session": "sáng",
    "poor_households_start": "500",
    "ref_law_children": "102/2016/QH13",
    "ref_law_children_title": "Trẻ em",
    "ref_labour_code": "45/2019/QH14",
    "ref_labour_code_title": "Lao động",
}
KINDS = {
    "plan": "Kế hoạch",
    "letter": "Công văn",
    "ref_decree": "Nghị định",
    "ref_circular": "Thông tư",
    "ref_law": "Luật",
    "ref_resolution": "Nghị quyết",
    "ref_labour": "Bộ luật",
}


class Fake:
    """Figures from a plain dictionary; an empty text is a missing value."""

    def __init__(self, shown, before=None, measures=None):
        self.shown, self.past, self.measures = shown, before or {}, measures or {}

    def ids(self):
        return self.shown

    def printed(self, indicator, style, scale=""):
        return f"{self.shown[indicator]} {scale}".strip()

    def before(self, indicator):
        return self.past.get(indicator, "")

    def has(self, indicator):
        return self.shown[indicator] not in ("", "0")

    def measure(self, indicator):
        return self.measures.get(indicator, "")

    def kind_and_issuer(self, document):
        issuer = {"ref_decree": "Chính phủ", "ref_circular": "Bộ Mẫu", "ref_resolution": "HĐND tỉnh"}
        kind = next((kind for begun, kind in KINDS.items() if document.startswith(begun)), "Văn bản")
        return kind, next((by for begun, by in issuer.items() if document.startswith(begun)), "Cơ quan Mẫu")

    def measure_of_change(self, indicator):
        return INDICATORS[indicator].measure_of_change if indicator in INDICATORS else self.measure(indicator)


def told(tmp_path, wording, figures=None, desk=DESK):
    (tmp_path / "01_thu.md").write_text(wording, encoding="utf-8")
    return tell_wording(tmp_path, figures or Fake({}), desk, OFFICE)


def lines(telling):
    return [text_of(block.runs) for block in telling.blocks]


def whole_report(period=WHOLE_YEAR, **changes):
    shown = {row["indicator"]: row["printed"] for row in TOLD} | EXTRA | changes
    return tell_wording(KIM_THANH, Fake(shown), DESK, OFFICE, period | {"year": 2024})
