"""Who is meant by a cell that names somebody: an id, an e-mail address, or a name that is one's own.

Also who leads whom, up to the top. Whoever is named and is in no row is a fault; of the column
"not with" no fault repeats what stands there.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from journeywork.engine.fit.participants import MOST_WISHES, Participant, Past

#: Row number, our column, and what is wrong.
Wrong = tuple[int, str, str]
_Entry = tuple[int, Participant, "Reference"]
#: What is wrong with somebody who is named and not found.
IN_NO_ROW = "is in no row; who does not take part may stand here with the role none"
KNOWN_NOWHERE = "is in no row, and nobody here is called that"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Whom a row names, as it writes them."""

    manager: str = ""
    wishes: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    past: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Who else may be named: people in no row, and further names of those in a row's number."""

    people: Sequence[Participant] = ()
    also: Mapping[int, Sequence[str]] = field(default_factory=dict)


def resolved(
    entries: Sequence[_Entry], around: Around | None = None
) -> tuple[list[Participant], list[Wrong]]:
    """Return everybody with keys in place of what was written, and every fault."""
    wrong = list(_twice(entries))
    beside = around or Around()
    called = _also_called(entries, beside) | _called(
        [*beside.people, *(one for _, one, _ in entries)]
    )
    nobody = KNOWN_NOWHERE if around else IN_NO_ROW
    managers: dict[str, str] = {}
    for row, one, refers in entries:
        if refers.manager:
            key = called.get(_plain(refers.manager), "")
            managers[one.key] = key if key != one.key else ""
            wrong += [
                (row, "manager", says) for says in _fault(key, one, refers.manager, called, nobody)
            ]
    found = []
    for row, one, refers in entries:
        chain, loops = _chain(one.key, managers)
        if loops:
            wrong.append((row, "manager", "leads back to the person"))
        found.append(_meant(row, replace(one, chain=chain), refers, (called, nobody), wrong))
    return found, wrong


def _twice(entries: Sequence[_Entry]) -> Iterator[Wrong]:
    """Yield who stands twice, by id or by e-mail address."""
    first: dict[tuple[str, str], int] = {}
    for row, one, _ in entries:
        for name, value in (("id", one.key.casefold()), ("email", one.email.casefold())):
            if not value or (name == "id" and value == one.email.casefold()):
                continue  # Without an id the address stands for it: one fault is enough.
            before = first.setdefault((name, value), row)
            if before != row:
                yield row, name, f"stands in row {before} already"


def _called(people: Sequence[Participant]) -> dict[str, str]:
    """Return the key behind each id, address, and name that only one person has; "" for several."""
    names = Counter(_plain(one.name) for one in people)
    by_name = {_plain(one.name): one.key if names[_plain(one.name)] == 1 else "" for one in people}
    addresses = {_plain(one.email): one.key for one in people if one.email}
    return {**by_name, **addresses, **{_plain(one.key): one.key for one in people}}


def _also_called(entries: Sequence[_Entry], around: Around) -> dict[str, str]:
    return {_plain(name): one.key for row, one, _ in entries for name in around.also.get(row, ())}


def _meant(
    row: int,
    one: Participant,
    refers: Reference,
    naming: tuple[Mapping[str, str], str],
    wrong: list[Wrong],
) -> Participant:
    called, nobody = naming

    def keys(column: str, written: Sequence[str], *, quiet: bool = False) -> list[str]:
        found = []
        for name in written:
            key = called.get(_plain(name), "")
            says = "names somebody who is in no row, or the person themselves" if quiet else ""
            faults = _fault(key, one, name, called, nobody)
            wrong.extend((row, column, says or fault) for fault in faults)
            found.append(key)
        return [key for key in found if key]

    past = {
        key: max(each.on for each in refers.past if called.get(_plain(each.partner)) == key)
        for key in keys("past pairs", [each.partner for each in refers.past])
    }
    return replace(
        one,
        wishes=tuple(dict.fromkeys(keys("wishes", refers.wishes)))[:MOST_WISHES],
        blocks=frozenset(keys("not with", refers.blocks, quiet=True)),
        past=tuple(Past(partner=key, on=last) for key, last in sorted(past.items())),
    )


def _fault(
    key: str, one: Participant, written: str, called: Mapping[str, str], nobody: str
) -> Iterator[str]:
    said = " ".join(written.split())[:80]
    if not key and _plain(written) in called:
        yield f"“{said}” is the name of several people: give the id or the e-mail address"
    elif not key:
        yield f"“{said}” {nobody}"
    elif key == one.key:
        yield "is the person themselves"


def _chain(key: str, managers: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    """Return the managers above somebody, nearest first, and whether they lead back to them."""
    chain: list[str] = []
    above = managers.get(key, "")
    while above and above not in chain:
        if above == key:
            return tuple(chain), True
        chain.append(above)
        above = managers.get(above, "")
    return tuple(chain), False


def _plain(said: str) -> str:
    return " ".join(said.casefold().split())
