"""Three hundred stored attempts to run a script: none does, in the real browser, behind two walls."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, Route

from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.work import actions as work
from journeywork.work import queries
from tests.fakes.scripts import attempts, markdown_attempts
from tests.web.conftest import Site

#: What no page of ours has, whoever wrote what is on it.
FOREIGN = """() => [...document.querySelectorAll('*')].flatMap(each => [...each.attributes]
    .filter(a => /^(on|hx-on|data-hx-on)/i.test(a.name)
        || (/^(href|src|action|formaction|data|xlink:href|srcdoc|hx-get|hx-post)$/i.test(a.name)
            && /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data:text)/i.test(a.value)))
    .map(a => `${each.tagName} ${a.name}=${a.value}`.slice(0, 120)))
    .concat([...document.querySelectorAll(
        'script:not([src]):not([type="application/json"]), script[src^="data:"], iframe, object, '
        + 'embed, base, main meta, main link, main style, math')].map(each => each.outerHTML))"""


def unharmed(page: Page, address: str) -> None:
    """Open a page, touch everything in it that could be a trap, and find that nothing ran."""
    page.goto(address)
    assert page.evaluate(FOREIGN) == []
    page.evaluate(
        """() => document.querySelectorAll('main *').forEach(each => {
        for (const kind of ['mouseover', 'focus', 'toggle', 'animationstart', 'load', 'error'])
            each.dispatchEvent(new Event(kind)); })"""
    )
    page.wait_for_timeout(50)
    assert page.evaluate("window.caught ?? null") is None


def publish(site: Site, title: str, body: str, at: datetime, **more: object) -> str:
    drafted = knowledge.draft(title=title, body=body, by=site.cast.ben.id, at=at, **more)  # type: ignore[arg-type]
    return knowledge.publish_card(card_id=drafted.id, by=site.cast.ben.id, at=at).key


def test_markdown_runs_nothing(site: Site) -> None:
    at = clock.now()
    every = [*attempts(), *markdown_attempts()]
    keys = [
        publish(site, f"Part {n}", "\n\n".join(every[n : n + 10]), at)
        for n in range(0, len(every), 10)
    ]
    page = site.enter(site.cast.ana)
    for key in keys:
        unharmed(page, f"/cards/{key}/")


def test_titles_names_topics_and_teams_run_nothing(site: Site) -> None:
    at, cast = clock.now(), site.cast
    every = attempts()
    keys = [
        publish(
            site, each[:200], "Body.", at, topics=(each[:40],), applies_to=AppliesTo(paths=(each,))
        )
        for each in every
    ]
    for n, each in enumerate(every[:40]):
        people.add_person(
            name=each[:200], email=f"p{n}@fairwater.example", key=f"p{n}", invited=True,
            teams=(cast.payments.id,), by=None, at=at,
        )  # fmt: skip
        people.add_team(key=f"t{n}", name=each[:100], by=None, at=at)
    indexing.rebuild()
    page = site.enter(cast.dora)
    for address in (
        "/cards/",
        f"/cards/{keys[0]}/",
        "/teams/",
        "/teams/payments/",
        "/ask/?q=script+press",
    ):
        unharmed(page, address)


def test_work_from_elsewhere_runs_nothing(site: Site) -> None:
    at, cast = clock.now(), site.cast
    every = attempts()
    sent = [
        WorkEvent(
            source="test", id=str(n), type="change.proposed", subject=f"{each[:200]}#{n}", at=at,
            by=cast.ana.id, title=each, text=each, place=each[:100], paths=(each,), labels=(each,),
            check=each,
        )
        for n, each in enumerate(every)
    ]  # fmt: skip
    work.accept(sent, by=None, at=at)
    work.digest(at=at)
    indexing.rebuild()
    page = site.enter(cast.ana)
    unharmed(page, "/work/")
    unharmed(page, "/ask/?q=script+press")
    for episode in queries.episodes(limit=len(every)):
        unharmed(page, f"/work/{episode.uuid}/")


@pytest.mark.parametrize("wall", [True, False])
def test_the_policy_is_a_second_wall(site: Site, wall: bool) -> None:
    """Were the sanitiser gone, the policy would hold; the control shows that it is needed."""
    page = site.enter(site.cast.ana)
    bare = "<!doctype html><title>x</title><main>{}</main>"

    def without_sanitiser(route: Route) -> None:
        headers = dict(route.fetch().headers) if wall else {}
        kept = {k: v for k, v in headers.items() if k.startswith(("content-security", "x-"))}
        route.fulfill(
            status=200, headers={**kept, "content-type": "text/html; charset=utf-8"}, body=body
        )

    ran = 0
    page.on("dialog", lambda dialog: dialog.dismiss())
    for each in attempts():
        body = bare.format(each)
        page.route("**/cards/", without_sanitiser)
        page.goto("/cards/", wait_until="load")
        page.unroute("**/cards/")
        ran += page.evaluate("window.caught ?? null") is not None
    assert ran == 0 if wall else ran > 15
