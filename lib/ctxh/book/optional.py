"""Forms and figures that only some offices collect: folders of the shape of a book, read where ``forms`` of office.toml names them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ctxh.errors import CtxhError, nearest
from ctxh.reference.tables import read_columns

OPTIONAL = "optional"


def optional_forms(reference: Path) -> dict[str, str]:
    """What an office may collect beside what all do: the words of ``forms`` in office.toml with what each is, in their order."""
    path = reference / OPTIONAL / "optional.csv"
    if not path.is_file():
        return {}
    _, columns = read_columns(path)
    return dict(zip(columns["id"], columns["label"], strict=True))


def optional_folders(reference: Path, chosen: Iterable[str]) -> tuple[Path, ...]:
    """The folders of a book for what an office says it collects, in the order of optional.csv.

    Raises CtxhError for a word that is none of them, with the nearest one.
    """
    known, asked = optional_forms(reference), list(chosen)
    for word in asked:
        if word not in known:
            listed = ", ".join(f"{name} ({label})" for name, label in known.items())
            raise CtxhError(f"office.toml, forms: không có «{word}».{nearest(word, known)} Các từ: {listed}.")
    return tuple(reference / OPTIONAL / word for word in known if word in asked)
