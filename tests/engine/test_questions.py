"""People paste whatever they have in front of them."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.context import QueryKind
from journeywork.engine.questions import read

TRACEBACK = """Traceback (most recent call last):
  File "/home/ana/src/payments/billing/fees.py", line 12, in charge
    total = fee(order)
  File "/home/ana/src/payments/billing/retry.py", line 3, in fee
    raise DoubleCharge("fee charged twice")
billing.errors.DoubleChargeError: fee charged twice
"""
DIFF = """diff --git a/billing/fees.py b/billing/fees.py
index 1111111..2222222 100644
--- a/billing/fees.py
+++ b/billing/fees.py
@@ -1,3 +1,3 @@
-    charge(order.fee)
+    charge_once(order.fee)
diff --git a/billing/new.py b/billing/new.py
--- /dev/null
+++ b/billing/new.py
"""


def test_free_words_are_looked_up_as_they_are() -> None:
    asked = read("How do I void a settled invoice?")
    assert (asked.kind, asked.text) == (QueryKind.HOW_TO, "How do I void a settled invoice?")
    assert (asked.place, asked.paths) == ("", ())


@pytest.mark.parametrize(
    ("path", "place", "inside"),
    [
        ("billing/fees.py", "", "billing/fees.py"),
        ("./billing/fees.py:12", "", "billing/fees.py"),
        ("/home/ana/src/payments/billing/fees.py", "payments", "billing/fees.py"),
        ("/home/ana/payments/payments/fees.py", "payments", "fees.py"),
        ("/srv/other/x.py", "", "srv/other/x.py"),
        ("fees.py", "", "fees.py"),
    ],
)
def test_a_path_is_told_from_the_machine_on_which_it_lies(
    path: str, place: str, inside: str
) -> None:
    asked = read(path, places=("ledger", "payments"))
    assert (asked.kind, asked.place, asked.paths) == (QueryKind.PATH, place, (inside,))


def test_an_error_names_its_files_and_says_its_message_first() -> None:
    asked = read(TRACEBACK, places=("payments",))
    assert (asked.kind, asked.place) == (QueryKind.ERROR, "payments")
    assert asked.paths == ("billing/fees.py", "billing/retry.py")
    assert asked.text.startswith("billing.errors.DoubleChargeError: fee charged twice")


def test_a_compiler_points_at_a_file() -> None:
    asked = read("error[E0382]: borrow of moved value\n  --> src/main.rs:4:5\n")
    assert (asked.kind, asked.paths) == (QueryKind.ERROR, ("src/main.rs",))


def test_a_diff_names_its_files_and_what_changed() -> None:
    asked = read(DIFF)
    assert (asked.kind, asked.paths) == (
        QueryKind.CHANGE,
        ("billing/fees.py", "billing/new.py"),
    )
    assert asked.text == "charge(order.fee)\ncharge_once(order.fee)"


@pytest.mark.parametrize(
    ("url", "place", "paths", "subject"),
    [
        ("https://github.com/fairwater/payments/blob/main/billing/fees.py", "payments",
         ("billing/fees.py",), ""),
        ("https://gitlab.example.org/fairwater/payments/-/blob/main/a%20b/fees.py", "payments",
         ("a b/fees.py",), ""),
        ("https://github.com/fairwater/payments/pull/412", "payments", (),
         "fairwater/payments#412"),
        ("https://github.com/fairwater/unknown", "", (), ""),
        ("https://help.example.org/articles/void-invoice?id=3", "", (), ""),
    ],
)  # fmt: skip
def test_an_address_says_where_the_work_is(
    url: str, place: str, paths: tuple[str, ...], subject: str
) -> None:
    asked = read(url, places=("payments",))
    assert (asked.kind, asked.place, asked.paths, asked.subject) == (
        QueryKind.URL,
        place,
        paths,
        subject,
    )


def test_what_the_askers_tool_says_counts_first() -> None:
    asked = read("why does it fail?", place="ledger", paths=("core/money.py",))
    assert (asked.kind, asked.place, asked.paths) == (
        QueryKind.CHANGE,
        "ledger",
        ("core/money.py",),
    )


@given(st.text(max_size=2000))
def test_any_text_can_be_read(text: str) -> None:
    asked = read(text, places=("payments",))
    assert len(asked.paths) <= 40
    assert len(asked.text) <= 2 * 20_000 + 10_000


@pytest.mark.parametrize(
    "text",
    [
        "/a" * 10_000,
        "a/" * 10_000,
        "https://" + "a/" * 10_000,
        "+ " * 10_000,
        "(" * 20_000,
        "error" * 4_000,
        "--- a/" * 3_000,
        "\\a.b" * 5_000,
        "a.a" * 7_000,
    ],
)
def test_no_text_takes_long_to_read(text: str) -> None:
    start = perf_counter()
    read(text, places=("payments",))
    assert perf_counter() - start < 1.0
