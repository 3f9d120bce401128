"""python -m benchmarks.search [--cards 100000] [--cards 1000000]: the index, and Ask.

For each size an installation of its own (a new PostgreSQL, a folder) with generated cards, and
one JSON line for each measure. No text of anybody is needed or kept: `benchmarks.search.cards`
says how cards and questions are made.

    search    what the product does for one question of sixty terms on one shelf, from the text
              to the hits: analysis, query, organisation and visibility filters, a hundred best;
              wall and CPU of this thread, and PostgreSQL's full-text search beside it
    build     `indexing.rebuild`: reading the database, analysing, writing; seconds and size
    command   `journeywork index rebuild` as an administrator types it
    ask       `POST /api/v1/ask` at the real web process: CPU of the server for one call
    visible   from the commit of a card to a reader that finds it, with the real worker process

What counts is the ratio: absolute times are those of a busy or a quiet machine.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter, process_time, sleep, thread_time
from typing import Any

from benchmarks.search import asking
from benchmarks.search.plain import FullText
from benchmarks.search.stage import Stage, stage

#: Full-text search takes seconds for each.
OF_THE_PLAIN = 12
CHANGES = 20
PATIENCE = 30.0


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--cards", type=int, action="append", help="so many cards (may repeat)")
    parser.add_argument("--questions", type=int, default=400)
    asked = parser.parse_args()
    sizes = asked.cards or [100_000]
    if len(sizes) > 1:
        # A process each: Django is set up once, for one database.
        for cards in sizes:
            alone = ["--cards", str(cards), "--questions", str(asked.questions)]
            subprocess.run([sys.executable, "-m", "benchmarks.search", *alone], check=True)
        return
    with stage(sizes[0]) as made:
        built(made)
        searched(made, asked.questions)
        commanded(made)
        visible(made)
        asking.work(made)
        asking.asked(made, say)


def say(measure: str, cards: int, **figures: Any) -> None:
    """Print one measure."""
    print(json.dumps({"measure": measure, "cards": cards, **figures}), flush=True)


def built(made: Stage) -> None:
    """Measure how long the index takes to be made from the database, and how large it is."""
    from journeywork.knowledge import indexing

    began, cpu = perf_counter(), process_time()
    done = indexing.rebuild()
    say(
        "build", made.cards, entries=done, seconds=round(perf_counter() - began, 1),
        cpu=round(process_time() - cpu, 1), megabytes=round(size(made.index), 1),
    )  # fmt: skip


def searched(made: Stage, questions: int) -> None:
    """Measure questions of the large organisation, and full-text search beside them."""
    texts = [made.language.question() for _ in range(questions)]
    ask = asker(made)
    for text in texts[:20]:
        ask(text)
    wall, cpu = timed(ask, texts)
    with made.owner() as link:
        plain = FullText(link, (made.shape.large, *made.shape.small))
        org, audience = made.shape.large, audience_of(made)

        def asks(text: str) -> object:
            return plain.ask(text, org, audience)

        def asks_nearness(text: str) -> object:
            return plain.ask(text, org, audience, "ts_rank_cd")

        asks(texts[0])
        # Asked of nobody yet: the index remembers how often words occur.
        few = [made.language.question() for _ in range(OF_THE_PLAIN)]
        slow, _ = timed(asks, few)
        slower, _ = timed(asks_nearness, few)
        again, _ = timed(ask, few)
        size_of_it, seconds = plain.megabytes(), plain.seconds
        link.execute("drop table searched")
    say(
        "search", made.cards, n=questions, p50_ms=ms(wall, 50), p99_ms=ms(wall, 99),
        cpu_p50_ms=ms(cpu, 50), hits=round(statistics.fmean(len(ask(t)) for t in texts[:20])),
    )  # fmt: skip
    say(
        "full-text", made.cards, n=OF_THE_PLAIN, p50_ms=ms(slow, 50), worst_ms=ms(slow, 100),
        cd_p50_ms=ms(slower, 50), ours_p50_ms=ms(again, 50),
        ratio=round(ms(slow, 50) / ms(again, 50)), ratio_cd=round(ms(slower, 50) / ms(again, 50)),
        build_seconds=round(seconds, 1), megabytes=round(size_of_it, 1),
    )  # fmt: skip


def asker(made: Stage) -> Callable[[str], Any]:
    """Return what a shelf does for one question of a person of the large organisation."""
    from journeywork.knowledge import proposals
    from journeywork.knowledge.index import Shelf
    from journeywork.knowledge.indexing import search_index

    org = made.shape.large
    context = context_of(made)

    def ask(text: str) -> Any:
        index = search_index()
        spoken = proposals.spoken(index.languages(Shelf.CARD, org), "en")
        wanted = proposals.asked(Shelf.CARD, context(text), org=org, languages=spoken)
        hits = index.search(wanted)
        rare = index.rarity(Shelf.CARD, wanted.terms)
        proposals.worth(wanted, rare, index.size(Shelf.CARD))
        return hits

    return ask


def context_of(made: Stage) -> Callable[[str], Any]:
    """Return how a person of the large organisation asks."""
    from journeywork.engine.context import Context
    from journeywork.kernel import clock
    from journeywork.kernel.tenancy import within
    from journeywork.people import queries

    with within(made.shape.large):
        asker = queries.person(made.shape.people[0])

    def context(text: str) -> Context:
        return Context(text=text, at=clock.now(), person=asker.id, teams=asker.teams)

    return context


def audience_of(made: Stage) -> tuple[str, ...]:
    """Return as whom that person finds things."""
    from journeywork.knowledge import proposals

    return proposals.audience(context_of(made)(""))


def commanded(made: Stage) -> None:
    """Measure the command, start of the program included."""
    began = perf_counter()
    made.whole.run("index", "rebuild")
    say("command", made.cards, seconds=round(perf_counter() - began, 1))


def visible(made: Stage) -> None:
    """Measure how soon a card is found that was just published, while the worker runs."""
    made.whole.begin("worker")
    waited = [_found_after(made, number) for number in range(-2, CHANGES)][2:]
    made.whole.ask_to_stop("worker")
    say(
        "visible", made.cards, n=CHANGES, p50_s=round(statistics.median(waited), 2),
        worst_s=round(max(waited), 2),
    )  # fmt: skip


def _found_after(made: Stage, number: int) -> float:
    from journeywork.kernel import clock
    from journeywork.kernel.tenancy import within
    from journeywork.knowledge import actions, queries

    context, by = context_of(made), made.shape.people[1]
    word = f"novel{chr(ord('c') + number)}ty"
    with within(made.shape.large):
        card = actions.draft(title=f"About {word}", body="Words.", by=by, at=clock.now())
        actions.publish_card(card_id=card.id, by=by, at=clock.now())
        began = perf_counter()
        while not any(one.id == card.id for one in queries.fitting(context(word))):
            if perf_counter() - began > PATIENCE:
                raise TimeoutError(made.whole.log("worker"))
            sleep(0.02)
    return perf_counter() - began


def timed(ask: Callable[[str], Any], texts: Iterable[str]) -> tuple[list[float], list[float]]:
    """Return seconds by the clock, and of this thread's CPU, for each text."""
    wall, cpu = [], []
    for text in texts:
        began, used = perf_counter(), thread_time()
        ask(text)
        wall.append(perf_counter() - began)
        cpu.append(thread_time() - used)
    return wall, cpu


def ms(seconds: list[float], share: int) -> float:
    """Return a percentile in milliseconds."""
    ranked = sorted(seconds)
    return round(1000 * ranked[min(len(ranked) - 1, len(ranked) * share // 100)], 2)


def size(folder: Path) -> float:
    """Return megabytes of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
