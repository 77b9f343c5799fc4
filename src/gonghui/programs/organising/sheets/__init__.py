"""Workbooks and papers of organising: rosters in, approvals out."""
