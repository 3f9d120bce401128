"""What administrators see of a running installation: health, metrics, logs, traces."""
