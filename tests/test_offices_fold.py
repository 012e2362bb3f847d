"""An office that folds others: whose tables it takes, when it reads anew, what it adds up, what it refuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from conftest import ROOT
from ctxh.book.request import Request
from ctxh.clean.persons.gate import Gate, Registers
from ctxh.clean.received import Received
from ctxh.compute.computed import Computed
from ctxh.compute.passports import passport
from ctxh.edition import Edition, open_edition
from ctxh.errors import CtxhError, RunFailed
from ctxh.observe import intake
from ctxh.observe.intake import Ingested, ingest
from ctxh.observe.members import is_current, published_at, rows_at_members
from ctxh.observe.saved import Saved
from ctxh.process.memory import Memory
from ctxh.reference import places
from ctxh.reference.inputs import digest, folded_by, input_hashes
from ctxh.run.manifest import write_manifest
from ctxh.run.report_run import hashes_of_inputs, planned, require_same
from opened import sample

CITY, MEMBERS = "hai-phong-mau", ("xa-kim-thanh", "xa-phu-thai", "xa-an-thanh")
TAKEN = ("observations", "coverage", "reading_findings")


@pytest.fixture(scope="module")
def land(tmp_path_factory) -> Iterator[Path]:
    """A data folder with the city and its three communes, and no edition published."""
    folder = tmp_path_factory.mktemp("land")
    for name in ("reference", CITY, *MEMBERS):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(places.DATA, str(folder / "data"))
        patch.setenv(places.OUTPUTS, str(folder / "outputs"))
        yield folder


@pytest.fixture(scope="module")
def city(land) -> Edition:
    """The city's edition, made from the communes' own workbooks."""
    edition = open_edition(CITY, 2026)
    assert len(edition.computed.indicators)
    return edition


@pytest.fixture(scope="module")
def published(land, city) -> Path:
    """The outputs folder in which all three communes are published, as far as a fold can see."""
    for member in city.request.members:
        publish(member, land)
    return land / "outputs"


def publish(member: Request, land: Path, **parameters) -> Path:
    """The folder of an edition with the tables that a fold takes, and their manifest."""
    folder = land / "outputs" / member.office_id / "2026"
    own, saved = sample(member.office_id, 2026).observed, Saved(folder)
    for name in TAKEN:
        saved.save(name, getattr(own, name))
    inputs = input_hashes(member.data, member.reference, member.office_id, 2026)
    write_manifest(folder, {"year": 2026, **parameters}, inputs, member.places.notebooks)
    return folder


def sources(edition: Edition) -> dict[str, str]:
    """From where a fold says that it took each member."""
    rows = edition.computed.reading_findings.query("check == 'đơn vị thành viên'")
    return {m.split(":")[0]: m.split(" từ ")[1].rstrip(".") for m in rows["message"]}


def alone(member: Request) -> Computed:
    """What a commune computes of itself: of the same workbooks, read where the project keeps them."""
    return sample(member.office_id, member.year).computed


class TestOfSums:
    """What the city shows is what its communes add up to."""

    @pytest.mark.parametrize(
        ("indicator", "parts"),
        [
            ("poor_households", {"10804": 104, "10750": 72, "10792": 74}),
            ("households", {"10804": 12690, "10750": 13672, "10792": 8512}),
            ("decisions_total", {"10804": 501, "10750": 539, "10792": 335}),
            ("btxh_funeral_amount", {"10804": 920_800_000, "10750": 965_600_000, "10792": 612_400_000}),
            ("new_jobs", {"10804": 703, "10750": 757, "10792": 471}),
        ],
    )
    def test_a_count_or_an_amount_is_the_sum_of_the_communes(self, city, indicator, parts):
        assert {code: value for code, (value, _) in city.computed.area_values(indicator).items()} == parts
        assert city.value(indicator) == sum(parts.values())

    def test_a_commune_shows_in_the_city_what_it_shows_itself(self, city):
        own = {member.area_code: alone(member).value("btxh_monthly_allowance_amount") for member in city.request.members}
        assert {code: value for code, (value, _) in city.computed.area_values("btxh_monthly_allowance_amount").items()} == own

    def test_a_rate_is_computed_again_and_is_no_mean_of_rates(self, city):
        rates = {code: printed for code, (_, printed) in city.computed.area_values("poor_households_rate").items()}
        assert rates == {"10804": "0,82%", "10750": "0,53%", "10792": "0,87%"}
        assert city.computed.printed("poor_households_rate") == "0,72%"  # 250 of 34.874; the mean of the three is 0,74%

    def test_what_a_commune_s_desk_wrote_for_itself_is_not_the_city_s(self, city):
        kim_thanh = alone(city.request.members[0])
        assert (kim_thanh.text("plan_btxh_no"), city.computed.text("plan_btxh_no")) == ("28/KH-UBND", "61/KH-UBND")
        assert city.value("new_jobs_plan") is None and kim_thanh.value("new_jobs_plan") == 694

    def test_the_passport_of_a_number_leads_into_a_cell_of_a_commune_s_workbook(self, city, land):
        found = passport(city.computed, "poor_households", "10750").sources
        assert sum(int(source.printed) for source in found) == 72
        one = next(source for source in found if "Thon_Nam" in source.cited.file)
        assert one.cited.file == "xa-phu-thai/Thon_Nam_2026.xlsx"
        office, file = one.cited.file.split("/")
        cell = openpyxl.load_workbook(land / "data" / office / "2026" / file)[one.cited.sheet][one.cited.cells]
        assert str(cell.value) == one.printed

    def test_a_series_reads_the_communes_too(self, city):
        rows = city.series().set_index("indicator")["value"]
        assert (rows["decisions_total"], rows["new_jobs"]) == (1375, city.value("new_jobs"))


class TestOfPublishedTables:
    """Where a commune is published, its table of observations is taken and its lists stay closed."""

    def test_no_workbook_of_a_commune_is_opened(self, published, monkeypatch):
        opened = []
        monkeypatch.setattr(intake, "receive", lambda folder, *more, **memory: opened.append(folder) or receive(folder, *more))
        edition = open_edition(CITY, 2026)
        edition.computed.indicators, edition.computed.coverage, edition.findings(), edition.series()
        assert {folder.parent.name for folder in opened} == {CITY}
        assert set(sources(edition).values()) == {"số liệu đã công bố"}

    def test_the_city_is_the_same_from_either(self, published, city):
        again = open_edition(CITY, 2026)
        pd.testing.assert_frame_equal(again.computed.indicators, city.computed.indicators)
        pd.testing.assert_frame_equal(again.computed.coverage.astype(str), city.computed.coverage.astype(str))

    def test_the_city_holds_no_row_about_a_person(self, published):
        edition = open_edition(CITY, 2026)
        forms = {"beneficiaries", "merit_people", "changes", "funerals", "insurance_cards"}
        assert forms.isdisjoint(records.form for records in ingest(edition.request).own.records)
        assert forms <= set(edition.computed.coverage["form"])

    def test_it_is_the_published_table_that_is_taken(self, published, land):
        folder = published / "xa-an-thanh" / "2026"
        kept = {path: path.read_bytes() for path in (folder / "tables" / "observations.csv", folder / "manifest.json")}
        doubled = pd.read_csv(folder / "tables" / "observations.csv", dtype=str, keep_default_na=False)
        rows = doubled["item"].eq("poor_households")
        doubled.loc[rows, "value"] = "100"
        doubled.to_csv(folder / "tables" / "observations.csv", index=False, lineterminator="\n")
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest["outputs"]["tables/observations.csv"] = digest(folder / "tables" / "observations.csv")
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert open_edition(CITY, 2026).computed.area_values("poor_households")["10792"][0] == 100 * int(rows.sum())
        for path, data in kept.items():
            path.write_bytes(data)

    def test_a_changed_workbook_is_read_anew(self, published, land):
        path = land / "data" / "xa-an-thanh" / "2026" / "Thon_Dong_2026.xlsx"
        before, book = path.read_bytes(), openpyxl.load_workbook(path)
        sheet = book["B8a. Hộ nghèo"]
        sheet["H10"].value, sheet["G10"].value = sheet["H10"].value + 5, sheet["G10"].value + 5
        sheet["H11"].value, sheet["G11"].value = sheet["H11"].value + 5, sheet["G11"].value + 5
        book.save(path)
        changed = open_edition(CITY, 2026)
        try:
            assert changed.computed.area_values("poor_households")["10792"][0] == 79
            told = sources(changed)
        finally:
            path.write_bytes(before)
        assert told == {
            "xã Kim Thành": "số liệu đã công bố",
            "xã Phú Thái": "số liệu đã công bố",
            "xã An Thành": "các tệp của đơn vị",
        }

    def test_a_commune_whose_own_reading_stops_stops_the_city(self, published, land):
        path = land / "data" / "xa-an-thanh" / "2026" / "Thon_Dong_2026.xlsx"
        path.rename(land / path.name)
        try:
            found = open_edition(CITY, 2026).findings().query("severity == 'stopped'")
        finally:
            (land / path.name).rename(path)
        assert next(iter(found[["message", "remedy"]].itertuples(index=False, name=None))) == (
            "xã An Thành có 1 phát hiện phải dừng.",
            "Xem: ctxh check 2026 --office xa-an-thanh",
        )

    def test_the_edition_of_another_period_is_not_taken(self, published, land):
        whole, half = (open_edition(CITY, 2026, period=period).request.members for period in ("year", "half-year"))
        assert {published_at(m).name: is_current(published_at(m), m) for m in whole} == {"2026": True}
        assert {published_at(m).name: is_current(published_at(m), m) for m in half} == {"2026-half-year": False}


def test_the_words_of_a_fold_are_held_against_the_lists_that_are_read_in_the_run(monkeypatch):
    edition = open_edition(CITY, 2026)
    read = Ingested(edition.request, Received(gate=Gate.of(Registers({"Mẫu Văn Thử"}))), (), ())
    monkeypatch.setattr(
        intake, "own_words", lambda *_: [("01_x.md", "Dòng 1", "Khen bà Mẫu Văn Thử."), ("01_x.md", "Dòng 2", "Khen bà Mẫu Văn Khác.")]
    )

    assert [("01_x.md", "Dòng 1")] == [
        (row["file"], row["message"].split(" có")[0]) for row in intake._gated(edition.request, Received(), (read,), Memory())
    ]


def test_the_rows_behind_a_number_of_a_fold_are_shown_by_the_member_s_own_command():
    members = [SimpleNamespace(own_name=f"xã {name}", office_id=f"xa-{name}", area_code=name) for name in ("1", "2")]
    fold = SimpleNamespace(members=members, year=2026, area_code="31", period=SimpleNamespace(whole=False, name="half-year"))
    command = "ctxh trace 2026 new_jobs --rows --office xa-2 -p period half-year"

    assert f"Từng dòng của danh sách chỉ xem được ở đơn vị thành viên:\n  xã 2: {command}" == rows_at_members(fold, "new_jobs", "2")
    assert 3 == len(rows_at_members(fold, "new_jobs", "").splitlines())
    assert "" == rows_at_members(SimpleNamespace(members=[], year=2026, period=fold.period, area_code="1"), "new_jobs", "")


def receive(*arguments):
    from ctxh.clean.ingest import receive

    return receive(*arguments)


class TestOfWhatIsCurrent:
    """A published edition is current while nothing that it was made from, and none of its tables, has changed."""

    notebooks: Path | None = None

    @pytest.fixture
    def small(self, tmp_path) -> Path:
        """An office with two files, its reference table, and an edition of them with its manifest."""
        for name in ("reference/norms.csv", "xa/2026/Thon.xlsx", "xa/2025/Thon.xlsx", "xa/areas.csv", "xa/office.toml", "xa/text/01.md"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text('name = "xã A"\narea_code = "10804"\n' if name.endswith(".toml") else "")
        for name in TAKEN:
            (tmp_path / "out" / "tables").mkdir(parents=True, exist_ok=True)
            (tmp_path / "out" / "tables" / f"{name}.csv").write_text("a\n1\n")
        self.publish(tmp_path)
        return tmp_path

    def publish(self, folder: Path, **parameters) -> None:
        inputs = input_hashes(folder, folder / "reference", "xa", 2026) | {"notebooks/01.ipynb": "0", "xa/text/01.md": "0"}
        write_manifest(folder / "out", parameters, inputs, self.notebooks or ROOT / "notebooks")

    def current(self, folder: Path) -> bool:
        return is_current(folder / "out", self.request(folder))

    def request(self, folder: Path, allow_missing: bool = False) -> SimpleNamespace:
        """What a request says of the office, its places and what may be missing."""
        own = places.Places(folder, folder, self.notebooks or ROOT / "notebooks")
        return SimpleNamespace(
            places=own, data=folder, reference=folder / "reference", office_id="xa", year=2026, allow_missing=allow_missing
        )

    def test_nothing_changed(self, small):
        assert self.current(small)

    @pytest.mark.parametrize("name", ["xa/text/01.md", "xa/2025/Thon.xlsx", "xa/2026/~$Thon.xlsx", "xa/frame.docx"])
    def test_what_observations_do_not_rest_on_may_change(self, small, name):
        (small / name).write_text("khác")
        assert self.current(small)

    @pytest.mark.parametrize("name", ["reference/norms.csv", "xa/2026/Thon.xlsx", "xa/areas.csv", "xa/office.toml"])
    def test_what_they_rest_on_may_not(self, small, name):
        (small / name).write_text((small / name).read_text() + "folds = []\n")
        assert not self.current(small)

    @pytest.mark.parametrize("name", ["reference/more.csv", "xa/2026/Thon_2.xlsx", "xa/corrections.csv", "xa/book/indicators/own.toml"])
    def test_nor_may_anything_be_added(self, small, name):
        (small / name).parent.mkdir(parents=True, exist_ok=True)
        (small / name).write_text("")
        assert not self.current(small)

    @pytest.mark.parametrize("name", ["reference/norms.csv", "xa/2026/Thon.xlsx", "xa/areas.csv"])
    def test_nor_taken_away(self, small, name):
        (small / name).unlink()
        assert not self.current(small)

    @pytest.mark.parametrize("name", TAKEN)
    def test_a_table_altered_by_hand_is_not_taken(self, small, name):
        (small / "out" / "tables" / f"{name}.csv").write_text("a\n2\n")
        assert not self.current(small)

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", None])
    def test_an_edition_without_a_manifest_is_not_taken(self, small, text):
        path = small / "out" / "manifest.json"
        path.unlink() if text is None else path.write_text(text)
        assert not self.current(small)

    def test_one_that_another_program_made_is_not_taken_though_its_version_is_the_same(self, small, monkeypatch, tmp_path):
        package, notebooks = tmp_path / "ctxh", tmp_path / "notebooks"
        for path in (package / "__init__.py", package / "book" / "items.py", notebooks / "01_clean.ipynb"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"a = 1\n")
        monkeypatch.setattr("ctxh.reference.inputs.__file__", str(package / "reference" / "inputs.py"))
        monkeypatch.setattr(self, "notebooks", notebooks)
        self.publish(small)
        assert self.current(small)
        for path in (package / "book" / "items.py", notebooks / "01_clean.ipynb"):
            path.write_bytes(b"a = 1\r\n")  # as git writes it elsewhere
            assert self.current(small)
            path.write_bytes(b"a = 2\n")
            assert not self.current(small)
            path.write_bytes(b"a = 1\n")

    def test_one_that_lacks_areas_is_taken_only_where_that_is_allowed(self, small):
        self.publish(small, allow_missing=True)
        assert not self.current(small)
        assert is_current(small / "out", self.request(small, allow_missing=True))


class TestOfManifest:
    """The manifest of a fold lists what its members' observations are made from."""

    def test_the_files_of_the_members_are_inputs(self, land):
        inputs = hashes_of_inputs(planned(CITY, 2026, [], ["xlsx"]))
        wanted = {"xa-an-thanh/2026/Thon_Dong_2026.xlsx", "xa-phu-thai/office.toml", "xa-kim-thanh/areas.csv"}
        assert wanted <= set(inputs)
        assert f"{CITY}/text/01_mo_dau.md" in inputs and "xa-kim-thanh/text/01_mo_dau.md" not in inputs

    def test_a_member_s_file_changed_in_the_middle_stops_the_run(self, land):
        plan = planned(CITY, 2026, [], ["xlsx"])
        before, path = hashes_of_inputs(plan), land / "data" / "xa-phu-thai" / "areas.csv"
        kept = path.read_bytes()
        path.write_bytes(kept + b"\n")
        after = hashes_of_inputs(plan)
        path.write_bytes(kept)
        with pytest.raises(RunFailed, match=r"«xa-phu-thai/areas\.csv» bị sửa trong lúc lập báo cáo"):
            require_same(before, after)

    def test_wording_lent_by_another_office_is_an_input(self, land):
        assert "xa-kim-thanh/text/01_mo_dau.md" in hashes_of_inputs(planned("xa-an-thanh", 2026, [], ["xlsx"]))


class TestOfRefusals:
    """A fold that cannot be made says which member and what to do."""

    @pytest.fixture
    def offices(self, tmp_path, monkeypatch) -> Path:
        shutil.copytree(ROOT / "data" / "reference", tmp_path / "reference")
        shutil.copytree(ROOT / "data" / CITY, tmp_path / CITY)
        for name in MEMBERS:
            (tmp_path / name / "2026").mkdir(parents=True)
            if name != "xa-phu-thai":
                shutil.copy(ROOT / "data" / name / "2026" / "Thon_Dong_2026.xlsx", tmp_path / name / "2026")
            for file in ("office.toml", "areas.csv"):
                shutil.copy(ROOT / "data" / name / file, tmp_path / name)
        monkeypatch.setenv(places.DATA, str(tmp_path))
        monkeypatch.setenv(places.OUTPUTS, str(tmp_path / "outputs"))
        return tmp_path

    def refusal(self) -> str:
        with pytest.raises(CtxhError) as refused:
            open_edition(CITY, 2026).observations()
        return str(refused.value)

    def settings(self, offices: Path, office: str, *pair: str) -> None:
        path = offices / office / "office.toml"
        text = path.read_text(encoding="utf-8")
        assert pair[0] in text
        path.write_text(text.replace(*pair), encoding="utf-8")

    def test_an_unknown_member(self, offices):
        self.settings(offices, CITY, '"xa-an-thanh"', '"xa-an-than"')
        assert self.refusal() == (
            "office.toml của hai-phong-mau: không có đơn vị thành viên «xa-an-than». Có phải ý bạn là «xa-an-thanh»? "
            "Sửa dòng folds hoặc thêm thư mục data/xa-an-than."
        )

    @pytest.mark.parametrize("gone", [True, False])
    def test_a_member_without_data_of_the_year(self, offices, gone):
        if gone:
            shutil.rmtree(offices / "xa-phu-thai" / "2026")
        assert self.refusal() == ("Đơn vị thành viên xa-phu-thai không có dữ liệu năm 2026. Đưa tệp vào data/xa-phu-thai/2026.")

    @pytest.mark.parametrize("member", [CITY, "xa-an-thanh"])
    def test_offices_that_fold_each_other(self, offices, member):
        if member == CITY:
            self.settings(offices, CITY, '"xa-an-thanh"', f'"{CITY}"')
        else:
            self.settings(offices, member, "[frame]", f'folds = ["{CITY}"]\n[frame]')
        assert self.refusal() == (
            f"office.toml của hai-phong-mau: đơn vị thành viên «{member}» lại tổng hợp chính hai-phong-mau. Sửa dòng folds."
        )

    def test_members_of_members_are_counted_in(self, offices):
        self.settings(offices, "xa-an-thanh", "[frame]", 'folds = ["xa-phu-thai"]\n[frame]')
        assert folded_by(offices, CITY) == ["xa-kim-thanh", "xa-phu-thai", "xa-an-thanh"]
        assert "xa-phu-thai/areas.csv" in input_hashes(offices, offices / "reference", "xa-an-thanh", 2026)
