"""The settings of an office: an entry that is lacking, misspelt or of another kind is named with how to write it."""

import re
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from ctxh.errors import CtxhError
from ctxh.reference.settings import frame_of, settings_from, settings_of, toml_of

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
            "kim-thanh/office.toml, [periods], dòng 46: mục «half-year» phải là một phần mở đầu bằng dòng [tên]",
        ),
        (
            r"\Z",
            '\n[periods.half-year]\ncutoffs = "06-20"\n',
            "kim-thanh/office.toml, [periods.half-year], dòng 46: mục «cutoffs» phải là một phần",
        ),
        (r"\Z", "\n[periods.half_year]\n", "kim-thanh/office.toml, [periods], dòng 45: không có mục «half_year». Có phải ý bạn là «half-y"),
        (
            r"\Z",
            '\n[periods.half-year]\nend = "30/6"\n',
            'kim-thanh/office.toml, [periods.half-year], dòng 46: mục «end» phải là tháng-ngày trong dấu nháy, ví dụ "06-14".',
        ),
        (r"\Z", '\n[periods.half-year]\nend = "02-30"\n', "kim-thanh/office.toml, [periods.half-year], dòng 46: mục «end» phải là"),
        (
            r"\Z",
            '\n[periods.half-year.cutoffs]\n"I.3.3" = "6/20"\n',
            "kim-thanh/office.toml, [periods.half-year.cutoffs], dòng 46: mục «I.3.3» phải là tháng-ngày",
        ),
        (
            r"\Z",
            "\n[periods.half-year]\ncutofs = {}\n",
            "kim-thanh/office.toml, [periods.half-year], dòng 46: không có mục «cutofs». Có phải ý bạn là «cutoffs»?",
        ),
        ("^provin.*$", 'provinc = "tỉnh"', "kim-thanh/office.toml, dòng 7: không có mục «provinc». Có phải ý bạn là «province»?"),
        ("^province", 'since = "hôm qua"\nprovince', "kim-thanh/office.toml, dòng 7: mục «since» phải là ngày, ví dụ 2025-07-01."),
    ],
)
def test_an_entry_that_is_not_as_it_must_be_is_named(tmp_path, pattern, text, said):
    assert refused(tmp_path, pattern, text).startswith(said)


def test_settings_are_values_that_nobody_changes():
    own = settings_of(DATA / "kim-thanh" / "office.toml")
    with pytest.raises(FrozenInstanceError):
        own.frame.place = "nơi khác"

    assert (own.lowest, own.since, own.illustrative.years) == ("commune", None, (2022, 2023))


def test_settings_as_they_were_written_give_the_same_again():
    toml = {"name": "xã Mẫu", "area_code": "10771", "since": date(2025, 7, 1), "folds": ["xa-a"]}
    toml |= {"periods": {"half-year": {"end": "06-30"}}, "illustrative": {"years": [2024], "year_note": ""}}

    assert {**toml, "illustrative": {"years": [2024]}} == toml_of(settings_from(toml))


def test_settings_without_a_frame_are_told_which_table_to_add(tmp_path):
    path = tmp_path / "xa-mau" / "office.toml"
    path.parent.mkdir()
    path.write_text('name = "Mẫu"\narea_code = "10771"\n', encoding="utf-8")
    with pytest.raises(CtxhError) as fault:
        frame_of(settings_of(path), "xa-mau/office.toml")

    assert str(fault.value).startswith(
        "xa-mau/office.toml: thiếu phần [frame], khung của báo cáo. Thêm dòng [frame] và các mục: superior, issuer,"
    )


@pytest.mark.parametrize("path", sorted(DATA.glob("*/office.toml")), ids=lambda path: path.parent.name)
def test_the_settings_of_every_office_are_in_order(path):
    assert settings_of(path).area_code
