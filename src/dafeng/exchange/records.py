"""What is a request, what is an offer, and who stands behind them?"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, Literal

from dafeng.exchange.scales import Scale
from dafeng.language import Language, Text

Kind = Literal["request", "offer"]

KINDS: Final[tuple[Kind, ...]] = ("request", "offer")

SECTORS: Final[dict[str, Text]] = {
    "energy": Text("能源", "energy"),
    "industry": Text("工业", "industry"),
    "buildings": Text("建筑", "buildings"),
    "mobility": Text("交通", "mobility"),
    "waste": Text("固废", "waste"),
    "water": Text("水", "water"),
    "agriculture": Text("农业", "agriculture"),
    "hydrogen": Text("氢能", "hydrogen"),
    "ccus": Text("碳捕集利用与封存", "carbon capture, use and storage"),
    "planning": Text("综合规划", "integrated planning"),
    "mrv": Text("监测、报告与核查", "monitoring, reporting and verification"),
    "finance": Text("金融", "finance"),
    "sinks": Text("碳汇", "sinks"),
}

#: Who asks or offers; the words of the development set among them.
ORGANISATIONS: Final[dict[str, Text]] = {
    "city government": Text("城市政府", "city government"),
    "industrial park": Text("园区", "industrial park"),
    "company": Text("企业", "company"),
    "SME": Text("中小企业", "SME"),
    "utility": Text("公用事业企业", "utility"),
    "research institute": Text("研究机构", "research institute"),
    "university": Text("高校", "university"),
    "investor": Text("投资机构", "investor"),
    "NGO": Text("非政府组织", "NGO"),
    "association": Text("协会", "association"),
    "adviser": Text("咨询机构", "adviser"),
    "team": Text("联合体", "team of several parties"),
}

COOPERATION: Final[dict[str, Text]] = {
    "equipment supply": Text("设备供应", "equipment supply"),
    "technology licence": Text("技术许可", "technology licence"),
    "technical assistance": Text("技术援助", "technical assistance"),
    "consulting": Text("咨询", "consulting"),
    "training": Text("培训", "training"),
    "joint R&D": Text("联合研发", "joint R&D"),
    "pilot demonstration": Text("示范试点", "pilot demonstration"),
    "joint venture": Text("合资", "joint venture"),
    "investment": Text("投资", "investment"),
    "operation service": Text("运营服务", "operation service"),
    "EPC": Text("工程总承包", "EPC"),
    "EMC": Text("合同能源管理", "energy performance contract"),
    "twinning": Text("结对合作", "twinning"),
}

#: Fields whose content only the two parties see, after both have agreed.
CONFIDENTIAL: Final = (
    "details", "contact", "budget_min", "budget_max", "currency", "attachments",
)  # fmt: skip

#: Whether a record names its organisation in public; one that says nothing does not.
VISIBILITY: Final[dict[str, Text]] = {
    "unnamed": Text("不公开单位名称", "unnamed until both agree"),
    "named": Text("公开单位名称", "named in public"),
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a record: name, media type and SHA-256 of its content."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Member:
    """A party of a team: organisation and what it brings (``city``, ``investor``, ...)."""

    organisation: str
    role: str


@dataclass(frozen=True, slots=True)
class Record:
    """A request or an offer.

    Parameters
    ----------
    id, kind, lang, title, text
        Identifier, ``request`` or ``offer``, language of the words, and the public words.
    sectors, technologies
        Sector ids, see `SECTORS`; technologies in free words.
    region_from
        Where the organisation sits.
    amounts
        What a plan expects in figures and years: public, but no topic, so never matched.
    regions_served
        Request: where the need is. Offer: where it can be delivered.
    trl
        Technology readiness level, 1 to 9 (ISO 16290). Request: least accepted.
    scale
        Request: size of the need. Offer: range of sizes.
    org_type
        See `ORGANISATIONS`.
    cooperation_types
        Forms of cooperation wanted or offered, see `COOPERATION`.
    deadline
        Request: answers are wanted by. Offer: stands until. None is open.
    owner, adviser, team
        Organisation that owns the record, who drafts for it, and further parties.
    plan_ref
        What in a plan the request comes from (`dafeng.exchange.drafting`).
    created, updated, expires
        Days; a record without renewal expires.
    status
        State of the record, "" for one that stands on its own (a file of others).
    visibility
        Whether the organisation is named in public, see `VISIBILITY`; "" is unnamed.
    stage_of_development, ipr_status, advantages, references, certificates
        What a provider says of itself.
    budget_min, budget_max, currency
        Money of the request; confidential.
    details, contact, attachments
        Seen only after both sides agree.
    """

    id: str
    kind: Kind
    lang: Language
    title: str
    text: str
    sectors: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    region_from: str = ""
    regions_served: tuple[str, ...] = ()
    trl: int | None = None
    scale: Scale | None = None
    org_type: str = ""
    cooperation_types: tuple[str, ...] = ()
    deadline: date | None = None
    owner: str = ""
    adviser: str = ""
    team: tuple[Member, ...] = ()
    plan_ref: str = ""
    created: date | None = None
    updated: date | None = None
    expires: date | None = None
    status: str = ""
    visibility: str = ""
    stage_of_development: str = ""
    ipr_status: str = ""
    advantages: str = ""
    references: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    budget_min: float | None = None
    budget_max: float | None = None
    currency: str = ""
    details: str = ""
    contact: str = ""
    attachments: tuple[Attachment, ...] = ()
    amounts: str = ""

    @property
    def words(self) -> str:
        """Return the public words that are matched: title, text and technologies."""
        return "\n".join(
            part for part in (self.title, self.text, "; ".join(self.technologies)) if part
        )

    @property
    def stands_until(self) -> date | None:
        """Return the day after which the record no longer stands: deadline or expiry."""
        days = [day for day in (self.deadline, self.expires) if day is not None]
        return min(days) if days else None


def public(record: Record) -> Record:
    """Return a record without what only the two parties may see."""
    blank: dict[str, Any] = {f.name: f.default for f in fields(Record) if f.name in CONFIDENTIAL}
    return replace(record, **blank)
