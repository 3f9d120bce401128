"""The rules that see moments, and the budget of attention: read, change, try on the past."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, Seen, each, turn
from journeywork.api.shapes.administration import PreviewOut, RuleIn, RuleOut, SwitchIn
from journeywork.api.shapes.attention import PolicyIn, PolicyOut
from journeywork.engine.attention import Policy
from journeywork.engine.rule_reading import written
from journeywork.engine.rules import Rule
from journeywork.kernel import clock
from journeywork.moments import actions, queries
from journeywork.moments.queries import Preview
from journeywork.support import actions as support

router = Router(tags=["Administration: rules and budget"])


@router.get("/admin/rules", response=Page[RuleOut], summary="The rules in force")
@operation("rule.write")
def rules(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[RuleOut]:
    """List the rules that see moments, by rank."""
    asked = turn(request, limit, cursor, Seen)
    told = partial(_told, changed=queries.changed_rules())
    return asked.whole(queries.rules(), key=lambda rule: rule.key, shown=each(told))


@router.get("/admin/rules/{slug:key}", response=RuleOut, summary="A rule")
@operation("rule.write")
def read(request: HttpRequest, key: str) -> RuleOut:
    """Read a rule as it is in force."""
    del request
    return _told(queries.rule(key), queries.changed_rules())


@router.put("/admin/rules/{slug:key}", response=RuleOut, summary="Put a rule in force")
@operation("rule.write")
def put(request: HttpRequest, key: str, body: RuleIn) -> RuleOut:
    """Put a rule in force from the next event on; a new key makes a rule of one's own."""
    made = actions.edit_rule(written=_written(key, body), by=caller(request).id, at=clock.now())
    return _told(made, queries.changed_rules())


@router.post("/admin/rules/{slug:key}/switch", response=RuleOut, summary="Switch it on or off")
@operation("rule.write")
def switch(request: HttpRequest, key: str, body: SwitchIn) -> RuleOut:
    """Let a rule speak, or be silent, from the next event on."""
    turned = written(replace(queries.rule(key), enabled=body.enabled))
    made = actions.edit_rule(written=turned, by=caller(request).id, at=clock.now())
    return _told(made, queries.changed_rules())


@router.delete("/admin/rules/{slug:key}", response={204: None}, summary="Take changes back")
@operation("rule.write")
def reset(request: HttpRequest, key: str) -> Status[None]:
    """Take back what was changed about a rule; a rule of one's own goes."""
    rule = queries.rule(key)
    actions.reset_rule(key=rule.key, by=caller(request).id, at=clock.now())
    return Status(204, None)


@router.post("/admin/rules/{slug:key}/preview", response=PreviewOut, summary="Try it on the past")
@operation("rule.write")
def preview(
    request: HttpRequest,
    key: str,
    body: RuleIn,
    days: Annotated[int, Query(ge=1, le=730, description="So many days back.")] = 90,
) -> Preview:
    """Say how often a rule would have spoken, without putting it in force."""
    del request
    until = clock.now()
    return queries.preview(_written(key, body), since=until - timedelta(days=days), until=until)


@router.patch("/admin/policy", response=PolicyOut, summary="Change the promise about attention")
@operation("rule.write")
def change_policy(request: HttpRequest, body: PolicyIn) -> Policy:
    """Change how often anybody may be interrupted at most; what is left out stays."""
    changes = body.model_dump(exclude_unset=True)
    return support.set_policy(by=caller(request).id, at=clock.now(), **changes)


def _written(key: str, body: RuleIn) -> dict[str, Any]:
    return {"key": key, **body.model_dump()}


def _told(rule: Rule, changed: frozenset[str]) -> RuleOut:
    return RuleOut(**written(rule), changed=rule.key in changed)
