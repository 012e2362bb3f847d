"""Sentences that the desk typed: one that tells a number of a single area is bound to no variable, and falls away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ctxh.book.request import Request
from ctxh.check.typed_numbers import spelt_numbers
from ctxh.observe.observations import COLUMNS
from ctxh.observe.observed import Observations
from ctxh.protect.coarsening import Rules
from ctxh.reference.areas import full_name
from ctxh.vietnamese import fold

SENTENCE_END = re.compile(r"(?<=[.;!?])\s+")
BRACKETS = re.compile(r" \([^)]*\)$")  # what the name of an area on other boundaries remarks
WORDING = "lời văn"  # what findings of the wording are filed under


def names_of_areas(observed: Observations) -> dict[str, str]:
    """What areas are called, by how sentences may name them, without tone marks and capitals: as they reported and as they are shown."""
    found = dict[str, str]()
    for _, row in pd.concat([observed.reported_areas, observed.request.reported_areas, observed.areas]).iterrows():
        bare = BRACKETS.sub("", str(row["name"]))
        whole = full_name({"kind": row["kind"], "name": bare})
        found |= {fold(name): whole for name in (whole, bare) if " " in name}
    return found


def public_sentences(text: str, areas: Mapping[str, str], spelt: re.Pattern[str]) -> tuple[str, list[str]]:
    """A text without the sentences that tell a number and name an area, and the areas that these named."""
    kept, named = list[str](), list[str]()
    for sentence in SENTENCE_END.split(text):
        words = " ".join(["", *re.findall(r"[^\W_]+", fold(sentence)), ""])
        found = [whole for name, whole in areas.items() if f" {name} " in words]
        if found and (re.search(r"\d", sentence) or spelt.search(sentence)):
            named.append(found[0])
        else:
            kept.append(sentence)
    return " ".join(kept), named


def told_publicly(request: Request, observed: Observations, rules: Rules) -> tuple[pd.DataFrame, list[str]]:
    """Observations whose sentences tell no number of an area, without words on where few live; and a line on each that fell away or may."""
    table, lines = observed.observations, list[str]()
    table = table[~table["item"].isin(rules.dwellings)].reset_index(drop=True)
    areas, spelt, texts = names_of_areas(observed), spelt_numbers(request.book.counted_words), table["text"].tolist()
    chosen = table["item"].isin(rules.sentences).to_numpy().nonzero()[0]
    columns: dict[str, list[Any]] = {name: table[name].tolist() for name in COLUMNS}
    for n in chosen:
        texts[n], named = public_sentences(str(texts[n]), areas, spelt)
        place = _place(columns, int(n))
        lines += [f"{place}: câu nêu số của {area}, bản công khai bỏ câu ấy. Viết lại không có số thì câu được in." for area in named]
    others = ~table["item"].isin(rules.sentences) & (table["area_code"] == request.area_code) & (table["text"] != "")
    for n in others.to_numpy().nonzero()[0]:
        if area := areas.get(fold(texts[n]).strip()):
            lines.append(
                f"{_place(columns, int(n))}: nêu tên {area}, bản công khai in nguyên: soát xem có cho biết nơi ở của ít người không."
            )
    return table.assign(text=texts), lines


def _place(columns: Mapping[str, list[Any]], n: int) -> str:
    return " › ".join(str(columns[name][n]) for name in ("file", "sheet", "cells"))


def typed_in_wording(findings: pd.DataFrame) -> list[str]:
    """A line on each number that the wording has typed: it is printed as it stands, whatever it tells."""
    chosen = findings[(findings["check"] == WORDING) & (findings["found"] != "")] if len(findings) else findings
    return [f"{row.file}: {row.message} Bản công khai in nguyên: soát xem có nêu số của một đơn vị không." for row in chosen.itertuples()]
