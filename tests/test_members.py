"""An office that folds others knows the area of each, and no two of them have one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from ctxh.errors import CtxhError
from ctxh.observe.members import require_data


def fold(folder: Path, *codes: str) -> SimpleNamespace:
    """A fold that knows the areas 1 and 2, of members with some codes, each with a file of the year."""
    members = [member(folder / f"xa-{turn}", code) for turn, code in enumerate(codes)]
    return SimpleNamespace(office_id="tinh", members=members, territory=SimpleNamespace(lives={("1", "2025-07-01"), ("2", "2025-07-01")}))


def member(folder: Path, code: str) -> SimpleNamespace:
    folder.mkdir()
    (folder / "Thon.xlsx").touch()
    return SimpleNamespace(office_id=folder.name, year=2026, area_code=code, folder=folder, own_area={"valid_from": "2025-07-01"})


def test_members_with_areas_of_their_own_that_the_fold_knows(tmp_path):
    require_data(fold(tmp_path, "1", "2"))


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (
            ("1", "3"),
            "office.toml của tinh: đơn vị thành viên xa-1 có mã 3, nhưng areas.csv của tinh và bảng địa bàn chung không có mã ấy. "
            "Chép dòng 3 từ data/xa-1/areas.csv sang data/tinh/areas.csv.",
        ),
        (
            ("1", "1"),
            "office.toml của tinh: hai đơn vị thành viên xa-0 và xa-1 cùng mã 1, số liệu sẽ bị cộng hai lần. "
            "Sửa area_code trong office.toml của một đơn vị, hoặc bỏ một đơn vị khỏi dòng folds.",
        ),
    ],
    ids=["a member's area that the fold does not know", "two members of one area"],
)
def test_members_that_cannot_be_added_are_refused(tmp_path, codes, said):
    with pytest.raises(CtxhError) as fault:
        require_data(fold(tmp_path, *codes))
    assert said == str(fault.value)
