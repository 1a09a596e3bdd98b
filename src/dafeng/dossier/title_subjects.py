"""Of what is a table of carriers, by its title: of energy, or of emissions, savings, capacity?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dafeng.dossier.title_flows import plain_title
from dafeng.dossier.title_notes import is_note
from dafeng.dossier.wording import narrow, split_all_brackets

#: Words of a title of energy itself.
_ENERGY: Final = re.compile(
    r"消费|消耗|能耗|平衡|用能|用电|用热|用煤|用油|用气|用量|使用|活动水平|活动数据|生产量|产量|库存|购进"
    r"|\bconsum\w*|\buse[ds]?\b|\busage\b|\bbalances?\b|\bdemand\b|\bactivity data\b",
    re.IGNORECASE,
)
#: What is weighed as fuel is, and is none: gases and pollutants.
_EMITTED: Final = re.compile(
    r"排放(?!单位|企业|源|权|因子)|碳足迹|二氧化碳|温室气体|污染物|二氧化硫|氮氧化物|烟尘|颗粒物"
    r"|\bCO2e?\b|\bSO2\b|\bNOx\b|\bemissions?\b|\bgreenhouse gas(?:es)?\b|\bcarbon footprint\b",
    re.IGNORECASE,
)
#: What has the units of energy, and is no use of it.
_BESIDE: Final = re.compile(
    r"节能量|节约量|节煤量|节电量|节油量|节气量|减少量|减煤量?|削减量?|压减量?|减量|替代量|增加量|增量"
    r"|新增[^,;]*?(?:消费|消耗|能耗|用能|用电|用煤|用油|用气|用量)量?"
    r"|产能|装机|生产能力|设计能力|运输量|货运量|周转量"
    r"|\b(?:energy|fuel) sav(?:ings?|ed)\b|\bsavings of\b|\breductions? (?:of|in)\b"
    r"|\bcapacit(?:y|ies)\b"
    r"|\b(?:additional|new) (?:energy |coal )?(?:consumption|use)\b",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
#: Words that put a second subject beside the first (能源消费与碳排放).
_AND: Final = re.compile(r"^(?:总?量|情况)?\s*(?:与|和|及|以及|、|,|;|/|\band\b|&)", re.IGNORECASE)


def other_subject(lines: Sequence[str], *, weighed: bool) -> str:
    """Return the words by which a title is of emissions, savings or capacity, or nothing.

    The rows above the header go before the name of the sheet, the last of them first. In Chinese
    the last word of a title says what it is of (能源消费碳排放), in English the first (emissions of
    energy use); of two that stand side by side (能源消费与碳排放) the table can hold either.

    Parameters
    ----------
    lines
        Name of the sheet and the rows above the header.
    weighed
        Whether all figures are tonnes, as those of gases are.
    """
    name, *above = lines or ("",)
    for line in (*reversed([t for t in above if not is_note(t)]), name):
        found = _subject(plain_title(split_all_brackets(narrow(line))[0]), weighed=weighed)
        if found is not None:
            return found
    return ""


def _subject(title: str, *, weighed: bool) -> str | None:
    """Return the words of another subject, nothing for energy, None where a title says neither."""
    patterns = (_BESIDE, _EMITTED) if weighed else (_BESIDE,)
    chinese = bool(_CHINESE.search(title))
    others = [m for p in patterns for m in p.finditer(title) if _in(m, chinese=chinese)]
    energy = [m for m in _ENERGY.finditer(title) if _in(m, chinese=chinese)]
    if not others:
        return "" if energy else None
    other = max(others, key=lambda m: m.end() if chinese else -m.start())
    if any(_AND.search(title[m.end() :].strip()) for m in energy if m.end() <= other.start()):
        return ""
    if not energy:
        return other[0]
    last = max(m.end() for m in energy)
    later = last > other.end() if chinese else energy[0].start() < other.start()
    return "" if later else other[0]


def _in(found: re.Match[str], *, chinese: bool) -> bool:
    """Say whether words are of the language of their title; formulas (CO2) are of both."""
    return not chinese or bool(_CHINESE.search(found[0]) or any(c.isdigit() for c in found[0]))
