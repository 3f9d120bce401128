"""Ways in for what an organisation has already written: each yields documents to import."""
