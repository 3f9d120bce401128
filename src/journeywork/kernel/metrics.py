"""What is counted: one table of every metric. The reference page and the tests read it.

Labels are words of the code. Nobody's name, no address, no organisation, no text of anybody
stands in them: their values are listed here, or bounded in number (`kernel.instruments`).
"""

from journeywork.engine.context import QueryKind
from journeywork.engine.decisions import SilenceReason
from journeywork.kernel.instruments import Counter, Gauge, Histogram, Reading

#: Upper bounds, in seconds: of what somebody waits for, and of what the worker does.
_WAITED = (0.01, 0.05, 0.1, 0.25, 1.0, 5.0)
_WORKED = (0.05, 0.25, 1.0, 5.0, 30.0)
#: Kinds of sources are words of connectors: a handful, and room for more.
_SOURCES = 20
_STATUS = frozenset({"1xx", "2xx", "3xx", "4xx", "5xx", "none"})

# Requests
REQUESTS = Counter(
    "requests_total",
    "Requests answered, by the name of the page or operation and the class of the status.",
    {"view": 400, "status": _STATUS},
)
REQUEST_SECONDS = Histogram(
    "request_seconds",
    "Time from a request to the end of its answer.",
    {"view": 400},
    buckets=_WAITED,
)

# Work events come in
EVENTS = Counter(
    "events_total",
    "Work events that came in, by kind of source: new, repeated (were here already), refused "
    "(do not fit), aside (mean nothing here).",
    {"source": _SOURCES, "outcome": frozenset({"new", "repeated", "refused", "aside"})},
)
ACCEPT_SECONDS = Histogram(
    "accept_seconds",
    "Time from a delivery to its commit; of those stored together, that of the first.",
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0),
)
INTAKE_WAITING = Gauge(
    "intake_waiting_events", "Events of deliveries that wait for the statement that stores them."
)
GROUP_EVENTS = Histogram(
    "intake_group_events",
    "Events stored by one statement.",
    buckets=(1, 10, 50, 200, 1000),
)

# The worker takes them up
TAKEN_UP = Counter("taken_up_events_total", "Work events that were taken up.")
PUT_OFF = Counter(
    "put_off_events_total", "Times that an event could not be taken up and waits for another try."
)
SET_ASIDE = Counter("set_aside_events_total", "Events given up after their last try.")
BATCH_SECONDS = Histogram(
    "batch_seconds", "Time that it took to take up a batch of events.", buckets=_WORKED
)
WAITING = Reading(
    "waiting_events",
    "Accepted events that are not taken up: in line, or put off after a failure.",
    {"state": frozenset({"in line", "put off"})},
)
OLDEST = Reading(
    "waiting_oldest_seconds", "Age of the oldest accepted event in line; 0 where none is."
)
ASIDE = Reading("aside_events", "What came in, could not be used, and is kept with the reason.")

# What follows
DECISIONS = Counter(
    "decisions_total",
    "Decisions about moments of need: `offer`, or the reason for silence. Told only where at "
    "least five people are here.",
    {"outcome": frozenset({"offer", *(reason.name.lower() for reason in SilenceReason)})},
)
ASK_SECONDS = Histogram(
    "ask_seconds",
    "Time of answering a question, by what sort of text it was.",
    {"kind": frozenset(kind.value for kind in QueryKind)},
    buckets=_WAITED,
)
SEARCH_SECONDS = Histogram(
    "search_seconds",
    "Time of one search in the index.",
    {"shelf": 5},
    buckets=(0.001, 0.005, 0.02, 0.1, 0.5),
)
COMMIT_SECONDS = Histogram(
    "index_commit_seconds", "Time of one commit of the index.", buckets=_WORKED
)
BEHIND = Reading(
    "index_behind",
    "Changes that the index has not taken in.",
    {"shelf": frozenset({"card", "episode"})},
)
JOBS_DONE = Counter(
    "jobs_done_total",
    "Jobs that ran to their end, or broke and will be tried again or stay failed.",
    {"outcome": frozenset({"done", "broke"})},
)
JOBS = Reading(
    "jobs",
    "Jobs in the queue; failed ones stay until somebody looks at them.",
    {"state": frozenset({"waiting", "running", "failed"})},
)

# The installation
UP = Reading("up", "Whether the database answered while this was read: 1 or 0.")
WORKER_SEEN = Reading(
    "worker_seen_seconds", "Time since the last sign of life of a worker; left out where none is."
)
CONNECTIONS = Reading(
    "database_connections",
    "Connections of Journeywork to its database.",
    {"state": frozenset({"active", "idle", "in transaction"})},
)
MOST_CONNECTIONS = Reading(
    "database_connections_max", "Connections that the database takes from everybody together."
)
ORGANISATIONS = Reading("organisations", "Organisations in this installation.")
PROCESSES = Reading("processes", "Processes that share their counts here: web and worker.")
BUILD = Reading("build_info", "Always 1; its labels say what runs.", {"version": 2, "python": 2})
