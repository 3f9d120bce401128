"""The memory of people: accounts sign in, persons belong to an organisation."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.kernel.clock import now
from journeywork.kernel.ids import new_id
from journeywork.kernel.personal import Personal
from journeywork.kernel.rows import OrgRow


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; an account without a password signs in by e-mail or passkey."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "Account":
        """Create an account for `email`; without a password none can be used."""
        account = self.model(email=self.normalize_email(email).lower(), **extra)
        account.set_password(password) if password else account.set_unusable_password()
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Who signs in. One account may be a person in several organisations."""

    personal: ClassVar[dict[str, Personal]] = {
        "password": Personal.SECRET,
        "last_login": Personal.CHOICE,
        "email": Personal.CONTACT,
        "is_active": Personal.NO,
        "joined_at": Personal.NO,
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Organisation(models.Model):
    """A company, hospital, firm or school: nothing crosses from one to another."""

    personal: ClassVar[dict[str, Personal]] = {
        "key": Personal.NO,
        "name": Personal.NO,
        "is_demo": Personal.NO,
        "created_at": Personal.NO,
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)


class SeatRow(models.Model):
    """An account's person in one organisation, readable before any organisation is in force.

    Row-level security hides persons until the organisation is known; at sign-in it is not.
    So this one table says where an account belongs, and nothing else about anybody.
    """

    personal: ClassVar[dict[str, Personal]] = {
        "account": Personal.ACTOR,
        "org": Personal.NO,
        "person": Personal.LINK,
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_column="account")
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, db_column="org")
    person = models.UUIDField()

    class Meta:
        db_table = "people_seat"
        constraints = (
            models.UniqueConstraint(fields=("account", "org"), name="people_seat_account"),
            models.UniqueConstraint(fields=("org", "person"), name="people_seat_person"),
        )


class SignInLinkRow(models.Model):
    """A one-time way in: the hash of its secret, whom it lets in, and until when.

    Read before any organisation is in force, like a seat.
    """

    personal: ClassVar[dict[str, Personal]] = {
        "account": Personal.ACTOR,
        "digest": Personal.SECRET,
        "expires_at": Personal.NO,
        "used_at": Personal.NO,
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_column="account")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_sign_in_link"


class TeamRow(OrgRow):
    """A team."""

    personal = {"key": Personal.NO, "name": Personal.NO, "setting": Personal.NO}

    key = models.SlugField(db_index=False, max_length=60)
    name = models.CharField(max_length=200)
    setting = models.CharField(max_length=60, blank=True)

    class Meta(OrgRow.Meta):
        db_table = "people_team"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "key"), name="people_team_key"),
        )


class PersonRow(OrgRow):
    """A person in one organisation; `account` is empty until they first sign in."""

    about = "id"
    references = {"reports_to": "people.PersonRow"}
    personal = {
        "account": Personal.ACTOR,
        "key": Personal.CONTACT,
        "name": Personal.CONTACT,
        "email": Personal.CONTACT,
        "roles": Personal.NO,
        "reports_to": Personal.ACTOR,
        "zone_name": Personal.CHOICE,
        "workdays": Personal.CHOICE,
        "starts": Personal.CHOICE,
        "ends": Personal.CHOICE,
        "languages": Personal.CHOICE,
        "findable": Personal.CHOICE,
        "active": Personal.NO,
        "known_only": Personal.NO,
        "paused_until": Personal.CHOICE,
        "joined_at": Personal.NO,
    }

    account = models.UUIDField(null=True)
    key = models.SlugField(db_index=False, max_length=60)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    reports_to = models.UUIDField(null=True)
    zone_name = models.CharField(max_length=64, default="UTC")
    workdays = ArrayField(models.SmallIntegerField(), default=list)
    starts = models.TimeField(default="09:00")
    ends = models.TimeField(default="17:00")
    languages = ArrayField(models.CharField(max_length=12), default=list)
    findable = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    known_only = models.BooleanField(default=False)
    paused_until = models.DateField(null=True)
    joined_at = models.DateTimeField(default=now)

    class Meta(OrgRow.Meta):
        db_table = "people_person"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "key"), name="people_person_key"),
            models.UniqueConstraint(
                fields=("org", "email"),
                condition=~models.Q(email=""),
                name="people_person_email",
            ),
        )


class EmailRow(OrgRow):
    """A further address under which the history of the work knows a person."""

    references = {"person": "people.PersonRow"}
    personal = {"person": Personal.LINK, "email": Personal.CONTACT}

    person = models.UUIDField()
    email = models.EmailField()

    class Meta(OrgRow.Meta):
        db_table = "people_email"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "email"), name="people_email_once"),
        )
        indexes = (models.Index(fields=("org", "person"), name="people_email_person"),)


class MembershipRow(OrgRow):
    """A person belongs to a team; `leads` marks the lead."""

    references = {"person": "people.PersonRow", "team": "people.TeamRow"}
    personal = {"person": Personal.LINK, "team": Personal.NO, "leads": Personal.NO}

    person = models.UUIDField()
    team = models.UUIDField()
    leads = models.BooleanField(default=False)

    class Meta(OrgRow.Meta):
        db_table = "people_membership"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "team", "person"), name="people_membership_once"
            ),
        )
        indexes = (models.Index(fields=("org", "person"), name="people_membership_person"),)


class DaysOffRow(OrgRow):
    """Days on which a person does not work, both ends included."""

    references = {"person": "people.PersonRow"}
    personal = {"person": Personal.LINK, "first": Personal.WORDS, "last": Personal.WORDS}

    person = models.UUIDField()
    first = models.DateField()
    last = models.DateField()

    class Meta(OrgRow.Meta):
        db_table = "people_days_off"
        constraints = (
            *OrgRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="people_days_off_order"
            ),
        )
        indexes = (models.Index(fields=("org", "person", "last"), name="people_days_off_person"),)


class SkillRow(OrgRow):
    """A skill that a person offers or wants, with a level from 1 to 5."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "name": Personal.WORDS,
        "level": Personal.WORDS,
        "wanted": Personal.WORDS,
    }

    person = models.UUIDField()
    name = models.CharField(max_length=80)
    level = models.SmallIntegerField()
    wanted = models.BooleanField()

    class Meta(OrgRow.Meta):
        db_table = "people_skill"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("org", "person", "wanted", "name"), name="people_skill_once"
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=5), name="people_skill_level"
            ),
        )


class TokenRow(OrgRow):
    """A personal access token: its hash, its scopes, its end."""

    references = {"person": "people.PersonRow"}
    personal = {
        "person": Personal.LINK,
        "name": Personal.WORDS,
        "digest": Personal.SECRET,
        "prefix": Personal.NO,
        "scopes": Personal.NO,
        "created_at": Personal.NO,
        "expires_at": Personal.NO,
        "used_at": Personal.NO,
        "revoked_at": Personal.NO,
    }

    person = models.UUIDField()
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    prefix = models.CharField(max_length=16)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(OrgRow.Meta):
        db_table = "people_token"
        constraints = (
            *OrgRow.Meta.constraints,
            models.UniqueConstraint(fields=("org", "prefix"), name="people_token_prefix"),
        )
        indexes = (models.Index(fields=("org", "person"), name="people_token_person"),)
