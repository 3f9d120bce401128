"""GitHub: signed webhooks to work events."""
