"""Facts from outside: a rank or an award that somebody else has said, kept with the paper that says so (X-R11)."""
