"""Why was an event refused, and what can be done? Every reason in both languages."""

from __future__ import annotations

from typing import Final

from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text
from dafeng.programme.reasons import RULES_OF_CONTENT, SEE


def refusal(rule: str, at: str, **values: object) -> Fault:
    """Return a reason by its rule, placed at a case."""
    message, remedy = RULES[rule]
    return Fault(
        f"programme.{rule}",
        Severity.ERROR,
        Place(field=at),
        message.format(**values),
        remedy.format(**values),
    )


_CLOCK: Final = Text(
    "需要延期时，由有权机关作出延期决定并留痕；服务器时间为准",
    "if more time is due, the authority decides on an extension, which is logged; the server's "
    "clock counts",
)
_OTHER: Final = Text("请由另一位有权人员签发", "let another entitled person sign")

#: Message and remedy by rule.
RULES: Final[dict[str, tuple[Text, Text]]] = {
    "version": (
        Text(
            "本批次按版本 {version} 的规则运行，给出的是 {given}",
            "this batch runs under version {version} of the rules; given is {given}",
        ),
        Text("使用批次启动时的规则文件", "use the programme file with which the batch was started"),
    ),
    "clock.behind": (
        Text(
            "事件时间 {now} 早于上一事件 {last}",
            "the event of {now} lies before the last one of {last}",
        ),
        Text("先校准服务器时钟", "set the server's clock right first"),
    ),
    "start.twice": (
        Text("批次已经启动", "the batch has been started already"),
        SEE,
    ),
    "start.content": (
        Text("启动事件缺少批次、版本或系统管理员", "the start lacks batch, version or operator"),
        Text("给出 batch、version、operator", "give batch, version and operator"),
    ),
    "person.unknown": (
        Text("没有编号为 {person} 的人员", "nobody has the id {person}"),
        Text("由有权角色先授予其角色", "have a role given to this person first"),
    ),
    "person.content": (
        Text("人员信息不完整：{reason}", "the person is not described in full: {reason}"),
        Text("填写 id、organisation 等项", "fill in id, organisation and the rest"),
    ),
    "person.self": (
        Text("不能给自己授予或收回角色", "nobody gives roles to or takes them from themselves"),
        Text("请由另一位有权人员办理", "ask another entitled person"),
    ),
    "person.not_granted": (
        Text(
            "{person} 没有该角色，或该角色不属于该单位",
            "{person} does not hold this role for this body",
        ),
        SEE,
    ),
    "person.decided_before": (
        Text(
            "作出原决定的人不能再决定申诉",
            "who took part in the decision that is appealed cannot decide on the appeal",
        ),
        Text("请由未参与原决定的两人办理", "let two persons decide who had no part in it"),
    ),
    "role.unknown": (
        Text("没有角色 {role}", "there is no role {role}"),
        Text("可用角色：{known}", "there are: {known}"),
    ),
    "role.body": (
        Text("角色“{role}”的单位“{body}”不合适", "the body {body} does not fit the role {role}"),
        Text(
            "地方角色填试点代码，省级角色填省代码，其他角色留空",
            "a place's id for roles of places, a province's code for provincial ones, else nothing",
        ),
    ),
    "right.appoint": (
        Text("您无权授予或收回角色“{role}”", "you may not give or take the role {role}"),
        Text("请由有权角色办理：{known}", "ask a holder of: {known}"),
    ),
    "right.act": (
        Text("您在本事项中无权办理“{step}”", "you may not take the step “{step}” here"),
        Text(
            "需要的角色：{roles}；存在利益冲突者不得办理",
            "needed is the role {roles}; who has a conflict of interest is barred",
        ),
    ),
    "right.permission": (
        Text("您在本阶段无此权限（{permission}）", "you have no such right here ({permission})"),
        SEE,
    ),
    "case.unknown": (
        Text("本批次没有 {case}", "this batch has no case {case}"),
        Text("先由该地新建申报", "the place begins its case first"),
    ),
    "case.begun": (
        Text(
            "{case} 的申报处于“{stage}”，基本信息不能再改",
            "the case of {case} is at “{stage}”: what it is cannot be corrected any more",
        ),
        Text("提交申报之前可以更正", "it can be corrected until the application is handed in"),
    ),
    "case.waiting": (
        Text("{case} 有待签发的拟稿", "a step of {case} waits for a signature"),
        Text("先撤回拟稿，再更正", "drop what was prepared, then correct it"),
    ),
    "case.content": (
        Text("申报单位信息不完整：{reason}", "the applicant is not described in full: {reason}"),
        Text(
            "填写 id、kind、level、name_zh、name_en、province",
            "fill in id, kind, level, name_zh, name_en and province",
        ),
    ),
    "step.unknown": (
        Text("没有步骤“{step}”", "there is no step {step}"),
        SEE,
    ),
    "step.subject": (
        Text(
            "步骤“{step}”针对整个批次或单个申报，所给对象不符",
            "the step “{step}” is for the batch or for a case, and the other was given",
        ),
        SEE,
    ),
    "step.stage": (
        Text(
            "现处于“{stage}”阶段，不能办理“{step}”",
            "at the stage “{stage}” the step “{step}” cannot be taken",
        ),
        SEE,
    ),
    "step.single": (
        Text(
            "步骤“{step}”由一人办理，无需拟稿",
            "the step “{step}” is taken by one person and is not prepared",
        ),
        Text("直接办理", "take it at once"),
    ),
    "step.prepared": (
        Text("“{step}”已有拟稿待签发", "“{step}” is prepared already and waits for a signature"),
        Text("签发或撤回该拟稿", "sign it or drop it"),
    ),
    "step.unprepared": (
        Text("“{step}”还没有拟稿", "“{step}” has not been prepared"),
        Text("先由另一人拟稿", "another person prepares it first"),
    ),
    "step.same_person": (
        Text("拟稿人与签发人必须是两个人", "who prepares and who signs must be two persons"),
        _OTHER,
    ),
    "step.preparer": (
        Text(
            "拟稿人 {person} 已无权办理此事",
            "{person}, who prepared it, may do so no more",
        ),
        Text("撤回拟稿，由有权人员重新拟稿", "drop it and let an entitled person prepare it anew"),
    ),
    "step.digest": (
        Text("签发的内容与拟稿不同", "what is signed is not what was prepared"),
        Text("重新阅读拟稿后签发", "read what was prepared and sign that"),
    ),
    "content.kind": (
        Text("内容“{key}”的类型不对", "the value of {key} is of the wrong kind"),
        Text("按接口说明填写", "give it as the interface says"),
    ),
    "content.form": (
        Text("事件内容无法规范保存：{reason}", "the content cannot be kept: {reason}"),
        Text("小数写成文字", "write fractions as text"),
    ),
    "content.key": (
        Text("内容中有未知项“{key}”", "the content has an unknown key {key}"),
        Text("可用：{known}", "there are: {known}"),
    ),
    "form.missing": (
        Text("表单缺少“{field}”", "the form lacks “{field}”"),
        Text("填写该项", "fill it in"),
    ),
    "form.kind": (
        Text("“{field}”的内容不合要求（{kind}）", "“{field}” is not of its kind ({kind})"),
        Text("按表单说明填写", "fill it in as the form says"),
    ),
    "form.unknown": (
        Text("表单没有“{field}”一项", "the form has no field {field}"),
        Text("删去该项", "leave it out"),
    ),
    "attachment.missing": (
        Text("缺少附件“{attachment}”", "the attachment “{attachment}” is missing"),
        Text("上传该附件", "upload it"),
    ),
    "attachment.unknown": (
        Text("本步骤没有附件“{attachment}”", "this step takes no attachment {attachment}"),
        Text("删去该附件", "leave it out"),
    ),
    "attachment.hash": (
        Text(
            "附件“{attachment}”没有有效的 SHA-256",
            "the attachment “{attachment}” has no valid SHA-256",
        ),
        Text("重新上传", "upload it again"),
    ),
    "snapshot.missing": (
        Text("没有附上冻结快照的内容哈希", "the content hash of the frozen snapshot is missing"),
        Text("先冻结快照再提交", "freeze a snapshot, then submit it"),
    ),
    "snapshot.unchecked": (
        Text("快照没有经过检查", "the snapshot has not been checked"),
        Text("先运行检查", "run the checks first"),
    ),
    "snapshot.errors": (
        Text("快照还有 {count} 处错误", "the snapshot still has {count} error(s)"),
        Text("改正后再提交；草稿可以先保存", "mend them first; a draft can be saved as it is"),
    ),
    "snapshot.unnamed": (
        Text(
            "快照还有 {count} 处错误，没有列为待解决的问题",
            "the snapshot has {count} error(s) that are not named as open points",
        ),
        Text("保存新的一版，再提交该版", "save a new version and submit that one"),
    ),
    "gate.unchecked": (
        Text("快照没有按报送标准检查过", "the snapshot was not held to the checks of the gate"),
        Text("保存新的一版，再提交该版", "save a new version and submit that one"),
    ),
    "gate.errors": (
        Text(
            "按报送标准，快照还有 {count} 处错误",
            "by the checks of the gate the snapshot still has {count} error(s)",
        ),
        Text(
            "在档案页查看标为“阻止报送”的问题，改正后提交新的一版",
            "mend what the dossier's page marks as “blocks the submission”; submit a new version",
        ),
    ),
    "snapshot.same": (
        Text("与以前提交的快照相同", "the snapshot is one that was submitted before"),
        Text("修改后重新冻结", "revise it and freeze it anew"),
    ),
    "calendar.right": (
        Text("您无权补充放假安排", "you may not add a year of holidays"),
        Text("请由有权角色办理：{roles}", "ask a holder of: {roles}"),
    ),
    "calendar.known": (
        Text(
            "{year} 年的放假安排已有，或本计划的日历不需要",
            "the holidays of {year} are known, or the calendar of this programme needs none",
        ),
        Text("已有的年份不能改", "a year that is known is not changed"),
    ),
    "calendar.content": (
        Text("放假安排填写有误：{names}", "the announcement cannot be used: {names}"),
        Text(
            "写明年份、通知文号、放假起止（2027-01-01/2027-01-03）与调休上班日（2027-01-09）",
            "give year, number of the notice, breaks (2027-01-01/2027-01-03) and days made up "
            "(2027-01-09)",
        ),
    ),
    "clock.running": (
        Text(
            "时限“{clock}”已在计时，不能重新启动",
            "the clock “{clock}” runs and is not started anew",
        ),
        _CLOCK,
    ),
    "clock.idle": (
        Text("时限“{clock}”没有启动", "the clock “{clock}” is not running"),
        _CLOCK,
    ),
    "clock.late": (
        Text(
            "“{clock}”已于{limit}截止，现在是{now}",
            "“{clock}” ran out at {limit}; it is {now}",
        ),
        _CLOCK,
    ),
    "clock.early": (
        Text(
            "“{clock}”到{limit}才届满，现在是{now}",
            "“{clock}” runs until {limit}; it is {now}",
        ),
        Text("等到该时刻之后", "wait until then"),
    ),
    "clock.unstated": (
        Text("没有写明“{clock}”的时刻", "the instant of “{clock}” is not stated"),
        Text(
            "由主管部门写明带时区的时刻，如 2025-04-26T00:00:00+08:00",
            "the authority states an instant with its time zone, 2025-04-26T00:00:00+08:00 say",
        ),
    ),
    "clock.form": (
        Text(
            "“{clock}”的时刻“{value}”无法读取", "the instant {value} of “{clock}” is not readable"
        ),
        Text("写成 2025-04-26T00:00:00+08:00", "write it as 2025-04-26T00:00:00+08:00"),
    ),
    "clock.set": (
        Text(
            "“{clock}”的时刻已由规则确定，不能另定",
            "the instant of “{clock}” follows from the rules and cannot be chosen",
        ),
        Text("需要改动时作出延期决定", "decide on an extension if it has to change"),
    ),
    "clock.past": (
        Text("“{clock}”的时刻 {value} 不在将来", "the instant {value} of “{clock}” is not to come"),
        Text("选一个将来的时刻", "choose one that is to come"),
    ),
    "clock.far": (
        Text(
            "“{clock}”的时刻 {value} 在 {years} 年以后",
            "the instant {value} of “{clock}” is more than {years} years ahead",
        ),
        Text("核对年份", "check the year"),
    ),
    "clock.shorter": (
        Text(
            "“{clock}”只能延后，原为{limit}",
            "“{clock}” can only be moved to a later instant than {limit}",
        ),
        Text("选一个更晚的时刻", "choose a later one"),
    ),
    "clock.uncounted": (
        Text("{reason}", "{reason}"),
        Text("在决定中写明时刻", "state the instant in the decision"),
    ),
    **RULES_OF_CONTENT,
}
