"""Funds: which money pays, who is paid, bank files and what the bank answers (E-R10, E-R13, O.3); run by finance."""
