"""Monthly payments (B4) and gifts (B6)."""

from __future__ import annotations

from ctxh.reference.norms import BASE
from sample.levels import MERIT, levels
from sample.plan import Setting, Target, by_commune, communes, share, targets, targets_under

FEE_OF_A_PAYMENT = 3_000
MONTHS = range(1, 13)
_AUTUMN_FIRST = (9, 7, 10, 8, 6, 4, 5, 3, 2, 1, 0)
PROGRAMMES = ("btxh_monthly", "home_care", "service_fee", "ncc_monthly")


def path_to(last: int, first: int) -> list[int]:
    """Twelve monthly whole numbers that run evenly from the first to the last."""
    return [round(first + (last - first) * (month - 1) / 11) for month in MONTHS]


def tuned(path: list[int], prices: list[int], goal: int) -> list[int]:
    """A path to the same December whose cost comes as near to the goal as whole steps allow.

    The slope is chosen first; single steps, a month each, settle the rest.
    """
    last = path[-1]
    slope = sum(p * (12 - m) / 11 for p, m in zip(prices, MONTHS, strict=True))
    first = round(last - (last * sum(prices) - goal) / slope)
    found = path_to(last, first)
    for month in _AUTUMN_FIRST:
        gap = goal - _cost(found, prices)
        if abs(gap) > prices[month] / 2:
            found[month] += 1 if gap > 0 else -1
    return found


def _cost(path: list[int], prices: list[int]) -> int:
    return sum(n * price for n, price in zip(path, prices, strict=True))


class PaymentPlan:
    """Persons and amounts by commune, month and programme; December agrees with the registers.

    ``halves``, ``persons``, ``carers``, ``merit_persons`` and ``merit_amounts`` are the registers'
    sums by commune: half coefficients by norm, persons, marks of home care, people with merit, their amounts.
    A month is paid by the norm in force; what one that counts from earlier months adds to them comes with its first.
    """

    def __init__(self, setting: Setting, halves, persons, carers, merit_persons, merit_amounts, cash_share) -> None:
        self.year = setting.year
        self.cash_share = cash_share
        self.levels = levels(setting)
        goals = targets(setting)
        self.persons = self._spread(path_to(sum(persons), goals["btxh_persons_first"].value), persons)
        self.halves = {norm: self._of_norm(norm, [own.get(norm, 0) for own in halves], goals) for norm in sorted(set().union(*halves))}
        self.carers = self._spread(self._carers_path(sum(carers), goals), carers)
        self.merit_persons = self._spread(path_to(sum(merit_persons), goals["ncc_persons_first"].value), merit_persons)
        self.merit_mean = [amount / n for amount, n in zip(merit_amounts, merit_persons, strict=True)]

    def _of_norm(self, norm: str, last: list[int], goals: dict[str, Target]) -> list[list[int]]:
        return self._spread(self._halves_path(norm, sum(last), goals), last)

    def _halves_path(self, norm: str, last: int, goals: dict[str, Target]) -> list[int]:
        path = path_to(last, round(last * goals["btxh_persons_first"].value / sum(p[-1] for p in self.persons)))
        goal = goals["btxh_monthly_amount"].value
        return tuned(path, [base // 2 for base in self.levels.paid[norm]], goal) if goal else path

    def _carers_path(self, last: int, goals: dict[str, Target]) -> list[int]:
        path = path_to(last, goals["home_care_first"].value)
        goal = goals["home_care_amount"].value
        return tuned(path, self.levels.paid[BASE], goal) if goal else path

    @staticmethod
    def _spread(path: list[int], last_by_commune: list[int]) -> list[list[int]]:
        """Monthly numbers of each commune; December is what its register says."""
        months = [share(total, last_by_commune) for total in path]
        months[-1] = list(last_by_commune)
        return [list(column) for column in zip(*months, strict=True)]

    def rows(self, commune: int) -> list[dict]:
        """The rows of form B4 of a commune."""
        return [self._row(commune, month, programme) for month in MONTHS for programme in PROGRAMMES]

    def _row(self, commune: int, month: int, programme: str) -> dict:
        persons, amount = self._paid(commune, month - 1, programme)
        arrears = sum(self._owed(commune, month - 1, programme))
        in_cash = round(persons * self.cash_share[programme == "ncc_monthly"])
        counted = programme != "service_fee"
        return {
            "month": (self.year, month),
            "programme": programme,
            "persons": persons,
            "amount": amount + arrears,
            "through_account": persons - in_cash if counted else None,
            "unpaid_persons": 0 if counted else None,
            "arrears": arrears if counted else None,
        }

    def _paid(self, commune: int, month: int, programme: str) -> tuple[int, int]:
        """The persons of a month and what they are paid by the norms in force."""
        persons = self.merit_persons if programme == "ncc_monthly" else self.carers if programme == "home_care" else self.persons
        count = persons[commune][month]
        if programme == "service_fee":
            return count, count * FEE_OF_A_PAYMENT
        return count, sum(self._at(commune, month, programme, norm, self.levels.paid[norm][month]) for norm in self._norms(programme))

    def _norms(self, programme: str) -> list[str]:
        """The norms that a programme is paid by."""
        return {"btxh_monthly": list(self.halves), "home_care": [BASE], "ncc_monthly": [MERIT]}.get(programme, [])

    def _at(self, commune: int, month: int, programme: str, norm: str, level: int) -> int:
        """What a month of a programme comes to at a level of one of its norms."""
        if programme == "ncc_monthly":
            mean = self.merit_mean[commune] * level / self.levels.at_end(MERIT)
            return round(self.merit_persons[commune][month] * mean / 1000) * 1000
        if programme == "home_care":
            return self.carers[commune][month] * level
        return self.halves[norm][commune][month] * level // 2

    def _owed(self, commune: int, month: int, programme: str) -> list[int]:
        """What is paid with a month for earlier ones, since a norm now in force counts from them."""
        return [
            self._at(commune, past, programme, norm, self.levels.due[norm][past])
            - self._at(commune, past, programme, norm, self.levels.paid[norm][past])
            for norm in self._norms(programme)
            for past in self.levels.owed_until(norm, month)
        ]


def commune_gifts(setting: Setting, seed: int) -> list[list[dict]]:
    """The rows of form B6 of each commune."""
    rows: list[list[dict]] = [[] for _ in communes(setting)]
    for item, target in targets_under(setting, "gifts").items():
        for own, n in zip(rows, _gift_counts(setting, seed, item, target), strict=True):
            if n:
                own.append(gift_row(item, n, target))
    mobilised = targets(setting)["tet_commune_mobilised"].value // 50_000
    for own, part in zip(rows, by_commune(setting, mobilised, seed, setting.year, "mobilised", spread=0.5), strict=True):
        own.append(gift_row("tet.commune.merit", None, Target(0), part * 50_000))
    return [_in_order(own) for own in rows]


def _gift_counts(setting: Setting, seed: int, item: str, target: Target) -> list[int]:
    if item.endswith(".village"):
        return [len(c.villages) for c in communes(setting)]
    # The same few persons get the higher gift of the President on both occasions.
    topic = "high" if item.endswith("merit_high") else item
    return by_commune(setting, target.value, seed, setting.year, topic)


def desk_gifts(setting: Setting) -> list[dict]:
    """The rows of form B6 of the office's desk."""
    found = targets_under(setting, "desk_gifts").items()
    return _in_order([gift_row(item, target.value, target) for item, target in found])


def gift_row(item: str, n: int | None, target: Target, amount: int | None = None) -> dict:
    """One row of form B6; the item is occasion, payer and group with dots between."""
    occasion, payer, group = item.split(".")
    if n and target.level:
        amount = n * target.level
    in_kind = target.in_kind
    return {
        "occasion": occasion,
        "payer": payer,
        "recipient_group": group,
        "gifts": n,
        "unit_value": target.level,
        "in_kind": in_kind,
        "cash": target.level - in_kind if in_kind else None,
        "amount": amount,
    }


def _in_order(rows: list[dict]) -> list[dict]:
    occasions = ("tet", "longevity", "dbp", "jul27", "mid_autumn", "hardship")
    ordered = sorted(rows, key=lambda row: occasions.index(row["occasion"]))
    return [{"row_number": number, **row} for number, row in enumerate(ordered, start=1)]
