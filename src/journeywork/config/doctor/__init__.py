"""``journeywork doctor``: looks at configuration, database, index, clock, folders and mail.

Every finding says what is so and, where it is not as it should be, what to do about it.
"""

from journeywork.config.doctor.examination import examine
from journeywork.config.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine"]
