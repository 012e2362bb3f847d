"""The records of all forms of a year, commune by commune, so that the communes sum to the targets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sample import changes, desk, money, optional, registers, reviews, services
from sample.levels import levels
from sample.people import Cast
from sample.plan import Commune, Setting, by_commune, communes, dice, share, targets, targets_under

Forms = list[tuple[str, list[dict]]]
_GRAVE = "disability_grave"
_RARE = 60
_CONVALESCENCE = {"convalescence_hai_duong": "convalescence_in_province", "convalescence_quang_ninh": "convalescence_elsewhere"}


@dataclass
class Registers:
    """The people of one commune: its cast and what its two registers and its deaths are."""

    cast: Cast
    beneficiaries: list[registers.Entry]
    merited: list[registers.Merited]
    dead: list[changes.Funeral]


class Sample:
    """The records of a year; ``forms_of`` gives those of a commune, ``forms_of_desk`` the district's."""

    def __init__(self, setting: Setting, seed: int) -> None:
        self.setting, self.year, self.seed = setting, setting.year, seed
        self.levels = levels(setting)

    def forms_of(self, commune: Commune) -> Forms:
        """The forms of a commune with their records, in the order of the forms."""
        i = commune.index - 1
        own = self.registers[i]
        decided = changes.changes(own.cast, self.levels, self._changes_of(i, own), own.beneficiaries, own.dead)
        return [
            ("beneficiaries", registers.beneficiary_rows(own.beneficiaries, self.levels)),
            ("merit_people", registers.merit_rows(own.merited)),
            ("changes", changes.change_rows(decided, self.setting.closing)),
            ("funerals", changes.funeral_rows(own.dead)),
            ("payments", self.payments.rows(i)),
            ("insurance_cards", services.insurance_rows(own.cast, self.levels, self._part(self.cards, i))),
            ("gifts", self.gifts[i]),
            ("merit_services", self._services_of(i, own)),
            ("poor_review", self.poor[i]),
            ("near_poor_review", self.near_poor[i]),
            ("labour", self.labour[i]),
            ("employment", self.employment[i]),
            *((form, rows[i]) for form, rows in self.optional.items()),
        ]

    def forms_of_desk(self) -> Forms:
        """The forms of the district's desk with their records."""
        cast = Cast(len(communes(self.setting)) + 1, ("",), dice(*self.setting.salt, self.seed, self.year, "desk"))
        forms = [
            ("gifts", money.desk_gifts(self.setting)),
            ("merit_services", desk.desk_service_rows(cast, self.setting)),
            ("documents", desk.document_rows(self.setting)),
            ("narrative", desk.narrative_rows(self.setting)),
            ("desk_figures", desk.desk_figure_rows(self.setting)),
        ]
        more = [("plans", optional.target_rows(self.setting)), ("printed_figures", desk.printed_rows(self.setting))]
        return forms + [(form, rows) for form, rows in more if rows]

    @cached_property
    def registers(self) -> list[Registers]:
        """The people of each commune."""
        return [self._registers_of(commune) for commune in communes(self.setting)]

    def _registers_of(self, commune: Commune) -> Registers:
        i = commune.index - 1
        cast = Cast(commune.index, commune.villages, dice(*self.setting.salt, self.seed, self.year, commune.area_code))
        counts = self._part(self.beneficiaries, i)
        entries = registers.entries(cast, self.year, counts, self.change_counts["new_elderly"][i], self.carers[i], self.cash_btxh[i])
        merited = registers.merited(cast, self.levels, self._part(self.merit_people, i), self._parts("holiday_meal")[i], self.cash_ncc[i])
        dead = changes.funerals(cast, self.levels, self.deaths_early[i], self.deaths_late[i])
        return Registers(cast, entries, merited, dead)

    @cached_property
    def payments(self) -> money.PaymentPlan:
        """The payments of all communes."""
        halves = [self._halves_of(own.beneficiaries) for own in self.registers]
        persons = [len(own.beneficiaries) for own in self.registers]
        merit_persons = [len(own.merited) for own in self.registers]
        merit_amounts = [sum(m.monthly_amount for m in own.merited) for own in self.registers]
        cash_share = (sum(self.cash_btxh) / sum(persons), sum(self.cash_ncc) / sum(merit_persons))
        return money.PaymentPlan(self.setting, halves, persons, self.carers, merit_persons, merit_amounts, cash_share)

    def _halves_of(self, register: list[registers.Entry]) -> dict[str, int]:
        """The half coefficients of a register by the norm that they multiply."""
        found: dict[str, int] = {}
        for entry in register:
            norm = self.levels.of_group(entry.allowance.group)
            found[norm] = found.get(norm, 0) + entry.allowance.halves
        return found

    @cached_property
    def beneficiaries(self) -> dict[str, list[int]]:
        """Entries of B1 by kind and commune."""
        return self._shared("beneficiaries")

    @cached_property
    def merit_people(self) -> dict[str, list[int]]:
        """Entries of B1b by group and commune."""
        return self._shared("merit_people")

    @cached_property
    def change_counts(self) -> dict[str, list[int]]:
        """Entries of B2 by kind and commune."""
        return self._shared("changes")

    @cached_property
    def cards(self) -> dict[str, list[int]]:
        """Entries of B5 by group and commune."""
        return self._shared("insurance_cards")

    @cached_property
    def carers(self) -> list[int]:
        """Marks of home care in B1 by commune."""
        grave = [kinds for kind, kinds in self.beneficiaries.items() if kind.startswith(_GRAVE)]
        return share(targets(self.setting)["home_care_marks"].value, [sum(column) for column in zip(*grave, strict=True)])

    @cached_property
    def cash_btxh(self) -> list[int]:
        """People of B1 paid in cash, by commune."""
        return self._cash("cash_btxh", self.beneficiaries)

    @cached_property
    def cash_ncc(self) -> list[int]:
        """People of B1b paid in cash, by commune."""
        return self._cash("cash_ncc", self.merit_people)

    @cached_property
    def deaths_early(self) -> list[int]:
        """Deaths with funeral support before 1 July, by commune."""
        return self._parts("funerals_before_july")

    @cached_property
    def deaths_late(self) -> list[int]:
        """Deaths with funeral support from 1 July, by commune."""
        rest = targets(self.setting)["changes.funeral"].value - sum(self.deaths_early)
        return by_commune(self.setting, rest, self.seed, self.year, "late deaths")

    @cached_property
    def gifts(self) -> list[list[dict]]:
        """Rows of B6 by commune."""
        return money.commune_gifts(self.setting, self.seed)

    @cached_property
    def poor(self) -> list[list[dict]]:
        """Rows of B8a by commune."""
        return reviews.poverty_rows("poor_review", self.setting, self.seed)

    @cached_property
    def near_poor(self) -> list[list[dict]]:
        """Rows of B8b by commune."""
        return reviews.poverty_rows("near_poor_review", self.setting, self.seed)

    @cached_property
    def labour(self) -> list[list[dict]]:
        """Rows of B9a by commune."""
        return reviews.labour_rows(self.setting, self.seed)

    @cached_property
    def employment(self) -> list[list[dict]]:
        """Rows of B9b by commune."""
        return reviews.employment_rows(self.setting, self.seed)

    @cached_property
    def optional(self) -> dict[str, list[list[dict]]]:
        """Rows of what only some offices collect, by form and commune."""
        return optional.area_rows(self.setting, self.seed)

    def _changes_of(self, i: int, own: Registers) -> dict[str, int]:
        counts = self._part(self.change_counts, i)
        total = targets(self.setting)
        others = by_commune(self.setting, total["changes.stop"].value - total["changes.funeral"].value, self.seed, self.year, "stops")
        return counts | {"funeral": len(own.dead), "stop": len(own.dead) + others[i]}

    def _services_of(self, i: int, own: Registers) -> list[dict]:
        cast, year = own.cast, self.year
        rows: list[dict] = []
        for centre, service in _CONVALESCENCE.items():
            rows += services.convalescence_rows(cast, self.levels, service, self._parts(centre)[i], own.merited)
        rows += services.assistive_rows(cast, self._amounts("assistive_device", 50_000)[i], own.merited)
        rows += services.holiday_rows(own.merited, targets(self.setting)["holiday_days"].value, self.levels)
        rows += services.storm_house_rows(cast, self._amounts("storm_house", 100_000)[i], own.merited)
        rows += services.campaign_rows(cast, year, self._parts("spring1975")[i])
        return services.numbered(rows)

    def _amounts(self, service: str, step: int) -> list[list[int]]:
        """The amounts of a service of each commune; all of them sum to the target."""
        goals = targets(self.setting)
        source = dice(*self.setting.salt, self.seed, self.year, service, "amounts")
        amounts = iter(services.amounts_of(goals[f"{service}_amount"].value, goals[service].value, step, source))
        return [[next(amounts) for _ in range(n)] for n in self._parts(service)]

    def _parts(self, item: str) -> list[int]:
        return self._spread(item, targets(self.setting)[item].value)

    def _shared(self, stem: str) -> dict[str, list[int]]:
        return {k: self._spread(f"{stem}.{k}", t.value) for k, t in targets_under(self.setting, stem).items()}

    def _spread(self, item: str, total: int) -> list[int]:
        return by_commune(self.setting, total, self.seed, self.year, item, spread=0.6 if total < _RARE else 0.15)

    def _cash(self, item: str, counts: dict[str, list[int]]) -> list[int]:
        return share(targets(self.setting)[item].value, [sum(column) for column in zip(*counts.values(), strict=True)])

    @staticmethod
    def _part(counts: dict[str, list[int]], i: int) -> dict[str, int]:
        return {kind: n[i] for kind, n in counts.items()}
