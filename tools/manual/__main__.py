"""Write those sections of the manual that the code states already.

Run ``python -m tools.manual`` in the folder of the project; with ``--check`` nothing is written and
the exit status is 1 where a page is behind. A generated section stands between
``<!-- begin:NAME -->`` and ``<!-- end -->``; everything else on a page is written by hand.
"""

from __future__ import annotations

import argparse
import json
import sys

from tools.manual.commands import helps
from tools.manual.pages import ROOT, page, pages


def main() -> None:
    """Write the sections, or say which pages are behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--helps", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.helps:
        sys.stdout.write(json.dumps(helps(), ensure_ascii=False))
        return
    made = {path: page(path) for path in pages()}
    behind = [p for p, text in made.items() if text != p.read_text(encoding="utf-8")]
    for path in behind:
        print(path.relative_to(ROOT))
        if not chosen.check:
            path.write_text(made[path], encoding="utf-8")
    sys.exit(1 if chosen.check and behind else 0)


if __name__ == "__main__":
    main()
