"""What an identity number says of its holder: where, of which sex and in which year the birth was registered."""

from __future__ import annotations

from ctxh.vietnamese import DateError, PartialDate, of_one_century, parse_date

EXAMPLES = "099"  # the code of no province, which invented persons have
_PROVINCES = frozenset(
    [
        "001",
        "002",
        "004",
        "006",
        "008",
        "010",
        "011",
        "012",
        "014",
        "015",
        "017",
        "019",
        "020",
        "022",
        "024",
        "025",
        "026",
        "027",
        "030",
        "031",
        "033",
        "034",
        "035",
        "036",
        "037",
        "038",
        "040",
        "042",
        "044",
        "045",
        "046",
        "048",
        "049",
        "051",
        "052",
        "054",
        "056",
        "058",
        "060",
        "062",
        "064",
        "066",
        "067",
        "068",
        "070",
        "072",
        "074",
        "075",
        "077",
        "079",
        "080",
        "082",
        "083",
        "084",
        "086",
        "087",
        "089",
        "091",
        "092",
        "093",
        "094",
        "095",
        "096",
    ]
)
_ABROAD = 100  # codes above it are those of countries


def known_place(number: str, examples: bool = False) -> bool:
    """Whether the first three digits are the code of a province or a country; of examples, also their own."""
    code = number[:3]
    return code in _PROVINCES or int(code) > _ABROAD or (examples and code == EXAMPLES)


def fits_person(number: str, male: int | None, female: int | None) -> bool:
    """Whether century, year and sex in a number are those of the year of birth under one of the sexes.

    Years that are both unknown or both known say nothing against it.
    """
    year = male or female if not (male and female) else None
    return year is None or int(number[3:6]) == (year // 100 - 19) * 200 + bool(female) * 100 + year % 100


def birth(cell: object, reported: int | None) -> PartialDate | None:
    """The birth in a cell as far as it is known; None where it cannot be read or two centuries are possible."""
    try:
        return parse_date(cell)
    except DateError as fault:
        if fault.reason != "short_year" or reported is None:
            return None
    try:
        found = parse_date(cell, reported)
        return found and of_one_century(found, reported, birth=True)
    except DateError:
        return None
