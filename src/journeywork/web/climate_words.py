"""The sentences on how safe it is to speak, and what each is about in a few words.

In other languages than English they are our translation, not a validated one.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeywork.engine.climate import ITEMS

Words = str | Promise

#: item's key -> its sentence
TEXTS: dict[str, Words] = dict(
    zip(
        (item.key for item in ITEMS),
        (
            _("If you make a mistake on this team, it is often held against you."),
            _("Members of this team are able to bring up problems and tough issues."),
            _("People on this team sometimes reject others for being different."),
            _("It is safe to take a risk on this team."),
            _("It is difficult to ask other members of this team for help."),
            _("No one on this team would deliberately act in a way that undermines my efforts."),
            _(
                "Working with members of this team, my unique skills and talents are valued and "
                "utilized."
            ),
        ),
        strict=True,
    )
)
#: item's key -> what more of it means: all are turned so that more is safer
TOPICS: dict[str, Words] = {
    "mistakes": _("Mistakes are forgiven"),
    "problems": _("Problems can be raised"),
    "different": _("Being different is fine"),
    "risk": _("Risks can be taken"),
    "help": _("Help can be asked for"),
    "undermine": _("Nobody works against me"),
    "valued": _("What I can do counts"),
}
