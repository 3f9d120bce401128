"""Hands of people: what can be done to organisations, teams, persons and their ways in.

Each action says who acts (`by`: a person, or None for the system) and when (`at`), raises
Invalid with a sentence per field, and leaves a line in the audit log that names nobody.
"""

from journeywork.people.access import (
    issue_token,
    link_holds,
    revoke_token,
    sign_in_link,
    use_link,
)
from journeywork.people.authors import add_people
from journeywork.people.days_off import add_days_off, remove_days_off
from journeywork.people.first_run import (
    first_administrator,
    first_organisation,
    first_sign_in_link,
    first_token,
    introduce,
    is_nameless,
)
from journeywork.people.leaving import deactivate, erase, remove_organisation
from journeywork.people.many import Newcomer, add_many, faults_of_many
from journeywork.people.organising import (
    add_team,
    create_organisation,
    join_team,
    lead_team,
    leave_team,
    rename_organisation,
    rename_team,
)
from journeywork.people.persons import (
    add_person,
    change_person,
    hold,
    invite,
    pause,
    set_skills,
)
from journeywork.people.upkeep import reseal_second_factors, sweep, welcome

__all__ = [
    "Newcomer",
    "add_days_off",
    "add_many",
    "add_people",
    "add_person",
    "add_team",
    "change_person",
    "create_organisation",
    "deactivate",
    "erase",
    "faults_of_many",
    "first_administrator",
    "first_organisation",
    "first_sign_in_link",
    "first_token",
    "hold",
    "introduce",
    "invite",
    "is_nameless",
    "issue_token",
    "join_team",
    "lead_team",
    "leave_team",
    "link_holds",
    "pause",
    "remove_days_off",
    "remove_organisation",
    "rename_organisation",
    "rename_team",
    "reseal_second_factors",
    "revoke_token",
    "set_skills",
    "sign_in_link",
    "sweep",
    "use_link",
    "welcome",
]
