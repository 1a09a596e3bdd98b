"""Which words name flows, sectors, carriers, indicators and factors, in either language?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dafeng import reference
from dafeng.dossier.index_words import bare_index
from dafeng.dossier.rules import rows
from dafeng.dossier.wording import Word, key, listed, mistaken_for, without_enumerator
from dafeng.errors import UnknownNameError
from dafeng.language import Text

#: Classes of the economy, which activity and assumptions may name instead of a sector.
CLASSES: dict[str, tuple[Text, tuple[str, ...]]] = {
    "primary": (Text("第一产业", "Primary industry"), ("一产",)),
    "secondary": (Text("第二产业", "Secondary industry"), ("二产",)),
    "tertiary": (Text("第三产业", "Tertiary industry"), ("三产", "服务业")),
}

#: Groups of carriers, which assumptions may name instead of a carrier.
GROUPS: dict[str, Text] = {
    "coal": Text("煤炭", "Coal"),
    "oil": Text("石油", "Oil"),
    "gas": Text("天然气类", "Gas"),
    "heat": Text("热力", "Heat"),
    "electricity": Text("电力", "Electricity"),
    "non_fossil": Text("非化石能源", "Non-fossil energy"),
    "other": Text("其他能源", "Other energy"),
}

#: Words for a sum over everything.
_TOTALS = {
    key(w) for w in ("合计", "总计", "总量", "小计", "共计", "全社会", "全部", "total", "sum")
}
_TOTALS |= {key(w) for w in ("全社会用电", "全社会合计", "全社会总计", "全社会用电总量")}
_TOTALS |= {key(w) for w in ("用电合计", "用电总计", "用电量合计", "总用电量", "用电总量")}
_TOTALS |= {key(w) for w in ("subtotal", "sub-total", "grand total", "all", "all sectors", "总和")}

#: All industry (mining, manufacturing, utilities), which the sector tree may not have.
_INDUSTRY = {key(w) for w in ("工业", "industry", "全部工业", "工业合计", "规模以上工业")}
_INDUSTRY |= {key(w) for w in ("规模以下工业", "规下工业", "规模以下工业企业")}

#: Sector that stands for all industry where the sector tree has no such node.
INDUSTRY_STAND_IN = "manufacturing"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a closed list: its id, its name, other spellings, its usual unit."""

    id: str
    name: Text
    synonyms: tuple[str, ...]
    unit: str


@lru_cache(maxsize=16)
def terms(kind: str) -> dict[str, Term]:
    """Return the closed list of a kind (flow, quality, variable, ...) by id."""
    return {
        row["id"]: Term(
            row["id"],
            Text(row["zh"], row["en"]),
            tuple(s for s in row["synonyms"].split("|") if s),
            row["unit"],
        )
        for row in rows("terms")
        if row["kind"] == kind
    }


#: Of which grid a factor of electricity is (全国电力平均二氧化碳排放因子).
_REGION = re.compile(
    r"^(?:全国|中国|国家|全省|本省|省级|省域|本地区?|所在(?:省|区域)|(?:华北|华东|华中|华南|西北|西南|东北|南方)?区域?)"
)


@lru_cache(maxsize=16)
def _spellings(kind: str) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for term in terms(kind).values():
        for spelling in (term.id, term.name.zh, term.name.en, *term.synonyms):
            spellings.setdefault(key(spelling), term.id)
    return spellings


def find_term(kind: str, text: str) -> str | None:
    """Return the id of a word of a closed list, or None."""
    known = _spellings(kind)
    found = known.get(key(text)) or known.get(key(without_enumerator(text)))
    if found is None and kind == "variable":
        return known.get(key(bare_index(without_enumerator(text))))
    if found is None and kind == "factor":
        found = known.get(key(_REGION.sub("", without_enumerator(text))))
        return found if found == "grid" else None
    return found


@lru_cache(maxsize=16)
def term_words(kind: str) -> tuple[Word, ...]:
    """Return the words of a closed list, for hints."""
    return tuple(Word(t.id, t.name, t.synonyms) for t in terms(kind).values())


def variable_rule(text: str) -> str:
    """Return the rule for a variable that is not known: one misspelt, or one of no use here."""
    letters = sorted(key(text))
    swapped = any(letters == sorted(key(s)) for w in term_words("variable") for s in w.spellings)
    misspelt = swapped or mistaken_for(text, term_words("variable"))
    return "variable.unknown" if misspelt else "variable.unread"


def term_names(kind: str) -> Text:
    """Return all names of a closed list, for a remedy."""
    return listed(term_words(kind))


@lru_cache(maxsize=4096)
def find_sector(text: str) -> str | None:
    """Return the sector id of a text, or None."""
    for spelling in (text, without_enumerator(text)):
        try:
            return reference.sectors().find(spelling)
        except UnknownNameError:
            continue
    return None


def is_industry(text: str) -> bool:
    """Say whether a text means all industry."""
    return key(without_enumerator(text)) in _INDUSTRY


@lru_cache(maxsize=1024)
def find_class(text: str) -> str | None:
    """Return the class of the economy that a text names, or None."""
    wanted = key(text)
    for identifier, (name, synonyms) in CLASSES.items():
        if wanted in {key(s) for s in (identifier, name.zh, name.en, *synonyms)}:
            return identifier
    return None


@lru_cache(maxsize=4096)
def find_carrier(text: str) -> str | None:
    """Return the carrier id of a text, or None."""
    try:
        return reference.find_carrier(text)
    except UnknownNameError:
        return None


@lru_cache(maxsize=1024)
def find_group(text: str) -> str | None:
    """Return the carrier group that a text names, or None."""
    wanted = key(text)
    for identifier, name in GROUPS.items():
        if wanted in {key(identifier), key(name.zh), key(name.en)}:
            return identifier
    return None


@lru_cache(maxsize=1)
def processes() -> dict[str, Text]:
    """Return the processes that make CO2 per tonne of output, by id."""
    factors = reference.process_factors().items()
    return {i: f.name for i, f in factors if f.unit == "tCO2/t"}


@lru_cache(maxsize=1024)
def find_process(text: str) -> str | None:
    """Return the process id of a text, or None."""
    wanted = key(text)
    for identifier, name in processes().items():
        if wanted in {key(identifier), key(name.zh), key(name.en)}:
            return identifier
    found = find_term("process", text)
    return found if found in processes() else None


def is_total(text: str) -> bool:
    """Say whether a text means a sum over everything."""
    return key(without_enumerator(text)) in _TOTALS


@lru_cache(maxsize=1)
def sector_words() -> tuple[Word, ...]:
    """Return the standard sectors, for hints."""
    tree = reference.sectors()
    return tuple(Word(i, tree.name(i)) for i in tree.leaves("standard"))


@lru_cache(maxsize=1)
def carrier_words() -> tuple[Word, ...]:
    """Return all carriers, for hints."""
    return tuple(Word(c.id, c.name) for c in reference.carriers().values())


def group_words() -> tuple[Word, ...]:
    """Return the groups of carriers, for hints."""
    return tuple(Word(identifier, name) for identifier, name in GROUPS.items())


def process_words() -> tuple[Word, ...]:
    """Return all processes, for hints."""
    return tuple(Word(identifier, name) for identifier, name in processes().items())


def sector_name(sector: str) -> Text:
    """Return the name of a sector, class or product as readers know it."""
    if sector in CLASSES:
        return CLASSES[sector][0]
    if sector in terms("product"):
        return terms("product")[sector].name
    return reference.sector_name(sector)


def carrier_name(carrier: str) -> Text:
    """Return the name of a carrier or carrier group as readers know it."""
    if carrier in reference.carriers():
        return reference.carriers()[carrier].name
    return GROUPS.get(carrier, Text(carrier or "-", carrier or "-"))
