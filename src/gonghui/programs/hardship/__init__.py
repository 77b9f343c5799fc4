"""Hardship aid: 困难职工帮扶, run by the rights department (权益保障部) of the federation and its counties. Rules E.

A household applies, is visited, compared and publicised, and comes on file; then it is aided, by name, to its own card.
"""
