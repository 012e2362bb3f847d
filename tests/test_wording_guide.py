"""The page for writers of wording: its examples print what it says, and it names every helper."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from conftest import ROOT
from ctxh.blocks import Block, Figure, Table, text_of
from ctxh.book import load_book
from ctxh.compute.computed import Computed
from ctxh.tell import tell_wording
from ctxh.tell.helper_words import HELPERS
from ctxh.tell.report import Figures, _period_words, paragraphs

PAGE = (ROOT / "data" / "HUONG_DAN_LOI_VAN.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```jinja\n(.*?)```\n\nIn ra:\n\n((?:>[^\n]*\n)+)", PAGE, re.DOTALL)


def shown(block: Block) -> str:
    """A block as the page shows it: its text, or the caption of a table or figure with the number of its rows."""
    if isinstance(block, Table):
        return f"[Bảng: {block.caption}; {len(block.columns)} cột, {len(block.rows)} dòng]"
    return f"[Hình: {block.caption}]" if isinstance(block, Figure) else text_of(block.runs)


def printed(folder, computed, wording: str) -> list[str]:
    (folder / "01_vi_du.md").write_text(f"{wording}\n\nHết.\n", encoding="utf-8")
    told = tell_wording(folder, Figures(computed), paragraphs(computed), computed.settings, _period_words(computed))
    return [shown(block) for block in told.blocks[:-1]]


@pytest.fixture(scope="module")
def computed(edition_2024, tmp_path_factory) -> Computed:
    """The sample's year by the book of an office that has the figures of the page."""
    own = tmp_path_factory.mktemp("mau") / "book"
    own.mkdir()
    (own / "figures.toml").write_text("".join(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)), encoding="utf-8")
    request = edition_2024.request
    book = replace(request.book, figures=load_book([ROOT / "data" / "reference" / "book", own]).figures)
    return replace(edition_2024.computed, request=replace(request, book=book))


@pytest.mark.parametrize(("wording", "said"), EXAMPLES, ids=[wording.strip()[:40] for wording, _ in EXAMPLES])
def test_an_example_prints_what_the_page_says(wording, said, tmp_path, computed):
    assert [line.removeprefix("> ") for line in said.splitlines() if line != ">"] == printed(tmp_path, computed, wording)


def test_every_example_is_run_and_every_helper_is_listed():
    rows = [f"| `{example}` | {gives} |" for example, gives in HELPERS.values()]

    assert PAGE.count("```jinja") == len(EXAMPLES) > 10
    assert rows == [line for line in PAGE.partition("## Mọi hàm")[2].splitlines() if line.startswith("| `")]
