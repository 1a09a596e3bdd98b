"""Is a path a plain file? Pipes, sockets and devices are not opened: they may never end."""

from __future__ import annotations

import stat
from pathlib import Path

from dafeng.dossier.rules import fault
from dafeng.errors import Fault, Place
from dafeng.language import Text

_KINDS = (
    (stat.S_ISDIR, Text("文件夹", "a folder")),
    (stat.S_ISFIFO, Text("管道（FIFO）", "a pipe (FIFO)")),
    (stat.S_ISSOCK, Text("套接字", "a socket")),
    (stat.S_ISCHR, Text("字符设备", "a character device")),
    (stat.S_ISBLK, Text("块设备", "a block device")),
)


def irregular(path: Path, name: str = "") -> Fault | None:
    """Return why a path that exists cannot be read as a file, or None if it can.

    Parameters
    ----------
    path
        The path; links are followed.
    name
        Name under which the user knows it; its own name by default.
    """
    mode = path.stat().st_mode
    if stat.S_ISREG(mode):
        return None
    kind = next((k for test, k in _KINDS if test(mode)), Text("其他", "something else"))
    name = name or path.name
    return fault("file.irregular", Place(file=name), path=name, kind=kind)
