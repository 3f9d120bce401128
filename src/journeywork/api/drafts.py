"""Texts that somebody is writing: how long they read, how they look, what there is like them."""

from django.http import HttpRequest
from ninja import Router

from journeywork.api import naming
from journeywork.api.doors import caller, operation
from journeywork.api.shapes.cards import CheckOut, TextIn
from journeywork.engine.reading_time import LONGEST, advice, fits, minutes
from journeywork.knowledge import queries

router = Router(tags=["Cards"])


@router.post("/cards/check", response=CheckOut, summary="Look at a text before it is kept")
@operation("card.write")
def check(request: HttpRequest, body: TextIn) -> CheckOut:
    """Say how long a text reads, whether that is short enough, how it looks, what is like it.

    Nothing of it is kept.
    """
    text = f"{body.title} {body.body}".strip()
    similar = queries.similar(text, reader=caller(request).id, exclude=body.card) if text else ()
    return CheckOut(
        minutes=minutes(body.body),
        most=LONGEST,
        fits=fits(body.body),
        advice="" if fits(body.body) else advice(body.body),
        html=queries.text_html(body.body),
        similar=naming.cards(similar),
    )
