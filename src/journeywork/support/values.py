"""From rows to the engine's values, and back."""

from typing import Any

import msgspec

from journeywork.engine.attention import Policy
from journeywork.engine.moments import Moment
from journeywork.engine.support import Decision, Offer, Silence, SilenceReason
from journeywork.support.models import DecisionRow, OfferRow, PolicyRow


def decision_of(row: DecisionRow) -> Decision:
    """Return the decision that a row keeps."""
    if row.reason:
        content = {**row.content, "reason": SilenceReason[row.reason].value}
        return msgspec.convert(content, Silence, strict=False)
    return offer_of(row.content)


def offer_of(content: Any) -> Offer:
    """Return the offer that a decision's content is."""
    return msgspec.convert(content, Offer, strict=False)


def decision_row(decision: Decision, moment: Moment) -> DecisionRow:
    """Return the row that keeps `decision`."""
    reason = decision.reason.name if isinstance(decision, Silence) else ""
    return DecisionRow(
        id=decision.id,
        person=decision.person,
        at=decision.at,
        moment=decision.moment,
        rule=moment.rule,
        reason=reason,
        propensity=decision.propensity,
        content=msgspec.to_builtins(decision),
    )


def offer_row(offer: Offer, moment: Moment) -> OfferRow:
    """Return the row that keeps where `offer` stands."""
    return OfferRow(
        id=offer.id,
        person=offer.person,
        at=offer.at,
        moment=offer.moment,
        rule=moment.rule,
        option=offer.option.id,
        option_kind=offer.option.kind.value,
        subject=moment.subject,
    )


def stored_policy() -> Policy:
    """Return the policy in force: the default, as this organisation changed it."""
    row = PolicyRow.objects.first()
    return policy_of(row.content) if row else Policy()


def policy_of(content: dict[str, Any]) -> Policy:
    """Return the policy that differs from the default by `content`; unknown names are left."""
    return msgspec.convert(content, Policy, strict=False)
