"""CloudEvents 1.0 over HTTP: the door for any kind of work."""
