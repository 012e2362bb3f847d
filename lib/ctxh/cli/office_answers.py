"""What the command says of offices: one set up, with what was not said asked for; one looked at."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from ctxh.cli.new_office import LEFT, Wanted, make_office
from ctxh.errors import WrongUsage
from ctxh.reference.inputs import SETTINGS
from ctxh.reference.places import Places
from ctxh.reference.settings import OFFICE_ID, settings_of

_ASKED = {
    "name": "Tên đơn vị, cả loại, như «xã Kim Thành» (chưa có trong areas.csv: mã ở trước)",
    "province": "Tỉnh, thành phố, như «tỉnh Hải Dương» (chưa có trong areas.csv: mã ở trước)",
    "areas": "Các đơn vị gửi sổ, cách nhau dấu chấm phẩy (đã có trong areas.csv: để trống)",
}


def made_office(places: Places, office: str, like: str, folds: tuple[str, ...], given: Mapping[str, str | None]) -> str:
    """What was made for a new office and what is left, in words. Raises WrongUsage for an id or an answer that cannot be meant."""
    if not OFFICE_ID.fullmatch(office):
        raise WrongUsage(f"«{office}» không phải mã đơn vị: chữ thường không dấu, số và gạch nối, như «xa-kim-thanh».")
    data = places.data
    level = given.get("level") or settings_of(data / like / SETTINGS).level
    needed = {"name": True, "province": level != "province", "areas": not folds}
    answers = {key: given.get(key) for key in _ASKED}
    wanting = [key for key, need in needed.items() if need and answers[key] is None]
    if sys.stdin.isatty():
        answers |= {key: click.prompt(_ASKED[key], default="" if key == "areas" else None, show_default=False) for key in wanting}
    elif [key for key in wanting if key != "areas"]:
        lacking = ", ".join(f"--{key}" for key in wanting if key != "areas")
        raise WrongUsage(f"Thiếu {lacking}. Ví dụ: ctxh office new xa-mau --like {like} --name «xã Kim Thành» --province «tỉnh Hải Dương».")
    wanted = Wanted(office, like, folds=folds, level=level, **{key: (answer or "").strip() for key, answer in answers.items()})
    left = make_office(wanted, data, places.reference)
    made = sorted(path.name + ("/" if path.is_dir() else "") for path in (data / office).iterdir())
    return "\n".join(
        [f"Đã lập thư mục {office}/: {', '.join(made)}.", f"Việc còn lại (cũng ghi ở {LEFT}):", *(f"  [ ] {line}" for line in left)]
    )
