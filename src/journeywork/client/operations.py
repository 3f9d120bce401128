"""The operations of the API, under the names that the description gives them."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from typing import Any, Self
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Calls, Room, at


class Asking(Room):
    """Operations `asking`."""

    def ask(self, body: shapes.AskIn, *, once: str | None = None) -> shapes.AnswerOut:
        """Find at most three cards, one past piece of work and two people, with reasons."""
        found: shapes.AnswerOut = self._calls.send(
            "POST", at("ask"), shapes.AnswerOut, body=body, once=once
        )
        return found

    def today(self, *, known: shapes.TodayOut | None = None) -> shapes.TodayOut:
        """Read what the page Today shows."""
        found: shapes.TodayOut = self._calls.get(at("today"), shapes.TodayOut, known=known)
        return found

    def offers(self, *, at_once: int | None = None) -> Iterator[shapes.OfferOut]:
        """Read one's own offers, newest first, whatever became of them."""
        return self._calls.pages(at("offers"), shapes.OfferOut, query={"limit": at_once})

    def offer(self, offer_id: UUID, *, known: shapes.OfferOut | None = None) -> shapes.OfferOut:
        """Read one of one's own offers."""
        found: shapes.OfferOut = self._calls.get(
            at("offers", offer_id), shapes.OfferOut, known=known
        )
        return found

    def respond(
        self, offer_id: UUID, body: shapes.ResponseIn, *, once: str | None = None
    ) -> shapes.ResponseOut:
        """Say what became of an offer; it counts from the next question on."""
        found: shapes.ResponseOut = self._calls.send(
            "POST", at("offers", offer_id, "response"), shapes.ResponseOut, body=body, once=once
        )
        return found

    def silences(self, *, at_once: int | None = None) -> Iterator[shapes.SilenceOut]:
        """Read one's own silence log, newest first."""
        return self._calls.pages(at("silences"), shapes.SilenceOut, query={"limit": at_once})

    def silence(
        self, silence_id: UUID, *, known: shapes.SilenceOut | None = None
    ) -> shapes.SilenceOut:
        """Read one of one's own silences, with all that was looked at."""
        found: shapes.SilenceOut = self._calls.get(
            at("silences", silence_id), shapes.SilenceOut, known=known
        )
        return found

    def responses(self, *, at_once: int | None = None) -> Iterator[shapes.ResponseOut]:
        """Read one's own answers, newest first; nobody else can."""
        return self._calls.pages(at("responses"), shapes.ResponseOut, query={"limit": at_once})

    def policy(self, *, known: shapes.PolicyOut | None = None) -> shapes.PolicyOut:
        """Read the organisation's promise about attention, which holds for everybody."""
        found: shapes.PolicyOut = self._calls.get(at("policy"), shapes.PolicyOut, known=known)
        return found


class Drafts(Room):
    """Operations `drafts`."""

    def check(self, body: shapes.TextIn, *, once: str | None = None) -> shapes.CheckOut:
        """Say how long a text reads, whether that is short enough, how it looks, what is like it.

        Nothing of it is kept.
        """
        found: shapes.CheckOut = self._calls.send(
            "POST", at("cards", "check"), shapes.CheckOut, body=body, once=once
        )
        return found


class Cards(Room):
    """Operations `cards`."""

    def find(
        self,
        *,
        text: str | None = None,
        topic: str | None = None,
        kind: shapes.CardKind | None = None,
        trust: shapes.Trust | None = None,
        state: shapes.CardState | None = None,
        mine: bool | None = None,
        owner: str | None = None,
        team: str | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.CardOut]:
        """List published cards and one's own drafts: the 200 that fit `text` best, else newest first."""
        return self._calls.pages(
            at("cards"),
            shapes.CardOut,
            query={
                "text": text,
                "topic": topic,
                "kind": kind,
                "trust": trust,
                "state": state,
                "mine": mine,
                "owner": owner,
                "team": team,
                "limit": at_once,
            },
        )

    def draft(self, body: shapes.CardIn, *, once: str | None = None) -> shapes.CardWithBodyOut:
        """Make a draft, which only its author sees until it is published."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST", at("cards"), shapes.CardWithBodyOut, body=body, once=once
        )
        return found

    def note(self, body: shapes.NoteIn, *, once: str | None = None) -> shapes.CardWithBodyOut:
        """Make a draft of a lesson out of one line."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST", at("notes"), shapes.CardWithBodyOut, body=body, once=once
        )
        return found

    def similar(self, *, text: str, at_once: int | None = None) -> Iterator[shapes.CardOut]:
        """List up to three published cards that say something like it: look before you write."""
        return self._calls.pages(
            at("cards", "similar"), shapes.CardOut, query={"text": text, "limit": at_once}
        )

    def read(
        self, key: str, *, known: shapes.CardWithBodyOut | None = None
    ) -> shapes.CardWithBodyOut:
        """Read a card with its text."""
        found: shapes.CardWithBodyOut = self._calls.get(
            at("cards", key), shapes.CardWithBodyOut, known=known
        )
        return found

    def edit(
        self, key: str, body: shapes.CardChangeIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Change what a card says; what it said before is kept, and what is left out stays."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "PATCH",
            at("cards", key),
            shapes.CardWithBodyOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def publish(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Let colleagues read one of one's own drafts."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST",
            at("cards", key, "publish"),
            shapes.CardWithBodyOut,
            once=once,
            if_match=if_match,
        )
        return found

    def archive(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Archive a card: it stays readable under its address and is not found or offered."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST",
            at("cards", key, "archive"),
            shapes.CardWithBodyOut,
            once=once,
            if_match=if_match,
        )
        return found

    def review(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Confirm a card as it stands: its time runs anew, open reports are closed."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST", at("cards", key, "review"), shapes.CardWithBodyOut, once=once, if_match=if_match
        )
        return found

    def outdated(
        self, key: str, body: shapes.FlagIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Report a card: its owner gets a task, and it is not pushed meanwhile."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST",
            at("cards", key, "outdated"),
            shapes.CardWithBodyOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def adopt(
        self, key: str, body: shapes.AdoptIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Look after a card from now on, or let somebody else do so."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST",
            at("cards", key, "adopt"),
            shapes.CardWithBodyOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def respond(
        self, key: str, body: shapes.ResponseIn, *, once: str | None = None
    ) -> shapes.ResponseOut:
        """Answer a card found by oneself; it counts from the next question on."""
        found: shapes.ResponseOut = self._calls.send(
            "POST", at("cards", key, "response"), shapes.ResponseOut, body=body, once=once
        )
        return found


class Upkeep(Room):
    """Operations `upkeep`."""

    def reports(self, key: str, *, at_once: int | None = None) -> Iterator[shapes.TaskOut]:
        """Read what readers say is no longer right, for those who can put it right.

        Who said so is not told.
        """
        return self._calls.pages(
            at("cards", key, "reports"), shapes.TaskOut, query={"limit": at_once}
        )

    def versions(self, key: str, *, at_once: int | None = None) -> Iterator[shapes.VersionOut]:
        """Read what a card said before it was changed, newest first."""
        return self._calls.pages(
            at("cards", key, "versions"), shapes.VersionOut, query={"limit": at_once}
        )


class Requests(Room):
    """Operations `requests`."""

    def unanswered(self, *, at_once: int | None = None) -> Iterator[shapes.RequestOut]:
        """List what people looked for in vain, most wanted first; nobody is named."""
        return self._calls.pages(at("requests"), shapes.RequestOut, query={"limit": at_once})

    def wish(self, body: shapes.RequestIn, *, once: str | None = None) -> shapes.RequestOut:
        """Put a question on the list that anyone can answer; nobody sees who asked."""
        found: shapes.RequestOut = self._calls.send(
            "POST", at("requests"), shapes.RequestOut, body=body, once=once
        )
        return found

    def read(
        self, request_id: UUID, *, known: shapes.RequestWithCardsOut | None = None
    ) -> shapes.RequestWithCardsOut:
        """Read a question that waits for an answer, with cards that may be one."""
        found: shapes.RequestWithCardsOut = self._calls.get(
            at("requests", request_id), shapes.RequestWithCardsOut, known=known
        )
        return found

    def answer(
        self, request_id: UUID, body: shapes.AnswerIn, *, once: str | None = None
    ) -> shapes.RequestOut:
        """Point those who asked to a card, or write down what one knows: that becomes a card."""
        found: shapes.RequestOut = self._calls.send(
            "POST", at("requests", request_id, "answer"), shapes.RequestOut, body=body, once=once
        )
        return found


class Work(Room):
    """Operations `work`."""

    def recent(
        self,
        *,
        mine: bool | None = None,
        team: str | None = None,
        state: shapes.EpisodeState | None = None,
        subject: str | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.EpisodeOut]:
        """List work of one's own, of one's teams, and what is open to all; newest first.

        Open to all is the work of people who are in no team, as far as it is among the latest.
        """
        return self._calls.pages(
            at("episodes"),
            shapes.EpisodeOut,
            query={
                "mine": mine,
                "team": team,
                "state": state,
                "subject": subject,
                "limit": at_once,
            },
        )

    def read(
        self, episode_id: UUID, *, known: shapes.EpisodeOut | None = None
    ) -> shapes.EpisodeOut:
        """Read a piece of work of one's own or of one's teams."""
        found: shapes.EpisodeOut = self._calls.get(
            at("episodes", episode_id), shapes.EpisodeOut, known=known
        )
        return found

    def time_line(
        self, episode_id: UUID, *, at_once: int | None = None
    ) -> Iterator[shapes.WorkEventOut]:
        """Read the events of a piece of work, oldest first."""
        return self._calls.pages(
            at("episodes", episode_id, "time-line"), shapes.WorkEventOut, query={"limit": at_once}
        )

    def respond(
        self, episode_id: UUID, body: shapes.ResponseIn, *, once: str | None = None
    ) -> shapes.ResponseOut:
        """Answer a past piece of work found by oneself; it counts from the next question on."""
        found: shapes.ResponseOut = self._calls.send(
            "POST", at("episodes", episode_id, "response"), shapes.ResponseOut, body=body, once=once
        )
        return found


class People(Room):
    """Operations `people`."""

    def colleagues(
        self, *, text: str | None = None, team: str | None = None, at_once: int | None = None
    ) -> Iterator[shapes.PersonOut]:
        """List colleagues in order of key."""
        return self._calls.pages(
            at("people"), shapes.PersonOut, query={"text": text, "team": team, "limit": at_once}
        )

    def read(
        self, key: str, *, known: shapes.PersonWithSkillsOut | None = None
    ) -> shapes.PersonWithSkillsOut:
        """Read who somebody is, when they work and what they offer; they can read that one looked."""
        found: shapes.PersonWithSkillsOut = self._calls.get(
            at("people", key), shapes.PersonWithSkillsOut, known=known
        )
        return found

    def respond(
        self, key: str, body: shapes.ResponseIn, *, once: str | None = None
    ) -> shapes.ResponseOut:
        """Say what came of asking a colleague; it spreads the asking, and is told to nobody."""
        found: shapes.ResponseOut = self._calls.send(
            "POST", at("people", key, "response"), shapes.ResponseOut, body=body, once=once
        )
        return found

    def teams(self, *, at_once: int | None = None) -> Iterator[shapes.TeamOut]:
        """List the teams in order of key."""
        return self._calls.pages(at("teams"), shapes.TeamOut, query={"limit": at_once})

    def team(
        self, key: str, *, known: shapes.TeamWithMembersOut | None = None
    ) -> shapes.TeamWithMembersOut:
        """Read a team, who is in it and what they offer, and which of its cards need looking over."""
        found: shapes.TeamWithMembersOut = self._calls.get(
            at("teams", key), shapes.TeamWithMembersOut, known=known
        )
        return found


class Me(Room):
    """Operations `me`."""

    def read(self, *, known: shapes.MeOut | None = None) -> shapes.MeOut:
        """Read one's own profile, and what the token in use may do."""
        found: shapes.MeOut = self._calls.get(at("me"), shapes.MeOut, known=known)
        return found

    def change(
        self, body: shapes.MeIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.MeOut:
        """Change one's own profile; what is left out stays."""
        found: shapes.MeOut = self._calls.send(
            "PATCH", at("me"), shapes.MeOut, body=body, once=once, if_match=if_match
        )
        return found

    def set_skills(self, body: shapes.SkillsIn, *, once: str | None = None) -> shapes.MeOut:
        """Replace one's skills, offered and wanted."""
        found: shapes.MeOut = self._calls.send(
            "PUT", at("me", "skills"), shapes.MeOut, body=body, once=once
        )
        return found

    def pause(
        self, body: shapes.PauseIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.MeOut:
        """Pause everything that is pushed until a day, or take the pause back."""
        found: shapes.MeOut = self._calls.send(
            "POST", at("me", "pause"), shapes.MeOut, body=body, once=once, if_match=if_match
        )
        return found

    def snooze(self, body: shapes.SnoozeIn, *, once: str | None = None) -> None:
        """Put off everything that is pushed until a time, or take it back."""
        self._calls.send("POST", at("me", "snooze"), type(None), body=body, once=once)

    def choose_channels(self, body: shapes.ChannelsIn, *, once: str | None = None) -> shapes.MeOut:
        """Say by which channels, beside Today, one's offers shall come; none is the default."""
        found: shapes.MeOut = self._calls.send(
            "PUT", at("me", "channels"), shapes.MeOut, body=body, once=once
        )
        return found

    def tasks(self, *, at_once: int | None = None) -> Iterator[shapes.TaskOut]:
        """List reports about one's own cards, and reviews that are due.

        Who looks after all cards also reads what waits and is no team's to look after.
        """
        return self._calls.pages(at("me", "tasks"), shapes.TaskOut, query={"limit": at_once})

    def attention(self, *, known: shapes.AttentionOut | None = None) -> shapes.AttentionOut:
        """Read how often one was interrupted, how often one may be, and until when one is not."""
        found: shapes.AttentionOut = self._calls.get(
            at("me", "attention"), shapes.AttentionOut, known=known
        )
        return found

    def helped(self, *, at_once: int | None = None) -> Iterator[shapes.HelpedOut]:
        """Read how many colleagues each of one's own cards helped in 30 days; nobody is named."""
        return self._calls.pages(at("me", "helped"), shapes.HelpedOut, query={"limit": at_once})

    def tokens(self, *, at_once: int | None = None) -> Iterator[shapes.TokenOut]:
        """List one's own tokens, newest first, without their secrets."""
        return self._calls.pages(at("me", "tokens"), shapes.TokenOut, query={"limit": at_once})

    def end_token(self, token_id: UUID, *, once: str | None = None) -> None:
        """End one of one's own tokens at once, also the one in use."""
        self._calls.send("DELETE", at("me", "tokens", token_id), type(None), once=once)

    def give_back(self, *, once: str | None = None) -> None:
        """Revoke the token in use. New ones are made on the page Me, by whoever is signed in."""
        self._calls.send("DELETE", at("me", "token"), type(None), once=once)


class Evidence(Room):
    """Operations `evidence`."""

    def replay(self, *, known: dict[str, Any] | None = None) -> dict[str, Any]:
        """Read what would have been offered, to how many, how often rightly; 404 before the first."""
        found: dict[str, Any] = self._calls.get(at("replay"), dict[str, Any], known=known)
        return found

    def run(self, body: shapes.ReplayIn, *, once: str | None = None) -> None:
        """Let the worker go through the history; one that is under way is not begun again."""
        self._calls.send("POST", at("replay"), type(None), body=body, once=once)

    def progress(self, *, known: shapes.ProgressOut | None = None) -> shapes.ProgressOut | None:
        """Read how far a replay is that waits or runs, or why the last one broke off; null for none."""
        found: shapes.ProgressOut | None = self._calls.get(
            at("replay", "progress"), shapes.ProgressOut | None, known=known
        )
        return found

    def mine(self, *, known: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """Read what the last replay would have meant for oneself; nobody else can. null for nothing."""
        found: dict[str, Any] | None = self._calls.get(
            at("replay", "mine"), dict[str, Any] | None, known=known
        )
        return found

    def file(self, *, known: str | None = None) -> str:
        """Read the report as an HTML page that can be mailed; it holds nobody's own part."""
        found: str = self._calls.get(at("replay", "file"), str, known=known)
        return found


class AdministrationPeople(Room):
    """Operations `administration.people`."""

    def accounts(
        self, *, text: str | None = None, at_once: int | None = None
    ) -> Iterator[shapes.AccountOut]:
        """List who is here, also those who are known from the history alone, in order of key."""
        return self._calls.pages(
            at("admin", "people"), shapes.AccountOut, query={"text": text, "limit": at_once}
        )

    def invite(self, body: shapes.AccountIn, *, once: str | None = None) -> shapes.AccountOut:
        """Add somebody who may sign in from now on; they are told by mail where mail works.

        Somebody whom the history knows under that address keeps it all.
        """
        found: shapes.AccountOut = self._calls.send(
            "POST", at("admin", "people"), shapes.AccountOut, body=body, once=once
        )
        return found

    def read(self, key: str, *, known: shapes.AccountOut | None = None) -> shapes.AccountOut:
        """Read somebody's account, also of those who left; they can read that one looked."""
        found: shapes.AccountOut = self._calls.get(
            at("admin", "people", key), shapes.AccountOut, known=known
        )
        return found

    def change(
        self, key: str, body: shapes.AccountChangeIn, *, once: str | None = None
    ) -> shapes.AccountOut:
        """Change somebody's account, all of it or nothing; what is left out stays."""
        found: shapes.AccountOut = self._calls.send(
            "PATCH", at("admin", "people", key), shapes.AccountOut, body=body, once=once
        )
        return found

    def let_in(self, key: str, *, once: str | None = None) -> shapes.AccountOut:
        """Let somebody sign in who was known from the history alone, or had left."""
        found: shapes.AccountOut = self._calls.send(
            "POST", at("admin", "people", key, "invite"), shapes.AccountOut, once=once
        )
        return found

    def leave(self, key: str, *, once: str | None = None) -> shapes.AccountOut:
        """End somebody's way in; what they wrote stays, and their cards get new owners."""
        found: shapes.AccountOut = self._calls.send(
            "POST", at("admin", "people", key, "leave"), shapes.AccountOut, once=once
        )
        return found

    def erase(self, key: str, *, once: str | None = None) -> None:
        """Blank everything that names somebody, for good; what they wrote for others stays."""
        self._calls.send("POST", at("admin", "people", key, "erase"), type(None), once=once)


class AdministrationTeams(Room):
    """Operations `administration.teams`."""

    def add(self, body: shapes.TeamIn, *, once: str | None = None) -> shapes.TeamOut:
        """Add a team; people join it through their accounts."""
        found: shapes.TeamOut = self._calls.send(
            "POST", at("admin", "teams"), shapes.TeamOut, body=body, once=once
        )
        return found

    def change(
        self, key: str, body: shapes.TeamChangeIn, *, once: str | None = None
    ) -> shapes.TeamOut:
        """Name a team anew, and say who of its members leads it; what is left out stays."""
        found: shapes.TeamOut = self._calls.send(
            "PATCH", at("admin", "teams", key), shapes.TeamOut, body=body, once=once
        )
        return found


class AdministrationSources(Room):
    """Operations `administration.sources`."""

    def sources(self, *, at_once: int | None = None) -> Iterator[shapes.SourceOut]:
        """List the sources of work events, in order of kind and name."""
        return self._calls.pages(at("admin", "sources"), shapes.SourceOut, query={"limit": at_once})

    def connect(self, body: shapes.SourceIn, *, once: str | None = None) -> shapes.ConnectedOut:
        """Connect a source and say what to enter at its other end; once more says the same again."""
        found: shapes.ConnectedOut = self._calls.send(
            "POST", at("admin", "sources"), shapes.ConnectedOut, body=body, once=once
        )
        return found

    def disconnect(self, source_id: UUID, *, once: str | None = None) -> None:
        """Take nothing more from a source; what it brought stays."""
        self._calls.send("DELETE", at("admin", "sources", source_id), type(None), once=once)

    def set_aside(self, *, at_once: int | None = None) -> Iterator[shapes.SetAsideOut]:
        """List what came in and could not be used, newest first, with the reasons."""
        return self._calls.pages(
            at("admin", "set-aside"), shapes.SetAsideOut, query={"limit": at_once}
        )

    def again(self, *, once: str | None = None) -> shapes.CountOut:
        """Let everything that was set aside and is stored be tried once more."""
        found: shapes.CountOut = self._calls.send(
            "POST", at("admin", "set-aside", "again"), shapes.CountOut, once=once
        )
        return found


class AdministrationAuthors(Room):
    """Operations `administration.authors`."""

    def unknown(self, *, at_once: int | None = None) -> Iterator[shapes.AuthorOut]:
        """List names in the work that belong to nobody here, those with the most events first."""
        return self._calls.pages(at("admin", "authors"), shapes.AuthorOut, query={"limit": at_once})

    def name(self, body: shapes.AuthorIn, *, once: str | None = None) -> None:
        """Say who is meant by a name; the worker makes the history theirs, for good."""
        self._calls.send("POST", at("admin", "authors"), type(None), body=body, once=once)


class AdministrationWebhooks(Room):
    """Operations `administration.webhooks`."""

    def kinds(self, *, at_once: int | None = None) -> Iterator[shapes.WebhookKindOut]:
        """List the kinds of facts that other systems may be told of, and what of each leaves."""
        return self._calls.pages(
            at("admin", "webhook-kinds"), shapes.WebhookKindOut, query={"limit": at_once}
        )

    def webhooks(self, *, at_once: int | None = None) -> Iterator[shapes.WebhookOut]:
        """List the systems that are told what happens here, in order of name."""
        return self._calls.pages(
            at("admin", "webhooks"), shapes.WebhookOut, query={"limit": at_once}
        )

    def add(self, body: shapes.WebhookIn, *, once: str | None = None) -> shapes.WebhookMadeOut:
        """Let another system be told; the secret with which deliveries are signed is told this once."""
        found: shapes.WebhookMadeOut = self._calls.send(
            "POST", at("admin", "webhooks"), shapes.WebhookMadeOut, body=body, once=once
        )
        return found

    def read(
        self, webhook_id: UUID, *, known: shapes.WebhookOut | None = None
    ) -> shapes.WebhookOut:
        """Read how a webhook stands."""
        found: shapes.WebhookOut = self._calls.get(
            at("admin", "webhooks", webhook_id), shapes.WebhookOut, known=known
        )
        return found

    def change(
        self, webhook_id: UUID, body: shapes.WebhookChangeIn, *, once: str | None = None
    ) -> shapes.WebhookOut:
        """Change a webhook; what is left out stays, and what waits goes to a new address at once."""
        found: shapes.WebhookOut = self._calls.send(
            "PATCH", at("admin", "webhooks", webhook_id), shapes.WebhookOut, body=body, once=once
        )
        return found

    def remove(self, webhook_id: UUID, *, once: str | None = None) -> None:
        """Take a webhook away, with its deliveries and dead letters."""
        self._calls.send("DELETE", at("admin", "webhooks", webhook_id), type(None), once=once)

    def renew(
        self, webhook_id: UUID, body: shapes.WebhookSecretIn, *, once: str | None = None
    ) -> shapes.WebhookSecretOut:
        """Take a new secret, told this once; the old one signs beside it for a while."""
        found: shapes.WebhookSecretOut = self._calls.send(
            "POST",
            at("admin", "webhooks", webhook_id, "secret"),
            shapes.WebhookSecretOut,
            body=body,
            once=once,
        )
        return found

    def try_out(self, webhook_id: UUID, *, once: str | None = None) -> shapes.DeliveryOut:
        """Let the worker send a test, once; its deliveries tell what came of it."""
        found: shapes.DeliveryOut = self._calls.send(
            "POST", at("admin", "webhooks", webhook_id, "test"), shapes.DeliveryOut, once=once
        )
        return found

    def pause(self, webhook_id: UUID, *, once: str | None = None) -> shapes.WebhookOut:
        """Tell it nothing until it goes on; what happens meanwhile waits."""
        found: shapes.WebhookOut = self._calls.send(
            "POST", at("admin", "webhooks", webhook_id, "pause"), shapes.WebhookOut, once=once
        )
        return found

    def resume(self, webhook_id: UUID, *, once: str | None = None) -> shapes.WebhookOut:
        """Let it go on, with what waits first; 422 for one that has ended."""
        found: shapes.WebhookOut = self._calls.send(
            "POST", at("admin", "webhooks", webhook_id, "resume"), shapes.WebhookOut, once=once
        )
        return found

    def deliveries(
        self,
        webhook_id: UUID,
        *,
        state: shapes.DeliveryState | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.DeliveryOut]:
        """List the deliveries of the last 30 days with their attempts, newest first."""
        return self._calls.pages(
            at("admin", "webhooks", webhook_id, "deliveries"),
            shapes.DeliveryOut,
            query={"state": state, "limit": at_once},
        )

    def dead_letters(self, *, at_once: int | None = None) -> Iterator[shapes.DeliveryOut]:
        """List what was tried for about three days in vain, of every webhook, newest first."""
        return self._calls.pages(
            at("admin", "dead-letters"), shapes.DeliveryOut, query={"limit": at_once}
        )

    def again(self, body: shapes.DeadLettersIn, *, once: str | None = None) -> shapes.CountOut:
        """Put dead letters back into their lines, these or all; 404 where one is none."""
        found: shapes.CountOut = self._calls.send(
            "POST", at("admin", "dead-letters", "again"), shapes.CountOut, body=body, once=once
        )
        return found

    def drop(self, body: shapes.DeadLettersIn, *, once: str | None = None) -> shapes.CountOut:
        """Give dead letters up, these or all; 404 where one is none."""
        found: shapes.CountOut = self._calls.send(
            "POST", at("admin", "dead-letters", "drop"), shapes.CountOut, body=body, once=once
        )
        return found


class AdministrationRules(Room):
    """Operations `administration.rules`."""

    def rules(self, *, at_once: int | None = None) -> Iterator[shapes.RuleOut]:
        """List the rules that see moments, by rank."""
        return self._calls.pages(at("admin", "rules"), shapes.RuleOut, query={"limit": at_once})

    def read(self, key: str, *, known: shapes.RuleOut | None = None) -> shapes.RuleOut:
        """Read a rule as it is in force."""
        found: shapes.RuleOut = self._calls.get(
            at("admin", "rules", key), shapes.RuleOut, known=known
        )
        return found

    def put(
        self, key: str, body: shapes.RuleIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.RuleOut:
        """Put a rule in force from the next event on; a new key makes a rule of one's own."""
        found: shapes.RuleOut = self._calls.send(
            "PUT",
            at("admin", "rules", key),
            shapes.RuleOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def reset(self, key: str, *, once: str | None = None, if_match: str = "") -> None:
        """Take back what was changed about a rule; a rule of one's own goes."""
        self._calls.send(
            "DELETE", at("admin", "rules", key), type(None), once=once, if_match=if_match
        )

    def switch(
        self, key: str, body: shapes.SwitchIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.RuleOut:
        """Let a rule speak, or be silent, from the next event on."""
        found: shapes.RuleOut = self._calls.send(
            "POST",
            at("admin", "rules", key, "switch"),
            shapes.RuleOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def preview(
        self, key: str, body: shapes.RuleIn, *, days: int | None = None, once: str | None = None
    ) -> shapes.PreviewOut:
        """Say how often a rule would have spoken, without putting it in force."""
        found: shapes.PreviewOut = self._calls.send(
            "POST",
            at("admin", "rules", key, "preview"),
            shapes.PreviewOut,
            query={"days": days},
            body=body,
            once=once,
        )
        return found

    def change_policy(
        self, body: shapes.PolicyIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.PolicyOut:
        """Change how often anybody may be interrupted at most; what is left out stays."""
        found: shapes.PolicyOut = self._calls.send(
            "PATCH",
            at("admin", "policy"),
            shapes.PolicyOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found


class AdministrationAudit(Room):
    """Operations `administration.audit`."""

    def lines(self, *, at_once: int | None = None) -> Iterator[shapes.AuditLineOut]:
        """Read who changed what, newest first."""
        return self._calls.pages(
            at("admin", "audit"), shapes.AuditLineOut, query={"limit": at_once}
        )

    def verify(self, *, once: str | None = None) -> shapes.VerdictOut:
        """Walk the whole chain, and say whether any line was changed after it was written."""
        found: shapes.VerdictOut = self._calls.send(
            "POST", at("admin", "audit", "verify"), shapes.VerdictOut, once=once
        )
        return found


class AdministrationJobs(Room):
    """Operations `administration.jobs`."""

    def failed(self, *, at_once: int | None = None) -> Iterator[shapes.JobOut]:
        """List what the worker tried as often as it may and could not do, newest first."""
        return self._calls.pages(at("admin", "jobs"), shapes.JobOut, query={"limit": at_once})

    def again(self, job_id: int, *, once: str | None = None) -> None:
        """Let the worker try a job again; 404 for a duty, which comes again by itself."""
        self._calls.send("POST", at("admin", "jobs", job_id, "again"), type(None), once=once)

    def give_up(self, job_id: int, *, once: str | None = None) -> None:
        """Forget a job that failed; what it should have done is not done."""
        self._calls.send("DELETE", at("admin", "jobs", job_id), type(None), once=once)


class AdministrationDemo(Room):
    """Operations `administration.demo`."""

    def read(self, *, known: shapes.DemoOut | None = None) -> shapes.DemoOut:
        """Read whether the demo is loaded, and how far loading or removing it is."""
        found: shapes.DemoOut = self._calls.get(at("admin", "demo"), shapes.DemoOut, known=known)
        return found

    def load(self, *, once: str | None = None) -> shapes.DemoOut:
        """Let the worker load the demo, with a seat in it for oneself; nothing where it is there."""
        found: shapes.DemoOut = self._calls.send(
            "POST", at("admin", "demo"), shapes.DemoOut, once=once
        )
        return found

    def remove(self, *, once: str | None = None) -> shapes.DemoOut:
        """Let the worker remove the demo with all that is in it; nothing where there is none."""
        found: shapes.DemoOut = self._calls.send(
            "DELETE", at("admin", "demo"), shapes.DemoOut, once=once
        )
        return found


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
        self.work = Work(self)
        self.people = People(self)
        self.me = Me(self)
        self.evidence = Evidence(self)
        self.administration = Administration(self)

    def __enter__(self) -> Self:
        return self
