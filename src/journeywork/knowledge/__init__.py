"""Cards and lessons, their owners and review dates, import, the search index, who knows."""
