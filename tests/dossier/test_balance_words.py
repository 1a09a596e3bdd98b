"""What do rows of an energy balance mean, however a yearbook words them?"""

from __future__ import annotations

import pytest

from dafeng.dossier.energy_rows import find_balance_row


@pytest.mark.parametrize(
    ("text", "row", "flow"),
    [
        ("一、可供本地区消费的能源量", "supply", None),
        ("available for local consumption", "supply", None),
        ("1.一次能源生产量", "production", "production"),
        ("本地区生产量", "production", "production"),
        ("2.外省（区、市）调入量", "inflow", "inflow"),
        ("购进量", "inflow", "inflow"),
        ("3.进口量", "imports", "inflow"),
        ("5.本省(区、市)调出量(-)", "outflow", "outflow"),
        ("8.库存增（-）、减（+）量", "stock_change", "stock_change"),
        ("Changes in stocks", "stock_change", "stock_change"),
        ("二、加工转换投入（-）产出（+）量", "transformation", None),
        ("1.火力发电", "power", "power"),
        ("热电联产供热", "heat", "heat"),
        ("原煤入洗", "coal_washing", "coal_washing"),
        ("4.炼焦", "coking", "coking"),
        ("Coal to liquids", "refining", "refining"),
        ("余热余压回收", "recovery", "recovery"),
        ("三、损失量", "loss", "loss"),
        ("Transmission and distribution losses", "loss", "loss"),
        ("四、终端消费量", "final", None),
        ("Total Final Consumption", "final", None),
        ("#用作原料、材料", "non_energy", "non_energy"),
        ("Raw material use", "non_energy", "non_energy"),
        ("五、平衡差额", "statistical_difference", "statistical_difference"),
        ("统计误差", "statistical_difference", "statistical_difference"),
        ("六、消费量合计", "total_consumption", "total_consumption"),
    ],
)
def test_rows_of_an_energy_balance(text: str, row: str, flow: str | None) -> None:
    found = find_balance_row(text)
    assert found is not None
    assert (found.id, found.flow) == (row, flow)


@pytest.mark.parametrize("text", ["", "（万吨）", "phlogiston"])
def test_what_is_no_row_of_a_balance_has_no_meaning(text: str) -> None:
    assert find_balance_row(text) is None


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("洗选煤投入", "coal_washing"),
        ("炼焦投入", "coking"),
        ("炼油投入", "refining"),
        ("制气投入", "gas_works"),
        ("天然气液化投入量", "liquefaction"),
        ("煤制品加工投入", "briquetting"),
    ],
)
def test_what_is_put_into_transformation_is_negative_as_written(text: str, flow: str) -> None:
    found = find_balance_row(text)
    assert found is not None
    assert (found.flow, found.sign) == (flow, "minus")
    made = find_balance_row(text.removesuffix("量").replace("投入", "产出"))
    assert made is None or (made.flow, made.sign) == (flow, "")
