"""How many single faults, planted in a good dossier, are reported at the right cell?"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.dossier import test_single_faults as planted_faults


def main() -> None:
    """Plant every fault of the test suite, one at a time, and print what was found where."""
    found = {planted: planted_faults.reported(planted) for planted in planted_faults.PLANTED}
    kinds = {planted.rule for planted in found}
    print(f"single faults planted: {len(found)} of {len(kinds)} kinds")
    print(f"reported by their rule at the right cell: {sum(found.values())}")
    for planted, reported in found.items():
        if not reported:
            print(f"  missed: {planted}")


if __name__ == "__main__":
    main()
