"""GitLab: webhooks with a secret token to work events."""
