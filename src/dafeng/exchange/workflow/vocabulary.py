"""Which states and steps are there between a first need and an outcome?"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from dafeng.language import Text


class Status(StrEnum):
    """Where a request or an offer stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    PUBLISHED = "published"
    PAUSED = "paused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FULFILLED = "fulfilled"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _STATUSES[self]


_STATUSES: Final = {
    Status.DRAFT: Text("草稿", "draft"),
    Status.IN_REVIEW: Text("审核中", "in review"),
    Status.RETURNED: Text("退回修改", "returned"),
    Status.PUBLISHED: Text("已发布", "published"),
    Status.PAUSED: Text("暂停", "paused"),
    Status.EXPIRED: Text("已过期", "expired"),
    Status.WITHDRAWN: Text("已撤回", "withdrawn"),
    Status.FULFILLED: Text("已满足", "fulfilled"),
}


class Stage(StrEnum):
    """Where the introduction of a request to an offer stands."""

    SUGGESTED = "suggested"
    SHOWN = "shown"
    INTEREST_REQUESTER = "interest_requester"
    INTEREST_PROVIDER = "interest_provider"
    MUTUAL = "mutual"
    CONTACT_OPENED = "contact_opened"
    NDA = "nda"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    DELIVERED = "delivered"
    DECLINED = "declined"
    LAPSED = "lapsed"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _STAGES[self]


_STAGES: Final = {
    Stage.SUGGESTED: Text("已推荐", "suggested"),
    Stage.SHOWN: Text("已展示", "shown"),
    Stage.INTEREST_REQUESTER: Text("需求方有意向", "interest of the requester"),
    Stage.INTEREST_PROVIDER: Text("供给方有意向", "interest of the provider"),
    Stage.MUTUAL: Text("双方有意向", "interest of both"),
    Stage.CONTACT_OPENED: Text("已交换联系方式", "contact opened"),
    Stage.NDA: Text("已签保密协议", "non-disclosure agreement signed"),
    Stage.NEGOTIATING: Text("洽谈中", "negotiating"),
    Stage.AGREED: Text("已达成协议", "agreed"),
    Stage.DELIVERED: Text("已交付", "delivered"),
    Stage.DECLINED: Text("已谢绝", "declined"),
    Stage.LAPSED: Text("逾期未答复", "lapsed without an answer"),
}

#: Stages in which both have agreed to talk: what they disclosed to one another stays in view.
OPEN: Final = (
    Stage.MUTUAL,
    Stage.CONTACT_OPENED,
    Stage.NDA,
    Stage.NEGOTIATING,
    Stage.AGREED,
    Stage.DELIVERED,
)
#: Stages in which a record takes the time of its owner.
BUSY: Final = (
    Stage.INTEREST_REQUESTER, Stage.INTEREST_PROVIDER, Stage.MUTUAL, Stage.CONTACT_OPENED,
    Stage.NDA, Stage.NEGOTIATING,
)  # fmt: skip
#: Stages in which one side waits for the other.
ASKED: Final = (Stage.INTEREST_REQUESTER, Stage.INTEREST_PROVIDER)


class Side(StrEnum):
    """The two sides of an introduction."""

    REQUESTER = "requester"
    PROVIDER = "provider"

    @property
    def other(self) -> Side:
        """Return the other side."""
        return Side.PROVIDER if self is Side.REQUESTER else Side.REQUESTER

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _SIDES[self]


_SIDES: Final = {
    Side.REQUESTER: Text("需求方", "requester"),
    Side.PROVIDER: Text("供给方", "provider"),
}


class Kind(StrEnum):
    """What people, or the clock, can do: first to a record, then to an introduction."""

    CREATE = "create"
    REVISE = "revise"
    SUBMIT = "submit"
    PUBLISH = "publish"
    RETURN = "return"
    PAUSE = "pause"
    RESUME = "resume"
    RENEW = "renew"
    EXPIRE = "expire"
    REMIND_EXPIRY = "remind_expiry"
    WITHDRAW = "withdraw"
    FULFIL = "fulfil"
    TAKE_PART = "take_part"
    ENGAGE = "engage"
    STEP_DOWN = "step_down"
    SUGGEST = "suggest"
    SHOW = "show"
    INTEREST = "interest"
    REMIND_ANSWER = "remind_answer"
    LAPSE = "lapse"
    CONTACT = "contact"
    NDA = "nda"
    NEGOTIATE = "negotiate"
    AGREE = "agree"
    DELIVER = "deliver"
    LOOK_OVER = "look_over"
    DECLINE = "decline"
    INVITE = "invite"
    ADMIT = "admit"
    JOIN = "join"
    LEAVE = "leave"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _KINDS[self]


_KINDS: Final = {
    Kind.CREATE: Text("新建", "create"),
    Kind.REVISE: Text("修改", "revise"),
    Kind.SUBMIT: Text("提交审核", "submit for review"),
    Kind.PUBLISH: Text("发布", "publish"),
    Kind.RETURN: Text("退回", "return"),
    Kind.PAUSE: Text("暂停", "pause"),
    Kind.RESUME: Text("恢复", "resume"),
    Kind.RENEW: Text("确认仍有效", "confirm that it still stands"),
    Kind.EXPIRE: Text("到期", "expire"),
    Kind.REMIND_EXPIRY: Text("提醒到期", "remind of the expiry"),
    Kind.WITHDRAW: Text("撤回", "withdraw"),
    Kind.FULFIL: Text("标为已满足", "mark as fulfilled"),
    Kind.TAKE_PART: Text("同意参加", "agree to take part"),
    Kind.ENGAGE: Text("接受顾问", "accept the adviser"),
    Kind.STEP_DOWN: Text("不参加", "take no part"),
    Kind.SUGGEST: Text("推荐", "suggest"),
    Kind.SHOW: Text("展示", "show"),
    Kind.INTEREST: Text("表示意向", "express interest"),
    Kind.REMIND_ANSWER: Text("提醒答复", "remind of the answer"),
    Kind.LAPSE: Text("逾期", "let lapse"),
    Kind.CONTACT: Text("同意交换联系方式", "agree to open contact"),
    Kind.NDA: Text("确认已签保密协议", "confirm the non-disclosure agreement"),
    Kind.NEGOTIATE: Text("开始洽谈", "begin negotiating"),
    Kind.AGREE: Text("确认达成协议", "confirm the agreement"),
    Kind.DELIVER: Text("确认已交付", "confirm the delivery"),
    Kind.LOOK_OVER: Text("复核吨数", "look over the tonnes"),
    Kind.DECLINE: Text("谢绝", "decline"),
    Kind.INVITE: Text("邀请第三方", "invite a further party"),
    Kind.ADMIT: Text("同意第三方加入", "admit a further party"),
    Kind.JOIN: Text("加入", "join"),
    Kind.LEAVE: Text("退出", "leave"),
}

#: Steps of a record; all others are steps of an introduction.
OF_RECORDS: Final = frozenset(list(Kind)[: list(Kind).index(Kind.SUGGEST)])

#: Why an introduction came to nothing.
DECLINE_REASONS: Final[dict[str, Text]] = {
    "technology": Text("技术不合适", "technology"),
    "scale": Text("规模不合适", "scale"),
    "price": Text("价格", "price"),
    "region": Text("地区", "region"),
    "timing": Text("时间", "timing"),
    "partner": Text("合作方", "partner"),
    "language": Text("语言", "language"),
    "other": Text("其他", "other"),
}

#: Where an introduction came from.
ORIGINS: Final[dict[str, Text]] = {
    "ranking": Text("系统匹配", "ranking"),
    "search": Text("自行查找", "own search"),
    "adviser": Text("顾问推荐", "adviser"),
    "event": Text("对接会", "matchmaking day"),
}

#: Origins of introductions that neither owner has begun: both are told of them.
BROKERED: Final = ("adviser", "event")

#: Answers to the question of sanctions and export control.
EXPORT_CONTROL: Final[dict[str, Text]] = {
    "not concerned": Text("不涉及", "not concerned"),
    "licence held": Text("涉及，已取得许可", "concerned, licence held"),
    "licence needed": Text("涉及，须先取得许可", "concerned, licence needed first"),
}
