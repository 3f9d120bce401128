"""No evaluation: nothing here can take, keep or show a judgement of a host or a visitor.

Every column, form field, action and fact of shadowing is named, so that a new one is thought
about: one that asks how good somebody was has no place.
"""

import dataclasses
import inspect
import re

from django import forms
from django.apps import apps
from django.db import models

from journeywork.activities.shipped import shipped
from journeywork.engine import look_fors, shadow_slots, shadowing
from journeywork.engine.guides import Guide
from journeywork.kernel.facts import Fact
from journeywork.shadowing import actions, facts
from journeywork.web.shadowing import busy, notes, offering, visit

JUDGING = (
    "rating", "rate", "score", "grade", "marks", "stars", "rank", "level", "points", "verdict",
    "assess", "evaluat", "performance", "skill", "competen", "pass", "fail", "feedback", "helped",
)  # fmt: skip
#: Every number that is kept, and what it counts.
NUMBERS = {
    "OfferRow.visitors": "how many may come at the same time",
    "VisitRow.minutes": "how long a visit takes",
}
#: Whether something is so: none of them says how anybody did.
SWITCHES = {
    "OfferRow.reverse", "RequestRow.reverse", "VisitRow.reverse", "VisitRow.runs",
    "LookForRow.shown", "TellRow.gone",
}  # fmt: skip
#: Everything that people can type in, and who reads it.
TEXTS = {
    "OfferRow.title", "OfferRow.says", "RequestRow.title", "RequestRow.aims", "VisitRow.title",
    "VisitRow.aims", "LookForRow.says", "LookForRow.why", "TellRow.title", "TellRow.says",
}  # fmt: skip
#: Words from a closed list.
CHOICES = {
    "OfferRow.kind", "RequestRow.kind", "VisitRow.kind", "VisitRow.mode", "StepRow.mode",
    "LookForRow.source", "TellRow.kind",
}  # fmt: skip


def columns(*kinds: type[models.Field]) -> set[str]:  # type: ignore[type-arg]
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("shadowing").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
    }


def judges(names: set[str]) -> set[str]:
    return {
        name
        for name in names
        for part in re.split(r"[._()]", name.lower())
        if part.startswith(JUDGING)
    }


def test_no_column_takes_a_judgement() -> None:
    numbers = (models.IntegerField, models.FloatField, models.DecimalField)
    assert columns(*numbers) == set(NUMBERS)
    assert columns(models.BooleanField) == SWITCHES
    assert columns(models.CharField, models.TextField) == TEXTS | CHOICES
    assert columns(models.JSONField) == set()
    assert judges(columns(models.Field)) == set()
    # The control: such a column would be found.
    assert judges({"VisitRow.rating", "VisitRow.title"}) == {"VisitRow.rating"}


def test_no_value_and_no_fact_carries_one() -> None:
    found = {
        f"{each.__name__}.{field.name}"
        for module in (shadowing, look_fors, shadow_slots, facts)
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__ == module.__name__
        if dataclasses.is_dataclass(each)
        for field in dataclasses.fields(each)
    }
    assert len(found) > 40
    assert judges(found) == set()
    ours = {name for name, fact in Fact.known.items() if fact.__module__ == facts.__name__}
    assert ours == {
        *("ShadowingOffered", "ShadowingOfferChanged", "ShadowingRequested"),
        *("VisitBegan", "VisitAgreed"),
    }


def test_no_action_and_no_form_asks_for_one() -> None:
    asked = {
        f"{name}({argument})"
        for name in actions.__all__
        for argument in inspect.signature(getattr(actions, name)).parameters
    }
    assert judges(asked) == set()
    fields = {
        f"{form.__name__}.{name}"
        for module in (busy, notes, offering, visit)
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
        for name in form.base_fields  # type: ignore[attr-defined]
    }
    assert fields == {
        *(f"OfferForm.{name}" for name in ("title", "kind", "topics", "reverse", "about")),
        *("OfferForm.visitors", "OfferForm.modes"),
        *(f"TopicForm.{name}" for name in ("title", "kind", "topics", "reverse")),
        *(f"RequestForm.{name}" for name in ("title", "kind", "topics", "reverse", "aims")),
        *("RequestForm.to", "RequestForm.email", "ComeForm.aims", "ComeForm.minutes"),
        *("InviteForm.minutes", "InviteForm.modes", "NoteForm.text", "NoteForm.key"),
        *("TimeForm.day", "TimeForm.hour", "LookForForm.says"),
        *("CalendarForm.file", "CalendarForm.calendar"),
    }


def test_no_guide_asks_how_good_somebody_was() -> None:
    guides: list[Guide] = [
        one for (kind, _key), (one, _text) in shipped().items() if kind == "shadowing"
    ]
    english = [one for one in guides if one.language == "en"]
    asked = {
        question.text for one in english for stage in one.stages for question in stage.questions
    }
    wrong = (
        "how good",
        "how well",
        "rate",
        "strength",
        "weakness",
        "performance",
        "should improve",
    )
    assert {
        text for text in asked if any(f" {word}" in f" {text.lower()}" for word in wrong)
    } == set()
    assert any(one.setting == "reverse" for one in english)
