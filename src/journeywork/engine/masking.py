"""Takes secrets out of a command line or a question before others may read it."""

import re

LONGEST = 4_000
#: What everybody may read of a question, in characters.
LONGEST_LINE = 300
MASK = "***"
_NAME = r"[\w-]*(?:passw|passphrase|secret|token|key|credential|auth)[\w-]*"
#: At worst quadratic in the line, which is why only its first LONGEST characters are read.
_SECRETS = (
    re.compile(
        rf"(?i)(?P<kept>(?<![\w-])-{{1,2}}{_NAME}(?:=|\s+))(?P<secret>'[^']*'|\"[^\"]*\"|\S+)"
    ),
    re.compile(rf"(?i)(?P<kept>(?<![\w-]){_NAME}=)(?P<secret>'[^']*'|\"[^\"]*\"|\S+)"),
    # `password: x` and `"api_key": "x"`, as files and logs have it.
    re.compile(
        r"(?i)(?P<kept>(?:passw(?:or)?d|passphrase|secret|token|credentials?|[_-]key)[\"']?:\s*)"
        r"(?P<secret>'[^']*'|\"[^\"]*\"|\S+)"
    ),
    re.compile(r"(?i)(?P<kept>\bauthorization[\"']?:\s*\w+\s+)(?P<secret>[\w+/=.-]+)"),
    # With a figure or a capital within, which "basic authentication" does not have.
    re.compile(
        r"(?P<kept>\b(?i:bearer|basic)\s+)"
        r"(?P<secret>(?=[\w+/=.-]*[0-9=]|[\w+/=.-]+[A-Z])[\w+/=.-]{8,})"
    ),
    re.compile(r"(?P<kept>\b)(?P<secret>eyJ[\w-]{8,}(?:\.[\w-]+){1,2})"),
    re.compile(r"(?P<kept>://)(?P<secret>[^/\s@]+)(?=@)"),
    re.compile(r"(?P<kept>\b)(?P<secret>(?:(?:jw|gh[pos]|glpat|xox[abp]|sk)[_-]|AKIA)[\w-]{16,})"),
    re.compile(r"(?P<kept>\b)(?P<secret>[0-9a-fA-F]{32,}|[A-Za-z0-9+/]{40,}={0,2})"),
)

#: These take the password right after -p, where others have a port or a plug-in.
_TAKES_P = re.compile(r"\b(?:mysql\w*|mariadb[\w-]*|sshpass)\b")
_AFTER_P = re.compile(r"(?P<kept>\s-p)(?P<secret>\S+)")


def masked(line: str) -> str:
    """Return the beginning of `line` with what looks like a secret replaced by ***."""
    line = line[:LONGEST]
    patterns = (*_SECRETS, _AFTER_P) if _TAKES_P.search(line) else _SECRETS
    for pattern in patterns:
        line = pattern.sub(lambda found: f"{found['kept']}{MASK}", line)
    return line


def for_all_to_read(text: str) -> str:
    """Return `text` as everybody may read it: masked, on one line, at most LONGEST_LINE long."""
    return " ".join(masked(text).split())[:LONGEST_LINE]
