"""Options as pages show them: a title, an address, a line of why."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse

from journeywork.engine.knowledge import Card
from journeywork.engine.options import Option, OptionKind
from journeywork.kernel.reasons import said
from journeywork.support.wording import why, why_else
from journeywork.web import words
from journeywork.web.growth import ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One option on a page.

    `note` says what sort of thing it is, `why` in one line why it fits, `more` the rest of
    the reasons.
    """

    title: str
    url: str
    why: str
    more: str = ""
    note: str = ""
    summary: str = ""


def shown(option: Option, card: Card | None = None) -> Shown:
    """Return an option as a page shows it; `card` adds reading time, state and first words."""
    return Shown(
        title=said(option.title),
        url=address(option),
        why=why(option.parts),
        more=why_else(option.parts),
        note=card_note(card) if card else str(words.OPTION_KINDS[option.kind]),
        summary=card.summary if card else "",
    )


def address(option: Option) -> str:
    """Return where an option is opened."""
    match option.kind:
        case OptionKind.CARD:
            return reverse("card", args=(option.key,)) if option.key else reverse("cards")
        case OptionKind.EPISODE:
            return reverse("episode", args=(option.id,))
        case OptionKind.PERSON:
            return reverse("person", args=(option.key,)) if option.key else ""
        case OptionKind.NOTE:
            return f"{reverse('write')}?episode={quote(str(option.id))}"
        case OptionKind.OPPORTUNITY:
            return ways.passing(option.key, option.id)


def card_note(card: Card) -> str:
    """Say what sort of card it is, how long it reads, and how far it can be trusted."""
    minutes = words.minutes(card.minutes)
    return f"{words.CARD_KINDS[card.kind]} \u00b7 {minutes} \u00b7 {words.TRUST[card.trust]}"


def candidate(option: Option, *, chosen: UUID | None) -> dict[str, object]:
    """Return a line of the table of what was considered. People get reasons, no numbers."""
    person = option.kind is OptionKind.PERSON
    return {
        "title": said(option.title),
        "kind": words.OPTION_KINDS[option.kind],
        "url": address(option),
        "chosen": option.id == chosen,
        "score": None if person else option.score,
        "parts": [
            {"says": said(part.says) or part.name, "value": None if person else part.value}
            for part in sorted(option.parts, key=lambda part: -part.value)
        ],
    }
