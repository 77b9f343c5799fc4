"""Where people sit: pages that look across programs."""
