"""Administration: people, teams, sources, rules, the budget, the audit log, jobs, the demo."""
