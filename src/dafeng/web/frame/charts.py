"""How does a chart of the documents stand in a page of the site?"""

from __future__ import annotations

import pickle
from functools import lru_cache
from threading import Lock
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from dafeng.files.album import Album
from dafeng.files.report_html_charts import figure
from dafeng.language import Language
from dafeng.plan.tree import ChartFigure
from dafeng.web.frame.speech import language

_DRAWING: Final = Lock()


def chart(block: ChartFigure) -> SafeString:
    """Return a chart with caption, description, values to point at, and the table behind it."""
    return mark_safe(_drawn(pickle.dumps(block), language()))  # noqa: S308 - our own drawing


@lru_cache(maxsize=256)
def _drawn(pickled: bytes, chosen: Language) -> str:
    """Draw a chart, one at a time: who asks for the same meanwhile waits and does not draw it."""
    with _DRAWING:
        return _once(pickled, chosen)


@lru_cache(maxsize=256)
def _once(pickled: bytes, chosen: Language) -> str:
    block: ChartFigure = pickle.loads(pickled)  # noqa: S301 - pickled one line above
    return figure(block, Album(chosen))
