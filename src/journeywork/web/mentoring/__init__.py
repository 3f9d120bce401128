"""Pages of mentoring: programmes as who coordinates them sees them, and one's own matches."""
