"""Whether words that an office has changed since its last edition may leave: held against the registers, which are read again for it."""

from __future__ import annotations

from collections.abc import Collection

from ctxh.book.dated_sentences import wording_files_of
from ctxh.book.request import Request
from ctxh.clean.persons.gate import CHECK, guard_files, guard_wording
from ctxh.clean.persons.register_gate import gate_of_registers
from ctxh.errors import CtxhError
from ctxh.observe.intake import allowing, expected
from ctxh.observe.office_words import own_words
from ctxh.observe.saved import Saved


def words_pass(request: Request, files: Collection[str], published: Saved) -> bool:
    """Whether the gate had nothing to say of the edition that stands, and has nothing to say of the wording and of changed files' names.

    All of the wording is looked at: a file that changed may take in one that did not and was not told before.

    A no may be wrong, since more is known than persons' names; whoever hears it has the workbooks read as always. So it is of an
    office whose members' registers would have to be asked.
    """
    found = published.table("findings")
    if request.members or found is None or CHECK in set(found["check"]):
        return False
    try:
        gate = allowing(request, gate_of_registers(request.folder, expected(request)))
    except CtxhError:
        return False
    wording = {path.name for path in wording_files_of(request)}
    words = [words for words in own_words(request) if words[0] in wording]
    return not guard_wording(gate, words, request.area_code) and not guard_files(gate, sorted(files), request.area_code)
