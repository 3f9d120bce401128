"""The operations of `administration.jobs`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationJobs(Room):
    """Operations `administration.jobs`."""

    def failed(self, *, at_once: int | None = None) -> Iterator[shapes.JobOut]:
        """List what the worker tried as often as it may and could not do, newest first."""
        return self._calls.pages(at("admin", "jobs"), shapes.JobOut, query={"limit": at_once})

    def again(self, job_id: int, *, once: str | None = None) -> None:
        """Let the worker try a job again; 404 for a duty, which comes again by itself."""
        self._calls.send("POST", at("admin", "jobs", job_id, "again"), type(None), once=once)

    def give_up(self, job_id: int, *, once: str | None = None) -> None:
        """Forget a job that failed; what it should have done is not done."""
        self._calls.send("DELETE", at("admin", "jobs", job_id), type(None), once=once)
