"""How the rooms become one running product: settings, server, worker, supervisor."""
