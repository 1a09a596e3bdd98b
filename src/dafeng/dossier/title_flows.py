"""Of which flow is a table whose rows name sectors alone, by its own title?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.wording import narrow

#: Words in front of a part that a table holds, or leaves out: its title is of the whole.
_ASIDE: Final = re.compile(
    r"(?:不?含|包括|扣除|剔除|除去|including|excluding|less|without|with)[^,，;；()（）]*",
    re.IGNORECASE,
)
_RAW_MATERIAL: Final = re.compile(
    r"用作原料|用作材料|用于原材?料|原料用能|原材料用|非能源(?:利用|使用|用途|消费)"
    r"|feedstocks?\b|\bnon[- ]energy\b|raw[- ]materials?\b",
    re.IGNORECASE,
)
_CONSUMED: Final = re.compile(
    r"消费|消耗|能耗|平衡|用能|用电|用热|用煤|用油|用气|用量|使用"
    r"|consum|\buse[ds]?\b|\busage\b|\bbalances?\b|\bdemand\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"加工转换|转换(?:投入|产出)|发电(?:投入|产出)|供热(?:投入|产出)|投入量|产出量|库存|购进|购入"
    r"|调入|调出|进口|出口|销售量|供应量|可供量|生产量|产量|能源生产|回收量|损失量"
    r"|\btransformation\b|\bstocks?\b|\bpurchase[ds]?\b|\bimports?\b|\bexports?\b|\boutput\b"
    r"|\bproduction of\b|\b(?:energy|primary) production\b|\brecovery\b|\blosses\b",
    re.IGNORECASE,
)


def is_raw_material(title: str) -> bool:
    """Say whether a title speaks of energy used as raw material.

    Parameters
    ----------
    title
        Name of the sheet and what stands above the header.
    """
    return _RAW_MATERIAL.search(_plain(title)) is not None


def other_flow(title: str) -> str:
    """Return the words by which a title speaks of another flow than consumption, or nothing.

    Parameters
    ----------
    title
        Name of the sheet and what stands above the header.
    """
    plain = _plain(title)
    found = _OTHER.search(plain)
    return found[0] if found and not _CONSUMED.search(plain) else ""


def _plain(title: str) -> str:
    return _ASIDE.sub("", narrow(title))
