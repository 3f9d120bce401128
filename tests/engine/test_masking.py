"""What others may read of a question: no secret, one line, and only what was written as one."""

import pytest

from journeywork.engine.masking import LONGEST_LINE, for_all_to_read, masked
from journeywork.engine.query_kinds import in_own_words

LINES = [
    ("password: hunter2 was refused", "password: *** was refused"),
    ('{"api_key": "abc", "user": "ana"}', '{"api_key": ***, "user": "ana"}'),
    ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ***"),
    ("sent eyJhbGciOiJI.eyJzdWIiOiIx.SflKxw to it", "sent *** to it"),
    ("how do I set up basic authentication?", "how do I set up basic authentication?"),
    ("How do I rotate the provider key?", "How do I rotate the provider key?"),
    ("which token does the bank send?", "which token does the bank send?"),
]
PASTED = [
    "Traceback (most recent call last):\n  File 'x.py', line 3\nKeyError: 'fee'",
    "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b",
    "2026-03-10 10:00:01 charged ana@fairwater.example twice",
    "[10:00:01] worker 3 gave up on the ledger",
    "Mar 10 10:00:01 db7 postgres: connection received",
    "INFO the ledger of Mr K. was closed",
    "FIRING disk full on db7 severity high",
    "https://wiki.fairwater.example/x?share=1",
    "ledger/migrations/0058_reason.py",
    "command failed with exit status 2: make test",
    "Dear all,\nthe ledger is closed.",
    "why " * 100,
]
ASKED = [
    "how do I reverse a settlement?",
    "What do I do when the settlement file is missing?",
    "who pays for lunch",
    "zeppelin hangar",
]


@pytest.mark.parametrize(("typed", "read"), LINES)
def test_secrets_in_a_question_are_taken_out(typed: str, read: str) -> None:
    assert masked(typed) == read


def test_everybody_reads_one_short_line() -> None:
    assert for_all_to_read("  two\n lines ") == "two lines"
    assert len(for_all_to_read("why " * 1000)) == LONGEST_LINE


@pytest.mark.parametrize("text", PASTED)
def test_what_was_pasted_is_not_taken_for_a_question(text: str) -> None:
    assert not in_own_words(text)


@pytest.mark.parametrize("text", ASKED)
def test_a_question_of_one_line_is_ones_own(text: str) -> None:
    assert in_own_words(text)
