"""Pages of posts: what colleagues narrate, one post with its answers, and what one follows."""
