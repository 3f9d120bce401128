"""Other programs on the same market: run by the peers' own Python, it knows nothing of ours.

python peers.py NAME MARKET.npz     prints {"cpu": seconds, "placed": n, "total": points}
"""

import json
import sys
import time

import numpy as np

NEVER = np.iinfo(np.int32).min
PLACED = 10_000_000  # Worth more than any fits: coverage first, as for us.


def scipy_dense(scores: np.ndarray, capacity: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Scipy's linear_sum_assignment, a column for each place; only its own call is timed."""
    from scipy.optimize import linear_sum_assignment

    column = np.repeat(np.arange(len(capacity)), capacity)
    worth = np.where(scores == NEVER, 0, scores.astype(np.float64) + PLACED)[:, column]
    began = time.process_time()
    row, place = linear_sum_assignment(worth, maximize=True)
    cpu = time.process_time() - began
    return cpu, row, column[place]


def mentor_match(scores: np.ndarray, capacity: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """The package mentor-match: a mentor for each place, our fits as its one rule."""
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data

    class Fit:
        def apply(self, match: object) -> int:
            score = int(scores[match.mentee.grade, match.mentor.grade])
            match.disallowed = score == NEVER
            return 0 if score == NEVER else score

    places = np.repeat(np.arange(len(capacity)), capacity)
    mentors = [Mentor(grade=j, email=f"{k}@mentor") for k, j in enumerate(places)]
    mentees = [Mentee(grade=i, email=f"{i}@mentee") for i in range(len(scores))]
    began = time.process_time()
    process_data(mentors, mentees, [[Fit()]])
    cpu = time.process_time() - began
    pairs = [(mentee.grade, mentee.mentors[0].grade) for mentee in mentees if mentee.mentors]
    seeker, giver = np.array(pairs).reshape(-1, 2).T
    return cpu, seeker, giver


def ortools_flow(
    edges: tuple[np.ndarray, np.ndarray, np.ndarray], capacity: np.ndarray, n: int
) -> tuple[float, int, int]:
    """OR-tools' min-cost flow with bulk arcs on the given pairs."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    seeker, giver, fit = (one.astype(np.int64) for one in edges)
    m, began = len(capacity), time.process_time()
    flow = SimpleMinCostFlow()
    tail = np.concatenate((np.full(n, n + m), seeker, n + np.arange(m)))
    head = np.concatenate((np.arange(n), n + giver, np.full(m, n + m + 1)))
    room = np.concatenate((np.ones(n + len(seeker), np.int64), capacity))
    cost = np.concatenate((np.zeros(n, np.int64), -fit, np.zeros(m, np.int64)))
    flow.add_arcs_with_capacity_and_unit_cost(tail, head, room, cost)
    flow.set_node_supply(n + m, n)
    flow.set_node_supply(n + m + 1, -n)
    flow.solve_max_flow_with_min_cost()
    return time.process_time() - began, flow.maximum_flow(), -flow.optimal_cost()


def main() -> None:
    """Print what the named program made of the market."""
    name, given = sys.argv[1], np.load(sys.argv[2])
    if name == "ortools":
        edges = given["seeker"], given["giver"], given["fit"]
        cpu, placed, total = ortools_flow(edges, given["capacity"], int(given["n"]))
    else:
        solver = {"scipy": scipy_dense, "mentor-match": mentor_match}[name]
        cpu, seeker, giver = solver(given["scores"], given["capacity"])
        fit = given["scores"][seeker, giver]
        fit = fit[fit != NEVER]
        placed, total = len(fit), int(fit.sum(dtype=np.int64))
    print(json.dumps({"cpu": cpu, "placed": placed, "total": total}))


if __name__ == "__main__":
    main()
