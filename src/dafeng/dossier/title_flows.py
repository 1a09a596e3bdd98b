"""Of which flow is a table whose rows name sectors alone, by its own title?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dafeng.dossier.title_notes import is_note
from dafeng.dossier.wording import narrow

#: Words in front of a part that a table holds, or leaves out: its title is of the whole.
_ASIDE: Final = re.compile(
    r"(?:其中|不?含|包括|扣除|剔除|除去|of which|including|excluding|less|without|with)[^,;()]*",
    re.IGNORECASE,
)
_RAW: Final = (
    r"(?:用作原料|用作材料|用于原材?料|原料用能|原材料用|非能源(?:利用|使用|用途|消费)"
    r"|feedstocks?\b|\bnon[- ]energy\b|raw[- ]materials?\b)"
)
_RAW_MATERIAL: Final = re.compile(_RAW, re.IGNORECASE)
#: Words behind a part that a table leaves out.
_BEHIND: Final = re.compile(
    rf"{_RAW}[^,;()。]{{0,12}}?(?:除外|不计|不在内|未计|剔除|扣除|除去|扣减|另"
    r"|单列|单独|见|参见|\b(?:is|are|was|were)\b|excluded|deducted|not included|listed|separately"
    r"|see\b)"
    r"[^,;()。]*",
    re.IGNORECASE,
)
#: Consumption, and ways in which raw material says which part of it a table holds.
_USED: Final = re.compile(r"消费|消耗|能耗|\bconsum", re.IGNORECASE)
_OF_USE: Final = re.compile(
    rf"{_RAW}[、材料]*\s*(?:部分|用途)?的?[^,;()及和与]{{0,6}}(?:消费|消耗|consum)|非能源消费"
    rf"|(?:消费|消耗)量?中的?{_RAW}|consum\w*\s+(?:as|for)\s+(?:a\s+)?{_RAW}"
    rf"|[(]\s*{_RAW}[、材料]*\s*[)]",
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


def raw_material(lines: Sequence[str]) -> str:
    """Return the line by which a table is of energy used as raw material, or nothing.

    A title of consumption is of raw material only where that says which consumption; notes speak
    only where no title names consumption.

    Parameters
    ----------
    lines
        Name of the sheet and the rows above the header.
    """
    return next((line for line in _titles(lines) if _is_raw(plain_title(line))), "")


def other_flow(lines: Sequence[str]) -> str:
    """Return the words by which a title speaks of another flow than consumption, or nothing.

    What stands above the header goes before the name of the sheet (能源平衡表).

    Parameters
    ----------
    lines
        Name of the sheet and the rows above the header.
    """
    above = [line for line in lines[1:] if not is_note(line)]
    return _other(above) or _other(_titles(lines))


def _other(titles: Sequence[str]) -> str:
    plain = " ".join(map(plain_title, titles))
    found = _OTHER.search(plain)
    return found[0] if found and not _CONSUMED.search(plain) else ""


def _titles(lines: Sequence[str]) -> list[str]:
    """Return the lines that say of which flow a table is."""
    heads = [line for line in lines if not is_note(line)]
    return heads if any(_CONSUMED.search(narrow(line)) for line in heads) else list(lines)


def _is_raw(plain: str) -> bool:
    if _RAW_MATERIAL.search(plain) is None:
        return False
    return _USED.search(plain) is None or _OF_USE.search(plain) is not None


def plain_title(title: str) -> str:
    """Return a title without the parts that a table holds beside others, or leaves out."""
    return _BEHIND.sub("", _ASIDE.sub("", narrow(title)))
