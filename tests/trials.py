"""The long trials: ``make trials`` runs them and writes their figures into tests/README.md; ``make test`` takes a part of them.

A trial is a function that returns a row of figures and the lines that say what went wrong; it is registered under the table
that its row stands in.
``make trials ARGS=workbooks`` runs one table, ``ARGS=workbooks.in_pairs`` one row of it: each row is written as soon as it is
known, so that trials that were broken off go on with the next. The same code gives the same figures: whatever is chosen at
random has a seed.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from attacker import narrowed, printed_cells, together, told_only_elsewhere
from conftest import CTXH, ROOT, toy_in
from ctxh.protect.coarsening import load_rules
from ctxh.protect.ledger import kept_editions
from ctxh.protect.pattern import pattern_of
from ctxh.protect.together import Relations
from ctxh.reference.inputs import read_manifest
from ctxh.reference.places import Chosen, Places, edition_name
from ctxh.reference.values_read import BESIDE
from ctxh.run.manifest import altered_files
from ctxh.run.saved_again import NOTE
from headings import ASKED, HEADINGS, LOST, READ, UNSEEN, WRONG, judged, proposed, wordings
from kinds import CLEAN, FAULTS, PACKAGES, SHAPES
from mangler import campaign, in_threes
from opened import sample
from planted import FORMS, WAYS, clean_forms, persons, persons_in_pairs
from proofread_scores import PAGES, brought_home, material, scored
from read_together import folded, redrawn
from running import kernels_of, wait_until
from small_systems import THRESHOLD, random_office
from spellings import SPELLINGS, spelled
from test_looks import everything, looked
from test_unworded_parts import EDITS, Commune

SAVED_AGAIN = NOTE.partition(":")[0]
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "kim-thanh" / "2024"
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- trials {}: begin (make trials) -->", "<!-- trials {}: end -->"
Row = dict[str, object]
THREES = 4000  # times that three faults are drawn
KILLS = 12  # runs ended by each signal
EDITED = 30  # edits of inputs one after another
TRIALS: dict[str, list[Callable[[Path], tuple[Row, list[str]]]]] = {}


def trial(table: str):
    """Register a function as a row of a table: what it returns is the row, by the heads of its columns, and what went wrong."""

    def registered(run):
        TRIALS.setdefault(table, []).append(run)
        return run

    return registered


def faults(title: str, counts) -> Row:
    """A row of faults tried: how many, and what became of them."""
    words = {"repaired": "read with the right values", "named": "named with the right cell"}
    words |= {"wrongly accepted": "wrongly accepted", "wrong alarm": "wrong alarms"}
    return {"": title, "tried": counts.total()} | {said: counts[name] for name, said in words.items()}


@trial("workbooks")
def alone(folder: Path) -> tuple[Row, list[str]]:
    counts, bad = campaign(10, False, folder)
    kinds = (
        f"{len(FAULTS)} kinds in cells, {len(SHAPES)} in the shape of the sheet, {len(PACKAGES)} in the file; {len(CLEAN)} forms, 10 seeds"
    )
    return faults(f"alone: {kinds}", counts), bad


@trial("workbooks")
def in_pairs(folder: Path) -> tuple[Row, list[str]]:
    counts, bad = campaign(1, True, folder)
    return faults("in pairs, 1 seed", counts), bad


@trial("workbooks")
def drawn_in_threes(folder: Path) -> tuple[Row, list[str]]:
    counts, bad = in_threes(THREES, folder)
    return faults(f"three at once, {THREES} times drawn with a seed; where one finds nothing to befall, none is tried", counts), bad


@trial("persons")
def planted(folder: Path) -> tuple[Row, list[str]]:
    counts, bad = persons(folder)
    alarms = clean_forms(folder)
    title = f"{len(WAYS)} spellings of a person in each cell, header, name of a sheet or file of {len(FORMS)} forms"
    row = {"": title, "tried": counts.total(), "kept back": counts["kept back"], "wrongly let out": counts["let out"]}
    return row | {"wrong alarms": len(alarms)}, bad + alarms


@trial("persons")
def planted_in_pairs(folder: Path) -> tuple[Row, list[str]]:
    counts, bad = persons_in_pairs(folder)
    row = {"": "two of these in two places of a form", "tried": counts.total(), "kept back": counts["kept back"]}
    return row | {"wrongly let out": counts["let out"], "wrong alarms": 0}, bad


@trial("spellings")
def spellings(folder: Path) -> tuple[Row, list[str]]:
    """The sample workbooks of a year, and one with every look, in each spelling: the same values, merged areas and marks."""
    sources = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xlsx"))] + [("Đủ loại.xlsx", everything())]
    bad = []
    for name, data in sources:
        own = looked(folder, data).checked().sheets
        for spelling in SPELLINGS:
            found = looked(folder, spelled(data, spelling))
            bad += (
                []
                if list(map(_told, found.sheets)) == list(map(_told, own))
                else [f"{name} {spelling}: {found.refused or 'other values or marks'}"]
            )
    tried = len(sources) * len(SPELLINGS)
    title = f"{len(sources)} workbooks in {len(SPELLINGS)} spellings of their XML"
    return {"": title, "tried": tried, "read the same": tried - len(bad), "wrong or refused": len(bad)}, bad


def _told(sheet) -> tuple:
    return sheet.name, sheet.rows, sheet.outside, sorted(sheet.merged), {kind: sorted(cells) for kind, cells in sheet.flagged.items()}


@trial("edits")
def edits(folder: Path) -> tuple[Row, list[str]]:
    """Edits with a seed, one after another: after each a report that may take what stands is, byte for byte, the one made from nothing.

    Where workbooks were only saved again the edition of before stands, byte for byte: it prints what they were made from.
    """
    commune, rng, bad = Commune(folder / "edited"), random.Random(EDITED), []
    commune.report()
    for number in range(EDITED):
        name = rng.choice(sorted(EDITS))
        EDITS[name](commune, rng)
        stood, said, taken = commune.files(), commune.report(), commune.files()
        if SAVED_AGAIN not in said:
            fresh = commune.elsewhere(folder / f"fresh {number}")
            fresh.report()
            stood = fresh.files()
        bad += [f"edit {number}, {name}: {file}" for file, _ in sorted(taken.items() ^ stood.items())[:1]]
    title = f"a commune's report after {len(EDITS)} kinds of edits, one after another"
    return {"": title, "tried": EDITED, "as made from nothing": EDITED - len(bad), "wrong": len(bad)}, bad


def killed(number: signal.Signals, times: int, folder: Path) -> tuple[Row, list[str]]:
    """Runs of a small project ended at moments with a seed.

    What stands is the old edition or the new one, nothing runs on, the next run needs no help.
    """
    toy, rng, bad = toy_in(folder), random.Random(number), []
    command = [*CTXH, "report", "2024", "--formats", "none", "--notebooks", "notebooks", "-p", "code"]
    began = time.monotonic()
    subprocess.run([*command, "0"], cwd=folder, check=True, capture_output=True)
    lasts = time.monotonic() - began
    for turn in range(1, times + 1):
        run = subprocess.Popen([*command, str(turn)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, lasts))
        run.send_signal(number)
        run.wait()
        wait_until(lambda: not kernels_of(folder))
        stands = (toy.edition / "tables" / "codes.csv").read_text()
        if stands not in {f"code\n{turn - 1}\n", f"code\n{turn}\n"} or altered_files(toy.edition) or not read_manifest(toy.edition):
            bad.append(f"{number.name} {turn}: the edition holds {stands!r}")
        again = subprocess.run([*command, str(turn)], cwd=folder, capture_output=True, text=True)
        kept = (toy.edition.name, BESIDE)
        beside = [path.name for path in toy.edition.parent.iterdir() if path.name not in kept and path.suffix != ".lock"]
        if again.returncode or beside:
            bad.append(f"{number.name} {turn}: the next run leaves {beside} and says {again.stderr[-200:]}")
    whole = times - len({line.split(":")[0] for line in bad})
    return {"": number.name, "runs ended": times, "an edition whole, the next run well": whole, "wrong": times - whole}, bad


@trial("kills")
def by_sigkill(folder: Path) -> tuple[Row, list[str]]:
    return killed(signal.SIGKILL, KILLS, folder)


@trial("kills")
def by_sigterm(folder: Path) -> tuple[Row, list[str]]:
    return killed(signal.SIGTERM, KILLS, folder)


@trial("kills")
def by_sigint(folder: Path) -> tuple[Row, list[str]]:
    return killed(signal.SIGINT, KILLS, folder)


def _of_wordings(title: str, path: Path) -> tuple[Row, list[str]]:
    results = judged(wordings(path))
    counts = Counter(found for _, found in results)
    bad = [f"{row.part} {row.form}: {row.wording}: {found}" for row, found in results if found in (WRONG, LOST)]
    heads = [row for row, _ in results if row.part == "header"]
    first = sum(proposed(row)[0] == row.column for row in heads)
    row = {"": title, "tried": counts.total(), "read": counts[READ], "asked about by name": counts[ASKED]}
    return row | {
        "wrong: taken for another": counts[WRONG],
        "wrong: lost": counts[LOST],
        "proposed first by a mapping": f"{first}/{len(heads)} headers",
    }, bad


@trial("headings")
def met(folder: Path) -> tuple[Row, list[str]]:
    return _of_wordings("wordings of real workbooks: headers, header rows, sums, categories, villages, captions, sheets", HEADINGS)


@trial("headings")
def unseen(folder: Path) -> tuple[Row, list[str]]:
    return _of_wordings("wordings that the tables were not made from", UNSEEN)


def _of_edits(title: str, folder: Path, seeds: range, edits: int, wrong: bool) -> tuple[Row, list[str]]:
    counts, bad = scored(material(folder), seeds, edits, wrong)
    tried, pages = counts["reports"], counts["reports"] * PAGES
    caught = (f"{counts['caught']}/{tried}", f"{counts['named']}/{tried}") if wrong else ("", "")
    row = {
        "": title,
        "reports": tried,
        "saved again by LibreOffice": counts["saved again by LibreOffice"],
        "caught": caught[0],
        "right print named": caught[1],
    }
    row |= {"missed": tried - counts["caught"] if wrong else 0}
    share = f"{100 * counts['cannot say'] / counts['numbers']:.2f}%"
    return row | {"false alarms a page": f"{counts['false'] / pages:.3f}", "cannot say": share}, bad


@trial("proofread")
def edited_lightly(folder: Path) -> tuple[Row, list[str]]:
    return _of_edits("one wrong number, 2 innocent edits", folder, range(220_000, 220_150), 2, True)


@trial("proofread")
def edited_heavily(folder: Path) -> tuple[Row, list[str]]:
    return _of_edits("one wrong number, 8 innocent edits", folder, range(230_000, 230_100), 8, True)


@trial("proofread")
def edited_innocently(folder: Path) -> tuple[Row, list[str]]:
    return _of_edits("3 innocent edits", folder, range(240_000, 240_050), 3, False)


@trial("adopt")
def reworded(folder: Path) -> tuple[Row, list[str]]:
    home, bad = brought_home(material(folder))
    return {
        "": "kinds of rewording",
        "tried": home + len(bad),
        "the report made again says it": home,
        "wrong or not brought home": len(bad),
    }, bad


MEMBERS, DAYS = ("xa-kim-thanh", "xa-phu-thai", "xa-an-thanh"), ("2024-12-31", "2025-07-01")
PUBLISHED = [  # in this order: office, year, day of the boundaries
    *(("kim-thanh", year, "") for year in (2022, 2023, 2024)),
    *(("kim-thanh", 2024, day) for day in DAYS),
    *((office, 2026, "") for office in (*MEMBERS, "hai-phong-mau")),
]
TOGETHER = (PUBLISHED[:4], PUBLISHED[2:5], PUBLISHED[5:])  # years with other boundaries; both boundaries; members and their fold
RANDOM_OFFICES = 200
RANDOM_STORIES = 200
ATTACKS = {"wrong: narrowed": False, "wrong: narrowed by whole numbers": True}


@trial("public")
def random_offices(folder: Path) -> tuple[Row, list[str]]:
    """Offices with a seed: no protected number is known more closely than promised, whole numbers or not."""
    counts, bad = Counter(), list[str]()
    for seed in range(RANDOM_OFFICES):
        system = random_office(seed)
        pattern = pattern_of(system, THRESHOLD)
        bad += attacked(f"office {seed}", counts, system, set(system.values) - pattern.hidden - system.known, pattern.asked)
    return {"": f"{RANDOM_OFFICES} random offices"} | counts, bad


def attacked(title: str, counts: Counter, system, printed, asked) -> list[str]:
    """What goes wrong when protected numbers are attacked by what is printed; the counts are added up."""
    found = {kind: narrowed(system, printed, asked, whole) for kind, whole in ATTACKS.items()}
    counts.update({"protected numbers": len(asked), **{kind: len(cells) for kind, cells in found.items()}})
    return [f"{title}, {kind}: {cells[:3]}" for kind, cells in found.items() if cells]


@trial("public")
def random_editions(folder: Path) -> tuple[Row, list[str]]:
    """Random offices published on other boundaries, and random folds with three members, in several orders each, read together."""
    counts, bad = Counter(), list[str]()
    for seed in range(RANDOM_STORIES):
        boundaries = [(str(order), redrawn(seed, order)) for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0))]
        boundaries += [(f"split {order}", redrawn(seed, order, split=True)) for order in ((0, 2), (2, 1, 0))]
        folds = [
            (" ".join(order), folded(seed, order)) for order in (("m0", "m1", "m2", "F"), ("m1", "F", "m0", "m2"), ("F", "m2", "m1", "m0"))
        ]
        for order, story in boundaries + folds:
            counts["protected numbers"] += len(story.protected()[1])
            for kind, whole in ATTACKS.items():
                cells = story.opened(whole)
                counts[kind] += len(cells)
                bad += [f"seed {seed}, {order}, {kind}: {cells[:3]}"] * bool(cells)
    return {"": f"{RANDOM_STORIES} random offices: merged in 3 orders, split by a share in 2, folds with members in 3"} | counts, bad


@trial("public")
def all_files(folder: Path) -> tuple[Row, list[str]]:
    """Every sample office and year published for the public, with other boundaries and a fold: all files read and attacked.

    Each edition alone, and what is read together: years, boundaries, members with their fold.
    """
    counts, bad, made = Counter(), list[str](), {}
    for office, year, day in PUBLISHED:
        more = ["-p", "boundaries", day] if day else []
        command = [*CTXH, "report", str(year), "--office", office, "-p", "audience", "public", *more, "--outputs", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        name = edition_name(year, Chosen(day, audience="public"))
        kept = kept_editions(Places(folder, folder, folder), office)[name]
        made[office, year, day] = edition, kept, book = folder / office / name, kept, sample(office, year).request.book
        bad += attacked(f"{office} {name}", counts, kept.system, printed_cells(edition, book, kept.system), kept.pattern.asked)
        bad += [f"{name}: {file} alone prints {sorted(more)[:5]}" for file, more in told_only_elsewhere(edition).items()]
    folds = frozenset(("hai-phong-mau", office) for office in MEMBERS)
    for group in TOGETHER:
        relations = Relations(group[-1][:2], load_rules(ROOT / "data" / "reference").starts, folds)
        bad += attacked(f"together: {group}", counts, *together([made[one] for one in group], relations))
    return {"": f"all files of {len(PUBLISHED)} editions, alone and {len(TOGETHER)} times up to four together"} | counts, bad


def with_row(readme: str, name: str, at: int, row: Row) -> str:
    """The README with a row in its place in a table, under its heads; the other rows stay as they are."""
    begin, end = BEGIN.format(name), END.format(name)
    before, rest = readme.split(begin)
    table, after = rest.split(end)
    lines = table.split("\n")[2:-2]
    lines[:2] = [_line(row), _line(["---"] * len(row))]
    lines[2 + at : 3 + at] = [_line(row.values())]
    return "\n".join([f"{before}{begin}\n", *lines, f"\n{end}{after}"])


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main(names: Iterable[str]) -> int:
    """1 when anything went wrong; the figures of each row are written into the README as they are known."""
    wrong: list[str] = []
    for name in names or TRIALS:
        table, _, chosen = name.partition(".")
        for at, run in enumerate(TRIALS[table]):
            if chosen in ("", run.__name__):
                with tempfile.TemporaryDirectory() as folder:
                    row, bad = run(Path(folder))
                wrong += bad
                print(name, run.__name__, row, *bad[:20], sep="\n  ", flush=True)
                README.write_text(with_row(README.read_text(encoding="utf-8"), table, at, row), encoding="utf-8", newline="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
