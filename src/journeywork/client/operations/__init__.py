"""The operations of the API, under the names that the description gives them."""

# Made by `make docs` from the API's description; change the API, not this file.
from typing import Any, Self

from journeywork.client.calls import Calls
from journeywork.client.operations.activities import Activities
from journeywork.client.operations.administration_audit import AdministrationAudit
from journeywork.client.operations.administration_authors import AdministrationAuthors
from journeywork.client.operations.administration_demo import AdministrationDemo
from journeywork.client.operations.administration_jobs import AdministrationJobs
from journeywork.client.operations.administration_people import AdministrationPeople
from journeywork.client.operations.administration_rules import AdministrationRules
from journeywork.client.operations.administration_sources import AdministrationSources
from journeywork.client.operations.administration_teams import AdministrationTeams
from journeywork.client.operations.administration_webhooks import AdministrationWebhooks
from journeywork.client.operations.asking import Asking
from journeywork.client.operations.assignments import Assignments
from journeywork.client.operations.cards import Cards
from journeywork.client.operations.climate import Climate
from journeywork.client.operations.coaching import Coaching
from journeywork.client.operations.debriefs import Debriefs
from journeywork.client.operations.drafts import Drafts
from journeywork.client.operations.evidence import Evidence
from journeywork.client.operations.following import Following
from journeywork.client.operations.growth import Growth
from journeywork.client.operations.matches import Matches
from journeywork.client.operations.me import Me
from journeywork.client.operations.mentoring import Mentoring
from journeywork.client.operations.people import People
from journeywork.client.operations.posts import Posts
from journeywork.client.operations.programmes import Programmes
from journeywork.client.operations.requests import Requests
from journeywork.client.operations.rounds import Rounds
from journeywork.client.operations.shadowing import Shadowing
from journeywork.client.operations.upkeep import Upkeep
from journeywork.client.operations.watching import Watching
from journeywork.client.operations.work import Work


class Administration:
    """What administrators do."""

    def __init__(self, calls: Calls) -> None:
        self.people = AdministrationPeople(calls)
        self.teams = AdministrationTeams(calls)
        self.sources = AdministrationSources(calls)
        self.authors = AdministrationAuthors(calls)
        self.webhooks = AdministrationWebhooks(calls)
        self.rules = AdministrationRules(calls)
        self.audit = AdministrationAudit(calls)
        self.jobs = AdministrationJobs(calls)
        self.demo = AdministrationDemo(calls)


class Operations(Calls):
    """Every operation, by room."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.asking = Asking(self)
        self.drafts = Drafts(self)
        self.cards = Cards(self)
        self.upkeep = Upkeep(self)
        self.requests = Requests(self)
        self.posts = Posts(self)
        self.following = Following(self)
        self.activities = Activities(self)
        self.climate = Climate(self)
        self.debriefs = Debriefs(self)
        self.growth = Growth(self)
        self.coaching = Coaching(self)
        self.assignments = Assignments(self)
        self.shadowing = Shadowing(self)
        self.watching = Watching(self)
        self.mentoring = Mentoring(self)
        self.matches = Matches(self)
        self.programmes = Programmes(self)
        self.rounds = Rounds(self)
        self.work = Work(self)
        self.people = People(self)
        self.me = Me(self)
        self.evidence = Evidence(self)
        self.administration = Administration(self)

    def __enter__(self) -> Self:
        return self
