"""Workbooks that were only saved again since an edition was published: other bytes, the same values, so that nothing need run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from ctxh.reference.inputs import read_manifest
from ctxh.reference.values_read import BESIDE, keep_values, known_values

NOTE = "Sổ được lưu lại, giá trị như cũ: {names}. Bản {edition} in mã băm của tệp trước khi lưu lại."


def saved_in_words(again: Iterable[str], target: Path) -> list[str]:
    """That workbooks were only saved again, in words; nothing where none were."""
    names = ", ".join(name.rpartition("/")[2] for name in again)
    return [NOTE.format(names=names, edition=target.name)] if names else []


def saved_again(data: Path, target: Path, inputs: Mapping[str, str]) -> dict[str, str]:
    """The hashes that the edition at ``target`` has of workbooks which hold the same values now, by their names among the ``inputs``.

    None where anything else was changed too: all is read anew then. What is not known of them yet is read, and kept.
    """
    manifest = read_manifest(target)
    before: dict[str, str] = manifest["inputs"] if manifest else {}
    moved = {name: before.get(name, "") for name, _ in sorted(before.items() ^ inputs.items())}
    known = {
        bytes_: values
        for office in sorted({target.parent.name, *_offices(moved)})
        for bytes_, values in known_values(target.parents[1], office).items()
    }
    if not moved or any(old not in known or name not in inputs for name, old in moved.items()):
        return {}
    unread = [name for name in moved if inputs[name] not in known]
    if unread:
        from ctxh.observe.workbook_values import digests_of

        known |= digests_of(data / name for name in unread)
    held = Counter(known.get(content) for content in inputs.values())  # two workbooks of the same values are told, or stop
    if any(known[old] != known.get(inputs[name]) or held[known[old]] > 1 for name, old in moved.items()):
        return {}
    if unread:
        keep_values(
            target.parent / BESIDE, f"{target.name}-saved", {content: known[content] for content in inputs.values() if content in known}
        )
    return moved


def _offices(names: Mapping[str, str]) -> set[str]:
    return {name.partition("/")[0] for name in names}
