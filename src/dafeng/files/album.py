"""Which charts have the documents of one build drawn already? Each is drawn once in each form."""

from __future__ import annotations

import pickle

from dafeng.files.drawing import Drawing, Format, drawn
from dafeng.language import Language
from dafeng.plan.charts import Chart


class Album:
    """Charts in one language; the same content is the same picture, in whichever document."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._found: dict[tuple[bytes, Format], Drawing] = {}

    def drawing(self, chart: Chart, form: Format) -> Drawing:
        """Return a chart with the frames of its panels."""
        key = (pickle.dumps(chart), form)
        if key not in self._found:
            self._found[key] = drawn(chart, self.language, form)
        return self._found[key]

    def picture(self, chart: Chart, form: Format) -> bytes:
        """Return the bytes of a chart."""
        return self.drawing(chart, form).picture
