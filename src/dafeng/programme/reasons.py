"""Why was an event refused? The reasons that lie in quota, plan, experts and comments."""

from __future__ import annotations

from typing import Final

from dafeng.language import Text

#: What to do where the page itself says what is open.
SEE: Final = Text("在页面上查看现在可以做的步骤", "look at which steps are open now")

#: Message and remedy by rule.
RULES_OF_CONTENT: Final[dict[str, tuple[Text, Text]]] = {
    "retract.unstated": (
        Text(
            "没有登记该人员任职于“{employer}”", "no employer “{employer}” is stated of the person"
        ),
        SEE,
    ),
    "retract.asked": (
        Text("撤销“{employer}”的申请已在办理", "“{employer}” waits to be taken back already"),
        Text("由另一位有权人员审定", "another entitled person decides on it"),
    ),
    "retract.unasked": (
        Text("没有待审定的撤销“{employer}”的申请", "nobody asks to take “{employer}” back"),
        Text("先由本人或有权人员提出", "the person, or who is entitled, asks first"),
    ),
    "retract.right": (
        Text(
            "您无权办理该人员任职单位的撤销",
            "you may not act on the employers of this person",
        ),
        Text(
            "由本人提出；由授予其评审角色的人员或网站管理员审定",
            "the person asks; who gives their judging role, or runs the site, decides",
        ),
    ),
    "retract.same_person": (
        Text(
            "提出人和本人不能审定撤销",
            "neither who asked nor the person concerned decides on it",
        ),
        Text("请由另一位有权人员审定", "let another entitled person decide"),
    ),
    "retract.interest": (
        Text(
            "您与“{employer}”有关，不能审定",
            "you belong to “{employer}” yourself and cannot decide on it",
        ),
        Text("请由另一位有权人员审定", "let another entitled person decide"),
    ),
    "retract.answer": (
        Text("没有写明是否同意撤销", "it is not said whether it is agreed to"),
        Text("选同意或不同意", "agree or refuse"),
    ),
    "batch.stage": (
        Text("批次处于“{stage}”阶段，现在不能办理", "the batch is at “{stage}”: not now"),
        SEE,
    ),
    "batch.unsettled": (
        Text("还有未办结的申报：{cases}", "some cases are not decided yet: {cases}"),
        Text("先逐个作出决定", "decide on each of them first"),
    ),
    "eligible.kind": (
        Text("申报主体类型“{kind}”不在本计划范围", "applicants of the kind {kind} cannot apply"),
        Text("可申报：{known}", "there can: {known}"),
    ),
    "eligible.level": (
        Text("行政层级“{level}”不符合条件", "the level {level} does not qualify"),
        Text("可申报：{known}", "these do: {known}"),
    ),
    "eligible.place": (
        Text(
            "行政区划表中没有层级为 {level} 的 {code}：县级单位不能申报，或代码有误",
            "the table of divisions has no {code} of the level {level}: counties do not apply, or "
            "the code is wrong",
        ),
        Text("核对六位代码与层级", "check the six digits and the level"),
    ),
    "eligible.body": (
        Text("推荐单位 {body} 在本批次没有名额", "the body {body} has no places in this batch"),
        Text("核对推荐单位代码", "check the code of the recommending body"),
    ),
    "eligible.home": (
        Text(
            "该地属于{home}，不能由其他单位推荐",
            "the place belongs to {home}, another recommends it",
        ),
        Text("由所在省推荐", "the province in which it lies recommends it"),
    ),
    "described.level": (
        Text(
            "“{code}”不能是层级 {level}：行政区划用六位代码，园区和跨行政区的示范区用自己的编号",
            "{code} cannot be of the level {level}: divisions have their six digits, parks and "
            "zones across divisions an id of their own",
        ),
        Text("核对代码、类型与层级", "check id, kind and level"),
    ),
    "described.hosts": (
        Text("所在行政区代码不对：{hosts}", "these are no codes of divisions to lie in: {hosts}"),
        Text("填六位行政区划代码，最多 20 个", "enter codes of six digits, 20 at most"),
    ),
    "described.body": (
        Text("“{body}”不是推荐单位的代码", "“{body}” is no id of a recommending body"),
        Text("用代码填写", "enter its code or id"),
    ),
    "described.name": (
        Text("“{name}”不能作为正式名称", "“{name}” cannot be an official name"),
        Text(
            "名称为一行，最多 {longest} 字，不含控制字符",
            "one line of {longest} characters at most, without control characters",
        ),
    ),
    "quota.body": (
        Text("推荐单位 {body} 的 {limit} 个名额已满", "all {limit} place(s) of {body} are taken"),
        Text("有空缺时才能推荐", "another can be recommended when one falls free"),
    ),
    "quota.all": (
        Text("本批次 {limit} 个名额已满", "all {limit} places of the batch are taken"),
        Text("有空缺时才能推荐", "another can be recommended when one falls free"),
    ),
    "quota.vacancy": (
        Text("推荐单位 {body} 没有空出的名额", "no place of {body} has fallen free"),
        Text("只有退出或未通过后才能递补", "a replacement follows a withdrawal or a refusal"),
    ),
    "quota.missing": (
        Text(
            "规则文件没有名额，需在启动征集时写明",
            "the rules state no quota: it has to be stated when the call is opened",
        ),
        Text("按推荐单位写明名额", "state the places of each recommending body"),
    ),
    "quota.fixed": (
        Text("名额已由规则文件确定", "the quota is set by the rules"),
        Text("删去所给名额", "leave the quota out"),
    ),
    "quota.form": (
        Text(
            "名额应为各单位的非负整数，合计等于 {places}",
            "places must be whole numbers, none negative, that sum to {places}",
        ),
        Text("核对名额表", "check the table of places"),
    ),
    "comments.open": (
        Text("还有未答复的意见：{numbers}", "comments without an answer: {numbers}"),
        Text("逐条答复后再提交", "answer each of them, then submit"),
    ),
    "comment.content": (
        Text("意见不完整：{reason}", "the comment is not complete: {reason}"),
        Text(
            "填写 level（team、reviewers、shared）和 text；针对某处的意见再写明 chapter、line",
            "fill in level (team, reviewers, shared) and text; chapter and line where it is of one",
        ),
    ),
    "comment.unknown": (
        Text("没有可答复的第 {number} 条意见", "there is no comment {number} to answer"),
        SEE,
    ),
    "experts.few": (
        Text("已分派 {found} 位专家，至少需要 {least} 位", "{found} of {least} experts assigned"),
        Text("先分派专家", "assign experts first"),
    ),
    "expert.role": (
        Text("{person} 不是评审专家", "{person} is no expert"),
        Text("先授予专家角色", "have the role given first"),
    ),
    "expert.conflict": (
        Text("{person} 与本事项有利益冲突：{grounds}", "{person} is in conflict: {grounds}"),
        Text("另选专家", "choose another expert"),
    ),
    "expert.load": (
        Text("{person} 已达到 {capacity} 件上限", "{person} has all {capacity} cases already"),
        Text("另选专家", "choose another expert"),
    ),
    "expert.assigned": (
        Text("{person} 已分派到本事项", "{person} is assigned already"),
        SEE,
    ),
    "expert.unassigned": (
        Text("{person} 没有分派到本事项", "{person} is not assigned here"),
        SEE,
    ),
    "reviews.few": (
        Text("本轮完成 {found} 份评审，至少需要 {least} 份", "{found} of {least} reviews complete"),
        Text("等待专家完成评审", "wait for the experts"),
    ),
    "review.points": (
        Text("“{criterion}”的分数应为 0 至 {highest} 的整数", "“{criterion}”: 0 to {highest}"),
        Text("按评分标准打分", "give points as the rubric says"),
    ),
    "review.missing": (
        Text("没有给出分数", "there are no points"),
        Text("按评分标准打分", "give points as the rubric says"),
    ),
    "review.unknown": (
        Text("评分标准没有“{criterion}”", "the rubric has no {criterion}"),
        Text("按评分标准打分", "give points as the rubric says"),
    ),
    "review.incomplete": (
        Text("还有未打分的标准：{criteria}", "without points are: {criteria}"),
        Text("全部打分后再完成评审", "give points to all, then complete the review"),
    ),
    "review.complete": (
        Text("本轮评审已完成，不能再改", "the review of this round is complete and stays"),
        Text("如需更正，提一条意见", "say in a comment what should be put right"),
    ),
    "reason.missing": (
        Text("没有写明理由", "no reason is given"),
        Text("写明理由", "give one"),
    ),
}
