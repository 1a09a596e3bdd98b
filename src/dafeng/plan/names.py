"""How are ids called in the document?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dafeng.dossier.records import SourceRecord
from dafeng.inventory.bases import BASIS_NAMES
from dafeng.language import Text, apart, same
from dafeng.peak.status import FLAG_NAMES, STATUS_NAMES
from dafeng.reference.names import SERIES as PUBLISHED_SERIES

BASES: Final[dict[str, Text]] = {basis.value: name for basis, name in BASIS_NAMES.items()}

#: The same in few words, for legends and lists.
SHORT_BASES: Final[dict[str, Text]] = {
    "territorial": Text("属地口径", "territorial"),
    "assessment": Text("考核口径", "assessment"),
    "gpc_basic": Text("GPC BASIC 口径", "GPC BASIC"),
    "gpc_basic_plus": Text("GPC BASIC+ 口径", "GPC BASIC+"),
    "park": Text("园区口径", "park"),
}

STORIES: Final[dict[str, Text]] = {
    "frozen": Text(
        "产业结构、各部门能源结构、电网因子和本地发电保持基准年水平，能效按以往速度的一半继续提高",
        "economic structure, each sector's energy mix, grid factor and local generation stay as in "
        "the base year; efficiency goes on at half the past pace",
    ),
    "current_policy": Text(
        "按已公布的2030年目标推进，并部分实现2060年目标",
        "the published goals of 2030 are met and part of the way to those of 2060 is gone",
    ),
    "enhanced": Text(
        "在现行政策之上进一步节能、替代能源和升级产业",
        "beyond current policy, more saving of energy, change of fuels and upgrading of industry",
    ),
}

CLASSES: Final[dict[str, Text]] = {
    "primary": Text("第一产业", "primary industry"),
    "secondary": Text("第二产业", "secondary industry"),
    "tertiary": Text("第三产业", "tertiary industry"),
}

STATUSES: Final[dict[str, Text]] = {status.value: text for status, text in STATUS_NAMES.items()}

FLAGS: Final[dict[str, Text]] = {flag.value: name for flag, name in FLAG_NAMES.items()}

SERIES: Final[dict[str, Text]] = {
    **PUBLISHED_SERIES,
    "inventory": Text("本清单", "This inventory"),
}

#: Bases of published series, as far as they are known.
_PUBLISHED_ON: Final[dict[str, Text]] = dict.fromkeys(
    ("edgar-v8", "ceads"), SHORT_BASES["territorial"]
)

APPROACHES: Final[dict[str, Text]] = {
    "approach-1": Text("误差传播法（IPCC 方法1）", "error propagation (IPCC approach 1)"),
    "monte-carlo": Text("蒙特卡罗法（IPCC 方法2）", "Monte Carlo (IPCC approach 2)"),
}

METHODS: Final[dict[str, Text]] = {
    "lmdi-1": same("LMDI-I"),
    "lmdi-2": same("LMDI-II"),
    "shapley": Text("Shapley 分解", "Shapley decomposition"),
}

FACTOR_SETS: Final[dict[str, Text]] = {
    "ipcc-2006": Text("IPCC 2006 缺省因子", "IPCC 2006 defaults"),
    "provincial-guideline-2025": Text(
        "省级温室气体清单编制指南（2025）缺省因子", "defaults of the provincial guideline of 2025"
    ),
}


#: Authorities whose publications are cited by their English initials.
_PUBLISHERS: Final[dict[str, str]] = {
    "NDRC": "国家发展改革委",
    "MEE": "生态环境部",
    "NBS": "国家统计局",
    "NEA": "国家能源局",
    "SAMR": "国家市场监督管理总局",
    "MOT": "交通运输部",
    "MOHURD": "住房城乡建设部",
    "State Council": "国务院",
    "IEA": "国际能源署",
    "European Commission JRC": "欧盟委员会联合研究中心",
    "European Commission JRC and IEA": "欧盟委员会联合研究中心、国际能源署",
    "Tsinghua University BERC": "清华大学建筑节能研究中心",
    "Danish Energy Agency": "丹麦能源署",
}


def publisher(text: str) -> Text:
    """Return who has published something; in Chinese where the name is known."""
    said = apart(text or "—")
    if said.zh != said.en:
        return said
    parts = said.en.split(" / ")
    return Text("、".join(_PUBLISHERS.get(part, part) for part in parts), said.en)


def cited(sources: Iterable[SourceRecord], key: str) -> Text:
    """Return the title of a source that a row names; its id where no source is recorded."""
    found = next((s for s in sources if s.id == key and s.title), None)
    return same(key) if found is None else apart(found.title)


def name(table: dict[str, Text], key: str) -> Text:
    """Return the name of an id; an id that is not in the table stands for itself."""
    return table.get(key) or same(key or "—")


def series(key: str) -> Text:
    """Return the name of a series; ``inventory:BASIS`` names its basis."""
    head, _, basis = key.partition(":")
    label = name(SERIES, head)
    if not basis:
        return label
    on = name(SHORT_BASES, basis)
    return Text(f"{label.zh}（{on.zh}）", f"{label.en} ({on.en})")


def published(key: str) -> Text:
    """Return the name of a published series with the basis on which it stands."""
    label = series(key)
    on = _PUBLISHED_ON.get(key, Text("口径见来源", "basis: see its source"))
    return Text(f"{label.zh}（{on.zh}）", f"{label.en} ({on.en})")
