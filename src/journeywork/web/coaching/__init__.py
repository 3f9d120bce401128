"""Pages of whoever leads, and of one-to-ones: cues, what two talk about, who had a chance."""
