"""What an office has changed in its Word frame and the PDF and the page therefore do not show: they follow office.toml and the decree."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

from ctxh.typeset.docx.frame import MARK, default_frame

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_SHOWN = 40  # characters of a line that is named
_SIDES = {
    "left_margin": "lề trái",
    "right_margin": "lề phải",
    "top_margin": "lề trên",
    "bottom_margin": "lề dưới",
    "page_width": "rộng giấy",
    "page_height": "cao giấy",
}
_BODY = "nội dung"


def frame_differences(frame: bytes) -> list[str]:
    """The ways, in words, in which a frame differs from the one that PDF and page are laid out by; none where it is that one."""
    import docx

    own, ours = (docx.Document(io.BytesIO(data)) for data in (frame, default_frame()))
    return [*_lines(_texts(own), _texts(ours)), *_sizes(own, ours)]


def _lines(own: Counter[str], ours: Counter[str]) -> list[str]:
    added, gone = own - ours, ours - own
    return [f"thêm «{text[:_SHOWN]}»" for text in added] + [f"bỏ «{text[:_SHOWN]}»" for text in gone]


def _texts(document: WordFile) -> Counter[str]:
    """The lines of a frame as they stand in it, names to be filled in included, those that steer the filling left out."""
    section = document.sections[0]
    parts = [
        document.element.body,
        *(part._element for part in (section.header, section.first_page_header, section.footer, section.first_page_footer)),
    ]
    nodes = [node for part in parts for node in part.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")]
    texts = (" ".join("".join(word.text or "" for word in node.iter(node.tag[:-1] + "t")).split()) for node in nodes)
    return Counter(text for text in texts if text and not text.startswith("{%") and text != MARK)


def _sizes(own: WordFile, ours: WordFile) -> list[str]:
    """The page, its margins and the type of the body where they are others, with both values."""
    pages = [document.sections[0] for document in (own, ours)]
    pairs = ((words, *(round(getattr(page, name).mm) for page in pages)) for name, words in _SIDES.items())
    differences = [f"{words} {now} mm thay cho {usual} mm" for words, now, usual in pairs if now != usual]
    types = [_type_size(document) for document in (own, ours)]
    return differences + ([f"cỡ chữ {types[0]:g} thay cho {types[1]:g}"] if types[0] != types[1] else [])


def _type_size(document: WordFile) -> float:
    """The size of type of the body in points: that of its style, else of the style it rests on, else the document's."""
    style = next((style for style in document.styles if style.name.lower() == _BODY), None)
    while style is not None:
        if style.font.size:
            return float(style.font.size.pt)
        style = style.base_style
    sizes = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val")
    return int(sizes[0]) / 2 if sizes else 0.0
