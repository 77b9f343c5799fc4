"""Keeping it safe: backups and their drill, keys and their rotation, what an upgrade does when it fails (contracts §1)."""
