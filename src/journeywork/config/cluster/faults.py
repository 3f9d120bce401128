"""What can go wrong with the cluster, said so that the reader knows what to do next."""


class ClusterError(Exception):
    """The cluster cannot be made, started or reached. The text names the cause and the way out."""
