"""Which cell of the energy balance does a row fill?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dafeng import reference
from dafeng.dossier.figures import Expected, RowReader
from dafeng.dossier.industry_groups import GROUP, is_industry_group
from dafeng.dossier.records import Amount, EnergyRecord, Flow
from dafeng.dossier.rules import Findings, rows
from dafeng.dossier.vocabulary import (
    INDUSTRY_STAND_IN,
    carrier_name,
    carrier_words,
    find_carrier,
    find_class,
    find_sector,
    find_term,
    is_industry,
    is_total,
    sector_words,
    term_words,
    terms,
)
from dafeng.dossier.wording import key, nearest, of_which, without_enumerator
from dafeng.language import Text, number
from dafeng.units import unit

#: Marks all industry until it is known whether its branches are stated too.
INDUSTRY: Final = "industry"

#: Classes of the economy that stand as sectors until it is known whether their parts are stated.
PRIMARY: Final = "primary"
SECONDARY: Final = "secondary"
TERTIARY: Final = "tertiary"

#: All sectors but households (全行业), of which statistics of electricity state a total.
PRODUCTIVE: Final = "productive"
CLASSES: Final = (PRIMARY, SECONDARY, TERTIARY, PRODUCTIVE)

#: Marks the total of a sheet of branches of industry, which may cover large works only.
SHEET_INDUSTRY: Final = "industry of the sheet"

_SHEET_TOTAL: Final = re.compile(
    r"^(?:(?:规模以上|规上)?工业(?:企业)?(?:合计|总计|小计)|(?:规模以上|规上)工业(?:企业)?)$"
)

_LARGE: Final = re.compile("规模以上|规上")

_BELOW_LIMIT: Final = re.compile(r"^(?:规模以下|规下)工业(?:企业)?(?:合计|总计|小计)?$")

#: Row that holds power and heat of cogeneration together.
COGENERATION: Final = "cogeneration"

#: Flows that are split by sector.
BY_SECTOR: Final = (Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY)

#: Flows whose figures cannot fall below zero.
POSITIVE: Final = (Flow.PRODUCTION, Flow.INFLOW, Flow.LOSS, *BY_SECTOR, Flow.RECOVERY)

#: Groups of carriers that are burnt, and not counted in units of electricity.
FUELS: Final = ("coal", "oil", "gas")

#: Words behind a sector that say no more than that it uses energy (建筑业用能, 工业用电合计).
USE: Final = re.compile(
    r"(?:(?:用能|用电|用煤|用气|用热)(?:总?量)?(?:合计|总计)?|能源消费量?|能源消耗量?|能耗"
    r"|电力消费量?|消费量|(?<!工业)(?:合计|小计|总计))$"
)

#: Marks all sectors in place of one that a flow's name implies.
_ALL: Final = "all"

_NET: Final = re.compile(r"^(?:净|net\b)", re.IGNORECASE)

#: Carriers that power and heat plants give off; all others are their input.
_DELIVERED: Final = ("electricity", "heat")


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A row of the energy balance table.

    Parameters
    ----------
    id
        Name of the row.
    role
        ``value``, ``section`` (total of the rows that follow), ``parent`` and ``child``
        (households), ``of_which`` (use as raw material), ``part`` (其中 of the row above).
    flow, sector
        What it fills.
    sign
        ``minus`` where figures are written as negative, ``plus`` where not.
    name
        Its name.
    """

    id: str
    role: str
    flow: Flow | None
    sector: str
    sign: str
    name: Text


def is_industry_total(text: str) -> bool:
    """Say whether a text means a total of industry, of all or of large works (规模以上工业合计)."""
    return _SHEET_TOTAL.match(key(of_which(without_enumerator(text))[1])) is not None


def is_large_industry(text: str) -> bool:
    """Say whether a text means industry above the reporting size, a part of all industry."""
    return is_industry_total(text) and _LARGE.search(key(text)) is not None


def is_small_industry(text: str) -> bool:
    """Say whether a text means industry below the reporting size alone (规模以下工业)."""
    return _BELOW_LIMIT.match(key(without_enumerator(text))) is not None


@lru_cache(maxsize=1)
def balance_rows() -> dict[str, BalanceRow]:
    """Return the rows of the energy balance by every spelling's key."""
    found: dict[str, BalanceRow] = {}
    for row in rows("balance_rows"):
        flow = Flow(row["flow"]) if row["flow"] else None
        name = Text(row["zh"], row["en"])
        entry = BalanceRow(row["id"], row["role"], flow, row["sector"], row["sign"], name)
        for spelling in (row["zh"], row["en"], *row["synonyms"].split("|")):
            if spelling:
                found.setdefault(key(spelling), entry)
    return found


def find_balance_row(label: str) -> BalanceRow | None:
    """Return the balance row that a label means, numbering taken off, or None."""
    known = balance_rows()
    return known.get(key(label)) or known.get(key(without_enumerator(label)))


def flow_row(text: str) -> BalanceRow | None:
    """Return the balance row that names a flow of a row in long form, marked as a part or not."""
    return find_balance_row(text) or find_balance_row(of_which(without_enumerator(text))[1])


def carrier_units(carrier: str) -> tuple[str, ...]:
    """Return units in which a carrier may be stated: its own, and energy."""
    own = reference.carriers()[carrier].unit
    if carrier == "electricity":
        return ("亿千瓦时", "MWh")
    return (own, "万吨标准煤", "TJ")


def flow_name(flow: Flow) -> Text:
    """Return a flow's name."""
    return terms("flow")[flow.value].name


def read_energy_row(reader: RowReader) -> EnergyRecord | None:
    """Return the record of a row in long form, or None where it is faulty."""
    year = reader.year()
    flow, implied, row_sign = _flow(reader)
    sector = _sector(reader, flow, implied)
    carrier = _carrier(reader)
    subject = carrier_name(carrier) if carrier else Text("能源", "energy")
    allowed = carrier_units(carrier) if carrier else ()
    negative = may_fall_below_zero(flow, reader.row.text("flow"))
    amount = reader.amount(Expected(subject, allowed, negative))
    if year is None or flow is None or sector is None or carrier is None or amount is None:
        return None
    if unit(amount.unit).electric and reference.carriers()[carrier].group in FUELS:
        reader.add("unit.electricity", "unit", unit=amount.unit, subject=subject)
    amount = by_convention(amount, flow, carrier, row_sign, reader.findings)
    label = reader.row.text("flow")
    return EnergyRecord(year, traded(flow, amount, label, reader.findings), sector, carrier, amount)


def traded(flow: Flow, amount: Amount, label: str, findings: Findings) -> Flow:
    """Return the flow of a figure: net inflow below zero is outflow, which is said.

    Parameters
    ----------
    flow, amount
        What the row fills, and with what.
    label
        Name of the row.
    findings
        Takes inflow that is outflow.
    """
    if flow is not Flow.INFLOW or amount.value is None or amount.value >= 0:
        return flow
    value = number(amount.value)
    findings.add("energy.trade.net", amount.place, label=label, value=value, unit=amount.unit)
    return Flow.OUTFLOW


def may_fall_below_zero(flow: Flow | None, label: str) -> bool:
    """Say whether a figure of a flow may be negative; a net one (净调入量) may."""
    return flow not in POSITIVE or _NET.match(without_enumerator(label)) is not None


def section_of(text: str) -> str:
    """Return the id of the section whose total a flow names (可供…量, 加工转换…), or nothing."""
    if find_term("flow", text) is not None:
        return ""
    row = find_balance_row(text)
    return row.id if row is not None and row.role == "section" else ""


def read_section_row(reader: RowReader) -> tuple[int, str, Amount] | None:
    """Return year, carrier and figure of a row that states the total of a section, or None."""
    year, carrier = reader.year(), _carrier(reader)
    subject = carrier_name(carrier) if carrier else Text("能源", "energy")
    amount = reader.amount(Expected(subject, carrier_units(carrier) if carrier else (), True))
    if year is None or carrier is None or amount is None:
        return None
    return year, carrier, amount


def _flow(reader: RowReader) -> tuple[Flow | None, str, str]:
    text = reader.required("flow")
    if text is None:
        return None, "", ""
    found = find_term("flow", text)
    if found is not None:
        return Flow(found), "", ""
    row = flow_row(text)
    if row is not None and row.flow is not None:
        if row.id == COGENERATION:
            reader.add("flow.cogeneration", "flow", label=text)
        return row.flow, INDUSTRY if is_industry(row.sector) else row.sector, row.sign
    if (user := user_of(text)) is not None:
        return Flow.FINAL_CONSUMPTION, user or _ALL, ""
    reader.add("flow.unknown", "flow", text=text, near=nearest(text, term_words("flow")))
    return None, "", ""


def user_of(text: str) -> str | None:
    """Return the sector, or all of them ("") that a row names as the user of energy, or None.

    Parameters
    ----------
    text
        Label of a row, with or without words that say it is use (工业用电量).
    """
    if is_industry_group(text):
        return GROUP
    bare = of_which(without_enumerator(text))[1]
    if is_total(bare):
        return ""
    whole = is_industry(bare) or is_industry_total(bare)
    found = INDUSTRY if whole else _class_row(bare) or find_sector(bare)
    plain = USE.sub("", bare)
    return found or (user_of(plain) if plain and plain != bare else None)


def _sector(reader: RowReader, flow: Flow | None, implied: str) -> str | None:
    text = reader.text("sector")
    if implied == _ALL:
        implied = ""
        if not text:
            return implied
    if not text:
        if implied or flow is None or flow not in BY_SECTOR:
            return implied
        if flow is Flow.NON_ENERGY:
            return INDUSTRY
        column = "sector" if "sector" in reader.row.fields else "flow"
        reader.add("sector.missing", column, flow=flow_name(flow))
        return None
    if is_total(text) or is_industry_group(text):
        return "" if is_total(text) else GROUP
    whole = is_industry(text) or is_industry_total(text)
    industry = SHEET_INDUSTRY if is_large_industry(text) else INDUSTRY
    found = industry if whole else _class_row(text) or find_sector(text) or _class(text)
    if found is None:
        reader.add("sector.unknown", "sector", text=text, near=nearest(text, sector_words()))
    return found


def _class_row(text: str) -> str:
    """Return the class of the economy that stands as a sector (第一产业, 全行业), or nothing."""
    row = find_balance_row(text)
    return row.sector if row is not None and row.sector in CLASSES else ""


def _class(text: str) -> str | None:
    found = find_class(without_enumerator(text))
    return found if found in CLASSES else None


def _carrier(reader: RowReader) -> str | None:
    text = reader.required("carrier")
    if text is None:
        return None
    found = find_carrier(text)
    if found is None:
        reader.add("carrier.unknown", "carrier", text=text, near=nearest(text, carrier_words()))
    return found


def is_negative(flow: Flow | None, carrier: str, row_sign: str) -> bool:
    """Say whether energy balances write a figure with a minus sign.

    Parameters
    ----------
    flow, carrier
        What it is of.
    row_sign
        ``minus`` for a row like closing stock.
    """
    plants = flow in (Flow.POWER, Flow.HEAT) and carrier not in _DELIVERED
    return flow is Flow.OUTFLOW or row_sign == "minus" or plants


def by_convention(
    amount: Amount, flow: Flow, carrier: str, row_sign: str, findings: Findings
) -> Amount:
    """Return an amount with the sign of energy balances; a turned sign is reported.

    Outflow, exports and closing stock are negative, and so is the fuel input of power and heat.
    """
    if amount.value is None or amount.value <= 0 or not is_negative(flow, carrier, row_sign):
        return amount
    low = -amount.high if amount.high is not None else None
    high = -amount.low if amount.low is not None else None
    turned = replace(amount, value=-amount.value, low=low, high=high)
    findings.add(
        "value.sign",
        amount.place,
        flow=flow_name(flow),
        carrier=carrier_name(carrier),
        value=number(amount.value),
        read=number(-amount.value),
    )
    return turned


def is_standard_coal(symbol: str) -> bool:
    """Say whether a unit counts standard coal."""
    return bool(unit(symbol).coal)


__all__ = [
    "COGENERATION",
    "FUELS",
    "INDUSTRY",
    "INDUSTRY_STAND_IN",
    "POSITIVE",
    "PRIMARY",
    "PRODUCTIVE",
    "SECONDARY",
    "SHEET_INDUSTRY",
    "TERTIARY",
    "BalanceRow",
    "balance_rows",
    "by_convention",
    "carrier_units",
    "find_balance_row",
    "flow_name",
    "flow_row",
    "is_industry_total",
    "is_large_industry",
    "is_small_industry",
    "is_standard_coal",
    "may_fall_below_zero",
    "read_energy_row",
    "read_section_row",
    "section_of",
    "traded",
    "user_of",
]
