"""A report that was edited in Word is held against the data: what is caught, what is left alone, what is refused."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from dataclasses import replace

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml

from ctxh.proofread.proofreading import NotThisReport, proofread
from ctxh.proofread.word_text import ROW_NUMBERS
from ctxh.tell.report import report_document, tell_report
from ctxh.typeset.docx.frame import default_frame
from ctxh.typeset.docx.report_docx import write_docx
from edited_reports import INNOCENT, WRONGS, edited
from edited_runs import cited_runs, set_text, text_of
from office import converted
from opened import opened, sample
from proofread_scores import wrong_alarms
from test_architecture import ROOT


@pytest.fixture(scope="module")
def computed(published_2024):
    return opened("kim-thanh", 2024, ROOT / "data", published_2024, reuse=True).computed


@pytest.fixture(scope="module")
def report(published_2024) -> bytes:
    return (published_2024 / "report.docx").read_bytes()


@pytest.fixture
def proofed(tmp_path, computed):
    """The proof of the bytes of a Word file."""

    def of(data: bytes):
        path = tmp_path / "edited.docx"
        path.write_bytes(data)
        found = proofread(path, computed)
        assert data == path.read_bytes()
        return found

    return of


def remarked(proof) -> list[tuple[str, str]]:
    return [(one.judgement.number.text, one.text) for one in proof.remarks]


def changed(report: bytes, change) -> bytes:
    word = docx.Document(io.BytesIO(report))
    change(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def run_with(word, text: str):
    return next(run for run in cited_runs(word) if text_of(run) == text)


def test_the_report_itself_has_no_finding(proofed, report):
    proof = proofed(report)

    assert [] == remarked(proof)
    assert re.fullmatch(r"(\d+) số: \1 khớp, 0 không khớp, 0 không kết luận được", proof.line)


@pytest.mark.run
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice vắng mặt")
def test_a_report_saved_again_by_libreoffice_has_no_finding(published_2024, tmp_path, computed):
    proof = proofread(converted(published_2024 / "report.docx", "docx", tmp_path / "resaved"), computed)

    assert ([], 0) == (remarked(proof), proof.count("cannot_say"))


@pytest.mark.run
@pytest.mark.parametrize(
    ("office", "year", "period"),
    [("kim-thanh", 2023, "year"), ("kim-thanh", 2024, "half-year"), ("xa-kim-thanh", 2026, "year"), ("hai-phong-mau", 2026, "year")],
)
def test_no_sample_report_has_a_finding(office, year, period, tmp_path):
    computed = sample(office, year, period).computed
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(report_document(computed, tell_report(computed)), default_frame(), 0))
    proof = proofread(path, computed)

    assert [] == [(one.number.text, one.verdict) for one in proof.judgements if one.verdict != "agrees"]


def test_a_wrong_number_is_named_with_what_is_printed_and_where_it_comes_from(proofed, report):
    proof = proofed(changed(report, lambda word: set_text(run_with(word, "447"), "474")))

    [(number, said)] = remarked(proof)
    assert "474" == number
    assert said.startswith("Số liệu in: 447. Số hộ nghèo")
    assert len(said) < 200


def test_the_copy_says_the_same_text_with_a_comment_on_the_number_alone(proofed, report):
    data = changed(report, lambda word: set_text(run_with(word, "447"), "474"))
    copy = docx.Document(io.BytesIO(proofed(data).copy))

    assert [one.text for one in docx.Document(io.BytesIO(data)).paragraphs] == [one.text for one in copy.paragraphs]
    [comment] = copy.comments
    assert ("ctxh", True) == (comment.author, comment.text.startswith("Số liệu in: 447"))
    start = next(copy.element.body.iter(f"{{{W}}}commentRangeStart"))
    assert "474" == start.getnext().text


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_sample_of_edited_reports(report, proofed):
    """Each way to be wrong and each innocent edit once at least; every wrong number caught, nothing else remarked."""
    assert len(INNOCENT) <= 2 * len(WRONGS)
    seen, bad = Counter(), []
    for at, way in enumerate(WRONGS):
        innocent = tuple(INNOCENT[(2 * at + step) % len(INNOCENT)] for step in range(2))
        data, wrong, done = edited(report, 7100 + at, edits=2, kinds=(way,), innocent=innocent)
        false = wrong_alarms(proofed(data), wrong, seen)
        bad += [(way.__name__, wrong.now, done, false)] if false or seen["caught"] < at + 1 - len(bad) else []

    assert [] == bad


def in_other_words(bookmark: str):
    """A change of the report: the sentence on poor households gone, a wrong number told elsewhere in words of an official's own."""

    def change(word):
        paragraph = next(node for node in run_with(word, "447").iterancestors() if node.tag == f"{{{W}}}p")
        paragraph.getparent().remove(paragraph)
        marks = (f'<w:bookmarkStart w:id="9001" w:name="{bookmark}"/>', '<w:bookmarkEnd w:id="9001"/>') if bookmark else ("", "")
        runs = [f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("Diện khó khăn nhất hiện ghi nhận ", "474", " trong sổ.")]
        added = f'<w:p xmlns:w="{W}">{runs[0]}{marks[0]}{runs[1]}{marks[1]}{runs[2]}</w:p>'
        word.paragraphs[12]._p.addprevious(parse_xml(added))

    return change


@pytest.mark.parametrize(
    ("bookmark", "verdict"), [("", "cannot_say"), ("sl_poor_households", "disagrees"), ("sl_poor_households__2", "disagrees")]
)
def test_a_bookmark_is_evidence_where_words_are_not(proofed, report, bookmark, verdict):
    judgements = proofed(changed(report, in_other_words(bookmark))).judgements

    [one] = [one for one in judgements if one.number.text == "474"]
    assert verdict == one.verdict
    assert ("447" if bookmark else None) == (one.printed and one.printed.text)


def test_a_bookmark_copied_to_another_number_is_no_proof(proofed, report):
    def exchange(word):
        names = ("sl_poor_households", "sl_near_poor_households")
        first, second = (
            [node for node in word.element.body.iter(f"{{{W}}}bookmarkStart") if node.get(f"{{{W}}}name") == name] for name in names
        )
        first[0].set(f"{{{W}}}name", names[1])
        second[0].set(f"{{{W}}}name", names[0])

    assert [] == remarked(proofed(changed(report, exchange)))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Toàn huyện có 2.634 lao động có việc làm mới, tăng 22 lao động so với năm 2023", []),
        ("Toàn huyện có 2.634 lao động có việc làm mới, so với năm trước tăng 32 lao động", [("32", "tăng 22 so với năm trước")]),
        ("Toàn huyện có 2.634 lao động có việc làm mới, giảm 22 lao động so với năm 2023", [("22", "tăng 22 so với năm trước")]),
        ("Toàn huyện có 2.634 lao động có việc làm mới, tăng 22 (0,84%) so với năm 2023", []),
        ("Toàn huyện có 2.634 lao động có việc làm mới, tăng 22 (8,4%) so với năm 2023", [("8,4%", "tăng 0,84% so với năm trước")]),
        ("Tỷ lệ hộ nghèo là 0,94%, giảm 0,28 điểm phần trăm so với năm 2023", [("0,28 điểm phần trăm", "giảm 0,18 điểm phần trăm")]),
        ("Toàn huyện có 2.634 lao động có việc làm mới, tăng 32 lao động so với năm 2022", []),
    ],
)
def test_a_change_told_in_own_words_is_held_against_the_series(report, tmp_path, computed, sentence, expected):
    # 2.634 jobs after 2.612: 22 more, 22 / 2.612 = 0,84 %; poor households 0,94 % after 1,12 %: 0,18 points less
    path = tmp_path / "edited.docx"
    path.write_bytes(changed(report, lambda word: word.paragraphs[-1].insert_paragraph_before(sentence)))
    found = remarked(proofread(path, replace(computed, saved_series=computed.series.assign(illustrative=False))))

    assert [(number, True) for number, _ in expected] == [(number, any(said in text for _, said in expected)) for number, text in found]


def test_nothing_is_said_of_a_change_since_an_illustrative_year(proofed, report):
    sentence = "Toàn huyện có 2.634 lao động có việc làm mới, tăng 32 lao động so với năm 2023"

    assert [] == remarked(proofed(changed(report, lambda word: word.paragraphs[-1].insert_paragraph_before(sentence))))


def test_a_quantity_told_twice_with_two_numbers(proofed, report):
    def tell(word):
        for number in (37, 73):
            word.paragraphs[20].insert_paragraph_before(f"Nguồn vận động xây mới cho {number} nhà tình thương trên địa bàn các xã")
            word.paragraphs[40].insert_paragraph_before("Không có vướng mắc nào.")

    found = dict(remarked(proofed(changed(report, tell))))
    assert "«37»: chỗ khác cùng nội dung ghi «73»." == found["37"]
    assert {"37", "73"} == set(found)


def test_a_year_that_lost_a_digit_is_a_number_that_disagrees(proofed, report):
    proof = proofed(changed(report, lambda word: set_text(run_with(word, "2024-2030"), "204-2030")))

    assert ["204-2030"] == [number for number, _ in remarked(proof)]


@pytest.mark.parametrize(
    ("printed", "now", "number", "said"),
    [
        ("tăng 1,6 điểm phần trăm", "giảm 1,6 điểm phần trăm", "1,6 điểm phần trăm", "(tăng, giảm ngược với số liệu)"),
        ("96,81%", "96,81 điểm phần trăm", "96,81 điểm phần trăm", "(sai đơn vị tính)"),
        ("hơn 70 tỷ đồng", "gần 70 tỷ đồng", "70 tỷ đồng", "(hơn, gần ngược với số liệu)"),
        ("02/5/2024", "32-5-2024", "32-5-2024", "(không có ngày như thế)"),
    ],
)
def test_the_same_digits_that_say_something_else(proofed, report, printed, now, number, said):
    proof = proofed(changed(report, lambda word: set_text(run_with(word, printed), now)))

    assert [(number, True)] == [(found, said in text) for found, text in remarked(proof)]


def test_a_document_named_as_another_kind_of_paper(proofed, report):
    def rename(word):
        before = next(run for run in word.element.body.iter(f"{{{W}}}r") if text_of(run).strip() == "Kế hoạch số")
        set_text(before, text_of(before).replace("Kế hoạch", "Quyết định"))

    [(number, said)] = remarked(proofed(changed(report, rename)))
    assert ("637/KH-UBND", True) == (number, "(ký hiệu KH là của kế hoạch, câu ghi quyết định)" in said)


def test_a_column_that_counts_the_rows_tells_no_numbers(proofed, report):
    def put(word):
        table = word.add_table(rows=4, cols=2)
        for row, texts in zip(table.rows, (("STT", "Việc"), ("1", "447 hộ nghèo"), ("2", "780 hộ cận nghèo"), ("3", "khác")), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    proof = proofed(changed(report, put))
    assert ["1", "2", "3"] == [one.text for one in proof.word_paragraphs if one.where == ROW_NUMBERS]
    assert [] == [one.number.text for one in proof.judgements if one.verdict != "agrees"]


def test_two_amounts_of_a_sentence_exchanged_are_both_called_wrong(proofed, report):
    def exchange(word):
        total, part = (run_with(word, text) for text in ("1.466.850.000 đồng", "182.000.000 đồng"))
        set_text(total, "182.000.000 đồng")
        set_text(part, "1.466.850.000 đồng")

    found = dict(remarked(proofed(changed(report, exchange))))
    assert {"182.000.000 đồng": "1.466.850.000 đồng", "1.466.850.000 đồng": "182.000.000 đồng"} == {
        number: said.removeprefix("Số liệu in: ").partition(". ")[0] for number, said in found.items()
    }


def test_the_days_of_two_decrees_exchanged_are_both_called_wrong(proofed, report):
    """Both days stand in the report, and the words around two decrees are much alike: only their numbers tell whose day is whose."""

    def exchange(word):
        first, other = run_with(word, "10/4/2012"), run_with(word, "15/3/2021")
        set_text(first, "15/3/2021")
        set_text(other, "10/4/2012")

    found = dict(remarked(proofed(changed(report, exchange))))
    assert {"15/3/2021": "10/4/2012", "10/4/2012": "15/3/2021"} == {
        day: said.removeprefix("Số liệu in: ").partition(". ")[0] for day, said in found.items()
    }


def test_a_number_in_words_before_what_the_report_counts(proofed, report):
    right, wrong = (
        proofed(changed(report, lambda word, said=said: set_text(run_with(word, "46"), said))) for said in ("bốn mươi sáu", "bốn mươi bảy")
    )
    assert ([], ["bốn mươi bảy"]) == (remarked(right), [number for number, _ in remarked(wrong)])


def test_changes_are_judged_as_accepted(proofed, report):
    def track(word):
        run = run_with(word, "447")
        for tag, kept, text in (("w:del", "w:delText", "447"), ("w:ins", "w:t", "474")):
            mark, added, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(kept)
            words.text = text
            added.append(words)
            mark.append(added)
            run.addprevious(mark)
        run.getparent().remove(run)

    assert ["474"] == [number for number, _ in remarked(proofed(changed(report, track)))]


def test_tables_heads_notes_and_boxes_are_read(proofed, report):
    def put(word):
        sentence = "toàn huyện giảm xuống còn 474 hộ nghèo (tỷ lệ 0,94%) và 780 hộ cận nghèo (tỷ lệ 1,64%)"
        word.add_table(rows=1, cols=1).rows[0].cells[0].text = sentence
        word.sections[0].first_page_header.paragraphs[0].text = sentence.replace("474", "475")
        inside = f"<w:p><w:r><w:t>{sentence.replace('474', '476')}</w:t></w:r></w:p>"
        box = f'<w:r xmlns:w="{W}"><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r>'
        word.paragraphs[10]._p.append(parse_xml(box))

    assert {"474", "475", "476"} <= {number for number, _ in remarked(proofed(changed(report, put)))}


def test_comments_that_are_there_stay(proofed, report):
    def comment(word):
        word.add_comment(word.paragraphs[8].runs, text="Xem lại câu này", author="Chánh Văn phòng", initials="VP")
        set_text(run_with(word, "447"), "474")

    copy = docx.Document(io.BytesIO(proofed(changed(report, comment)).copy))
    assert ["Chánh Văn phòng", "ctxh"] == sorted(one.author for one in copy.comments)


def test_a_copy_proof_read_again_has_its_comments_once(proofed, report):
    def comment(word):
        word.add_comment(word.paragraphs[8].runs, text="Xem lại câu này", author="Chánh Văn phòng", initials="VP")
        set_text(run_with(word, "447"), "474")

    first = proofed(changed(report, comment))
    second = proofed(first.copy)
    mended = proofed(
        changed(first.copy, lambda word: set_text(next(run for run in word.element.body.iter(f"{{{W}}}r") if text_of(run) == "474"), "447"))
    )

    assert (remarked(first), first.line) == (remarked(second), second.line)
    authors = [sorted(one.author for one in docx.Document(io.BytesIO(proof.copy)).comments) for proof in (first, second, mended)]
    assert [["Chánh Văn phòng", "ctxh"], ["Chánh Văn phòng", "ctxh"], ["Chánh Văn phòng"]] == authors


def of_text(*lines: str) -> bytes:
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


NUMBERS = [f"Chỉ tiêu thứ {number} trong năm 2021 là {number * 37} người" for number in range(11, 40)]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "không có chữ nào"),
        (["UBND huyện Kim Thành báo cáo … hộ nghèo, … hộ cận nghèo"], "chỉ có 0 con số"),
        (["UBND huyện Mẫu Thử", *NUMBERS], "không thấy tên đơn vị (huyện Kim Thành)"),
        (["UBND huyện Kim Thành", *NUMBERS], "là báo cáo của năm 2021, không phải năm 2024"),
        (["UBND huyện Kim Thành, năm 2024", *NUMBERS], "là báo cáo của năm 2021, không phải năm 2024"),  # named once, in passing
        (["UBND huyện Kim Thành", *(line.replace("2021", "2024") for line in NUMBERS)], "đây không phải báo cáo của đơn vị và kỳ này"),
    ],
)
def test_what_the_data_cannot_judge_is_said_in_one_sentence(lines, said, proofed):
    with pytest.raises(NotThisReport, match=re.escape(said)) as refused:
        proofed(of_text(*lines))
    assert 2 == refused.value.exit_code
