"""Which reference tables are there, and how sure is each row?"""

from __future__ import annotations

from tools.manual.markdown import code, tabulated

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
        shown = f"{len(sources)} sources" if name == "sources" else ", ".join(map(code, sources))
        terms = "as listed below" if name == "sources" else " / ".join(licences)
        what = f"{title[language]}. {table.description[language]}"
        rows.append((code(name), what, len(table.rows), shown, terms))
    return tabulated(("table", "content", "rows", "source", "licence"), rows)


def sources(language: Language) -> str:
    """Return the documents behind the reference tables."""
    from dafeng import reference

    rows = [
        (code(s.id), s.title[language], s.publisher, s.year, s.licence)
        for s in reference.sources().values()
    ]
    return tabulated(("id", "document", "publisher", "year", "licence"), rows)


def marks(language: Language) -> str:
    """Return how many rows of each table carry which mark, and those from memory by name."""
    from dafeng import reference

    del language
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
    return tabulated(("table", "A", "D", "S", "M", "rows marked M"), rows)
