"""A guide as a file that people write, and back: every fault is told with its line.

    ---
    kind: debrief
    title: After a change
    says: When work is merged and something about it surprised us.
    setting: software
    ---

    ## What was intended {#intended minutes=3}

    A sentence that opens the stage.

    - What did we want to reach?
      How would we have known that we are there?

A question is a list item; what stands indented below it is its hint.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import re2

from journeywork.engine.guide_heads import GuideFault, Head, head_text, read_head
from journeywork.engine.guides import Guide, Question, Stage
from journeywork.engine.slugs import slug

MOST_CHARACTERS = 40_000
MOST_STAGES = 12
MOST_QUESTIONS = 12
LONGEST_QUESTION = 300
LONGEST_HINT = 600
LONGEST_TITLE = 120
MOST_MINUTES = 480
_MARKED = re2.compile(r"^(.*?)\s*\{([^{}]*)\}$")
_MINUTES = re2.compile(r"[0-9]{1,3}")
_KEY = re2.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(slots=True)
class _Reading:
    """A stage while its lines are read. `line` is that of its heading."""

    line: int
    stage: Stage
    says: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def read(text: str) -> Guide:
    """Return the guide that a file describes; raises GuideFault with the line and the reason."""
    if len(text) > MOST_CHARACTERS:
        raise GuideFault(1, f"is longer than {MOST_CHARACTERS} characters")
    lines = text.removeprefix("\ufeff").splitlines()
    head, begins = read_head(lines)
    stages = tuple(_finished(one) for one in _stages(lines, begins, head))
    if not stages:
        raise GuideFault(len(lines) or 1, "has no stage: begin one with “## ” and its title")
    _only_once([(stage.key, line) for stage, line in stages], "two stages have the key")
    if len(stages) > MOST_STAGES:
        raise GuideFault(stages[MOST_STAGES][1], f"there may be {MOST_STAGES} stages at most")
    return Guide(
        kind=head.kind,
        title=head.title,
        says=head.says,
        setting=head.setting,
        language=head.language,
        roles=head.roles,
        stages=tuple(stage for stage, _ in stages),
    )


def written(guide: Guide) -> str:
    """Return the text of a file that `read` makes the same guide of."""
    return head_text(guide) + "".join(_stage_text(stage) for stage in guide.stages)


def _stage_text(stage: Stage) -> str:
    marks = [f"#{stage.key}"]
    marks += [f"minutes={stage.minutes}"] if stage.minutes else []
    marks += [f"for={','.join(stage.roles)}"] if stage.roles else []
    opening = f"\n## {stage.title} {{{' '.join(marks)}}}\n\n"
    says = f"{stage.says}\n\n" if stage.says else ""
    return opening + says + "".join(map(_question_text, stage.questions))


def _question_text(question: Question) -> str:
    said = f"- {question.text} {{#{question.key}}}\n"
    return said + "".join(f"  {line}\n" for line in question.hint.splitlines())


def _stages(lines: list[str], begins: int, head: Head) -> Iterator[_Reading]:
    current: _Reading | None = None
    for number, line in enumerate(lines[begins:], begins + 1):
        if line.startswith("## "):
            if current:
                yield current
            current = _Reading(number, _heading(line, number, head))
        elif line.startswith("#"):
            raise GuideFault(number, "only stages have headings, each with “## ”")
        elif current:
            _take(current, line, number)
        elif line.strip():
            raise GuideFault(number, "stands before the first stage; “says” in the head tells more")
    if current:
        yield current


def _take(reading: _Reading, line: str, number: int) -> None:
    said = line.strip()
    if line.startswith(("- ", "* ")):
        reading.questions.append(_question(line[2:], number))
        if len(reading.questions) > MOST_QUESTIONS:
            raise GuideFault(number, f"a stage asks {MOST_QUESTIONS} questions at most")
    elif said and reading.questions:
        if not line.startswith(" "):
            raise GuideFault(
                number, "text after a question is its hint: indent it, or begin a list item"
            )
        reading.questions[-1] = _hinted(reading.questions[-1], said, number)
    elif said:
        reading.says.append(said)


def _question(said: str, number: int) -> Question:
    text, marks = _marks(said.strip(), number, ())
    if not text:
        raise GuideFault(number, "a question must not be empty")
    if len(text) > LONGEST_QUESTION:
        raise GuideFault(number, f"a question has {LONGEST_QUESTION} characters at most")
    return Question(key=marks.get("#") or _made(text, number), text=text)


def _hinted(question: Question, said: str, number: int) -> Question:
    hint = f"{question.hint}\n{said}" if question.hint else said
    if len(hint) > LONGEST_HINT:
        raise GuideFault(number, f"a hint has {LONGEST_HINT} characters at most")
    return replace(question, hint=hint)


def _heading(line: str, number: int, head: Head) -> Stage:
    title, marks = _marks(line[3:].strip(), number, ("minutes", "for"))
    if not title or len(title) > LONGEST_TITLE:
        raise GuideFault(number, f"a stage's title has 1 to {LONGEST_TITLE} characters")
    roles = tuple(one for one in marks.get("for", "").split(",") if one)
    for role in roles:
        if role not in head.roles:
            raise GuideFault(number, f"“{role}” is none of the roles: {', '.join(head.roles)}")
    return Stage(
        key=marks.get("#") or _made(title, number),
        title=title,
        questions=(),
        minutes=_minutes(marks.get("minutes", "0"), number),
        roles=roles,
    )


def _marks(said: str, number: int, known: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Part what stands in braces at the end from the words before it."""
    found: Any = _MARKED.match(said)
    if found is None:
        return said, {}
    marks = dict(_mark(one, number, known) for one in found.group(2).split())
    return found.group(1), marks


def _mark(said: str, number: int, known: tuple[str, ...]) -> tuple[str, str]:
    if said.startswith("#"):
        if not _KEY.fullmatch(said[1:]) or len(said) > LONGEST_TITLE:
            raise GuideFault(number, f"“{said}” is no key: small letters, digits and hyphens")
        return "#", said[1:]
    name, _, value = said.partition("=")
    if name not in known or not value:
        may = ", ".join(["#key", *(f"{one}=..." for one in known)])
        raise GuideFault(number, f"“{said}” is not known in braces here; there may be: {may}")
    return name, value


def _minutes(said: str, number: int) -> int:
    if not _MINUTES.fullmatch(said) or int(said) > MOST_MINUTES:
        raise GuideFault(number, f"minutes must be a whole number from 0 to {MOST_MINUTES}")
    return int(said)


def _made(text: str, number: int) -> str:
    made = slug(text)
    if not made:
        raise GuideFault(number, "needs a key of small letters in braces, such as {#intended}")
    return made


def _finished(reading: _Reading) -> tuple[Stage, int]:
    if not reading.questions:
        raise GuideFault(reading.line, "the stage asks nothing: questions begin with “- ”")
    keys = [(question.key, reading.line) for question in reading.questions]
    _only_once(keys, "two questions of the stage have the key")
    said = {"questions": tuple(reading.questions), "says": "\n".join(reading.says)}
    return replace(reading.stage, **said), reading.line  # type: ignore[arg-type]


def _only_once(keys: list[tuple[str, int]], says: str) -> None:
    seen: set[str] = set()
    for key, line in keys:
        if key in seen:
            raise GuideFault(line, f"{says} “{key}”")
        seen.add(key)
