"""Backups, restores and upgrades of real data folders, by the command line as an operator runs it."""
