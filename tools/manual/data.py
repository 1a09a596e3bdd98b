"""Which reference tables are there, and how sure is each row?"""

from __future__ import annotations

from tools.manual.markdown import code, say, tabulated

from dafeng.language import Language


def reference_tables(language: Language) -> str:
    """Return the reference tables with rows, sources and licences."""
    from dafeng import reference

    rows = []
    for name, title in reference.tables().items():
        table = reference.table(name)
        at = [table.columns.index(c) for c in ("source", "licence")]
        sources = sorted({row[at[0]] for row in table.rows})
        licences = sorted({row[at[1]] for row in table.rows})
        shown = ", ".join(map(code, sources))
        terms = " / ".join(reference.licence_name(licence)[language] for licence in licences)
        if name == "sources":
            shown = say(language, f"{len(sources)} 个来源", f"{len(sources)} sources")
            terms = say(language, "逐项列于下文", "as listed below")
        stop = say(language, "：", ". ")
        what = f"{title[language]}{stop}{table.description[language]}"
        rows.append((code(name), what, len(table.rows), shown, terms))
    head = say(language, "表|内容|行数|来源|许可", "table|content|rows|source|licence")
    return tabulated(head.split("|"), rows)


def sources(language: Language) -> str:
    """Return the documents behind the reference tables."""
    from dafeng import reference

    rows = [
        (
            code(s.id),
            s.title[language],
            s.publisher,
            s.year,
            reference.licence_name(s.licence)[language],
        )
        for s in reference.sources().values()
    ]
    head = say(language, "编号|文件|发布方|年份|许可", "id|document|publisher|year|licence")
    return tabulated(head.split("|"), rows)


def marks(language: Language) -> str:
    """Return how many rows of each table carry which mark, and those from memory by name."""
    from dafeng import reference

    rows = []
    for name in reference.tables():
        table = reference.table(name)
        if "verification" not in table.columns:
            continue
        at = table.columns.index("verification")
        counts = {mark: sum(row[at] == mark for row in table.rows) for mark in "ADSM"}
        label = next(c for c in ("id", "kind", "carrier", "group", "sector") if c in table.columns)
        column = table.columns.index(label)
        named = sorted({row[column] for row in table.rows if row[at] == "M" and row[column]})
        rows.append((code(name), *counts.values(), ", ".join(map(code, named))))
    head = say(language, "表|A|D|S|M|标 M 的行", "table|A|D|S|M|rows marked M")
    return tabulated(head.split("|"), rows)
