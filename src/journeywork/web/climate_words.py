"""What the sentences on how safe it is to speak are about, in a few words each.

The sentences themselves are those of `engine.climate`. In other languages than English they are
our translation, not a validated one.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

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
