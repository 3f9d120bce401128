"""Pages of stretch assignments: mine, those I support, those lent by me."""
