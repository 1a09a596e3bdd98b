"""How does a programme work? What its data say, in the order in which people read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dafeng.programme import Programme, programme, shipped
from dafeng.programme.conditions import condition
from dafeng.programme.parsing import text_of_mark
from dafeng.programme.vocabulary import Subject


@lru_cache(maxsize=8)
def explained(name: str) -> dict[str, Any]:
    """Return a shipped programme as a page shows it."""
    found = programme(name)
    return {
        "programme": found,
        "others": [programme(n) for n in shipped()],
        "steps": list(_steps(found)),
        "batches": [_batch(found, b) for b in found.batches],
        "facts": [{"text": f.text, **_basis(found, f.basis)} for f in found.facts],
    }


def _steps(found: Programme) -> Any:
    for stage in found.stages.values():
        yield {
            "stage": stage,
            "of_case": stage.subject is Subject.CASE,
            "moves": [
                {
                    "title": t.title,
                    "target": found.stages[t.target].title if t.target else None,
                    "prepared": [found.roles[r].title for r in t.prepared_by],
                    "decided": [found.roles[r].title for r in t.decided_by],
                    "conditions": [condition(found, g, a) for g, a in t.guards.items() if a],
                    **_basis(found, t.basis),
                }
                for t in found.transitions.values()
                if stage.id in t.sources
            ],
        }


def _batch(found: Programme, name: str) -> dict[str, Any]:
    batch = found.batches[name]
    clocks = [
        {"title": found.clocks[c].title, "set": s, **_basis(found, s.basis)}
        for c, s in batch.clocks.items()
    ]
    facts = [{"text": f.text, **_basis(found, f.basis)} for f in batch.facts]
    return {"batch": batch, "clocks": clocks, "facts": facts, **_basis(found, batch.basis)}


def _basis(found: Programme, basis: Any) -> dict[str, Any]:
    return {"mark": text_of_mark(basis.mark), "source": found.sources.get(basis.source)}
