"""How running text cites a document of the register: Decree 30/2020/NĐ-CP, appendix I, II.5.b.

First by kind, number, day, issuer and summary, later by kind and number; laws, codes and ordinances by kind and name.
"""

from __future__ import annotations

from ctxh.vietnamese import fold

_NAMED_ALONE = ("luật", "bộ luật", "pháp lệnh")
_SAYS_ITSELF = ("về", "quy định", "ban hành", "hướng dẫn", "sửa đổi", "bãi bỏ", "phê duyệt")  # summaries that need no «về» before them


def named_alone(kind: str) -> bool:
    """Whether documents of a kind are cited by kind and name alone."""
    return fold(kind) in map(fold, _NAMED_ALONE)


def led_in(summary: str, shown: str) -> str:
    """``về`` and what is shown of a summary (Trích yếu); without ``về`` where the summary begins with such a word itself."""
    begun = f"{fold(summary)} "
    return shown if any(begun.startswith(f"{fold(word)} ") for word in _SAYS_ITSELF) else f"về {shown}"


def lowered(summary: str) -> str:
    """A summary as it stands inside a sentence: its first letter small, unless a name begins there (``Hải Dương ...``, ``HĐND ...``)."""
    first, _, rest = summary.partition(" ")
    name = rest[:1].isupper() or (len(first) > 1 and first.isupper())
    return summary if name else summary[:1].lower() + summary[1:]
