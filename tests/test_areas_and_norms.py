"""Areas and their lives, names of places, dated norms; and the reference tables themselves."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest

from ctxh.errors import CtxhError
from ctxh.reference.area_names import AreaNames
from ctxh.reference.areas import area_on, areas_within, full_name, load_areas, own_area, reporting_areas
from ctxh.reference.inputs import check_moved, check_older
from ctxh.reference.norms import by_month, counted, in_force_by_month, load_norms, norm_on, norm_value, norms_between
from ctxh.reference.place_kinds import load_place_kinds
from ctxh.reference.settings import Settings
from ctxh.reference.tables import read_reference
from small_sheets import REFERENCE

AREAS = load_areas(REFERENCE)
NORMS = load_norms(REFERENCE)
KINDS = load_place_kinds(REFERENCE)
COMMUNES = AreaNames.of(areas_within(AREAS, "293", date(2023, 12, 31)), KINDS)
SUCCESSIONS = read_reference(REFERENCE / "successions.csv")


@pytest.mark.parametrize(("day", "communes"), [("2024-11-30", 18), ("2024-12-01", 14), ("2025-06-30", 14), ("2025-07-01", 0)])
def test_a_district_has_the_communes_of_the_day(day, communes):
    assert communes == len(areas_within(AREAS, "293", date.fromisoformat(day)))


VILLAGES = load_areas(REFERENCE, REFERENCE.parent / "xa-kim-thanh")
NEW_DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("code", "lowest", "day", "found"),
    [
        ("293", "commune", date(2023, 12, 31), 18),
        ("293", "", date(2024, 12, 31), 14),
        ("30", "commune", date(2023, 12, 31), 18),
        ("10804", "village", NEW_DAY, 12),
        ("31", "village", NEW_DAY, 12),
        ("31", "commune", NEW_DAY, 6),
    ],
)
def test_those_of_the_lowest_level_report_at_whatever_depth(code, lowest, day, found):
    assert found == len(reporting_areas(VILLAGES, "xa-kim-thanh", Settings("x", code, lowest=lowest), day))


@pytest.mark.parametrize(
    ("code", "lowest", "words"),
    [
        ("10804", "vilage", "office.toml của xa-kim-thanh: lowest là «vilage». Có phải ý bạn là «village»? Các cấp: commune, village."),
        (
            "10750",
            "village",
            "Không có đơn vị nào (village) trong địa bàn mã 10750 vào ngày 31/12/2025. "
            "Thêm các đơn vị gửi báo cáo vào areas.csv, ở data/xa-kim-thanh hoặc data/reference.",
        ),
    ],
)
def test_an_office_to_which_nobody_reports_is_refused(code, lowest, words):
    with pytest.raises(CtxhError) as refused:
        reporting_areas(VILLAGES, "xa-kim-thanh", Settings("x", code, lowest=lowest), NEW_DAY)

    assert words == str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (",commune,", ",comune,", "cột level: không có cấp «comune». Có phải ý bạn là «commune»?"),
        (",district,30", ",district,03", "cột parent_code: không có đơn vị nào mã «03»."),
    ],
)
def test_the_areas_of_all_offices_are_looked_at_like_an_offices_own(tmp_path, before, after, words):
    text = (REFERENCE / "areas.csv").read_text(encoding="utf-8")
    line = next(at for at, row in enumerate(text.splitlines(), 1) if before in row)
    (tmp_path / "areas.csv").write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(CtxhError) as refused:
        load_areas(tmp_path)

    assert f"areas.csv, dòng {line}, {words}" in str(refused.value)


def test_a_reference_table_without_a_column_of_the_programs_own_is_called_older(tmp_path):
    (tmp_path / "reference" / "book").mkdir(parents=True)
    table = tmp_path / "reference" / "book" / "forms.csv"
    header = "form,code,label,sender,required,valid_from,valid_to,sheet_names,title"
    table.write_text(f"{header},tells,dated_by,section,ours\n", encoding="utf-8")
    check_older(tmp_path / "reference")
    table.write_text(f"{header},dated_by\n", encoding="utf-8")

    with pytest.raises(CtxhError, match=r"reference/book/forms.csv là của phiên bản cũ, chưa có cột tells, section: chép lại cả thư mục"):
        check_older(tmp_path / "reference")


@pytest.mark.parametrize("name", ["areas.csv", "successions.csv"])
def test_a_table_of_a_province_that_is_not_read_is_refused_with_where_its_rows_belong(tmp_path, name):
    (tmp_path / "mau").mkdir()
    check_moved(tmp_path, tmp_path / "mau")
    (tmp_path / "mau" / name).write_text("x\n", encoding="utf-8")

    with pytest.raises(CtxhError, match=rf"provinces/mau/{name}: không được đọc: ghi các dòng vào reference/{name}"):
        check_moved(tmp_path, tmp_path / "mau")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("village,10804", "vilage,10804", "dòng 3, cột level: không có cấp «vilage». Có phải ý bạn là «village»?"),
        ("village,10804", "village,10805", "dòng 3, cột parent_code: không có đơn vị nào mã «10805»."),
        ("Đoài", "Đông", "dòng 3, cột name: «Đông» đã có ở dòng 2 với mã khác"),
        ("2025-07-01,,Đoài", "2026-07-01,,Đông", "dòng 3, cột name: «Đông» đã có ở dòng 2 với mã khác"),
        ("2025-07-01,,Đoài", "2026-07-01,,Đoài", ""),
        ("Đoài,thôn", "Đông,tổ", ""),
    ],
)
def test_villages_that_no_number_could_be_told_of_are_refused_with_their_cell(tmp_path, before, after, words):
    head, *rows = (REFERENCE.parent / "xa-kim-thanh" / "areas.csv").read_text(encoding="utf-8").splitlines()[:3]
    assert before in rows[1]
    (tmp_path / "areas.csv").write_text("\n".join([head, rows[0], rows[1].replace(before, after)]), encoding="utf-8")
    try:
        said = f"{len(load_areas(REFERENCE, tmp_path)) - len(AREAS)} thôn"
    except CtxhError as error:
        said = str(error).partition("areas.csv, ")[2]

    assert said.startswith(words) if words else said == "2 thôn"


@pytest.mark.parametrize(
    ("code", "level", "words"),
    [
        (
            "293",
            "district",
            "office.toml của x: mã 293 không phải đơn vị nào vào ngày 31/12/2025 (areas.csv). "
            "Đơn vị đã kết thúc thì năm này thuộc đơn vị kế tiếp; đơn vị mới thì ghi ngày thành lập ở dòng since.",
        ),
        (
            "10804",
            "district",
            "office.toml của x: level là «district» nhưng mã 10804 vào ngày 31/12/2025 là xã Kim Thành, cấp commune (areas.csv). "
            "Sửa level hoặc area_code.",
        ),
    ],
)
def test_an_office_that_is_no_area_of_the_day_is_refused(code, level, words):
    with pytest.raises(CtxhError) as refused:
        own_area(AREAS, "x", Settings("x", code, level), NEW_DAY)

    assert words == str(refused.value)


def test_an_area_is_named_as_on_the_day():
    names = [full_name(area_on(AREAS, "10798", date(year, 12, 31))) for year in (2023, 2024)]

    assert ["xã Bình Dân", "xã Hòa Bình"] == names


def test_an_area_that_has_ended_is_not_found():
    with pytest.raises(KeyError):
        area_on(AREAS, "10753", date(2025, 1, 1))


@pytest.mark.parametrize(
    "text",
    ["Kim Xuyên", "xã Kim Xuyên", "UBND XÃ KIM XUYÊN", "Ủy ban nhân dân xã Kim Xuyên", "Xa Kim Xuyen", "  KIM  XUYÊN "],
)
def test_a_place_is_known_however_it_is_written(text):
    assert "10771" == COMMUNES.find(text).code


@pytest.mark.parametrize("text", ["TT Phú Thái", "T.T Phú Thái", "thị trấn Phú Thái", "UBND THỊ TRẤN PHÚ THÁI"])
def test_a_town_is_known_by_its_short_forms(text):
    assert "10750" == COMMUNES.find(text).code


def test_an_alias_names_its_area():
    assert ["10774", "10756", "10801"] == [COMMUNES.find(name).code for name in ("xã Phúc Thành A", "Cộng Hoà", "Tam Kì")]


TAM = pd.DataFrame([("10801", "Tam Dân", "xã", ""), ("10802", "Tam Đàn", "xã", "")], columns=["area_code", "name", "kind", "aliases"])
HAMLETS = pd.DataFrame(
    [
        ("1080101", "Xóm 2", "thôn", ""),
        ("1080102", "Tổ dân phố 2", "thôn", ""),
        ("1080103", "Đông", "buôn", ""),
        ("1080104", "3", "khu", ""),
    ],
    columns=["area_code", "name", "kind", "aliases"],
)


@pytest.mark.parametrize(
    ("areas", "text", "expected"),
    [
        (TAM, "UBND XÃ TAM DÂN", ("10801", False)),
        (TAM, "Uỷ ban nhân dân xã Tam Đàn", ("10802", False)),
        (TAM, "Xa Tam Dan", ("", False)),  # may be either
        (TAM[:1], "Xa Tam Dan", ("10801", True)),  # by its letters alone, which is said
        (TAM[:1], "xã Tam Dần", ("10801", True)),
        (HAMLETS, "Thôn Xóm 2", ("1080101", False)),
        (HAMLETS, "Xóm 2", ("1080101", False)),
        (HAMLETS, "THÔN TỔ DÂN PHỐ 2", ("1080102", False)),
        (HAMLETS, "Thôn 2", ("", False)),
        (HAMLETS, "Buon Dong", ("1080103", True)),
        (HAMLETS, "Khu 3", ("1080104", False)),
        (HAMLETS, "Thôn 3", ("", False)),  # a number is a name under its own kind only
    ],
)
def test_names_are_compared_with_their_tones_first(areas, text, expected):
    found = AreaNames.of(areas, KINDS).find(text)

    assert expected == (found.code, found.plain)


def test_no_two_communes_of_a_day_share_a_name():
    for day in (date(2024, 6, 1), date(2025, 1, 1)):
        inside = areas_within(AREAS, "293", day)
        names = AreaNames.of(inside, KINDS)

        assert list(inside["area_code"]) == [names.find(name).code for name in inside["name"]]


def two_at_once(table, *keys: str) -> list[tuple]:
    """The rows that begin before another of the same keys has ended."""
    lives = sorted((*(row[key] for key in keys), row["valid_from"], row["valid_to"] or "9999-12-31") for row in table.to_dict("records"))
    return [later for earlier, later in pairwise(lives) if earlier[:-2] == later[:-2] and later[-2] < earlier[-1]]


def test_no_area_has_two_lives_at_once():
    assert [] == two_at_once(AREAS, "area_code")


def test_every_parent_is_alive_all_the_life_of_its_area():
    for row in AREAS[AREAS["parent_code"] != ""].itertuples():
        parent = area_on(AREAS, row.parent_code, date.fromisoformat(row.valid_from))
        assert (parent["valid_to"] or "9999") >= (row.valid_to or "9999"), row.area_code


def lives(code: str, start: str) -> pd.DataFrame:
    """The one life of an area that begins on a day."""
    return AREAS[(AREAS["area_code"] == code) & (AREAS["valid_from"] == start)]


def test_a_succession_joins_a_life_that_ends_to_one_that_begins():
    for row in SUCCESSIONS.itertuples():
        assert [row.new_valid_from] == lives(row.old_code, row.old_valid_from)["valid_to"].tolist(), row.old_code
        assert 1 == len(lives(row.new_code, row.new_valid_from)), row.new_code


def test_shares_of_a_succession_are_whole_or_all_unknown():
    for old, rows in SUCCESSIONS.groupby(["old_code", "old_valid_from"]):
        shares = rows["share"].tolist()
        unknown = [share for share in shares if not share]
        assert len(shares) == len(unknown) or (not unknown and sum(map(Decimal, shares)) == 1), old


def test_every_commune_that_ended_has_a_successor():
    ended = AREAS[(AREAS["level"] == "commune") & (AREAS["valid_to"] != "")]
    followed = set(zip(SUCCESSIONS["old_code"], SUCCESSIONS["old_valid_from"], strict=True))

    assert set() == set(zip(ended["area_code"], ended["valid_from"], strict=True)) - followed


@pytest.mark.parametrize(
    ("day", "value"),
    [("2024-06-30", 360_000), ("2024-07-01", 500_000), ("2026-10-04", 500_000), ("2026-10-05", 540_000), ("2021-06-30", 270_000)],
)
def test_a_norm_is_asked_for_on_a_day(day, value):
    assert Decimal(value) == norm_value(NORMS, "social_assistance_base", date.fromisoformat(day))


@pytest.mark.parametrize(
    ("norm", "months", "by_count", "by_force"),
    [
        ("social_assistance_base", ("2026-06", "2026-07", "2026-09", "2026-10"), (500, 540, 540, 540), (500, 500, 500, 540)),
        ("merit_base", ("2026-06", "2026-07", "2026-09", "2026-10"), (2789, 3012, 3012, 3012), (2789, 2789, 2789, 3012)),
        ("social_assistance_base", ("2024-06", "2024-07"), (360, 500), (360, 500)),
    ],
)
def test_a_norm_is_counted_from_one_day_and_in_force_from_another(norm, months, by_count, by_force):
    counting, paying = by_month(NORMS, norm), in_force_by_month(NORMS, norm)

    assert [1000 * n for n in by_count] == [counting(month) for month in months]
    assert [1000 * n for n in by_force] == [paying(month) for month in months]


@pytest.mark.parametrize("area", ["rural", "urban"])
def test_the_poverty_line_of_2022_holds_through_2026(area):
    days = [date(2022, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    expected = {"rural": [1_500_000, 1_500_000, 2_200_000], "urban": [2_000_000, 2_000_000, 2_800_000]}

    assert expected[area] == [int(norm_value(NORMS, f"poverty_income_{area}", day)) for day in days]


def test_a_norm_that_is_not_in_force_is_named_with_what_to_do():
    with pytest.raises(CtxhError) as refused:
        norm_on(NORMS, "social_assistance_base", date(2013, 5, 1))

    assert (
        "norms.csv: không có định mức «social_assistance_base» vào ngày 01/05/2013. Thêm một dòng định mức có hiệu lực vào ngày đó."
    ) == str(refused.value)


def test_norms_of_a_year_hold_both_sides_of_a_change():
    used = norms_between(NORMS, date(2024, 1, 1), date(2024, 12, 31))

    assert ["360000", "500000"] == used.loc[used["norm"] == "social_assistance_base", "value"].tolist()


def test_no_norm_has_two_values_at_once():
    assert [[], []] == [two_at_once(table, "norm", "layer") for table in (NORMS, counted(NORMS))]


def test_an_article_is_cited_from_its_smallest_part_up_as_laws_do():
    """«khoản 2 Điều 4 NĐ 20/2021/NĐ-CP», in every table of a legal basis."""
    wrong = re.compile(r"/[A-ZĐ-]+,? Điều \d|Điều \d+,? khoản|khoản \d+, Điều")
    tables = [path for folder in ("reference", "provinces") for path in sorted((REFERENCE.parent / folder).rglob("*.csv"))]
    bases = [
        (path.name, row["legal_basis"]) for path in tables for row in csv.DictReader(path.open(encoding="utf-8")) if row.get("legal_basis")
    ]

    assert len(bases) > 100
    assert [] == [(name, basis) for name, basis in bases if wrong.search(basis)]


def test_every_norm_has_a_number_a_unit_of_measure_and_a_legal_basis():
    for row in NORMS.itertuples():
        assert Decimal(row.value) > 0, row.norm
        assert row.label and row.unit_of_measure and row.legal_basis, row.norm
        assert row.verified in ("yes", "no"), row.norm
        assert row.verified == "no" or not (row.other_value or row.other_from), row.norm


def test_a_norm_keeps_its_label_and_measure_when_its_value_changes():
    measures = NORMS.groupby("norm")["unit_of_measure"].nunique()

    assert {1} == set(measures)


def test_a_norm_knows_its_line_in_the_file():
    lines = (REFERENCE / "norms.csv").read_text(encoding="utf-8").splitlines()

    assert [] == [row.row for row in NORMS.itertuples() if not lines[row.row - 1].startswith(f"{row.norm},{row.label}")]


@pytest.mark.parametrize(("table", "keys"), [("forms", ["form"]), ("columns", ["form", "column"])])
def test_no_form_has_two_layouts_at_once(table, keys):
    assert [] == two_at_once(read_reference(REFERENCE / "book" / f"{table}.csv"), *keys)
