"""What sort of card a text makes: clear rules, the first that holds decides."""

from functools import lru_cache

from journeywork.engine.headings import lines
from journeywork.engine.knowledge import CardKind

_DECISION_FOLDERS = {"adr", "adrs", "decisions", "decision", "rfcs", "rfc"}
_DECISION_WORDS = ("decide", "decision", "choose", "choosing", "which ", "when to", "whether")
_LESSON_WORDS = ("lesson", "postmortem", "post-mortem", "retrospective", "what we learned")
_HOW_TO_WORDS = ("how to", "howto", "how do i", "runbook", "playbook", "step by step")
ENOUGH = 3
_STEP_DIGITS = 2


def kind_of(*, title: str, path: str, body: str) -> CardKind:
    """Return the kind of card: decision, lesson, checklist, how-to, otherwise reference."""
    name, folders = title.lower(), set(path.lower().split("/")[:-1])
    if folders & _DECISION_FOLDERS or _says(name, _DECISION_WORDS):
        return CardKind.DECISION
    if folders & {"lessons", "postmortems", "incidents"} or _says(name, _LESSON_WORDS):
        return CardKind.LESSON
    boxes, steps = _items(body)
    if boxes >= ENOUGH or "checklist" in name:
        return CardKind.CHECKLIST
    if steps >= ENOUGH or _says(name, _HOW_TO_WORDS) or folders & {"runbooks", "howto", "how-to"}:
        return CardKind.HOW_TO
    return CardKind.REFERENCE


def _says(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


@lru_cache(maxsize=256)  # Texts of one document differ little from each other.
def _items(body: str) -> tuple[int, int]:
    """Count boxes to tick and numbered steps outside code."""
    boxes = steps = 0
    for line in lines(body):
        text = line.text.lstrip()
        if line.fenced:
            continue
        boxes += text[:1] in "-*+" and text[1:6].lower() in (" [ ] ", " [x] ")
        number, dot, _ = text.partition(". ")
        steps += bool(dot) and number.isdigit() and len(number) <= _STEP_DIGITS
    return boxes, steps
