"""The counters of notices: the public board, the desk of who publishes, and everybody's own messages."""
