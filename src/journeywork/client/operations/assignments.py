"""The operations of `assignments`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Assignments(Room):
    """Operations `assignments`."""

    def find(self, *, at_once: int | None = None) -> Iterator[shapes.AssignmentOut]:
        """List what one has taken on, and where one stands by, newest first."""
        return self._calls.pages(at("assignments"), shapes.AssignmentOut, query={"limit": at_once})

    def open_one(
        self, body: shapes.TakeOnIn, *, once: str | None = None
    ) -> shapes.WholeAssignmentOut:
        """Open a stretch assignment for oneself; its lender, where there is one, is asked."""
        found: shapes.WholeAssignmentOut = self._calls.send(
            "POST", at("assignments"), shapes.WholeAssignmentOut, body=body, once=once
        )
        return found

    def loans(self, *, at_once: int | None = None) -> Iterator[shapes.LoanOut]:
        """List what one was asked to lend, and has lent, newest first; and no more of the work."""
        return self._calls.pages(
            at("assignments", "loans"), shapes.LoanOut, query={"limit": at_once}
        )

    def answer_loan(
        self, loan_id: UUID, body: shapes.LoanAnswerIn, *, once: str | None = None
    ) -> shapes.LoanOut:
        """Say yes on one's own terms, or no, once; only who was asked can."""
        found: shapes.LoanOut = self._calls.send(
            "POST", at("assignments", "loans", loan_id), shapes.LoanOut, body=body, once=once
        )
        return found

    def proposals(self, *, at_once: int | None = None) -> Iterator[shapes.ProposalOut]:
        """List the work that is proposed to oneself and waits, newest first; nobody else sees it."""
        return self._calls.pages(
            at("assignments", "proposals"), shapes.ProposalOut, query={"limit": at_once}
        )

    def propose(self, body: shapes.ProposalIn, *, once: str | None = None) -> None:
        """Propose a piece of work to a colleague; what they say to it nobody is told."""
        self._calls.send("POST", at("assignments", "proposals"), type(None), body=body, once=once)

    def decline(self, proposal_id: UUID, *, once: str | None = None) -> None:
        """Say no to what was proposed to oneself: such work is proposed less readily."""
        self._calls.send(
            "POST", at("assignments", "proposals", proposal_id, "decline"), type(None), once=once
        )

    def read(
        self, assignment_id: UUID, *, known: shapes.WholeAssignmentOut | None = None
    ) -> shapes.WholeAssignmentOut:
        """Read a stretch assignment that one has taken on, or where one stands by."""
        found: shapes.WholeAssignmentOut = self._calls.get(
            at("assignments", assignment_id), shapes.WholeAssignmentOut, known=known
        )
        return found

    def start(self, assignment_id: UUID, *, once: str | None = None) -> shapes.WholeAssignmentOut:
        """Begin what one has taken on, once whoever lends the time has said yes."""
        found: shapes.WholeAssignmentOut = self._calls.send(
            "POST", at("assignments", assignment_id, "start"), shapes.WholeAssignmentOut, once=once
        )
        return found

    def half_way(
        self, assignment_id: UUID, *, once: str | None = None
    ) -> shapes.WholeAssignmentOut:
        """Come to the middle, where other questions are asked; whoever stands by may say so too."""
        found: shapes.WholeAssignmentOut = self._calls.send(
            "POST",
            at("assignments", assignment_id, "half-way"),
            shapes.WholeAssignmentOut,
            once=once,
        )
        return found

    def reach(
        self,
        assignment_id: UUID,
        checkpoint_id: UUID,
        body: shapes.ReachedIn,
        *,
        once: str | None = None,
    ) -> shapes.WholeAssignmentOut:
        """Say that one has reached a checkpoint; twice is the same, and how is told to nobody."""
        found: shapes.WholeAssignmentOut = self._calls.send(
            "PUT",
            at("assignments", assignment_id, "checkpoints", checkpoint_id, "reached"),
            shapes.WholeAssignmentOut,
            body=body,
            once=once,
        )
        return found

    def ask_lender(
        self, assignment_id: UUID, body: shapes.LenderIn, *, once: str | None = None
    ) -> shapes.WholeAssignmentOut:
        """Ask somebody else to lend the time, or the same person on other terms, until a yes."""
        found: shapes.WholeAssignmentOut = self._calls.send(
            "POST",
            at("assignments", assignment_id, "lender"),
            shapes.WholeAssignmentOut,
            body=body,
            once=once,
        )
        return found

    def end(
        self, assignment_id: UUID, body: shapes.EndIn, *, once: str | None = None
    ) -> shapes.WholeAssignmentOut:
        """End what one has taken on: what one can do now, and thanks to whoever lent the time."""
        found: shapes.WholeAssignmentOut = self._calls.send(
            "POST",
            at("assignments", assignment_id, "end"),
            shapes.WholeAssignmentOut,
            body=body,
            once=once,
        )
        return found
