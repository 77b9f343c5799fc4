"""Keeping it safe: backups and their drill, keys and their rotation, what proves both (contracts §1)."""
