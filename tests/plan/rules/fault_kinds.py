"""Which single faults does a planner make? Each kind changes one thing and says where it stands."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from tests.plan.rules.planted import Tables

#: Table, row and column of what was changed, counted from 1; row 0 is the table as a whole.
Spot = tuple[str, int, int]
Kind = Callable[[Tables, random.Random], Spot]

KINDS: Final[dict[str, tuple[str, Kind]]] = {}


def kind(*plans: str) -> Callable[[Kind], Kind]:
    """Register a kind of fault for the plans that have what it breaks."""

    def mark(function: Kind) -> Kind:
        for plan in plans:
            KINDS[f"{function.__name__}-{plan}"] = (plan, function)
        return function

    return mark


def column(tables: Tables, table: str, name: str) -> int:
    return tables[table][0].index(name)


def pick(tables: Tables, table: str, draw: random.Random, fits: Callable[[list[str]], bool]) -> int:
    rows = tables[table]
    return draw.choice([i for i in range(1, len(rows)) if fits(rows[i])])


def put(tables: Tables, table: str, row: int, name: str, text: str) -> Spot:
    at = column(tables, table, name)
    tables[table][row][at] = text
    return table, row + 1, at + 1


def figure(text: str) -> float:
    return float(text.lstrip("≥≤"))


def bound(text: str) -> str:
    return text[0] if text[0] in "≥≤" else ""


def any_target(tables: Tables, draw: random.Random, fits: Callable[[list[str]], bool]) -> int:
    return pick(tables, "targets", draw, fits)


def any_project(tables: Tables, draw: random.Random, fits: Callable[[list[str]], bool]) -> int:
    return pick(tables, "projects", draw, lambda r: r[0] != "合计" and fits(r))


def is_share(row: list[str]) -> bool:
    return row[3] == "%" and "下降" not in row[0]


def is_later(row: list[str]) -> bool:
    return row[5] != "基期"


def scaled(tables: Tables, row: int, factor: float) -> Spot:
    text = tables["targets"][row][2]
    return put(tables, "targets", row, "value", f"{bound(text)}{figure(text) * factor:.6g}")


def is_amount(row: list[str]) -> bool:
    return row[3] in ("万吨二氧化碳", "万吨标准煤", "亿千瓦时", "万千瓦", "亿元")


@kind("city", "park")
def handed_down(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: "下降" in r[0])
    text = draw.choice(("完成省下达任务", "按省下达", "达到国家要求", "完成上级下达目标"))
    return put(tables, "targets", row, "value", text)


@kind("city", "park")
def in_words(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, is_later)
    text = draw.choice(("明显提高", "大幅下降", "稳步提升", "处于全省前列"))
    return put(tables, "targets", row, "value", text)


@kind("city", "park")
def left_blank(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda _: True)
    return put(tables, "targets", row, "value", draw.choice(("—", "/", "待定")))


@kind("city", "park")
def without_unit(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[3] != "年")
    return put(tables, "targets", row, "unit", "")


@kind("city")
def misspelt_unit(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, is_amount)
    return put(
        tables, "targets", row, "unit", draw.choice(("万千伏安培", "万吨标准炭", "亿千万时"))
    )


@kind("city")
def other_unit(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, is_amount)
    units = ("万千瓦", "亿千瓦时", "万吨标准煤", "亿元", "万吨二氧化碳", "%")
    kinds = {"亿千瓦时": "energy", "万吨标准煤": "energy"}
    now = tables["targets"][row][3]
    others = [u for u in units if u != now and kinds.get(u, u) != kinds.get(now, now)]
    return put(tables, "targets", row, "unit", draw.choice(others))


@kind("city", "park")
def copied_year(tables: Tables, draw: random.Random) -> Spot:
    rows = tables["targets"]
    before = any_target(
        tables,
        draw,
        lambda r: r[5] == "基期" and is_share(r) and r[0] in [x[0] for x in rows if x[5] != "基期"],
    )
    later = [i for i, r in enumerate(rows) if r[0] == rows[before][0] and i > before]
    return put(tables, "targets", later[0], "value", rows[before][2])


@kind("city")
def ten_thousandfold(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: is_amount(r) and r[0] != "碳排放峰值")
    return scaled(tables, row, draw.choice((1e4, 1e-4)))


@kind("city")
def joules_for_coal(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[3] == "万吨标准煤")
    return scaled(tables, row, draw.choice((29.3076, 34.12)))


@kind("city", "park")
def fraction_of_one(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[3] == "%" and figure(r[2]) < 100)
    return scaled(tables, row, 0.01)


@kind("city", "park")
def above_hundred(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: is_share(r) and figure(r[2]) > 12)
    return scaled(tables, row, 10)


@kind("city", "park")
def no_base_year(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: "下降" in r[0])
    return put(tables, "targets", row, "base_year", "")


@kind("city", "park")
def base_after_target(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: "下降" in r[0])
    return put(tables, "targets", row, "base_year", draw.choice(("2030", "2035", "2032")))


@kind("city", "park")
def old_base(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: "下降" in r[0])
    return put(tables, "targets", row, "base_year", draw.choice(("2020", "2021")))


@kind("city", "park")
def unreadable_year(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda _: True)
    return put(tables, "targets", row, "year", draw.choice(("十五五末", "近期", "远期", "规划期")))


@kind("city", "park")
def said_twice(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[3] != "年")
    again = list(tables["targets"][row])
    again[2] = f"{figure(again[2]) * 1.07:.4g}"
    tables["targets"].append(again)
    return "targets", len(tables["targets"]), 0


@kind("city", "park")
def years_swapped(tables: Tables, draw: random.Random) -> Spot:
    rows = tables["targets"]
    row = any_target(
        tables,
        draw,
        lambda r: r[3] == "%" and r[1] == "2030" and sum(x[0] == r[0] for x in rows) > 1,
    )
    first = next(i for i, r in enumerate(rows) if r[0] == rows[row][0])
    rows[first][2], rows[row][2] = rows[row][2], rows[first][2]
    return put(tables, "targets", row, "value", rows[row][2])


@kind("city", "park")
def wrong_side(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[2].startswith("≥"))
    return put(tables, "targets", row, "value", "≤" + tables["targets"][row][2][1:])


@kind("city")
def the_nations_figure(tables: Tables, draw: random.Random) -> Spot:
    nation = {"煤炭消费总量": 316000, "能源消费总量": 572000, "碳汇量": 130000}
    nation |= {"风电光伏装机": 360000, "石油消费总量": 105000, "光伏装机": 200000}
    row = any_target(tables, draw, lambda r: r[0] in nation)
    return put(tables, "targets", row, "value", str(nation[tables["targets"][row][0]]))


@kind("city")
def intensity_off(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[3] in ("t/万元", "tce/万元"))
    return scaled(tables, row, draw.choice((1.3, 0.7, 1.15)))


@kind("city")
def fall_off(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: "下降" in r[0])
    text = tables["targets"][row][2]
    return put(tables, "targets", row, "value", f"{figure(text) + draw.choice((4, -5, 9)):.4g}")


@kind("city")
def shares_overflow(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[0].endswith("消费占比") and r[1] == "2030")
    text = tables["targets"][row][2]
    put(tables, "targets", row, "value", f"{figure(text) + draw.choice((8, 15, 22)):.4g}")
    rows = tables["targets"]
    shares = [i for i, r in enumerate(rows) if r[0].endswith("消费占比") and r[1] == "2030"]
    return put(tables, "targets", shares[-1], "value", rows[shares[-1]][2])  # told at the last


@kind("city", "park")
def late_peak(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[3] == "年")
    return put(tables, "targets", row, "value", draw.choice(("2032", "2033", "2035")))


@kind("city", "park")
def low_peak_level(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[0] == "碳排放峰值")
    return scaled(tables, row, draw.choice((0.8, 0.85, 0.9, 0.7)))


@kind("city", "park")
def still_rising(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[0] == "二氧化碳排放总量" and r[1] == "2030")
    return scaled(tables, row, draw.choice((1.2, 1.1, 1.3, 1.5)))


@kind("city")
def peak_before_all(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, lambda r: r[0] == "碳达峰年份")
    return put(tables, "targets", row, "value", draw.choice(("2024", "2025", "2023")))


@kind("city", "park")
def indicator_left_out(tables: Tables, draw: random.Random) -> Spot:
    names = ("非化石能源消费比重", "单位地区生产总值二氧化碳排放下降", "碳达峰年份")
    name = draw.choice(names)
    tables["targets"] = [r for r in tables["targets"] if r[0] != name]
    return "targets", 0, 0


def _blanked(name: str) -> Kind:
    def blank(tables: Tables, draw: random.Random) -> Spot:
        row = any_project(tables, draw, lambda r: r[0] != "合计")
        if name == "reduction":
            put(tables, "projects", row, "capacity", "")
        return put(tables, "projects", row, name, draw.choice(("", "—", "待定")))

    return blank


for _name in ("owner", "location", "investment", "start_year", "end_year", "reduction"):
    for _plan in ("city", "park"):
        KINDS[f"no_{_name}-{_plan}"] = (_plan, _blanked(_name))


@kind("city", "park")
def ends_before_start(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    put(tables, "projects", row, "end_year", draw.choice(("2024", "2025")))
    return "projects", row + 1, 0


@kind("city", "park")
def unreadable_start(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    return put(tables, "projects", row, "start_year", draw.choice(("近期", "适时", "十五五")))


@kind("city", "park")
def no_money_unit(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    return put(tables, "projects", row, "investment_unit", draw.choice(("", "亿", "吨")))


@kind("city", "park")
def money_ten_thousandfold(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    at = column(tables, "projects", "investment")
    text = tables["projects"][row][at]
    unit = tables["projects"][row][at + 1]
    changed = float(text) * (1e4 if unit == "亿元" else 1e-4)
    put(tables, "projects", row, "investment", f"{changed:g}")
    return "projects", row + 1, 0


@kind("city", "park")
def tonnes_of_coal(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    return put(tables, "projects", row, "reduction_unit", draw.choice(("tce", "万吨标准煤", "MWh")))


@kind("city", "park")
def tonnes_ten_thousandfold(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    at = column(tables, "projects", "reduction")
    text = tables["projects"][row][at]
    return put(tables, "projects", row, "reduction", f"{float(text) * 1e4:g}")


@kind("city", "park")
def listed_twice(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    again = ["P99", *tables["projects"][row][1:]]
    end = len(tables["projects"]) - (tables["projects"][-1][0] == "合计")
    tables["projects"].insert(end, again)
    return "projects", end + 1, 0


@kind("city", "park")
def runs_too_late(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    return put(tables, "projects", row, "end_year", draw.choice(("2031", "2033", "2035")))


@kind("city", "park")
def done_before_it_is(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda r: int(r[6]) > 2026)
    return put(tables, "projects", row, "status", draw.choice(("已投产", "建成", "已完成")))


@kind("city", "park")
def negative_money(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    at = column(tables, "projects", "investment")
    return put(tables, "projects", row, "investment", "-" + tables["projects"][row][at])


@kind("city", "park")
def power_beyond_the_grid(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda r: "光伏" in r[1])
    at = column(tables, "projects", "reduction")
    text = tables["projects"][row][at]
    changed = float(text) * draw.choice((12, 20, 0.02))
    return put(tables, "projects", row, "reduction", f"{changed:g}")


@kind("city", "park")
def cost_off(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda r: r[13] != "")
    at = column(tables, "projects", "investment")
    text = tables["projects"][row][at]
    changed = float(text) * draw.choice((6, 9, 0.15))
    return put(tables, "projects", row, "investment", f"{changed:g}")


@kind("city", "park")
def no_such_class(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    return put(tables, "projects", row, "kind", draw.choice(("其他", "综合", "惠民工程")))


@kind("city", "park")
def size_against_name(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda r: r[8] == "MW")
    size = draw.choice(("35MW", "85MW", "240MW"))
    put(tables, "projects", row, "name", f"{size} {tables['projects'][row][1]}")
    return "projects", row + 1, 0


@kind("park")
def no_such_measure(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    return put(tables, "projects", row, "measure", draw.choice(("pv_roof", "M77", "余热")))


@kind("city")
def wrong_list_total(tables: Tables, draw: random.Random) -> Spot:
    row = len(tables["projects"]) - 1
    if draw.random() < 0.5:
        return put(tables, "projects", row, "investment", draw.choice(("33.93", "39.23", "23.92")))
    return put(tables, "projects", row, "reduction", draw.choice(("87.9", "79.8", "97.8")))


@kind("city")
def wrong_class_total(tables: Tables, draw: random.Random) -> Spot:
    row = len(tables["classes"]) - 1
    if draw.random() < 0.5:
        return put(tables, "classes", row, "count", draw.choice(("13", "11", "21")))
    return put(tables, "classes", row, "investment", draw.choice(("33.93", "39.23", "32.39")))


@kind("city")
def wrong_class_count(tables: Tables, draw: random.Random) -> Spot:
    row = draw.randrange(1, len(tables["classes"]) - 1)
    text = tables["classes"][row][1]
    return put(tables, "classes", row, "count", str(int(text) + draw.choice((1, 2, 5))))


@kind("city")
def same_tonnes_same_place(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda _: True)
    again = list(tables["projects"][row])
    again[0], again[1] = "P98", f"配套工程{draw.randrange(9)}"
    end = len(tables["projects"]) - 1
    tables["projects"].insert(end, again)
    return "projects", end + 1, 0


@kind("city")
def green_power_twice(tables: Tables, draw: random.Random) -> Spot:
    row = any_project(tables, draw, lambda r: "光伏" not in r[1])
    name = draw.choice(("企业绿电直供", "外购绿电交易", "绿证采购"))
    put(tables, "projects", row, "name", name)
    return "projects", row + 1, 0


@kind("city")
def task_without(tables: Tables, draw: random.Random) -> Spot:
    row = pick(tables, "tasks", draw, lambda _: True)
    return put(tables, "tasks", row, draw.choice(("owner", "due_year")), "")


@kind("city")
def task_overdue(tables: Tables, draw: random.Random) -> Spot:
    row = pick(tables, "tasks", draw, lambda _: True)
    return put(tables, "tasks", row, "due_year", draw.choice(("2023", "2024", "2025")))


@kind("city")
def task_serves_nothing(tables: Tables, draw: random.Random) -> Spot:
    row = pick(tables, "tasks", draw, lambda _: True)
    return put(tables, "tasks", row, "indicators", draw.choice(("加氢站", "数据中心PUE", "废钢比")))


@kind("city")
def reform_without(tables: Tables, draw: random.Random) -> Spot:
    row = pick(tables, "reforms", draw, lambda _: True)
    return put(tables, "reforms", row, draw.choice(("owner", "act", "effect")), "")


@kind("city")
def measure_twice(tables: Tables, draw: random.Random) -> Spot:
    row = pick(tables, "measures", draw, lambda _: True)
    library = tables["measures"][row][2]
    tables["measures"].append(["M9", f"又一项{draw.randrange(9)}", library, ""])
    return "measures", len(tables["measures"]), 0


@kind("city")
def actual_of_the_future(tables: Tables, draw: random.Random) -> Spot:
    row = pick(tables, "actuals", draw, lambda _: True)
    return put(tables, "actuals", row, "year", draw.choice(("2026", "2027", "2030")))


@kind("city")
def base_against_actual(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(
        tables, draw, lambda r: r[5] == "基期" and r[0] in ("非化石能源消费比重", "煤炭消费总量")
    )
    return scaled(tables, row, draw.choice((1.1, 1.15, 0.85)))


@kind("city", "park")
def fewer_than_none(tables: Tables, draw: random.Random) -> Spot:
    row = any_target(tables, draw, is_share)
    text = tables["targets"][row][2].lstrip("≥")
    return put(tables, "targets", row, "value", f"-{text}")
