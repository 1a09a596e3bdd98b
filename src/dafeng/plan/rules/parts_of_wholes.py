"""Does a row that no catalogue knows name a part of a whole, and pass the whole?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.plan.rules.rows import Target

#: Names of a part of a whole, and those of a ratio to something else, which may pass it.
_PART: Final = re.compile(r"占比|占.*比[重例率]|比重|\bshare of\b", re.IGNORECASE)
_RATIO: Final = re.compile(
    r"发电量?占.*用[电能]|自给|外送|出口|进口|贸易|债|余额|投资|存款|贷款|资产|融资|同比|上年"
    r"|generation.*\b(?:use|consumption)|debt|trade|export|import|investment|loan|deposit|asset",
    re.IGNORECASE,
)


def more_than_all(target: Target) -> bool:
    """Say whether a row names a part of a whole, which no catalogue knows, and passes the whole."""
    name, value = target.name, target.aim.value
    part = _PART.search(name) is not None and _RATIO.search(name) is None
    in_percent = target.unit == "%" and not target.is_change and target.aim.state == "figure"
    return part and in_percent and (value or 0.0) > 100  # noqa: PLR2004 - all of it
