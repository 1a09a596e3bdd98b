"""How is a figure printed beside its target?"""

from __future__ import annotations


def told(what: str, found: float, unit: str, target: float | None, *, least: bool = False) -> None:
    """Print one figure, its target and whether it is met."""
    wanted = verdict = ""
    if target is not None:
        wanted = f"{'>=' if least else '<='} {target:g}"
        verdict = "met" if (found >= target if least else found <= target) else "MISSED"
    print(f"{what:66} {found:10.4g} {unit:8} {wanted:10} {verdict}")
