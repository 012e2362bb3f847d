"""Kinds of rewording that officials do in Word: each a change of the report's file that alters no number."""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Callable

from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

from edited_reports import W, lines, runs_torn, set_text, text_of

Change = Callable[[object], None]


def holding(word, phrase: str) -> Paragraph:
    return next(paragraph for paragraph in lines(word) if phrase in paragraph.text.replace("\u00a0", " "))


def say(old: str, new: str) -> Change:
    """A phrase of one run said otherwise, where it stands first."""

    def change(word) -> None:
        run = next(run for run in word.element.body.iter(f"{W}r") if old in text_of(run))
        set_text(run, text_of(run).replace(old, new, 1))

    return change


def all_of(*changes: Change) -> Change:
    def change(word) -> None:
        for one in changes:
            one(word)

    return change


def gone(phrase: str) -> Change:
    def change(word) -> None:
        node = holding(word, phrase)._p
        node.getparent().remove(node)

    return change


def new_behind(phrase: str, text: str) -> Change:
    """A paragraph of the same looks behind another one."""

    def change(word) -> None:
        node = holding(word, phrase)._p
        twin = copy.deepcopy(node)
        for child in list(twin):
            if child.tag != f"{W}pPr":
                twin.remove(child)
        node.addnext(twin)
        Paragraph(twin, None).add_run(text)

    return change


def moved_behind(phrase: str, other: str) -> Change:
    def change(word) -> None:
        holding(word, other)._p.addnext(holding(word, phrase)._p)

    return change


def split_at(phrase: str) -> Change:
    """A new paragraph from a phrase on, which begins a sentence inside a run."""

    def change(word) -> None:
        paragraph = holding(word, phrase)
        run = next(run for run in paragraph._p.iter(f"{W}r") if phrase in text_of(run))
        text, at = text_of(run), text_of(run).index(phrase)
        twin, tail = copy.deepcopy(paragraph._p), copy.deepcopy(run)
        for child in list(twin):
            if child.tag != f"{W}pPr":
                twin.remove(child)
        set_text(run, text[:at].rstrip())
        set_text(tail, text[at:])
        rest = list(run.itersiblings())
        twin.append(tail)
        for node in rest:
            twin.append(node)
        paragraph._p.addnext(twin)

    return change


def joined(first: str, second: str) -> Change:
    def change(word) -> None:
        one, other = holding(word, first)._p, holding(word, second)._p
        Paragraph(one, None).add_run(" ")
        for node in list(other):
            if node.tag != f"{W}pPr":
                one.append(node)
        other.getparent().remove(other)

    return change


def cut(phrase: str, start: str, end: str) -> Change:
    """What a paragraph has from some words to others, numbers between them too, taken out; the last words stay."""

    def change(word) -> None:
        runs = [run for run in holding(word, phrase)._p.iter(f"{W}r") if run.find(f"{W}t") is not None]
        first = next(at for at, run in enumerate(runs) if start in text_of(run))
        within = end in text_of(runs[first]).partition(start)[2]
        last = first if within else next(at for at in range(first + 1, len(runs)) if text_of(runs[at]).startswith(end))
        if first == last:
            before, _, rest = text_of(runs[first]).partition(start)
            set_text(runs[first], before + end + rest.partition(end)[2])
            return
        set_text(runs[first], text_of(runs[first]).partition(start)[0])
        for run in runs[first + 1 : last]:
            set_text(run, "")
        set_text(runs[last], end + text_of(runs[last]).partition(end)[2])

    return change


def tracked(old: str, new: str) -> Change:
    """A phrase changed with the change recorded."""

    def change(word) -> None:
        run = next(run for run in word.element.body.iter(f"{W}r") if old in text_of(run))
        before, _, behind = text_of(run).partition(old)
        pieces = []
        for text, mark in ((before, ""), (old, "w:del"), (new, "w:ins"), (behind, "")):
            piece = copy.deepcopy(run)
            set_text(piece, text)
            if mark:
                outer = OxmlElement(mark)
                outer.append(piece)
                if mark == "w:del":
                    for node in piece.iter(f"{W}t"):
                        node.tag = f"{W}delText"
                piece = outer
            pieces.append(piece)
        for piece in reversed(pieces):
            run.addnext(piece)
        run.getparent().remove(run)

    return change


def torn(old: str, new: str) -> Change:
    import random

    return lambda word: (say(old, new)(word), runs_torn(word, random.Random(1)))


KINDS: dict[str, Change] = {
    "a word for another": say("vận động doanh nghiệp", "kêu gọi doanh nghiệp"),
    "a word put in": say("Rà soát, lập danh sách", "Rà soát kỹ, lập danh sách"),
    "a word left out": say("Hình thức tuyên truyền đa dạng và thường xuyên", "Hình thức tuyên truyền đa dạng"),
    "a longer phrase": say("thường xuyên chỉ đạo", "thường xuyên quan tâm, lãnh đạo và chỉ đạo sát sao"),
    "a comma put in": say("cộng đồng, xã hội về người khuyết tật", "cộng đồng, xã hội, về người khuyết tật"),
    "a comma left out": say("treo băng rôn;", "treo băng rôn"),
    "a capital letter": say("nhà hảo tâm", "Nhà hảo tâm"),
    "the first words": say("Hình thức tuyên truyền", "Các hình thức tuyên truyền"),
    "the last words": say("hòa nhập cộng đồng.", "hòa nhập cộng đồng tốt hơn."),
    "words before a number": say("Cấp tiền mua phương tiện", "Chi tiền mua phương tiện"),
    "words behind a number": say(" đối tượng với số tiền ", " người thụ hưởng với số tiền "),
    "words between two numbers": say(" tập thể và ", " tập thể cùng "),
    "words of a branch": say(" tiền mặt và quà trị giá ", " tiền mặt, quà trị giá "),
    "words before a branch": say(
        " gia đình người có công với cách mạng (NCC) tiêu biểu", " gia đình người có công với cách mạng (NCC) điển hình"
    ),
    "words behind a branch": say("toàn huyện giảm xuống còn ", "cả huyện giảm xuống còn "),
    "a heading": say("Công tác tuyên truyền", "Về công tác tuyên truyền"),
    "a heading of other words": say("Lao động, việc làm", "Tạo việc làm, đào tạo nghề"),
    "words on both sides of a number": all_of(
        say("Cấp tiền mua phương tiện", "Đã cấp kinh phí mua phương tiện"), say(" đối tượng với số tiền ", " người, kinh phí ")
    ),
    "the first entry of a list left out": gone("Hưởng mới trợ cấp người khuyết tật"),
    "an entry left out and the line above it reworded": all_of(
        gone("Người trực tiếp thu gom rác thải"), say("Thẩm định hồ sơ, đề nghị", "Thẩm định và đề nghị")
    ),
    "letters with marks apart": say("treo băng rôn", unicodedata.normalize("NFD", "căng băng rôn")),
    "new paragraphs in two files": all_of(
        new_behind("Hình thức tuyên truyền", "Các đoàn thể cùng vào cuộc."), new_behind("Tổ chức chúc thọ", "Không khí vui tươi.")
    ),
    "a sentence behind": say("hòa nhập cộng đồng.", "hòa nhập cộng đồng. Công tác này được Nhân dân đồng tình."),
    "a sentence before": say("Mục đích là từng bước", "Công tác này rất cần thiết. Mục đích là từng bước"),
    "a sentence left out": cut("Tiếp tục phối hợp tuyên truyền", "Tiếp tục phối hợp tuyên truyền", "Phối hợp triển khai Hướng dẫn"),
    "numbers with their phrase left out": cut("Thường trực Huyện ủy, HĐND, UBND, UBMTTQ huyện thăm, trao", ", gồm ", "."),
    "a paragraph left out": gone("Mục đích là từng bước"),
    "a paragraph left out with its condition": gone("Rà soát, lập danh sách"),
    "an entry of a list left out": gone("Chuyển nơi cư trú"),
    "a new paragraph": new_behind("Hình thức tuyên truyền", "Công tác phối hợp giữa các ngành được duy trì."),
    "a new entry of a list": new_behind("Chuyển quà của Tỉnh ủy", "Các đoàn thể cùng tham gia vận động;"),
    "a paragraph parted": split_at("Kết quả rà soát là cơ sở"),
    "paragraphs joined": joined("Hình thức tuyên truyền", "Mục đích là từng bước"),
    "entries of a list exchanged": moved_behind("Hưởng mới trợ cấp người khuyết tật", "Cấp giấy xác nhận khuyết tật"),
    "paragraphs exchanged": moved_behind("Hình thức tuyên truyền", "Mục đích là từng bước"),
    "a paragraph farther down": moved_behind("Rà soát, lập danh sách", "Hoàn thiện hồ sơ đề nghị"),
    "stars": say("băng rôn", "băng *rôn*"),
    "low lines": say("băng rôn", "băng _rôn_"),
    "square brackets": say("băng rôn", "băng rôn [mẫu]"),
    "angles": say("băng rôn", "băng rôn <to>"),
    "an ampersand": say("băng rôn", "băng rôn & khẩu hiệu"),
    "a backslash": say("băng rôn", "băng rôn \\ khẩu hiệu"),
    "a hash": say("băng rôn", "băng rôn # khẩu hiệu"),
    "quotation marks": say("băng rôn", "“băng rôn”"),
    "a dash": say("từ huyện đến các xã", "từ huyện - đến các xã"),
    "a colon for a comma": say("dạng và thường xuyên: qua", "dạng và thường xuyên, qua"),
    "several places of a paragraph": all_of(
        say("treo băng rôn", "căng băng rôn"), say("tổ chức các buổi trợ giúp", "mở các buổi trợ giúp")
    ),
    "several files": all_of(say("treo băng rôn", "căng băng rôn"), say("Giải quyết việc làm mới", "Tạo việc làm mới")),
    "a short form written out": say("Đối tượng NCC", "Đối tượng người có công"),
    "the second of two same phrases": say("giáo dục, thể dục, thể thao", "giáo dục, thể thao, thể thao"),
    "a change recorded": tracked("treo băng rôn", "căng băng rôn"),
    "an insertion recorded": tracked("treo băng rôn", "treo nhiều băng rôn"),
    "words in another order": say("trong y tế, văn hóa, giáo dục", "trong giáo dục, y tế, văn hóa"),
    "an entry of a list": say("Điều chỉnh người nuôi dưỡng", "Thay người nuôi dưỡng"),
    "runs torn": torn("treo băng rôn", "căng băng rôn"),
    "the last sentence": say("Trên đây là báo cáo", "Trên đây là toàn bộ báo cáo"),
    "the first sentence": say(" trên địa bàn huyện (số liệu từ", " trên toàn huyện (số liệu từ"),
    "words before a condition that is not met": say(" hộ nghèo (tỷ lệ ", " hộ nghèo (đạt tỷ lệ "),
    "blanks that do not break": say("băng rôn", "băng\u00a0rôn"),
}
