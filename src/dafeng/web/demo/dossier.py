"""What does a place of the demonstration hand in? Its tables filled with figures that are fiction.

A dossier of ``dafeng new`` does not pass the gate: its lists are empty and its energy is estimated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dafeng.web.dossiers.contents import Contents, contents, schemas, with_table

#: Source under which every made-up figure stands, and the remark beside each row.
_SOURCE: Final = "demo-fiction"
_SAID: Final = "虚构 fictional"
#: Word for a figure as the place reports it.
_REPORTED: Final = "填报"
_TITLE: Final = "示范数据，全部虚构 / figures of the demonstration, all of them fictional"

_Row = dict[str, str]
_OFFICE: Final = "市发展改革委"
_LISTS: Final[Mapping[str, Sequence[_Row]]] = {
    "targets": (
        {
            "indicator": "单位地区生产总值二氧化碳排放下降", "year": "2030", "value": "18",
            "unit": "%", "base_year": "2025", "kind": "约束性", "source": _SOURCE,
        },
        {
            "indicator": "单位地区生产总值能耗下降", "year": "2030", "value": "12", "unit": "%",
            "base_year": "2025", "kind": "约束性", "source": _SOURCE,
        },
        {
            "indicator": "二氧化碳排放达峰年份", "year": "2029", "value": "2029", "unit": "年",
            "kind": "预期性", "source": _SOURCE,
        },
        {
            "indicator": "非化石能源消费比重", "year": "2030", "value": "28", "unit": "%",
            "kind": "预期性", "source": _SOURCE,
        },
    ),
    "tasks": (
        {
            "id": "T1", "name": "园区余热统一回收（虚构）",
            "name_en": "Recover waste heat of parks (fictional)", "chapter": "工业",
            "owner": _OFFICE, "partners": "市经信局",
            "indicators": "单位地区生产总值二氧化碳排放下降", "due_year": "2028",
        },
        {
            "id": "T2", "name": "屋顶光伏全覆盖（虚构）",
            "name_en": "Cover roofs with photovoltaics (fictional)", "chapter": "能源",
            "owner": "市能源局", "partners": _OFFICE, "indicators": "非化石能源消费比重",
            "due_year": "2029",
        },
        *(
            {
                "id": f"T{n}", "name": f"{name}（虚构）", "name_en": f"{name_en} (fictional)",
                "chapter": chapter, "owner": _OFFICE, "due_year": "2028",
            }
            for n, (chapter, name, name_en) in enumerate(
                (
                    ("科技创新", "低碳技术示范", "Demonstrate low-carbon technology"),
                    ("全民行动", "绿色出行月", "A month of green travel"),
                    ("保障措施", "专班与年度评估", "A task force and a yearly review"),
                ),
                3,
            )
        ),
    ),
    "reforms": (
        {
            "id": "R1", "name": "项目碳评价办法（虚构）",
            "name_en": "Carbon evaluation of projects (fictional)", "chapter": "制度",
            "act": "管理办法", "stage": "起草", "effect": "新上项目核定碳排放", "owner": _OFFICE,
            "due_year": "2027",
        },
    ),
    "projects": (
        {
            "id": "P1", "name": "屋顶光伏一期（虚构）",
            "name_en": "Roof photovoltaics, phase 1 (fictional)", "kind": "能源基础设施",
            "content": "建设屋顶光伏 200 兆瓦", "sector": "电力", "owner": "示范能源公司（虚构）",
            "period": "2026-2028", "start_year": "2026", "end_year": "2028", "capacity": "200",
            "capacity_unit": "MW", "investment": "6", "investment_unit": "亿元",
            "location": "示范区（虚构）", "status": "前期", "reduction": "10",
            "reduction_unit": "万tCO2", "source": _SOURCE,
        },
    ),
}  # fmt: skip


def filled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a dossier with its lists filled and its energy reported, each row marked as fiction.

    Parameters
    ----------
    files
        A dossier in standard tables, as `dafeng.desk.starting.new` makes it.
    """
    held = contents(dict(files))
    made = dict(files)
    columns = {table: [c.id for c in schema.columns] for table, schema in schemas().items()}

    def put(table: str, rows: Sequence[Sequence[str]]) -> None:
        base = held.tables[table]
        made.update(with_table(made, base.schema, [tuple(r) for r in rows], base.language))

    for table, rows in {**_LISTS, "targets": (*_LISTS["targets"], _total(held))}.items():
        put(table, [_row(columns[table], row | {"comment": _SAID}) for row in rows])
    energy = columns["energy"]
    changed = {"quality": _REPORTED, "source": _SOURCE, "comment": _SAID, "low": "", "high": ""}
    put("energy", [_row(energy, _named(energy, r) | changed) for r in held.tables["energy"].rows])
    source = {"id": _SOURCE, "title": _TITLE, "publisher": "Dafeng"}
    put("sources", [*held.tables["sources"].rows, _row(columns["sources"], source)])
    return made


def _total(held: Contents) -> _Row:
    """Return a target of total CO2: what was published of the place last."""
    table = held.tables["published"]
    last = _named([c.id for c in table.schema.columns], table.rows[-1])
    return {
        "indicator": "二氧化碳排放总量", "year": "2030", "unit": "万吨二氧化碳",
        "value": f"{float(last['quantity']) / 10_000:.0f}", "kind": "约束性", "source": _SOURCE,
    }  # fmt: skip


def _named(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return dict(zip(columns, row, strict=True))


def _row(columns: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get(c, "") for c in columns)
