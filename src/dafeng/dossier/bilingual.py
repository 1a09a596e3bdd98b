"""Which half of a cell in two languages (1.火力发电 Thermal Power) is to be read?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from dafeng import reference
from dafeng.dossier.cells import Cell
from dafeng.dossier.row_labels import meaning_of
from dafeng.dossier.schema import tables
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.titles import bare_unit
from dafeng.dossier.total_headers import MAYBE_TOTALS, carrier_total
from dafeng.dossier.user_columns import USER_HEADERS
from dafeng.dossier.vocabulary import find_carrier
from dafeng.dossier.wording import UNIT_HEADERS, YEAR_HEADERS, key, narrow, split_all_brackets

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_WORD: Final = re.compile(r"[A-Za-z]{2}")
_INSIDE: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_HEADERS: Final = USER_HEADERS | UNIT_HEADERS | YEAR_HEADERS


def one_language(sheet: RawSheet) -> RawSheet:
    """Return a table of energy with its cells in two languages cut to the Chinese half.

    A cell is cut where the Chinese half is a known word of energy, and the other half means the
    same or is not known. Where both are known and differ, the cell stays as it is, and so does
    what stands below a header of sources or remarks.

    Parameters
    ----------
    sheet
        A table.
    """
    free: set[int] = set()
    rows = tuple(_cut(row, free) for row in sheet.rows)
    return sheet if rows == sheet.rows else replace(sheet, rows=rows)


def _cut(row: Sequence[Cell], free: set[int]) -> tuple[Cell, ...]:
    """Return a row with its labels cut; columns of free text, once met, stay as they are."""
    cut = tuple(
        _half(c) if i not in free and isinstance(c, str) and _both(c) else c
        for i, c in enumerate(row)
    )
    free |= {i for i, c in enumerate(row) if isinstance(c, str) and key(c) in _free()}
    return cut


def _both(text: str) -> bool:
    """Say whether a text has Chinese characters and a word of Latin letters."""
    return _WORD.search(text) is not None and _CHINESE.search(text) is not None


@cache
def _free() -> frozenset[str]:
    """Return the headers of columns in which a place writes what it likes."""
    columns = [c for c in tables()["energy"].columns if c.id in ("source", "comment")]
    words = [w for c in columns for w in (c.id, c.header.zh, c.header.en, *c.synonyms)]
    return frozenset(map(key, words))


@lru_cache(maxsize=4096)
def _half(text: str) -> str:
    plain = narrow(text)
    chinese, other = _halves(plain)
    if not chinese or not _WORD.search(other):
        return text
    own, meant = _meanings(chinese), _meanings(_INSIDE.sub(" ", other))
    if not own or (meant and not _agree(own, meant)):
        return text
    units = [u for u in _INSIDE.findall(other) if bare_unit(u)]
    if units and not any(bare_unit(u) for u in _INSIDE.findall(chinese)):
        units.sort(key=lambda u: _CHINESE.search(u) is None)
        return f"{chinese}({units[0]})"
    return chinese


def _halves(text: str) -> tuple[str, str]:
    """Return the Chinese half of a text and the other; what stands in brackets parts neither."""
    depth, first = 0, ""
    for i, letter in enumerate(text):
        depth += (letter in "([【") - (letter in ")]】")
        latin = letter.isascii() and letter.isalpha()
        kind = "zh" if _CHINESE.match(letter) else "en" if latin else ""
        if depth or not kind or kind == first:
            continue
        if first:
            halves = text[:i].strip(), text[i:].strip()
            return halves if first == "zh" else (halves[1], halves[0])
        first = kind
    return "", ""


def _agree(own: set[tuple[object, ...]], meant: set[tuple[object, ...]]) -> bool:
    """Say whether two names can mean the same; a carrier may be called after its group."""
    groups = ({t[1] for t in side if t[0] == "group"} for side in (own, meant))
    members = ({t[1] for t in side if t[0] == "member"} for side in (meant, own))
    crossed = any(g & m for g, m in zip(groups, members, strict=True))
    return bool({t for t in own & meant if t[0] != "member"}) or crossed


def _meanings(text: str) -> set[tuple[object, ...]]:
    """Return what a text can mean in a table of energy: rows, users, carriers, groups, headers."""
    found: set[tuple[object, ...]] = set()
    if key(text) in _HEADERS:
        found.add(("header",))
    if (row := meaning_of(text)) is not None:
        found |= {("row", row.id), ("cell", row.flow, row.sector)}
    name = split_all_brackets(text)[0]
    if (carrier := find_carrier(text) or find_carrier(name)) is not None:
        found |= {("carrier", carrier), ("member", reference.carriers()[carrier].group)}
    group = carrier_total(text)[0] or MAYBE_TOTALS.get(key(name), "")
    return found | ({("group", group)} if group else set())
