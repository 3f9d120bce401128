"""Posts: a part of the room of knowledge with rows, queries and actions of its own."""
