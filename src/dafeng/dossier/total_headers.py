"""What does the header of a column of totals name, apart from unit and method?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dafeng.dossier.titles import bare_unit
from dafeng.dossier.wording import narrow

_BRACKETED: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
#: How electricity counts in a total, as headers say it: 电热当量计算法, 按等价值计算, 发电煤耗法.
_METHOD: Final = re.compile(
    r"按?(?:电热当量|发电煤耗|当量值?|等价值?)(?:计算法|计算|计量|法|计)?", re.IGNORECASE
)
_SEPARATORS: Final = re.compile(r"[,，;；、\n]+")


def bare_total(text: str) -> str:
    """Return a header without what stands in brackets anywhere and without its method."""
    return " ".join(_METHOD.sub(" ", _BRACKETED.sub(" ", narrow(text))).split())


def inner_units(text: str) -> Iterator[str]:
    """Yield the units that a header lists in brackets beside other words (``当量值，万吨``)."""
    for inside in reversed(_BRACKETED.findall(narrow(text))):
        for part in _SEPARATORS.split(inside):
            if found := bare_unit(part):
                yield found
