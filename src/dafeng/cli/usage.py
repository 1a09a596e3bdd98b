"""What did the user of a command get wrong? The command-line library's errors in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import click

from dafeng.language import Language, Text


def wrong_use(error: click.ClickException, language: Language) -> str:
    """Return an error of the command line in the user's language, with a way on."""
    for kind, told in _TOLD.items():
        if isinstance(error, kind):
            text = told(error)
            break
    else:
        text = _other(error)
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "dafeng"
    hint = Text(f"用法：{path} --help", f"usage: {path} --help")
    return f"{text[language]}\n{hint[language]}"


def _parameter(error: Any) -> str:
    named = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param else "")
    return named if isinstance(named, str) else " / ".join(named)


def _missing(error: Any) -> Text:
    name = _parameter(error)
    return Text(f"缺少参数 {name}", f"missing: {name}")


def _bad(error: Any) -> Text:
    name = _parameter(error)
    if isinstance(error.param, click.Parameter) and isinstance(error.param.type, click.Choice):
        known = ", ".join(str(choice) for choice in error.param.type.choices)
        return Text(f"{name} 只能取：{known}", f"{name} must be one of: {known}")
    if isinstance(error.param, click.Parameter) and isinstance(error.param.type, click.Path):
        return _path(name, error.message)
    if isinstance(error.param, click.Parameter) and isinstance(error.param.type, click.IntRange):
        low, high = error.param.type.min, error.param.type.max
        if high is None:
            return Text(f"{name} 应为不小于 {low} 的整数", f"{name}: a whole number from {low} on")
        return Text(
            f"{name} 应为 {low} 至 {high} 的整数", f"{name}: a whole number, {low} to {high}"
        )
    return Text(f"{name} 不合法：{error.message}", f"{name}: {error.message}")


def _path(name: str, message: str) -> Text:
    """Return what is wrong with a path, and with which, as the library's message says."""
    found = re.match(r"\w+ '(.*)' (does not exist|is a \w+|is not \w+)\.?$", message, re.DOTALL)
    if found is None:
        return Text(f"{name}：{message}", f"{name}: {message}")
    path, what = found.groups()
    return Text(f"{name}：“{path}”{_PATHS.get(what, what)}", f"{name}: {message}")


#: What the library says of a path.
_PATHS: Final = {
    "does not exist": "不存在",
    "is a file": "是文件，这里要文件夹",
    "is a directory": "是文件夹，这里要文件",
    "is not readable": "不可读",
    "is not writable": "不可写",
    "is not executable": "不可执行",
}


def _other(error: click.ClickException) -> Text:
    message = error.format_message()
    command = re.match(r"No such command ['\"](.*)['\"]", message)
    if command:
        return Text(f"没有命令 {command[1]}", f"no command {command[1]}")
    if message.startswith("Got unexpected extra argument"):
        return Text("参数过多", "too many arguments")
    return Text(message, message)


_TOLD: Final[dict[type[click.ClickException], Callable[[Any], Text]]] = {
    click.NoSuchOption: lambda e: Text(f"没有选项 {e.option_name}", f"no option {e.option_name}"),
    click.MissingParameter: _missing,
    click.BadParameter: _bad,
    click.exceptions.NoArgsIsHelpError: lambda e: Text(e.ctx.get_help(), e.ctx.get_help()),
}
