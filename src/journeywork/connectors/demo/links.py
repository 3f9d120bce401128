"""Whether the demo's entries fit together: every key that is named stands for something."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

from journeywork.connectors.demo import days
from journeywork.connectors.demo.content import (
    AnswerEntry,
    CardEntry,
    ClimateFile,
    Content,
    DebriefEntry,
    EventEntry,
    GrowthFile,
    PersonEntry,
    PostEntry,
)
from journeywork.engine import trust
from journeywork.engine.debriefs import QUESTIONS
from journeywork.engine.knowledge import Trust
from journeywork.engine.permissions import ROLES
from journeywork.engine.posts import fault, tidy
from journeywork.engine.reading_time import advice, fits
from journeywork.engine.vocabulary import TYPES

_SOME_DAY = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


def faults(content: Content) -> Iterator[str]:
    """Yield what does not fit, as `file: entry: what is wrong`."""
    people = {person.key for person in content.people}
    yield from _twice("people.yaml: team", (team.key for team in content.teams))
    yield from _twice("people.yaml: person", (person.key for person in content.people))
    yield from _twice("cards: card", (card.key for card in content.cards))
    teams, zones = {team.key for team in content.teams}, available_timezones()
    for person in content.people:
        yield from _placed(f"people.yaml: {person.key}", _person(person, people, teams, zones))
    for card in content.cards:
        yield from _placed(f"cards/{card.setting}/{card.key}.md", _card(card, people, teams))
    yield from _work(content, people)
    yield from _answers(content, people)
    subjects = {piece.subject for found in content.pieces.values() for piece in found}
    yield from _posts(content, people, teams, subjects)
    for debrief in content.debriefs:
        place = f"debriefs.yaml: {debrief.title[:40]!r}"
        yield from _placed(place, _debrief(debrief, people, subjects))
    yield from _placed("climate.yaml", _climate(content.climate, people, teams))
    yield from _placed("growth.yaml", _growth(content.growth, people, subjects))


def _work(content: Content, people: set[str]) -> Iterator[str]:
    pieces = [(file, piece) for file, found in content.pieces.items() for piece in found]
    yield from _twice("work: subject", (piece.subject for _, piece in pieces))
    for file, piece in pieces:
        for number, event in enumerate(piece.events, 1):
            yield from _placed(f"{file}: {piece.subject}: event {number}", _event(event, people))


def _answers(content: Content, people: set[str]) -> Iterator[str]:
    cards = {card.key for card in content.cards}
    for answer in content.responses:
        place = f"responses.yaml: {answer.card} by {answer.person}"
        yield from _placed(place, _known("card", (answer.card,), cards))
        yield from _placed(place, _known("person", (answer.person,), people))
        yield from _placed(place, _ago(answer.ago))
    for request in content.requests:
        place = f"requests.yaml: {request.text[:40]!r}"
        yield from _placed(place, _known("person", (request.by,), people))
        yield from _placed(place, _ago(request.ago))


def _posts(
    content: Content, people: set[str], teams: set[str], subjects: set[str]
) -> Iterator[str]:
    for post in content.posts:
        place = f"posts.yaml: {post.text[:40]!r}"
        yield from _placed(place, _said(post, people))
        for answer in post.answers:
            yield from _placed(place, _said(answer, people))
        yield from _placed(place, _known("person", post.thanks, people))
        yield from _placed(place, _known("team", (post.team,) if post.team else (), teams))
        yield from _placed(place, _known("work", (post.work,) if post.work else (), subjects))


def _debrief(debrief: DebriefEntry, people: set[str], subjects: set[str]) -> Iterator[str]:
    yield from _known("work", (debrief.work,), subjects)
    yield from _known("person", (debrief.by, *debrief.people), people)
    yield from _ago(debrief.opened)
    yield from _known("participant", [each.by for each in debrief.wrote], debrief.people)
    yield from _known("participant", [each.by for each in debrief.commitments], debrief.people)
    drawn = [key for each in debrief.lessons for key in (each.by, each.owner)]
    yield from _known("participant", drawn, debrief.people)
    for said in debrief.wrote:
        yield from _ago(said.ago)
        yield from _known("question", said.answers, QUESTIONS)


def _climate(climate: ClimateFile, people: set[str], teams: set[str]) -> Iterator[str]:
    yield from _ago(climate.asked)
    yield from _known("team", climate.answers, teams)
    answered = [person for said in climate.answers.values() for person in said]
    yield from _known("person", (climate.by, *answered), people)


def _growth(growth: GrowthFile, people: set[str], subjects: set[str]) -> Iterator[str]:
    named = [*(each.by for each in growth.wishes), *(each.by for each in growth.offers)]
    named += [key for each in growth.requests for key in (each.by, each.to)]
    named += [key for each in growth.assignments for key in (each.by, each.mentor, each.lender)]
    yield from _known("person", named, people)
    yield from _known("work", [each.work for each in growth.assignments], subjects)
    agos = [*(each.ago for each in growth.offers), *(each.ago for each in growth.requests)]
    for ago in (*agos, *(each.opened for each in growth.assignments)):
        yield from _ago(ago)


def _said(entry: PostEntry | AnswerEntry, people: set[str]) -> Iterator[str]:
    yield from _known("person", (entry.by,), people)
    yield from _ago(entry.ago)
    if wrong := fault(tidy(entry.text)):
        yield wrong


def _person(
    person: PersonEntry, people: set[str], teams: set[str], zones: set[str]
) -> Iterator[str]:
    yield from _known("team", person.teams, teams)
    yield from _known("person", (person.reports_to,) if person.reports_to else (), people)
    yield from _known("role", (person.role,), ROLES)
    yield from _known("time zone", (person.timezone,), zones)
    yield from _known("day", person.workdays, days.DAY_NAMES)
    yield from _read(days.hours, person.hours)


def _card(card: CardEntry, people: set[str], teams: set[str]) -> Iterator[str]:
    head = card.head
    yield from _known("person", (head.owner,), people)
    yield from _known("team", (head.team,), teams)
    if not fits(card.body):
        yield advice(card.body)
    reviewed = _SOME_DAY.date() - timedelta(days=head.reviewed_days_ago)
    comes_out = trust.trust(
        reviewed_on=reviewed,
        review_days=head.review_days,
        flags=int(head.trust is Trust.FLAGGED),
        today=_SOME_DAY.date(),
    )
    if comes_out is not head.trust:
        yield f"says {head.trust}, but its review dates make it {comes_out}"


def _event(event: EventEntry, people: set[str]) -> Iterator[str]:
    named = [event.by, *([event.to] if event.to else []), *event.helped_by]
    yield from _known("person", named, people)
    yield from _known("type", (event.type,), TYPES)
    yield from _ago(event.ago)
    if " " not in event.ago:
        yield "needs a time of day in `ago`"
    if event.type.startswith("check.") and not event.text:
        yield "needs the name of the check as its text"


def _ago(text: str) -> Iterator[str]:
    yield from _read(lambda ago: days.when(ago, now=_SOME_DAY, zone=UTC), text)


def _read(reader: Callable[[str], object], text: str) -> Iterator[str]:
    try:
        reader(text)
    except ValueError as fault:
        yield str(fault)


def _known(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    there = set(known)
    yield from (f"{name!r} is no {what} here" for name in named if name not in there)


def _twice(what: str, keys: Iterable[str]) -> Iterator[str]:
    yield from (f"{what} {key!r} stands twice" for key, n in Counter(keys).items() if n > 1)


def _placed(place: str, found: Iterable[str]) -> Iterator[str]:
    yield from (f"{place}: {says}" for says in found)
