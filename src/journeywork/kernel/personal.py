"""Declarations of personal data, column by column.

Export and erasure walk these declarations; a column that is not declared fails the house
tests. So a new column cannot be forgotten.
"""

from enum import StrEnum


class Personal(StrEnum):
    """What a column holds of a person, and so what export and erasure do with it."""

    NO = "not personal"
    LINK = "points to the person the row is about; export finds the row by it"
    ACTOR = "identifier of who did it; kept, and says nothing once that person is erased"
    CONTACT = "names or reaches the person; exported, blanked on erasure"
    OTHERS = "names people whom nobody here knows; not exported, and stays when others are erased"
    WORDS = "what the person wrote about themselves; exported, blanked on erasure"
    CONTRIBUTION = "what the person wrote for others; exported, stays on erasure"
    CHOICE = "a preference of the person; exported, reset on erasure"
    SECRET = "a hashed or sealed credential; never exported, deleted on erasure"  # noqa: S105 -- a sentence
