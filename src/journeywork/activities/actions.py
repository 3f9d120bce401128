"""Hands of activities: open and end them, take part, reflect, commit, check in.

Each action says who acts (`by`) and when (`at`), in UTC, and returns the value afterwards.
"""

from journeywork.activities.committing import answer_commitment, commit_to
from journeywork.activities.feeds import make_feed, revoke_feed
from journeywork.activities.inviting import ask_for_invitation, send_invitation
from journeywork.activities.lines import change_line, drop_line, keep_line, set_done
from journeywork.activities.opening import (
    change_cadence,
    change_end,
    end,
    join,
    leave,
    leave_all,
    move_on,
    open_activity,
    pause,
    resume,
    wake,
)
from journeywork.activities.opening_many import Opening, open_all
from journeywork.activities.planning import answer_check_in, meet, met_unplanned, plan_all
from journeywork.activities.reflecting import (
    delete_reflection,
    share_reflection,
    unshare_reflection,
    write_reflection,
)

__all__ = [
    "Opening",
    "answer_check_in",
    "answer_commitment",
    "ask_for_invitation",
    "change_cadence",
    "change_end",
    "change_line",
    "commit_to",
    "delete_reflection",
    "drop_line",
    "end",
    "join",
    "keep_line",
    "leave",
    "leave_all",
    "make_feed",
    "meet",
    "met_unplanned",
    "move_on",
    "open_activity",
    "open_all",
    "pause",
    "plan_all",
    "resume",
    "revoke_feed",
    "send_invitation",
    "set_done",
    "share_reflection",
    "unshare_reflection",
    "wake",
    "write_reflection",
]
