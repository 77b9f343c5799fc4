"""A worker's own pages on the phone: home, what is under way, and herself."""
