"""Who sent what: areas and forms that did not come, and what came twice."""

from __future__ import annotations

from ctxh.findings import finding
from ctxh.layouts import header_key
from ctxh.vietnamese import village_of


def arrival_findings(coverage: list[dict], expected) -> list[dict]:
    """Findings for areas that sent nothing, areas that sent twice, and forms that are missing.

    ``coverage`` has a row a form and file; ``expected`` is what ``receive`` was told to expect. What an
    area has not sent stops, unless it may be missing: then it is flagged. The office's own forms stop.
    """
    came = {(row["area_code"], row["form"]) for row in coverage}
    areas = list(expected.areas["area_code"])
    absent = [code for code in areas if code not in {area for area, _ in came}]
    present = [code for code in [*areas, expected.office_code] if code not in absent]
    names, rows = expected.names, []
    severity = "flagged" if expected.allow_missing else "stopped"
    if absent:
        listed = ", ".join(names[code] for code in absent)
        called = "thôn" if expected.villages else "đơn vị"
        message = f"Thiếu {len(absent)}/{len(areas)} {called}: {listed}."
        rows.append(finding(severity, message, f"Xin tệp của {called} này." if len(absent) == 1 else f"Xin tệp của các {called} này.", check="đủ xã"))
    for layout in expected.layouts.values():
        for code in present:
            if layout.required and expected.sends(layout, code) and (code, layout.form) not in came:
                message = f"{names[code]} thiếu biểu {layout.code} ({layout.label})."
                own = "stopped" if code == expected.office_code else severity
                rows.append(finding(own, message, f"Bổ sung trang tính «{layout.sheet_names[0]}».",
                                    check="đủ biểu", area_code=code))  # fmt: skip
    return rows + _files_twice(coverage, names) + _forms_twice(coverage, expected)


def _files_twice(coverage: list[dict], names: dict[str, str]) -> list[dict]:
    files: dict[str, list[str]] = {}
    for row in coverage:
        sent = files.setdefault(row["area_code"], [])
        if row["file"] not in sent:
            sent.append(row["file"])
    return [
        finding("stopped", f"{names[code]} có {len(sent)} tệp: {', '.join(sent)}.", "Giữ lại một tệp đúng.",
                check="đủ xã", area_code=code, file=sent[1])
        for code, sent in files.items() if len(sent) > 1
    ]  # fmt: skip


def _forms_twice(coverage: list[dict], expected) -> list[dict]:
    """A finding for each form that stands on two sheets of one workbook and would count twice.

    Sheets whose names say that each is for another village are one form in parts.
    """
    sheets: dict[tuple[str, str, str], list[str]] = {}
    for row in coverage:
        sheets.setdefault((row["file"], row["area_code"], row["form"]), []).append(row["sheet"])
    return [
        finding("stopped", f"Biểu {expected.layouts[form].code} có {len(named)} trang tính: {', '.join(named)}.",
                "Giữ lại một trang tính đúng.", check="đủ biểu", area_code=code, file=file, sheet=named[1])
        for (file, code, form), named in sheets.items() if len(named) > 1 and not _by_village(named)
    ]  # fmt: skip


def _by_village(sheets: list[str]) -> bool:
    """Whether each sheet's name ends with a village, and no two with the same one."""
    villages = [header_key(village_of(name)) for name in sheets]
    return all(villages) and len(set(villages)) == len(villages)
