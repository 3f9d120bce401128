"""Gitea and Forgejo: signed webhooks to work events."""
