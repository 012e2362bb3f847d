"""What Word writes round the same text: notes, boxes, controls, fields, links, recorded moves and changes, comments."""

from __future__ import annotations

import copy

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.text.run import Run

from edited_runs import W, cited_runs, lines, set_text, text_of

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
AUTHORS = ("Phòng Nội vụ", "Văn phòng", "Lãnh đạo")


def element(tag: str, **attributes: str):
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(f"{W}{name}", value)
    return made


def wrapped(node, outer) -> None:
    node.addprevious(outer)
    outer.append(node)


def content_of(paragraph) -> list:
    return [node for node in paragraph if node.tag != f"{W}pPr"]


def in_a_footnote(word, chance) -> None:
    """Two paragraphs as footnotes of those before them."""
    chosen = chance.sample(lines(word)[16:-6], 2)
    notes = parse_xml(f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote></w:footnotes>')
    for at, paragraph in enumerate(chosen, 1):
        before = paragraph._p.getprevious()
        if before is None or before.tag != f"{W}p":
            continue
        run = element("r")
        run.append(element("footnoteReference", id=str(at)))
        before.append(run)
        note = element("footnote", id=str(at))
        note.append(paragraph._p)
        notes.append(note)
    from lxml import etree

    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, etree.tostring(notes), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def in_a_box(word, chance) -> None:
    """A paragraph as the text of a box, as new and as old Words draw it."""
    for paragraph in chance.sample(lines(word)[16:-6], 2):
        inner = copy.deepcopy(paragraph._p)
        for node in content_of(paragraph._p):
            paragraph._p.remove(node)
        box = parse_xml(
            f"<w:r {NS}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent/></wps:txbx></w:drawing>"
            "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent/></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        for holder in box.iter(f"{W}txbxContent"):
            holder.append(copy.deepcopy(inner))
        paragraph._p.append(box)


def looks_changed(word, chance) -> None:
    """Small capitals, colours, marks and sizes on numbers and on words."""
    for paragraph in chance.sample(lines(word), 25):
        for run in paragraph.runs:
            run.font.small_caps = chance.choice((True, None))
            run.font.all_caps = chance.choice((True, None, None))
            run.font.highlight_color = chance.choice((7, None))


def in_fields(word, chance) -> None:
    """Numbers as results of fields whose codes hold other numbers."""
    for run in chance.sample(cited_runs(word), min(10, len(cited_runs(word)))):
        parts = []
        for kind in ("begin", "code", "separate"):
            part = element("r")
            if kind == "code":
                code = element("instrText")
                code.text = f' DOCPROPERTY "So {chance.randrange(1000, 9999)}" \\* MERGEFORMAT '
                part.append(code)
            else:
                part.append(element("fldChar", fldCharType=kind))
            parts.append(part)
        for part in parts:
            run.addprevious(part)
        last = element("r")
        last.append(element("fldChar", fldCharType="end"))
        run.addnext(last)


def in_links(word, chance) -> None:
    for run in chance.sample(cited_runs(word), min(10, len(cited_runs(word)))):
        wrapped(run, element("hyperlink", anchor="muc_lon", tooltip="Xem trang 12"))


def in_smart_tags(word, chance) -> None:
    for run in chance.sample(cited_runs(word), min(12, len(cited_runs(word)))):
        wrapped(run, element("smartTag", uri="urn:schemas-microsoft-com:office:smarttags", element="metricconverter"))


def in_controls(word, chance) -> None:
    """Runs and whole paragraphs in content controls."""
    nodes = [*chance.sample(cited_runs(word), min(8, len(cited_runs(word)))), *(one._p for one in chance.sample(lines(word)[12:], 6))]
    for node in nodes:
        outer, holder = element("sdt"), element("sdtContent")
        outer.append(element("sdtPr"))
        outer.append(holder)
        node.addprevious(outer)
        holder.append(node)


def comments_of_others(word, chance) -> None:
    for paragraph in chance.sample([one for one in lines(word) if one.runs], 6):
        said = f"Đề nghị xem lại số {chance.randrange(100, 999)}"
        word.add_comment(chance.choice(paragraph.runs), text=said, author=chance.choice(AUTHORS), initials="VP")


def many_authors(word, chance) -> None:
    """Words struck out and put in by several people, one striking out what another put in, and looks changed."""
    for at, paragraph in enumerate(chance.sample(lines(word)[9:], 18)):
        runs = [run for run in paragraph._p.iterchildren(f"{W}r") if text_of(run).strip()]
        if not runs:
            continue
        run, by = chance.choice(runs), AUTHORS[at % 3]
        gone = copy.deepcopy(run)
        set_text(gone, f" {chance.randrange(10, 999)} ")
        for node in gone.iter(f"{W}t"):
            node.tag = f"{W}delText"
        struck = element("del", id=str(7000 + at), author=by)
        struck.append(gone)
        put_in = element("ins", id=str(7100 + at), author=AUTHORS[(at + 1) % 3])
        wrapped(run, put_in)
        put_in.append(struck)  # struck out by one, within what another put in
        looks = run.find(f"{W}rPr")
        if looks is not None:
            before = element("rPrChange", id=str(7200 + at), author=by)
            before.append(element("rPr"))
            looks.append(before)


def moves_recorded(word, chance) -> None:
    """Paragraphs moved with the move recorded: what stood there is still in the file."""
    found = lines(word)
    for at in chance.sample(range(20, len(found) - 8), 3):
        node, behind = found[at]._p, found[at + 1]._p
        if node.getnext() is not behind:
            continue
        twin = copy.deepcopy(node)
        for mark in [one for tag in ("bookmarkStart", "bookmarkEnd") for one in twin.iter(f"{W}{tag}")]:
            mark.getparent().remove(mark)
        for paragraph, tag in ((twin, "moveFrom"), (node, "moveTo")):
            outer = element(tag, id=str(7300 + at), author=AUTHORS[0])
            for child in content_of(paragraph):
                outer.append(child)
            paragraph.append(outer)
        node.addprevious(twin)
        behind.addnext(node)


def paragraph_marks_struck(word, chance) -> None:
    """Two paragraphs joined with the change recorded: the mark between them is struck out."""
    for paragraph in chance.sample(lines(word)[16:-6], 3):
        properties = paragraph._p.get_or_add_pPr()
        looks = element("rPr")
        looks.append(element("del", id="7400", author=AUTHORS[1]))
        properties.append(looks)


def contents_added(word, chance) -> None:
    """A table of contents: a field of many paragraphs, each with the page of a heading."""
    heads = [paragraph.text for paragraph in lines(word) if paragraph.text[:4].strip().rstrip(".").replace(".", "").isdigit()]
    place = next((paragraph for paragraph in word.paragraphs if paragraph.text.startswith("Thực hiện")), lines(word)[12])
    for at, head in enumerate(heads):
        added = place.insert_paragraph_before("")
        if at == 0:
            for kind in ("begin", "code", "separate"):
                run = added.add_run()
                if kind == "code":
                    code = element("instrText")
                    code.text = ' TOC \\o "1-3" \\h '
                    run._r.append(code)
                else:
                    run._r.append(element("fldChar", fldCharType=kind))
        added.add_run(head)
        added.add_run("\t")
        for kind in ("begin", "code", "separate", "page", "end"):
            run = added.add_run(str(at + 2) if kind == "page" else "")
            if kind == "code":
                code = element("instrText")
                code.text = f" PAGEREF _Toc1234{at} \\h "
                run._r.append(code)
            elif kind != "page":
                run._r.append(element("fldChar", fldCharType=kind))
        if at == len(heads) - 1:
            added.add_run()._r.append(element("fldChar", fldCharType="end"))


def hidden_words(word, chance) -> None:
    """Numbers that are hidden, or printed in white nowhere: a reader of the page sees none."""
    for paragraph in chance.sample(lines(word)[12:], 5):
        run = Run(element("r"), paragraph)
        paragraph._p.append(run._r)
        run.text = f" {chance.randrange(100, 9999)} người"
        run.font.hidden = True


IN_WORD = (
    *(in_a_footnote, in_a_box, looks_changed, in_fields, in_links, in_smart_tags, in_controls, comments_of_others, many_authors),
    *(moves_recorded, paragraph_marks_struck, contents_added, hidden_words),
)
