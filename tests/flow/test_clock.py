"""What time alone brings about: in every organisation, and twice without harm."""

from datetime import datetime

import pytest

from journeywork import flow
from journeywork.config import worker
from journeywork.kernel.tenancy import current_org
from journeywork.people import queries
from tests.conftest import Cast


@pytest.mark.parametrize("duty", flow.CLOCK, ids=lambda duty: duty.name)
def test_each_duty_does_no_harm_when_it_runs_twice(
    duty: flow.Duty, cast: Cast, at: datetime
) -> None:
    before = queries.persons()
    duty.does(at)
    duty.does(at)
    assert queries.persons() == before


def test_every_duty_is_registered_with_the_queue_under_a_name_of_its_own() -> None:
    app = worker.make_app()
    registered = {task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert registered == {duty.cron for duty in flow.CLOCK}
    assert len(app.periodic_registry.periodic_tasks) == len(flow.CLOCK)


def test_one_organisation_that_fails_holds_no_other_up(cast: Cast) -> None:
    done = []

    def duty(at: datetime) -> None:
        if current_org() == cast.org:
            raise ValueError("not here")
        done.append(current_org())

    with pytest.raises(ValueError, match="not here"):
        worker.in_every_organisation(duty)
    assert done == [cast.other_org]
