"""Who is the place? The identity that ``dossier.toml`` or the first sheet states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from dafeng import reference
from dafeng.dossier.cells import cell_text, read_year
from dafeng.dossier.identity_keys import KEYS, Entry, label_of
from dafeng.dossier.records import Identity
from dafeng.dossier.rules import Findings
from dafeng.dossier.wording import key as word_key
from dafeng.errors import Place, UnknownNameError
from dafeng.language import Text, same

FIRST_BASE_YEAR: Final = 1990
LAST_BASE_YEAR: Final = 2060

#: How far a plan has come, with the words by which a place says so.
STATUSES: Final = {"draft": "草稿", "review": "送审", "issued": "印发"}

#: Kinds of grid factor by which a place may be accounted for.
_GRID_KINDS: Final = tuple(k.value for k in reference.GridKind if k.value != "footprint")

#: Why a value that looks right is none.
_REFUSED: Final = {
    ("grid_kind", "footprint"): Text(
        "（碳足迹因子按生命周期计，含境外上游排放，不是地区核算用的电网因子）",
        " (a footprint factor covers the life cycle with emissions elsewhere; it is no factor for"
        " a territorial account)",
    )
}

#: What is taken where a key is not stated; always reported.
DEFAULTS: Final = {"factor_set": "provincial-guideline-2025", "grid_kind": "average"}
#: The same where a place lies in another country.
DEFAULTS_ABROAD: Final = {**DEFAULTS, "factor_set": "ipcc-2006"}


_YEAR: Final = Text("年份（整数，不加引号）", "a year (a whole number without quotes)")


class IdentityReader:
    """Reads the identity; what is wrong goes to the findings."""

    def __init__(self, entries: Mapping[str, Entry], where: Place, findings: Findings) -> None:
        self.entries = entries
        self.where = where
        self.findings = findings

    def place(self, name: str) -> Place:
        """Return where a key stands, or the file if it is absent."""
        entry = self.entries.get(name)
        return entry.place if entry else replace(self.where, field=name)

    def blank(self, name: str) -> bool:
        """Say whether a key is absent or empty."""
        entry = self.entries.get(name)
        return entry is None or entry.value in ("", None)

    def text(self, name: str) -> str:
        """Return a value as text; blank if it is absent."""
        entry = self.entries.get(name)
        if entry is None:
            return ""
        if isinstance(entry.value, str | int | float) and not isinstance(entry.value, bool):
            return cell_text(entry.value)
        self._type(name, Text("文字", "text"), entry.value)
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, given as a list or separated by commas."""
        entry = self.entries.get(name)
        if entry is not None and isinstance(entry.value, list):
            if any(not isinstance(v, str) for v in entry.value):
                self._type(name, Text("由文字组成的列表", "a list of texts"), entry.value)
            return tuple(str(v).strip() for v in entry.value if str(v).strip())
        if entry is not None and entry.value and _in_toml(entry):
            self._type(
                name, Text('列表，例如 ["330100"]', 'a list such as ["330100"]'), entry.value
            )
            return ()
        text = self.text(name)
        for mark in ("、", "，", ";", "；"):
            text = text.replace(mark, ",")
        return tuple(t.strip() for t in text.split(",") if t.strip())

    def year(self, name: str, rule: str) -> int | None:
        """Return a year between the first and last that make sense."""
        entry = self.entries.get(name)
        if entry is None or entry.value in ("", None):
            self.findings.add("identity.key.missing", self.place(name), key=label_of(name))
            return None
        value = entry.value
        typed = str | int | float if not _in_toml(entry) else int | float
        usable = isinstance(value, typed) and not isinstance(value, bool)
        year = read_year(value) if usable else None  # type: ignore[arg-type]
        if year is None:
            self._type(name, _YEAR if _in_toml(entry) else Text("年份", "a year"), value)
            return None
        if not FIRST_BASE_YEAR <= year <= LAST_BASE_YEAR:
            ends = {"first": FIRST_BASE_YEAR, "last": LAST_BASE_YEAR}
            self.findings.add(rule, entry.place, year=year, **ends)
            return None
        return year

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """Return a value that must be one of a list; its default, reported, if absent."""
        text = self.text(name)
        if not text:
            abroad = reference.is_country(self.text("province"))
            default = (DEFAULTS_ABROAD if abroad else DEFAULTS).get(name, known[0])
            self.findings.add(
                "identity.default", self.place(name), key=label_of(name), value=default
            )
            return default
        if text not in known:
            self.findings.add(
                "identity.choice", self.place(name), key=label_of(name), value=text,
                known=", ".join(known), why=_REFUSED.get((name, text), ""),
            )  # fmt: skip
        return text

    def _type(self, name: str, expected: Text, value: object) -> None:
        self.findings.add(
            "identity.key.type",
            self.place(name),
            key=label_of(name),
            expected=expected,
            value=value,
        )


def _in_toml(entry: Entry) -> bool:
    """Say whether an entry stands in a file with types, and not in a cell of a sheet."""
    return entry.place.row is None


def read_identity(
    entries: Mapping[str, Entry] | None, where: Place, findings: Findings
) -> Identity | None:
    """Return the identity, or None where code or years are missing or wrong.

    Parameters
    ----------
    entries
        Values by key; None if the place has handed in none.
    where
        File, or sheet of a workbook, in which they should stand.
    findings
        Takes what is wrong.
    """
    if entries is None:
        findings.add("identity.missing", where)
        return None
    reader = IdentityReader(entries, where, findings)
    known = _place(reader)
    base_year = reader.year("base_year", "identity.base_year.range")
    price_base = reader.year("price_base", "identity.price_base.range")
    sets = tuple(reference.fuel_factor_sets())
    factor_set = reader.choice("factor_set", sets)
    grid_kind = reader.choice("grid_kind", _GRID_KINDS)
    if known is None:
        return None
    hosts, province = _hosts(reader, known), _province(reader, known)
    kind, name = _kind(reader, known), _name(reader, known)
    boundary, area = _boundary(reader), _grid_area(reader, province)
    programme = reader.text("programme")
    if base_year is None or price_base is None or factor_set not in sets:
        return None
    return Identity(
        known.code, name, kind, province, hosts, boundary,
        base_year, factor_set, grid_kind, area, price_base,
        programme, {name: reader.place(name) for name in KEYS}, _status(reader),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Known:
    code: str
    name: Text
    kind: str
    province: str
    hosts: tuple[str, ...]
    names: frozenset[str]


def _place(reader: IdentityReader) -> _Known | None:
    code = reader.text("code")
    if not code:
        reader.findings.add("identity.key.missing", reader.place("code"), key=label_of("code"))
        return None
    try:
        found = reference.find_place(code)
    except UnknownNameError:
        found = None
    identifier = "" if found is None else getattr(found, "code", getattr(found, "id", ""))
    if (found is None or identifier != code) and (own := _own_place(reader, code)) is not None:
        return own
    if found is None or identifier != code:
        reader.findings.add("identity.code.unknown", reader.place("code"), code=code)
        return None
    names = {found.name.zh, found.name.en}
    if isinstance(found, reference.Pilot):
        hosts = tuple(found.hosts)
        return _Known(code, found.name, found.kind, found.province, hosts, frozenset(names))
    names |= {found.short_name.zh, found.short_name.en}
    province = found.parent or code
    return _Known(code, found.name, found.kind, province, (code,), frozenset(names))


def _own_place(reader: IdentityReader, code: str) -> _Known | None:
    """Return a place that no table knows, as it describes itself; None where it does not.

    That is a park or zone under an id of its own, or a district of a municipality: its names and
    the divisions in which it lies must be stated, since factors and yardsticks follow from them.
    A place of another country states that country and no divisions.
    """
    zh, en, country = (reader.text(k) for k in ("name_zh", "name_en", "province"))
    hosts = tuple(h for h in reader.texts("hosts") if h in reference.divisions())
    if not (reference.is_own_id(code) and zh and en):
        return None
    name = Text(zh, en)
    kind = _SAID.get(reader.text("kind"), reader.text("kind"))
    if reference.is_country(country) and not reader.texts("hosts"):
        where = reader.place("province")
        reader.findings.add("identity.code.abroad", where, code=code, name=name, country=country)
        return _Known(code, name, kind or "city", country, (), frozenset({zh, en}))
    if not hosts:
        return None
    known = reference.division(hosts[0])
    reader.findings.add("identity.code.own", reader.place("code"), code=code, name=name)
    names = frozenset({name.zh, name.en})
    return _Known(code, name, kind or "park", known.parent or known.code, hosts, names)


def _name(reader: IdentityReader, known: _Known) -> Text:
    zh, en = reader.text("name_zh"), reader.text("name_en")
    keys = {word_key(n) for n in known.names}
    for name, stated in (("name_zh", zh), ("name_en", en)):
        if stated and word_key(stated) not in keys and not _names_same_place(stated, known.code):
            reader.findings.add(
                "identity.name.mismatch", reader.place(name), code=known.code,
                official=known.name, name=stated,
            )  # fmt: skip
        elif reader.blank(name):
            official = known.name.zh if name == "name_zh" else known.name.en
            reader.findings.add(
                "identity.default", reader.place(name), key=label_of(name), value=official
            )
    return Text(zh or known.name.zh, en or known.name.en)


def _boundary(reader: IdentityReader) -> Text:
    """Return the boundary; words in one language stand for both, a dash for none."""
    zh, en = reader.text("boundary"), reader.text("boundary_en")
    return Text(zh or en or "—", en or zh or "—")


def _names_same_place(name: str, code: str) -> bool:
    try:
        found = reference.find_place(name)
    except UnknownNameError:
        return False
    return code == getattr(found, "code", getattr(found, "id", ""))


def _province(reader: IdentityReader, known: _Known) -> str:
    stated = reader.text("province")
    if stated and stated != known.province:
        official = _division_name(known.province)
        reader.findings.add(
            "identity.province.mismatch", reader.place("province"), code=known.code,
            official=official, province=stated,
        )  # fmt: skip
    return known.province


def _division_name(code: str) -> Text:
    try:
        name = reference.division(code).name
    except UnknownNameError:
        return same(code)
    return Text(f"{name.zh} {code}", f"{name.en} {code}")


_KINDS: Final = {
    "city": Text("城市", "city"),
    "park": Text("园区", "park"),
    "province": Text("省级", "province"),
}
_SAID: Final = {"城市": "city", "市": "city", "园区": "park", "省级": "province", "省": "province"}


def _kind(reader: IdentityReader, known: _Known) -> str:
    stated = _SAID.get(reader.text("kind"), reader.text("kind"))
    older = known.kind == "province" and stated == "city"  # as provinces were once entered
    if not stated or older:
        return known.kind
    if stated not in _KINDS:
        reader.findings.add("identity.kind", reader.place("kind"), value=stated)
    elif stated != known.kind:
        reader.findings.add(
            "identity.kind.mismatch", reader.place("kind"), code=known.code, official=known.name,
            kind=_KINDS[known.kind], value=stated,
        )  # fmt: skip
    return known.kind


def _status(reader: IdentityReader) -> str:
    """Return how far the plan has come; "" where the place does not say."""
    stated = reader.text("status")
    found = {zh: name for name, zh in STATUSES.items()}.get(stated, stated)
    if found and found not in STATUSES:
        reader.findings.add(
            "identity.choice", reader.place("status"), key=label_of("status"), value=stated,
            known=", ".join(STATUSES), why="",
        )  # fmt: skip
        return ""
    return found


def _hosts(reader: IdentityReader, known: _Known) -> tuple[str, ...]:
    stated = reader.texts("hosts")
    for code in stated:
        try:
            reference.division(code)
        except UnknownNameError:
            reader.findings.add("identity.code.unknown", reader.place("hosts"), code=code)
    if not stated and not known.hosts and not reference.is_country(known.province):
        reader.findings.add("identity.hosts", reader.place("hosts"))
    return stated or known.hosts


def _grid_area(reader: IdentityReader, province: str) -> str:
    stated = reader.text("grid_area")
    if stated:
        return reference.find_grid_area(stated)
    reader.findings.add(
        "identity.default", reader.place("grid_area"), key=label_of("grid_area"), value=province
    )
    return province


def identity_values(identity: Identity) -> dict[str, object]:
    """Return an identity as values by key, as `read_identity` reads them back."""
    return {
        "code": identity.code,
        "name_zh": identity.name.zh,
        "name_en": identity.name.en,
        "kind": identity.kind,
        "province": identity.province,
        "hosts": list(identity.hosts),
        "boundary": identity.boundary.zh,
        "boundary_en": identity.boundary.en,
        "base_year": identity.base_year,
        "factor_set": identity.factor_set,
        "grid_kind": identity.grid_kind,
        "grid_area": identity.grid_area,
        "price_base": identity.price_base,
        "programme": identity.programme,
        "status": identity.status,
    }
