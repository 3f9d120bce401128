"""Documents to cards: a folder of Markdown, an Obsidian vault or wiki export, a table, an archive."""
