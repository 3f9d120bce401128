"""Looking at pages as people do: wide and narrow, in light and in the dark, with axe beside."""

from playwright.sync_api import Page

from tests.web.conftest import shoot, violations

#: what a picture is called, by the width of the screen and the scheme of the system
CALLED = {
    ("wide", "light"): "wide",
    ("wide", "dark"): "dark",
    ("phone", "light"): "phone",
    ("phone", "dark"): "phone-dark",
}
SIZES = {"wide": (1360, 900), "phone": (390, 844)}


def walk(page: Page, addresses: dict[str, str], look: str) -> dict[str, list[str]]:
    """Open each address, take its pictures, and return what is wrong with it, by name."""
    said: list[str] = []
    page.on("pageerror", lambda fault: said.append(f"script: {fault}"))
    page.on("console", lambda line: said.append(line.text) if "Policy" in line.text else None)
    found: dict[str, list[str]] = {}
    for name, address in addresses.items():
        answer = page.goto(address)
        wrong = [*said, *look_at(page, name, look)]
        said.clear()
        if answer is not None and answer.status >= 500:
            wrong.append(f"status {answer.status}")
        if wrong:
            found[name] = wrong
    return found


def look_at(page: Page, name: str, look: str) -> list[str]:
    """Return what is wrong with a page as it stands, in light and in the dark."""
    page.wait_for_load_state()  # A click has ended when the next page begins to come.
    wrong = sticking_out(page)
    # In the dark nothing but the colours is different.
    for scheme, rules in (("light", ()), ("dark", ("color-contrast",))):
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{scheme}: {fault}" for fault in violations(page, rules=rules)]
        shoot(page, f"{name}-{CALLED[look, scheme]}")
    page.emulate_media(color_scheme="light")
    return wrong


def sound(page: Page, name: str) -> list[str]:
    """Return what is wrong with a page that cannot be opened by its address, wide and narrow."""
    wrong = []
    for look, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        wrong += look_at(page, name, look)
    page.set_viewport_size({"width": 1360, "height": 900})
    return wrong


def sticking_out(page: Page) -> list[str]:
    """Return by how much a page is wider than its screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"sticks out by {wider} px"] if wider > 0 else []
