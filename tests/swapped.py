"""Editions for tests of the swap: made, looked at, and what lies beside them."""

from __future__ import annotations

import json

from ctxh.reference.inputs import MANIFEST, hashes
from ctxh.run.progress import Silence
from ctxh.run.publish import returns_at


def make_edition(folder, text: str, count: int = 20) -> None:
    """Make a folder an edition: some files, and their manifest."""
    for number in range(count):
        (folder / f"{number}.txt").write_text(text)
    outputs = {name: value for name, value in hashes(folder).items() if name != MANIFEST}
    made = {"parameters": {}, "inputs": {}, "program": "", "versions": {}, "outputs": outputs}
    (folder / MANIFEST).write_text(json.dumps(made), encoding="utf-8")


class Heard(Silence):
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.notes = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def kept_beside(target) -> dict[str, set[str]]:
    """The folders beside an edition that are in sight, with what their files hold."""
    return {path.name: contents(path) for path in target.parent.iterdir() if path != target and not path.name.startswith(".")}


def contents(folder) -> set[str]:
    return {path.read_text() for path in folder.glob("*.txt")}


def send_back(target, name: str = "Xa_A.docx") -> None:
    """Put one letter into the returns of an edition."""
    with returns_at(target) as folder:
        (folder / name).write_bytes(b"persons")
