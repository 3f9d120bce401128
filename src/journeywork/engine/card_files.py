"""A card as a Markdown file: what it says of itself stands at its head, and is read back."""

from typing import Any

import yaml

from journeywork.engine.knowledge import Card


def card_file(card: Card, *, owner: str = "", team: str = "") -> str:
    """Return the text of a file that `documents.pieces` makes the same card of.

    `owner` is the e-mail address or key of its owner, `team` the key of its team; "" for none.
    """
    head = yaml.safe_dump(_head(card, owner, team), sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n\n{card.body.strip(chr(10))}\n"


def _head(card: Card, owner: str, team: str) -> dict[str, Any]:
    applies = {
        "places": list(card.applies_to.places),
        "paths": list(card.applies_to.paths),
        "kinds": list(card.applies_to.kinds),
    }
    said = {
        "title": card.title,
        "kind": card.kind.value,
        "owner": owner,
        "team": team,
        "topics": list(card.topics),
        "applies_to": {name: entries for name, entries in applies.items() if entries},
        "review_days": card.review_days,
        "reviewed_on": card.reviewed_on,
    }
    return {name: value for name, value in said.items() if value}
