"""The ``ctxh`` command: report, check, trace, forms, new, book, office, start, lab, proofread.

Exit codes: 0 done, 1 stopped by findings or a failed run, 2 wrong usage. An error is one
message on stderr; a traceback is shown only with ``--debug``.
"""

from __future__ import annotations

import signal
import sys

import click

from ctxh.cli.announcements import announce, announce_many, say_how_far
from ctxh.cli.click_messages import Folder, Group, translated
from ctxh.cli.desk_commands import add_desk_commands
from ctxh.cli.exchange import blank_forms, findings_of, new_year, with_returns
from ctxh.cli.map_command import add_map_command
from ctxh.cli.office_commands import add_commands
from ctxh.cli.options import ALL, Given, allowing, asked, at_once, chosen_places, known_or_wrong, of_a_run, placed, returning
from ctxh.cli.proofread_command import add_proofread_commands
from ctxh.errors import MARK, CtxhError, OurFault, StoppedByFindings, WrongUsage
from ctxh.reference.places import Chosen
from ctxh.run.messages import Unprinted, nobody_reads, say, say_out, settle_streams
from ctxh.run.progress import for_terminal


@click.group(cls=Group, name="ctxh", invoke_without_command=True)
@click.option("--version", is_flag=True, help="In số hiệu phiên bản.")
@click.pass_context
def ctxh(context: click.Context, version: bool) -> None:
    """Báo cáo năm Chương trình Công tác xã hội, lập từ các sổ Excel của đơn vị cấp dưới.

    Ví dụ: ctxh report 2024
    """
    if version:
        from importlib import metadata

        say_out(f"ctxh {metadata.version('ctxh')}")
    elif context.invoked_subcommand is None:
        say_out(context.get_help())


@ctxh.command(short_help="Lập báo cáo của một hay nhiều năm.")
@click.argument("years", metavar="NĂM")
@placed
@of_a_run
@click.option("--force", is_flag=True, help="Lập lại cả khi không có gì thay đổi từ lần trước.")
@at_once
@returning
@allowing
def report(
    years: str,
    office: str,
    data: str | None,
    outputs: str | None,
    debug: bool,
    given: Given,
    formats: str,
    notebooks: str | None,
    force: bool,
    jobs: int,
    scheduler: str | None,
    returns: bool,
    allow_missing: bool,
) -> None:
    """Lập báo cáo NĂM (2024, 2022-2024 hoặc 2022,2024) vào OUTPUTS/ĐƠN_VỊ/NĂM.

    Bản cũ chỉ bị thay khi bản mới đã xong trọn vẹn. Với --office all: mọi đơn vị, mỗi đơn vị những năm nó có.
    """
    places = chosen_places(office, data, outputs, notebooks)
    if office == ALL or jobs > 1 or scheduler:
        return announce_many(years, office, places, jobs, scheduler)
    from ctxh.run.parameters import checked_years, formats_of
    from ctxh.run.plan import FORMATS, planned
    from ctxh.run.report_run import run_edition

    wanted, watcher = formats_of(formats, FORMATS), for_terminal()
    chosen = checked_years(years, office, places.data)
    plan = planned(office, chosen[0], given, wanted, places, allow_missing)
    try:
        for year in chosen:
            try:
                folder = run_edition(office, year, given, wanted, watcher, debug, returns, places, allow_missing, force)
            except StoppedByFindings as stopped:
                read_again = Chosen(plan.boundaries, period=plan.period, allow_missing=allow_missing)
                raise with_returns(stopped, places, office, year, returns, read_again) from stopped
            announce(folder, year, plan.period)
    except KeyboardInterrupt:
        say_how_far(chosen, watcher.editions)


@ctxh.command(short_help="Đọc và kiểm tra số liệu, không lập báo cáo.")
@click.argument("years", metavar="NĂM")
@placed
@asked
@at_once
@returning
@allowing
def check(
    years: str,
    office: str,
    data: str | None,
    outputs: str | None,
    debug: bool,
    given: Given,
    jobs: int,
    scheduler: str | None,
    returns: bool,
    allow_missing: bool,
) -> None:
    """Đọc, làm sạch và kiểm tra số liệu của NĂM; in các phát hiện.

    Mã thoát là 1 khi có phát hiện phải dừng.
    """
    places = chosen_places(office, data, outputs)
    if office == ALL or jobs > 1 or scheduler:
        return announce_many(years, office, places, jobs, scheduler)
    from ctxh.reference.period_names import spoken
    from ctxh.run.failures import SEVERITIES, severity_counts
    from ctxh.run.parameters import checked_period, checked_years

    rows, period = [], checked_period(given)
    for year in checked_years(years, office, places.data):
        found, sent_back = findings_of(places, office, year, returns, Chosen(period=period, allow_missing=allow_missing))
        say_out(f"{spoken(period, year).capitalize()}: {severity_counts(found)}.")
        for severity, word in SEVERITIES.items():
            _print_findings(word, [row for row in found if row["severity"] == severity])
        say_out(sent_back)
        rows += found
    sys.exit(1 if any(row["severity"] == "stopped" for row in rows) else 0)


def _print_findings(word: str, rows: list[dict[str, str]]) -> None:
    from ctxh.run.failures import one_line

    if rows:
        say_out("\n".join([f"\n{word.capitalize()} ({len(rows)})", *(f"  - {one_line(row)}" for row in rows)]))


@ctxh.command(short_help="Cho biết một con số đến từ những ô Excel nào.")
@click.argument("year", metavar="NĂM")
@click.argument("indicator", metavar="CHỈ_TIÊU")
@click.option("--area", metavar="MÃ_ĐƠN_VỊ", default="", help="Một đơn vị gửi số liệu, mã hoặc tên; bỏ trống là toàn địa bàn.")
@click.option("--boundaries", metavar="NGÀY", default="", help="Địa giới của một ngày, như 2024-12-31.")
@click.option("--rows", is_flag=True, help="Đọc lại các tệp và ghi cả từng dòng của danh sách; chỉ để xem tại chỗ.")
@asked
@placed
def trace(
    year: str,
    indicator: str,
    area: str,
    boundaries: str,
    rows: bool,
    given: Given,
    office: str,
    data: str | None,
    outputs: str | None,
    debug: bool,
) -> None:
    """In lý lịch của một con số: giá trị, cách tính, số liệu gốc và ô Excel.

    CHỈ_TIÊU là mã, tên chỉ tiêu, hoặc con số như báo cáo in: 447, 0,94%.
    """
    places = chosen_places(office, data, outputs)
    from ctxh.run.parameters import checked_period, checked_years

    period = checked_period(given)
    [one, *rest] = checked_years(year, office, places.data)
    if rest:
        raise WrongUsage("Lệnh trace xem một năm một lần: ghi một năm, như 2024.")
    from ctxh.book import load_book
    from ctxh.cli.book_pages import with_all_optional

    # of what the office does not collect the edition says that it has none
    book = load_book(with_all_optional(office, places.data, places.reference, one)[0])
    indicators, listed = book.indicators, "Mã của mọi chỉ tiêu: annex.xlsx, trang Chỉ tiêu; đơn vị thì ghi ở --area."
    from ctxh.compute.meanings import area_named, called, indicator_meant, printed_so
    from ctxh.compute.passports import passport
    from ctxh.edition import edition_at
    from ctxh.observe.members import rows_at_members

    name = called(indicators, indicator)
    if not name and not any(map(str.isdigit, indicator)):
        name = indicator_meant(book, indicator, listed).id
    edition = edition_at(places, office, one, Chosen(boundaries, period=period, shown_here=rows), published=not rows)
    area = area_named(edition.observed.names, area)
    found = [name] if name else printed_so(edition.computed.printed_values, area or edition.area_code, indicator)
    if not found:
        known_or_wrong("chỉ tiêu hay con số", indicator, indicators, listed)
    if len(found) > 1:
        say_out(f"«{indicator}» là {len(found)} con số; ghi mã để xem lý lịch:")
        say_out("\n".join(f"  {indicators[one].label} ({one})" for one in found))
        return
    at_members = rows_at_members(edition.request, found[0], area) if rows else ""
    say_out("\n".join(filter(None, [passport(edition.computed, found[0], area).as_text(), at_members])))


@ctxh.command(short_help="Ghi biểu trống để gửi các đơn vị.")
@click.argument("year", metavar="NĂM", type=click.IntRange(1990, 2100))
@click.option("--area", metavar="MÃ_ĐƠN_VỊ", default="", help="Một đơn vị; bỏ trống là mọi đơn vị và phòng.")
@click.option("--out", metavar="THƯ_MỤC", type=Folder(), required=True, help="Nơi ghi biểu; tệp đã có thì không ghi đè.")
@asked
@placed
def forms(
    year: int,
    area: str,
    out: str,
    given: Given,
    office: str,
    data: str | None,
    outputs: str | None,
    debug: bool,
) -> None:
    """Ghi biểu trống của NĂM, mỗi đơn vị một tệp: danh mục để chọn, kiểu từng cột, dòng tổng tự cộng."""
    places = chosen_places(office, data, outputs)
    from ctxh.run.parameters import checked_period

    say_out(blank_forms(places, office, year, area, out, checked_period(given)))


@ctxh.command(short_help="Mở một năm mới.")
@click.argument("year", metavar="NĂM", type=click.IntRange(1990, 2100))
@click.option("--out", metavar="THƯ_MỤC", type=Folder(), help="Nơi ghi biểu trống (mặc định OUTPUTS/ĐƠN_VỊ/NĂM.forms).")
@placed
def new(
    year: int,
    out: str | None,
    office: str,
    data: str | None,
    outputs: str | None,
    debug: bool,
) -> None:
    """Mở NĂM: thư mục nhận số liệu, biểu trống, danh sách thiết lập cần xem lại; không ghi đè gì."""
    places = chosen_places(office, data, outputs)
    say_out(new_year(places, office, year, out))


add_commands(ctxh, placed, chosen_places)
add_desk_commands(ctxh)
add_map_command(ctxh, placed, chosen_places)
add_proofread_commands(ctxh)


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    settle_streams()
    signal.signal(signal.SIGTERM, _terminated)
    arguments = sys.argv[1:] if arguments is None else arguments
    sys.exit(_outcome(arguments, "--debug" in arguments))


def _terminated(*_: object) -> None:
    raise KeyboardInterrupt


def _outcome(arguments: list[str], debug: bool) -> int:
    """The exit code of a command; what went wrong has been said on stderr."""
    try:
        return ctxh.main(arguments, prog_name="ctxh", standalone_mode=False) or 0
    except (BrokenPipeError, Unprinted) as error:
        nobody_reads()
        closed = isinstance(error.__cause__ or error, BrokenPipeError)  # as by ``| head``: no fault worth a word
        return 1 if closed else _failed(str(error), 1, debug)
    except (CtxhError, OurFault) as error:
        return _failed(str(error), error.exit_code, debug)
    except click.exceptions.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _failed("Đã dừng theo yêu cầu.", 1, debug=False)
    except click.ClickException as error:
        return _failed(str(translated(error)), 2, debug)
    except Exception as error:  # whatever is left is a fault of ours, and said to be one
        from ctxh.run.failures import unforeseen

        return _failed(unforeseen(error), 1, debug)


def _failed(message: str, code: int, debug: bool) -> int:
    if debug:
        from ctxh.run.failures import trace

        say(trace(sys.exception()))
    say(f"{MARK}{message}")
    return code


if __name__ == "__main__":
    main()
