"""The settings of an office: an entry that is lacking, misspelt or of another kind is named with how to write it."""

import re
from pathlib import Path

import pytest

from ctxh.errors import CtxhError
from ctxh.reference.settings import OFFICE, TABLES, FrameSettings, IllustrativeSettings, Settings, frame_of, settings_of

DATA = Path(__file__).parents[1] / "data"
OWN = (DATA / "kim-thanh" / "office.toml").read_text(encoding="utf-8")


def refused(folder: Path, pattern: str, text: str) -> str:
    """What is said of our own settings with one line changed."""
    path = folder / "kim-thanh" / "office.toml"
    path.parent.mkdir()
    changed = re.sub(pattern, text, OWN, count=1, flags=re.MULTILINE)
    assert changed != OWN
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(CtxhError) as fault:
        settings_of(path)
    return str(fault.value)


@pytest.mark.parametrize(
    ("pattern", "text", "said"),
    [
        ("^area_code = .*$", "", "kim-thanh/office.toml: thiếu mục «area_code». Thêm mục ấy."),
        (
            "^area_code = .*$",
            "area_code = 293",
            'kim-thanh/office.toml, dòng 6: mục «area_code» phải là chữ trong dấu nháy, không trống, ví dụ "293".',
        ),
        (
            "^lowest = .*$",
            'lowest = "vilage"',
            'kim-thanh/office.toml, dòng 9: mục «lowest» phải là "commune" (cấp xã) hoặc "village" (thôn).',
        ),
        (
            "^years = .*$",
            "years = 2022",
            "kim-thanh/office.toml, [illustrative], dòng 40: mục «years» phải là danh sách năm trong ngoặc vuông, ví dụ [2022, 2023].",
        ),
        ("^years = .*$", 'years = ["2022"]', "kim-thanh/office.toml, [illustrative], dòng 40: mục «years» phải là danh sách năm"),
        ("^signer = .*$", "", 'kim-thanh/office.toml, [frame]: thiếu mục «signer». Thêm mục ấy; không có thì ghi "".'),
        ("^place = .*$", 'place = ["Kim Thành"]', "kim-thanh/office.toml, [frame], dòng 17: mục «place» phải là chữ trong dấu nháy"),
        (
            "^summary = .*$",
            'summary = "Kết quả {period"',
            "kim-thanh/office.toml, [frame], dòng 19: mục «summary» phải là chữ trong dấu nháy, ngoặc nhọn chỉ có {period} và {year}",
        ),
        (
            "^summary = .*$",
            'summary = "Kết quả } {{ 7 }}"',
            "kim-thanh/office.toml, [frame], dòng 19: mục «summary» phải là chữ trong dấu nháy, ngoặc nhọn",
        ),
        (
            "^year_note = .*$",
            'year_note = "năm {month}"',
            "kim-thanh/office.toml, [illustrative], dòng 42: mục «year_note» phải là chữ trong dấu nháy, ngoặc nhọn",
        ),
        ("^year_note = .*$", "", "kim-thanh/office.toml, [illustrative], dòng 40: có «years» thì phải có «year_note»"),
        ("^province", 'text_from = "../hai-phong-mau"\nprovince', "kim-thanh/office.toml, dòng 7: mục «text_from» phải là mã một đơn vị"),
        ("^province", 'folds = ["../xa"]\nprovince', "kim-thanh/office.toml, dòng 7: mục «folds» phải là danh sách mã đơn vị"),
        (
            r"\Z",
            '\n[periods]\nhalf-year = "06-30"\n',
            "kim-thanh/office.toml, [periods], dòng 46: «half-year» phải là một phần mở đầu bằng dòng [tên]",
        ),
        (
            r"\Z",
            '\n[periods.half-year]\ncutoffs = "06-20"\n',
            "kim-thanh/office.toml, [periods.half-year], dòng 46: mục «cutoffs» phải là một phần",
        ),
        ("^provin.*$", 'provinc = "tỉnh"', "kim-thanh/office.toml, dòng 7: không có mục «provinc». Có phải ý bạn là «province»?"),
        ("^province", 'since = "hôm qua"\nprovince', "kim-thanh/office.toml, dòng 7: mục «since» phải là ngày, ví dụ 2025-07-01."),
    ],
)
def test_an_entry_that_is_not_as_it_must_be_is_named(tmp_path, pattern, text, said):
    assert refused(tmp_path, pattern, text).startswith(said)


def test_what_may_stand_in_settings_has_a_type_each():
    assert [set(OFFICE), set(TABLES["frame"]), set(TABLES["illustrative"])] == [
        set(kind.__annotations__) for kind in (Settings, FrameSettings, IllustrativeSettings)
    ]


def test_settings_without_a_frame_are_told_which_table_to_add(tmp_path):
    path = tmp_path / "xa-mau" / "office.toml"
    path.parent.mkdir()
    path.write_text('name = "Mẫu"\narea_code = "10771"\n', encoding="utf-8")
    with pytest.raises(CtxhError) as fault:
        frame_of(path)

    assert str(fault.value).startswith(
        "xa-mau/office.toml: thiếu phần [frame], khung của báo cáo. Thêm dòng [frame] và các mục: superior, issuer,"
    )


@pytest.mark.parametrize("path", sorted(DATA.glob("*/office.toml")), ids=lambda path: path.parent.name)
def test_the_settings_of_every_office_are_in_order(path):
    assert settings_of(path)["area_code"]
