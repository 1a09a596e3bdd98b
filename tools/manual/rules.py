"""Which rules is a plan held to, and which guides come with Dafeng?"""

from __future__ import annotations

from collections import Counter

from tools.manual.markdown import code, say, tabulated

from dafeng.language import Language


def plan_rules(language: Language) -> str:
    """Return every rule for plans with what it says of its failing example."""
    from dafeng.plan.rules.catalogue import GROUPS
    from dafeng.plan.rules.catalogue import plan_rules as catalogue

    parts = []
    for group, name in GROUPS.items():
        parts.append(f"## {name[language]} (`{group}`)\n")
        parts += [_rule(r.id, language) for r in catalogue().values() if r.group == group]
    return "\n".join(parts)


def _rule(identifier: str, language: Language) -> str:
    from dafeng import reference
    from dafeng.plan.rules.catalogue import plan_rules as catalogue
    from dafeng.plan.rules.checking import check_plan
    from dafeng.plan.rules.examples import subject_of
    from dafeng.plan.rules.subject import NEEDS

    rule = catalogue()[identifier]
    told = check_plan(subject_of(rule.fails.text), [rule]).faults[0].message[language]
    levels = f"{rule.severity.text[language]} / {rule.gate.text[language]}"
    needs = "、".join(NEEDS[n][language] for n in rule.needs) or "—"
    source = reference.sources()[rule.source].title[language]
    facts = say(
        language,
        f"级别（编写时 / 提交时）：{levels}。需要：{needs}。文件：{source}。",
        f"Severity (draft / gate): {levels}. Needs: {needs}. Document: {source}.",
    )
    words = say(language, "不合格的例子|合格的例子|改法", "fails|passes|remedy").split("|")
    return (
        f"### `{rule.id}` {rule.title[language]}\n\n{facts}\n\n"
        f"{words[0]} → `{rule.fails.at}`: {told}\n\n```text\n{rule.fails.text}\n```\n\n"
        f"{words[1]}:\n\n```text\n{rule.passes.text}\n```\n\n"
        f"{words[2]}: {rule.remedy[language]}\n"
    )


def rule_counts(language: Language) -> str:
    """Return the number of rules by group and severity."""
    from dafeng.errors import Severity
    from dafeng.plan.rules.catalogue import GROUPS
    from dafeng.plan.rules.catalogue import plan_rules as catalogue

    rows = []
    for group, name in (*GROUPS.items(), ("", None)):
        inside = [r for r in catalogue().values() if not group or r.group == group]
        draft = Counter(r.severity for r in inside)
        gate = Counter(r.gate for r in inside)
        title = name[language] if name else say(language, "合计", "all")
        rows.append((title, len(inside), *(draft[s] for s in Severity), gate[Severity.ERROR]))
    head = say(
        language,
        "组|规则|错误|警告|提示|提交时的错误",
        "group|rules|errors|warnings|notes|errors at the gate",
    )
    return tabulated(head.split("|"), rows)


def guide_list(language: Language) -> str:
    """Return the guides that come with Dafeng."""
    from dafeng.reference import guides, sources
    from dafeng.reference.guides import KINDS, STATUSES

    rows = [
        (
            code(g.id),
            g.name[language],
            g.version,
            KINDS[g.kind][language],
            STATUSES[g.status][language],
            f"{len(g.chapters)} / {len(g.tables)} / {len(g.indicators)}",
            sources()[g.source].title[language],
        )
        for g in guides().values()
    ]
    head = say(
        language,
        "编号|名称|版本|用于|依据|章 / 表 / 指标|文件",
        "id|name|version|for|on whose word|chapters / tables / indicators|document",
    )
    return tabulated(head.split("|"), rows)


def guide_indicators(language: Language) -> str:
    """Return the indicators of each guide with role, thresholds and marks."""
    from dafeng.reference import guides
    from dafeng.reference.guides import ROLES
    from dafeng.reference.indicators import MARKS

    head = say(
        language,
        "编号|指标|单位|作用|基准年|阈值|来源|标记",
        "id|indicator|unit|role|base year|thresholds|source|mark",
    ).split("|")
    parts = []
    for guide in guides().values():
        rows = []
        for asked in guide.indicators:
            signs = {"at_least": "≥", "at_most": "≤"}
            limits = "; ".join(
                f"{signs[t.relation]}{t.value:g}" + (f" ({t.note[language]})" if t.note else "")
                for t in asked.thresholds
            )
            role = ROLES[asked.role][language]
            field = f" · {asked.field[language]}" if asked.field else ""
            rows.append(
                (
                    code(asked.indicator.id),
                    asked.indicator.name[language],
                    asked.indicator.unit,
                    role + field,
                    asked.base_year or "",
                    limits,
                    code(asked.source),
                    f"{asked.mark} {MARKS[asked.mark][language]}",
                )
            )
        parts.append(f"### {guide.title[language]}\n\n{tabulated(head, rows)}")
    return "\n".join(parts)


def guide_keys(language: Language) -> str:
    """Return the keys of a guide file by section."""
    from dafeng.reference.guide_form import SECTIONS

    yes = say(language, "是", "yes")
    rows = [
        (
            code(section),
            code(name),
            key.kind,
            yes if key.needed else "",
            ", ".join(map(code, key.choices or ())),
        )
        for section, keys in SECTIONS.items()
        for name, key in keys.items()
    ]
    head = say(language, "节|键|类型|必填|可用值", "section|key|kind|required|one of")
    return tabulated(head.split("|"), rows)
