"""What is said of an edit that is not brought home: where it stands, what the report prints there, and which form that came from."""

from __future__ import annotations

from ctxh.citations import SOURCE, Citation, citation_words
from ctxh.compute.computed import Computed
from ctxh.compute.passports import passport
from ctxh.proofread.rewording import Left
from ctxh.vietnamese import clean_text

LONGEST = 60  # letters by which a paragraph is named
FEWEST = 4  # letters of a text that is looked for: a mark stands in many words


def left_in_words(left: Left, paragraph: str, printed: str, computed: Computed) -> str:
    """The line on an edit of a paragraph whose text the report prints as ``printed``."""
    indicator = left.cite.partition("@")[0]
    sources = passport(computed, indicator).sources if indicator in computed.book.indicators else ()
    source = f" Số liệu ở {citation_words(sources[0].cited)}." if sources else form_words(printed, left.at, computed)
    kept = f", báo cáo in «{left.kept.strip()}»" if left.kept.strip() else ""
    return f"Đoạn «{start_of(paragraph)}»: «{left.found.strip()}»{kept}: {left.why}.{source}"


def paragraph_left(printed: str, why: str, computed: Computed) -> str:
    """The paragraph, and why it cannot be taken out or moved: it is a form's, else for the reason given."""
    form = form_words(printed, 0, computed)
    return f"«{start_of(printed)}»: {'sửa ở phiếu' if form else why}.{form}"


def form_words(printed: str, at: int, computed: Computed) -> str:
    """Where the text of a form stands that a printed paragraph has at a letter, the longest there; empty where no form gave it."""
    seen, found = printed.lower(), []
    for row in computed.observations[computed.observations["text"] != ""].itertuples():
        text = clean_text(str(row.text)).lower().strip(" .;")
        place = seen.rfind(text, 0, at + len(text))
        if len(text) >= FEWEST and place >= 0 and place + len(text) >= at:
            found.append((len(text), row))
    if not found:
        return ""
    _, longest = max(found, key=lambda one: one[0])
    return f" Chữ này ở {citation_words(Citation(*(str(getattr(longest, name)) for name in SOURCE)))}."


def start_of(text: str, longest: int = LONGEST) -> str:
    """The first words of a paragraph, by which it is named."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
