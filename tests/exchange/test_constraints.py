"""Each constraint is judged from what both sides state, and nothing is made up."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from importlib.resources import files
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.exchange.constraints import Check, Fit, breaks, checks
from dafeng.exchange.place_names import regions_meant
from dafeng.exchange.records import Record
from dafeng.exchange.regions import (
    province_of_city,
    region_code,
    region_name,
    region_of_division,
    served,
)
from dafeng.exchange.scales import Scale, distance, scale_of
from dafeng.language import Text

from .conftest import DAY, offer_of, request_of

TABLE = files("dafeng.exchange") / "tables" / "regions.csv"
REGIONS = list(csv.DictReader(StringIO(TABLE.read_text(encoding="utf-8"))))


def judged(constraint: str, request: Record, offer: Record) -> Check:
    return next(c for c in checks(request, offer, DAY) if c.constraint == constraint)


@pytest.mark.parametrize(
    ("needed", "offered", "fit"),
    [
        (("CN-ZJ",), ("CN",), Fit.FITS),
        (("HK",), ("CN",), Fit.BROKEN),
        (("CN-ZJ",), ("HK", "MO"), Fit.BROKEN),
        (("DE",), ("EU",), Fit.FITS),
        (("GB",), ("EU",), Fit.BROKEN),
        (("NO",), ("EEA",), Fit.FITS),
        (("CH",), ("EEA",), Fit.BROKEN),
        (("CN",), ("CN-ZJ",), Fit.NEAR),
        (("EEA",), ("EU",), Fit.NEAR),
        (("EU",), ("EEA",), Fit.FITS),
        (("CN-ZJ", "DE"), ("CN",), Fit.NEAR),
        ((), ("CN",), Fit.NOT_STATED),
        (("CN-ZJ",), (), Fit.NOT_STATED),
        (("Atlantis",), ("CN",), Fit.NOT_STATED),
        (("CN-ZJ",), ("Atlantis",), Fit.NOT_STATED),
        (("CN-ZJ",), ("DE", "Atlantis"), Fit.NOT_STATED),
        (("CN-ZJ", "Atlantis"), ("CN",), Fit.NOT_STATED),
        (("CN-ZJ", "Atlantis"), ("DE",), Fit.BROKEN),
        (("CN-ZJ",), ("CN", "Atlantis"), Fit.FITS),
    ],
)
def test_regions(needed: tuple[str, ...], offered: tuple[str, ...], fit: Fit) -> None:
    check = judged("region", request_of(regions_served=needed), offer_of(regions_served=offered))
    assert check.fit is fit
    assert (check.change is not None) is (fit in {Fit.NEAR, Fit.BROKEN})


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("30000 lamps", "500-100000盏"), ("30000 盏路灯", "500-100000 luminaires"),
        ("6000 taxis", "500-20000 辆出租车"), ("6000 辆", "500-20000 vehicles"),
        ("200 buses", "100-500 辆公交车"), ("100 heads of cattle", "100头牛"),
        ("100 head of cattle", "50-200 cows"), ("300头猪", "100-500 pigs"),
        ("80 trainees", "50-100 名学员"), ("20 lorries", "10-30 辆货车"),
        ("50 户", "10-90 households"), ("9 firms", "5-20 家企业"),
    ],
)  # fmt: skip
def test_what_is_counted_is_compared_across_languages(asked: str, offered: str) -> None:
    one, other = scale_of(asked), scale_of(offered)
    assert one is not None
    assert other is not None
    assert distance(one, other) == 1
    lamps = scale_of("5 lamps")
    assert lamps is not None
    assert distance(Scale(5, 5, "辆"), lamps) is None


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("100 pigs", "100 cows"), ("100头", "100 pigs"), ("100头", "100头牛"),
        ("30 buses", "30 taxis"), ("30 cars", "30 buses"), ("6000 taxis", "500-20000 辆"),
        ("30辆公交车", "30 vehicles"), ("80 trainees", "80 persons"),
    ],
)  # fmt: skip
def test_things_of_unlike_size_are_not_compared(asked: str, offered: str) -> None:
    one, other = scale_of(asked), scale_of(offered)
    assert one is not None
    assert other is not None
    assert distance(one, other) is None


@pytest.mark.parametrize("text", ["5 MW以上", "20 MW 以下", "5 MW or more", "3 MW and above"])
def test_an_open_end_is_no_unit(text: str) -> None:
    assert scale_of(text) is None


def test_codes_of_regions_are_read_in_their_usual_forms() -> None:
    assert [region_code(t) for t in ("uk", "cn-hk", "EL", "cn_zj")] == ["GB", "HK", "GR", "CN-ZJ"]
    assert region_code("Atlantis") == ""
    assert region_of_division("330500") == "CN-ZJ"
    assert region_name("CN-ZJ") == Text("浙江", "Zhejiang")
    assert served(("XX",), ("XX",)) == (("XX",), ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("浙江", "CN-ZJ"), ("浙江省", "CN-ZJ"), ("Zhejiang", "CN-ZJ"),
        ("新疆维吾尔自治区", "CN-XJ"),
        ("中国", "CN"), ("China", "CN"), ("香港", "HK"), ("Hong Kong", "HK"), ("臺灣", "TW"),
        ("欧盟", "EU"), ("european union", "EU"), ("德国", "DE"), ("Germany", "DE"), ("DEU", "DE"),
        ("AF", "AF"), ("RU", "RU"), ("Russian Federation", "RU"), ("USA", "US"),
        ("Cote d'Ivoire", "CI"), ("Türkiye", "TR"), ("Ｃｈｉｎａ", "CN"),
    ],
)  # fmt: skip
def test_regions_are_read_by_name_in_both_languages(written: str, code: str) -> None:
    assert region_code(written) == code


def test_every_country_of_iso_3166_is_known_by_code_and_by_both_names() -> None:
    countries = [row for row in REGIONS if len(row["code"]) == 2 and row["code"] != "EU"]
    assert len(countries) == 249
    for row in REGIONS:
        assert {region_code(row[key]) for key in ("code", "zh", "en")} == {row["code"]}


def test_a_city_stands_for_its_province_and_an_ambiguous_name_for_none() -> None:
    assert [province_of_city(t) for t in ("杭州市", "Hangzhou", "Atlantis")] == ["CN-ZJ"] * 2 + [""]
    assert region_code("杭州市") == ""


@pytest.mark.parametrize(
    ("asked", "offered", "fit"),
    [(8, 9, Fit.FITS), (8, 8, Fit.FITS), (9, 8, Fit.NEAR), (8, 5, Fit.BROKEN)],
)
def test_readiness(asked: int, offered: int, fit: Fit) -> None:
    check = judged("trl", request_of(trl=asked), offer_of(trl=offered))
    assert check.fit is fit
    if fit is Fit.BROKEN:
        assert check.change == Text("若接受TRL 5则符合", "would fit if TRL 5 were accepted")


@pytest.mark.parametrize(
    ("asked", "offered", "fit"),
    [
        ("10 MW", "5-20 MW", Fit.FITS),
        ("10000 kW", "5-20 MW", Fit.FITS),
        ("30 MW", "5-20 MW", Fit.NEAR),
        ("300 MW", "5-20 MW", Fit.BROKEN),
        ("300 t/d", "50000-200000 t/a", Fit.FITS),
        ("300 t/d", "5-20 MW", Fit.NOT_COMPARABLE),
        ("60 enterprises", "10-100 enterprise", Fit.FITS),
        (None, "5-20 MW", Fit.NOT_STATED),
    ],
)
def test_scales(asked: str | None, offered: str, fit: Fit) -> None:
    assert judged("scale", request_of(scale=asked), offer_of(scale=offered)).fit is fit


@pytest.mark.parametrize(
    ("asked", "title", "offered", "fit"),
    [
        ("10万吨/日", "城镇污水处理", "10000-500000 m3/d", Fit.FITS),
        ("100 t/d", "Sewage works", "500-5000 m3/d", Fit.BROKEN),
        ("40 t/d", "污水厂污泥干化", "20-100 m3/d", Fit.NOT_COMPARABLE),
        ("40 t/d", "Hydrogen from waste water", "20-100 m3/d", Fit.NOT_COMPARABLE),
        ("300 t/d", "渗滤液处理", "5-20 MW", Fit.NOT_COMPARABLE),
    ],
)
def test_a_tonne_of_water_and_of_nothing_else_is_a_cubic_metre(
    asked: str, title: str, offered: str, fit: Fit
) -> None:
    request = request_of(title=title, scale=asked, sectors=("water",))
    offer = offer_of("Aeration control", scale=offered, sectors=("water",))
    assert judged("scale", request, offer).fit is fit
    elsewhere = replace(request, sectors=("waste",))
    assert judged("scale", elsewhere, offer).fit is Fit.NOT_COMPARABLE


def test_deadlines_are_judged_on_the_day_that_is_given() -> None:
    over = offer_of(deadline=date(2026, 2, 28))
    assert judged("deadline", request_of(), over).fit is Fit.BROKEN
    assert judged("deadline", request_of(), offer_of(deadline=DAY)).fit is Fit.FITS
    assert judged("deadline", request_of(), offer_of()).fit is Fit.FITS
    assert judged("deadline", request_of(deadline=date(2026, 1, 1)), offer_of()).fit is Fit.BROKEN
    assert judged("deadline", request_of(), offer_of(expires=date(2026, 1, 1))).fit is Fit.BROKEN


def test_a_request_that_is_over_is_shown_by_the_day_on_which_it_ended() -> None:
    asked = request_of(expires=date(2026, 1, 1), deadline=date(2027, 1, 1))
    check = judged("deadline", asked, offer_of())
    assert (check.fit, check.asked.en) == (Fit.BROKEN, "until 2026-01-01")


def test_forms_of_cooperation_are_a_soft_constraint() -> None:
    asked, offered = request_of(cooperation_types=("EPC",)), offer_of(cooperation_types=("EMC",))
    assert judged("cooperation", asked, offered).fit is Fit.NEAR
    assert not breaks(checks(asked, offered, DAY))


def test_nothing_stated_is_never_a_fit_or_a_breach() -> None:
    bare = Record("R", "request", "en", "x", ""), Record("O", "offer", "en", "x", "")
    fits = {check.constraint: check.fit for check in checks(*bare, DAY)}
    assert fits.pop("deadline") is Fit.FITS
    assert set(fits.values()) == {Fit.NOT_STATED}


SIZES = st.floats(0.001, 1e9)


@given(SIZES, SIZES, SIZES, SIZES)
def test_distance_of_scales_is_mutual_and_one_where_they_meet(
    a: float, b: float, c: float, d: float
) -> None:
    one, other = Scale(min(a, b), max(a, b), "MW"), Scale(min(c, d), max(c, d), "MW")
    there, back = distance(one, other), distance(other, one)
    assert there is not None
    assert there == back
    assert there >= 1
    assert (there == 1) == (one.low <= other.high and other.low <= one.high)


@pytest.mark.parametrize("text", ["5-20 MW", "1500 m3/d", "0.3-2.5 万吨/年", "30,000 t/a"])
def test_scales_are_read_as_written(text: str) -> None:
    found = scale_of(text)
    assert found is not None
    assert scale_of(str(found)) == found


@pytest.mark.parametrize("text", ["", "large", "MW", "5-", "about 3"])
def test_what_states_no_scale_is_none(text: str) -> None:
    assert scale_of(text) is None


@pytest.mark.parametrize(
    "text", ["1,5 MW", "2,5-7,5 MW", "12,5 t/d", "1,50 MW", "1,0000 t", "1.500.000 t"]
)
def test_a_decimal_comma_is_never_read_as_thousands(text: str) -> None:
    assert scale_of(text) is None


@given(st.floats(0, 1e30), st.floats(0, 1e30, exclude_min=True))
def test_a_scale_is_read_back_as_it_was_written(low: float, high: float) -> None:
    scale = Scale(min(low, high), max(low, high), "t/a")
    assert scale_of(str(scale)) == scale
    assert scale_of(scale.plain) == scale


@pytest.mark.parametrize(
    ("asked", "offered", "factor"),
    [
        ("20万千瓦", "100-300 MW", 1),
        ("500万千瓦时", "1-10 GWh", 1),
        ("3 亿千瓦时/年", "100-200 GWh/a", 1.5),
        ("20 TJ/a", "1-2 GWh/a", 20 / 7.2),
        ("5 MWp", "1-20 MW", 1),
        ("3.6 GJ/h", "1 MW", 1),
        ("300 t per day", "100-500 t/d", 1),
        ("10 m3/min", "100-300 m3/h", 2),
        ("60 enterprises", "10-100 家", 1),
        ("1 Mt/a", "1 MT/a", None),
        ("5 台", "5 头", None),
        ("100 Nm3/h", "100 m3/h", None),
        ("10 tce", "10 MWh", None),
        ("5 MVA", "5 MW", None),
    ],
)
def test_units_of_the_field_are_compared_where_a_rule_exists(
    asked: str, offered: str, factor: float | None
) -> None:
    one, other = scale_of(asked), scale_of(offered)
    assert one is not None
    assert other is not None
    assert distance(one, other) == (None if factor is None else pytest.approx(factor))


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("山东省济南市", ("CN-SD",)),
        ("浙江省湖州市长兴县", ("CN-ZJ",)),
        ("浙江湖州", ("CN-ZJ",)),
        ("苏州工业园区", ("CN-JS",)),
        ("内蒙", ("CN-NM",)),
        ("長三角地區", ("CN-SH", "CN-JS", "CN-ZJ", "CN-AH")),
        ("京津冀", ("CN-BJ", "CN-TJ", "CN-HE")),
        ("Zhejiang Province", ("CN-ZJ",)),
        ("Huzhou, Zhejiang", ("CN-ZJ",)),
        ("Jinan, China", ("CN-SD",)),
        ("England", ("GB",)),
        ("東南亞", ("ASEAN",)),
        ("全球", ("WORLD",)),
        ("worldwide", ("WORLD",)),
        ("Europe", ("EUROPE",)),
        ("330500", ("CN-ZJ",)),
        ("330000", ("CN-ZJ",)),
        ("999999", ()),
        ("CN-ZJ, DE", ()),
        ("火星市", ()),
        ("New York", ()),
    ],
)
def test_usual_ways_of_writing_a_place_are_read(written: str, codes: tuple[str, ...]) -> None:
    assert regions_meant(written) == codes


@pytest.mark.parametrize(
    ("needed", "offered", "fit"),
    [("DE", "EUROPE", Fit.FITS), ("GB", "EUROPE", Fit.FITS), ("CN-ZJ", "WORLD", Fit.FITS),
     ("CN", "EUROPE", Fit.BROKEN), ("WORLD", "CN", Fit.NEAR)],
)  # fmt: skip
def test_continent_and_world_hold_regions(needed: str, offered: str, fit: Fit) -> None:
    request, offer = request_of(regions_served=(needed,)), offer_of(regions_served=(offered,))
    assert judged("region", request, offer).fit is fit


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("约20 MW", "20 MW"),
        ("20MW左右", "20 MW"),
        ("约5~10万千瓦", "5-10 万千瓦"),
        ("十万吨/日", "10 万吨/日"),
        ("两百吨每天", "200 吨/天"),
        ("每天100吨", "100 吨/天"),
        ("2×300MW", "600 MW"),
        ("about 5-20 MW", "5-20 MW"),
    ],
)
def test_sizes_are_read_as_practice_writes_them(written: str, read: str) -> None:
    assert str(scale_of(written)) == read


def test_an_open_end_is_no_size() -> None:
    assert scale_of("≥5 MW") is None


def test_rounding_of_units_parts_no_equal_sizes() -> None:
    one, other = scale_of("十万吨/日"), scale_of("100000 t/d")
    assert one is not None
    assert other is not None
    assert distance(one, other) == 1.0
