"""What a plan needs that others may offer: its projects, and no row that heads or sums them."""

from __future__ import annotations

from pathlib import Path

from dafeng.desk.needs import needs_of
from dafeng.desk.starting import new

HEAD = "id,name,measure,location,capacity,capacity_unit,investment,investment_unit"
ROWS = """一、,节能改造类（2个）,,,,,5,亿元
1,风机改造,pumps_fans,德清,3000,MWh,2,亿元
2,电机更新,motors,长兴,1500,MWh,3,亿元
小计,,,,,,5,亿元
合计,共2项,,,,,5,亿元"""


def test_rows_of_classes_and_totals_are_no_needs(tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    new("330500", folder)
    (folder / "projects.csv").write_text(f"{HEAD}\n{ROWS}\n", "utf-8")
    found = [need for need in needs_of(folder) if need.origin == "project"]
    assert [(need.id, need.name.zh) for need in found] == [("1", "风机改造"), ("2", "电机更新")]
