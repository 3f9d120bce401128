"""What commit messages say beyond words."""

import pytest

from journeywork.connectors.git.commits import Who
from journeywork.connectors.git.messages import Told, told
from journeywork.engine.work import HelpKind


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("", Told(title="", text="")),
        (
            "Merge pull request #7 from Ana-1/topic\n\nCharge once\n\nBecause.",
            Told(title="Charge once", text="Because.", number="#7", login="ana-1"),
        ),
        (
            "Auto merge of #12 - ana:topic, r=Ben\n\nCharge once\n",
            Told(title="Charge once", text="", number="#12", login="ana", approver="ben"),
        ),
        (
            "auto merge of #12 : fairwater/payments/topic, r=ben\n\nCharge once",
            Told(title="Charge once", text="", number="#12", approver="ben"),
        ),
        (
            "Merge branch 'topic' into 'main'\n\nCharge once\n\nSee merge request fw/payments!9",
            Told(title="Charge once", text="See merge request fw/payments!9", number="!9"),
        ),
        ("Charge once (#12)", Told(title="Charge once", text="", number="#12")),
        ("Charge once, see #3 and #12 (#12)", Told(
            title="Charge once, see #3 and #12", text="", number="#12", numbers=("#3",)
        )),
        ("Merge branch 'topic'", Told(title="Merge branch 'topic'", text="")),
        ("feat(billing): fees", Told(title="feat(billing): fees", text="", labels=("feat", "billing"))),
        ("note: not a kind", Told(title="note: not a kind", text="")),
        (
            "Charge once\n\nhelped-by: Ben B. <Ben@X.example>\nReviewed-by: nobody\nSigned-off-by: A <a@x>",
            Told(
                title="Charge once",
                text="",
                helpers=((Who("Ben B.", "ben@x.example"), HelpKind.HELPED),),
            ),
        ),
        (
            "Revert it\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.",
            Told(
                title="Revert it",
                text="This reverts commit 0123456789abcdef0123456789abcdef01234567.",
                reverts=("0123456789abcdef0123456789abcdef01234567",),
                shas=("0123456789abcdef0123456789abcdef01234567",),
            ),
        ),
    ],
)  # fmt: skip
def test_what_it_tells(message: str, expected: Told) -> None:
    assert told(message) == expected
