"""The errors that a user is meant to read: one message in Vietnamese and an exit code."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from traceback import walk_tb

MARK = "LỖI: "
ASK = "Chạy lại với --debug rồi gửi phần in ra cho người phụ trách chương trình."
_ALIKE = 0.7  # how alike two words are of which one may be the other misspelt
_A_SLIP = 0.9  # how alike only a slip makes two names, where a new one may be called nearly as another is
_HERE = Path(__file__).parent


class CtxhError(Exception):
    """A message saying what is wrong, where (file, sheet, cell) and what to do about it."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback, and what a run knows our errors by."""
        return [f"{MARK}{self}"]


class StoppedByFindings(CtxhError):
    """The data hold something that no report may be made from."""

    exit_code = 1


class RunFailed(CtxhError):
    """A notebook or an output could not be finished; the previous edition stands."""

    exit_code = 1


class WrongUsage(CtxhError):
    """The command, a parameter or a place was given wrongly; nothing was started."""

    exit_code = 2


class OurFault(Exception):
    """A fault of the program itself, told by its place; no workbook is to blame, so that no finding may be made of it."""

    exit_code = 1

    def __str__(self) -> str:
        return f"Lỗi ngoài dự kiến của chương trình, không phải của tệp nào ({self.args[0]}). {ASK}"

    def _render_traceback_(self) -> list[str]:
        """As that of CtxhError."""
        return [f"{MARK}{self}"]


def place_of(error: BaseException) -> str:
    """The innermost file and line of the program at which an error arose: ``read/child_process.py, dòng 71``; empty where none is ours."""
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [(path, line) for path, line in frames if path.is_relative_to(_HERE)]
    return f"{ours[-1][0].relative_to(_HERE).as_posix()}, dòng {ours[-1][1]}" if ours else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """A Vietnamese hint naming the known word nearest to a misspelt one, or nothing."""
    found = get_close_matches(word.lower(), sorted(known), n=1, cutoff=_ALIKE)
    return f" Có phải ý bạn là «{found[0]}»?" if found else ""


def misspelt(word: str, known: Iterable[str]) -> str:
    """The known word of which another is but a slip; empty where none is that near."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=_A_SLIP)), "")


_REASONS = {
    "ENOSPC": "đĩa đã đầy: giải phóng dung lượng rồi chạy lại",
    "EFBIG": "tệp lớn quá mức mà đĩa hay hệ thống cho: tăng hạn mức rồi chạy lại",
    "EDQUOT": "hết hạn mức đĩa: giải phóng dung lượng rồi chạy lại",
    "EACCES": "không có quyền: đổi quyền hoặc chọn thư mục khác",
    "EPERM": "không có quyền: đổi quyền hoặc chọn thư mục khác",
    "EROFS": "thư mục chỉ đọc: chọn thư mục khác bằng --outputs",
    "ENOTDIR": "đó là một tệp, không phải thư mục: chọn thư mục khác",
    "EEXIST": "đã có tệp hay thư mục cùng tên: đổi tên nó hoặc chọn thư mục khác",
    "EISDIR": "đó là một thư mục, không phải tệp: chuyển nó đi",
    "ENOENT": "không có ở đó: chép lại rồi chạy lại",
    "ENAMETOOLONG": "tên quá dài: đặt tên ngắn hơn",
    "ELOOP": "liên kết vòng tròn: thay bằng tệp thật",
    "ETXTBSY": "đang được chương trình khác dùng: đóng chương trình ấy rồi chạy lại",
    "EBUSY": "đang được chương trình khác dùng: đóng chương trình ấy rồi chạy lại",
    "EMFILE": "mở quá nhiều tệp cùng lúc: đóng bớt chương trình rồi chạy lại",
    "ENFILE": "mở quá nhiều tệp cùng lúc: đóng bớt chương trình rồi chạy lại",
    "ENOMEM": "máy hết bộ nhớ: đóng bớt chương trình rồi chạy lại",
    "EIO": "đĩa đọc ghi bị lỗi: kiểm tra đĩa",
    "EILSEQ": "tên có chữ mà hệ thống không nhận: đổi tên",
}
REASONS = {getattr(errno, name): reason for name, reason in _REASONS.items() if hasattr(errno, name)}  # no system has all


def reason_of(error: OSError) -> str:
    """Why the system refused a file, and what to do, in place of its own words."""
    return REASONS.get(error.errno or 0, f"hệ thống báo lỗi số {error.errno}: xem lại đĩa và quyền của tệp")
