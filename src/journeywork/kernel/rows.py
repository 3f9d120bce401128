"""What every stored row has in common: an organisation first, and its columns declared.

`OrgRow` is for things others point to (UUIDv7 key, unique with its organisation).
`OrgLeaf` is for rows that only grow (events, decisions, responses, audit), keyed by
organisation and id, so that the database can be sharded by organisation.

Rooms hold each other's rows by plain UUID columns, never by Django relations. `references`
names the table behind such a column; `kernel.schema` makes the database hold it.
"""

from typing import Any, ClassVar, TypeVar

from django.db import models

from journeywork.kernel.ids import new_id
from journeywork.kernel.personal import Personal
from journeywork.kernel.tenancy import current_org

Row = TypeVar("Row", bound=models.Model)


class ScopedManager(models.Manager[Row]):
    """Sees the rows of the organisation in force, and no others."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Return the rows of the current organisation; NoOrganisation outside one."""
        return super().get_queryset().filter(org=current_org())


class Scoped(models.Model):
    """A row of one organisation. New rows get the organisation in force."""

    #: column -> "room.Model" it points to
    references: ClassVar[dict[str, str]] = {}
    #: column -> what it says of a person; every column but `org` and `id` must be named
    personal: ClassVar[dict[str, Personal]] = {}
    #: the column that holds the person the row is about, where none is declared LINK
    about: ClassVar[str] = ""
    #: column -> the column that says whose it is, in rows about more than one person
    whose: ClassVar[dict[str, str]] = {}
    #: the column with the author, in rows that they alone write and read (`kernel.reader`)
    private_to: ClassVar[str] = ""
    #: SQL: when somebody else, `kernel.schema.READER`, may read a private row all the same
    shown_to: ClassVar[str] = "false"

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True


class OrgRow(Scoped):
    """A row that others point to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.UUIDField(default=current_org, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=("org", "id"), name="%(app_label)s_%(class)s_org_id"),
        )


class OrgLeaf(Scoped):
    """A row that only grows in number and that nothing points to."""

    pk = models.CompositePrimaryKey("org", "id")
    org = models.UUIDField(default=current_org, editable=False)
    id = models.UUIDField(default=new_id, editable=False)

    class Meta:
        abstract = True
