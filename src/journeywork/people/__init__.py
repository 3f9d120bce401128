"""People: organisations, teams, persons, reporting lines, skills, hours, consent, roles."""
