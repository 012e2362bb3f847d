"""An office made like another one: a folder that runs, with nothing of the other's in it, from blank forms to a report."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import nbformat
import pytest

from conftest import ROOT
from ctxh.blocks import Figure
from ctxh.check.borrowed_facts import foreign_names_in
from ctxh.cli.command import _outcome
from ctxh.cli.lent_wording import BLANK, Named, setting_lent, without_ids, without_years, wording_lent
from ctxh.cli.new_office import Wanted, make_office
from ctxh.errors import WrongUsage
from ctxh.reference.place_kinds import load_place_kinds
from ctxh.reference.tables import read_reference
from ctxh.typeset.exporters import blocks_of
from ctxh.vietnamese import fold
from filled_forms import fill
from highland_commune import MORE, OWN_BOOK, OWN_FIGURES, OWN_TEXT
from small_sheets import REFERENCE

KINDS = load_place_kinds(REFERENCE)
HIGHLAND = Wanted("xa-mau", "xa-kim-thanh", "02700 xã Mường Thử", "", "15 tỉnh Núi Mẫu", "bản Nà Mẫu; bản Pá Thử")
DISTRICT = Named("huyện Kim Thành", "tỉnh Hải Dương", "xã, thị trấn", KINDS)
COMMUNE = Named("xã Kim Thành", "thành phố Hải Phòng", "thôn", KINDS)
OURS = Named("xã Mường Thử", "tỉnh Núi Mẫu", "bản", KINDS)
COMMON = {*read_reference(REFERENCE / "common_names.csv")["name"]}


def lenders_in(folder: Path) -> Path:
    """A data folder with the national tables and the settings and wording of offices to be like."""
    for office in ("kim-thanh", "xa-kim-thanh", "hai-phong-mau"):
        shutil.copytree(ROOT / "data" / office, folder / office, ignore=shutil.ignore_patterns("20*"))
    (folder / "reference").symlink_to(REFERENCE)
    (folder / "provinces").symlink_to(ROOT / "data" / "provinces")
    return folder


@pytest.fixture
def data(tmp_path) -> Path:
    return lenders_in(tmp_path)


def settings(office: Path) -> dict:
    return tomllib.loads((office / "office.toml").read_text(encoding="utf-8"))


class TestWording:
    """What becomes of the lender's sentences."""

    def test_names_are_said_by_the_settings_and_words_of_a_city_become_those_of_a_province(self):
        said = "UBND xã Kim Thành, thành phố Hải Phòng: các thôn; Thành ủy; Hội đồng thành phố; {{ count('thôn') }}"

        assert (
            "UBND {{ office.name }}, {{ office.province }}: các {{ office.areas_called }}; Tỉnh ủy; Hội đồng tỉnh; {{ count('thôn') }}"
        ) == wording_lent(said, COMMUNE, OURS, COMMON)

    def test_a_sentence_that_names_a_place_or_a_body_is_a_blank_and_leaves_the_tags_that_hold_others(self):
        text = "Nạn nhân ở xã Kim Xuyên.\n{% if a %}Hội Bảo trợ Hải Dương trao{% if b %} bò{% endif %}\nCâu chung.\n{% endif %}\n"

        assert f"{BLANK}\n{BLANK}{{% if a %}}{{% if b %}}{{% endif %}}\nCâu chung.\n{{% endif %}}\n" == wording_lent(
            text, DISTRICT, OURS, COMMON
        )

    def test_a_ward_is_called_a_ward_and_what_only_has_the_word_in_it_stays(self):
        ward = Named("phường Mường Thử", "tỉnh Núi Mẫu", "khối phố", KINDS)
        said = "Xã đã họp. UBND xã, toàn xã; cấp xã, các xã, thị xã, hợp tác xã, an sinh xã hội{{ count('xã') }}"

        assert "Phường đã họp. UBND phường, toàn phường; cấp xã, các xã, thị xã, hợp tác xã, an sinh xã hội{{ count('xã') }}" == (
            wording_lent(said, COMMUNE, ward, COMMON)
        )
        assert "Thường trực Đảng ủy phường" == setting_lent("Thường trực Đảng ủy xã", COMMUNE, ward, COMMON)
        district = Named("huyện Kim Thành", "tỉnh Hải Dương", "xã", KINDS)
        of_ward = setting_lent("Thường trực Huyện ủy, HĐND huyện; địa bàn huyện", district, ward, COMMON)
        assert "Thường trực Đảng ủy phường, HĐND phường; địa bàn phường" == of_ward

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("a{% if in_years(2024) %}x{% endif %}b", f"a{BLANK}b"),
            ("{% if period.whole and in_years(2024) %}x{% if c %}y{% endif %}{% endif %}b", f"{BLANK}b"),
            ("{% if in_years(2024) %}x{% else %}y{% endif %}", f"{BLANK}y"),
            ("{% if in_years(2024) %}x{% elif c %}y{% else %}z{% endif %}", f"{BLANK}{{% if c %}}y{{% else %}}z{{% endif %}}"),
            ("{% if c %}x{% elif in_years(2024) %}y{% endif %}", f"{BLANK}{{% if c %}}x{{% endif %}}"),
            ("{% if c %}{% if in_years(2024) %}x{% endif %}y{% endif %}", f"{{% if c %}}{BLANK}y{{% endif %}}"),
        ],
    )
    def test_what_was_written_for_single_years_goes_and_its_other_case_stays(self, text, left):
        assert left == without_years(text)

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ('{% if has("storm") %}Bão {{ value("storm") }}{% if has("a") %}x{% endif %}.{% endif %}\nb', f"{BLANK}\nb"),
            ('{% if has("a") %}{% if has("storm") %}x{% else %}y{% endif %}z{% endif %}', f'{{% if has("a") %}}{BLANK}z{{% endif %}}'),
            ('a\n{% if c %}{{ value("storm") }}\nb{% endif %}', f"a\n{BLANK}{{% if c %}}\nb{{% endif %}}"),
            ('{{ value("storms") }}', '{{ value("storms") }}'),
        ],
    )
    def test_what_asks_for_an_id_of_the_lenders_book_is_a_blank(self, text, left):
        assert left.rstrip() == without_ids(text, frozenset(["storm"])).rstrip()

    def test_a_setting_is_said_in_the_new_names_or_left_empty(self):
        lent = [
            setting_lent(one, COMMUNE, OURS, COMMON) for one in ("ỦY BAN NHÂN DÂN XÃ KIM THÀNH", "Các thôn", "Sở Y tế thành phố Hải Phòng")
        ]

        assert ["ỦY BAN NHÂN DÂN XÃ MƯỜNG THỬ", "Các bản", "Sở Y tế tỉnh Núi Mẫu"] == lent
        assert "" == setting_lent("Bệnh viện Kim Xuyên", COMMUNE, OURS, COMMON)


def test_a_new_office_has_its_own_facts_and_none_of_the_others(data):
    left = make_office(HIGHLAND, data, REFERENCE)
    office = data / "xa-mau"
    own, areas = settings(office), read_reference(office / "areas.csv")
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((office / "text").glob("*.md")))
    every = text + (office / "office.toml").read_text(encoding="utf-8") + (office / "areas.csv").read_text(encoding="utf-8")

    assert ("xã Mường Thử", "commune", "02700", "tỉnh Núi Mẫu", "village", "bản") == tuple(
        own[key] for key in ("name", "level", "area_code", "province", "lowest", "areas_called")
    )
    assert ["15", "02700", "0270001", "0270002"] == list(areas["area_code"])
    assert ["tỉnh", "xã", "bản", "bản"] == list(areas["kind"]) and {"2025-07-01"} == set(areas["valid_from"])
    assert [] == [
        name
        for name in ("Kim Thành", "KIM THÀNH", "Hải Phòng", "thành phố", "Thành ủy", "các thôn", "Các thôn", "in_years")
        if name in every
    ]
    assert [] == list(foreign_names_in(text, COMMON, KINDS))
    assert ["README.md"] == [path.name for path in (office / "book").iterdir()]
    assert [] == [one for one in ("nq03", "resolution_province_03") if one in text]  # of the lender's province
    assert "illustrative" not in own and "text_from" not in own
    assert ["04_nguoi_co_cong.md, dòng 40", "05_bao_tro_giam_ngheo.md, dòng 18"] == [
        one.removeprefix("text/").partition(":")[0] for one in left if one.startswith("text/")
    ]
    assert all(f"- [ ] {line}" in (office / "CAN_LAM.md").read_text(encoding="utf-8") for line in left)


def test_tables_and_figures_of_the_lenders_own_book_are_blanks(data):
    lender = data / "xa-kim-thanh"
    (lender / "book" / "indicators").mkdir(parents=True, exist_ok=True)
    (lender / "book" / "indicators" / "own.toml").write_text(
        '["toys_{code}"]\nlabel = "Đồ chơi: {label}"\nunit_of_measure = "gift"\nfield = "gifts"\nsum = "gifts.gifts"\n'
        'each = "gifts.payer"\nwhere = { payer = "{code}" }\n',
        encoding="utf-8",
    )
    (lender / "book" / "figures.toml").write_text(
        '[own_bars]\ncaption = "Hộ"\nfield = "poverty"\nchart = "bars"\nby_area = ["households"]\n', encoding="utf-8"
    )
    [first, *_] = settings(lender)["sections"]
    text = '{{ table("toys_{code}") }}\n\n{{ figure("own_bars") }}\n\n{{ figure("trend") }}\n\n{{ table("poverty") }}\n'
    (lender / "text" / f"{first}.md").write_text(text, encoding="utf-8")
    make_office(HIGHLAND, data, REFERENCE)

    assert [BLANK, BLANK, '{{ figure("trend") }}', '{{ table("poverty") }}'] == [
        line for line in (data / "xa-mau" / "text" / f"{first}.md").read_text(encoding="utf-8").splitlines() if line
    ]


@pytest.mark.parametrize("other", ["kim-thanh", "hai-phong-mau"])
def test_no_name_is_left_in_wording_of_any_office(data, other):
    name = {"kim-thanh": "huyện Mường Thử", "hai-phong-mau": "tỉnh Núi Mẫu"}[other]
    code = {"kim-thanh": "081", "hai-phong-mau": "15"}[other]
    make_office(Wanted("moi", other, f"{code} {name}", "", "15 tỉnh Núi Mẫu", "02701 xã Nà Mẫu"), data, REFERENCE)
    text = "".join(path.read_text(encoding="utf-8") for path in (data / "moi" / "text").glob("*.md"))

    assert [] == list(foreign_names_in(text, COMMON, KINDS)) and "in_years" not in text
    assert [] == [one for one in ("yagi_", "storm_name", "martyrs_", "letter_martyrs", "nq03", "resolution_province") if one in text]
    assert [] == [one for one in settings(data / "moi")["frame"].values() if "Kim Thành" in one or "ba xã" in one or "Thành ủy" in one]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": "kim-thanh"}, "Thư mục «kim-thanh» đã có"),
        ({"name": "xã Mường Thử"}, "ghi mã 5 chữ số trước tên, như «11111 xã Mường Thử»"),
        ({"name": "02700 Mường Thử"}, "ghi cả loại đơn vị trước tên"),
        ({"name": "10804 xã Mường Thử"}, "Mã 10804 là của xã Kim Thành"),
        ({"level": "ward"}, "--level là province, district, commune"),
        ({"areas": ""}, "Chưa biết những đơn vị nào gửi sổ"),
        ({"folds": ("xa-la",)}, "Đơn vị thành viên «xa-la» chưa có"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(data, wrong, said):
    before = sorted(data.iterdir())
    with pytest.raises(WrongUsage, match=said):
        make_office(Wanted(**{**vars(HIGHLAND), **wrong}), data, REFERENCE)

    assert before == sorted(data.iterdir())


@pytest.mark.parametrize("terminal", [True, False])
def test_what_was_not_said_is_asked_for_on_a_terminal_alone(data, monkeypatch, capsys, terminal):
    answers = iter(["02700 xã Mường Thử", "15 tỉnh Núi Mẫu", "bản Nà Mẫu"])
    monkeypatch.setenv("CTXH_DATA", "")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: terminal))
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))

    assert (0 if terminal else 2) == command("office", "new", "xa-mau", "--like", "xa-kim-thanh", "--data", str(data))
    assert terminal == (data / "xa-mau" / "areas.csv").is_file()
    assert terminal or "Thiếu --name, --province. Ví dụ: ctxh office new xa-mau" in capsys.readouterr().err


def test_an_area_that_the_common_table_has_needs_no_code(data):
    villages = "; ".join(f"tổ dân phố Mẫu Thử {number}" for number in range(1, 10))  # in bytes longer than any file's name
    make_office(Wanted("xa-phu-thai-moi", "xa-kim-thanh", "xã Phú Thái", "", "thành phố Hải Phòng", villages), data, REFERENCE)

    assert len(villages) < 255 < len(villages.encode()) and ["village"] * 9 == list(
        read_reference(data / "xa-phu-thai-moi" / "areas.csv")["level"]
    )


def command(*words: str) -> int:
    return _outcome(list(words), debug=False)


WORK = {
    "Lực lượng lao động": [120],
    "Lao động qua đào tạo có bằng cấp, chứng chỉ": [30],
    "Đào tạo, bồi dưỡng nghề cấp chứng chỉ trong năm": [8],
    "Giải quyết việc làm mới trong năm": [11],
}
TRADE = {"Hộ kinh doanh cá thể": [5, 9, 2], "Doanh nghiệp, đơn vị sử dụng lao động": [0, 0, 0]}
DESK = {
    "B10": [[1, "Kế hoạch rà soát hộ nghèo, hộ cận nghèo", "Đi", "Kế hoạch", "45/KH-UBND", "10/02/{year}", "UBND xã", "Rà soát hộ nghèo"]],
    "B11": [[1, "II.1", "Triển khai kịp thời."], [2, "II.2", "Địa bàn rộng."], [3, "III", "Đề nghị hỗ trợ."]],
}
STANDARD = {"B12": {"Giai đoạn áp dụng chuẩn nghèo đa chiều": ["2022 - 2026"]}}


class Offices:
    """Offices made, opened and filled in by the commands alone, in one data folder."""

    def __init__(self, data: Path, year: int) -> None:
        self.data, self.year = data, year
        self.outputs = data.parent / f"{data.name}-out"

    def run(self, *words: str, office: str = "") -> None:
        where = ["--data", str(self.data)] + (["--office", office, "--outputs", str(self.outputs)] if office else [])

        assert 0 == command(*words, *where)

    def fill(self, office: str, village: str, households: int, poor: int, more: Mapping[str, list[list]] = MappingProxyType({})) -> None:
        """The workbook of a village: poor households and those near to it, trade and work, and the rows of ``more`` forms."""
        rows = {"B8a": [[1, village, households, poor + 3, 4, 0, 1, poor]], "B8b": [[1, village, households, 7, 2, 0, 1, 6]], **more}
        self._fill(office, fold(f"ban {village}").title(), rows, {"B9a": TRADE, "B9b": WORK})

    def fill_desk(self, office: str, name: str, values: dict[str, dict[str, list]]) -> None:
        """The workbook of the office itself: a plan, the paragraphs of the outline, what its desk wrote down."""
        rows = {form: [[str(cell).format(year=self.year) for cell in row] for row in lines] for form, lines in DESK.items()}
        self._fill(office, name, rows, values)

    def _fill(self, office: str, name: str, rows: dict[str, list[list]], values: dict[str, dict[str, list]]) -> None:
        [blank] = (self.outputs / office / f"{self.year}.forms").glob(f"{name}_{self.year}.xlsx".replace(" ", "_"))
        fill(blank, self.data / office / str(self.year) / blank.name, rows, values)

    def blocks(self, office: str) -> list[dict]:
        """The blocks of the published report."""
        return json.loads((self.outputs / office / str(self.year) / "tables" / "report.json").read_text(encoding="utf-8"))["blocks"]


def said_in(block: dict) -> str:
    return "".join(run["text"] for run in block.get("runs", ()))


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def offices(data, monkeypatch) -> Callable[[int], Offices]:
    for name in ("CTXH_DATA", "CTXH_OUTPUTS", "CTXH_WORKSPACE"):
        monkeypatch.setenv(name, "")
    return lambda year: Offices(data, year)


def test_a_highland_commune_goes_from_nothing_to_a_report_by_the_commands_alone(offices, capsys):
    """Villages of the kind «bản», a province that no table has; own gifts, houses, relief and outline, a table and a figure in its text."""
    made = offices(2026)
    said = ("--name", HIGHLAND.name, "--province", HIGHLAND.province, "--areas", HIGHLAND.areas)
    made.run("office", "new", "xa-mau", "--like", "xa-kim-thanh", *said)
    office = made.data / "xa-mau"
    own = settings(office)["sections"]
    put(office / "office.toml", 'lowest = "village"', 'lowest = "village"\nforms = ["relief", "houses"]')
    put(office / "office.toml", own[1], "02_rieng")
    for name in own[2:-2]:
        put(office / "office.toml", f'"{name}", ', "")
    (office / "text" / "02_rieng.md").write_text(OWN_TEXT, encoding="utf-8")
    (office / "book" / "indicators").mkdir()
    (office / "book" / "indicators" / "own.toml").write_text(OWN_BOOK, encoding="utf-8")
    (office / "book" / "figures.toml").write_text(OWN_FIGURES, encoding="utf-8")
    made.run("new", "2026", office="xa-mau")
    made.fill("xa-mau", "Nà Mẫu", 80, 20, MORE)
    made.fill("xa-mau", "Pá Thử", 60, 12, MORE)
    made.fill_desk("xa-mau", "Xa Muong Thu", {"B12": STANDARD["B12"] | {"Kế hoạch tặng đồ chơi Trung thu": [50]}})
    made.run("report", "2026", "--formats", "none", office="xa-mau")
    blocks = made.blocks("xa-mau")
    [table] = [block for block in blocks if block["kind"] == "table"]
    [sentence] = [text for block in blocks if "đồ chơi" in (text := said_in(block))]

    assert ("Tặng 40 suất đồ chơi, đạt 80% kế hoạch. Làm 04 căn nhà, đạt 50% kế hoạch. Trợ giúp 80 người với 16.000.000 đồng.") == sentence
    assert [("Bản Nà Mẫu", "20", "20", "2"), ("Bản Pá Thử", "12", "20", "2"), ("Tổng cộng", "32", "40", "4")] == [
        tuple(cell["text"] for cell in row) for row in table["rows"]
    ]
    assert ["poor_households@0270002", "toys@0270002", "houses@0270002"] == [cell["cite"] for cell in table["rows"][1][1:]]
    poverty, toys = (block for block in blocks if block["kind"] == "figure")
    assert "Tỷ lệ hộ nghèo, hộ cận nghèo của các bản, năm 2026 (%)" == poverty["caption"]
    assert "Đồ chơi Trung thu của các bản, năm 2026 (suất)" == toys["caption"]
    assert ["toys@0270001", "toys@0270002"] == sorted(toys["cites"]) and "Các giá trị bằng nhau: 20 suất." in toys["alt"]
    [money] = [figure for figure in figures_of(made.outputs / "xa-mau" / "2026") if figure.caption.startswith("Tiền quà theo nguồn")]
    assert "Tiền quà theo nguồn, năm 2026 (triệu đồng)" == money.caption and "Tổng cộng 4 triệu đồng." in money.alt  # 2 x 20 x 100.000
    assert "phải dừng" not in capsys.readouterr().out


def figures_of(edition: Path) -> list[Figure]:
    """The figures of an edition's appendix."""
    notebook = nbformat.read(edition / "notebooks" / "03_figures.ipynb", as_version=4)
    return [block for block in blocks_of(notebook) if isinstance(block, Figure)]


SUM = """[poor_all]
label = "Hộ nghèo và cận nghèo"
unit_of_measure = "household"
plus = ["poor_households", "near_poor_households"]
field = "poverty"
"""


CITY_BOOK = (
    SUM
    + """by_area = true
[visits]
label = "Lượt thăm hộ nghèo"
unit_of_measure = "turn"
desk = "number"
field = "poverty"
plan = "visits_planned"
[visits_planned]
label = "Kế hoạch thăm hộ nghèo"
unit_of_measure = "turn"
desk = "number"
field = "poverty"
"""
)
CITY_TEXT = """
Hộ nghèo và cận nghèo: {{ count("poor_all") }} hộ; thăm {{ count("visits") }} lượt, đạt {{ share_of_plan("visits") }} kế hoạch.

{{ table("poor_all", "poor_households", "households", caption="Hộ nghèo các xã") }}

"""


def test_a_city_folds_twenty_new_communes_by_the_commands_alone(offices, capsys):
    """Communes of a city that no table has, each with a village; the city has its own desk's workbook, its own book and a table."""
    made, members = offices(2027), [f"xa-{number}" for number in range(20)]
    for number, member in enumerate(members):
        said = ("--name", f"027{number:02} xã Mẫu {chr(65 + number)}", "--province", "15 thành phố Núi Mẫu", "--areas", "bản Đông Mẫu")
        made.run("office", "new", member, "--like", "xa-kim-thanh", *said)
        made.run("new", "2027", office=member)
        made.fill(member, "Đông Mẫu", 100 + number, number + 5)
        made.fill_desk(member, "Xa *", STANDARD)
    city = ("--name", "thành phố Núi Mẫu", "--folds", ",".join(members))
    made.run("office", "new", "tp-mau", "--like", "hai-phong-mau", *city)
    own = made.data / "tp-mau"
    (own / "book" / "indicators").mkdir()
    (own / "book" / "indicators" / "own.toml").write_text(CITY_BOOK, encoding="utf-8")
    with (own / "text" / "02_ket_qua.md").open("a", encoding="utf-8") as text:
        text.write(CITY_TEXT)
    made.run("new", "2027", office="tp-mau")
    desk = STANDARD["B12"] | {"Lượt thăm hộ nghèo": [30], "Kế hoạch thăm hộ nghèo": [40]}
    made.fill_desk("tp-mau", "TP *", {"B12": desk})
    made.run("office", "check", "tp-mau")
    made.run("report", "2027", "--formats", "none", office="tp-mau")
    told = " ".join(map(said_in, made.blocks("tp-mau")))
    [table] = [block for block in made.blocks("tp-mau") if block["kind"] == "table"]
    rows = [tuple(cell["text"] for cell in row) for row in table["rows"]]

    # 5 + 6 + ... + 24 = 290 poor, 20 x 6 near-poor, of 100 + 101 + ... + 119 = 2190 households
    assert [] == [
        words
        for words in (" 290 hộ nghèo, chiếm 13,24%", "Hộ nghèo và cận nghèo: 410 hộ; thăm 30 lượt, đạt 75% kế hoạch.")
        if words not in told
    ]
    assert [("Xã Mẫu A", "11", "5", "100"), ("Xã Mẫu T", "30", "24", "119"), ("Tổng cộng", "410", "290", "2.190")] == [
        rows[place] for place in (0, 19, 20)
    ]
    assert "phải dừng" not in capsys.readouterr().out
