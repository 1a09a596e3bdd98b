"""How many measures are there, how good are their figures, and which ones are they?"""

from __future__ import annotations

from collections import Counter

from tools.manual.markdown import code, say, tabulated

from dafeng.language import Language

_MARKS = "ABCM"


def counts(language: Language) -> str:
    """Return the number of measures by field and by mark of cost and of potential."""
    from dafeng import reference
    from dafeng.reference.measures import FIELDS

    rows = []
    for field, name in (*FIELDS.items(), ("", None)):
        inside = [m for m in reference.measures().values() if not field or m.field == field]
        cost = Counter(m.quality for m in inside)
        potential = Counter(m.potential_quality for m in inside)
        title = name[language] if name else say(language, "合计", "all")
        figures = [*(cost[k] for k in _MARKS), *(potential[k] for k in _MARKS)]
        rows.append((title, len(inside), *figures))
    head = say(language, "领域|措施", "field|measures").split("|")
    words = say(language, "成本|潜力", "cost|potential").split("|")
    return tabulated((*head, *(f"{w} {k}" for w in words for k in _MARKS)), rows)


def listing(language: Language) -> str:
    """Return every measure with lever, cost per effect, marks and sources."""
    from dafeng import reference
    from dafeng.language import number
    from dafeng.reference.measures import FIELDS, LEVERS
    from dafeng.reference.powers import LEVELS

    rows = [
        (
            code(m.id),
            m.name[language],
            FIELDS[m.field][language],
            LEVERS[m.lever][language],
            LEVELS[reference.powers()[m.power].decides][language],
            f"{number(m.investment.central)} / {m.effect_unit}",
            f"{m.quality}/{m.potential_quality}",
            code(m.source),
        )
        for m in reference.measures().values()
    ]
    head = say(
        language,
        "编号|措施|领域|方式|由谁决定|投资 元每年效果|质量|来源",
        "id|measure|field|lever|who decides|investment yuan per yearly effect|marks|source",
    )
    return tabulated(head.split("|"), rows)


def decisions(language: Language) -> str:
    """Return who decides on which measures, what a place can do, and on whose word."""
    from dafeng import reference
    from dafeng.reference.powers import LEVELS

    library = reference.measures().values()
    rows = [
        (
            LEVELS[p.decides][language],
            p.name[language],
            sum(m.power == p.id for m in library),
            p.means[language],
            p.document[language],
            p.mark,
        )
        for p in sorted(reference.powers().values(), key=lambda p: list(LEVELS).index(p.decides))
    ]
    head = say(
        language,
        "由谁决定|规则|措施数|本地手段|依据|标记",
        "who decides|rule|measures|what the place can do|document|mark",
    )
    return tabulated(head.split("|"), rows)


def prices(language: Language) -> str:
    """Return the prices of energy with conversion."""
    from dafeng import reference
    from dafeng.language import number

    rows = [
        (
            code(p.id),
            p.name[language],
            f"{number(p.quoted)} {p.unit}",
            number(p.central / 1000, 1),
            p.year,
            p.quality,
            p.note,
        )
        for p in reference.energy_prices().values()
    ]
    head = say(
        language,
        "编号|价格|报价|元/GJ|价格年份|质量|换算",
        "id|price|quoted|yuan/GJ|prices of|mark|conversion",
    )
    return tabulated(head.split("|"), rows)
