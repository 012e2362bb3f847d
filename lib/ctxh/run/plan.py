"""What a run is about to do, checked before anything is started."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ctxh.errors import CtxhError, WrongUsage, nearest
from ctxh.process.surroundings import around
from ctxh.protect.ledger_folder import kept_names
from ctxh.reference.audiences import check_audience
from ctxh.reference.inputs import REPORT_NOTEBOOKS, SETTINGS, foreign
from ctxh.reference.places import INTERNAL, PUBLIC, YEAR, Chosen, Places, edition_name, places_of
from ctxh.reference.settings import frame_of, settings_of
from ctxh.run.parameters import Value, checked, checked_office, checked_years, declared_by_all

if TYPE_CHECKING:
    from ctxh.edition import Edition

FORMATS = ("docx", "pdf", "html", "xlsx")


@dataclass(frozen=True)
class Plan:
    """What a run is about to do, checked: nothing has been written yet."""

    office: str
    year: int
    values: Mapping[str, Value | None]
    notebooks: tuple[Path, ...]
    formats: frozenset[str]
    places: Places
    allow_missing: bool = False

    @property
    def boundaries(self) -> str:
        """The date on whose boundaries the areas are shown; empty for as they reported."""
        return str(self.values.get("boundaries", ""))

    @property
    def since(self) -> int:
        """The first year of the series; 0 for all."""
        return int(self.values.get("since") or 0)

    @property
    def period(self) -> str:
        """The part of the year that is reported on: year, half-year or nine-months."""
        return str(self.values.get("period", YEAR))

    @property
    def audience(self) -> str:
        """Whom the edition is for: internal or public."""
        return str(self.values.get("audience", INTERNAL))

    @property
    def target(self) -> Path:
        """The folder of the edition that it makes."""
        return self.places.edition(self.office, self.year, self.chosen)

    @property
    def name(self) -> str:
        """What the edition is called in its office's folder."""
        return edition_name(self.year, self.chosen)

    @property
    def chosen(self) -> Chosen:
        """What its edition is opened with beside its office and year."""
        return Chosen(self.boundaries, self.since, self.period, self.audience, allow_missing=self.allow_missing)


def planned(
    office: str,
    year: int,
    parameters: Iterable[tuple[str, str]],
    formats: Iterable[str],
    places: Places | None = None,
    allow_missing: bool = False,
) -> Plan:
    """The checked plan of a run, at the places of its surroundings where none are given. Raises WrongUsage before anything is started."""
    places, parameters = places or places_of(around()), list(parameters)
    data = places.data
    checked_office(office, data)
    checked_years(str(year), office, data)
    path = data / office / SETTINGS
    settings = settings_of(path) if path.is_file() else None
    if settings:
        frame_of(settings, f"{office}/{SETTINGS}")
    notebooks = tuple(sorted(places.notebooks.glob(REPORT_NOTEBOOKS)))
    if not notebooks:
        raise WrongUsage(f"Thư mục «{places.notebooks.name}» không có sổ nào để chạy (01_….ipynb): chỉ đúng thư mục bằng --notebooks.")
    listed = settings.notebooks if settings else ()
    if listed and ("audience", PUBLIC) not in parameters:  # a public edition shows what the program's own notebooks make
        from ctxh.run.own_notebooks import own_notebooks

        notebooks += own_notebooks(data / office, listed, [path.name for path in notebooks])
    known = declared_by_all(notebooks)
    values: dict[str, Value | None] = {name: p.default for name, p in known.items()}
    values |= {"office": office, "year": year, **checked(parameters, known)}
    if allow_missing:
        values["allow_missing"] = True
    plan = Plan(office, year, values, notebooks, checked_formats(formats), places, allow_missing)
    check_audience(plan.audience)
    if plan.audience == PUBLIC:
        check_public(plan)
    if plan.boundaries or plan.since or plan.period != YEAR or plan.audience != INTERNAL:
        opened(plan)
    return plan


def checked_formats(formats: Iterable[str]) -> frozenset[str]:
    """The formats as a set, each of them known."""
    wanted = frozenset(formats)
    for name in sorted(wanted - set(FORMATS)):
        hint = nearest(name, FORMATS)
        raise WrongUsage(f"Không có dạng «{name}».{hint} Các dạng: {', '.join(FORMATS)}.")
    return wanted


def opened(plan: Plan, shown_here: bool = False) -> Edition:
    """The edition that a run makes; ``shown_here`` the same read anew, for the senders alone."""
    from ctxh.edition import edition_at

    return edition_at(plan.places, plan.office, plan.year, replace(plan.chosen, shown_here=shown_here))


def check_public(plan: Plan) -> None:
    """Nothing, where a plan's public edition can be protected. Raises WrongUsage saying why not."""
    if plan.target.is_dir() and plan.target.name not in kept_names(plan.places, plan.office):
        raise WrongUsage(
            f"Bản {plan.target.name} đã có nhưng sổ riêng của các bản công khai không ghi bản ấy: khôi phục outputs/{plan.office}/.public "
            "từ bản sao lưu. Thiếu sổ thì hai bản công khai có thể làm lộ số của nhau."
        )
    if foreign(plan.notebooks):
        raise WrongUsage("Chưa lập được bản công khai từ sổ notebook không phải của chương trình: sổ ấy có thể in số nhỏ. Bỏ --notebooks.")


def read_once(plan: Plan, file: Path) -> Path | None:
    """The file of the run's request, which notebooks and documents take; None where it cannot be read, of which a notebook tells.

    Raises RunFailed where notebooks or wording name a figure that the book does not have.
    """
    from ctxh.book.request import keep_request
    from ctxh.run.named_figures import check_named_figures

    try:
        request = opened(plan).request
        kept = keep_request(request, file.absolute())
    except CtxhError:
        return None
    check_named_figures(request, plan.notebooks)
    return kept
