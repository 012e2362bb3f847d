"""Vietnamese: how its text, numbers and days are read as clerks type them and printed as reports print them.

Old fonts, tones in two orders, amounts in words: whatever knows the language and nothing of the work."""

from ctxh.vietnamese.dates import DateError, PartialDate, of_one_century, parse_date, parse_month
from ctxh.vietnamese.digits import WHOLE_KINDS, NumberError, absent
from ctxh.vietnamese.numbers import BOUNDS, KINDS, Number, parse_number
from ctxh.vietnamese.printing import (
    SCALES,
    change_word,
    floor_to,
    format_amount,
    format_billion,
    format_count,
    format_date,
    format_exact,
    format_iso_date,
    format_long_date,
    format_money,
    format_number,
    format_percent,
    lunar_year_name,
    places_shown,
    round_half_up,
)
from ctxh.vietnamese.spelling import from_words, in_words
from ctxh.vietnamese.text import (
    PROVINCE,
    clean_text,
    fold,
    header_key,
    marked_key,
    nearest_word,
    plain_digits,
    spelling_key,
    under_province,
)

__all__ = [
    "BOUNDS",
    "KINDS",
    "PROVINCE",
    "SCALES",
    "WHOLE_KINDS",
    "DateError",
    "Number",
    "NumberError",
    "PartialDate",
    "absent",
    "change_word",
    "clean_text",
    "floor_to",
    "fold",
    "format_amount",
    "format_billion",
    "format_count",
    "format_date",
    "format_exact",
    "format_iso_date",
    "format_long_date",
    "format_money",
    "format_number",
    "format_percent",
    "from_words",
    "header_key",
    "in_words",
    "lunar_year_name",
    "marked_key",
    "nearest_word",
    "of_one_century",
    "parse_date",
    "parse_month",
    "parse_number",
    "places_shown",
    "plain_digits",
    "round_half_up",
    "spelling_key",
    "under_province",
]
