"""What the allowances of a period would have cost under another norm, coefficient or age: never part of a report.

It rests on counts and sums alone. Who was paid stays as it was; what would ask for persons is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape

import pandas as pd

from ctxh.book.check_rules import FUNERALS
from ctxh.book.lists import REGISTER
from ctxh.compute.age_rates import Asked, Rates, rate_at, rates_of, rates_with_age, with_coefficient
from ctxh.compute.computed import Computed
from ctxh.compute.norm_months import MULTIPLIED, Levels, allowances_of, coefficients_by_norm, funeral_norms, of_register
from ctxh.compute.selections import category_label, notice
from ctxh.compute.wide_frames import HYPOTHETICAL, NOTE
from ctxh.errors import WrongUsage
from ctxh.reference.norms import BASE, NoNorm, coefficients_on, has_norm, norm_on
from ctxh.vietnamese import fold, format_date, format_number, nearest_word

MARK = "GIẢ ĐỊNH, không phải số liệu báo cáo"
MONTH, KIND, GROUP, PAID = "Tháng", "Khoản chi", "Nhóm", "Đã chi (đồng)"
SUPPOSED, DIFFERENCE = f"{HYPOTHETICAL} (đồng)", f"Chênh lệch {HYPOTHETICAL.lower()} (đồng)"  # a drawing knows by the name
ALL, BURIALS = "Tất cả", "Mai táng phí"
DOUBT = 0.05  # of what the list of the last month comes to: so much the money paid may differ unsaid


@dataclass(frozen=True)
class Part:
    """Money paid in a month for a group and ages: what it is in proportion to, and how much it was."""

    month: str
    kind: str
    group: str  # a code of the register, empty for a kind that is not split
    band: str
    norm: str
    amount: float


@dataclass(frozen=True, repr=False)
class WhatIf:
    """A budget as it would be, beside what was paid; amounts in đồng. Every table of it says that it is hypothetical.

    ``budget`` has columns Tháng, Khoản chi, Nhóm, Đã chi, Giả định, Chênh lệch giả định; ``reasons`` what each change comes to.
    """

    words: str
    budget: pd.DataFrame
    reasons: pd.DataFrame
    notes: tuple[str, ...]

    @property
    def by_month(self) -> pd.DataFrame:
        """A row a month."""
        return self._summed(MONTH)

    @property
    def by_group(self) -> pd.DataFrame:
        """A row a kind of spending and a group of persons."""
        return self._summed(KIND, GROUP)

    @property
    def difference(self) -> float:
        """What it would cost more, or less where below zero, in đồng."""
        return float(self.budget[DIFFERENCE].sum())

    def _summed(self, *names: str) -> pd.DataFrame:
        summed = self.budget.groupby(list(names), sort=False, as_index=False)[[PAID, SUPPOSED, DIFFERENCE]].sum()
        return marked_hypothetical(summed, self.words, self.notes)

    def __repr__(self) -> str:
        return "\n".join([f"{MARK}: {self.words}", f"Chênh lệch {_money(self.difference)} đồng", *self._reasons(), *self.notes])

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{escape(line)}</li>" for line in (*self._reasons(), *self.notes))
        shown = self.by_group.map(lambda value: format_number(value) if isinstance(value, float) else value)
        head = f"<p><strong>{MARK}</strong>: {escape(self.words)}. Chênh lệch {_money(self.difference)} đồng.</p>"
        return f"{head}<ul>{lines}</ul>{shown.to_html(index=False)}"

    def _reasons(self) -> list[str]:
        return [f"{row[0]}: {_money(row[1])} đồng" for row in self.reasons.iloc[:, :2].itertuples(index=False, name=None)]


def marked_hypothetical(frame: pd.DataFrame, words: str, notes: tuple[str, ...] = ()) -> pd.DataFrame:
    """The frame with a column that says that it is hypothetical, and the same among its attributes."""
    shown = frame.assign(**{HYPOTHETICAL: words})
    shown.attrs = {NOTE: f"{MARK}: {words}. {' '.join(notes)}".strip(), HYPOTHETICAL: words}
    return shown


def what_if(
    computed: Computed,
    norms: Mapping[str, float] | None = None,
    coefficients: Mapping[Asked, float] | None = None,
    ages: Mapping[Asked, int] | None = None,
    since: str = "",
) -> WhatIf:
    """The budget by month and group as it would be. Raises WrongUsage for what there is not, or what only persons could tell.

    ``norms`` are in đồng a month; ``since`` is a day, months that begin on it or later are paid anew, all where it is empty.
    """
    months = _months(computed, since)
    levels = {_norm(computed, name): _positive(value) for name, value in (norms or {}).items()}
    parts = _parts(computed, months, set(levels), bool(coefficients or ages))
    now = rates_of(coefficients_on(computed.request.coefficients, computed.period.last))
    steps: list[Step] = [(_norm_words(computed, norm, value, since), {norm: value}, now, now) for norm, value in levels.items()]
    rates, called = now, partial(_group_label, computed)
    for asked, value in (coefficients or {}).items():
        known = _group(computed, asked, now)
        changed = with_coefficient(rates, known, _positive(value), called)
        steps.append((f"Hệ số của {_asked_words(computed, known)} là {format_number(value, 1)}", {}, rates, changed))
        rates = changed
    for asked, age in (ages or {}).items():
        known = _group(computed, asked, now)
        changed = rates_with_age(rates, known, age, {part.band for part in parts}, called)
        steps.append((f"{_asked_words(computed, known)} tính từ {age} tuổi", {}, rates, changed))
        rates = changed
    if not steps:
        raise WrongUsage("Chưa giả định gì: what_if(norms={...}), coefficients={...} hoặc ages={...}.")
    return _reckoned(computed, parts, months, steps)


Step = tuple[str, Mapping[str, float], Rates, Rates]  # words, norms by their new levels, rates before and after


def _reckoned(computed: Computed, parts: list[Part], months: frozenset[str], steps: list[Step]) -> WhatIf:
    levels, amounts, reasons = Levels(computed.request.norms), [part.amount for part in parts], []
    for words, norms, before, after in steps:
        then = [
            amount * _factor(part, levels, norms, before, after) if part.month in months else amount
            for part, amount in zip(parts, amounts, strict=True)
        ]
        reasons.append((words, sum(then) - sum(amounts)))
        amounts = then
    rows = [
        (part.month, part.kind, _group_label(computed, part.group), part.amount, amount, amount - part.amount)
        for part, amount in zip(parts, amounts, strict=True)
    ]
    named = "; ".join(words for words, _ in reasons)
    frame = pd.DataFrame(rows, columns=[MONTH, KIND, GROUP, PAID, SUPPOSED, DIFFERENCE])
    notes = tuple(filter(None, (*_notes(computed), notice(computed, True))))
    budget = frame.groupby([MONTH, KIND, GROUP], sort=False, as_index=False).sum()
    return WhatIf(
        named,
        marked_hypothetical(budget, named, notes),
        marked_hypothetical(pd.DataFrame(reasons, columns=["Lý do", DIFFERENCE]), named),
        notes,
    )


def _factor(part: Part, levels: Levels, norms: Mapping[str, float], before: Rates, after: Rates) -> float:
    """How many times a part of the money would be paid."""
    times = norms[part.norm] / _paid_by(levels, part) if part.norm in norms else 1.0
    if before is after or part.group not in before:
        return times
    now, then = rate_at(before[part.group], part.band), rate_at(after[part.group], part.band)
    if now is None and before[part.group] != after[part.group]:
        raise WrongUsage(
            f"Nhóm «{part.group}» có người chưa rõ tuổi hoặc ngoài tuổi của quy định: phải xem danh sách từng người mới tính được."
        )
    return times if now is None else times * (then.coefficient if then else 0.0) / now.coefficient


def _paid_by(levels: Levels, part: Part) -> float:
    """The level that a month was paid by. Raises WrongUsage where one counts and another was in force."""
    counted, in_force = levels.both({part.norm: 1}, part.month)
    if counted != in_force:
        raise WrongUsage(f"Tháng {part.month} có mức mới tính từ trước ngày có hiệu lực, chưa rõ đã chi theo mức nào: chọn since muộn hơn.")
    return counted


def _parts(computed: Computed, months: frozenset[str], norms: set[str], by_group: bool) -> list[Part]:
    """The money of the period that hangs on norms: allowances by group and ages, and kinds that are in proportion to one norm."""
    seen, found, items = computed.by_item, [], allowances_of(computed.book)
    if not seen.rows(items.spent):  # which is no nought
        raise WrongUsage(f"Chưa có số liệu «{computed.book.items[items.spent].label}» của kỳ này nên không tính giả định được.")
    if arrears := [row.period for row in seen.rows(items.arrears) if row.value and row.period in months]:
        raise WrongUsage(
            f"Tháng {min(arrears)} có tiền truy lĩnh, chưa tách được về từng tháng nên không tính giả định được: chọn since sau tháng ấy."
        )
    for programme, norm in computed.book.programmes_of(items.spent).items():
        kind = category_label(computed, *items.programme, programme)
        for month, amount in sorted(seen.by_period(items.spent, programme).items()):
            found += (
                _shared(computed, month, kind, amount, month in months) if norm == REGISTER else [Part(month, kind, "", "", norm, amount)]
            )
    levels = funeral_norms(computed.request)
    if len(levels) == 1 and levels[0] in norms:
        for _, spent, _ in computed.book.looked_at_by(FUNERALS):
            found += [Part(month, BURIALS, "", "", levels[0], amount) for month, amount in sorted(seen.by_period(spent).items())]
    touched = [part for part in found if part.norm in norms or (by_group and part.group)]
    return [part for part in found if part.kind in {one.kind for one in touched}]


def _shared(computed: Computed, month: str, kind: str, amount: float, touched: bool) -> list[Part]:
    """A month's allowances shared out by the list of the period's end; not where a norm of the list was not in force then."""
    known: dict[tuple[str, str], float] = {}
    for (_, category), total in computed.by_item.by_category(allowances_of(computed.book).by_group).items():
        group, _, band = category.partition("|")
        known[group, band] = known.get((group, band), 0.0) + (total or 0.0)
    if not known:
        raise WrongUsage("Chưa có hệ số theo nhóm và tuổi: danh sách B1 chưa có, hoặc bản đã công bố còn cũ, hãy lập lại báo cáo.")
    multiplied = {group: rows[0].norm for group, rows in coefficients_on(computed.request.coefficients, computed.period.last).items()}
    levels = Levels(computed.request.norms)
    try:
        due = {(g, band): total * levels.both({multiplied.get(g, BASE): 1}, month)[0] for (g, band), total in known.items()}
    except NoNorm:
        if touched:
            raise WrongUsage(
                f"Tháng {month} chưa có mức của một nhóm trong danh sách cuối kỳ, không chia được theo nhóm: chọn since muộn hơn."
            ) from None
        return [Part(month, kind, "", "", "", amount)]
    whole = sum(due.values())
    return [Part(month, kind, g, band, multiplied.get(g, BASE), amount * part / whole) for (g, band), part in sorted(due.items())]


def _notes(computed: Computed) -> list[str]:
    """What the budget supposes, and how far the list is from the money of the last month where that is far."""
    notes = ["Người được chi giữ nguyên như đã chi; tiền từng nhóm chia theo danh sách cuối kỳ (B1)."]
    if len(levels := funeral_norms(computed.request)) > 1:
        labels = (str(norm_on(computed.request.norms, level, computed.period.last)["label"]).lower() for level in levels)
        notes.append(f"Không gồm mai táng phí: chưa biết phần nào tính theo {', phần nào theo '.join(labels)}.")
    paid = of_register(computed, (items := allowances_of(computed.book)).spent)
    if paid:
        last = max(paid)
        due, _ = Levels(computed.request.norms).both(coefficients_by_norm(computed.by_item, items.coefficients), last)
        if abs(due - paid[last]) > DOUBT * paid[last]:
            notes.append(
                f"Danh sách nhân mức chuẩn được {_money(due)} đồng, khác số đã chi tháng cuối {_money(paid[last])} đồng: chỉ để ước lượng."
            )
    return notes


def _months(computed: Computed, since: str) -> frozenset[str]:
    """The months of the period that begin on a day or later. Raises WrongUsage for what is no day, or one after the period."""
    try:
        first = date.fromisoformat(since) if since else computed.period.first
    except ValueError:
        raise WrongUsage(f'«{since}» không phải ngày: viết since="{computed.year}-07-01".') from None
    found = frozenset(month for month in computed.period.months if f"{month}-01" >= first.isoformat() or not since)
    if not found:
        raise WrongUsage(f"Không có tháng nào của {computed.period.words} bắt đầu từ {format_date(first)}: chọn since sớm hơn.")
    return found


def _norm(computed: Computed, words: str) -> str:
    """A norm by its id or label. Raises WrongUsage for one that no money of the lists is in proportion to, saying which are."""
    on, norms = computed.period.last, dict.fromkeys((*MULTIPLIED, *computed.book.norms_paid_by, *funeral_norms(computed.request)))
    known = {norm: str(norm_on(computed.request.norms, norm, on)["label"]) for norm in norms if has_norm(computed.request.norms, norm, on)}
    for norm, label in known.items():
        if words == norm or fold(words) == fold(label):
            return norm
    hint = nearest_word(words, [*known, *known.values()])
    may = ", ".join(f"{label} ({norm})" for norm, label in known.items())
    raise WrongUsage(
        f"Không giả định được mức «{words}».{f' Có phải ý bạn là «{hint}»?' if hint else ''} Hỏi được: {may}. "
        "Mức khác phải có danh sách từng người."
    )


def _group(computed: Computed, asked: Asked, rates: Rates) -> Asked:
    """A group by its code or label, with its age where one is given. Raises WrongUsage for one that has no coefficient."""
    words = asked if isinstance(asked, str) else asked[0]
    called = {group: _group_label(computed, group) for group in rates}
    for group, label in called.items():
        if words == group or fold(words) == fold(label):
            return group if isinstance(asked, str) else (group, asked[1])
    hint = nearest_word(words, [*called, *called.values()])
    raise WrongUsage(f"Không có nhóm «{words}».{f' Có phải ý bạn là «{hint}»?' if hint else ''} Các nhóm: {', '.join(called)}.")


def _group_label(computed: Computed, group: str) -> str:
    return category_label(computed, computed.book.items[allowances_of(computed.book).by_group].form, "group", group) if group else ALL


def _asked_words(computed: Computed, asked: Asked) -> str:
    label = _group_label(computed, asked if isinstance(asked, str) else asked[0])
    return f"«{label}»" if isinstance(asked, str) else f"«{label}», mức từ {asked[1]} tuổi"


def _norm_words(computed: Computed, norm: str, value: float, since: str) -> str:
    row = norm_on(computed.request.norms, norm, computed.period.last)
    from_day = f" từ {format_date(date.fromisoformat(since))}" if since else ""
    return f"{row['label']} {format_number(value)} đồng (đang là {format_number(float(row['value']))}){from_day}"


def _positive(value: float) -> float:
    if isinstance(value, str) or not value > 0:
        raise WrongUsage(f"Mức giả định phải là một số lớn hơn 0, viết như 600_000, không phải {value!r}.")
    return float(value)


def _money(value: float) -> str:
    return f"{'+' if value > 0 else ''}{format_number(value)}"
