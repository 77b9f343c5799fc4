"""Policies: dated amounts, rates and deadlines, by area (rules 1.5). The rule book declares each with its default."""
