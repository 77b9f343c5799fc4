"""The roof: settings, addresses, command line, embedded database."""
