"""Which record does a row of an import state, and what is wrong with it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from dafeng.dossier.plain_text import without_controls
from dafeng.errors import Fault, Place, Severity
from dafeng.exchange.currencies import currency_of
from dafeng.exchange.faults import fault
from dafeng.exchange.place_names import regions_meant
from dafeng.exchange.readiness import readiness_of
from dafeng.exchange.reading import chinese_share
from dafeng.exchange.records import (
    COOPERATION,
    ORGANISATIONS,
    SECTORS,
    VISIBILITY,
    Attachment,
    Kind,
    Member,
    Record,
)
from dafeng.exchange.regions import region_code, region_name
from dafeng.exchange.scales import Scale, is_reversed, number_of, scale_of
from dafeng.exchange.stated_days import day_stated
from dafeng.language import LANGUAGES, Language, Text

#: Longest text of a record [characters].
LONGEST: Final = 20_000

#: Chinese headings of a table, beside the names of the fields.
HEADINGS: Final[dict[str, str]] = {
    "编号": "id", "种类": "kind", "语言": "lang", "标题": "title", "名称": "title",
    "正文": "text", "内容": "text", "摘要": "text", "领域": "sectors", "技术": "technologies",
    "所在地区": "region_from", "服务地区": "regions_served", "需求地区": "regions_served",
    "技术成熟度": "trl", "成熟度": "trl", "规模": "scale", "单位类型": "org_type",
    "合作方式": "cooperation_types", "截止日期": "deadline", "期限": "deadline", "单位": "owner",
    "顾问": "adviser", "状态": "status", "创建日期": "created", "更新日期": "updated",
    "失效日期": "expires", "预算下限": "budget_min", "预算上限": "budget_max", "币种": "currency",
    "详情": "details", "联系方式": "contact", "方案条目": "plan_ref",
    "知识产权": "ipr_status", "优势": "advantages", "业绩": "references", "证书": "certificates",
    "数量与年份": "amounts", "说明": "text", "需求描述": "text", "需求说明": "text",
    "描述": "text", "简介": "text", "需求内容": "text", "供给描述": "text", "产品介绍": "text",
    "需求名称": "title", "供给名称": "title", "项目名称": "title", "主题": "title",
    "联系人": "contact",
    "行业": "sectors", "行业领域": "sectors", "技术方向": "technologies", "地区": "regions_served",
    "地点": "regions_served", "服务范围": "regions_served", "合作形式": "cooperation_types",
    "截止时间": "deadline", "单位名称": "owner", "单位性质": "org_type",
    "开发阶段": "stage_of_development", "公开单位": "visibility",
}  # fmt: skip

_LISTS: Final = ("sectors", "technologies", "regions_served", "cooperation_types", "references",
                 "certificates")  # fmt: skip
_WORDS: Final = ("org_type", "visibility")
_DAYS: Final = ("deadline", "created", "updated", "expires")
#: Of a period these state the last day; the others of `_DAYS` are single days.
_UNTIL: Final = ("deadline", "expires")
_NUMBERS: Final = ("budget_min", "budget_max")
#: What is only told of a row of a file, but refuses what somebody is writing at this moment.
_ASKED_BACK: Final = ("record.trl", "record.date", "record.read_as")
_SEPARATED: Final = re.compile(r"\s*[;；、|\n]\s*")
#: In lists of words of a vocabulary commas part as well; elsewhere they may stand within an entry.
_COMMAS: Final = re.compile(r"\s*[,，]\s*")
_OF_WORDS: Final = ("sectors", "cooperation_types", "regions_served")
#: A point before three figures: in parts of Europe it parts thousands.
_POINT: Final = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.])")
_KNOWN: Final = tuple(f.name for f in fields(Record))
_VOCABULARIES: Final = {
    "sectors": SECTORS, "cooperation_types": COOPERATION, "org_type": ORGANISATIONS,
    "visibility": VISIBILITY,
}  # fmt: skip

KIND_NAMES: Final[dict[str, Text]] = {
    "request": Text("需求", "request"),
    "offer": Text("供给", "offer"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row states: a record, or none, everything that is wrong with it, and its id."""

    record: Record | None
    faults: tuple[Fault, ...]
    id: str


def entry(row: Mapping[str, Any], kind: Kind, place: Place, *, asked_back: bool = False) -> Entry:
    """Return the record that a row of an import states.

    Parameters
    ----------
    row
        Values by field, as JSON has them or as text of table cells.
    kind
        What the file is to hold.
    place
        Where the row stands.
    asked_back
        Whether who states it can be asked: then a level of readiness or a day that is not plain
        refuses it, which in a file is read as far as it is certain, or left blank.
    """
    reading = _Reading(place, asked_back)
    stated = {k: v for k, v in row.items() if v is not None and v != ""}
    for name in stated:
        if name not in _KNOWN:
            reading.add("record.unused", name, found=name)
    values = {name: reading.field(name, stated[name]) for name in _KNOWN if name in stated}
    found = values.get("kind", kind)
    if found != kind:
        reading.add("record.kind", "kind", found=found, wanted=KIND_NAMES[kind])
    values["kind"] = kind
    reading.complete(values)
    wrong = any(f.severity is Severity.ERROR for f in reading.faults)
    record = None if wrong else Record(**values)
    return Entry(record, tuple(reading.faults), values.get("id", ""))


class _Reading:
    """The fields of one row, read one after the other, with what is found wrong."""

    def __init__(self, place: Place, asked_back: bool) -> None:
        self.place = place
        self.asked_back = asked_back
        self.faults: list[Fault] = []

    def add(self, rule: str, field: str, /, **values: object) -> None:
        place = replace(self.place, field=field)
        found = fault(rule, place, **{"field": field, **values})
        refuses = self.asked_back and rule in _ASKED_BACK
        self.faults.append(replace(found, severity=Severity.ERROR) if refuses else found)

    def field(self, name: str, value: Any) -> Any:
        """Return one field of a record; None, and a fault, if it cannot be read."""
        special: dict[str, Callable[[str, Any], Any]] = {
            "trl": self._trl,
            "scale": self._scale,
            "team": self._team,
            "attachments": self._attachments,
            "regions_served": self._regions,
            "region_from": self._region,
            "lang": self._language,
            "kind": self._kind,
            "currency": self._currency,
        }
        if name in special:
            return special[name](name, value)
        if name in _LISTS:
            return self._known(name, self._parted(name, self._list(name, value)))
        if name in _DAYS:
            return self._day(name, value)
        if name in _NUMBERS:
            return self._number(name, value)
        text = self._text(name, value)
        if name in _WORDS:
            return self._known(name, (text,))[0]
        return text

    def complete(self, values: dict[str, Any]) -> None:
        """Look for what no record can be without, and tell the language."""
        low, high = values.get("budget_min"), values.get("budget_max")
        if low is not None and high is not None and low > high:
            self.add("record.budget", "budget_min", low=low, high=high)
        if not values.get("id"):
            self.add("record.no_id", "id")
        title, text = values.setdefault("title", ""), values.setdefault("text", "")
        if not (title or text):
            self.add("record.no_words", "text")
        if not values.get("lang"):
            told: Language = "zh" if chinese_share(f"{title} {text}") > 0.5 else "en"  # noqa: PLR2004
            values["lang"] = told
            # of a row that is refused anyhow, what was made of it is of no interest
            if not any(f.severity is Severity.ERROR for f in self.faults):
                self.add("record.language_told", "lang", found=told)

    def _text(self, name: str, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.add("record.text", name, found=value)
            return ""
        whole = isinstance(value, float) and value.is_integer()
        text = self._shown(name, str(int(value) if whole else value))
        if len(text) > LONGEST:
            self.add("record.long", name, size=len(text), limit=LONGEST)
        return text

    def _shown(self, name: str, text: str) -> str:
        """Return a text without what is no character, and tell if something was left out."""
        plain = without_controls(text)
        if plain != text:
            self.add("record.characters", name)
        return plain.strip()

    def _list(self, name: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, str):
            return tuple(part for part in _SEPARATED.split(self._shown(name, value)) if part)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(text for part in value if (text := self._shown(name, part)))
        self.add("record.list", name, found=value)
        return ()

    def _parted(self, name: str, words: Iterable[str]) -> tuple[str, ...]:
        """Return words of a vocabulary, parted at commas unless one with a comma is known."""
        vocabulary: Mapping[str, Text] = _VOCABULARIES.get(name, {})
        known = {t.casefold() for k, v in vocabulary.items() for t in (k, v.zh, v.en)}
        if name not in _OF_WORDS:
            return tuple(words)
        parts = (
            part
            for word in words
            for part in (
                [word] if word.casefold() in known or regions_meant(word) else _COMMAS.split(word)
            )
        )
        return tuple(part for part in parts if part)

    def _known(self, name: str, words: Iterable[str]) -> tuple[str, ...]:
        vocabulary = _VOCABULARIES.get(name)
        if vocabulary is None:
            return tuple(words)
        by_name = {t.lower(): k for k, v in vocabulary.items() for t in (k, v.zh, v.en)}
        read = tuple(by_name.get(word.lower(), word) for word in words)
        for word in read:
            if word and word not in vocabulary:
                known = Text("、".join(vocabulary), ", ".join(vocabulary))
                self.add("record.word", name, found=word, known=known)
        return read

    def _regions(self, name: str, value: Any) -> tuple[str, ...]:
        places = self._parted(name, self._list(name, value))
        return tuple(dict.fromkeys(code for one in places for code in self._meant(name, one)))

    def _region(self, name: str, value: Any) -> str:
        """Return where an organisation sits: one region; of an area of several nothing is made."""
        return self._meant(name, value, 1)[0]

    def _meant(self, name: str, value: Any, most: int | None = None) -> tuple[str, ...]:
        text = self._text(name, value)
        code = region_code(text)
        if code or not text:
            return (code,)
        read = regions_meant(text)
        if not read or (most is not None and len(read) > most):
            self.add("record.region", name, found=text)
            return (text,)
        names = [region_name(one) for one in read]
        told = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
        self.add("record.city", name, found=text, read=told)
        return read

    def _language(self, name: str, value: Any) -> str | None:
        text = self._text(name, value).lower()
        code = {"中文": "zh", "英文": "en"}.get(text, text.partition("-")[0])
        if code in LANGUAGES:
            return code
        self.add("record.language", name, found=value)
        return None

    def _kind(self, name: str, value: Any) -> str:
        text = self._text(name, value)
        words = {t.casefold(): k for k, v in KIND_NAMES.items() for t in (k, v.zh, v.en)}
        return words.get(text.casefold(), text)

    def _currency(self, name: str, value: Any) -> str:
        text = self._text(name, value)
        code = currency_of(text)
        if text and not code:
            self.add("record.currency", name, found=text)
        return code

    def _trl(self, name: str, value: Any) -> int | None:
        found = readiness_of(str(value))
        if found is None:
            self.add("record.trl", name, found=value)
            return None
        if not found.plain:
            self.add("record.read_as", name, found=value, read=f"TRL {found.level}")
        return found.level

    def _scale(self, name: str, value: Any) -> Scale | None:
        text = self._text(name, value)
        found = scale_of(text)
        if found is None:
            self.add("record.scale", name, found=value)
        elif _POINT.search(text):
            self.add("record.point", name, found=value, read=found)
        elif is_reversed(text):
            self.add("record.reversed", name, found=value, read=found)
        return found

    def _day(self, name: str, value: Any) -> date | None:
        text = self._text(name, value)
        found = day_stated(text, until=name in _UNTIL) if text else None
        if found is None:
            self.add("record.date", name, found=value)
            return None
        if not found.plain:
            read = Text("不限期", "open") if found.day is None else found.day.isoformat()
            self.add("record.read_as", name, found=value, read=read)
        return found.day

    def _number(self, name: str, value: Any) -> float | None:
        text = self._text(name, value)
        number = number_of(text)
        if number is None:
            self.add("record.number", name, found=value)
        elif isinstance(value, str) and _POINT.search(text):
            self.add("record.point", name, found=value, read=number)
        return number

    def _team(self, name: str, value: Any) -> tuple[Member, ...]:
        return tuple(Member(*pair) for pair in self._objects(name, value, ("organisation", "role")))

    def _attachments(self, name: str, value: Any) -> tuple[Attachment, ...]:
        keys = ("name", "media_type", "sha256")
        return tuple(Attachment(*each) for each in self._objects(name, value, keys))

    def _objects(self, name: str, value: Any, keys: tuple[str, ...]) -> list[list[str]]:
        """Return the objects of a list; each must state every key, or it is nobody's."""
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.add("record.list", name, found=value)
            return []
        found = [[self._stated(each.get(key)) for key in keys] for each in value]
        if not all(all(each) for each in found):
            self.add("record.objects", name, keys=", ".join(keys))
        return found

    def _stated(self, value: Any) -> str:
        return without_controls(value).strip() if isinstance(value, str) else ""


def heading(cell: str) -> str:
    """Return the field that a heading of a table means; the heading itself if it means none."""
    plain = cell.strip()
    return HEADINGS.get(plain, plain.lower().replace(" ", "_"))
