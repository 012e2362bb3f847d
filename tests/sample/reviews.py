"""Poverty reviews by village (B8a, B8b), businesses (B9a), training and jobs (B9b)."""

from __future__ import annotations

from sample.plan import Setting, by_commune, communes, dice, share, targets


def village_weights(setting: Setting, topic: str, seed: int, spread: float) -> list[float]:
    """A lasting weight for each village of an office, commune after commune."""
    source = dice(*setting.salt, seed, "villages", topic)
    return [c.weight / len(c.villages) * source.uniform(1 - spread, 1 + spread) for c in communes(setting) for _ in c.villages]


def poverty_rows(form: str, setting: Setting, seed: int) -> list[list[dict]]:
    """The rows of a poverty review of each commune; the year begins where the last one ended."""
    stem = {"poor_review": "poor", "near_poor_review": "near_poor"}[form]
    goals = targets(setting)
    households = share(goals["households"].value, village_weights(setting, "households", seed, 0.25))
    start = _stock(setting, stem, goals[f"{stem}_at_start"].value, seed, setting.year - 1)
    end = _stock(setting, stem, goals[f"{stem}_at_end"].value, seed, setting.year)
    source = dice(*setting.salt, seed, setting.year, form)
    rows = [_review(n, s, e, source) for n, s, e in zip(households, start, end, strict=True)]
    return _split(setting, [{**row, "residents": _residents(row["households"])} for row in rows])


def _stock(setting: Setting, stem: str, total: int, seed: int, year: int) -> list[int]:
    source = dice(*setting.salt, seed, year, stem, "stock")
    weights = village_weights(setting, stem, seed, 0.8)
    return share(total, [w * source.uniform(0.9, 1.1) for w in weights])


def _review(households: int, start: int, end: int, source) -> dict:
    came = max(0, end - start)
    came += min(end - came, source.choice((0, 0, 0, 1, 1, 2))) if end > came else 0
    relapsed = min(came, source.choice((0, 0, 0, 0, 1)))
    return {
        "households": households,
        "at_start": start,
        "escaped": start + came - end,
        "relapsed": relapsed,
        "newly_found": came - relapsed,
        "at_end": end,
    }


def _residents(households: int) -> int:
    """The people of a village, which the form of the poor asked for until 2022."""
    return households * 33 // 10


def _split(setting: Setting, rows: list[dict]) -> list[list[dict]]:
    rest = iter(rows)
    return [
        [{"row_number": number, "village": village, **next(rest)} for number, village in enumerate(commune.villages, start=1)]
        for commune in communes(setting)
    ]


def labour_rows(setting: Setting, seed: int) -> list[list[dict]]:
    """The rows of form B9a of each commune."""
    goals = targets(setting)
    kinds = {"household_business": "household_businesses", "enterprise": "enterprises"}
    rows: list[list[dict]] = [[] for _ in communes(setting)]
    for kind, item in kinds.items():
        places = by_commune(setting, goals[item].value, seed, "places", kind, spread=0.4)
        workers = _at_least(places, goals[f"{kind}_workers"].value, dice(*setting.salt, seed, "workers", kind))
        insured = share(goals[f"{kind}_insured"].value, workers)
        for own, values in zip(rows, zip(places, workers, insured, strict=True), strict=True):
            own.append(
                {"row_number": len(own) + 1, "kind": kind, **dict(zip(("establishments", "workers", "insured"), values, strict=True))}
            )
    return rows


def _at_least(floor: list[int], total: int, source) -> list[int]:
    """Parts of a total, each at least its floor."""
    extra = share(total - sum(floor), [n * source.uniform(0.7, 1.3) for n in floor])
    return [n + more for n, more in zip(floor, extra, strict=True)]


def employment_rows(setting: Setting, seed: int) -> list[list[dict]]:
    """The rows of form B9b of each commune."""
    rows: list[list[dict]] = [[] for _ in communes(setting)]
    for content in ("labour_force", "certified_workers", "trained_certified", "new_jobs"):
        spread = 0.02 if content == "labour_force" else 0.08
        for own, n in zip(rows, by_commune(setting, targets(setting)[content].value, seed, content, spread=spread), strict=True):
            own.append({"row_number": len(own) + 1, "content": content, "quantity": n})
    return rows
