"""The library of measures with its cost per effect unit."""

from __future__ import annotations

from tools.compile_reference.sheets import LISTS, Folders, read, short, write

#: Columns of the library that its maker writes; cost per effect unit is worked out from them.
MEASURE_COLUMNS = (
    "id,zh,en,field,sectors,zones,lever,carriers,target,ratio,effect_unit,"
    "potential_low,potential,potential_high,potential_basis,base_share,product,product_energy,"
    "build_rate,lifetime,quoted_low,quoted,quoted_high,quoted_unit,yuan_per_quoted,"
    "effect_per_quoted,investment_low,investment,investment_high,running_cost,savings,penalty,"
    "price,price_base,maturity,prerequisites,exclusions,co_benefits,power,quality,potential_quality,"
    "potential_source,note,source,year"
)


def measures(at: Folders) -> None:
    """Measures with their cost per effect unit: quoted figure x yuan / effect per quoted unit."""
    rows = []
    for r in read(LISTS / "measures.csv"):
        per = float(r["yuan_per_quoted"]) / float(r["effect_per_quoted"])
        costs = {
            f"investment{end}": short(float(r[f"quoted{end}"]) * per, 5)
            for end in ("_low", "", "_high")
        }
        running = float(r["running_share"]) * float(costs["investment"]) + float(r["running_cost"])
        row = r | costs | {"running_cost": short(running, 5)}
        rows.append([row[c] for c in MEASURE_COLUMNS.split(",")])
    write(at.tables, "measures", MEASURE_COLUMNS, rows)
