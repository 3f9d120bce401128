"""How many work events one server takes, beside a plain Django view and PostgreSQL itself."""
