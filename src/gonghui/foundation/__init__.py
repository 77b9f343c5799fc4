"""Who, where, which papers, what was said, what was paid: the facts that several programs share."""
