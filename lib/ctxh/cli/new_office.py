"""An office set up like another one: a folder that runs, with nothing of the other's in it, and a list of what is left to do."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ctxh.book import book_folders, load_book
from ctxh.book.lists import CITE_KEY, read_lists
from ctxh.cli.lent_wording import Named, blanks_in, setting_lent, wording_lent
from ctxh.errors import CtxhError, WrongUsage
from ctxh.reference.areas import full_name, load_areas
from ctxh.reference.inputs import SETTINGS
from ctxh.reference.place_kinds import PlaceKinds, kind_and_name, load_place_kinds
from ctxh.reference.places import province_folder
from ctxh.reference.settings import TABLES, settings_of, toml_of
from ctxh.reference.tables import read_reference

LEFT = "CAN_LAM.md"  # what is left to do, beside the settings
COLUMNS = [
    "area_code",
    "valid_from",
    "valid_to",
    "name",
    "kind",
    "level",
    "parent_code",
    "aliases",
    "tile_row",
    "tile_col",
    "source",
    "note",
]
CODES = {"province": (2,), "district": (3,), "commune": (5,), "village": (7, 8, 9)}  # digits
UNDER = {"province": "commune", "district": "commune", "commune": "village"}  # whose workbooks come in where nothing else is said
SOURCE = "Khai khi lập đơn vị"
_COMMENTS = {
    "name": "Tên đơn vị trong câu văn.",
    "area_code": "Mã đơn vị hành chính (areas.csv).",
    "since": "Ngày mã ấy bắt đầu là của đơn vị này.",
    "lowest": "Cấp gửi sổ Excel cho đơn vị.",
    "folds": "Các đơn vị thành viên: chương trình chỉ lấy số đếm và tổng của từng đơn vị.",
    "sections": "Các mục của báo cáo, theo thứ tự: tên tệp trong text/.",
}
_COUNTED = re.compile(r" (?:tại|của) (?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b.*")  # how many areas the lender has
_CODED = re.compile(r"(\d+)\s+(.+)")


@dataclass(frozen=True)
class Wanted:
    """An office to be set up: its id, whom it is like, and what was said of it; what was not said is empty."""

    id: str
    like: str
    name: str = ""
    level: str = ""
    province: str = ""
    areas: str = ""
    folds: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Place:
    """Where an office lies: its own row of ``areas.csv``, and rows that no table has yet."""

    own: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]


def make_office(wanted: Wanted, data: Path, reference: Path) -> list[str]:
    """What is left to do for an office after its folder was written whole, a line each.

    Raises WrongUsage for a folder that is there already and for what cannot be meant: nothing is written then.
    """
    target = data / wanted.id
    if target.exists():
        raise WrongUsage(f"Thư mục «{wanted.id}» đã có trong thư mục dữ liệu: giữ nguyên, không ghi gì. Chọn mã khác.")
    lender = toml_of(settings_of(data / wanted.like / SETTINGS))
    level = wanted.level or str(lender.get("level", ""))
    lacking = [member for member in wanted.folds if not (data / member / SETTINGS).is_file()]
    if lacking:
        raise WrongUsage(f"Đơn vị thành viên «{lacking[0]}» chưa có trong thư mục dữ liệu: lập trước bằng ctxh office new.")
    if level not in UNDER:
        raise WrongUsage(f"Cấp «{level}» không có: --level là {', '.join(UNDER)}.")
    known = load_areas(reference)
    lives = load_areas(reference, data / wanted.like)
    since = str(lives.loc[lives["area_code"] == lender["area_code"], "valid_from"].max())
    members = [load_areas(reference, data / member) for member in wanted.folds]
    kinds = load_place_kinds(reference)
    place = _place(wanted, level, since, known, members, kinds)
    called = _called(place, known, lender)
    names = (
        Named(str(lender["name"]), str(lender.get("province", "")), str(lender.get("areas_called", "")), kinds),
        Named(full_name(place.own), _without_code(wanted.province), called, kinds),
    )
    own = {*read_reference(reference / "common_names.csv")["name"], *(row["name"] for row in place.rows), place.own["name"]}
    with tempfile.TemporaryDirectory(dir=data, prefix=".") as folder:
        made = Path(folder) / wanted.id
        made.mkdir()
        settings = _settings(wanted, level, lender, place, names, own)
        (made / SETTINGS).write_text(_as_toml(settings), encoding="utf-8")
        if place.rows:
            pd.DataFrame(place.rows, columns=COLUMNS).to_csv(made / "areas.csv", index=False)
        shared = [province_folder(data, kind_and_name(one.province or one.name, kinds)[1]) for one in names]
        forms = lender.get("forms", ())
        books = (book_folders(reference, shared[0], data / wanted.like, forms=forms), book_folders(reference, shared[1], forms=forms))
        lent = data / str(lender.get("text_from", wanted.like)) / "text"
        _write_wording(made / "text", lent, names, own, frozenset(_ids(books[0]) - _ids(books[1])))
        (made / "book").mkdir()
        (made / "book" / "README.md").write_text(_ABOUT_BOOK, encoding="utf-8")
        settings_of(made / SETTINGS)
        load_areas(reference, made)
        left = what_is_left(made, settings, bool(place.rows), shared[1])
        (made / LEFT).write_text(_as_list(names[1].name, wanted.like, left), encoding="utf-8")
        shutil.move(made, target)
    return left


def what_is_left(office: Path, settings: Mapping[str, Any], areas: bool, province: Path) -> list[str]:
    """What someone of a new office must still write or look at, a line each."""
    frame = [key for key, value in settings["frame"].items() if not value and key not in ("superior", "signer")]
    blanks = [
        f"text/{path.name}, dòng {line}" for path in sorted((office / "text").glob("*.md")) for line in blanks_in(path.read_text("utf-8"))
    ]
    days = [key for key in settings if key.startswith("periods.")]
    return [
        *(f"{SETTINGS}, [frame], {key}: còn trống, ghi của đơn vị mình." for key in frame),
        f"{SETTINGS}, [frame]: xem lại từng dòng, nhất là nơi gửi, nơi nhận và người ký.",
        *(f"{SETTINGS}, [{key}]: ngày và căn cứ chép của đơn vị làm theo; sửa, hoặc xóa để theo nghị định." for key in days),
        *([f"areas.csv: mã và tên do lệnh này ghi ({SOURCE.lower()}); đối chiếu với danh mục đơn vị hành chính."] if areas else []),
        *(f"{blank}: câu còn trống, viết câu của đơn vị mình hoặc xóa dòng." for blank in blanks),
        *([] if province.is_dir() else [f"provinces/{province.name}/norms.csv: chưa có mức riêng của tỉnh; tỉnh có nghị quyết thì thêm."]),
        f"Mở năm: ctxh new NĂM --office {office.name}; kiểm tra: ctxh office check {office.name}.",
    ]


def _place(wanted: Wanted, level: str, since: str, known: pd.DataFrame, members: Sequence[pd.DataFrame], kinds: PlaceKinds) -> _Place:
    """Where the office lies, with rows of what no common table has: its own, its areas', those of members.

    Raises WrongUsage for a name without the code that it needs.
    """
    rows = _of_members(known, members)
    known = pd.concat([known, pd.DataFrame(rows, columns=COLUMNS)])
    above = {} if level == "province" else _row(wanted.province, "province", "", since, known, rows, kinds)
    own = _row(wanted.name, level, above.get("area_code", ""), since, known, rows, kinds)
    listed, lowest = [] if wanted.folds else _listed(wanted.areas), UNDER[level]
    inside = known[known["parent_code"] == own["area_code"]]
    for number, text in enumerate(listed, 1):
        coded = text if _CODED.fullmatch(text) or lowest != "village" else f"{own['area_code']}{number:02} {text}"
        _row(coded, lowest, own["area_code"], own["valid_from"], inside, rows, kinds)
    if not (listed or wanted.folds or len(inside)):
        raise WrongUsage(
            f'Chưa biết những đơn vị nào gửi sổ cho {wanted.name}: thêm --areas "bản A; bản B" hoặc một tệp, mỗi dòng một tên.'
        )
    return _Place(own, tuple(rows))


def _of_members(known: pd.DataFrame, members: Sequence[pd.DataFrame]) -> list[Mapping[str, str]]:
    """The rows of areas above the villages that only members' own tables have, each once."""
    every = pd.concat([known, *members])[COLUMNS].drop_duplicates(["area_code", "valid_from"]).iloc[len(known) :]
    return [{str(key): str(value) for key, value in row.items()} for row in every[every["level"] != "village"].to_dict("records")]


def _row(
    text: str, level: str, parent: str, since: str, known: pd.DataFrame, rows: list[Mapping[str, str]], kinds: PlaceKinds
) -> Mapping[str, str]:
    """The row of an area by its kind and name, with its code before them where no table has it; a new one is added to ``rows``."""
    coded = _CODED.fullmatch(text.strip())
    code, written_name = coded.groups() if coded else ("", text.strip())
    kind, name = kind_and_name(written_name, kinds)
    alive = known[(known["level"] == level) & (known["valid_to"] == "")]
    named = alive[alive["area_code"] == code] if code else alive[(alive["name"] == name) & (alive["kind"] == kind)]
    if len(named) == 1 and named.iloc[0]["name"] == name:
        return {str(key): str(value) for key, value in named.iloc[0].items()}
    if not kind:
        raise WrongUsage(f"«{text}»: ghi cả loại đơn vị trước tên, như «xã Kim Thành», «tỉnh Hải Dương», «bản Đông».")
    if len(named) == 1:
        raise WrongUsage(f"Mã {code} là của {full_name(named.iloc[0])} (areas.csv), không phải của {written_name}. Sửa mã hoặc tên.")
    if len(code) not in CODES[level]:
        digits = CODES[level][0]
        raise WrongUsage(
            f"«{written_name}» chưa có trong areas.csv: ghi mã {digits} chữ số trước tên, như «{'1' * digits} {written_name}»."
        )
    found = {"area_code": code, "valid_from": since, "name": name, "kind": kind, "level": level, "parent_code": parent, "source": SOURCE}
    rows.append(dict.fromkeys(COLUMNS, "") | found)
    return rows[-1]


def _listed(areas: str) -> list[str]:
    """The areas of a list separated by semicolons, or of a file with a name a line."""
    path = Path(areas)
    if areas and len(areas.encode()) < 255 and path.is_file():  # no file has a longer name, an accented letter being up to three bytes
        try:
            areas = path.read_text(encoding="utf-8-sig").replace("\n", ";")
        except UnicodeDecodeError:
            raise CtxhError(f"{path.name}: không phải tệp chữ UTF-8. Lưu lại tệp dạng UTF-8, mỗi dòng một tên.") from None
    return [name.strip() for name in areas.split(";") if name.strip()]


def _called(place: _Place, known: pd.DataFrame, lender: Mapping[str, Any]) -> str:
    """What the areas that report are called: the kinds of those under the office, as in ``xã, thị trấn``."""
    every = pd.concat([known, pd.DataFrame(place.rows, columns=COLUMNS)])
    under = every[(every["parent_code"] == place.own["area_code"]) & (every["valid_to"] == "")]
    kinds = list(dict.fromkeys(under["kind"]))
    return ", ".join(kinds) if kinds else str(lender.get("areas_called", ""))


def _settings(
    wanted: Wanted, level: str, lender: Mapping[str, Any], place: _Place, names: tuple[Named, Named], own: set[str]
) -> dict[str, Any]:
    """The settings of the office: its own facts, the lender's ways, its frame with what can be said in the office's names."""
    lent, borrowed = names

    def turned(value: Any) -> Any:
        if isinstance(value, list):
            return [text for text in (setting_lent(one, lent, borrowed, own) for one in value) if text]
        return setting_lent(value, lent, borrowed, own)

    found: dict[str, Any] = {"name": borrowed.name, "level": level, "area_code": place.own["area_code"], "province": borrowed.province}
    if lender.get("since"):
        found["since"] = date.fromisoformat(place.own["valid_from"])
    if wanted.folds:
        found["folds"] = list(wanted.folds)
    found |= {"lowest": UNDER[level], "areas_called": borrowed.areas_called}
    found |= {key: lender[key] for key in ("forms", "amounts_in", "sections") if key in lender}
    found["frame"] = {key: turned(lender["frame"][key]) for key in TABLES["frame"]} | {"signer": ""}
    found["frame"]["summary"] = _COUNTED.sub(" {period}", found["frame"]["summary"])
    return found | {f"periods.{name}": own_days for name, own_days in lender.get("periods", {}).items()}


def _as_toml(settings: Mapping[str, Any]) -> str:
    lines = ["# Thiết lập của đơn vị; từng dòng nói gì: data/README.md, mục «Adding an office»."]
    for key, value in settings.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *(f"{one} = {_value(own)}" for one, own in value.items() if not isinstance(own, dict))]
            for one, table in value.items():
                if isinstance(table, dict):
                    lines += ["", f"[{key}.{one}]", *(f'"{name}" = {_value(own)}' for name, own in table.items())]
        else:
            lines += [f"# {_COMMENTS[key]}"] if key in _COMMENTS else []
            lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value.isoformat() if isinstance(value, date) else str(value).lower() if isinstance(value, bool) else str(value)


def _ids(folders: Sequence[Path]) -> set[str]:
    """What a wording may ask a book for: its indicators and their families, fields, figures, and the documents that are cited."""
    book = load_book(folders)
    families = {entry.family for entry in book.indicators.values()} - {""}
    return {*book.indicators, *families, *book.fields, *book.figures, *read_lists(folders).codes.get(CITE_KEY, {})}


def _write_wording(target: Path, source: Path, names: tuple[Named, Named], own: set[str], foreign: frozenset[str]) -> None:
    target.mkdir()
    for path in sorted(source.glob("*.md")):
        (target / path.name).write_text(wording_lent(path.read_text(encoding="utf-8"), *names, own, foreign), encoding="utf-8", newline="")


def _without_code(text: str) -> str:
    coded = _CODED.fullmatch(text.strip())
    return coded[2] if coded else text.strip()


def _as_list(name: str, like: str, left: Sequence[str]) -> str:
    lines = [f"# Việc còn lại của {name}", "", f"Thư mục lập theo đơn vị «{like}».", "", *(f"- [ ] {line}" for line in left)]
    return "\n".join(lines) + "\n"


_ABOUT_BOOK = (
    "# Sổ định nghĩa riêng của đơn vị\n\n"
    "Thư mục này để trống là dùng sổ định nghĩa chung. Chỉ tiêu, biểu và danh mục riêng viết theo data/README.md, mục «The book».\n"
)
