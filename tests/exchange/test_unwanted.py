"""What a request says that it does not want is not read as wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.exchange.pool import Pool
from dafeng.exchange.ranking import ranked
from dafeng.exchange.reader import Reader
from dafeng.exchange.reasons import reasons
from dafeng.exchange.unwanted import parted

from .conftest import DAY, offer_of, request_of


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("不需要余热发电，只要海绵城市", "只要海绵城市", ("余热发电",)),
        ("我们不要余热发电。需要内涝治理规划。", "需要内涝治理规划", ("余热发电",)),
        ("我們無需熱泵，要規劃", "要規劃", ("熱泵",)),
        ("余热发电不考虑，要光伏", "要光伏", ("余热发电",)),
        ("非焚烧类，要填埋气", "要填埋气", ("焚烧类",)),
        ("不要热泵只要规划", "只要规划", ("热泵",)),
        ("Not a heat pump: flood planning.", "flood planning", ("a heat pump",)),
        ("We do not want heat pumps. A plan.", "A plan", ("heat pumps",)),
        ("Heat pumps are not wanted. A plan.", "A plan", ("Heat pumps",)),
        ("No heat pumps, please. A plan.", "A plan", ("heat pumps",)),
        ("A plan rather than boilers", "A plan", ("boilers",)),
        (
            "We don't need boilers, chillers or pumps, we need PV",
            "we need PV",
            ("boilers, chillers or pumps",),
        ),
        (
            "Not wanted: pilots, boilers. Wanted: 1.5 MW of PV",
            "Wanted: 1.5 MW of PV",
            ("pilots, boilers",),
        ),
    ],
)
def test_refused_clauses_are_parted(text: str, wanted: str, refused: tuple[str, ...]) -> None:
    found = parted(text)
    assert (found.wanted, found.refused) == (wanted, refused)


@pytest.mark.parametrize(
    "text",
    [
        "Office block without insulation",
        "No charging points in the old quarter",
        "We do not want to burn coal any more",
        "The pumps do not work",
        "老小区没有充电桩",
        "希望余热不要白白排掉",
        "不想再烧煤了",
        "要不要上热泵？",
        "非化石能源制氢",
    ],
)
def test_a_lack_is_no_refusal(text: str) -> None:
    assert parted(text).refused == ()


FLOOD = offer_of(
    "Cloudburst management plans and flood planning for cities", id="flood", title="Flood planning"
)
PUMP = offer_of(
    "High temperature heat pumps for dyehouses", id="pump", title="Heat pump for industry"
)
SPONGE = offer_of("内涝治理规划与海绵城市设计", id="sponge", lang="zh")
ORC = offer_of("余热发电成套装置", id="orc", lang="zh")


@pytest.mark.parametrize(
    ("title", "text", "right", "wrong", "concept"),
    [
        (
            "不需要余热发电，只要海绵城市", "我们不要余热发电。需要内涝治理规划。",
            SPONGE, ORC, "余热发电",
        ),
        (
            "Not a heat pump: flood planning", "We do not want heat pumps. We need flood planning.",
            FLOOD, PUMP, "热泵",
        ),
    ],
)  # fmt: skip
def test_what_is_not_wanted_is_weak_and_told(
    full: Reader, title: str, text: str, right: object, wrong: object, concept: str
) -> None:
    pool = Pool(full)
    pool.put([FLOOD, PUMP, SPONGE, ORC])
    asked = replace(request_of(text, title=title))
    (reading,) = full.read([asked], "query")
    found = ranked(pool, asked, reading, DAY)
    of = {match.record: match for match in found}
    assert found[0].record in (SPONGE, FLOOD)
    assert not of[right].weak  # type: ignore[index]
    assert of[wrong].weak  # type: ignore[index]
    assert reading.problems == () or all("余热" not in p.statement.zh for p in reading.problems)
    told = reasons(pool, reading, wrong)  # type: ignore[arg-type]
    assert concept in {one.zh for one in told.refused}
    assert all(one.label.zh != concept for one in told.concepts)


def test_offers_that_refuse_nothing_are_read_as_before(plain: Reader) -> None:
    offer = offer_of("Pipe renewal, no digging: we do not need trenches.")
    (reading,) = plain.read([offer], "passage")
    assert reading.refused.pieces == ()
    assert "trenches" in reading.text
