"""The maker of the sample workbooks: the same bytes each time, those that the project keeps, and the guide beside them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ctxh.errors import WrongUsage
from read_back import DATA, rows_of
from sample import write_sample
from sample.__main__ import main
from sample.assembly import Sample
from sample.guide import BEGIN, END, form_guide
from sample.plan import Setting

YEARS = (2022, 2023, 2024)


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, uncompressed."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[int, dict[str, Path]]:
    """The workbooks of each year, written anew, by file name."""
    folder = tmp_path_factory.mktemp("written")
    return {year: {p.name: p for p in write_sample("kim-thanh", year, folder / str(year))} for year in YEARS}


@pytest.fixture(scope="module")
def commune(tmp_path_factory) -> list[Path]:
    """The workbooks of a commune of 2026."""
    return write_sample("xa-an-thanh", 2026, tmp_path_factory.mktemp("commune"))


@pytest.mark.parametrize("year", YEARS)
def test_the_workbooks_kept_with_the_project_are_those_of_the_maker(written, year):
    kept = {path.name: path for path in (DATA / "kim-thanh" / str(year)).glob("*.xlsx")}
    assert sorted(kept) == sorted(written[year])
    differing = [name for name in kept if parts(kept[name]) != parts(written[year][name])]
    assert not differing, "write them anew: make sample"
    assert sum(path.stat().st_size for path in kept.values()) < 3_000_000


@pytest.mark.parametrize("office", ["xa-kim-thanh", "xa-phu-thai", "xa-an-thanh", "hai-phong-mau"])
def test_so_are_those_of_the_offices_of_2026(office, commune, tmp_path):
    kept = {path.name: path for path in (DATA / office / "2026").glob("*.xlsx")}
    made = {path.name: path for path in (commune if office == "xa-an-thanh" else write_sample(office, 2026, tmp_path))}
    assert sorted(kept) == sorted(made)
    assert [name for name in kept if parts(kept[name]) != parts(made[name])] == [], "write them anew: make sample"


def test_another_seed_changes_the_breakdown_but_not_the_district():
    own, other = (Sample(Setting("kim-thanh", 2022), seed).poor for seed in (1, 2))
    assert own != other
    assert [sum(r["at_end"] for rows in s for r in rows) for s in (own, other)] == [612, 612]


def test_the_readme_describes_every_column_of_every_form():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for column in rows_of("columns"):
        label = f"{column['group_label']} / {column['label']}" if column["group_label"] else column["label"]
        written = f"**{label}** ({column['help']})" if column["valid_to"] else f"| **{label}** | {column['help']} |"
        assert written in readme, (column["form"], column["label"])
    for row in rows_of("categories"):
        assert row["label"] in readme
    guide = readme.split(BEGIN)[1].split(END)[0].strip()
    assert guide == form_guide(DATA / "reference"), "write it anew: make guide"


def test_the_command_writes_the_same_bytes_again_and_says_so_or_which_offices_there_are(commune, tmp_path, capsys):
    main(["xa-an-thanh", "2026", str(tmp_path)])
    said = capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["kim-anh", "2026", str(tmp_path)])

    assert {path.name: path.read_bytes() for path in commune} == {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert f"{tmp_path}: {len(commune)} workbooks\n" == said
    assert 2 == ended.value.code and "Chỉ có: kim-thanh" in capsys.readouterr().err


@pytest.mark.parametrize(("office", "year", "named"), [("kim-anh", 2024, "kim-thanh"), ("kim-thanh", 2021, "2022, 2023, 2024")])
def test_other_offices_and_years_are_refused(tmp_path, office, year, named):
    with pytest.raises(WrongUsage, match=named):
        write_sample(office, year, tmp_path)
    assert not list(tmp_path.iterdir())
