"""Which request follows from a measure, a project or a task of a plan?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Final, Literal

from dafeng.exchange.need_words import amounts_of, told
from dafeng.exchange.records import Record
from dafeng.exchange.regions import region_of_division
from dafeng.exchange.scales import Scale
from dafeng.exchange.thesaurus import Thesaurus
from dafeng.language import Language, Text

Origin = Literal["measure", "project", "task"]

ORIGINS: Final[dict[Origin, Text]] = {
    "measure": Text("措施", "measure"),
    "project": Text("项目", "project"),
    "task": Text("任务", "task"),
}

#: Least readiness that is asked for, by the maturity of the measure: what is rolled out must have
#: run at full size, what is demonstrated must have run in its surroundings (ISO 16290).
READINESS: Final = {"mature": 8, "commercial": 8, "demonstration": 6, "pilot": 6}
#: Sector of the exchange by field of action of the library of measures.
SECTOR_OF_FIELD: Final = {
    "energy_supply": "energy", "industry": "industry", "buildings": "buildings",
    "transport": "mobility", "waste": "waste", "agriculture": "agriculture", "sinks": "sinks",
}  # fmt: skip
#: Kinds of concepts that somebody can deliver.
TECHNICAL: Final = ("technology", "practice", "service", "equipment")
#: Forms of cooperation by how the need is paid for.
OWN_MONEY: Final = ("EPC", "equipment supply")
NO_MONEY: Final = ("EMC", "investment")
NO_KNOWLEDGE: Final = ("technical assistance", "training")
#: Years before building begins by which answers are wanted: a year and a half, in half-years.
_HALF_YEARS_BEFORE: Final = 3
_SHORT: Final = 12
#: What is no word of the plan: a new edition of the library changes no plan.
_OF_THE_LIBRARY: Final = ("account", "figures")


@dataclass(frozen=True, slots=True)
class Need:
    """What a plan says of one of its measures, projects or tasks.

    Parameters
    ----------
    origin, id, name
        Where in the plan it stands.
    code, place, kind
        Place: division or park id, name, ``city`` or ``park``.
    content
        What the plan says of it, in its own language.
    description
        What it is, where the library of measures knows it; None if not.
    places
        Names that tell where it is: of the place, of sites within it, and of who carries it out.
    account, figures
        What the library of measures knows of it: what it does, and potential, pace and what comes
        first. None where it is no measure. They are not matched: sectors and carriers in plain
        words draw towards whatever names them too.
    field, measure, maturity
        Field of action, id in the library of measures, and its maturity; "" if not known.
    scale
        Size, or the yearly effect; None if the plan does not state it.
    tonnes
        CO2 avoided by the measure taken alone, negative if it is added [t/a]; None if not known.
    start
        Year in which building begins; None if open.
    due
        Year by which it is to be done; None if open.
    province
        Division code of the province.
    """

    origin: Origin
    id: str
    name: Text
    code: str
    place: Text
    kind: str
    province: str
    content: str = ""
    field: str = ""
    measure: str = ""
    maturity: str = ""
    scale: Scale | None = None
    tonnes: float | None = None
    start: int | None = None
    due: int | None = None
    description: Text | None = None
    places: tuple[str, ...] = ()
    account: Text | None = None
    figures: Text | None = None

    @property
    def idle(self) -> bool:
        """Return whether it has no size in this place: a measure without potential."""
        return self.scale is not None and self.scale.high == 0

    @property
    def reference(self) -> str:
        """Return where in which plan it stands, with a hash of what the plan says of it."""
        said = (f.name for f in fields(self) if f.name not in _OF_THE_LIBRARY)
        content = "\0".join(str(getattr(self, name)) for name in said)
        digest = hashlib.sha256(content.encode()).hexdigest()[:_SHORT]
        return f"{self.address}#{digest}"

    @property
    def address(self) -> str:
        """Return where in which plan it stands."""
        return f"{self.code}/{self.origin}/{self.id}"


def draft(need: Need, language: Language, day: date, thesaurus: Thesaurus) -> Record:
    """Return a request as far as the plan states it; a person completes and approves it.

    Size, year, readiness and forms of cooperation follow from the plan. What it does not say stays
    empty and is named by the review (`dafeng.exchange.review`). The place is told by its region
    alone: whose need it is, its owner may name. What the library knows of a measure is told; what
    nobody has said is named as not stated. Amounts stand apart from the words that are
    matched. A draft is in the other language if the plan has no words in the one that is wanted.

    Parameters
    ----------
    need
        What the plan says.
    language
        Language of the words.
    day
        Today; a deadline that is over is left open.
    thesaurus
        Names of technologies in both languages.
    """
    region = region_of_division(need.province or need.code)
    technologies = _technologies(need, thesaurus)
    words = told(need.name, need.content, need.description, technologies, need.places, language)
    return Record(
        id=need.address,
        kind="request",
        lang=words.language,
        title=words.title,
        text=words.text,
        amounts=_joined(
            words.language,
            amounts_of(need.tonnes, need.start, need.due, words.language),
            need.account,
            need.figures,
            _unsaid(need),
        ),
        details=words.rest,
        sectors=(SECTOR_OF_FIELD[need.field],) if need.field in SECTOR_OF_FIELD else (),
        technologies=tuple(word for t in technologies for word in (t.zh, t.en)),
        region_from=region,
        regions_served=(region,) if region else (),
        trl=READINESS.get(need.maturity),
        scale=None if need.idle else need.scale,
        org_type="industrial park" if need.kind == "park" else "city government",
        cooperation_types=_forms(need),
        deadline=_deadline(need.start, day),
        plan_ref=need.reference,
        created=day,
        status="draft",
    )


def changed(records: Iterable[Record], needs: Iterable[Need], code: str) -> Mapping[str, Text]:
    """Return what has become of the origin of requests, by their id, where it is not the same.

    Parameters
    ----------
    records
        Requests; those of another place, or of none, are passed over.
    needs
        What the plan of a place says now.
    code
        That place.
    """
    now = {need.address: need.reference for need in needs}
    found: dict[str, Text] = {}
    for record in records:
        address = record.plan_ref.partition("#")[0]
        if address.partition("/")[0] != code:
            continue
        if address not in now:
            found[record.id] = Text("方案里已没有这一条", "the plan no longer has it")
        elif now[address] != record.plan_ref:
            found[record.id] = Text("方案里的这一条已改", "the plan has changed here")
    return found


def _technologies(need: Need, thesaurus: Thesaurus) -> tuple[Text, ...]:
    """Return what the measure is called in both languages; else what the plan's words name."""
    named = [c for c in thesaurus.concepts.values() if need.measure and need.measure in c.measures]
    if not named:
        found = (m.concept for m in thesaurus.mentions(f"{need.name.zh}\n{need.content}"))
        known = (thesaurus[concept] for concept in dict.fromkeys(found))
        named = [c for c in known if c.kind in TECHNICAL]
    return tuple(c.label for c in named)


def _joined(language: Language, first: str, *further: Text | None) -> str:
    parts = [first, *(each[language] for each in further if each is not None)]
    return ("" if language == "zh" else " ").join(part for part in parts if part)


def _unsaid(need: Need) -> Text:
    """Return what the reviewer asks and no plan says, so that a person says it."""
    open_year = need.start is None and need.due is None
    zh = ("年份、" if open_year else "") + "已试过什么、不要什么"
    en = ("the year, " if open_year else "") + "what was tried already, what is not wanted"
    return Text(f"未说明：{zh}。", f"Not stated: {en}.")


def _forms(need: Need) -> tuple[str, ...]:
    """Return the forms of cooperation that a person chooses from: plans do not say who pays."""
    return NO_KNOWLEDGE if need.origin == "task" else (*OWN_MONEY, *NO_MONEY)


def _deadline(start: int | None, day: date) -> date | None:
    if start is None:
        return None
    half_years = 2 * start - _HALF_YEARS_BEFORE
    by = date(half_years // 2, 7 if half_years % 2 else 1, 1)
    return by if by >= day else None
