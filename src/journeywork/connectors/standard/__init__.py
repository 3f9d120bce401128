"""Standard Webhooks: whatever signs what it sends in the usual way."""
