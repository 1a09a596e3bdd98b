"""Which charts have the documents of one build drawn already? Each is drawn once for all forms."""

from __future__ import annotations

import pickle

from dafeng.files.drawing import Format, Frame, Sketch
from dafeng.language import Language
from dafeng.plan.charts import Chart


class Album:
    """Charts in one language; the same content is the same picture, in whichever document."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._sketches: dict[bytes, Sketch] = {}
        self._pictures: dict[tuple[bytes, Format], bytes] = {}

    def frames(self, chart: Chart) -> tuple[Frame, ...]:
        """Return the panels of a chart in the order in which they were drawn."""
        return self._sketch(pickle.dumps(chart), chart).frames

    def picture(self, chart: Chart, form: Format) -> bytes:
        """Return the bytes of a chart."""
        content = pickle.dumps(chart)
        if (content, form) not in self._pictures:
            self._pictures[content, form] = self._sketch(content, chart).picture(form)
        return self._pictures[content, form]

    def _sketch(self, content: bytes, chart: Chart) -> Sketch:
        if content not in self._sketches:
            self._sketches[content] = Sketch(chart, self.language)
        return self._sketches[content]
