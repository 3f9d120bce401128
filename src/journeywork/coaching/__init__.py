"""A manager's page: cues in the moment, the climate of teams, and who had an opportunity."""
