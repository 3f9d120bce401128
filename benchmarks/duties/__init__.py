"""What the duties cost that go from person to person."""
