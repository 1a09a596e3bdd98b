"""Is a workbook safe to open? Its archive is judged, and what it unpacks to is bounded.

Runs in the limited child process; uses the standard library only.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import Final

#: Most parts of a workbook.
MEMBERS: Final = 2000
#: Most bytes that all parts, and one part, unpack to.
TOTAL: Final = 200 << 20
MEMBER: Final = 120 << 20
#: Most times that a part unpacks to its packed size.
RATIO: Final = 200
#: Last row and column that may hold something.
ROWS: Final = 200_000
COLUMNS: Final = 2000
#: Most characters of a cell, in a workbook by its format.
CELL: Final = 32_767
#: Deepest nesting of elements.
DEPTH: Final = 64
#: What a whole workbook may hand on.
LIMITS: Final = {
    "sheets": 200,
    "cells": 1_000_000,
    "places between cells": 5_000_000,
    "characters": 64 << 20,
    "merged areas": 200_000,
    "merged cells": 5_000_000,
    "hidden columns": 200_000,
}

_KINDS: Final = {
    "sheets": "工作表数",
    "cells": "单元格数",
    "places between cells": "单元格之间的空位数",
    "characters": "字符数",
    "merged areas": "合并区域数",
    "merged cells": "合并的单元格数",
    "hidden columns": "隐藏列数",
}

_PIECE: Final = 1 << 16
_LEGACY: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCUMENT_TYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


class RefusedError(Exception):
    """The workbook breaks a limit or is none.

    Parameters
    ----------
    kind
        ``legacy``, ``damaged``, ``encrypted`` or ``limit``.
    zh, en
        What was found, in both languages.
    """

    def __init__(self, kind: str, zh: str = "", en: str = "") -> None:
        super().__init__(kind, en or zh)
        self.kind, self.zh, self.en = kind, zh, en or zh


class Budget:
    """Counts what a workbook hands on, over all its sheets."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    def spend(self, what: str, amount: int) -> None:
        """Add to one of the `LIMITS`.

        Raises
        ------
        RefusedError
            If the limit is passed.
        """
        self.spent[what] += amount
        if self.spent[what] > LIMITS[what]:
            raise RefusedError(
                "limit", f"{_KINDS[what]}超过 {LIMITS[what]}", f"more than {LIMITS[what]} {what}"
            )


def guard_start(start: bytes) -> None:
    """Refuse the old binary format by the first bytes of the file."""
    if start.startswith(_LEGACY):
        raise RefusedError("legacy", "xls")


def guard_archive(archive: zipfile.ZipFile) -> None:
    """Refuse workbooks that lie, hide or explode, before anything is parsed.

    Raises
    ------
    RefusedError
        If the archive breaks a limit, is encrypted or holds another format.
    """
    guard_members(archive)
    names = [entry.filename for entry in archive.infolist()]
    if "mimetype" in names and "content.xml" in names:
        raise RefusedError("legacy", "ods")
    if "xl/workbook.bin" in names:
        raise RefusedError("legacy", "xlsb")
    if "[Content_Types].xml" not in names:
        raise RefusedError("damaged", "缺少 [Content_Types].xml", "no [Content_Types].xml")


def guard_members(archive: zipfile.ZipFile) -> None:
    """Refuse archives of any kind that lie, point outside themselves or explode.

    Raises
    ------
    RefusedError
        If the archive breaks a limit or is encrypted.
    """
    entries = archive.infolist()
    if len(entries) > MEMBERS:
        raise RefusedError(
            "limit", f"{len(entries)} 个部件，上限 {MEMBERS}", f"{len(entries)} parts > {MEMBERS}"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("encrypted", "有密码", "protected by a password")
    _guard_names([entry.filename for entry in entries])
    stated = sum(entry.file_size for entry in entries)
    real = 0
    for entry in entries if stated <= TOTAL else ():
        real += _inflate(archive, entry)
        if real > TOTAL:
            break
    if max(stated, real) > TOTAL:
        raise RefusedError(
            "limit", f"解压后超过 {TOTAL >> 20} MB", f"more than {TOTAL >> 20} MB unpacked"
        )


def _guard_names(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise RefusedError("damaged", "同名部件出现两次", "a part stands twice")
    if any(n.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", n) for n in names):
        raise RefusedError("limit", "有部件指向压缩包之外", "a part lies outside the archive")


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Count the bytes that an entry really unpacks to; look for document types on the way."""
    size, tail, name = 0, b"", entry.filename[:60]
    text = entry.filename.endswith((".xml", ".rels", ".vml"))
    allowed = min(MEMBER, max(RATIO * entry.compress_size, _PIECE))
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > allowed:
                raise RefusedError(
                    "limit", f"部件 {name} 解压后过大", f"{name} unpacks to too much"
                )
            if text and _DOCUMENT_TYPE.search(tail + piece):
                raise RefusedError(
                    "limit", f"部件 {name} 声明了文档类型", f"{name} declares a document type"
                )
            tail = piece[-10:]
    return size
