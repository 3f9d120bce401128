"""What nobody sends in good faith, and what somebody sends all the same: some eighty values.

Each has two spellings: as JSON, byte for byte as it is put into a document, and as plain bytes,
as they stand in an address, a query or a header before they are percent-encoded.
"""

import json
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bad:
    """One value. `whole` says that no document with it can be read, so no field can be named."""

    name: str
    json: bytes
    plain: bytes
    whole: bool = False


def text(name: str, value: str) -> Bad:
    return Bad(name, json.dumps(value, ensure_ascii=False).encode(), value.encode())


def bare(name: str, value: str | bytes, *, whole: bool = False) -> Bad:
    given = value.encode() if isinstance(value, str) else value
    return Bad(name, given, given, whole)


def quoted(name: str, inner: bytes, plain: bytes, *, whole: bool = False) -> Bad:
    return Bad(name, b'"' + inner + b'"', plain, whole)


_KEYS = ",".join(f'"k{n}":{n}' for n in range(1_001))

SIGNS = (
    quoted("NUL, escaped", b"a\\u0000b", b"a\x00b"),
    quoted("NUL, raw", b"a\x00b", b"\x00", whole=True),
    quoted("half of a pair, high", b"\\ud800", b"\xed\xa0\x80"),
    quoted("half of a pair, low", b"x\\udc00", b"x\xed\xb0\x80"),
    quoted("a pair the wrong way", b"\\udc00\\ud800", b"\xed\xb0\x80\xed\xa0\x80"),
    quoted("half of a pair, raw", b"\xed\xa0\x80", b"a\xed\xa0\x80b", whole=True),
    quoted("no UTF-8", b"\xff\xfe", b"\xff\xfe", whole=True),
    quoted("an overlong slash", b"\xc0\xaf", b"..\xc0\xafetc", whole=True),
    quoted("UTF-8 that breaks off", b"\xf0\x9f\x98", b"\xf0\x9f\x98", whole=True),
    text("zero width", "\u200b"),
    text("turned around", "exe\u202egpj.txt"),
    text("isolates", "\u2066\u2067abc\u2069"),
    text("right to left", "שלום مرحبا"),
    text("a flood of marks", "Z" + "\u0301\u0489" * 90),
    text("a sea of marks", "Z" + "\u0301\u0489" * 20_000),
    text("folds to more", "İßﬃŉ" * 40),
    text("no characters", "\ufffe\uffff\U0010ffff"),
    text("byte order mark", "\ufeff"),
    text("a family", "👩‍👩‍👧‍👦" * 7),
    text("line separator", "a\u2028b\u2029c\x85d"),
    quoted("terminal codes", b"\\u001b[2J\\u0007\\u0008", b"\x1b[2J\x07\x08"),
    quoted("header injection", b"a\\r\\nX-Injected: 1\\r\\n\\r\\n", b"a\r\nX-Injected: 1\r\n\r\n"),
    quoted("tab, bare", b"a\tb", b"a\tb", whole=True),
)
NUMBERS = (
    bare("NaN", "NaN"),
    bare("Infinity", "Infinity"),
    bare("-Infinity", "-Infinity"),
    bare("1e400", "1e400"),
    bare("-1e400", "-1e400"),
    bare("1e-400", "1e-400"),
    bare("-0", "-0"),
    bare("0", "0"),
    bare("-1", "-1"),
    bare("1.5", "1.5"),
    bare("1e2", "1e2"),
    bare("2^31", str(2**31)),
    bare("-2^31-1", str(-(2**31) - 1)),
    bare("2^53+1", str(2**53 + 1)),
    bare("2^63-1", str(2**63 - 1)),
    bare("2^63", str(2**63)),
    bare("-2^63-1", str(-(2**63) - 1)),
    bare("2^64", str(2**64)),
    bare("ten thousand digits", "9" * 10_000),
    bare("leading zero", "010", whole=True),
    text("a number in text", "1"),
    text("a number with underscores", "1_000"),
    text("a number in other digits", "٣٣"),
    text("a number in base 16", "0x10"),
    text("NaN in text", "NaN"),
)
SHAPES = (
    bare("null", "null"),
    bare("true", "true"),
    bare("false", "false"),
    bare("an object", "{}"),
    bare("a list", "[]"),
    bare("a list of nothing", "[null]"),
    bare("a list of lists", "[[[]]]"),
    bare("a list of a thousand", "[" + ",".join(["1"] * 1_000) + "]"),
    bare("an object of an object", '{"a": {"b": [1]}}'),
    bare("keys of a language", '{"__proto__": {"a": 1}, "__class__": 1, "$ref": "#/x"}'),
    bare("a key twice", '{"a": 1, "a": 2}'),
    bare("a key twice, escaped", '{"a": 1, "\\u0061": 2}'),
    bare("a key of NUL", '{"\\u0000": 1}'),
    bare("33 deep", "[" * 33 + "]" * 33),
    bare("10,000 deep", "[" * 10_000 + "]" * 10_000, whole=True),
    bare("10,000 objects deep", '{"a":' * 10_000 + "1" + "}" * 10_000, whole=True),
    bare("1,001 keys", "{" + _KEYS + "}"),
    bare("broken off", '{"a": ', whole=True),
    bare("nothing at all", "", whole=True),
)
WORDS = (
    text("empty", ""),
    text("blank", "   "),
    text("long", "x" * 5_000),
    text("as long as a body", "x" * 500_000),
    text("SQL", "'; drop table people_personrow; --"),
    text("SQL, true", '" or 1=1 /*'),
    text("a pattern of SQL", "%_%\\"),
    text("HTML", "<script>alert(1)</script>"),
    text("a template", "{{7*7}}${7*7}<%= 7*7 %>#{7*7}"),
    text("a format", "%s%n%(x)s{0.__class__}{}"),
    text("a way up", "../../../../etc/passwd"),
    text("a way up in Windows", "..\\..\\windows\\win.ini"),
    text("an absolute path", "/etc/passwd"),
    text("a script's address", "javascript:alert(1)"),
    text("a file's address", "file:///etc/passwd"),
    text("an address inside", "http://169.254.169.254/latest/"),
    text("an address that is none", "https://[::1/:x@"),
    text("two mailboxes", "a@x.example, b@x.example"),
    text("a mailbox that injects", "a@x.example\r\nBcc: b@x.example"),
    text("a search expression", 'AND (OR "x~2 -y:[* TO *] \\'),
    text("a number of a version", '"*", W/"x"'),
)
TIMES = (
    text("the year 0", "0000-01-01"),
    text("the year 99999", "99999-12-31T00:00:00Z"),
    text("a leap second", "2026-12-31T23:59:60Z"),
    text("no zone", "2026-03-10T10:00:00"),
    text("after the calendar", "9999-12-31T23:59:59-23:59"),
    text("before the calendar", "0001-01-01T00:00:00+23:59"),
    text("30 February", "2026-02-30"),
    text("24 o'clock", "24:00"),
    text("a zone beyond the day", "09:00+25:00"),
    text("seconds since 1970", "1e12"),
)
NAMES = (
    text("a UUID of nothing", "00000000-0000-0000-0000-000000000000"),
    text("a UUID in braces", "{0190a3b4-0000-7000-8000-000000000000}"),
    text("a UUID as a name", "urn:uuid:0190a3b4-0000-7000-8000-000000000000"),
    text("a UUID without dashes", "f" * 32),
    text("a cursor", "eyJhIjogWzEsIDJdfQ=="),
    text("a cursor of NUL", "AAAA"),
    text("a cursor that breaks off", "eyJhI"),
)
VALUES = (*SIGNS, *NUMBERS, *SHAPES, *WORDS, *TIMES, *NAMES)

#: Too large to send to every field in every test run; the gate meets them by size alone.
LARGE = (
    text("10 megabytes", "x" * (10 * MEGABYTE)),
    bare("a million keys", "{" + ",".join(f'"{n}":1' for n in range(1_000_000)) + "}", whole=True),
    bare("a million deep", "[" * 1_000_000, whole=True),
    bare("60,000 keys", "{" + ",".join(f'"{n}":1' for n in range(60_000)) + "}", whole=True),
    bare("200,000 numbers", "[" + "1," * 200_000 + "1]", whole=True),
)
