"""What may come in, and how what may not is named."""

import json
import math
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.gate import (
    GateFault,
    Limits,
    check_pairs,
    check_text,
    check_whole,
    parse_closely,
    parse_json,
)
from journeywork.engine.quick_json import DOUBT, quick

BYTE_ORDER_MARK = (
    "this is not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig) at line 1 column 1"
)
NO_NAME = "this is not JSON: Expecting property name enclosed in double quotes at line 1 column 2"
SMALL = Limits(body=1000, depth=4, keys=5, values=20, text=50, page=100)
DEEP = Limits(body=1000, depth=9, keys=5, values=20, text=50, page=100)


def refused(act: Any, *given: Any, **named: Any) -> tuple[str, str, int]:
    with pytest.raises(GateFault) as fault:
        act(*given, **named)
    return fault.value.field, fault.value.says, fault.value.status


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        (b'{"a": NaN}', "a", "NaN is not a number that JSON knows"),
        (b'{"a": [1, Infinity]}', "a[1]", "Infinity is not a number that JSON knows"),
        (b"[-Infinity]", "[0]", "-Infinity is not a number that JSON knows"),
        (b'{"a": 1e400}', "a", "is a number too large to keep"),
        (b'{"a": -1e999999999}', "a", "is a number too large to keep"),
        (b'{"a": 9223372036854775808}', "a", "is a whole number beyond 64 bits"),
        (b'{"a": -9223372036854775809}', "a", "is a whole number beyond 64 bits"),
        (b"1" * 900, "", "is a whole number beyond 64 bits"),
        (b'{"a": "x\\u0000y"}', "a", "contains the character NUL"),
        (b'{"a": "\\ud800"}', "a", "contains half of a surrogate pair"),
        (b'{"a": "\\udc00\\ud800"}', "a", "contains half of a surrogate pair"),
        (b'{"a\\u0000": 1}', "a key", "contains the character NUL"),
        (b'{"p": {"\\udfff": 1}}', "a key of p", "contains half of a surrogate pair"),
        (b'{"a": 1, "a": 2}', "a", "stands twice"),
        (b'{"p": [{"a": 1, "b": 2, "a": 3}]}', "p[0].a", "stands twice"),
        (b'{"a": {"b": [[[1]]]}}', "a.b[0][0]", "is nested deeper than 4 levels"),
        (b"[" * 500, "", "this is not JSON: Expecting value at line 1 column 501"),
        (b'{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', "", "has more than 5 keys"),
        (b"[" + b"1," * 30 + b"1]", "", "has more than 20 values"),
        (b'{"a": "' + b"x" * 51 + b'"}', "a", "is longer than 50 characters"),
        (b"\xff\xfe", "", "is not UTF-8 at byte 0"),
        (b'{"a": "\xed\xa0\x80"}', "", "is not UTF-8 at byte 7"),
        (b"\xef\xbb\xbf{}", "", BYTE_ORDER_MARK),
        (b"", "", "this is not JSON: Expecting value at line 1 column 1"),
        (b"{'a': 1}", "", NO_NAME),
        (b'{"a": 1} x', "", "this is not JSON: Extra data at line 1 column 10"),
        (b'{"a": 01}', "", "this is not JSON: Expecting ',' delimiter at line 1 column 8"),
        (b'{"a": "\t"}', "", "this is not JSON: Invalid control character at at line 1 column 8"),
    ],
)  # fmt: skip
def test_a_bad_document_is_refused_by_field(body: bytes, field: str, says: str) -> None:
    assert refused(parse_json, body, SMALL) == (field, says, 400)


def test_a_body_over_the_limit_is_413() -> None:
    assert refused(parse_json, b" " * 1001, SMALL) == (
        "",
        "the body is larger than 1000 bytes",
        413,
    )


def test_nesting_beyond_the_interpreter_is_refused_too() -> None:
    assert refused(parse_json, b"[" * 400_000)[1] == "is nested deeper than 32 levels"


def test_commas_in_text_are_no_values() -> None:
    assert parse_json(b'{"a": "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,\\",18,19"}', SMALL) == {
        "a": '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,",18,19'
    }


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, 2.5, true, null, "\xc3\xa9"]}', {"a": [1, 2.5, True, None, "é"]}),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'{"": 0}', {"": 0}),
        (b"-9223372036854775808", -(2**63)),
        (b"1e308", 1e308),
        (b'"NaN"', "NaN"),
        (b'"is a number too large to keep"', "is a number too large to keep"),
    ],
)
def test_a_good_document_passes(body: bytes, value: Any) -> None:
    assert parse_json(body, SMALL) == value


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(
                st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values, st.booleans())
def test_what_json_can_say_comes_through_as_it_was(value: Any, ascii_only: bool) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_pass_or_are_refused_but_never_break(body: bytes) -> None:
    try:
        value = parse_json(body, SMALL)
    except GateFault as fault:
        assert fault.status in (400, 413)
    else:
        assert _fits(value)


@given(st.text(alphabet='{}[]",:0123456789eE.-\\u \x00', max_size=60))
def test_anything_like_json_passes_or_is_refused(text: str) -> None:
    try:
        assert _fits(parse_json(text.encode(), SMALL))
    except GateFault as fault:
        assert fault.says


def _fits(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and value.encode() is not None
    if isinstance(value, list):
        return all(map(_fits, value))
    if isinstance(value, dict):
        return all(_fits(key) and _fits(item) for key, item in value.items())
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, bool) or -(2**63) <= value < 2**63


@given(st.text())
def test_text_passes_exactly_if_it_can_be_stored(text: str) -> None:
    storable = "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
    try:
        passed = check_text(text) == text
    except GateFault:
        passed = False
    assert passed == storable


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("two\nlines", "must stand on one line, without control characters"),
        ("a\u2028b", "must stand on one line, without control characters"),
        ("bell\x07", "must stand on one line, without control characters"),
        ("exe\u202egpj", "contains an invisible character that turns the direction of reading"),
        ("\u2066x", "contains an invisible character that turns the direction of reading"),
        (7, "is not text"),
        (None, "is not text"),
        ("x" * 11, "is longer than 10 characters"),
    ],
)
def test_a_name_stands_on_one_line(text: Any, says: str) -> None:
    assert refused(check_text, text, field="name", longest=10, lines=False)[:2] == ("name", says)


@pytest.mark.parametrize("name", ["Zoë", "محمد", "Ана", "山田", "O’Neil", "👩‍🚀"])
def test_names_of_people_everywhere_pass(name: str) -> None:
    assert check_text(name, lines=False) == name


@pytest.mark.parametrize("value", [True, 1.5, None, [], "0x10", "--1", "-", "1_000"])
def test_only_whole_numbers_are_whole_numbers(value: Any) -> None:
    assert refused(check_whole, value, field="n")[0] == "n"


def test_a_form_names_its_bad_field() -> None:
    faults = [
        refused(check_pairs, pairs, where="the form", limits=SMALL)[:2]
        for pairs in ([("a", "\x00")], [("b\n", "")], [("c", "")] * 6)
    ]
    assert faults == [
        ("a", "contains the character NUL"),
        ("a field name in the form", "must stand on one line, without control characters"),
        ("the form", "has more than 5 fields"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b'"' + b'\\"' * 450_000 + b"," * 60_000,
        b'"' * 900_000 + b"," * 60_000,
        b"[" + b'"\\\\",' * 120_000 + b"1]",
        b'{"a":' * 200_000,
        b"-" * 1_000_000,
        b"[" + b"1e1," * 240_000 + b"1]",
        b'"' + b"\\u0041" * 170_000 + b'"',
    ],
)
def test_no_document_takes_long(body: bytes) -> None:
    began = time.perf_counter()
    try:
        parse_json(body)
    except GateFault as fault:
        assert fault.status == 400
    assert time.perf_counter() - began < 1


# The quick lane

SIGNS = ["{", "}", "[", "]", '"', ",", ":", " ", "\n", "\\", "\\\\", "é", "\x01"]
ESCAPES = ["\\u0000", "\\u003a", "\\ud800", '"\\u00e9"']
WHOLES = ['"a"', '"a":', '"b": ', '"a:b"', "1", "-0", "1.5e3", "1e400", "9" * 19, "NaN", "true"]
PARTS = st.sampled_from([*SIGNS, *ESCAPES, *WHOLES])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=30,
)
DOCUMENTS = st.lists(PARTS, max_size=25).map("".join) | VALUES.map(json.dumps)


def outcome(read: Callable[[bytes, Limits], Any], body: bytes, limits: Limits) -> str:
    """Return the value or the fault, as text: so that 1 and 1.0 and true differ."""
    try:
        return repr(read(body, limits))
    except GateFault as fault:
        return f"refused: {fault}"


@given(DOCUMENTS, st.sampled_from([SMALL, DEEP]))
@settings(max_examples=1000)
def test_the_quick_lane_says_what_the_close_look_says(text: str, limits: Limits) -> None:
    body = text.encode()
    if len(body) <= limits.body:
        assert outcome(parse_json, body, limits) == outcome(parse_closely, body, limits)


@pytest.mark.parametrize("opens", ["[", '{"a":'])
@pytest.mark.parametrize("inmost", ["1", "9223372036854775807", "9223372036854775808", "1e400"])
@pytest.mark.parametrize("depth", range(1, 12))
def test_at_every_depth_it_says_the_same(opens: str, inmost: str, depth: int) -> None:
    closes = {"[": "]", '{"a":': "}"}[opens]
    body = f"{opens * depth}{inmost}{closes * depth}".encode()
    for limits in (SMALL, DEEP):
        assert outcome(parse_json, body, limits) == outcome(parse_closely, body, limits)


def test_keys_that_stand_twice_do_not_slip_through_the_quick_lane() -> None:
    twice = [b'{"a": 1, "a": 2}', b'{"a": "\\u003a", "a": 2}', b'{"a:": 1, "a:": ":"}']
    twice += [b'[{"b": {"a": 1, "\\u0061": 2}}]']
    assert [quick(body, SMALL) is DOUBT for body in twice] == [True] * len(twice)
    good = [b'{"a": 1, "b": {"a": ":"}}', b'"x: y"', b"[[[[1]]]]", '{"é": "ü"}'.encode()]
    assert [quick(body, SMALL) is DOUBT for body in good] == [False] * len(good)
