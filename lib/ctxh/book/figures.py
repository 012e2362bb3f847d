"""What a figure is: a kind of rows and a kind of chart, the words round them, and what they are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

AGES = "age_band"
# rows: what a figure is drawn from
PARTS_OF, BY_CATEGORY, BY_MONTH, BY_AREA = "parts_of", "by_category", "by_month", "by_area"
SHARES, AREAS_BY_CATEGORY, OVER_YEARS = "shares", "areas_by_category", "over_years"
ITEMS = (BY_CATEGORY, BY_MONTH, AREAS_BY_CATEGORY)  # those that are read from an item, the others from indicators
# charts: how they are drawn
BARS, GROUPED_BARS, COLUMNS, STACKED_COLUMNS, PYRAMID = "bars", "grouped_bars", "columns", "stacked_columns", "pyramid"
POINTS, TILE_MAP, AREA_PANELS, SHARE_BARS, YEAR_LINES = "points", "tile_map", "area_panels", "share_bars", "year_lines"
CHARTS: Mapping[str, Mapping[str, tuple[int, ...]]] = {  # of which rows, and by how many columns (of an item) or indicators
    BARS: {PARTS_OF: (1,), BY_CATEGORY: (1,), BY_AREA: (1,)},
    GROUPED_BARS: {BY_CATEGORY: (2,)},
    PYRAMID: {BY_CATEGORY: (2,)},
    COLUMNS: {BY_MONTH: (0, 1, 2, 3)},
    STACKED_COLUMNS: {BY_MONTH: (1,)},
    POINTS: {BY_AREA: (1, 2)},
    TILE_MAP: {BY_AREA: (1,)},
    AREA_PANELS: {AREAS_BY_CATEGORY: (1,)},
    SHARE_BARS: {SHARES: tuple(range(1, 13))},
    YEAR_LINES: {OVER_YEARS: tuple(range(13))},
}
CHART_WORDS = {
    BARS: "thanh ngang",
    GROUPED_BARS: "thanh ngang xếp theo nhóm",
    PYRAMID: "tháp tuổi",
    COLUMNS: "cột theo tháng",
    STACKED_COLUMNS: "cột chồng theo tháng",
    POINTS: "điểm theo đơn vị",
    TILE_MAP: "bản đồ ô",
    AREA_PANELS: "mỗi đơn vị một ô nhỏ",
    SHARE_BARS: "thanh tỷ lệ",
    YEAR_LINES: "đường qua các năm",
}
LARGEST, SMALLEST, LISTED, AGE = "largest", "smallest", "listed", "age"
SCALES = {"million": (1_000_000, "triệu", 0), "billion": (1_000_000_000, "tỷ", 2)}  # divided by, in words, decimals


@dataclass(frozen=True)
class FigureEntry:
    """A figure: what it is called and where it belongs, the kind of its chart and of its rows, and what these are ``of``.

    ``along`` are the columns by which an item is split, ``measure`` what is drawn in words (``triệu đồng``), ``alt`` its subject for
    who does not see it, ``accent`` the total whose parts stand out, ``most`` how many categories are shown before the others are
    added up, ``words`` the line of a share, ``darker`` what a dark tile means. ``breakdown`` says whether it is one of those that
    an office may call illustrative where its totals are not, ``added`` whether it is in the place of none of all offices'.
    """

    id: str
    caption: str
    of_field: str
    chart: str
    rows: str
    of: tuple[str, ...]
    along: tuple[str, ...] = ()
    measure: str = ""
    scale: str = ""
    order: str = LISTED
    headings: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    alt: str = ""
    note: str = ""
    empty: str = ""
    accent: str = ""
    most: int = 0
    from_age: int = 0
    words: str = ""
    darker: str = ""
    breakdown: bool = True
    added: bool = False

    def called(self, areas: str = "đơn vị") -> str:
        """The caption without period and unit of measure, areas by their name in the office."""
        return self.caption.format(areas=areas, from_age=self.from_age)

    @property
    def whole_years(self) -> bool:
        """Whether it splits what is protected of whole years only: a public edition of a part of a year has no such figure."""
        return self.rows in ITEMS

    @property
    def divided_by(self) -> int:
        """What its amounts are divided by."""
        return SCALES[self.scale][0] if self.scale else 1

    @property
    def decimals(self) -> int:
        """The decimals that its sums are printed with."""
        return SCALES[self.scale][2] if self.scale else 0

    def inputs(self) -> tuple[str, ...]:
        """The indicators and items that it is drawn from, each once."""
        return tuple(dict.fromkeys((*self.of, *filter(None, (self.accent,)))))
