"""Who plays in the demonstration? Fictional people of every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.language import Text

#: Places that take part, with the name of their province in addresses.
PLACES: Final = {
    "330500": "huzhou",
    "330100": "hangzhou",
    "320900": "yancheng",
    "P-320500-SIP": "sip",
    "370200": "qingdao",
    "370600": "yantai",
    "430100": "changsha",
    "430300": "xiangtan",
    "610800": "yulin",
    "420300": "shiyan",
    "341600": "bozhou",
    "150200": "baotou",
    "130200": "tangshan",
}
PROVINCES: Final = {
    "330000": "zhejiang",
    "320000": "jiangsu",
    "370000": "shandong",
    "430000": "hunan",
    "610000": "shaanxi",
    "420000": "hubei",
    "340000": "anhui",
    "150000": "neimenggu",
    "130000": "hebei",
}
#: End of the addresses: no e-mail can reach them (RFC 2606).
DOMAIN: Final = "demo.invalid"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the demonstration."""

    code: str
    name: Text
    province: str = ""


@dataclass(frozen=True, slots=True)
class Player:
    """A fictional person.

    Parameters
    ----------
    key
        Name in the script, and first part of the address.
    name
        As pages show it.
    organisation
        Code.
    role, body
        What the person is appointed to.
    by
        Key of who appoints.
    subjects, capacity
        Of an expert.
    """

    key: str
    name: str
    organisation: str
    role: str
    body: str = ""
    by: str = "operator"
    subjects: tuple[str, ...] = ()
    capacity: int = 0

    @property
    def email(self) -> str:
        """Return the address under which the person signs in."""
        return f"{self.key}@{DOMAIN}"


def bodies() -> Iterator[Body]:
    """Yield the organisations."""
    known = reference.divisions()
    pilots = {p.id: p for p in reference.pilots()}
    yield Body("demo-site", Text("网站运行方（虚构）", "operator of the site (fictional)"))
    yield Body("demo-nation", Text("国家主管部门（虚构）", "national authority (fictional)"))
    for code, key in PROVINCES.items():
        name = known[code].name
        yield Body(f"demo-{key}-drc", _body(name, "发展改革委", "DRC"), code)
        yield Body(f"demo-{key}-government", _body(name, "人民政府", "government"), code)
    for code in PLACES:
        name = pilots[code].name
        yield Body(code.lower(), _body(name, "达峰办", "peaking office"), pilots[code].province)
    for letter in "abcdefg":
        title = Text(f"研究院{letter.upper()}（虚构）", f"Institute {letter.upper()} (fictional)")
        yield Body(f"demo-institute-{letter}", title, _HOME.get(letter, ""))


def players() -> Iterator[Player]:
    """Yield the people in the order in which they are appointed."""
    nation = "demo-nation"
    for number, name in (("", "国家签发甲 Nation S1"), ("-2", "国家签发乙 Nation S2")):
        yield Player(f"nation-sign{number}", name, nation, "national_signatory")
    for number, name in (("", "国家经办甲 Nation O1"), ("-2", "国家经办乙 Nation O2")):
        yield Player(f"nation{number}", name, nation, "national_officer", by="nation-sign")
    for code, key in PROVINCES.items():
        yield from _province(code, key)
    for code, key in PLACES.items():
        yield from _place(code, key)
    for letter, subjects in _SUBJECTS.items():
        yield Player(
            f"expert-{letter}",
            f"专家{letter.upper()} Expert {letter.upper()}",
            f"demo-institute-{letter}",
            "expert",
            by="nation",
            subjects=subjects,
            capacity=5,
        )
    yield Player("observer", "观察员 Observer", "demo-institute-g", "observer", by="nation")


def _province(code: str, key: str) -> Iterator[Player]:
    drc, government = f"demo-{key}-drc", f"demo-{key}-government"
    name = reference.divisions()[code].short_name
    short, en = name.zh, name.en
    signs, rules = f"{key}-sign", f"{key}-gov-sign"
    yield Player(signs, f"{short}签发 {en} S", drc, "provincial_signatory", code)
    yield Player(key, f"{short}审核 {en} R", drc, "provincial_reviewer", code, signs)
    yield Player(rules, f"{short}政府签发 {en} GS", government, "government_signatory", code)
    yield Player(
        f"{key}-gov", f"{short}政府经办 {en} GO", government, "government_officer", code, rules
    )


def _place(code: str, key: str) -> Iterator[Player]:
    pilot = next(p for p in reference.pilots() if p.id == code)
    province = PROVINCES[pilot.province]
    signs, short, en = f"{key}-sign", pilot.name.zh.removesuffix("市"), pilot.name.en
    yield Player(
        signs, f"{short}签发 {en} S", code.lower(), "city_signatory", code, f"{province}-sign"
    )
    yield Player(key, f"{short}编制 {en} E", code.lower(), "city_editor", code, signs)


def _body(name: Text, zh: str, en: str) -> Text:
    return Text(f"{name.zh}{zh}（虚构）", f"{name.en}, {en} (fictional)")


_SUBJECTS: Final = {
    "a": ("industry", "energy"),
    "b": ("buildings", "reform"),
    "c": ("energy", "reform"),
    "d": ("industry",),
    "e": ("industry", "parks"),
    "f": ("parks", "energy"),
}
#: Province of an institute: its people are in conflict with plans of that province.
_HOME: Final = {
    "a": "110000",
    "b": "310000",
    "c": "440000",
    "d": "330000",
    "e": "120000",
    "f": "510000",
}
