"""click in Vietnamese: help pages, and usage errors as the one message of ``WrongUsage``."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctxh.errors import WrongUsage, nearest

UNSHOWN = ("Cc", "Cs", "Zl", "Zp")  # categories of letters: control characters, bytes that are no letters, breaks of lines


if TYPE_CHECKING:
    _TypeOfText = click.ParamType[str]
else:
    _TypeOfText = click.ParamType  # older ones have no brackets


class _InVietnamese(click.Command):
    """What a command and a group have in common: the words of their help pages."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [r for option in options if (r := option.get_help_record(ctx)) is not None]
        with formatter.section("Lựa chọn"):
            formatter.write_dl([(option, help_text.replace("[required]", "(bắt buộc)")) for option, help_text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "In trang này."
        return option


class Command(_InVietnamese):
    """A command whose help page is in Vietnamese."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        words = {"options_metavar": "[LỰA CHỌN]..."}
        super().__init__(*args, **settings | words)


class Group(_InVietnamese, click.Group):
    """A group of commands whose help page is in Vietnamese; an unknown one is named the nearest."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        words = {"options_metavar": "[LỰA CHỌN]...", "subcommand_metavar": "LỆNH ..."}
        super().__init__(*args, **settings | words)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _InVietnamese.format_options(self, ctx, formatter)
        rows = [(name, command.get_short_help_str(70)) for name, command in self.commands.items()]
        with formatter.section("Các lệnh"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            raise WrongUsage(f"Không có lệnh «{name}».{nearest(name, self.commands)} Các lệnh: {', '.join(self.commands)}.")
        return super().resolve_command(ctx, args)


class Folder(_TypeOfText):
    """The name of a folder that is there or can be made. Raises WrongUsage for nothing, for a file, for a name that no message can show."""

    name = "folder"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        option = param.opts[0] if param else "thư mục"
        if not value.strip():
            left_out = "." if param and param.required else ", hoặc bỏ hẳn lựa chọn để dùng thư mục mặc định."
            raise WrongUsage(f"Lựa chọn {option} để trống: ghi tên thư mục{left_out}")
        path = Path(value).absolute()
        refuse_unshown(path, option)
        file = next((folder for folder in (path, *path.parents) if folder.exists() and not folder.is_dir()), None)
        if file:
            raise WrongUsage(f"Lựa chọn {option}: «{file.name}» là một tệp, không phải thư mục. Chọn thư mục khác.")
        return value


def refuse_unshown(path: Path, option: str) -> None:
    """Nothing, unless a part of a path breaks a line or holds bytes that are no letters: kernels and typst take none such.

    Raises WrongUsage.
    """
    seen = ["".join("\ufffd" if unicodedata.category(c) in UNSHOWN else c for c in part) for part in path.parts]
    odd = next((shown for part, shown in zip(path.parts, seen, strict=True) if part != shown), None)
    if odd:
        raise WrongUsage(f"Lựa chọn {option}: tên thư mục «{odd}» có ký tự không đọc được hoặc xuống dòng. Đổi tên hoặc chọn thư mục khác.")


def translated(error: click.ClickException) -> WrongUsage:
    """A usage error of click as our own message."""
    context = getattr(error, "ctx", None)
    more = f" Xem: {context.command_path} --help" if context else ""
    return WrongUsage(_reason(error, context) + more)


def _reason(error: click.ClickException, context: click.Context | None) -> str:
    if isinstance(error, click.NoSuchOption):
        options = [o.lstrip("-") for p in context.command.params for o in p.opts if o.startswith("--")] if context else []
        hint = nearest(error.option_name.lstrip("-"), options).replace("«", "«--")  # the dashes alone make no two alike
        return f"Không có lựa chọn «{error.option_name}».{hint}"
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {_named(error, context)}."
    if isinstance(error, click.BadOptionUsage):
        return f"Lựa chọn «{error.option_name}» thiếu giá trị hoặc viết chưa đúng."
    if isinstance(error, click.BadParameter):
        years = getattr(error.param, "type", None)
        if isinstance(years, click.IntRange):
            return f"Giá trị của {_named(error, context)} không đúng: viết một năm từ {years.min} đến {years.max}, như 2025."
        return f"Giá trị của {_named(error, context)} không đúng."
    extra = re.search(r"\((.+)\)$", error.message, re.DOTALL)
    if extra:
        return f"Câu lệnh thừa «{extra[1]}»: bỏ đi, hoặc thêm giá trị còn thiếu của lựa chọn đứng trước."
    return "Câu lệnh viết chưa đúng (thiếu hoặc thừa phần)."


def _named(error: click.BadParameter, context: click.Context | None) -> str:
    hint = error.param.get_error_hint(context) if error.param and context else "tham số"
    return hint.replace("'", "")
