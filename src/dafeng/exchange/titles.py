"""What is each field of a record called, in a form and on a page?"""

from __future__ import annotations

from typing import Final

from dafeng.language import Text

TITLES: Final[dict[str, Text]] = {
    "id": Text("编号", "Id"),
    "kind": Text("种类", "Kind"),
    "lang": Text("语言", "Language"),
    "title": Text("标题", "Title"),
    "text": Text("正文（公开摘要）", "Text (public summary)"),
    "amounts": Text("数量与年份（公开，不参与匹配）", "Amounts and years (public, not matched)"),
    "sectors": Text("领域", "Sectors"),
    "technologies": Text("技术", "Technologies"),
    "region_from": Text("所在地区", "Seat of the organisation"),
    "regions_served": Text("服务地区", "Regions served"),
    "trl": Text("技术成熟度（TRL）", "Technology readiness (TRL)"),
    "scale": Text("规模", "Scale"),
    "org_type": Text("单位类型", "Kind of organisation"),
    "cooperation_types": Text("合作方式", "Forms of cooperation"),
    "deadline": Text("有效期至", "Stands until"),
    "owner": Text("所属单位", "Owner"),
    "adviser": Text("顾问单位", "Adviser"),
    "team": Text("联合体成员", "Team"),
    "plan_ref": Text("方案条目", "Item of the plan"),
    "created": Text("创建日期", "Created"),
    "updated": Text("更新日期", "Updated"),
    "expires": Text("失效日期", "Expires"),
    "status": Text("状态", "State"),
    "visibility": Text("是否公开单位名称", "Naming of the organisation"),
    "stage_of_development": Text("开发阶段", "Stage of development"),
    "ipr_status": Text("知识产权", "Intellectual property"),
    "advantages": Text("优势（用数字说明）", "Advantages (in numbers)"),
    "references": Text("业绩", "References"),
    "certificates": Text("证书", "Certificates"),
    "budget_min": Text("预算下限", "Budget, least"),
    "budget_max": Text("预算上限", "Budget, most"),
    "currency": Text("币种", "Currency"),
    "details": Text("详情", "Details"),
    "contact": Text("联系方式", "Contact"),
    "attachments": Text("附件", "Attachments"),
}
#: What a request means by a field, where that is another thing.
_OF_REQUESTS: Final = {
    "regions_served": Text("需求所在地区", "Region of the need"),
    "trl": Text("可接受的最低成熟度（TRL）", "Least readiness accepted (TRL)"),
    "deadline": Text("希望在此之前得到答复", "Answers wanted by"),
}


def title(field: str, kind: str) -> Text:
    """Return what a field of a request or an offer is called."""
    own = _OF_REQUESTS.get(field) if kind == "request" else None
    return own or TITLES[field]
