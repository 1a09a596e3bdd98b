"""Run ``python -m tools.compile_reference --data DIR``; DIR holds the published data sets.

Every figure of the compiled tables comes from there or from the hand-written lists in
``tools/reference``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.compile_reference import divisions, factors, measures, provinces
from tools.compile_reference.sheets import TABLES, Folders


def compile_tables(at: Folders) -> None:
    """Compile all tables; later ones read the divisions and pilots of earlier ones."""
    divisions.divisions(at)
    factors.fuel_factors(at)
    factors.standard_coal(at)
    factors.process_factors(at)
    factors.grid_factors(at)
    divisions.place_series(at)
    divisions.place_co2(at)
    provinces.province_series(at)
    provinces.private_cars(at)
    provinces.province_emissions(at)
    provinces.national(at)
    measures.measures(at)


def main() -> None:
    """Read the folder from the command line and compile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the published data")
    parser.add_argument("--tables", type=Path, default=TABLES, help="folder of the tables")
    given = parser.parse_args()
    compile_tables(Folders(given.data, given.tables))


if __name__ == "__main__":
    main()
