"""What an office collects beside what all do: relief and houses of its areas, targets of its desk."""

from __future__ import annotations

from sample.plan import Setting, by_commune, communes

PARTS = {"houses": ("planned", "started", "finished"), "relief": ("recipients", "paid_recipients")}  # columns of one number


def area_rows(setting: Setting, seed: int) -> dict[str, list[list[dict]]]:
    """The rows of each form that areas send, area by area; nothing where the office collects none of them."""
    lines = [line for line in setting.table("optional") if line["form"] in setting.forms] if setting.forms else []
    found: dict[str, list[list[dict]]] = {line["form"]: [[] for _ in communes(setting)] for line in lines}
    for line in lines:
        form, shared = line["form"], by_commune(setting, int(line["total"]), seed, line["codes"], spread=0.2)
        for rows, number in zip(found[form], shared, strict=True):
            if number:
                rows.append({"row_number": len(rows) + 1, **_row(line, number)})
    return found


def _row(line: dict[str, str], number: int) -> dict:
    codes = dict(pair.split("=") for pair in line["codes"].split("|"))
    level, months = ({name: int(line[name])} if line[name] else {} for name in ("level", "months"))
    amount = number * level.get("level", 0) * months.get("months", 1)
    row = {**codes, **dict.fromkeys(PARTS[line["form"]], number), **level, "amount": amount}
    return row if line["form"] == "houses" else {**row, **months, "rice": number * int(line["rice"] or 0), "paid_amount": amount}


def target_rows(setting: Setting) -> list[dict]:
    """The targets of an office's desk (B18); nothing where it writes none."""
    lines = setting.table("plans") if "plans" in setting.forms else []
    return [
        {
            "row_number": n,
            "target": line["target"],
            "unit_of_measure": line["measure"],
            **{year: float(line[year]) for year in ("this_year", "next_year") if line[year]},
        }
        for n, line in enumerate(lines, 1)
    ]
