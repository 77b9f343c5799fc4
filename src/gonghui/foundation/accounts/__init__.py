"""Accounts: who signs in, which post she holds from when to when, and who stands in for her (X-R3, rules 1.1)."""
