"""What runs in the child process: it knows files, not Django; it answers in JSON lines and may be killed any time."""
