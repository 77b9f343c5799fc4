"""The demo world: the federation of Lu'an in 2021, invented from a seed number and made by the real actions.

Units and areas are real by name; every person, employer, amount and card is invented.
"""
