"""表样: forms on paper that a city may word and draw itself in Word, filled from records, shown before they are used.

A program registers its forms with the fields that may stand in them; what is printed is written down (O.1, X-R4).
"""
