"""How many requests a token, and a person with all their tokens, may make in a minute.

Told in `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11) with every
answer, so that a program can slow down before it is told to.
"""

from django.conf import settings
from django.http import HttpResponse

from journeywork.api import problems
from journeywork.engine.people import Bearer
from journeywork.kernel import allowances, clock
from journeywork.kernel.allowances import WINDOW, Allowance
from journeywork.kernel.tenancy import within

#: A person may ask so many times as often as one of their tokens.
TOGETHER = 2


def count(holder: Bearer) -> tuple[Allowance, ...]:
    """Count a request, and return how its token and its person stand; nothing where all may."""
    quota = settings.API_PER_MINUTE
    if not quota:
        return ()
    quotas = {"token": (holder.token, quota), "person": (holder.person, quota * TOGETHER)}
    with within(holder.org):
        return allowances.spend(quotas, person=holder.person, at=clock.now())


def refused(allowed: tuple[Allowance, ...]) -> HttpResponse | None:
    """Return the problem for a request that was one too many, None for all others."""
    over = [each for each in allowed if each.spent]
    if not over:
        return None
    seconds = max(each.seconds for each in over)
    names = " and the ".join(each.name for each in over)
    answer = problems.problem(429, f"The {names} asked too often; ask again in {seconds} seconds.")
    answer["Retry-After"] = str(seconds)
    return answer


def tell(allowed: tuple[Allowance, ...], answer: HttpResponse) -> None:
    """Say in the headers how many requests there may be, and how many are left for how long."""
    if allowed:
        window = int(WINDOW.total_seconds())
        policy = (f'"{each.name}";q={each.quota};w={window}' for each in allowed)
        answer["RateLimit-Policy"] = ", ".join(policy)
        left = (f'"{each.name}";r={max(0, each.left)};t={each.seconds}' for each in allowed)
        answer["RateLimit"] = ", ".join(left)
