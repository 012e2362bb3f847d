"""How many wrong numbers of edited reports are found, how many right ones are called wrong, how many rewordings come home."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import docx

from conftest import CTXH
from ctxh.compute.computed import Computed
from ctxh.proofread.adopting import adoption, edited_texts
from ctxh.proofread.judging import CANNOT_SAY, DISAGREES
from ctxh.proofread.proofreading import Proof, proofread
from ctxh.proofread.text_numbers import plain
from ctxh.proofread.traced_wording import told_paragraphs, wording_sources
from ctxh.vietnamese import from_words
from edited_reports import Wrong, edited
from office import converted
from opened import opened
from reworded_reports import KINDS

DATA = Path(__file__).resolve().parents[1] / "data"
PAGES = 8  # of the report of 2024
SHORT = 4  # digits
RESAVED = 5  # every fifth report is saved again by LibreOffice


@dataclass(frozen=True)
class Material:
    """A published report, what it is computed from, and a folder to write into."""

    report: bytes
    computed: Computed
    folder: Path


def material(folder: Path) -> Material:
    """The report of 2024, made anew."""
    command = [*CTXH, "report", "2024", "--formats", "docx", "--data", str(DATA), "--outputs", str(folder), "--no-returns"]
    subprocess.run(command, check=True, capture_output=True)
    edition = folder / "kim-thanh" / "2024"
    return Material((edition / "report.docx").read_bytes(), opened("kim-thanh", 2024, DATA, edition, reuse=True).computed, folder)


def digits(text: str) -> str:
    """The digits of a text, without noughts before a number: 02/5 and 2/05 are one day; of a number in words those that it says."""
    spelled = from_words(text)
    if spelled is not None:
        return str(spelled)
    return re.sub(r"\D", "", re.sub(r"(?<![\d.,])0+(?=\d)", "", plain(text)[0]))


def lost(planted: Wrong, text: str) -> bool:
    """Whether a number that was made wrong went with its paragraph; a short one may still be a part of others."""
    alone = re.search(rf"(?<![\d.,/-]){re.escape(planted.now)}(?![\d]|[.,/-]\d)", plain(text)[0])
    return not alone and (len(digits(planted.now)) < SHORT or digits(planted.now) not in digits(text))


def scored(made: Material, seeds: Iterable[int], edits: int, wrong: bool) -> tuple[Counter, list[str]]:
    """Counts over edited reports, and a line for each that went wrong; some lie in LibreOffice between Word and proof-reading."""
    counts: Counter = Counter()
    bad: list[str] = []
    for seed in seeds:
        data, planted, done = edited(made.report, seed, edits, wrong)
        path = made.folder / "edited.docx"
        path.write_bytes(data)
        if seed % RESAVED == 0 and shutil.which("soffice"):
            again = made.folder / "resaved" / path.name
            again.unlink(missing_ok=True)
            if converted(path, "docx", again.parent).exists():  # it opens no footnote in a text box
                counts["saved again by LibreOffice"] += 1
                path = again
        proof = proofread(path, made.computed)
        if planted and lost(planted, " ".join(one.text for one in proof.word_paragraphs)):
            continue
        counts["reports"] += 1
        counts["numbers"] += len(proof.judgements)
        counts["cannot say"] += proof.count(CANNOT_SAY)
        before = counts["caught"]
        false = wrong_alarms(proof, planted, counts)
        counts["false"] += len(false)
        bad += [f"seed {seed}: {line} ({', '.join(done)})" for line in false]
        if planted and counts["caught"] == before:
            bad.append(f"seed {seed}: {planted.kind} {planted.printed!r} made {planted.now!r} is not found ({', '.join(done)})")
    return counts, bad


def wrong_alarms(proof: Proof, planted: Wrong | None, counts: Counter) -> list[str]:
    """What is called wrong and is not, a line each; counted is the planted number where it is called wrong, and its print where named."""
    false, hits = [], []
    for one in (one for one in proof.judgements if one.verdict == DISAGREES):
        if planted and any(_same(one.number.text, text) for text in planted.wrong_texts):
            hits.append(one.printed.text if one.printed else "")
        else:
            false.append(f"«{one.number.text}» is called wrong")
    counts["caught"] += bool(hits)
    counts["named"] += any(_same(hit, text) for hit in hits if planted for text in planted.right_texts)
    return false


def _same(one: str, other: str) -> bool:
    """Whether one text says the number of the other, or a part of it."""
    ours, theirs = digits(one), digits(other)
    return (ours in theirs or theirs in ours) if ours and theirs else bool(one) and one in other


def brought_home(made: Material) -> tuple[int, list[str]]:
    """How many kinds of rewording the report made again says, and those it does not."""
    sources, path, bad = wording_sources(DATA / "kim-thanh" / "text"), made.folder / "reworded.docx", []
    own = set(told_paragraphs(made.computed, sources))
    for kind, change in KINDS.items():
        word = docx.Document(io.BytesIO(made.report))
        change(word)
        word.save(path)
        found = adoption(path, made.computed, sources)
        again = told_paragraphs(made.computed, {**sources, **found.files})
        ends = [[text.rstrip(" .;/") for text in texts] for texts in (edited_texts(path, made.computed, own), again)]
        if found.left or ends[0] != ends[1]:
            bad.append(f"{kind}: {found.left or 'the report says something else'}")
    return len(KINDS) - len(bad), bad
