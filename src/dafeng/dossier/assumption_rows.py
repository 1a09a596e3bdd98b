"""What do the rows of assumptions say?"""

from __future__ import annotations

import re
from typing import Final

from dafeng import reference
from dafeng.dossier.figures import Expected, RowReader
from dafeng.dossier.other_rows import plain_sector
from dafeng.dossier.records import AssumptionRecord
from dafeng.dossier.vocabulary import (
    GROUPS,
    carrier_words,
    find_carrier,
    find_class,
    find_group,
    find_term,
    group_words,
    is_total,
    term_names,
    term_words,
)
from dafeng.dossier.wording import Word, key, listed, mistaken_for, narrow, nearest
from dafeng.language import Text, number


def read_assumption_row(reader: RowReader, drivers: dict[str, Text]) -> AssumptionRecord | None:
    """Return the record of a row of assumptions, or None where it is faulty.

    Parameters
    ----------
    reader
        The row.
    drivers
        Driver ids and names that scenarios know; empty if they are not checked.
    """
    scenario = _scenario(reader)
    driver = _driver(reader, drivers)
    sector, carrier = _assumption_sector(reader), _assumption_carrier(reader)
    form = _form(reader)
    year = reader.year()
    numbers = [reader.number(c) for c in ("low", "central", "high")]
    central = numbers[1]
    if central.blank and "central" in reader.row.fields:
        reader.add("value.missing", "central", column=reader.header("central"))
    ratio = any(n.ratio for n in numbers)
    measure = reader.unit("central", Expected(Text("假设", "an assumption")), percent=ratio)
    if measure is None or scenario is None or driver is None or year is None:
        return None
    low, value, high = (reader.value(n, measure, c) for n, c in zip(numbers, _POINTS, strict=True))
    if sector is None or carrier is None or value is None or form is None:
        return None
    if reader.range_broken(value, low, high, "central"):
        return None
    if driver in _GROWTH and measure.symbol == "%" and 0 < abs(value) < _LEAST_GROWTH:
        reader.add("assumption.fraction", "central", value=number(value))
    source, place = reader.source(), reader.row.place
    return AssumptionRecord(
        *(scenario, driver, sector, carrier, year, low, value, high, measure.symbol),
        *(source, place, form),
    )


#: Growth of the economy below which a percentage is doubted [%].
_LEAST_GROWTH: Final = 0.2
_GROWTH: Final = ("gdp_growth",)

_POINTS: Final = ("low", "central", "high")

#: Ids by which a place may call a scenario of its own: letters, digits, _ and Chinese characters.
_OWN_SCENARIO: Final = re.compile(r"[A-Za-z0-9_\u3400-\u9fff]{1,40}")


def _scenario(reader: RowReader) -> str | None:
    text = reader.required("scenario")
    if text is None:
        return None
    found = find_term("scenario", text)
    if found is not None:
        return found
    words, own = term_words("scenario"), narrow(text).strip()
    if _OWN_SCENARIO.fullmatch(own) and not mistaken_for(own, words):
        return own
    near, known = nearest(text, words), listed(words)
    reader.add("scenario.unknown", "scenario", text=text, known=known, near=near)
    return None


def _driver(reader: RowReader, drivers: dict[str, Text]) -> str | None:
    text = reader.required("driver")
    if text is None or not drivers:
        return text
    for identifier, name in drivers.items():
        if key(text) in (key(identifier), key(name.zh), key(name.en)):
            return identifier
    words = [Word(identifier, name) for identifier, name in drivers.items()]
    known, near = listed(words), nearest(text, words)
    reader.add("driver.unknown", "driver", text=text, known=known, near=near)
    return None


def _form(reader: RowReader) -> str | None:
    """Return the form of the path, "" where none is stated."""
    text = reader.text("form")
    found = find_term("form", text) if text else ""
    if found is None:
        reader.add("assumption.form", "form", text=text, known=term_names("form"))
    return found


def _assumption_sector(reader: RowReader) -> str | None:
    text = reader.text("sector")
    return find_class(text) or plain_sector(reader) if text else ""


def _assumption_carrier(reader: RowReader) -> str | None:
    text = reader.text("carrier")
    if not text or is_total(text):
        return ""
    group = find_group(text)
    if group is not None:
        return group
    found = find_carrier(text)
    if found is None:
        near = nearest(text, (*group_words(), *carrier_words()))
        reader.add("carrier.unknown", "carrier", text=text, near=near)
        return None
    group = reference.carriers()[found].group
    name, known = GROUPS[group], listed(group_words())
    reader.add("assumption.carrier", "carrier", text=text, group=name, known=known)
    return group
