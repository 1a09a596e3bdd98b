"""A fictitious but coherent city, as raw tables and as a dossier. None of its figures is real.

The place code is that of a real prefecture (410500) because codes are checked; all energy,
economic and process figures are made up so that balances close and totals add up exactly.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from dafeng.dossier.cells import Cell
from dafeng.dossier.identity_keys import Entry
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Place, Severity

Rows = list[list[Cell]]

YEARS = (2015, 2016, 2017, 2018, 2019, 2020)

#: Growth of all energy figures against 2020, year by year (fictitious).
GROWTH = {2015: "0.90", 2016: "0.94", 2017: "0.97", 2018: "1.02", 2019: "1.03", 2020: "1.00"}

#: Columns of the balance: header and unit.
CARRIERS = {
    "原煤": "万吨",
    "洗精煤": "万吨",
    "焦炭": "万吨",
    "焦炉煤气": "亿立方米",
    "汽油": "万吨",
    "柴油": "万吨",
    "液化石油气": "万吨",
    "天然气": "亿立方米",
    "热力": "万吉焦",
    "电力": "亿千瓦时",
}
COAL = ("原煤", "洗精煤")

#: Final use in 2020 by balance row (industry stands in BRANCHES), fictitious.
FINAL = {
    "1.农、林、牧、渔业": {"原煤": "4.20", "汽油": "0.60", "柴油": "6.10", "电力": "5.30"},
    "2.工业": {},
    "3.建筑业": {"汽油": "0.90", "柴油": "2.30", "电力": "2.10"},
    "4.交通运输、仓储和邮政业": {
        "汽油": "11.20",
        "柴油": "38.40",
        "天然气": "0.85",
        "电力": "4.40",
    },
    "5.批发、零售业和住宿、餐饮业": {
        "原煤": "3.10",
        "汽油": "3.20",
        "液化石油气": "1.10",
        "天然气": "0.42",
        "热力": "120.00",
        "电力": "12.60",
    },
    "6.其他": {"汽油": "4.10", "天然气": "0.31", "热力": "180.00", "电力": "14.20"},
    "7.居民生活": {},
}
HOUSEHOLDS = {
    "城镇": {
        "汽油": "9.80",
        "液化石油气": "1.60",
        "天然气": "1.95",
        "热力": "640.00",
        "电力": "15.70",
    },
    "乡村": {"原煤": "18.50", "汽油": "3.40", "液化石油气": "1.20", "电力": "9.90"},
}
BRANCHES = {
    "采矿业": {"原煤": "9.40", "柴油": "2.10", "电力": "6.20"},
    "黑色金属冶炼和压延加工业": {
        "原煤": "118.00",
        "焦炭": "402.00",
        "焦炉煤气": "9.40",
        "柴油": "3.10",
        "天然气": "1.10",
        "热力": "310.00",
        "电力": "84.50",
    },
    "有色金属冶炼和压延加工业": {"原煤": "12.00", "天然气": "0.55", "电力": "21.30"},
    "非金属矿物制品业": {"原煤": "96.00", "柴油": "1.90", "天然气": "0.88", "电力": "17.80"},
    "石油加工、炼焦和化学工业": {
        "原煤": "61.00",
        "焦炉煤气": "2.10",
        "天然气": "0.74",
        "热力": "420.00",
        "电力": "23.60",
    },
    "其他制造业": {
        "原煤": "38.00",
        "汽油": "1.30",
        "柴油": "2.60",
        "液化石油气": "0.40",
        "天然气": "1.05",
        "热力": "260.00",
        "电力": "33.90",
    },
    "电力、热力生产和供应业": {"电力": "8.70"},
}
NON_ENERGY = {"原煤": "22.00", "天然气": "0.20"}
TRANSFORMATION = {
    "1.火力发电": {"原煤": "-486.00", "焦炉煤气": "-2.20", "天然气": "-0.60", "电力": "148.00"},
    "2.供热": {"原煤": "-74.00", "天然气": "-0.35", "热力": "1985.00"},
    "3.洗选煤": {"原煤": "-92.00", "洗精煤": "61.00"},
    "4.炼焦": {"洗精煤": "-296.00", "焦炭": "214.00", "焦炉煤气": "14.10"},
}
LOSSES = {"天然气": "0.11", "热力": "55.00", "电力": "9.60"}
PRODUCTION = {"原煤": "310.00", "电力": "16.40"}
STOCK = {"原煤": ("41.00", "-38.50"), "焦炭": ("6.20", "-7.10")}

FINAL_ROW = "四、终端消费量"


def _scaled(text: str, year: int) -> Decimal:
    return (Decimal(text) * Decimal(GROWTH[year])).quantize(Decimal("0.01"))


def _row(values: dict[str, str], year: int) -> dict[str, Decimal]:
    return {c: _scaled(v, year) for c, v in values.items()}


def _sum(rows: list[dict[str, Decimal]]) -> dict[str, Decimal]:
    return {
        c: sum((r.get(c, Decimal(0)) for r in rows), Decimal(0))
        for c in CARRIERS
        if any(c in r for r in rows)
    }


def balance_rows(year: int) -> dict[str, dict[str, Decimal]]:
    """Return the rows of the fictitious energy balance of one year; the balance closes."""
    final = {name: _row(values, year) for name, values in FINAL.items()}
    final["2.工业"] = _sum([_row(v, year) for v in BRANCHES.values()])
    homes = {name: _row(values, year) for name, values in HOUSEHOLDS.items()}
    final["7.居民生活"] = _sum(list(homes.values()))
    change = {name: _row(values, year) for name, values in TRANSFORMATION.items()}
    losses, made = _row(LOSSES, year), _row(PRODUCTION, year)
    opening = {c: _scaled(v[0], year) for c, v in STOCK.items()}
    closing = {c: _scaled(v[1], year) for c, v in STOCK.items()}
    used, changed = _sum(list(final.values())), _sum(list(change.values()))
    flow: dict[str, Decimal] = {}
    for c in CARRIERS:
        zero = Decimal(0)
        needed = used.get(c, zero) + losses.get(c, zero) - changed.get(c, zero)
        flow[c] = needed - made.get(c, zero) - opening.get(c, zero) - closing.get(c, zero)
    inflow = {c: v for c, v in flow.items() if v > 0}
    outflow = {c: v for c, v in flow.items() if v < 0}
    supply = _sum([opening, made, inflow, outflow, closing])
    rows = {
        "一、可供本地区消费的能源量": supply,
        "1.年初库存量": opening,
        "2.一次能源生产量": made,
        "3.外省（区、市）调入量": inflow,
        "5.本省（区、市）调出量（-）": outflow,
        "7.年末库存量（-）": closing,
        "二、加工转换投入（-）产出（+）量": changed,
        **change,
        "三、损失量": losses,
        FINAL_ROW: used,
        "1.农、林、牧、渔业": final["1.农、林、牧、渔业"],
        "2.工业": final["2.工业"],
        "#用作原料、材料": _row(NON_ENERGY, year),
    }
    rows |= {name: final[name] for name in list(final)[2:]}
    rows |= homes
    rows["五、平衡差额"] = {c: Decimal("0.00") for c in supply}
    return rows


def balance_table(year: int, *, merged: bool = False) -> Rows:
    """Return the energy balance of one year as a yearbook prints it: carriers as columns."""
    names = [*[*CARRIERS][:2], "煤合计", *[*CARRIERS][2:]]
    units = {**CARRIERS, "煤合计": "万吨"}
    table: Rows = [[f"示例市能源平衡表（实物量）{year}年"], []]
    if merged:
        table += [["项目", *names], [None, *(units[n] for n in names)]]
    else:
        table += [["项目", *(f"{n}（{units[n]}）" for n in names)]]
    for label, values in balance_rows(year).items():
        coal = _sum([{c: v for c, v in values.items() if c in COAL}])
        total = sum(coal.values(), Decimal(0)) if coal else None
        cells = {**values, "煤合计": total}
        found = [cells.get(n) for n in names]
        table.append([label, *(None if v is None else float(v) for v in found)])
    table.append(["注：本表数据为虚构，仅作测试之用。"])
    return table


def branch_table(year: int) -> Rows:
    """Return energy use by branch of industry."""
    table: Rows = [["行业", *(f"{n}（{u}）" for n, u in CARRIERS.items())]]
    for label, values in BRANCHES.items():
        table.append([label, *_floats(_row(values, year))])
    return table


def _floats(values: dict[str, Decimal]) -> list[Cell]:
    return [float(values[c]) if c in values else None for c in CARRIERS]


_FLOW_OF = {
    "1.年初库存量": None,
    "7.年末库存量（-）": None,
    "2.一次能源生产量": "一次能源生产量",
    "3.外省（区、市）调入量": "调入量",
    "5.本省（区、市）调出量（-）": "调出量",
    "1.火力发电": "火力发电",
    "2.供热": "供热",
    "3.洗选煤": "洗选煤",
    "4.炼焦": "炼焦",
    "三、损失量": "损失量",
    "五、平衡差额": "平衡差额",
}
_SECTOR_OF = {
    "1.农、林、牧、渔业": "农林牧渔业",
    "3.建筑业": "建筑业",
    "4.交通运输、仓储和邮政业": "交通运输、仓储和邮政业",
    "城镇": "城镇居民生活",
    "乡村": "乡村居民生活",
}

ENERGY_HEADER: list[Cell] = [
    *("年份", "流向", "部门", "能源品种", "数量", "单位", "缺项代号"),
    *("下限", "上限", "数据质量", "来源", "备注"),
]


def energy_table() -> Rows:
    """Return the energy of all years in long form, one figure a row."""
    table: Rows = [list(ENERGY_HEADER)]
    for year in YEARS:
        rows = balance_rows(year)
        for label, values in rows.items():
            flow = _FLOW_OF.get(label)
            if flow:
                table += [_energy(year, flow, None, c, v) for c, v in values.items()]
            elif label in _SECTOR_OF:
                sector = _SECTOR_OF[label]
                table += [_energy(year, "终端消费量", sector, c, v) for c, v in values.items()]
        stock = _sum([rows["1.年初库存量"], rows["7.年末库存量（-）"]])
        table += [_energy(year, "库存变化", None, c, v) for c, v in stock.items()]
        services = _sum([rows["5.批发、零售业和住宿、餐饮业"], rows["6.其他"]])
        name = "批发零售、住宿餐饮和其他服务业"
        table += [_energy(year, "终端消费量", name, c, v) for c, v in services.items()]
        for branch, stated in BRANCHES.items():
            found = _row(stated, year)
            table += [_energy(year, "终端消费量", branch, c, v) for c, v in found.items()]
        raw = _row(NON_ENERGY, year)
        name = "石油加工、炼焦和化学工业"
        table += [_energy(year, "用作原料、材料", name, c, v) for c, v in raw.items()]
    return table


def _energy(year: int, flow: str, sector: str | None, carrier: str, value: Decimal) -> list[Cell]:
    unit = CARRIERS[carrier]
    rest: list[Cell] = [None, None, None, "填报", "YB", None]
    return [year, flow, sector, carrier, float(value), unit, *rest]


ACTIVITY_HEADER: list[Cell] = [
    *("年份", "指标", "部门或产品", "数量", "单位", "价格基期", "缺项代号"),
    *("下限", "上限", "数据质量", "来源", "备注"),
]

#: Fictitious population [万人], GDP in prices of 2020 [亿元] and shares of the classes [%].
PEOPLE = {2015: 512.0, 2016: 514.5, 2017: 517.1, 2018: 518.8, 2019: 519.9, 2020: 520.4}
GDP = {2015: 1720.0, 2016: 1858.0, 2017: 1997.0, 2018: 2137.0, 2019: 2276.0, 2020: 2350.0}
SHARES = {"第一产业": 9.5, "第二产业": 44.5, "第三产业": 46.0}


def activity_table() -> Rows:
    """Return population, GDP, value added and output of all years."""
    table: Rows = [list(ACTIVITY_HEADER)]
    for year in YEARS:
        gdp = GDP[year]
        current = round(gdp * 0.98 ** (2020 - year), 1)
        table.append(_activity(year, "常住人口", None, PEOPLE[year], "万人", None))
        table.append(_activity(year, "地区生产总值", None, gdp, "亿元", "2020"))
        table.append(_activity(year, "地区生产总值", None, current, "亿元", "当年价"))
        for name, share in SHARES.items():
            value = round(gdp * share / 100, 4)
            table.append(_activity(year, "增加值", name, value, "亿元", "2020"))
            table.append(_activity(year, "增加值占比", name, share, "%", None))
        table.append(_activity(year, "产品产量", "粗钢", 1060.0, "万吨", None))
        table.append(_activity(year, "全社会用电量", None, 260.0, "亿千瓦时", None))
    return table


def _activity(
    year: int, variable: str, sector: str | None, value: float, unit: str, base: str | None
) -> list[Cell]:
    return [year, variable, sector, value, unit, base, None, None, None, "填报", "YB", None]


def process_table() -> Rows:
    """Return outputs of processes that emit CO2."""
    table: Rows = [["年份", "过程", "产量", "单位", "下限", "上限", "数据质量", "来源"]]
    for year in YEARS:
        table.append([year, "水泥熟料", 310.0, "万吨", 300.0, 320.0, "填报", "YB"])
        table.append([year, "石灰", 42.0, "万吨", None, None, "推算", "YB"])
    return table


def factor_table() -> Rows:
    """Return local factors."""
    return [
        ["因子", "对象", "部门", "年份", "数值", "单位", "下限", "上限", "来源"],
        ["低位发热量", "原煤", None, None, 20.1, "GJ/t", 19.0, 21.2, "LAB"],
        ["碳氧化率", "原煤", "非金属矿物制品业（建材）", None, 0.97, "1", None, None, "LAB"],
        ["单位热值含碳量", "天然气", None, None, 15.3, "tC/TJ", None, None, "LAB"],
        ["电网排放因子", None, None, 2020, 0.55, "tCO2/MWh", None, None, "LAB"],
    ]


def published_table() -> Rows:
    """Return published CO2 totals."""
    table: Rows = [["年份", "序列", "排放量", "单位", "来源"]]
    table += [[year, "yearbook", 3900.0 + 10 * (year - 2015), "万吨", "YB"] for year in YEARS]
    return table


def assumption_table() -> Rows:
    """Return points of driver paths."""
    header: list[Cell] = ["情景", "驱动因素", "部门", "能源品种", "年份", "低值", "中值", "高值"]
    return [
        [*header, "单位", "来源"],
        ["强化情景", "gdp_growth", None, None, 2025, 0.04, 0.05, 0.06, "1/a", "PLAN"],
        ["强化情景", "gdp_growth", None, None, 2030, 0.03, 0.04, 0.05, "1/a", "PLAN"],
        ["现行政策情景", "grid_factor", None, None, 2030, -0.05, -0.03, -0.02, "1/a", "PLAN"],
    ]


def source_table() -> Rows:
    """Return the sources that the other tables name."""
    return [
        ["编号", "题名", "发布单位", "年份", "许可"],
        ["YB", "示例市统计年鉴（虚构）", "示例市统计局", "2021", "内部"],
        ["LAB", "示例市煤质检测报告（虚构）", "示例实验室", "2020", "内部"],
        ["PLAN", "示例市发展规划（虚构）", "示例市发改委", "2021", "公开"],
    ]


def row_tables() -> dict[str, Rows]:
    """Return measures, projects, tasks, reforms, targets and actuals."""
    return {
        "measures": [
            ["编号", "措施", "部门", "开始年份", "结束年份", "投资", "投资单位", "责任单位"],
            ["M1", "焦化余热利用", "steel", "2022", "2025", "3.2", "亿元", "市工信局"],
        ],
        "projects": [
            ["编号", "项目名称", "类型", "对应措施", "开工年份", "投产年份", "总投资", "投资单位"],
            ["P1", "某钢厂余热发电", "节能", "M1", "2022", "2024", "1.8", "亿元"],
        ],
        "tasks": [["编号", "任务", "领域", "完成年份"], ["T1", "工业节能降碳", "工业", "2025"]],
        "reforms": [["编号", "举措", "完成年份"], ["R1", "建立碳账户", "2025"]],
        "targets": [
            ["指标", "年份", "目标值", "单位", "基准年"],
            ["单位GDP二氧化碳下降率", "2025", "19", "%", "2020"],
        ],
        "actuals": [["对象", "年份", "实际值", "单位"], ["P1", "2024", "1.7", "亿元"]],
    }


def stock_tables() -> dict[str, Rows]:
    """Return vehicles, buildings, plants and routes."""
    return {
        "vehicles": [
            ["年份", "车型", "动力", "指标", "数量", "单位", "数据质量", "来源"],
            [2020, "私人小客车", None, "保有量", 82.0, "万辆", "填报", "YB"],
            [2020, "私人小客车", "汽油", "保有量", 80.0, "万辆", "填报", "YB"],
            [2020, "私人小客车", "纯电动", "保有量", 2.0, "万辆", "填报", "YB"],
            [2020, "出租车", None, "年均行驶里程", 10.5, "万公里/辆", "推算", "YB"],
        ],
        "buildings": [
            ["年份", "建筑类型", "平均建成年份", "指标", "面积", "单位", "来源"],
            [2020, "城镇住宅", 1995, "建筑面积", 4200.0, "万平方米", "YB"],
            [2020, "城镇住宅", 2012, "建筑面积", 6100.0, "万平方米", "YB"],
            [2020, "公共建筑", None, "已改造面积", 120.0, "万平方米", "YB"],
        ],
        "plants": [
            ["名称", "技术类型", "容量", "单位", "投产年份", "退役年份", "年利用小时", "效率"],
            ["1号机", "超临界煤电", 600.0, "MW", 2007, None, 4300, 0.41],
            ["2号炉", "燃煤锅炉", 70.0, "MW", 2010, 2026, None, "82%"],
        ],
        "routes": [
            ["年份", "产品", "工艺路线", "产量", "单位", "来源"],
            [2020, "粗钢", "高炉—转炉", 1000.0, "万吨", "YB"],
            [2020, "粗钢", "废钢电炉", 60.0, "万吨", "YB"],
        ],
    }


def tables() -> dict[str, Rows]:
    """Return all tables of the good dossier, energy in long form."""
    return {
        "energy": energy_table(),
        "activity": activity_table(),
        "process": process_table(),
        "factors": factor_table(),
        "published": published_table(),
        "assumptions": assumption_table(),
        "sources": source_table(),
        **row_tables(),
        **stock_tables(),
    }


def identity_values() -> dict[str, object]:
    """Return the identity of the good dossier by key."""
    return {
        "code": "410500",
        "name_zh": "安阳市",
        "name_en": "Anyang",
        "kind": "city",
        "province": "410000",
        "hosts": ["410500"],
        "boundary": "全市行政区域（数据虚构）",
        "base_year": 2020,
        "factor_set": "provincial-guideline-2025",
        "grid_kind": "average",
        "grid_area": "410000",
        "price_base": 2020,
        "programme": "",
    }


def identity(**changes: object) -> dict[str, Entry]:
    """Return the identity as entries; a change to None takes the key away."""
    values = {k: v for k, v in {**identity_values(), **changes}.items() if v is not None}
    return {k: Entry(v, Place(file="dossier.toml", field=k)) for k, v in values.items()}


def raw_sheets(parts: dict[str, Rows] | None = None) -> list[RawSheet]:
    """Return tables as sheets of text files."""
    found = tables() if parts is None else parts
    return [RawSheet(f"{n}.csv", "", tuple(map(tuple, rows))) for n, rows in found.items()]


def parse_tables(
    parts: dict[str, Rows], **identity_changes: object
) -> tuple[Dossier | None, tuple[Fault, ...]]:
    """Parse tables together with the good identity."""
    return parse(raw_sheets(parts), identity(**identity_changes))


@cache
def good_dossier() -> Dossier:
    """Return the fictitious dossier of six years; it has no error and no warning."""
    dossier, faults = parse_tables(tables())
    wrong = [f for f in faults if f.severity is not Severity.NOTE]
    if dossier is None or wrong:
        raise AssertionError(wrong)
    return dossier


def park_dossier() -> Dossier:
    """Return the same figures under the identity of a park (for basis tests)."""
    dossier = good_dossier()
    return replace(dossier, identity=replace(dossier.identity, kind="park"))
