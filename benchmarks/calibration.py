"""How likely is an option to be right: measured where the right one is known.

    python -m benchmarks.calibration DIR [--split dev] [--repository PATH=PLACE ...]

Each question of the data sets in DIR, and each one that the history of a repository answers
(`benchmarks.replay`), is put twice: once as it is, and once with its answers taken out, because
at most moments there is nothing that would help. The curves of `engine.chances` are fitted to
the first three options of each, every set counting the same; then each set is judged by a curve
that has not seen it. Prints one JSON line for each curve.
"""

# ruff: noqa: SLF001 -- it looks over the shoulder of a replay, which tells nobody its chances
import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from benchmarks import people, replay, retrieval
from journeywork.connectors.git.repository import opened
from journeywork.engine.chances import CURVES, PEOPLE, Worth, log_odds
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.who_knows import Tuning

FIRST = 3
YEARS = 5.0
RIDGE = 1e-3
BINS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """An option that came on place `rank`, what is known of it, and whether it was right."""

    group: str
    rank: int
    features: tuple[float, ...]
    right: bool


def text_cases(
    group: str, options: Sequence[Option], words: Mapping[UUID, float], worth: Worth,
    right: Callable[[UUID], bool],
) -> Iterator[Case]:  # fmt: skip
    """Yield what tells a right text from a wrong one, of the question and without its answers."""
    for pool in (options, [one for one in options if not right(one.id)]):
        for place, one in enumerate(pool[:FIRST]):
            rival = pool[0] if place else pool[1] if len(pool) > 1 else None
            said = min(1.0, words[one.id] / worth.utmost) if worth.utmost else 0.0
            ahead = one.score - (rival.score if rival else 0.0)
            features = (log_odds(said), log(max(worth.terms, 1)), ahead)
            yield Case(group, place, features, right(one.id))


def of_set(name: str, folder: Path, split: str) -> Iterator[Case]:
    """Yield the cases of one data set."""
    with tempfile.TemporaryDirectory() as scratch:
        collection = retrieval.Collection(name, folder, split, Path(scratch))
        for row, hits, options, worth in collection.looked():
            if row.get("conduct"):
                continue
            right = {uuid5(NAMESPACE_OID, rel) for rel in row["rel"]}
            words = {hit.id: hit.score for hit in hits}
            yield from text_cases(name, options, words, worth, right.__contains__)


class Recorder:
    """Stands between a replay and its judges, and keeps what was answered to what."""

    def __init__(self, path: str, place: str) -> None:
        self.place = place
        self.work: list[Case] = []
        self.people: list[Case] = []
        repository = opened(Path(path), place)
        history = replay.History(repository)
        self._run: Any = replay.staged(repository, history, YEARS, [])
        past, knowers = self._run._past, self._run._knowers
        past.fitting = partial(self._fitting, past.fitting, past)
        knowers.rank = partial(self._ranked, knowers.rank)
        asking = {self._cited: self._run._work._judge, self._helped: self._run._people._judge}
        for told, judge in asking.items():
            judge.ask = partial(self._asked, judge.ask, told)
        for _ in self._run.see_all(history.events):
            pass

    def _fitting(self, fitting: Any, past: Any, context: Any, *, limit: int) -> Any:
        self._options = fitting(context, limit=limit)
        self._proposed = past._finder.search(context)
        return self._options

    def _ranked(self, rank: Any, context: Any, **more: Any) -> Any:
        self._named = rank(context, **more)
        return self._named

    def _asked(self, ask: Any, told: Any, **question: Any) -> None:
        told(frozenset(question["right"]))
        ask(**question)

    def _cited(self, right: frozenset[UUID]) -> None:
        words, worth = self._proposed.words, self._proposed.worth
        self.work += text_cases(self.place, self._options, words, worth, right.__contains__)

    def _helped(self, right: frozenset[UUID]) -> None:
        self.people += people_cases(self.place, self._named, right.__contains__)


def people_cases(
    group: str, options: Sequence[Option], right: Callable[[UUID], bool]
) -> Iterator[Case]:
    """Yield the shares of those who were named first, and whether they were right."""
    for place, one in enumerate(options[:2]):
        yield Case(group, place, (log_odds(one.score),), right(one.id))


def of_reviews(file: Path) -> Iterator[Case]:
    """Yield whom the product would have named for each change, and who reviewed it."""
    ours = people.Ours(Tuning())
    for change, named in ours.walk(people.changes_of(file)):
        right = {people.known_as(name) for name in change["reviewers"]}
        yield from people_cases(file.name, named, right.__contains__)


def fitted(cases: Sequence[Case]) -> Numbers:
    """Return a logistic curve (base, then one slope a feature); each group counts the same."""
    size = Counter(case.group for case in cases)
    rows = np.array([(1.0, *case.features) for case in cases])
    right = np.array([case.right for case in cases], dtype=float)
    weight = np.array([len(cases) / size[case.group] for case in cases])
    curve = np.zeros(rows.shape[1])
    for _ in range(50):  # Newton's method; a whiff of ridge keeps it from running away.
        chance = chances(curve, rows)
        pull = rows.T @ (weight * (right - chance)) - RIDGE * curve
        bend = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows
        step = np.linalg.solve(bend + RIDGE * np.eye(len(curve)), pull)
        curve += step
        if np.abs(step).max() < 1e-8:
            break
    return curve


def chances(curve: Numbers, rows: Numbers) -> Numbers:
    """Return the chance of each row."""
    return np.asarray(1 / (1 + np.exp(-np.clip(rows @ curve, -30, 30))))


def judged(curve: Numbers, cases: Iterable[Case]) -> dict[str, Any]:
    """Return how often first options were right, beside how likely they were said to be."""
    first = [case for case in cases if case.rank == 0]
    said = chances(curve, np.array([(1.0, *case.features) for case in first]))
    right = np.array([case.right for case in first], dtype=float)
    loss = -(right * np.log(said) + (1 - right) * np.log(1 - said)).mean()
    bins = np.digitize(said, BINS)
    return {
        "n": len(first),
        "said": round(float(said.mean()), 3),
        "right": round(float(right.mean()), 3),
        "log loss": round(float(loss), 3),
        "bins": [
            [
                int(here.sum()),
                round(float(said[here].mean()), 2),
                round(float(right[here].mean()), 2),
            ]
            for here in (bins == number for number in range(len(BINS) + 1))
            if here.any()
        ],
    }


def report(name: str, cases: Sequence[Case], used: Sequence[float], keep: Sequence[int]) -> None:
    """Print one curve: fitted, in use, and how each group fares under one it did not shape."""
    kept = [
        Case(case.group, case.rank, tuple(case.features[at] for at in keep), case.right)
        for case in cases
    ]
    groups = sorted({case.group for case in kept})
    print(json.dumps({
        "curve": name,
        "fitted": [round(float(one), 2) for one in fitted(kept)],
        "in use": list(used),
        "as used": {g: judged(np.array(used), [c for c in kept if c.group == g]) for g in groups},
        "not seen before": {
            group: judged(
                fitted([case for case in kept if case.group != group]),
                [case for case in kept if case.group == group],
            )
            for group in groups
            if len(groups) > 1
        },
    }), flush=True)  # fmt: skip


def main() -> None:
    """Measure the curves on whatever of the data is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--repository", action="append", default=[], help="PATH=PLACE")
    wanted = parser.parse_args()
    found = {name: list(of_set(name, wanted.folder, wanted.split)) for name in retrieval.sets(wanted.folder)}  # fmt: skip
    runs = [Recorder(*each.rsplit("=", 1)) for each in wanted.repository]
    work = [*found.pop("gitcite", []), *(case for run in runs for case in run.work)]
    helpers = [case for run in runs for case in run.people]
    for file in sorted(wanted.folder.glob("reviewers.*.jsonl.gz")):
        helpers += of_reviews(file)
    card, episode = CURVES[OptionKind.CARD], CURVES[OptionKind.EPISODE]
    texts = [case for cases in found.values() for case in cases]
    report("card", texts, (card.base, card.said, card.length, card.ahead), (0, 1, 2))
    report("episode", work, (episode.base, episode.ahead), (2,))
    report("person", helpers, PEOPLE, (0,))


if __name__ == "__main__":
    main()
