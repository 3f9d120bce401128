"""The head of a guide's file: what it is for, in YAML of plain values."""

from dataclasses import dataclass, replace
from typing import Any

import re2
import yaml

from journeywork.engine.activities import ActivityKind
from journeywork.engine.guides import Guide

LONGEST = {"title": 120, "says": 300, "setting": 40}
MOST_ROLES = 6
_FIELDS = ("kind", "title", "says", "setting", "language", "roles")
_ROLE = re2.compile(r"[a-z][a-z-]{0,29}")
_LANGUAGE = re2.compile(r"[a-z]{2}")


class GuideFault(ValueError):
    """A guide's file does not fit: on which line (from 1), and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a file says of itself."""

    kind: ActivityKind
    title: str
    says: str = ""
    setting: str = ""
    language: str = "en"
    roles: tuple[str, ...] = ("participant",)


def read_head(lines: list[str]) -> tuple[Head, int]:
    """Return the head and the number of lines it takes; raises GuideFault."""
    if not lines or lines[0].rstrip() != "---":
        raise GuideFault(1, "must begin with a line “---” and say its kind and title")
    ends = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if not ends:
        raise GuideFault(1, "the head is not closed by a second line “---”")
    node = _composed("\n".join(lines[1:ends]))
    head = Head(kind=ActivityKind.DEBRIEF, title="")
    said: set[str] = set()
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 2
        if name in said:
            raise GuideFault(line, f"“{name}” is said twice")
        said.add(name)
        head = replace(head, **{name: _value(name, value, line)})
    for name in ("kind", "title"):
        if name not in said:
            raise GuideFault(1, f"the head must say “{name}”")
    return head, ends + 1


def head_text(guide: Guide) -> str:
    """Return the head of a guide's file, closed."""
    said = {
        "kind": guide.kind.value,
        "title": guide.title,
        "says": guide.says,
        "setting": guide.setting,
        "language": guide.language,
        "roles": list(guide.roles),
    }
    kept = {name: value for name, value in said.items() if value}
    text = yaml.safe_dump(
        kept, sort_keys=False, allow_unicode=True, width=1000, default_flow_style=None
    )
    return f"---\n{text}---\n"


def _composed(block: str) -> yaml.MappingNode:
    try:
        node = yaml.compose(block, Loader=_Plain)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        line = mark.line + 2 if mark else 1
        raise GuideFault(line, f"is not YAML: {fault.problem or fault}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise GuideFault(1, "the head is not YAML") from None
    if not isinstance(node, yaml.MappingNode):
        raise GuideFault(2, "the head must be lines such as “title: After a change”")
    return node


class _Plain(yaml.SafeLoader):
    """A loader that refuses references: a head is plain values."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse a reference; yaml.MarkedYAMLError then."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="references are not read", problem_mark=mark)
        return super().compose_node(parent, index)


def _value(name: str, node: Any, line: int) -> Any:
    if name not in _FIELDS:
        may = ", ".join(_FIELDS)
        raise GuideFault(line, f"“{name[:40]}” is not known; a head may say: {may}")
    if name == "roles":
        return _roles(node, line)
    if not isinstance(node, yaml.ScalarNode):
        raise GuideFault(line, f"“{name}” must be one plain value")
    said = " ".join(str(node.value).split())
    if name == "kind":
        return _kind(said, line)
    if name == "language":
        if not _LANGUAGE.fullmatch(said):
            raise GuideFault(line, "a language is two small letters, such as en")
        return said
    if len(said) > LONGEST[name] or (name == "title" and not said):
        raise GuideFault(line, f"“{name}” has {LONGEST[name]} characters at most, and some")
    return said


def _kind(said: str, line: int) -> ActivityKind:
    kinds = {kind.value: kind for kind in ActivityKind}
    if said not in kinds:
        raise GuideFault(line, f"“{said[:40]}” is no kind; kinds are: {', '.join(kinds)}")
    return kinds[said]


def _roles(node: Any, line: int) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise GuideFault(line, "“roles” must be a list, such as [host, visitor]")
    roles = tuple(str(one.value) for one in node.value)
    good = all(_ROLE.fullmatch(role) for role in roles)
    if not (good and 0 < len(roles) == len(set(roles)) <= MOST_ROLES):
        raise GuideFault(line, f"roles are 1 to {MOST_ROLES} different words of small letters")
    return roles
