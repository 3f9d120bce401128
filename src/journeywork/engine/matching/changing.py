"""How a state takes what happens: each step keeps the conditions, or names who must be placed."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching import holding, paths
from journeywork.engine.matching.events import Blocks, Event, Leaves, Opens, Wants, Withdraws
from journeywork.engine.matching.joining import without
from journeywork.engine.matching.market import Pairs
from journeywork.engine.matching.sides import forbidding
from journeywork.engine.matching.sight import CLOSED
from journeywork.engine.matching.walking import State
from journeywork.engine.matching.working import PAUSED, Work, places_of


@dataclass
class Loose:
    """Who is to be placed, and which givers may have a free place with a price."""

    seekers: list[int] = field(default_factory=list)
    givers: list[int] = field(default_factory=list)


def change(work: Work, event: Event, loose: Loose) -> Work:
    """Carry one event into the work's own state; `loose` names what is to be mended then."""
    match event:
        case Leaves(giver):
            return opens(work, giver, 0, loose)
        case Withdraws(seeker):
            return wants(work, seeker, 0, loose)
        case Opens(giver, places):
            return opens(work, giver, places, loose)
        case Wants(seeker, partners):
            return wants(work, seeker, partners, loose)
        case Blocks(seeker, giver):
            return blocks(work, seeker, giver, loose)


def mend(work: Work, loose: Loose) -> None:
    """Place who is loose, then fill free places that have a price."""
    parts = work.roads, work.state, work.trail, work.goal
    paths.place_all(*parts, np.array(loose.seekers, np.int32), -1, 0)
    for j in loose.givers:
        while work.state.load[j] < work.state.capacity[j] and work.state.price[j] > 0:
            paths.reverse(*parts, j)


def pin(work: Work, i: int, j: int, loose: Loose) -> None:
    """Put i and j together whatever it costs; i's other partners are found anew."""
    state = work.state
    loose.givers += [int(g) for g in state.mine[i, : state.held[i]]]
    holding.release(state, i)
    if state.load[j] == state.capacity[j]:
        _turn_one_out(work, j, loose)
    state.mine[i, state.held[i]] = j
    state.value[i, state.held[i]] = holding.PINNED
    state.held[i] += 1
    state.theirs[state.place[j] + state.load[j]] = i
    state.load[j] += 1
    state.gain[i] = PAUSED
    if state.demand[i] > 1:
        best = holding.best_net(work.roads, state, i)
        state.gain[i] = max(best, -int(state.slot[int(state.held[i]) + 1]))
        loose.seekers.append(i)


def opens(work: Work, j: int, places: int, loose: Loose) -> Work:
    """Giver j has this many places now."""
    state = work.state
    while state.load[j] > places:
        _turn_one_out(work, j, loose)
    if places == 0:
        state.price[j] = CLOSED
    elif state.capacity[j] == 0:
        state.price[j] = _fair_price(work, j)
    capacity = work.sight.market.capacity.copy()
    capacity[j] = places
    market = replace(work.sight.market, capacity=capacity)
    work = replace(work, sight=replace(work.sight, market=market))
    room = int(state.place[j + 1] - state.place[j])
    if places > room:
        work = replace(work, state=_with_room(work, j, places))
    work.state.capacity[j] = min(places, market.n)
    loose.givers.append(j)
    return work


def wants(work: Work, i: int, partners: int, loose: Loose) -> Work:
    """Seeker i wants this many partners now."""
    state = work.state
    while state.held[i] > partners:
        _let_one_go(work, i, loose)
    demand = work.sight.market.demand.copy()
    before, demand[i] = int(demand[i]), partners
    state.demand[i] = partners
    if partners == 0:
        state.gain[i] = PAUSED
    elif before == 0:
        best = int(holding.best_net(work.roads, state, i))
        state.gain[i] = max(best, -int(state.slot[1]))
    if state.held[i] < partners:
        loose.seekers.append(i)
    market = replace(work.sight.market, demand=demand)
    return replace(work, sight=replace(work.sight, market=market))


def blocks(work: Work, i: int, j: int, loose: Loose) -> Work:
    """These two must not be together: apart now, and never asked again."""
    if j in work.state.mine[i, : work.state.held[i]]:
        holding.part(work.state, i, j)
        loose.seekers.append(i)
        loose.givers.append(j)
    one = Pairs(np.array([i], np.int32), np.array([j], np.int32), np.zeros(1, np.int32))
    old = work.sight.market
    market = replace(old, forbidden=(*old.forbidden, one))
    there, back = forbidding(market, (work.sight.seekers, work.sight.givers))
    sight = replace(work.sight, market=market, seekers=there, givers=back)
    return without(work, sight, i, j)


def _let_one_go(work: Work, i: int, loose: Loose) -> None:
    """Seeker i parts from the partner it gains least from; all others stay at least as good."""
    state = work.state
    held = range(int(state.held[i]))
    nets = [int(state.value[i, k] - state.price[state.mine[i, k]]) for k in held]
    k = min(held, key=nets.__getitem__)
    j = int(state.mine[i, k])
    state.gain[i] = max(int(state.gain[i]), nets[k])
    holding.part(state, i, j)
    loose.givers.append(j)


def _turn_one_out(work: Work, j: int, loose: Loose) -> None:
    """The seeker at giver j who would mind a higher price first loses the place."""
    state = work.state
    there = state.theirs[state.place[j] : state.place[j] + state.load[j]]
    slack = [_value(work, i, j) - int(state.gain[i] + state.price[j]) for i in there]
    k = min(range(len(slack)), key=slack.__getitem__)
    i = int(there[k])
    state.price[j] += slack[k]
    holding.part(state, i, j)
    loose.seekers.append(i)


def _value(work: Work, i: int, j: int) -> int:
    state = work.state
    k = int(np.flatnonzero(state.mine[i, : state.held[i]] == j)[0])
    return int(state.value[i, k])


def _fair_price(work: Work, j: int) -> int:
    """The lowest price of giver j at which nobody in the pool would rather come."""
    state, best = work.state, 0
    for graph in work.roads:
        edges = graph.edge[graph.back[j] : graph.back[j + 1]]
        nets = graph.worth[edges] - state.gain[graph.seeker[edges]]
        best = max(best, int(nets.max(initial=0)))
    return best


def _with_room(work: Work, j: int, places: int) -> State:
    """The same state with more places at giver j."""
    state = work.state
    sizes = np.diff(state.place)
    sizes[j] = places
    place, theirs = places_of(sizes.astype(np.int32), work.sight.market.n)
    for k in range(len(sizes)):
        theirs[place[k] : place[k] + state.load[k]] = _there(state, k)
    return State(*state[:5], theirs, place, *state[7:])


def _there(state: State, j: int) -> NDArray[np.int32]:
    return state.theirs[state.place[j] : state.place[j] + state.load[j]]
