"""What looks like the name of a person, to those who know no register: a few words with capitals, a last word that names somebody."""

from __future__ import annotations

from collections.abc import Collection

from ctxh.read.placement import Placed
from ctxh.vietnamese import clean_text, header_key

_EMPTY = ("", None)
_MOST = 5  # words of a person's name


def given_names(placed: Placed) -> set[str]:
    """The last words of what stands in the columns of persons' names."""
    named = [placed.columns[column.column] for column in placed.layout.columns if column.kind == "name" and column.column in placed.columns]
    texts = (header_key(str(row[index])) for row in placed.sheet.rows[placed.first_row :] for index in named if row[index] not in _EMPTY)
    return {text.split()[-1] for text in texts if " " in text}


def like_name(text: str, known: Collection[str]) -> bool:
    """Whether a text looks like the name of a person: a few words with capitals, most of them none of the known ones."""
    words = clean_text(text).split()
    return (
        1 < len(words) <= _MOST
        and all(word.isalpha() and word[0].isupper() for word in words)
        and 2 * sum(header_key(word) in known for word in words) < len(words)
    )
