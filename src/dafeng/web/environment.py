"""What does the environment say of the site? What cannot be used is told before it serves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import dj_database_url

from dafeng.errors import DafengError
from dafeng.language import Text

#: Keys that the entry of an identity provider needs, and whose values are texts.
_NEEDED: Final = ("provider_id", "client_id")
_WEB: Final = ("https", "http")


class SettingError(DafengError):
    """A variable of the environment cannot be used."""

    code = "setting"


def _refused(variable: str, zh: str, en: str) -> SettingError:
    return SettingError(Text(f"环境变量 {variable}：{zh}", f"variable {variable}: {en}"))


def store(variable: str, address: str, file: Path) -> dict[str, Any]:
    """Return a database as Django takes it: the one at an address, else a file of SQLite.

    SQLite keeps its rollback journal: the engine of many systems is older than 3.51.3 and may
    corrupt a write-ahead log. A writing transaction takes its lock when it begins.

    Raises
    ------
    SettingError
        If the address is none.
    """
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(address or f"sqlite:///{file}"))
        engine = found["ENGINE"]
    except (ValueError, KeyError) as error:
        raise _refused(
            variable,
            "不是数据库地址；写成 postgres://用户:密码@主机/库名，或不设置（用 SQLite 文件）",
            "this is no address of a database; write postgres://name:password@host/base, or leave"
            " it out for a file of SQLite",
        ) from error
    # A connection lasts from request to request: to make one takes longer than most questions.
    found["CONN_MAX_AGE"] = None if "sqlite" in engine else 600
    found["CONN_HEALTH_CHECKS"] = True
    if "sqlite" in engine:
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA synchronous=FULL;",
        }
    return found


def providers(text: str) -> list[dict[str, Any]]:
    """Return identity providers by OpenID Connect, from a JSON list as django-allauth reads it.

    Raises
    ------
    SettingError
        If it is no such list, or an entry lacks what signing in needs: every page from which one
        signs in would fail.
    """
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise _refused("DAFENG_OIDC", f"不是 JSON：{error}", f"this is no JSON: {error}") from error
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise _refused("DAFENG_OIDC", "应为 JSON 对象的列表", "it should be a JSON list of objects")
    for number, entry in enumerate(found, start=1):
        lacking = [*_lacking(entry)]
        if lacking:
            named = ", ".join(lacking)
            raise _refused(
                "DAFENG_OIDC",
                f"第 {number} 项缺少或写错：{named}",
                f"entry {number} lacks or misstates: {named}",
            )
    names = [entry["provider_id"] for entry in found]
    if len(set(names)) != len(names):
        raise _refused("DAFENG_OIDC", "provider_id 重复", "a provider_id stands twice")
    return found


def _lacking(entry: dict[str, Any]) -> list[str]:
    lacking = [k for k in _NEEDED if not isinstance(entry.get(k), str) or not entry[k]]
    more = entry.get("settings")
    server = more.get("server_url") if isinstance(more, dict) else None
    if not isinstance(server, str) or not _is_address(server):
        lacking.append("settings.server_url (https://…)")
    return lacking


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in _WEB and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def mail(text: str) -> tuple[SplitResult, int | None]:
    """Return the address by which mail goes out, and its port where one is stated.

    Raises
    ------
    SettingError
        If it is no such address.
    """
    try:
        found = urlsplit(text)
        port = found.port
    except ValueError as error:
        raise _refused(
            "DAFENG_EMAIL_URL", f"不是地址：{error}", f"this is no address: {error}"
        ) from error
    if text and (found.scheme not in ("smtp", "smtp+tls", "smtps") or not found.hostname):
        raise _refused(
            "DAFENG_EMAIL_URL",
            "应为 smtp://、smtp+tls:// 或 smtps:// 开头的地址",
            "it should begin with smtp://, smtp+tls:// or smtps:// and name a host",
        )
    return found, port


def proxies(text: str) -> int:
    """Return how many proxies stand before the site.

    Raises
    ------
    SettingError
        If that is no whole number from 0.
    """
    if text.isascii() and text.isdecimal() and len(text) < 3:  # noqa: PLR2004 - two digits do
        return int(text)
    raise _refused("DAFENG_PROXIES", "应为 0 至 99 的整数", "it should be a number from 0 to 99")
