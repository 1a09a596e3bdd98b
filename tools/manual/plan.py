"""By which names can a planner's words refer to results, and which sections does a plan have?"""

from __future__ import annotations

from tools.manual.markdown import code, say, tabulated

from dafeng.language import Language


def result_names(language: Language) -> str:
    """Return every form of a name with what it gives."""
    from dafeng.plan.references import FAMILIES

    heads = say(language, "名称|结果|例", "name|what it gives|example").split("|")
    rows = [(code(f.pattern), f.title[language], code(f"{{{{ {f.example} }}}}")) for f in FAMILIES]
    return tabulated(heads, rows)


def plan_sections(language: Language) -> str:
    """Return the chapters and sections that the usual guide names, with their ids."""
    from dafeng import reference
    from dafeng.plan.sections import USUAL

    heads = say(language, "章|编号|节（编号）", "chapter|id|sections (id)").split("|")
    rows = [
        (
            part.name[language],
            code(part.id),
            "；".join(f"{name[language]} {code(key)}" for key, name in USUAL.get(part.id, ()))
            or "—",
        )
        for part in reference.guide("city-2023").chapters
    ]
    return tabulated(heads, rows)
