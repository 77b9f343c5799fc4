"""The counters of accounts: signing in, choosing a post, one's own account."""
