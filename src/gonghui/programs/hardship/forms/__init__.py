"""What is filled in: the parts of an application, the facts of each step, and what lists are filtered by."""
