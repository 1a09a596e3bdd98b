"""How are many years written in few words?"""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.language import Text


def year_spans(years: Sequence[int]) -> Text:
    """Return years as spans: 2006—2011年、2013年.

    Parameters
    ----------
    years
        Years in order.
    """
    starts = [y for y in years if y - 1 not in years]
    ends = [y for y in years if y + 1 not in years]
    zh = [f"{a}年" if a == b else f"{a}—{b}年" for a, b in zip(starts, ends, strict=True)]
    en = [str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True)]
    return Text("、".join(zh), ", ".join(en))
