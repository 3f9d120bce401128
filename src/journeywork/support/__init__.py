"""3 help out: gather options, decide, deliver, fade; the one attention budget."""
