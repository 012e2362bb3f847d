"""Whether something asks for the norms that a province or an office sets: a misspelt one would hold for nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from ctxh.book import Book
from ctxh.book.checks import Ruled
from ctxh.book.formulas import NormValue
from ctxh.book.lists import read_lists
from ctxh.errors import CtxhError, misspelt, nearest
from ctxh.frames import Norm, rows_of
from ctxh.reference.norms import NATIONAL
from ctxh.reference.periods import OCCASION

GIFT = "gift|"  # before occasion|payer|group in the name of a norm that is the level of a gift
_OF_GIFTS = (OCCASION, "payer", "recipient_group")


def check_norm_names(book: Book, norms: pd.DataFrame, multiplied: Iterable[str], folders: Sequence[Path]) -> None:
    """Nothing, when each norm is one that something asks for, or of a name that is nothing else's misspelt.

    ``multiplied`` are the norms that coefficients multiply. Raises CtxhError with file, line, column and the nearest right word.
    """
    gifts = [row for row in rows_of(norms, Norm) if row.norm.startswith(GIFT)]
    codes = read_lists(folders).codes if gifts else {}
    for row in gifts:
        _check_gift(row, [set(codes.get(("gifts", column), ())) for column in _OF_GIFTS])
    own = norms[(norms["layer"] != NATIONAL) & ~norms["norm"].str.startswith(GIFT)]
    known = {*norms.loc[norms["layer"] == NATIONAL, "norm"], *multiplied, *book.norms_paid_by, *_asked(book)}
    for row in rows_of(own, Norm):
        if row.norm not in known and (likely := misspelt(row.norm, known)):
            message = f"không nơi nào dùng định mức «{row.norm}». Có phải ý bạn là «{likely}»?"
            raise CtxhError(f"{row.file}, dòng {row.row}, cột norm: {message}")


def _asked(book: Book) -> set[str]:
    """The norms that indicators and checks ask for."""
    formulas = {found.formula.norm for found in book.indicators.values() if isinstance(found.formula, NormValue)}
    return formulas | {norm for check in book.checks.values() if isinstance(check.test, Ruled) for norm in check.test.norms}


def _check_gift(row: Norm, known: Sequence[set[str]]) -> None:
    parts = row.norm.split("|")[1:]
    if len(parts) != len(known):
        raise CtxhError(f"{row.file}, dòng {row.row}, cột norm: mức quà viết gift|dịp|nguồn|nhóm, không phải «{row.norm}».")
    for column, part, codes in zip(_OF_GIFTS, parts, known, strict=True):
        if part not in codes:
            hint = nearest(part, codes)
            raise CtxhError(f"{row.file}, dòng {row.row}, cột norm: cột «gifts.{column}» của B6 không có mã «{part}».{hint}")
