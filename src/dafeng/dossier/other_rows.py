"""What do the rows of activity, process, factors, published totals and sources say?"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from dafeng import reference
from dafeng.dossier.figures import Expected, RowReader
from dafeng.dossier.index_base import INDEX
from dafeng.dossier.index_words import GROWTH, STATED, is_growth, stated_base
from dafeng.dossier.records import (
    OWN_SERIES,
    ActivityRecord,
    FactorRecord,
    ProcessRecord,
    PublishedRecord,
    SourceRecord,
)
from dafeng.dossier.vocabulary import (
    CLASSES,
    carrier_name,
    carrier_words,
    find_carrier,
    find_class,
    find_process,
    find_sector,
    find_term,
    is_total,
    process_words,
    sector_words,
    term_names,
    term_words,
    terms,
    variable_rule,
)
from dafeng.dossier.wording import Word, listed, narrow, nearest, split_all_brackets
from dafeng.errors import UnitError, UnknownNameError
from dafeng.language import Text
from dafeng.units import Unit, unit

#: Variables that may fall below zero.
_SIGNED: Final = ("carbon_sink",)
_MONEY: Final = ("gdp", "value_added")


def read_activity_row(reader: RowReader) -> ActivityRecord | None:
    """Return the record of a row of activity, or None where it is faulty."""
    rule = variable_rule(reader.row.text("variable"))
    growth = _is_growth(reader)
    variable = INDEX if growth else _term(reader, "variable", "variable", rule)
    if variable is None and rule == "variable.unread":
        return None
    year = reader.year()
    sector = _activity_sector(reader, variable)
    amount = reader.amount(
        replace(_expected(variable), negative=True) if growth else _expected(variable)
    )
    price_base = _price_base(reader, variable)
    if year is None or variable is None or sector is None:
        return None
    if amount is None or price_base is None:
        return None
    return ActivityRecord(year, variable, sector, amount, price_base)


def _is_growth(reader: RowReader) -> bool:
    """Say whether a row states growth of GDP, by its name or as its table was read."""
    row = reader.row
    return row.text("price_base") == GROWTH or is_growth(
        split_all_brackets(row.text("variable"))[0]
    )


def _term(reader: RowReader, column: str, kind: str, rule: str) -> str | None:
    text = reader.required(column)
    if text is None:
        return None
    found = find_term(kind, text)
    if found is None and rule == "variable.unread":
        reader.findings.leave_unread(text, reader.row.at(column))
    elif found is None:
        near = nearest(text, term_words(kind))
        reader.add(rule, column, text=text, known=term_names(kind), near=near)
    return found


def _expected(variable: str | None) -> Expected:
    if variable is None or variable == "output":
        return Expected(Text("产量", "output"), (), variable is None)
    term = terms("variable")[variable]
    units = (term.unit, *(("1",) if term.unit == "%" else ()))
    return Expected(term.name, units, variable in _SIGNED, term.unit if variable == INDEX else "")


def _activity_sector(reader: RowReader, variable: str | None) -> str | None:
    text = reader.text("sector")
    if not text or is_total(text):
        return ""
    if variable == "output":
        return find_term("product", text) or text
    found = find_class(text) or find_sector(text)
    if found is None:
        words = (*sector_words(), *(Word(c, n, more) for c, (n, more) in CLASSES.items()))
        reader.add("sector.unknown", "sector", text=text, near=nearest(text, words))
    return found


def _price_base(reader: RowReader, variable: str | None) -> str | None:
    text = reader.text("price_base")
    if variable == INDEX and (base := _index_base(reader, text)):
        return base
    in_unit = _unit_price_base(reader)
    if variable not in _MONEY:
        if text and variable is not None:
            name = terms("variable")[variable].name
            reader.add("money.price_base.needless", "price_base", variable=name)
        return ""
    if not text:
        if not in_unit:
            column = "price_base" if "price_base" in reader.row.fields else "quantity"
            reader.findings.once("money.price_base.missing", reader.row.at(column))
        return in_unit or None
    found = read_price_base(text)
    if found is None:
        reader.add("money.price_base.unknown", "price_base", text=text)
    return found


def _index_base(reader: RowReader, text: str) -> str:
    """Return the base year of an index: that of its name is sure, that of the column is not."""
    base = read_price_base(text) or ""
    if _is_growth(reader):
        return GROWTH
    return stated_base(reader.row.text("variable")) or (
        text if text.startswith(STATED) else base if base.isdigit() else ""
    )


def _unit_price_base(reader: RowReader) -> str:
    found = _stated_unit(reader)
    base = None if found is None else found.price_base
    return "" if base is None else str(base)


@lru_cache(maxsize=256)
def read_price_base(text: str) -> str | None:
    """Return a price base as a year in text or ``current``; None if it is neither."""
    plain = narrow(text).strip()
    if find_term("price", plain):
        return "current"
    for ending in (
        "不变价格",
        "不变价",
        "可比价格",
        "可比价",
        "价格",
        "价",
        "年",
        "prices",
        "price",
    ):
        plain = plain.removesuffix(ending).strip()
    plain = plain.removesuffix("constant").strip().removesuffix("年").removesuffix(".0")
    return plain if len(plain) == 4 and plain.isdigit() else None  # noqa: PLR2004 - a year


def read_process_row(reader: RowReader) -> ProcessRecord | None:
    """Return the record of a row of process output, or None where it is faulty."""
    year = reader.year()
    process = _process(reader)
    units: tuple[str, ...] = ()
    if process:
        factor_unit = reference.process_factors()[process].unit
        units = (factor_unit.rpartition("/")[2] or "t",)
    amount = reader.amount(Expected(Text("产量", "output"), units))
    if year is None or process is None or amount is None:
        return None
    return ProcessRecord(year, process, amount)


def _process(reader: RowReader) -> str | None:
    text = reader.required("process")
    if text is None:
        return None
    found = find_process(text)
    if found is None:
        words = process_words()
        known, near = listed(words), nearest(text, words)
        reader.add("process.unknown", "process", text=text, known=known, near=near)
    return found


def read_factor_row(reader: RowReader) -> FactorRecord | None:
    """Return the record of a row of local factors, or None where it is faulty."""
    factor = _by_unit(reader, _term(reader, "factor", "factor", "factor.unknown"))
    subject = _subject(reader, factor)
    sector = plain_sector(reader)
    year = reader.year() if reader.row.text("year") else None
    broken_year = bool(reader.row.text("year")) and year is None
    amount = reader.amount(_expected_factor(factor, subject))
    if factor is None or subject is None or sector is None:
        return None
    if amount is None or broken_year:
        return None
    return FactorRecord(factor, subject, sector, year, amount)


def _by_unit(reader: RowReader, factor: str | None) -> str | None:
    """Return the factor that a bureau's word means, by the unit and by what it is of.

    An emission factor (排放因子, 碳排放系数) may count carbon per energy: then it is a carbon
    content. That of electricity or heat is the factor of what is bought.
    """
    found = _stated_unit(reader)
    if factor not in ("emission_factor", "carbon_content") or found is None:
        return factor
    dimension = dict(found.dimension)
    carrier = find_carrier(reader.row.text("subject"))
    if dimension.pop("mass_C", 0) == 1:
        if dimension != {"energy": -1}:
            reader.add("factor.carbon_per_quantity", "unit", unit=found)
            return None
        if factor == "emission_factor":
            name = carrier_name(carrier or reader.row.text("subject"))
            text = reader.row.text("factor")
            reader.add("factor.as_carbon", "quantity", subject=name, text=text, unit=found)
        return "carbon_content"
    bought = {"electricity": "grid", "heat": "heat"}
    return bought.get(carrier or "", factor) if factor == "emission_factor" else factor


def _stated_unit(reader: RowReader) -> Unit | None:
    text = reader.row.text("unit") or reader.row.header_units.get("quantity", "")
    try:
        return unit(text) if text else None
    except UnitError:
        return None


def _subject(reader: RowReader, factor: str | None) -> str | None:
    text = reader.text("subject")
    if factor in ("grid", "heat", "thermal_rate", None):
        return "" if factor else None
    if not text:
        reader.add("factor.subject", "subject", factor=terms("factor")[factor].name)
        return None
    find, words = (
        (find_process, process_words) if factor == "process" else (find_carrier, carrier_words)
    )
    found = find(text)
    if found is None:
        name = terms("factor")[factor].name
        near = nearest(text, words())
        reader.add("factor.subject.unknown", "subject", factor=name, text=text, near=near)
    return found


def _expected_factor(factor: str | None, subject: str | None) -> Expected:
    if factor is None:
        return Expected(Text("因子", "a factor"))
    term = terms("factor")[factor]
    units: tuple[str, ...] = (term.unit,)
    if factor == "ncv" and subject:
        units = (f"GJ/{reference.carriers()[subject].unit}",)
    elif factor == "emission_factor" and subject:
        units = (f"tCO2/{reference.carriers()[subject].unit}", "tCO2/TJ")
    elif factor == "oxidation":
        units = ("%", "1")
    elif factor == "process" and subject:
        units = (reference.process_factors()[subject].unit,)
    return Expected(term.name, units)


def plain_sector(reader: RowReader) -> str | None:
    """Return the sector of a row, "" for all, None where it is not known."""
    text = reader.text("sector")
    if not text or is_total(text):
        return ""
    found = find_sector(text)
    if found is None:
        reader.add("sector.unknown", "sector", text=text, near=nearest(text, sector_words()))
    return found


def read_published_row(reader: RowReader) -> PublishedRecord | None:
    """Return the record of a row of published totals, or None where it is faulty."""
    year = reader.year()
    series = reader.required("series")
    amount = reader.amount(Expected(Text("二氧化碳", "CO2"), ("tCO2",)))
    if reserved := (series or "").lower().startswith(OWN_SERIES):
        reader.add("published.series.reserved", "series", text=series)
    if reserved or year is None or series is None or amount is None:
        return None
    return PublishedRecord(year, series, amount)


def read_source_row(reader: RowReader) -> SourceRecord | None:
    """Return the record of a row of sources, or None where it is faulty."""
    identifier, title = reader.required("id"), reader.required("title")
    if identifier is None or title is None:
        return None
    publisher, year, licence = (reader.text(c) for c in ("publisher", "year", "licence"))
    return SourceRecord(identifier, title, publisher, year, licence, reader.row.place)


def factor_subject_name(factor: str, subject: str) -> Text:
    """Return what a factor is for, as readers know it."""
    if factor == "process":
        try:
            return reference.process_factors()[subject].name
        except (KeyError, UnknownNameError):
            return Text(subject, subject)
    return carrier_name(subject) if subject else terms("factor")[factor].name


__all__ = [
    "factor_subject_name",
    "plain_sector",
    "read_activity_row",
    "read_factor_row",
    "read_price_base",
    "read_process_row",
    "read_published_row",
    "read_source_row",
]
