"""The look of Word's styles, lines, pages and tables as values that can be compared, and in words what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from docx.document import Document as WordFile

    from ctxh.typeset.docx.elements import Node

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Look: TypeAlias = dict[tuple[str, ...], str]  # element (and those round it), attribute -> value

# What prints nothing or follows from something else: languages, complex scripts, marks of Word's own, the outline.
_UNSEEN = {
    *("lang", "noProof", "bCs", "iCs", "szCs", "rtl", "cs", "rStyle", "pStyle", "rPr", "outlineLvl", "sectPr", "tblLook", "tblStyle"),
    *("headerReference", "footerReference", "docGrid", "tblCaption", "tblDescription", "type", "formProt", "autoSpaceDE", "autoSpaceDN"),
    *(
        "kern",
        "widowControl",
        "suppressAutoHyphens",
        "bidi",
        "bidiVisual",
        "overflowPunct",
        "adjustRightInd",
        "snapToGrid",
        "textDirection",
    ),
}
_UNSEEN_ATTRIBUTES = {
    "eastAsia",
    "cs",
    "hint",
    "rsid",
    "rsidR",
    "rsidRPr",
    "rsidSect",
    "rsidRDefault",
    "themeColor",
    "themeShade",
    "code",
    "gutter",
    "type",
}
_ALIASES = {"start": "left", "end": "right", "hAnsi": "ascii"}
_OFF = {"0", "false", "off", "none", "nil", "auto", "không", ""}
_ON = {"1", "true", "on"}
_USUAL = {
    ("jc",): "left",
    ("pgNumType", "fmt"): "decimal",
    ("vAlign",): "top",
    ("cols", "space"): "720",
}  # what Word takes where nothing is said
_PT, _MM = "pt", "mm"
_WORDS = {
    ("rFonts", "ascii"): ("phông chữ", ""),
    ("rFonts", "asciiTheme"): ("phông chữ theo chủ đề", ""),
    ("sz",): ("cỡ chữ", "half"),
    ("b",): ("chữ đậm", ""),
    ("i",): ("chữ nghiêng", ""),
    ("u",): ("gạch chân", ""),
    ("strike",): ("gạch ngang chữ", ""),
    ("caps",): ("chữ in hoa", ""),
    ("color",): ("màu chữ", ""),
    ("highlight",): ("màu nền chữ", ""),
    ("vanish",): ("chữ ẩn", ""),
    ("jc",): ("căn lề", ""),
    ("spacing", "before"): ("cách trước", _PT),
    ("spacing", "after"): ("cách sau", _PT),
    ("spacing", "line"): ("giãn dòng (240 là dòng đơn)", ""),
    ("spacing", "lineRule"): ("cách giãn dòng", ""),
    ("spacing",): ("giãn chữ", ""),
    ("ind", "firstLine"): ("thụt dòng đầu", _MM),
    ("ind", "hanging"): ("thụt dòng treo", _MM),
    ("ind", "left"): ("thụt trái", _MM),
    ("ind", "right"): ("thụt phải", _MM),
    ("keepNext",): ("giữ với đoạn sau", ""),
    ("keepLines",): ("giữ đoạn trên một trang", ""),
    ("pageBreakBefore",): ("sang trang mới", ""),
    ("pBdr",): ("đường kẻ của đoạn", ""),
    ("pgBorders",): ("khung viền trang", ""),
    ("shd",): ("màu nền", ""),
    ("numPr",): ("đánh số, gạch đầu dòng", ""),
    ("tabs",): ("điểm dừng tab", ""),
    ("pgMar", "left"): ("lề trái", _MM),
    ("pgMar", "right"): ("lề phải", _MM),
    ("pgMar", "top"): ("lề trên", _MM),
    ("pgMar", "bottom"): ("lề dưới", _MM),
    ("pgMar", "header"): ("cách đầu trang", _MM),
    ("pgMar", "footer"): ("cách chân trang", _MM),
    ("pgSz", "w"): ("rộng giấy", _MM),
    ("pgSz", "h"): ("cao giấy", _MM),
    ("pgSz", "orient"): ("hướng giấy", ""),
    ("titlePg",): ("trang đầu khác các trang sau", ""),
    ("pgNumType",): ("đánh số trang", ""),
    ("cols", "num"): ("số cột", ""),
    ("cols",): ("cột", ""),
    ("column",): ("rộng cột", _MM),
    ("cell",): ("ô", ""),
    ("table", "tblBorders"): ("đường kẻ", ""),
    ("table", "tblCellMar"): ("lề trong ô", _MM),
    ("table", "tblW"): ("rộng", _MM),
    ("table", "jc"): ("vị trí", ""),
}
_HOLDERS = ("Borders", "Bdr", "Mar", "tabs", "numPr")  # empty, they say nothing
_SAME = 0.6  # millimetres, points: programs round lengths a little when they save
_VALUES = {"1": "có", "left": "trái", "right": "phải", "center": "giữa", "both": "đều hai bên", "landscape": "ngang", "portrait": "dọc"}


def changed(own: Look, usual: Look) -> list[str]:
    """What of a look is otherwise than usual, in words with both values; what has no words is named by Word's own."""
    differences: dict[str, None] = {}
    for key in dict.fromkeys([*own, *usual]):
        now, was = own.get(key, ""), usual.get(key, "")
        if not _alike(key, now, was):
            differences[_difference(key, now, was)] = None
    return list(differences)


def direct(properties: Node | None) -> Look:
    """What an element of properties says; toggles that are off are as good as unsaid."""
    look: Look = {}
    for child in properties if properties is not None else ():
        name = _name(child)
        if name not in _UNSEEN:
            look |= {(name, *rest): value for rest, value in _values(child).items()}
    return look


def style_looks(document: WordFile) -> dict[str, Look]:
    """The look of each style of paragraphs by its name in small letters: its own over that of the style it rests on."""
    styles = {node.get(f"{W}styleId"): node for node in document.styles.element if node.tag == f"{W}style"}
    defaults = [node for kind in ("pPr", "rPr") for node in document.styles.element.iter(f"{W}{kind}Default")]
    base: Look = {}
    for node in defaults:
        base |= direct(next(iter(node), None))
    named = {_style_name(node): key for key, node in styles.items() if node.get(f"{W}type") == "paragraph"}
    return {name: _resolved(styles, key, base) for name, key in named.items()}


def style_of(document: WordFile, paragraph: Node) -> str:
    """The name of a line's style in small letters; that of plain lines where it names none."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    named = [node for node in document.styles.element if style is not None and node.get(f"{W}styleId") == style.get(f"{W}val")]
    return _style_name(named[0]) if named else "normal"


def line_look(paragraph: Node, style: Look) -> Look:
    """The look of a line: its style's, over it what the line says and what each stretch of its words says."""
    look = style | direct(paragraph.find(f"{W}pPr"))
    for properties in paragraph.iter(f"{W}rPr"):
        if properties.getparent().tag == f"{W}r":
            look |= direct(properties)
    return look


def _style_name(style: Node) -> str:
    return str(style.find(f"{W}name").get(f"{W}val")).lower()


def _resolved(styles: dict[str, Node], key: str, base: Look) -> Look:
    chain: list[Node] = []
    while key in styles and styles[key] not in chain:
        chain.insert(0, styles[key])
        rests = styles[key].find(f"{W}basedOn")
        key = rests.get(f"{W}val") if rests is not None else ""
    look = dict(base)
    for node in chain:
        for kind in ("pPr", "rPr"):
            look |= direct(node.find(f"{W}{kind}"))
    return look


def _values(node: Node) -> Look:
    """The values of one property: of itself, of its attributes, of what stands in it."""
    attributes = {_ALIASES.get(name.split("}")[-1], name.split("}")[-1]): value for name, value in node.attrib.items()}
    if attributes.get("val") in ("nil", "none") and len(attributes) > 1:  # a line that is not drawn, however thick
        return {(): "none"}
    seen = {name: "1" if value in _ON else value for name, value in attributes.items() if name not in _UNSEEN_ATTRIBUTES}
    look: Look = {(() if name == "val" else (name,)): value for name, value in seen.items()}
    for child in node:
        look |= {(_name(child), *rest): value for rest, value in _values(child).items()}
    return look if look or len(node) or attributes or _name(node).endswith(_HOLDERS) else {(): "1"}


def _name(node: Node) -> str:
    name = str(node.tag).split("}")[-1]
    return _ALIASES.get(name, name)


def _alike(key: tuple[str, ...], now: str, was: str) -> bool:
    now, was = (value or _USUAL.get(key, "") for value in (now, was))
    if now == was or {now.lower(), was.lower()} <= _OFF:
        return True
    _, kind = _words(key)
    return kind in (_PT, _MM) and abs(_length(now, kind) - _length(was, kind)) < _SAME


def _words(key: tuple[str, ...]) -> tuple[str, str]:
    """What a property is called and how its value is measured: the longest of its names that is known, else Word's own."""
    known = next((key[:size] for size in range(len(key), 0, -1) if key[:size] in _WORDS), None)
    return _WORDS[known] if known else (f"định dạng khác ({':'.join(key)})", "")


def _difference(key: tuple[str, ...], now: str, was: str) -> str:
    words, kind = _words(key)
    where = f" {' '.join(key[1:2] if kind else key[1:])}" if key[0] in ("column", "cell") else ""
    if kind:
        return f"{words}{where} {_measured(now, kind)} thay cho {_measured(was, kind)}"
    shown = ["không" if value.lower() in _OFF else _VALUES.get(value, value) for value in (now, was)]
    return f"{words}{where} {shown[0]} thay cho {shown[1]}"


def _length(value: str, kind: str) -> float:
    """A length in points or millimetres; Word counts in twentieths of a point."""
    number = float(value) if value.lstrip("-").replace(".", "", 1).isdigit() else 0.0
    return number / 20 if kind == _PT else number / 20 * 25.4 / 72


def _measured(value: str, kind: str) -> str:
    if kind == "half":
        return f"{float(value or 0) / 2:g}".replace(".", ",")
    return f"{_length(value, kind):.0f} {kind}"
