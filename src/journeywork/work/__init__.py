"""1 work event in: intake, de-duplication, episodes."""
