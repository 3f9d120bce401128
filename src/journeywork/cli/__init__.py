"""The command line: `journeywork`, short `jw`."""
