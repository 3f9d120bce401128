"""A link leads to a web page, and does nothing else."""

import pytest

from journeywork.engine.addresses import is_web_address


@pytest.mark.parametrize(
    "text",
    [
        "https://git.example.org/payments/pull/412",
        "http://127.0.0.1:8765/cards/",
        "https://example.org/grüße?x=1#part",
        "HTTPS://EXAMPLE.ORG/",
    ],
)
def test_a_web_address(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "\x0ejavascript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "https://example.org/\njavascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "/cards/",
        "https:",
        "https://",
        "https://[::1",
        "https://example.org/a b",
        "https://example.org/\u202e",
    ],
)
def test_none(text: str) -> None:
    assert not is_web_address(text)
