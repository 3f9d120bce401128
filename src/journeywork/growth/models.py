"""The memory of growth: wishes, what was found for them, and a journal. All of it is private.

Each of these tables has a wall of its own in the database: without somebody who reads
(`kernel.reader.reading_as`) they are empty, and a reader finds their own, and of wishes those
that are shared with them. Words lie sealed.
"""

from django.db import models

from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgRow
from journeywork.kernel.sealed import SealedTextField
from journeywork.kernel.sharing import shown_to

#: What a shared entry is called in `kernel.sharing`, in looks and in the audit log.
ENTRY = "to_learn"


class EntryRow(OrgRow):
    """One thing that somebody wants to learn. Nobody takes part in it but who wants to."""

    references = {"author": "people.PersonRow"}
    private_to = "author"
    shown_to = shown_to(ENTRY, "growth_entry", participants="select null::uuid where false")
    personal = {
        "author": Personal.LINK,
        "line": Personal.WORDS,
        "skill": Personal.WORDS,
        "why": Personal.WORDS,
        "by_when": Personal.WORDS,
        "stretch": Personal.WORDS,
        "state": Personal.WORDS,
        "place": Personal.WORDS,
        "at": Personal.WORDS,
        "closed_at": Personal.WORDS,
        "learned": Personal.WORDS,
    }

    author = models.UUIDField()
    line = SealedTextField()
    skill = SealedTextField(blank=True)
    why = SealedTextField(blank=True)
    by_when = models.DateField(null=True)
    stretch = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default="open")
    place = models.IntegerField(default=0)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    #: how it was learned: null while nobody asked, "" where they would rather not say
    learned = SealedTextField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "growth_entry"
        indexes = (models.Index(fields=("org", "author", "state"), name="growth_entry_of"),)


class FindRow(OrgRow):
    """Something that was found for an entry. It is the author's alone, shared entry or not."""

    references = {"author": "people.PersonRow", "entry": "growth.EntryRow"}
    private_to = "author"
    personal = {
        "author": Personal.LINK,
        "entry": Personal.WORDS,
        "kind": Personal.WORDS,
        "thing": Personal.WORDS,
        "key": Personal.WORDS,
        "title": Personal.WORDS,
        "says": Personal.WORDS,
        "fit": Personal.WORDS,
        "state": Personal.WORDS,
        "at": Personal.WORDS,
        "until": Personal.WORDS,
        "told_at": Personal.WORDS,
        "tried_on": Personal.WORDS,
        "decision": Personal.WORDS,
    }

    author = models.UUIDField()
    entry = models.UUIDField()
    kind = models.CharField(max_length=12)
    thing = models.UUIDField()
    key = models.CharField(max_length=200, blank=True)
    title = SealedTextField()
    #: why it fits; it may name the entry's words
    says = SealedTextField(blank=True)
    fit = models.FloatField()
    state = models.CharField(max_length=8, default="new")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    tried_on = models.DateField(null=True)
    #: the decision of support with which it was told
    decision = models.UUIDField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "growth_find"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "entry", "kind", "thing"), name="growth_find_once"
            ),
        )
        indexes = (models.Index(fields=("org", "author", "entry"), name="growth_find_of"),)


class JournalRow(OrgRow):
    """A day's page of somebody's journal. It is shared with nobody: there is no way to."""

    references = {"author": "people.PersonRow"}
    private_to = "author"
    personal = {
        "author": Personal.LINK,
        "day": Personal.WORDS,
        "text": Personal.WORDS,
        "episode": Personal.WORDS,
        "at": Personal.WORDS,
        "changed_at": Personal.WORDS,
    }

    author = models.UUIDField()
    day = models.DateField()
    text = SealedTextField()
    episode = models.UUIDField(null=True)
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "growth_journal"
        indexes = (models.Index(fields=("org", "author", "-day", "-id"), name="growth_journal_of"),)
