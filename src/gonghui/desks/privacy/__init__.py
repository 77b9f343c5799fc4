"""Personal data: what is held of a person, why, how long, who looked, and what she may ask for (O.1, B-R11)."""
