"""What stands in a workbook? Runs alone in a limited process and writes its answer as JSON.

The parent starts this file by its path: a hostile workbook meets a small, isolated process with
bounded memory, processor time and output. Numbers are handed on with all their digits, cells keep
their addresses, formula errors and merged areas are told.
"""

from __future__ import annotations

import contextlib
import json
import sys
import zipfile
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any, Final

if __name__ == "__main__":
    # The whole house is not let in: its packages stand here as bare folders. Nor are the libraries
    # that openpyxl takes along if it can; they cost time and memory and reading needs none of them.
    _modules: dict[str, Any] = sys.modules
    for _name, _folder in zip(("dafeng.files", "dafeng"), Path(__file__).parents, strict=False):
        _modules[_name] = ModuleType(_name)
        _modules[_name].__path__ = [str(_folder)]
    _modules.update(dict.fromkeys(("numpy", "lxml", "PIL")))

from dafeng.files.workbook_guard import RefusedError, guard_archive, guard_start

__all__ = ["RefusedError", "limit_process", "main", "read_workbook"]

MEMORY: Final = 1 << 30
CPU_SECONDS: Final = 20
OUTPUT: Final = 256 << 20

#: What the readers of archive, XML and cells raise at a file that is not what it claims to be.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    UserWarning,
    ValueError,
)


def limit_process() -> None:
    """Bound memory, processor time and file size of this process, where the system can."""
    with contextlib.suppress(ImportError):
        import resource

        for what, limit in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, CPU_SECONDS),
            (resource.RLIMIT_FSIZE, OUTPUT),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (limit, limit))


def read_workbook(path: str) -> dict[str, Any]:
    """Return the sheets of a workbook: name, rows of cells, merged areas.

    Raises
    ------
    RefusedError
        If it breaks a limit or is no workbook.
    """
    from defusedxml.common import DefusedXmlException

    from dafeng.files.workbook_cells import read_sheets

    try:
        with Path(path).open("rb") as stream:
            guard_start(stream.read(8))
            with zipfile.ZipFile(stream) as archive:
                guard_archive(archive)
                return {"sheets": list(read_sheets(archive))}
    except DefusedXmlException as error:
        raise RefusedError("limit", "声明了文档类型", "a document type is declared") from error
    except _BROKEN as error:
        why = f"{type(error).__name__}: {error}"[:200]
        raise RefusedError("damaged", f"文件结构有误（{why}）", why) from error


def main() -> int:
    """Write the workbook named by the first argument to standard output as JSON."""
    limit_process()
    try:
        answer = json.dumps(read_workbook(sys.argv[1]), allow_nan=False)
    except RefusedError as error:
        answer = json.dumps({"refused": error.kind, "zh": error.zh, "en": error.en})
    except MemoryError:
        answer = json.dumps({"refused": "limit", "zh": "内存", "en": "memory"})
    sys.stdout.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
