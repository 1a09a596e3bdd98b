"""What may a dossier hold, and which rules is it held to?"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

from tools.manual.markdown import code, say, tabulated

from dafeng.language import Language, Text

INVENTORY: Final = Path(__file__).resolve().parents[2] / "src" / "dafeng" / "inventory"


def identity(language: Language) -> str:
    """Return the keys of ``dossier.toml``."""
    from dafeng.dossier.identity import DEFAULTS
    from dafeng.dossier.identity_keys import KEYS

    head = say(language, "项|节|含义|默认", "key|section|meaning|default").split("|")
    rows = [
        (
            code("id" if k == "programme" else k),
            section,
            name[language],
            code(DEFAULTS.get(k, "")),
        )
        for k, (section, name) in KEYS.items()
    ]
    return tabulated(head, rows)


def tables(language: Language) -> str:
    """Return every table of a dossier with its columns."""
    from dafeng.dossier.schema import tables as schemas

    head = say(
        language, "列|表头|类型|必填|也可写作", "column|header|kind|required|also called"
    ).split("|")
    yes = say(language, "是", "yes")
    parts = []
    for table in schemas().values():
        rows = [
            (
                code(c.id),
                f"{c.header.zh} / {c.header.en}",
                c.kind,
                yes if c.required else "",
                "、".join(c.synonyms),
            )
            for c in table.columns
        ]
        names = "、".join(table.synonyms)
        called = say(language, f"表名也可为：{names}", f"Also called: {names}")
        title = f"### `{table.id}` {table.name.zh} / {table.name.en}"
        parts.append(f"{title}\n\n{called}\n\n{tabulated(head, rows)}")
    return "\n".join(parts)


def words(language: Language) -> str:
    """Return the closed lists of words."""
    from dafeng.dossier.vocabulary import terms

    kinds = {
        "flow": Text("流向", "Flows"),
        "notation": Text("缺项代号", "Notation keys"),
        "quality": Text("数据质量", "Quality"),
        "variable": Text("活动指标", "Activity variables"),
        "factor": Text("因子", "Factors"),
        "scenario": Text("情景", "Scenarios"),
    }
    head = say(language, "代码|写作|也可写作|单位", "id|written|also called|unit").split("|")
    parts = []
    for kind, title in kinds.items():
        rows = [
            (code(t.id), f"{t.name.zh} / {t.name.en}", "、".join(t.synonyms), t.unit)
            for t in terms(kind).values()
        ]
        parts.append(f"### {title[language]}\n\n{tabulated(head, rows)}")
    return "\n".join(parts)


def units(language: Language) -> str:
    """Return the units that the manual names."""
    from dafeng.units.listing import known

    del language
    return ", ".join(code(unit.symbol) for unit in known()) + "\n"


def balance(language: Language) -> str:
    """Return the rows of an energy balance table that are known."""
    from dafeng.dossier.rules import rows

    head = say(language, "行|作用|流向|部门|也可写作", "row|role|flow|sector|also called").split(
        "|"
    )
    found = [
        (
            f"{row['zh']} / {row['en']}",
            row["role"],
            code(row["flow"]),
            code(row["sector"]),
            row["synonyms"].replace("|", "、"),
        )
        for row in rows("balance_rows")
    ]
    return tabulated(head, found)


def rules(language: Language) -> str:
    """Return the rules that cells and records are held to."""
    from dafeng.dossier.rules import rules as catalogue

    head = say(language, "规则|级别|说明|改法", "rule|severity|message|remedy").split("|")
    rows = [
        (code(r.id), r.severity.value, r.message[language], r.remedy[language])
        for r in catalogue().values()
    ]
    return tabulated(head, rows)


def account_rules(language: Language) -> str:
    """Return the rules of the account, read from where the code states them."""
    found: dict[str, tuple[str, str, str]] = {}
    for path in sorted(INVENTORY.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Fault":
                rule, severity, _place, message, remedy = node.args
                texts = (_wording(message, language), _wording(remedy, language))
                found[_words(rule)] = (_severity(severity), *texts)
    head = say(language, "规则|级别|说明|改法", "rule|severity|message|remedy").split("|")
    return tabulated(head, [(code(rule), *found[rule]) for rule in sorted(found)])


def _wording(node: ast.expr, language: Language) -> str:
    if isinstance(node, ast.Call) and len(node.args) == len(("zh", "en")):
        return _words(node.args[0 if language == "zh" else 1])
    return "…"


def _words(node: ast.expr) -> str:
    """Return a text as it stands in the code, with an ellipsis for each value."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _words(node.left) + _words(node.right)
    return "…"


def _severity(node: ast.expr) -> str:
    names = [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)]
    return " / ".join(dict.fromkeys(n.lower() for n in names)) or "warning / error"
