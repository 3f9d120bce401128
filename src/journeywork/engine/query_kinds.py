"""What sort of text a question is, told from its form alone.

The patterns meet people's text on a linear-time engine (RE2), on its first 4,000 characters.
"""

import re2

from journeywork.engine.context import QueryKind

READS = 4_000
#: A question in one's own words has so many characters at most.
LONGEST_WORDS = 300

_URL = re2.compile(r"^\s*https?://\S+\s*$")
_PATH = re2.compile(
    r"^\s*(?:\.{0,2}/)?[\w.@+-]+(?:/[\w.@+-]+)+/?(?::\d+)*\s*$|^\s*[\w-]+\.\w{1,5}\s*$"
)
_CHANGE = re2.compile(
    r"(?m)^(?:diff --git |--- a/|\+\+\+ b/|@@ -\d|Signed-off-by: |commit [0-9a-f]{7,40}$)"
)
_ERROR = re2.compile(
    r"(?mi)^\s*(?:fatal|error|exception|traceback|panic|warning)\b.{0,20}?[:\[(]"
    r"|\b\w+(?:Error|Exception)\b|^\s*-->\s|^\s*at [\w.$<>]+\(|\berrno\b|exit (?:code|status) \d"
    r"|command not found|no such file|segmentation fault|stack ?trace|\bE\d{4}\b"
)
_ALERT = re2.compile(
    r"(?i)\b(?:firing|alert(?:ing)?|pagerduty|threshold|severity)\b"
    r"|\b(?:is|are|has been|have been|have|has) (?:not |un)?(?:down|failing|failed|missing|"
    r"crash ?looping|restarting|degraded|ready|available|unavailable|reachable|saturated|full)\b"
    r"|\b(?:more than|less than|only|over|under|above|below) [\dX.]+ ?%"
)
_HOW_TO = re2.compile(
    r"(?i)^\s*(?:how (?:do|can|to|should|would)|what(?:'s| is) the (?:best |right )?way|steps? to|"
    r"before i |i (?:want|need|have) to |(?:python|sql|bash|git|java|rust) )"
)
_CHAT = re2.compile(
    r"(?i)\?\s*$|\b(?:anyone|anybody|someone|pls|plz|please|thanks|thx|hi|hey|hello|i'm|im|u|"
    r"my|me)\b"
)


#: How lines of a log begin: `2026-03-10 10:00:01`, `Mar 10 10:00:01`, `[10:00:01]`, `INFO`.
_LOGGED = re2.compile(
    r"^\W*(?:\d{4}-\d\d-\d\d[T ]\d|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d|\d\d:\d\d:\d\d"
    r"|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b)"
)
_IN_WORDS = frozenset({QueryKind.HOW_TO, QueryKind.CHAT})


def kind_of(text: str, *, paths: bool = False) -> QueryKind:
    """Return the kind of `text`; `paths` tells that it came with the files of a change."""
    head = text[:READS]
    if _URL.search(head):
        return QueryKind.URL
    if _PATH.search(head):
        return QueryKind.PATH
    if paths or _CHANGE.search(head):
        return QueryKind.CHANGE
    if _ERROR.search(head):
        return QueryKind.ERROR
    return _of_prose(head)


def in_own_words(text: str) -> bool:
    """Tell whether `text` is a question of one line that somebody wrote.

    What was pasted (an error, a change, an address, lines of a log) holds what its owner did
    not read before they sent it.
    """
    line = text.strip()
    if "\n" in line or len(line) > LONGEST_WORDS or _LOGGED.search(line):
        return False
    kind = kind_of(line)
    return kind in _IN_WORDS or (kind is QueryKind.ALERT and line.endswith("?"))


def _of_prose(head: str) -> QueryKind:
    if _HOW_TO.search(head):
        return QueryKind.HOW_TO
    if _ALERT.search(head):
        return QueryKind.ALERT
    if _CHAT.search(head):
        return QueryKind.CHAT
    return QueryKind.CHANGE if "\n\n" in head else QueryKind.HOW_TO
